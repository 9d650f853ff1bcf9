//! One mm less, exactly, and one mm more than every limit: the same outcome at every door.

mod door;

use std::{collections::BTreeMap, fs, path::Path};

use door::{csv, nabij};
use nabij::{
    Access, Category, EdgeAttributes, Facilities, Facility, Length, Network, NormSet, Origin,
    Origins, Outcome, Point, Row, Study, Verdict,
};
use nabij_io::{City, Job, StudyFile};

/// Where the street begins, in metres of RD New.
const START: (i64, i64) = (80_000, 455_000);
/// The legs of the facilities and of the origins, in mm.
const LEGS: (i64, i64) = (3_000, 4_000);

/// What a row must say, in words: lower, upper, verdict, near lower, near upper.
type Expected = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Kind of origin, its distance in mm, and what every norm of that kind must say.
const TABLE: [(&str, u32, Expected); 12] = [
    (
        "address",
        289_999,
        ("met", "met", "within_lower", "false", "false"),
    ),
    (
        "address",
        290_000,
        ("met", "met", "within_lower", "true", "false"),
    ),
    (
        "address",
        299_999,
        ("met", "met", "within_lower", "true", "false"),
    ),
    (
        "address",
        300_000,
        ("met", "met", "within_lower", "true", "false"),
    ),
    (
        "address",
        300_001,
        ("not_met", "met", "within_upper", "true", "false"),
    ),
    (
        "address",
        499_999,
        ("not_met", "met", "within_upper", "false", "true"),
    ),
    (
        "address",
        500_000,
        ("not_met", "met", "within_upper", "false", "true"),
    ),
    (
        "address",
        500_001,
        ("not_met", "not_met", "beyond", "false", "true"),
    ),
    (
        "address",
        510_001,
        ("not_met", "not_met", "beyond", "false", "false"),
    ),
    ("complex", 99_999, ("", "met", "within_upper", "", "true")),
    ("complex", 100_000, ("", "met", "within_upper", "", "true")),
    ("complex", 100_001, ("", "not_met", "beyond", "", "true")),
];
const CATEGORIES: [&str; 4] = [
    "supermarket",
    "pharmacy",
    "public_transport",
    "meeting_room",
];

/// The norms that are tested for a kind of origin, and whether a distance stands in the row.
fn norms(kind: &str) -> &'static [(&'static str, bool)] {
    match kind {
        "complex" => &[("meeting_room", true)],
        _ => &[
            ("supermarket", true),
            ("pharmacy", true),
            ("public_transport", true),
            ("daily_facilities", false),
        ],
    }
}

/// The id of an origin: its distance.
fn id(mm: u32) -> String {
    format!("at {mm}")
}

/// Where an origin is along the street, in mm, so that with both legs it is `mm` far.
fn along(mm: u32) -> i64 {
    1_000_000 + i64::from(mm) - LEGS.0 - LEGS.1
}

/// A row in words, as the columns of the tables say it.
#[derive(Debug, PartialEq)]
struct Said {
    distance: String,
    margin: String,
    lower: String,
    upper: String,
    verdict: String,
    near_lower: String,
    near_upper: String,
}

/// What all doors must say, by origin and norm.
fn expected() -> BTreeMap<(String, String), Said> {
    let mut all = BTreeMap::new();
    for (kind, mm, (lower, upper, verdict, near_lower, near_upper)) in TABLE {
        let limit = if kind == "complex" { 100_000 } else { 500_000 };
        for (norm, measured) in norms(kind) {
            let number = |mm: i64| if *measured { metres(mm) } else { String::new() };
            let said = Said {
                distance: number(mm.into()),
                margin: number(limit - i64::from(mm)),
                lower: lower.to_owned(),
                upper: upper.to_owned(),
                verdict: verdict.to_owned(),
                near_lower: near_lower.to_owned(),
                near_upper: near_upper.to_owned(),
            };
            all.insert((id(mm), (*norm).to_owned()), said);
        }
    }
    all
}

/// Whole mm as metres, as tables write the nearest number.
fn metres(mm: i64) -> String {
    (mm as f64 / 1000.0).to_string()
}

fn said(row: &Row) -> Said {
    let word = |outcome: Option<Outcome>| outcome.map_or("", Outcome::as_str).to_owned();
    let flag = |flag: Option<bool>| flag.map_or(String::new(), |flag| flag.to_string());
    assert_eq!(row.low, row.high);
    Said {
        distance: row.high.map_or(String::new(), |d| metres(d.mm().into())),
        margin: row.margin_mm.map_or(String::new(), metres),
        lower: word(row.outcome_lower),
        upper: word(Some(row.outcome_upper)),
        verdict: row.verdict.as_str().to_owned(),
        near_lower: flag(row.near_lower),
        near_upper: flag(Some(row.near_upper)),
    }
}

fn all_said(rows: &[Row], origins: &Origins, norms: &NormSet) -> BTreeMap<(String, String), Said> {
    let key = |row: &Row| {
        let origin = origins.ids().get(row.origin as usize).to_owned();
        (origin, norms.norms()[usize::from(row.norm)].id.clone())
    };
    rows.iter().map(|row| (key(row), said(row))).collect()
}

