use proptest::prelude::*;

use super::*;

#[test]
fn a_city_total_is_never_split() {
    let pairs = [("w1", "city"), ("w2", "city")];
    let task = [entry("city", 2030, 1000.0)];
    let stock = [entry("w1", 2024, 10.0)];
    let found = rows(&task, &stock, &[], &pairs);
    let found: Vec<_> = found
        .iter()
        .map(|row| (row.area.as_str(), row.need, row.stock))
        .collect();
    // w2 is not known, so neither is the city's stock.
    assert_eq!(
        found,
        [("city", Some(1000.0), None), ("w1", None, Some(10.0))]
    );
}

#[test]
fn a_larger_area_is_the_sum_over_all_its_parts_or_unknown() {
    let pairs = [("b1", "w1"), ("b2", "w1"), ("w1", "city"), ("w2", "city")];
    let task = [
        entry("b1", 2030, 30.0),
        entry("b2", 2030, 20.0),
        entry("w2", 2030, 50.0),
    ];
    let stock = [
        entry("b1", 2024, 10.0),
        entry("b2", 2022, 5.0),
        entry("w2", 2024, 40.0),
    ];
    let plans = [
        hard("b1", 2024, 4.0), // counted
        hard("b2", 2024, 4.0), // after b2's count
        hard("w2", 2025, 0.0),
    ];
    let found = rows(&task, &stock, &plans, &pairs);
    let of = |area: &str| found.iter().find(|row| row.area == area).unwrap();
    let some = |numbers: [f64; 6]| numbers.map(Some);
    let wanted = some([100.0, 55.0, 4.0, 0.0, 41.0, 41.0]);
    assert_eq!(told(of("city")), ("city", 2030, wanted));
    assert_eq!(of("city").summed, ["need", "stock", "hard", "soft"]);
    assert_eq!(of("city").stock_year, None); // 2022 and 2024
    assert_eq!(of("b2").stock_year, Some(2022));
    assert!(of("b2").summed.is_empty());
    // An own number outranks the sum, and its year counts for the plans of the parts.
    let mut stock = stock.to_vec();
    stock.push(entry("city", 2023, 60.0));
    let found = rows(&task, &stock, &plans, &pairs);
    let city = found.iter().find(|row| row.area == "city").unwrap();
    assert_eq!(told(city).2, some([100.0, 60.0, 8.0, 0.0, 32.0, 32.0]));
    assert_eq!(city.summed, ["need", "hard", "soft"]);
    // Without w2's task the city has none, and w1 still has.
    let found = rows(&task[..2], &stock, &plans, &pairs);
    let needs: Vec<_> = found
        .iter()
        .map(|row| (row.area.as_str(), row.need))
        .collect();
    let wanted = [
        ("b1", Some(30.0)),
        ("b2", Some(20.0)),
        ("city", None),
        ("w1", Some(50.0)),
        ("w2", None),
    ];
    assert_eq!(needs, wanted);
}

#[test]
fn an_area_of_which_nothing_is_known_has_no_row() {
    let pairs = [("w1", "city"), ("w2", "city")];
    let found = rows(&[entry("w1", 2030, 5.0)], &[], &[], &pairs);
    let areas: Vec<_> = found.iter().map(|row| row.area.as_str()).collect();
    assert_eq!(areas, ["w1"]);
}

proptest! {
    #[test]
    fn c9_a_city_is_the_sum_of_its_parts_in_any_order(
        numbers in prop::collection::vec((0_u32..1000, 0_u32..1000, 0_u32..1000, 0_u32..1000), 1..9),
    ) {
        let name = |at: usize| format!("w{at}");
        let named = numbers.iter().enumerate().map(|(at, numbers)| (name(at), numbers));
        let (mut task, mut stock, mut plans) = (Vec::new(), Vec::new(), Vec::new());
        let mut city = [0.0; 4];
        let mut parents = BTreeMap::new();
        for (area, (need, own, firm, hoped)) in named {
            let numbers = [*need, *own, *firm, *hoped].map(f64::from);
            task.push(entry(&area, 2030, numbers[0]));
            stock.push(entry(&area, 2024, numbers[1]));
            plans.push(hard(&area, 2027, numbers[2]));
            plans.push(soft(&area, 2028, numbers[3]));
            city.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
            parents.insert(area, "city".to_owned());
        }
        let found = Balance::new(&task, &stock, &plans, &parents).unwrap();
        let row = found.rows().iter().find(|row| row.area == "city").unwrap();
        let gap = city[0] - city[1] - city[2];
        let wanted = [city[0], city[1], city[2], city[3], gap, gap - city[3]];
        prop_assert_eq!(told(row).2, wanted.map(Some));
        task.reverse();
        stock.reverse();
        plans.reverse();
        prop_assert_eq!(Balance::new(&task, &stock, &plans, &parents).unwrap(), found);
    }
}
