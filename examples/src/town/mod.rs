//! The fictional town of Loopveen: drawn by hand as a plan, filled with houses by rule, written as files.

mod addresses;
mod areas;
mod corporations;
mod csv;
mod facilities;
mod geojson;
pub mod geometry;
mod noding;
mod plan;
mod quarters;
mod random;
mod residents;
mod rows;
mod way;

/// The town's generated files: name and text.
///
/// `None` when a facility names a street that the plan does not have.
pub fn files() -> Option<Vec<(&'static str, String)>> {
    let mut plan = quarters::draw();
    noding::join(&mut plan.ways);
    noding::place_nodes(&mut plan.ways, &mut plan.nodes);
    let buurten = areas::buurten();
    let mut facilities = facilities::build(&plan)?;
    let shops = facilities::shops(&facilities);
    let (addresses, buildings) = addresses::build(&plan, &shops, &buurten);
    facilities::give_buildings(&mut facilities, &buildings);
    let postcodes = csv::postcodes(&addresses);
    Some(vec![
        ("streets.geojson", geojson::streets(&plan)),
        ("nodes.geojson", geojson::nodes(&plan)),
        ("squares.geojson", geojson::squares(&plan)),
        ("barriers.geojson", geojson::barriers(&plan)),
        ("walls.geojson", geojson::walls(&plan)),
        ("facilities.geojson", geojson::facilities(&facilities)),
        ("coverage_pharmacy.geojson", geojson::coverage_pharmacy()),
        ("addresses.csv", csv::addresses(&addresses, &postcodes)),
        (
            "corporations.csv",
            corporations::list(&addresses, &postcodes),
        ),
        ("buurten.geojson", geojson::buurten(&buurten)),
        ("extent.geojson", geojson::extent()),
    ])
}
