//! A study: network, facilities and norms together, ready to score origins.

mod best;
mod causes;
mod explained;
mod indoor;
mod kept;
mod lined;
mod prepared;
mod rested;
mod sites;
mod survey;
mod tile;
mod walker;

use std::collections::BTreeMap;

pub use best::{Best, best_site, best_supply};
pub use kept::{AreaChange, Change, Kept, RowChange, Updated, WalkerChange, Whole, WholeScored};
pub use prepared::{Prepared, Scored};
use serde::{Deserialize, Serialize};
pub use survey::{Missing, Survey};
pub use tile::{Cut, Land, OpenLand, Tile, TileHomes, TileScores, Tiles, WalkerScores, WithCauses};
pub use walker::Walker;

use crate::{
    barrier::Barriers, category::Category, coverage::Coverage, error::StudyError,
    explain::Explanation, facility::Facilities, groundwork::Groundwork, length::Length,
    network::Network, norm::NormSet, origin::Origins, profile::Profile, snap::Snapper,
};

/// Numbers that the client's documents do not give. Each is an assumption, and each is in the
/// manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameters {
    /// The longest leg from a door to the street.
    pub max_snap: Length,
    /// Doors do not open onto pieces of network shorter than this.
    pub min_component: Length,
    /// Next door: a straight line this long counts as walked.
    pub direct: Length,
    /// Rows this close to a limit are flagged: input errors could turn them.
    pub near: Length,
    /// How far away a street may be that an address names, to come before a nearer one.
    pub named_street: Length,
    /// Whether barriers and buildings bar the leg from a door to the street.
    pub barred_legs: bool,
    /// How far every search looks; the larger of 2,000 m and twice the longest limit if not given.
    pub horizon: Option<Length>,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            max_snap: Length::metres(100),
            min_component: Length::metres(1000),
            direct: Length::metres(10),
            near: Length::metres(10),
            named_street: Length::metres(50),
            barred_legs: true,
            horizon: None,
        }
    }
}

/// Called between pieces of work with what is done, how far, and of how much; false stops.
pub type Progress<'a> = &'a (dyn Fn(&str, usize, usize) -> bool + Sync);

/// What is measured against what, and by whom.
///
/// ```
/// use nabij::*;
/// let p = |x, y| Point::new(x * 1000, y * 1000);
/// let street = EdgeAttributes { access: Some(Access::Public), ..Default::default() };
/// let network = Network::builder().edge(p(0, 0), p(2000, 0), street).build()?;
/// let facilities = Facilities::new([Facility::new("p1", Category::PHARMACY, p(500, 3))])?;
/// let norms = NormSet::new([
///     Norm::new("pharmacy").lower(Length::metres(300)).upper(Length::metres(500)),
/// ])?;
/// let origins = Origins::new([Origin::new("home", p(10, 4))])?;
///
/// let scored = Study::new(&network, &facilities, &norms).score(&origins)?;
/// assert_eq!(scored.rows[0].high, Some(Length::metres(497))); // 4 + 490 + 3
/// assert_eq!(scored.rows[0].verdict, Verdict::WithinUpper);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Study<'a> {
    network: &'a Network,
    facilities: &'a Facilities,
    norms: &'a NormSet,
    profile: Profile,
    /// Who else walks.
    others: Vec<Profile>,
    parameters: Parameters,
    /// How far walkers go without sitting down, ascending; empty where nobody asks.
    rests: Vec<Length>,
    barriers: Option<&'a Barriers>,
    extent: Option<&'a Coverage>,
    coverage: BTreeMap<Category, &'a Coverage>,
    progress: Option<Progress<'a>>,
    groundwork: Option<&'a Groundwork>,
}

impl<'a> Study<'a> {
    /// A study for the `adult` profile with the default parameters.
    pub fn new(network: &'a Network, facilities: &'a Facilities, norms: &'a NormSet) -> Self {
        Study {
            network,
            facilities,
            norms,
            profile: Profile::ADULT,
            others: Vec::new(),
            parameters: Parameters::default(),
            rests: Vec::new(),
            barriers: None,
            extent: None,
            coverage: BTreeMap::new(),
            progress: None,
            groundwork: None,
        }
    }

    /// Who walks.
    pub fn profile(self, profile: Profile) -> Self {
        Study { profile, ..self }
    }

    /// Who else walks: [`Prepared::score_each`] scores for every one of them.
    pub fn others(self, others: impl IntoIterator<Item = Profile>) -> Self {
        Study {
            others: others.into_iter().collect(),
            ..self
        }
    }

