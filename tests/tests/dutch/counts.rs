//! Dwellings, places and people counted per address in a table of their own, by id or by address.

use crate::study::{Study, by_id};

const AREAS: &str = "[areas]\nfile = \"cbs_buurten_2024.geojson\"\npreset = \"cbs-buurten\"\n";
const PC6: &str = "[weights.pc6]\nfile = \"cbs_pc6_2023.csv\"\npreset = \"pc6\"\n";

/// An id that lost its leading zero, a shop, a home that is planned, and one without a number.
const COUNTS: &str = "identificatie;woningen;plaatsen;inw;inw65
9999010000000001;1;;3;2
9999010000000002;2;;;
9999020000000001;;4;;1
518010000000001;1;;7;
9999010000000007;1;;5;
;1;;6;
";

/// The BAG with such a table.
fn bag(keys: &str, counts: &str) -> Study {
    let addresses = format!("[weights.addresses]\nfile = \"tellingen.csv\"\n{keys}\n");
    Study::of_bag(&format!("{AREAS}[weights]\n{addresses}{PC6}")).with("tellingen.csv", counts)
}

const BY_ID: &str = "id = \"identificatie\"\ndwellings = \"woningen\"\ncapacity = \"plaatsen\"\nyear = 2025\n\
                     own = { residents = \"inw\", over_65 = \"inw65\" }";

#[test]
fn section_2_own_counts_dwellings_and_capacity_beside_the_bag() {
    let study = bag(BY_ID, COUNTS);
    let people = by_id(&study.scored("addresses"), "inw_est");
    // 0101AA has 5, of which 3 are counted at 1; 2 are left for 7 homes and the 2 dwellings at 2.
    // 0101AB is suppressed: Oudeweg has 10, less 5 and less the 4 places on the boat.
    for (id, count) in [
        ("9999010000000001", "3"),
        ("9999010000000002", "0.444445"),
        ("9999010000000003", "0.222223"),
        ("9999010000000012", "0.222222"),
        ("9999020000000001", "4"),
        ("9999030000000001", "1"),
    ] {
        assert_eq!(people[id], count, "{id}");
    }
    let sum: f64 = people.values().map(|n| n.parse::<f64>().unwrap()).sum();
    assert!((sum - 10.0).abs() < 1e-9, "{sum}");
    let listed = study.table("not_used");
    let listed: Vec<(&str, &str)> = listed
        .iter()
        .filter(|line| line["file"] == "tellingen.csv")
        .map(|line| (line["id"].as_str(), line["code"].as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            ("0518010000000001", "not_an_origin"),
            ("9999010000000007", "not_an_origin"),
            ("", "bad_value"),
        ]
    );
    let sources = &study.manifest()["people"]["sources"];
    assert_eq!(sources[0]["zones"], "addresses");
    assert_eq!(sources[0]["year"], 2025);
    assert_eq!(sources[1]["zones"], "pc6");
    let told = study.check();
    assert!(told.contains("tellingen.csv: 3 of 6 used"), "{told}");
    assert!(
        told.contains("counts per addresses: tellingen.csv, 2025"),
        "{told}"
    );
}

#[test]
fn counts_by_postcode_and_house_number() {
    let counts = "postcode,nr,toev,inw\n0101 aa,17,A,4\n0101AA,19,2,0\n0101AB,6,,1.5\n\
                  0101AA,99,,8\n0101AA,13,,9\n";
    let keys = "match = { postcode = \"postcode\", huisnummer = \"nr\", toevoeging = \"toev\" }\n\
                own = { residents = \"inw\" }";
    let study = bag(keys, counts);
    let people = by_id(&study.scored("addresses"), "inw_est");
    // 0101AA: 5 - 4 = 1 over the other 7 homes; 17 is 17 A, 19-2 is empty.
    assert_eq!(people["9999010000000009"], "4");
    assert_eq!(people["9999010000000011"], "0");
    assert_eq!(people["9999010000000012"], "0.142857");
    assert_eq!(people["9999030000000001"], "1.5");
    assert_eq!(people["9999020000000001"], "3.5"); // 10 - 5 - 1.5
    let listed = study.table("not_used");
    let listed: Vec<&str> = listed
        .iter()
        .filter(|line| line["file"] == "tellingen.csv")
        .map(|line| line["reason"].as_str())
        .collect();
    assert_eq!(listed.len(), 2);
    assert!(listed[0].contains("0101AA 99"), "{}", listed[0]);
    assert!(
        listed[1].contains("0101AA 13 (9999010000000007)\": it is no origin"),
        "{}",
        listed[1]
    );
    let told = study.check();
    assert!(
        told.contains("tellingen.csv: 1 of 5 addresses have no place"),
        "{told}"
    );
}

