//! The same objects give the same extract, however the file is written.

use crate::pbf::Pbf;

/// A little of everything.
pub fn town() -> Pbf {
    let mut town = Pbf::default()
        .node(1, 0.0, 0.0, "barrier=gate|locked=yes")
        .nodes(&[(2, 100.0, 0.0), (3, 200.0, 0.0), (4, 200.0, 100.0)])
        .way(100, &[1, 2, 3], "highway=residential|name=Laan")
        .way(101, &[3, 4, 99], "highway=footway")
        .square(200, 300.0, 0.0, "highway=pedestrian|area=yes")
        .square(210, 302.0, 2.0, "natural=water")
        .square(220, 400.0, 0.0, "")
        .square(230, 402.0, 2.0, "")
        .relation(
            300,
            "w220 w230",
            "type=multipolygon|leisure=park|name=Plantsoen",
        )
        .relation(301, "w220 w999", "type=multipolygon|natural=water")
        .relation(
            302,
            "w220 w200",
            "type=boundary|boundary=administrative|admin_level=8",
        )
        .node(400, 10.0, 10.0, "highway=bus_stop|name=Laan")
        .node(401, 15.0, 10.0, "public_transport=stop_position|name=Laan")
        .node(402, 10.0, 20.0, "highway=bus_stop|name=Laan");
    for id in 0..20_i64 {
        let (number, x) = (id % 5, (id * id % 37) as f64 * 7.0);
        let tags = format!(
            "addr:street=Laan|addr:housenumber={number}|addr:postcode=251{}",
            id % 3
        );
        town = town.node(500 + id, x, 0.0, &tags);
        town = town.square(
            1000 + 10 * id,
            x,
            5.0,
            &format!("addr:street=Laan|addr:housenumber={number}"),
        );
    }
    town
}

#[test]
fn the_order_and_coding_of_objects_do_not_matter() {
    let expected = town().extract();
    assert!(expected.report.merged.len() > 20);
    for seed in 1..30_u64 {
        let file = town().shuffled(seed).style(|style| {
            style.zlib = seed % 2 == 0;
            style.dense = seed % 3 != 0;
            style.block = 1 + seed as usize * 3;
            style.reversed = seed % 5 == 0;
        });
        assert_eq!(
            format!("{:#?}", file.extract()),
            format!("{expected:#?}"),
            "seed {seed}"
        );
    }
}

#[test]
fn one_thread_or_many() {
    let file = town().style(|style| style.block = 3);
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let many = rayon::ThreadPoolBuilder::new()
        .num_threads(7)
        .build()
        .unwrap();
    let text = |pool: rayon::ThreadPool| pool.install(|| format!("{:#?}", file.extract()));
    assert_eq!(text(one), text(many));
}

#[test]
fn an_object_that_occurs_twice_is_used_once() {
    let file = Pbf::default().nodes(&[(1, 0.0, 0.0), (2, 9.0, 0.0)]);
    let file = file
        .way(7, &[1, 2], "highway=path")
        .way(7, &[1, 2], "highway=path");
    let extract = file.extract();
    assert_eq!(extract.lines.len(), 1);
    assert_eq!(
        extract.report.rejected[0].reason,
        "its id occurs twice in the file; the first one is used"
    );
}
