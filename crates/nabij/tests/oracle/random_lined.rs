//! What lies along the walks of random towns, with tags, lamps and ground thrown over them.

use nabij::{Along, Category, Forest, Length, Lights, Point, Polygon, Side};
use proptest::{prelude::*, test_runner::Config};

use crate::{
    case::Case,
    core::Core,
    grid::{Dice, town},
    lattice,
    lined::{Scene, compare},
    random::many,
    rest::SEATS,
};

/// Tags, lamps and ground thrown over a case.
fn scene(case: &mut Case, dice: &mut Dice) -> Scene {
    let tags = [None, None, Some(true), Some(false)];
    for line in &mut case.lines {
        line.attributes.lit = tags[dice.roll(0, 4) as usize];
    }
    let vertices = case.lines.iter().flat_map(|line| &line.vertices);
    let all: Vec<Point> = vertices.map(|vertex| vertex.point).collect();
    let side = |of: fn(&Point) -> i32| {
        let (low, high) = (all.iter().map(of).min(), all.iter().map(of).max());
        (low.unwrap_or(0), high.unwrap_or(0) + 1)
    };
    let ((west, east), (south, north)) = (side(|p| p.x), side(|p| p.y));
    let extent = (east - west).max(north - south);
    let mut place = |dice: &mut Dice, beyond: i32| {
        Point::new(
            dice.roll(west - beyond, east + beyond),
            dice.roll(south - beyond, north + beyond),
        )
    };
    let lamps = (0..dice.roll(0, 6))
        .map(|_| place(dice, extent / 8))
        .collect();
    let triangle = |dice: &mut Dice, place: &mut dyn FnMut(&mut Dice, i32) -> Point| {
        (0..3).map(|_| place(dice, extent)).collect::<Vec<Point>>()
    };
    let known = match dice.roll(0, 4) {
        0 => None,
        1 => {
            let far = 2 * extent;
            let p = Point::new;
            Some(vec![vec![
                p(west - far, south - far),
                p(east + far, south - far),
                p(east + far, north + far),
                p(west - far, north + far),
            ]])
        }
        count => Some((1..count).map(|_| triangle(dice, &mut place)).collect()),
    };
    Scene {
        lamps,
        radius: dice.roll(0, extent / 3 + 2) as u32,
        known,
        gaps: (0..3).map(|_| dice.roll(0, extent + 1) as u32).collect(),
    }
}

fn alike(mut case: Case, seed: u64) -> Result<(), TestCaseError> {
    let scene = scene(&mut case, &mut Dice(seed));
    compare(&case, &scene)
        .map_err(|found| TestCaseError::fail(format!("{found}\n{scene:?}\n--- the case:\n{case}")))
}

/// Whether a case is small enough to be looked at millimetre by millimetre.
fn is_small(case: &Case) -> bool {
    let pairs = case.lines.iter().flat_map(|line| line.vertices.windows(2));
    let whole: u64 = pairs
        .map(|pair| crate::exact::straight(pair[0].point, pair[1].point))
        .sum();
    whole < 5_000
}

proptest! {
    #![proptest_config(many(2000))]

    #[test]
    fn along_the_walks_of_small_towns(case in lattice::towns(false), seed in any::<u64>()) {
        if is_small(&case) {
            alike(case, seed)?;
        }
    }

    #[test]
    fn along_the_walks_around_a_square(case in lattice::towns(true), seed in any::<u64>()) {
        if is_small(&case) {
            alike(case, seed)?;
        }
    }
}

proptest! {
    #![proptest_config(Config { max_shrink_iters: 0, ..many(20) })]

    #[test]
    fn along_the_walks_of_towns_as_they_are(seed in any::<u64>()) {
        alike(town(seed, 3, 3, 4, false), seed)?;
    }
}

