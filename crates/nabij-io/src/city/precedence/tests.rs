//! One's own facilities and OSM's, exact to the millimetre.

use nabij::{Door, Point};

use super::*;

fn found(id: &str, category: &str, is_osm: bool, doors: &[(i32, i32)]) -> Found {
    let category = Category::new(category).unwrap();
    let mut facility = Facility::new(id, category, Point::new(0, 0));
    let door = |(x, y): &(i32, i32)| Door::from(Point::new(*x, *y));
    facility.doors = doors.iter().map(door).collect();
    Found {
        facility,
        told: BTreeMap::new(),
        open: None,
        is_osm,
        layer: usize::from(is_osm),
        file: if is_osm { "city.osm.pbf" } else { "own.csv" }.to_owned(),
        place: id.to_owned(),
    }
}

fn asked(text: &[(&str, FacilitySource)]) -> BTreeMap<String, FacilitySource> {
    let owned = |(name, source): &(&str, FacilitySource)| ((*name).to_owned(), *source);
    text.iter().map(owned).collect()
}

fn chosen(
    source: &[(&str, FacilitySource)],
    found: Vec<Found>,
) -> Result<(Vec<String>, Vec<String>), String> {
    let wrong = |source| JobError::Places {
        file: "own.csv".to_owned(),
        source,
    };
    let chosen = choose(&asked(source), Provided::default(), found, wrong);
    let chosen = chosen.map_err(|error| error.to_string())?;
    let mut kept: Vec<String> = chosen.kept.into_iter().map(|one| one.facility.id).collect();
    kept.sort();
    let out = chosen
        .unused
        .iter()
        .map(|one| format!("{} {}", one.code, one.reason));
    Ok((kept, out.collect()))
}

const BOTH: [(&str, FacilitySource); 1] = [("pharmacy", FacilitySource::Both)];

#[test]
fn section_5_own_wins_within_30_m_to_the_millimetre() {
    // Own at (0, 0); OSM's at 29.999, 30.000 and 30.001 m.
    for (far, is_kept) in [(29_999, false), (30_000, false), (30_001, true)] {
        let all = vec![
            found("a1", "pharmacy", false, &[(0, 0)]),
            found("n1", "pharmacy", true, &[(far, 0)]),
        ];
        let (kept, out) = chosen(&BOTH, all).unwrap();
        let mut wanted = vec!["osm:n1", "own:a1"];
        if !is_kept {
            wanted.remove(0);
            let metres = f64::from(far) / 1000.0;
            assert_eq!(
                out,
                [format!(
                    "own_preferred [source] pharmacy = \"both\": osm:n1 is {metres:.3} m from \
                     own:a1, which counts"
                )]
            );
        }
        assert_eq!(kept, wanted, "{far}");
    }
    // Askew: 18.000 and 24.000 m are 30.000 m, one millimetre more is more than half a millimetre.
    for (y, is_kept) in [(24_000, false), (24_001, true)] {
        let all = vec![
            found("a1", "pharmacy", false, &[(0, 0)]),
            found("n1", "pharmacy", true, &[(18_000, y)]),
        ];
        assert_eq!(
            chosen(&BOTH, all).unwrap().0.len(),
            1 + usize::from(is_kept)
        );
    }
}

#[test]
fn section_5_the_nearest_doors_and_the_nearest_own_facility_decide() {
    // One of two doors is near; a2 and a3 are equally near, a2 is named; another category is not.
    let all = vec![
        found("a3", "pharmacy", false, &[(1_010_000, 0)]),
        found("a2", "pharmacy", false, &[(990_000, 0), (500_000, 0)]),
        found("s1", "supermarket", false, &[(0, 0)]),
        found("n1", "pharmacy", true, &[(0, 0), (1_000_000, 0)]),
        found("n2", "pharmacy", true, &[(0, 0)]),
    ];
    let (kept, out) = chosen(&BOTH, all).unwrap();
    assert_eq!(kept, ["osm:n2", "own:a2", "own:a3", "s1"]);
    assert_eq!(out.len(), 1);
    assert!(out[0].contains("osm:n1 is 10.000 m from own:a2"), "{out:?}");
}

