//! Where one goes in: the outline of a building, and the gates of a park.

use crate::study::Study;

/// A street along y = 454500 and an alley along y = 454540, joined in the west; a path with stairs
/// leads from the street to the alley at x = 80900.
const STREETS: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:28992"}},"features":[
{"type":"Feature","properties":{"id":1,"naam":"Kade","trap":"no"},"geometry":{"type":"LineString","coordinates":[[80000,454500],[80900,454500],[83000,454500]]}},
{"type":"Feature","properties":{"id":2,"naam":"Achterom","trap":"no"},"geometry":{"type":"LineString","coordinates":[[80000,454500],[80000,454540],[80900,454540],[81000,454540]]}},
{"type":"Feature","properties":{"id":3,"naam":"","trap":"yes"},"geometry":{"type":"LineString","coordinates":[[80900,454500],[80900,454540]]}}]}"#;

/// One home, 5 m from the street.
const HOME: &str = "adres_id,postcode,buurt,x,y\nthuis,0101AA,,80500,454495\n";

/// A study whose only pharmacy is drawn as a ring.
fn study(keys: &str, ring: &str) -> Study {
    let layer = format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:28992"}}}},"features":[{{"type":"Feature","properties":{{"id":"x1","straat":"Kade"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}]}}"#
    );
    let house =
        format!("[[facilities]]\nfile = \"house.geojson\"\nonly = \"pharmacy\"\n{keys}\n[origins]");
    let others = "id,category,x,y\ns1,supermarket,80150,454505\nt1,public_transport,81200,454505\n";
    let columns = "file = \"streets.geojson\"\ncolumns = { street = \"naam\", steps = \"trap\" }";
    Study::new("")
        .with("streets.geojson", STREETS)
        .with("adressen.csv", HOME)
        .with("facilities.csv", others)
        .with("house.geojson", &layer)
        .change("study.toml", "area = \"buurt\"\n", "")
        .change("study.toml", "file = \"streets.geojson\"", columns)
        .change("study.toml", "[origins]", &house)
        .change(
            "study.toml",
            "area_year = 2024",
            "area_year = 2024\nprofile = [\"adult\", \"wheelchair\"]",
        )
}

/// Distance, leg to the facility and verdict for those who walk and for those on wheels.
fn walks(study: &Study) -> Vec<[String; 3]> {
    let rows = study.scored("rows");
    let own = rows.iter().filter(|row| row["norm"] == "pharmacy");
    let cells = ["distance_low_m", "facility_leg_m", "outcome_upper"];
    own.map(|row| cells.map(|cell| row[cell].clone())).collect()
}

/// 40 m wide, its corner in the south-east 10 m from the street, its north side 8 m from the alley.
const HOUSE: &str = "[[80850,454512],[80890,454510],[80890,454532],[80850,454532],[80850,454512]]";

#[test]
fn a_building_has_its_door_at_its_point_nearest_to_a_street() {
    // The corner (80850, 454532): 5 + 500 + 40 + 850 + 8 m, for the stairs are 5 + 400 + 40 + 50 + 8.
    let near = study("", HOUSE);
    assert_eq!(walks(&near)[0], ["503", "8", "not_met"]);
    let manifest = near.manifest();
    assert_eq!(manifest["doors_from_outlines"]["outline"], 1);
    assert_eq!(manifest["doors_from_outlines"]["inside"], 0);
    // Its address names the street: the corner (80890, 454510), 5 + 390 + 10 m.
    let named = study("street = \"straat\"", HOUSE);
    assert_eq!(walks(&named)[0], ["405", "10", "met"]);
    // No street within reach: as before a point inside, on no street.
    let far = HOUSE.replace("4545", "4547");
    let far = study("", &far);
    assert_eq!(walks(&far)[0][1], "");
    assert_eq!(far.manifest()["doors_from_outlines"]["inside"], 1);
}

