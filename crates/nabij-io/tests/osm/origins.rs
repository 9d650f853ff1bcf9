//! Origins: one per address.

use nabij_io::osm::{OriginKind, OsmExtract};

use crate::pbf::{Pbf, at};

const ADDRESS: &str = "addr:street=Laan|addr:housenumber=12";

fn origins(extract: &OsmExtract) -> Vec<String> {
    let kinds = extract
        .origins
        .iter()
        .map(|origin| format!("{} {}", origin.id, origin.kind.as_str()));
    kinds.collect()
}

#[test]
fn an_address() {
    let extract = Pbf::default()
        .node(
            1,
            3.0,
            4.0,
            "addr:street=Laan|addr:housenumber=12 A|addr:postcode=2512 AB",
        )
        .extract();
    let origin = &extract.origins[0];
    assert_eq!(origin.id.to_string(), "n1");
    assert_eq!(origin.place.point, at(3.0, 4.0));
    assert_eq!(origin.street.as_deref(), Some("Laan"));
    assert_eq!(&*origin.number, "12 A");
    assert_eq!(origin.postcode.as_deref(), Some("2512 AB"));
    assert_eq!(origin.kind, OriginKind::Address);
    assert_eq!(extract.report.addressed, 1);
}

#[test]
fn objects_of_one_address_within_50_m_are_one() {
    let file = |x| {
        Pbf::default().node(1, 0.0, 0.0, ADDRESS).node(
            2,
            x,
            0.0,
            "addr:street=LAAN |addr:housenumber=12",
        )
    };
    let near = file(50.0).extract();
    assert_eq!(origins(&near), ["n1 address"]);
    assert_eq!((near.report.addressed, near.report.merged.len()), (2, 1));
    assert_eq!(near.report.merged[0].metres, 50.0);
    assert_eq!(
        origins(&file(50.01).extract()),
        ["n1 address", "n2 address"]
    );
    // Measured to the one kept: three in a row, 40 m apart, are two.
    let row = file(40.0).node(3, 80.0, 0.0, ADDRESS).extract();
    assert_eq!(origins(&row), ["n1 address", "n3 address"]);
}

#[test]
fn what_keeps_addresses_apart() {
    let file = |tags| {
        let pbf = Pbf::default().node(
            1,
            0.0,
            0.0,
            "addr:street=Laan|addr:housenumber=12|addr:postcode=2512 AB",
        );
        pbf.node(2, 5.0, 0.0, tags).extract().origins.len()
    };
    assert_eq!(
        file("addr:street=Laan|addr:housenumber=12|addr:postcode=2512ab"),
        1
    );
    assert_eq!(file("addr:street=Laan|addr:housenumber=12"), 1);
    assert_eq!(
        file("addr:street=Laan|addr:housenumber=12|addr:postcode=2512 AC"),
        2
    );
    assert_eq!(file("addr:street=Laan|addr:housenumber=12a"), 2);
    assert_eq!(file("addr:street=Plein|addr:housenumber=12"), 2);
    assert_eq!(file("addr:housenumber=12"), 2);
    // Two without a street are two, and counted.
    let nameless = Pbf::default()
        .node(1, 0.0, 0.0, "addr:housenumber=1")
        .node(2, 1.0, 0.0, "addr:housenumber=1")
        .extract();
    assert_eq!(
        (nameless.origins.len(), nameless.report.without_street),
        (2, 2)
    );
    // A hamlet numbers by place.
    let hamlet = Pbf::default().node(1, 0.0, 0.0, "addr:place=Buurtje|addr:housenumber=1");
    assert_eq!(
        hamlet.extract().origins[0].street.as_deref(),
        Some("Buurtje")
    );
}

