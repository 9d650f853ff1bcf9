//! Part of a study that can be scored by itself: some origins and everything that their rows hang on.

mod cut;
mod homes;
mod land;
mod plan;
mod scores;
mod stored;
mod surroundings;

use serde::{Deserialize, Serialize};

pub use homes::TileHomes;
pub use land::{Land, OpenLand};
pub use plan::{Cut, Tiles};
pub use scores::{TileScores, WalkerScores, WithCauses};

use super::{Prepared, Progress, Scored};
use crate::{
    access::Answer,
    doubt::Part,
    error::StudyError,
    facility::FacilityId,
    network::{EdgeId, NodeId},
    origin::Origins,
    score::{Cause, Row},
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
    land: Land<'static>,
    homes: TileHomes,
    numbers: Numbers,
}

/// What the things of a tile are in the whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Numbers {
    edges: Vec<u32>,
    nodes: Vec<u32>,
    /// With the rank of each facility's first door.
    facilities: Vec<(FacilityId, u32)>,
    /// Per walker and place of a door its rank.
    places: Vec<Vec<u32>>,
}

impl Tile {
    /// How many origins there are.
    pub fn len(&self) -> usize {
        self.0.homes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Scores the origins: a pure function of the tile. `weight` is the column of weights that
    /// counts people for [`TileScores::missing`], else addresses count.
    ///
    /// # Errors
    /// As [`Study::prepare`](crate::Study::prepare).
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
    /// As [`Study::prepare`](crate::Study::prepare).
    pub fn score_with<T>(
        &self,
        tell: impl FnOnce(&Prepared<'_>, &[Scored<'_>], &[Vec<Option<Cause>>]) -> T,
    ) -> Result<T, StudyError> {
        self.score_watched(None, tell)
    }

    /// The same, and tells how far it is.
    ///
    /// # Errors
    /// As [`Study::prepare`](crate::Study::prepare); [`StudyError::Interrupted`] where `progress`
    /// asks to stop.
    pub fn score_watched<'t, T>(
        &'t self,
        progress: Option<Progress<'t>>,
        tell: impl FnOnce(&Prepared<'_>, &[Scored<'_>], &[Vec<Option<Cause>>]) -> T,
    ) -> Result<T, StudyError> {
        let Columns { land, homes, .. } = &self.0;
        let prepared = land.prepared(progress)?;
        let count = homes.attached.len();
        let mut scored = Vec::with_capacity(count);
        for (at, (walker, attached)) in prepared.walkers().zip(&homes.attached).enumerate() {
            let origins = (&homes.origins, attached.clone());
            scored.push(prepared.score_attached(walker, origins, (at, count))?);
        }
        let causes = scored.iter();
        let causes = causes.map(|scored| prepared.causes(&homes.origins, scored));
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
        let Columns { homes, numbers, .. } = &self.0;
        let each: Vec<&Scored<'_>> = scored.iter().collect();
        let mut missing = prepared.survey(&homes.origins, &each, weight);
        for one in &mut missing {
            one.part = match one.part {
                Part::Edge(edge) => Part::Edge(EdgeId(numbers.edges[edge.index()])),
                Part::Node(node) => Part::Node(NodeId(numbers.nodes[node.index()])),
            };
        }
        missing.sort_unstable_by_key(|one| one.part);
        let doors: Vec<u32> = self.whole_doors(prepared).collect();
        let walkers = numbers.places.iter().zip(scored).zip(causes);
        let walkers = walkers.map(|((places, scored), causes)| WalkerScores {
            rows: (scored.rows.iter())
                .map(|row| self.in_whole(row, places, &doors))
                .collect(),
            rests: scored.rests.clone(),
            causes: causes.clone(),
        });
        TileScores {
            origins: homes.numbers.clone(),
            walkers: walkers.collect(),
            missing,
        }
    }

    /// The edges that it takes along, by their numbers in the whole, ascending.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = EdgeId> {
        self.0.numbers.edges.iter().map(|edge| EdgeId(*edge))
    }

    /// The origins.
    pub fn origins(&self) -> &Origins {
        &self.0.homes.origins
    }

    /// Per door of the tile its rank in the whole.
    fn whole_doors<'t>(&'t self, prepared: &'t Prepared<'_>) -> impl Iterator<Item = u32> + 't {
        let facilities = prepared.study.facilities.iter();
        let each = facilities.zip(&self.0.numbers.facilities);
        each.flat_map(|((_, own), (_, first))| *first..first + own.doors.len() as u32)
    }

    /// A row with the numbers of the whole.
    fn in_whole(&self, row: &Row, places: &[u32], doors: &[u32]) -> Row {
        let Columns { homes, numbers, .. } = &self.0;
        let answer = |answer: Option<Answer>| {
            let answer = answer?;
            let place = |rank: u32| places.get(rank as usize).copied();
            let street = answer
                .street
                .and_then(|(rank, home)| Some((place(rank)?, home)));
            Some(Answer {
                door: *doors.get(answer.door as usize)?,
                street,
                ..answer
            })
        };
        let facility = |id: FacilityId| Some(numbers.facilities.get(id.0 as usize)?.0);
        let origin = homes.numbers.get(row.origin as usize);
        Row {
            origin: origin.copied().unwrap_or_default(),
            answer: answer(row.answer),
            certain: answer(row.certain),
            facility: row.facility.and_then(facility),
            ..*row
        }
    }
}
