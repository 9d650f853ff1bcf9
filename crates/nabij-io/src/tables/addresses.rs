//! The wide table: one row per origin, norms side by side.

use nabij::{AreaScores, Origins};

use super::{Report, columns::Columns, rests, rows::point};
use crate::{
    city::{City, OriginPlace},
    crs::Crs,
    job::Piece,
    write::OutTable,
};

/// Every origin and where it is, without a network.
pub(crate) fn places(origins: &Origins, places: &[OriginPlace], crs: &Crs) -> OutTable {
    let mut columns = Columns::default();
    columns.text("id", origins.ids().iter().map(Some));
    columns.text(
        "address",
        places.iter().map(|place| place.address.as_deref()),
    );
    let place = |origin: &OriginPlace| Some(point(origin.place));
    OutTable {
        name: "origins".to_owned(),
        batch: columns.finish(),
        geometry: Some(places.iter().map(place).collect()),
        crs: Some(crs.clone()),
    }
}

/// What is the same for every piece of the table.
pub(super) struct Addresses<'r> {
    city: &'r City,
    areas: Option<&'r AreaScores>,
    /// Whether any address comes from the register.
    registered: bool,
}

impl<'r> Addresses<'r> {
    pub fn new(report: &Report<'r>) -> Self {
        let mut places = report.city.origin_places.iter();
        Addresses {
            city: report.city,
            areas: report.areas(0),
            registered: places.any(|place| place.register.is_some()),
        }
    }

    /// The origins of a piece.
    pub fn table(&self, piece: &Piece<'_>) -> OutTable {
        let Addresses { city, areas, .. } = *self;
        let origins = &city.origins;
        let all = piece.origins.clone();
        // Rows stand in order of origin, then norm.
        let mut by_norm: Vec<Vec<Option<usize>>> =
            vec![vec![None; all.len()]; city.norms.norms().len()];
        for (at, row) in piece.rows.iter().enumerate() {
            by_norm[usize::from(row.norm)][row.origin as usize - all.start] = Some(at);
        }
        let mut columns = Columns::default();
        columns.text("origin", all.clone().map(|at| Some(origins.ids().get(at))));
        columns.text(
            "address",
            all.clone()
                .map(|at| city.origin_places.get(at)?.address.as_deref()),
        );
        let register = |at: usize| city.origin_places.get(at)?.register.as_deref();
        if self.registered {
            let id = |at| register(at)?.nummeraanduiding_id.as_deref();
            columns.text("nummeraanduiding_id", all.clone().map(id));
            columns.text(
                "pand_id",
                all.clone().map(|at| register(at)?.pand_id.as_deref()),
            );
            columns.text(
                "postcode",
                all.clone().map(|at| register(at)?.postcode.as_deref()),
            );
        }
        columns.word("kind", all.clone().map(|at| origins.kind(at)));
        if let (Some(scores), Some(own)) = (areas, &city.areas) {
            for level in own.areas.levels() {
                columns.text(
                    &level.name,
                    all.clone().map(|at| {
                        let area = scores.area_of.get(at).copied().flatten()?;
                        let of = level.of.get(area as usize).copied().flatten()?;
                        level.ids.get(of as usize)
                    }),
                );
            }
        }
        for weight in origins.weights() {
            columns.number(
                &weight.name,
                all.clone().map(|at| {
                    let millionths = weight.values.get(at)?.millionths()?;
                    Some(millionths as f64 / 1e6)
                }),
            );
        }
        for (norm, rows) in city.norms.norms().iter().zip(&by_norm) {
            let id = &norm.id;
            let numbers = rows.iter().copied();
            let causes = numbers.clone().map(|row| *piece.causes.get(row?)?);
            let rows = || rows.iter().map(|at| piece.rows.get((*at)?));
            if norm.category().is_some() {
                columns.number(
                    &format!("{id}_m"),
                    rows().map(|row| Some(row?.high?.in_metres())),
                );
            }
            columns.word(
                &format!("{id}_verdict"),
                rows().map(|row| Some(row?.verdict.as_str())),
            );
            if norm.category().is_some() {
                columns.number(
                    &format!("{id}_margin_m"),
                    rows().map(|row| Some(row?.margin_mm? as f64 / 1000.0)),
                );
                columns.text(
                    &format!("{id}_facility"),
                    rows().map(|row| Some(city.facilities.get(row?.facility?).id.as_str())),
                );
                columns.text(
                    &format!("{id}_facility_name"),
                    rows().map(|row| city.facilities.get(row?.facility?).name.as_deref()),
                );
            }
            columns.flag(
                &format!("{id}_near"),
                rows().map(|row| {
                    let row = row?;
                    Some(row.near_upper || row.near_lower == Some(true))
                }),
            );
            columns.flag(
                &format!("{id}_edge_affected"),
                rows().map(|row| row?.edge_affected),
            );
            columns.word(
                &format!("{id}_reason"),
                rows().map(|row| Some(row?.reason?.as_str())),
            );
            if norm.category().is_some() {
                columns.word(
                    &format!("{id}_cause"),
                    causes.map(|cause| Some(cause?.as_str())),
                );
            }
            if let Some(rests) = piece.rests.filter(|_| norm.category().is_some()) {
                rests::of_addresses(id, rests, numbers, &mut columns);
            }
        }
        let places = all.map(|at| Some(point(city.origin_places.get(at)?.place)));
        OutTable {
            name: "addresses".to_owned(),
            batch: columns.finish(),
            geometry: Some(places.collect()),
            crs: Some(city.origin_crs.clone()),
        }
    }
}
