//! Facilities: where a category comes from, where it is known, what is on no street.

use std::fs;

use crate::{
    door::{Line, nabij},
    pbf::Pbf,
    study::Study,
};

/// The street of the study runs along y = 454500 from x = 80000; one's own pharmacy p1 is at
/// (80900, 454505). In OSM one is 20 m to the east of it, one 60 m, one 600 m.
fn with_osm(source: &str) -> Study {
    let pharmacy = "amenity=pharmacy|name=Apotheek Oost";
    let osm = Pbf::default()
        .node(1, 430_664.36, 5_207_386.54, pharmacy)
        .node(2, 430_722.69, 5_207_387.07, pharmacy)
        .node(3, 431_510.22, 5_207_394.26, pharmacy)
        .node(4, 429_541.40, 5_207_376.18, "amenity=doctors");
    let study = Study::new(source).change(
        "study.toml",
        "[origins]",
        "[[facilities]]\nfile = \"city.osm.pbf\"\n\n[origins]",
    );
    fs::write(study.path().join("city.osm.pbf"), osm.bytes()).unwrap();
    study
}

fn pharmacies(study: &Study) -> Vec<String> {
    let facilities = study.scored("facilities");
    let own = facilities
        .iter()
        .filter(|line| line["category"] == "pharmacy");
    own.map(|line| line["facility"].clone()).collect()
}

fn listed(study: &Study) -> Vec<[String; 3]> {
    let lines = study.table("not_used");
    let osm = lines.iter().filter(|line| line["code"] != "bad_value");
    osm.map(|line| ["place", "id", "code"].map(|column| line[column].clone()))
        .collect()
}

fn rows(study: &Study) -> Vec<Line> {
    let rows = study.scored("rows");
    rows.into_iter()
        .filter(|line| line["norm"] == "pharmacy")
        .collect()
}

fn cells<'l>(rows: &'l [Line], origin: &str, columns: [&str; 6]) -> [&'l str; 6] {
    let own = rows.iter().find(|line| line["origin"] == origin).unwrap();
    columns.map(|column| own[column].as_str())
}

const ANSWER: [&str; 6] = [
    "distance_low_m",
    "distance_high_m",
    "outcome_lower",
    "outcome_upper",
    "edge_affected",
    "reason",
];

#[test]
fn section_5_each_category_has_a_source_own_osm_or_both() {
    let own = with_osm("[source]\npharmacy = \"own\"\n");
    assert_eq!(pharmacies(&own), ["p1"]);
    let dropped = ["n1", "n2", "n3"].map(|id| [id, id, "source_own"].map(str::to_owned));
    assert_eq!(listed(&own), dropped);
    let osm = with_osm("[source]\npharmacy = \"osm\"\n");
    assert_eq!(pharmacies(&osm), ["n1", "n2", "n3"]);
    assert_eq!(
        listed(&osm),
        [["line 3", "p1", "source_osm"].map(str::to_owned)]
    );
    assert_eq!(osm.manifest()["facility_sources"]["pharmacy"], "osm");
    with_osm("").fails(&[
        "[source]",
        "pharmacy (1 in tables, 3 in OSM)",
        "own",
        "osm",
        "both",
    ]);
    with_osm("[source]\npharmacy = \"own\"\nzebra = \"own\"\n").fails(&["zebra", "no table"]);
    with_osm("[source]\npharmacy = \"mine\"\n").fails(&["study.toml", "mine", "own", "both"]);
}

