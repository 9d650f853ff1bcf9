//! Facilities: whether each is on the network, and where.

use nabij::{Facilities, Facility, FacilityId};

use super::{Report, columns::Columns, rows::point};
use crate::{frame::Frame, write::OutTable};

/// Every facility and where its first door is, without a network.
pub(crate) fn places(facilities: &Facilities, frame: &Frame) -> OutTable {
    let all: Vec<&Facility> = facilities.iter().map(|(_, facility)| facility).collect();
    let mut columns = Columns::default();
    columns.text("id", all.iter().map(|f| Some(&f.id)));
    columns.text("category", all.iter().map(|f| Some(f.category.as_str())));
    columns.text("name", all.iter().map(|f| f.name.as_deref()));
    let place = |f: &&Facility| f.doors.first().map(|door| point(frame.metres(door.point)));
    OutTable {
        name: "facilities".to_owned(),
        batch: columns.finish(),
        geometry: Some(all.iter().map(place).collect()),
        crs: Some(frame.crs().clone()),
    }
}

pub(super) fn table(report: &Report<'_>) -> OutTable {
    let city = report.city;
    let attached = report.prepared.facilities();
    let all: Vec<(FacilityId, &Facility)> = city.facilities.iter().collect();
    let first = |id: FacilityId| {
        let rank = attached.of(id).next()?;
        Some(attached.attachment(rank))
    };
    let mut columns = Columns::default();
    columns.text("facility", all.iter().map(|(_, f)| Some(&f.id)));
    columns.word(
        "category",
        all.iter().map(|(_, f)| Some(f.category.as_str())),
    );
    columns.text("name", all.iter().map(|(_, f)| f.name.as_deref()));
    columns.text("building", all.iter().map(|(_, f)| f.building.as_deref()));
    columns.text("complex", all.iter().map(|(_, f)| f.complex.as_deref()));
    columns.whole(
        "doors",
        all.iter().map(|(_, f)| i64::try_from(f.doors.len()).ok()),
    );
    columns.flag(
        "snapped",
        all.iter().map(|(id, _)| Some(first(*id).is_some())),
    );
    columns.number(
        "leg_m",
        all.iter().map(|(id, _)| Some(first(*id)?.leg.in_metres())),
    );
    columns.text(
        "edge",
        all.iter()
            .map(|(id, _)| first(*id).map(|a| city.streets.network.edge(a.edge).key().to_string())),
    );
    columns.number(
        "offset_m",
        all.iter()
            .map(|(id, _)| Some(first(*id)?.offset.in_metres())),
    );
    let place = |f: &Facility| f.doors.first().map(|door| point(city.metres(door.point)));
    OutTable {
        name: "facilities".to_owned(),
        batch: columns.finish(),
        geometry: Some(all.iter().map(|(_, f)| place(f)).collect()),
        crs: Some(city.streets.frame.crs().clone()),
    }
}
