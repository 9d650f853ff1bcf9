//! Squares, barriers, areas and outlines that are relations.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{
    block::OsmKind,
    data::{Area, Square},
    found::FoundRelation,
    id::OsmId,
    reading::{Reading, not_in_file},
    rings::{self, NoRings, Polygon},
};

impl Reading {
    /// Squares, barriers, areas and outlines of objects that are relations.
    pub(super) fn relations(
        &mut self,
        relations: Vec<FoundRelation>,
    ) -> FxHashMap<i64, Result<Vec<Polygon>, String>> {
        let shapes: Vec<Result<Vec<Polygon>, String>> = relations
            .par_iter()
            .map(|relation| self.polygons(relation))
            .collect();
        let mut outlines = FxHashMap::default();
        for (relation, shape) in relations.into_iter().zip(shapes) {
            let id = OsmId::relation(relation.id);
            if relation.stop_area {
                let members = relation
                    .members
                    .iter()
                    .map(|&(kind, member)| (OsmId { kind, id: member }, relation.id));
                self.data.stop_areas.extend(members);
            }
            if let Some(attributes) = relation.square {
                match &shape {
                    Ok(polygons) => self.data.squares.push(Square {
                        id,
                        polygons: polygons.clone(),
                        attributes,
                    }),
                    Err(reason) => self.reject(id, "square", reason.as_str()),
                }
            }
            if let Some(kind) = relation.barrier {
                match &shape {
                    Ok(polygons) => {
                        // Whoever is in its courtyard is in the building.
                        let courtyards = !self.is_building(kind);
                        let rings = polygons.iter().flat_map(|polygon| {
                            let holes = polygon.holes.iter().filter(|_| courtyards);
                            holes.chain([&polygon.outer])
                        });
                        for ring in rings {
                            self.barrier(
                                id,
                                kind,
                                ring.iter().chain(ring.first()).copied().collect(),
                            );
                        }
                    }
                    Err(reason) if self.is_building(kind) => {
                        self.reject(id, "barrier", reason.as_str())
                    }
                    // The shores that are there hold back a walker all the same.
                    Err(reason) => {
                        self.reject(
                            id,
                            "barrier",
                            format!("{reason}; its lines are used one by one"),
                        );
                        for nodes in self.member_ways(&relation.members).0 {
                            self.barrier(id, kind, nodes);
                        }
                    }
                }
            }
            if let Some(found) = relation.area {
                match &shape {
                    Ok(polygons) => self.data.areas.push(Area {
                        id: relation.id,
                        found,
                        polygons: polygons.clone(),
                    }),
                    Err(reason) => self.reject(id, "area", reason.as_str()),
                }
            }
            if relation.object {
                outlines.insert(relation.id, shape);
            }
        }
        outlines
    }

    /// The nodes of the member ways, each way once, and the members that are not in the file.
    pub(super) fn member_ways(&self, members: &[(OsmKind, i64)]) -> (Vec<Vec<u32>>, Vec<i64>) {
        let mut ids: Vec<i64> = members
            .iter()
            .filter(|(kind, _)| *kind == OsmKind::Way)
            .map(|&(_, id)| id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let (mut ways, mut missing) = (Vec::new(), Vec::new());
        for id in ids {
            match self.members.get(&id) {
                Some(&way) => ways.push(self.way(way).to_vec()),
                None => missing.push(id),
            }
        }
        (ways, missing)
    }

    pub(super) fn polygons(&self, relation: &FoundRelation) -> Result<Vec<Polygon>, String> {
        if let Some(kind) = &relation.shapeless {
            return Err(format!("a relation of type {kind:?} has no outline"));
        }
        let (ways, missing) = self.member_ways(&relation.members);
        if let Some(first) = missing.first() {
            return Err(format!(
                "{} of its ways are not in the file, the first is w{first}",
                missing.len()
            ));
        }
        let gaps: usize = ways.iter().map(|nodes| self.missing(nodes)).sum();
        if gaps > 0 {
            return Err(not_in_file(gaps, ways.iter().map(Vec::len).sum()));
        }
        rings::assemble(&ways, |node| self.data.nodes.place(node)).map_err(|error| match error {
            NoRings::OpenAt(node) => {
                format!("its ways do not close at n{}", self.data.nodes.id(node))
            }
            NoRings::Degenerate => "its ways enclose nothing".to_owned(),
        })
    }
}
