//! A network as it is stored, and read back: checked before anybody walks on it.

use std::{collections::BTreeMap, sync::Arc};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::{EdgeId, Edges, Line, Network, Square};
use crate::{
    attributes::{EdgeAttributes, NodeAttributes},
    error::NetworkError,
    line::{LineKey, SourceKind},
    packed::Bytes,
    parallel,
};

/// No street: the line has no name.
const UNNAMED: u32 = u32::MAX;

/// A [`Network`] as columns, not looked at yet.
///
/// What is known of lines and nodes is kept once for all that share it, but for the names of
/// streets; all else is columns.
#[derive(Serialize, Deserialize)]
pub struct StoredNetwork<'a> {
    #[serde(borrow)]
    nodes: Bytes<'a>,
    node_kinds: Vec<NodeAttributes>,
    /// Node and kind.
    #[serde(borrow)]
    tagged: Bytes<'a>,
    line_kinds: Vec<EdgeAttributes>,
    streets: Vec<Arc<str>>,
    /// Layer and kind of source, id (two words), part, kind, street, first vertex.
    #[serde(borrow)]
    lines: Bytes<'a>,
    #[serde(borrow)]
    vertices: Bytes<'a>,
    /// In the order of [`Edges`].
    #[serde(borrow)]
    edges: [Bytes<'a>; 6],
    squares: Vec<Square>,
}

/// Numbers for values, in the order in which they are met.
struct Numbered<T>(FxHashMap<T, u32>, Vec<T>);

impl<T: Clone + Eq + std::hash::Hash> Numbered<T> {
    fn number(&mut self, value: &T) -> u32 {
        if let Some(known) = self.0.get(value) {
            return *known;
        }
        let fresh = self.1.len() as u32; // at most one per line
        self.0.insert(value.clone(), fresh);
        self.1.push(value.clone());
        fresh
    }
}

impl StoredNetwork<'static> {
    fn of(network: &Network) -> Self {
        let mut node_kinds = Numbered(FxHashMap::default(), Vec::new());
        let tagged = network.node_attributes.iter();
        let tagged = tagged.map(|(node, known)| [*node, node_kinds.number(known)]);
        let tagged: Vec<[u32; 2]> = tagged.collect();
        let mut line_kinds = Numbered(FxHashMap::default(), Vec::new());
        let mut streets = Numbered(FxHashMap::default(), Vec::new());
        let lines = network.lines.iter().map(|line| {
            let LineKey {
                layer,
                kind,
                id,
                part,
            } = line.key;
            let [low, high] = [id as u32, (id >> 32) as u32];
            let mut known = line.attributes.clone();
            let street = known.street.take();
            let street = street.map_or(UNNAMED, |name| streets.number(&name));
            let kind = line_kinds.number(&known) << 2 | source_code(kind);
            [
                u32::from(layer),
                low,
                high,
                part,
                kind,
                street,
                line.first_vertex,
            ]
        });
        let lines: Vec<[u32; 7]> = lines.collect();
        let Edges {
            from,
            to,
            length,
            line,
            first,
            last,
        } = &network.edges;
        StoredNetwork {
            nodes: Bytes::of(&network.nodes),
            tagged: Bytes::of(&tagged),
            node_kinds: node_kinds.1,
            lines: Bytes::of(&lines),
            line_kinds: line_kinds.1,
            streets: streets.1,
            vertices: Bytes::of(&network.vertices),
            edges: [from, to, length, line, first, last].map(|column| Bytes::of(column)),
            squares: network.squares.clone(),
        }
    }
}

fn source_code(kind: SourceKind) -> u32 {
    match kind {
        SourceKind::Way => 0,
        SourceKind::Relation => 1,
        SourceKind::Feature => 2,
    }
}

fn source_kind(code: u32) -> Option<SourceKind> {
    let all = [SourceKind::Way, SourceKind::Relation, SourceKind::Feature];
    all.into_iter().find(|kind| source_code(*kind) == code)
}

impl Serialize for Network {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        StoredNetwork::of(self).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let stored = StoredNetwork::deserialize(from)?;
        stored.check().map_err(D::Error::custom)
    }
}

