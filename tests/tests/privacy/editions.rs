//! Editions of successive years, subtracted by somebody who knows how few people moved.

use std::{collections::BTreeSet, path::Path};

use crate::{
    attack::{Attack, NORMS, Secret},
    door::{Line, csv, town},
    edition::{SPREAD, WEIGHTS, at_home, house, rewrite, score, spread_out, thin_out},
};

/// What somebody learns from the edition of a town as it is now.
fn edition(town: &Path, weights: &[&'static str]) -> Attack {
    Attack::new(&score(town, "openbaar"), &score(town, "intern"), weights)
}

/// Everybody leaves an address; gives how many that were.
fn leave(town: &Path, id: &str) -> u64 {
    let mut moved = 0;
    rewrite(town, |rows| {
        let row = rows.iter_mut().find(|row| row["adres_id"] == id).unwrap();
        moved = at_home(row)[0];
        house(row, [0; 3]);
    });
    moved
}

/// A household in the smallest cell of a buurt that is shown, without whom it falls below 10.
fn last_straw(town: &Path) -> (String, Secret) {
    let (public, internal) = (score(town, "openbaar"), score(town, "intern"));
    let shown = Attack::new(&public, &internal, &WEIGHTS);
    let homes = csv(&town.join("addresses.csv"));
    let rows = csv(&internal.join("rows.csv"));
    let mut found: Vec<(u64, String, Secret)> = Vec::new();
    for area in csv(&internal.join("areas.csv")) {
        let weight = WEIGHTS.iter().position(|weight| area["weight"] == *weight);
        let norm = NORMS.iter().position(|norm| area["norm"] == *norm);
        let (Some(weight), Some(norm)) = (weight, norm) else {
            continue;
        };
        for (limit, end) in ["lower", "upper"].into_iter().enumerate() {
            for (kind, outcome) in ["met", "not_met"].into_iter().enumerate() {
                let cell = (area["area"].clone(), weight, norm, limit, kind);
                let people: f64 = area[&format!("{outcome}_{end}")].parse().unwrap();
                let is_last = area["level"] == "buurt"
                    && (10.0..14.0).contains(&people)
                    && shown.counts.contains_key(&cell);
                if !is_last {
                    continue;
                }
                let inside: BTreeSet<&str> = rows
                    .iter()
                    .filter(|row| row["norm"] == NORMS[norm])
                    .filter(|row| row[&format!("outcome_{end}")] == outcome)
                    .map(|row| row["origin"].as_str())
                    .collect();
                let straw = homes.iter().find(|row| {
                    row["buurt_code"] == area["area"]
                        && people - (at_home(row)[weight] as f64) < 10.0
                        && inside.contains(row["adres_id"].as_str())
                });
                if let Some(straw) = straw {
                    let secret = (area["area"].clone(), weight, Some((norm, limit, kind)));
                    let moved = at_home(straw)[0];
                    found.push((moved, straw["adres_id"].clone(), secret));
                }
            }
        }
    }
    // The fewest that move are the hardest to hide.
    found.sort();
    let (_, id, secret) = found.into_iter().next().expect("a cell just large enough");
    (id, secret)
}

/// Nothing that both editions hide is known within less than 10 by somebody who has both and knows
/// that no number differs by more than `moved` people.
fn holds(one: &Attack, other: &Attack, moved: u64) -> usize {
    let mut tried = 0;
    for (own, more) in [(one, other), (other, one)] {
        let mut both = own.clone().and(more, moved as f64);
        let hidden: BTreeSet<&Secret> = more.secrets.iter().collect();
        both.secrets.retain(|secret| hidden.contains(secret));
        let (undone, secrets) = both.undone();
        assert!(undone.is_empty(), "{moved} moved:\n{}", undone.join("\n"));
        tried += secrets;
    }
    tried
}

#[test]
fn section_9_two_editions_keep_what_both_of_them_hide() {
    for (seed, one_in) in [(1, 4), (3, 2)] {
        let (_folder, town) = town();
        thin_out(&town, seed, one_in);
        let (id, _) = last_straw(&town);
        let before = edition(&town, &WEIGHTS);
        let moved = leave(&town, &id);
        assert!((1..=4).contains(&moved));
        let after = edition(&town, &WEIGHTS);
        // In one direction somebody left, in the other somebody came to a new dwelling.
        assert!(before.hidden != after.hidden, "{seed}");
        assert!(holds(&before, &after, moved) > 40);
    }
}

#[test]
fn section_9_what_one_edition_shows_and_the_next_hides_is_known_but_for_those_who_moved() {
    let (_folder, town) = town();
    thin_out(&town, 3, 2);
    let (id, secret) = last_straw(&town);
    let before = edition(&town, &WEIGHTS);
    let moved = leave(&town, &id) as f64;
    let after = edition(&town, &WEIGHTS).and(&before, moved);
    assert!(after.secrets.contains(&secret));
    let secrets = [secret];
    let extreme = |sign: f64| after.extreme(&[sign], &secrets)[0];
    let range = extreme(1.0) - extreme(-1.0);
    // Steps of 5, and those who moved both ways.
    assert!(range <= 5.0 + 2.0 * moved + 1e-6, "{range}");
}

#[test]
fn section_9_two_editions_of_people_who_were_spread_keep_what_both_hide() {
    let (_folder, town) = town();
    thin_out(&town, 3, 2);
    let (id, _) = last_straw(&town);
    spread_out(&town);
    let before = edition(&town, &SPREAD);
    let moved = leave(&town, &id);
    spread_out(&town);
    let after = edition(&town, &SPREAD);
    assert!(holds(&before, &after, moved) > 20);
}

/// How many fewer people there may be in an area in the later edition, for all that both tell.
fn change(before: &Attack, after: &Attack, people: &Secret) -> (f64, f64) {
    let range = |edition: &Attack| {
        let secrets = std::slice::from_ref(people);
        let extreme = |sign: f64| edition.extreme(&[sign], secrets)[0];
        (extreme(-1.0), extreme(1.0))
    };
    let (before, after) = (range(before), range(after));
    (before.0 - after.1, before.1 - after.0)
}

#[test]
fn section_9_two_editions_tell_the_number_who_moved_only_to_within_5() {
    let (_folder, town) = town();
    let homes = csv(&town.join("addresses.csv"));
    let full = homes.iter().filter(|row| at_home(row)[0] >= 4);
    let full: Vec<&Line> = full.filter(|row| row["kind"] == "address").collect();
    let mut before = edition(&town, &WEIGHTS);
    for at in [0, full.len() / 2, full.len() - 1] {
        let (id, area) = (&full[at]["adres_id"], &full[at]["buurt_code"]);
        let moved = leave(&town, id) as f64;
        let after = edition(&town, &WEIGHTS);
        let (least, most) = change(&before, &after, &(area.clone(), 0, None));
        assert!(least <= moved && moved <= most, "{least} to {most}");
        assert!(most - least >= 5.0, "{least} to {most}");
        before = after;
    }
}
