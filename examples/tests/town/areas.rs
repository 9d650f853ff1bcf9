//! The buurten.

use std::collections::{BTreeMap, BTreeSet};

use nabij_examples::town::geometry::{Point, crossing, twice_area};

use crate::{features, rings};

#[test]
fn buurten_tile_the_municipality() {
    let all: Vec<Vec<Point>> = features("buurten.geojson")
        .iter()
        .map(|f| rings(f).remove(0))
        .collect();
    assert_eq!(all.len(), 8);
    let mut sides = BTreeSet::new();
    for ring in &all {
        assert!(twice_area(ring) > 0);
        for i in 0..ring.len() {
            let side = (ring[i], ring[(i + 1) % ring.len()]);
            assert!(sides.insert(side), "two buurten on one side of {side:?}");
        }
    }
    // borders without a neighbour form the outline: one ring, as large as the parts together
    let mut outline: BTreeMap<Point, Point> = BTreeMap::new();
    for &(a, b) in sides.iter().filter(|&&(a, b)| !sides.contains(&(b, a))) {
        assert_eq!(outline.insert(a, b), None);
    }
    let start = *outline.keys().next().unwrap();
    let mut ring = vec![start];
    while outline[&ring[ring.len() - 1]] != start {
        ring.push(outline[&ring[ring.len() - 1]]);
    }
    assert_eq!(ring.len(), outline.len());
    let parts: i64 = all.iter().map(|ring| twice_area(ring)).sum();
    assert_eq!(twice_area(&ring), parts);
    let sides: Vec<_> = sides.into_iter().collect();
    for (i, &(a, b)) in sides.iter().enumerate() {
        for &(c, d) in &sides[i + 1..] {
            assert_eq!(crossing(a, b, c, d), None);
        }
    }
}
