//! What was scored of tiles, and how it comes together again in order of the origins.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Tiles;
use crate::{
    error::StudyError,
    score::{Cause, RestRows, Row},
    study::{Missing, Scored},
};

/// The rows of a tile, with the numbers that origins, facilities, doors and edges have in the whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TileScores {
    /// The origins, ascending.
    pub origins: Vec<u32>,
    /// For every one who walks, in the order of the study.
    pub walkers: Vec<WalkerScores>,
    /// The parts of the network whose missing attributes uncertain outcomes hang on
    /// ([`Prepared::survey`](crate::Prepared::survey)), by part; those of several tiles add up.
    pub missing: Vec<Missing>,
}

/// What was scored for one who walks, and per row why its norm is not met.
pub type WithCauses<'a> = (Scored<'a>, Vec<Option<Cause>>);

/// What was scored for one who walks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WalkerScores {
    /// One row per origin and norm that applies to it, in order of origin, then norm.
    pub rows: Vec<Row>,
    /// Per row why its norm is not met ([`Prepared::causes`](crate::Prepared::causes)).
    pub causes: Vec<Option<Cause>>,
    /// What rests make of the rows, where the study asks for them.
    pub rests: Option<RestRows>,
}

impl WalkerScores {
    /// The first and the last origin; none without rows.
    pub fn span(&self) -> Option<(u32, u32)> {
        Some((self.rows.first()?.origin, self.rows.last()?.origin))
    }

    /// The same in pieces of so many origins at most.
    pub fn pieces(&self, origins: usize) -> Vec<WalkerScores> {
        let mut starts = vec![0];
        let mut seen = 0;
        for (at, pair) in (1..).zip(self.rows.windows(2)) {
            seen += usize::from(pair[0].origin != pair[1].origin);
            if seen == origins.max(1) {
                starts.push(at);
                seen = 0;
            }
        }
        let ends = starts.iter().skip(1).copied().chain([self.rows.len()]);
        let spans = starts.iter().copied().zip(ends);
        let piece = |(start, end): (usize, usize)| {
            let mut piece = self.without_rows();
            piece.extend(self, start..end);
            piece
        };
        spans.map(piece).collect()
    }

    /// The rows of a range of origins out of several, each of which has origins of its own: in
    /// order of origin.
    pub fn gathered<'s>(
        all: impl IntoIterator<Item = &'s WalkerScores>,
        origins: Range<u32>,
    ) -> WalkerScores {
        let all: Vec<&WalkerScores> = all.into_iter().collect();
        let mut runs: Vec<(u32, usize, Range<usize>)> = Vec::new();
        for (number, own) in all.iter().enumerate() {
            let at = |origin: u32| own.rows.partition_point(|row| row.origin < origin);
            let mut start = at(origins.start);
            let rows = own.rows.get(start..at(origins.end)).unwrap_or_default();
            for run in rows.chunk_by(|a, b| a.origin == b.origin) {
                let first = run.first().map_or(0, |row| row.origin);
                runs.push((first, number, start..start + run.len()));
                start += run.len();
            }
        }
        runs.sort_unstable_by_key(|(origin, ..)| *origin);
        let mut gathered = all
            .first()
            .map_or_else(Default::default, |own| own.without_rows());
        let count = runs.iter().map(|(.., rows)| rows.len()).sum();
        gathered.rows.reserve_exact(count);
        gathered.causes.reserve_exact(count);
        for (_, number, rows) in runs {
            gathered.extend(all[number], rows);
        }
        gathered
    }

    fn without_rows(&self) -> WalkerScores {
        WalkerScores {
            rows: Vec::new(),
            causes: Vec::new(),
            rests: self.rests.as_ref().map(RestRows::without_rows),
        }
    }

    /// Appends some rows of another.
    fn extend(&mut self, other: &WalkerScores, rows: Range<usize>) {
        let (own, causes) = (other.rows.get(rows.clone()), other.causes.get(rows.clone()));
        self.rows.extend(own.unwrap_or_default());
        self.causes.extend(causes.unwrap_or_default());
        if let (Some(all), Some(rests)) = (&mut self.rests, &other.rests) {
            all.extend(rests, rows);
        }
    }
}

impl<'a> Tiles<'_, 'a> {
    /// Rows that came together again as those of the whole study, for one of its walkers, and why
    /// their norms are not met; nothing where there is no such walker.
    pub fn scored(&self, walker: usize, scores: WalkerScores) -> Option<WithCauses<'a>> {
        let prepared = self.prepared;
        let own = prepared.walkers().nth(walker)?;
        let rests = scores.rests.map(|rests| self.whole_rests(walker, rests));
        let scored = Scored {
            profile: own.profile().clone(),
            rows: scores.rows,
            attached: self.attached.get(walker)?.clone(),
            rests,
            norms: prepared.study.norms,
            origins: self.origins,
        };
        Some((scored, scores.causes))
    }

    /// What rests make of rows, with the seats of the whole study.
    pub fn whole_rests(&self, walker: usize, rests: RestRows) -> RestRows {
        let Some(own) = self.prepared.walkers().nth(walker) else {
            return rests;
        };
        RestRows {
            seats: own.rest_points().len(),
            off: own.rest_points().off_the_network().to_vec(),
            ..rests
        }
    }

    /// Scores every tile, in memory: as [`Prepared::score_each`](crate::Prepared::score_each),
    /// without a search over the whole network.
    ///
    /// # Errors
    /// As [`Prepared::score_each`](crate::Prepared::score_each).
    pub fn score_each(&self) -> Result<Vec<WithCauses<'a>>, StudyError> {
        let scores = self.each(|_, tile| tile.score());
        let scores = scores.into_iter().collect::<Result<Vec<TileScores>, _>>()?;
        let walkers = 0..self.attached.len();
        let each = walkers.filter_map(|walker| {
            let own = scores.iter().filter_map(|one| one.walkers.get(walker));
            let all = WalkerScores::gathered(own, 0..self.origins.len() as u32);
            self.scored(walker, all)
        });
        Ok(each.collect())
    }
}
