//! Output for colleagues: the wide tables of the bundled town, opened with other readers than the
//! ones that wrote them where there are such.

mod door;

use std::{collections::BTreeSet, path::Path};

use calamine::{Data, Reader, Xlsx, open_workbook};
use door::{Line, arg, assert_same_files, dutch_town, excel_nl, nabij, names, replace, town};
use nabij_io::{Language, Names, ReadOptions, Table};

const LAYERS: [&str; 10] = [
    "gebieden_buurt",
    "gebieden_wijk",
    "gebieden_gemeente",
    "adressen",
    "complexen",
    "voorzieningen",
    "voorzieningen_per_gebied",
    "niet_gekoppeld",
    "normen",
    "verantwoording",
];

const DATES: [&str; 6] = [
    "peildatum_adressen",
    "peildatum_netwerk",
    "peildatum_voorzieningen",
    "indeling_jaar",
    "norm_set",
    "versie",
];

fn layer(path: &Path, name: &str) -> Table {
    let layer = Some(name.to_owned());
    let options = ReadOptions {
        layer,
        ..ReadOptions::default()
    };
    Table::read(path, &options).unwrap()
}

fn number(text: &str) -> f64 {
    assert!(!text.contains('.'), "{text}: a decimal comma is wanted");
    text.replace(',', ".").parse().unwrap()
}

#[test]
fn section_8_layers_and_columns_of_the_geopackage() {
    let (_folder, out) = dutch_town("wide = [\"gpkg\"]");
    let gpkg = out.join("wide.gpkg");
    // The first is the key that a GeoPackage needs.
    let columns = |name: &str| layer(&gpkg, name).column_names()[1..].to_vec();
    for name in LAYERS {
        let found = columns(name);
        assert_eq!(found[found.len() - 6..], DATES, "{name}");
        let dutch = Names::of(Language::Dutch);
        for column in &found {
            assert!(dutch.english_column(column).is_some(), "{name}.{column}");
        }
        assert!(dutch.english_table(name).is_some(), "{name}");
    }
    let mut areas: Vec<String> = "gebied_code gebied_naam niveau wijk_code wijk_naam gm_code \
        adressen_n inwoners_n inw65_n gewicht_bron niet_gekoppeld_n onderdrukt"
        .split(' ')
        .map(str::to_owned)
        .collect();
    for c in ["supermarkt", "apotheek", "ov", "alle3"] {
        for g in ["adr", "inw", "65"] {
            for limit in [300, 500] {
                areas.extend(["", "_laag", "_hoog"].map(|w| format!("{c}_{limit}{w}_pct_{g}")));
            }
        }
        areas.extend(["inw", "65"].map(|g| format!("{c}_buiten500_{g}_n")));
        areas.extend(["grens", "niet_bereikbaar", "onzeker"].map(|w| format!("{c}_{w}_n")));
        assert_eq!(
            columns("gebieden_buurt").contains(&format!("{c}_mediaan_m")),
            c != "alle3"
        );
    }
    let found = columns("gebieden_buurt");
    for column in &areas {
        assert!(found.contains(column), "{column}");
    }
    let mut addresses = "adres_id nummeraanduiding_id pand_id straat huisnummer huisletter \
        toevoeging postcode buurt_code alle3_klasse aanloop_adres_m aanloop_voorziening_m grens reden"
        .split(' ')
        .map(str::to_owned)
        .collect::<Vec<_>>();
    for c in ["supermarkt", "apotheek", "ov"] {
        let parts = [
            "m",
            "klasse",
            "marge_m",
            "voorziening_id",
            "voorziening_naam",
        ];
        addresses.extend(parts.map(|part| format!("{c}_{part}")));
    }
    let found = columns("adressen");
    for column in &addresses {
        assert!(found.contains(column), "{column}");
    }
    assert!(
        !found.contains(&"alle3_m".to_owned()),
        "a norm made of norms has no metres"
    );
    let complexes = "eigenaar complex_id complex_naam adres postcode buurt_code woningen_n \
        woningen_bron schaal_12 ruimte_id ruimte_naam ruimte_inpandig ruimte_open_bewoners \
        ruimte_open_buurt ruimte_m ruimte_m_verste_woning ruimte_100 grens nultreden \
        nultreden_bron geclusterd definitie reden actie";
    let found = columns("complexen");
    assert_eq!(
        found[..found.len() - 6].join(" "),
        complexes.split_whitespace().collect::<Vec<_>>().join(" ")
    );
    let found = columns("voorzieningen");
    let wanted = "voorziening_id categorie naam adres bron peildatum gekoppeld bereik500_inw_n";
    assert_eq!(found[..8].join(" "), wanted);
    assert_eq!(
        columns("niet_gekoppeld")[..4].join(" "),
        "bestand rij id reden"
    );
    assert_eq!(
        columns("verantwoording")[..4].join(" "),
        "parameter waarde bron soort"
    );
    // One feature per area, address, complex and facility.
    let rows = |name: &str| layer(&gpkg, name).len();
    assert_eq!(
        ["gebieden_buurt", "gebieden_wijk", "gebieden_gemeente"].map(rows),
        [8, 2, 1]
    );
    assert_eq!(
        ["adressen", "complexen", "voorzieningen"].map(rows),
        [3_723, 3, 63]
    );
}

