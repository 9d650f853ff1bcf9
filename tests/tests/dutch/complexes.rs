//! Clustered housing: complexes that no list names, and rooms that are not for everybody.

use crate::{
    door::Line,
    study::{Study, by_id},
};

const COLUMNS: &str = "area = \"buurt\"
building = \"pand\"
complex = \"complex\"
columns = { owner = \"eigenaar\", label = \"label\", zero_step = \"nultreden\" }";

/// Along the street of y = 454500: pand p1 and p2 share a wall at x = 80112, p3 stands far off.
const PANDEN: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:28992"}},"features":[
{"type":"Feature","properties":{"identificatie":"p1"},"geometry":{"type":"Polygon","coordinates":[[[80098,454503],[80112,454503],[80112,454515],[80098,454515],[80098,454503]]]}},
{"type":"Feature","properties":{"identificatie":"p2"},"geometry":{"type":"Polygon","coordinates":[[[80112,454500],[80130,454500],[80130,454515],[80112,454515],[80112,454500]]]}},
{"type":"Feature","properties":{"identificatie":"p3"},"geometry":{"type":"Polygon","coordinates":[[[80990,454503],[81010,454503],[81010,454515],[80990,454515],[80990,454503]]]}}]}"#;

/// Seven labelled dwellings in p1 and five in p2, all of one corporation; two in p3; and some that
/// are in no complex.
fn addresses() -> String {
    let mut lines =
        vec!["adres_id,postcode,buurt,eigenaar,label,pand,complex,nultreden,x,y".to_owned()];
    let mut add = |id: &str, owner: &str, label: &str, pand: &str, x: u32| {
        lines.push(format!(
            "{id},0101AA,,{owner},{label},{pand},,ja,{x},454505"
        ));
    };
    for (at, x) in (1..8).zip(80_100..) {
        add(&format!("w{at:02}"), "Staedion", "55+", "p1", x);
    }
    for (at, x) in (8..13).zip(80_120..) {
        add(&format!("w{at:02}"), "Staedion", "55+", "p2", x);
    }
    add("w13", "Staedion", "", "p1", 80_108); // has no label
    add("w14", "Haag Wonen", "55+", "p1", 80_109);
    add("w15", "Staedion", "65+", "p2", 80_119);
    add("w16", "Staedion", "55+", "p3", 81_000);
    add("w17", "Staedion", "55+", "p3", 81_001);
    add("w18", "", "55+", "p1", 80_110);
    add("w19", "Staedion", "55+", "", 80_111);
    add("w20", "Arcade", "55+", "p4", 80_300); // 151 m from the next one
    add("w21", "Arcade", "55+", "p4", 80_451);
    lines.join("\n") + "\n"
}

const ROOMS: &str = "id,category,pand,bewoners,buurtbewoners,x,y
s1,supermarket,,,,80150,454505
p1,pharmacy,,,,80900,454505
t1,public_transport,,,,81200,454505
r1,meeting_room,,ja,nee,80170,454505
";

fn study(rest: &str) -> Study {
    Study::new(rest)
        .with("adressen.csv", &addresses())
        .with("panden.geojson", PANDEN)
        .with("facilities.csv", ROOMS)
        .change("study.toml", "area = \"buurt\"", COLUMNS)
        .change(
            "study.toml",
            "format = \"csv\"",
            "format = \"csv\"\nwide = [\"csv\"]",
        )
        .change(
            "study.toml",
            "file = \"facilities.csv\"",
            "file = \"facilities.csv\"\nbuilding = \"pand\"\n\
             columns = { open_residents = \"bewoners\", open_neighbourhood = \"buurtbewoners\" }",
        )
}

const BUILDINGS: &str = "[buildings]\nfile = \"panden.geojson\"\nid = \"identificatie\"\n";

fn told<const N: usize>(complexes: &[Line], columns: [&str; N]) -> Vec<[String; N]> {
    let row = |line: &Line| columns.map(|column| line[column].clone());
    complexes.iter().map(row).collect()
}

const RESULTS: [&str; 8] = [
    "complex_id",
    "dwellings_n",
    "scale_12",
    "room_m",
    "room_m_farthest_dwelling",
    "room_100",
    "zero_step",
    "clustered",
];

#[test]
fn section_6_without_complex_id_only_the_same_owner_and_label_in_the_same_or_touching_panden_are_linked()
 {
    let study = study(BUILDINGS);
    let complexes = study.scored("wide_complexes");
    // From the room at 80170: 5 + 46 + 5 to the nearest dwelling, 5 + 70 + 5 to the farthest.
    assert_eq!(
        told(&complexes, RESULTS),
        [
            ["afgeleid:w01", "12", "yes", "56", "80", "yes", "yes", "yes"],
            ["afgeleid:w16", "2", "no", "840", "841", "no", "yes", "no"],
        ]
    );
    let first = &complexes[0];
    assert_eq!(first["owner"], "Staedion");
    assert_eq!(first["complex_name"], "55+");
    assert_eq!(first["room_id"], "r1");
    assert_eq!(first["room_indoor"], "no");
}

