//! What is rounded and what is hidden, held beside the numbers behind it.

use std::{collections::BTreeMap, path::Path};

use crate::{
    attack::{LIMITS, NORMS},
    door::{Line, csv, town},
    edition::{WEIGHTS, score, thin_out},
};

const LEVELS: [&str; 3] = ["buurt", "wijk", "gemeente"];

/// Both editions of a level's wide table, area by area.
fn editions(public: &Path, internal: &Path, level: &str) -> Vec<[Line; 2]> {
    let read = |folder: &Path| csv(&folder.join(format!("wide_areas_{level}.csv")));
    let pairs = read(public).into_iter().zip(read(internal));
    pairs.map(|(shown, exact)| [shown, exact]).collect()
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

#[test]
fn section_9_counts_are_rounded_to_5() {
    let (_folder, town) = town();
    let (public, internal) = (score(&town, "openbaar"), score(&town, "intern"));
    let mut told = 0;
    for level in LEVELS {
        for [shown, exact] in editions(&public, &internal, level) {
            let mut columns: Vec<String> = WEIGHTS.map(|weight| format!("{weight}_n")).into();
            for norm in NORMS {
                columns.extend(WEIGHTS.map(|weight| format!("{norm}_beyond500_{weight}_n")));
            }
            for column in columns {
                let Some(count) = number(&shown[&column]) else {
                    continue; // hidden
                };
                assert_eq!(count % 5.0, 0.0, "{column}");
                let apart = (count - number(&exact[&column]).unwrap()).abs();
                assert!(apart <= 2.5, "{column}: {apart}");
                told += usize::from(apart > 0.0);
            }
        }
    }
    assert!(told > 20, "{told}");
}

#[test]
fn section_9_cells_under_10_are_hidden_and_a_second_one_with_them() {
    let (_folder, town) = town();
    let (public, internal) = (score(&town, "openbaar"), score(&town, "intern"));
    let exact = csv(&internal.join("areas.csv"));
    let exact: BTreeMap<[&str; 3], &Line> = exact
        .iter()
        .map(|row| (["area", "norm", "weight"].map(|c| row[c].as_str()), row))
        .collect();
    let (mut small, mut hidden_at) = (0, BTreeMap::<[String; 4], usize>::new());
    for [shown, _] in editions(&public, &internal, "buurt") {
        for (norm, weight) in NORMS.iter().flat_map(|n| WEIGHTS.map(|w| (*n, w))) {
            for (limit, end) in LIMITS.into_iter().zip(["lower", "upper"]) {
                let hidden = shown[&format!("{norm}_{limit}_pct_{weight}")].is_empty();
                let of = |weight: &str, what: &str| {
                    let row = exact[&[shown["area_code"].as_str(), norm, weight]];
                    number(&row[&format!("{what}_{end}")]).unwrap_or(0.0)
                };
                for cell in ["met", "not_met"] {
                    // Where no address is everybody can see that nobody lives.
                    let few = of("addresses", cell) > 0.0 && of(weight, cell) < 10.0;
                    let known = of("addresses", "met") == 0.0 || of("addresses", "not_met") == 0.0;
                    if few && !known {
                        assert!(hidden, "{} {norm} {limit} {weight}", shown["area_code"]);
                        small += 1;
                    }
                }
                let key = [shown["wijk_code"].as_str(), norm, weight, limit].map(str::to_owned);
                *hidden_at.entry(key).or_default() += usize::from(hidden);
            }
        }
    }
    assert!(small > 5, "{small}");
    // In no wijk that shows its share one buurt alone hides its own.
    for [shown, _] in editions(&public, &internal, "wijk") {
        for (norm, weight) in NORMS.iter().flat_map(|n| WEIGHTS.map(|w| (*n, w))) {
            for limit in LIMITS {
                let key = [shown["area_code"].as_str(), norm, weight, limit].map(str::to_owned);
                if !shown[&format!("{norm}_{limit}_pct_{weight}")].is_empty() {
                    assert_ne!(hidden_at[&key], 1, "{key:?}");
                }
            }
        }
    }
}

#[test]
fn section_9_shares_are_hidden_where_the_denominator_is_under_10() {
    let (_folder, town) = town();
    thin_out(&town, 2, 60);
    let (public, internal) = (score(&town, "openbaar"), score(&town, "intern"));
    let mut few = 0;
    for level in LEVELS {
        for [shown, exact] in editions(&public, &internal, level) {
            for weight in WEIGHTS {
                if number(&exact[&format!("{weight}_n")]).unwrap() >= 10.0 {
                    continue;
                }
                few += 1;
                let hidden = shown
                    .iter()
                    .filter(|(column, _)| column.ends_with(&format!("_{weight}")));
                for (column, cell) in hidden {
                    assert_eq!(cell, "", "{} {column}", shown["area_code"]);
                }
                assert_eq!(shown[&format!("{weight}_n")], "", "{}", shown["area_code"]);
            }
        }
    }
    assert!(few > 2, "{few}");
}
