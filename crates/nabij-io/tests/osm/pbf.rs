//! A small writer of PBF files, and the plane that the tests measure in.

use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use nabij::Point;
use nabij_io::osm::{OsmData, OsmError, OsmExtract, OsmParts, OsmRules};

/// Kind and id of each member.
type Members = Vec<(char, i64)>;

/// Objects to write; places are in metres.
#[derive(Clone, Debug, Default)]
pub struct Pbf {
    nodes: Vec<(i64, f64, f64, Tags)>,
    ways: Vec<(i64, Vec<i64>, Tags)>,
    relations: Vec<(i64, Members, Tags)>,
    /// How the file is written, not what is in it.
    pub style: Style,
}

/// Ways to write the same objects.
#[derive(Clone, Debug)]
pub struct Style {
    pub zlib: bool,
    pub dense: bool,
    /// Objects per block.
    pub block: usize,
    /// Nodes last instead of first.
    pub reversed: bool,
    pub features: Vec<&'static str>,
    /// West, south, east, north.
    pub bbox: Option<[f64; 4]>,
    pub timestamp: Option<u64>,
}

impl Default for Style {
    fn default() -> Self {
        Style {
            zlib: false,
            dense: true,
            block: 8000,
            reversed: false,
            features: vec!["OsmSchema-V0.6", "DenseNodes"],
            bbox: None,
            timestamp: None,
        }
    }
}

type Tags = Vec<(String, String)>;

/// `"highway=footway|name=Lange Voorhout"`.
fn tags(text: &str) -> Tags {
    let pairs = text.split('|').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

/// A ten-millionth of a degree is a centimetre: tests read in metres, exactly.
pub fn plane(places: &[(f64, f64)]) -> Vec<Option<Point>> {
    let cm = |degrees: f64| (degrees * 1e7).round() as i32;
    places
        .iter()
        .map(|&(lon, lat)| (lon < 10.0).then(|| Point::new(cm(lon) * 10, cm(lat) * 10)))
        .collect()
}

/// A point in metres.
pub fn at(x: f64, y: f64) -> Point {
    Point::from_metres(x, y).unwrap()
}

impl Pbf {
    pub fn node(mut self, id: i64, x: f64, y: f64, text: &str) -> Self {
        self.nodes.push((id, x, y, tags(text)));
        self
    }

    /// Untagged nodes.
    pub fn nodes(self, nodes: &[(i64, f64, f64)]) -> Self {
        nodes
            .iter()
            .fold(self, |pbf, &(id, x, y)| pbf.node(id, x, y, ""))
    }

    pub fn way(mut self, id: i64, nodes: &[i64], text: &str) -> Self {
        self.ways.push((id, nodes.to_vec(), tags(text)));
        self
    }

    /// Members as `"w10 w11 n3"`.
    pub fn relation(mut self, id: i64, members: &str, text: &str) -> Self {
        let members = members
            .split_whitespace()
            .map(|member| (member.chars().next().unwrap(), member[1..].parse().unwrap()))
            .collect();
        self.relations.push((id, members, tags(text)));
        self
    }

    /// A square of side 10 m with its lower left corner there: nodes `id` to `id + 3` and way `id`.
    pub fn square(self, id: i64, x: f64, y: f64, text: &str) -> Self {
        self.nodes(&[
            (id, x, y),
            (id + 1, x + 10.0, y),
            (id + 2, x + 10.0, y + 10.0),
            (id + 3, x, y + 10.0),
        ])
        .way(id, &[id, id + 1, id + 2, id + 3, id], text)
    }

    pub fn style(mut self, change: impl FnOnce(&mut Style)) -> Self {
        change(&mut self.style);
        self
    }

    /// The same objects in another order.
    pub fn shuffled(mut self, seed: u64) -> Self {
        fn shuffle<T>(list: &mut [T], mut seed: u64) {
            for at in (1..list.len()).rev() {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                list.swap(at, (seed >> 33) as usize % (at + 1));
            }
        }
        shuffle(&mut self.nodes, seed);
        shuffle(&mut self.ways, seed + 1);
        shuffle(&mut self.relations, seed + 2);
        self.relations
            .iter_mut()
            .for_each(|relation| shuffle(&mut relation.1, seed + 3));
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut header = Vec::new();
        if let Some([west, south, east, north]) = self.style.bbox {
            let mut bbox = Vec::new();
            for (field, side) in [(1, west), (2, east), (3, north), (4, south)] {
                number(&mut bbox, field, zigzag((side * 1e9).round() as i64));
            }
            bytes(&mut header, 1, &bbox);
        }
        for feature in &self.style.features {
            bytes(&mut header, 4, feature.as_bytes());
        }
        if let Some(timestamp) = self.style.timestamp {
            number(&mut header, 32, timestamp);
        }
        let mut file = self.blob("OSMHeader", &header);
        let mut blocks: Vec<Vec<u8>> = Vec::new();
        for nodes in self.nodes.chunks(self.style.block) {
            blocks.push(self.node_block(nodes));
        }
        for ways in self.ways.chunks(self.style.block) {
            let mut strings = Strings::default();
            let mut group = Vec::new();
            for (id, nodes, tags) in ways {
                let mut way = Vec::new();
                number(&mut way, 1, *id as u64);
                strings.tags(&mut way, tags);
                bytes(&mut way, 8, &differences(nodes.iter().copied()));
                bytes(&mut group, 3, &way);
            }
            blocks.push(strings.block(&group));
        }
        for relations in self.relations.chunks(self.style.block) {
            let mut strings = Strings::default();
            let mut group = Vec::new();
            for (id, members, tags) in relations {
                let mut relation = Vec::new();
                number(&mut relation, 1, *id as u64);
                strings.tags(&mut relation, tags);
                let role = strings.find("outer");
                bytes(&mut relation, 8, &packed(members.iter().map(|_| role)));
                bytes(
                    &mut relation,
                    9,
                    &differences(members.iter().map(|member| member.1)),
                );
                let kinds = members
                    .iter()
                    .map(|member| "nwr".find(member.0).unwrap() as u64);
                bytes(&mut relation, 10, &packed(kinds));
                bytes(&mut group, 4, &relation);
            }
            blocks.push(strings.block(&group));
        }
        if self.style.reversed {
            blocks.reverse();
        }
        blocks
            .iter()
            .for_each(|block| file.extend(self.blob("OSMData", block)));
        file
    }

    fn node_block(&self, nodes: &[(i64, f64, f64, Tags)]) -> Vec<u8> {
        let mut strings = Strings::default();
        let mut group = Vec::new();
        let cm = |metres: f64| (metres * 100.0).round() as i64;
        if self.style.dense {
            let mut dense = Vec::new();
            bytes(&mut dense, 1, &differences(nodes.iter().map(|node| node.0)));
            bytes(
                &mut dense,
                8,
                &differences(nodes.iter().map(|node| cm(node.2))),
            );
            bytes(
                &mut dense,
                9,
                &differences(nodes.iter().map(|node| cm(node.1))),
            );
            let mut list = Vec::new();
            for (.., tags) in nodes {
                for (key, value) in tags {
                    list.extend([strings.find(key), strings.find(value)]);
                }
                list.push(0);
            }
            bytes(&mut dense, 10, &packed(list));
            bytes(&mut group, 2, &dense);
        } else {
            for (id, x, y, tags) in nodes {
                let mut node = Vec::new();
                number(&mut node, 1, zigzag(*id));
                strings.tags(&mut node, tags);
                number(&mut node, 8, zigzag(cm(*y)));
                number(&mut node, 9, zigzag(cm(*x)));
                bytes(&mut group, 1, &node);
            }
        }
        strings.block(&group)
    }

    fn blob(&self, kind: &str, data: &[u8]) -> Vec<u8> {
        let mut content = Vec::new();
        if self.style.zlib {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(data).unwrap();
            number(&mut content, 2, data.len() as u64);
            bytes(&mut content, 3, &encoder.finish().unwrap());
        } else {
            bytes(&mut content, 1, data);
        }
        blob(kind, &content)
    }

    /// Reads the file with the built-in rules.
    pub fn read(&self) -> Result<OsmExtract, OsmError> {
        self.read_with(&OsmRules::built_in()?, OsmParts::default())
    }

    pub fn read_with(&self, rules: &OsmRules, parts: OsmParts) -> Result<OsmExtract, OsmError> {
        read(&self.bytes(), rules, parts)
    }

    /// Reads a file that is sound.
    pub fn extract(&self) -> OsmExtract {
        self.read().unwrap()
    }
}

pub fn read(file: &[u8], rules: &OsmRules, parts: OsmParts) -> Result<OsmExtract, OsmError> {
    Ok(OsmData::from_reader(file, "test.osm.pbf", rules, parts)?.project(0, &plane))
}

/// A file block of this content.
pub fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
    let mut header = Vec::new();
    bytes(&mut header, 1, kind.as_bytes());
    number(&mut header, 3, content.len() as u64);
    let mut blob = (header.len() as u32).to_be_bytes().to_vec();
    blob.extend(header);
    blob.extend(content);
    blob
}

