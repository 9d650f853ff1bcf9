//! `complexes`: one row per complex of clustered housing, with the three results, why, and what
//! would mend it.

mod told;

use std::collections::BTreeMap;

use nabij::{Clustered, FacilityId, How, Length, Outcome, Reached, Row, Truth};

use super::{
    COMPLEX, Wide,
    print::printed_metres,
    rows_of,
    sheet::{Sheet, WideTable},
    styles,
};
use crate::tables::point;

/// A complex: its entrances, its dwellings, and what was found out.
struct Complex<'w> {
    id: &'w str,
    /// Whether it follows from owner, label and building.
    is_derived: bool,
    /// Origins of kind `complex`, at least one; of labelled complexes their dwellings.
    entrances: Vec<u32>,
    /// The row of the entrance nearest to a meeting room.
    room: Option<Row>,
    dwellings: Option<u64>,
    counted: bool,
    farthest: Option<Length>,
    results: Clustered,
}

pub(super) fn table<'w>(wide: &'w Wide<'_>) -> Option<WideTable<'w>> {
    let all = complexes(wide);
    if all.is_empty() {
        return None;
    }
    let city = wide.results.city;
    let mut sheet = Sheet::new(wide, all.len());
    let first = |one: &Complex<'_>| one.entrances.first().copied();
    let detail =
        |one: &Complex<'w>, what: &str| one.entrances.iter().find_map(|at| wide.detail(what, *at));
    sheet.text("owner", &[], all.iter().map(|one| detail(one, "owner")));
    sheet.text("complex_id", &[], all.iter().map(|one| Some(one.id)));
    let name = |one: &Complex<'w>| detail(one, "name").or_else(|| detail(one, "label"));
    sheet.text("complex_name", &[], all.iter().map(name));
    let address = |one: &Complex<'w>| {
        let at = first(one)?;
        let given = city.origin_places.get(at as usize)?.address.clone();
        given.or_else(|| {
            let parts = ["street", "house_number", "house_letter", "addition"];
            let parts: Vec<&str> = parts
                .iter()
                .filter_map(|part| wide.detail(part, at))
                .collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        })
    };
    sheet.text("address", &[], all.iter().map(address));
    sheet.text(
        "postcode",
        &[],
        all.iter().map(|one| detail(one, "postcode")),
    );
    for (number, level) in [Some(0), wide.level("stadsdeel")].into_iter().enumerate() {
        let Some(levels) = city.areas.as_ref().map(|own| own.areas.levels()) else {
            break;
        };
        let Some((level, own)) = level.and_then(|level| Some((level, levels.get(level)?))) else {
            continue;
        };
        let area = |one: &Complex<'_>| wide.area_of(level, first(one)?);
        let holes = [("level", own.name.as_str())];
        match number {
            0 => sheet.text(
                "{level}_code",
                &holes,
                all.iter().map(|one| Some(area(one)?.0)),
            ),
            _ => sheet.text(
                "{level}_name",
                &holes,
                all.iter()
                    .map(|one| area(one).map(|(code, name)| name.unwrap_or(code))),
            ),
        }
    }
    let dwellings = |one: &Complex<'_>| one.dwellings.and_then(|count| i64::try_from(count).ok());
    sheet.whole("dwellings_n", &[], all.iter().map(dwellings));
    let source = |one: &Complex<'w>| match (one.dwellings, detail(one, "dwellings_source")) {
        _ if one.is_derived => Some(wide.language().word(
            "derived: owner, label and building; counted on the list",
            "afgeleid: eigenaar, label en pand; geteld op de lijst",
        )),
        (_, Some(given)) => Some(given),
        (Some(_), None) => Some(match one.counted {
            true => wide
                .language()
                .word("counted on the list", "geteld op de lijst"),
            false => wide.language().word("as given", "opgave"),
        }),
        (None, None) => None,
    };
    sheet.text("dwellings_source", &[], all.iter().map(source));
    let yes_no = |known| Some(wide.names.yes_no(known));
    sheet.text(
        "scale_12",
        &[],
        all.iter().map(|one| yes_no(one.results.scale_12)),
    );
    let room = |one: &Complex<'_>| Some(city.facilities.get(one.room?.facility?));
    sheet.text(
        "room_id",
        &[],
        all.iter().map(|one| Some(room(one)?.id.as_str())),
    );
    sheet.text(
        "room_name",
        &[],
        all.iter().map(|one| room(one)?.name.as_deref()),
    );
    let indoor = |one: &Complex<'_>| {
        let how = one.room?.answer?.how;
        yes_no(Some(how == nabij::How::Indoor))
    };
    sheet.text("room_indoor", &[], all.iter().map(indoor));
    for (column, key) in [
        ("room_open_residents", "open_residents"),
        ("room_open_neighbourhood", "open_neighbourhood"),
    ] {
        let open = |one: &Complex<'_>| {
            let told = wide.facility_detail(key, room(one)?);
            yes_no(told.map(|word| word == "yes"))
        };
        sheet.text(column, &[], all.iter().map(open));
    }
    let lines: Vec<Length> = limit(wide).into_iter().collect();
    let metres = |length: Option<Length>| length.map(|length| printed_metres(length, &lines));
    sheet.number("room_m", &[], all.iter().map(|one| metres(one.room?.high)));
    sheet.number(
        "room_m_farthest_dwelling",
        &[],
        all.iter().map(|one| metres(one.farthest)),
    );
    sheet.text(
        "room_100",
        &[],
        all.iter().map(|one| yes_no(one.results.room_100)),
    );
    let near = |one: &Complex<'_>| yes_no(one.room.map(|row| row.near_upper));
    sheet.text("near", &[], all.iter().map(near));
    sheet.text(
        "zero_step",
        &[],
        all.iter().map(|one| yes_no(one.results.zero_step)),
    );
    sheet.text(
        "zero_step_source",
        &[],
        all.iter().map(|one| detail(one, "zero_step_source")),
    );
    sheet.text(
        "clustered",
        &[],
        all.iter().map(|one| yes_no(one.results.clustered())),
    );
    sheet.text(
        "definition",
        &[],
        all.iter().map(|_| Some(Clustered::DEFINITION)),
    );
    let told: Vec<(Vec<String>, Vec<&str>)> = all.iter().map(|one| told::tell(wide, one)).collect();
    let joined = |parts: Vec<&str>| (!parts.is_empty()).then(|| parts.join("; "));
    let reason = told
        .iter()
        .map(|(why, _)| joined(why.iter().map(String::as_str).collect()));
    sheet.text("reason", &[], reason);
    sheet.text(
        "action",
        &[],
        told.iter().map(|(_, mend)| joined(mend.clone())),
    );
    let place = |one: &Complex<'_>| {
        let at = first(one)? as usize;
        city.origin_places.get(at).map(|own| point(own.place))
    };
    let places = all.iter().map(place).collect();
    let name = wide.names.table("complexes", &[]);
    let column = wide.names.column("clustered", &[]);
    let words = ["yes", "no", "unknown"].map(|word| wide.names.cell(word).to_owned());
    let layer_styles = styles::complexes(&name, &column, words);
    let mut table = WideTable::whole(sheet.finish(&name, Some(places), Some(origins_crs(wide))));
    table.styles = layer_styles;
    Some(table)
}

