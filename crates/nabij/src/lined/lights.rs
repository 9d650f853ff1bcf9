//! How much of each ordinary walk is lit.

use rustc_hash::FxHashMap;

use super::{Along, Known};
use crate::{
    access::{Answer, How},
    beside::Beside,
    coverage::Coverage,
    forest::Forest,
    length::Length,
    network::{Edge, EdgeId, Network},
    point::Point,
    route::Step,
    snap::AttachedOrigins,
    spans::Spans,
};

/// Which parts of streets are lit, and which are not.
///
/// A place on a street is lit for certain where the street is tagged so, or where a lamp stands at
/// most `radius` away in a straight line, inclusively. It is not lit for certain where no lamp does
/// and either the street is tagged as not lit, or all lamps that near are known: where the ground on
/// which lamps are complete reaches farther than `radius` around it. Elsewhere nobody knows.
///
/// A millimetre of a street counts as its middle does, so what is lit begins and ends at whole
/// millimetres, each rounded once.
///
/// ```
/// use nabij::*;
/// let p = |x, y| Point::new(x * 1000, y * 1000);
/// let network = Network::builder().edge(p(0, 0), p(600, 0), EdgeAttributes::default()).build()?;
/// let facilities = Facilities::new([Facility::new("a", Category::PHARMACY, p(500, 0))])?;
/// let origins = Origins::new([Origin::new("home", p(0, 0))])?;
/// let norms = NormSet::new([Norm::new("pharmacy").upper(Length::metres(500))])?;
/// let study = Study::new(&network, &facilities, &norms)
///     .parameters(Parameters { min_component: Length::ZERO, ..Parameters::default() })
///     .prepare()?;
/// let scored = study.score(&origins)?;
///
/// // 18 m off the street and 30 m around it: 24 m to either side.
/// let lights = Lights::new(&network, &[p(100, 18)], Length::metres(30), None);
/// let along = study.light_along(&scored, 0, &lights);
/// assert_eq!(along[0], Some(Along { whole_mm: 500_000, met_mm: 48_000, unknown_mm: 452_000 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Lights {
    /// Edges of which something is known.
    of_edge: FxHashMap<EdgeId, Shone>,
}

/// What is known of one edge.
#[derive(Clone, Debug)]
struct Shone {
    lit: Spans,
    dark: Spans,
}

impl Lights {
    /// How far a lamp lights a street: 30 m, an assumption.
    pub const RADIUS: Length = Length::metres(30);

    /// Looks at every edge, on all threads with feature `rayon`. `complete` is where all lamps are
    /// known; without it one may stand anywhere. No lamp lights farther than 1,000 km.
    pub fn new(
        network: &Network,
        lamps: &[Point],
        radius: Length,
        complete: Option<&Coverage>,
    ) -> Self {
        let near = Beside::new(lamps.iter().map(|lamp| (*lamp, *lamp)), radius);
        let known = complete.map(|coverage| Known::new(coverage, radius));
        let of_edge = crate::parallel::map(network.edge_count(), |number| {
            let edge = network.edge(EdgeId(number as u32));
            let shone = Shone::new(&edge, &near, known.as_ref());
            let tells = !shone.lit.is_empty() || !shone.dark.is_empty();
            tells.then(|| (edge.id(), shone))
        });
        Lights {
            of_edge: of_edge.into_iter().flatten().collect(),
        }
    }

    /// How much of every origin's ordinary walk is lit. Only streets count: legs lead over yards
    /// and forecourts, which nobody lights for those who pass; so next door and indoors there are
    /// 0 mm to be lit.
    ///
    /// `answers` are the nearest of the forest's category, per origin; nothing where there is none.
    pub fn along(
        &self,
        forest: &Forest<'_>,
        origins: &AttachedOrigins,
        answers: &[Option<Answer>],
    ) -> Vec<Option<Along>> {
        let before = |after: &Along, _, step| {
            let own = self.on(step);
            Along {
                whole_mm: after.whole_mm + own.whole_mm,
                met_mm: after.met_mm + own.met_mm,
                unknown_mm: after.unknown_mm + own.unknown_mm,
            }
        };
        let walked = forest.carry(origins, answers, |_, step| self.on(step), before);
        let each = walked.into_iter().zip(answers);
        each.map(|(walked, answer)| match (*answer)?.how {
            How::Street => walked,
            How::Direct | How::Indoor => Some(Along::default()),
        })
        .collect()
    }

    /// One step of a walk.
    fn on(&self, step: Step) -> Along {
        let (low, high) = (step.start.min(step.end).mm(), step.start.max(step.end).mm());
        let whole_mm = u64::from(high - low);
        let shone = self.of_edge.get(&step.edge);
        let both = |shone: &Shone| (shone.lit.within(low, high), shone.dark.within(low, high));
        let (met_mm, dark_mm) = shone.map(both).unwrap_or_default();
        Along {
            whole_mm,
            met_mm,
            unknown_mm: whole_mm.saturating_sub(met_mm + dark_mm),
        }
    }
}

impl Shone {
    fn new(edge: &Edge<'_>, near: &Beside, known: Option<&Known<'_>>) -> Self {
        let (line, whole) = (edge.geometry(), edge.length().mm());
        let tagged = edge.attributes().lit;
        if tagged == Some(true) {
            return Shone {
                lit: Spans::whole(whole),
                dark: Spans::default(),
            };
        }
        let lit = near.along(line);
        let known = match (tagged, known) {
            (Some(_), _) => Spans::whole(whole),
            (None, Some(known)) => known.on(line),
            (None, None) => Spans::default(),
        };
        let dark = known.gaps(whole).and(&lit).gaps(whole);
        Shone { lit, dark }
    }
}
