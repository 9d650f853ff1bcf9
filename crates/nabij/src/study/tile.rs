//! Part of a study that can be scored by itself: some origins and everything that their rows hang on.

mod cut;
mod scores;
mod stored;
mod surroundings;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use cut::{Cut, Tiles};
pub use scores::{TileScores, WalkerScores, WithCauses};

use super::{
    Parameters, Prepared, Scored, Study,
    walker::{Layer, Walker},
};
use crate::{
    access::Answer,
    barrier::Barriers,
    category::Category,
    components::Components,
    coverage::Coverage,
    doubt::Part,
    error::StudyError,
    facility::{Facilities, Facility, FacilityId},
    length::Length,
    network::{EdgeId, Network, NodeId},
    norm::NormSet,
    origin::Origins,
    profile::Profile,
    rest::RestPoints,
    score::{Cause, Row},
    snap::{AttachedFacilities, AttachedOrigins, Attachment},
};

/// Some origins of a study with the streets, facilities and barriers around them, to be scored
/// anywhere: on another thread, in another process, on another machine.
///
/// What needs the whole of the data is decided before the cut and carried along: where doors open
/// onto the network, which parts of it hang together, the ranks that decide ties. So the rows of a
/// tile are those of the whole study, in every field.
///
/// It can be stored and read again with any format of serde; what is read is checked.
///
/// ```
/// use nabij::*;
/// let p = |x, y| Point::new(x * 1000, y * 1000);
/// let street = EdgeAttributes::default;
/// let network = Network::builder()
///     .edge(p(0, 0), p(2000, 0), street())
///     .edge(p(2000, 0), p(9000, 0), street())
///     .build()?;
/// let facilities = Facilities::new([Facility::new("p1", Category::PHARMACY, p(500, 3))])?;
/// let norms = NormSet::new([Norm::new("pharmacy").upper(Length::metres(500))])?;
/// let origins = Origins::new([Origin::new("far", p(8000, 4)), Origin::new("near", p(10, 4))])?;
///
/// let prepared = Study::new(&network, &facilities, &norms).prepare()?;
/// let whole = prepared.score(&origins)?;
/// let tiles = prepared.tiles(&origins, Cut::Size(1))?;
/// assert_eq!(tiles.len(), 2);
/// for at in 0..tiles.len() {
///     let scores = tiles.cut(at).ok_or("no such tile")?.score()?;
///     let origin = scores.origins[0];
///     assert_eq!(scores.walkers[0].rows[0], whole.rows[origin as usize]);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Columns")]
pub struct Tile(Columns);

/// What a tile holds; what is read is looked at before it is a tile.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Columns {
    network: Network,
    /// Per edge and node its number in the whole.
    edges: Vec<u32>,
    nodes: Vec<u32>,
    facilities: Vec<Facility>,
    /// Categories that were looked for.
    known: Vec<Category>,
    /// Per facility its number in the whole, and the rank of its first door there.
    facility_numbers: Vec<(FacilityId, u32)>,
    origins: Origins,
    /// Per origin its number in the whole, ascending.
    numbers: Vec<u32>,
    norms: NormSet,
    parameters: Parameters,
    rests: Vec<Length>,
    barriers: Option<Barriers>,
    extent: Option<Coverage>,
    coverage: BTreeMap<Category, Coverage>,
    walkers: Vec<Placed>,
}

/// One walker of a tile: what was decided on the whole network.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Placed {
    profile: Profile,
    /// Per place of a door: its facility, the door's rank, where it is, and its rank in the whole.
    doors: Vec<(FacilityId, u32, Attachment, u32)>,
    homes: AttachedOrigins,
    components: Components,
    layers: BTreeMap<Category, Layer>,
    rest_points: Option<RestPoints>,
}

impl Tile {
    /// How many origins there are.
    pub fn len(&self) -> usize {
        self.0.numbers.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.numbers.is_empty()
    }

    /// Scores the origins: a pure function of the tile. `weight` is the column of weights that
    /// counts people for [`TileScores::missing`], else addresses count.
    ///
    /// # Errors
    /// As [`Study::prepare`].
    pub fn score_by(&self, weight: Option<usize>) -> Result<TileScores, StudyError> {
        self.score_with(|prepared, scored, causes| self.told(prepared, scored, causes, weight))
    }

    /// The same, counting addresses.
    ///
    /// # Errors
    /// As [`Tile::score_by`].
    pub fn score(&self) -> Result<TileScores, StudyError> {
        self.score_by(None)
    }

