//! A study scored tile by tile: the files of the whole, whatever the cut, and also after the program
//! was killed.
#![cfg(unix)]

mod door;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use door::{arg, assert_same_files, command, names, ran, replace, town};

/// The result of the town's study scored as a whole.
fn whole(town: &Path, folder: &Path, more: &[&str]) -> PathBuf {
    let out = folder.join("whole");
    let mut command = command();
    command.current_dir(town).args(["score", "study.toml"]);
    command.args(more).args(["--out", arg(&out)]);
    ran(command.output().unwrap()).good();
    out
}

fn in_tiles(town: &Path, out: &Path, size: &str, more: &[&str]) -> std::process::Command {
    let mut command = command();
    command.current_dir(town).args(["score", "study.toml"]);
    command.args(["--tile-size", size]).args(more);
    command.args(["--out", arg(&out)]);
    command
}

#[test]
fn tiles_of_any_size_are_the_whole() {
    let (folder, town) = town();
    let profiles = ["--profile", "adult", "--profile", "wheelchair"];
    let rests = ["--rests", "100"];
    for (number, more) in [&[][..], &profiles, &rests].into_iter().enumerate() {
        let folder = folder.path().join(number.to_string());
        let whole = whole(&town, &folder, more);
        for size in ["37", "500", "100000"] {
            let out = folder.join(size);
            ran(in_tiles(&town, &out, size, more).output().unwrap()).good();
            assert_same_files(&whole, &out);
        }
    }
}

/// Wide tables and maps have all rows in memory; the tiles are the same.
#[test]
fn tiles_give_maps_and_wide_tables_too() {
    let (folder, town) = town();
    let (from, to) = (
        "format = \"parquet\"",
        "format = \"parquet\"\nwide = [\"csv\"]",
    );
    replace(&town.join("study.toml"), from, to);
    let map = ["--map", "pharmacy", "--format", "csv"];
    let whole = whole(&town, folder.path(), &map);
    let out = folder.path().join("tiles");
    ran(in_tiles(&town, &out, "300", &map).output().unwrap()).good();
    assert!(names(&whole).contains(&"map.svg".to_owned()));
    assert_same_files(&whole, &out);
}

/// Areas, percentiles, clusters and criteria are made once, from the rows of all tiles.
#[test]
fn criteria_from_tiles_are_those_of_the_whole() {
    let (folder, town) = town();
    let criteria = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let mut command = command();
        command
            .current_dir(&town)
            .args(["criteria", "criteria.toml"]);
        command.args(more).args(["--out", arg(&out)]);
        ran(command.output().unwrap()).good();
        out
    };
    let whole = criteria("whole", &[]);
    for size in ["37", "500"] {
        assert_same_files(&whole, &criteria(size, &["--tile-size", size]));
    }
}

