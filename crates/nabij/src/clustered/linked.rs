//! Dwellings of a labelled list that names no complexes, linked to complexes by a careful rule.

use std::collections::{BTreeMap, BTreeSet};

use crate::{length::Length, point::Point};

/// A dwelling on a list of labelled housing that names no complex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labelled<'a> {
    /// Who owns it.
    pub owner: &'a str,
    /// Its label, such as `55+`.
    pub label: &'a str,
    /// The building it is in.
    pub building: &'a str,
    /// Its doors.
    pub doors: &'a [Point],
}

/// Dwellings linked to complexes: those of the same owner and label in the same building, or in
/// buildings that touch, one after the other, as long as the whole is at most
/// [`Linked::ACROSS`] across.
///
/// ```
/// use nabij::{Labelled, Linked, Point};
/// let doors = [[Point::new(0, 0)], [Point::new(150_000, 0)]];
/// let of = |building, at: usize| {
///     let doors = doors.get(at).map_or(&[][..], |doors| doors);
///     Labelled { owner: "Corporation", label: "55+", building, doors }
/// };
/// let dwellings = [of("a", 0), of("b", 1)];
/// assert_eq!(Linked::new(&dwellings, &[("a", "b")]).complexes, [[0, 1]]);
/// assert_eq!(Linked::new(&dwellings, &[]).alone, [0, 1]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linked {
    /// The dwellings of each complex, at least two, by their position.
    pub complexes: Vec<Vec<usize>>,
    /// Dwellings that no other one can be linked to.
    pub alone: Vec<usize>,
    /// Dwellings that would make a complex which is too wide, and how far it is across.
    pub too_wide: Vec<(Vec<usize>, Length)>,
}

impl Linked {
    /// The farthest that two doors of one complex lie apart, inclusive, in a straight line.
    pub const ACROSS: Length = Length::metres(150);

