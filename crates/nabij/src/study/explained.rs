//! One row at a time, with its story.

use super::Prepared;
use crate::{
    access::Answer,
    error::StudyError,
    explain::{Explanation, Story},
    origin::Origins,
    score::Row,
    snap::{Doorway, doorways},
};

impl Prepared<'_> {
    /// Explains one origin's row for one norm, by their ids.
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
        let one = origins.only(at);
        let attached = self.attach(&one);
        let access = self.accessibility();
        let norms = self.study.norms.norms();
        // Only a norm made of others needs their answers too.
        let wanted = |at: usize| at == number || norms[number].test.parts().is_some();
        // Two answers per category: the one that counts and the runner-up.
        let answers: Vec<Vec<Answer>> = (0..)
            .zip(norms)
            .map(|(at, norm)| match norm.category().filter(|_| wanted(at)) {
                Some(category) => access.nearest_k(category, &attached, 2).swap_remove(0),
                None => Vec::new(),
            })
            .collect();
        let rows = self.judge(&one, &attached, 0, &self.indoor(), |norm| {
            answers[norm].first().copied()
        });
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|row| Row {
                origin: at as u32,
                ..row
            })
            .collect();
        let doors: Vec<Doorway> = doorways(&one, 0, &self.snapper).collect();
        let story = Story {
            access,
            snapper: &self.snapper,
            doors: &doors,
            attached: attached.of(0),
            norms,
            rows: &rows,
            answers: &answers,
        };
        story
            .tell(number)
            .ok_or_else(|| missing("norm for this kind of origin", norm))
    }
}
