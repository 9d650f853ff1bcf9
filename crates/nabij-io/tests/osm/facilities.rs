//! Categories, doors and outlines of facilities.

use nabij_io::osm::{OsmExtract, OsmParts, OsmRules, RuleFile, RuleKind};

use crate::pbf::{Pbf, at};

fn categories(tags: &str) -> Vec<String> {
    names(&Pbf::default().node(1, 0.0, 0.0, tags).extract())
}

fn names(extract: &OsmExtract) -> Vec<String> {
    let names = extract
        .facilities
        .iter()
        .map(|facility| facility.category.as_str());
    names.map(str::to_owned).collect()
}

/// `"bench n1"` for every facility.
fn list(extract: &OsmExtract) -> Vec<String> {
    let facilities = extract.facilities.iter();
    facilities
        .map(|facility| format!("{} {}", facility.category.as_str(), facility.id))
        .collect()
}

#[test]
fn each_category() {
    for (tags, expected) in [
        ("shop=supermarket", "supermarket"),
        ("shop=convenience", "convenience"),
        ("amenity=pharmacy", "pharmacy"),
        ("healthcare=pharmacy", "pharmacy"),
        ("highway=bus_stop", "public_transport"),
        ("public_transport=platform", "public_transport"),
        ("public_transport=stop_position", "public_transport"),
        ("railway=tram_stop", "public_transport"),
        ("railway=station", "public_transport"),
        ("railway=subway_entrance", "public_transport"),
        ("amenity=doctors", "gp"),
        ("healthcare=doctor|healthcare:speciality=general", "gp"),
        ("amenity=clinic", "health_centre"),
        ("healthcare=centre", "health_centre"),
        ("healthcare=physiotherapist", "physiotherapist"),
        ("amenity=dentist", "dentist"),
        ("amenity=hospital", "hospital"),
        ("amenity=community_centre", "meeting_place"),
        ("amenity=library", "library"),
        ("amenity=place_of_worship", "place_of_worship"),
        (
            "amenity=social_facility|social_facility=day_care",
            "day_support",
        ),
        (
            "amenity=social_facility|social_facility=nursing_home",
            "nursing_home",
        ),
        ("amenity=bench", "bench"),
        ("amenity=shelter|bench=yes", "bench"),
        ("amenity=toilets", "toilet"),
        ("amenity=waste_basket", "waste_basket"),
        ("leisure=park", "green"),
        ("leisure=garden|access=yes", "green"),
        ("leisure=playground", "playground"),
        ("amenity=school", "school"),
        ("amenity=kindergarten", "kindergarten"),
        ("leisure=sports_centre", "sport"),
        ("amenity=cafe", "hospitality"),
        ("amenity=post_office", "post"),
        ("amenity=atm", "atm"),
    ] {
        assert_eq!(categories(tags), [expected], "{tags}");
    }
}

#[test]
fn what_is_no_facility() {
    for tags in [
        "shop=chemist", // a drogist is no apotheek
        "amenity=pharmacy|dispensing=no",
        "disused:shop=supermarket",
        "amenity=doctors|healthcare:speciality=dermatology",
        "amenity=doctors|name=Huisartsenpost Zuid",
        "amenity=toilets|access=customers",
        "leisure=garden",
        "amenity=shelter",
        "leisure=pitch",
    ] {
        assert!(categories(tags).is_empty(), "{tags}");
    }
    let gone = Pbf::default()
        .node(1, 0.0, 0.0, "shop=supermarket|disused=yes")
        .extract();
    assert!(gone.facilities.is_empty());
    assert_eq!(gone.report.rejected.len(), 1);
    assert_eq!(
        gone.report.rejected[0].reason,
        "its tags say that it is not in use (`none` in the rules)"
    );
}

#[test]
fn an_object_of_two_categories_and_a_list_of_values() {
    assert_eq!(categories("amenity=pharmacy;doctors"), ["gp", "pharmacy"]);
    assert_eq!(
        categories("shop=supermarket|atm=yes|toilets:access=public"),
        ["atm", "supermarket", "toilet"]
    );
}

#[test]
fn names_and_tags_are_handed_on() {
    let file = Pbf::default().node(
        1,
        12.0,
        5.0,
        "shop=supermarket|name=Appie|opening_hours=08:00-22:00|brand=AH",
    );
    let facility = &file.extract().facilities[0];
    assert_eq!(facility.id.to_string(), "n1");
    assert_eq!(facility.name.as_deref(), Some("Appie"));
    assert_eq!(
        facility.tags,
        [("opening_hours".into(), "08:00-22:00".into())]
    );
    assert_eq!(facility.doors.len(), 1);
    assert_eq!(facility.doors[0].place.point, at(12.0, 5.0));
    assert_eq!(facility.doors[0].place.degrees, [1200.0 / 1e7, 500.0 / 1e7]);
    assert_eq!(facility.doors[0].node, Some(1));
    assert!(facility.outline.is_empty());
}

