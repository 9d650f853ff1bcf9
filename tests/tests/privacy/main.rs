//! Output for the public, tested by trying to undo it: linear programming finds how far apart a
//! hidden number could lie for somebody who knows every published table and level.

#[path = "../door/mod.rs"]
mod door;

mod attack;
mod edition;
mod editions;
mod program;
mod sensitive;
mod small;

use std::{fs, path::Path};

use attack::{Attack, NORMS, rounded};
use door::{csv, names, replace, town};
use edition::{WEIGHTS, score, thin_out};

fn try_to_undo(change: impl Fn(&Path)) -> usize {
    let (_folder, town) = town();
    change(&town);
    let (public, internal) = (score(&town, "openbaar"), score(&town, "intern"));
    let attack = Attack::new(&public, &internal, &WEIGHTS);
    let (undone, tried) = attack.undone();
    assert!(
        undone.is_empty(),
        "{} of {tried}:\n{}",
        undone.len(),
        undone.join("\n")
    );
    tried
}

#[test]
fn section_9_nothing_hidden_of_the_town_can_be_worked_out() {
    assert!(try_to_undo(|_| ()) > 20);
}

#[test]
fn section_9_nor_where_few_people_live() {
    assert!(try_to_undo(|town| thin_out(town, 1, 4)) > 20);
}

#[test]
fn section_9_nor_where_next_to_nobody_lives() {
    assert!(try_to_undo(|town| thin_out(town, 2, 12)) > 20);
}

#[test]
fn section_9_an_attack_on_a_table_without_complementary_cells_succeeds() {
    let (_folder, town) = town();
    let (public, internal) = (score(&town, "openbaar"), score(&town, "intern"));
    let mut attack = Attack::new(&public, &internal, &WEIGHTS);
    // Somebody publishes what was hidden of all buurten but one.
    let exact = csv(&internal.join("areas.csv"));
    let first = attack
        .hidden
        .iter()
        .find(|(area, ..)| area.starts_with("BU"))
        .cloned()
        .unwrap();
    let others: Vec<_> = attack
        .hidden
        .iter()
        .filter(|other| other.0 != first.0)
        .cloned()
        .collect();
    for (area, weight, norm, limit) in others {
        let row = exact.iter().find(|row| {
            row["area"] == area && row["weight"] == WEIGHTS[weight] && row["norm"] == NORMS[norm]
        });
        let (row, end) = (row.unwrap(), ["lower", "upper"][limit]);
        for (kind, column) in ["met", "not_met"].into_iter().enumerate() {
            let count: f64 = row[&format!("{column}_{end}")].parse().unwrap();
            attack
                .counts
                .insert((area.clone(), weight, norm, limit, kind), rounded(count));
        }
        attack.hidden.remove(&(area, weight, norm, limit));
    }
    let (area, weight, norm, limit) = first;
    let secrets = [(area, weight, Some((norm, limit, 1)))];
    let extreme = |sign| attack.extreme(&[sign], &secrets)[0];
    let range = extreme(1.0) - extreme(-1.0);
    assert!(range < 25.0, "{range}");
}

#[test]
fn section_9_no_counts_of_people_beside_addresses_or_in_other_tables() {
    let (_folder, town) = town();
    let out = score(&town, "openbaar");
    for name in names(&out) {
        assert!(
            !["areas.csv", "areas_buurt.csv", "areas_wijk.csv"].contains(&name.as_str()),
            "{name}"
        );
        let text = fs::read_to_string(out.join(&name)).unwrap();
        let header = text.lines().next().unwrap();
        let of_people = |column: &str| {
            column != "room_open_residents" && WEIGHTS.iter().any(|weight| column.contains(weight))
        };
        let of_people = header.split(',').any(of_people);
        assert_eq!(
            of_people,
            name.starts_with("wide_areas_"),
            "{name}: {header}"
        );
    }
    let refused = |out: &Path| fs::read_to_string(out.join("not_used.csv")).unwrap();
    replace(
        &town.join("addresses.csv"),
        "address,1,3,0,0",
        "address,1,-12345,0,0",
    );
    assert!(refused(&score(&town, "intern")).contains("-12345"));
    assert!(!refused(&score(&town, "openbaar")).contains("-12345"));
    for name in names(&out) {
        assert!(
            !fs::read_to_string(out.join(&name))
                .unwrap()
                .contains("-12345"),
            "{name}"
        );
    }
}
