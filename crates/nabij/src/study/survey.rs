//! Where a look on the spot would settle most: what is not known, and what hangs on it.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{Prepared, Scored, walker::Walker};
use serde::{Deserialize, Serialize};

use crate::{
    access::Answer,
    category::Category,
    doubt::Part,
    forest::{Flow, Forest},
    origin::Origins,
    profile::{Demand, Pass, join},
    score::{Outcome, Row},
    search::Search,
    usable::ends,
};

/// A part of the network of which something is missing, and what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Where.
    pub part: Part,
    /// What is not known, for one walker or another.
    pub demands: Vec<Demand>,
    /// How many outcomes are uncertain of rows whose walk at best leads here: one per profile,
    /// address and norm.
    pub verdicts: u64,
    /// The people at those addresses, in millionths, each as often as outcomes of theirs are
    /// uncertain; unknown weights are left out.
    pub people: i128,
}

/// What is found in several surveys together: of pieces of the origins, or of several who walk.
///
/// ```
/// use nabij::Survey;
/// assert!(Survey::default().finish().is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey(BTreeMap<Part, Missing>);

impl Survey {
    /// Adds what was found missing, to what is known of that part.
    pub fn add(&mut self, missing: Missing) {
        let fresh = || Missing {
            part: missing.part,
            demands: Vec::new(),
            verdicts: 0,
            people: 0,
        };
        let known = self.0.entry(missing.part).or_insert_with(fresh);
        known.verdicts += missing.verdicts;
        known.people += missing.people;
        join(&mut known.demands, missing.demands);
    }

    /// Those with most people first, then by verdicts, then by part.
    pub fn finish(self) -> Vec<Missing> {
        let mut all: Vec<Missing> = self.0.into_values().collect();
        all.sort_by_key(|one| (Reverse((one.people, one.verdicts)), one.part));
        all
    }
}

impl Prepared<'_> {
    /// The parts of the network whose missing attributes most uncertain outcomes hang on: those
    /// with most people (of a column of weights, else most addresses) first, then by part.
    ///
    /// A walk may hang on several parts; one look then settles it only together with the others.
    ///
    /// `scored` are the scores of this study's profiles, as [`Prepared::score_each`] gives them.
    pub fn survey(
        &self,
        origins: &Origins,
        scored: &[&Scored<'_>],
        weight: Option<usize>,
    ) -> Vec<Missing> {
        let mut found = Survey::default();
        for (walker, scored) in self.walkers().zip(scored) {
            if !walker.has_doubts() {
                continue;
            }
            let mut search = Search::new(walker.accessibility().graph);
            for category in self.study.norms.categories() {
                let hanging = self.hanging(origins, scored, category);
                if hanging.answers.iter().all(Option::is_none) {
                    continue;
                }
                let access = walker.accessibility();
                let forest = Forest::new_with(&access, &mut search, category);
                let flow = |of: &[i128]| {
                    forest.flow(&scored.attached, &hanging.answers, |origin| of[origin])
                };
                let verdicts = flow(&hanging.verdicts);
                let column = weight.and_then(|at| origins.weights().get(at));
                let people: Vec<i128> = match column {
                    None => hanging.verdicts.iter().map(|n| n * 1_000_000).collect(),
                    Some(column) => (hanging.verdicts.iter().zip(&column.values))
                        .map(|(n, weight)| n * i128::from(weight.millionths().unwrap_or(0)))
                        .collect(),
                };
                let people = flow(&people);
                self.note(walker, &verdicts, &people, &mut found);
            }
        }
        found.finish()
    }

    /// Per origin its walk at best to a category, where outcomes hang on what is missing, and how
    /// many.
    fn hanging(&self, origins: &Origins, scored: &Scored<'_>, category: &Category) -> Hanging {
        let mut hanging = Hanging {
            answers: vec![None; origins.len()],
            verdicts: vec![0; origins.len()],
        };
        let norms = self.study.norms.norms();
        let own = |row: &&Row| norms[usize::from(row.norm)].category() == Some(category);
        for row in scored.rows.iter().filter(own) {
            let uncertain =
                [row.outcome_lower, Some(row.outcome_upper)].contains(&Some(Outcome::Uncertain));
            let walked = row.answer.filter(|answer| answer.street.is_some());
            if uncertain && walked.is_some() && row.answer != row.certain {
                hanging.answers[row.origin as usize] = walked;
                hanging.verdicts[row.origin as usize] += 1;
            }
        }
        hanging
    }

    /// Adds what one walker's walks to one category hang on.
    fn note(&self, walker: &Walker<'_>, verdicts: &Flow, people: &Flow, found: &mut Survey) {
        let (network, profile) = (self.study.network, walker.profile());
        let mut add = |part: Part, count: i128, people: i128, demands: Vec<Demand>| {
            found.add(Missing {
                part,
                demands,
                verdicts: u64::try_from(count).unwrap_or(0),
                people,
            });
        };
        for edge in network.edges() {
            let count = verdicts.using(edge.id());
            if count == 0 || !walker.usable().ways(edge.id()).contains(&Pass::Unknown) {
                continue;
            }
            let both = [true, false]
                .map(|along| profile.doubts_between(edge.attributes(), ends(network, edge), along));
            add(
                Part::Edge(edge.id()),
                count,
                people.using(edge.id()),
                both.concat(),
            );
        }
        for (node, attributes) in network.tagged_nodes() {
            let count = verdicts.through(node);
            if count > 0 && walker.usable().node(node) == Pass::Unknown {
                add(
                    Part::Node(node),
                    count,
                    people.through(node),
                    profile.node_doubts(attributes),
                );
            }
        }
    }
}

/// What hangs on something missing, per origin.
struct Hanging {
    answers: Vec<Option<Answer>>,
    verdicts: Vec<i128>,
}
