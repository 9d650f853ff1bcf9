//! Applies the rules to one block.

use super::{
    attributes,
    block::{Block, Dense, Element, OsmKind, Place, RawTags, Relation},
    columns::Nodes,
    found::{
        Found, FoundArea, FoundBarrier, FoundDoor, FoundLine, FoundNode, FoundObject, FoundOrigin,
        FoundRelation, Site,
    },
    id::OsmId,
    rules::{OsmRules, Walk},
    stop::Stop,
    tags::{Pair, Tags},
    vocabulary::{Uses, key},
    wire::{Numbers, Sums, Wrong},
};

impl Found {
    /// Reads a block.
    pub(crate) fn in_block(bytes: &[u8], rules: &OsmRules, wanted: Uses) -> Result<Self, Wrong> {
        let block = Block::new(bytes, &rules.words)?;
        let mut found = Found::default();
        found.counts.ways = vec![0; rules.ways.len()];
        found.counts.squares = vec![0; rules.squares.len()];
        found.counts.barriers = vec![0; rules.barriers.len()];
        let mut plain = Vec::new();
        let mut pairs = Vec::new();
        block.elements(|element| {
            match element {
                Element::Node(node) => {
                    found.counts.count(OsmKind::Node);
                    let place = block.grid.place(node.lon, node.lat);
                    plain.extend(place.map(|place| (node.id, place)));
                    if let Some((tags, uses)) = read(node.tags, &block, &mut pairs, wanted)? {
                        found.node(rules, node.id, place, tags, uses);
                    }
                }
                Element::Dense(dense) => found.dense(rules, &block, &dense, &mut pairs, wanted)?,
                Element::Way(way) => {
                    found.counts.count(OsmKind::Way);
                    let at = found.ways.push(way.id, way.refs)?;
                    if let Some((tags, uses)) = read(way.tags, &block, &mut pairs, wanted)? {
                        found.way(rules, way.id, at, is_closed(way.refs)?, tags, uses);
                    }
                }
                Element::Relation(relation) => {
                    found.counts.count(OsmKind::Relation);
                    if let Some((tags, uses)) = read(relation.tags, &block, &mut pairs, wanted)? {
                        found.relation(rules, &relation, tags, uses)?;
                    }
                }
            }
            Ok(())
        })?;
        if !plain.is_empty() {
            found.nodes.push(Nodes::Plain(plain));
        }
        Ok(found)
    }

    fn dense(
        &mut self,
        rules: &OsmRules,
        block: &Block<'_>,
        dense: &Dense<'_>,
        pairs: &mut Vec<Pair>,
        wanted: Uses,
    ) -> Result<(), Wrong> {
        let differ = Wrong("columns of nodes differ in length");
        let (mut lons, mut lats) = (Sums::new(dense.lons), Sums::new(dense.lats));
        let mut tags = Numbers(dense.tags);
        for id in Sums::new(dense.ids) {
            let id = id?;
            let lon = lons.next().ok_or(differ)??;
            let lat = lats.next().ok_or(differ)??;
            self.counts.count(OsmKind::Node);
            pairs.clear();
            let mut uses = Uses::NONE;
            // Keys and values in turn, up to a zero; without any tag in the group there are no zeros either.
            while let Some(key) = tags.next().transpose()?.filter(|&key| key != 0) {
                let value = tags.next().ok_or(Wrong("a tag has no value"))??;
                let pair = block.strings.pair(key, value)?;
                uses = uses | block.strings.uses(pair);
                pairs.push(pair);
            }
            if uses & wanted != Uses::NONE {
                let tags = Tags {
                    strings: &block.strings,
                    pairs,
                };
                self.node(rules, id, block.grid.place(lon, lat), tags, uses & wanted);
            }
        }
        if lons.next().is_some() || lats.next().is_some() {
            return Err(differ);
        }
        self.nodes.push(Nodes::packed(dense, block.grid));
        Ok(())
    }

    fn node(
        &mut self,
        rules: &OsmRules,
        id: i64,
        place: Option<Place>,
        tags: Tags<'_, '_>,
        uses: Uses,
    ) {
        if uses.has(Uses::NODE) {
            let rule = rules.node(tags);
            if let Some(attributes) = attributes::of_node(tags, rule.map(|(_, passes)| passes)) {
                self.node_attributes.push(FoundNode {
                    id,
                    attributes,
                    rule: rule.map(|(at, _)| at),
                });
            }
            if let Some((residents, visitors)) = rules.door(tags) {
                let mut streets = rules.origins.street.iter();
                self.doors.push(FoundDoor {
                    id,
                    residents,
                    visitors,
                    street: streets.find_map(|&key| tags.shared(key)),
                    number: tags.shared(key::HOUSENUMBER),
                });
            }
        }
        self.object(rules, OsmId::node(id), Site::Node(place), tags, uses);
    }

