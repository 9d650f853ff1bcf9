//! Lines at the extract's edge, squares, barriers, areas.

use nabij::{Joint, LineKey, SourceKind, Vertex};
use nabij_io::osm::{OsmExtract, OsmParts, OsmRules};

use crate::pbf::{Pbf, at};

/// Five nodes in a row, 10 m apart, of which only these are in the file.
fn row(present: &[i64]) -> Pbf {
    let nodes: Vec<_> = present
        .iter()
        .map(|&id| (id, id as f64 * 10.0, 0.0))
        .collect();
    Pbf::default().nodes(&nodes)
}

fn vertex(id: i64) -> Vertex {
    Vertex::osm(id, at(id as f64 * 10.0, 0.0))
}

#[test]
fn a_whole_way() {
    let extract = row(&[1, 2, 3]).way(7, &[3, 1, 2], "highway=path").extract();
    assert_eq!(extract.lines[0].key, LineKey::way(0, 7));
    assert_eq!(extract.lines[0].vertices, [vertex(3), vertex(1), vertex(2)]);
    assert!(extract.report.clipped.is_empty());
}

#[test]
fn a_clipped_way_keeps_its_pieces_under_the_ordinal_of_their_first_node() {
    let extract = row(&[1, 2, 4, 5])
        .way(7, &[9, 1, 2, 9, 4, 5], "highway=path")
        .extract();
    let part = |part| LineKey {
        part,
        ..LineKey::way(0, 7)
    };
    let lines: Vec<_> = extract
        .lines
        .iter()
        .map(|line| (line.key, line.vertices.clone()))
        .collect();
    assert_eq!(
        lines,
        [
            (part(1), vec![vertex(1), vertex(2)]),
            (part(4), vec![vertex(4), vertex(5)])
        ]
    );
    let clipped = extract.report.clipped[0];
    assert_eq!(
        (clipped.id.to_string(), clipped.present, clipped.missing),
        ("w7".into(), 4, 2)
    );
    let nothing = row(&[1]).way(7, &[1, 8, 9], "highway=path").extract();
    assert!(nothing.lines.is_empty());
    assert_eq!(
        nothing.report.rejected[0].reason,
        "no two nodes in a row are in the file and in the plane"
    );
    let short = row(&[1]).way(7, &[1], "highway=path").extract();
    assert_eq!(
        short.report.rejected[0].reason,
        "it has fewer than two nodes"
    );
}

#[test]
fn a_closed_way_is_a_square_only_as_an_area() {
    let file = |tags| Pbf::default().square(10, 0.0, 0.0, tags).extract();
    let counts = |extract: &OsmExtract| (extract.lines.len(), extract.squares.len());
    assert_eq!(counts(&file("highway=pedestrian")), (1, 0));
    assert_eq!(counts(&file("highway=service|area=yes")), (1, 0));
    assert_eq!(counts(&file("public_transport=platform")), (0, 1));
    assert_eq!(counts(&file("public_transport=platform|area=no")), (1, 0));
    assert_eq!(counts(&file("highway=pedestrian|area=yes|foot=no")), (0, 0));
    let square = file("highway=pedestrian|area=yes|name=Plein");
    assert_eq!(counts(&square), (0, 1));
    let square = &square.squares[0];
    assert_eq!(square.key, LineKey::way(0, 10));
    let ring: Vec<_> = square.rings[0]
        .iter()
        .map(|vertex| (vertex.joint, vertex.point))
        .collect();
    let expected = [
        (10, at(0.0, 0.0)),
        (11, at(10.0, 0.0)),
        (12, at(10.0, 10.0)),
        (13, at(0.0, 10.0)),
    ];
    assert_eq!(ring, expected.map(|(id, point)| (Joint::Id(id), point)));
    assert_eq!(square.attributes.street.as_deref(), Some("Plein"));
    let open = row(&[1, 2, 3])
        .way(7, &[1, 2, 3], "highway=pedestrian|area=yes")
        .extract();
    assert_eq!(counts(&open), (1, 0));
}

#[test]
fn squares_that_are_relations() {
    let corners = [
        (1, 0.0, 0.0),
        (2, 100.0, 0.0),
        (3, 100.0, 100.0),
        (4, 0.0, 100.0),
    ];
    let file = Pbf::default()
        .nodes(&corners)
        .way(1, &[1, 2, 3], "")
        .way(2, &[1, 4, 3], "")
        .square(10, 40.0, 40.0, "")
        .square(20, 200.0, 0.0, "")
        .relation(5, "w10 w20 w2 w1", "type=multipolygon|highway=pedestrian");
    let squares = file.extract().squares;
    let key = |part| LineKey {
        layer: 0,
        kind: SourceKind::Relation,
        id: 5,
        part,
    };
    let ids =
        |ring: &Vec<Vertex>| -> Vec<Joint> { ring.iter().map(|vertex| vertex.joint).collect() };
    let rings: Vec<_> = squares
        .iter()
        .map(|square| (square.key, square.rings.iter().map(ids).collect::<Vec<_>>()))
        .collect();
    let expected =
        |nodes: &[i64]| -> Vec<Joint> { nodes.iter().map(|&id| Joint::Id(id)).collect() };
    assert_eq!(
        rings,
        [
            (
                key(0),
                vec![expected(&[1, 2, 3, 4]), expected(&[10, 11, 12, 13])]
            ),
            (key(1), vec![expected(&[20, 21, 22, 23])]),
        ]
    );
}