/// The street runs 3 km east, the facilities stand north of it at 1 km, the origins south of it.
fn write_study(folder: &Path) {
    let (x, y) = START;
    let place = |mm: i64, side: i64| {
        let metre = |base: i64, mm: i64| {
            let mm = base * 1000 + mm;
            format!("{}.{:03}", mm / 1000, mm % 1000)
        };
        (metre(x, mm), metre(y, side))
    };
    let collection = |features: Vec<String>| {
        format!(
            r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:28992"}}}},"features":[{}]}}"#,
            features.join(",\n")
        )
    };
    let street = format!(
        r#"{{"type":"Feature","properties":{{"id":1}},"geometry":{{"type":"LineString","coordinates":[[{x},{y}],[{},{y}]]}}}}"#,
        x + 3000
    );
    fs::write(folder.join("streets.geojson"), collection(vec![street])).unwrap();
    let facility = |category: &&str| {
        let (x, y) = place(1_000_000, LEGS.0);
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{category}","category":"{category}"}},"geometry":{{"type":"Point","coordinates":[{x},{y}]}}}}"#
        )
    };
    let facilities = CATEGORIES.iter().map(facility).collect();
    fs::write(folder.join("facilities.geojson"), collection(facilities)).unwrap();
    let mut origins = "id,kind,x,y\n".to_owned();
    for (kind, mm, _) in TABLE {
        let (x, y) = place(along(mm), -LEGS.1);
        origins.push_str(&format!("{},{kind},{x},{y}\n", id(mm)));
    }
    fs::write(folder.join("origins.csv"), origins).unwrap();
    let study = r#"
        crs = "EPSG:28992"
        norms = "denhaag-2024"
        [[streets]]
        file = "streets.geojson"
        columns = { id = "id" }
        [[facilities]]
        file = "facilities.geojson"
        [origins]
        file = "origins.csv"
        crs = "EPSG:28992"
        x = "x"
        y = "y"
        kind = "kind"
    "#;
    fs::write(folder.join("study.toml"), study).unwrap();
}

#[test]
fn in_the_core() {
    let street = EdgeAttributes {
        access: Some(Access::Public),
        ..EdgeAttributes::default()
    };
    let at = |along: i64, side: i64| Point::new(along as i32, side as i32);
    let network = Network::builder().edge(at(0, 0), at(3_000_000, 0), street);
    let network = network.build().unwrap();
    let facility = |name: &str| {
        let category = Category::new(name.to_owned()).unwrap();
        Facility::new(name, category, at(1_000_000, LEGS.0))
    };
    let facilities = Facilities::new(CATEGORIES.map(facility)).unwrap();
    let origin = |(kind, mm, _): (&str, u32, Expected)| Origin {
        kind: Some(kind.to_owned()),
        ..Origin::new(id(mm), at(along(mm), -LEGS.1))
    };
    let origins = Origins::new(TABLE.map(origin)).unwrap();
    let norms = NormSet::built_in("denhaag-2024").unwrap();
    let scored = Study::new(&network, &facilities, &norms)
        .score(&origins)
        .unwrap();
    assert_eq!(all_said(&scored.rows, &origins, &norms), expected());
}

#[test]
fn through_a_study_file() {
    let folder = tempfile::tempdir().unwrap();
    write_study(folder.path());
    let study = StudyFile::read(folder.path().join("study.toml")).unwrap();
    let city = City::read(&study, &|_| ()).unwrap();
    assert_eq!(city.unused, []);
    let job = Job::run(&city, None).unwrap();
    assert_eq!(
        all_said(&job.scored.rows, &city.origins, &city.norms),
        expected()
    );
}

#[test]
fn through_the_command() {
    let folder = tempfile::tempdir().unwrap();
    write_study(folder.path());
    nabij(folder.path(), &["score", "study.toml", "--format", "csv"]).good();
    let mut found = BTreeMap::new();
    for mut row in csv(&folder.path().join("out/rows.csv")) {
        let mut take = |name: &str| row.remove(name).unwrap();
        let distance = take("distance_high_m");
        assert_eq!(take("distance_low_m"), distance);
        let key = (take("origin"), take("norm"));
        let said = Said {
            distance,
            margin: take("margin_m"),
            lower: take("outcome_lower"),
            upper: take("outcome_upper"),
            verdict: take("verdict"),
            near_lower: take("near_lower"),
            near_upper: take("near_upper"),
        };
        found.insert(key, said);
    }
    assert_eq!(found, expected());
    // A distance that fails by a millimetre is not told as if it met the limit.
    let told = nabij(
        folder.path(),
        &["explain", "study.toml", "at 500001", "--norm", "pharmacy"],
    );
    let told = told.good();
    assert!(told.contains("500.001 m"), "{told}");
}

#[test]
fn the_limits_are_those_of_the_norms() {
    let norms = NormSet::built_in("denhaag-2024").unwrap();
    let limits: Vec<_> = norms
        .norms()
        .iter()
        .map(|norm| (norm.id.as_str(), norm.lower, norm.upper))
        .collect();
    let (lower, upper) = (Some(Length::metres(300)), Some(Length::metres(500)));
    assert_eq!(
        limits,
        [
            ("supermarket", lower, upper),
            ("pharmacy", lower, upper),
            ("public_transport", lower, upper),
            ("daily_facilities", None, None),
            ("meeting_room", None, Some(Length::metres(100))),
        ]
    );
    let verdicts: Vec<&str> = TABLE.iter().map(|(.., said)| said.2).collect();
    for verdict in [Verdict::WithinLower, Verdict::WithinUpper, Verdict::Beyond] {
        assert!(verdicts.contains(&verdict.as_str()));
    }
}
