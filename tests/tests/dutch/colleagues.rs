//! Tables for colleagues and for the public, from the BAG, lists of addresses and totals of zones.

use std::fs;

use crate::{
    door::{Line, names},
    study::Study,
};

const AREAS: &str = "[areas]\nfile = \"cbs_buurten_2024.geojson\"\npreset = \"cbs-buurten\"\n";
const WEIGHTS: &str =
    "[weights]\n[weights.pc6]\nfile = \"cbs_pc6_2023.csv\"\npreset = \"pc6\"\nyear = 2023\n";

/// The same study with wide tables, for an audience.
fn wide(study: Study, audience: &str) -> Study {
    let output = format!("format = \"csv\"\nwide = [\"csv\"]\naudience = \"{audience}\"");
    study.change("study.toml", "format = \"csv\"", &output)
}

fn row<'l>(lines: &'l [Line], column: &str, value: &str) -> &'l Line {
    lines.iter().find(|line| line[column] == value).unwrap()
}

#[test]
fn wide_addresses_have_the_parts_that_the_bag_says() {
    let addresses = wide(Study::of_bag(""), "intern").scored("wide_addresses");
    let columns = [
        "number_id",
        "building_id",
        "street",
        "house_number",
        "house_letter",
        "addition",
        "postcode",
    ];
    let parts = |id: &str| {
        let own = row(&addresses, "address_id", id);
        columns.map(|column| own[column].clone())
    };
    assert_eq!(
        parts("9999010000000009"),
        [
            "9999200000000009",
            "9999100000000002",
            "Dorpsstraat",
            "17",
            "A",
            "",
            "0101AA"
        ]
    );
    assert_eq!(
        parts("9999010000000010")[2..],
        ["Dorpsstraat", "19", "", "1", "0101AA"]
    );
}

#[test]
fn wide_addresses_have_the_parts_that_a_list_says() {
    let study = Study::new("").change(
        "study.toml",
        "area = \"buurt\"",
        "area = \"buurt\"\nhuisnummer = \"huisnummer\"",
    );
    let addresses = wide(study, "intern").scored("wide_addresses");
    let own = row(&addresses, "address_id", "a2");
    assert_eq!(
        (own["postcode"].as_str(), own["house_number"].as_str()),
        ("0101aa", "2")
    );
}

#[test]
fn section_9_what_was_spread_is_told_to_colleagues_and_not_to_the_public() {
    let rest = format!("{AREAS}{WEIGHTS}");
    let of_people = ["spread.csv", "inwoners_niet_geplaatst.csv"];
    for (audience, told) in [("intern", true), ("openbaar", false)] {
        let study = wide(Study::new(&rest), audience);
        let addresses = study.scored("wide_addresses");
        assert_eq!(addresses[0].contains_key("inw_est_n"), told);
        assert_eq!(study.table("addresses")[0].contains_key("inw_est"), told);
        let written = names(&study.path().join("out"));
        for table in of_people {
            assert_eq!(written.iter().any(|name| name == table), told, "{table}");
        }
        let people = &study.manifest()["people"];
        assert_eq!(people["weights"].is_object(), told);
        assert_eq!(people["sources"][0]["year"], 2023);
        let account = study.table("wide_account");
        let source = row(&account, "parameter", "people pc6");
        assert_eq!(source["value"], "2023");
    }
}

#[test]
fn section_9_a_sensitive_list_of_addresses_leaves_totals_alone() {
    let shelters = "[[facilities]]\nfile = \"shelters.csv\"\nid = \"id\"\nonly = \"shelter\"\nsensitive = true\n\
                    match = { postcode = \"postcode\", huisnummer = \"nr\" }\n\n[origins]";
    let study = Study::of_bag(AREAS)
        .with(
            "shelters.csv",
            "id;postcode;nr\nsecret-1;0101AA;5\nsecret-2;0101AA;99\n",
        )
        .change("study.toml", "[origins]", shelters);
    let totals = study.scored("sensitive_totals");
    let found = row(&totals, "area_code", "WK999901");
    assert_eq!(
        (found["category"].as_str(), found["facilities_n"].as_str()),
        ("shelter", "1")
    );
    let out = study.path().join("out");
    for name in names(&out) {
        let text = fs::read_to_string(out.join(&name)).unwrap();
        assert!(!text.contains("secret-"), "{name}");
        assert!(!text.contains("0101AA 99"), "{name}");
    }
}

const ALL: &str = "[weights]\ndwellings = \"woningen\"\ncapacity = \"plaatsen\"\n\
    [weights.pc6]\nfile = \"cbs_pc6_2023.csv\"\npreset = \"pc6\"\nyear = 2023\n";

