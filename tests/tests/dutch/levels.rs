//! Nested areas: buurt → wijk → stadsdeel → gemeente, with codes of Den Haag.

use std::fmt::Write as _;

use crate::{
    door::{Line, csv},
    study::Study,
};

/// Buurten, 500 m wide side by side along the street of 3 km: three in Escamp (two of them in
/// Zuidwest), one each in Centrum and Laak, one of Rijswijk.
const BUURTEN: [&str; 6] = [
    "BU05183387",
    "BU05183480",
    "BU05183202",
    "BU05182961",
    "BU05183811",
    "BU06030001",
];

const LEVELS: &str = r#"[areas]
file = "buurten.geojson"
level = "buurt"
parents = [
    { level = "wijk", prefix = { from = "BU", to = "WK", length = 6 } },
    { level = "stadsdeel", preset = "stadsdelen-denhaag" },
    { level = "gemeente", prefix = { from = "BU", to = "GM", length = 4 } },
    { level = "regio", preset = "zuidwest" },
]
"#;

fn buurten() -> String {
    let features: Vec<String> = BUURTEN
        .iter()
        .zip((80_000..).step_by(500))
        .map(|(code, west)| {
            let (east, south, north) = (west + 500, 454_000, 455_000);
            format!(
                r#"{{"type":"Feature","properties":{{"id":"{code}"}},"geometry":{{"type":"Polygon","coordinates":
                [[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
            )
        })
        .collect();
    format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:28992"}}}},"features":[{}]}}"#,
        features.join(",")
    )
}

/// An address every 20 m with 1 to 7 residents; of every tenth the number is unknown.
fn addresses() -> String {
    let mut text = String::from("id,x,y,inwoners\n");
    for number in 0..149_u32 {
        let residents = match number % 10 {
            7 => String::new(),
            _ => (1 + number % 7).to_string(),
        };
        writeln!(
            text,
            "a{number:03},{},454505,{residents}",
            80_010 + 20 * number
        )
        .unwrap();
    }
    text
}

fn scored() -> Study {
    let study = Study::new(LEVELS)
        .with("buurten.geojson", &buurten())
        .with("adressen.csv", &addresses())
        .change(
            "study.toml",
            "id = \"adres_id\"",
            "id = \"id\"\nweights = { residents = \"inwoners\" }",
        )
        .change(
            "study.toml",
            "postcode = \"postcode\"\narea = \"buurt\"\n",
            "",
        )
        .change(
            "study.toml",
            "format = \"csv\"",
            "format = \"csv\"\nwide = [\"csv\"]",
        );
    study.run("score").good();
    study
}

#[test]
fn section_7_buurt_wijk_stadsdeel_and_gemeente_add_up() {
    let study = scored();
    let areas = study.table("areas");
    let counts = [
        "origins",
        "weight_unknown",
        "total",
        "unsnapped",
        "met_lower",
        "met_upper",
        "not_met_upper",
        "uncertain_upper",
    ];
    let sum = |level: &str, of: &dyn Fn(&Line) -> bool| {
        counts.map(|column| {
            let own = areas.iter().filter(|row| row["level"] == level && of(row));
            own.map(|row| row[column].parse::<f64>().unwrap_or(0.0))
                .sum::<f64>()
        })
    };
    for (norm, weight) in [
        ("supermarket", "addresses"),
        ("supermarket", "residents"),
        ("pharmacy", "residents"),
    ] {
        let of = |row: &Line| row["norm"] == norm && row["weight"] == weight;
        let buurten = sum("buurt", &of);
        assert!(buurten[0] == 149.0 && buurten[2] > 0.0 && buurten[5] > 0.0);
        assert_eq!(sum("wijk", &of), buurten);
        assert_eq!(sum("gemeente", &of), buurten);
        // Rijswijk has no stadsdelen: what is in Den Haag adds up to Den Haag.
        let in_den_haag = |row: &Line| of(row) && row["area"] == "GM0518";
        assert_eq!(sum("stadsdeel", &of), sum("gemeente", &in_den_haag));
        // Each stadsdeel has its own wijken.
        let escamp = |row: &Line| of(row) && row["area"] == "escamp";
        let wijken = ["WK051832", "WK051833", "WK051834"];
        let its_own = |row: &Line| of(row) && wijken.contains(&row["area"].as_str());
        assert_eq!(sum("stadsdeel", &escamp), sum("wijk", &its_own));
        // A share is of all people together.
        let share = areas.iter().find(|row| escamp(row)).unwrap();
        let [.., met, not_met, uncertain] = sum("wijk", &its_own);
        let wanted = if uncertain == 0.0 {
            met / (met + not_met)
        } else {
            f64::NAN
        };
        let found: f64 = share["share_upper"].parse().unwrap();
        assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
    }
}

#[test]
fn section_7_stadsdelen_have_names_and_stand_beside_the_buurt() {
    let study = scored();
    let out = study.path().join("out");
    let stadsdelen = csv(&out.join("wide_areas_stadsdeel.csv"));
    let named: Vec<(&str, &str)> = stadsdelen
        .iter()
        .map(|row| (row["area_code"].as_str(), row["area_name"].as_str()))
        .collect();
    assert_eq!(
        named,
        [
            ("centrum", "Centrum"),
            ("escamp", "Escamp"),
            ("laak", "Laak")
        ]
    );
    let buurten = csv(&out.join("wide_areas_buurt.csv"));
    let beside: Vec<(&str, &str)> = buurten
        .iter()
        .map(|row| (row["area_code"].as_str(), row["stadsdeel_name"].as_str()))
        .collect();
    assert_eq!(
        beside,
        [
            ("BU05182961", "Centrum"),
            ("BU05183202", "Escamp"),
            ("BU05183387", "Escamp"),
            ("BU05183480", "Escamp"),
            ("BU05183811", "Laak"),
            ("BU06030001", ""),
        ]
    );
    // Zuidwest is part of Escamp: Leyenburg is in the one and not in the other.
    let regions = csv(&out.join("areas_regio.csv"));
    assert_eq!(regions.len(), 1);
    assert_eq!(
        (regions[0]["area"].as_str(), regions[0]["origins"].as_str()),
        ("zuidwest", "50")
    );
}
