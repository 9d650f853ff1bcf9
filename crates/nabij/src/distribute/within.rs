//! A part is never larger than the whole: older residents are residents.

use super::{Dwellings, Spread, Unplaced, UnplacedBecause, spread::weight};
use crate::apportion::apportion;

impl Spread {
    /// Lowers this part to the whole at every address, and gives what is over to other addresses
    /// of the area that have room, in proportion to it. What does not fit is listed.
    ///
    /// An address where the whole is unknown keeps its part and takes no more.
    pub fn within(mut self, whole: &Spread, dwellings: &Dwellings) -> Self {
        let in_an_area: Vec<bool> = {
            let mut known = vec![false; dwellings.len()];
            for address in dwellings.areas.members.iter().flatten() {
                known[*address as usize] = true;
            }
            known
        };
        let outside = dwellings.by_id.iter().copied();
        let outside: Vec<u32> = outside.filter(|a| !in_an_area[*a as usize]).collect();
        let areas = dwellings.areas.codes.iter().zip(&dwellings.areas.members);
        for (code, members) in areas {
            self.lower(whole, code, members, true);
        }
        self.lower(whole, "", &outside, false);
        self
    }

    fn lower(&mut self, whole: &Spread, code: &str, members: &[u32], share: bool) {
        let mut over = 0;
        let mut rooms = Vec::with_capacity(members.len());
        for address in members.iter().map(|address| *address as usize) {
            let of = |spread: &Spread| spread.weights.get(address)?.millionths().map(i128::from);
            let mut room = 0;
            if let (Some(part), Some(most)) = (of(self), of(whole)) {
                over += (part - most).max(0);
                room = (most - part).max(0);
                self.weights[address] = weight(Some(part.min(most)));
            }
            rooms.push(room);
        }
        let free: i128 = if share { rooms.iter().sum() } else { 0 };
        for (address, more) in members.iter().zip(apportion(over.min(free), &rooms)) {
            let address = *address as usize;
            if let Some(part) = self.weights[address].millionths().filter(|_| more > 0) {
                self.weights[address] = weight(Some(i128::from(part) + more));
            }
        }
        if over > free {
            self.unplaced.push(Unplaced {
                zoning: None,
                code: code.to_owned(),
                people: weight(Some(over - free)),
                because: UnplacedBecause::NoRoom,
            });
        }
    }
}
