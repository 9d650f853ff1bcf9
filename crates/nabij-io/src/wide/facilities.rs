//! `facilities`: one row per facility and who lives within reach; and per area and category how
//! many there are.

use std::collections::{BTreeMap, BTreeSet};

use nabij::{Category, Facility, FacilityId, Length, Located, Reached};

use super::{
    Tested, Wide,
    print::percentage,
    sheet::{Sheet, WideTable},
    styles,
};
use crate::{
    study_file::FacilitySource,
    tables::{point, weight_name},
};

pub(super) fn table<'w>(wide: &'w Wide<'_>) -> WideTable<'w> {
    let city = wide.results.city;
    let all: Vec<(FacilityId, &Facility)> = city.facilities.iter().collect();
    let mut sheet = Sheet::new(wide, all.len());
    sheet.text("facility_id", &[], all.iter().map(|(_, one)| Some(&one.id)));
    let category = |one: &Facility| wide.names.data_word(one.category.as_str()).to_owned();
    sheet.text(
        "category",
        &[],
        all.iter().map(|(_, one)| Some(category(one))),
    );
    sheet.text("name", &[], all.iter().map(|(_, one)| one.name.as_deref()));
    for (column, key) in [
        ("address", "address"),
        ("source", "source"),
        ("reference_date", "date"),
    ] {
        let usual = |one: &Facility| match key {
            "source" => wide.source_of(one),
            "date" => wide.date_of(one),
            _ => None,
        };
        let detail = |one: &Facility| wide.facility_detail(key, one).or_else(|| usual(one));
        sheet.text(column, &[], all.iter().map(|(_, one)| detail(one)));
    }
    let attached = wide.results.prepared.facilities();
    let linked = |id: FacilityId| wide.names.yes_no(Some(attached.of(id).next().is_some()));
    sheet.text("linked", &[], all.iter().map(|(id, _)| Some(linked(*id))));
    for (limit, counts) in reach(wide) {
        // People live within reach; without a column of people, addresses do.
        let weight = wide.people().map(|(_, name)| name).unwrap_or("addresses");
        let holes = [("limit", limit.as_str()), ("g", weight)];
        let counts = all.iter().map(|(id, _)| counts.get(id).copied());
        sheet.number("reach{limit}_{g}_n", &holes, counts);
    }
    let place = |one: &Facility| one.doors.first().map(|door| point(city.metres(door.point)));
    let places = all.iter().map(|(_, one)| place(one)).collect();
    let name = wide.names.table("facilities", &[]);
    let norms = city.norms.norms();
    let is_asked = |one: &Facility| {
        norms
            .iter()
            .any(|own| own.category() == Some(&one.category))
    };
    let words = |asked: bool| -> Vec<String> {
        let own = all.iter().filter(|(_, one)| is_asked(one) == asked);
        let words: BTreeSet<String> = own.map(|(_, one)| category(one)).collect();
        words.into_iter().collect()
    };
    let column = wide.names.column("category", &[]);
    let layer_styles = styles::categories(&name, &column, &words(true), &words(false));
    let mut table =
        WideTable::whole(sheet.finish(&name, Some(places), Some(city.streets.frame.crs().clone())));
    table.styles = layer_styles;
    table
}

/// Per upper limit the people who live at most that far from each facility of its category.
fn reach(wide: &Wide<'_>) -> Vec<(String, BTreeMap<FacilityId, f64>)> {
    let city = wide.results.city;
    let access = wide.results.prepared.accessibility();
    let weights = wide
        .people()
        .and_then(|(at, _)| city.origins.weights().get(at));
    let mut is_home = vec![false; city.origins.len()];
    for at in &wide.homes {
        if let Some(home) = is_home.get_mut(*at as usize) {
            *home = true;
        }
    }
    let mut reached = Reached::new(&access, &wide.results.scored.attached);
    let mut all: Vec<(String, BTreeMap<FacilityId, f64>)> = Vec::new();
    for (category, upper) in limits(wide) {
        let name = upper.in_metres().to_string();
        let mut counts = BTreeMap::new();
        for facility in city.facilities.of(category) {
            let mut millionths: i128 = 0;
            for (origin, _) in reached.origins(facility, upper) {
                let at = origin as usize;
                if is_home.get(at) == Some(&true) {
                    let own = weights.map_or(Some(1_000_000), |column| {
                        column.values.get(at).and_then(|weight| weight.millionths())
                    });
                    millionths += i128::from(own.unwrap_or(0));
                }
            }
            counts.insert(facility, (millionths as f64 / 1e5).round() / 10.0);
        }
        match all.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => known.extend(counts),
            None => all.push((name, counts)),
        }
    }
    all
}

/// The categories that norms for addresses test, with their upper limits.
fn limits<'w>(wide: &'w Wide<'_>) -> Vec<(&'w Category, Length)> {
    let tested = wide.tested.iter();
    let known = tested.filter_map(|tested| Some((tested.norm.category()?, tested.norm.upper?)));
    let mut seen: Vec<(&Category, Length)> = Vec::new();
    for (category, upper) in known {
        if seen.iter().all(|(own, _)| *own != category) {
            seen.push((category, upper));
        }
    }
    seen
}

