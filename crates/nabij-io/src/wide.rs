//! Wide tables for colleagues: one row per area, address, complex or facility, with names in their
//! language, whole metres, percentages, and the dates it all speaks of.

mod account;
mod addresses;
mod areas;
pub(crate) mod complexes;
mod facilities;
mod people;
mod print;
mod sensitive;
mod sheet;
pub(crate) mod styles;
mod veil;

use nabij::{Length, Norm, Row};

pub use print::printed_metres;
pub use sheet::WideTable;

use crate::{
    language::{Language, Limits},
    names::Names,
    study_file::{FileLayer, StudyFile},
    tables::Results,
};

/// The kind of origin that has a table of its own.
const COMPLEX: &str = "complex";

/// Everything that wide tables are made of.
pub struct Wide<'r> {
    results: Results<'r>,
    study: &'r StudyFile,
    names: Names,
    dates: Dates,
    /// The norms that are tested for addresses.
    tested: Vec<Tested<'r>>,
    /// Origins that are no complexes.
    homes: Vec<u32>,
    /// Origins that are.
    complexes: Vec<u32>,
}

/// A norm with the limits that its verdicts are read against.
#[derive(Clone, Copy, Debug)]
struct Tested<'r> {
    number: usize,
    norm: &'r Norm,
    limits: Limits,
    /// Whether it has two outcomes.
    two: bool,
}

/// The dates to which the inputs speak, and what else every table says.
#[derive(Clone, Debug)]
struct Dates {
    addresses: Option<String>,
    network: Option<String>,
    facilities: Option<String>,
    area_year: Option<i64>,
    norm_set: String,
}

impl<'r> Wide<'r> {
    /// The wide tables of scored results, in the language of the study.
    pub fn new(results: Results<'r>, study: &'r StudyFile) -> Self {
        let city = results.city;
        let is_complex = |at: &u32| city.origins.kind(*at as usize) == Some(COMPLEX);
        let all = 0..u32::try_from(city.origins.len()).unwrap_or(u32::MAX);
        let (complexes, homes): (Vec<u32>, Vec<u32>) = all.partition(is_complex);
        let mut shown = vec![false; city.norms.norms().len()];
        for row in &results.scored.rows {
            if let Some(shown) = shown.get_mut(usize::from(row.norm)) {
                *shown |= !is_complex(&row.origin);
            }
        }
        let norms = city.norms.norms().iter().enumerate().zip(shown);
        let tested = norms.filter(|(_, shown)| *shown);
        let tested = tested.map(|((number, norm), _)| {
            let (limits, two) = limits_of(norm, city.norms.norms());
            Tested {
                number,
                norm,
                limits,
                two,
            }
        });
        Wide {
            tested: tested.collect(),
            names: Names::of(study.language),
            dates: Dates::of(study, &results),
            results,
            study,
            homes,
            complexes,
        }
    }

    /// Every wide table: the levels of areas, addresses, complexes, facilities, facilities per
    /// area, what is not linked, norms, and the account of the run.
    pub fn tables(&self) -> Vec<WideTable<'_>> {
        let mut all = areas::tables(self);
        all.push(addresses::table(self));
        all.extend(complexes::table(self));
        all.push(facilities::table(self));
        all.extend(facilities::per_area(self));
        all.extend(sensitive::table(self));
        all.push(account::not_linked(self));
        all.push(account::norms(self));
        all.push(account::account(self));
        all
    }

    /// Totals of sensitive layers per wijk or larger; none without such a layer.
    pub fn sensitive_totals(&self) -> Option<WideTable<'_>> {
        sensitive::table(self)
    }

    /// The English name of a column, and back, in these tables.
    pub fn names(&self) -> Names {
        self.names
    }

    fn language(&self) -> Language {
        self.study.language
    }

    /// The rows of one origin, in order of norm.
    fn rows_of(&self, origin: u32) -> &'r [Row] {
        rows_of(&self.results.scored.rows, origin)
    }

    /// The code and the name of the area of one level that an origin counts in.
    fn area_of(&self, level: usize, origin: u32) -> Option<(&'r str, Option<&'r str>)> {
        let scores = self.results.areas?;
        let level = self
            .results
            .city
            .areas
            .as_ref()?
            .areas
            .levels()
            .get(level)?;
        let finest = scores.area_of.get(origin as usize).copied().flatten()?;
        let area = level.of.get(finest as usize).copied().flatten()? as usize;
        let name = level.names.get(area).and_then(Option::as_deref);
        Some((level.ids.get(area)?, name))
    }

    /// The position of the level of this name.
    fn level(&self, name: &str) -> Option<usize> {
        let levels = self.results.city.areas.as_ref()?.areas.levels();
        levels.iter().position(|level| level.name == name)
    }

    /// What a column of the origins' own says, where the study names it.
    fn detail(&self, what: &str, origin: u32) -> Option<&'r str> {
        self.results.city.origin_details.get(what, origin as usize)
    }
}