#[test]
fn section_8_styles_parse_and_name_what_is_there() {
    let (_folder, out) = dutch_town("wide = [\"gpkg\"]");
    let gpkg = out.join("wide.gpkg");
    let styles = layer(&gpkg, "layer_styles");
    let text = |column: &str, row: usize| styles.column(column).unwrap().text(row).unwrap();
    let mut defaults = BTreeSet::new();
    for row in 0..styles.len() {
        let (name, style) = (text("f_table_name", row), text("styleName", row));
        if styles.column("useAsDefault").unwrap().yes_no(row).unwrap() == Some(true) {
            assert!(defaults.insert(name.clone()), "{name} has two defaults");
        }
        let table = layer(&gpkg, &name);
        let qml = text("styleQML", row);
        let options = roxmltree::ParsingOptions {
            allow_dtd: true,
            ..Default::default()
        };
        let xml = roxmltree::Document::parse_with_options(&qml, options).unwrap();
        let renderer = xml
            .descendants()
            .find(|n| n.has_tag_name("renderer-v2"))
            .unwrap();
        let column = renderer.attribute("attr").unwrap();
        assert_eq!(column, style);
        let symbols = xml
            .descendants()
            .filter(|n| n.has_tag_name("symbol"))
            .count();
        if renderer.attribute("type") == Some("graduatedSymbol") {
            let ranges = xml.descendants().filter(|n| n.has_tag_name("range"));
            let bound = |n: &roxmltree::Node<'_, '_>, key| {
                n.attribute(key).unwrap().parse::<f64>().unwrap()
            };
            let ranges: Vec<(f64, f64)> = ranges
                .map(|n| (bound(&n, "lower"), bound(&n, "upper")))
                .collect();
            assert_eq!(ranges.len(), symbols);
            assert_eq!((ranges[0].0, ranges[ranges.len() - 1].1), (0.0, 100.0));
            assert!(ranges.windows(2).all(|pair| pair[0].1 == pair[1].0));
            assert!(table.column(column).is_ok(), "{column}");
        } else {
            let values = xml.descendants().filter(|n| n.has_tag_name("category"));
            let values: Vec<&str> = values.map(|n| n.attribute("value").unwrap()).collect();
            assert_eq!(values.len(), symbols);
            for row in 0..table.len() {
                if let Some(value) = table.column(column).unwrap().text(row) {
                    assert!(values.contains(&value.as_str()), "{name}.{column}: {value}");
                }
            }
        }
    }
    let wanted = [
        "adressen",
        "complexen",
        "gebieden_buurt",
        "gebieden_gemeente",
        "gebieden_wijk",
        "voorzieningen",
    ];
    assert_eq!(defaults.into_iter().collect::<Vec<_>>(), wanted);
}

