//! A small sound city, and what becomes of it when one file of it is wrong.

use std::{fs, path::Path};

use crate::door::{self, Line, Ran, csv, nabij};

/// A folder with a sound study: four crossing streets, every category, 3 addresses, 2 areas.
pub struct City(tempfile::TempDir);

/// Features with RD New coordinates, from properties and a geometry each.
pub fn collection(features: &[(&str, &str)]) -> String {
    let feature = |(properties, geometry): &(&str, &str)| {
        format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
    };
    let features: Vec<String> = features.iter().map(feature).collect();
    format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:28992"}}}},"features":[
{}
]}}"#,
        features.join(",\n")
    )
}

pub const STREETS: [(&str, &str); 2] = [
    (
        r#"{"id":1,"street":"Laan"}"#,
        r#"{"type":"LineString","coordinates":[[80000,455000],[81000,455000],[82000,455000]]}"#,
    ),
    (
        r#"{"id":2,"street":"Dwarsweg"}"#,
        r#"{"type":"LineString","coordinates":[[81000,454000],[81000,455000],[81000,456000]]}"#,
    ),
];
pub const FACILITIES: [(&str, &str); 4] = [
    (
        r#"{"id":"s1","category":"supermarket"}"#,
        r#"{"type":"Point","coordinates":[81100,455005]}"#,
    ),
    (
        r#"{"id":"p1","category":"pharmacy"}"#,
        r#"{"type":"Point","coordinates":[81200,455005]}"#,
    ),
    (
        r#"{"id":"t1","category":"public_transport"}"#,
        r#"{"type":"Point","coordinates":[81300,455005]}"#,
    ),
    (
        r#"{"id":"m1","category":"meeting_room"}"#,
        r#"{"type":"Point","coordinates":[81050,455005]}"#,
    ),
];
pub const AREAS: [(&str, &str); 2] = [
    (
        r#"{"code":"W","naam":"West"}"#,
        r#"{"type":"Polygon","coordinates":[[[79000,453000],[81000,453000],[81000,457000],[79000,457000],[79000,453000]]]}"#,
    ),
    (
        r#"{"code":"E","naam":"Oost"}"#,
        r#"{"type":"Polygon","coordinates":[[[81000,453000],[83000,453000],[83000,457000],[81000,457000],[81000,453000]]]}"#,
    ),
];
pub const ADDRESSES: &str = "\
id,x,y,inwoners
a1,80900,455010,2
a2,81400,454990,3
a3,81010,454500,1
";
const STUDY: &str = r#"crs = "EPSG:28992"
norms = "denhaag-2024"

[[streets]]
file = "streets.geojson"
columns = { id = "id", street = "street" }

[[facilities]]
file = "facilities.geojson"

[origins]
file = "addresses.csv"
crs = "EPSG:28992"
x = "x"
y = "y"
weights = { residents = "inwoners" }

[areas]
file = "areas.geojson"
id = "code"
name = "naam"
"#;

impl City {
    pub fn new() -> Self {
        City(tempfile::tempdir().unwrap())
            .with("streets.geojson", collection(&STREETS))
            .with("facilities.geojson", collection(&FACILITIES))
            .with("addresses.csv", ADDRESSES)
            .with("areas.geojson", collection(&AREAS))
            .with("study.toml", STUDY)
    }

    /// Writes a file, instead of the one that is there.
    pub fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        fs::write(self.path().join(name), bytes).unwrap();
        self
    }

    /// The same with other words in its study file.
    pub fn study(self, from: &str, to: &str) -> Self {
        door::replace(&self.path().join("study.toml"), from, to);
        self
    }

    /// The same with one more layer in its study file.
    pub fn also(self, text: &str) -> Self {
        let study = fs::read_to_string(self.path().join("study.toml")).unwrap();
        self.with("study.toml", format!("{study}\n{text}\n"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    fn score(&self) -> Ran {
        nabij(self.path(), &["score", "study.toml", "--format", "csv"])
    }

    /// Scoring must fail, say all this, and leave nothing behind; `check` must fail as well.
    #[track_caller]
    pub fn fails(&self, said: &[&str]) {
        let ran = self.score();
        assert_eq!(ran.code, Some(1), "{}\n{}", ran.stdout, ran.stderr);
        for words in said {
            assert!(
                ran.stderr.contains(words),
                "no {words:?} in: {}",
                ran.stderr
            );
        }
        assert_eq!(door::names(&self.path().join("out")), [""; 0]);
        let checked = nabij(self.path(), &["check", "study.toml"]);
        assert_eq!(
            checked.code,
            Some(1),
            "{}\n{}",
            checked.stdout,
            checked.stderr
        );
    }

    /// Scoring must succeed and list exactly these: file, place, code. `--strict` must refuse.
    #[track_caller]
    pub fn lists(&self, wanted: &[(&str, &str, &str)]) -> Results {
        let results = self.scores();
        let found: Vec<[&String; 3]> = results
            .not_used
            .iter()
            .map(|line| [&line["file"], &line["place"], &line["code"]])
            .collect();
        let is_same = |(found, wanted): (&[&String; 3], &(&str, &str, &str))| {
            found[0].ends_with(wanted.0) && found[1] == wanted.1 && found[2] == wanted.2
        };
        let same = found.len() == wanted.len() && found.iter().zip(wanted).all(is_same);
        assert!(same, "{found:?}\n{wanted:?}");
        for line in &results.not_used {
            assert!(!line["reason"].is_empty());
        }
        let strict = nabij(
            self.path(),
            &["score", "study.toml", "--strict", "--out", "strict"],
        );
        assert_eq!(strict.code, Some(1), "{}", strict.stderr);
        assert_eq!(door::names(&self.path().join("strict")), [""; 0]);
        results
    }

    /// Scoring must succeed.
    #[track_caller]
    pub fn scores(&self) -> Results {
        let ran = self.score();
        assert_eq!(ran.code, Some(0), "{}\n{}", ran.stdout, ran.stderr);
        let out = self.path().join("out");
        assert!(out.join("manifest.json").is_file());
        assert!(door::names(&out).iter().all(|name| !name.starts_with('.')));
        Results {
            rows: csv(&out.join("rows.csv")),
            not_used: csv(&out.join("not_used.csv")),
            areas: csv(&out.join("areas.csv")),
        }
    }
}

/// The tables of a good run.
pub struct Results {
    pub rows: Vec<Line>,
    pub not_used: Vec<Line>,
    pub areas: Vec<Line>,
}

impl Results {
    /// A cell of one origin's row.
    pub fn cell(&self, origin: &str, norm: &str, column: &str) -> &str {
        let is_it = |row: &&Line| row["origin"] == origin && row["norm"] == norm;
        let row = self.rows.iter().find(is_it);
        &row.unwrap_or_else(|| panic!("no row of {origin} for {norm}"))[column]
    }

    /// The ids of all origins, in order.
    pub fn origins(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.rows.iter().map(|row| row["origin"].as_str()).collect();
        ids.dedup();
        ids
    }
}

#[test]
fn the_sound_city_has_no_fault() {
    let results = City::new().scores();
    assert_eq!(results.not_used, []);
    assert_eq!(results.origins(), ["a1", "a2", "a3"]);
    // 10 m + 200 m + 5 m
    assert_eq!(results.cell("a1", "supermarket", "distance_high_m"), "215");
    assert_eq!(results.cell("a1", "pharmacy", "verdict"), "within_upper");
}
