//! Writing: what is written is read again, byte for byte the same each time.

use std::{fs, path::Path, sync::Arc};

use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, DictionaryArray, Float32Array, Float64Array, Int32Array,
    Int64Array, RecordBatch, StringArray, UInt32Array, types::Int32Type,
};
use arrow_schema::{DataType, Field, Schema};
use geo_types::{Geometry, LineString, MultiPolygon, Point, Polygon, polygon};
use nabij_io::{Crs, CsvStyle, OutTable, ReadOptions, Table, write_geopackage};
use tempfile::TempDir;

const RD: &str = "EPSG:28992";

/// Every type of column that results have, with a null in each.
fn columns() -> RecordBatch {
    let text: ArrayRef = Arc::new(StringArray::from(vec![
        Some("0012"),
        Some("café; \"x\", y\nz"),
        None,
    ]));
    let words: DictionaryArray<Int32Type> = vec![Some("beyond"), None, Some("within_lower")]
        .into_iter()
        .collect();
    let yes_no: ArrayRef = Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]));
    let number: ArrayRef = Arc::new(Float64Array::from(vec![Some(500.001), None, Some(-0.0)]));
    let whole: ArrayRef = Arc::new(Int64Array::from(vec![
        Some(9_007_199_254_740_993),
        Some(-1),
        None,
    ]));
    let count: ArrayRef = Arc::new(UInt32Array::from(vec![Some(u32::MAX), None, Some(0)]));
    RecordBatch::try_from_iter_with_nullable([
        ("text", text, true),
        ("words", Arc::new(words) as ArrayRef, true),
        ("yes_no", yes_no, true),
        ("number", number, true),
        ("whole", whole, true),
        ("count", count, true),
    ])
    .unwrap()
}

fn points() -> Vec<Option<Geometry<f64>>> {
    let point = |x, y| Some(Geometry::Point(Point::new(x, y)));
    vec![
        point(81_000.123, 455_000.0),
        None,
        point(82_000.5, 456_000.25),
    ]
}

fn table(geometry: Option<Vec<Option<Geometry<f64>>>>) -> OutTable {
    OutTable {
        name: "rows".into(),
        batch: columns(),
        geometry,
        crs: Some(Crs::parse(RD).unwrap()),
    }
}

fn read(path: &Path) -> Table {
    Table::read(path, &ReadOptions::default()).unwrap()
}

#[test]
fn every_format_gives_back_every_column() {
    let dir = TempDir::new().unwrap();
    for geometry in [None, Some(points())] {
        for extension in ["parquet", "gpkg", "geojson", "csv"] {
            let path = dir.path().join(format!("a.{extension}"));
            table(geometry.clone()).write(&path).unwrap();
            let back = read(&path);
            assert_eq!(back.len(), 3, "{extension}");
            let text = |column: &str| -> Vec<Option<String>> {
                (0..3).map(|row| back.text(column, row).unwrap()).collect()
            };
            let all = |values: [Option<&str>; 3]| values.map(|v| v.map(String::from)).to_vec();
            assert_eq!(
                text("text"),
                all([Some("0012"), Some("café; \"x\", y\nz"), None])
            );
            assert_eq!(
                text("words"),
                all([Some("beyond"), None, Some("within_lower")])
            );
            assert_eq!(
                text("whole"),
                all([Some("9007199254740993"), Some("-1"), None])
            );
            assert_eq!(text("count"), all([Some("4294967295"), None, Some("0")]));
            assert_eq!(text("number"), all([Some("500.001"), None, Some("0")]));
            let yes_no: Vec<_> = (0..3)
                .map(|row| back.yes_no("yes_no", row).unwrap())
                .collect();
            assert_eq!(yes_no, [Some(true), Some(false), None]);
        }
    }
}