#[test]
fn a_missing_postcode_is_taken_from_the_merged_and_then_counts() {
    let one = |postcode| format!("addr:street=Laan|addr:housenumber=12|addr:postcode={postcode}");
    let extract = Pbf::default()
        .node(1, 0.0, 0.0, &format!("{ADDRESS}|entrance=yes"))
        .node(2, 1.0, 0.0, &one("2512AB"))
        .node(3, 2.0, 0.0, &one("2512AC"))
        .extract();
    assert_eq!(origins(&extract), ["n1 address", "n3 address"]);
    assert_eq!(extract.origins[0].postcode.as_deref(), Some("2512AB"));
}

#[test]
fn which_of_them_is_kept() {
    let building = Pbf::default().square(10, 0.0, 0.0, &format!("building=yes|{ADDRESS}"));
    assert_eq!(building.extract().origins[0].place.point, at(5.0, 5.0));
    let with_node = building.node(30, 0.0, 5.0, ADDRESS);
    assert_eq!(origins(&with_node.extract()), ["n30 address"]);
    let with_entrance = with_node.node(40, 5.0, 0.0, &format!("{ADDRESS}|entrance=main"));
    assert_eq!(origins(&with_entrance.extract()), ["n40 address"]);
}

#[test]
fn a_shop_is_kept_as_other_unless_there_is_an_address() {
    let shop = Pbf::default().node(1, 0.0, 0.0, &format!("shop=bakery|{ADDRESS}"));
    let alone = shop.extract();
    assert_eq!(origins(&alone), ["n1 other"]);
    assert_eq!(alone.report.other_origins, 1);
    let shared = shop.node(2, 1.0, 0.0, ADDRESS).extract();
    assert_eq!(origins(&shared), ["n2 address"]);
    assert_eq!(shared.report.other_origins, 0);
    for tags in [
        "amenity=cafe",
        "office=lawyer",
        "craft=painter",
        "tourism=hotel",
        "healthcare=doctor",
        "leisure=sauna",
    ] {
        let file = Pbf::default().node(1, 0.0, 0.0, &format!("{tags}|{ADDRESS}"));
        assert_eq!(origins(&file.extract()), ["n1 other"], "{tags}");
    }
    let house = Pbf::default().node(1, 0.0, 0.0, &format!("building=house|{ADDRESS}"));
    assert_eq!(origins(&house.extract()), ["n1 address"]);
}

#[test]
fn lists_and_ranges_give_one_origin_and_are_listed() {
    let extract = Pbf::default()
        .node(1, 0.0, 0.0, "addr:street=Laan|addr:housenumber=12-16")
        .node(2, 0.0, 99.0, "addr:street=Laan|addr:housenumber=1;3;5")
        .node(3, 0.0, 199.0, "addr:street=Laan|addr:housenumber=12-2")
        .extract();
    assert_eq!(extract.origins.len(), 3);
    let numbers = extract
        .report
        .numbers
        .iter()
        .map(|n| (n.id.to_string(), n.number.as_str(), n.range));
    assert_eq!(
        numbers.collect::<Vec<_>>(),
        [("n1".into(), "12-16", true), ("n2".into(), "1;3;5", false)]
    );
}

#[test]
fn relations_and_what_is_no_origin() {
    let ring = Pbf::default().square(10, 0.0, 0.0, "").relation(
        5,
        "w10",
        &format!("type=multipolygon|building=yes|{ADDRESS}"),
    );
    assert_eq!(origins(&ring.extract()), ["r5 address"]);
    let nodes = [(1, 0.0, 0.0), (2, 9.0, 0.0)];
    let line = Pbf::default()
        .nodes(&nodes)
        .way(7, &[1, 2], "addr:interpolation=even|addr:housenumber=2-8")
        .extract();
    assert!(line.origins.is_empty());
    assert_eq!(line.report.rejected[0].what, "origin");
    let blank = Pbf::default()
        .node(1, 0.0, 0.0, "addr:street=Laan|addr:housenumber= ")
        .extract();
    assert!(blank.origins.is_empty());
    assert_eq!(blank.report.rejected[0].reason, "its house number is blank");
    let none = Pbf::default()
        .node(1, 0.0, 0.0, "addr:street=Laan")
        .extract();
    assert!(none.origins.is_empty() && none.report.rejected.is_empty());
}
