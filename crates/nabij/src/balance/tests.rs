use super::*;

mod parts;

const KIND: &str = "clustered";

fn entry(area: &str, year: u16, number: impl Into<Option<f64>>) -> Entry {
    Entry {
        area: area.to_owned(),
        kind: KIND.to_owned(),
        year,
        number: number.into(),
    }
}

fn hard(area: &str, year: u16, number: impl Into<Option<f64>>) -> Plan {
    Plan {
        entry: entry(area, year, number),
        hardness: Hardness::Hard,
    }
}

fn soft(area: &str, year: u16, number: impl Into<Option<f64>>) -> Plan {
    Plan {
        hardness: Hardness::Soft,
        ..hard(area, year, number)
    }
}

fn parents(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let own = |(part, parent): &(&str, &str)| ((*part).to_owned(), (*parent).to_owned());
    pairs.iter().map(own).collect()
}

fn rows(
    task: &[Entry],
    stock: &[Entry],
    plans: &[Plan],
    pairs: &[(&str, &str)],
) -> Vec<BalanceRow> {
    Balance::new(task, stock, plans, &parents(pairs))
        .unwrap()
        .rows
}

/// Area, year, need, stock, hard, soft, gap, gap with soft.
type Told<'r> = (&'r str, u16, [Option<f64>; 6]);

fn told(row: &BalanceRow) -> Told<'_> {
    let numbers = [
        row.need,
        row.stock,
        row.hard,
        row.soft,
        row.gap,
        row.gap_with_soft,
    ];
    (&row.area, row.year, numbers)
}

#[test]
fn plans_count_from_the_year_after_the_stock_up_to_the_year() {
    let task = [entry("a", 2030, 100.0), entry("a", 2040, 200.0)];
    let stock = [
        entry("a", 2020, 5.0),
        entry("a", 2024, 60.0),
        entry("a", 2041, 999.0),
    ];
    let plans = [
        hard("a", 2024, 7.0), // counted with the stock
        hard("a", 2025, 10.0),
        hard("a", 2030, 20.0),
        hard("a", 2031, 40.0),
        soft("a", 2040, 80.0),
        soft("a", 2041, 160.0),
    ];
    let found = rows(&task, &stock, &plans, &[]);
    let found: Vec<_> = found.iter().map(told).collect();
    let row = |numbers: [f64; 6]| numbers.map(Some);
    assert_eq!(
        found,
        [
            ("a", 2030, row([100.0, 60.0, 30.0, 0.0, 10.0, 10.0])),
            ("a", 2040, row([200.0, 60.0, 70.0, 80.0, 70.0, -10.0])),
        ]
    );
}

#[test]
fn what_is_not_known_stays_unknown_and_is_told() {
    let task = [
        entry("a", 2030, 100.0),
        entry("b", 2030, None),
        entry("c", 2030, 10.0),
    ];
    let stock = [
        entry("a", 2020, 50.0),
        entry("a", 2024, None), // the latest count is unknown: the older one is not used
        entry("b", 2024, 1.0),
        entry("c", 2031, 4.0), // too late
        entry("d", 2024, 3.0),
    ];
    let plans = [
        hard("a", 2026, 5.0),
        soft("b", 2029, None),
        soft("b", 2035, 8.0),
    ];
    let found = rows(&task, &stock, &plans, &[]);
    let unknown: Vec<_> = found
        .iter()
        .map(|row| (row.area.as_str(), row.unknown()))
        .collect();
    assert_eq!(
        unknown,
        [
            ("a", vec!["stock"]),
            ("b", vec!["need", "soft"]),
            ("c", vec!["stock", "hard", "soft"]),
            ("d", vec!["need", "hard", "soft"]),
        ]
    );
    assert!(
        found
            .iter()
            .all(|row| row.gap.is_none() && row.gap_with_soft.is_none())
    );
    assert_eq!(found[0].hard, Some(5.0));
    assert_eq!(found[1].hard, Some(0.0)); // b has plans, none of them hard
}

#[test]
fn a_type_without_a_task_has_the_years_of_its_stock_and_plans() {
    let found = rows(&[], &[entry("a", 2024, 7.0)], &[hard("a", 2026, 3.0)], &[]);
    let found: Vec<_> = found.iter().map(told).collect();
    let row = |year, hard| {
        (
            "a",
            year,
            [None, Some(7.0), Some(hard), Some(0.0), None, None],
        )
    };
    assert_eq!(found, [row(2024, 0.0), row(2026, 3.0)]);
}

#[test]
fn mistakes_are_named() {
    let none = BTreeMap::new();
    let twice = [entry("a", 2030, 1.0), entry("a", 2030, None)];
    let error = Balance::new(&twice, &[], &[], &none).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"task: area "a", type "clustered", year 2030 occurs twice: add the rows up"#
    );
    // The same year hard and soft are two plans.
    assert!(
        Balance::new(
            &[],
            &[],
            &[hard("a", 2030, 1.0), soft("a", 2030, 1.0)],
            &none
        )
        .is_ok()
    );
    assert!(
        Balance::new(
            &[],
            &[],
            &[soft("a", 2030, 1.0), soft("a", 2030, 1.0)],
            &none
        )
        .is_err()
    );
    for odd in [-1.0, f64::NAN, f64::INFINITY, 1e10] {
        let error = Balance::new(&[], &[entry("a", 2030, odd)], &[], &none).unwrap_err();
        assert!(error.to_string().contains("it must be 0 to 1000000000"));
    }
    for ring in [&[("a", "a")][..], &[("a", "b"), ("b", "c"), ("c", "a")]] {
        assert!(Balance::new(&[], &[], &[], &parents(ring)).is_err());
    }
}
