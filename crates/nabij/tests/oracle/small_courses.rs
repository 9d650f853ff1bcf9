//! What stands along courses, worked out by hand and drawn above each.

use nabij::{Course, CourseError, Polygon};

use crate::courses::{course, mm, p};

/// ```text
/// 0    100         300   400
/// ├─────B───────────B─────┤      100, 200 and 100 apart
/// ```
#[test]
fn benches_as_far_apart_as_they_may_be() {
    let line = course(&[p(0, 0), p(400, 0)]);
    let gaps = |spacing| {
        let benches = [p(300, -5), p(100, 5)];
        let seats = line.near_points(&benches, mm(5), mm(spacing));
        let missing: u32 = seats.gaps.iter().map(|(from, to)| to - from).sum();
        assert_eq!(seats.whole_mm, 400);
        assert_eq!(seats.met_mm, u64::from(400 - missing));
        seats.gaps
    };
    assert_eq!(gaps(200), []);
    assert_eq!(gaps(201), []);
    assert_eq!(gaps(199), [(100, 300)]);
    assert_eq!(gaps(100), [(100, 300)]);
    assert_eq!(gaps(99), [(0, 100), (100, 300), (300, 400)]);
}

/// ```text
///       B 5 off it
/// ├─────┴─────┤
/// ```
#[test]
fn how_far_off_a_bench_may_stand() {
    let line = course(&[p(0, 0), p(400, 0)]);
    let offsets = |reach| line.offsets(&[p(100, 5)], mm(reach));
    assert_eq!(offsets(4), []);
    assert_eq!(offsets(5), [100]);
    assert_eq!(offsets(6), [100]);
    // No bench at all, and a course shorter than benches are apart: it has none all the same.
    assert_eq!(line.near_points(&[], mm(5), mm(1000)).gaps, [(0, 400)]);
    assert_eq!(line.near_points(&[p(0, 0)], mm(5), mm(400)).gaps, []);
    assert_eq!(
        line.near_points(&[p(0, 0)], mm(5), mm(399)).gaps,
        [(0, 400)]
    );
}

/// ```text
/// ├────────────┐
///         B    │      as near to the way out as to the way back: on the way out
/// ├────────────┘
/// ```
#[test]
fn out_and_back() {
    let line = course(&[p(0, 20), p(100, 20), p(100, 0), p(0, 0)]);
    assert_eq!(line.offsets(&[p(60, 10)], mm(10)), [60]);
    assert_eq!(line.offsets(&[p(60, 9)], mm(10)), [160]);
    assert_eq!(
        line.offsets(&[p(60, 9), p(60, 10), p(60, 11)], mm(10)),
        [60, 160]
    );
    assert_eq!(
        line.cut(90, 130),
        [p(90, 20), p(100, 20), p(100, 0), p(90, 0)]
    );
    assert_eq!(line.cut(0, 220), line.line());
    // A round that ends where it starts: at its start.
    let round = course(&[p(0, 0), p(30, 0), p(30, 40), p(0, 0)]);
    assert_eq!((round.length(), round.id()), (mm(120), "c"));
    assert_eq!(round.offsets(&[p(-3, 0)], mm(3)), [0]);
}

/// ```text
///       L       L        18 off the line, 30 around each: 24 to either side
/// ├─────┴───────┴─────┤
/// 0    50      150   200
/// ```
#[test]
fn lamps_along_a_course() {
    let line = course(&[p(0, 0), p(200, 0)]);
    let gaps = |radius| line.within(&[p(50, 18), p(150, -18)], mm(radius)).gaps;
    assert_eq!(gaps(30), [(0, 26), (74, 126), (174, 200)]);
    assert_eq!(gaps(18), [(0, 200)], "they touch it in a point");
    assert_eq!(gaps(17), [(0, 200)]);
    assert_eq!(gaps(19), [(0, 44), (56, 144), (156, 200)]); // √37 = 6.1
    assert_eq!(gaps(82), []); // 80 to either side
    assert_eq!(gaps(53), [(100, 100); 0]); // √2485 = 49.8: together to the millimetre
    assert_eq!(gaps(52), [(0, 1), (99, 101), (199, 200)]); // √2380 = 48.8
    assert_eq!(line.within(&[], mm(30)).met_mm, 0);
}

/// ```text
///        ┌─────┐
/// ├──────┼─────┼──────┤      through a park of 100 to 200, with a pond of 140 to 160
///        └─────┘
/// ```
#[test]
fn green_beside_a_course() {
    let line = course(&[p(0, 0), p(300, 0)]);
    let square =
        |from, to, half: i32| vec![p(from, -half), p(to, -half), p(to, half), p(from, half)];
    let park = Polygon::new([square(100, 200, 50)]);
    let gaps = |parks: &[Polygon], radius| line.beside(parks, mm(radius)).gaps;
    assert_eq!(gaps(std::slice::from_ref(&park), 10), [(0, 90), (210, 300)]);
    assert_eq!(
        gaps(std::slice::from_ref(&park), 0),
        [(0, 99), (201, 300)],
        "1 mm at least"
    );
    let pond = Polygon::new([square(100, 200, 50), square(140, 160, 5)]);
    assert_eq!(
        gaps(std::slice::from_ref(&pond), 1),
        [(0, 99), (141, 159), (201, 300)]
    );
    assert_eq!(gaps(&[pond, park], 1), [(0, 99), (201, 300)]);
    // 60 off the line, from end to end.
    let along = Polygon::new([vec![p(-9, 60), p(400, 60), p(400, 90), p(-9, 90)]]);
    assert_eq!(gaps(std::slice::from_ref(&along), 59), [(0, 300)]);
    assert_eq!(gaps(std::slice::from_ref(&along), 60), []);
    assert_eq!(gaps(&[], 60), [(0, 300)]);
}

#[test]
fn lines_that_are_no_course() {
    let id = || "c".to_owned();
    let none = CourseError::NoLength { id: id() };
    assert_eq!(Course::new("c", vec![]).err(), Some(none.clone()));
    assert_eq!(Course::new("c", vec![p(1, 1), p(1, 1)]).err(), Some(none));
    let far = CourseError::TooLong { id: id() };
    let to = |x| Course::new("c", vec![p(0, 0), p(x, 0)]).err();
    assert_eq!(
        (to(1_000_000_000), to(1_000_000_001)),
        (None, Some(far.clone()))
    );
    let zigzag = (0..6).map(|at| p(at % 2 * 1_000_000_000, at)).collect();
    assert_eq!(Course::new("c", zigzag).err(), Some(far));
}
