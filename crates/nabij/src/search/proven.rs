//! Whether a contraction that was read is that of its graph: every shortcut is held against the
//! arcs that it stands for.

use super::{
    LONGEST,
    arcs::{Arc, WIDTH},
    contraction::Contraction,
    graph::Graph,
};

/// A contraction under proof.
struct Proof<'c> {
    own: &'c Contraction,
    left: usize,
    /// Arcs that lead to vertices that were taken out, by kind of vertex.
    down: [Down<'c>; 4],
    /// Per stored arc, those upward first, whether something is as long as it says.
    reached: Vec<bool>,
}

/// The arcs that lead to the vertices of one kind, so many to each.
struct Down<'c> {
    first: usize,
    width: usize,
    arcs: &'c [Arc],
    /// Their place among all stored arcs.
    place: usize,
}

impl Graph {
    /// Whether every stored arc is as long as the best of what it stands for, and none is missing.
    /// Then distances are those of the graph, by induction from the first vertex taken out.
    pub(super) fn is_contracted(&self) -> bool {
        let mut proof = Proof::new(&self.contraction);
        let count = self.arcs.len();
        let graph = (0..count as u32).all(|from| {
            let arcs = self.arcs.rows(from).iter().flatten();
            let mut arcs = arcs.filter(|(to, _)| *to != from);
            arcs.all(|(to, mm)| proof.holds(from, *to, *mm))
        });
        graph && (proof.left..count).all(|taken| proof.leads_through(taken)) && proof.is_tight()
    }
}

impl<'c> Proof<'c> {
    fn new(own: &'c Contraction) -> Self {
        let left = own.left() as usize;
        let (mut first, mut place) = (left, own.up.rows.len() * WIDTH);
        let mut down = |width: usize, arcs: &'c [Arc]| {
            let kind = Down {
                first,
                width,
                arcs,
                place,
            };
            first += arcs.len() / width;
            place += arcs.len();
            kind
        };
        let down = [
            down(6, own.crossings.as_flattened()),
            down(4, own.corners.as_flattened()),
            down(2, own.links.as_flattened()),
            down(1, own.ends.as_flattened()),
        ];
        Proof {
            own,
            left,
            down,
            reached: vec![false; place],
        }
    }

    /// The arcs that lead to a vertex that was taken out, and the place of the first.
    fn down_to(&self, vertex: usize) -> (&'c [Arc], usize) {
        let kind = self.down.iter().rfind(|kind| kind.first <= vertex);
        let Some(kind) = kind else { return (&[], 0) };
        let at = (vertex - kind.first) * kind.width;
        let arcs = kind.arcs.get(at..at + kind.width);
        (arcs.unwrap_or_default(), kind.place + at)
    }

    /// The arcs from a vertex upward, and the place of the first.
    fn up(&self, vertex: usize) -> (&'c [Arc], usize) {
        let at = self.own.up.range(vertex as u32).start * WIDTH;
        (self.own.up.rows(vertex as u32).as_flattened(), at)
    }

    /// Whether what is stored from one vertex to another is there, and no longer than this.
    fn holds(&mut self, from: u32, to: u32, mm: u32) -> bool {
        let (x, y) = (from as usize, to as usize);
        // The one that was taken out first knows.
        let ((arcs, place), end) = match y > x && y >= self.left {
            true => (self.down_to(y), from),
            false => (self.up(x), to),
        };
        let Some(at) = arcs.iter().position(|(other, _)| *other == end) else {
            return false;
        };
        if arcs[at].1 == mm {
            self.reached[place + at] = true;
        }
        arcs[at].1 <= mm
    }

    /// Whether the neighbours of a vertex that was taken out are joined as well without it.
    fn leads_through(&mut self, taken: usize) -> bool {
        let own = taken as u32;
        let (ins, outs) = (self.down_to(taken).0, self.up(taken).0);
        let mut ins = ins.iter().filter(|(from, _)| *from != own);
        ins.all(|(from, first)| {
            let mut outs = outs.iter().filter(|(to, _)| to != from && *to != own);
            outs.all(|(to, second)| {
                let mm = first + second; // neither is longer than half of what fits
                mm > LONGEST || self.holds(*from, *to, mm)
            })
        })
    }

    /// Whether every stored arc is as long as something that it stands for; places that are not
    /// used lead from a vertex to itself.
    fn is_tight(&self) -> bool {
        let tight = |own: u32, (arcs, place): (&[Arc], usize)| {
            let mut arcs = (place..).zip(arcs);
            arcs.all(|(at, (other, mm))| self.reached[at] || (*other == own && *mm == 0))
        };
        let count = self.own.up.len();
        (0..count).all(|own| tight(own as u32, self.up(own)))
            && (self.left..count).all(|own| tight(own as u32, self.down_to(own)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{attributes::EdgeAttributes, network::Network, point::Point, profile::Profile};

    /// A grid of streets of many lengths with dead ends: everything is taken out, at last by
    /// shortcuts.
    fn graph() -> Graph {
        let mut builder = Network::builder();
        let at =
            |x: i32, y: i32| Point::new(x * 1000 + (x * y * 7) % 300, y * 1000 + (x * x) % 200);
        for x in 0..9 {
            for y in 0..9 {
                for (to_x, to_y) in [(x + 1, y), (x, y + 1)] {
                    if (x * 5 + y * 3) % 7 > 0 {
                        builder = builder.edge(at(x, y), at(to_x, to_y), EdgeAttributes::default());
                    }
                }
            }
        }
        Graph::new(&builder.build().unwrap(), &Profile::ADULT)
    }

    #[test]
    fn a_shortcut_that_is_a_millimetre_off_is_found_out() {
        let graph = graph();
        assert!(graph.is_contracted());
        let arcs = graph.contraction.up.rows.len();
        let (mut changed, mut lost) = (0, 0);
        for at in 0..arcs * WIDTH {
            let (row, side) = (at / WIDTH, at % WIDTH);
            let owner = (0..graph.arcs.len() as u32)
                .find(|vertex| graph.contraction.up.range(*vertex).contains(&row))
                .unwrap();
            let (to, mm) = graph.contraction.up.rows[row][side];
            if to == owner {
                continue;
            }
            for other in [mm - 1, mm + 1] {
                let mut wrong = graph.clone();
                wrong.contraction.up.rows[row][side].1 = other;
                assert!(!wrong.is_contracted(), "{owner} to {to}: {other} for {mm}");
                changed += 1;
            }
            let mut without = graph.clone();
            without.contraction.up.rows[row][side] = (owner, 0);
            assert!(!without.is_contracted(), "{owner} to {to} is missing");
            lost += 1;
        }
        for kind in 0..4 {
            let mut wrong = graph.clone();
            let own = &mut wrong.contraction;
            let first = match kind {
                0 => own.crossings.first_mut().map(|row| &mut row[0]),
                1 => own.corners.first_mut().map(|row| &mut row[0]),
                2 => own.links.first_mut().map(|row| &mut row[0]),
                _ => own.ends.first_mut().map(|row| &mut row[0]),
            };
            first.unwrap().1 += 1;
            assert!(!wrong.is_contracted(), "kind {kind}");
        }
        assert!(
            changed > 200 && lost > 100,
            "{changed} changed, {lost} lost"
        );
    }
}
