//! The register of dwellings: types, complexes, diversity, labels.

use std::collections::BTreeMap;

use crate::{
    files::{Line, addresses, figure, rows},
    loopveen,
};

const BUURTEN: [&str; 7] = [
    "BU99990101",
    "BU99990102",
    "BU99990103",
    "BU99990104",
    "BU99990201",
    "BU99990202",
    "BU99990203",
];

/// The dwellings of a buurt in the register.
fn dwellings(area: &str) -> Vec<Line> {
    let homes = addresses().into_iter().filter(|own| own.buurt == area);
    let homes: Vec<String> = homes.map(|own| own.id).collect();
    let all = rows("dwellings.csv", ';').into_iter();
    all.filter(|row| homes.contains(&row["adres_id"])).collect()
}

/// Whether something holds of all of some cells: yes, no or unknown.
fn all_of<'c>(cells: impl IntoIterator<Item = &'c String>) -> Option<bool> {
    let cells: Vec<&str> = cells.into_iter().map(String::as_str).collect();
    if cells.contains(&"nee") {
        return Some(false);
    }
    cells.iter().all(|cell| *cell == "ja").then_some(true)
}

const STEPS: [&str; 6] = [
    "toegang_zonder_trap",
    "woonkamer_zonder_trap",
    "keuken_zonder_trap",
    "badkamer_zonder_trap",
    "toilet_zonder_trap",
    "slaapkamer_zonder_trap",
];

fn zero_step(row: &Line) -> Option<bool> {
    all_of(STEPS.map(|column| &row[column]))
}

/// How many rows are, and may be.
fn count(rows: &[Line], is: impl Fn(&Line) -> Option<bool>) -> (f64, f64) {
    let answers: Vec<Option<bool>> = rows.iter().map(is).collect();
    let of = |wanted| answers.iter().filter(|own| **own == wanted).count() as f64;
    (of(Some(true)), of(Some(true)) + of(None))
}

#[test]
fn zero_step_dwelling_ratio() {
    let id = "zero_step_dwelling_ratio";
    // Of Westeind's 51 all is known: 17 for 125 households.
    assert_eq!(count(&dwellings("BU99990103"), zero_step), (17.0, 17.0));
    loopveen().is("BU99990103", id, 17.0 / 125.0);
    for area in BUURTEN {
        let households = figure(area, "households_65", 2024).unwrap();
        let (yes, most) = count(&dwellings(area), zero_step);
        let [value, low, high] = loopveen().three(area, id);
        if yes == most {
            loopveen().is(area, id, yes / households);
        }
        // What the register does not say may be estimated, within what it leaves open.
        let (low, high) = (low.unwrap(), high.unwrap());
        assert!(
            yes / households <= low + 1e-12 && high <= most / households + 1e-12,
            "{area}"
        );
        assert!(
            value.is_none_or(|value| low <= value && value <= high),
            "{area}"
        );
    }
    // Verlaat is not registered.
    loopveen().is_unknown("BU99990204", id);
    assert_eq!(loopveen().three("BU99990204", id), [None; 3]);
}

#[test]
fn clustered_dwelling_ratio() {
    let id = "clustered_dwelling_ratio";
    // Only De Linde: 24 dwellings for the 105 of 75 and older in Vaartoost.
    loopveen().is("BU99990201", id, 24.0 * 100.0 / 105.0);
    loopveen().is("BU99990101", id, 0.0);
    // Verlaat is left out above and below the line: 105 + 10 + 39.
    loopveen().is("WK999902", id, 24.0 * 100.0 / 154.0);
    loopveen().is_unknown("BU99990204", id);
}

#[test]
fn care_suitable_dwelling_ratio() {
    let id = "care_suitable_dwelling_ratio";
    loopveen().is("BU99990104", id, 0.0);
    let linde: Vec<Line> = dwellings("BU99990201")
        .into_iter()
        .filter(|row| row["complex_id"] == "C-LINDE")
        .collect();
    let columns = ["rolstoel_woning", "rolstoel_gebouw", "ruimte_voor_zorg"];
    let (yes, most) = count(&linde, |row| all_of(columns.map(|column| &row[column])));
    assert_eq!((yes, most), (8.0, 10.0));
    loopveen().is_between("BU99990201", id, 800.0 / 105.0, 1000.0 / 105.0);
    loopveen().is_unknown("BU99990204", id);
}

