//! CRSs, frames and projection.

use std::process::Command;

use nabij::Point;
use nabij_io::{Bounds, Crs, CrsError, Frame, Projector, Reason};

/// RD New beside longitude and latitude, from an independent RDNAP2018 implementation.
const RD: [((f64, f64), (f64, f64)); 2] = [
    ((155_000.0, 463_000.0), (5.387203650, 52.155172887)),
    ((81_000.0, 455_000.0), (4.307702895, 52.078324903)),
];

fn crs(text: &str) -> Crs {
    Crs::parse(text).unwrap()
}

fn frame(text: &str) -> Frame {
    Frame::restored(crs(text), (0, 0)).unwrap()
}

#[test]
fn rd_new_agrees_with_rdnap() {
    let projector = Projector::new(&crs("OGC:CRS84"), &frame("EPSG:28992")).unwrap();
    for ((x, y), lonlat) in RD {
        let (px, py) = frame("EPSG:28992").metres(projector.point(lonlat).unwrap());
        // 1e-6 degree: PROJ has no RDTRANS grid here and is some centimetres off.
        assert!((px - x).abs() < 0.068, "{px} {x}");
        assert!((py - y).abs() < 0.111, "{py} {y}");
    }
}

/// conda, QGIS and pyproj set these; another version's database must not be opened.
#[test]
fn another_projs_data_do_not_matter() {
    let own = std::env::current_exe().unwrap();
    let output = Command::new(own)
        .args(["--exact", "rd_new_agrees_with_rdnap"])
        .env("PROJ_DATA", "/nonexistent/proj")
        .env("PROJ_LIB", "/nonexistent/proj")
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
}

#[test]
fn many_texts_name_one_crs() {
    let rd = crs("EPSG:28992");
    assert_eq!(rd.name(), "Amersfoort / RD New");
    assert_eq!(rd.authority(), Some(("EPSG", "28992")));
    assert!(rd.is_in_metres() && !rd.is_geographic());
    let projjson = rd.projjson().to_string();
    let definition = rd.spatial_ref_sys(100_000).unwrap().definition;
    for text in [
        "urn:ogc:def:crs:EPSG::28992",
        "http://www.opengis.net/def/crs/EPSG/0/28992",
        "EPSG:7415", // with heights above NAP: its horizontal part
        projjson.as_str(),
        definition.as_str(),
    ] {
        assert_eq!(crs(text), rd, "{text}");
        assert_eq!(crs(text).text(), "EPSG:28992");
    }
    assert_eq!(crs("EPSG:4326"), crs("urn:ogc:def:crs:OGC:1.3:CRS84"));
    assert_ne!(crs("EPSG:4258"), crs("EPSG:4326"));
    let tmerc = "+proj=tmerc +lat_0=52 +lon_0=4 +k=1 +datum=WGS84 +units=m";
    assert_eq!(crs(tmerc), crs(&format!("{tmerc} +type=crs")));
}

