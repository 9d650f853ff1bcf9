//! Another catalogue, and what it searches.

use std::{fs, sync::Arc};

use nabij::criteria::Catalogue;
use nabij_io::Criteria;

use super::{Found, criteria, town};

const FROM: &str = "extends = \"zorgzame-buurt-2024\"\n";

fn weighed(criteria: &Criteria, text: &str) -> Criteria {
    let catalogue = Catalogue::from_toml(&format!("{FROM}{text}")).unwrap();
    criteria.weigh(catalogue, false, None).unwrap()
}

fn values(criteria: &Criteria) -> Vec<Option<f64>> {
    criteria.measures.rows.iter().map(|row| row.value).collect()
}

const WEIGHT: &str = "[[indicator]]\nid = \"pharmacy_within_norm\"\nweight = 3\n";
const LIMIT: &str = "[[indicator]]\nid = \"pharmacy_within_norm\"\n\
                     measure.share_within = { upper = 400 }\n";
const BINS: &str = "[[indicator]]\nid = \"bins\"\nheading = \"surroundings\"\nunit = \"share\"\n\
                    direction = \"higher\"\nutility = { floor = 0, target = 1 }\n\
                    measure.share_within = { category = \"waste_basket\", upper = 300, \
                    weight = [\"residents\"] }\n";

#[test]
fn another_weight_or_threshold_searches_nothing() {
    let (_folder, study) = town();
    let own = criteria(&study).unwrap();
    let weight = weighed(&own, WEIGHT);
    assert!(Arc::ptr_eq(&weight.known, &own.known));
    assert_eq!(values(&weight), values(&own));
    assert_ne!(weight.scores.headings, own.scores.headings);

    let limit = weighed(&own, LIMIT);
    assert!(Arc::ptr_eq(&limit.known, &own.known));
    assert_ne!(values(&limit), values(&own));

    // The same as from the start.
    fs::write(study.with_file_name("own.toml"), format!("{FROM}{LIMIT}")).unwrap();
    let text = fs::read_to_string(&study).unwrap();
    let text = text.replace("[criteria]\n", "[criteria]\ncatalogue = \"own.toml\"\n");
    fs::write(&study, text).unwrap();
    let started = criteria(&study).unwrap();
    assert_eq!(limit.measures.rows, started.measures.rows);
    assert_eq!(limit.scores.headings, started.scores.headings);
    assert_eq!(limit.remedies, started.remedies);
}

#[test]
fn walks_that_nobody_has_seen_are_measured() {
    let (_folder, study) = town();
    let own = criteria(&study).unwrap();
    let bins = weighed(&own, BINS);
    assert!(!Arc::ptr_eq(&bins.known, &own.known));
    let row = Found(bins);
    let row = row.row("BU99990101", "bins").unwrap();
    assert!(row.value.is_some(), "{:?}", row.unknown);

    // Farther than was searched: not taken for out of reach.
    let far = LIMIT.replace("400", "5000");
    let far = weighed(&own, &far);
    assert!(!Arc::ptr_eq(&far.known, &own.known));
    let far = Found(far);
    let share = far.row("BU99990104", "pharmacy_within_norm").unwrap();
    assert_eq!(share.value, Some(1.0));
}