#[test]
fn clustered_complex_compliance() {
    let id = "clustered_complex_compliance";
    // Sint-Annahof 14 and De Linde 24 have 12 and a room; De Wilgen has 30 and none.
    loopveen().is("BU99990101", id, 1.0);
    loopveen().is("BU99990104", id, 0.0);
    loopveen().is("WK999901", id, 14.0 / (14.0 + 30.0));
    loopveen().is("WK999902", id, 1.0);
    loopveen().is("GM9999", id, (14.0 + 24.0) / (14.0 + 24.0 + 30.0));
    // Where there is no complex there is no share of them.
    for area in ["BU99990102", "BU99990103", "BU99990202", "BU99990204"] {
        loopveen().is_unknown(area, id);
    }
}

/// Σ p ln p over a fixed number of kinds.
fn evenness(counts: &[f64], kinds: f64) -> f64 {
    let all: f64 = counts.iter().sum();
    let terms = counts.iter().filter(|count| **count > 0.0);
    let sum: f64 = terms.map(|count| count / all * (all / count).ln()).sum();
    sum / kinds.ln()
}

/// How many dwellings of a buurt there are of each kind; the empty one is unknown.
fn kinds(area: &str, column: &str) -> BTreeMap<String, f64> {
    let mut kinds = BTreeMap::new();
    for row in dwellings(area) {
        *kinds.entry(row[column].clone()).or_insert(0.0) += 1.0;
    }
    kinds
}

#[test]
fn housing_form_diversity() {
    let id = "housing_form_diversity";
    // Zelfstandig 32, hofje 2, woongroep 4, meergeneratie 2, geclusterd 24; no serviceflat.
    loopveen().is(
        "BU99990201",
        id,
        evenness(&[32.0, 2.0, 4.0, 2.0, 24.0], 6.0),
    );
    for area in ["BU99990102", "BU99990103", "BU99990104"] {
        let counts: Vec<f64> = kinds(area, "woonvorm").into_values().collect();
        loopveen().is(area, id, evenness(&counts, 6.0));
    }
    // Not one form of the Spoorbuurt's 20 is known, and Verlaat is not registered.
    assert_eq!(
        kinds("BU99990203", "woonvorm"),
        BTreeMap::from([(String::new(), 20.0)])
    );
    for area in ["BU99990203", "BU99990204"] {
        loopveen().is_unknown(area, id);
    }
}

#[test]
fn price_segment_diversity() {
    let id = "price_segment_diversity";
    loopveen().is("BU99990104", id, evenness(&[60.0, 10.0], 3.0));
    loopveen().is("BU99990101", id, evenness(&[24.0, 10.0, 20.0], 3.0));
    // All of one segment is no diversity, which is known.
    loopveen().is("BU99990203", id, 0.0);
    for area in ["BU99990102", "BU99990201", "BU99990202"] {
        let counts: Vec<f64> = kinds(area, "prijssegment").into_values().collect();
        loopveen().is(area, id, evenness(&counts, 3.0));
    }
    loopveen().is_unknown("BU99990204", id);
}

#[test]
fn senior_label_accessible_share() {
    let id = "senior_label_accessible_share";
    loopveen().is("BU99990101", id, 1.0); // Sint-Annahof
    loopveen().is("BU99990104", id, 0.0); // De Wilgen has steps before the door
    // Of two dwellings of Aan de Brink nobody knows.
    loopveen().is_between("BU99990102", id, 0.0, 1.0);
    // The three of Loopveen-Stad.
    loopveen().is_between("WK999901", id, 1.0 / 3.0, 2.0 / 3.0);
    loopveen().is_between("GM9999", id, 2.0 / 4.0, 3.0 / 4.0);
    // No labelled complex, and none registered.
    for area in ["BU99990103", "BU99990202", "BU99990204"] {
        loopveen().is_unknown(area, id);
    }
}
