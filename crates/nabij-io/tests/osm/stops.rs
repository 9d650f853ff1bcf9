//! A platform and its stop are one stop; a platform across the street is another.

use nabij_io::osm::OsmExtract;

use crate::pbf::Pbf;

const POLE: &str = "highway=bus_stop|public_transport=platform|bus=yes|name=Laan";
const POSITION: &str = "public_transport=stop_position|bus=yes|name=Laan";

fn stops(extract: &OsmExtract) -> Vec<String> {
    extract
        .facilities
        .iter()
        .map(|stop| stop.id.to_string())
        .collect()
}

#[test]
fn poles_on_both_sides_stay_and_take_in_what_is_nearest() {
    let extract = Pbf::default()
        .node(1, 0.0, 0.0, POLE)
        .node(2, 0.0, 20.0, POLE)
        .node(3, 0.0, 5.0, POSITION)
        .node(4, 0.0, 15.0, POSITION)
        .extract();
    assert_eq!(stops(&extract), ["n1", "n2"]);
    let merged: Vec<_> = extract.report.merged.iter().collect();
    let pairs: Vec<_> = merged
        .iter()
        .map(|m| (m.kept.to_string(), m.dropped.to_string(), m.metres))
        .collect();
    assert_eq!(
        pairs,
        [
            ("n1".into(), "n3".into(), 5.0),
            ("n2".into(), "n4".into(), 5.0)
        ]
    );
    assert_eq!(merged[0].why, "a platform and its stop, of one name");
}

#[test]
fn a_drawn_platform_joins_its_pole() {
    // The platform's edge is 10 m from the pole, its middle is farther.
    let file = |x| {
        Pbf::default().node(1, x, 5.0, POLE).square(
            10,
            0.0,
            0.0,
            "public_transport=platform|name=Laan",
        )
    };
    assert_eq!(stops(&file(40.0).extract()), ["n1"]);
    assert_eq!(stops(&file(40.01).extract()), ["n1", "w10"]);
    // A stop position goes by way of the platform to the pole.
    let chain = file(40.0).node(3, -29.0, 5.0, POSITION).extract();
    assert_eq!(stops(&chain), ["n1"]);
    assert!(
        chain
            .report
            .merged
            .iter()
            .all(|merged| merged.kept.to_string() == "n1")
    );
}

#[test]
fn a_stop_position_without_a_platform_remains() {
    assert_eq!(
        stops(&Pbf::default().node(3, 0.0, 0.0, POSITION).extract()),
        ["n3"]
    );
    let far = Pbf::default()
        .node(1, 0.0, 0.0, POLE)
        .node(3, 30.01, 0.0, POSITION);
    assert_eq!(stops(&far.extract()), ["n1", "n3"]);
    let near = Pbf::default()
        .node(1, 0.0, 0.0, POLE)
        .node(3, 30.0, 0.0, POSITION);
    assert_eq!(stops(&near.extract()), ["n1"]);
}

#[test]
fn other_names_and_other_means_of_transport_stay_apart() {
    let file = |tags| {
        stops(
            &Pbf::default()
                .node(1, 0.0, 0.0, POLE)
                .node(3, 5.0, 0.0, tags)
                .extract(),
        )
    };
    assert_eq!(
        file("public_transport=stop_position|bus=yes|name=Plein"),
        ["n1", "n3"]
    );
    assert_eq!(file("railway=tram_stop|name=Laan"), ["n1", "n3"]);
    assert_eq!(file("public_transport=stop_position|name=Laan"), ["n1"]);
    assert_eq!(file("railway=station|name=Laan"), ["n1", "n3"]);
}

#[test]
fn without_a_name_only_within_ten_metres() {
    let file = |x| {
        let pbf = Pbf::default().node(1, 0.0, 0.0, POLE);
        stops(
            &pbf.node(3, x, 0.0, "public_transport=stop_position|bus=yes")
                .extract(),
        )
    };
    assert_eq!(file(10.0), ["n1"]);
    assert_eq!(file(10.01), ["n1", "n3"]);
}

#[test]
fn members_of_one_stop_area_may_be_farther_apart() {
    let file = |x, members| {
        let pbf = Pbf::default().node(1, 0.0, 0.0, POLE);
        let pbf = pbf.node(
            3,
            x,
            0.0,
            "public_transport=stop_position|bus=yes|name=Laan perron A",
        );
        stops(
            &pbf.relation(
                5,
                members,
                "type=public_transport|public_transport=stop_area",
            )
            .extract(),
        )
    };
    assert_eq!(file(60.0, "n1 n3"), ["n1"]);
    assert_eq!(file(60.01, "n1 n3"), ["n1", "n3"]);
    assert_eq!(file(60.0, "n1"), ["n1", "n3"]);
}
