//! Rows that are wrong, among others that are not.

use crate::good::{ADDRESSES, AREAS, City, FACILITIES, STREETS, collection};

/// The sound city's features and one more.
fn more<'f>(features: &[(&'f str, &'f str)], properties: &'f str, geometry: &'f str) -> String {
    let mut all = features.to_vec();
    all.push((properties, geometry));
    collection(&all)
}

/// Geometries that no place, line or area can be, and why.
const BAD: [(&str, &str); 6] = [
    ("null", "no_geometry"),
    (r#"{"type":"Point","coordinates":[]}"#, "damaged_geometry"),
    (
        r#"{"type":"Point","coordinates":["a","b"]}"#,
        "damaged_geometry",
    ),
    (
        r#"{"type":"Circle","coordinates":[81000,455000]}"#,
        "damaged_geometry",
    ),
    (
        r#"{"type":"GeometryCollection","geometries":[]}"#,
        "wrong_geometry_type",
    ),
    (
        r#"{"type":"MultiPoint","coordinates":[]}"#,
        "empty_geometry",
    ),
];

#[test]
fn facilities_without_a_place() {
    for (geometry, code) in BAD {
        let text = more(
            &FACILITIES,
            r#"{"id":"s2","category":"supermarket"}"#,
            geometry,
        );
        let results = City::new().with("facilities.geojson", text).lists(&[(
            "facilities.geojson",
            "feature 5",
            code,
        )]);
        assert_eq!(results.not_used[0]["id"], "s2");
        assert_eq!(results.cell("a1", "supermarket", "facility"), "s1");
    }
    let line = r#"{"type":"LineString","coordinates":[[80900,455010],[80901,455010]]}"#;
    let text = more(&FACILITIES, r#"{"id":"s2","category":"supermarket"}"#, line);
    City::new().with("facilities.geojson", text).lists(&[(
        "facilities.geojson",
        "feature 5",
        "wrong_geometry_type",
    )]);
}

#[test]
fn streets_of_another_type() {
    for (geometry, code) in [
        ("null", "no_geometry"),
        (
            r#"{"type":"Point","coordinates":[81000,455000]}"#,
            "wrong_geometry_type",
        ),
        (
            r#"{"type":"LineString","coordinates":[]}"#,
            "damaged_geometry|empty_geometry|invalid_geometry",
        ),
        (
            r#"{"type":"LineString","coordinates":[[81000,455000]]}"#,
            "damaged_geometry|empty_geometry|invalid_geometry",
        ),
    ] {
        let city = City::new().with("streets.geojson", more(&STREETS, r#"{"id":3}"#, geometry));
        let results = city.scores();
        assert_eq!(results.not_used.len(), 1, "{geometry}");
        let code_found = results.not_used[0]["code"].as_str();
        assert!(
            code.split('|').any(|code| code == code_found),
            "{geometry}: {code_found}"
        );
        assert_eq!(results.not_used[0]["place"], "feature 3");
        assert_eq!(results.cell("a1", "supermarket", "distance_high_m"), "215");
    }
}

#[test]
fn not_a_number_and_infinity() {
    // JSON has no such numbers: the file is wrong as a whole, with the line.
    for word in ["NaN", "Infinity", "-Infinity", "1e999"] {
        let geometry = format!(r#"{{"type":"Point","coordinates":[{word},455005]}}"#);
        let text = more(
            &FACILITIES,
            r#"{"id":"s2","category":"supermarket"}"#,
            &geometry,
        );
        City::new()
            .with("facilities.geojson", text)
            .fails(&["facilities.geojson", "line 6"]);
    }
    // CSV has them as words: the row is listed.
    for word in ["NaN", "inf", "-Infinity", "1e999"] {
        let city = City::new().with("addresses.csv", format!("{ADDRESSES}a4,{word},455000,1\n"));
        let results = city.scores();
        assert_eq!(results.origins(), ["a1", "a2", "a3"], "{word}");
        assert_eq!(results.not_used.len(), 1, "{word}");
        let line = &results.not_used[0];
        assert_eq!(
            (line["place"].as_str(), line["id"].as_str()),
            ("line 5", "a4")
        );
    }
}

#[test]
fn numbers_that_are_none() {
    for word in ["", "12a", "80 900", "0x10", "--", "één"] {
        let results = City::new()
            .with("addresses.csv", format!("{ADDRESSES}a4,{word},455000,1\n"))
            .scores();
        assert_eq!(results.origins(), ["a1", "a2", "a3"], "{word}");
        let line = &results.not_used[0];
        assert_eq!(
            (line["place"].as_str(), line["id"].as_str()),
            ("line 5", "a4")
        );
    }
    // An origin whose weight is no number is kept, its weight is unknown and never 0.
    for word in ["veel", "-1", "inf", "1e300"] {
        let city = City::new().with(
            "addresses.csv",
            ADDRESSES.replace("454990,3", &format!("454990,{word}")),
        );
        let results = city.lists(&[("addresses.csv", "line 3", "bad_value")]);
        assert!(results.not_used[0]["reason"].contains("inwoners"), "{word}");
        assert_eq!(results.origins(), ["a1", "a2", "a3"]);
        let east = results.areas.iter().find(|row| {
            row["area"] == "E" && row["norm"] == "supermarket" && row["weight"] == "residents"
        });
        let east = east.unwrap();
        assert_eq!(
            (east["weight_unknown"].as_str(), east["total"].as_str()),
            ("1", "1")
        );
    }
}

#[test]
fn places_far_outside_the_plane() {
    let far = format!("{ADDRESSES}a4,8000000,455000,1\na5,81000,9e30,1\n");
    let results = City::new().with("addresses.csv", far).lists(&[
        ("addresses.csv", "line 5", "outside_crs_area"),
        ("addresses.csv", "line 6", "outside_crs_area"),
    ]);
    assert_eq!(results.origins(), ["a1", "a2", "a3"]);
}

#[test]
fn an_outline_that_crosses_itself() {
    let bow = r#"{"type":"Polygon","coordinates":[[[84000,453000],[85000,454000],[85000,453000],[84000,454000],[84000,453000]]]}"#;
    let results = City::new()
        .with(
            "areas.geojson",
            more(&AREAS, r#"{"code":"X","naam":"Strik"}"#, bow),
        )
        .lists(&[("areas.geojson", "feature 3", "self_crossing")]);
    assert!(
        results.not_used[0]["reason"].contains("84500"),
        "{:?}",
        results.not_used
    );
    City::new()
        .with("extent.geojson", collection(&[("{}", bow)]))
        .also("[extent]\nfile = \"extent.geojson\"")
        .fails(&["extent.geojson", "feature 1", "crosses itself"]);
    City::new()
        .with("coverage.geojson", collection(&[("{}", bow)]))
        .also("[coverage]\npharmacy = \"coverage.geojson\"")
        .fails(&["coverage.geojson", "feature 1", "crosses itself"]);
    City::new()
        .with("squares.geojson", collection(&[(r#"{"id":9}"#, bow)]))
        .also("[[squares]]\nfile = \"squares.geojson\"\ncolumns = { id = \"id\" }")
        .lists(&[("squares.geojson", "feature 1", "self_crossing")]);
}

#[test]
fn areas_of_another_type() {
    for (geometry, code) in [
        ("null", "no_geometry"),
        (
            r#"{"type":"Point","coordinates":[81000,455000]}"#,
            "wrong_geometry_type",
        ),
        (
            r#"{"type":"LineString","coordinates":[[81000,455000],[81001,455000]]}"#,
            "wrong_geometry_type",
        ),
    ] {
        City::new()
            .with(
                "areas.geojson",
                more(&AREAS, r#"{"code":"X","naam":"X"}"#, geometry),
            )
            .lists(&[("areas.geojson", "feature 3", code)]);
    }
}

#[test]
fn categories_that_are_none() {
    for category in ["Super Markt", "", "apotheek!"] {
        let properties = format!(r#"{{"id":"s2","category":"{category}"}}"#);
        let point = r#"{"type":"Point","coordinates":[80900,455005]}"#;
        let results = City::new()
            .with("facilities.geojson", more(&FACILITIES, &properties, point))
            .lists(&[("facilities.geojson", "feature 5", "bad_value")]);
        assert_eq!(results.cell("a1", "supermarket", "facility"), "s1");
    }
}

#[test]
fn ids_that_occur_twice() {
    City::new()
        .with("addresses.csv", format!("{ADDRESSES}a2,81000,455010,1\n"))
        .fails(&["addresses.csv", "\"a2\"", "twice"]);
    let point = r#"{"type":"Point","coordinates":[80900,455005]}"#;
    City::new()
        .with(
            "facilities.geojson",
            more(
                &FACILITIES,
                r#"{"id":"s1","category":"supermarket"}"#,
                point,
            ),
        )
        .fails(&["facilities.geojson", "\"s1\"", "twice"]);
    // Ids are unique within a category only.
    City::new()
        .with(
            "facilities.geojson",
            more(&FACILITIES, r#"{"id":"s1","category":"gp"}"#, point),
        )
        .scores();
    let square = r#"{"type":"Polygon","coordinates":[[[84000,453000],[85000,453000],[85000,454000],[84000,453000]]]}"#;
    City::new()
        .with(
            "areas.geojson",
            more(&AREAS, r#"{"code":"W","naam":"Weer"}"#, square),
        )
        .fails(&["areas.geojson", "\"W\"", "twice"]);
    let line = r#"{"type":"LineString","coordinates":[[81000,455000],[82000,456000]]}"#;
    City::new()
        .with("streets.geojson", more(&STREETS, r#"{"id":2}"#, line))
        .fails(&["streets", "twice"]);
}

#[test]
fn ids_that_are_missing() {
    City::new()
        .with("addresses.csv", format!("{ADDRESSES},81000,455010,1\n"))
        .lists(&[("addresses.csv", "line 5", "bad_value")]);
    let point = r#"{"type":"Point","coordinates":[80900,455005]}"#;
    City::new()
        .with(
            "facilities.geojson",
            more(&FACILITIES, r#"{"id":null,"category":"gp"}"#, point),
        )
        .lists(&[("facilities.geojson", "feature 5", "bad_value")]);
    let square = r#"{"type":"Polygon","coordinates":[[[84000,453000],[85000,453000],[85000,454000],[84000,453000]]]}"#;
    City::new()
        .with(
            "areas.geojson",
            more(&AREAS, r#"{"code":null,"naam":"Weer"}"#, square),
        )
        .lists(&[("areas.geojson", "feature 3", "bad_value")]);
}

#[test]
fn a_facility_far_from_any_street() {
    let point = r#"{"type":"Point","coordinates":[81000,460000]}"#;
    let city = City::new().with(
        "facilities.geojson",
        more(
            &FACILITIES,
            r#"{"id":"s2","category":"supermarket"}"#,
            point,
        ),
    );
    // 5 km away it can be nobody's nearest: no row is uncertain for it.
    let results = city.scores();
    assert_eq!(results.cell("a1", "supermarket", "facility"), "s1");
    assert_eq!(results.cell("a1", "supermarket", "distance_low_m"), "215");
    let checked = crate::door::nabij(city.path(), &["check", "study.toml"]).good();
    assert!(checked.contains("s2 (supermarket)"), "{checked}");
    // 150 m from the street, nearer than the known one: the answer is an interval.
    let point = r#"{"type":"Point","coordinates":[80795,455150]}"#;
    let results = City::new()
        .with(
            "facilities.geojson",
            more(
                &FACILITIES,
                r#"{"id":"s2","category":"supermarket"}"#,
                point,
            ),
        )
        .scores();
    assert_eq!(results.cell("a1", "supermarket", "distance_low_m"), "175");
    assert_eq!(results.cell("a1", "supermarket", "distance_high_m"), "215");
    assert_eq!(
        results.cell("a1", "supermarket", "reason"),
        "unsnapped_facility"
    );
    assert_eq!(results.cell("a1", "supermarket", "verdict"), "within_lower");
}

#[test]
fn areas_that_overlap() {
    let square = r#"{"type":"Polygon","coordinates":[[[81300,454900],[81500,454900],[81500,455100],[81300,455100],[81300,454900]]]}"#;
    let city = City::new().with(
        "areas.geojson",
        more(&AREAS, r#"{"code":"X","naam":"Dubbel"}"#, square),
    );
    let results = city.scores();
    let count = |area: &str| {
        let is_it = |row: &&crate::door::Line| {
            row["area"] == area && row["norm"] == "supermarket" && row["weight"] == "addresses"
        };
        results.areas.iter().find(is_it).unwrap()["origins"].clone()
    };
    // a2 lies in both and counts in neither.
    assert_eq!([count("W"), count("E"), count("X")], ["1", "1", "0"]);
    let checked = crate::door::nabij(city.path(), &["check", "study.toml"]).good();
    assert!(
        checked.contains("two areas that overlap") && checked.contains("a2"),
        "{checked}"
    );
}
