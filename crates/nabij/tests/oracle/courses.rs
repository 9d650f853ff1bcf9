//! Courses at random, millimetre by millimetre.

use nabij::{Course, Covered, Length, Point, Polygon};
use proptest::{collection::vec, prelude::*};

use crate::{
    exact::{Fraction, project, straight},
    middles::{Middle, middles},
    random::many,
    sight::sides,
};

pub fn p(x: i32, y: i32) -> Point {
    Point::new(x, y)
}

pub fn mm(mm: u32) -> Length {
    Length::millimetres(mm)
}

pub fn course(line: &[Point]) -> Course {
    Course::new("c", line.to_vec()).unwrap()
}

/// Where a millimetre is covered, and where not.
fn covered(each: impl Iterator<Item = bool>) -> Covered {
    let (mut gaps, mut whole, mut met): (Vec<(u32, u32)>, u32, u64) = (Vec::new(), 0, 0);
    for one in each {
        met += u64::from(one);
        match gaps.last_mut() {
            _ if one => {}
            Some(last) if last.1 == whole => last.1 += 1,
            _ => gaps.push((whole, whole + 1)),
        }
        whole += 1;
    }
    Covered {
        whole_mm: whole.into(),
        met_mm: met,
        gaps,
    }
}

/// The first of the nearest places of a line, and the exact square of how far it is.
fn nearest(line: &[Point], point: Point) -> (u64, Fraction) {
    let (mut start, mut best): (u64, Option<(u64, Fraction)>) = (0, None);
    for ends in line.windows(2) {
        let (far, along) = project(ends[0], ends[1], point);
        if best.is_none_or(|(_, least)| far.cmp(least).is_lt()) {
            best = Some((start + along, far));
        }
        start += straight(ends[0], ends[1]);
    }
    best.unwrap()
}

fn points(reach: i32, most: usize) -> impl Strategy<Value = Vec<Point>> {
    vec(
        (-reach..reach, -reach..reach).prop_map(|(x, y)| p(x, y)),
        0..most,
    )
}

/// Lines of lattice points, where much is equally near, and others.
fn lines() -> impl Strategy<Value = Vec<Point>> {
    let some = |step: i32| {
        let spot = (-4..5_i32, -4..5_i32);
        vec(spot.prop_map(move |(x, y)| p(step * x, step * y)), 2..7)
    };
    prop_oneof![some(1), some(10), points(60, 7)]
        .prop_filter("no length", |line| line.iter().any(|at| *at != line[0]))
}

proptest! {
    #![proptest_config(many(3000))]

    #[test]
    fn points_at_random(line in lines(), stands in points(70, 6), reach in 0..40_u32) {
        let course = course(&line);
        let near = |point: &Point| {
            let (offset, far) = nearest(&line, *point);
            let far = crate::exact::round_root(far.over, far.under);
            (far <= u64::from(reach)).then_some(offset)
        };
        let mut stops: Vec<u64> = stands.iter().filter_map(near).collect();
        let whole = u64::from(course.length().mm());
        let (first, last) = (stops.iter().min().copied(), stops.iter().max().copied());
        let own: Vec<u64> = course.offsets(&stands, mm(reach)).iter().map(|at| (*at).into()).collect();
        prop_assert!(own.is_sorted() && own.iter().all(|at| stops.contains(at)));
        prop_assert!(stops.iter().all(|at| own.contains(at)));
        let empty = stops.is_empty();
        stops.extend([0, whole]);
        // At and beside every distance between two stops.
        let apart = stops.iter().flat_map(|a| stops.iter().map(|b| a.abs_diff(*b)));
        for spacing in apart.flat_map(|mm| [mm.saturating_sub(1), mm, mm + 1]) {
            let found = course.near_points(&stands, mm(reach), mm(spacing as u32));
            let one = |at: u64| {
                let before = stops.iter().filter(|stop| **stop <= at).max().unwrap();
                let after = stops.iter().filter(|stop| **stop > at).min().unwrap();
                !empty && after - before <= spacing
            };
            let own = covered((0..whole).map(one));
            prop_assert_eq!((found.whole_mm, found.met_mm), (own.whole_mm, own.met_mm));
            for at in 0..whole {
                let gap = found.gaps.iter().any(|(from, to)| u64::from(*from) <= at && at < u64::from(*to));
                prop_assert_eq!(gap, !one(at));
            }
            // The start and the end are no points.
            let at_ends = found.gaps.iter().flat_map(|(from, to)| [*from, *to]);
            for at in at_ends.map(u64::from).filter(|at| !empty && *at != 0 && *at != whole) {
                prop_assert!(first <= Some(at) && Some(at) <= last);
            }
        }
    }

    #[test]
    fn lamps_at_random(line in lines(), lamps in points(70, 6), radius in 0..50_u32) {
        let lit = |middle: Middle| lamps.iter().any(|lamp| middle.near(*lamp, *lamp, radius));
        prop_assert_eq!(course(&line).within(&lamps, mm(radius)), covered(middles(&line).map(lit)));
    }

    #[test]
    fn green_at_random(line in lines(), corners in points(70, 10), radius in 0..30_u32) {
        let rings: Vec<Vec<Point>> = corners.chunks_exact(3).map(<[Point]>::to_vec).collect();
        let parks: Vec<Polygon> = rings.iter().map(|ring| Polygon::new([ring.clone()])).collect();
        let green = |middle: Middle| rings.iter().any(|ring| {
            let near = sides(ring).any(|(c, d)| middle.near(c, d, radius.max(1)));
            near || middle.inside(std::slice::from_ref(ring))
        });
        prop_assert_eq!(course(&line).beside(&parks, mm(radius)), covered(middles(&line).map(green)));
    }

    /// What is cut out of a course is as long as it says, to the rounding of its ends and bends.
    #[test]
    fn cuts_at_random(line in lines(), from in 0..200_u32, more in 0..200_u32) {
        let course = course(&line);
        let (from, to) = (from.min(course.length().mm()), (from + more).min(course.length().mm()));
        let cut = course.cut(from, to);
        let long: u64 = cut.windows(2).map(|pair| straight(pair[0], pair[1])).sum();
        let bends = 2 * (line.len() as u64 + 2);
        prop_assert!(long.abs_diff(u64::from(to - from)) <= bends, "{cut:?} {long}");
    }
}