#[test]
fn the_door_of_a_building() {
    let inside = Pbf::default()
        .square(10, 0.0, 0.0, "shop=supermarket")
        .extract();
    assert_eq!(inside.facilities[0].doors[0].place.point, at(5.0, 5.0));
    assert_eq!(inside.facilities[0].doors[0].node, None);
    assert_eq!(inside.facilities[0].outline[0].rings[0].len(), 4);
    // Entrances on the outline are the doors; the one for goods is not.
    let file = Pbf::default()
        .node(1, 0.0, 0.0, "entrance=main")
        .node(2, 10.0, 0.0, "entrance=yes")
        .node(3, 10.0, 10.0, "entrance=service")
        .node(4, 0.0, 10.0, "");
    let doors = file.way(5, &[1, 2, 3, 4, 1], "shop=supermarket").extract();
    let doors: Vec<_> = doors.facilities[0]
        .doors
        .iter()
        .map(|door| (door.node, door.place.point))
        .collect();
    assert_eq!(doors, [(Some(1), at(0.0, 0.0)), (Some(2), at(10.0, 0.0))]);
}

#[test]
fn service_doors_do_not_count() {
    let doors = |tags: [&str; 4]| {
        let corners = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];
        let file = (1..)
            .zip(corners)
            .zip(tags)
            .fold(Pbf::default(), |file, ((id, (x, y)), tags)| {
                file.node(id, x, y, tags)
            });
        let found = file.way(5, &[1, 2, 3, 4, 1], "shop=supermarket|building=yes");
        let found = found.extract();
        let entrances: Vec<_> = found
            .entrances
            .iter()
            .map(|e| (e.id, e.residents))
            .collect();
        let doors = found.facilities[0].doors.iter().map(|door| door.node);
        (doors.collect::<Vec<_>>(), entrances)
    };
    let none = ["service", "garage", "emergency", "exit", "no"];
    for kind in none {
        let kind = format!("entrance={kind}");
        // With another one it does not count; alone it is as if it were not there.
        assert_eq!(
            doors([&kind, "entrance=secondary", "", ""]),
            (vec![Some(2)], vec![(2, false)]),
            "{kind}"
        );
        assert_eq!(doors([&kind, "", "", ""]), (vec![None], vec![]), "{kind}");
    }
    // Somebody's own front door leads nobody else in.
    assert_eq!(
        doors(["entrance=yes|access=private", "entrance=home", "", ""]),
        (vec![None], vec![(1, true), (2, true)])
    );
    let shop = Pbf::default().node(1, 0.0, 0.0, "entrance=shop");
    let shop = shop.nodes(&[(2, 9.0, 0.0), (3, 9.0, 9.0)]);
    let shop = shop.way(5, &[1, 2, 3, 1], "shop=supermarket").extract();
    assert!(shop.entrances[0].visitors && shop.facilities[0].doors[0].node == Some(1));
    assert_eq!(
        doors(["building=entrance", "", "entrance=staircase", ""]).0,
        [Some(1), Some(3)]
    );
}

#[test]
fn the_point_of_other_shapes() {
    // The centroid of an L lies outside it.
    let corners = [
        (1, 0.0, 0.0),
        (2, 100.0, 0.0),
        (3, 100.0, 10.0),
        (4, 10.0, 10.0),
        (5, 10.0, 100.0),
        (6, 0.0, 100.0),
    ];
    let file = Pbf::default()
        .nodes(&corners)
        .way(9, &[1, 2, 3, 4, 5, 6, 1], "amenity=school");
    let point = file.extract().facilities[0].doors[0].place.point;
    assert!((0..=100_000).contains(&point.x) && (0..=100_000).contains(&point.y));
    assert!(
        point.x <= 10_000 || point.y <= 10_000,
        "{point:?} is outside"
    );
    // Half-way along a line.
    let line = Pbf::default().nodes(&[(1, 0.0, 0.0), (2, 10.0, 0.0), (3, 30.0, 0.0)]);
    let line = line.way(9, &[1, 2, 3], "amenity=bench").extract();
    assert_eq!(line.facilities[0].doors[0].place.point, at(15.0, 0.0));
    // A relation of two parts has a door in each.
    let parts = Pbf::default()
        .square(10, 0.0, 0.0, "")
        .square(20, 50.0, 0.0, "");
    let parts = parts
        .relation(3, "w10 w20", "type=multipolygon|leisure=park")
        .extract();
    let doors: Vec<_> = parts.facilities[0]
        .doors
        .iter()
        .map(|door| door.place.point)
        .collect();
    assert_eq!(doors, [at(5.0, 5.0), at(55.0, 5.0)]);
    assert_eq!(parts.facilities[0].id.to_string(), "r3");
}

