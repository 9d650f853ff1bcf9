//! Editions of the town, for the public and for colleagues.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::door::{Line, arg, csv, nabij};

/// Larger counts first: each is part of the one before.
pub const WEIGHTS: [&str; 3] = ["residents", "65+", "75+"];

/// Scores the town for an audience; the results are CSV.
pub fn score(town: &Path, audience: &str) -> PathBuf {
    let study = town.join("study.toml");
    let text = fs::read_to_string(&study).unwrap();
    let own = town.join(format!("{audience}.toml"));
    let output = format!("format = \"csv\"\nwide = [\"csv\"]\naudience = \"{audience}\"");
    fs::write(&own, text.replace("format = \"parquet\"", &output)).unwrap();
    let out = town.join(format!("out_{audience}"));
    nabij(town, &["score", arg(&own), "--out", arg(&out)]).good();
    out
}

/// Changes the rows of the town's addresses.
pub fn rewrite(town: &Path, change: impl FnOnce(&mut Vec<Line>)) {
    let path = town.join("addresses.csv");
    let mut rows = csv(&path);
    let text = fs::read_to_string(&path).unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    change(&mut rows);
    let mut writer = ::csv::Writer::from_path(&path).unwrap();
    writer.write_record(&header).unwrap();
    for row in &rows {
        writer
            .write_record(header.iter().map(|column| &row[*column]))
            .unwrap();
    }
    writer.flush().unwrap();
}

/// How many people live at an address: all, 65+, 75+; unknown is nobody.
pub fn at_home(row: &Line) -> [u64; 3] {
    ["inwoners", "inw65", "inw75"].map(|column| row[column].parse().unwrap_or(0))
}

/// Sets how many people live at an address: all, 65+, 75+.
pub fn house(row: &mut Line, counts: [u64; 3]) {
    for (column, count) in ["inwoners", "inw65", "inw75"].into_iter().zip(counts) {
        row.insert(column.to_owned(), count.to_string());
    }
}

/// Gives the town other residents: few of them, spread by a fixed rule.
pub fn thin_out(town: &Path, seed: u64, one_in: u64) {
    let mut state = seed;
    let mut random = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    rewrite(town, |rows| {
        for row in rows {
            let all = if random(one_in) == 0 { random(5) } else { 0 };
            let old = if all == 0 { 0 } else { random(all + 1) };
            let oldest = if old == 0 { 0 } else { random(old + 1) };
            house(row, [all, old, oldest]);
        }
    });
}

/// The weights of [`spread_out`].
pub const SPREAD: [&str; 2] = ["inw_est", "n65_est"];

/// Writes the totals per postcode and buurt of who lives in the town, and has them spread over the
/// addresses: weights with fractions.
pub fn spread_out(town: &Path) {
    let rows = csv(&town.join("addresses.csv"));
    for (zone, column) in [("pc6", "postcode"), ("areas", "buurt_code")] {
        let mut totals: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
        for row in rows.iter().filter(|row| !row[column].is_empty()) {
            let [all, old, _] = at_home(row);
            let total = totals.entry(&row[column]).or_default();
            *total = [total[0] + all, total[1] + old];
        }
        let mut text = "code,all,old\n".to_owned();
        for (code, [all, old]) in totals {
            // As Statistics Netherlands does, nothing is told of few people.
            let told = |count: u64| {
                if zone == "areas" || count >= 5 {
                    count.to_string()
                } else {
                    String::new()
                }
            };
            text += &format!("{code},{},{}\n", told(all), told(old));
        }
        fs::write(town.join(format!("{zone}.csv")), text).unwrap();
    }
    let study = town.join("study.toml");
    let text = fs::read_to_string(&study).unwrap();
    let Some((before, after)) = text.split_once("weights = {") else {
        return; // it was done before
    };
    let (_, after) = after.split_once('\n').unwrap();
    let zones = ["pc6", "areas"].map(|zone| {
        format!("[weights.{zone}]\nfile = \"{zone}.csv\"\ncode = \"code\"\nresidents = \"all\"\nover_65 = \"old\"\n")
    });
    fs::write(
        &study,
        format!(
            "{before}postcode = \"postcode\"\n{after}\n{}",
            zones.concat()
        ),
    )
    .unwrap();
}