#[test]
fn section_5_with_both_own_wins_within_30_m_and_ids_get_a_prefix() {
    let study = with_osm("[source]\npharmacy = \"both\"\n");
    assert_eq!(pharmacies(&study), ["osm:n2", "osm:n3", "own:p1"]);
    assert_eq!(
        listed(&study),
        [["n1", "osm:n1", "own_preferred"].map(str::to_owned)]
    );
    let reason = &study.table("not_used")[0]["reason"];
    assert!(
        reason.contains("osm:n1 Apotheek Oost is 20.0") && reason.contains("m from own:p1"),
        "{reason}"
    );
    // Categories that one side has keep their ids.
    let facilities = study.table("facilities");
    let ids: Vec<&str> = facilities
        .iter()
        .map(|line| line["facility"].as_str())
        .collect();
    assert_eq!(ids, ["n4", "osm:n2", "osm:n3", "own:p1", "t1", "s1"]);
    // From a4 at 81100 it is 5 + 140 + 5 to n2 at 80960.
    let rows = rows(&study);
    let a4 = rows.iter().find(|line| line["origin"] == "a4").unwrap();
    assert_eq!(a4["facility"], "osm:n2");
    let manifest = study.manifest();
    assert_eq!(
        manifest["facility_sources"],
        serde_json::json!({
            "gp": "osm", "pharmacy": "both", "public_transport": "own", "supermarket": "own",
        })
    );
    let rule = &manifest["rules"][0];
    assert_eq!(rule["layer"], "pharmacy");
    assert_eq!(rule["count"], 1);
    assert_eq!(manifest["read"][2]["used"], 3, "{}", manifest["read"]);
    // What the study asked for is no fault.
    let told = study.check();
    assert!(
        told.contains("city.osm.pbf, pharmacy: 1 left out: one's own"),
        "{told}"
    );
    assert!(!told.contains("! facilities city.osm.pbf"), "{told}");
    nabij(study.path(), &["score", "study.toml", "--strict"]).good();
}

#[test]
fn a_facility_tells_colleagues_where_it_comes_from() {
    let study = with_osm("[source]\npharmacy = \"both\"\n")
        .change("study.toml", "area_year", "language = \"nl\"\narea_year")
        .change(
            "study.toml",
            "format = \"csv\"",
            "format = \"csv\"\nwide = [\"csv\"]",
        );
    let facilities = study.scored("wide_voorzieningen");
    let from = |line: &Line| format!("{} {}", line["voorziening_id"], line["bron"]);
    let found: Vec<String> = facilities.iter().map(from).collect();
    assert_eq!(
        found,
        [
            "n4 osm",
            "osm:n2 osm",
            "osm:n3 osm",
            "own:p1 eigen",
            "t1 eigen",
            "s1 eigen"
        ]
    );
}

#[test]
fn columns_of_ones_own_facilities_are_kept_under_the_prefix() {
    let study = with_osm("[source]\npharmacy = \"both\"\n").change(
        "study.toml",
        "format = \"csv\"",
        "format = \"csv\"\nwide = [\"csv\"]",
    );
    let list = "id,category,x,y,lijst\np1,pharmacy,80900,454505,GGD 2024\n\
                s1,supermarket,80150,454505,\nt1,public_transport,81200,454505,\n";
    let study = study.with("facilities.csv", list).change(
        "study.toml",
        "[[facilities]]\nfile = \"facilities.csv\"",
        "[[facilities]]\ncolumns = { source = \"lijst\" }\nfile = \"facilities.csv\"",
    );
    let facilities = study.scored("wide_facilities");
    let p1 = facilities
        .iter()
        .find(|line| line["facility_id"] == "own:p1")
        .unwrap();
    assert_eq!(p1["source"], "GGD 2024");
}

#[test]
fn section_5_beyond_its_coverage_facilities_are_unknown() {
    let square = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:28992"}},"features":[
{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[78000,453000],[81250,453000],[81250,456000],[78000,456000],[78000,453000]]]}}]}"#;
    let study = Study::new("[coverage]\npharmacy = \"coverage.geojson\"\n")
        .with("coverage.geojson", square);
    let rows = rows(&study);
    // a4 is at 81100: 5 + 200 + 5 to p1, 150 to the edge; what is met stays met.
    let a4 = ["150", "210", "met", "met", "true", "coverage"];
    assert_eq!(cells(&rows, "a4", ANSWER), a4);
    // b1 and b2 lie beyond it, at 81300 and 81400: 410 and 510 to p1.
    let b1 = ["0", "410", "uncertain", "met", "true", "coverage"];
    assert_eq!(cells(&rows, "b1", ANSWER), b1);
    let b2 = ["0", "510", "uncertain", "uncertain", "true", "coverage"];
    assert_eq!(cells(&rows, "b2", ANSWER), b2);
    // a3 is at 80500: 410 to p1, 750 to the edge, which is farther.
    let a3 = ["410", "410", "not_met", "met", "", ""];
    assert_eq!(cells(&rows, "a3", ANSWER), a3);
}

