//! A textbook Dijkstra on the explicitly split (place, phase) graph.
//!
//! Every attachment splits its edge. A walk is a private end, a public middle and a private end;
//! searched from the facility the phases are 0, 1 and 2.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap},
};

use crate::{edges::Streets, snap::Join};

/// Part of an edge that a walk runs along: from one offset to the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    pub edge: usize,
    pub start: u64,
    pub end: u64,
}

/// A way between neighbouring places, in the direction of the walk.
#[derive(Clone, Copy, Debug)]
struct Arc {
    from: usize,
    length: u64,
    private: bool,
    stretch: Option<Stretch>,
}

/// The network cut at every attachment: nodes first, then the places where doors join.
pub struct Split {
    /// By place: the ways that lead to it.
    into: Vec<Vec<Arc>>,
    places: BTreeMap<(usize, u64), usize>,
    squares: BTreeMap<(usize, usize), usize>,
    /// On edges of 0 mm, and on those that cannot be used: the place where walks begin.
    homes: BTreeMap<usize, usize>,
    /// Squares that cannot be used.
    shut: BTreeSet<usize>,
}

/// The node and phase that a walk goes on to, and the stretch in between.
type Onward = (usize, usize, Option<Stretch>);

/// Distances of all places to one join, by (place, phase), with the next step towards it.
pub struct Tree {
    best: Vec<[Option<u64>; 3]>,
    next: Vec<[Option<Onward>; 3]>,
}

impl Split {
    pub fn new(streets: &Streets, step_free: bool, joins: impl IntoIterator<Item = Join>) -> Split {
        let mut offsets: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
        let mut split = Split {
            into: vec![Vec::new(); streets.nodes.len()],
            places: BTreeMap::new(),
            squares: BTreeMap::new(),
            homes: BTreeMap::new(),
            shut: BTreeSet::new(),
        };
        for join in joins {
            match join {
                Join::Edge { edge, offset, .. } => {
                    offsets.entry(edge).or_default().insert(offset);
                }
                Join::Corner { node, square, .. } => {
                    // A place in the square with a way of 0 mm to the corner and back.
                    if !split.squares.contains_key(&(square, node)) {
                        let place = split.fresh();
                        split.squares.insert((square, node), place);
                        let known = &streets.squares[square].attributes;
                        let private = known.access == Some(nabij::Access::Private);
                        let mut own = streets.squares[square].edges.iter();
                        if !own.any(|edge| streets.edges[*edge].usable(step_free)) {
                            split.shut.insert(square);
                            continue; // who cannot use the square does not cross it to a door
                        }
                        for (from, to) in [(place, node), (node, place)] {
                            split.into[to].push(Arc {
                                from,
                                length: 0,
                                private,
                                stretch: None,
                            });
                        }
                    }
                }
            }
        }
        for (number, edge) in streets.edges.iter().enumerate() {
            if !edge.usable(step_free) {
                // Doors may stand there all the same, and lead nowhere, not even to each other.
                for offset in offsets.get(&number).into_iter().flatten() {
                    let (home, shop) = (split.fresh(), split.fresh());
                    split.homes.insert(number, home);
                    split.places.insert((number, *offset), shop);
                }
                continue;
            }
            let passable = |node: usize| (!streets.nodes[node].blocked()).then_some(node);
            if edge.length == 0 && offsets.contains_key(&number) {
                split.hang(
                    number,
                    [passable(edge.from), passable(edge.to)],
                    edge.private(),
                );
            }
            let mut stops = vec![(passable(edge.from), 0)];
            for offset in offsets
                .get(&number)
                .into_iter()
                .flatten()
                .filter(|_| edge.length > 0)
            {
                let place = split.fresh();
                split.places.insert((number, *offset), place);
                stops.push((Some(place), *offset));
            }
            stops.push((passable(edge.to), edge.length));
            for pair in stops.windows(2) {
                let ((Some(a), start), (Some(b), end)) = (pair[0], pair[1]) else {
                    continue;
                };
                let (along, against) = edge.ways();
                let (length, private) = (end - start, edge.private());
                // A door exactly at the end of a one-way edge is at the node: no step at all is
                // no step against the direction.
                let at_node = length == 0 && edge.length > 0;
                let arc = |from, start, end| {
                    let stretch = Some(Stretch {
                        edge: number,
                        start,
                        end,
                    });
                    Arc {
                        from,
                        length,
                        private,
                        stretch,
                    }
                };
                if along || at_node {
                    split.into[b].push(arc(a, start, end));
                }
                if against || at_node {
                    split.into[a].push(arc(b, end, start));
                }
            }
        }
        split
    }

    /// A public way of so many mm between two places, both ways.
    pub fn link(&mut self, a: usize, b: usize, length: u64) {
        for (from, to) in [(a, b), (b, a)] {
            self.into[to].push(Arc {
                from,
                length,
                private: false,
                stretch: None,
            });
        }
    }

