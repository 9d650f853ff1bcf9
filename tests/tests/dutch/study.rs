//! A small town of one street, with addresses, CBS neighbourhoods and totals.

use std::{collections::BTreeMap, fs, path::Path};

use crate::door::{Line, Ran, csv, nabij};

const FILES: [(&str, &str); 4] = [
    ("adressen.csv", include_str!("data/adressen.csv")),
    (
        "cbs_buurten_2024.geojson",
        include_str!("data/cbs_buurten_2024.geojson"),
    ),
    ("cbs_pc6_2023.csv", include_str!("data/cbs_pc6_2023.csv")),
    (
        "kerncijfers_statline.csv",
        include_str!("data/kerncijfers_statline.csv"),
    ),
];

const STREETS: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:28992"}},"features":[
{"type":"Feature","properties":{"id":1},"geometry":{"type":"LineString","coordinates":[[80000,454500],[83000,454500]]}}]}"#;

const FACILITIES: &str = "id,category,x,y
s1,supermarket,80150,454505
p1,pharmacy,80900,454505
t1,public_transport,81200,454505
";

/// The study, with areas and weights as said.
fn text(rest: &str) -> String {
    format!(
        r#"area_year = 2024

[[streets]]
file = "streets.geojson"

[[facilities]]
file = "facilities.csv"
crs = "EPSG:28992"
x = "x"
y = "y"

[origins]
file = "adressen.csv"
crs = "EPSG:28992"
x = "x"
y = "y"
id = "adres_id"
postcode = "postcode"
area = "buurt"

{rest}

[output]
format = "csv"
"#
    )
}

pub struct Study(tempfile::TempDir);

impl Study {
    /// A folder with everything, and a study file with these sections.
    pub fn new(rest: &str) -> Self {
        let study = Study(tempfile::tempdir().unwrap());
        FILES
            .into_iter()
            .fold(study, |study, (name, text)| study.with(name, text))
            .with("streets.geojson", STREETS)
            .with("facilities.csv", FACILITIES)
            .with("study.toml", &text(rest))
    }

    /// The same with the BAG as its origins, and these sections.
    pub fn of_bag(rest: &str) -> Self {
        let study = Study::new(rest);
        fs::write(
            study.path().join("bag.gpkg"),
            include_bytes!("data/bag.gpkg"),
        )
        .unwrap();
        let text = text(rest);
        let (head, _) = text.split_once("[origins]").unwrap();
        let origins = "[origins]\nfile = \"bag.gpkg\"\npreset = \"bag\"\n";
        let output = "[output]\nformat = \"csv\"\n";
        study.with("study.toml", &format!("{head}{origins}{rest}\n{output}"))
    }

    pub fn with(self, name: &str, text: &str) -> Self {
        fs::write(self.path().join(name), text).unwrap();
        self
    }

    /// The same with other words in a file.
    pub fn change(self, name: &str, from: &str, to: &str) -> Self {
        crate::door::replace(&self.path().join(name), from, to);
        self
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn run(&self, command: &str) -> Ran {
        nabij(self.path(), &[command, "study.toml"])
    }

    /// What `check` says.
    pub fn check(&self) -> String {
        self.run("check").good()
    }

    /// Scores, and gives a table.
    pub fn scored(&self, table: &str) -> Vec<Line> {
        self.run("score").good();
        csv(&self.path().join("out").join(format!("{table}.csv")))
    }

    /// The same table after it was scored before.
    pub fn table(&self, table: &str) -> Vec<Line> {
        csv(&self.path().join("out").join(format!("{table}.csv")))
    }

    pub fn manifest(&self) -> serde_json::Value {
        let text = fs::read_to_string(self.path().join("out/manifest.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// Fails, and the message holds these.
    pub fn fails(&self, words: &[&str]) {
        let ran = self.run("check");
        assert_eq!(ran.code, Some(1), "{}", ran.stdout);
        for word in words {
            assert!(ran.stderr.contains(word), "no {word:?} in {}", ran.stderr);
        }
    }
}

/// A column by the address's id.
pub fn by_id(addresses: &[Line], column: &str) -> BTreeMap<String, String> {
    addresses
        .iter()
        .map(|line| (line["origin"].clone(), line[column].clone()))
        .collect()
}