#[test]
fn a_node_and_its_building_are_one() {
    let file = |x: f64, node: &str, building: &str| {
        let node = format!("amenity=library|{node}");
        let building = format!("amenity=library|{building}");
        Pbf::default()
            .node(1, x, 5.0, &node)
            .square(10, 0.0, 0.0, &building)
            .extract()
    };
    let both = ["library n1", "library w10"];
    // Of one name within 30 m, whatever the case of its letters.
    let near = file(40.0, "name=de  Boekerij", "name=De Boekerij");
    assert_eq!(list(&near), ["library n1"]);
    assert_eq!(near.facilities[0].outline_of.unwrap().to_string(), "w10");
    let merged = &near.report.merged[0];
    assert_eq!(
        (merged.kept.to_string(), merged.dropped.to_string()),
        ("n1".to_owned(), "w10".to_owned())
    );
    assert_eq!(merged.metres, 30.0);
    assert_eq!(
        list(&file(40.01, "name=De Boekerij", "name=De Boekerij")),
        both
    );
    // Without a name only inside.
    assert_eq!(list(&file(5.0, "name=De Boekerij", "")), ["library n1"]);
    assert_eq!(list(&file(10.01, "name=De Boekerij", "")), both);
    assert_eq!(list(&file(5.0, "name=A", "name=B")), both);
    // A nameless garden in a park does not stand for the park; a second outline of the park does.
    let park = Pbf::default()
        .square(10, 0.0, 0.0, "")
        .square(20, 2.0, 2.0, "leisure=park");
    let park = park.relation(5, "w10", "type=multipolygon|leisure=park|name=Bos");
    assert_eq!(list(&park.extract()), ["green w20", "green r5"]);
    let twice = park.square(30, 1.0, 1.0, "leisure=park|name=Bos").extract();
    assert_eq!(list(&twice), ["green w20", "green w30"]);
    // Two nodes are two facilities.
    let nodes = Pbf::default()
        .node(1, 0.0, 0.0, "amenity=bench")
        .node(2, 1.0, 0.0, "amenity=bench")
        .extract();
    assert_eq!(list(&nodes), ["bench n1", "bench n2"]);
}

#[test]
fn shapes_that_are_not_whole_are_rejected() {
    let clipped = Pbf::default().nodes(&[(1, 0.0, 0.0), (2, 9.0, 0.0)]);
    let clipped = clipped.way(9, &[1, 2, 3, 1], "amenity=school").extract();
    assert!(clipped.facilities.is_empty());
    assert_eq!(
        clipped.report.rejected[0].reason,
        "1 of its 4 nodes are not in the file"
    );
    let site = Pbf::default()
        .node(1, 0.0, 0.0, "")
        .relation(3, "n1", "type=site|amenity=school")
        .extract();
    assert!(site.facilities.is_empty());
    assert_eq!(
        site.report.rejected[0].reason,
        "a relation of type \"site\" has no outline"
    );
    let outside = Pbf::default().node(1, 2e6, 0.0, "amenity=school").extract();
    assert_eq!(
        outside.report.rejected[0].reason,
        "it lies outside the plane of the study"
    );
}

#[test]
fn the_users_categories() {
    let text = "[[category]]\nname = \"pharmacy\"\nany = [\"shop=chemist\"]\nwhy = \"ours\"\n\
        [[category]]\nname = \"bakery\"\nany = [\"shop=bakery\"]\nwhy = \"bread\"\n";
    let file = RuleFile {
        kind: RuleKind::Facilities,
        name: "own.toml",
        text,
    };
    let rules = OsmRules::with(&[file]).unwrap();
    let categories = |tags| {
        let file = Pbf::default().node(1, 0.0, 0.0, tags);
        names(&file.read_with(&rules, OsmParts::default()).unwrap())
    };
    assert_eq!(categories("shop=chemist"), ["pharmacy"]);
    assert!(categories("amenity=pharmacy").is_empty());
    assert_eq!(categories("shop=bakery"), ["bakery"]);
    assert_eq!(categories("shop=supermarket"), ["supermarket"]);
}
