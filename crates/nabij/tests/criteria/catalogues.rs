//! The catalogue that comes with the library, and catalogues of one's own on top of it.

use std::collections::{BTreeMap, BTreeSet};

use nabij::criteria::{
    Basis, BasisLabel, Catalogue, Direction, Indicator, IndicatorLevel, Measure,
};

use crate::{City, grade};

fn built_in() -> Catalogue {
    Catalogue::built_in("zorgzame-buurt-2024").unwrap()
}

/// The built-in catalogue with a text on top.
fn own(text: &str) -> Catalogue {
    Catalogue::from_toml(&format!("extends = \"zorgzame-buurt-2024\"\n{text}")).unwrap()
}

fn of<'c>(catalogue: &'c Catalogue, id: &str) -> &'c Indicator {
    catalogue.get(id).unwrap()
}

fn assumed() -> Basis {
    Basis {
        label: BasisLabel::Assumption,
        source: "own catalogue".to_owned(),
    }
}

#[test]
fn the_catalogue_has_the_37_rows_under_seven_headings() {
    let catalogue = built_in();
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &catalogue.indicators {
        *rows.entry(&one.heading).or_default() += 1;
    }
    let headings = catalogue
        .headings
        .iter()
        .map(|own| (own.id.as_str(), rows[own.id.as_str()]));
    let wanted = [
        ("residents", 5),
        ("housing", 7),
        ("surroundings", 7),
        ("facilities", 7),
        ("organisations", 2),
        ("livability", 4),
        ("network", 5),
    ];
    assert_eq!(headings.collect::<Vec<_>>(), wanted);
    assert_eq!(catalogue.indicators.len(), 37);
    assert_eq!(catalogue.coverage, 0.6);
    let numbers: BTreeSet<u8> = catalogue.ambitions.iter().map(|own| own.number).collect();
    assert_eq!(numbers, (1..=6).collect());
}

#[test]
fn every_row_says_in_both_languages_what_it_is_and_on_what_it_stands() {
    let catalogue = built_in();
    for one in &catalogue.indicators {
        for texts in [&one.label, &one.definition] {
            let languages: Vec<&str> = texts.keys().map(String::as_str).collect();
            assert_eq!(languages, ["en", "nl"], "{}", one.id);
        }
        assert!(!one.data.is_empty(), "{} says not what it needs", one.id);
        assert!(!one.basis.is_empty(), "{} stands on nothing", one.id);
        assert!(
            one.ambition.is_some_and(|number| (1..=6).contains(&number)),
            "{}",
            one.id
        );
        let sourced = |(_, basis): (_, &Basis)| {
            basis.label == BasisLabel::Assumption || !basis.source.is_empty()
        };
        assert!(
            one.basis.iter().all(sourced),
            "{}: a source is missing",
            one.id
        );
    }
}

#[test]
fn need_and_context_are_not_scored() {
    let catalogue = built_in();
    let context = catalogue
        .indicators
        .iter()
        .filter(|own| own.direction == Direction::Context);
    let ids: BTreeSet<&str> = context.map(|own| own.id.as_str()).collect();
    let wanted = [
        "residents_65plus_share",
        "residents_75plus_growth",
        "dementia_estimate",
        "resident_initiatives_density",
        "informal_care_rate",
        "detour_factor_median",
        "dementia_friendly_outlets_share",
        "spreading_dissimilarity",
        "provider_concentration",
    ];
    assert_eq!(ids, wanted.into());
}

#[test]
fn the_clients_own_numbers_are_the_only_ones_called_so() {
    let catalogue = built_in();
    for id in [
        "supermarket_within_norm",
        "pharmacy_within_norm",
        "public_transport_within_norm",
        "daily_facilities_all_within_norm",
        "step_free_reach_share",
    ] {
        let Measure::ShareWithin(within) = &of(&catalogue, id).measure else {
            panic!("{id}");
        };
        assert_eq!((within.lower, within.upper), (Some(300.0), 500.0), "{id}");
        for limit in ["lower", "upper"] {
            let basis = of(&catalogue, id).basis_of(limit);
            assert_eq!(basis.label, BasisLabel::Seed, "{id}");
            assert_eq!(basis.source, "lines 2143-2147", "{id}");
        }
    }
    // No other distance stands in the documents.
    for one in &catalogue.indicators {
        let seeds = one
            .basis
            .iter()
            .filter(|(_, basis)| basis.label == BasisLabel::Seed);
        for (name, _) in seeds {
            let number =
                !["definition", "times", "divided_by", "lower", "upper"].contains(&name.as_str());
            assert!(!number, "{}: {name}", one.id);
        }
    }
}

#[test]
fn no_target_is_the_clients() {
    for one in &built_in().indicators {
        for name in ["target", "floor", "knots"] {
            assert_ne!(
                one.basis_of(name).label,
                BasisLabel::Seed,
                "{}: {name}",
                one.id
            );
        }
    }
}

#[test]
fn the_norm_panel_holds_the_norms_and_nothing_else() {
    let catalogue = built_in();
    let panel = catalogue.indicators.iter().filter_map(|own| {
        let norm = own.panel.as_deref()?;
        Some((own.id.as_str(), norm))
    });
    let wanted = [
        ("clustered_complex_compliance", "N2, N3"),
        ("supermarket_within_norm", "N1"),
        ("pharmacy_within_norm", "N1"),
        ("public_transport_within_norm", "N1"),
        ("daily_facilities_all_within_norm", "N1"),
    ];
    assert_eq!(panel.collect::<Vec<_>>(), wanted);
}

