use std::collections::BTreeSet;

use super::*;

fn pairs() -> Pairs {
    toml::from_str(DUTCH).unwrap()
}

/// Every name that the patterns make of the known words and two that no list knows.
fn made(patterns: &BTreeMap<String, String>) -> Vec<(String, Vec<(&'static str, String)>)> {
    let words = pairs().words;
    let words_of = |hole: &str| -> Vec<String> {
        let known = words.get(hole).map(|list| list.keys().cloned().collect());
        let mut known: Vec<String> = known.unwrap_or_default();
        known.extend(match hole {
            "limit" => vec!["300".to_owned(), "500".to_owned()],
            "level" => vec!["buurt".to_owned(), "wijk".to_owned()],
            _ => vec!["gp_practice".to_owned()],
        });
        known
    };
    let mut all = Vec::new();
    for pattern in patterns.keys() {
        let mut rows: Vec<Vec<(&'static str, String)>> = vec![Vec::new()];
        for hole in ["c", "g", "limit", "total", "level"] {
            if pattern.contains(&format!("{{{hole}}}")) {
                rows = rows
                    .into_iter()
                    .flat_map(|row| {
                        words_of(hole).into_iter().map(move |word| {
                            let mut row = row.clone();
                            row.push((hole, word));
                            row
                        })
                    })
                    .collect();
            }
        }
        all.extend(rows.into_iter().map(|row| (pattern.clone(), row)));
    }
    all
}

#[test]
fn section_8_names_go_to_dutch_and_back() {
    let names = Names::of(Language::Dutch);
    let english = Names::of(Language::English);
    let mut seen = BTreeSet::new();
    for (pattern, holes) in made(&pairs().columns) {
        let holes: Vec<(&str, &str)> = holes.iter().map(|(h, w)| (*h, w.as_str())).collect();
        let (dutch, plain) = (
            names.column(&pattern, &holes),
            english.column(&pattern, &holes),
        );
        assert!(!dutch.contains('{'), "{dutch}");
        assert_eq!(
            names.english_column(&dutch).as_ref(),
            Some(&plain),
            "{dutch}"
        );
        if seen.insert(plain) {
            continue;
        }
    }
    for (pattern, holes) in made(&pairs().tables) {
        let holes: Vec<(&str, &str)> = holes.iter().map(|(h, w)| (*h, w.as_str())).collect();
        let dutch = names.table(&pattern, &holes);
        let plain = english.table(&pattern, &holes);
        assert_eq!(names.english_table(&dutch), Some(plain), "{dutch}");
    }
}

#[test]
fn section_8_names_as_the_practice_page_has_them() {
    let names = Names::of(Language::Dutch);
    let column = |pattern: &str, holes: &[(&str, &str)]| names.column(pattern, holes);
    let c = ("c", "daily_facilities");
    assert_eq!(
        [
            column(
                "{c}_{limit}_low_pct_{g}",
                &[c, ("limit", "300"), ("g", "addresses")]
            ),
            column(
                "{c}_beyond{limit}_{g}_n",
                &[c, ("limit", "500"), ("g", "residents")]
            ),
            column("{c}_class", &[c]),
            column("{total}_n", &[("total", "65+")]),
            column("{level}_code", &[("level", "gemeente")]),
            column("{level}_name", &[("level", "stadsdeel")]),
            column("{c}_m", &[("c", "own_norm")]),
        ],
        [
            "alle3_300_laag_pct_adr",
            "alle3_buiten500_inw_n",
            "alle3_klasse",
            "inw65_n",
            "gm_code",
            "stadsdeel",
            "own_norm_m",
        ]
    );
    assert_eq!(
        names.table("areas_{level}", &[("level", "buurt")]),
        "gebieden_buurt"
    );
    assert_eq!(names.yes_no(None), "onbekend");
    assert_eq!(Names::of(Language::English).yes_no(Some(false)), "no");
    assert_eq!(names.english_column("niets_van_ons"), None);
}