    /// The place where an edge was cut; none where nobody may walk.
    pub fn cut(&self, edge: usize, offset: u64) -> Option<usize> {
        self.places.get(&(edge, offset)).copied()
    }

    /// Doors on an edge of 0 mm are at both its ends; whoever passes still keeps its direction.
    fn hang(&mut self, edge: usize, ends: [Option<usize>; 2], private: bool) {
        let (home, shop) = (self.fresh(), self.fresh());
        let stretch = Some(Stretch {
            edge,
            start: 0,
            end: 0,
        });
        let arc = |from| Arc {
            from,
            length: 0,
            private,
            stretch,
        };
        for node in ends.into_iter().flatten() {
            self.into[node].push(arc(home));
            self.into[shop].push(arc(node));
        }
        self.into[shop].push(arc(home));
        self.places.insert((edge, 0), shop);
        self.homes.insert(edge, home);
    }

    fn fresh(&mut self) -> usize {
        self.into.push(Vec::new());
        self.into.len() - 1
    }

    fn place(&self, join: Join) -> usize {
        match join {
            Join::Edge { edge, offset, .. } => self.places[&(edge, offset)],
            Join::Corner { node, square, .. } => self.squares[&(square, node)],
        }
    }

    /// The distances towards one of the joins that the network was split at.
    pub fn towards(&self, join: Join) -> Tree {
        self.search(self.place(join))
    }

    /// The distances towards a join by walks that are in a phase there already.
    pub fn towards_in(&self, join: Join, phase: usize) -> Tree {
        self.search_in(self.place(join), phase)
    }

    /// The distance from a join in each phase.
    pub fn phases(&self, tree: &Tree, join: Join) -> [Option<u64>; 3] {
        self.home(join).map_or([None; 3], |place| tree.best[place])
    }

    /// The place where walks begin.
    fn home(&self, join: Join) -> Option<usize> {
        match join {
            Join::Edge { edge, .. } if self.homes.contains_key(&edge) => Some(self.homes[&edge]),
            Join::Corner { square, .. } if self.shut.contains(&square) => None,
            _ => Some(self.place(join)),
        }
    }

    fn search(&self, start: usize) -> Tree {
        self.search_in(start, 0)
    }

    fn search_in(&self, start: usize, phase: usize) -> Tree {
        let count = self.into.len();
        let mut tree = Tree {
            best: vec![[None; 3]; count],
            next: vec![[None; 3]; count],
        };
        let mut done = vec![[false; 3]; count];
        let mut queue = BinaryHeap::from([Reverse((0_u64, start, phase))]);
        tree.best[start][phase] = Some(0);
        while let Some(Reverse((mm, place, phase))) = queue.pop() {
            if std::mem::replace(&mut done[place][phase], true) {
                continue;
            }
            for arc in &self.into[place] {
                let reached = match (phase, arc.private) {
                    (0, true) => 0,
                    (0 | 1, false) => 1,
                    (1 | 2, true) => 2,
                    _ => continue,
                };
                let total = mm + arc.length;
                if tree.best[arc.from][reached].is_none_or(|best| total < best) {
                    tree.best[arc.from][reached] = Some(total);
                    tree.next[arc.from][reached] = Some((place, phase, arc.stretch));
                    queue.push(Reverse((total, arc.from, reached)));
                }
            }
        }
        tree
    }

    /// The distance from a join and the stretches of the walk, from home to the facility.
    pub fn from(&self, tree: &Tree, join: Join) -> Option<(u64, Vec<Stretch>)> {
        let mut place = self.home(join)?;
        let phases = (0..3).filter_map(|phase| Some((tree.best[place][phase]?, phase)));
        let (mm, mut phase) = phases.min()?;
        let mut walk: Vec<Stretch> = Vec::new();
        while let Some((next, then, stretch)) = tree.next[place][phase] {
            (place, phase) = (next, then);
            match (walk.last_mut(), stretch) {
                // Passing a place where another door joins is no step of its own.
                (Some(last), Some(more)) if last.edge == more.edge && last.end == more.start => {
                    last.end = more.end;
                }
                (_, Some(more)) => walk.push(more),
                _ => {}
            }
        }
        Some((mm, walk))
    }
}

impl Tree {
    /// The distance from a node, if a walk leads from there.
    pub fn at(&self, node: usize) -> Option<u64> {
        self.best[node].into_iter().flatten().min()
    }
}

/// How many numbers of the walk were rounded: segments touched and splits.
pub fn rounded(streets: &Streets, walk: &[Stretch]) -> usize {
    walk.iter()
        .map(|stretch| {
            let edge = &streets.edges[stretch.edge];
            let (low, high) = (
                stretch.start.min(stretch.end),
                stretch.start.max(stretch.end),
            );
            let mut before = 0;
            let mut touched = 0;
            for piece in &edge.pieces {
                let meets = before <= high && low <= before + piece;
                touched += usize::from(meets);
                before += piece;
            }
            let splits = [low, high]
                .into_iter()
                .filter(|at| *at > 0 && *at < edge.length)
                .count();
            touched + splits
        })
        .sum()
}
