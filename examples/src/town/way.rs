//! Ways of the plan and the rows of houses along them.

use super::geometry::Point;

/// The kind of way, in OSM's words, with what is usual for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A street with houses.
    Residential,
    /// A road through the quarter or out of town.
    Tertiary,
    /// A street for walkers.
    Pedestrian,
    /// A yard or access to buildings.
    Service,
    /// A paved footpath.
    Footway,
    /// An unpaved path.
    Path,
    /// A cycle path, walked along where there is no footpath.
    Cycleway,
    /// A staircase.
    Steps,
}

impl Class {
    /// OSM's word.
    pub fn word(self) -> &'static str {
        match self {
            Class::Residential => "residential",
            Class::Tertiary => "tertiary",
            Class::Pedestrian => "pedestrian",
            Class::Service => "service",
            Class::Footway => "footway",
            Class::Path => "path",
            Class::Cycleway => "cycleway",
            Class::Steps => "steps",
        }
    }
}

/// On which side of the way a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Left, seen along the way.
    Left,
    /// Right.
    Right,
    /// Both.
    Both,
}

/// What stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dwelling {
    /// Houses side by side in blocks of seven.
    Terrace,
    /// Houses by themselves.
    Detached,
    /// Old town houses, some with dwellings upstairs.
    Upstairs,
    /// Doors of flats, so many dwellings behind each.
    Flat(u32),
    /// Workshops: no dwellings.
    Works,
}

/// Addresses along a way.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Where.
    pub side: Side,
    /// From door to door, mm.
    pub spacing: i64,
    /// From the way to the door, mm.
    pub setback: i64,
    /// What.
    pub dwelling: Dwelling,
    /// The clustered complex that they belong to.
    pub complex: Option<&'static str>,
}

/// A row on both sides, in decimetres.
pub const fn row(dwelling: Dwelling, spacing: i64, setback: i64) -> Row {
    Row {
        side: Side::Both,
        spacing: spacing * 100,
        setback: setback * 100,
        dwelling,
        complex: None,
    }
}

impl Row {
    /// The row on this side only.
    pub const fn on(self, side: Side) -> Row {
        Row { side, ..self }
    }

    /// The row as part of a complex.
    pub const fn of(self, complex: &'static str) -> Row {
        Row {
            complex: Some(complex),
            ..self
        }
    }
}

/// A line that can be walked.
#[derive(Clone, Debug)]
pub struct Way {
    /// Name of the street.
    pub street: &'static str,
    /// Kind.
    pub class: Class,
    /// Vertices.
    pub points: Vec<Point>,
    /// Only for who starts or ends the walk there.
    pub private: bool,
    /// On a bridge.
    pub bridge: bool,
    /// In a tunnel.
    pub tunnel: bool,
    /// A marked crossing.
    pub crossing: bool,
    /// Addresses along it.
    pub rows: Vec<Row>,
}

impl Way {
    /// Cut into the network only at its ends: it passes over or under.
    pub fn passes(&self) -> bool {
        self.bridge || self.tunnel
    }

    /// Adds a row of houses.
    pub fn row(&mut self, row: Row) -> &mut Way {
        self.rows.push(row);
        self
    }

    /// Only for the ends of a walk.
    pub fn private(&mut self) -> &mut Way {
        self.private = true;
        self
    }

    /// On a bridge.
    pub fn bridge(&mut self) -> &mut Way {
        self.bridge = true;
        self
    }

    /// In a tunnel.
    pub fn tunnel(&mut self) -> &mut Way {
        self.tunnel = true;
        self
    }

    /// A marked crossing.
    pub fn crossing(&mut self) -> &mut Way {
        self.crossing = true;
        self
    }
}
