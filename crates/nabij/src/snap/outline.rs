//! Doors of places of which the outline is known: where ways cross it, else where it is nearest to
//! a street.

use super::{Attachment, Snapper, StreetId, choice::Near, mm};
use crate::{
    attributes::Refusal,
    facility::{Door, Gate},
    length::Length,
    network::EdgeId,
    point::Point,
    polygon::{Polygon, Share},
    segments::Segment,
};

/// Where a way crosses an outline.
struct Crossing {
    edge: EdgeId,
    offset: Length,
    point: Point,
}

impl Snapper<'_> {
    /// The doors to assume of a place of which only the outline is known: where streets that doors
    /// open onto lead in, else the one point of the outline that is nearest to such a street, to the
    /// millimetre. Streets of the name that its address names come first, where one is in reach
    /// ([`Snapper::named_street`]). None where no street is near enough.
    ///
    /// There is one point and not one a side: a door that nobody has seen must not bring the place
    /// nearer to those who live behind it. Of several at exactly the same distance the first edge by
    /// key counts, then the smallest offset, then the smallest coordinates. Ask a snapper for
    /// [`Profile::ADULT`](crate::Profile::ADULT), so that doors are the same for everybody.
    ///
    /// ```
    /// use nabij::*;
    /// let p = |x, y| Point::new(x * 1000, y * 1000);
    /// let street = |name: &str| EdgeAttributes { street: Some(name.into()), ..Default::default() };
    /// let network = Network::builder()
    ///     .edge(p(0, 0), p(90, 0), street("Kade"))
    ///     .edge(p(0, 50), p(90, 50), street("Achterom"))
    ///     .build()?;
    /// let base = Components::new(&network, &Profile::ADULT);
    /// let snapper = Snapper::new(&network, &Profile::ADULT, &base, Length::ZERO, Length::metres(100))
    ///     .named_street(Length::metres(50));
    /// let school = Polygon::new([vec![p(30, 20), p(60, 21), p(60, 45), p(30, 44)]]);
    ///
    /// assert_eq!(snapper.doors_of(&school, None)[0].point, p(60, 45));
    /// assert_eq!(snapper.doors_of(&school, snapper.street_named("kade"))[0].point, p(30, 20));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn doors_of(&self, outline: &Polygon, street: Option<StreetId>) -> Vec<Door> {
        let named = street.and_then(|street| {
            let reach = self.named_street.min(self.max_snap);
            let of_street = |edge| self.accepts(edge) && self.street(edge) == Some(street);
            Some(self.openings(outline, reach, &of_street)).filter(|doors| !doors.is_empty())
        });
        named.unwrap_or_else(|| self.openings(outline, self.max_snap, &|edge| self.accepts(edge)))
    }

    /// The gates of open ground: where ways lead into it, in order of edge and offset. Bridges,
    /// tunnels, ways indoors and on another storey pass over or under its edge; stairs and crossings
    /// lead in. A hole in the ground has an edge too. None where no way crosses its edge.
    ///
    /// Ask a snapper for [`Profile::ADULT`](crate::Profile::ADULT): everybody has the same gates,
    /// though not everybody can walk through all of them.
    pub fn gates_of(&self, ground: &Polygon) -> Vec<Door> {
        let leads_in = |edge: EdgeId| {
            use Refusal::{Crossing, Escalator, Lift, Steps};
            let refused = self.refusal(edge);
            matches!(refused, None | Some(Crossing | Escalator | Lift | Steps))
        };
        let crossings = self.crossings(ground, &leads_in).into_iter();
        let gates = crossings.map(|crossing| Door {
            point: crossing.point,
            level: None,
            gate: Some(Gate {
                edge: self.network.edge(crossing.edge).key(),
                offset: crossing.offset,
            }),
        });
        gates.collect()
    }

    /// The place of a gate, where this walker can walk on its edge.
    pub(super) fn at_gate(&self, gate: Gate) -> Option<Attachment> {
        let edge = self.network.edge_named(gate.edge)?;
        let refused = self.refusal(edge);
        let walks = !matches!(refused, Some(Refusal::Profile | Refusal::Fragment));
        let there = gate.offset.mm() <= self.network.length_mm(edge);
        (walks && there).then_some(Attachment {
            edge,
            offset: gate.offset,
            leg: Length::ZERO,
        })
    }

    fn openings(
        &self,
        outline: &Polygon,
        reach: Length,
        accept: &dyn Fn(EdgeId) -> bool,
    ) -> Vec<Door> {
        let crossings = self.crossings(outline, accept);
        let mut points: Vec<Point> = crossings.into_iter().map(|one| one.point).collect();
        if points.is_empty() {
            points.extend(self.nearest_of(outline, reach, accept));
        }
        points.sort_unstable();
        points.dedup();
        points.into_iter().map(Door::from).collect()
    }

    /// Where accepted edges lead into an outline, in order of edge and offset.
    fn crossings(&self, outline: &Polygon, accept: &dyn Fn(EdgeId) -> bool) -> Vec<Crossing> {
        let mut near: Vec<(EdgeId, u32, Point, Point)> = Vec::new();
        for (a, b) in outline.segments() {
            self.beside((a, b), 0, |segment| {
                let edge = EdgeId(segment.owner);
                if accept(edge) {
                    near.push((edge, segment.at, segment.a, segment.b));
                }
            });
        }
        near.sort_unstable();
        near.dedup();
        let mut crossings = Vec::new();
        for (edge, at, a, b) in near {
            let length = a.distance_mm(b);
            crossings.extend(outline.entries(a, b).into_iter().map(|share| Crossing {
                edge,
                offset: mm(u64::from(at) + share.of(length)),
                point: share.between(a, b),
            }));
        }
        // The end of one piece of an edge is the start of the next.
        crossings.sort_unstable_by_key(|one| (one.edge, one.offset));
        crossings.dedup_by_key(|one| (one.edge, one.offset));
        crossings
    }

    /// The point of an outline that is nearest to an accepted edge, where that is in reach.
    fn nearest_of(
        &self,
        outline: &Polygon,
        reach: Length,
        accept: &dyn Fn(EdgeId) -> bool,
    ) -> Option<Point> {
        let mut best: Option<(Near, Point)> = None;
        let mut offer = |near: Near, point: Point| {
            let key = |(near, point): &(Near, Point)| {
                (near.attachment.edge, near.attachment.offset, *point)
            };
            let one = (near, point);
            let before = |known: &(Near, Point)| {
                let nearer = one.0.squared.compare(known.0.squared);
                nearer.then_with(|| key(&one).cmp(&key(known))).is_lt()
            };
            if best.as_ref().is_none_or(before) {
                best = Some(one);
            }
            best.as_ref().map(|(near, _)| near.attachment.leg)
        };
        // Of two lines that do not cross, an end is nearest to the other: one of a side first.
        let mut least = reach;
        for corner in outline.rings().iter().flatten() {
            if let Some(near) = self.nearest(*corner, least, accept) {
                least = offer(near, *corner).unwrap_or(least).min(least);
            }
        }
        for (a, b) in outline.segments() {
            let side = Segment {
                a,
                b,
                owner: 0,
                at: 0,
            };
            self.beside((a, b), least.mm(), |segment| {
                if !accept(EdgeId(segment.owner)) {
                    return;
                }
                for end in [segment.a, segment.b] {
                    let (along, square) = side.project(end);
                    let within = 0 < along && along.unsigned_abs() < square;
                    let share = Share::new(along, square as i128).filter(|_| within);
                    if let Some(share) = share {
                        let whole = segment.a.distance_mm(segment.b);
                        let along = if end == segment.a { 0 } else { whole };
                        let near = Near::at(segment, along, side.squared_distance(end));
                        offer(near, share.between(a, b));
                    }
                }
            });
        }
        best.filter(|(near, _)| near.attachment.leg <= reach)
            .map(|(_, point)| point)
    }

    /// Every segment at most so many mm from the line between two places (and some more).
    fn beside(&self, (a, b): (Point, Point), more: u32, mut visit: impl FnMut(&Segment)) {
        let middle = |a: i32, b: i32| ((i64::from(a) + i64::from(b)) / 2) as i32;
        let radius = mm(a.distance_mm(b) / 2 + u64::from(more) + 2).mm();
        let middle = Point::new(middle(a.x, b.x), middle(a.y, b.y));
        let far = i64::from(more) + 2;
        let apart = |a: i32, b: i32, c: i32, d: i32| {
            i64::from(a.max(b)) + far < i64::from(c.min(d))
                || i64::from(c.max(d)) + far < i64::from(a.min(b))
        };
        self.shared.index.within(middle, radius, |segment| {
            let (c, d) = (segment.a, segment.b);
            if !apart(a.x, b.x, c.x, d.x) && !apart(a.y, b.y, c.y, d.y) {
                visit(segment);
            }
        });
    }
}