#[test]
fn relations_that_are_not_whole_are_rejected() {
    let reason = |members, ways: &[&[i64]]| {
        let file = Pbf::default().nodes(&[(1, 0.0, 0.0), (2, 9.0, 0.0), (3, 9.0, 9.0)]);
        let file = ways
            .iter()
            .zip(1..)
            .fold(file, |file, (nodes, id)| file.way(id, nodes, ""));
        let extract = file
            .relation(5, members, "type=multipolygon|highway=pedestrian")
            .extract();
        assert!(extract.squares.is_empty());
        extract.report.rejected[0].reason.clone()
    };
    assert_eq!(
        reason("w1 w2", &[&[1, 2, 3]]),
        "1 of its ways are not in the file, the first is w2"
    );
    assert_eq!(reason("w1", &[&[1, 2, 3]]), "its ways do not close at n3");
    assert_eq!(
        reason("w1", &[&[1, 2, 8, 1]]),
        "1 of its 4 nodes are not in the file"
    );
    assert_eq!(reason("n1", &[]), "its ways enclose nothing");
    assert_eq!(reason("w1", &[&[1, 2, 1]]), "its ways enclose nothing");
}

#[test]
fn each_kind_of_barrier() {
    let kind = |tags| {
        let extract = row(&[1, 2]).way(7, &[1, 2], tags).extract();
        let mut barriers = extract.barriers.iter().chain(&extract.walls);
        barriers.next().map(|barrier| barrier.kind.to_string())
    };
    for (tags, expected) in [
        ("natural=coastline", Some("coastline")),
        ("natural=water", Some("water")),
        ("waterway=canal", Some("waterway")),
        ("waterway=ditch", Some("ditch")),
        ("railway=rail", Some("railway")),
        ("barrier=wall", Some("wall")),
        ("barrier=retaining_wall", Some("wall")),
        ("barrier=fence", Some("fence")),
        ("barrier=hedge", Some("fence")),
        ("railway=tram", None),
        ("railway=abandoned", None),
        ("waterway=ditch|tunnel=culvert", None),
        ("waterway=stream|intermittent=yes", None),
        ("railway=rail|bridge=viaduct", None),
        ("railway=subway|tunnel=yes", None),
        ("barrier=kerb", None),
        ("barrier=handrail", None),
    ] {
        assert_eq!(kind(tags).as_deref(), expected, "{tags}");
    }
}

#[test]
fn barriers_are_lines_and_rings() {
    let pond = Pbf::default()
        .square(10, 0.0, 0.0, "natural=water")
        .extract();
    assert!(pond.barriers[0].closed);
    assert_eq!(
        pond.barriers[0].points,
        [at(0.0, 0.0), at(10.0, 0.0), at(10.0, 10.0), at(0.0, 10.0)]
    );
    let wall = row(&[1, 2, 3])
        .way(7, &[1, 2, 9, 3], "barrier=wall")
        .extract();
    assert!(wall.barriers.is_empty() && !wall.walls[0].closed);
    assert_eq!(wall.walls[0].points, [at(10.0, 0.0), at(20.0, 0.0)]);
    // A lake with an island: both shores. One that runs out of the extract: the shores that are there.
    let lake = Pbf::default()
        .square(10, 0.0, 0.0, "")
        .square(20, 2.0, 2.0, "");
    let whole = lake
        .clone()
        .relation(5, "w10 w20", "type=multipolygon|natural=water")
        .extract();
    let shores: Vec<_> = whole
        .barriers
        .iter()
        .map(|b| (b.id.to_string(), b.points.len(), b.closed))
        .collect();
    assert_eq!(shores, [("r5".into(), 4, true), ("r5".into(), 4, true)]);
    let part = lake
        .relation(5, "w10 w99", "type=multipolygon|natural=water")
        .extract();
    assert_eq!(part.barriers.len(), 1);
    assert_eq!(
        part.report.rejected[0].reason,
        "1 of its ways are not in the file, the first is w99; its lines are used one by one"
    );
}

