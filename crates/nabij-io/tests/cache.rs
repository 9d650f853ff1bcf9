//! Networks that are kept between runs: used only while what they are made from is the same, and
//! never seen in a result.

use std::{fs, path::Path};

use nabij_io::{City, Job, StudyFile, town};

/// What is said of the cache, and every row, area and line of the manifest.
fn run(study: &StudyFile) -> (Vec<String>, String) {
    let city = City::read(study, &|_| {}).unwrap();
    let job = Job::run(&city, None).unwrap();
    let areas = job.areas.as_ref().map(|areas| format!("{:?}", areas.rows));
    let manifest = job.manifest(study).unwrap().text();
    let unused = (&city.unused, &city.notes, &city.tallies, &city.data_dates);
    let all = format!("{:?} {areas:?} {manifest} {unused:?}", job.scored.rows);
    (city.cache.clone(), all)
}

/// The town's study with a cache, and the same without.
fn town_in(folder: &Path) -> (StudyFile, StudyFile) {
    town::write(folder).unwrap();
    let plain = StudyFile::read(folder.join("study.toml")).unwrap();
    let cached = StudyFile {
        cache: Some("kept".into()),
        ..plain.clone()
    };
    (plain, cached)
}

fn kept(folder: &Path) -> Vec<std::path::PathBuf> {
    let files = fs::read_dir(folder.join("kept")).unwrap();
    files.map(|file| file.unwrap().path()).collect()
}

/// Which of four things was done.
fn told(said: &[String]) -> Vec<&'static str> {
    let all = [
        "from the cache",
        "kept in the cache",
        "made anew",
        "not kept",
    ];
    let of = |line: &String| *all.iter().find(|what| line.contains(**what)).unwrap();
    said.iter().map(of).collect()
}

#[test]
fn results_are_the_same_with_and_without() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, cached) = town_in(folder.path());
    let (said, expected) = run(&plain);
    assert!(said.is_empty());
    let (said, made) = run(&cached);
    assert_eq!(told(&said), ["kept in the cache"]);
    assert!(made == expected);
    let (said, found) = run(&cached);
    assert_eq!(told(&said), ["from the cache"]);
    assert!(found == expected);
    assert_eq!(kept(folder.path()).len(), 1);
}

#[test]
fn another_walker_is_laid_and_kept_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let (_, cached) = town_in(folder.path());
    run(&cached);
    let walkers = |study: &StudyFile, names: &[&str]| {
        let profile = toml::Value::from(names.to_vec()).try_into().unwrap();
        StudyFile {
            profile,
            ..study.clone()
        }
    };
    let wheels = walkers(&cached, &["rollator", "wheelchair"]);
    let (said, found) = run(&wheels);
    assert_eq!(told(&said), ["from the cache", "kept in the cache"]);
    let (said, again) = run(&wheels);
    assert_eq!(told(&said), ["from the cache"]);
    let plain = StudyFile {
        cache: None,
        ..wheels
    };
    let (_, expected) = run(&plain);
    assert!(found == expected && again == expected);
}

#[test]
fn whatever_shapes_the_streets_makes_it_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (_, cached) = town_in(folder.path());
    run(&cached);
    let other = StudyFile {
        crs: Some("EPSG:32631".to_owned()),
        ..cached.clone()
    };
    let plain = StudyFile {
        cache: None,
        ..other.clone()
    };
    let (said, made) = run(&other);
    assert_eq!(told(&said), ["kept in the cache"], "another plane");
    assert!(made == run(&plain).1);
    assert_eq!(told(&run(&cached).0), ["kept in the cache"], "and back");
    let mut columns = cached.clone();
    columns.streets[0]
        .columns
        .insert("class".into(), "id".into());
    assert_eq!(
        told(&run(&columns).0),
        ["kept in the cache"],
        "other columns"
    );
    assert_eq!(told(&run(&cached).0), ["kept in the cache"]);
    let streets = cached.path(&cached.streets[0].file);
    let mut bytes = fs::read(&streets).unwrap();
    bytes.push(b'\n');
    fs::write(&streets, bytes).unwrap();
    assert_eq!(
        told(&run(&cached).0),
        ["kept in the cache"],
        "one byte more"
    );
    assert_eq!(kept(folder.path()).len(), 1, "old ones are replaced");
    // What does not shape the streets makes nothing anew.
    let limits = StudyFile {
        title: Some("another".to_owned()),
        ..cached
    };
    assert_eq!(told(&run(&limits).0), ["from the cache"]);
}

#[test]
fn what_is_damaged_or_of_another_version_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, cached) = town_in(folder.path());
    let (_, expected) = run(&plain);
    run(&cached);
    let [file] = kept(folder.path()).try_into().unwrap();
    let whole = fs::read(&file).unwrap();
    let mut turned = whole.clone();
    let middle = turned.len() / 2;
    turned[middle] ^= 1;
    let mut version = whole.clone();
    version[8] += 1;
    let wrong = [
        turned,
        version,
        whole[..whole.len() - 1].to_vec(),
        whole[..40].to_vec(),
        Vec::new(),
        b"something else".to_vec(),
    ];
    for bytes in wrong {
        fs::write(&file, bytes).unwrap();
        let (said, made) = run(&cached);
        assert_eq!(told(&said), ["made anew", "kept in the cache"], "{said:?}");
        assert!(said[0].starts_with("warning: "));
        assert!(made == expected);
        assert!(fs::read(&file).unwrap() == whole, "the same file again");
    }
}

#[test]
fn runs_at_once_do_each_other_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, cached) = town_in(folder.path());
    let (_, expected) = run(&plain);
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..6).map(|_| scope.spawn(|| run(&cached))).collect();
        for one in runs {
            let (said, made) = one.join().unwrap();
            assert!(!told(&said).contains(&"made anew"), "{said:?}");
            assert!(made == expected);
        }
    });
    assert_eq!(kept(folder.path()).len(), 1, "nothing is left beside it");
    assert_eq!(told(&run(&cached).0), ["from the cache"]);
}

#[test]
fn where_nothing_can_be_kept_the_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, cached) = town_in(folder.path());
    fs::write(folder.path().join("kept"), "a file, and no folder").unwrap();
    let (said, made) = run(&cached);
    assert!(
        said.last()
            .unwrap()
            .starts_with("note: the network is not kept"),
        "{said:?}"
    );
    assert!(made == run(&plain).1);
}
