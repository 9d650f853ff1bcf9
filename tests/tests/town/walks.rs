//! Explanations: walks that sum to their rows.

use std::collections::BTreeMap;

use nabij::{How, Row, Verdict};
use nabij_io::Job;

use crate::{norm, origin, with_town};

#[test]
fn an_explanation_sums_to_its_row() {
    with_town(|job| {
        let rows = &job.scored.rows;
        let mut kinds: BTreeMap<Option<How>, usize> = BTreeMap::new();
        let short = |row: &&Row| row.answer.is_some_and(|answer| answer.how != How::Street);
        let odd = |row: &&Row| {
            !matches!(
                row.verdict,
                Verdict::WithinLower | Verdict::WithinUpper | Verdict::Beyond
            )
        };
        let sample = rows.iter().step_by(61);
        let sample = sample.chain(rows.iter().filter(short));
        let sample = sample.chain(rows.iter().filter(odd).step_by(17));
        let mut count = 0;
        for row in sample {
            let (id, norm) = (origin(job, row), norm(job, row));
            let told = job.explain(id, norm).unwrap();
            assert_eq!(told.row, *row, "{id} {norm}");
            let steps: u32 = told.steps.iter().map(|step| step.length().mm()).sum();
            *kinds
                .entry(row.answer.map(|answer| answer.how))
                .or_default() += 1;
            count += 1;
            let Some(answer) = row.answer else {
                assert!(told.steps.is_empty() && told.line.is_empty());
                let parts: Vec<Row> = told.parts.iter().map(|part| part.row).collect();
                let own = |part: &Row| rows.contains(part);
                assert!(parts.iter().all(own), "{id} {norm}");
                continue;
            };
            let walked: f64 = told
                .line
                .windows(2)
                .map(|ends| {
                    f64::from(ends[1].x - ends[0].x).hypot(f64::from(ends[1].y - ends[0].y))
                })
                .sum();
            match answer.how {
                How::Indoor => assert_eq!((answer.mm, steps), (0, 0)),
                How::Direct => assert_eq!(steps, 0),
                How::Street => {
                    let (rank, at) = answer.street.unwrap();
                    let home = job.scored.attached.of(row.origin as usize)[at as usize];
                    let door = job.prepared.facilities().attachment(rank);
                    assert_eq!(
                        home.leg.mm() + steps + door.leg.mm(),
                        answer.mm,
                        "{id} {norm}"
                    );
                    // The steps hang together, from the home edge to the facility's.
                    let (first, last) = (told.steps[0], told.steps[told.steps.len() - 1]);
                    assert_eq!((first.edge, first.start), (home.edge, home.offset));
                    assert_eq!((last.edge, last.end), (door.edge, door.offset));
                    for pair in told.steps.windows(2) {
                        let end = end_node(job, pair[0].edge, pair[0].end.mm());
                        let start = end_node(job, pair[1].edge, pair[1].start.mm());
                        assert_eq!(end, start, "{id} {norm}");
                    }
                }
            }
            if answer.how != How::Indoor {
                // Every vertex of the line and every length was rounded to a mm.
                let pieces = (told.line.len() + told.steps.len() + 2) as f64;
                let gap = (walked - f64::from(answer.mm)).abs();
                assert!(gap <= 1.5 * pieces, "{id} {norm}: {walked} {}", answer.mm);
            }
        }
        assert!(count >= 300, "{count}");
        for how in [
            None,
            Some(How::Indoor),
            Some(How::Direct),
            Some(How::Street),
        ] {
            assert!(kinds.contains_key(&how), "{how:?} of {kinds:?}");
        }
    });
}

/// The node at an end of an edge.
fn end_node(job: &Job<'_>, edge: nabij::EdgeId, offset: u32) -> nabij::NodeId {
    let edge = job.city.streets.network.edge(edge);
    if offset == 0 {
        edge.from()
    } else {
        assert_eq!(offset, edge.length().mm());
        edge.to()
    }
}