#[test]
fn section_6_a_linked_complex_is_marked_afgeleid_and_counts_the_labelled_list_not_all_of_the_pand()
{
    let study = study(BUILDINGS).change("study.toml", "area_year", "language = \"nl\"\narea_year");
    let complexes = study.scored("wide_complexen");
    // w13 lives in p1 too, without a label.
    let first = &complexes[0];
    assert_eq!(first["woningen_n"], "12");
    assert_eq!(
        first["woningen_bron"],
        "afgeleid: eigenaar, label en pand; geteld op de lijst"
    );
    assert_eq!(first["reden"], "het complex is afgeleid");
    assert_eq!(first["actie"], "geef het complexnummer op");
    let text = study.manifest()["assumptions"].to_string();
    let wanted = "2 complexes are derived (afgeleid): dwellings without the id of one, of the same \
                  owner and label, in buildings that are the same or at most 0.1 m apart, at most \
                  150.000 m across.";
    assert!(text.contains(wanted), "{text}");
}

#[test]
fn labelled_dwellings_that_can_be_linked_to_nobody_are_listed() {
    let study = study(BUILDINGS);
    let notes = study.scored("notes");
    let listed: Vec<(&str, &str)> = notes
        .iter()
        .map(|line| (line["id"].as_str(), line["code"].as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            ("w18", "label_incomplete"),
            ("w19", "label_incomplete"),
            ("w14", "label_alone"),
            ("w15", "label_alone"),
            ("w20", "label_too_wide"),
            ("w21", "label_too_wide"),
        ]
    );
    let wide = &notes[4]["reason"];
    assert!(
        wide.contains("are 151.000 m across, more than 150.000 m"),
        "{wide}"
    );
    // Colleagues see them, and they are addresses like any other.
    let not_linked = study.table("wide_not_linked");
    assert!(not_linked.iter().any(|line| line["id"] == "w14"));
    assert_eq!(study.table("addresses").len(), 21);
    let told = study.check();
    assert!(
        told.contains("2 of labelled dwellings, 2 of them derived (afgeleid)"),
        "{told}"
    );
}

#[test]
fn section_6_a_linked_complex_is_at_most_150_m_across() {
    let study = study(BUILDINGS);
    let nearer = addresses().replace("80451", "80450");
    let complexes = study.with("adressen.csv", &nearer).scored("wide_complexes");
    let ids = told(&complexes, ["complex_id"]);
    assert_eq!(ids, [["afgeleid:w01"], ["afgeleid:w16"], ["afgeleid:w20"]]);
}

#[test]
fn without_outlines_only_the_same_building_links() {
    let study = study("");
    let complexes = study.scored("wide_complexes");
    assert_eq!(
        told(&complexes, ["complex_id", "dwellings_n", "scale_12"]),
        [
            ["afgeleid:w01", "7", "no"],
            ["afgeleid:w08", "5", "no"],
            ["afgeleid:w16", "2", "no"],
        ]
    );
    let text = study.manifest()["assumptions"].to_string();
    assert!(text.contains("no outlines tell which ones touch"), "{text}");
}

#[test]
fn labelled_dwellings_with_a_complex_id_are_that_complex_without_an_entrance() {
    let named = addresses().replace("55+,p3,,", "55+,p3,C9,").replace(
        "w14,0101AA,,Haag Wonen,55+,p1,,",
        "w14,0101AA,,Haag Wonen,55+,p1,C9,",
    );
    let study = study(BUILDINGS).with("adressen.csv", &named);
    let complexes = study.scored("wide_complexes");
    let found = told(
        &complexes,
        ["complex_id", "dwellings_n", "dwellings_source", "room_m"],
    );
    // w14 at 80109 is the nearest: 5 + 61 + 5.
    assert_eq!(found[0], ["C9", "3", "counted on the list", "71"]);
    assert_eq!(found[1][0], "afgeleid:w01");
    assert_eq!(found.len(), 2);
}

#[test]
fn a_room_in_a_building_of_the_complex_is_indoors() {
    let rooms = ROOMS.replace("r1,meeting_room,,", "r1,meeting_room,p2,");
    let study = study(BUILDINGS).with("facilities.csv", &rooms);
    let complexes = study.scored("wide_complexes");
    let found = told(
        &complexes,
        ["room_indoor", "room_m", "room_m_farthest_dwelling"],
    );
    // Those in p1 walk to it.
    assert_eq!(found[0], ["yes", "0", "80"]);
}

