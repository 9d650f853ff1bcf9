//! Rules of Dutch practice that the other tests do not name: counts before percentages, no
//! geocoder, stadsdelen from a table, what colleagues open.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::{
    door::{Line, arg, csv, dutch_town, excel_nl, nabij, town},
    study::Study,
};

const AREAS: &str = "[areas]\nfile = \"cbs_buurten_2024.geojson\"\npreset = \"cbs-buurten\"\n";

fn root(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    fs::read_to_string(path).unwrap()
}

/// The total of a weight in an area, for the first norm.
fn total(areas: &[Line], area: &str, weight: &str) -> String {
    let of = |row: &&Line| row["area"] == area && row["weight"] == weight;
    areas.iter().find(of).unwrap()["total"].clone()
}

#[test]
fn section_3_counts_of_65_and_older_go_before_percentages() {
    let weights = "[weights.areas]\nfile = \"both.csv\"\npreset = \"cbs-buurten\"\nyear = 2024\n";
    let table = |columns: &str, cells: &str| {
        let text = format!("buurtcode,aantal_inwoners,{columns}\nBU99990101,10,{cells}\n");
        Study::new(&format!("{AREAS}{weights}")).with("both.csv", &text)
    };
    let (count, percent) = (
        "aantal_inwoners_65_jaar_en_ouder",
        "percentage_personen_65_jaar_en_ouder",
    );
    // 4 people are counted; 30 % of 10 would be 3.
    let both = table(&format!("{percent},{count}"), "30,4");
    assert_eq!(total(&both.scored("areas"), "BU99990101", "n65_est"), "4");
    assert!(!both.check().contains("from a percentage"));
    let one = table(percent, "30");
    assert_eq!(total(&one.scored("areas"), "BU99990101", "n65_est"), "3");
    assert!(one.check().contains("from a percentage"));
}

#[test]
fn section_3_no_preset_offers_75_and_older_which_is_a_column_of_ones_own() {
    for preset in ["cbs-buurten", "pc6", "cbs-vierkanten"] {
        let rules = root(&format!("crates/nabij-io/rules/{preset}.toml"));
        assert!(!rules.contains("75"), "{preset}");
    }
    let study = Study::new(AREAS)
        .with("adressen.csv", "adres_id,postcode,buurt,x,y,inw75\na1,0101AA,,80100,454505,2\na2,0101AA,,80300,454505,1\n")
        .change("study.toml", "area = \"buurt\"", "area = \"buurt\"\nweights = { \"75+\" = \"inw75\" }");
    assert_eq!(total(&study.scored("areas"), "BU99990101", "75+"), "3");
}

#[test]
fn section_4_nothing_can_ask_a_web_geocoder() {
    let packages = root("Cargo.lock");
    assert!(packages.contains("name = \"nabij-io\""));
    for client in [
        "reqwest",
        "ureq",
        "hyper",
        "curl",
        "curl-sys",
        "isahc",
        "attohttpc",
        "minreq",
        "native-tls",
        "rustls",
        "openssl",
    ] {
        assert!(
            !packages.contains(&format!("name = \"{client}\"")),
            "{client}"
        );
    }
}