#[test]
fn geometries_come_back_in_their_crs() {
    let dir = TempDir::new().unwrap();
    let hole: Polygon<f64> = polygon![
        exterior: [(x: 0., y: 0.), (x: 4., y: 0.), (x: 4., y: 4.), (x: 0., y: 4.)],
        interiors: [[(x: 1., y: 1.), (x: 1., y: 2.), (x: 2., y: 2.), (x: 2., y: 1.)]],
    ];
    let line = LineString::from(vec![(0.1, 0.2), (1.3, 1.4), (2.5, 2.6)]);
    let layers = [
        ("points", points()),
        ("lines", vec![Some(line.into()), None, None]),
        ("areas", vec![Some(hole.clone().into()), None, None]),
    ];
    for (name, geometry) in layers {
        for extension in ["parquet", "gpkg"] {
            let path = dir.path().join(format!("{name}.{extension}"));
            table(Some(geometry.clone())).write(&path).unwrap();
            let back = read(&path);
            assert_eq!(back.crs().unwrap().text(), RD);
            let found: Vec<_> = (0..3)
                .map(|row| back.geometry(row).ok().map(|own| own.into_owned()))
                .collect();
            assert_eq!(found, geometry, "{name}.{extension}");
        }
    }
    // One layer, one type: parts become wholes of one part in a GeoPackage.
    let mixed = vec![
        Some(hole.clone().into()),
        Some(MultiPolygon(vec![hole.clone()]).into()),
        None,
    ];
    let path = dir.path().join("mixed.gpkg");
    table(Some(mixed)).write(&path).unwrap();
    let back = read(&path);
    let whole = Geometry::MultiPolygon(MultiPolygon(vec![hole]));
    assert_eq!(back.geometry(0).as_deref(), Ok(&whole));
    assert_eq!(back.geometry(1).as_deref(), Ok(&whole));
}

#[test]
fn geojson_is_always_in_degrees() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("a.geojson");
    let mut rd = table(Some(points()));
    rd.geometry.as_mut().unwrap()[0] = Some(Point::new(155_000.0, 463_000.0).into());
    rd.write(&path).unwrap();
    let back = read(&path);
    assert_eq!(back.crs().unwrap().text(), "OGC:CRS84");
    let Ok(Geometry::Point(point)) = back.geometry(0).map(|own| own.into_owned()) else {
        panic!()
    };
    assert!((point.x() - 5.387203650).abs() < 1e-6 && (point.y() - 52.155172887).abs() < 1e-6);
    rd.crs = None;
    assert_eq!(
        rd.write(&path).unwrap_err().to_string(),
        "table \"rows\" cannot be written: GeoJSON has longitudes and latitudes, and the table has no CRS"
    );
    assert_eq!(read(&path).len(), 3); // the old file is untouched
}

#[test]
fn a_package_has_many_layers() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("a.gpkg");
    let mut layers = [table(Some(points())), table(None), table(Some(points()))];
    layers[1].name = "the \"keys\"".into();
    layers[2].name = "own".into();
    let own = "+proj=tmerc +lat_0=28 +lon_0=-15 +k=1 +datum=WGS84 +units=m";
    layers[2].crs = Some(Crs::parse(own).unwrap());
    write_geopackage(&path, &layers).unwrap();
    let layer = |name: &str| {
        let options = ReadOptions {
            layer: Some(name.into()),
            ..ReadOptions::default()
        };
        Table::read(&path, &options).unwrap()
    };
    assert!(layer("rows").has_geometry());
    assert!(!layer("the \"keys\"").has_geometry());
    assert_eq!(layer("rows").crs().unwrap().text(), RD);
    assert!(
        layer("own")
            .crs()
            .unwrap()
            .text()
            .contains("Transverse_Mercator")
    );

    let db = rusqlite::Connection::open(&path).unwrap();
    let id: i64 = db
        .query_row("PRAGMA application_id", [], |row| row.get(0))
        .unwrap();
    assert_eq!(id, 0x4750_4B47);
    let extent: (f64, f64, String) = db
        .query_row(
            "SELECT min_x, max_y, last_change FROM gpkg_contents WHERE table_name = 'rows'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    assert_eq!(
        extent,
        (81_000.123, 456_000.25, "1970-01-01T00:00:00.000Z".into())
    );
    let broken: i64 = db
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(broken, 0);

    let error = |name: &str| {
        let mut second = table(None);
        second.name = name.into();
        let error = write_geopackage(&path, &[table(None), second]).unwrap_err();
        error.to_string()
    };
    let start = |name: &str| format!("table {name:?} cannot be written: ");
    assert_eq!(error("ROWS"), start("ROWS") + "another layer has this name");
    assert_eq!(error(""), start("") + "a layer needs a name");
    assert_eq!(
        error("gpkg_x"),
        start("gpkg_x") + "names of layers may not start with gpkg_, sqlite_ or rtree_"
    );
}