#[test]
fn section_5_each_category_has_a_source() {
    let all = || {
        vec![
            found("a1", "pharmacy", false, &[(0, 0)]),
            found("n1", "pharmacy", true, &[(1, 0)]),
            found("n2", "gp", true, &[(0, 0)]),
        ]
    };
    let own = chosen(&[("pharmacy", FacilitySource::Own)], all()).unwrap();
    assert_eq!(own.0, ["a1", "n2"]);
    assert_eq!(
        own.1,
        ["source_own [source] pharmacy = \"own\": OSM's are left out"]
    );
    let osm = chosen(&[("pharmacy", FacilitySource::Osm)], all()).unwrap();
    assert_eq!(osm.0, ["n1", "n2"]);
    assert_eq!(
        osm.1,
        ["source_osm [source] pharmacy = \"osm\": tables' are left out"]
    );
    let unclear = chosen(&[], all()).unwrap_err();
    for word in [
        "pharmacy (1 in tables, 1 in OSM)",
        "\"own\"",
        "\"osm\"",
        "\"both\"",
        "[source]",
    ] {
        assert!(unclear.contains(word), "{unclear}");
    }
    assert!(!unclear.contains("gp"), "{unclear}");
}

#[test]
fn section_5_a_source_that_nothing_provides_is_an_error() {
    let all = || {
        vec![
            found("a1", "pharmacy", false, &[(0, 0)]),
            found("n2", "gp", true, &[(0, 0)]),
        ]
    };
    for (category, source, what) in [
        ("gp", FacilitySource::Own, "no table"),
        ("gp", FacilitySource::Both, "no table"),
        ("pharmacy", FacilitySource::Osm, "no OSM extract"),
        ("pharmacy", FacilitySource::Both, "no OSM extract"),
        ("zebra", FacilitySource::Own, "no table"),
    ] {
        let error = chosen(&[(category, source)], all()).unwrap_err();
        assert!(error.contains(what) && error.contains(category), "{error}");
        assert!(
            error.contains(if what == "no table" { "pharmacy" } else { "gp" }),
            "{error}"
        );
    }
    // A layer that was looked through for a category provides it, though it holds none.
    let mut provided = Provided::default();
    provided.osm.insert(Category::PHARMACY);
    let wrong = |_| JobError::Incomplete(String::new());
    let chosen = choose(&asked(&BOTH), provided, all(), wrong).unwrap();
    assert_eq!(chosen.kept[0].facility.id, "own:a1");
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let all = || {
        vec![
            found("a1", "pharmacy", false, &[(0, 0)]),
            found("n1", "pharmacy", true, &[(20_000, 0)]),
            found("a2", "pharmacy", false, &[(40_000, 0)]),
        ]
    };
    let mut turned = all();
    turned.reverse();
    assert_eq!(
        chosen(&BOTH, all()).unwrap(),
        chosen(&BOTH, turned).unwrap()
    );
}

#[test]
fn section_5_own_wins_inside_an_outline_however_large() {
    let ring = [(0, 0), (900_000, 0), (900_000, 900_000), (0, 900_000)];
    let ground = || nabij::Polygon::new([ring.map(|(x, y)| Point::new(x, y)).to_vec()]);
    // OSM's door is in the middle, one's own place in a corner 622 m away, or just outside.
    for (place, drawn, is_kept) in [
        ((10_000, 10_000), "n1", false),
        ((10_000, 10_000), "a1", false),
        ((-30_001, 450_000), "n1", true),
    ] {
        let mut all = vec![
            found("a1", "pharmacy", false, &[place]),
            found("n1", "pharmacy", true, &[(450_000, 450_000)]),
        ];
        for one in all.iter_mut().filter(|one| one.facility.id == drawn) {
            one.facility.polygon = Some(ground());
        }
        let (kept, _) = chosen(&BOTH, all).unwrap();
        assert_eq!(
            kept.contains(&"osm:n1".to_owned()),
            is_kept,
            "{place:?} {drawn}"
        );
    }
}
