//! What lies along the walks of a study.

use super::{Prepared, Scored, Walker};
use crate::{
    access::Answer,
    category::Category,
    forest::Forest,
    length::Length,
    lined::{Along, Lights},
};

impl Prepared<'_> {
    /// Per origin how much of its walk at best to the nearest facility of a norm has a seat at most
    /// `gap` ahead: [`RestPoints::seats_ahead`](crate::RestPoints::seats_ahead). Seats are those
    /// that the walker passes: benches of the study and doors that its profile names. Where all
    /// benches are known says the [coverage](crate::Study::coverage) of [`Category::BENCH`].
    ///
    /// `scored` are scores of this study for one of its profiles, `norm` is a position in its set.
    /// Nothing for origins without a walk or without a row for the norm, and for all where the norm
    /// is made of others.
    pub fn seats_along(&self, scored: &Scored<'_>, norm: usize, gap: Length) -> Vec<Option<Along>> {
        let Some((walker, category, answers)) = self.walks(scored, norm) else {
            return vec![None; scored.attached.len()];
        };
        let access = walker.accessibility();
        let forest = Forest::new(&access, category);
        let complete = self.study.coverage.get(&Category::BENCH).copied();
        let points = walker.rest_points();
        points.seats_ahead(&access, &forest, &scored.attached, &answers, gap, complete)
    }

    /// Per origin how much of its walk at best to the nearest facility of a norm is lit:
    /// [`Lights::along`], of lights on this study's network.
    ///
    /// `scored`, `norm` and where nothing is found are as in [`Prepared::seats_along`].
    pub fn light_along(
        &self,
        scored: &Scored<'_>,
        norm: usize,
        lights: &Lights,
    ) -> Vec<Option<Along>> {
        let Some((walker, category, answers)) = self.walks(scored, norm) else {
            return vec![None; scored.attached.len()];
        };
        let forest = Forest::new(&walker.accessibility(), category);
        lights.along(&forest, &scored.attached, &answers)
    }

    /// Who walks, where to, and the answer at best of every origin.
    fn walks(
        &self,
        scored: &Scored<'_>,
        norm: usize,
    ) -> Option<(&Walker<'_>, &Category, Vec<Option<Answer>>)> {
        let category = self.study.norms.norms().get(norm)?.category()?;
        let walker = self.walkers().find(|w| *w.profile() == scored.profile)?;
        let mut answers = vec![None; scored.attached.len()];
        let rows = scored.rows.iter();
        for row in rows.filter(|row| usize::from(row.norm) == norm) {
            if let Some(answer) = answers.get_mut(row.origin as usize) {
                *answer = row.answer;
            }
        }
        Some((walker, category, answers))
    }
}
