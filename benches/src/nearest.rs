//! The nearest facility of every category for every node.

use std::io;

use nabij::{Graph, Label, Length, Search};

use crate::{folder::Folder, streets::Streets};

/// Facilities by category, the workspace, and the answers.
#[derive(Debug)]
pub struct Nearest {
    facilities: Vec<Vec<u32>>,
    /// Per node: its vertex on the public part of a walk.
    vertices: Vec<u32>,
    search: Search,
    /// Distance and facility, category by category, node by node.
    answers: Vec<Label>,
}

impl Nearest {
    /// Reads `facilities.u32`: how many per category, then their nodes, category by category.
    pub fn read(folder: &Folder, streets: &Streets, graph: &Graph) -> io::Result<Self> {
        let numbers = folder.read_u32("facilities.u32")?;
        let (each, nodes) = numbers.split_first().map_or((1, &[][..]), |(n, r)| (*n, r));
        let facilities: Vec<Vec<u32>> = nodes
            .chunks(each.max(1) as usize)
            .map(<[u32]>::to_vec)
            .collect();
        let network = streets.network();
        let vertices: Vec<u32> = network.nodes().map(|node| graph.public(node)).collect();
        let answers = vec![Label::NONE; facilities.len() * vertices.len()];
        Ok(Nearest {
            facilities,
            vertices,
            search: Search::new(graph),
            answers,
        })
    }

    /// Searches once per category and reads every node's answer.
    pub fn run(&mut self, graph: &Graph, horizon: Length) {
        let nodes = self.vertices.len();
        let answers = self.answers.chunks_mut(nodes);
        for (facilities, answers) in self.facilities.iter().zip(answers) {
            let seeds = (0..).zip(facilities).map(|(rank, node)| {
                let label = Label::new(Length::ZERO, rank);
                (self.vertices[*node as usize], label)
            });
            self.search.run(graph, seeds, horizon, |rank| rank);
            for (vertex, answer) in self.vertices.iter().zip(answers) {
                *answer = self.search.label(*vertex);
            }
        }
    }

    /// The nodes of the facilities, by category.
    pub fn facilities(&self) -> &[Vec<u32>] {
        &self.facilities
    }

    /// Per category, how many nodes have an answer.
    pub fn reached(&self) -> Vec<usize> {
        let found = |of: &[Label]| of.iter().filter(|label| **label != Label::NONE).count();
        let categories = self.answers.chunks(self.vertices.len());
        categories.map(found).collect()
    }

    /// Writes `distance.u32` and `facility.u32`; the largest number where nothing is found.
    pub fn write(&self, folder: &Folder) -> io::Result<()> {
        folder.write_u32("distance.u32", self.answers.iter().map(|label| label.mm()))?;
        folder.write_u32(
            "facility.u32",
            self.answers.iter().map(|label| label.rank()),
        )
    }
}