#[test]
fn outlines_of_buildings() {
    let count = |tags| {
        let extract = Pbf::default().square(10, 0.0, 0.0, tags).extract();
        (extract.buildings.len(), extract.barriers.len())
    };
    for (tags, buildings) in [
        ("building=yes", 1),
        ("building=house|addr:housenumber=1", 1),
        ("building=apartments|building:levels=5|layer=0", 1),
        ("building=no", 0),
        ("building=roof", 0),
        ("building=carport", 0),
        ("building=yes|wall=no", 0),
        ("building=yes|layer=-1", 0),
        ("building=yes|layer=1", 0),
        ("building=yes|building:min_level=1", 0),
        ("building=yes|min_height=4", 0),
        ("building=garage|location=underground", 0),
        ("building=yes|demolished:building=yes|disused=yes", 0),
        ("building:part=yes", 0),
    ] {
        assert_eq!(count(tags), (buildings, 0), "{tags}");
    }
    assert_eq!(
        count("building=yes|natural=water"),
        (0, 1),
        "the first rule"
    );
    let line = row(&[1, 2, 3]).way(7, &[1, 2, 3], "building=yes").extract();
    assert!(line.buildings.is_empty());
    assert_eq!(
        line.report.rejected[0].reason,
        "its outline does not close within the file and the plane"
    );
}

#[test]
fn a_building_of_several_ways_has_no_courtyard() {
    let block = Pbf::default()
        .square(10, 0.0, 0.0, "")
        .nodes(&[
            (20, 3.0, 3.0),
            (21, 7.0, 3.0),
            (22, 7.0, 7.0),
            (23, 3.0, 7.0),
        ])
        .way(20, &[20, 21, 22, 23, 20], "")
        .relation(5, "w10 w20", "type=multipolygon|building=yes")
        .extract();
    let rings: Vec<_> = block.buildings.iter().map(|ring| &ring.points).collect();
    let outer = [at(0.0, 0.0), at(10.0, 0.0), at(10.0, 10.0), at(0.0, 10.0)];
    assert_eq!(rings.len(), 1);
    assert!(outer.iter().all(|point| rings[0].contains(point)));
    let part = Pbf::default()
        .square(10, 0.0, 0.0, "")
        .relation(5, "w10 w99", "type=multipolygon|building=yes")
        .extract();
    assert!(part.buildings.is_empty() && part.barriers.is_empty());
    assert_eq!(
        part.report.rejected[0].reason,
        "1 of its ways are not in the file, the first is w99"
    );
}

#[test]
fn administrative_areas() {
    let file = Pbf::default()
        .square(10, 0.0, 0.0, "boundary=administrative")
        .square(20, 50.0, 0.0, "");
    let tags =
        "type=boundary|boundary=administrative|admin_level=10|name=Laakkwartier|ref=BU05181234";
    let extract = file.relation(5, "w20 w10", tags).extract();
    let area = &extract.areas[0];
    assert_eq!(
        (area.id.to_string(), area.name.as_deref(), area.admin_level),
        ("r5".into(), Some("Laakkwartier"), Some(10))
    );
    assert_eq!(area.code.as_deref(), Some("BU05181234"));
    assert_eq!(area.polygons.len(), 2);
    assert_eq!(area.polygons[0].rings[0][2].point, at(10.0, 10.0));
    assert_eq!(
        area.polygons[0].rings[0][2].degrees,
        [1000.0 / 1e7, 1000.0 / 1e7]
    );
}

#[test]
fn the_header() {
    let file = row(&[1, 2]).way(7, &[1, 2], "highway=path").style(|style| {
        style.bbox = Some([4.2, 52.0, 4.4, 52.1]);
        style.timestamp = Some(1_676_950_274);
    });
    let extract = file.extract();
    assert_eq!(extract.bbox, Some([4.2, 52.0, 4.4, 52.1]));
    assert_eq!(extract.date.as_deref(), Some("2023-02-21T03:31:14Z"));
    assert_eq!(extract.report.objects, [2, 1, 0]);
    let without = row(&[1, 2]).extract();
    assert_eq!((without.bbox, without.date), (None, None));
}

#[test]
fn only_what_is_wanted() {
    let file = row(&[1, 2])
        .way(7, &[1, 2], "highway=path|barrier=wall")
        .node(3, 0.0, 0.0, "amenity=cafe|addr:housenumber=1");
    let none = OsmParts {
        streets: false,
        facilities: false,
        origins: false,
        barriers: false,
        areas: false,
    };
    let counts = |parts| {
        let extract = file
            .read_with(&OsmRules::built_in().unwrap(), parts)
            .unwrap();
        (
            extract.lines.len(),
            extract.facilities.len(),
            extract.origins.len(),
            extract.walls.len(),
        )
    };
    assert_eq!(counts(OsmParts::default()), (1, 1, 1, 1));
    assert_eq!(
        counts(OsmParts {
            streets: true,
            ..none
        }),
        (1, 0, 0, 0)
    );
    assert_eq!(
        counts(OsmParts {
            facilities: true,
            ..none
        }),
        (0, 1, 0, 0)
    );
    assert_eq!(
        counts(OsmParts {
            origins: true,
            ..none
        }),
        (0, 0, 1, 0)
    );
    assert_eq!(
        counts(OsmParts {
            barriers: true,
            ..none
        }),
        (0, 0, 0, 1)
    );
}
