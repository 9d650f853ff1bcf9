//! What weighing a city anew costs, when all walks are known.
//!
//! `nabij-benches criteria BUURTEN` makes up a city of so many buurten, 20 or more, of 100 addresses with evidence
//! and figures for every indicator of the built-in catalogue, then measures, scores and counts who
//! fails. It holds the answer against plain counting, and tells the seconds as JSON.

use std::{error::Error, num::TryFromIntError};

use nabij::{
    Along, Area, Areas, Origin, Origins, Pair, Point, Weight,
    criteria::{
        Catalogue, Demand, Evidence, Figure, Figures, Measured, Measures, Nest, PanelRow, Reach,
        RouteParts, Scores, Seen,
    },
};

use crate::clock::Clock;

/// Addresses in a buurt, buurten in a wijk.
const HOMES: u32 = 100;
const PARTS: u32 = 10;
/// A prime, so that distances repeat in no round.
const STRIDE: u32 = 7919;

/// Weighs a made-up city, and tells how long it takes.
pub fn run(buurten: u32) -> Result<(), Box<dyn Error>> {
    let catalogue = Catalogue::built_in("zorgzame-buurt-2024")?;
    let nest = Nest::new(&areas(buurten)?);
    let origins = origins(buurten)?;
    let evidence = evidence(&catalogue, buurten)?;
    let figures = figures(&catalogue, nest, buurten)?;
    let clock = Clock::start();
    let measures = Measures::new(&catalogue, &evidence, &figures, &origins);
    let measuring = clock.stop()?;
    let clock = Clock::start();
    let scores = Scores::new(&catalogue, &measures, &figures, true);
    let scoring = clock.stop()?;
    let clock = Clock::start();
    let panel = PanelRow::all(&catalogue, &evidence, &figures, &origins);
    let counting = clock.stop()?;
    check(&catalogue, &measures, buurten)?;
    for (what, took, rows) in [
        ("measures", measuring, measures.rows.len()),
        ("scores", scoring, scores.headings.len()),
        ("panel", counting, panel.len()),
    ] {
        println!(
            "{{\"order\": \"criteria\", \"part\": \"{what}\", \"buurten\": {buurten}, \"addresses\": {}, \
             \"rows\": {rows}, \"seconds\": {:.4}, \"processor\": {:.4}}}",
            origins.len(),
            took.wall,
            took.processor
        );
    }
    Ok(())
}

/// Buurten in wijken in a municipality.
fn areas(buurten: u32) -> Result<Areas, Box<dyn Error>> {
    let buurt = |number: u32| Area {
        id: format!("BU{number:08}"),
        ..Area::default()
    };
    let areas = Areas::new("buurt", (0..buurten).map(buurt))?;
    let wijk = |id: &str| {
        let number: u32 = id.trim_start_matches("BU").parse().ok()?;
        Some((format!("WK{:06}", number / PARTS), None))
    };
    let areas = areas.level("wijk", wijk);
    Ok(areas.level("gemeente", |_| Some(("GM0001".to_owned(), None))))
}

fn origins(buurten: u32) -> Result<Origins, Box<dyn Error>> {
    let all = 0..buurten * HOMES;
    let home = |at: u32| Origin::new(at.to_string(), Point::new(0, 0));
    let mut origins = Origins::new(all.clone().map(home))?;
    for (name, kinds) in [("residents", 5), ("65+", 3), ("75+", 2)] {
        let weight = |at: u32| Weight::new(f64::from(at % kinds));
        let weights: Result<Vec<Weight>, _> = all.clone().map(weight).collect();
        origins = origins.weight(name, weights?)?;
    }
    Ok(origins)
}

/// How far an address is from the nearest of a category, in mm.
fn far(at: u32, category: u32) -> u32 {
    (at.wrapping_mul(STRIDE) + category * 131) % 1_500 * 1_000
}

