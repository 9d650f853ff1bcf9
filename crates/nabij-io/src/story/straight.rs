//! What lies between home and the nearest facility in a straight line, in words.

use nabij::{Explanation, Length, Outcome};

use super::{Teller, called, readable};

impl Teller<'_> {
    /// What is in between in a straight line, where the limit is not surely met.
    pub(super) fn straight(
        &self,
        told: &Explanation,
        limits: &[Length],
        push: &mut impl FnMut(String),
    ) {
        let failing = told.row.outcome_upper != Outcome::Met;
        let Some(own) = told.straight.filter(|_| failing) else {
            return;
        };
        let counts = [
            (own.across.barriers, "water or railways", "water of spoor"),
            (own.across.walls, "walls or fences", "muren of hekken"),
            (own.across.buildings, "buildings", "gebouwen"),
        ];
        let there = counts.into_iter().filter(|(count, ..)| *count > 0);
        let across: Vec<String> = there
            .map(|(count, english, dutch)| {
                format!("{count} × {}", self.language.word(english, dutch))
            })
            .collect();
        let across = match across.is_empty() {
            true => String::new(),
            false => format!(
                "; {} {}",
                self.language.word("across", "over"),
                across.join(", ")
            ),
        };
        let facility = called(self.city.facilities.get(own.facility));
        let far = u32::try_from(own.mm).map_or(Length::MAX, Length::millimetres);
        let far = readable(far, limits);
        push(self.say(
            format!("in a straight line: {facility}, {far}{across}"),
            format!("hemelsbreed: {facility}, {far}{across}"),
        ));
    }
}