#[test]
fn own_columns_keep_their_names() {
    let dir = TempDir::new().unwrap();
    let cell = || Arc::new(StringArray::from(vec!["own"])) as ArrayRef;
    let names = ["fid", "Geom", "geometry", "x", "y"];
    let out = OutTable {
        name: "a".into(),
        batch: RecordBatch::try_from_iter(names.map(|name| (name, cell()))).unwrap(),
        geometry: Some(vec![Some(Point::new(81_000.0, 455_000.0).into())]),
        crs: Some(Crs::parse(RD).unwrap()),
    };
    for extension in ["parquet", "gpkg", "geojson", "csv"] {
        let path = dir.path().join(format!("a.{extension}"));
        out.write(&path).unwrap();
        let back = read(&path);
        for name in names {
            assert_eq!(
                back.text(name, 0).unwrap().as_deref(),
                Some("own"),
                "{extension}"
            );
        }
        assert_eq!(back.has_geometry(), extension != "csv");
    }
    let csv = fs::read_to_string(dir.path().join("a.csv")).unwrap();
    assert_eq!(
        csv,
        "fid,Geom,geometry,x,y,x_1,y_1\nown,own,own,own,own,81000,455000\n"
    );

    let twice = OutTable {
        batch: RecordBatch::try_from_iter([("a", cell()), ("A", cell())]).unwrap(),
        ..out
    };
    assert_eq!(
        twice
            .write(dir.path().join("b.gpkg"))
            .unwrap_err()
            .to_string(),
        "table \"a\" cannot be written: column \"A\" occurs twice (GeoPackage does not tell capitals apart)"
    );
    assert!(!dir.path().join("b.gpkg").exists());
}

#[test]
fn a_dutch_excel_opens_csv() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("a.csv");
    let out = table(Some(points()));
    out.write_csv(&path, &CsvStyle::EXCEL_NL).unwrap();
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "\u{feff}text;words;yes_no;number;whole;count;x;y\n\
         0012;beyond;true;500,001;9007199254740993;4294967295;81000,123;455000\n\
         \"café; \"\"x\"\", y\nz\";;false;;-1;;;\n\
         ;within_lower;;0;;0;82000,5;456000,25\n"
    );
    let comma = CsvStyle {
        separator: ',',
        ..CsvStyle::EXCEL_NL
    };
    assert_eq!(
        out.write_csv(&path, &comma).unwrap_err().to_string(),
        "table \"rows\" cannot be written: decimal commas need another separator"
    );
}

#[test]
fn equal_tables_make_equal_files_and_no_others() {
    let (one, two) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for extension in ["parquet", "gpkg", "geojson", "csv"] {
        let path = |dir: &TempDir| dir.path().join(format!("a.{extension}"));
        table(Some(points())).write(path(&one)).unwrap();
        fs::write(path(&two), "an older file").unwrap();
        table(Some(points())).write(path(&two)).unwrap();
        assert!(
            fs::read(path(&one)).unwrap() == fs::read(path(&two)).unwrap(),
            "{extension}"
        );
    }
    assert_eq!(fs::read_dir(two.path()).unwrap().count(), 4); // nothing is left beside them
}