#[test]
fn section_6_the_meeting_room_norm_is_not_tested_for_every_address() {
    let (_folder, out) = dutch_csv();
    let addresses = excel_nl(&out.join("addresses.csv"));
    let kinds: BTreeMap<&str, &str> = addresses
        .iter()
        .map(|row| (row["origin"].as_str(), row["kind"].as_str()))
        .collect();
    let tested = |kind: &str| {
        let rows = excel_nl(&out.join("rows.csv"));
        let norms = rows
            .iter()
            .filter(|row| kinds[row["origin"].as_str()] == kind);
        let norms: BTreeSet<String> = norms.map(|row| row["norm"].clone()).collect();
        norms.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(tested("complex"), ["meeting_room"]);
    let daily = [
        "daily_facilities",
        "pharmacy",
        "public_transport",
        "supermarket",
    ];
    assert_eq!(tested("address"), daily);
}

#[test]
fn section_7_stadsdelen_from_a_table_by_wijk_or_by_buurt() {
    let study = |table: &str| {
        let parents = "parents = [\n{ level = \"wijk\", prefix = { from = \"BU\", to = \"WK\", length = 6 } },\n\
                       { level = \"stadsdeel\", table = \"stadsdelen.csv\" },\n]\n";
        Study::new(&format!("{AREAS}{parents}")).with("stadsdelen.csv", table)
    };
    let stadsdelen = |study: &Study| {
        let rows = study.scored("areas_stadsdeel");
        let own = |row: &Line| ["area", "area_name", "origins"].map(|column| row[column].clone());
        rows.iter().map(own).collect::<Vec<_>>()
    };
    // a1 to a4 are in Oudeweg (…0101), b1, b2 and h1 in Nieuweweg (…0102), c1 in Stil (…0201).
    let by_wijk = study("code,parent,name\nWK999901,S1,Noord\nWK999902,S2,Zuid\n");
    assert_eq!(
        stadsdelen(&by_wijk),
        [["S1", "Noord", "7"], ["S2", "Zuid", "1"]]
    );
    // A row of the buurt itself goes before the one of its wijk; what is in none stays out.
    let mixed = study("code,parent,name\nWK999901,S1,Noord\nBU99990102,S2,Zuid\n");
    assert_eq!(
        stadsdelen(&mixed),
        [["S1", "Noord", "4"], ["S2", "Zuid", "3"]]
    );
}

/// The town with wide tables in Dutch, as CSV; the folder of the results.
fn dutch_csv() -> (tempfile::TempDir, std::path::PathBuf) {
    dutch_town("format = \"csv\"\nwide = [\"csv\"]\ndialect = \"excel-nl\"")
}

#[test]
fn section_8_csv_as_a_dutch_excel_opens_it() {
    let (_folder, out) = dutch_csv();
    let bytes = fs::read(out.join("wide_gebieden_buurt.csv")).unwrap();
    assert_eq!(bytes[..3], [0xef, 0xbb, 0xbf], "a byte order mark");
    let text = String::from_utf8(bytes[3..].to_vec()).unwrap();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split(';').collect();
    assert_eq!(head[..3], ["gebied_code", "gebied_naam", "niveau"]);
    let first: Vec<&str> = lines.next().unwrap().split(';').collect();
    assert_eq!(first.len(), head.len());
    let share = head
        .iter()
        .position(|name| *name == "supermarkt_300_pct_adr");
    assert_eq!(first[share.unwrap()], "49,3");
    // The plain dialect has commas, points and no mark.
    let (folder, town) = town();
    let plain = folder.path().join("plain");
    let args = [
        "score",
        "study.toml",
        "--out",
        arg(&plain),
        "--format",
        "csv",
    ];
    nabij(&town, &args).good();
    let text = fs::read_to_string(plain.join("areas_buurt.csv")).unwrap();
    assert!(text.starts_with("area,area_name,origins,"));
    assert_eq!(csv(&plain.join("areas_buurt.csv"))[0]["area"], "BU99990101");
}

#[test]
fn section_8_norms_and_account_say_where_they_come_from() {
    let (_folder, out) = dutch_csv();
    let norms = excel_nl(&out.join("wide_normen.csv"));
    let kinds: Vec<(&str, &str)> = norms
        .iter()
        .map(|row| (row["norm"].as_str(), row["soort"].as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("supermarkt", "SEED"),
            ("apotheek", "SEED"),
            ("openbaar vervoer", "SEED"),
            ("alle drie", "SEED"),
            ("ontmoetingsruimte", "SEED, richtwaarde"),
        ]
    );
    assert!(norms.iter().all(|row| row["citaat"].len() > 20));
    let account = excel_nl(&out.join("wide_verantwoording.csv"));
    let of = |parameter: &str| account.iter().find(|row| row["parameter"] == parameter);
    let snap = of("max_snap").unwrap();
    assert_eq!(
        (snap["waarde"].as_str(), snap["soort"].as_str()),
        ("100 m", "AANNAME")
    );
    let unused = excel_nl(&out.join("wide_niet_gekoppeld.csv"));
    // 25 bungalows behind the fence, 4 farms and the toilet of the Natuurhuis.
    assert_eq!(unused.len(), 30);
    let toilet = unused.iter().find(|row| row["id"] == "toilet-05").unwrap();
    assert_eq!(toilet["bestand"], "facilities.geojson");
    assert!(unused.iter().all(|row| !row["reden"].is_empty()));
}

#[test]
fn section_8_facilities_per_area_name_every_category_and_score_none() {
    let (_folder, out) = dutch_csv();
    let all = excel_nl(&out.join("wide_voorzieningen_per_gebied.csv"));
    // 13 categories in each of 8 buurten, 2 wijken and the municipality.
    assert_eq!(all.len(), 13 * 11);
    let of = |area: &str, category: &str| {
        let own = |row: &&Line| row["gebied_code"] == area && row["categorie"] == category;
        all.iter().find(own).unwrap()
    };
    let shops = of("BU99990101", "supermarkt");
    assert_eq!(
        (shops["aantal"].as_str(), shops["namen"].as_str()),
        ("1", "Supermarkt De Korf")
    );
    assert_eq!(
        (shops["norm_m"].as_str(), shops["binnen_pct_adr"].as_str()),
        ("500", "96,6")
    );
    // No norm, no share; nothing there is 0 and not empty.
    let gps = of("BU99990204", "huisarts");
    assert_eq!(
        (gps["aantal"].as_str(), gps["binnen_pct_adr"].as_str()),
        ("0", "")
    );
    assert!(all[0].keys().all(|name| !name.contains("score")));
}
