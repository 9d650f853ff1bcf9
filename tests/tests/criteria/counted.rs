//! What registers, figures and maps of areas say: residents, livability, the network of care.

use nabij::criteria::Unknown;

use crate::{
    AREAS,
    files::{Address, addresses, facilities, features, figure, inside, is_in, ring},
    loopveen,
};

/// The people of an area by a column, and whether all of its addresses say how many.
fn people(area: &str, column: impl Fn(&Address) -> Option<f64>) -> f64 {
    let all = addresses()
        .into_iter()
        .filter(|own| is_in(&own.buurt, area));
    all.filter_map(|own| column(&own)).sum()
}

/// Two figures of 2024 over the buurten in an area of which both are known.
fn over_known_parts(area: &str, of: &str, per: &str) -> f64 {
    let parts = AREAS[..8].iter().filter(|own| is_in(own, area));
    let both = parts.filter_map(|own| Some((figure(own, of, 2024)?, figure(own, per, 2024)?)));
    let (of, per) = both.fold((0.0, 0.0), |sum, both| (sum.0 + both.0, sum.1 + both.1));
    of / per
}

#[test]
fn residents_65plus_share() {
    let id = "residents_65plus_share";
    loopveen().is("BU99990104", id, 397.0 / 1177.0);
    for area in AREAS {
        let share = people(area, |own| own.over_65) / people(area, |own| own.residents);
        loopveen().is(area, id, share);
    }
    // What 105 addresses do not say makes it an estimate.
    assert!(loopveen().measured("GM9999", id).estimated);
}

#[test]
fn residents_75plus_growth() {
    let id = "residents_75plus_growth";
    loopveen().is("BU99990202", id, 50.0 / 10.0 - 1.0);
    loopveen().is("BU99990104", id, 181.0 / 181.0 - 1.0);
    // Parts of which both years are known: (210 + 50) ÷ (105 + 10) − 1.
    loopveen().is("WK999902", id, 260.0 / 115.0 - 1.0);
    // The municipality's own 882 of 588.
    loopveen().is("GM9999", id, 0.5);
    for area in &AREAS[..6] {
        let now = people(area, |own| own.over_75);
        let then = figure(area, "75+", 2040).unwrap();
        loopveen().is(area, id, then / now - 1.0);
    }
    for area in ["BU99990203", "BU99990204"] {
        loopveen().is_unknown(area, id);
    }
}

#[test]
fn dementia_estimate() {
    let id = "dementia_estimate";
    loopveen().is("BU99990104", id, 397.0 * 7000.0 / 84000.0); // 33.08
    loopveen().is("GM9999", id, 1383.0 / 12.0);
    // 43, 101 and 32 people of 65 and older: fewer than ten.
    for area in ["BU99990202", "BU99990203", "BU99990204"] {
        assert!(people(area, |own| own.over_65) / 12.0 < 10.0);
        loopveen().is_unknown(area, id);
        let own = loopveen().measured(area, id);
        assert_eq!((own.low, own.high), (None, None));
        assert_eq!(own.unknown, Some(Unknown::Small));
    }
    assert!(loopveen().measured("BU99990104", id).estimated);
}

#[test]
fn resident_initiatives_density() {
    let id = "resident_initiatives_density";
    loopveen().is("BU99990101", id, 7.0 * 1000.0 / 1400.0);
    loopveen().is("BU99990103", id, 0.0); // none, and that is known
    loopveen().is(
        "GM9999",
        id,
        1000.0 * over_known_parts("GM9999", "resident_initiatives", "residents"),
    );
    // No row; and one whose residents are unknown.
    for area in ["BU99990202", "BU99990204"] {
        loopveen().is_unknown(area, id);
    }
}

#[test]
fn informal_care_rate() {
    let id = "informal_care_rate";
    loopveen().is("BU99990102", id, 150.0);
    let of_parts = 1000.0 * over_known_parts("WK999902", "informal_carers", "residents");
    loopveen().is("WK999902", id, of_parts);
    // The municipality's own figures, 1,512 of 8,400, come before what its known parts come to.
    loopveen().is("GM9999", id, 180.0);
    for area in ["BU99990203", "BU99990204"] {
        loopveen().is_unknown(area, id);
    }
}

#[test]
fn vulnerable_housing_quotient() {
    let id = "vulnerable_housing_quotient";
    // Places 24 + 15 + 6 + 39 of 108, dwellings 600 + 400 + 450 + 650 of 3,600.
    loopveen().is("WK999901", id, (84.0 / 2100.0) / (108.0 / 3600.0));
    loopveen().is("WK999902", id, (24.0 / 1500.0) / (108.0 / 3600.0));
    loopveen().is("GM9999", id, 1.0);
    // A number of wijken is not measured in buurten.
    assert_eq!(loopveen().row("BU99990104", id), None);
}

#[test]
fn social_rent_balance() {
    let id = "social_rent_balance";
    // 150 + 160 + 135 + 455 of 2,100 beside 1,260 of 3,600: 42.9 beside 35 %.
    loopveen().is("WK999901", id, 900.0 / 2100.0 - 0.35);
    loopveen().is("GM9999", id, 0.0);
    // Nieuwland does not say, and is left out above and below the line: 210 + 105 + 20 of 1,080.
    loopveen().is("WK999902", id, 0.35 - 335.0 / 1080.0);
    // By residents; of Verlaat only its 81 addresses are known.
    let known = (1700.0 + 700.0 + 81.0) / (1700.0 + 1100.0 + 700.0 + 81.0);
    crate::close(
        id,
        Some(loopveen().measured("WK999902", id).known),
        known,
        1e-12,
    );
}

