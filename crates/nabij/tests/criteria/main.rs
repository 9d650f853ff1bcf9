//! Criteria on a tiny city, worked out by hand: catalogues, every kind of measure, scores, laws.

mod catalogues;
mod composition;
mod figured;
mod laws;
mod levels;
mod norms;
mod refused;
mod walked;

use nabij::{
    Area, Areas, Origin, Origins, Point, Weight,
    criteria::{
        Catalogue, Demand, Evidence, Figure, Figures, HeadingScore, IndicatorScore, Measured,
        Measures, Nest, PanelRow, Reach, Scores, Seen,
    },
};

/// Three buurten in two wijken: B1 and B2 in W1, B3 in W2, all in G.
pub(crate) const AREAS: [&str; 6] = ["B1", "B2", "B3", "W1", "W2", "G"];

/// What an interval of which the end is not known has for an end.
pub(crate) const ENDLESS: Option<f64> = None;

pub(crate) fn nest() -> Nest {
    let buurt = |id: &str| Area {
        id: id.to_owned(),
        ..Area::default()
    };
    let wijk = |id: &str| Some((if id == "B3" { "W2" } else { "W1" }.to_owned(), None));
    let areas = Areas::new("buurt", ["B2", "B3", "B1"].map(buurt)).unwrap();
    let areas = areas.level("wijk", wijk);
    Nest::new(&areas.level("gemeente", |_| Some(("G".to_owned(), None))))
}

/// The level and position of an area.
pub(crate) fn place(code: &str) -> (usize, usize) {
    match code {
        "B1" => (0, 0),
        "B2" => (0, 1),
        "B3" => (0, 2),
        "W1" => (1, 0),
        "W2" => (1, 1),
        "G" => (2, 0),
        _ => panic!("{code}"),
    }
}

/// A city with everything that a catalogue can ask.
pub(crate) struct City {
    pub(crate) catalogue: Catalogue,
    pub(crate) figures: Figures,
    pub(crate) evidence: Evidence,
    pub(crate) origins: Origins,
}

/// What follows from a city.
pub(crate) struct Outcome {
    pub(crate) catalogue: Catalogue,
    pub(crate) measures: Measures,
    pub(crate) scores: Scores,
    pub(crate) panel: Vec<PanelRow>,
}

impl City {
    /// A catalogue of indicators under the headings `h`, `k` and `l`; 65+ is need. `l` counts three times.
    pub(crate) fn new(indicators: &str) -> Self {
        let text = format!(
            "name = \"tiny\"\ncoverage = 0.6\nneed = \"65+\"\n[[heading]]\nid = \"h\"\n\
             [[heading]]\nid = \"k\"\n[[heading]]\nid = \"l\"\nweight = 3\n{indicators}"
        );
        City {
            catalogue: Catalogue::from_toml(&text).unwrap(),
            figures: Figures::new(nest()),
            evidence: Evidence::default(),
            origins: Origins::new([]).unwrap(),
        }
    }

    /// Gives a number of an area.
    pub(crate) fn told(self, quantity: &str, area: &str, number: f64) -> Self {
        self.bounded(quantity, area, number, Some(number))
    }

    /// Gives a number of each of B1, B2 and B3.
    pub(crate) fn each(self, quantity: &str, numbers: [f64; 3]) -> Self {
        let mut city = self;
        for (area, number) in AREAS.iter().zip(numbers) {
            city = city.told(quantity, area, number);
        }
        city
    }

    /// Gives the bounds of a number.
    pub(crate) fn bounded(
        mut self,
        quantity: &str,
        area: &str,
        low: f64,
        high: Option<f64>,
    ) -> Self {
        let (level, area) = place(area);
        let figure = Figure {
            low,
            high,
            ..Figure::exact(0.0)
        };
        assert!(self.figures.give(quantity, level, area, figure));
        self
    }

    /// Origins by area, each with residents; a minus is unknown.
    pub(crate) fn homes(mut self, homes: &[(&str, f64)]) -> Self {
        let origin = |number: usize| Origin::new(format!("o{number}"), Point { x: 0, y: 0 });
        let origins = Origins::new((0..homes.len()).map(origin)).unwrap();
        let weight = |(_, own): &(&str, f64)| match *own {
            own if own < 0.0 => Weight::UNKNOWN,
            own => Weight::new(own).unwrap(),
        };
        let weights = homes.iter().map(weight).collect();
        self.origins = origins.weight("residents", weights).unwrap();
        self.evidence.counts = vec![true; homes.len()];
        let area = |(area, _): &(&str, f64)| Some(place(area).1 as u32);
        self.evidence.area_of = homes.iter().map(area).collect();
        self
    }

