//! From blocks to data: which ways and nodes are needed, where they are, and what they make.

use nabij::EdgeAttributes;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    block::OsmKind,
    columns::{self, Ways},
    data::{Barrier, Line, NodeTable, OsmData, Square},
    file::Header,
    found::{Counts, Found, FoundDoor, FoundNode, FoundObject, FoundRelation, Site},
    id::OsmId,
    object::ring,
    report::{Clipped, OsmReport, Rejected},
    rings::Polygon,
    rules::{BarrierSort, OsmRules},
};

pub(super) type WayAt = (usize, usize);

/// What stands between the blocks and the data.
pub(super) struct Reading {
    pub(super) data: OsmData,
    found: Vec<Found>,
    /// The ways in use, sorted, and their nodes.
    ways: Vec<WayAt>,
    way_nodes: Vec<u32>,
    /// Where the nodes of each way end.
    way_ends: Vec<usize>,
    /// The members of relations in use.
    pub(super) members: FxHashMap<i64, WayAt>,
}

impl Reading {
    pub(super) fn new(header: Header, found: Vec<Found>, rules: OsmRules) -> Self {
        let mut counts = Counts::default();
        found.iter().for_each(|found| counts.add(&found.counts));
        let mut reading = Reading {
            data: OsmData {
                header,
                nodes: NodeTable::default(),
                lines: Vec::new(),
                squares: Vec::new(),
                barriers: Vec::new(),
                node_attributes: Vec::new(),
                doors: Vec::new(),
                objects: Vec::new(),
                areas: Vec::new(),
                stop_areas: Vec::new(),
                report: OsmReport::default(),
                rules,
            },
            found,
            ways: Vec::new(),
            way_nodes: Vec::new(),
            way_ends: Vec::new(),
            members: FxHashMap::default(),
        };
        reading.count(&counts);
        reading.find_members();
        reading.find_nodes();
        reading
    }

    pub(super) fn count(&mut self, counts: &Counts) {
        let (report, rules) = (&mut self.data.report, &self.data.rules);
        report.objects = counts.objects;
        let mut add = |name: String, count: u64| {
            if count > 0 {
                *report.rules.entry(name).or_default() += count;
            }
        };
        for (rule, &count) in rules.ways.iter().zip(&counts.ways) {
            add(format!("way: {}", rule.id), count);
        }
        add("way: no rule".to_owned(), counts.no_way_rule);
        for (rule, &count) in rules.squares.iter().zip(&counts.squares) {
            add(format!("square: {}", rule.id), count);
        }
        for (rule, &count) in rules.barriers.iter().zip(&counts.barriers) {
            add(format!("barrier: {}", rule.kind), count);
        }
    }

    /// Where the member ways of the relations in use are.
    pub(super) fn find_members(&mut self) {
        let relations = self.found.iter().flat_map(|found| &found.relations);
        let members: FxHashSet<i64> = relations
            .filter(|relation| !relation.stop_area)
            .flat_map(|relation| &relation.members)
            .filter(|(kind, _)| *kind == OsmKind::Way)
            .map(|&(_, id)| id)
            .collect();
        if members.is_empty() {
            return;
        }
        for (block, found) in self.found.iter().enumerate() {
            for (at, id) in found.ways.ids.iter().enumerate() {
                if members.contains(id) {
                    self.members.entry(*id).or_insert((block, at));
                }
            }
        }
    }