#[test]
fn livability_score() {
    let id = "livability_score";
    loopveen().is("BU99990104", id, 4.0);
    // (600 × 6 + 400 × 8 + 450 × 7 + 650 × 4) ÷ 2,100.
    loopveen().is("WK999901", id, 12550.0 / 2100.0);
    // Verlaat is left out: (700 × 6 + 420 × 8 + 300 × 5) ÷ 1,420. Its score of 2022 does not count.
    loopveen().is("WK999902", id, 9060.0 / 1420.0);
    assert_eq!(figure("BU99990204", "livability", 2022), Some(7.0));
    loopveen().is_unknown("BU99990204", id);
    assert_eq!(loopveen().measured("BU99990104", id).year, Some(2024));
}

#[test]
fn spreading_dissimilarity() {
    let id = "spreading_dissimilarity";
    // ½ (|84/108 − 2100/3600| + |24/108 − 1500/3600|) = 7/36.
    loopveen().is("GM9999", id, 7.0 / 36.0);
    for area in &AREAS[..10] {
        assert_eq!(loopveen().row(area, id), None);
    }
}

#[test]
fn care_team_presence() {
    let id = "care_team_presence";
    // One row for all of Loopveen-Stad.
    loopveen().is("BU99990101", id, 1.0);
    loopveen().is("BU99990202", id, 0.0);
    // Vaartoost 1, Nieuwland 0, Spoorbuurt 1, Verlaat unknown; by residents at addresses.
    let of = |area: &str| people(area, |own| own.residents);
    let [vaartoost, nieuwland, spoorbuurt, verlaat] =
        ["BU99990201", "BU99990202", "BU99990203", "BU99990204"].map(of);
    let there = vaartoost + spoorbuurt;
    loopveen().is("WK999902", id, there / (there + nieuwland));
    let own = loopveen().measured("WK999902", id);
    let all = there + nieuwland + verlaat;
    crate::close("low", own.low, there / all, 1e-12);
    crate::close("high", own.high, (there + verlaat) / all, 1e-12);
    loopveen().is_unknown("BU99990204", id);
}

#[test]
fn provider_concentration() {
    let id = "provider_concentration";
    loopveen().is("BU99990101", id, 0.5 * 0.5 + 0.3 * 0.3 + 0.2 * 0.2); // 25, 15, 10
    loopveen().is("BU99990102", id, 1.0); // one has all 20
    // 25 + 20 + 10 + 60, 15 + 0 + 10 + 20, 10 + 0 + 0 + 20 of 190.
    let squares = [115.0_f64, 45.0, 30.0].map(|clients| (clients / 190.0).powi(2));
    loopveen().is("WK999901", id, squares.iter().sum());
    // Five clients; one provider that does not say; none that does.
    for area in ["BU99990202", "BU99990203", "BU99990204"] {
        loopveen().is_unknown(area, id);
    }
    assert_eq!(
        loopveen().measured("BU99990202", id).unknown,
        Some(Unknown::Small)
    );
}

#[test]
fn network_coverage() {
    let id = "network_coverage";
    let zones: Vec<_> = features("network.geojson").iter().map(ring).collect();
    let share = |area: &str| {
        let all = addresses()
            .into_iter()
            .filter(|own| is_in(&own.buurt, area));
        let (mut there, mut sum) = (0.0, 0.0);
        for own in all.filter(|own| own.buurt != "BU99990204") {
            let Some(residents) = own.residents else {
                continue;
            };
            sum += residents;
            if zones.iter().any(|zone| inside(zone, own.place)) {
                there += residents;
            }
        }
        there / sum
    };
    for area in [
        "BU99990101",
        "BU99990102",
        "BU99990104",
        "BU99990201",
        "WK999901",
    ] {
        crate::close(area, loopveen().three(area, id)[0], share(area), 1e-6);
    }
    // Shares of areas are kept to the millionth: 512 of 1,332.
    crate::close(
        id,
        loopveen().three("BU99990101", id)[0],
        512.0 / 1332.0,
        1e-6,
    );
    // Verlaat's own row says that it is not known, whatever the map shows.
    loopveen().is_unknown("BU99990204", id);
    crate::close(id, loopveen().three("GM9999", id)[0], share("GM9999"), 1e-6);
}

#[test]
fn dementia_friendly_outlets_share() {
    let id = "dementia_friendly_outlets_share";
    let areas: Vec<(String, Vec<_>)> = features("buurten.geojson")
        .iter()
        .map(|one| {
            (
                one["properties"]["buurtcode"].as_str().unwrap().to_owned(),
                ring(one),
            )
        })
        .collect();
    let mut valued = 0;
    for (area, ground) in &areas {
        let (mut yes, mut maybe, mut all) = (0.0, 0.0, 0.0);
        for category in ["supermarket", "pharmacy", "convenience", "hospitality"] {
            for (_, doors, properties) in facilities(category) {
                if inside(ground, doors[0]) {
                    all += 1.0;
                    match properties["dementia_friendly"].as_str() {
                        Some("yes") => yes += 1.0,
                        Some(_) => {}
                        None => maybe += 1.0,
                    }
                }
            }
        }
        match (all, maybe) {
            (0.0, _) => loopveen().is_unknown(area, id),
            (_, 0.0) => {
                loopveen().is(area, id, yes / all);
                valued += 1;
            }
            _ => loopveen().is_between(area, id, yes / all, (yes + maybe) / all),
        }
    }
    assert!(valued > 0, "no buurt has an answer of all its shops");
}