#[test]
fn section_8_numbers_are_those_of_the_long_tables() {
    let (folder, out) = dutch_town("format = \"csv\"\ndialect = \"excel-nl\"\nwide = [\"csv\"]");
    let _ = folder;
    // Areas: percentages of the shares.
    let long = excel_nl(&out.join("areas.csv"));
    let wide = excel_nl(&out.join("wide_gebieden_buurt.csv"));
    for area in &wide {
        for (norm, c) in [("supermarket", "supermarkt"), ("daily_facilities", "alle3")] {
            for (weight, g) in [("addresses", "adr"), ("residents", "inw"), ("65+", "65")] {
                let row = long.iter().find(|row| {
                    row["area"] == area["gebied_code"]
                        && row["norm"] == norm
                        && row["weight"] == weight
                });
                let row = row.unwrap();
                for (share, name) in [
                    ("share_lower", "300"),
                    ("share_upper", "500"),
                    ("share_low_upper", "500_laag"),
                ] {
                    let share = number(&row[share]);
                    let shown = number(&area[&format!("{c}_{name}_pct_{g}")]);
                    assert!(
                        (share * 100.0 - shown).abs() <= 0.05 + 1e-9,
                        "{share} {shown}"
                    );
                    assert_eq!((shown * 10.0).round() / 10.0, shown, "one decimal");
                }
            }
        }
    }
    // Addresses: whole metres, on the same side of the limit as the verdict says.
    let rows = excel_nl(&out.join("rows.csv"));
    let exact: std::collections::BTreeMap<(&str, &str), &Line> = rows
        .iter()
        .map(|row| ((row["origin"].as_str(), row["norm"].as_str()), row))
        .collect();
    let mut seen = BTreeSet::new();
    for address in &excel_nl(&out.join("wide_adressen.csv")) {
        for (norm, c) in [
            ("supermarket", "supermarkt"),
            ("pharmacy", "apotheek"),
            ("public_transport", "ov"),
        ] {
            let row = exact[&(address["adres_id"].as_str(), norm)];
            let class = &address[&format!("{c}_klasse")];
            let wanted = match row["verdict"].as_str() {
                "within_lower" => "binnen 300 m",
                "within_upper" => "300–500 m",
                "beyond" => "verder dan 500 m",
                "beyond_horizon" => "verder dan zoekgrens",
                "unreachable" => "niet bereikbaar",
                "unsnapped" => "niet aan straat gekoppeld",
                "uncertain" => "onzeker",
                other => panic!("{other}"),
            };
            assert_eq!(class, wanted);
            seen.insert(wanted);
            let shown = &address[&format!("{c}_m")];
            assert_eq!(shown.is_empty(), row["distance_high_m"].is_empty());
            if shown.is_empty() {
                continue;
            }
            let (shown, high) = (number(shown), number(&row["distance_high_m"]));
            assert_eq!(shown.fract(), 0.0);
            assert!((shown - high).abs() < 1.0);
            for limit in [300.0, 500.0] {
                assert_eq!(
                    shown <= limit,
                    high <= limit,
                    "{high} is printed as {shown}"
                );
            }
            assert_eq!(number(&address[&format!("{c}_marge_m")]), 500.0 - shown);
        }
    }
    assert_eq!(seen.len(), 7, "the town has every verdict");
    // Who lives within 500 m of a pharmacy, counted again from the nearest ones: a lower bound.
    let facilities = excel_nl(&out.join("wide_voorzieningen.csv"));
    for facility in facilities.iter().filter(|f| f["categorie"] == "apotheek") {
        let near = excel_nl(&out.join("wide_adressen.csv"))
            .into_iter()
            .filter(|a| {
                a["apotheek_voorziening_id"] == facility["voorziening_id"]
                    && a["apotheek_klasse"] != "verder dan 500 m"
                    && !a["apotheek_m"].is_empty()
                    && number(&a["apotheek_m"]) <= 500.0
            });
        let people: f64 = near
            .filter(|a| !a["inwoners_n"].is_empty())
            .map(|a| number(&a["inwoners_n"]))
            .sum();
        assert!(number(&facility["bereik500_inw_n"]) >= people);
    }
}

