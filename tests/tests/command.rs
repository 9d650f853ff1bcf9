//! The command at work on the bundled town.

mod door;

use std::{collections::BTreeMap, fs, path::Path};

use door::{Line, arg, assert_same_files, command, csv, nabij, names, ran, replace, town};
use nabij::NormSet;
use nabij_io::{City, ReadOptions, StudyFile, Table};

const TABLES: [&str; 11] = [
    "addresses",
    "areas",
    "areas_buurt",
    "areas_gemeente",
    "areas_wijk",
    "causes",
    "facilities",
    "not_used",
    "notes",
    "rows",
    "survey",
];

fn score(study: &Path, out: &Path, more: &[&str]) {
    let mut args = vec!["score", arg(&study), "--out", arg(&out)];
    args.extend(more);
    nabij(study.parent().unwrap(), &args).good();
}

#[test]
fn the_demo_tells_shows_and_writes_everything() {
    let folder = tempfile::tempdir().unwrap();
    let told = nabij(folder.path(), &["demo"]).good();
    for words in [
        "Loopveen",
        "fictional: no such place",
        "BU99990101 Binnenstad",
        "BU99990204 Verlaat",
        "supermarket <= 300 m",
        "Worst served: BU9999",
        "m too far",
        "from door to door",
        "along: ",
        "map.svg",
        "Results:",
    ] {
        assert!(told.contains(words), "no {words:?} in:\n{told}");
    }
    let demo = folder.path().join("nabij-demo");
    assert_eq!(names(&demo), ["results", "town"]);
    let mut files: Vec<String> = TABLES
        .iter()
        .map(|name| format!("{name}.parquet"))
        .collect();
    files.extend(["manifest.json".to_owned(), "map.svg".to_owned()]);
    files.sort();
    assert_eq!(names(&demo.join("results")), files);
    let map = fs::read_to_string(demo.join("results/map.svg")).unwrap();
    assert!(map.starts_with("<svg") || map.starts_with("<?xml"));
    assert!(map.trim_end().ends_with("</svg>"));

    // Once more, elsewhere, and again into the same folder: the same bytes.
    let other = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        nabij(other.path(), &["demo", "--out", "again"]).good();
        assert_same_files(&demo.join("results"), &other.path().join("again/results"));
    }
}

