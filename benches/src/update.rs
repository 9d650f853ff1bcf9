//! What one facility more or less costs in a city that is scored, beside scoring all of it.
//!
//! `nabij-benches update ORIGINS` makes up a city of about so many addresses, ten categories, 13 norms
//! and areas of three levels. Four facilities of each category close and open again one by one;
//! after that the city must be what it is when it is scored anew. It tells the seconds as JSON.

use std::{error::Error, sync::Mutex, time::Instant};

use nabij::{
    Access, Area, Areas, Category, Change, EdgeAttributes, Facilities, Facility, Length, Network,
    Norm, NormSet, Origin, Origins, Point, Polygon, Study, Test, Weight,
};

/// Addresses on one street, which is about 100 m long.
const HOMES: usize = 10;
/// Addresses for each facility of a category.
const SPARSE: [usize; 10] = [1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 5000];
/// Buurten along each side of the city.
const PARTS: i32 = 8;

/// Numbers that look like chance, and are the same every time (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    /// From 0 up to `below`.
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % below.max(1)
    }

    fn place(&mut self, size: i32) -> Point {
        Point::new(
            self.roll(size as usize) as i32,
            self.roll(size as usize) as i32,
        )
    }
}

/// Closes and opens facilities of a made-up city, and tells how long it takes.
pub fn run(count: usize) -> Result<(), Box<dyn Error>> {
    let mut dice = Dice(42);
    let side = ((count as f64 / (2 * HOMES) as f64).sqrt() as i32).max(3);
    let size = side * 100_000;
    let corners = corners(side, &mut dice);
    let network = network(&corners)?;
    let origins = origins(&corners, &mut dice)?;
    let facilities = facilities(origins.len(), size, &mut dice)?;
    let norms = norms(&facilities)?;
    let areas = areas(size)?;

    // Doors are joined to streets before the first search is told of.
    let searching: Mutex<Option<Instant>> = Mutex::new(None);
    let progress = |what: &str, _, _| {
        if let Ok(mut start) = searching.lock()
            && what == "search"
        {
            start.get_or_insert_with(Instant::now);
        }
        true
    };
    let study = Study::new(&network, &facilities, &norms);
    let told = study.clone().progress(&progress).prepare()?;
    let scored = told.score(&origins)?;
    let whole = scored.areas(&areas);
    let start = searching
        .lock()
        .map_err(|_| "no time")?
        .ok_or("no search")?;
    let full = start.elapsed().as_secs_f64();

    let study = study.prepare()?;
    let keeping = Instant::now();
    let mut kept = study.keep(origins.clone(), Some(&areas), false)?;
    let keeping = keeping.elapsed().as_secs_f64();
    let (mut each, mut changed) = (Vec::new(), 0);
    for category in norms.categories() {
        let own: Vec<&Facility> = facilities
            .of(category)
            .map(|id| facilities.get(id))
            .collect();
        for at in 0..4 {
            let one = own[at * own.len() / 4];
            let gone = Change {
                remove_facilities: vec![(category.clone(), one.id.clone())],
                ..Change::default()
            };
            let back = Change {
                add_facilities: vec![one.clone()],
                ..Change::default()
            };
            for change in [gone, back] {
                let clock = Instant::now();
                let updated = kept.update(change)?;
                each.push(clock.elapsed().as_secs_f64());
                changed += updated
                    .walkers
                    .iter()
                    .map(|own| own.rows.len())
                    .sum::<usize>();
            }
        }
    }
    let now = kept.whole()?;
    let own = now.walkers.first().ok_or("nobody walks")?;
    assert_eq!(own.rows, scored.rows, "rows");
    assert_eq!(own.areas.as_ref(), Some(&whole), "areas");

    each.sort_unstable_by(f64::total_cmp);
    let mean = each.iter().sum::<f64>() / each.len() as f64;
    println!(
        "{{\"order\": \"update\", \"origins\": {}, \"edges\": {}, \"facilities\": {}, \
         \"whole\": {full:.4}, \"keep\": {keeping:.4}, \"update\": {mean:.6}, \
         \"median\": {:.6}, \"slowest\": {:.6}, \"rows\": {:.0}, \"times\": {:.0}}}",
        origins.len(),
        network.edge_count(),
        facilities.len(),
        each[each.len() / 2],
        each[each.len() - 1],
        changed as f64 / each.len() as f64,
        full / mean,
    );
    Ok(())
}

/// Where streets meet, row by row: about 100 m apart.
fn corners(side: i32, dice: &mut Dice) -> Vec<Vec<Point>> {
    let mut corner = |x: i32, y: i32| {
        let [dx, dy] = [0; 2].map(|_| dice.roll(30_000) as i32);
        Point::new(x * 100_000 + dx, y * 100_000 + dy)
    };
    let row = |y: i32| (0..=side).map(|x| corner(x, y)).collect();
    (0..=side).map(row).collect()
}

