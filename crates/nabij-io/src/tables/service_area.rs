//! Service areas as a table of lines.

use geo_types::{Coord, Geometry, LineString};
use nabij::{Facility, FacilityId, Length, Prepared, ServiceAreas, Stretch};
use rayon::prelude::*;

use super::columns::Columns;
use crate::{city::City, write::OutTable};

/// One row: a stretch, and whose area it belongs to within which limit.
struct Row<'c> {
    /// None where areas are merged.
    facility: Option<&'c Facility>,
    category: &'c str,
    limit: Length,
    stretch: Stretch,
}

/// The streets from which facilities lie within each limit, inclusively: one row per stretch of
/// street, cut to the millimetre; see [`ServiceAreas`].
///
/// Each facility has its own area, or with `merged` those of one category share theirs and
/// `facility` is null. Rows are in order of category, facility, limit, edge and offset, whatever
/// the order of facilities and limits. A facility that is not on the network has no rows. `sight`
/// marks lines of sight across squares. A stretch too short for a line (a millimetre or so) has no
/// geometry.
pub fn service_area_table(
    city: &City,
    prepared: &Prepared<'_>,
    facilities: &[FacilityId],
    limits: &[Length],
    merged: bool,
) -> OutTable {
    let sorted = |mut ids: Vec<FacilityId>| {
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let facilities = sorted(facilities.to_vec());
    let mut limits = limits.to_vec();
    limits.sort_unstable();
    limits.dedup();
    let areas = ServiceAreas::new(&prepared.accessibility());
    let mut rows: Vec<Row<'_>> = Vec::new();
    let category = |id: &FacilityId| &city.facilities.get(*id).category;
    for of in facilities.chunk_by(|a, b| category(a) == category(b)) {
        let Some(category) = of.first().map(|id| category(id).as_str()) else {
            continue;
        };
        let mut add = |facility, limit, area: Vec<Stretch>| {
            rows.extend(area.into_iter().map(|stretch| Row {
                facility,
                category,
                limit,
                stretch,
            }));
        };
        if merged {
            for limit in &limits {
                add(None, *limit, areas.merged(of, *limit));
            }
        } else {
            let mut each: Vec<_> = limits
                .iter()
                .map(|limit| areas.each(of, *limit).into_iter())
                .collect();
            for id in of {
                for (limit, areas) in limits.iter().zip(&mut each) {
                    let facility = Some(city.facilities.get(*id));
                    add(facility, *limit, areas.next().unwrap_or_default());
                }
            }
        }
    }
    table(city, &rows)
}

fn table(city: &City, rows: &[Row<'_>]) -> OutTable {
    let edge = |row: &Row<'_>| city.streets.network.edge(row.stretch.edge);
    let mut columns = Columns::default();
    columns.text("facility", rows.iter().map(|r| r.facility.map(|f| &f.id)));
    columns.word("category", rows.iter().map(|r| Some(r.category)));
    columns.number("limit_m", rows.iter().map(|r| Some(r.limit.in_metres())));
    columns.text(
        "edge",
        rows.iter().map(|row| Some(edge(row).key().to_string())),
    );
    columns.number(
        "start_m",
        rows.iter().map(|r| Some(r.stretch.start.in_metres())),
    );
    columns.number(
        "end_m",
        rows.iter().map(|r| Some(r.stretch.end.in_metres())),
    );
    columns.number(
        "length_m",
        rows.iter().map(|r| Some(r.stretch.length().in_metres())),
    );
    columns.text(
        "street",
        rows.iter().map(|row| edge(row).attributes().street.clone()),
    );
    columns.flag(
        "sight",
        rows.iter()
            .map(|row| Some(edge(row).attributes().visibility)),
    );
    let line = |row: &Row<'_>| {
        let line = row.stretch.line(&city.streets.network);
        let places = line.iter().map(|point| {
            let (x, y) = city.metres(*point);
            Coord { x, y }
        });
        (line.len() > 1).then(|| Geometry::LineString(LineString::new(places.collect())))
    };
    OutTable {
        name: "service_areas".to_owned(),
        geometry: Some(rows.par_iter().map(line).collect()),
        batch: columns.finish(),
        crs: Some(city.streets.frame.crs().clone()),
    }
}