/// One row per area and category: how many facilities, which, and the share of people within the
/// norm's limit.
pub(super) fn per_area<'w>(wide: &'w Wide<'_>) -> Option<WideTable<'w>> {
    let city = wide.results.city;
    let (scores, own) = (wide.results.areas?, city.areas.as_ref()?);
    let mut inside: BTreeMap<(usize, usize, &Category), Vec<&Facility>> = BTreeMap::new();
    for (_, facility) in city.facilities.iter() {
        let door = facility.doors.first();
        let Some(Located::In(part)) = door.map(|door| own.areas.locate(door.point)) else {
            continue;
        };
        for (number, level) in own.areas.levels().iter().enumerate() {
            if let Some(area) = level.of.get(part as usize).copied().flatten() {
                let place = (number, area as usize, &facility.category);
                inside.entry(place).or_default().push(facility);
            }
        }
    }
    let mut categories: Vec<&Category> = city.facilities.categories().collect();
    categories.extend(
        wide.tested
            .iter()
            .filter_map(|tested| tested.norm.category()),
    );
    categories.sort_unstable();
    categories.dedup();
    let mut rows = Vec::new();
    for (number, level) in own.areas.levels().iter().enumerate() {
        for area in 0..level.ids.len() {
            for category in &categories {
                let own = inside.remove(&(number, area, *category));
                rows.push((number, level, area, *category, own.unwrap_or_default()));
            }
        }
    }
    let mut sheet = Sheet::new(wide, rows.len());
    let code = rows.iter().map(|(_, level, area, ..)| level.ids.get(*area));
    sheet.text("area_code", &[], code);
    let name = rows
        .iter()
        .map(|(_, level, area, ..)| level.names.get(*area)?.as_deref());
    sheet.text("area_name", &[], name);
    sheet.text(
        "level",
        &[],
        rows.iter().map(|(_, level, ..)| Some(&level.name)),
    );
    let category = rows
        .iter()
        .map(|(_, _, _, category, _)| Some(wide.names.data_word(category.as_str())));
    sheet.text("category", &[], category);
    let count = rows
        .iter()
        .map(|(.., inside)| i64::try_from(inside.len()).ok());
    sheet.whole("facilities_n", &[], count);
    let names = |inside: &[&Facility]| {
        let mut names: Vec<&str> = inside
            .iter()
            .filter_map(|one| one.name.as_deref())
            .collect();
        names.sort_unstable();
        (!names.is_empty()).then(|| names.join("; "))
    };
    sheet.text("names", &[], rows.iter().map(|(.., inside)| names(inside)));
    let norm = |category: &Category| {
        wide.tested
            .iter()
            .find(|tested| tested.norm.category() == Some(category))
    };
    let limit = |tested: &Tested<'_>| Some(tested.norm.upper?.in_metres());
    let limits = rows
        .iter()
        .map(|(_, _, _, category, _)| limit(norm(category)?));
    sheet.number("limit_m", &[], limits);
    // People are shown in the tables of areas alone, where small numbers are hidden.
    let is_public = wide.study.output.is_public();
    let shown = if is_public {
        0
    } else {
        city.origins.weights().len()
    };
    for weight in 0..=shown {
        let column = weight.checked_sub(1).and_then(|at| u16::try_from(at).ok());
        let share = |(number, _, area, category, _): &(usize, _, usize, &Category, _)| {
            let tested = norm(category)?;
            let row = scores.row(*number, *area, tested.number, weight.checked_sub(1))?;
            row.upper.share.map(percentage)
        };
        let holes = [("g", weight_name(wide.results.city, column))];
        sheet.number("within_pct_{g}", &holes, rows.iter().map(share));
    }
    let name = wide.names.table("facilities_per_area", &[]);
    Some(WideTable::whole(sheet.finish(&name, None, None)))
}

impl<'r> Wide<'r> {
    /// The weight that counts people around facilities, with its name: the first one, residents
    /// where they are named. The public sees addresses instead: circles around facilities cut
    /// areas into pieces too small to count people in.
    pub(super) fn people(&self) -> Option<(usize, &'r str)> {
        if self.study.output.is_public() {
            return None;
        }
        let weights = self.results.city.origins.weights();
        let at = weights
            .iter()
            .position(|weight| weight.name == "residents")
            .unwrap_or(0);
        Some((at, weights.get(at)?.name.as_str()))
    }

    /// Whether a facility comes from a table of one's own, and not from OSM.
    fn is_own(&self, one: &Facility) -> Option<bool> {
        let source = self.results.city.facility_sources.get(&one.category)?;
        Some(match source {
            FacilitySource::Own => true,
            FacilitySource::Osm => false,
            FacilitySource::Both => one.id.starts_with("own:"),
        })
    }

    /// The date to which a facility's layer speaks; that of an OSM extract is not a table's.
    fn date_of(&self, one: &Facility) -> Option<&str> {
        let mut of_study = ["facilities", "voorzieningen"].iter();
        let of_study = of_study.find_map(|name| self.study.reference_dates.get(*name));
        let is_osm = self.is_own(one) == Some(false);
        let known = of_study.or(self.dates.facilities.as_ref().filter(|_| is_osm));
        known.map(String::as_str)
    }

    /// Whether a facility comes from a table of one's own or from OSM, in a word.
    fn source_of(&self, one: &Facility) -> Option<&'r str> {
        let is_own = self.is_own(one)?;
        Some(if is_own {
            self.language().word("own", "eigen")
        } else {
            "osm"
        })
    }

    /// What a column of the facilities' own says, where the study names it.
    pub(super) fn facility_detail(&self, what: &str, of: &Facility) -> Option<&'r str> {
        let details = &self.results.city.facility_details;
        let own = details.get(&(of.category.clone(), of.id.clone()))?;
        own.get(what).map(String::as_str)
    }
}