    fn way(
        &mut self,
        rules: &OsmRules,
        id: i64,
        way: usize,
        closed: bool,
        tags: Tags<'_, '_>,
        uses: Uses,
    ) {
        if uses.has(Uses::WALK)
            && let Some((rule, walk)) = rules.way(tags)
        {
            self.counts.way(rule);
            if walk != Walk::No {
                let line = FoundLine {
                    id,
                    way,
                    attributes: attributes::of_way(tags, walk),
                };
                match rules.square(tags, false).filter(|_| closed) {
                    Some(rule) => {
                        self.counts.square(rule);
                        self.squares.push(line);
                    }
                    None => self.lines.push(line),
                }
            }
        }
        if uses.has(Uses::BARRIER)
            && let Some(kind) = rules.barrier(tags)
        {
            self.counts.barrier(kind);
            self.barriers.push(FoundBarrier { id, way, kind });
        }
        self.object(rules, OsmId::way(id), Site::Way(way), tags, uses);
    }

    fn relation(
        &mut self,
        rules: &OsmRules,
        relation: &Relation<'_>,
        tags: Tags<'_, '_>,
        uses: Uses,
    ) -> Result<(), Wrong> {
        let kind = tags.text(key::TYPE).unwrap_or("");
        let polygon = matches!(kind, "multipolygon" | "boundary");
        let mut found = FoundRelation {
            id: relation.id,
            shapeless: (!polygon).then(|| kind.to_owned()),
            members: Vec::new(),
            square: None,
            barrier: None,
            area: None,
            object: false,
            stop_area: uses.has(Uses::FACILITY)
                && kind == "public_transport"
                && tags.text(key::PUBLIC_TRANSPORT) == Some("stop_area"),
        };
        if polygon
            && uses.has(Uses::WALK)
            && let Some((rule, walk)) = rules.way(tags)
            && let Some(square) = rules.square(tags, true)
        {
            self.counts.way(rule);
            if walk != Walk::No {
                self.counts.square(square);
                found.square = Some(attributes::of_way(tags, walk));
            }
        }
        if polygon
            && uses.has(Uses::BARRIER)
            && let Some(kind) = rules.barrier(tags)
        {
            self.counts.barrier(kind);
            found.barrier = Some(kind);
        }
        if polygon && uses.has(Uses::AREA) && tags.text(key::BOUNDARY) == Some("administrative") {
            found.area = Some(FoundArea {
                name: tags.shared(key::NAME),
                admin_level: tags
                    .text(key::ADMIN_LEVEL)
                    .and_then(|level| level.trim().parse().ok()),
                code: tags.shared(key::REF),
            });
        }
        found.object = self.object(
            rules,
            OsmId::relation(relation.id),
            Site::Relation,
            tags,
            uses,
        );
        if found.stop_area
            || found.object
            || found.square.is_some()
            || found.barrier.is_some()
            || found.area.is_some()
        {
            found.members = relation.members()?;
            self.relations.push(found);
        }
        Ok(())
    }

    /// Keeps the object where it is a facility or an origin, and tells whether it is.
    fn object(
        &mut self,
        rules: &OsmRules,
        id: OsmId,
        site: Site,
        tags: Tags<'_, '_>,
        uses: Uses,
    ) -> bool {
        let (categories, refused) = if uses.has(Uses::FACILITY) {
            rules.categories_of(tags)
        } else {
            (Vec::new(), false)
        };
        let asks = uses.has(Uses::ORIGIN) && rules.origins.when.asks(tags);
        let is_origin = asks && !rules.origins.when.refuses(tags);
        if refused {
            self.refused.push((id, "facility"));
        }
        if asks && !is_origin {
            self.refused.push((id, "origin"));
        }
        if categories.is_empty() && !is_origin {
            return false;
        }
        let facility = !categories.is_empty();
        self.objects.push(FoundObject {
            id,
            site,
            name: tags.shared(key::NAME),
            stop: if facility {
                Stop::of(tags, id.kind)
            } else {
                Stop::default()
            },
            kept: if facility {
                let keep = &rules.facilities.keep;
                keep.iter()
                    .filter_map(|(key, name)| Some((name.clone(), tags.shared(*key)?)))
                    .collect()
            } else {
                Vec::new()
            },
            categories,
            origin: is_origin.then(|| FoundOrigin {
                street: rules
                    .origins
                    .street
                    .iter()
                    .find_map(|&key| tags.shared(key)),
                number: tags.shared(key::HOUSENUMBER),
                postcode: tags.shared(key::POSTCODE),
                other: rules.origins.other.iter().any(|&key| tags.has(key)),
                entrance: rules.door(tags).is_some(),
            }),
        });
        true
    }
}

/// The tags, where the rules may use any of them.
fn read<'s, 'b>(
    raw: RawTags<'_>,
    block: &'s Block<'b>,
    pairs: &'s mut Vec<Pair>,
    wanted: Uses,
) -> Result<Option<(Tags<'s, 'b>, Uses)>, Wrong> {
    if raw.is_empty() {
        return Ok(None);
    }
    let uses = raw.read(&block.strings, pairs)? & wanted;
    let tags = Tags {
        strings: &block.strings,
        pairs,
    };
    Ok((uses != Uses::NONE).then_some((tags, uses)))
}

/// Whether a way ends where it begins.
fn is_closed(refs: &[u8]) -> Result<bool, Wrong> {
    let (mut first, mut last, mut length) = (None, None, 0_usize);
    for id in Sums::new(refs) {
        last = Some(id?);
        first = first.or(last);
        length += 1;
    }
    Ok(length > 3 && first == last)
}