    /// Links dwellings; `touching` holds pairs of buildings that touch, in any order.
    pub fn new(dwellings: &[Labelled<'_>], touching: &[(&str, &str)]) -> Self {
        let mut groups: BTreeMap<(&str, &str), BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
        for (at, one) in dwellings.iter().enumerate() {
            let group = groups.entry((one.owner, one.label)).or_default();
            group.entry(one.building).or_default().push(at);
        }
        let mut beside: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (a, b) in touching {
            beside.entry(a).or_default().insert(b);
            beside.entry(b).or_default().insert(a);
        }
        let mut linked = Linked::default();
        for mut buildings in groups.into_values() {
            while let Some((first, mut own)) = buildings.pop_first() {
                let mut next = vec![first];
                while let Some(building) = next.pop() {
                    for other in beside.get(building).into_iter().flatten() {
                        if let Some(more) = buildings.remove(other) {
                            own.extend(more);
                            next.push(other);
                        }
                    }
                }
                own.sort_unstable();
                linked.add(own, dwellings);
            }
        }
        linked.complexes.sort_unstable();
        linked.alone.sort_unstable();
        linked.too_wide.sort_unstable();
        linked
    }

    fn add(&mut self, own: Vec<usize>, dwellings: &[Labelled<'_>]) {
        if own.len() < 2 {
            self.alone.extend(own);
            return;
        }
        let of = own.iter().filter_map(|at| dwellings.get(*at));
        let doors = of.flat_map(|one| one.doors.iter().copied()).collect();
        match across(doors) {
            far if far <= Self::ACROSS => self.complexes.push(own),
            far => self.too_wide.push((own, far)),
        }
    }
}

/// The largest distance between two of the points.
fn across(points: Vec<Point>) -> Length {
    let corners = corners(points);
    let pairs = corners.iter().enumerate();
    let far = pairs.flat_map(|(at, a)| corners.iter().skip(at + 1).map(|b| a.distance_mm(*b)));
    let mm = far.max().unwrap_or(0);
    Length::millimetres(u32::try_from(mm).unwrap_or(u32::MAX))
}

/// The corners of the convex hull: the two farthest points are among them.
fn corners(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_unstable();
    points.dedup();
    let half = |points: &mut dyn Iterator<Item = Point>| {
        let mut hull: Vec<Point> = Vec::new();
        for point in points {
            while let [.., a, b] = hull.as_slice()
                && crate::point::orientation(*a, *b, point) <= 0
            {
                hull.pop();
            }
            hull.push(point);
        }
        hull
    };
    let mut hull = half(&mut points.iter().copied());
    hull.extend(half(&mut points.iter().rev().copied()));
    hull.sort_unstable();
    hull.dedup();
    hull
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One door each: owner, label, building, x and y in mm.
    type Row = (&'static str, &'static str, &'static str, (i32, i32));

    fn linked(rows: &[Row], touching: &[(&str, &str)]) -> Linked {
        let doors: Vec<[Point; 1]> = rows
            .iter()
            .map(|row| [Point::new(row.3.0, row.3.1)])
            .collect();
        let of = rows.iter().zip(&doors);
        let all: Vec<Labelled<'_>> = of
            .map(|((owner, label, building, _), doors)| Labelled {
                owner,
                label,
                building,
                doors,
            })
            .collect();
        Linked::new(&all, touching)
    }

    #[test]
    fn section_6_only_the_same_owner_and_label_in_the_same_or_touching_buildings_are_linked() {
        let rows = [
            ("Staedion", "55+", "p1", (0, 0)),
            ("Staedion", "55+", "p2", (10_000, 0)),
            ("Staedion", "55+", "p3", (20_000, 0)), // touches p2, not p1
            ("Staedion", "65+", "p1", (0, 5_000)),  // another label
            ("Haag Wonen", "55+", "p1", (5_000, 0)), // another owner
            ("Staedion", "55+", "p5", (30_000, 0)), // touches p4 alone, where nobody is
        ];
        let touching = [("p2", "p1"), ("p2", "p3"), ("p3", "p4"), ("p4", "p5")];
        let found = linked(&rows, &touching);
        assert_eq!(found.complexes, [vec![0, 1, 2]]);
        assert_eq!(found.alone, [3, 4, 5]);
        assert!(found.too_wide.is_empty());
        // Without outlines the same building alone counts.
        let same = [rows[0], rows[1], ("Staedion", "55+", "p1", (1_000, 0))];
        assert_eq!(linked(&same, &[]).complexes, [vec![0, 2]]);
    }

    #[test]
    fn section_6_a_linked_complex_is_at_most_150_m_across() {
        let wide = |x, y| {
            let rows = [
                ("o", "l", "p", (0, 0)),
                ("o", "l", "p", (x / 2, y)),
                ("o", "l", "p", (x, y)),
            ];
            linked(&rows, &[])
        };
        assert_eq!(wide(149_999, 0).complexes.len(), 1);
        assert_eq!(wide(150_000, 0).complexes.len(), 1);
        let too_wide = vec![(vec![0, 1, 2], Length::millimetres(150_001))];
        assert_eq!(wide(150_001, 0).too_wide, too_wide);
        assert_eq!(wide(90_000, 120_000).complexes.len(), 1); // 3, 4, 5
        assert_eq!(wide(90_001, 120_000).too_wide.len(), 1);
    }

    #[test]
    fn the_farthest_two_of_many_points() {
        let mut seed = 1_u64;
        for count in 1..40 {
            let mut next = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                i32::try_from((seed >> 33) % 20).unwrap()
            };
            let points: Vec<Point> = (0..count).map(|_| Point::new(next(), next())).collect();
            let pairs = points
                .iter()
                .flat_map(|a| points.iter().map(|b| a.distance_mm(*b)));
            let wanted = pairs.max().unwrap();
            assert_eq!(u64::from(across(points).mm()), wanted);
        }
    }
}