#[test]
fn the_manifest_counts_what_the_tables_hold() {
    let (folder, town) = town();
    let out = folder.path().join("out");
    score(&town.join("study.toml"), &out, &["--format", "csv"]);
    let text = fs::read_to_string(out.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    let rows = csv(&out.join("rows.csv"));
    let mut verdicts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for row in &rows {
        let own = verdicts.entry(&row["norm"]).or_default();
        *own.entry(&row["verdict"]).or_default() += 1;
    }
    assert_eq!(manifest["scored"]["verdicts"], serde_json::json!(verdicts));
    assert_eq!(manifest["scored"]["rows"], rows.len());
    assert_eq!(
        manifest["scored"]["origins"],
        csv(&out.join("addresses.csv")).len()
    );
    let inputs = manifest["inputs"].as_array().unwrap();
    assert_eq!(inputs.len(), 10);
    for input in inputs {
        let bytes = fs::metadata(town.join(input["file"].as_str().unwrap()))
            .unwrap()
            .len();
        assert_eq!(input["bytes"], bytes);
    }
}

#[test]
fn the_audience_on_the_command_line_is_the_one_of_the_study_file() {
    let (folder, town) = town();
    let (by_option, by_file) = (folder.path().join("a"), folder.path().join("b"));
    let study = town.join("study.toml");
    let wide = "dir = \"out\"\nwide = [\"csv\"]";
    replace(&study, "dir = \"out\"", wide);
    score(&study, &by_option, &["--audience", "openbaar"]);
    let said = format!("{wide}\naudience = \"openbaar\"");
    replace(&study, wide, &said);
    score(&study, &by_file, &[]);
    assert_same_files(&by_option, &by_file);
    score(&study, &by_option, &["--audience", "intern"]);
    assert!(names(&by_option).contains(&"areas.parquet".to_owned()));
    assert!(!names(&by_file).contains(&"areas.parquet".to_owned()));
    // Two editions need two folders.
    let ran = nabij(&town, &["score", "study.toml", "--audience", "openbaar"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("--out"), "{}", ran.stderr);
}

#[test]
fn no_more_is_used_than_was_read() {
    let (folder, town) = town();
    let out = folder.path().join("out");
    score(&town.join("study.toml"), &out, &[]);
    let text = fs::read_to_string(out.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    for tally in manifest["read"].as_array().unwrap() {
        let (read, used) = (tally["read"].as_u64(), tally["used"].as_u64());
        assert!(used.is_some() && used <= read, "{tally}");
    }
}

#[test]
fn threads_change_nothing() {
    let (folder, town) = town();
    let out = |threads: &str| {
        let out = folder.path().join(threads);
        let args = ["score", "study.toml", "--out", arg(&out)];
        let mut command = command();
        command
            .current_dir(&town)
            .env("RAYON_NUM_THREADS", threads)
            .args(args);
        ran(command.output().unwrap()).good();
        out
    };
    let one = out("1");
    assert_same_files(&one, &out("2"));
    assert_same_files(&one, &out("7"));
}

/// Puts lines in another order, the same on every machine.
fn shuffle<T>(items: &mut [T]) {
    let mut state = 12_345_u64;
    for at in (1..items.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        items.swap(at, (state >> 33) as usize % (at + 1));
    }
}

fn by_name(rows: Vec<Line>, columns: &[&str]) -> BTreeMap<Vec<String>, Line> {
    let key = |row: &Line| columns.iter().map(|column| row[*column].clone()).collect();
    let count = rows.len();
    let rows: BTreeMap<_, _> = rows.into_iter().map(|row| (key(&row), row)).collect();
    assert_eq!(rows.len(), count);
    rows
}

#[test]
fn the_order_of_the_input_changes_nothing() {
    let (folder, town) = town();
    let study = town.join("study.toml");
    let before = folder.path().join("before");
    score(&study, &before, &["--format", "csv"]);

    let addresses = town.join("addresses.csv");
    let text = fs::read_to_string(&addresses).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    shuffle(&mut lines[1..]);
    fs::write(&addresses, lines.join("\n") + "\n").unwrap();
    for name in [
        "streets",
        "facilities",
        "squares",
        "nodes",
        "barriers",
        "buurten",
    ] {
        let path = town.join(format!("{name}.geojson"));
        let text = fs::read_to_string(&path).unwrap();
        let mut all: serde_json::Value = serde_json::from_str(&text).unwrap();
        shuffle(all["features"].as_array_mut().unwrap());
        fs::write(&path, all.to_string()).unwrap();
    }
    let after = folder.path().join("after");
    score(&study, &after, &["--format", "csv"]);
    for (table, columns) in [
        ("rows.csv", &["origin", "norm"][..]),
        ("addresses.csv", &["origin"]),
        ("areas.csv", &["level", "area", "norm", "weight"]),
        ("facilities.csv", &["facility", "category"]),
    ] {
        let read = |folder: &Path| by_name(csv(&folder.join(table)), columns);
        let (before, after) = (read(&before), read(&after));
        assert_eq!(before.len(), after.len(), "{table}");
        for (name, row) in &before {
            assert_eq!(*row, after[name], "{table}");
        }
    }
    // Output order is input order.
    let first = |line: &&str| line.split(',').next().unwrap().to_owned();
    let wanted: Vec<String> = lines[1..].iter().map(first).collect();
    let found = csv(&after.join("addresses.csv"));
    let found: Vec<String> = found.into_iter().map(|row| row["origin"].clone()).collect();
    assert!(found == wanted);
}

/// How many rows a table of a result has.
fn rows(path: &Path, layer: Option<&str>) -> usize {
    let options = ReadOptions {
        layer: layer.map(str::to_owned),
        ..ReadOptions::default()
    };
    Table::read(path, &options).unwrap().len()
}

#[test]
fn every_format_holds_the_same_rows() {
    let (folder, town) = town();
    let study = town.join("study.toml");
    let mut counts = Vec::new();
    for format in ["csv", "parquet", "geojson", "gpkg"] {
        let out = folder.path().join(format);
        score(&study, &out, &["--format", format]);
        let count = |table: &str| match format {
            "gpkg" => rows(&out.join("results.gpkg"), Some(table)),
            "geojson" if ["not_used", "notes"].contains(&table) => {
                rows(&out.join(format!("{table}.csv")), None)
            }
            _ => rows(&out.join(format!("{table}.{format}")), None),
        };
        counts.push(TABLES.map(|table| (table, count(table))));
        let files = names(&out).len();
        assert_eq!(
            files,
            if format == "gpkg" {
                2
            } else {
                TABLES.len() + 1
            }
        );
    }
    assert_eq!(
        counts[0],
        [
            ("addresses", 3_728),
            ("areas", 11 * 5 * 4), // areas, norms, weights
            ("areas_buurt", 8),
            ("areas_gemeente", 1),
            ("areas_wijk", 2),
            ("causes", 92 * 4), // causes by area and norm, weights
            ("facilities", 63),
            ("not_used", 0),
            ("notes", 0),
            ("rows", 4 * 3_723 + 5),
            ("survey", 1),
        ]
    );
    for other in &counts[1..] {
        assert_eq!(*other, counts[0]);
    }
}

#[test]
fn the_network_can_be_recomputed_by_hand() {
    let (folder, town) = town();
    let out = folder.path().join("network.gpkg");
    nabij(&town, &["network", "study.toml", "--out", arg(&out)]).good();
    let layer = |name: &str| {
        let layer = Some(name.to_owned());
        Table::read(
            &out,
            &ReadOptions {
                layer,
                ..ReadOptions::default()
            },
        )
        .unwrap()
    };
    let (edges, nodes) = (layer("edges"), layer("nodes"));
    let study = StudyFile::read(town.join("study.toml")).unwrap();
    let city = City::read(&study, &|_| ()).unwrap();
    let network = &city.streets.network;
    assert_eq!(
        (edges.len(), nodes.len()),
        (network.edge_count(), network.node_count())
    );

    // A length is the sum of its pieces, each rounded once; ends are where the nodes are.
    let place = |at: i64| {
        let geometry = nodes.geometry(usize::try_from(at).unwrap()).unwrap();
        assert_eq!(
            nodes.column("node").unwrap().integer(at as usize).unwrap(),
            Some(at)
        );
        numbers(&format!("{geometry:?}"))
    };
    let whole = |column: &str, row: usize| edges.integer(column, row).unwrap().unwrap();
    let mut sum = 0;
    for row in 0..edges.len() {
        let line = numbers(&format!("{:?}", edges.geometry(row).unwrap()));
        let mut mm = 0;
        for ends in line.windows(2) {
            let square = (ends[1].0 - ends[0].0).pow(2) + (ends[1].1 - ends[0].1).pow(2);
            // Halves go up: the root of 4 s, plus one, halved.
            mm += ((4 * square).isqrt() + 1) / 2;
        }
        assert_eq!(mm, whole("length_mm", row), "row {row}");
        assert_eq!(place(whole("from", row)), [line[0]]);
        assert_eq!(place(whole("to", row)), [line[line.len() - 1]]);
        sum += mm;
    }
    let total: i64 = network
        .edges()
        .map(|edge| i64::from(edge.length().mm()))
        .sum();
    assert_eq!(sum, total);
}

/// The coordinates of a geometry in mm, from its text: `… (148864.0 530955.0,…)`.
fn numbers(text: &str) -> Vec<(i64, i64)> {
    let inside = text.split_once('(').unwrap().1.trim_end_matches(')');
    let mm = |text: &str| (text.parse::<f64>().unwrap() * 1000.0).round() as i64;
    let pair = |pair: &str| {
        let (x, y) = pair.trim().split_once(' ').unwrap();
        (mm(x), mm(y))
    };
    inside.split(',').map(pair).collect()
}

#[test]
fn norms_check_and_explain() {
    let (_folder, town) = town();
    let listed = nabij(&town, &["norms"]).good();
    let text = nabij(&town, &["norms", "denhaag-2024"]).good();
    for norm in NormSet::built_in("denhaag-2024").unwrap().norms() {
        assert!(listed.contains(&norm.id) && text.contains(&norm.id));
    }
    assert!(
        listed.contains("300 m to 500 m") && listed.contains("draft vision"),
        "{listed}"
    );
    // What is printed is a norm set of its own.
    fs::write(town.join("own.toml"), &text).unwrap();
    let own = nabij(&town, &["norms", "own.toml"]).good();
    assert!(own.contains("5 norms, no mistakes"), "{own}");

    let checked = nabij(&town, &["check", "study.toml"]).good();
    for words in [
        "crs",
        "Amersfoort / RD New",
        "3728 of 3728 used",
        "63 of 63 used",
        "components",
        "squares",
        "not attached to a street",
        "have no value for \"residents\"",
        "pharmacy: 343 of 3723 rows are uncertain",
        " warnings",
    ] {
        assert!(checked.contains(words), "no {words:?} in:\n{checked}");
    }

    // Its one fragment is what the town's makers meant: 25 addresses stand nearer to it.
    assert!(
        checked.contains("1 pieces are too short for doors to open onto (fragment)"),
        "{checked}"
    );
    assert!(
        checked.contains("what matters to most addresses first"),
        "{checked}"
    );

    let id = "9999010000000143";
    let told = nabij(&town, &["explain", "study.toml", id]).good();
    assert!(
        told.contains(id) && told.contains("Apotheek De Gaper"),
        "{told}"
    );
    let one = nabij(&town, &["explain", "study.toml", id, "--norm", "pharmacy"]).good();
    assert!(told.contains(one.trim()), "{one}");
    door::replace(
        &town.join("study.toml"),
        "crs = \"EPSG:28992\"\nprofile",
        "language = \"nl\"\ncrs = \"EPSG:28992\"\nprofile",
    );
    let dutch = nabij(&town, &["explain", "study.toml", id, "--norm", "pharmacy"]).good();
    assert!(dutch.contains("Apotheek op loopafstand"), "{dutch}");
}

#[test]
fn names_of_levels_make_safe_names_of_files_and_layers() {
    let (folder, town) = town();
    let study = town.join("study.toml");
    door::replace(&study, "level = \"wijk\"", "level = \"../school area\"");
    door::replace(
        &study,
        "format = \"parquet\"",
        "format = \"csv\"\nwide = [\"csv\", \"gpkg\"]",
    );
    let out = folder.path().join("out");
    score(&study, &out, &[]);
    let files = names(&out);
    for name in ["areas____school_area.csv", "wide_areas____school_area.csv"] {
        assert!(files.iter().any(|file| file == name), "{files:?}");
    }
    let layer = Some("areas____school_area".to_owned());
    let options = ReadOptions {
        layer,
        ..ReadOptions::default()
    };
    assert_eq!(
        Table::read(out.join("wide.gpkg"), &options).unwrap().len(),
        2
    );
    // The level itself keeps its name.
    let levels = csv(&out.join("areas.csv"));
    assert!(levels.iter().any(|row| row["level"] == "../school area"));
}

#[test]
fn commands_end_quietly_where_nobody_reads_on() {
    let (folder, town) = town();
    let [one, two] = ["one", "two"].map(|name| folder.path().join(name));
    score(&town.join("study.toml"), &one, &[]);
    let (one, two) = (arg(&one), arg(&two));
    for args in [
        &["check", "study.toml"][..],
        &["score", "study.toml", "--out", two],
        &["explain", "study.toml", "9999010000003291"],
        &["norms"],
        &["norms", "denhaag-2024"],
        &["compare", one, two, "--out", "changes"],
        &["demo"],
        &["--help"],
    ] {
        let run = |closes_stderr: bool| {
            let pipe = std::process::Stdio::piped;
            let mut child = command();
            child.current_dir(&town).args(args).stdout(pipe());
            let mut child = child.stderr(pipe()).spawn().unwrap();
            drop(child.stdout.take());
            if closes_stderr {
                drop(child.stderr.take());
            }
            ran(child.wait_with_output().unwrap())
        };
        assert_eq!(run(true).code, Some(0), "{args:?}");
        let told = run(false);
        assert_eq!(told.code, Some(0), "{args:?}: {}", told.stderr);
        assert!(!told.stderr.contains("error"), "{args:?}: {}", told.stderr);
    }
    // What was asked for is written, though nobody read of it.
    assert!(Path::new(two).join("manifest.json").is_file());
    assert!(town.join("changes/compare.json").is_file());
}
