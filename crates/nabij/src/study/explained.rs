//! One row at a time, with its story.

use super::{Prepared, Walker, walker::Found};
use crate::{
    access::{Accessibility, Answer},
    error::StudyError,
    explain::{Explanation, RUNNERS_UP, Restful, Story},
    origin::Origins,
    rest::Rests,
    score::Row,
    snap::{Doorway, doorways},
};

impl Prepared<'_> {
    /// Explains one origin's row for one norm, by their ids: for the study's first profile, and in
    /// [`Explanation::others`] for the others.
    ///
    /// # Errors
    /// [`StudyError::NotFound`] when there is no such origin or norm, or the norm does not apply to
    /// the origin.
    pub fn explain(
        &self,
        origins: &Origins,
        origin: &str,
        norm: &str,
    ) -> Result<Explanation, StudyError> {
        let missing = |what, id: &str| StudyError::NotFound {
            what,
            id: id.to_owned(),
        };
        let at = origins.ids().iter().position(|id| id == origin);
        let at = at.ok_or_else(|| missing("origin", origin))?;
        let number = self
            .study
            .norms
            .position(norm)
            .ok_or_else(|| missing("norm", norm))?;
        let one = origins.part(&[at as u32]);
        let tell = |walker: &Walker<'_>| self.explain_for(walker, &one, (at, number));
        let mut told = self.walkers().map(tell);
        let first = told.next().flatten();
        let first = first.ok_or_else(|| missing("norm for this kind of origin", norm))?;
        Ok(Explanation {
            others: told.flatten().collect(),
            ..first
        })
    }

    /// The story for one walker; nothing where the norm does not apply.
    fn explain_for(
        &self,
        walker: &Walker<'_>,
        one: &Origins,
        (at, number): (usize, usize),
    ) -> Option<Explanation> {
        let attached = walker.attach(one);
        let norms = self.study.norms.norms();
        // Only a norm made of others needs their answers too.
        let wanted = |at: usize| at == number || norms[number].test.parts().is_some();
        // The nearest facilities for each norm.
        let nearest = |access: Accessibility<'_>, count: usize| -> Vec<Vec<Answer>> {
            let norms = norms.iter().enumerate();
            let found = norms.map(|(at, norm)| match norm.category().filter(|_| wanted(at)) {
                Some(category) => access.nearest_k(category, &attached, count).swap_remove(0),
                None => Vec::new(),
            });
            found.collect()
        };
        let answers = nearest(walker.accessibility(), 1 + RUNNERS_UP);
        let certain = walker.has_doubts().then(|| nearest(walker.certain(), 1));
        let certain = certain.as_ref().unwrap_or(&answers);
        let rows = self.judge(walker, (one, &attached, 0), self.indoor(), |norm| {
            let [best, certain] = [&answers, certain].map(|found| found[norm].first().copied());
            let unknown = best.and_then(|best| walker.unknown_of(&attached, best));
            Found {
                best,
                certain,
                unknown_mm: unknown.unwrap_or(0),
            }
        });
        let rested: Vec<Row> = rows
            .iter()
            .filter(|row| wanted(usize::from(row.norm)))
            .copied()
            .collect();
        let longest = self.study.rests.last();
        let points = longest.map(|_| walker.rest_points());
        let rests = longest.zip(points).map(|(longest, points)| {
            let rests = Rests::new(&walker.certain(), points, &attached, *longest);
            let seats = (points, &rests);
            Restful {
                rows: self.rest_rows(walker, seats, (one, &attached), &rested),
                rests,
                points,
            }
        });
        let rows: Vec<Row> = rested
            .into_iter()
            .map(|row| Row {
                origin: at as u32,
                ..row
            })
            .collect();
        let doors: Vec<Doorway> = doorways(one, 0, walker.snapper()).collect();
        let story = Story {
            profile: walker.profile(),
            access: walker.accessibility(),
            certain: walker.certain(),
            snapper: walker.snapper(),
            barriers: self.study.barriers,
            doors: &doors,
            attached: attached.of(0),
            norms,
            rows: &rows,
            answers: &answers,
            rests: rests.as_ref(),
        };
        story.tell(number)
    }
}