#[test]
fn section_5_an_unsnapped_facility_lowers_distance_low_to_its_straight_line() {
    // p2 is 200 m from the street, 195 m from a3's door at (80500, 454505).
    let list = "id,category,x,y\np1,pharmacy,80900,454505\np2,pharmacy,80500,454700\n\
                s1,supermarket,80150,454505\nt1,public_transport,81200,454505\n";
    let study = Study::new("").with("facilities.csv", list);
    let rows = rows(&study);
    let a3 = ["195", "410", "uncertain", "met", "", "unsnapped_facility"];
    assert_eq!(cells(&rows, "a3", ANSWER), a3);
    // From a1 at 80100 it is √(400² + 195²) m.
    let a1 = [
        "445",
        "810",
        "not_met",
        "uncertain",
        "",
        "unsnapped_facility",
    ];
    assert_eq!(cells(&rows, "a1", ANSWER), a1);
}

/// A street around three sides of a square of 400 m, and a private path along the fourth.
const COURT: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:28992"}},"features":[
{"type":"Feature","properties":{"id":1,"access":"public"},"geometry":{"type":"LineString","coordinates":[[80000,454500],[80000,454900],[80400,454900],[80400,454500]]}},
{"type":"Feature","properties":{"id":2,"access":"private"},"geometry":{"type":"LineString","coordinates":[[80000,454500],[80400,454500]]}}]}"#;

#[test]
fn section_5_private_ways_are_no_through_way_but_usable_at_the_ends_of_a_walk() {
    let addresses =
        "adres_id,postcode,buurt,x,y\na1,0101AA,,79995,454600\na2,0101AA,,80100,454495\n";
    let walk = |pharmacy: &str| {
        let list = format!(
            "id,category,x,y\np1,pharmacy,{pharmacy}\ns1,supermarket,80405,454600\nt1,public_transport,80405,454600\n"
        );
        let study = Study::new("")
            .with("streets.geojson", COURT)
            .with("adressen.csv", addresses)
            .with("facilities.csv", &list);
        let rows = rows(&study);
        ["a1", "a2"].map(|id| cells(&rows, id, ANSWER)[1].to_owned())
    };
    // To the other side: a1 round the square, 5 + 300 + 400 + 300 + 5; a2 out by its own path.
    assert_eq!(walk("80405,454600"), ["1010", "410"]);
    // To a door on the path: a1 5 + 100 + 200 + 5, a2 along it.
    assert_eq!(walk("80200,454505"), ["310", "110"]);
}

#[test]
fn section_5_gates_without_a_lock_pass_locked_ones_do_not_and_conditional_access_is_unknown() {
    let outcome = |gate: &str| {
        let streets = Pbf::default()
            .node(1, 0.0, 0.0, "")
            .node(2, 200.0, 0.0, gate)
            .node(3, 400.0, 0.0, "")
            .way(1, &[1, 2, 3], "highway=footway");
        let study = Study::new("[parameters]\nmin_component = 0\n")
            .with(
                "adressen.csv",
                "adres_id,postcode,buurt,x,y\na1,0101AA,,0.001,0.00001\n",
            )
            .with(
                "facilities.csv",
                "id,category,x,y\np1,pharmacy,0.003,0.00001\ns1,supermarket,0.003,0.00001\n\
                 t1,public_transport,0.003,0.00001\n",
            )
            .change("study.toml", "streets.geojson", "streets.osm.pbf")
            .change("study.toml", "EPSG:28992", "EPSG:4326");
        fs::write(study.path().join("streets.osm.pbf"), streets.bytes()).unwrap();
        let rows = rows(&study);
        let [.., high, _, outcome, _, _] = cells(&rows, "a1", ANSWER);
        assert_eq!(high.is_empty(), outcome != "met", "{gate}");
        outcome.to_owned()
    };
    let reached = |gate: &str| outcome(gate) == "met";
    assert!(reached("barrier=gate"));
    assert!(!reached("barrier=gate|locked=yes"));
    for hours in [
        "access:conditional=no @ (22:00-06:00)",
        "opening_hours=08:00-18:00",
    ] {
        assert_eq!(outcome(&format!("barrier=gate|{hours}")), "uncertain");
    }
}
