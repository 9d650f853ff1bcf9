//! What rests make of the walks of a study.

use super::{Prepared, Walker};
use crate::{
    access::Answer,
    category::Category,
    forest::Forest,
    length::Length,
    norm::Norm,
    origin::Origins,
    rest::{Bench, RestFinding, RestPoints, Rested, Rests},
    score::{RestRows, RestedWalk, Row},
    snap::AttachedOrigins,
};

/// What was found for one norm, per origin.
struct OfNorm {
    longest: Vec<Option<u32>>,
    /// Per radius: at best where all benches near home are known, and for certain.
    rested: Vec<[Vec<Option<Rested>>; 2]>,
}

impl Walker<'_> {
    /// Where this walker can sit down: benches, and doors of the categories that its profile names.
    pub fn rest_points(&self) -> &RestPoints {
        self.rest_points.get_or_init(|| self.find_rest_points())
    }

    fn find_rest_points(&self) -> RestPoints {
        let (network, facilities) = (self.study.network, self.study.facilities);
        let benches = facilities.of(&Category::BENCH).filter_map(|id| {
            let facility = facilities.get(id);
            let point = facility.doors.first()?.point;
            let id = facility.id.clone();
            Some(Bench { id, point })
        });
        let rest = &self.profile.rest;
        let points = RestPoints::new(benches, network, &self.snapper, rest.bench);
        rest.seats.iter().fold(points, |points, category| {
            points.with_seats(category, facilities, &self.attached, network)
        })
    }
}

impl Prepared<'_> {
    /// Finds the rested walks behind rows, which stand in order of origin, then norm; nothing where
    /// the study does not ask for rests.
    pub(super) fn rests(
        &self,
        walker: &Walker<'_>,
        (origins, attached): (&Origins, &AttachedOrigins),
        rows: &[Row],
    ) -> Option<RestRows> {
        let longest = *self.study.rests.last()?;
        let points = walker.rest_points();
        let rests = Rests::new(&walker.certain(), points, attached, longest);
        Some(self.rest_rows(walker, (points, &rests), (origins, attached), rows))
    }

    /// The same, given the stretches between seats on what can be used for certain.
    pub(super) fn rest_rows(
        &self,
        walker: &Walker<'_>,
        (points, rests): (&RestPoints, &Rests<'_>),
        (origins, attached): (&Origins, &AttachedOrigins),
        rows: &[Row],
    ) -> RestRows {
        let radii = &self.study.rests;
        let norms = self.study.norms.norms();
        // At best matters only where benches are known to be complete.
        let known = self.study.coverage.get(&Category::BENCH).copied();
        let best = walker.accessibility();
        let longest = radii.last().copied().unwrap_or_default();
        let at_best = known.filter(|_| walker.has_doubts());
        let at_best = at_best.map(|_| Rests::new(&best, points, attached, longest));
        let find = |(number, norm): (usize, &Norm)| {
            let category = norm.category()?;
            rows.iter().find(|row| usize::from(row.norm) == number)?;
            let ordinary = |pick: fn(&Row) -> Option<Answer>| {
                let mut answers = vec![None; origins.len()];
                for row in rows.iter().filter(|row| usize::from(row.norm) == number) {
                    answers[row.origin as usize] = pick(row);
                }
                answers
            };
            let [nearest, surely] = [ordinary(|row| row.answer), ordinary(|row| row.certain)];
            let forest = Forest::new(&best, category);
            let chains = rests.chains(category);
            let best_chains = at_best.as_ref().map(|rests| rests.chains(category));
            let rested = |radius: &Length| {
                let known = chains.nearest(*radius, &surely);
                let own = best_chains.as_ref();
                let own = own.map(|chains| chains.nearest(*radius, &nearest));
                [own.unwrap_or_else(|| known.clone()), known]
            };
            Some(OfNorm {
                longest: points.longest_stretches(&best, &forest, attached, &nearest),
                rested: radii.iter().map(rested).collect(),
            })
        };
        let found: Vec<Option<OfNorm>> = norms.iter().enumerate().map(find).collect();
        let mut all = RestRows {
            radii: radii.clone(),
            seats: points.len(),
            off: points.off_the_network().to_vec(),
            ..RestRows::default()
        };
        for of_origin in rows.chunk_by(|a, b| a.origin == b.origin) {
            let start = all.walks.len();
            for row in of_origin {
                let number = usize::from(row.norm);
                if let Some(own) = &found[number] {
                    let longest = own.longest.get(row.origin as usize).copied().flatten();
                    all.longest.push(longest.map(Length::millimetres));
                    all.walks.extend(self.walks_of(walker, origins, row, own));
                } else {
                    all.longest.push(None);
                    let before = all.walks[start..].to_vec();
                    all.walks.extend((0..radii.len()).map(|at| {
                        let own = before.iter().skip(at).step_by(radii.len());
                        self.composite_rest(&norms[number], of_origin.iter().zip(own))
                    }));
                }
            }
        }
        all
    }

    /// The rested walks of a row, one for each radius.
    fn walks_of(
        &self,
        walker: &Walker<'_>,
        origins: &Origins,
        row: &Row,
        found: &OfNorm,
    ) -> Vec<RestedWalk> {
        let (norm, origin) = (
            &self.study.norms.norms()[usize::from(row.norm)],
            row.origin as usize,
        );
        let horizon = self.study.horizon();
        let known = self.study.coverage.get(&Category::BENCH).copied();
        // Without a coverage an unmapped bench may stand anywhere on the ordinary walk.
        let finding = known.map(|known| RestFinding {
            ordinary_mm: row.answer.map(|answer| answer.mm),
            rested_mm: None,
            benches_mm: RestFinding::benches_mm(Some(known), origins.doors(origin), horizon),
            facilities_mm: self.unknown_facility_mm(walker, norm, origins, origin),
        });
        let walk = |both: &[Vec<Option<Rested>>; 2]| {
            let [best, certain] = both.each_ref().map(|all| Some(all[origin]?.mm));
            let low = match finding {
                Some(finding) => {
                    let rested_mm = best;
                    let finding = RestFinding {
                        rested_mm,
                        ..finding
                    };
                    finding.bounds(horizon).0
                }
                None => row.low,
            };
            RestedWalk::new(norm, low, certain.map(Length::millimetres))
        };
        found.rested.iter().map(walk).collect()
    }

    /// The straight distance to the nearest facility that may be missing.
    fn unknown_facility_mm(
        &self,
        walker: &Walker<'_>,
        norm: &Norm,
        origins: &Origins,
        origin: usize,
    ) -> Option<u32> {
        let category = norm.category()?;
        let coverage = self.study.coverage.get(category);
        let beyond = coverage.and_then(|known| self.to_edge(known, origins, origin));
        let layer = walker.layers.get(category);
        let unsnapped = layer.and_then(|layer| self.to_unsnapped(layer, origins, origin));
        beyond.into_iter().chain(unsnapped).min()
    }

    /// A norm made of others that were tested before, each with its rested walk of one radius.
    fn composite_rest<'r>(
        &self,
        norm: &Norm,
        before: impl Iterator<Item = (&'r Row, &'r RestedWalk)>,
    ) -> RestedWalk {
        let (needed, ids) = norm.test.parts().unwrap_or_default();
        let norms = self.study.norms.norms();
        let part = |(row, walk): (&Row, &'r RestedWalk)| {
            ids.contains(&norms[usize::from(row.norm)].id)
                .then_some(walk)
        };
        let parts: Vec<&RestedWalk> = before.filter_map(part).collect();
        RestedWalk::of_parts(needed, &parts)
    }
}

#[cfg(test)]
mod tests;