#[test]
fn section_8_gewicht_bron_says_per_area_where_its_people_come_from() {
    let study = wide(Study::new(&format!("{AREAS}{ALL}")), "intern");
    let source =
        |lines: &[Line], area: &str| row(lines, "area_code", area)["weight_source"].clone();
    let buurten = study.scored("wide_areas_buurt");
    for (area, wanted) in [
        ("BU99990101", "pc6 + buurt"),
        // The home has a count of its own; of 65+ nothing is known.
        ("BU99990102", "inw_est: own + buurt; n65_est: unknown"),
        ("BU99990201", "unknown"),
        ("BU99990202", ""),
    ] {
        assert_eq!(source(&buurten, area), wanted, "{area}");
    }
    assert_eq!(
        source(&study.table("wide_areas_wijk"), "WK999901"),
        "inw_est: own + pc6 + buurt; n65_est: pc6 + buurt + unknown"
    );
    let dutch = study.change("study.toml", "area_year", "language = \"nl\"\narea_year");
    let buurten = dutch.scored("wide_gebieden_buurt");
    assert_eq!(
        row(&buurten, "gebied_code", "BU99990102")["gewicht_bron"],
        "inw_est: eigen telling + buurt; n65_est: onbekend"
    );
}

#[test]
fn section_2_gevoelig_stands_beside_every_share_of_people_that_were_spread() {
    let study = wide(Study::new(&format!("{AREAS}{ALL}")), "intern").change(
        "study.toml",
        "area_year",
        "language = \"nl\"\narea_year",
    );
    let buurten = study.scored("wide_gebieden_buurt");
    let cells = |area: &str, columns: [&str; 2]| {
        let own = row(&buurten, "gebied_code", area);
        columns.map(|column| own[column].clone())
    };
    let within_300 = [
        "supermarkt_300_pct_inw_est",
        "supermarkt_300_gevoelig_inw_est",
    ];
    let within_500 = [
        "supermarkt_500_pct_inw_est",
        "supermarkt_500_gevoelig_inw_est",
    ];
    // Within 300 m 5 of 10 people by postcode, 4 of 10 if spread over 5 dwellings; within 500 m
    // 8.33 and 8.
    assert_eq!(cells("BU99990101", within_300), ["50", "ja"]);
    assert_eq!(cells("BU99990101", within_500), ["83.3", "nee"]);
    assert_eq!(cells("BU99990102", within_500), ["0", "nee"]);
    assert_eq!(cells("BU99990201", within_500), ["", ""]);
    assert!(!buurten[0].contains_key("supermarkt_500_gevoelig_adr"));
}

#[test]
fn section_9_gevoelig_tells_the_public_nothing_that_is_not_beside_it() {
    let many = |study: Study| {
        let percent = "\"percentage_personen_65_jaar_en_ouder\"";
        let change = |study: Study, (people, old, now): (&str, &str, &str)| {
            study.change(
                "cbs_buurten_2024.geojson",
                &format!("\"aantal_inwoners\":{people},{percent}:{old}"),
                &format!("\"aantal_inwoners\":{now},{percent}:40"),
            )
        };
        let buurten = [
            ("10", "30", "400"),
            ("8", "-99997", "800"),
            ("-99995", "-99995", "500"),
        ];
        buurten.into_iter().fold(study, change).change(
            "cbs_pc6_2023.csv",
            "0101AA,5,5,-99997,5",
            "0101AA,300,5,-99997,100",
        )
    };
    let study = wide(many(Study::new(&format!("{AREAS}{ALL}"))), "openbaar");
    let mut told = Vec::new();
    for (level, finest) in [("buurt", true), ("wijk", false)] {
        let areas = if finest {
            study.scored("wide_areas_buurt")
        } else {
            study.table("wide_areas_wijk")
        };
        for area in &areas {
            for (column, cell) in area.iter().filter(|(c, _)| c.contains("_sensitive_")) {
                let share = |g: &str| {
                    let (start, weight) = column.split_once("_sensitive_").unwrap();
                    let g = if g.is_empty() { weight } else { g };
                    area[&format!("{start}_pct_{g}")].parse::<f64>().ok()
                };
                let wanted = match (share(""), share("addresses")) {
                    (Some(people), Some(homes)) if finest => {
                        if (people - homes).abs() > 5.0 + 1e-6 {
                            "yes"
                        } else {
                            "no"
                        }
                    }
                    _ => "",
                };
                assert_eq!(cell, wanted, "{level} {} {column}", area["area_code"]);
                told.push(cell.clone());
            }
        }
    }
    for word in ["yes", "no", ""] {
        assert!(told.iter().any(|cell| cell == word), "{word:?}: {told:?}");
    }
}
