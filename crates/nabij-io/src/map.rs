//! A map picture of one norm: streets, areas, and every origin coloured by its verdict.

mod crowd;
mod ground;
mod labels;
mod legend;
mod marks;
mod path;
mod pins;
mod scale;
mod sheet;
#[cfg(test)]
mod tests;
mod text;
mod view;
mod walk;

use nabij::{Point, Polygon, Verdict};

use crate::language::{Language, Limits};

pub use sheet::svg;

/// What a map shows, in the plane of the study. Leave out what is not there.
///
/// ```
/// use nabij::{Length, Point, Verdict};
/// use nabij_io::{Limits, Map, map_svg};
/// let map = Map {
///     title: "Loopveen",
///     limits: Limits { lower: Some(Length::metres(300)), upper: Some(Length::metres(500)) },
///     origins: vec![(Point::new(0, 0), Verdict::WithinUpper)],
///     ..Map::default()
/// };
/// let picture = map_svg(&map);
/// assert!(picture.starts_with("<svg") && picture.contains("300–500 m"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Map<'a> {
    /// The name of the place.
    pub title: &'a str,
    /// The norm, and what the data are of when.
    pub subtitle: &'a str,
    /// The language of the legend.
    pub language: Language,
    /// The limits of the norm, for the legend.
    pub limits: Limits,
    /// Streets, paths, railways, walls.
    pub lines: Vec<MapLine<'a>>,
    /// Water and squares.
    pub grounds: Vec<MapGround<'a>>,
    /// Neighbourhoods.
    pub areas: Vec<MapArea<'a>>,
    /// What the shares of the areas are shares of, such as "of addresses within 500 m".
    pub share_label: &'a str,
    /// Where each origin is, and its verdict. A place may occur more than once.
    pub origins: Vec<(Point, Verdict)>,
    /// The facilities, one group per category of the norm.
    pub facilities: Vec<MapFacilities<'a>>,
    /// One walk to show.
    pub walk: Option<MapWalk<'a>>,
    /// Whose data they are, or that they are fictional.
    pub source: &'a str,
}

/// What a line on the map is, in the order in which they are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// Nobody crosses it, except where a street does.
    Railway,
    /// A wall or a fence.
    Wall,
    /// Only who starts or ends the walk there may use it.
    Private,
    /// Under the ground.
    Tunnel,
    /// Any other street or path.
    #[default]
    Street,
    /// A staircase.
    Steps,
    /// Over water, a railway or another street.
    Bridge,
}

/// One line.
#[derive(Clone, Copy, Debug, Default)]
pub struct MapLine<'a> {
    /// What it is.
    pub kind: LineKind,
    /// Its vertices.
    pub line: &'a [Point],
}

/// What the ground is, in the order in which they are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroundKind {
    /// Canals, lakes, the sea.
    #[default]
    Water,
    /// Walked across in straight lines.
    Square,
}

/// A piece of ground.
#[derive(Clone, Copy, Debug)]
pub struct MapGround<'a> {
    /// What it is.
    pub kind: GroundKind,
    /// Its outline.
    pub polygon: &'a Polygon,
}

/// An area with its result.
#[derive(Clone, Debug, Default)]
pub struct MapArea<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its result as it is to be read, such as "41 %"; empty where there is none.
    pub share: &'a str,
    /// Its ground; the name stands in the largest part that is on the map.
    pub polygons: &'a [Polygon],
}

/// The facilities of one category.
#[derive(Clone, Debug, Default)]
pub struct MapFacilities<'a> {
    /// The category as the legend calls it.
    pub label: &'a str,
    /// Where they are, each with its name (empty where unknown).
    pub places: Vec<(Point, &'a str)>,
}

/// A walk from a home to a facility.
#[derive(Clone, Copy, Debug, Default)]
pub struct MapWalk<'a> {
    /// What the legend says of it, such as "Dorpsstraat 3 to Apotheek De Linde: 620 m".
    pub label: &'a str,
    /// From door to door.
    pub line: &'a [Point],
}