    /// Scores the origins, and hands on what came out with the numbers of the tile: the study of
    /// the tile, for each walker the rows, and why norms are not met.
    ///
    /// # Errors
    /// As [`Study::prepare`].
    pub fn score_with<T>(
        &self,
        tell: impl FnOnce(&Prepared<'_>, &[Scored<'_>], &[Vec<Option<Cause>>]) -> T,
    ) -> Result<T, StudyError> {
        let tile = &self.0;
        let mut facilities = Facilities::new(tile.facilities.iter().cloned())?;
        for category in &tile.known {
            facilities = facilities.declare(category.clone());
        }
        let mut study = Study::new(&tile.network, &facilities, &tile.norms)
            .parameters(tile.parameters)
            .rests(tile.rests.iter().copied());
        if let Some(barriers) = &tile.barriers {
            study = study.barriers(barriers);
        }
        if let Some(extent) = &tile.extent {
            study = study.extent(extent);
        }
        for (category, known) in &tile.coverage {
            study = study.coverage(category.clone(), known);
        }
        // Who walks is told by the walkers alone: they are made already.
        let walkers = tile.walkers.iter();
        let walkers = walkers.map(|own| own.walker(&study, &facilities)).collect();
        let Some(prepared) = Prepared::placed(study, walkers) else {
            return Err(StudyError::NotFound {
                what: "profile",
                id: String::new(),
            });
        };
        let count = tile.walkers.len();
        let mut scored = Vec::with_capacity(count);
        for (at, (walker, own)) in prepared.walkers().zip(&tile.walkers).enumerate() {
            let origins = (&tile.origins, own.homes.clone());
            scored.push(prepared.score_attached(walker, origins, (at, count))?);
        }
        let causes = scored.iter();
        let causes = causes.map(|scored| prepared.causes(&tile.origins, scored));
        let causes: Vec<_> = causes.collect();
        Ok(tell(&prepared, &scored, &causes))
    }

    /// What came out, with the numbers of the whole.
    pub fn told(
        &self,
        prepared: &Prepared<'_>,
        scored: &[Scored<'_>],
        causes: &[Vec<Option<Cause>>],
        weight: Option<usize>,
    ) -> TileScores {
        let tile = &self.0;
        let each: Vec<&Scored<'_>> = scored.iter().collect();
        let mut missing = prepared.survey(&tile.origins, &each, weight);
        for one in &mut missing {
            one.part = match one.part {
                Part::Edge(edge) => Part::Edge(EdgeId(tile.edges[edge.index()])),
                Part::Node(node) => Part::Node(NodeId(tile.nodes[node.index()])),
            };
        }
        missing.sort_unstable_by_key(|one| one.part);
        let doors: Vec<u32> = self.whole_doors().collect();
        let walkers = tile.walkers.iter().zip(scored).zip(causes);
        let walkers = walkers.map(|((walker, scored), causes)| WalkerScores {
            rows: (scored.rows.iter())
                .map(|row| self.in_whole(row, walker, &doors))
                .collect(),
            rests: scored.rests.clone(),
            causes: causes.clone(),
        });
        TileScores {
            origins: tile.numbers.clone(),
            walkers: walkers.collect(),
            missing,
        }
    }

    /// The edges that it takes along, by their numbers in the whole, ascending.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = EdgeId> {
        self.0.edges.iter().map(|edge| EdgeId(*edge))
    }

    /// The origins.
    pub fn origins(&self) -> &Origins {
        &self.0.origins
    }

    /// Per door of the tile its rank in the whole.
    fn whole_doors(&self) -> impl Iterator<Item = u32> + '_ {
        let each = self.0.facilities.iter().zip(&self.0.facility_numbers);
        each.flat_map(|(facility, (_, first))| *first..first + facility.doors.len() as u32)
    }

    /// A row with the numbers of the whole.
    fn in_whole(&self, row: &Row, walker: &Placed, doors: &[u32]) -> Row {
        let answer = |answer: Option<Answer>| {
            let answer = answer?;
            let place = |rank: u32| walker.doors.get(rank as usize).map(|(.., whole)| *whole);
            let street = answer
                .street
                .and_then(|(rank, home)| Some((place(rank)?, home)));
            Some(Answer {
                door: *doors.get(answer.door as usize)?,
                street,
                ..answer
            })
        };
        let facility = |id: FacilityId| Some(self.0.facility_numbers.get(id.0 as usize)?.0);
        let origin = self.0.numbers.get(row.origin as usize);
        Row {
            origin: origin.copied().unwrap_or_default(),
            answer: answer(row.answer),
            certain: answer(row.certain),
            facility: row.facility.and_then(facility),
            ..*row
        }
    }
}

impl Placed {
    fn walker<'a>(&self, study: &Study<'a>, facilities: &Facilities) -> Walker<'a> {
        let places = self.doors.iter();
        let places: Vec<_> = places
            .map(|(of, door, place, _)| (*of, *door, *place))
            .collect();
        let edges = study.network.edge_count();
        let attached = AttachedFacilities::placed(facilities, &places, edges);
        let known = (self.layers.clone(), self.rest_points.clone());
        Walker::placed(
            study,
            &self.profile,
            attached,
            self.components.clone(),
            known,
        )
    }
}