#[test]
fn a_room_that_residents_may_not_use_does_not_count_unless_the_neighbourhood_may() {
    let complexes = |rooms: &str| {
        let study = study(BUILDINGS)
            .with("facilities.csv", &format!("{ROOMS}{rooms}"))
            .change("study.toml", "area_year", "language = \"nl\"\narea_year");
        let found = study.scored("wide_complexen");
        let columns = [
            "ruimte_id",
            "ruimte_open_bewoners",
            "ruimte_open_buurt",
            "ruimte_m",
        ];
        let first = told(&found, columns).swap_remove(0);
        (study, first)
    };
    assert_eq!(complexes("").1, ["r1", "ja", "nee", "56"]);
    // r0 is nearer, next door at 6 m, but closed.
    let (study, first) = complexes("r0,meeting_room,,nee,,80130,454505\n");
    assert_eq!(first, ["r1", "ja", "nee", "56"]);
    let listed = by_place(&study);
    assert_eq!(
        listed,
        [("line 6".to_owned(), "closed_to_residents".to_owned())]
    );
    // Open to the neighbourhood it counts; so does one of which nobody says anything.
    let open = complexes("r0,meeting_room,,nee,ja,80130,454505\n").1;
    assert_eq!(open, ["r0", "nee", "ja", "6"]);
    let (study, unknown) = complexes("r0,meeting_room,,wellicht,,80130,454505\n");
    assert_eq!(unknown, ["r0", "onbekend", "onbekend", "6"]);
    assert_eq!(
        by_place(&study),
        [("line 6".to_owned(), "bad_value".to_owned())]
    );
    // Where every room is closed that is known: none is found, not a missing layer.
    let study = study_of_closed();
    let complexes = study.scored("wide_complexes");
    assert_eq!(
        told(&complexes, ["room_id", "room_open_residents", "room_100"])[0],
        ["", "", "no"]
    );
}

fn by_place(study: &Study) -> Vec<(String, String)> {
    let lines = study.table("not_used");
    let lines = lines
        .iter()
        .map(|line| (line["place"].clone(), line["code"].clone()));
    lines.collect()
}

fn study_of_closed() -> Study {
    study(BUILDINGS).with("facilities.csv", &ROOMS.replace("ja,nee", "nee,nee"))
}

#[test]
fn complexes_do_not_depend_on_the_order_of_the_list() {
    let text = addresses();
    let (head, rows) = text.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    let turned = format!("{head}\n{}\n", rows.join("\n"));
    let one = study(BUILDINGS).scored("wide_complexes");
    let two = study(BUILDINGS)
        .with("adressen.csv", &turned)
        .scored("wide_complexes");
    assert_eq!(one, two);
    let ids = by_id(&study(BUILDINGS).scored("addresses"), "kind");
    assert!(
        ids.values().all(|kind| kind == "address"),
        "no entrance is an address"
    );
}

/// A corporation's list: addresses of the BAG, in its panden 1 and 2, which overlap.
const LIST: &str = "postcode;nr;toev;corporatie;label;complexnr;nultreden
0101AA;3;;Staedion;55+;;ja
0101 aa;5;;Staedion;55+;;ja
0101AA;17A;;Staedion;55+;;nee
0101AA;13;;Staedion;55+;;ja
0101AA;99;;Staedion;55+;;ja
0101AA;3;;Staedion;55+;;nee
";

fn with_list(list: &str, complex: &str) -> Study {
    let section = format!(
        "[labels]\nfile = \"lijst.csv\"\n{complex}\
         match = {{ postcode = \"postcode\", huisnummer = \"nr\", toevoeging = \"toev\" }}\n\
         columns = {{ owner = \"corporatie\", label = \"label\", zero_step = \"nultreden\" }}\n"
    );
    Study::of_bag(&section)
        .with("lijst.csv", list)
        .with("facilities.csv", ROOMS)
        .change(
            "study.toml",
            "format = \"csv\"",
            "format = \"csv\"\nwide = [\"csv\"]",
        )
}

#[test]
fn a_corporations_list_of_addresses_is_matched_with_the_bag_and_its_panden() {
    let study = with_list(LIST, "");
    let complexes = study.scored("wide_complexes");
    let columns = [
        "complex_id",
        "owner",
        "dwellings_n",
        "room_m",
        "zero_step",
        "clustered",
    ];
    // Numbers 3, 5 and 17A at 80120, 80140 and 80260: 5 + 30 + 5 to the room at 80170.
    let id = "afgeleid:9999010000000002";
    assert_eq!(
        told(&complexes, columns),
        [[id, "Staedion", "3", "40", "no", "no"]]
    );
    let listed = study.table("not_used");
    let listed: Vec<(&str, &str)> = listed
        .iter()
        .filter(|line| line["file"] == "lijst.csv")
        .map(|line| (line["place"].as_str(), line["code"].as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            ("line 5", "not_an_origin"), // a shop
            ("line 6", "address_unknown"),
            ("line 7", "address_twice"),
        ]
    );
    assert_eq!(study.manifest()["addresses_looked_up"][0]["unmatched"], 2);
}

