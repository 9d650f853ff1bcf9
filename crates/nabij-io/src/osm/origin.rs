//! Origins: objects of one address become one.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{
    block::OsmKind,
    extract::{OriginKind, OsmExtract, OsmOrigin},
    facility::normal,
    found::FoundOrigin,
    id::OsmId,
    project::{Placed, reject},
    report::{Merged, NumberList},
    rules::OsmRules,
};

/// An object with a house number, with what decides whether it is another's.
struct Candidate {
    origin: OsmOrigin,
    /// Number of the street, and the house number without differences of case and blanks; nothing without a street.
    address: Option<(usize, String)>,
    postcode: Option<String>,
    rank: (OriginKind, u8, bool, OsmId),
}

/// Merges and adds all origins to the extract.
pub(crate) fn merge(rules: &OsmRules, placed: &[Placed], extract: &mut OsmExtract) {
    let mut candidates = Vec::new();
    let mut streets = Streets::default();
    for placed in placed {
        let id = placed.object.found.id;
        let Some(found) = &placed.object.found.origin else {
            continue;
        };
        extract.report.addressed += 1;
        match Candidate::new(placed, found, &mut streets) {
            Some(candidate) => candidates.push(candidate),
            None => reject(extract, id, "origin", "its house number is blank"),
        }
    }
    candidates.sort_by(|a, b| (&a.address, a.rank).cmp(&(&b.address, b.rank)));
    for same in candidates.chunk_by(|a, b| a.address.is_some() && a.address == b.address) {
        let mut kept: Vec<(&Candidate, Option<&Candidate>)> = Vec::new();
        for candidate in same {
            // In the order of rank; the nearest one kept so far takes it in.
            let nearest = kept
                .iter()
                .enumerate()
                .filter(|(_, (other, postcode))| {
                    let theirs = postcode
                        .and_then(|from| from.postcode.as_ref())
                        .or(other.postcode.as_ref());
                    match (theirs, &candidate.postcode) {
                        (Some(a), Some(b)) => a == b,
                        _ => true,
                    }
                })
                .map(|(at, (other, _))| (squared(other, candidate), at))
                .min();
            let limit = i128::from(rules.origins.same_within_mm).pow(2);
            match nearest
                .filter(|&(distance, _)| distance <= limit)
                .and_then(|(_, at)| kept.get_mut(at))
            {
                Some((other, postcode)) => {
                    extract.report.merged.push(Merged {
                        kept: other.origin.id,
                        dropped: candidate.origin.id,
                        category: None,
                        metres: other
                            .origin
                            .place
                            .point
                            .distance_mm(candidate.origin.place.point)
                            as f64
                            / 1000.0,
                        why: "one street, number and postcode",
                    });
                    if other.postcode.is_none()
                        && postcode.is_none()
                        && candidate.postcode.is_some()
                    {
                        *postcode = Some(candidate);
                    }
                }
                None => kept.push((candidate, None)),
            }
        }
        for (candidate, postcode) in kept {
            let mut origin = candidate.origin.clone();
            origin.postcode = origin
                .postcode
                .or(postcode.and_then(|from| from.origin.postcode.clone()));
            extract.origins.push(origin);
        }
    }
    extract.origins.sort_by_key(|origin| origin.id);
    for origin in &extract.origins {
        let report = &mut extract.report;
        report.other_origins += u64::from(origin.kind == OriginKind::Other);
        report.without_street += u64::from(origin.street.is_none());
        if let Some(range) = list_or_range(&origin.number) {
            report.numbers.push(NumberList {
                id: origin.id,
                number: origin.number.to_string(),
                range,
            });
        }
    }
}

impl Candidate {
    fn new(placed: &Placed, found: &FoundOrigin, streets: &mut Streets) -> Option<Self> {
        let id = placed.object.found.id;
        let number = found.number.clone()?;
        let kind = if found.other {
            OriginKind::Other
        } else {
            OriginKind::Address
        };
        let solid = match (id.kind, found.entrance) {
            (OsmKind::Node, true) => 0,
            (OsmKind::Node, false) => 1,
            (OsmKind::Way, _) => 2,
            (OsmKind::Relation, _) => 3,
        };
        let tight = |text: &Arc<str>| -> String {
            let solid = text.chars().filter(|letter| !letter.is_whitespace());
            solid.flat_map(char::to_lowercase).collect()
        };
        Some(Candidate {
            address: found
                .street
                .as_ref()
                .map(|street| (streets.number(street), tight(&number))),
            postcode: found.postcode.as_ref().map(tight),
            rank: (kind, solid, found.postcode.is_none(), id),
            origin: OsmOrigin {
                id,
                place: placed.place,
                street: found.street.clone(),
                number,
                postcode: found.postcode.clone(),
                kind,
            },
        })
    }
}

/// Streets by number; names that differ only in case and blanks have one.
#[derive(Default)]
struct Streets {
    written: FxHashMap<Arc<str>, usize>,
    normal: FxHashMap<String, usize>,
}

impl Streets {
    fn number(&mut self, street: &Arc<str>) -> usize {
        if let Some(&number) = self.written.get(street) {
            return number;
        }
        let next = self.normal.len();
        let number = *self.normal.entry(normal(street)).or_insert(next);
        self.written.insert(street.clone(), number);
        number
    }
}

/// The square of the distance in square millimetres.
fn squared(a: &Candidate, b: &Candidate) -> i128 {
    let (a, b) = (a.origin.place.point, b.origin.place.point);
    let (dx, dy) = (
        i128::from(a.x) - i128::from(b.x),
        i128::from(a.y) - i128::from(b.y),
    );
    dx * dx + dy * dy
}

/// Whether a house number is a list (`Some(false)`) or a range (`Some(true)`); `12-2` is an addition, not a range.
fn list_or_range(number: &str) -> Option<bool> {
    if number.contains([';', ',']) {
        return Some(false);
    }
    let (from, to) = number.split_once(['-', '–'])?;
    let parts = |text: &str| -> Option<(u64, String)> {
        let text = text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        Some((
            text.get(..digits)?.parse().ok()?,
            text.get(digits..)?.trim().to_lowercase(),
        ))
    };
    let ((first, letter), (last, last_letter)) = (parts(from)?, parts(to)?);
    let rising = first < last || first == last && !letter.is_empty() && letter < last_letter;
    rising.then_some(true)
}

#[cfg(test)]
mod tests {
    use super::list_or_range;

    #[test]
    fn lists_and_ranges_of_numbers() {
        for list in ["1;3;5", "2,4", "2, 4", "12-16;20"] {
            assert_eq!(list_or_range(list), Some(false), "{list}");
        }
        for range in ["12-16", "12–16", "12 - 16", "12a-12c", "1-3a"] {
            assert_eq!(list_or_range(range), Some(true), "{range}");
        }
        for single in [
            "12", "12a", "12-2", "12-a", "12-12", "A-12", "", "12/14", "s/n",
        ] {
            assert_eq!(list_or_range(single), None, "{single}");
        }
    }
}
