//! Polygons, areas and facilities as the crow flies: the library's indexes against linear scans.

use std::collections::BTreeSet;

use nabij::{
    Area, Areas, Barriers, Category, Facilities, Facility, Length, Located, Point, Polygon, Side,
};
use proptest::{collection::vec, prelude::*};

use crate::{
    exact::{dot, straight, vector},
    lattice,
    random::many,
    sight,
};

fn points(places: &[(i32, i32)], scale: i32) -> Vec<Point> {
    places
        .iter()
        .map(|(x, y)| Point::new(x * scale, y * scale))
        .collect()
}

/// Polygons of the lattice towns, in fine steps.
fn outlines() -> impl Strategy<Value = Vec<Vec<Point>>> {
    let known = (0..lattice::OUTLINES.len()).prop_map(|at| {
        lattice::OUTLINES[at]
            .iter()
            .map(|ring| points(ring, 1))
            .collect()
    });
    prop_oneof![known, stars()]
}

/// Star-shaped polygons, turning either way, some with a star-shaped hole.
fn stars() -> impl Strategy<Value = Vec<Vec<Point>>> {
    const RAYS: [(i32, i32); 12] = [
        (3, 0),
        (3, 1),
        (1, 1),
        (1, 3),
        (0, 3),
        (-1, 2),
        (-1, 1),
        (-3, 1),
        (-3, 0),
        (-1, -1),
        (0, -3),
        (1, -2),
    ];
    (vec(2..5_i32, 12), any::<bool>(), any::<bool>()).prop_map(|(reach, back, hole)| {
        let ring = |scale: i32| {
            let rays = RAYS.iter().zip(&reach);
            let place = |((x, y), r): (&(i32, i32), &i32)| {
                let r = if scale == 1 { 1 } else { *r };
                Point::new(x * r + 6, y * r + 6)
            };
            let mut ring: Vec<Point> = rays.map(place).collect();
            if back {
                ring.reverse();
            }
            ring
        };
        let mut rings = vec![ring(2)];
        if hole {
            rings.push(ring(1));
        }
        rings
    })
}

fn fine() -> impl Strategy<Value = Point> {
    (-8..22_i32, -8..22_i32).prop_map(|(x, y)| Point::new(x, y))
}

fn close() -> impl Strategy<Value = Point> {
    (0..5_i32, 0..5_i32).prop_map(|(x, y)| Point::new(x, y))
}

/// Neighbours that share borders: a 4 × 4 board whose inner corners may be moved, some cells cut
/// in two, each turning its own way.
fn boards() -> impl Strategy<Value = Vec<Vec<Point>>> {
    (
        vec((-3..4_i32, -3..4_i32), 25),
        vec(0..3_u8, 16),
        vec(any::<bool>(), 32),
    )
        .prop_map(|(moved, cuts, turned)| {
            let corner = |x: i32, y: i32| {
                let inner = (1..4).contains(&x) && (1..4).contains(&y);
                let (dx, dy) = if inner {
                    moved[(x + 5 * y) as usize]
                } else {
                    (0, 0)
                };
                Point::new(10 * x + dx, 10 * y + dy)
            };
            let mut cells = Vec::new();
            for x in 0..4 {
                for y in 0..4 {
                    let [a, b, c, d] = [
                        corner(x, y),
                        corner(x + 1, y),
                        corner(x + 1, y + 1),
                        corner(x, y + 1),
                    ];
                    match cuts[(x + 4 * y) as usize] {
                        // Cut along the diagonal that is inside for every such cell.
                        1 if convex([a, b, c, d]) => cells.extend([vec![a, b, c], vec![a, c, d]]),
                        2 if convex([a, b, c, d]) => cells.extend([vec![a, b, d], vec![b, c, d]]),
                        _ => cells.push(vec![a, b, c, d]),
                    }
                }
            }
            for (cell, turned) in cells.iter_mut().zip(turned) {
                if turned {
                    cell.reverse();
                }
            }
            cells
        })
}

fn convex(ring: [Point; 4]) -> bool {
    (0..4).all(|at| crate::exact::turn(ring[at], ring[(at + 1) % 4], ring[(at + 2) % 4]) > 0)
}