#[derive(Default)]
struct Strings(Vec<String>);

impl Strings {
    fn find(&mut self, text: &str) -> u64 {
        let found = self.0.iter().position(|string| string == text);
        let at = found.unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        });
        at as u64 + 1
    }

    fn tags(&mut self, message: &mut Vec<u8>, tags: &Tags) {
        let keys: Vec<u64> = tags.iter().map(|(key, _)| self.find(key)).collect();
        let values: Vec<u64> = tags.iter().map(|(_, value)| self.find(value)).collect();
        bytes(message, 2, &packed(keys));
        bytes(message, 3, &packed(values));
    }

    fn block(&self, group: &[u8]) -> Vec<u8> {
        let mut table = Vec::new();
        bytes(&mut table, 1, b"");
        self.0
            .iter()
            .for_each(|text| bytes(&mut table, 1, text.as_bytes()));
        let mut block = Vec::new();
        bytes(&mut block, 1, &table);
        bytes(&mut block, 2, group);
        block
    }
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

pub fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

pub fn bytes(out: &mut Vec<u8>, field: u64, value: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, value.len() as u64);
    out.extend(value);
}

fn packed(values: impl IntoIterator<Item = u64>) -> Vec<u8> {
    let mut out = Vec::new();
    values.into_iter().for_each(|value| varint(&mut out, value));
    out
}

fn differences(values: impl Iterator<Item = i64>) -> Vec<u8> {
    let mut last = 0_i64;
    packed(values.map(|value| {
        let difference = value.wrapping_sub(last);
        last = value;
        zigzag(difference)
    }))
}