    /// Unpacks the ways in use and finds the places of their nodes.
    pub(super) fn find_nodes(&mut self) {
        let mut ways: Vec<WayAt> = self.members.values().copied().collect();
        for (block, found) in self.found.iter().enumerate() {
            let lines = found
                .lines
                .iter()
                .chain(&found.squares)
                .map(|line| line.way);
            let barriers = found.barriers.iter().map(|barrier| barrier.way);
            let objects = found.objects.iter().filter_map(|object| match object.site {
                Site::Way(way) => Some(way),
                _ => None,
            });
            ways.extend(lines.chain(barriers).chain(objects).map(|way| (block, way)));
        }
        ways.par_sort_unstable();
        ways.dedup();
        let found = &self.found;
        let (mut refs, mut ends) = (Vec::new(), Vec::with_capacity(ways.len()));
        for &(block, at) in &ways {
            found
                .get(block)
                .into_iter()
                .for_each(|found| found.ways.refs(at, &mut refs));
            ends.push(refs.len());
        }
        let mut ids = refs.clone();
        ids.par_sort_unstable();
        ids.dedup();
        // More than 4,000 million nodes do not fit in memory; those beyond would count as missing.
        ids.truncate(u32::MAX as usize);
        let runs: Vec<_> = found.iter().flat_map(|found| &found.nodes).collect();
        let places = columns::places(&runs, &ids);
        let nodes = NodeTable { ids, places };
        self.way_nodes = refs
            .par_iter()
            .map(|&id| nodes.find(id).unwrap_or(u32::MAX))
            .collect();
        self.way_ends = ends;
        self.ways = ways;
        self.data.nodes = nodes;
        self.found.iter_mut().for_each(|found| {
            found.nodes = Vec::new();
            found.ways = Ways::default();
        });
    }

    pub(super) fn way(&self, way: WayAt) -> &[u32] {
        let Ok(at) = self.ways.binary_search(&way) else {
            return &[];
        };
        let start = at
            .checked_sub(1)
            .and_then(|before| self.way_ends.get(before));
        let start = start.copied().unwrap_or(0);
        let nodes = self
            .way_ends
            .get(at)
            .and_then(|&end| self.way_nodes.get(start..end));
        nodes.unwrap_or_default()
    }

    pub(super) fn missing(&self, nodes: &[u32]) -> usize {
        nodes
            .iter()
            .filter(|&&node| self.data.nodes.place(node).is_none())
            .count()
    }

    pub(super) fn reject(&mut self, id: OsmId, what: &'static str, reason: impl Into<String>) {
        self.data.report.rejected.push(Rejected {
            id,
            what,
            reason: reason.into(),
        });
    }

    pub(super) fn finish(mut self) -> OsmData {
        let mut found = std::mem::take(&mut self.found);
        let doors = found.iter_mut().flat_map(|found| found.doors.drain(..));
        let on_ways = |door: FoundDoor| Some((self.data.nodes.find(door.id)?, door));
        let doors: Vec<(u32, FoundDoor)> = doors.filter_map(on_ways).collect();
        let public = doors.iter().filter(|(_, door)| !door.residents);
        let public: FxHashSet<i64> = public.map(|(_, door)| door.id).collect();
        self.data.doors = doors;
        let mut objects: Vec<(usize, FoundObject)> = Vec::new();
        let mut relations: Vec<FoundRelation> = Vec::new();
        let mut nodes = Vec::new();
        for (block, found) in found.into_iter().enumerate() {
            for line in found.lines {
                self.line(line.id, (block, line.way), line.attributes);
            }
            for square in found.squares {
                self.way_square(square.id, (block, square.way), square.attributes);
            }
            for barrier in found.barriers {
                let id = OsmId::way(barrier.id);
                let nodes = self.way((block, barrier.way)).to_vec();
                self.barrier(id, barrier.kind, nodes);
            }
            objects.extend(found.objects.into_iter().map(|object| (block, object)));
            relations.extend(found.relations);
            nodes.extend(found.node_attributes);
            for (id, what) in found.refused {
                self.reject(
                    id,
                    what,
                    "its tags say that it is not in use (`none` in the rules)",
                );
            }
        }
        relations.sort_by_key(|relation| relation.id);
        relations.dedup_by_key(|relation| relation.id);
        let outlines = self.relations(relations);
        self.objects(objects, &outlines, &public);
        self.nodes(nodes);
        self.unique();
        self.data
    }

    pub(super) fn line(&mut self, id: i64, way: WayAt, attributes: EdgeAttributes) {
        let nodes = self.way(way).to_vec();
        let missing = self.missing(&nodes);
        if missing > 0 {
            self.data.report.clipped.push(Clipped {
                id: OsmId::way(id),
                present: nodes.len() - missing,
                missing,
            });
        }
        match nodes.len() {
            0 | 1 => self.reject(OsmId::way(id), "line", "it has fewer than two nodes"),
            _ => self.data.lines.push(Line {
                id,
                nodes,
                attributes,
            }),
        }
    }

