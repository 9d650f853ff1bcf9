//! Maps of nothing, of one point, of broken shapes.

use nabij::{Point, Polygon, Verdict};

use super::{LIMITS, p, texts};
use crate::map::*;

#[test]
fn an_empty_map_has_a_title_and_a_scale() {
    let map = Map {
        title: "Nowhere",
        ..Map::default()
    };
    assert_eq!(texts(&svg(&map)), ["Nowhere", "Scale", "0", "50 m"]);
}

#[test]
fn a_single_point_stands_in_the_middle() {
    let map = Map {
        limits: LIMITS,
        origins: vec![(Point::new(i32::MAX, i32::MIN), Verdict::Beyond)],
        ..Map::default()
    };
    let svg = svg(&map);
    // 300 m at 38 mm a unit
    assert!(svg.contains("d=\"M3947 3947h1\""), "{svg}");
    assert_eq!(
        texts(&svg)[..7],
        [
            "Walking distance",
            "within 300 m",
            "0",
            "300–500 m",
            "0",
            "farther than 500 m",
            "1",
        ]
    );
}

#[test]
fn broken_shapes_do_no_harm() {
    let bow = Polygon::new([vec![p(-900, 0), p(900, 900), p(900, 0), p(-900, 900)]]);
    let shapes = [
        Polygon::new([]),
        Polygon::new([vec![]]),
        Polygon::new([vec![p(1, 1)]]),
        Polygon::new([vec![p(1, 1), p(2000, 2)]]),
        bow,
    ];
    let lines: [&[Point]; 4] = [&[], &[p(1, 1)], &[p(2, 2); 3], &[p(-9000, 5), p(9000, 5)]];
    let map = Map {
        origins: vec![(p(0, 0), Verdict::Beyond), (p(100, 100), Verdict::Beyond)],
        lines: lines
            .iter()
            .map(|line| MapLine {
                kind: LineKind::Steps,
                line,
            })
            .collect(),
        grounds: shapes
            .iter()
            .map(|polygon| MapGround {
                kind: GroundKind::Square,
                polygon,
            })
            .collect(),
        areas: shapes
            .iter()
            .map(|shape| MapArea {
                name: "odd",
                share: "1 %",
                polygons: std::slice::from_ref(shape),
            })
            .collect(),
        walk: Some(MapWalk {
            label: "nowhere",
            line: &[],
        }),
        ..Map::default()
    };
    let svg = svg(&map);
    assert!(svg.ends_with("</svg>\n"));
    assert_eq!(svg.matches("<g ").count(), svg.matches("</g>").count());
}
