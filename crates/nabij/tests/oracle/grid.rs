//! Towns as they are: jittered grids of curved streets with one-way streets, locked gates,
//! stairs, tunnels, private courtyards, squares with holes and walls, in millimetres.

use nabij::{
    Access, Category, Direction, Door, EdgeAttributes, Facility, LineKey, NodeAttributes, Origin,
    Point, SourceLine, SourceSquare, Vertex,
};

use crate::case::Case;

/// Small, quick and the same everywhere: splitmix64.
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` up to, not including, `high`.
    pub fn roll(&mut self, low: i32, high: i32) -> i32 {
        low + (self.next() % (high - low) as u64) as i32
    }

    pub fn once_in(&mut self, times: i32) -> bool {
        self.roll(0, times) == 0
    }

    fn near(&mut self, p: Point, reach: i32) -> Point {
        Point::new(
            p.x + self.roll(-reach, reach + 1),
            p.y + self.roll(-reach, reach + 1),
        )
    }
}

/// The side of a block.
const BLOCK: i32 = 90_000;

struct Town {
    dice: Dice,
    side: i32,
    crossings: Vec<Point>,
    next_id: i64,
    case: Case,
}

/// A town of `side` × `side` crossings with this many facilities and origins.
pub fn town(seed: u64, side: i32, facilities: usize, origins: usize, step_free: bool) -> Case {
    let mut dice = Dice(seed);
    let mut crossings = Vec::new();
    for y in 0..side {
        for x in 0..side {
            crossings.push(dice.near(Point::new(x * BLOCK, y * BLOCK), 15_000));
        }
    }
    let mut town = Town {
        dice,
        side,
        crossings,
        next_id: 0,
        case: Case::default(),
    };
    town.case.step_free = step_free;
    town.case.direct = 10_000;
    town.case.min_component = 1_000_000;
    town.case.horizon = 600_000;
    town.case.barred = true;
    town.case.named_street = Some(50_000);
    town.streets();
    town.courtyards();
    town.squares();
    town.gates();
    town.doors(facilities, origins);
    town.houses();
    town.benches();
    town.case
}

impl Town {
    fn crossing(&self, x: i32, y: i32) -> Point {
        self.crossings[(y * self.side + x) as usize]
    }

    fn line(&mut self, points: Vec<Point>, attributes: EdgeAttributes) {
        self.case.lines.push(SourceLine {
            key: LineKey::way(0, self.next_id),
            vertices: points.into_iter().map(Vertex::at).collect(),
            attributes,
        });
        self.next_id += 1;
    }

    /// Long ways through many crossings, with bends between them; some pieces are missing.
    fn streets(&mut self) {
        for line in 0..2 * self.side {
            let (across, at) = (line % 2 == 0, line / 2);
            let stop = |town: &Town, step: i32| {
                if across {
                    town.crossing(step, at)
                } else {
                    town.crossing(at, step)
                }
            };
            let mut way = vec![stop(self, 0)];
            for step in 1..self.side {
                let (from, to) = (stop(self, step - 1), stop(self, step));
                if self.dice.once_in(6) {
                    let ended = std::mem::replace(&mut way, vec![to]);
                    if ended.len() > 1 {
                        let attributes = self.kind();
                        self.line(ended, attributes);
                    }
                    continue;
                }
                for bend in 1..self.dice.roll(1, 4) {
                    let part = |a: i32, b: i32| a + (b - a) / 4 * bend;
                    way.push(
                        self.dice
                            .near(Point::new(part(from.x, to.x), part(from.y, to.y)), 6_000),
                    );
                }
                way.push(to);
                if self.dice.once_in(3) {
                    let attributes = self.kind();
                    let ended = std::mem::replace(&mut way, vec![to]);
                    self.line(ended, attributes);
                }
            }
            if way.len() > 1 {
                let attributes = self.kind();
                self.line(way, attributes);
            }
        }
    }

    fn kind(&mut self) -> EdgeAttributes {
        let mut known = EdgeAttributes {
            access: Some(Access::Public),
            ..Default::default()
        };
        match self.dice.roll(0, 24) {
            0 => known.direction = Direction::Forward,
            1 => known.direction = Direction::Backward,
            2 => known.steps = Some(true),
            3 => known.tunnel = Some(true),
            4 => known.bridge = Some(true),
            5 => known.crossing = Some(true),
            6 => known.access = None,
            7 => known.level = Some(10),
            8 => known.escalator = Some(true),
            _ => {}
        }
        known
    }

    /// Private ways from a crossing into a block, some out of it again, and fenced-off pieces.
    fn courtyards(&mut self) {
        for _ in 0..self.side * 2 {
            let (x, y) = (
                self.dice.roll(0, self.side - 1),
                self.dice.roll(0, self.side - 1),
            );
            let heart = self.dice.near(
                Point::new(x * BLOCK + BLOCK / 2, y * BLOCK + BLOCK / 2),
                9_000,
            );
            let access = Some(if self.dice.once_in(5) {
                Access::Public
            } else {
                Access::Private
            });
            let mut known = EdgeAttributes {
                access,
                ..Default::default()
            };
            if self.dice.once_in(8) {
                known.direction = Direction::Forward;
            }
            let mut way = vec![self.crossing(x, y), heart];
            match self.dice.roll(0, 4) {
                0 => way.push(self.crossing(x + 1, y + 1)),
                1 => way.push(self.dice.near(heart, 15_000)),
                2 => way[0] = self.dice.near(heart, 20_000),
                _ => {}
            }
            self.line(way, known);
        }
    }

    /// A square around some crossings, entered from it by spokes; some have a pond.
    fn squares(&mut self) {
        for at in 0..self.side / 3 {
            let (x, y) = (
                self.dice.roll(0, self.side - 1),
                at * 3 + self.dice.roll(0, 2),
            );
            if y >= self.side - 1 {
                continue;
            }
            let heart = Point::new(x * BLOCK + BLOCK / 2, y * BLOCK + BLOCK / 2);
            let rays = [
                (3, 0),
                (2, 1),
                (2, 2),
                (0, 3),
                (-2, 2),
                (-3, 1),
                (-2, -1),
                (-1, -3),
                (1, -3),
                (2, -1),
            ];
            let ring: Vec<Point> = rays
                .iter()
                .map(|(dx, dy)| {
                    let reach = self.dice.roll(4_000, 11_000);
                    Point::new(heart.x + dx * reach, heart.y + dy * reach)
                })
                .collect();
            let pond: Vec<Point> = [(1, 0), (0, 1), (-1, 0), (0, -1)]
                .map(|(dx, dy)| Point::new(heart.x + dx * 3_000, heart.y + dy * 3_000))
                .into();
            for (corner, spoke) in [(2, (1, 1)), (4, (0, 1)), (6, (0, 0)), (8, (1, 0))] {
                if !self.dice.once_in(4) {
                    let known = self.kind();
                    let outside = self.crossing(x + spoke.0, y + spoke.1);
                    self.line(vec![ring[corner], outside], known);
                }
            }
            let mut rings = vec![ring];
            if self.dice.once_in(2) {
                self.case.barriers.push((pond.clone(), true));
                rings.push(pond);
            }
            let access = Some(if self.dice.once_in(4) {
                Access::Private
            } else {
                Access::Public
            });
            self.case.squares.push(SourceSquare {
                key: LineKey::way(
                    0,
                    if self.dice.once_in(2) {
                        self.next_id
                    } else {
                        -self.next_id
                    },
                ),
                rings: rings
                    .into_iter()
                    .map(|ring| ring.into_iter().map(Vertex::at).collect())
                    .collect(),
                attributes: EdgeAttributes {
                    access,
                    ..Default::default()
                },
            });
            self.next_id += 1;
            for _ in 0..3 {
                let doors = vec![self.dice.near(heart, 12_000)];
                self.origin(doors);
            }
        }
    }

    fn gates(&mut self) {
        for _ in 0..self.side {
            let line = self.dice.roll(0, self.case.lines.len() as i32) as usize;
            let count = self.case.lines[line].vertices.len() as i32;
            let vertex = self.case.lines[line].vertices[self.dice.roll(0, count) as usize];
            let blocked = [Some(true), Some(false), None][self.dice.roll(0, 3) as usize];
            let known = NodeAttributes {
                blocked,
                barrier: Some("gate".into()),
                ..Default::default()
            };
            if self
                .case
                .nodes
                .iter()
                .all(|(other, _)| other.point != vertex.point)
            {
                self.case.nodes.push((vertex, known));
            }
        }
    }

    fn origin(&mut self, doors: Vec<Point>) {
        let id = format!("o{}", self.case.origins.len());
        self.case.origins.push(Origin {
            id,
            doors,
            ..Origin::default()
        });
    }

    fn anywhere(&mut self) -> Point {
        let reach = self.side * BLOCK;
        Point::new(self.dice.roll(-BLOCK, reach), self.dice.roll(-BLOCK, reach))
    }

    /// Benches here and there, some beside a facility.
    fn benches(&mut self) {
        for at in 0..2 * self.side * self.side {
            let mut place = self.anywhere();
            if let Some(shop) = self.case.facilities.get(at as usize) {
                place = self.dice.near(shop.doors[0].point, 60_000);
            }
            self.case.benches.push((format!("b{at}"), place));
        }
    }

    fn doors(&mut self, facilities: usize, origins: usize) {
        for at in 0..facilities {
            let place = self.anywhere();
            let mut doors = vec![place];
            for _ in 0..self.dice.roll(0, 3) {
                doors.push(self.dice.near(place, 30_000));
            }
            let category = if at % 5 == 4 {
                Category::SUPERMARKET
            } else {
                Category::PHARMACY
            };
            let door = |point| Door::from(point);
            self.case.facilities.push(Facility {
                doors: doors.into_iter().map(door).collect(),
                ..Facility::new(format!("f{at}"), category, place)
            });
            if self.dice.once_in(2) {
                let near = self.dice.near(place, 9_000);
                self.origin(vec![near]);
                let (a, b) = (self.dice.near(place, 5_000), self.dice.near(place, 5_000));
                let list = match self.dice.once_in(2) {
                    true => &mut self.case.barriers,
                    false => &mut self.case.fences,
                };
                list.push((vec![a, b], false));
            }
        }
        for _ in 0..origins {
            let place = self.anywhere();
            let mut doors = vec![place];
            if self.dice.once_in(4) {
                doors.push(self.dice.near(place, 20_000));
            }
            self.origin(doors);
        }
    }

    /// Houses around and beside doors, and names of streets and in addresses.
    fn houses(&mut self) {
        let homes = self.case.origins.iter().flat_map(|origin| &origin.doors);
        let shops = self.case.facilities.iter().flat_map(|f| &f.doors);
        let doors: Vec<Point> = homes.copied().chain(shops.map(|door| door.point)).collect();
        for door in doors {
            for _ in 0..self.dice.roll(0, 3) {
                let corner = self.dice.near(door, 18_000);
                let (dx, dy) = (self.dice.roll(4_000, 20_000), self.dice.roll(4_000, 20_000));
                let ring = [(0, 0), (dx, 0), (dx, dy), (dx / 2, dy - 1_000), (0, dy)];
                let place = |(x, y): (i32, i32)| Point::new(corner.x + x, corner.y + y);
                self.case.buildings.push(ring.map(place).into());
            }
        }
        let names = [Some("Kade"), Some("Laan"), Some("Gang"), None, None];
        for line in &mut self.case.lines {
            let name = names[self.dice.roll(0, 5) as usize];
            line.attributes.street = name.map(Into::into);
        }
        for origin in &mut self.case.origins {
            origin.street = names[self.dice.roll(0, 5) as usize].map(str::to_owned);
        }
    }
}
