//! Every millimetre on its own, in fractions.

use super::*;

fn p(x: i32, y: i32) -> Point {
    Point::new(x, y)
}

/// Numbers below a bound, the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, low: i32, high: i32) -> i32 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1);
        low + ((self.0 >> 33) % (high - low) as u64) as i32
    }

    fn place(&mut self, reach: i32) -> Point {
        p(self.roll(-reach, reach), self.roll(-reach, reach))
    }
}

/// Whether the middle of a millimetre is near a side: everything is multiplied out.
fn near((a, b): (Point, Point), at: i128, (c, d): (Point, Point), radius: i128) -> bool {
    let count = 2 * i128::from(a.distance_mm(b));
    let vector = |a: Point, b: Point| (i128::from(b.x - a.x), i128::from(b.y - a.y));
    let (ab, ca, cd) = (vector(a, b), vector(c, a), vector(c, d));
    let m = (
        count * ca.0 + (2 * at + 1) * ab.0,
        count * ca.1 + (2 * at + 1) * ab.1,
    );
    let (along, square) = (m.0 * cd.0 + m.1 * cd.1, cd.0 * cd.0 + cd.1 * cd.1);
    let far = |v: (i128, i128)| v.0 * v.0 + v.1 * v.1 <= (count * radius).pow(2);
    if along <= 0 {
        far(m)
    } else if along >= square * count {
        far((m.0 - count * cd.0, m.1 - count * cd.1))
    } else {
        (m.0 * cd.1 - m.1 * cd.0).pow(2) <= (count * radius).pow(2) * square
    }
}

#[test]
fn every_millimetre_on_its_own() {
    let mut dice = Dice(1);
    for round in 0..3000 {
        let reach = [3, 12, 60][round % 3];
        let line: Vec<Point> = (0..dice.roll(2, 5)).map(|_| dice.place(reach)).collect();
        let sides: Vec<(Point, Point)> = (0..dice.roll(0, 6))
            .map(|_| {
                let a = dice.place(reach);
                (
                    a,
                    if dice.roll(0, 2) == 0 {
                        a
                    } else {
                        dice.place(reach)
                    },
                )
            })
            .collect();
        let radius = dice.roll(0, reach);
        let beside = Beside::new(sides.clone(), Length::millimetres(radius as u32));
        let mut own = Vec::new();
        for ends in line.windows(2) {
            let ends = (ends[0], ends[1]);
            for at in 0..ends.0.distance_mm(ends.1) as i128 {
                own.push(sides.iter().any(|s| near(ends, at, *s, radius.into())));
            }
        }
        let found = beside.along(&line);
        let told = |at| found.within(at, at + 1) == 1;
        let told: Vec<bool> = (0..own.len() as u32).map(told).collect();
        assert_eq!(told, own, "{line:?} {sides:?} {radius}");
    }
}

/// ```text
///       L        18 above the line, 30 around: 24 to either side
/// ──────┴──────
/// ```
#[test]
fn a_disc_across_a_line() {
    let lit = |lamp, radius| {
        let beside = Beside::new([(lamp, lamp)], Length::millimetres(radius));
        beside.along(&[p(0, 0), p(100, 0)]).parts().to_vec()
    };
    assert_eq!(lit(p(50, 18), 30), [(26, 74)]);
    assert_eq!(lit(p(50, 30), 30), [], "it touches in one point");
    assert_eq!(lit(p(50, 30), 31), [(42, 58)]); // √61 = 7.8
    assert_eq!(lit(p(0, 0), 30), [(0, 30)]);
    assert_eq!(lit(p(-30, 0), 30), []);
    assert_eq!(lit(p(-30, 0), 31), [(0, 1)]);
    assert_eq!(lit(p(50, 0), 0), [], "a place has no length");
}

/// Far from each other and at both ends of the plane.
#[test]
fn nothing_overflows() {
    let (west, east) = (
        p(-2_000_000_000, -2_000_000_000),
        p(2_000_000_000, 2_000_000_000),
    );
    let line = [p(-500_000_000, 0), p(400_000_000, 0)];
    let beside = |sides: &[(Point, Point)], radius| {
        Beside::new(sides.iter().copied(), Length::millimetres(radius))
            .along(&line)
            .parts()
            .to_vec()
    };
    assert_eq!(beside(&[(west, west), (east, east)], u32::MAX), []);
    // The diagonal of the plane, 3 mm around: √2 · 3 = 4.24 to either side.
    assert_eq!(beside(&[(west, east)], 3), [(499_999_996, 500_000_004)]);
    assert_eq!(beside(&[(west, east)], u32::MAX), [(0, 900_000_000)]);
    let side = (p(0, 1), p(0, 1));
    assert_eq!(beside(&[side], 1_000_000_000), [(0, 900_000_000)]);
    assert_eq!(wide(u128::MAX, u128::MAX), (u128::MAX - 1, 1));
}
