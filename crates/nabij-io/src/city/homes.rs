//! Homes in buildings of which doors are known: they start there, and not at a point inside.

use std::collections::BTreeSet;

use nabij::{Origins, Point, Polygon, Side};
use rayon::prelude::*;
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};
use serde::{Deserialize, Serialize};

use super::{OriginPlace, own_doors::OwnDoors};

/// A door lies on an outline that is at most so far from it, inclusively.
pub(super) const ON_OUTLINE_MM: u64 = 1000;

/// A door on the map that carries no address is taken to be that of a home this near to it,
/// inclusively: maps have some entrances of a building and not others.
pub(super) const OWN_DOOR_MM: u64 = 50_000;

/// A door of a building that the streets' own map tells of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entrance {
    /// Where it is.
    pub point: Point,
    /// The street of its own address.
    pub street: Option<String>,
    /// The house number of its own address, or several.
    pub number: Option<String>,
    /// Whether it is not the map's but from a layer of doors.
    pub own: bool,
}

/// The homes with doors of their buildings for doors, and how many that are.
pub(super) fn started<'o>(
    origins: Origins,
    places: &[OriginPlace],
    outlines: impl Iterator<Item = &'o [Point]>,
    entrances: &[Entrance],
    own: &mut OwnDoors,
) -> (Origins, usize) {
    if entrances.is_empty() && own.is_empty() {
        return (origins, 0);
    }
    let buildings = buildings(outlines, entrances, own);
    let around = |building: (usize, &Building)| {
        let corners = building.1.outline.rings().iter().flatten();
        let corners: Vec<[i32; 2]> = corners.map(|p| [p.x, p.y]).collect();
        let around = Rectangle::from_aabb(AABB::from_points(&corners));
        GeomWithData::new(around, building.0)
    };
    let tree = RTree::bulk_load(buildings.iter().enumerate().map(around).collect());
    let start = |origin: usize| -> Option<Vec<Point>> {
        // Whoever gives several doors says where they are; entrances of complexes are doors, and
        // businesses are where they stand.
        let stays = matches!(origins.kind(origin), Some("complex" | "other"));
        if origins.doors(origin).len() != 1 || stays {
            return None;
        }
        let place = origins.place(origin);
        let labelled = own.of_home(origins.building(origin), origins.complex(origin));
        if !labelled.is_empty() {
            return Some(labelled.into_iter().map(|(_, point)| point).collect());
        }
        let here = AABB::from_point([place.x, place.y]);
        let found = tree.locate_in_envelope_intersecting(&here);
        let found = found.filter_map(|building| buildings.get(building.data));
        let found = found.filter(|building| building.outline.side(place) != Side::Outside);
        let doors: BTreeSet<&Entrance> = found.flat_map(|building| &building.doors).collect();
        let address = places
            .get(origin)
            .and_then(|place| place.address.as_deref());
        theirs(place, address, &doors)
    };
    let doors: Vec<Option<Vec<Point>>> = (0..origins.len()).into_par_iter().map(start).collect();
    for origin in 0..origins.len() {
        let labelled = own.of_home(origins.building(origin), origins.complex(origin));
        let used: Vec<usize> = labelled.into_iter().map(|(at, _)| at).collect();
        own.used(&used);
    }
    let count = doors.iter().flatten().count();
    let mut doors = doors.into_iter();
    let origins = origins.with_doors(|_| doors.next().flatten());
    (origins, count)
}

/// Of the doors of a building those of one address: one's own, else those that carry it, else of
/// those that carry none the nearest. Nothing where it stands in a door already, or all are others'.
fn theirs(place: Point, address: Option<&str>, doors: &BTreeSet<&Entrance>) -> Option<Vec<Point>> {
    if doors.iter().any(|door| door.point == place) {
        return None;
    }
    let address = address.map(plain).filter(|address| !address.is_empty());
    let (mut same, mut open) = (Vec::new(), Vec::new());
    for door in doors {
        let carried = door.addresses();
        match &address {
            _ if door.own => same.push(door.point),
            _ if carried.is_empty() => open.push(door.point),
            Some(address) if carried.contains(address) => same.push(door.point),
            _ => {}
        }
    }
    if same.is_empty() {
        let far = |door: &Point| place.distance_mm(*door);
        let least = open.iter().map(far).min().unwrap_or(0);
        same = open;
        same.retain(|door| far(door) == least && least <= OWN_DOOR_MM);
    }
    same.dedup();
    (!same.is_empty()).then_some(same)
}