#[test]
fn levels_are_those_of_the_definitions() {
    let catalogue = built_in();
    let level = |id: &str| of(&catalogue, id).level;
    assert_eq!(level("spreading_dissimilarity"), IndicatorLevel::City);
    assert_eq!(level("exercise_route_quality"), IndicatorLevel::Route);
    assert_eq!(level("vulnerable_housing_quotient"), IndicatorLevel::Wijk);
    assert_eq!(level("housing_form_diversity"), IndicatorLevel::Buurt);
}

#[test]
fn an_own_weight_is_an_assumption_and_leaves_the_rest() {
    let own = own("[[indicator]]\nid = \"pharmacy_within_norm\"\nweight = 2");
    let (one, before) = (of(&own, "pharmacy_within_norm"), built_in());
    let before = of(&before, "pharmacy_within_norm");
    assert_eq!((one.weight, before.weight), (2.0, 1.0));
    assert_eq!(one.basis_of("weight"), assumed());
    assert_eq!(one.basis_of("upper"), before.basis_of("upper"));
    assert_eq!(
        (&one.measure, &one.utility),
        (&before.measure, &before.utility)
    );
    assert_eq!(own.changed, ["pharmacy_within_norm"]);
    assert_eq!(own.indicators.len(), 37);
}

#[test]
fn an_own_threshold_is_an_assumption_though_the_old_one_was_the_clients() {
    let text =
        "[[indicator]]\nid = \"pharmacy_within_norm\"\nmeasure.share_within = { upper = 400 }";
    let own = own(text);
    let one = of(&own, "pharmacy_within_norm");
    let Measure::ShareWithin(within) = &one.measure else {
        panic!();
    };
    assert_eq!((within.lower, within.upper), (Some(300.0), 400.0));
    assert_eq!(within.category.as_deref(), Some("pharmacy"));
    assert_eq!(one.basis_of("upper"), assumed());
    assert_eq!(one.basis_of("lower").label, BasisLabel::Seed);
    assert_eq!(one.standing(), BasisLabel::Assumption);
}

#[test]
fn an_own_target_is_an_assumption() {
    let own = own("[[indicator]]\nid = \"gp_capacity_ratio\"\nutility = { target = 0.8 }");
    let one = of(&own, "gp_capacity_ratio");
    assert_eq!(one.basis_of("target"), assumed());
    let utility = one.utility.as_ref().unwrap();
    assert_eq!((utility.of(0.4), utility.of(0.8)), (Some(0.5), Some(1.0)));
    assert_eq!(one.basis_of("persons_per_unit").label, BasisLabel::Pub);
}

#[test]
fn an_own_basis_stands_beside_an_own_number() {
    let text = "[[indicator]]\nid = \"gp_capacity_ratio\"\nutility = { target = 0.8 }\n\
                basis.target = { label = \"PUB\", source = \"council decision\" }";
    let own = own(text);
    let basis = of(&own, "gp_capacity_ratio").basis_of("target");
    assert_eq!(
        (basis.label, basis.source.as_str()),
        (BasisLabel::Pub, "council decision")
    );
}

#[test]
fn knots_take_the_place_of_floor_and_target() {
    let text =
        "[[indicator]]\nid = \"pharmacy_within_norm\"\nutility = { knots = [[0.5, 0], [0.9, 1]] }";
    let own = own(text);
    let one = of(&own, "pharmacy_within_norm");
    assert_eq!(
        one.utility.as_ref().unwrap().points(),
        [(0.5, 0.0), (0.9, 1.0)]
    );
    assert_eq!(one.basis_of("knots"), assumed());
}

#[test]
fn dropped_indicators_are_gone_and_told() {
    let own = own("drop = [\"livability_score\", \"detour_factor_median\"]");
    assert_eq!(own.indicators.len(), 35);
    assert!(own.get("livability_score").is_none());
    assert_eq!(own.changed, ["livability_score", "detour_factor_median"]);
}

#[test]
fn an_own_indicator_and_heading_are_added_at_the_end() {
    let text = "[[heading]]\nid = \"ours\"\n".to_owned() + &grade("trees", "ours", "");
    let own = own(&text);
    assert_eq!(own.indicators.len(), 38);
    let last = own.indicators.last().unwrap();
    assert_eq!((last.id.as_str(), last.heading.as_str()), ("trees", "ours"));
    assert_eq!(own.headings.len(), 8);
    assert_eq!(own.changed, ["trees"]);
    // Nobody says on what its numbers stand.
    assert_eq!(last.basis_of("target").label, BasisLabel::Assumption);
    assert_eq!(last.standing(), BasisLabel::Assumption);
}

#[test]
fn a_dropped_indicator_counts_in_no_heading() {
    let text = grade("a", "h", "") + &grade("b", "h", "");
    let both = City::new(&text).told("a", "B1", 4.0).outcome(false);
    let heading = both.heading("B1", Some("h")).unwrap();
    assert_eq!((heading.score, heading.coverage), (None, 0.5));
    let one = City::new(&grade("a", "h", ""))
        .told("a", "B1", 4.0)
        .outcome(false);
    let heading = one.heading("B1", Some("h")).unwrap();
    assert_eq!((heading.score, heading.coverage), (Some(0.4), 1.0));
}

#[test]
fn an_own_coverage_and_name_take_the_place_of_the_old() {
    let own = own("name = \"ours\"\ncoverage = 0.8");
    assert_eq!((own.name.as_str(), own.coverage), ("ours", 0.8));
    assert!(own.changed.is_empty());
}

#[test]
fn a_smaller_limit_demands_no_other_walk() {
    // A lower limit or weight is measured from the walks that there are.
    let own =
        own("[[indicator]]\nid = \"pharmacy_within_norm\"\nmeasure.share_within = { upper = 400 }");
    assert_eq!(own.demands(), built_in().demands());
}
