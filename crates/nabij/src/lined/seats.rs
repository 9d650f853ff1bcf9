//! How much of each ordinary walk has a seat within reach ahead.

use super::{Along, Known};
use crate::{
    access::{Accessibility, Answer},
    coverage::Coverage,
    forest::Forest,
    length::Length,
    network::EdgeId,
    rest::{Gathered, Passed, RestPoints},
    snap::AttachedOrigins,
    spans::Spans,
};

/// What is known of a walk from one of its places on.
#[derive(Clone, Copy, Debug)]
struct Ahead {
    gap: u64,
    /// How far it is to the next seat, or to the facility's door.
    open: u64,
    /// How many mm lie within the gap of the next seat.
    met: u64,
}

impl Gathered for Ahead {
    fn walk(&mut self, mm: u64) {
        self.met += mm.min(self.gap.saturating_sub(self.open));
        self.open += mm;
    }

    fn sit(&mut self, mm: u64) {
        self.met += mm;
        self.open = 0;
    }
}

impl RestPoints {
    /// How much of every origin's ordinary walk has a seat at most `gap` ahead along the walk,
    /// inclusively: of a stretch of `s` mm between two seats the last `min(s, gap)` mm. Legs are
    /// part of the walk, and the facility's door is a seat at its end; home is none. The walk
    /// passes by rest points as in [`RestPoints::longest_stretches`].
    ///
    /// Benches that nobody has mapped may stand wherever knowledge of benches ends within their
    /// reach of the street; what they would bring within the gap is unknown. `complete` is where
    /// all benches are known; without it they may stand along every street.
    ///
    /// An answer next door is a line without a seat on it, one indoors is a walk of 0 mm.
    /// `answers` are the nearest of the forest's category, per origin; nothing where there is none.
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
    /// let (access, homes) = (study.accessibility(), study.attach(&origins));
    /// let nearest = access.nearest(&Category::PHARMACY, &homes);
    /// let forest = Forest::new(&access, &Category::PHARMACY);
    ///
    /// // Home, 300 m to a bench, 200 m to the door: 125 m before either have a seat near ahead.
    /// let bench = Bench { id: "b".into(), point: p(300, 4) };
    /// let points = RestPoints::new([bench], &network, study.snapper(), RestPoints::REACH);
    /// let town = Coverage::new([Polygon::new([vec![p(-99, -99), p(999, -99), p(999, 99), p(-99, 99)]])]);
    /// let gap = Length::metres(125);
    /// let along = points.seats_ahead(&access, &forest, &homes, &nearest, gap, Some(&town));
    /// assert_eq!(along[0], Some(Along { whole_mm: 500_000, met_mm: 250_000, unknown_mm: 0 }));
    /// let along = points.seats_ahead(&access, &forest, &homes, &nearest, gap, None);
    /// assert_eq!(along[0], Some(Along { whole_mm: 500_000, met_mm: 250_000, unknown_mm: 250_000 }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn seats_ahead(
        &self,
        access: &Accessibility<'_>,
        forest: &Forest<'_>,
        origins: &AttachedOrigins,
        answers: &[Option<Answer>],
        gap: Length,
        complete: Option<&Coverage>,
    ) -> Vec<Option<Along>> {
        let door = Ahead {
            gap: gap.mm().into(),
            open: 0,
            met: 0,
        };
        let mut passed = Passed::new(access, self);
        let sure = passed.gather(forest, origins, answers, door);
        for (edge, parts) in self.not_known(access, complete) {
            passed.add(edge, parts.parts());
        }
        let perhaps = passed.gather(forest, origins, answers, door);
        let each = answers.iter().zip(sure.into_iter().zip(perhaps));
        each.map(|(answer, (sure, perhaps))| {
            let (whole_mm, met_mm) = ((*answer)?.mm.into(), sure?.met);
            Some(Along {
                whole_mm,
                met_mm,
                unknown_mm: perhaps?.met.saturating_sub(met_mm),
            })
        })
        .collect()
    }

    /// The parts of edges where a bench may stand that is not known.
    fn not_known(
        &self,
        access: &Accessibility<'_>,
        complete: Option<&Coverage>,
    ) -> Vec<(EdgeId, Spans)> {
        // Legs are rounded, and one reaches the end of a street next to a millimetre's middle.
        let reach = Length::millimetres(self.reach().mm().saturating_add(2));
        let known = complete.map(|coverage| Known::new(coverage, reach));
        let network = access.network;
        let parts = crate::parallel::map(network.edge_count(), |number| {
            let edge = network.edge(EdgeId(number as u32));
            let on = known.as_ref().map(|known| known.on(edge.geometry()));
            (edge.id(), on.unwrap_or_default().gaps(edge.length().mm()))
        });
        let open = parts.into_iter().filter(|(_, parts)| !parts.is_empty());
        open.collect()
    }
}
