//! The norm panel: how many fail, whatever else is good.

use nabij::criteria::{PanelRow, Seen};

use crate::{City, Outcome, at, between, measuring, place, reach};

fn panel() -> Outcome {
    let share = "share_within = { category = \"shop\", lower = 300, upper = 500, weight = [\"residents\"] }";
    let complexes = "ratio = { of = [\"clusters.compliant\"], per = [\"clusters.dwellings\"] }";
    let text = measuring("shop", share, "panel = \"N1\"")
        + &measuring("complexes", complexes, "panel = \"N2, N3\"")
        + &measuring("other", "sum = { of = [\"x\"] }", "");
    let seen = vec![at(500_000), at(500_001), between(400_000, Some(600_000))];
    let city = City::new(&text)
        .homes(&[("B1", 2.0), ("B1", 3.0), ("B1", 5.0)])
        .seen([(reach("shop"), Seen::Reach(seen))])
        .told("clusters.compliant", "B1", 24.0)
        .told("clusters.dwellings", "B1", 54.0);
    city.outcome(false)
}

fn row<'o>(outcome: &'o Outcome, area: &str, indicator: &str, group: &str) -> &'o PanelRow {
    let (level, number) = place(area);
    let same = |row: &&PanelRow| {
        let own = &row.measured;
        (usize::from(own.level), own.area as usize) == (level, number)
            && outcome.catalogue.indicators[usize::from(own.indicator)].id == indicator
            && row.group == group
    };
    let found = outcome.panel.iter().find(same);
    found.unwrap_or_else(|| panic!("no {indicator} for {group} in {area}"))
}

#[test]
fn every_group_has_those_who_surely_fail() {
    let outcome = panel();
    let people = row(&outcome, "B1", "shop", "residents");
    assert_eq!(
        (people.measured.total, people.measured.failing),
        (10.0, Some(3.0))
    );
    let addresses = row(&outcome, "B1", "shop", "addresses");
    assert_eq!(
        (addresses.measured.total, addresses.measured.failing),
        (3.0, Some(1.0))
    );
    assert_eq!(addresses.measured.value, Some(0.5)); // one of the two known
    assert_eq!(addresses.measured.lower, Some([Some(0.0); 3]));
}

#[test]
fn complexes_are_counted_in_dwellings() {
    let outcome = panel();
    let dwellings = row(&outcome, "B1", "complexes", "clusters.dwellings");
    assert_eq!(dwellings.measured.value, Some(24.0 / 54.0));
    let failing = dwellings.measured.failing.unwrap();
    assert!((failing - 30.0).abs() < 1e-9, "{failing}"); // 54 − 24
}

#[test]
fn only_norms_are_in_the_panel_and_of_nobody_nothing_is_said() {
    let outcome = panel();
    let other = outcome
        .catalogue
        .indicators
        .iter()
        .position(|own| own.id == "other");
    let numbers = outcome
        .panel
        .iter()
        .map(|row| usize::from(row.measured.indicator));
    assert!(numbers.into_iter().all(|at| Some(at) != other));
    let empty = row(&outcome, "B2", "shop", "residents");
    assert_eq!(empty.measured.value, None);
    let none = row(&outcome, "B2", "complexes", "clusters.dwellings");
    assert_eq!((none.measured.value, none.measured.failing), (None, None));
}