fn evidence(catalogue: &Catalogue, buurten: u32) -> Result<Evidence, TryFromIntError> {
    let all = || 0..buurten * HOMES;
    let mut evidence = Evidence {
        counts: all().map(|_| true).collect(),
        area_of: all().map(|at| Some(at / HOMES)).collect(),
        ..Evidence::default()
    };
    for (number, demand) in (0..).zip(catalogue.demands()) {
        let along = |at: u32| {
            let whole_mm = u64::from(far(at, number)) + 1;
            Some(Along {
                whole_mm,
                met_mm: whole_mm / 2,
                unknown_mm: 0,
            })
        };
        let reach = |at: u32| {
            let mm = Some(far(at, number));
            Reach {
                low: mm,
                high: mm,
                snapped: true,
            }
        };
        // A practice for every buurt; everybody there goes to it.
        let pair = |at: u32| Pair {
            origin: at,
            facility: at / HOMES,
            mm: far(at, number) / 2,
        };
        let seen = match &demand {
            Demand::Reach { .. } => Seen::Reach(all().map(reach).collect()),
            Demand::Seats { .. } | Demand::Light { .. } => Seen::Along(all().map(along).collect()),
            Demand::Detour { .. } => Seen::Ratio(
                all()
                    .map(|at| Some(1.0 + f64::from(at % 7) / 10.0))
                    .collect(),
            ),
            Demand::Pairs { .. } => Seen::Pairs {
                pairs: all().map(pair).collect(),
                supply: vec![Weight::ONE; usize::try_from(buurten)?],
                open: all().map(|_| false).collect(),
            },
            Demand::Routes { .. } => Seen::Routes(vec![RouteParts {
                whole_mm: 1_000,
                met_mm: [Some(500); 5],
            }]),
        };
        evidence.seen.insert(demand, seen);
    }
    Ok(evidence)
}

/// Every quantity that the catalogue names, of every buurt.
fn figures(catalogue: &Catalogue, nest: Nest, buurten: u32) -> Result<Figures, TryFromIntError> {
    use nabij::criteria::Measure;
    let mut names: Vec<String> = Vec::new();
    for indicator in &catalogue.indicators {
        match &indicator.measure {
            Measure::Ratio { of, per, .. }
            | Measure::LocationQuotient { of, per }
            | Measure::GapToCity { of, per }
            | Measure::Dissimilarity { of, per, .. } => names.extend(of.iter().chain(per).cloned()),
            Measure::Sum { of, .. } => names.extend(of.iter().cloned()),
            Measure::Evenness { of, classes } => {
                names.extend(classes.iter().map(|class| format!("{of}:{class}")));
            }
            Measure::Concentration { of } => {
                names.extend(["a", "b", "c"].map(|class| format!("{of}:{class}")));
            }
            Measure::Figure { of, weight } => names.extend([of.clone(), weight.clone()]),
            Measure::Presence { of, .. } => names.push(of.clone()),
            _ => {}
        }
    }
    names.sort();
    names.dedup();
    let mut figures = Figures::new(nest);
    for (number, name) in (0_u32..).zip(&names) {
        for area in 0..buurten {
            let value = match name.as_str() {
                "care_team" | "network" => area % 2,
                // Nobody is fewer than now.
                "75+@2040" => 1_000,
                // More than small numbers that are hidden.
                _ => 200 + (area * 13 + number * 7) % 90,
            };
            figures.give(
                name,
                0,
                usize::try_from(area)?,
                Figure::exact(f64::from(value)),
            );
        }
    }
    Ok(figures)
}

/// The share of residents with a supermarket in the city, counted plainly.
fn check(catalogue: &Catalogue, measures: &Measures, buurten: u32) -> Result<(), Box<dyn Error>> {
    let wanted = "supermarket_within_norm";
    let mut ids = catalogue.indicators.iter();
    let position = ids.position(|own| own.id == wanted).ok_or(wanted)?;
    let supermarket = |demand: &Demand| matches!(demand, Demand::Reach { profile: None, category, .. } if category == "supermarket");
    let mut demands = (0..).zip(catalogue.demands());
    let number = demands.find(|(_, demand)| supermarket(demand));
    let (number, _) = number.ok_or(wanted)?;
    let (mut near, mut all) = (0_u64, 0_u64);
    for at in 0..buurten * HOMES {
        let residents = u64::from(at % 5);
        all += residents;
        if far(at, number) <= 500_000 {
            near += residents;
        }
    }
    let found = measures.at(2, 0, position).and_then(|row| row.value);
    if found != Some(near as f64 / all as f64) {
        return Err(format!("{wanted}: {found:?}, not {near} of {all}").into());
    }
    let unknown = |row: &&Measured| row.value.is_none();
    if let Some(row) = measures.rows.iter().find(unknown) {
        return Err(format!("unknown in a city of which all is told: {row:?}").into());
    }
    Ok(())
}
