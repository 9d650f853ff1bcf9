//! Addresses, complexes and facilities.

use std::collections::{BTreeMap, BTreeSet};

use nabij_examples::town::geometry::{inside, squared_to_line};

use crate::{Street, addresses, door, features, point, rings, streets};

#[test]
fn addresses_stand_beside_their_own_street() {
    let all = addresses();
    let streets = streets();
    let buurten = features("buurten.geojson");
    let ids: BTreeSet<&String> = all.iter().map(|row| &row["adres_id"]).collect();
    assert_eq!(ids.len(), all.len());
    let dwellings = all.iter().filter(|row| row["kind"] == "address");
    assert!((3_000..4_000).contains(&dwellings.count()));
    for row in &all {
        assert_eq!(row["adres_id"].len(), 16);
        let at = door(row);
        let buurt = buurten.iter().find(|f| inside(&rings(f)[0], at)).unwrap();
        assert_eq!(buurt["properties"]["buurtcode"], row["buurt_code"].as_str());
        let away = |s: &&Street| squared_to_line(&s.line, at);
        let street = streets.iter().min_by_key(away).unwrap();
        if row["straat"] == "Polderweg" {
            assert!(away(&street) > 100_000_i64.pow(2));
        } else if row["kind"] == "address" && row["complex_id"].is_empty() {
            assert_eq!(street.name, row["straat"], "{row:?}");
            assert!(
                (3_000_i64.pow(2)..14_000_i64.pow(2)).contains(&away(&street)),
                "{row:?}"
            );
        }
        let count = |name: &str| row[name].parse::<u32>().ok();
        assert!(count("inw65") <= count("inwoners"), "{row:?}");
        assert!(count("inw75") <= count("inw65"), "{row:?}");
    }
    let unknown = all.iter().filter(|row| row["inwoners"].is_empty()).count();
    assert!((50..200).contains(&unknown), "{unknown}");
}

#[test]
fn complexes_have_dwellings_behind_their_entrances() {
    let all = addresses();
    let sums = |kind: &str| {
        let mut sums: BTreeMap<String, [u32; 4]> = BTreeMap::new();
        for row in all
            .iter()
            .filter(|row| row["kind"] == kind && !row["complex_id"].is_empty())
        {
            let sum = sums.entry(row["complex_id"].clone()).or_default();
            for (sum, name) in sum
                .iter_mut()
                .zip(["woningen", "inwoners", "inw65", "inw75"])
            {
                *sum += row[name].parse::<u32>().unwrap();
            }
        }
        sums
    };
    assert_eq!(sums("complex"), sums("address"));
    let woningen: Vec<_> = sums("complex")
        .into_iter()
        .map(|(id, s)| (id, s[0]))
        .collect();
    let of = |id: &str, n| (id.to_owned(), n);
    assert_eq!(
        woningen,
        [of("C-ANNAHOF", 14), of("C-LINDE", 24), of("C-WILGEN", 30)]
    );
}

#[test]
fn facilities_of_every_category() {
    let all = features("facilities.geojson");
    let of = |name: &str| -> BTreeSet<String> {
        let values = all.iter().filter_map(|f| f["properties"][name].as_str());
        values.map(str::to_owned).collect()
    };
    assert_eq!(of("id").len(), all.len());
    let categories: Vec<String> = of("category").into_iter().collect();
    assert_eq!(
        categories.join(" "),
        "bench dentist gp library meeting_place meeting_room pharmacy physiotherapist playground \
         public_transport school supermarket toilet"
    );
    let shapes = |shape: &str| {
        all.iter()
            .filter(|f| f["geometry"]["type"] == shape)
            .count()
    };
    assert_eq!((shapes("MultiPoint"), shapes("Polygon")), (1, 1));
    let buildings: BTreeSet<String> = addresses().iter().map(|a| a["pand_id"].clone()).collect();
    assert!(of("building").is_subset(&buildings));
    let streets = streets();
    let far = all.iter().filter(|f| f["geometry"]["type"] == "Point");
    let far = far.filter(|f| {
        let at = point(&f["geometry"]["coordinates"]);
        let away = |s: &Street| squared_to_line(&s.line, at);
        streets.iter().all(|s| away(s) > 500_000_i64.pow(2))
    });
    let far: Vec<_> = far
        .map(|f| f["properties"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(far, ["Toilet Natuurhuis"]);
}
