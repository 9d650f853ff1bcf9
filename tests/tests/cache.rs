//! The command with a cache of networks: quicker, and otherwise the same to the byte.

mod door;

use std::fs;

use door::{arg, assert_same_files, nabij, names, town};

#[test]
fn every_command_finds_what_the_first_kept() {
    let (folder, town) = town();
    let study = town.join("study.toml");
    let run = |args: &[&str]| {
        let ran = nabij(folder.path(), args);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran
    };
    let out = |name: &str| folder.path().join(name);
    let score = |name: &str, more: &[&str]| {
        let to = out(name);
        let mut args = vec!["score", arg(&study), "--out", arg(&to)];
        args.extend(more);
        run(&args).stderr
    };
    let silent = score("plain", &[]);
    assert!(!silent.contains("cache"), "{silent}");
    let made = score("made", &["--cache", "kept"]);
    assert!(made.contains("network kept in the cache: "), "{made}");
    let found = score("found", &["--cache", "kept"]);
    assert!(found.contains("network from the cache: "), "{found}");
    assert_same_files(&out("plain"), &out("made"));
    assert_same_files(&out("plain"), &out("found"));
    let [file] = names(&out("kept")).try_into().unwrap();

    let check = ["check", arg(&study)];
    let plain = run(&check).stdout;
    let cached = run(&[&check[..], &["--cache", "kept"]].concat());
    assert!(
        cached.stderr.contains("from the cache"),
        "{}",
        cached.stderr
    );
    assert_eq!(cached.stdout, plain);

    fs::write(out("kept").join(&file), "damaged").unwrap();
    let again = score("again", &["--cache", "kept"]);
    assert!(
        again.contains("warning: the network is made anew: "),
        "{again}"
    );
    assert!(again.contains("network kept in the cache: "), "{again}");
    assert_same_files(&out("plain"), &out("again"));
    assert_eq!(names(&out("kept")), [file]);
}
