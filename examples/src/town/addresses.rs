//! The address list: doors get house numbers, buildings, buurten and residents.

use std::collections::BTreeMap;

use super::areas::Buurt;
use super::geometry::{Point, distance, nearest, turn};
use super::plan::Plan;
use super::residents::{Residents, household};
use super::rows::{Spot, stand};

/// One row of the address file.
#[derive(Clone, Debug)]
pub struct Address {
    /// Sixteen digits, as in the BAG.
    pub id: String,
    /// Street.
    pub street: &'static str,
    /// House number.
    pub number: u32,
    /// Letter or nothing.
    pub addition: String,
    /// Door.
    pub point: Point,
    /// Code of the buurt.
    pub buurt: &'static str,
    /// The building.
    pub building: u32,
    /// The clustered complex.
    pub complex: Option<&'static str>,
    /// `address`, `complex` or `other`.
    pub kind: &'static str,
    /// Dwellings.
    pub dwellings: u32,
    /// Who lives there.
    pub residents: Residents,
}

/// A facility's own address: street and place.
pub struct Shop {
    /// Street.
    pub street: &'static str,
    /// Door.
    pub point: Point,
}

/// All addresses, in the order of the plan; the building of each shop comes beside.
pub fn build(plan: &Plan, shops: &[Shop], buurten: &[Buurt]) -> (Vec<Address>, Vec<u32>) {
    let mut spots: Vec<Spot> = shops
        .iter()
        .enumerate()
        .map(|(at, shop)| Spot {
            street: shop.street,
            point: shop.point,
            shop: Some(at),
            dwellings: 0,
            upstairs: false,
            complex: None,
            works: true,
        })
        .collect();
    spots.extend(plan.doors.iter().map(|door| Spot {
        street: door.street,
        point: door.point,
        shop: None,
        dwellings: door.dwellings,
        upstairs: false,
        complex: door.complex,
        works: false,
    }));
    for (index, way) in plan.ways.iter().enumerate() {
        for row in &way.rows {
            stand(plan, index, way, row, &mut spots);
        }
    }
    // numbers rise along the street
    let mut spots: Vec<_> = spots
        .into_iter()
        .map(|spot| (locate(plan, &spot), spot))
        .collect();
    spots.sort_by_key(|(at, spot)| (spot.street, *at, spot.point));
    let mut numbers: BTreeMap<(&str, bool), u32> = BTreeMap::new();
    let mut addresses = Vec::new();
    let mut shop_buildings = vec![0; shops.len()];
    for (((_, _, left), spot), building) in spots.iter().zip(1_u32..) {
        if let Some(shop) = spot.shop {
            shop_buildings[shop] = building;
        }
        let mut next = || {
            let number = numbers.entry((spot.street, *left)).or_insert(0);
            *number += 1;
            *number * 2 - u32::from(*left)
        };
        let buurt = super::areas::find(buurten, spot.point);
        let mut add = |number, addition: &str, residents| {
            addresses.push(Address {
                id: String::new(),
                street: spot.street,
                number,
                addition: addition.to_owned(),
                point: spot.point,
                buurt,
                building,
                complex: spot.complex,
                kind: if spot.works { "other" } else { "address" },
                dwellings: u32::from(!spot.works),
                residents,
            });
        };
        if spot.works {
            let none = Residents {
                all: Some(0),
                over_65: Some(0),
                over_75: Some(0),
            };
            add(next(), "", none);
            continue;
        }
        let first = next();
        for dwelling in 0..spot.dwellings {
            let (number, addition) = match (spot.upstairs, dwelling) {
                (_, 0) => (first, ""),
                (true, 1) => (first, "A"),
                (true, _) => (first, "B"),
                (false, _) => (next(), ""),
            };
            add(number, addition, household(spot, number, addition, buurt));
        }
    }
    addresses.sort_by_key(|a| (a.buurt, a.street, a.number, a.addition.clone()));
    for (index, address) in addresses.iter_mut().enumerate() {
        address.id = format!("{:016}", 9_999_010_000_000_001 + index as u64);
    }
    entrances(&mut addresses);
    (addresses, shop_buildings)
}

/// Where along its street a door stands: way, mm from its start, and whether on its left.
fn locate(plan: &Plan, spot: &Spot) -> (usize, i64, bool) {
    let ways = plan.ways.iter().enumerate();
    ways.filter(|(_, way)| way.street == spot.street)
        .flat_map(|(at, way)| {
            let mut before = 0;
            way.points.windows(2).map(move |s| {
                let (on, away) = nearest(s[0], s[1], spot.point);
                let along = before + distance(s[0], on);
                before += distance(s[0], s[1]);
                (away, at, along, turn(s[0], s[1], spot.point) > 0)
            })
        })
        .min()
        .map_or((usize::MAX, 0, false), |(_, at, along, left)| {
            (at, along, left)
        })
}

/// One row for each entrance of a complex, with the dwellings and residents behind it.
fn entrances(addresses: &mut Vec<Address>) {
    let mut found: BTreeMap<(&str, Point), Address> = BTreeMap::new();
    for address in addresses.iter() {
        let Some(complex) = address.complex else {
            continue;
        };
        // An almshouse has a door of its own; the complex is entered by its first.
        let known = found.iter_mut().find(|((id, point), _)| {
            *id == complex && (complex == "C-ANNAHOF" || *point == address.point)
        });
        match known {
            Some((_, entrance)) => {
                entrance.dwellings += address.dwellings;
                let add = |a: Option<u32>, b: Option<u32>| a.zip(b).map(|(a, b)| a + b);
                let (sum, more) = (&mut entrance.residents, &address.residents);
                sum.all = add(sum.all, more.all);
                sum.over_65 = add(sum.over_65, more.over_65);
                sum.over_75 = add(sum.over_75, more.over_75);
            }
            None => {
                let mut entrance = address.clone();
                entrance.kind = "complex";
                found.insert((complex, address.point), entrance);
            }
        }
    }
    for (index, mut entrance) in found.into_values().enumerate() {
        entrance.id = format!("{:016}", 9_999_990_000_000_001 + index as u64);
        addresses.push(entrance);
    }
}
