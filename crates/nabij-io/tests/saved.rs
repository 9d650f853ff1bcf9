//! Saved networks: whatever the bytes, an error or a network that can be walked.

use std::path::Path;

use nabij::{Components, EdgeAttributes, Groundwork, Length, Profile, Snapper};
use nabij_io::{Streets, StudyFile, edge_table, node_table, town};
use twox_hash::XxHash3_128;

/// Mark, version and checksum.
const HEAD: usize = 8 + 4 + 16;

fn saved(folder: &Path) -> Vec<u8> {
    town::write(folder).unwrap();
    let study = StudyFile::read(folder.join("study.toml")).unwrap();
    Streets::read(&study).unwrap().to_bytes().unwrap()
}

/// The same bytes with the checksum that they would have.
fn signed(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = XxHash3_128::oneshot(&bytes[HEAD..]);
    bytes[12..HEAD].copy_from_slice(&sum.to_le_bytes());
    bytes
}

#[test]
fn it_is_the_same_network() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = saved(folder.path());
    let read = Streets::from_bytes(&bytes).unwrap();
    assert_eq!(read.to_bytes().unwrap(), bytes);
    assert_eq!(signed(bytes.clone()), bytes);
    let study = StudyFile::read(folder.path().join("study.toml")).unwrap();
    let built = Streets::read(&study).unwrap();
    let edges = |streets: &Streets| edge_table(streets, &Profile::ADULT);
    assert_eq!(edges(&read).batch, edges(&built).batch);
    assert_eq!(edges(&read).geometry, edges(&built).geometry);
    assert_eq!(node_table(&read).batch, node_table(&built).batch);
    assert_eq!(read.frame, built.frame);
    assert_eq!(read.inputs, built.inputs);
}

/// The same with what two walkers need.
fn laid(folder: &Path) -> Vec<u8> {
    let mut streets = Streets::from_bytes(&saved(folder)).unwrap();
    let walkers = [Profile::ADULT, Profile::built_in()[3].clone()];
    streets.groundwork = Some(Groundwork::new(&streets.network, &walkers));
    streets.to_bytes().unwrap()
}

#[test]
fn what_is_laid_over_it_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = laid(folder.path());
    let read = Streets::from_bytes(&bytes).unwrap();
    assert!(read.to_bytes().unwrap() == bytes);
    let groundwork = read.groundwork.as_ref().unwrap();
    assert!(groundwork.knows(&Profile::ADULT));
    assert!(!groundwork.knows(&Profile::built_in()[1]));
    let (none, reach) = (Length::ZERO, Length::metres(100));
    let (network, adult) = (&read.network, &Profile::ADULT);
    let base = Components::new(network, adult);
    let new = Snapper::new(network, adult, &base, none, reach);
    let on = Snapper::on(groundwork, network, adult, none, reach);
    for node in network.nodes() {
        let place = network.point(node);
        assert_eq!(on.attach(place), new.attach(place));
    }
}

#[test]
fn what_is_believed_is_what_is_proven_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = laid(folder.path());
    let file = folder.path().join("town.nabij");
    std::fs::write(&file, &bytes).unwrap();
    let believed = Streets::open_trusted(&file).unwrap();
    assert!(believed.to_bytes().unwrap() == bytes);
    let read = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        Streets::open_trusted(&file).unwrap_err().to_string()
    };
    let mut damaged = bytes.clone();
    damaged[bytes.len() / 2] ^= 1;
    assert!(read(&damaged).ends_with("its checksum does not fit; save the network anew"));
    assert!(read(b"no network").ends_with("this is no network that nabij saved"));
}

#[test]
fn bytes_that_somebody_changed_and_signed_do_not_panic() {
    let folder = tempfile::tempdir().unwrap();
    changed_bytes(&saved(folder.path()), 3000);
}

#[test]
fn nor_do_those_of_what_is_laid_over_it() {
    let folder = tempfile::tempdir().unwrap();
    changed_bytes(&laid(folder.path()), 3000);
}

fn changed_bytes(bytes: &[u8], rounds: usize) {
    let mut state: u64 = 7;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let (mut refused, mut walked) = (0, 0);
    for round in 0..rounds {
        let mut changed = bytes.to_vec();
        for _ in 0..=round % 3 {
            let at = HEAD + random(changed.len() - HEAD);
            changed[at] = random(256) as u8;
        }
        if round % 10 == 0 {
            changed.truncate(HEAD + random(changed.len() - HEAD));
        }
        match Streets::from_bytes(&signed(changed)) {
            Err(_) => refused += 1,
            Ok(streets) => {
                edge_table(&streets, &Profile::ADULT);
                node_table(&streets);
                attached(&streets);
                walked += 1;
            }
        }
    }
    assert!(
        refused > 500 && walked > 10,
        "{refused} refused, {walked} walked"
    );
}

/// What is laid over a network that was read serves that network: it attaches doors somewhere.
fn attached(streets: &Streets) {
    let Some(groundwork) = &streets.groundwork else {
        return;
    };
    let (none, reach) = (Length::ZERO, Length::metres(100));
    let network = &streets.network;
    let snapper = Snapper::on(groundwork, network, &Profile::ADULT, none, reach);
    for node in network.nodes() {
        snapper.attach(network.point(node));
    }
}

#[test]
fn texts_that_many_lines_carry_are_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let read = Streets::from_bytes(&saved(folder.path())).unwrap();
    let of = |attributes: &EdgeAttributes| attributes.class.clone();
    let classes: Vec<_> = read
        .network
        .edges()
        .filter_map(|e| of(e.attributes()))
        .collect();
    let first = classes.first().unwrap();
    let same = classes.iter().filter(|class| *class == first);
    assert!(same.clone().count() > 10);
    assert!(
        same.into_iter()
            .all(|class| std::sync::Arc::ptr_eq(class, first))
    );
}
