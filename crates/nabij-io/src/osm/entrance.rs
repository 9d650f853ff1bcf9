//! Entrances in the plane.

use super::{
    data::{OsmData, degrees},
    extract::{OsmEntrance, OsmPlace},
    project::Plane,
};

impl OsmData {
    /// The entrances that ways in use pass, by id; those outside the plane are nowhere.
    pub(super) fn entrances(&mut self, plane: &Plane) -> Vec<OsmEntrance> {
        let doors = std::mem::take(&mut self.doors).into_iter();
        let entrances = doors.filter_map(|(node, door)| {
            Some(OsmEntrance {
                id: door.id,
                place: OsmPlace {
                    degrees: degrees(self.nodes.place(node)?),
                    point: plane.node(node)?,
                },
                residents: door.residents,
                visitors: door.visitors,
                street: door.street,
                number: door.number,
            })
        });
        entrances.collect()
    }
}
