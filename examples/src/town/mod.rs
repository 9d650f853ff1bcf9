//! The fictional town of Loopveen: drawn by hand as a plan, filled with houses by rule, written as files.

mod addresses;
mod amenities;
mod areas;
mod balance;
mod candidates;
mod corporations;
mod csv;
mod dwelling;
mod dwellings;
mod facilities;
mod figures;
mod geojson;
pub mod geometry;
mod grounds;
mod lamps;
mod noding;
mod plan;
mod quarters;
mod random;
mod residents;
mod route;
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
        ("amenities.geojson", amenities::amenities(&plan, &buurten)?),
        ("candidates.geojson", candidates::layer(&plan)?),
        ("coverage_lists.geojson", grounds::coverage_lists()),
        ("coverage_street_lamp.geojson", grounds::coverage_lamps()),
        ("dwellings.csv", dwellings::register(&addresses)),
        ("figures.csv", figures::figures()),
        ("fte.csv", balance::fte()),
        ("green.geojson", grounds::green()),
        ("network.geojson", grounds::networks(&buurten)),
        ("plans.csv", balance::plans()),
        ("routes.geojson", route::layer(&plan)?),
        ("stock.csv", balance::stock()),
        ("task.csv", balance::task()),
    ])
}