#[test]
fn section_8_the_workbook_keeps_ids_as_text() {
    let (_folder, out) = dutch_town("wide = [\"xlsx\"]");
    let mut book: Xlsx<_> = open_workbook(out.join("wide.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), LAYERS);
    let sheet = book.worksheet_range("adressen").unwrap();
    assert_eq!(sheet.height(), 3_724);
    let header: Vec<String> = sheet
        .rows()
        .next()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    let column = |name: &str| header.iter().position(|own| own == name).unwrap();
    for row in sheet.rows().skip(1) {
        assert!(matches!(&row[column("adres_id")], Data::String(id) if id.len() == 16));
        assert!(matches!(&row[column("postcode")], Data::String(code) if code.starts_with('0')));
        assert!(matches!(
            row[column("apotheek_m")],
            Data::Float(_) | Data::Empty
        ));
    }
    for name in LAYERS {
        let sheet = book.worksheet_range(name).unwrap();
        let header: Vec<String> = sheet
            .rows()
            .next()
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(header[header.len() - 6..], DATES, "{name}");
    }
}

#[test]
fn section_8_one_workbook_per_eigenaar() {
    let (_folder, out) = dutch_town("wide = [\"xlsx\"]\nper_owner = true");
    // Its own complexes, the norms and the account.
    let files = names(&out);
    let own: Vec<&String> = files
        .iter()
        .filter(|name| name.starts_with("wide_C-"))
        .collect();
    assert_eq!(
        own,
        [
            "wide_C-ANNAHOF.xlsx",
            "wide_C-LINDE.xlsx",
            "wide_C-WILGEN.xlsx"
        ]
    );
    for name in own {
        let mut book: Xlsx<_> = open_workbook(out.join(name)).unwrap();
        assert_eq!(
            book.sheet_names(),
            ["complexen", "normen", "verantwoording"]
        );
        let sheet = book.worksheet_range("complexen").unwrap();
        assert_eq!(sheet.height(), 2);
        let owner = sheet.get_value((1, 0)).unwrap().to_string();
        assert_eq!(format!("wide_{owner}.xlsx"), *name);
    }
}

#[test]
fn section_6_complexes_with_reasons_and_what_would_mend_them() {
    let (_folder, out) = dutch_town("dialect = \"excel-nl\"\nwide = [\"csv\"]");
    let all = excel_nl(&out.join("wide_complexen.csv"));
    let of = |id: &str| all.iter().find(|row| row["complex_id"] == id).unwrap();
    let short = |id: &str| {
        let row = of(id);
        [
            "woningen_n",
            "schaal_12",
            "ruimte_inpandig",
            "ruimte_m",
            "ruimte_100",
            "nultreden",
            "geclusterd",
        ]
        .map(|column| row[column].as_str())
    };
    assert_eq!(
        short("C-ANNAHOF"),
        ["14", "ja", "nee", "90", "ja", "onbekend", "onbekend"]
    );
    assert_eq!(
        short("C-LINDE"),
        ["24", "ja", "ja", "0", "ja", "onbekend", "onbekend"]
    );
    assert_eq!(
        short("C-WILGEN"),
        ["30", "ja", "nee", "266", "nee", "onbekend", "nee"]
    );
    let wilgen = of("C-WILGEN");
    assert!(
        wilgen["reden"].contains("ligt op 266 m"),
        "{}",
        wilgen["reden"]
    );
    assert!(
        wilgen["actie"].contains("maak een ontmoetingsruimte"),
        "{}",
        wilgen["actie"]
    );
    for row in &all {
        let (near, far) = (
            number(&row["ruimte_m"]),
            number(&row["ruimte_m_verste_woning"]),
        );
        assert!(near <= far, "{near} {far}");
        assert_eq!(row["definitie"], "geclusterd-denhaag-2024");
    }
}

#[test]
fn wide_files_are_the_same_for_the_same_input() {
    let output = "wide = [\"gpkg\", \"xlsx\", \"csv\"]\nper_owner = true";
    let ((_a, one), (_b, two)) = (dutch_town(output), dutch_town(output));
    assert_same_files(&one, &two);
}

#[test]
fn a_workbook_per_owner_needs_owners() {
    let (folder, town) = town();
    let study = town.join("study.toml");
    replace(&study, "format = \"parquet\"", "per_owner = true");
    let out = folder.path().join("out");
    let ran = nabij(&town, &["score", arg(&study), "--out", arg(&out)]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("no complex has one"), "{}", ran.stderr);
    assert!(!out.join("manifest.json").exists());
    replace(&study, "per_owner = true", "wide = [\"gpkg\"]");
    replace(
        &study,
        "weights = {",
        "columns = { shoe_size = \"straat\" }\nweights = {",
    );
    let ran = nabij(&town, &["score", arg(&study), "--out", arg(&out)]);
    assert!(ran.stderr.contains("shoe_size"), "{}", ran.stderr);
}

#[test]
fn section_7_levels_add_up() {
    let (_folder, out) = dutch_town("dialect = \"excel-nl\"\nwide = [\"csv\"]");
    let sums = ["buurt", "wijk", "gemeente"].map(|level| {
        let rows = excel_nl(&out.join(format!("wide_gebieden_{level}.csv")));
        let columns = rows[0].keys().filter(|name| name.ends_with("_n"));
        let sum = |column: &String| rows.iter().map(|row| number(&row[column])).sum::<f64>();
        columns
            .map(|column| (column.clone(), sum(column)))
            .collect::<Vec<_>>()
    });
    assert!(sums[0].len() > 20);
    assert_eq!(sums[0], sums[1]);
    assert_eq!(sums[0], sums[2]);
    // A share of a larger area is the share of all its people, not a mean of shares.
    let rows = excel_nl(&out.join("wide_gebieden_buurt.csv"));
    let of = |row: &Line, column: &str| number(&row[column]);
    let beyond: f64 = rows.iter().map(|row| of(row, "ov_buiten500_inw_n")).sum();
    let whole = &excel_nl(&out.join("wide_gebieden_gemeente.csv"))[0];
    let (low, high) = (
        of(whole, "ov_500_laag_pct_inw"),
        of(whole, "ov_500_hoog_pct_inw"),
    );
    let share = 100.0 * (1.0 - beyond / of(whole, "inwoners_n"));
    assert!((share - high).abs() <= 0.05 + 1e-9, "{low} {share} {high}");
}

#[test]
fn section_8_every_table_carries_its_dates_its_borders_its_norms_and_its_version() {
    let (_folder, out) = dutch_town("dialect = \"excel-nl\"\nwide = [\"csv\"]");
    let version = env!("CARGO_PKG_VERSION");
    let wanted = [
        "2024-01-01",
        "2024-01-01",
        "2024-01-01",
        "2024",
        "denhaag-2024",
        version,
    ];
    for name in LAYERS {
        let rows = excel_nl(&out.join(format!("wide_{name}.csv")));
        assert!(!rows.is_empty(), "{name}");
        for row in rows {
            assert_eq!(DATES.map(|column| row[column].clone()), wanted, "{name}");
        }
    }
}