fn origins_crs(wide: &Wide<'_>) -> crate::crs::Crs {
    wide.results.city.origin_crs.clone()
}

/// The norm for meeting rooms: the first that measures metres and applies to complexes.
fn room_norm(wide: &Wide<'_>) -> Option<usize> {
    let norms = wide.results.city.norms.norms();
    let only = |norm: &nabij::Norm| norm.applies_to.kind.iter().any(|kind| kind == COMPLEX);
    norms
        .iter()
        .position(|norm| norm.category().is_some() && only(norm))
}

fn limit(wide: &Wide<'_>) -> Option<Length> {
    wide.results.city.norms.norms().get(room_norm(wide)?)?.upper
}

/// A complex before anything is found out: its entrances, its dwellings, and the rows of its
/// entrances.
#[derive(Default)]
struct Parts {
    entrances: Vec<u32>,
    homes: Vec<u32>,
    rows: Vec<Row>,
}

/// What each complex is made of, by its id and whether that is derived.
fn parts<'w>(wide: &'w Wide<'_>) -> BTreeMap<(&'w str, bool), Parts> {
    let origins = &wide.results.city.origins;
    let mut by_id: BTreeMap<(&str, bool), Parts> = BTreeMap::new();
    for at in &wide.complexes {
        // Without an id of a complex, the origin is one of its own.
        let own = origins.complex(*at as usize);
        let id = own.unwrap_or_else(|| origins.ids().get(*at as usize));
        let parts = by_id.entry((id, false)).or_default();
        parts.entrances.push(*at);
        parts.rows.extend(wide.rows_of(*at));
    }
    for at in &wide.homes {
        let own = origins
            .complex(*at as usize)
            .and_then(|id| by_id.get_mut(&(id, false)));
        if let Some(parts) = own {
            parts.homes.push(*at);
        }
    }
    let labelled = wide.results.city.labelled.iter().zip(wide.results.labelled);
    for (own, scored) in labelled {
        for one in &own.complexes {
            let entrances = one.entrances.iter();
            let rows = entrances.flat_map(|at| rows_of(&scored.rows, *at));
            let parts = Parts {
                entrances: one.dwellings.clone(),
                homes: one.dwellings.clone(),
                rows: rows.copied().collect(),
            };
            by_id.insert((one.id.as_str(), one.is_derived), parts);
        }
    }
    by_id
}

