//! Layers of which nobody may know where anything is.

use std::{fs, path::Path};

use crate::door::{arg, csv, nabij, names, replace, town};

/// Three shelters of which nobody may know where they are.
const SHELTERS: [(&str, &str, f64, f64); 3] = [
    (
        "shelter-secret-1",
        "Huis Verborgen",
        148_703.317,
        530_711.923,
    ),
    (
        "shelter-secret-2",
        "Huis Onbekend",
        148_688.741,
        530_699.387,
    ),
    ("shelter-secret-3", "Huis Nergens", 149_291.653, 530_633.279),
];

#[test]
fn section_9_sensitive_layers_leave_totals_per_wijk_alone() {
    let (_folder, town) = town();
    let mut layer = "id,name,x,y\n".to_owned();
    for (id, name, x, y) in SHELTERS {
        layer += &format!("{id},{name},{x},{y}\n");
    }
    layer += "shelter-secret-4,Huis Elders,4711.123,1.5\n";
    fs::write(town.join("shelters.csv"), layer).unwrap();
    let study = town.join("study.toml");
    replace(
        &study,
        "[coverage]",
        "[[facilities]]\nfile = \"shelters.csv\"\ncrs = \"EPSG:28992\"\nx = \"x\"\ny = \"y\"\nonly = \"shelter\"\n\
         name = \"name\"\nsensitive = true\n\n[coverage]",
    );
    let text = fs::read_to_string(&study).unwrap();
    for audience in ["intern", "openbaar"] {
        for format in ["csv", "gpkg", "geojson", "parquet"] {
            let output = format!(
                "format = \"{format}\"\nwide = [\"csv\", \"gpkg\", \"xlsx\"]\naudience = \"{audience}\""
            );
            fs::write(&study, text.replace("format = \"parquet\"", &output)).unwrap();
            let out = town.join(format!("{audience}_{format}"));
            let told = nabij(
                &town,
                &[
                    "score",
                    "study.toml",
                    "--out",
                    arg(&out),
                    "--map",
                    "pharmacy",
                ],
            )
            .good();
            assert!(!told.contains("secret"));
            for name in names(&out) {
                search(&out, &name);
            }
            if format == "csv" {
                let totals = csv(&out.join("sensitive_totals.csv"));
                let count = |code: &str| {
                    let row = totals.iter().find(|row| row["area_code"] == code);
                    row.map(|row| row["facilities_n"].clone())
                };
                let wanted = match audience {
                    "intern" => [Some("2"), Some("1"), Some("3"), None],
                    // Nothing under 10, and no level that adds up to another.
                    _ => [None, None, Some(""), None],
                };
                let found = ["WK999901", "WK999902", "GM9999", "BU99990101"].map(count);
                assert_eq!(found, wanted.map(|count| count.map(str::to_owned)));
            }
        }
    }
    // Without a larger level there is nothing that may be told.
    fs::write(
        &study,
        text.replace("parents = [", "parents = []\n#")
            .replace("    { level = \"wijk\"", "#")
            .replace("    { level = \"gemeente\"", "#")
            .replace("\n]\n\n[extent]", "\n\n[extent]"),
    )
    .unwrap();
    let ran = nabij(&town, &["score", "study.toml", "--out", "none"]);
    assert!(ran.stderr.contains("wijk or larger"), "{}", ran.stderr);
}

/// Looks for the shelters in the bytes of a file, as text and as numbers, in one pass.
fn search(folder: &Path, name: &str) {
    let mut needles: Vec<Vec<u8>> = Vec::new();
    for (id, title, x, y) in SHELTERS {
        needles.extend([id, title].map(|word| word.as_bytes().to_vec()));
        for number in [x, y] {
            let text = number.to_string();
            needles.push(text.replace('.', ",").into_bytes());
            needles.push(text.into_bytes());
            needles.extend([number.to_le_bytes(), number.to_be_bytes()].map(|b| b.to_vec()));
        }
    }
    let start = |bytes: &[u8]| usize::from(bytes[0]) << 8 | usize::from(bytes[1]);
    let mut by_start: Vec<Vec<&[u8]>> = vec![Vec::new(); 1 << 16];
    for needle in &needles {
        by_start[start(needle)].push(needle);
    }
    let bytes = fs::read(folder.join(name)).unwrap();
    for at in 0..bytes.len().saturating_sub(1) {
        for needle in &by_start[start(&bytes[at..])] {
            assert!(
                !bytes[at..].starts_with(needle),
                "{name} holds {:?}",
                String::from_utf8_lossy(needle)
            );
        }
    }
}
