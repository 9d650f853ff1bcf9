//! Doors that only the network can tell: of places that are known by their outline.

use std::collections::BTreeMap;

use nabij::{
    Category, Components, Door, Facilities, Facility, Parameters, PlaceError, Polygon, Profile,
    Snapper,
};
use rayon::prelude::*;

use super::streets::Streets;

/// A place whose outline is known, and which has yet to get its doors.
#[derive(Clone, Debug)]
pub(super) struct Open {
    /// Its parts.
    pub outlines: Vec<Polygon>,
    /// Whether it is open ground.
    pub gates: bool,
    /// Whether its doors are known, should it have no gates.
    pub has_doors: bool,
}

/// Places that are known by their outline, by category and id.
pub(super) type Openings = BTreeMap<(Category, String), Open>;

/// How many facilities got their doors from their outline, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutlineDoors {
    /// Open ground, where ways cross its edge.
    pub gates: usize,
    /// Where streets lead in, else at the point nearest to a street.
    pub outline: usize,
    /// At a point inside: no street is near enough.
    pub inside: usize,
}

/// The facilities with doors in place of points inside outlines.
pub(super) fn opened(
    facilities: Facilities,
    openings: &Openings,
    streets: &Streets,
    parameters: &Parameters,
) -> Result<(Facilities, OutlineDoors), PlaceError> {
    let mut counts = OutlineDoors::default();
    if openings.is_empty() {
        return Ok((facilities, counts));
    }
    // Everybody has the same doors, so those of the base network: results for one profile must not
    // hang on who else walks.
    let (least, reach) = (parameters.min_component, parameters.max_snap);
    let (network, adult) = (&streets.network, &Profile::ADULT);
    let snapper = match &streets.groundwork {
        Some(laid) => Snapper::on(laid, network, adult, least, reach),
        None => Snapper::new(
            network,
            adult,
            &Components::new(network, adult),
            least,
            reach,
        ),
    };
    let snapper = snapper.named_street(parameters.named_street);
    let all: Vec<(&Facility, &Open)> = facilities
        .iter()
        .filter_map(|(_, one)| {
            let key = (one.category.clone(), one.id.clone());
            Some((one, openings.get(&key)?))
        })
        .collect();
    let found = all.par_iter().map(|(facility, open)| {
        let key = (facility.category.clone(), facility.id.clone());
        (key, doors(facility, open, &snapper))
    });
    let found: Vec<_> = found.collect();
    let mut doors = BTreeMap::new();
    for (key, (kind, found)) in found {
        match kind {
            Kind::Known => continue,
            Kind::Gates => counts.gates += 1,
            Kind::Outline => counts.outline += 1,
            Kind::Inside => {
                counts.inside += 1;
                continue;
            }
        }
        doors.insert(key, found);
    }
    let facilities = facilities.with_doors(|one| {
        let key = (one.category.clone(), one.id.clone());
        doors.remove(&key)
    })?;
    Ok((facilities, counts))
}

/// Where doors come from.
#[derive(Clone, Copy)]
enum Kind {
    Known,
    Gates,
    Outline,
    Inside,
}

/// The doors of one place: the gates of open ground, else doors that are known, else those of each
/// part's outline.
fn doors(facility: &Facility, open: &Open, snapper: &Snapper<'_>) -> (Kind, Vec<Door>) {
    let of_parts = |doors: &dyn Fn(&Polygon) -> Vec<Door>| -> Vec<Door> {
        open.outlines.iter().flat_map(doors).collect()
    };
    if open.gates {
        let gates = of_parts(&|part| snapper.gates_of(part));
        if !gates.is_empty() {
            return (Kind::Gates, gates);
        }
    }
    if open.has_doors {
        return (Kind::Known, Vec::new());
    }
    let street = facility.street.as_deref();
    let street = street.and_then(|name| snapper.street_named(name));
    let doors = of_parts(&|part| snapper.doors_of(part, street));
    let kind = match doors.is_empty() {
        true => Kind::Inside,
        false => Kind::Outline,
    };
    (kind, doors)
}
