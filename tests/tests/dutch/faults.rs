//! Files that are not what the study says: what is told, of which file, and what to do.

use crate::study::Study;

const AREAS: &str = "[areas]\nfile = \"cbs_buurten_2024.geojson\"\npreset = \"cbs-buurten\"\n";
const LABELS: &str = "[labels]\nfile = \"lijst.csv\"\n\
    match = { postcode = \"postcode\", huisnummer = \"nr\" }\n\
    columns = { owner = \"corporatie\", label = \"label\" }\n";
const HEAD: &str = "postcode;nr;corporatie;label\n";

fn labels(section: &str, list: &str) -> Study {
    Study::of_bag(section).with("lijst.csv", list)
}

fn stadsdelen(table: &str) -> Study {
    let wijk = "{ level = \"wijk\", prefix = { from = \"BU\", to = \"WK\", length = 6 } }";
    let parents = format!(
        "parents = [\n{wijk},\n{{ level = \"stadsdeel\", table = \"stadsdelen.csv\" }},\n]\n"
    );
    Study::new(&format!("{AREAS}{parents}")).with("stadsdelen.csv", table)
}

#[test]
fn a_file_that_is_not_there() {
    let advice = "there is no such file; paths in a study file start from its own folder";
    let zones = |name: &str| {
        format!("{AREAS}[weights]\n[weights.{name}]\nfile = \"weg.csv\"\nid = \"id\"\n")
    };
    for section in [
        LABELS.replace("lijst.csv", "weg.csv"),
        zones("addresses") + "capacity = \"n\"\n",
        zones("pc6").replace("id = \"id\"", "preset = \"pc6\""),
        zones("squares").replace("id = \"id\"", "preset = \"cbs-vierkanten\""),
        AREAS.replace("cbs_buurten_2024.geojson", "weg.csv"),
        format!("{AREAS}parents = [{{ level = \"stadsdeel\", table = \"weg.csv\" }}]\n"),
    ] {
        Study::of_bag(&section).fails(&["weg.csv", advice]);
    }
    Study::new("")
        .change("study.toml", "streets.geojson", "weg.osm.pbf")
        .fails(&["weg.osm.pbf", advice]);
}

#[test]
fn a_table_without_rows_is_a_warning() {
    let told = labels(LABELS, HEAD).check();
    assert!(
        told.contains("! labels     lijst.csv: 0 of 0 used: it has no rows"),
        "{told}"
    );
    let pc6 = "[weights]\n[weights.pc6]\nfile = \"leeg.csv\"\npreset = \"pc6\"\n";
    let told = Study::of_bag(&format!("{AREAS}{pc6}"))
        .with(
            "leeg.csv",
            "postcode6,aantal_inwoners,aantal_inwoners_65_jaar_en_ouder\n",
        )
        .check();
    assert!(
        told.contains("! totals     leeg.csv: 0 of 0 used: it has no rows"),
        "{told}"
    );
    let empty = r#"{"type":"FeatureCollection","features":[]}"#;
    Study::new(AREAS)
        .with("cbs_buurten_2024.geojson", empty)
        .fails(&["cbs_buurten_2024.geojson", "buurtcode", "has no columns"]);
}

#[test]
fn a_list_of_labels_that_labels_nobody_is_a_warning() {
    let none = "lijst.csv: no address gets a label";
    let told = labels(LABELS, &format!("{HEAD}0101AA;3;Staedion;\n")).check();
    assert!(told.contains(none), "{told}");
    let told = labels(LABELS, &format!("{HEAD}0101AA;3;Staedion;55+\n")).check();
    assert!(!told.contains(none), "{told}");
    labels(&LABELS.replace("owner", "ownr"), HEAD).fails(&["lijst.csv", "\"ownr\"", "owner"]);
}

#[test]
fn buildings_without_labels_serve_nothing() {
    let buildings = "[buildings]\nfile = \"panden.geojson\"\n";
    Study::of_bag(buildings).fails(&["panden.geojson", "[buildings]", "[labels]", "leave"]);
}

#[test]
fn a_total_below_0_is_listed_under_its_own_column() {
    let pc6 = "[weights]\n[weights.pc6]\nfile = \"cbs_pc6_2023.csv\"\npreset = \"pc6\"\n";
    let study =
        Study::new(&format!("{AREAS}{pc6}")).change("cbs_pc6_2023.csv", "0101AA,5", "0101AA,-5");
    let listed = study.scored("not_used");
    let wrong = listed.iter().find(|line| line["id"] == "0101AA").unwrap();
    assert_eq!(wrong["place"], "line 2");
    assert!(wrong["reason"].contains("\"aantal_inwoners\" holds \"-5\""));
}

#[test]
fn facilities_must_say_of_which_category_they_are() {
    Study::new("")
        .with("facilities.csv", "id,soort,x,y\np1,pharmacy,80900,454505\n")
        .fails(&["facilities.csv", "`category`", "`only`", "id, soort, x, y"]);
}

#[test]
fn a_larger_area_has_one_code_one_name_and_one_rule() {
    let head = "code,parent,name\nWK999901,S1,Noord\n";
    stadsdelen(&format!("{head}WK999901,S2,Zuid\n")).fails(&[
        "stadsdelen.csv",
        "line 3",
        "WK999901 is part of S1 and of S2",
    ]);
    stadsdelen(&format!("{head}WK999902,S1,Zuid\n")).fails(&[
        "stadsdelen.csv",
        "line 3",
        "S1 is called \"Noord\" and \"Zuid\"",
    ]);
    stadsdelen(&format!("{head}WK999902,S2,Zuid\n"))
        .change(
            "study.toml",
            "table = \"stadsdelen.csv\"",
            "table = \"stadsdelen.csv\", preset = \"zuidwest\"",
        )
        .fails(&["\"stadsdeel\"", "table, preset", "keep one"]);
}

#[test]
fn a_level_that_no_area_is_part_of_is_a_warning() {
    let told = stadsdelen("code,parent,name\nWK0518,S1,Noord\n").check();
    assert!(
        told.contains("! areas      4 of 4 are part of no stadsdeel: do the codes fit?"),
        "{told}"
    );
    // Some that are not part of one are told without a warning: another municipality has none.
    let told = stadsdelen("code,parent,name\nWK999901,S1,Noord\n").check();
    assert!(
        told.contains("  areas      2 of 4 are part of no stadsdeel\n"),
        "{told}"
    );
}

#[test]
fn water_is_told_in_capitals_or_not() {
    let study = Study::new(AREAS).change("cbs_buurten_2024.geojson", "\"NEE\"", "\"nee\"");
    assert_eq!(study.scored("areas_buurt").len(), 4);
    assert_eq!(study.table("notes").len(), 1);
}
