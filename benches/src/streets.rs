//! The network of the folder's lines.

use std::error::Error;

use nabij::{Access, EdgeAttributes, LineKey, Network, Point, SourceLine, Vertex};

use crate::folder::Folder;

/// The network, and what the peers must know of it.
#[derive(Debug)]
pub struct Streets(Network);

impl Streets {
    /// Reads `vertices.i32` (x, y in mm) and `lines.u32` (where each line's vertices start, and
    /// the end), and cuts the lines into a network.
    pub fn read(folder: &Folder) -> Result<Self, Box<dyn Error>> {
        let coordinates = folder.read_i32("vertices.i32")?;
        let (places, _) = coordinates.as_chunks::<2>();
        let starts = folder.read_u32("lines.u32")?;
        let attributes = EdgeAttributes {
            access: Some(Access::Public),
            ..EdgeAttributes::default()
        };
        let mut lines = Vec::with_capacity(starts.len());
        for (number, ends) in (0..).zip(starts.windows(2)) {
            let range = ends[0] as usize..ends[1] as usize;
            let places = places.get(range).ok_or("lines.u32 names no vertices")?;
            lines.push(SourceLine {
                key: LineKey::feature(0, number),
                vertices: places
                    .iter()
                    .map(|[x, y]| Vertex::at(Point::new(*x, *y)))
                    .collect(),
                attributes: attributes.clone(),
            });
        }
        Ok(Streets(Network::builder().lines(lines).build()?))
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.0
    }

    /// The ends and the length in mm of every edge, nodes by number.
    pub fn edges(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        // Nodes come in order of their ids.
        let nodes: Vec<_> = self.0.nodes().collect();
        let number = move |node| nodes.partition_point(|other| *other < node) as u32;
        self.0
            .edges()
            .map(move |edge| (number(edge.from()), number(edge.to()), edge.length().mm()))
    }

    /// Writes `nodes.i32` (x, y), `edges.u32` (from, to, mm) and `runs.u32` (line, its first and
    /// last vertex) in the order of the edges.
    pub fn write(&self, folder: &Folder) -> std::io::Result<()> {
        let points = self.0.nodes().map(|node| self.0.point(node));
        folder.write_i32("nodes.i32", points.flat_map(|point| [point.x, point.y]))?;
        folder.write_u32(
            "edges.u32",
            self.edges().flat_map(|(from, to, mm)| [from, to, mm]),
        )?;
        let keys = self.0.edges().map(|edge| edge.key());
        folder.write_u32(
            "runs.u32",
            keys.flat_map(|key| [u32::try_from(key.line.id).unwrap_or(0), key.first, key.last]),
        )
    }
}
