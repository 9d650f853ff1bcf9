//! Whole pictures.

mod odd;

use nabij::{Length, Point, Polygon, Verdict};

use super::*;

const LIMITS: Limits = Limits {
    lower: Some(Length::metres(300)),
    upper: Some(Length::metres(500)),
};

/// Whole metres.
fn p(x: i32, y: i32) -> Point {
    Point::new(x * 1000, y * 1000)
}

fn rectangle(west: i32, south: i32, east: i32, north: i32) -> Polygon {
    Polygon::new([vec![
        p(west, south),
        p(east, south),
        p(east, north),
        p(west, north),
    ]])
}

/// The texts of a picture that are no rim, in order.
fn texts(svg: &str) -> Vec<&str> {
    let lines = svg.lines().filter(|line| line.starts_with("<text"));
    let plain = lines.filter(|line| !line.contains("stroke="));
    plain
        .filter_map(|line| line.split_once('>')?.1.strip_suffix("</text>"))
        .collect()
}

/// Two streets, a canal, two areas, 1,003 homes, a pharmacy and a walk to it.
fn town<'a>(streets: &'a [[Point; 2]], ground: &'a [Polygon]) -> Map<'a> {
    let mut origins = vec![(p(10, 10), Verdict::Unsnapped); 2];
    origins.push((p(990, 10), Verdict::Uncertain));
    for n in 0..1000 {
        let verdict = match n {
            0..300 => Verdict::WithinLower,
            300..500 => Verdict::WithinUpper,
            _ => Verdict::Beyond,
        };
        origins.push((p(n, 5 + n % 3), verdict));
    }
    Map {
        title: "Town & <country>",
        subtitle: "Pharmacy",
        limits: LIMITS,
        lines: streets
            .iter()
            .map(|line| MapLine {
                kind: LineKind::Street,
                line,
            })
            .collect(),
        grounds: vec![MapGround {
            kind: GroundKind::Water,
            polygon: &ground[0],
        }],
        areas: vec![
            MapArea {
                name: "West",
                share: "80 %",
                polygons: &ground[1..2],
            },
            MapArea {
                name: "East",
                share: "",
                polygons: &ground[2..],
            },
        ],
        share_label: "of addresses within 500 m",
        origins,
        facilities: vec![MapFacilities {
            label: "pharmacy",
            places: vec![
                (p(0, 8), "A"),
                (p(40, 40), "B \"&\" C"),
                (p(9000, 9000), "far"),
            ],
        }],
        walk: Some(MapWalk {
            label: "a walk of 520 m",
            line: &streets[0],
        }),
        source: "Fictional data",
        ..Map::default()
    }
}

fn streets() -> [[Point; 2]; 2] {
    [[p(0, 0), p(520, 0)], [p(520, 0), p(1000, 0)]]
}

fn ground() -> [Polygon; 3] {
    [
        rectangle(-5000, 30, 5000, 40),
        rectangle(-100, -100, 500, 100),
        rectangle(500, -100, 1100, 100),
    ]
}

#[test]
fn the_legend_counts_every_origin() {
    let (streets, ground) = (streets(), ground());
    let svg = svg(&town(&streets, &ground));
    assert_eq!(
        texts(&svg),
        [
            "Town &amp; &lt;country&gt;",
            "Pharmacy",
            "West",
            "80 %",
            "East",
            "Walking distance",
            "within 300 m",
            "300",
            "300–500 m",
            "200",
            "farther than 500 m",
            "500",
            "not attached to a street",
            "2",
            "uncertain",
            "1",
            "total",
            "1,003",
            "Places",
            "pharmacy",
            "a walk of 520 m",
            "%",
            "of addresses within 500 m",
            "Scale",
            "0",
            "100 m",
            "Base map",
            "street or path",
            "water",
            "border of an area",
            "Fictional data",
        ]
    );
}

#[test]
fn the_legend_in_dutch() {
    let (streets, ground) = (streets(), ground());
    let map = Map {
        language: Language::Dutch,
        ..town(&streets, &ground)
    };
    let svg = svg(&map);
    assert!(svg.contains("xml:lang=\"nl\""));
    let texts = texts(&svg);
    for words in [
        "Loopafstand",
        "binnen 300 m",
        "verder dan 500 m",
        "niet aan straat gekoppeld",
        "onzeker",
        "totaal",
        "1.003",
        "Plaatsen",
        "Schaal",
        "Ondergrond",
        "straat of pad",
        "gebiedsgrens",
    ] {
        assert!(texts.contains(&words), "{words}: {texts:?}");
    }
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let (streets, ground) = (streets(), ground());
    let map = town(&streets, &ground);
    let mut turned = map.clone();
    turned.origins.reverse();
    turned.facilities[0].places.reverse();
    assert_eq!(svg(&map), svg(&map));
    assert_eq!(svg(&map), svg(&turned));
}

#[test]
fn what_is_out_of_view_is_not_drawn() {
    let (streets, ground) = (streets(), ground());
    let svg = svg(&town(&streets, &ground));
    assert!(svg.contains("<title>B &quot;&amp;&quot; C</title>"));
    assert!(!svg.contains("<title>far</title>"));
    // 999 m and a 24th part of it on either side, at 91 mm a tenth of a pixel: there the canal ends
    let water = svg.lines().find(|line| line.contains("#d3e8f5"));
    let water = water.and_then(|line| line.split(" d=\"").nth(1));
    let numbers = water.unwrap().trim_end_matches("\"/>");
    assert!(
        numbers.contains("l0-110 11892 0 0 110-11892 0z"),
        "{numbers}"
    );
    assert!(!svg.contains("nan") && !svg.contains("inf") && !svg.contains("NaN"));
}