#[test]
fn what_cannot_be_written_is_told() {
    let dir = TempDir::new().unwrap();
    let message = |out: &OutTable, name: &str| {
        let error = out.write(dir.path().join(name)).unwrap_err().to_string();
        error.replace(&dir.path().display().to_string(), "D")
    };
    assert_eq!(
        message(&table(None), "a.xlsx"),
        "files ending in \"xlsx\" are not written: give .parquet, .gpkg, .geojson or .csv (D/a.xlsx)"
    );
    assert!(
        message(&table(None), "none/a.csv")
            .starts_with("D/none/a.csv cannot be written: No such file")
    );
    assert_eq!(
        message(&table(Some(vec![None])), "a.csv"),
        "table \"rows\" cannot be written: it has 1 geometries for 3 rows"
    );
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

/// As GeoPandas hands frames over.
#[test]
fn arrow_tables_are_read_with_their_geometry() {
    let point = |x: f64, y: f64| {
        let mut wkb = vec![1, 1, 0, 0, 0];
        wkb.extend([x, y].into_iter().flat_map(f64::to_le_bytes));
        wkb
    };
    let (a, b) = (point(1.0, 2.0), point(3.0, 4.0));
    let wkb: ArrayRef = Arc::new(BinaryArray::from(vec![
        Some(&a[..]),
        None,
        Some(&b[..]),
        Some(&b[..9]),
    ]));
    let id: ArrayRef = Arc::new(Int32Array::from(vec![1, 2, 3, 4]));
    let small: ArrayRef = Arc::new(Float32Array::from(vec![0.5, 1.0, f32::NAN, 2.0]));
    let marked = Field::new("shape", DataType::Binary, true).with_metadata(
        [
            (
                "ARROW:extension:name".to_string(),
                "geoarrow.wkb".to_string(),
            ),
            (
                "ARROW:extension:metadata".to_string(),
                r#"{"crs":"EPSG:28992"}"#.to_string(),
            ),
        ]
        .into(),
    );
    let schema = Arc::new(Schema::new(vec![
        Field::new("id", DataType::Int32, false),
        Field::new("small", DataType::Float32, false),
        marked,
    ]));
    let batch = RecordBatch::try_new(schema, vec![id, small, wkb]).unwrap();
    let halves = [batch.slice(0, 2), batch.slice(2, 2)];
    let table = Table::from_batches("homes", &halves, None, None).unwrap();
    assert_eq!(table.column_names(), ["id", "small"]);
    assert_eq!(table.crs().unwrap().text(), RD);
    assert_eq!(table.number("small", 2).unwrap(), None);
    assert_eq!(table.text("small", 1).unwrap().as_deref(), Some("1"));
    let found = table.points(Some("id")).unwrap();
    assert_eq!(
        found.rows,
        [(0, Point::new(1.0, 2.0)), (2, Point::new(3.0, 4.0))]
    );
    let told: Vec<String> = found.rejected.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "homes, row 2 (id \"2\"): it has no geometry",
            "homes, row 4 (id \"4\"): its geometry cannot be read: it ends too early",
        ]
    );
    let error = |column: &str, crs: Option<&str>| {
        let crs = crs.map(|text| Crs::parse(text).unwrap());
        Table::from_batches("homes", &halves, Some(column), crs)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        error("geometry", None),
        "homes: there is no column \"geometry\"; there is: id, small, shape"
    );
    assert_eq!(
        error("id", None),
        "homes: this is no Arrow file that can be read: column \"id\" is Int32 and no geometry \
         that is read: write it with geometry_encoding=\"WKB\""
    );
    assert_eq!(
        error("shape", Some("EPSG:4326")),
        "homes: the file states the CRS EPSG:28992, but EPSG:4326 was given: give none, or correct the file"
    );
    assert!(
        Table::from_batches("none", &[], None, None)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_file_cut_short_is_an_error() {
    let dir = TempDir::new().unwrap();
    for extension in ["parquet", "gpkg", "geojson"] {
        let whole = dir.path().join(format!("a.{extension}"));
        table(Some(points())).write(&whole).unwrap();
        let bytes = fs::read(&whole).unwrap();
        let cut = dir.path().join(format!("b.{extension}"));
        for part in 1..8 {
            fs::write(&cut, &bytes[..bytes.len() * part / 8]).unwrap();
            let read = Table::read(&cut, &ReadOptions::default());
            assert!(read.is_err(), "{part}/8 of a.{extension}");
        }
    }
}
