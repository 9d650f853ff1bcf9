//! The network: streets, squares, barriers, pieces.

use std::collections::{BTreeMap, BTreeSet};

use nabij_examples::town::geometry::{Point, crossing, distance, nearest, squared_to_line};

use crate::{Street, features, point, points, rings, streets};

#[test]
fn streets_meet_in_common_vertices_only() {
    let all = streets();
    let ids: BTreeSet<i64> = all
        .iter()
        .map(|s| s.properties["id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids.len(), all.len());
    for (i, a) in all.iter().enumerate().filter(|(_, s)| !s.passes()) {
        for (j, b) in all.iter().enumerate().filter(|(_, s)| !s.passes()) {
            for s in a.line.windows(2) {
                for t in b.line.windows(2).filter(|_| i < j) {
                    assert_eq!(
                        crossing(s[0], s[1], t[0], t[1]),
                        None,
                        "{} {}",
                        a.name,
                        b.name
                    );
                }
                // neither does an end stop just short of a line
                for end in [b.line[0], b.line[b.line.len() - 1]] {
                    let short = nearest(s[0], s[1], end).1 < 3_000 * 3_000;
                    let joined = a.line.contains(&end);
                    assert!(i == j || !short || joined, "{} {} {end:?}", a.name, b.name);
                }
            }
        }
        assert!(
            a.line.windows(2).all(|s| distance(s[0], s[1]) > 500),
            "{}",
            a.name
        );
    }
}

/// Metres of street per connected piece, smallest first, with the pieces' vertices.
fn pieces(all: &[Street]) -> Vec<(i64, BTreeSet<Point>)> {
    let mut pieces: Vec<(i64, BTreeSet<Point>)> = Vec::new();
    for street in all {
        let mut own = (
            street.line.windows(2).map(|s| distance(s[0], s[1])).sum(),
            street.line.iter().copied().collect::<BTreeSet<_>>(),
        );
        let (with, without) = pieces
            .into_iter()
            .partition(|(_, p)| !p.is_disjoint(&own.1));
        pieces = without;
        let with: Vec<(i64, BTreeSet<Point>)> = with;
        for (more, places) in with {
            own.0 += more;
            own.1.extend(places);
        }
        pieces.push(own);
    }
    pieces.sort_unstable_by_key(|piece| piece.0);
    pieces
}

#[test]
fn the_town_has_an_island_and_a_fenced_fragment() {
    let all = streets();
    let pieces = pieces(&all);
    assert_eq!(pieces.len(), 3);
    let (fragment, island, town) = (&pieces[0], &pieces[1], &pieces[2]);
    assert!(fragment.0 < 1_000_000, "{}", fragment.0);
    assert!((1_000_000..2_000_000).contains(&island.0), "{}", island.0);
    assert!(town.0 > 30_000_000);
    // what the island has: the nearest street of these facilities belongs to it
    let near = |place: Point| {
        let away = |s: &&Street| squared_to_line(&s.line, place);
        all.iter().min_by_key(away).unwrap()
    };
    let mut found = BTreeSet::new();
    for f in features("facilities.geojson") {
        if f["geometry"]["type"] == "Point" {
            let street = near(point(&f["geometry"]["coordinates"]));
            if island.1.contains(&street.line[0]) {
                found.insert(f["properties"]["category"].as_str().unwrap().to_owned());
            }
        }
    }
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(found, ["bench", "meeting_place", "supermarket", "toilet"]);
}

#[test]
fn only_bridges_cross_water_and_only_tunnel_and_crossing_the_railway() {
    let mut over = BTreeMap::new();
    let walls = features("walls.geojson");
    for barrier in features("barriers.geojson").into_iter().chain(walls) {
        let kind = barrier["properties"]["kind"].as_str().unwrap();
        let name = barrier["properties"]["name"].as_str().unwrap();
        let lines: Vec<Vec<Point>> = if kind == "water" {
            let close = |mut ring: Vec<Point>| {
                ring.push(ring[0]);
                ring
            };
            rings(&barrier).into_iter().map(close).collect()
        } else {
            vec![points(&barrier["geometry"]["coordinates"])]
        };
        for street in streets() {
            let meets = street.line.windows(2).any(|s| {
                let sides = || lines.iter().flat_map(|line| line.windows(2));
                sides().any(|t| crossing(s[0], s[1], t[0], t[1]).is_some())
            });
            if meets {
                over.entry(name.to_owned())
                    .or_insert_with(Vec::new)
                    .push(street.name.clone());
                let may = match kind {
                    "water" => street.is("bridge"),
                    "railway" => street.is("tunnel") || street.is("crossing"),
                    _ => false,
                };
                assert!(may, "{} crosses {name}", street.name);
            }
        }
    }
    let crossed = |name: &str| over[name].join(", ");
    assert_eq!(crossed("Vaart"), "Marktbrug, Ringbrug, Zuiderbrug");
    assert_eq!(crossed("Singel"), "Molenbrug, Westerbrug");
    assert_eq!(crossed("Spoorlijn"), "Stationstunnel, Overweg");
}

#[test]
fn squares_are_entered_at_street_vertices() {
    let vertices: BTreeSet<Point> = streets().into_iter().flat_map(|s| s.line).collect();
    let squares = features("squares.geojson");
    let holes: Vec<usize> = squares.iter().map(|f| rings(f).len() - 1).collect();
    assert_eq!(holes, [0, 1]);
    for square in squares {
        for corner in rings(&square).remove(0) {
            assert!(vertices.contains(&corner), "{corner:?}");
        }
    }
    for node in features("nodes.geojson") {
        assert!(vertices.contains(&point(&node["geometry"]["coordinates"])));
    }
}
