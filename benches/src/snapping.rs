//! Where points meet the streets.

use std::collections::HashMap;
use std::io;

use nabij::{Attachment, EdgeId, Network, Point, Snapper};

use crate::folder::Folder;

/// Points and where they meet the network.
#[derive(Debug)]
pub struct Snapping {
    points: Vec<Point>,
    found: Vec<Attachment>,
}

impl Snapping {
    /// Reads `points.i32` (x, y in mm).
    pub fn read(folder: &Folder) -> io::Result<Self> {
        let coordinates = folder.read_i32("points.i32")?;
        let (places, _) = coordinates.as_chunks::<2>();
        let points: Vec<Point> = places.iter().map(|[x, y]| Point::new(*x, *y)).collect();
        Ok(Snapping {
            found: Vec::with_capacity(points.len()),
            points,
        })
    }

    /// Attaches every point.
    pub fn run(&mut self, snapper: &Snapper<'_>) {
        let attached = snapper.attach_all(&self.points);
        self.found
            .extend(attached.iter().filter_map(|of| of.first()));
    }

    /// How many points met a street.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Writes `snapped.u32`: edge by number, offset and leg in mm.
    pub fn write(&self, folder: &Folder, network: &Network) -> io::Result<()> {
        let numbers: HashMap<EdgeId, u32> =
            network.edges().map(|edge| edge.id()).zip(0..).collect();
        let rows = self.found.iter().flat_map(|a| {
            let edge = numbers.get(&a.edge).copied().unwrap_or(u32::MAX);
            [edge, a.offset.mm(), a.leg.mm()]
        });
        folder.write_u32("snapped.u32", rows)
    }
}
