//! The index against linear scans.

use super::*;

#[test]
fn squares_compare_as_fractions() {
    let s = |numerator, denominator| Squared {
        numerator,
        denominator,
    };
    assert!(s(1, 3).compare(s(1, 2)).is_lt());
    assert!(s(2, 4).compare(s(1, 2)).is_eq());
    assert!(s(u128::MAX >> 8, 3).compare(s(u128::MAX >> 8, 2)).is_lt());
}

#[test]
fn an_empty_index_finds_nothing() {
    assert!(
        SegmentIndex::new(vec![])
            .nearest(Point::new(0, 0), 1000, |_| true)
            .is_empty()
    );
}

/// Far from the origin single precision knows places to some 100 mm only.
#[test]
fn the_nearest_is_that_of_a_linear_scan() {
    let mut state = 1_u64;
    let mut random = move |below: i32| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((state >> 33) % below as u64) as i32
    };
    for corner in [0, 1_999_000_000, -2_000_000_000] {
        for (count, extent) in [(1, 10), (7, 20), (65, 40), (700, 900), (700, 900_000)] {
            let mut place = || Point::new(corner + random(extent), corner + random(extent));
            let segments: Vec<Segment> = (0..count)
                .map(|owner| Segment {
                    a: place(),
                    b: place(),
                    owner,
                    at: 0,
                })
                .collect();
            let index = SegmentIndex::new(segments.clone());
            for _ in 0..60 {
                let p = place();
                let exact = |s: &Segment| s.squared_distance(p);
                let least = segments.iter().map(exact).min_by(|x, y| x.compare(*y));
                let expected: Vec<u32> = segments
                    .iter()
                    .filter(|s| exact(s).compare(least.unwrap()).is_eq())
                    .map(|s| s.owner)
                    .collect();
                let found = index.nearest(p, 10_000_000, |_| true);
                let mut found: Vec<u32> = found.iter().map(|s| s.owner).collect();
                found.sort_unstable();
                assert_eq!(found, expected);
            }
        }
    }
}