    /// What was found out, by the position of the demand among those of the catalogue.
    pub(crate) fn seen(mut self, found: impl IntoIterator<Item = (Demand, Seen)>) -> Self {
        self.evidence.seen.extend(found);
        self
    }

    pub(crate) fn outcome(self, total: bool) -> Outcome {
        let City {
            catalogue,
            figures,
            evidence,
            origins,
        } = self;
        let measures = Measures::new(&catalogue, &evidence, &figures, &origins);
        Outcome {
            scores: Scores::new(&catalogue, &measures, &figures, total),
            panel: PanelRow::all(&catalogue, &evidence, &figures, &origins),
            catalogue,
            measures,
        }
    }
}

impl Outcome {
    fn position(&self, area: &str, indicator: &str) -> usize {
        let (level, number) = place(area);
        let ids = &self.catalogue.indicators;
        let same = |row: &Measured| {
            (usize::from(row.level), row.area as usize) == (level, number)
                && ids[usize::from(row.indicator)].id == indicator
        };
        let found = self.measures.rows.iter().position(same);
        found.unwrap_or_else(|| panic!("{indicator} is not measured in {area}"))
    }

    pub(crate) fn measured(&self, area: &str, indicator: &str) -> &Measured {
        &self.measures.rows[self.position(area, indicator)]
    }

    pub(crate) fn value(&self, area: &str, indicator: &str) -> Option<f64> {
        self.measured(area, indicator).value
    }

    /// Value, least and most.
    pub(crate) fn three(&self, area: &str, indicator: &str) -> [Option<f64>; 3] {
        let own = self.measured(area, indicator);
        [own.value, own.low, own.high]
    }

    pub(crate) fn scored(&self, area: &str, indicator: &str) -> IndicatorScore {
        self.scores.indicators[self.position(area, indicator)]
    }

    /// The score of a heading; the total has none.
    pub(crate) fn heading(&self, area: &str, heading: Option<&str>) -> Option<HeadingScore> {
        let (level, number) = place(area);
        let ids = &self.catalogue.headings;
        let of = |own: &HeadingScore| own.heading.map(|at| ids[usize::from(at)].id.as_str());
        let same = |own: &&HeadingScore| {
            (usize::from(own.level), own.area as usize) == (level, number) && of(own) == heading
        };
        self.scores.headings.iter().find(same).copied()
    }
}

/// An indicator of a figure from elsewhere that scores 0 at 0 and 1 at 10.
pub(crate) fn grade(id: &str, heading: &str, more: &str) -> String {
    let direction = if more.contains("direction") {
        ""
    } else {
        "direction = \"higher\"\n"
    };
    let utility = if more.contains("utility") || more.contains("context") {
        ""
    } else {
        "utility = { floor = 0, target = 10 }\n"
    };
    format!(
        "[[indicator]]\nid = \"{id}\"\nheading = \"{heading}\"\nunit = \"class\"\n\
         measure.figure = {{ of = \"{id}\", weight = \"dwellings\" }}\n{direction}{utility}{more}\n"
    )
}

/// An indicator with a measure, of which 1 is the best.
pub(crate) fn measuring(id: &str, measure: &str, more: &str) -> String {
    let utility = "direction = \"higher\"\nutility = { floor = 0, target = 1 }\n";
    format!(
        "[[indicator]]\nid = \"{id}\"\nheading = \"h\"\nunit = \"share\"\nmeasure.{measure}\n\
         {utility}{more}\n"
    )
}

/// How far the nearest facility of a category is.
pub(crate) fn reach(category: &str) -> Demand {
    Demand::Reach {
        profile: None,
        category: category.to_owned(),
        min_area_m2: None,
    }
}

/// Exactly so many mm.
pub(crate) fn at(mm: u32) -> Reach {
    between(mm, Some(mm))
}

/// At least and at most so many mm.
pub(crate) const fn between(low: u32, high: Option<u32>) -> Reach {
    Reach {
        low: Some(low),
        high,
        snapped: true,
    }
}

/// Equal but for the last bits of sums.
#[track_caller]
pub(crate) fn near(found: Option<f64>, wanted: f64) {
    let found = found.unwrap_or_else(|| panic!("nothing instead of {wanted}"));
    assert!(
        (found - wanted).abs() < 1e-12,
        "{found} instead of {wanted}"
    );
}
