//! How people were spread over addresses, and who could not be.

use nabij::UnplacedBecause;

use super::columns::Columns;
use crate::{
    city::{City, People},
    write::OutTable,
};

/// Both tables.
pub(crate) fn tables(city: Option<&City>, people: &People) -> Vec<OutTable> {
    vec![spread(city, people), unplaced(city, people)]
}

/// One row per area of the finest level and weight: how its total was met.
fn spread(city: Option<&City>, people: &People) -> OutTable {
    let name = |code: &str| {
        let own = city?.areas.as_ref()?;
        let level = own.areas.levels().first()?;
        level.names.get(own.areas.find(code)? as usize)?.as_deref()
    };
    let spreads = people.spreads.iter();
    let rows: Vec<_> = spreads
        .flat_map(|spread| spread.areas.iter().map(move |area| (spread, area)))
        .collect();
    let mut columns = Columns::default();
    columns.word(
        "weight",
        rows.iter().map(|(spread, _)| Some(spread.name.as_str())),
    );
    columns.text("area", rows.iter().map(|(_, area)| Some(&area.area)));
    columns.text("area_name", rows.iter().map(|(_, area)| name(&area.area)));
    let total = |area: &nabij::AreaSpread| area.total.millionths().map(|total| total as f64 / 1e6);
    columns.number("total", rows.iter().map(|(_, area)| total(area)));
    columns.whole(
        "addresses",
        rows.iter()
            .map(|(_, area)| i64::try_from(area.addresses).ok()),
    );
    columns.number(
        "published",
        rows.iter().map(|(_, area)| Some(area.published)),
    );
    columns.number("residual", rows.iter().map(|(_, area)| Some(area.residual)));
    columns.number("factor", rows.iter().map(|(_, area)| area.factor));
    columns.flag(
        "unusual",
        rows.iter().map(|(_, area)| Some(area.is_unusual())),
    );
    plain("spread", columns)
}

/// People who are at no address.
fn unplaced(city: Option<&City>, people: &People) -> OutTable {
    let spreads = people.spreads.iter();
    let rows: Vec<_> = spreads
        .flat_map(|spread| spread.unplaced.iter().map(move |one| (spread, one)))
        .collect();
    let mut columns = Columns::default();
    columns.word(
        "weight",
        rows.iter().map(|(spread, _)| Some(spread.name.as_str())),
    );
    let zones = |zoning: Option<u8>| match (zoning, city) {
        (Some(zoning), _) => Some(people.sources.get(usize::from(zoning))?.zones.as_str()),
        (None, Some(_)) => Some("areas"),
        (None, None) => Some(people.sources.last()?.zones.as_str()),
    };
    columns.word("zones", rows.iter().map(|(_, one)| zones(one.zoning)));
    columns.text(
        "zone",
        rows.iter()
            .map(|(_, one)| Some(&one.code).filter(|code| !code.is_empty())),
    );
    let count = |one: &nabij::Unplaced| one.people.millionths().map(|people| people as f64 / 1e6);
    columns.number("people", rows.iter().map(|(_, one)| count(one)));
    columns.word(
        "reason",
        rows.iter().map(|(_, one)| {
            Some(match one.because {
                UnplacedBecause::NoDwelling => "no_dwelling",
                UnplacedBecause::NoRoom => "no_room",
            })
        }),
    );
    plain("inwoners_niet_geplaatst", columns)
}

fn plain(name: &str, columns: Columns) -> OutTable {
    OutTable {
        name: name.to_owned(),
        batch: columns.finish(),
        geometry: None,
        crs: None,
    }
}
