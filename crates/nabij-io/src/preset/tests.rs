use super::*;
use crate::table::ReadOptions;

fn table(text: &str) -> Table {
    Table::from_csv("cbs.csv", text.as_bytes(), &ReadOptions::default()).unwrap()
}

fn zone(preset: &Preset, text: &str) -> Option<String> {
    match preset.code(text) {
        Code::Zone(code) => Some(code),
        Code::OtherLevel | Code::Wrong => None,
    }
}

#[test]
fn every_preset_can_be_read() {
    for (name, _) in PRESETS {
        assert_eq!(Preset::named(name).unwrap().name, name);
    }
    let message = Preset::named("cbs").unwrap_err().to_string();
    assert!(message.contains("cbs-buurten, pc6"), "{message}");
}

#[test]
fn section_3_codes_are_text_with_leading_zeros() {
    let buurten = Preset::named("cbs-buurten").unwrap();
    for text in ["BU03080000", " bu03080000 ", "03080000", "3080000"] {
        assert_eq!(
            zone(&buurten, text).as_deref(),
            Some("BU03080000"),
            "{text}"
        );
    }
    for text in ["WK030800", "GM0308", "NL00"] {
        assert!(matches!(buurten.code(text), Code::OtherLevel), "{text}");
    }
    for text in ["", "BU0308000", "BU0308000X", "030800000"] {
        assert!(matches!(buurten.code(text), Code::Wrong), "{text}");
    }
    let pc6 = Preset::named("pc6").unwrap();
    assert_eq!(zone(&pc6, "2541 sv").as_deref(), Some("2541SV"));
    assert_eq!(zone(&pc6, "2541"), None);
    let squares = Preset::named("cbs-vierkanten").unwrap();
    assert_eq!(zone(&squares, "E0789N4512").as_deref(), Some("E0789N4512"));
}

#[test]
fn section_3_columns_are_matched_by_stem_whatever_the_year() {
    let buurten = Preset::named("cbs-buurten").unwrap();
    let of = |header: &str, thing: &str| buurten.column(&table(header), thing).unwrap();
    for column in [
        "aantal_inwoners",
        "aantalInwoners",
        "AANT_INW",
        "AantalInwoners_5",
    ] {
        assert_eq!(of(column, "residents").as_deref(), Some(column));
    }
    assert_eq!(
        of("k_65JaarOfOuder_12", "over_65").as_deref(),
        Some("k_65JaarOfOuder_12")
    );
    assert_eq!(
        of("P_65_EO_JR", "over_65_percent").as_deref(),
        Some("P_65_EO_JR")
    );
    assert_eq!(of("inwoners", "residents"), None);
    // An exact name goes before a numbered one; two numbered ones are ambiguous.
    assert!(of("aantal_inwoners,AantalInwoners_5", "residents").is_some());
    let two = table("AantalInwoners_5,AantalInwoners_6");
    assert!(
        buurten
            .column(&two, "residents")
            .unwrap_err()
            .to_string()
            .contains("name one")
    );
}

#[test]
fn section_3_afstand_tot_grote_supermarkt_95_106_and_111_are_one_stem() {
    let stems = ["afstand_tot_grote_supermarkt".to_owned()];
    for year in ["", "_95", "_106", "_111"] {
        let column = format!("AfstandTotGroteSupermarkt{year}");
        let among = table(&format!("Codering_3,{column},AfstandTotApotheek_96"));
        assert_eq!(find(&among, &stems).unwrap(), Some(column));
    }
    assert_eq!(
        find(&table("AfstandTotSupermarkt_95"), &stems).unwrap(),
        None
    );
}

#[test]
fn section_3_values_up_to_minus_99990_and_a_point_are_null_with_the_code_as_reason() {
    let buurten = Preset::named("cbs-buurten").unwrap();
    let cells = table("n\n-99990\n-99995\n-99997\n-99999999\n.\n\"\"\n-99989\n0\n");
    let found: Vec<String> = (0..cells.len())
        .map(|row| match buurten.number(&cells, "n", row).unwrap() {
            Number::Known(number) => format!("= {number}"),
            Number::None(code) => code.unwrap_or_default(),
        })
        .collect();
    assert_eq!(
        found,
        [
            "-99990",
            "-99995",
            "-99997",
            "-99999999",
            ".",
            "",
            "= -99989",
            "= 0"
        ]
    );
}