proptest! {
    #![proptest_config(many(3000))]

    #[test]
    fn a_polygon_sees_and_sides(rings in outlines(), places in vec((fine(), fine()), 20)) {
        let polygon = Polygon::new(rings.clone());
        for (a, b) in places {
            let side = match sight::side(&rings, a.into()) {
                1 => Side::Inside,
                0 => Side::Boundary,
                _ => Side::Outside,
            };
            prop_assert_eq!(polygon.side(a), side, "{:?} in {:?}", a, rings);
            if side != Side::Boundary {
                prop_assert_eq!(polygon.claims(a), side == Side::Inside);
            }
            let sees = sight::sees(&rings, a, b);
            prop_assert_eq!(polygon.sees(a, b), sees, "{:?} {:?} in {:?}", a, b, rings);
            prop_assert_eq!(polygon.sees(b, a), sees);
        }
    }

    #[test]
    fn barriers_between_places(
        walls in vec((vec(close(), 1..6), any::<bool>()), 1..4), places in vec((close(), close()), 20),
    ) {
        let barriers = Barriers::new(walls.clone());
        for (a, b) in places {
            let crossed = walls.iter().any(|(wall, closed)| {
                sight::crosses(wall, *closed || wall.len() > 2 && wall.first() == wall.last(), a, b)
            });
            prop_assert_eq!(barriers.between(a, b), crossed, "{:?} {:?} by {:?}", a, b, walls);
            prop_assert_eq!(barriers.between(b, a), crossed, "{:?} {:?} by {:?}", b, a, walls);
        }
    }

    #[test]
    fn facilities_as_the_crow_flies(
        shops in vec((vec(fine(), 1..4), 0..2_u8), 1..30), from in fine(), k in 1..8_usize,
        radius in 0..30_u32, rings in outlines(), scale in prop_oneof![Just(1), Just(3), Just(10_007)],
    ) {
        let scaled = |p: &Point| Point::new(p.x * scale, p.y * scale);
        let (from, category) = (scaled(&from), Category::PHARMACY);
        let made: Vec<Facility> = shops.iter().enumerate().map(|(at, (doors, kind))| Facility {
            doors: doors.iter().map(|p| nabij::Door::from(scaled(p))).collect(),
            ..Facility::new(
                format!("{:x}", at * 7919 % 256),
                if *kind == 0 { Category::PHARMACY } else { Category::SUPERMARKET },
                from,
            )
        }).collect();
        let facilities = Facilities::new(made.clone()).unwrap();
        let mut scan: Vec<(i128, &str, u64)> = Vec::new();
        for shop in made.iter().filter(|shop| shop.category == category) {
            let doors = shop.doors.iter().map(|door| {
                let v = vector(from, door.point);
                (dot(v, v), straight(from, door.point))
            });
            let (square, mm) = doors.min().unwrap();
            scan.push((square, &shop.id, mm));
        }
        scan.sort_unstable();
        let near: Vec<(&str, u64)> = facilities.nearest(from, &category, k).into_iter()
            .map(|(id, mm)| (facilities.get(id).id.as_str(), mm)).collect();
        let own: Vec<(&str, u64)> = scan.iter().take(k).map(|(_, id, mm)| (*id, *mm)).collect();
        prop_assert_eq!(near, own);

        let radius = radius * scale as u32;
        let within = facilities.within(from, &category, Length::millimetres(radius));
        let names = |ids: Vec<nabij::FacilityId>| -> Vec<String> {
            ids.into_iter().map(|id| facilities.get(id).id.clone()).collect()
        };
        let own: BTreeSet<String> = scan.iter()
            .filter(|(_, _, mm)| *mm <= u64::from(radius)).map(|(_, id, _)| (*id).to_owned()).collect();
        prop_assert_eq!(names(within), own.into_iter().collect::<Vec<_>>());

        let rings: Vec<Vec<Point>> = rings.iter().map(|ring| ring.iter().map(scaled).collect()).collect();
        let polygon = Polygon::new(rings.clone());
        let inside = names(facilities.inside(&polygon, &category));
        for shop in made.iter().filter(|shop| shop.category == category) {
            let sides: Vec<i32> = shop.doors.iter().map(|door| sight::side(&rings, door.point.into())).collect();
            let found = inside.contains(&shop.id);
            if sides.contains(&1) || sides.iter().all(|side| *side < 0) {
                prop_assert_eq!(found, sides.contains(&1), "{:?} in {:?}", shop, rings);
            } else {
                prop_assert_eq!(found, shop.doors.iter().any(|door| polygon.claims(door.point)));
            }
        }
        let mut sorted = inside.clone();
        sorted.sort();
        prop_assert_eq!(inside, sorted);
    }
}

proptest! {
    #![proptest_config(many(100))]

    #[test]
    fn areas_that_share_borders(cells in boards()) {
        let area = |(id, ring): (usize, &Vec<Point>)| Area {
            id: format!("{id:02}"),
            name: None,
            polygons: vec![Polygon::new([ring.clone()])],
        };
        let areas = Areas::new("buurt", cells.iter().enumerate().map(area)).unwrap();
        for x in -1..=41 {
            for y in -1..=41 {
                let place = Point::new(x, y);
                let sides: Vec<i32> =
                    cells.iter().map(|ring| sight::side(std::slice::from_ref(ring), place.into())).collect();
                let found = areas.locate(place);
                let fits = match found {
                    Located::In(area) if sides.contains(&1) => sides[area as usize] == 1,
                    Located::In(area) => sides[area as usize] == 0,
                    Located::Nowhere => sides.iter().all(|side| *side < 0),
                    Located::Overlap(..) => false,
                };
                prop_assert!(fits, "{:?} at {:?} in {:?}", found, place, cells);
            }
        }
    }
}