/// What lies along every walk: light, then seats.
fn found(case: &Case, scene: &Scene, gap: u32) -> [Vec<Option<Along>>; 2] {
    let core = Core::new(case);
    let (access, points) = (core.access(), core.rest_points(case, &SEATS));
    let coverage = scene.coverage();
    let radius = Length::millimetres(scene.radius);
    let lights = Lights::new(&core.network, &scene.lamps, radius, coverage.as_ref());
    let forest = Forest::new(&access, &Category::PHARMACY);
    let nearest = access.nearest(&Category::PHARMACY, &core.origins);
    let (gap, homes) = (Length::millimetres(gap), &core.origins);
    let seats = points.seats_ahead(&access, &forest, homes, &nearest, gap, coverage.as_ref());
    [lights.along(&forest, homes, &nearest), seats]
}

/// Lamps and benches that nobody knew of, beyond the ground on which all are known, make known what
/// was unknown and nothing else.
fn holds(mut case: Case, seed: u64) -> Result<(), TestCaseError> {
    let dice = &mut Dice(seed);
    let mut scene = scene(&mut case, dice);
    // A street that is tagged as not lit is believed, wherever lamps are known.
    for line in &mut case.lines {
        line.attributes.lit = line.attributes.lit.filter(|lit| *lit);
    }
    let gap = scene.gaps.first().copied().unwrap_or(0);
    let before = found(&case, &scene, gap);
    let vertices = case.lines.iter().flat_map(|line| &line.vertices);
    let vertices: Vec<Point> = vertices.map(|vertex| vertex.point).collect();
    let far = case.reach.max(scene.radius) as i32 + 2;
    for number in 0..8 {
        let Point { x, y } = vertices[dice.roll(0, vertices.len() as i32) as usize];
        let place = Point::new(x + dice.roll(-far, far), y + dice.roll(-far, far));
        let rings = scene.known.iter().flatten();
        let mut rings = rings.map(|ring| Polygon::new([ring.clone()]));
        if !rings.any(|ring| ring.side(place) == Side::Inside) {
            case.benches.push((format!("new{number}"), place));
            scene.lamps.push(place);
        }
    }
    let after = found(&case, &scene, gap);
    for (before, after) in before.iter().flatten().zip(after.iter().flatten()) {
        let (Some(before), Some(after)) = (before, after) else {
            prop_assert_eq!(before, after);
            continue;
        };
        let most = before.met_mm + before.unknown_mm;
        prop_assert_eq!(before.whole_mm, after.whole_mm);
        prop_assert!(before.met_mm <= after.met_mm, "{before:?} {after:?} {case}");
        prop_assert!(
            after.met_mm + after.unknown_mm <= most,
            "{before:?} {after:?} {scene:?} {case}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(many(2000))]

    #[test]
    fn what_was_unknown_in_small_towns(case in lattice::towns(true), seed in any::<u64>()) {
        holds(case, seed)?;
    }
}

proptest! {
    #![proptest_config(Config { max_shrink_iters: 0, ..many(60) })]

    #[test]
    fn what_was_unknown_in_towns_as_they_are(seed in any::<u64>()) {
        holds(town(seed, 4, 4, 8, false), seed)?;
    }
}

/// The tests above are worth something: much is met, not met and unknown.
#[test]
fn what_lies_along_differs() {
    let (mut light, mut seat) = (Along::default(), Along::default());
    for seed in 0..20 {
        let mut case = town(seed, 4, 6, 10, false);
        let scene = scene(&mut case, &mut Dice(seed));
        let [lit, seats] = found(&case, &scene, 60_000);
        for (sum, found) in [(&mut light, lit), (&mut seat, seats)] {
            for one in found.into_iter().flatten() {
                sum.whole_mm += one.whole_mm;
                sum.met_mm += one.met_mm;
                sum.unknown_mm += one.unknown_mm;
            }
        }
    }
    for sum in [light, seat] {
        let not_met = sum.whole_mm - sum.met_mm - sum.unknown_mm;
        let least = [sum.met_mm, sum.unknown_mm, not_met].into_iter().min();
        assert!(least > Some(sum.whole_mm / 20), "{sum:?}");
    }
}