/// Killed at twenty moments, within parts, while they are merged and while files are moved into
/// place: what is taken up again is the result of a run that nobody disturbed.
#[test]
fn a_run_that_is_killed_is_taken_up_again() {
    let (folder, town) = town();
    let whole = whole(&town, folder.path(), &[]);
    let seed = match std::env::var("NABIJ_KILL_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_nanos() as u64,
    };
    eprintln!("NABIJ_KILL_SEED={seed}");
    let mut dice = seed | 1;
    let mut roll = || {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        (dice % 10_000) as f64 / 10_000.0
    };
    let undisturbed = folder.path().join("undisturbed");
    let began = Instant::now();
    ran(in_tiles(&town, &undisturbed, "20", &[]).output().unwrap()).good();
    let mut usual = began.elapsed();
    let (mut killed, mut resumed, mut run) = (0, 0, 0);
    while killed < 20 {
        run += 1;
        assert!(run <= 200, "seed {seed}: {killed} killed in {usual:?}");
        let out = folder.path().join(format!("out-{run}"));
        let mut child = in_tiles(&town, &out, "20", &[]);
        let mut child = child
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Every second one late, where parts are merged and files are moved.
        let share = if run % 2 == 0 {
            roll()
        } else {
            0.7 + 0.35 * roll()
        };
        thread::sleep(usual.mul_f64(share) + Duration::from_millis(1));
        child.kill().unwrap(); // SIGKILL
        let status = child.wait().unwrap();
        let was_killed = status.code().is_none();
        killed += u32::from(was_killed);
        // The machine is more busy or less than it was: moments stay within a run.
        usual = usual.mul_f64(if was_killed { 1.05 } else { 0.85 });
        let parts = out.join(".parts");
        let left = names(&parts);
        resumed += u32::from(left.iter().any(|name| name.ends_with(".part")));
        ran(in_tiles(&town, &out, "20", &[]).output().unwrap()).good();
        assert!(
            !names(&out).iter().any(|name| name.starts_with('.')),
            "seed {seed}, run {run}: {:?}",
            names(&out)
        );
        assert_same_files(&whole, &out);
    }
    assert!(resumed >= 3, "seed {seed}: {resumed} resumed of {killed}");
}

/// What another run left is of no use, and a part that is damaged is made anew.
#[test]
fn parts_of_others_and_damaged_ones_are_not_used() {
    let (folder, town) = town();
    let whole = whole(&town, folder.path(), &[]);
    let out = folder.path().join("out");
    let usual = {
        let began = Instant::now();
        let once = folder.path().join("once");
        ran(in_tiles(&town, &once, "100", &[]).output().unwrap()).good();
        began.elapsed()
    };
    // Stopped when some parts are there.
    let parts = out.join(".parts");
    let has_parts = || {
        names(&parts)
            .iter()
            .filter(|name| name.ends_with(".part"))
            .count()
            > 2
    };
    for tenth in 3.. {
        let mut child = in_tiles(&town, &out, "100", &[]);
        let mut child = child
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(usual * tenth / 20);
        child.kill().unwrap();
        child.wait().unwrap();
        if has_parts() {
            break;
        }
        assert!(tenth < 20, "no part was kept");
    }
    let some = names(&parts);
    let mut kept = some.iter().filter(|name| name.ends_with(".part"));
    let damaged = parts.join(kept.next().unwrap());
    let mut bytes = fs::read(&damaged).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&damaged, &bytes).unwrap();
    let cut_off = parts.join(kept.next().unwrap());
    let bytes = fs::read(&cut_off).unwrap();
    fs::write(&cut_off, &bytes[..bytes.len() - 1]).unwrap();
    ran(in_tiles(&town, &out, "100", &[]).output().unwrap()).good();
    assert_same_files(&whole, &out);

    // Another study in the same folder: none of its rows may come from these parts.
    let other = folder.path().join("other");
    let other_whole = self::whole(
        &town,
        &folder.path().join("w"),
        &["--profile", "wheelchair"],
    );
    let mut child = in_tiles(&town, &other, "100", &[]);
    let mut child = child
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    thread::sleep(usual / 2);
    child.kill().unwrap();
    child.wait().unwrap();
    let profile = ["--profile", "wheelchair"];
    ran(in_tiles(&town, &other, "100", &profile).output().unwrap()).good();
    assert_same_files(&other_whole, &other);
}

#[test]
fn memory_that_does_not_do_is_refused() {
    let (folder, town) = town();
    let out = folder.path().join("out");
    let mut little = in_tiles(&town, &out, "100", &["--memory", "1MB"]);
    let ended = ran(little.output().unwrap());
    assert_eq!(ended.code, Some(1));
    let told = "leaves no room for tiles in 1 MB: allow more with --memory";
    assert!(ended.stderr.contains(told), "{}", ended.stderr);
    let mut enough = in_tiles(&town, &out, "100", &["--memory", "2GB"]);
    ran(enough.output().unwrap()).good();
}