#[test]
fn a_table_of_counts_says_the_same_as_columns() {
    let section = |rest: &str| {
        format!(
            "{AREAS}[weights]\ndwellings = \"woningen\"\n{rest}[weights.pc6]\nfile = \"cbs_pc6_2023.csv\"\npreset = \"pc6\"\nyear = 2023\n"
        )
    };
    let columns = Study::new(&section("capacity = \"plaatsen\"\n")).scored("addresses");
    let table = section(
        "[weights.addresses]\nfile = \"tehuizen.csv\"\nid = \"adres\"\ncapacity = \"plaatsen\"\n",
    );
    let table = Study::new(&table)
        .with("tehuizen.csv", "adres,plaatsen\nh1,6\n")
        .scored("addresses");
    assert_eq!(by_id(&table, "inw_est")["h1"], "6");
    assert_eq!(columns, table);
}

#[test]
fn counts_of_every_address_need_no_totals() {
    let study = Study::of_bag(
        "[weights]\n[weights.addresses]\nfile = \"brp.csv\"\nid = \"id\"\nown = { residents = \"inw\", over_65 = \"inw65\" }\n",
    )
    .with("brp.csv", "id,inw,inw65\n9999010000000001,3,4\n9999010000000002,0,0\n");
    let addresses = study.scored("addresses");
    let (all, older) = (by_id(&addresses, "inw_est"), by_id(&addresses, "n65_est"));
    let of = |id: &str| (all[id].as_str(), older[id].as_str());
    assert_eq!(of("9999010000000001"), ("3", "3")); // 65+ are residents
    assert_eq!(of("9999010000000002"), ("0", "0"));
    assert_eq!(of("9999010000000003"), ("", "")); // not in the table: unknown, not 0
}

#[test]
fn counts_that_cannot_be_say_what_to_do() {
    bag(BY_ID, &COUNTS.replace("0000002;2", "0000001;2")).fails(&[
        "9999010000000001",
        "twice",
        "line 2",
        "line 3",
    ]);
    bag("own = { residents = \"inw\" }", COUNTS).fails(&["[weights.addresses]", "`id`", "`match`"]);
    bag("id = \"identificatie\"", COUNTS).fails(&["[weights.addresses]", "`capacity`", "woningen"]);
    bag("id = \"id\"\ncapacity = \"plaatsen\"", COUNTS).fails(&["\"id\"", "identificatie"]);
    let twice = format!(
        "{AREAS}[weights]\ndwellings = \"woningen\"\n[weights.addresses]\nfile = \"t.csv\"\nid = \"id\"\ndwellings = \"n\"\n"
    );
    Study::new(&twice)
        .with("t.csv", "id,n\na1,2\n")
        .fails(&["`dwellings`", "keep one"]);
    // Columns of the BAG itself there are none; the message says where they may be.
    Study::of_bag(&format!("{AREAS}[weights]\ncapacity = \"plaatsen\"\n{PC6}"))
        .fails(&["plaatsen", "[weights.addresses]"]);
    let keys = "match = { postcode = \"p\", huisnummer = \"n\" }\nown = { residents = \"inw\" }";
    let section = format!("[weights]\n[weights.addresses]\nfile = \"t.csv\"\n{keys}\n");
    Study::new(&section)
        .with("t.csv", "p,n,inw\n0101AA,1,2\n")
        .fails(&["t.csv", "huisnummer"]);
}