    pub(super) fn way_square(&mut self, id: i64, way: WayAt, attributes: EdgeAttributes) {
        let nodes = self.way(way);
        let missing = self.missing(nodes);
        let id = OsmId::way(id);
        match ring(nodes) {
            _ if missing > 0 => self.reject(id, "square", not_in_file(missing, nodes.len())),
            None => self.reject(id, "square", "it has fewer than three different nodes"),
            Some(outer) => self.data.squares.push(Square {
                id,
                polygons: vec![Polygon {
                    outer,
                    holes: Vec::new(),
                }],
                attributes,
            }),
        }
    }

    pub(super) fn is_building(&self, kind: usize) -> bool {
        let rule = self.data.rules.barriers.get(kind);
        rule.is_some_and(|rule| rule.sort == BarrierSort::Building)
    }

    pub(super) fn barrier(&mut self, id: OsmId, kind: usize, nodes: Vec<u32>) {
        let closed = nodes.len() > 3 && nodes.first() == nodes.last();
        match nodes.len() {
            0 | 1 => self.reject(id, "barrier", "it has fewer than two nodes"),
            _ => self.data.barriers.push(Barrier {
                id,
                kind,
                nodes,
                closed,
            }),
        }
    }

    /// Keeps the tagged nodes that streets and squares pass.
    pub(super) fn nodes(&mut self, found: Vec<FoundNode>) {
        let data = &mut self.data;
        let mut walked = vec![false; data.nodes.ids.len()];
        let rings = data.squares.iter().flat_map(|square| &square.polygons);
        let rings = rings.flat_map(|polygon| polygon.holes.iter().chain([&polygon.outer]));
        for &node in data
            .lines
            .iter()
            .map(|line| &line.nodes)
            .chain(rings)
            .flatten()
        {
            if let Some(walked) = walked.get_mut(node as usize) {
                *walked = true;
            }
        }
        for found in found {
            let Some(node) = data
                .nodes
                .find(found.id)
                .filter(|&node| walked.get(node as usize) == Some(&true))
            else {
                continue;
            };
            if let Some(rule) = found.rule.and_then(|rule| data.rules.nodes.get(rule)) {
                *data
                    .report
                    .rules
                    .entry(format!("node: {}", rule.id))
                    .or_default() += 1;
            }
            data.node_attributes.push((node, found.attributes));
        }
    }

    /// Sorts everything by id, and leaves out what stands in the file twice.
    pub(super) fn unique(&mut self) {
        let data = &mut self.data;
        let mut twice = Vec::new();
        data.lines.sort_by_key(|line| line.id);
        data.lines.dedup_by(|line, first| {
            let same = line.id == first.id;
            if same {
                twice.push((OsmId::way(line.id), "line"));
            }
            same
        });
        data.squares.sort_by_key(|square| square.id);
        data.squares.dedup_by(|square, first| {
            let same = square.id == first.id;
            if same {
                twice.push((square.id, "square"));
            }
            same
        });
        data.objects.sort_by_key(|object| object.found.id);
        data.objects.dedup_by(|object, first| {
            let same = object.found.id == first.found.id;
            if same {
                twice.push((object.found.id, "facility or origin"));
            }
            same
        });
        data.barriers
            .sort_by(|a, b| (a.id, a.kind, &a.nodes).cmp(&(b.id, b.kind, &b.nodes)));
        data.barriers
            .dedup_by(|a, b| (a.id, a.kind, &a.nodes) == (b.id, b.kind, &b.nodes));
        data.doors.sort_by_key(|(node, _)| *node);
        data.doors.dedup_by_key(|(node, _)| *node);
        data.node_attributes.sort_by_key(|(node, _)| *node);
        data.node_attributes.dedup_by_key(|(node, _)| *node);
        data.areas.sort_by_key(|area| area.id);
        data.stop_areas.sort_unstable();
        data.stop_areas.dedup();
        for (id, what) in twice {
            self.reject(
                id,
                what,
                "its id occurs twice in the file; the first one is used",
            );
        }
    }
}
pub(super) fn not_in_file(missing: usize, all: usize) -> String {
    format!("{missing} of its {all} nodes are not in the file")
}
