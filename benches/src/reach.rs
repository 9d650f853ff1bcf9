//! Service areas: the streets from which each facility lies within a limit, as lines.

use std::collections::HashMap;
use std::error::Error;
use std::io;

use nabij::{
    Accessibility, AttachedFacilities, Category, EdgeId, Facilities, Facility, FacilityId, Graph,
    Length, Network, Point, ServiceAreas, Snapper, Stretch,
};

use crate::folder::Folder;

/// Facilities at nodes, and their areas.
#[derive(Debug)]
pub struct Reach {
    facilities: Facilities,
    attached: AttachedFacilities,
    areas: Vec<Vec<Stretch>>,
    lines: Vec<Vec<Point>>,
}

impl Reach {
    /// Reads `places.u32`: the nodes of the facilities.
    pub fn read(
        folder: &Folder,
        network: &Network,
        snapper: &Snapper<'_>,
    ) -> Result<Self, Box<dyn Error>> {
        let nodes: Vec<_> = network.nodes().collect();
        let mut facilities = Vec::new();
        for (number, node) in folder.read_u32("places.u32")?.into_iter().enumerate() {
            let node = nodes.get(node as usize).ok_or("places.u32 names no node")?;
            // Padded, so that their order is that of the file.
            let id = format!("{number:06}");
            let place = network.point(*node);
            facilities.push(Facility::new(id, Category::PHARMACY, place));
        }
        let facilities = Facilities::new(facilities)?;
        Ok(Reach {
            attached: AttachedFacilities::new(&facilities, snapper),
            facilities,
            areas: Vec::new(),
            lines: Vec::new(),
        })
    }

    /// Finds the area of each facility and draws its lines.
    pub fn run(&mut self, network: &Network, graph: &Graph, limit: Length) {
        let access = Accessibility {
            network,
            graph,
            facilities: &self.facilities,
            attached: &self.attached,
            horizon: limit,
        };
        let all: Vec<FacilityId> = self.facilities.of(&Category::PHARMACY).collect();
        self.areas = ServiceAreas::new(&access).each(&all, limit);
        let stretches = self.areas.iter().flatten();
        self.lines = stretches.map(|stretch| stretch.line(network)).collect();
    }

    /// How many lines were drawn.
    pub fn count(&self) -> usize {
        self.lines.len()
    }

    /// Writes `stretches.u32`: facility, edge by number, start and end in mm.
    pub fn write(&self, folder: &Folder, network: &Network) -> io::Result<()> {
        let numbers: HashMap<EdgeId, u32> =
            network.edges().map(|edge| edge.id()).zip(0..).collect();
        let areas = (0..).zip(&self.areas);
        let all = areas.flat_map(|(facility, area)| rows(facility, area, &numbers));
        folder.write_u32("stretches.u32", all)
    }
}

fn rows<'s>(
    facility: u32,
    area: &'s [Stretch],
    numbers: &'s HashMap<EdgeId, u32>,
) -> impl Iterator<Item = u32> + 's {
    area.iter().flat_map(move |stretch| {
        let edge = numbers.get(&stretch.edge).copied().unwrap_or(u32::MAX);
        [facility, edge, stretch.start.mm(), stretch.end.mm()]
    })
}
