//! An OSM PBF from any bytes, as far as the network of its streets.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use nabij::{Network, Point};
use nabij_io::osm::{OsmData, OsmParts, OsmRules};

static RULES: LazyLock<OsmRules> =
    LazyLock::new(|| OsmRules::built_in().expect("the built-in rules are right"));

fuzz_target!(|bytes: &[u8]| {
    let Ok(data) = OsmData::from_reader(bytes, "fuzz.osm.pbf", &RULES, OsmParts::default()) else {
        return;
    };
    let city = data.project(0, &|places| places.iter().map(|&at| plane(at)).collect());
    let mut network = Network::builder();
    for line in city.lines {
        network = network.line(line);
    }
    for square in city.squares {
        network = network.square(square);
    }
    let _ = network.build();
});

/// A plane good enough near the seeds, some 1,000 km around; PROJ has targets of its own.
fn plane((lon, lat): (f64, f64)) -> Option<Point> {
    Point::from_metres((lon - 4.3) * 68_500.0, (lat - 52.08) * 111_300.0).ok()
}
