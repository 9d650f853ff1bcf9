//! How many dwellings there are of each type, form and price segment, as quantities of areas.

use std::collections::BTreeMap;

use nabij::{
    HousingType, Truth,
    criteria::{Figure, Figures},
};

use super::Dwelling;

/// Gives per area how many dwellings there are of each type, form and price segment. An area of
/// which the register names no dwelling is unknown; in the others it is taken to be complete.
pub(in crate::criteria) fn give(all: &[Dwelling], figures: &mut Figures) {
    let mut sums: BTreeMap<(String, u32), Figure> = BTreeMap::new();
    let mut add = |name: String, area: u32, low: f64, high: f64, estimated: bool| {
        let figure = Figure {
            low,
            high: Some(high),
            estimated,
            year: None,
        };
        let sum = sums.entry((name, area)).or_insert(Figure::exact(0.0));
        *sum = sum.plus(figure);
    };
    let words = |kind: usize| {
        let words = all.iter().filter_map(|one| one.classes.get(kind)?.clone());
        words.collect::<std::collections::BTreeSet<String>>()
    };
    let classes = [("form", words(0)), ("price", words(1))];
    let mut labelled: BTreeMap<(&str, u32), Vec<&Dwelling>> = BTreeMap::new();
    for one in all {
        let Some(found) = &one.found else { continue };
        for kind in HousingType::ALL {
            let truth = found.get(kind);
            let (low, high, estimated) = match (kind, found.zero_step_share) {
                (HousingType::ZeroStep, Some(share)) => (share, share, found.share_estimated),
                _ => (
                    f64::from(u8::from(truth.is == Some(true))),
                    f64::from(u8::from(truth.is != Some(false))),
                    truth.estimated,
                ),
            };
            let name = format!("dwellings.{}", kind.id());
            add(name, one.area, low * one.count, high * one.count, estimated);
        }
        add(
            "dwellings.registered".to_owned(),
            one.area,
            one.count,
            one.count,
            false,
        );
        for (kind, (name, words)) in classes.iter().enumerate() {
            let own = one.classes.get(kind).and_then(Option::as_ref);
            for word in words {
                let is = own.map(|own| own == word);
                let low = if is == Some(true) { one.count } else { 0.0 };
                let high = if is == Some(false) { 0.0 } else { one.count };
                add(
                    format!("dwellings.{name}:{word}"),
                    one.area,
                    low,
                    high,
                    false,
                );
            }
        }
        let has_label = one.features.label_age.is_some_and(|age| age > 0);
        if let Some(complex) = one.complex.as_deref().filter(|_| has_label) {
            labelled.entry((complex, one.area)).or_default().push(one);
        }
    }
    // Where the register has dwellings and no labelled complex, there is none.
    for one in all {
        add("complexes.labelled".to_owned(), one.area, 0.0, 0.0, false);
        add(
            "complexes.labelled_accessible".to_owned(),
            one.area,
            0.0,
            0.0,
            false,
        );
    }
    for ((_, area), homes) in labelled {
        let access = homes.iter().map(|one| one.features.step_free_access);
        let is = Truth::all(access.map(Truth::known)).is;
        add("complexes.labelled".to_owned(), area, 1.0, 1.0, false);
        let low = f64::from(u8::from(is == Some(true)));
        let high = f64::from(u8::from(is != Some(false)));
        add(
            "complexes.labelled_accessible".to_owned(),
            area,
            low,
            high,
            false,
        );
    }
    for ((name, area), figure) in sums {
        figures.give(&name, 0, area as usize, figure);
    }
}
