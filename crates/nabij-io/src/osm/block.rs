//! One data block: its strings, and its nodes, ways and relations as they stand there.

use super::{
    tags::{Pair, Strings},
    vocabulary::{Uses, Vocabulary},
    wire::{Message, Numbers, Sums, Wrong, zigzag},
};

/// Longitude and latitude in ten-millionths of a degree, OSM's own precision.
pub(crate) type Place = [i32; 2];

/// How a block writes coordinates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

impl Grid {
    /// The place, or nothing where the numbers are not on the globe.
    #[inline]
    pub(crate) fn place(self, lon: i64, lat: i64) -> Option<Place> {
        let round = |offset: i64, steps: i64, limit: i32| {
            let nano = steps.checked_mul(self.granularity)?.checked_add(offset)?;
            let tenth_micro = nano.checked_add(50)?.div_euclid(100);
            i32::try_from(tenth_micro)
                .ok()
                .filter(|found| (-limit..=limit).contains(found))
        };
        Some([
            round(self.lon_offset, lon, 1_800_000_000)?,
            round(self.lat_offset, lat, 900_000_000)?,
        ])
    }
}

/// A data block.
pub(crate) struct Block<'b> {
    pub(crate) strings: Strings<'b>,
    pub(crate) grid: Grid,
    groups: Vec<&'b [u8]>,
}

/// One thing in a block.
pub(crate) enum Element<'b> {
    Node(Node<'b>),
    Dense(Dense<'b>),
    Way(Way<'b>),
    Relation(Relation<'b>),
}

/// A node by itself.
pub(crate) struct Node<'b> {
    pub(crate) id: i64,
    pub(crate) lon: i64,
    pub(crate) lat: i64,
    pub(crate) tags: RawTags<'b>,
}

/// Many nodes in columns.
pub(crate) struct Dense<'b> {
    pub(crate) ids: &'b [u8],
    pub(crate) lons: &'b [u8],
    pub(crate) lats: &'b [u8],
    pub(crate) tags: &'b [u8],
}

/// A way; its references are a packed list of differences.
pub(crate) struct Way<'b> {
    pub(crate) id: i64,
    pub(crate) tags: RawTags<'b>,
    pub(crate) refs: &'b [u8],
}

/// A relation.
pub(crate) struct Relation<'b> {
    pub(crate) id: i64,
    pub(crate) tags: RawTags<'b>,
    ids: &'b [u8],
    kinds: &'b [u8],
}

/// Kind of a relation's member, of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OsmKind {
    /// A node.
    Node,
    /// A way.
    Way,
    /// A relation.
    Relation,
}

impl Relation<'_> {
    /// The members in order; their roles are of no use to us, the rings speak for themselves.
    pub(crate) fn members(&self) -> Result<Vec<(OsmKind, i64)>, Wrong> {
        let mut kinds = Numbers(self.kinds);
        let mut members = Vec::new();
        for id in Sums::new(self.ids) {
            let kind = match kinds.next().transpose()? {
                Some(0) => OsmKind::Node,
                Some(1) => OsmKind::Way,
                Some(2) => OsmKind::Relation,
                _ => return Err(Wrong("a relation's member has no known kind")),
            };
            members.push((kind, id?));
        }
        Ok(members)
    }
}

/// The tags of one element: two lists of string numbers.
#[derive(Clone, Copy, Default)]
pub(crate) struct RawTags<'b> {
    keys: &'b [u8],
    values: &'b [u8],
}

impl RawTags<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Fills `pairs`, and tells what the rules could use any of the keys for.
    pub(crate) fn read(&self, strings: &Strings<'_>, pairs: &mut Vec<Pair>) -> Result<Uses, Wrong> {
        pairs.clear();
        let mut uses = Uses::NONE;
        let mut values = Numbers(self.values);
        for key in Numbers(self.keys) {
            let value = values.next().ok_or(Wrong("a tag has no value"))?;
            let pair = strings.pair(key?, value?)?;
            uses = uses | strings.uses(pair);
            pairs.push(pair);
        }
        Ok(uses)
    }
}

