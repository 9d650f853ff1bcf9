//! General practitioners shared among everybody who can walk there: E2SFCA as the textbook has it.

use std::sync::OnceLock;

use nabij::{Category, Length};
use nabij_io::Job;

use crate::{
    AREAS, close,
    files::{Address, Place, addresses, features, foot, inside, is_in, ring, rows},
    loopveen,
};

/// The town as it is scored for its criteria.
pub fn job() -> &'static Job<'static> {
    static JOB: OnceLock<Job<'static>> = OnceLock::new();
    JOB.get_or_init(|| Job::run(&loopveen().0.own.city, None).unwrap())
}

/// The three steps, inclusive; nothing beyond.
fn weight(mm: u32) -> f64 {
    match mm {
        0..=333_000 => 1.0,
        333_001..=667_000 => 0.68,
        667_001..=1_000_000 => 0.22,
        _ => 0.0,
    }
}

/// Whether all practices within 1,000 m of a place are listed.
fn is_listed(grounds: &[Vec<Place>], at: Place) -> bool {
    grounds
        .iter()
        .any(|ring| inside(ring, at) && foot(ring, at).0 > 1000.0)
}

/// Every address with the full-time practitioners that each of its residents has.
fn access() -> Vec<(Address, f64)> {
    let gp = Category::new("gp").unwrap();
    let job = job();
    let limit = Length::metres(1000);
    let pairs = job.prepared.pairs(&job.scored, &gp, limit, false).unwrap();
    let practices: Vec<&str> = job
        .city
        .facilities
        .of(&gp)
        .map(|id| job.city.facilities.get(id).id.as_str())
        .collect();
    let homes = addresses();
    // A dense table: a row for each address, a column for each practice.
    let mut weights = vec![vec![0.0; practices.len()]; homes.len()];
    for pair in pairs {
        let id = job.city.origins.ids().get(pair.origin as usize);
        if let Some(home) = homes.iter().position(|own| own.id == id) {
            weights[home][pair.facility as usize] = weight(pair.mm);
        }
    }
    let supply = practices.iter().map(|id| {
        let row = rows("fte.csv", ';')
            .into_iter()
            .find(|row| row["voorziening"] == *id);
        row.unwrap()["fte"].parse::<f64>().unwrap()
    });
    let supply: Vec<f64> = supply.collect();
    assert_eq!(supply, [2.0, 1.5]);
    let ratio: Vec<f64> = (0..supply.len())
        .map(|practice| {
            let demand = homes.iter().zip(&weights);
            let demand = demand.map(|(home, own)| home.residents.unwrap_or(0.0) * own[practice]);
            supply[practice] / demand.sum::<f64>()
        })
        .collect();
    let of = |own: &[f64]| {
        own.iter()
            .zip(&ratio)
            .map(|(weight, ratio)| weight * ratio)
            .sum()
    };
    homes
        .into_iter()
        .zip(&weights)
        .map(|(home, own)| {
            let has = of(own);
            (home, has)
        })
        .collect()
}

#[test]
fn gp_capacity_ratio() {
    let id = "gp_capacity_ratio";
    let grounds: Vec<Vec<Place>> = features("coverage_lists.geojson")
        .iter()
        .map(ring)
        .collect();
    let access = access();
    for area in AREAS {
        let (mut has, mut people, mut has_at_least, mut all) = (0.0, 0.0, 0.0, 0.0);
        for (home, own) in access.iter().filter(|(home, _)| is_in(&home.buurt, area)) {
            let Some(residents) = home.residents else {
                continue;
            };
            has_at_least += residents * own * 2095.0;
            all += residents;
            if is_listed(&grounds, home.place) {
                has += residents * own * 2095.0;
                people += residents;
            }
        }
        let what = format!("{id} in {area}");
        let [value, low, high] = loopveen().three(area, id);
        close(&what, low, has_at_least / all, 2e-6);
        if people == all {
            close(&what, value, has / people, 2e-6);
            close(&what, high, has / people, 2e-6);
        } else {
            // Beyond the list there may be more of them.
            assert_eq!(high, None, "{what}");
            match value {
                Some(value) => {
                    assert!(people / all >= 0.6, "{what}: known of too few");
                    let wanted = (has / people).max(has_at_least / all);
                    close(&what, Some(value), wanted, 2e-6);
                }
                None => assert!(people / all < 0.6, "{what}: known, yet not told"),
            }
        }
    }
    loopveen().is_unknown("BU99990204", id);
}

#[test]
fn what_residents_have_sums_to_what_there_is() {
    let sum: f64 = access()
        .iter()
        .map(|(home, own)| home.residents.unwrap_or(0.0) * own)
        .sum();
    close("by hand", Some(sum), 3.5, 1e-12);
    let city = loopveen().measured("GM9999", "gp_capacity_ratio");
    close(
        "in the city",
        city.low.map(|low| low * city.total / 2095.0),
        3.5,
        1e-5,
    );
}