    /// The numbers to work with.
    pub fn parameters(self, parameters: Parameters) -> Self {
        Study { parameters, ..self }
    }

    /// Also measures walks on which no stretch between two seats is longer than each of these
    /// radii, such as [`Rests::RADII`](crate::Rests::RADII): seats are home, the facility's door,
    /// facilities of category [`Category::BENCH`] and doors of the categories that the profile
    /// names. Where benches are completely mapped says the [coverage](Study::coverage) of that
    /// category; elsewhere any may be missing.
    pub fn rests(self, radii: impl IntoIterator<Item = Length>) -> Self {
        let mut rests: Vec<Length> = radii.into_iter().collect();
        rests.sort_unstable();
        rests.dedup();
        Study { rests, ..self }
    }

    /// What a straight line next door may not cross, nor a leg to the street.
    pub fn barriers(self, barriers: &'a Barriers) -> Self {
        Study {
            barriers: Some(barriers),
            ..self
        }
    }

    /// Where the data are complete. Without it nobody knows which rows the data's edge affects.
    pub fn extent(self, extent: &'a Coverage) -> Self {
        Study {
            extent: Some(extent),
            ..self
        }
    }

    /// Where the facilities of a category are known; beyond it they are unknown, not absent.
    pub fn coverage(mut self, category: Category, coverage: &'a Coverage) -> Self {
        self.coverage.insert(category, coverage);
        self
    }

    /// Whom to tell how far the work is.
    pub fn progress(self, progress: Progress<'a>) -> Self {
        Study {
            progress: Some(progress),
            ..self
        }
    }

    /// What was laid over the network before: it need not be worked out again.
    pub fn groundwork(self, groundwork: &'a Groundwork) -> Self {
        Study {
            groundwork: Some(groundwork),
            ..self
        }
    }

    /// The network.
    pub fn network(&self) -> &'a Network {
        self.network
    }

    /// The facilities.
    pub fn facilities(&self) -> &'a Facilities {
        self.facilities
    }

    /// The norms.
    pub fn norms(&self) -> &'a NormSet {
        self.norms
    }

    /// How far searches look.
    pub fn horizon(&self) -> Length {
        self.parameters.horizon.unwrap_or_else(|| {
            let twice = Length::millimetres(self.norms.longest().mm().saturating_mul(2));
            twice.max(Length::metres(2000))
        })
    }

    /// Does once what does not depend on the origins: components, the searchable network, the
    /// facilities' places on it.
    ///
    /// # Errors
    /// [`StudyError::Parameter`] when a parameter is out of its range; [`StudyError::NoBenches`]
    /// when rests are asked for and the study holds no layer of benches.
    pub fn prepare(self) -> Result<Prepared<'a>, StudyError> {
        let wrong = |parameter, found: Length, allowed| StudyError::Parameter {
            parameter,
            found: found.to_string(),
            allowed,
        };
        let Parameters {
            max_snap, direct, ..
        } = self.parameters;
        if max_snap > Snapper::LONGEST_LEG {
            return Err(wrong("max_snap", max_snap, "at most 10 km"));
        }
        let horizon = self.horizon();
        if horizon > Length::metres(100_000) {
            return Err(wrong("horizon", horizon, "at most 100 km"));
        }
        if horizon < self.norms.longest() {
            return Err(wrong(
                "horizon",
                horizon,
                "at least the longest limit of the norms",
            ));
        }
        if direct > horizon {
            return Err(wrong("direct", direct, "at most the horizon"));
        }
        if self.rests.first() == Some(&Length::ZERO) {
            return Err(wrong("rests", Length::ZERO, "above 0 m"));
        }
        if !self.rests.is_empty() && !self.facilities.knows(&Category::BENCH) {
            return Err(StudyError::NoBenches);
        }
        Ok(Prepared::new(self))
    }

    /// Prepares, then scores every origin against every norm that applies to it.
    ///
    /// # Errors
    /// As [`Study::prepare`] and [`Prepared::score`].
    pub fn score(self, origins: &'a Origins) -> Result<Scored<'a>, StudyError> {
        self.prepare()?.score(origins)
    }

    /// Prepares, then explains one origin's row for one norm.
    ///
    /// # Errors
    /// As [`Study::prepare`] and [`Prepared::explain`].
    pub fn explain(
        self,
        origins: &Origins,
        origin: &str,
        norm: &str,
    ) -> Result<Explanation, StudyError> {
        self.prepare()?.explain(origins, origin, norm)
    }
}