/// The rows of one origin, which stand in order of origin.
fn rows_of(rows: &[Row], origin: u32) -> &[Row] {
    let start = rows.partition_point(|row| row.origin < origin);
    let rest = rows.get(start..).unwrap_or_default();
    let end = rest.partition_point(|row| row.origin == origin);
    rest.get(..end).unwrap_or_default()
}

impl<'r> Tested<'r> {
    /// The limits as words in names of columns, the lower first where there are two.
    fn limit_names(&self) -> Vec<String> {
        let name = |limit: Option<Length>, word: &str| match limit {
            Some(limit) => limit.in_metres().to_string(),
            None => word.to_owned(),
        };
        let mut names = Vec::new();
        if self.two {
            names.push(name(self.limits.lower, "lower"));
        }
        names.push(name(self.limits.upper, "upper"));
        names
    }

    /// The upper limit as a word in names of columns.
    fn upper_name(&self) -> String {
        self.limit_names().pop().unwrap_or_default()
    }

    /// The limits that printed metres may not contradict.
    fn lines(&self) -> Vec<Length> {
        self.limits
            .lower
            .into_iter()
            .chain(self.limits.upper)
            .collect()
    }
}

/// The limits of a norm, for norms of norms those that all parts share, and whether there are two.
fn limits_of(norm: &Norm, all: &[Norm]) -> (Limits, bool) {
    let Some((_, parts)) = norm.test.parts() else {
        return (Limits::of(norm), norm.lower.is_some());
    };
    let parts = parts.iter().filter_map(|part| {
        let part = all.iter().find(|norm| norm.id == *part)?;
        Some(limits_of(part, all))
    });
    let parts: Vec<(Limits, bool)> = parts.collect();
    let two = parts.iter().any(|(_, two)| *two);
    let shared = |pick: fn(&Limits) -> Option<Length>| {
        let first = pick(&parts.first()?.0);
        first.filter(|_| parts.iter().all(|(limits, _)| pick(limits) == first))
    };
    let limits = Limits {
        lower: shared(|limits| limits.lower),
        upper: shared(|limits| limits.upper),
    };
    (limits, two)
}

impl Dates {
    fn of(study: &StudyFile, results: &Results<'_>) -> Self {
        // The study's own words, then the date that an OSM extract states.
        let given = |names: &[&str]| {
            let mut known = names
                .iter()
                .filter_map(|name| study.reference_dates.get(*name));
            known.next().cloned()
        };
        let stated = |layer: Option<&dyn FileLayer>| {
            let file = layer?.file().file_name()?.to_string_lossy().into_owned();
            results.city.data_dates.get(&file).cloned()
        };
        let of =
            |names: &[&str], layer: Option<&dyn FileLayer>| given(names).or_else(|| stated(layer));
        let origins = study.origins.as_ref();
        Dates {
            addresses: of(
                &["origins", "addresses", "adressen"],
                origins.map(|layer| layer as &dyn FileLayer),
            ),
            network: of(
                &["streets", "network", "netwerk"],
                study.streets.first().map(|layer| layer as &dyn FileLayer),
            )
            .or_else(|| {
                let saved = results.city.streets.data_dates.values().next();
                saved.filter(|_| study.streets.is_empty()).cloned()
            }),
            facilities: of(
                &["facilities", "voorzieningen"],
                study
                    .facilities
                    .first()
                    .map(|layer| layer as &dyn FileLayer),
            ),
            area_year: study.area_year.map(i64::from),
            norm_set: results.city.norms.name().to_owned(),
        }
    }
}
