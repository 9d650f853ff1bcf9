//! Each rule decides rows: without what it works on, the town has other answers.

use std::{collections::BTreeMap, path::Path};

use nabij::{How, Row};

use crate::{by_name, door, with_job, with_town};

/// What became of the rows when a rule had nothing to work on any more.
#[derive(Debug, Default, PartialEq)]
struct Changed {
    nearer: usize,
    farther: usize,
    lost: usize,
    verdicts: usize,
}

/// The town with a change to its files, against the town as it is.
fn changed(change: impl FnOnce(&Path)) -> Changed {
    let (_folder, town) = door::town();
    let study = town.join("study.toml");
    let before = with_job(&study, by_name);
    change(&town);
    let after = with_job(&study, by_name);
    let mut changed = Changed::default();
    for (name, row) in &before {
        let other = &after[name];
        changed.verdicts += usize::from(row.verdict != other.verdict);
        match (row.high, other.high) {
            (Some(a), Some(b)) if b < a => changed.nearer += 1,
            (Some(a), Some(b)) if b > a => changed.farther += 1,
            (Some(_), None) => changed.lost += 1,
            (None, Some(_)) => changed.nearer += 1,
            _ => {}
        }
    }
    changed
}

#[test]
fn sight_lines_across_squares_decide_rows() {
    // The squares' rings as streets instead: nothing is crossed in a straight line any more.
    let ring_only = changed(|town| {
        let squares = std::fs::read_to_string(town.join("squares.geojson")).unwrap();
        let squares: serde_json::Value = serde_json::from_str(&squares).unwrap();
        let mut rings = String::new();
        for feature in squares["features"].as_array().unwrap() {
            let mut feature = feature.clone();
            let ring = feature["geometry"]["coordinates"][0].take();
            feature["geometry"] = serde_json::json!({ "type": "LineString", "coordinates": ring });
            rings.push_str(&format!(",\n{feature}"));
        }
        let streets = town.join("streets.geojson");
        let text = std::fs::read_to_string(&streets).unwrap();
        let end = text.rfind(']').unwrap();
        std::fs::write(
            &streets,
            format!("{}{rings}{}", &text[..end].trim_end(), &text[end..]),
        )
        .unwrap();
        let study = town.join("study.toml");
        let text = std::fs::read_to_string(&study).unwrap();
        let (start, end) = (
            text.find("[[squares]]").unwrap(),
            text.find("[[barriers]]").unwrap(),
        );
        std::fs::write(&study, format!("{}{}", &text[..start], &text[end..])).unwrap();
    });
    assert_eq!(
        ring_only,
        Changed {
            nearer: 0,
            farther: 572,
            lost: 0,
            verdicts: 136
        }
    );
}

#[test]
fn private_yards_are_no_short_cuts() {
    let public = changed(|town| {
        door::replace(
            &town.join("streets.geojson"),
            r#""access":"private""#,
            r#""access":"public""#,
        );
    });
    assert_eq!(
        public,
        Changed {
            nearer: 89,
            farther: 0,
            lost: 0,
            verdicts: 8
        }
    );
}

#[test]
fn locked_gates_let_nobody_through() {
    let open = changed(|town| {
        door::replace(
            &town.join("nodes.geojson"),
            r#""blocked":"yes""#,
            r#""blocked":"no""#,
        );
    });
    let without_nodes = changed(|town| {
        let study = town.join("study.toml");
        let text = std::fs::read_to_string(&study).unwrap();
        let (start, end) = (
            text.find("[[nodes]]").unwrap(),
            text.find("[[squares]]").unwrap(),
        );
        std::fs::write(&study, format!("{}{}", &text[..start], &text[end..])).unwrap();
    });
    assert_eq!(
        open,
        Changed {
            nearer: 40,
            farther: 0,
            lost: 0,
            verdicts: 10
        }
    );
    // Without any node nobody doubts either whether one can pass the bollard.
    assert_eq!(
        without_nodes,
        Changed {
            nearer: 200,
            farther: 0,
            lost: 0,
            verdicts: 21
        }
    );
}

#[test]
fn barriers_stop_straight_lines_next_door() {
    let (_folder, town) = door::town();
    let study = town.join("study.toml");
    let before = with_job(&study, by_name);
    // A wall around the door of a pharmacy: one address lives above it, another next door.
    let text = std::fs::read_to_string(town.join("facilities.geojson")).unwrap();
    let facilities: serde_json::Value = serde_json::from_str(&text).unwrap();
    let features = facilities["features"].as_array().unwrap();
    let is_it = |f: &&serde_json::Value| f["properties"]["id"] == "pharmacy-01";
    let place = &features.iter().find(is_it).unwrap()["geometry"]["coordinates"];
    let (x, y) = (place[0].as_f64().unwrap(), place[1].as_f64().unwrap());
    let wall = [
        (-0.5, -0.5),
        (0.5, -0.5),
        (0.5, 0.5),
        (-0.5, 0.5),
        (-0.5, -0.5),
    ];
    let wall: Vec<String> = wall
        .iter()
        .map(|(dx, dy)| format!("[{:.3},{:.3}]", x + dx, y + dy))
        .collect();
    let feature = format!(
        r#"{{"type":"Feature","properties":{{"kind":"wall"}},"geometry":{{"type":"LineString","coordinates":[{}]}}}},"#,
        wall.join(",")
    );
    let barriers = town.join("barriers.geojson");
    door::replace(
        &barriers,
        "\"features\":[",
        &format!("\"features\":[{feature}"),
    );
    let after = with_job(&study, by_name);
    let differ: Vec<_> = before
        .iter()
        .filter(|(name, row)| after[*name] != **row)
        .map(|(name, row)| (name.0.as_str(), name.1.as_str(), row.answer.unwrap().how))
        .collect();
    assert_eq!(differ, [("9999010000000143", "pharmacy", How::Direct)]);
    let row = |rows: &BTreeMap<_, Row>, id: &str| rows[&(id.to_owned(), "pharmacy".to_owned())];
    let above = row(&after, "9999010000000141").answer.unwrap();
    assert_eq!((above.how, above.mm), (How::Direct, 0));
    let next_door = "9999010000000143";
    let (old, new) = (row(&before, next_door), row(&after, next_door));
    assert_eq!(old.answer.unwrap().mm, 8_516);
    assert_eq!(new.answer.unwrap().how, How::Street);
    assert!(new.high > old.high);
}

#[test]
fn private_ways_serve_those_who_live_there() {
    with_town(|job| {
        let lives_there = |row: &&Row| {
            let attached = job.scored.attached.of(row.origin as usize);
            !attached.is_empty()
                && attached.iter().all(|at| {
                    let edge = job.city.streets.network.edge(at.edge);
                    edge.attributes().access == Some(nabij::Access::Private)
                })
        };
        let rows: Vec<&Row> = job.scored.rows.iter().filter(lives_there).collect();
        let measured = rows.iter().filter(|row| row.high.is_some()).count();
        assert_eq!((rows.len(), measured), (113, 85));
    });
}