#[test]
fn what_is_no_crs_is_told() {
    let message = |text: &str| Crs::parse(text).unwrap_err().to_string();
    assert_eq!(
        message("EPSG:999999"),
        "PROJ knows no CRS \"EPSG:999999\": its database has no such code"
    );
    assert_eq!(
        message("28992"),
        "\"28992\" names no CRS: write a code such as \"EPSG:28992\", a PROJ string, WKT or PROJJSON"
    );
    assert_eq!(
        message("EPSG:4978"),
        "CRS \"EPSG:4978\" is a GeodeticCRS: only degrees and projected planes are read"
    );
    assert_eq!(
        message("EPSG:5709"),
        "CRS \"EPSG:5709\" is a VerticalCRS: only degrees and projected planes are read"
    );
    for text in [
        "{}",
        "{\"type\":\"ProjectedCRS\"}",
        "{",
        "+proj=nonsense",
        "+",
        "PROJCS[\"a\"]",
        "GEOGCS]",
        "+proj=pipeline +step +proj=utm +zone=3",
        "+proj=utm +zone=99",
    ] {
        assert!(Crs::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_study_gets_rd_new_in_the_netherlands_and_a_mercator_elsewhere() {
    let at = |lon: f64, lat: f64| {
        Frame::for_lonlat_bounds(Bounds::new(lon, lat, lon, lat).grown(0.05)).unwrap()
    };
    assert_eq!(at(4.31, 52.08).crs().to_string(), "EPSG:28992");
    assert_eq!(at(4.31, 52.08).offset_km(), (0, 0));
    let tmerc = |frame: Frame| frame.crs().text()[..34].to_string();
    assert_eq!(tmerc(at(4.40, 51.22)), "+proj=tmerc +lat_0=51 +lon_0=4 +k=");
    assert_eq!(
        at(24.94, 60.17).crs().text(),
        "+proj=tmerc +lat_0=60 +lon_0=25 +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs +type=crs"
    );
    let wide = Bounds::new(0.0, 48.0, 5.0, 49.0);
    assert_eq!(
        Frame::for_lonlat_bounds(wide).unwrap_err().to_string(),
        "the data (x 0 to 5, y 48 to 49) lie outside the area of \
         +proj=tmerc +lat_0=49 +lon_0=3 +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs +type=crs: \
         150 km on either side of its central meridian"
    );
    let metres = Bounds::new(81_000.0, 455_000.0, 82_000.0, 456_000.0);
    assert_eq!(
        Frame::for_lonlat_bounds(metres).unwrap_err().to_string(),
        "the CRS OGC:CRS84 has degrees, but the coordinates (x 81000 to 82000, y 455000 to 456000) \
         are none: state the CRS they are in, such as \"EPSG:28992\""
    );
}

#[test]
fn a_study_may_name_a_plane_that_measures_there() {
    let den_haag = Bounds::new(4.2, 52.0, 4.4, 52.1);
    let named = |text: &str| Frame::named(crs(text), den_haag);
    assert_eq!(named("EPSG:28992").unwrap().offset_km(), (0, 0));
    assert_eq!(named("EPSG:25831").unwrap().offset_km(), (0, 5800)); // UTM 31
    let message = |text: &str| named(text).unwrap_err().to_string();
    assert_eq!(
        message("EPSG:4326"),
        "EPSG:4326 has degrees: distances need a CRS in metres, such as \"EPSG:28992\"; \
         leave it out to have one chosen"
    );
    assert_eq!(
        message("EPSG:2230"),
        "EPSG:2230 counts in US survey foot: distances need a CRS in metres"
    );
    assert_eq!(
        message("EPSG:3857"),
        "EPSG:3857 changes distances by 62.3 % here (0.5 % is allowed): \
         name a CRS made for this area, or leave it out to have one chosen"
    );
    let error = Frame::named(crs("EPSG:28992"), Bounds::new(-15.5, 28.0, -15.4, 28.2));
    assert!(matches!(error, Err(CrsError::OutsideArea { .. })));
}

#[test]
fn the_study_s_own_crs_is_the_identity() {
    let projector = Projector::new(&crs("EPSG:28992"), &frame("EPSG:28992")).unwrap();
    for (place, point) in [
        ((155_000.0, 463_000.0), (155_000_000, 463_000_000)),
        ((155_000.000_4, 463_000.000_5), (155_000_000, 463_000_001)),
        ((78_910.3, 451_214.6), (78_910_300, 451_214_600)),
    ] {
        let (x, y) = point;
        assert_eq!(projector.point(place), Ok(Point::new(x, y)));
    }
    let shifted = Frame::restored(crs("EPSG:25831"), (0, 5800)).unwrap();
    let projector = Projector::new(&crs("EPSG:25831"), &shifted).unwrap();
    let point = projector.point((600_000.123, 5_771_000.456)).unwrap();
    assert_eq!(point, Point::new(600_000_123, -28_999_544));
    assert_eq!(shifted.metres(point), (600_000.123, 5_771_000.456));
}

#[test]
fn places_that_cannot_be_there_are_refused() {
    let rd = Projector::new(&crs("EPSG:28992"), &frame("EPSG:28992")).unwrap();
    let message = |place| rd.point(place).unwrap_err().to_string();
    assert_eq!(rd.point((f64::NAN, 1.0)), Err(Reason::NotFinite));
    assert_eq!(rd.point((1.0, f64::INFINITY)), Err(Reason::NotFinite));
    assert_eq!(
        message((4.31, 52.08)), // degrees labelled as metres
        "(4.31, 52.08) lies outside the area of EPSG:28992: x 0 to 300000 m, y 300000 to 630000 m"
    );
    assert!(rd.point((0.0, 300_000.0)).is_ok());
    assert!(rd.point((-0.001, 300_000.0)).is_err());
    assert!(rd.point((300_000.0, 630_000.001)).is_err());

    let degrees = Projector::new(&crs("EPSG:4326"), &frame("EPSG:28992")).unwrap();
    assert_eq!(
        degrees
            .point((81_000.0, 455_000.0))
            .unwrap_err()
            .to_string(),
        "(81000, 455000) is no longitude and latitude in degrees"
    );
    assert!(matches!(
        degrees.point((-15.4, 28.1)), // Las Palmas
        Err(Reason::OutsideArea { .. })
    ));

    let canaries = Frame::for_lonlat_bounds(Bounds::new(-15.5, 28.0, -15.4, 28.2)).unwrap();
    let degrees = Projector::new(&crs("OGC:CRS84"), &canaries).unwrap();
    assert!(degrees.point((-15.4, 28.1)).is_ok());
    assert!(degrees.point((-13.48, 28.0)).is_ok()); // 149.5 km east of 15° W
    let far = degrees.point((-13.47, 28.0)).unwrap_err(); // 150.5 km
    assert!(
        far.to_string()
            .ends_with("150 km on either side of its central meridian")
    );
}

#[test]
fn a_layer_in_the_wrong_unit_is_an_error() {
    let degrees = Bounds::new(4.2, 52.0, 4.4, 52.1);
    assert_eq!(
        crs("EPSG:28992")
            .check_units(degrees)
            .unwrap_err()
            .to_string(),
        "the CRS EPSG:28992 counts in metre, but all coordinates (x 4.2 to 4.4, y 52 to 52.1) \
         look like degrees: state the CRS they are in, such as \"OGC:CRS84\""
    );
    assert_eq!(crs("EPSG:4326").check_units(degrees), Ok(()));
    let metres = Bounds::new(81_000.0, 455_000.0, 82_000.0, 456_000.0);
    assert_eq!(crs("EPSG:28992").check_units(metres), Ok(()));
    assert!(crs("EPSG:4326").check_units(metres).is_err());
}

/// x is easting and y northing also where the authority states them the other way round.
#[test]
fn x_comes_first_whatever_the_authority_says() {
    let canaries = Frame::for_lonlat_bounds(Bounds::new(-15.5, 28.0, -15.4, 28.2)).unwrap();
    let to = |text: &str| Projector::new(&crs(text), &canaries).unwrap();
    let a = to("EPSG:4326").point((-15.43, 28.12)).unwrap();
    assert_eq!(to("OGC:CRS84").point((-15.43, 28.12)).unwrap(), a);
    // EPSG:5635 has northing before easting; from pyproj 3.7 with always_xy.
    let b = to("EPSG:5635")
        .point((1_816_608.416_375, 983_986.127_792))
        .unwrap();
    assert!(
        (a.x - b.x).abs() <= 2 && (a.y - b.y).abs() <= 2,
        "{a:?} {b:?}"
    );
}

#[test]
fn many_places_on_any_number_of_threads_are_the_same_points() {
    let projector = Projector::new(&crs("OGC:CRS84"), &frame("EPSG:28992")).unwrap();
    let mut places: Vec<(f64, f64)> = (0..40_000)
        .map(|i| (4.0 + f64::from(i) * 5e-5, 52.0 + f64::from(i % 200) * 1e-3))
        .collect();
    places[20_000] = (f64::NAN, 52.0);
    let one: Vec<_> = places.iter().map(|place| projector.point(*place)).collect();
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        assert_eq!(pool.unwrap().install(|| projector.points(&places)), one);
    }
    assert_eq!(one.iter().filter(|point| point.is_err()).count(), 1);
}

#[test]
fn formats_get_the_crs_in_their_own_words() {
    let rd = crs("EPSG:28992");
    assert_eq!(rd.projjson()["id"]["code"], 28992);
    assert_eq!(
        rd.geojson_member().unwrap().to_string(),
        r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}"#
    );
    let row = rd.spatial_ref_sys(100_000).unwrap();
    assert_eq!((row.srs_id, row.organization.as_str()), (28992, "EPSG"));
    assert!(
        row.definition
            .starts_with("PROJCS[\"Amersfoort / RD New\",GEOGCS[")
    );
    let degrees = crs("OGC:CRS84").spatial_ref_sys(100_000).unwrap();
    assert_eq!(
        (degrees.srs_id, degrees.organization.as_str()),
        (4326, "EPSG")
    );
    let own = crs("+proj=tmerc +lat_0=28 +lon_0=-15 +k=1 +datum=WGS84 +units=m");
    let row = own.spatial_ref_sys(100_000).unwrap();
    assert_eq!((row.srs_id, row.organization.as_str()), (100_000, "NONE"));
    assert!(
        row.definition
            .contains("PROJECTION[\"Transverse_Mercator\"]")
    );
    assert_eq!(own.geojson_member(), None);
    // No word for it in WKT 1.
    let row = crs("+proj=cea +lon_0=0 +datum=WGS84")
        .spatial_ref_sys(1)
        .unwrap();
    assert!(row.definition.starts_with("PROJCRS["));
}
