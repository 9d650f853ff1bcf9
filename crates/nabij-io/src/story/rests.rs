//! Where somebody sits down on the way, in words.

use nabij::{Category, Explanation, Length, RestingWalk, Seat};

use super::{Teller, called, readable};

impl Teller<'_> {
    /// The longest stretch without a seat, and the walk with rests for each radius.
    pub(super) fn rests(
        &self,
        told: &Explanation,
        limits: &[Length],
        push: &mut impl FnMut(String),
    ) {
        let Some(rests) = told.rests.as_ref().filter(|_| told.parts.is_empty()) else {
            return;
        };
        if let Some(longest) = rests.longest {
            let radii: Vec<Length> = rests.walks.iter().map(|own| own.radius).collect();
            let far = readable(longest, &radii);
            push(self.say(
                format!("longest stretch without a known seat: {far}"),
                format!("langste stuk zonder bekende zitplek: {far}"),
            ));
        }
        for own in &rests.walks {
            let radius = readable(own.radius, &[]);
            let walk = self.rested(own, limits);
            push(self.say(
                format!("with a seat every {radius}: {walk}"),
                format!("met om de {radius} een zitplek: {walk}"),
            ));
        }
        let open = |own: &RestingWalk| own.walk.low != own.walk.high;
        let known = self.city.coverage.contains_key(&Category::BENCH);
        if !known && rests.walks.iter().any(open) {
            push(self.say(
                "at best: there may be benches that nobody has mapped".to_owned(),
                "op zijn best: er kunnen bankjes zijn die nergens vermeld staan".to_owned(),
            ));
        }
    }

    fn rested(&self, own: &RestingWalk, limits: &[Length]) -> String {
        let unknown = own
            .walk
            .low
            .filter(|low| own.walk.high.is_none_or(|high| *low < high));
        let unknown = unknown.map(|low| {
            let far = readable(low, limits);
            self.say(format!("at best {far}"), format!("op zijn best {far}"))
        });
        let known = own.walk.high.map(|high| {
            let far = readable(high, limits);
            let by = own.stages.iter().map(|(seat, length)| {
                let length = readable(*length, &[own.radius]);
                match seat {
                    Some(seat) => self.say(
                        format!("{length} to {}", self.seat(seat)),
                        format!("{length} tot {}", self.seat(seat)),
                    ),
                    None => length,
                }
            });
            let by: Vec<String> = by.collect();
            match by.len() {
                0 | 1 => far,
                _ => format!("{far} ({})", by.join(", ")),
            }
        });
        match (known, unknown) {
            (Some(known), None) => known,
            (Some(known), Some(best)) => format!("{known}; {best}"),
            (None, Some(best)) => self.say(
                format!("none is known; {best}"),
                format!("geen bekend; {best}"),
            ),
            (None, None) => self.say("none".to_owned(), "geen".to_owned()),
        }
    }

    /// What people call a place to sit.
    fn seat(&self, seat: &Seat) -> String {
        match seat {
            Seat::Bench(id) => self.say(format!("bench {id}"), format!("bank {id}")),
            Seat::Door(facility, _) => called(self.city.facilities.get(*facility)),
        }
    }
}
