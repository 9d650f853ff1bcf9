//! `addresses`: one row per address, norms side by side.

use nabij::{Length, Row};

use super::{
    Tested, Wide,
    print::{printed_margin, printed_metres},
    sheet::{Sheet, WideTable},
    styles,
};
use crate::tables::point;

/// What an address may be made of, where the study names columns for it.
const PARTS: [&str; 7] = [
    "number_id",
    "building_id",
    "street",
    "house_number",
    "house_letter",
    "addition",
    "postcode",
];

pub(super) fn table<'w>(wide: &'w Wide<'_>) -> WideTable<'w> {
    let name = wide.names.table("addresses", &[]);
    let mut table = WideTable::new(name.clone(), wide.homes.len(), {
        let name = name.clone();
        move |rows| piece(wide, &name, wide.homes.get(rows).unwrap_or_default())
    });
    table.styles = styles::verdicts(wide, &name);
    table
}

fn piece(wide: &Wide<'_>, name: &str, homes: &[u32]) -> crate::write::OutTable {
    let city = wide.results.city;
    let ids = city.origins.ids();
    let mut sheet = Sheet::new(wide, homes.len());
    sheet.text(
        "address_id",
        &[],
        homes.iter().map(|at| Some(ids.get(*at as usize))),
    );
    for part in PARTS {
        let text = |at: &u32| match part {
            "building_id" => city.origins.building(*at as usize),
            _ => wide.detail(part, *at),
        };
        sheet.text(part, &[], homes.iter().map(text));
    }
    if !city.origin_details.has("street") {
        let address = |at: &u32| city.origin_places.get(*at as usize)?.address.as_deref();
        sheet.text("address", &[], homes.iter().map(address));
    }
    if let Some(own) = &city.areas {
        let levels = own.areas.levels();
        for (number, level) in levels.iter().enumerate().take(1) {
            let code = homes.iter().map(|at| Some(wide.area_of(number, *at)?.0));
            sheet.text("{level}_code", &[("level", &level.name)], code);
        }
    }
    if !wide.study.output.is_public() {
        for weight in city.origins.weights() {
            let value = |at: &u32| {
                let millionths = weight.values.get(*at as usize)?.millionths()?;
                Some(millionths as f64 / 1e6)
            };
            sheet.number(
                "{total}_n",
                &[("total", &weight.name)],
                homes.iter().map(value),
            );
        }
    }
    let rows: Vec<&[Row]> = homes.iter().map(|at| wide.rows_of(*at)).collect();
    for tested in &wide.tested {
        norm(wide, &mut sheet, tested, &rows);
    }
    let metres = |length: Option<Length>| length.map(|length| printed_metres(length, &[]));
    let attached = &wide.results.scored.attached;
    let home = |at: &u32| attached.of(*at as usize).first().map(|found| found.leg);
    sheet.number(
        "address_leg_m",
        &[],
        homes.iter().map(|at| metres(home(at))),
    );
    let door = |row: &Row| {
        let (rank, _) = row.answer?.street?;
        Some(wide.results.prepared.facilities().attachment(rank).leg)
    };
    let farthest = |rows: &&[Row]| rows.iter().filter_map(door).max();
    sheet.number(
        "facility_leg_m",
        &[],
        rows.iter().map(|all| metres(farthest(all))),
    );
    let near = |rows: &&[Row]| {
        let near = |row: &Row| row.near_upper || row.near_lower == Some(true);
        Some(wide.names.yes_no(Some(rows.iter().any(near))))
    };
    sheet.text("near", &[], rows.iter().map(near));
    sheet.text("reason", &[], rows.iter().map(|rows| reasons(wide, rows)));
    let place = |at: &u32| {
        city.origin_places
            .get(*at as usize)
            .map(|own| point(own.place))
    };
    let places = homes.iter().map(place).collect();
    sheet.finish(name, Some(places), Some(city.origin_crs.clone()))
}

/// The columns of one norm: metres and facility where it has them, its verdict always.
fn norm(wide: &Wide<'_>, sheet: &mut Sheet<'_, '_>, tested: &Tested<'_>, rows: &[&[Row]]) {
    let city = wide.results.city;
    let c = [("c", tested.norm.id.as_str())];
    let own = |rows: &&[Row]| {
        let mut all = rows.iter();
        all.find(|row| usize::from(row.norm) == tested.number)
            .copied()
    };
    let own: Vec<Option<Row>> = rows.iter().map(own).collect();
    let own = || own.iter().copied();
    let measured = tested.norm.category().is_some();
    let lines = tested.lines();
    if measured {
        let metres = |row: Option<Row>| Some(printed_metres(row?.high?, &lines));
        sheet.number("{c}_m", &c, own().map(metres));
    }
    let labels = nabij::Verdict::ALL.map(|verdict| {
        let label = wide.language().verdict(verdict, tested.limits);
        (verdict, label)
    });
    let label = |row: Option<Row>| {
        let verdict = row?.verdict;
        let mut known = labels.iter();
        known
            .find(|(own, _)| *own == verdict)
            .map(|(_, label)| label)
    };
    sheet.text("{c}_class", &c, own().map(label));
    if measured {
        let margin =
            |row: Option<Row>| Some(printed_margin(row?.high?, tested.limits.upper?, &lines));
        sheet.number("{c}_margin_m", &c, own().map(margin));
        let facility = |row: Option<Row>| Some(city.facilities.get(row?.facility?));
        let id = own().map(|row| Some(facility(row)?.id.as_str()));
        sheet.text("{c}_facility_id", &c, id);
        let name = own().map(|row| facility(row)?.name.as_deref());
        sheet.text("{c}_facility_name", &c, name);
    }
}

/// Why an answer is not known or could be another, norm by norm; the same reason for all is said once.
pub(super) fn reasons(wide: &Wide<'_>, rows: &[Row]) -> Option<String> {
    let norms = wide.results.city.norms.norms();
    let mut told: Vec<String> = Vec::new();
    for row in rows {
        let norm = norms.get(usize::from(row.norm));
        let (Some(reason), Some(norm)) =
            (row.reason, norm.filter(|norm| norm.category().is_some()))
        else {
            continue;
        };
        let reason = wide.names.cell(reason.as_str());
        let whole = reason == wide.names.cell("unsnapped") || reason == wide.names.cell("extent");
        let text = match whole {
            true => reason.to_owned(),
            false => format!("{}: {reason}", wide.names.data_word(&norm.id)),
        };
        if !told.contains(&text) {
            told.push(text);
        }
    }
    (!told.is_empty()).then(|| told.join("; "))
}
