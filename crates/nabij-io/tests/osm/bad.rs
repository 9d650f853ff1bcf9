//! Files that are wrong: a clear error, never a panic.

use std::path::Path;

use nabij_io::osm::{OsmData, OsmError, OsmParts, OsmRules};

use crate::{
    order::town,
    pbf::{self, Pbf, blob, bytes, number},
};

fn error(file: &[u8]) -> String {
    let rules = OsmRules::built_in().unwrap();
    pbf::read(file, &rules, OsmParts::default())
        .unwrap_err()
        .to_string()
}

#[test]
fn no_pbf_at_all() {
    let not = "test.osm.pbf: not an OSM PBF: ";
    let give = "; give an extract that ends in .osm.pbf";
    for (file, reason) in [
        (&b""[..], "the file is empty"),
        (b"ab", "it is too short"),
        (b"<?xml version=\"1.0\"?><osm/>", "this is OSM XML"),
        (
            b"\x1f\x8b\x08\0\0\0\0\0\0",
            "this is a compressed file of another kind",
        ),
        (
            b"{\"type\": \"FeatureCollection\"}",
            "it does not begin with a PBF header",
        ),
        (&blob("OSMData", b""), "its first block is no OSMHeader"),
        (b"\0\0\0\x02\x7f\x7f", "a field of unknown wire type"),
    ] {
        assert_eq!(error(file), format!("{not}{reason}{give}"));
    }
    let rules = OsmRules::built_in().unwrap();
    let missing =
        OsmData::open(Path::new("/nowhere/x.osm.pbf"), &rules, OsmParts::default()).unwrap_err();
    assert!(matches!(missing, OsmError::Io { .. }));
    assert!(missing.to_string().starts_with("/nowhere/x.osm.pbf: "));
}

#[test]
fn a_file_cut_off_at_any_byte() {
    let rules = OsmRules::built_in().unwrap();
    for zlib in [false, true] {
        let file = town().style(|style| {
            style.zlib = zlib;
            style.block = 20;
        });
        let file = file.bytes();
        for length in 0..file.len() {
            match pbf::read(&file[..length], &rules, OsmParts::default()) {
                Err(OsmError::Truncated { block, offset, .. }) => {
                    assert!(block >= 1 && offset <= length as u64)
                }
                Err(OsmError::NotPbf { .. }) => assert!(length < 4, "{length}"),
                Err(other) => panic!("{length}: {other}"),
                // Cut between two blocks, what is left is a sound file.
                Ok(extract) => assert!(extract.report.objects[0] < 200),
            }
        }
    }
    let file = town().bytes();
    let cut = error(&file[..file.len() - 1]);
    assert!(
        cut.starts_with("test.osm.pbf: the file ends inside block 4, which begins at byte "),
        "{cut}"
    );
}

#[test]
fn no_damaged_byte_makes_a_panic() {
    let rules = OsmRules::built_in().unwrap();
    let file = town().style(|style| style.block = 40).bytes();
    let mut seen = 0;
    for at in 0..file.len() {
        for value in [0, 0x7f, 0x80, 0xff, file[at] ^ 1, file[at].wrapping_add(8)] {
            let mut damaged = file.clone();
            damaged[at] = value;
            seen += usize::from(pbf::read(&damaged, &rules, OsmParts::default()).is_err());
        }
    }
    assert!(seen > file.len(), "only {seen} of the damages were seen");
}

#[test]
fn damaged_compression() {
    let file = town().style(|style| style.zlib = true);
    let mut damaged = file.bytes();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0xff;
    let text = error(&damaged);
    assert!(text.contains("is corrupt: its compressed data"), "{text}");
}

/// A sound header and then one block of this content.
fn after_header(content: &[u8]) -> Vec<u8> {
    let mut file = Pbf::default().bytes();
    file.extend(blob("OSMData", content));
    file
}

fn block_of(groups: &[u8]) -> Vec<u8> {
    let (mut table, mut block, mut content) = (Vec::new(), Vec::new(), Vec::new());
    bytes(&mut table, 1, b"");
    bytes(&mut block, 1, &table);
    bytes(&mut block, 2, groups);
    bytes(&mut content, 1, &block);
    after_header(&content)
}

#[test]
fn blocks_that_break_the_format() {
    let reason = |file: &[u8]| {
        let text = error(file);
        let begin = "test.osm.pbf: block 2, which begins at byte 47, is corrupt: ";
        let rest = text.strip_prefix(begin).unwrap_or_else(|| panic!("{text}"));
        rest.strip_suffix("; fetch the file again")
            .unwrap()
            .to_owned()
    };
    let field = |field: u64, value: &[u8]| {
        let mut out = Vec::new();
        bytes(&mut out, field, value);
        out
    };
    assert_eq!(reason(&after_header(b"")), "it holds no data");
    assert_eq!(
        reason(&after_header(&field(1, b""))),
        "it has no table of strings"
    );
    // A way whose tag points outside the table.
    let mut way = Vec::new();
    number(&mut way, 1, 7);
    bytes(&mut way, 2, &[9]);
    bytes(&mut way, 3, &[9]);
    assert_eq!(
        reason(&block_of(&field(3, &way))),
        "a tag points outside the table of strings"
    );
    assert_eq!(reason(&block_of(&field(3, b""))), "a way lacks its id");
    assert_eq!(
        reason(&block_of(&field(1, b""))),
        "a node lacks its id or place"
    );
    let mut dense = field(1, &[2, 2]);
    bytes(&mut dense, 8, &[2]);
    bytes(&mut dense, 9, &[2, 2]);
    assert_eq!(
        reason(&block_of(&field(2, &dense))),
        "columns of nodes differ in length"
    );
    assert_eq!(
        reason(&block_of(&field(2, &field(1, &[0x80])))),
        "a number is cut off"
    );
    let mut table = field(1, b"\xff\xfe");
    table = field(1, &table);
    assert_eq!(
        reason(&after_header(&field(1, &table))),
        "a string is not UTF-8"
    );
    // It says that it grows to more than a block may.
    let mut bomb = field(3, &[0x78, 0x9c]);
    number(&mut bomb, 2, 1 << 40);
    assert_eq!(reason(&after_header(&bomb)), "it is longer than 32 MB");
}

#[test]
fn what_this_reader_does_not_read() {
    let file = Pbf::default().style(|style| style.features.push("HistoricalInformation"));
    assert_eq!(
        error(&file.bytes()),
        "test.osm.pbf: needs the feature \"HistoricalInformation\", which nabij does not read; \
         write it again as a plain extract, for example with `osmium cat`"
    );
    let mut content = Vec::new();
    bytes(&mut content, 6, b"...");
    let text = error(&after_header(&content));
    assert!(
        text.starts_with("test.osm.pbf: needs lz4 compression"),
        "{text}"
    );
}

#[test]
fn nodes_that_are_nowhere() {
    // 400 degrees east.
    let file = Pbf::default()
        .node(1, 4e7, 0.0, "amenity=cafe")
        .node(2, 0.0, 0.0, "")
        .way(7, &[1, 2], "highway=path");
    let extract = file.extract();
    assert!(extract.facilities.is_empty() && extract.lines.is_empty());
    let reasons: Vec<_> = extract
        .report
        .rejected
        .iter()
        .map(|rejected| rejected.reason.as_str())
        .collect();
    assert_eq!(
        reasons,
        [
            "its place is not on the globe",
            "no two nodes in a row are in the file and in the plane"
        ]
    );
}

#[test]
fn an_empty_extract_is_no_error() {
    let extract = Pbf::default().extract();
    assert!(extract.lines.is_empty() && extract.report.rejected.is_empty());
}