#[test]
fn a_park_is_reached_at_its_gate() {
    // Open ground that the stairs lead into at y = 454520; its east side is 8 m from the path.
    let park = "[[80850,454520],[80908,454520],[80908,454536],[80850,454536],[80850,454520]]";
    let open = study("gates = true", park);
    let [adult, wheels] = &walks(&open)[..] else {
        panic!("a row each");
    };
    // Up the stairs to either side: 5 + 400 + 20 m.
    assert_eq!(*adult, ["425", "0", "met"]);
    // The alley is 4 m away, behind the fence.
    assert_eq!(wheels[1..], ["", "not_met"]);
    assert_eq!(open.manifest()["doors_from_outlines"]["gates"], 1);
    // As a building it would have a door at the alley; doors open onto no stairs.
    assert_eq!(walks(&study("", park))[0][1], "4");
}

/// A block of flats in front of the street, with a home inside and doors on either side of it.
fn with_block(doors: &str, keys: &str) -> Study {
    let block = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:28992"}},"features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[80480,454510],[80520,454510],[80520,454532],[80480,454532],[80480,454510]]]}}]}"#;
    let homes = "adres_id,postcode,buurt,pand,x,y\nthuis,0101AA,,b1,80500,454518\n";
    let layers = "[[barriers]]\nfile = \"block.geojson\"\nkind = \"building\"\n\n\
        [[doors]]\nfile = \"deuren.csv\"\ncrs = \"EPSG:28992\"\nx = \"x\"\ny = \"y\"\n";
    study("", HOUSE)
        .with("block.geojson", block)
        .with("adressen.csv", homes)
        .with("deuren.csv", doors)
        .change(
            "study.toml",
            "id = \"adres_id\"",
            "id = \"adres_id\"\nbuilding = \"pand\"",
        )
        .change(
            "study.toml",
            "[origins]",
            &format!("{layers}{keys}\n[origins]"),
        )
}

/// The way home: distance and the leg there.
fn home(study: &Study) -> [String; 2] {
    let rows = study.scored("rows");
    let row = rows.iter().find(|row| row["norm"] == "pharmacy").unwrap();
    ["distance_low_m", "origin_leg_m"].map(|cell| row[cell].clone())
}

#[test]
fn a_home_starts_at_the_doors_of_its_building() {
    // The pharmacy's corner is at (80850, 454532), 8 m from the alley; the home is 18 m from the
    // street. From a door in the north the alley is 8 m away: 8 + 350 + 8 m.
    let none = with_block("x,y\n80000,454400\n", "");
    assert_eq!(home(&none)[1], "18");
    let unused = none.table("not_used");
    let doors: Vec<_> = unused
        .iter()
        .filter(|line| line["file"] == "deuren.csv")
        .collect();
    assert_eq!(doors.len(), 1);
    assert_eq!(doors[0]["code"], "door_of_nothing");
    // At most 1 m off the outline; a door for deliveries does not count.
    let both = "x,y,kind\n80500,454532.9,main\n80510,454510,service\n";
    let north = with_block(both, "");
    assert_eq!(home(&north), ["365.1", "7.1"]);
    let codes: Vec<String> = north
        .table("not_used")
        .iter()
        .map(|l| l["code"].clone())
        .collect();
    assert!(codes.contains(&"no_door".to_owned()), "{codes:?}");
    assert_eq!(north.manifest()["homes_at_doors"], 1);
    // By the building's id, wherever the door is.
    let named = "x,y,gebouw\n80500,454538,b1\n80500,454539,b2\n";
    let named = with_block(named, "building = \"gebouw\"\n");
    assert_eq!(home(&named), ["360", "2"]);
    let codes = named.table("not_used");
    assert!(
        codes
            .iter()
            .any(|line| line["code"] == "door_of_nothing" && line["id"] == "b2")
    );
    // Facilities have doors of their own too: 2 + 350 + 1 m.
    let shop = "x,y,building,facility\n80500,454538,b1,\n80850,454539,,x1\n";
    assert_eq!(home(&with_block(shop, "")), ["353", "2"]);
    let told = |language: &str| {
        let year = format!("area_year = 2024\nlanguage = \"{language}\"");
        let study = with_block(both, "").change("study.toml", "area_year = 2024", &year);
        crate::door::nabij(study.path(), &["explain", "study.toml", "thuis"]).good()
    };
    assert!(told("en").contains("starts at a door of its building"));
    assert!(told("nl").contains("begint bij een deur van het gebouw"));
}