/// The two ends of every street.
fn streets(corners: &[Vec<Point>]) -> Vec<(Point, Point)> {
    let along = corners.iter().flat_map(|row| row.windows(2));
    let along = along.map(|ends| (ends[0], ends[1]));
    let across = corners
        .windows(2)
        .flat_map(|rows| rows[0].iter().zip(&rows[1]));
    along.chain(across.map(|(a, b)| (*a, *b))).collect()
}

fn network(corners: &[Vec<Point>]) -> Result<Network, Box<dyn Error>> {
    let all = streets(corners).into_iter();
    let street = EdgeAttributes {
        access: Some(Access::Public),
        ..EdgeAttributes::default()
    };
    let builder = all.fold(Network::builder(), |builder, (a, b)| {
        builder.edge(a, b, street.clone())
    });
    Ok(builder.build()?)
}

fn origins(corners: &[Vec<Point>], dice: &mut Dice) -> Result<Origins, Box<dyn Error>> {
    let mut homes = Vec::new();
    for (a, b) in streets(corners) {
        for at in 1..=HOMES as i64 {
            let part = |a: i32, b: i32| {
                (i64::from(a) + (i64::from(b) - i64::from(a)) * at / (HOMES as i64 + 1)) as i32
            };
            let garden = dice.roll(8_000) as i32;
            let door = Point::new(part(a.x, b.x) + garden, part(a.y, b.y) + garden);
            homes.push(Origin::new(format!("home {}", homes.len()), door));
        }
    }
    let count = homes.len();
    let mut weights = |most: usize| -> Result<Vec<Weight>, Box<dyn Error>> {
        let one = |_| Ok(Weight::new(dice.roll(most * 10) as f64 / 10.0)?);
        (0..count).map(one).collect()
    };
    let (residents, older) = (weights(5)?, weights(2)?);
    let origins = Origins::new(homes)?.weight("residents", residents)?;
    Ok(origins.weight("65+", older)?)
}

fn facilities(homes: usize, size: i32, dice: &mut Dice) -> Result<Facilities, Box<dyn Error>> {
    let mut all = Vec::new();
    for (kind, sparse) in SPARSE.iter().enumerate() {
        let category = Category::new(format!("kind_{kind}"))?;
        for number in 0..(homes / sparse).max(4) {
            let place = dice.place(size);
            all.push(Facility::new(format!("f{number}"), category.clone(), place));
        }
    }
    Ok(Facilities::new(all)?)
}

/// One for each category, and three that are made of others.
fn norms(facilities: &Facilities) -> Result<NormSet, Box<dyn Error>> {
    let simple = facilities.categories().map(|category| {
        let norm = Norm::new(category.as_str());
        norm.lower(Length::metres(300)).upper(Length::metres(500))
    });
    let mut norms: Vec<Norm> = simple.collect();
    let ids: Vec<String> = norms.iter().map(|norm| norm.id.clone()).collect();
    let made = |id: &str, test| Norm::new(id).test(test);
    norms.push(made("daily", Test::AllOf(ids[..3].to_vec())));
    norms.push(made("either", Test::AnyOf(ids[3..5].to_vec())));
    norms.push(made("most", Test::AtLeast(6, ids)));
    Ok(NormSet::new(norms)?)
}

/// Buurten, wijken of four by four, and the city.
fn areas(size: i32) -> Result<Areas, Box<dyn Error>> {
    let line =
        |at: i32| (i64::from(size + 60_000) * i64::from(at) / i64::from(PARTS)) as i32 - 30_000;
    let mut all = Vec::new();
    for (x, y) in (0..PARTS * PARTS).map(|at| (at % PARTS, at / PARTS)) {
        let (west, east, south, north) = (line(x), line(x + 1), line(y), line(y + 1));
        let ring = [(west, south), (east, south), (east, north), (west, north)];
        let ring = ring.map(|(x, y)| Point::new(x, y)).to_vec();
        all.push(Area {
            id: format!("{x}{y}"),
            polygons: vec![Polygon::new([ring])],
            ..Area::default()
        });
    }
    let wijk = |id: &str| Some((id.bytes().map(|digit| (digit - b'0') / 4 + b'0')).collect());
    let wijk = |id: &str| {
        let code: Option<Vec<u8>> = wijk(id);
        Some((String::from_utf8(code?).ok()?, None))
    };
    let areas = Areas::new("buurt", all)?.level("wijk", wijk);
    Ok(areas.level("gemeente", |_| Some(("all".to_owned(), None))))
}
