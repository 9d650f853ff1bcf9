//! Walks with rests: for people who must sit down every so many metres.

mod chain;
mod longest;
mod pairs;
mod passed;
mod points;

pub use chain::Chains;
pub(crate) use passed::{Gathered, Passed};
pub use points::{Bench, RestId, RestPoints, Seat};

use crate::{
    access::Accessibility, category::Category, coverage::Coverage, facility::FacilityId,
    length::Length, point::Point, search::Search, snap::AttachedOrigins,
};
use pairs::{Pairs, States};

/// A walk on which no stretch is longer than somebody can go without sitting down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rested {
    /// Millimetres from door to door, legs included: those to and from rest points too.
    pub mm: u32,
    /// The facility that is reached; it may be another than the nearest one.
    pub facility: FacilityId,
    /// Rank of its door among all doors of all facilities.
    pub door: u32,
}

/// One stretch of a rested walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The rest point that it ends at; none at the facility's door.
    pub to: Option<RestId>,
    /// How long it is in millimetres, legs included.
    pub mm: u32,
}

/// Every short stretch between rest points, and from homes to rest points.
///
/// A walker starts at home, sits down at rest points and ends at a facility's door; no stretch in
/// between is longer than a radius, inclusively. A stretch is a walk from door to door: its length
/// counts the leg up to a bench, and the next one counts the leg away from it. The walk may come by
/// a place twice, and it may end at another facility than the nearest one; the shortest of all such
/// walks counts, ties by the ranks of facility and door. An answer indoors or next door that is not
/// farther than the radius is one stretch.
///
/// The whole walk keeps the rules of every walk: along one-way streets in their direction, and on
/// private ways only at its two ends. A bench on a private way serves walks that begin or end on
/// that private ground.
///
/// Stretches do not depend on the category or on a smaller radius: they are found once, by one
/// bounded search from each rest point; then a category takes a search among rest points only.
///
/// ```
/// use nabij::*;
/// let p = |x, y| Point::new(x * 1000, y * 1000);
/// let street = EdgeAttributes::default();
/// let network = Network::builder().edge(p(0, 0), p(1000, 0), street).build()?;
/// let facilities = Facilities::new([Facility::new("a", Category::PHARMACY, p(230, 0))])?;
/// let origins = Origins::new([Origin::new("home", p(50, 0))])?;
/// let norms = NormSet::new([Norm::new("pharmacy").upper(Length::metres(500))])?;
/// let study = Study::new(&network, &facilities, &norms).prepare()?;
/// let (access, homes) = (study.accessibility(), study.attach(&origins));
/// let nearest = access.nearest(&Category::PHARMACY, &homes);
///
/// let bench = Bench { id: "b".into(), point: p(140, 3) };
/// let points = RestPoints::new([bench], &network, study.snapper(), RestPoints::REACH);
/// let rests = Rests::new(&access, &points, &homes, Length::metres(125));
/// let chains = rests.chains(&Category::PHARMACY);
///
/// let rested = chains.nearest(Length::metres(100), &nearest)[0].ok_or("none")?;
/// assert_eq!(rested.mm, 90_000 + 3_000 + 3_000 + 90_000);
/// assert_eq!(chains.nearest(Length::metres(92), &nearest), [None]); // 93 m to the bench
/// let stages = chains.stages(Length::metres(100), 0, nearest[0]).ok_or("none")?;
/// assert_eq!(stages.len(), 2);
///
/// let forest = Forest::new(&access, &Category::PHARMACY);
/// let longest = points.longest_stretches(&access, &forest, &homes, &nearest);
/// assert_eq!(longest, [Some(90_000)]); // passing by takes no leg
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rests<'a> {
    access: Accessibility<'a>,
    points: &'a RestPoints,
    states: States,
    pairs: Pairs,
    origins: usize,
    radius: Length,
}

impl<'a> Rests<'a> {
    /// The stretches that are looked at where nobody says otherwise: 50 m, "in commonly used
    /// pedestrian areas … seats at intervals of no more than 50 metres" (UK Department for
    /// Transport, Inclusive Mobility, 3.4); 100 m and 125 m, a bench every 100 to 125 m on routes
    /// to important places (Kenniscentrum Sport & Bewegen, a rule of thumb).
    pub const RADII: [Length; 3] = [Length::metres(50), Length::metres(100), Length::metres(125)];

    /// Finds every stretch of at most `radius`, on all threads with feature `rayon`.
    pub fn new(
        access: &Accessibility<'a>,
        points: &'a RestPoints,
        origins: &AttachedOrigins,
        radius: Length,
    ) -> Self {
        let states = States::new(access, points);
        Rests {
            access: *access,
            points,
            pairs: Pairs::new(access, points, &states, origins, radius),
            states,
            origins: origins.len(),
            radius,
        }
    }

    /// The rest points on the way to the facilities of a category.
    pub fn chains(&self, category: &Category) -> Chains<'_> {
        self.chains_with(&mut Search::new(self.access.graph), category)
    }

    /// The same in a workspace made before with [`Search::new`].
    pub fn chains_with(&self, search: &mut Search, category: &Category) -> Chains<'_> {
        Chains::new(self, search, category)
    }
}