/// Every complex, in the byte order of ids.
fn complexes<'w>(wide: &'w Wide<'_>) -> Vec<Complex<'w>> {
    let origins = &wide.results.city.origins;
    let access = wide.results.prepared.accessibility();
    let mut reached = Reached::new(&access, &wide.results.scored.attached);
    let mut walks: BTreeMap<FacilityId, BTreeMap<u32, Length>> = BTreeMap::new();
    let number = room_norm(wide);
    let all = parts(wide).into_iter().map(|((id, is_derived), parts)| {
        let Parts {
            entrances,
            homes,
            rows,
        } = parts;
        let rows = rows.into_iter();
        let room = rows
            .filter(|row| Some(usize::from(row.norm)) == number)
            .min_by_key(nearest);
        let given: Vec<&str> = entrances
            .iter()
            .filter_map(|at| wide.detail("dwellings", *at))
            .collect();
        let given: Option<Vec<u64>> = given.iter().map(|text| text.trim().parse().ok()).collect();
        let given = given
            .filter(|all| !all.is_empty())
            .map(|all| all.iter().sum());
        let counted = u64::try_from(homes.len()).ok().filter(|count| *count > 0);
        let dwellings = counted.or(given);
        let mut walk = |home: u32, room: FacilityId| {
            let facility = wide.results.city.facilities.get(room);
            let building = origins.building(home as usize);
            if building.is_some() && building == facility.building.as_deref() {
                return Some(Length::ZERO);
            }
            let own = walks.entry(room).or_insert_with(|| {
                let found = reached.origins(room, Length::MAX);
                let found = found.into_iter();
                found
                    .map(|(at, answer)| (at, Length::millimetres(answer.mm)))
                    .collect()
            });
            own.get(&home).copied()
        };
        // Known only where every dwelling has a way.
        let farthest = room.and_then(|row| row.facility).and_then(|room| {
            let walks: Option<Vec<Length>> = homes.iter().map(|home| walk(*home, room)).collect();
            walks?.into_iter().max()
        });
        let results = Clustered::new(
            dwellings,
            room.map(|row| row.outcome_upper)
                .filter(|_| number.is_some()),
            zero_step(wide, &entrances),
        );
        Complex {
            id,
            is_derived,
            entrances,
            room,
            dwellings,
            counted: counted.is_some(),
            farthest,
            results,
        }
    });
    all.collect()
}

/// The best entrance first: the surest outcome, then the shortest way.
fn nearest(row: &Row) -> (u8, u32) {
    let sure = match row.outcome_upper {
        Outcome::Met => 0,
        Outcome::Uncertain => 1,
        Outcome::NotMet => 2,
    };
    (sure, row.high.map_or(u32::MAX, Length::mm))
}

/// Whether there are no steps: no where any entrance says no, unknown where any says nothing.
fn zero_step(wide: &Wide<'_>, entrances: &[u32]) -> Option<bool> {
    let told = |at: &u32| {
        let text = wide.detail("zero_step", *at)?.trim().to_lowercase();
        match text.as_str() {
            "ja" | "yes" | "true" | "1" | "j" | "y" => Some(true),
            "nee" | "no" | "false" | "0" | "n" => Some(false),
            _ => None,
        }
    };
    Truth::all(entrances.iter().map(|at| Truth::known(told(at)))).is
}

/// What was found out about a complex.
pub(crate) struct Found {
    /// Its id.
    pub id: String,
    /// Where it counts: its first entrance.
    pub entrance: Option<u32>,
    /// How many dwellings it has.
    pub dwellings: Option<u64>,
    /// The three results.
    pub results: Clustered,
    /// Whether the room is in the complex.
    pub room_inside: Option<bool>,
}

/// Every complex, in the byte order of ids.
pub(crate) fn found(wide: &Wide<'_>) -> Vec<Found> {
    let all = complexes(wide).into_iter().map(|one| Found {
        id: one.id.to_owned(),
        entrance: one.entrances.first().copied(),
        dwellings: one.dwellings,
        results: one.results,
        room_inside: one
            .room
            .and_then(|row| Some(row.answer?.how == How::Indoor)),
    });
    all.collect()
}