impl Entrance {
    /// Its addresses, so that spellings of one are equal; none where it has none, or a range.
    fn addresses(&self) -> Vec<String> {
        let (Some(street), Some(number)) = (&self.street, &self.number) else {
            return Vec::new();
        };
        if number.contains(['-', '–']) {
            return Vec::new();
        }
        let numbers = number.split([';', ',']);
        let all = numbers.map(|number| plain(&format!("{street}{number}")));
        all.collect()
    }
}

/// Letters and digits only, small.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// An outline that doors lie on.
struct Building {
    outline: Polygon,
    doors: Vec<Entrance>,
}

/// The buildings that have doors. A door is one of the nearest outline, of several as near of all;
/// one's own doors, which may lie inside too, come in place of the map's.
fn buildings<'o>(
    outlines: impl Iterator<Item = &'o [Point]>,
    entrances: &[Entrance],
    own: &mut OwnDoors,
) -> Vec<Building> {
    let loose = own.loose();
    let mine = loose.iter().map(|(_, point)| Entrance {
        point: *point,
        street: None,
        number: None,
        own: true,
    });
    let doors: Vec<Entrance> = entrances.iter().cloned().chain(mine).collect();
    let placed = doors.iter().enumerate();
    let placed = placed.map(|(at, door)| GeomWithData::new([door.point.x, door.point.y], at));
    let tree = RTree::bulk_load(placed.collect());
    let mut found: Vec<Building> = Vec::new();
    // Door, mm from the outline, outline.
    let mut on: Vec<(usize, u64, usize)> = Vec::new();
    let margin = ON_OUTLINE_MM as i32;
    for ring in outlines {
        let corners: Vec<[i32; 2]> = ring.iter().map(|p| [p.x, p.y]).collect();
        let box_of = AABB::from_points(&corners);
        let wider = AABB::from_corners(
            box_of.lower().map(|at| at.saturating_sub(margin)),
            box_of.upper().map(|at| at.saturating_add(margin)),
        );
        let near: Vec<usize> = tree
            .locate_in_envelope(&wider)
            .map(|near| near.data)
            .collect();
        if near.is_empty() {
            continue;
        }
        let outline = Polygon::new([ring.to_vec()]);
        let before = on.len();
        for at in near {
            let Some(door) = doors.get(at) else { continue };
            let is_in = door.own && outline.side(door.point) == Side::Inside;
            let mm = outline
                .to_edge_mm(door.point)
                .map(|mm| if is_in { 0 } else { mm });
            let mm = mm.filter(|mm| *mm <= ON_OUTLINE_MM);
            on.extend(mm.map(|mm| (at, mm, found.len())));
        }
        if on.len() > before {
            found.push(Building {
                outline,
                doors: Vec::new(),
            });
        }
    }
    on.sort_unstable();
    let mut owned = vec![false; found.len()];
    for same in on.chunk_by(|a, b| a.0 == b.0) {
        let nearest = same
            .iter()
            .take_while(|one| Some(one.1) == same.first().map(|a| a.1));
        for (at, _, building) in nearest {
            let (Some(door), Some(building), Some(owned)) = (
                doors.get(*at),
                found.get_mut(*building),
                owned.get_mut(*building),
            ) else {
                continue;
            };
            if door.own && !std::mem::replace(owned, true) {
                building.doors.clear();
            }
            if door.own || !*owned {
                building.doors.push(door.clone());
            }
        }
    }
    let met: Vec<usize> = on
        .iter()
        .filter_map(|(at, ..)| loose.get(at.checked_sub(entrances.len())?))
        .map(|(number, _)| *number)
        .collect();
    own.used(&met);
    found.retain(|building| !building.doors.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use nabij::Origin;

    use super::*;

    fn p(x: i32, y: i32) -> Point {
        Point::new(x * 1000, y * 1000)
    }

    fn entrance(x: i32, y: i32, address: &str) -> Entrance {
        let address = address.split_once(' ');
        Entrance {
            point: p(x, y),
            street: address.map(|(street, _)| street.to_owned()),
            number: address.map(|(_, number)| number.to_owned()),
            own: false,
        }
    }

    /// Where a home at a place starts that has an address, in a block of 40 m by 10 m.
    fn starts(place: Point, address: &str, entrances: &[Entrance]) -> Vec<Point> {
        let block = [p(0, 0), p(40, 0), p(40, 10), p(0, 10)];
        let next = [p(40, 0), p(80, 0), p(80, 10), p(40, 10)];
        let origins = Origins::new([Origin::new("home", place)]).unwrap();
        let address = OriginPlace {
            place: (0.0, 0.0),
            address: Some(address.to_owned()),
            register: None,
        };
        let outlines = [&block[..], &next[..]].into_iter();
        let mut own = OwnDoors::default();
        let (origins, count) = started(origins, &[address], outlines, entrances, &mut own);
        assert_eq!(count, usize::from(origins.doors(0) != [place]));
        assert_eq!(origins.place(0), place);
        origins.doors(0).to_vec()
    }

    #[test]
    fn a_home_inside_a_building_starts_at_its_nearest_door() {
        let three = [
            entrance(10, 0, ""),
            entrance(31, 10, ""),
            entrance(60, 0, ""),
        ];
        assert_eq!(starts(p(20, 5), "Kade 1", &three), [p(10, 0)]);
        assert_eq!(
            starts(p(21, 10), "Kade 1", &three),
            [p(31, 10)],
            "on its edge"
        );
        assert_eq!(
            starts(p(20, -1), "Kade 1", &three),
            [p(20, -1)],
            "in front of it"
        );
        assert_eq!(
            starts(p(42, 5), "Kade 1", &three),
            [p(60, 0)],
            "the next building"
        );
        assert_eq!(
            starts(p(31, 10), "Kade 1", &three),
            [p(31, 10)],
            "in the door"
        );
        let two = [entrance(10, 0, ""), entrance(10, 10, "")];
        assert_eq!(starts(p(20, 5), "", &two), [p(10, 0), p(10, 10)], "as near");
        // A door in the party wall is one of both; one in the middle is of neither.
        assert_eq!(starts(p(60, 5), "", &[entrance(40, 10, "")]), [p(40, 10)]);
        assert_eq!(starts(p(60, 5), "", &[entrance(50, 5, "")]), [p(60, 5)]);
        // At most 1 m from the outline, and of the nearest one only.
        let beside = |y| {
            let point = Point::new(20_000, y);
            let door = Entrance {
                point,
                ..entrance(0, 0, "")
            };
            starts(p(20, 5), "", &[door]) == [point]
        };
        assert!(beside(-1000) && !beside(-1001) && beside(1000) && !beside(1001));
        let door = [Entrance {
            point: Point::new(40_400, 10_000),
            ..entrance(0, 0, "")
        }];
        assert_eq!(starts(p(20, 5), "", &door), [p(20, 5)]);
    }

    #[test]
    fn a_door_farther_than_50_m_is_not_known_to_be_ones_own() {
        let long = [p(0, 0), p(200, 0), p(200, 10), p(0, 10)];
        let start = |x: i32, kind: Option<&str>| {
            let home = Origin {
                kind: kind.map(str::to_owned),
                ..Origin::new("home", Point::new(x, 0))
            };
            let outlines = [&long[..]].into_iter();
            let (origins, _) = started(
                Origins::new([home]).unwrap(),
                &[],
                outlines,
                &[entrance(100, 0, "")],
                &mut OwnDoors::default(),
            );
            origins.doors(0) == [p(100, 0)]
        };
        assert!(start(50_000, None) && !start(49_999, None));
        assert!(start(150_000, Some("address")) && !start(150_001, Some("address")));
        assert!(!start(90_000, Some("complex")) && !start(90_000, Some("other")));
    }

    #[test]
    fn the_door_that_carries_the_address_is_the_only_one() {
        let doors = [
            entrance(5, 0, "Kade 1"),
            entrance(15, 0, "Kade 3;5a"),
            entrance(25, 0, ""),
            entrance(35, 0, "Kade 7-11"),
        ];
        let at = |address| starts(p(34, 5), address, &doors);
        assert_eq!(at("kade 1"), [p(5, 0)]);
        assert_eq!(at("Kade 5 A"), [p(15, 0)]);
        assert_eq!(at("Kade 9"), [p(35, 0)], "a range may be anybody's");
        assert_eq!(
            starts(p(20, 5), "Kade 9", &doors),
            [p(25, 0)],
            "15 is others'"
        );
        assert_eq!(starts(p(20, 5), "Kade 2", &doors[..2]), [p(20, 5)]);
    }
}
