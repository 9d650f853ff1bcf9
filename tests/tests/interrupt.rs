//! Ctrl-C at any moment: a whole result or none, and exit code 130.
#![cfg(unix)]

mod door;

use std::{
    fs,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use door::{arg, assert_same_files, command, names, ran, town};

/// How often a command is interrupted, each time a little later.
const RUNS: u32 = 40;

/// Runs a command to its end, then interrupts it at ever later moments; `look` tells whether a
/// run left a result, after the exit code and where the result would be.
fn interrupt(args: &[&str], look: impl Fn(&Path, &Path) -> bool) {
    let (folder, town) = town();
    let start = |out: &Path| {
        let mut command = command();
        command
            .current_dir(&town)
            .args(args)
            .args(["--out", arg(&out)]);
        command
    };
    let whole = folder.path().join("whole.gpkg");
    let began = Instant::now();
    ran(start(&whole).output().unwrap()).good();
    let usual = began.elapsed();
    let mut interrupted = 0;
    for run in 0..RUNS {
        let out = folder.path().join(format!("out-{run}.gpkg"));
        let mut command = start(&out);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        thread::sleep(usual * run / RUNS + Duration::from_millis(2));
        let mut kill = Command::new("kill");
        kill.args(["-INT", &child.id().to_string()])
            .stderr(Stdio::null());
        assert!(kill.status().unwrap().success() || child.try_wait().unwrap().is_some());
        let status = child.wait().unwrap();
        // Before anybody listens, the signal itself ends the program, as a shell's 130.
        let code = status.code().or(status.signal().map(|signal| 128 + signal));
        assert!([Some(0), Some(130)].contains(&code), "run {run}: {status}");
        if !look(&whole, &out) {
            assert_eq!(code, Some(130), "run {run}");
            interrupted += 1;
        }
    }
    assert!(
        interrupted >= RUNS / 4,
        "{interrupted} of {RUNS} in {usual:?}"
    );
}

#[test]
fn an_interrupted_score_leaves_a_whole_result_or_none() {
    interrupt(&["score", "study.toml", "--format", "csv"], |whole, out| {
        let left = names(out);
        assert!(left.iter().all(|name| !name.starts_with('.')), "{left:?}");
        let complete = left.contains(&"manifest.json".to_owned());
        if complete {
            assert_same_files(whole, out);
        }
        complete
    });
}

#[test]
fn an_interrupted_network_leaves_a_whole_file_or_none() {
    interrupt(&["network", "study.toml"], |whole, out| {
        let beside = names(out.parent().unwrap());
        let allowed = |name: &String| name == "town" || name.ends_with(".gpkg");
        assert!(beside.iter().all(allowed), "{beside:?}");
        if out.exists() {
            assert!(fs::read(whole).unwrap() == fs::read(out).unwrap());
        }
        out.exists()
    });
}