impl<'b> Block<'b> {
    pub(crate) fn new(bytes: &'b [u8], vocabulary: &Vocabulary) -> Result<Self, Wrong> {
        let mut table = None;
        let mut groups = Vec::new();
        let mut grid = Grid {
            granularity: 100,
            lat_offset: 0,
            lon_offset: 0,
        };
        let mut message = Message(bytes);
        while let Some((field, value)) = message.field()? {
            match field {
                1 => table = Some(value.bytes()?),
                2 => groups.push(value.bytes()?),
                17 => grid.granularity = value.number()?.cast_signed(),
                19 => grid.lat_offset = value.number()?.cast_signed(),
                20 => grid.lon_offset = value.number()?.cast_signed(),
                _ => {}
            }
        }
        Ok(Block {
            strings: Strings::new(
                table.ok_or(Wrong("it has no table of strings"))?,
                vocabulary,
            )?,
            grid,
            groups,
        })
    }

    /// Calls `visit` with every element.
    pub(crate) fn elements(
        &self,
        mut visit: impl FnMut(Element<'b>) -> Result<(), Wrong>,
    ) -> Result<(), Wrong> {
        for group in &self.groups {
            let mut message = Message(group);
            while let Some((field, value)) = message.field()? {
                match field {
                    1 => visit(Element::Node(node(value.bytes()?)?))?,
                    2 => visit(Element::Dense(dense(value.bytes()?)?))?,
                    3 => visit(Element::Way(way(value.bytes()?)?))?,
                    4 => visit(Element::Relation(relation(value.bytes()?)?))?,
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

fn node(bytes: &[u8]) -> Result<Node<'_>, Wrong> {
    let (mut id, mut lon, mut lat, mut tags) = (None, None, None, RawTags::default());
    let mut message = Message(bytes);
    while let Some((field, value)) = message.field()? {
        match field {
            1 => id = Some(zigzag(value.number()?)),
            2 => tags.keys = value.bytes()?,
            3 => tags.values = value.bytes()?,
            8 => lat = Some(zigzag(value.number()?)),
            9 => lon = Some(zigzag(value.number()?)),
            _ => {}
        }
    }
    match (id, lon, lat) {
        (Some(id), Some(lon), Some(lat)) => Ok(Node { id, lon, lat, tags }),
        _ => Err(Wrong("a node lacks its id or place")),
    }
}

fn dense(bytes: &[u8]) -> Result<Dense<'_>, Wrong> {
    let mut dense = Dense {
        ids: &[],
        lons: &[],
        lats: &[],
        tags: &[],
    };
    let mut message = Message(bytes);
    while let Some((field, value)) = message.field()? {
        match field {
            1 => dense.ids = value.bytes()?,
            8 => dense.lats = value.bytes()?,
            9 => dense.lons = value.bytes()?,
            10 => dense.tags = value.bytes()?,
            _ => {}
        }
    }
    Ok(dense)
}

fn way(bytes: &[u8]) -> Result<Way<'_>, Wrong> {
    let (mut id, mut refs, mut tags) = (None, &[][..], RawTags::default());
    let mut message = Message(bytes);
    while let Some((field, value)) = message.field()? {
        match field {
            1 => id = Some(value.number()?.cast_signed()),
            2 => tags.keys = value.bytes()?,
            3 => tags.values = value.bytes()?,
            8 => refs = value.bytes()?,
            _ => {}
        }
    }
    let id = id.ok_or(Wrong("a way lacks its id"))?;
    Ok(Way { id, tags, refs })
}

fn relation(bytes: &[u8]) -> Result<Relation<'_>, Wrong> {
    let (mut id, mut ids, mut kinds, mut tags) = (None, &[][..], &[][..], RawTags::default());
    let mut message = Message(bytes);
    while let Some((field, value)) = message.field()? {
        match field {
            1 => id = Some(value.number()?.cast_signed()),
            2 => tags.keys = value.bytes()?,
            3 => tags.values = value.bytes()?,
            9 => ids = value.bytes()?,
            10 => kinds = value.bytes()?,
            _ => {}
        }
    }
    let id = id.ok_or(Wrong("a relation lacks its id"))?;
    Ok(Relation {
        id,
        tags,
        ids,
        kinds,
    })
}
