//! Everything of a study but its origins, in one piece that can be sent and read again.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use super::{Tile, TileHomes, cut, surroundings::Surroundings};
use crate::{
    barrier::Barriers,
    category::Category,
    components::Components,
    coverage::Coverage,
    error::StudyError,
    facility::{Facilities, FacilityId},
    length::Length,
    network::Network,
    norm::NormSet,
    profile::Profile,
    rest::RestPoints,
    snap::{AttachedFacilities, Attachment},
    study::{
        Parameters, Prepared, Progress, Study,
        walker::{Layer, Walker},
    },
};

/// A prepared study without origins: streets, facilities, barriers and norms, with all that was
/// decided on the whole of them.
///
/// The land of a whole study ([`Prepared::land`]) goes once to everybody who is to score pieces of it;
/// after that [`TileHomes`] are enough. A [`Tile`] has land of its own, as much as its homes need.
///
/// It can be stored and read again with any format of serde; what is read is checked.
///
/// ```
/// use nabij::*;
/// let p = |x, y| Point::new(x * 1000, y * 1000);
/// let network = Network::builder()
///     .edge(p(0, 0), p(2000, 0), EdgeAttributes::default())
///     .build()?;
/// let facilities = Facilities::new([Facility::new("p1", Category::PHARMACY, p(500, 3))])?;
/// let norms = NormSet::new([Norm::new("pharmacy").upper(Length::metres(500))])?;
/// let origins = Origins::new([Origin::new("home", p(10, 4))])?;
///
/// let prepared = Study::new(&network, &facilities, &norms).prepare()?;
/// let tiles = prepared.tiles(&origins, Cut::Size(1))?;
/// let (land, homes) = (prepared.land().ok_or("nobody walks")?, tiles.homes_of(0));
/// // Elsewhere:
/// let scores = land.open()?.tile(homes.ok_or("no such tile")?)?.score()?;
/// assert_eq!(scores.walkers[0].rows, prepared.score(&origins)?.rows);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Columns<'n>")]
pub struct Land<'n>(pub(super) Columns<'n>);

/// What land holds; what is read is looked at before it is land.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Columns<'n> {
    /// Of its own, or that of the study.
    pub network: Cow<'n, Network>,
    pub facilities: Facilities,
    pub norms: NormSet,
    pub parameters: Parameters,
    pub rests: Vec<Length>,
    pub barriers: Option<Barriers>,
    pub extent: Option<Coverage>,
    pub coverage: BTreeMap<Category, Coverage>,
    pub walkers: Vec<Placed>,
}

/// One walker: what was decided on the whole network.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Placed {
    pub profile: Profile,
    /// Per place of a door: its facility, the door's rank, and where it is.
    pub doors: Vec<(FacilityId, u32, Attachment)>,
    pub components: Components,
    pub layers: BTreeMap<Category, Layer>,
    pub rest_points: Option<RestPoints>,
}

/// Land on which tiles can be cut.
pub struct OpenLand<'a> {
    land: &'a Land<'a>,
    prepared: Prepared<'a>,
    surroundings: Surroundings<'a>,
}

impl<'a> Prepared<'a> {
    /// Everything but origins; nothing where nobody walks.
    pub fn land(&self) -> Option<Land<'a>> {
        cut::land(self)
    }
}

impl Land<'_> {
    /// Makes ready for tiles to be cut.
    ///
    /// # Errors
    /// As [`Study::prepare`].
    pub fn open(&self) -> Result<OpenLand<'_>, StudyError> {
        let prepared = self.prepared(None)?;
        let surroundings = Surroundings::new(&self.0.network, prepared.all_seats());
        Ok(OpenLand {
            land: self,
            surroundings,
            prepared,
        })
    }

    /// The study of this land, with every door where it was put.
    pub(super) fn prepared<'a>(
        &'a self,
        progress: Option<Progress<'a>>,
    ) -> Result<Prepared<'a>, StudyError> {
        let own = &self.0;
        let mut study = Study::new(&own.network, &own.facilities, &own.norms)
            .parameters(own.parameters)
            .rests(own.rests.iter().copied());
        if let Some(progress) = progress {
            study = study.progress(progress);
        }
        if let Some(barriers) = &own.barriers {
            study = study.barriers(barriers);
        }
        if let Some(extent) = &own.extent {
            study = study.extent(extent);
        }
        for (category, known) in &own.coverage {
            study = study.coverage(category.clone(), known);
        }
        // Who walks is told by the walkers alone: they are made already.
        let walkers = own.walkers.iter();
        let walkers = walkers.map(|own| own.walker(&study)).collect();
        Prepared::placed(study, walkers).ok_or_else(|| StudyError::NotFound {
            what: "profile",
            id: String::new(),
        })
    }
}

impl OpenLand<'_> {
    /// Cuts a tile around homes.
    ///
    /// # Errors
    /// [`StudyError::Stored`] when they are not on this land.
    pub fn tile(&self, homes: TileHomes) -> Result<Tile, StudyError> {
        let strange = || StudyError::Stored {
            reason: "these homes are not on this land",
        };
        let homes = Some(homes).filter(|homes| homes.are_on(self.land));
        let tile = homes.and_then(|homes| cut::tile(&self.prepared, &self.surroundings, homes));
        tile.ok_or_else(strange)
    }
}

impl Placed {
    fn walker<'a>(&self, study: &Study<'a>) -> Walker<'a> {
        let edges = study.network.edge_count();
        Walker::placed(
            study,
            &self.profile,
            AttachedFacilities::placed(study.facilities, &self.doors, edges),
            self.components.clone(),
            (self.layers.clone(), self.rest_points.clone()),
        )
    }
}