impl StoredNetwork<'_> {
    /// The network of whoever wrote this: all that a network promises is proven.
    ///
    /// # Errors
    /// [`NetworkError::Stored`] when it breaks a promise.
    pub fn check(self) -> Result<Network, NetworkError> {
        let network = self.trust()?;
        let reason = if !network.is_in_order() {
            "its edges are not in order"
        } else if !network.measures_true() {
            "an edge is not as long as its segments"
        } else {
            return Ok(network);
        };
        Err(NetworkError::Stored { reason })
    }

    /// The network of bytes that are whole, and were written by this program itself: beyond what
    /// is quickly seen they are believed.
    ///
    /// # Errors
    /// [`NetworkError::Stored`] when it names what is not there.
    pub fn trust(self) -> Result<Network, NetworkError> {
        let wrong = |reason| NetworkError::Stored { reason };
        let columns = || wrong("a column is cut off, or names what is not there");
        let (lines, rest) = parallel::both(
            || self.lines(),
            || {
                let [from, to, length, line, first, last] = &self.edges;
                let edges = Edges {
                    from: from.rows()?,
                    to: to.rows()?,
                    length: length.rows()?,
                    line: line.rows()?,
                    first: first.rows()?,
                    last: last.rows()?,
                };
                Some((
                    self.nodes.rows()?,
                    self.tagged()?,
                    self.vertices.rows()?,
                    edges,
                ))
            },
        );
        let (nodes, node_attributes, vertices, edges) = rest.ok_or_else(columns)?;
        let network = Network {
            nodes,
            node_attributes,
            lines: lines.ok_or_else(columns)?,
            vertices,
            edges,
            squares: self.squares,
        };
        if !network.has_its_vertices() {
            return Err(wrong("edges and lines do not fit their vertices"));
        }
        if !network.has_its_nodes() {
            return Err(wrong("something names a node or an edge that is not there"));
        }
        Ok(network)
    }

    fn lines(&self) -> Option<Vec<Line>> {
        let mut kinds = self.line_kinds.clone();
        share_texts(&mut kinds);
        let line = |[layer, low, high, part, kind, street, first_vertex]: [u32; 7]| {
            let mut attributes = kinds.get((kind >> 2) as usize)?.clone();
            if street != UNNAMED {
                attributes.street = Some(Arc::clone(self.streets.get(street as usize)?));
            }
            let key = LineKey {
                layer: u16::try_from(layer).ok()?,
                kind: source_kind(kind & 3)?,
                id: i64::from(high.cast_signed()) << 32 | i64::from(low),
                part,
            };
            Some(Line {
                key,
                attributes,
                first_vertex,
            })
        };
        let rows = self.lines.rows()?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            lines.push(line(row)?);
        }
        Some(lines)
    }

    fn tagged(&self) -> Option<BTreeMap<u32, NodeAttributes>> {
        let rows: Vec<[u32; 2]> = self.tagged.rows()?;
        let known = |kind: u32| self.node_kinds.get(kind as usize).cloned();
        let tagged = rows.into_iter();
        tagged
            .map(|[node, kind]| Some((node, known(kind)?)))
            .collect()
    }
}

/// Whether it holds of every edge, asked on all threads.
fn all(edges: usize, holds: impl Fn(usize) -> bool + Sync + Send) -> bool {
    const PIECE: usize = 4096;
    let pieces = parallel::map(edges.div_ceil(PIECE), |piece| {
        let start = piece * PIECE;
        (start..edges.min(start + PIECE)).all(&holds)
    });
    pieces.into_iter().all(|holds| holds)
}

impl Network {
    /// Whether every edge is a run of vertices of its line.
    fn has_its_vertices(&self) -> bool {
        let Edges {
            from,
            to,
            length,
            line,
            first,
            last,
        } = &self.edges;
        let columns = [from, to, line, first, last];
        if columns.iter().any(|column| column.len() != length.len()) {
            return false;
        }
        let starts = self.lines.iter().map(|line| line.first_vertex as usize);
        let ends = starts.clone().skip(1).chain([self.vertices.len()]);
        let spans: Vec<(usize, usize)> = starts.zip(ends).collect();
        let fits = |edge: usize| {
            let (first, last) = (first[edge] as usize, last[edge] as usize);
            let span = spans.get(line[edge] as usize);
            span.is_some_and(|(start, end)| first < last && start + last < *end)
        };
        spans.iter().all(|(_, end)| *end <= self.vertices.len()) && all(length.len(), fits)
    }

    /// Whether edges come in the order of their keys.
    fn is_in_order(&self) -> bool {
        let key = |edge: usize| self.edge(EdgeId(edge as u32)).key();
        let pairs = self.edge_count().saturating_sub(1);
        all(pairs, |edge| key(edge) < key(edge + 1))
    }

    /// Whether every length is the sum of its segments.
    fn measures_true(&self) -> bool {
        all(self.edge_count(), |edge| {
            let edge = self.edge(EdgeId(edge as u32));
            let sides = edge.geometry().windows(2);
            let mm: u64 = sides.map(|ends| ends[0].distance_mm(ends[1])).sum();
            mm == u64::from(edge.length().mm())
        })
    }

    /// Whether every node and edge that is named is there.
    fn has_its_nodes(&self) -> bool {
        let node = |number: u32| (number as usize) < self.node_count();
        let corner = |edge: EdgeId, offset: u32| {
            let length = self.edges.length.get(edge.index());
            length.is_some_and(|length| offset <= *length)
        };
        let ends = self.edges.from.iter().chain(&self.edges.to);
        let mut corners = self.squares.iter().flat_map(|square| square.corners());
        ends.chain(self.node_attributes.keys()).all(|at| node(*at))
            && corners.all(|at| node(at.node.0) && corner(at.edge, at.offset))
    }
}

/// Keeps a text once that many carry.
fn share_texts(kinds: &mut [EdgeAttributes]) {
    let mut known: FxHashSet<Arc<str>> = FxHashSet::default();
    let mut share = |text: &mut Option<Arc<str>>| {
        let Some(own) = text else { return };
        match known.get(own) {
            Some(shared) => *own = Arc::clone(shared),
            None => drop(known.insert(Arc::clone(own))),
        }
    };
    for kind in kinds {
        let texts = [
            &mut kind.class,
            &mut kind.crossing_kind,
            &mut kind.surface,
            &mut kind.smoothness,
        ];
        texts.into_iter().for_each(&mut share);
    }
}