/// What was found out about one origin, one category and one radius.
///
/// Benches that nobody has mapped may stand anywhere: then the ordinary walk may have as many seats
/// as one likes, and no rested walk is shorter than that. Where benches are known to be complete
/// around home, as far as the rested walk could lead, the rested distance is known exactly.
///
/// ```
/// use nabij::{Length, RestFinding};
/// let finding = RestFinding {
///     ordinary_mm: Some(300_000),
///     rested_mm: Some(420_000),
///     benches_mm: Some(0), // nothing is known about benches but those mapped
///     facilities_mm: None,
/// };
/// let bounds = finding.bounds(Length::metres(2000));
/// assert_eq!(bounds, (Some(Length::metres(300)), Some(Length::metres(420))));
/// let complete = RestFinding { benches_mm: None, ..finding };
/// assert_eq!(complete.bounds(Length::metres(2000)).0, Some(Length::metres(420)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RestFinding {
    /// The ordinary distance in mm, where there is one within the horizon.
    pub ordinary_mm: Option<u32>,
    /// The rested distance in mm with the rest points that are known, where there is one.
    pub rested_mm: Option<u32>,
    /// The straight distance in mm to where benches are not all known, nothing beyond the horizon:
    /// [`RestFinding::benches_mm`].
    pub benches_mm: Option<u32>,
    /// The straight distance in mm to the nearest facility that may be missing: the lesser of
    /// [`Finding::coverage_mm`](crate::Finding::coverage_mm) and
    /// [`Finding::unsnapped_mm`](crate::Finding::unsnapped_mm).
    pub facilities_mm: Option<u32>,
}

impl RestFinding {
    /// The straight distance in mm from an origin's doors to where benches are not all known: 0
    /// without a coverage, nothing when that is beyond the horizon.
    pub fn benches_mm(
        coverage: Option<&Coverage>,
        doors: &[Point],
        horizon: Length,
    ) -> Option<u32> {
        let Some(coverage) = coverage else {
            return Some(0);
        };
        let doors = doors.iter();
        doors
            .filter_map(|door| coverage.straight_mm(*door, horizon))
            .min()
    }

    /// The rested distance as an interval: no rested walk is shorter than the first, nothing where
    /// there can be none within the horizon; one is known within the second, nothing where none is.
    pub fn bounds(&self, horizon: Length) -> (Option<Length>, Option<Length>) {
        let looked = self.rested_mm.unwrap_or(horizon.mm());
        let known = self.benches_mm.is_none_or(|mm| mm > looked);
        let low = if known {
            self.rested_mm
        } else {
            self.ordinary_mm
        };
        let low = low.into_iter().chain(self.facilities_mm).min();
        (
            low.map(Length::millimetres),
            self.rested_mm.map(Length::millimetres),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polygon::Polygon;

    fn bounds(benches_mm: Option<u32>, rested_mm: Option<u32>) -> (Option<u32>, Option<u32>) {
        let finding = RestFinding {
            ordinary_mm: Some(300),
            rested_mm,
            benches_mm,
            facilities_mm: None,
        };
        let (low, high) = finding.bounds(Length::millimetres(1000));
        (low.map(Length::mm), high.map(Length::mm))
    }

    /// Whatever stands beyond the edge of the coverage is at least as far as the edge.
    #[test]
    fn a_rested_walk_is_certain_where_it_could_not_leave_the_coverage() {
        assert_eq!(bounds(Some(0), Some(400)), (Some(300), Some(400)));
        assert_eq!(bounds(Some(399), Some(400)), (Some(300), Some(400)));
        assert_eq!(bounds(Some(400), Some(400)), (Some(300), Some(400)));
        assert_eq!(bounds(Some(401), Some(400)), (Some(400), Some(400)));
        assert_eq!(bounds(None, Some(400)), (Some(400), Some(400)));
        // Nothing found with the benches known: as far as was looked.
        assert_eq!(bounds(Some(1000), None), (Some(300), None));
        assert_eq!(bounds(None, None), (None, None));
    }

    #[test]
    fn a_facility_that_is_not_known_may_be_nearer() {
        let finding = RestFinding {
            ordinary_mm: Some(300),
            rested_mm: Some(400),
            benches_mm: None,
            facilities_mm: Some(350),
        };
        let (low, high) = finding.bounds(Length::millimetres(1000));
        assert_eq!(
            (low.map(Length::mm), high.map(Length::mm)),
            (Some(350), Some(400))
        );
    }

    #[test]
    fn without_a_coverage_nothing_is_known_of_other_benches() {
        let p = Point::new;
        let square = Polygon::new([vec![p(0, 0), p(1000, 0), p(1000, 1000), p(0, 1000)]]);
        let coverage = Coverage::new([square]);
        let mm = |coverage, doors: &[Point]| {
            RestFinding::benches_mm(coverage, doors, Length::millimetres(450))
        };
        assert_eq!(mm(None, &[p(500, 500)]), Some(0));
        assert_eq!(mm(Some(&coverage), &[p(500, 500)]), None);
        assert_eq!(mm(Some(&coverage), &[p(500, 500), p(500, 900)]), Some(100));
        assert_eq!(mm(Some(&coverage), &[p(500, 1001)]), Some(0));
    }
}