#[test]
fn section_6_a_complex_id_on_the_list_goes_before_owner_and_label() {
    let list = LIST.replace(";55+;;", ";55+;C7;");
    let study = with_list(&list, "complex = \"complexnr\"\n");
    let complexes = study.scored("wide_complexes");
    let found = told(
        &complexes,
        ["complex_id", "dwellings_n", "dwellings_source"],
    );
    assert_eq!(found, [["C7", "3", "counted on the list"]]);
}

#[test]
fn a_list_of_labels_needs_a_label_and_a_way_to_its_origins() {
    with_list(LIST, "")
        .change("study.toml", "label = \"label\", ", "")
        .fails(&["lijst.csv", "label"]);
    with_list(LIST, "")
        .change(
            "study.toml",
            "toev\" }\ncolumns",
            "toev\", x = \"y\" }\ncolumns",
        )
        .fails(&["study.toml", "x"]);
    let study = with_list(LIST, "id = \"nummer\"\n");
    study.fails(&["lijst.csv", "nummer"]);
    let by_id = "nummer;corporatie;label;nultreden\n9999010000000002;Staedion;55+;ja\n9999010000000003;Staedion;55+;ja\n";
    let complexes = study.with("lijst.csv", by_id).scored("wide_complexes");
    assert_eq!(
        told(&complexes, ["dwellings_n", "clustered"]),
        [["2", "no"]]
    );
}

/// The first complex with Dutch names.
fn in_dutch(study: Study) -> (Study, Line) {
    let study = study.change("study.toml", "area_year", "language = \"nl\"\narea_year");
    let first = study.scored("wide_complexen").swap_remove(0);
    (study, first)
}

#[test]
fn section_6_about_100_m_and_12_dwellings_are_guide_values() {
    let (study, _) = in_dutch(study(BUILDINGS));
    let norms = study.table("wide_normen");
    let room = norms.iter().find(|row| row["norm"] == "ontmoetingsruimte");
    let room = room.unwrap();
    assert_eq!(
        (room["bovengrens_m"].as_str(), room["soort"].as_str()),
        ("100", "SEED, richtwaarde")
    );
    let account = study.table("wide_verantwoording");
    let scale = account.iter().find(|row| row["parameter"] == "scale_12");
    let scale = scale.unwrap();
    assert_eq!(
        (scale["waarde"].as_str(), scale["soort"].as_str()),
        ("12", "SEED, richtwaarde")
    );
}

#[test]
fn section_6_geclusterd_also_requires_nultreden() {
    let results = |zero_step: &str| {
        let list = addresses().replace(",,ja,", &format!(",,{zero_step},"));
        let (_, first) = in_dutch(study(BUILDINGS).with("adressen.csv", &list));
        assert_eq!(first["definitie"], "geclusterd-denhaag-2024");
        ["schaal_12", "ruimte_100", "nultreden", "geclusterd"].map(|column| first[column].clone())
    };
    assert_eq!(results("ja"), ["ja", "ja", "ja", "ja"]);
    assert_eq!(results("nee"), ["ja", "ja", "nee", "nee"]);
    assert_eq!(results(""), ["ja", "ja", "onbekend", "onbekend"]);
}

#[test]
fn section_6_grens_stands_beside_and_the_limit_is_inclusive() {
    // From w12 at 80124 it is 10 m to the street and back, and what lies between.
    let room = |x: &str| {
        let rooms = ROOMS.replace("80170", x);
        let (_, first) = in_dutch(study(BUILDINGS).with("facilities.csv", &rooms));
        ["ruimte_m", "ruimte_100", "grens"].map(|column| first[column].clone())
    };
    assert_eq!(room("80170"), ["56", "ja", "nee"]);
    assert_eq!(room("80213"), ["99", "ja", "ja"]);
    assert_eq!(room("80214"), ["100", "ja", "ja"]);
    assert_eq!(room("80214.001"), ["101", "nee", "ja"]);
}

#[test]
fn section_6_the_nearest_entrance_and_the_farthest_dwelling_to_the_room_that_is_chosen() {
    // r1 is 5 + 46 + 5 from w12, r2 5 + 60 + 5 from w01: r1 is the room, also of w01, though r2 is
    // nearer to it than the 5 + 70 + 5 to r1.
    let rooms = format!("{ROOMS}r2,meeting_room,,ja,nee,80040,454505\n");
    let (_, first) = in_dutch(study(BUILDINGS).with("facilities.csv", &rooms));
    let columns = ["ruimte_id", "ruimte_m", "ruimte_m_verste_woning"];
    assert_eq!(
        columns.map(|column| first[column].as_str()),
        ["r1", "56", "80"]
    );
}
