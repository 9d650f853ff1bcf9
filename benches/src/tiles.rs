//! What becomes of the time of a tile: cutting, laying out its graph, searching, scoring.

use std::{error::Error, path::Path, sync::Mutex, time::Instant};

use nabij::Cut;
use nabij_io::{City, StudyFile};

/// So many tiles are measured, spread over all; each of them once before, unmeasured.
const SAMPLE: usize = 20;

/// What a tile goes through, in order.
const STAGES: [&str; 4] = ["cut", "graph", "search", "score"];

/// Seconds by stage, and the stage that is on, since when.
struct Clock(Mutex<([f64; STAGES.len()], usize, Instant)>);

impl Clock {
    fn start() -> Self {
        Clock(Mutex::new(([0.0; STAGES.len()], 0, Instant::now())))
    }

    /// The stage of this name begins, where there is one, and ends the one before.
    fn enter(&self, stage: &str) {
        let known = STAGES.iter().position(|own| *own == stage);
        if let (Some(next), Ok(mut own)) = (known, self.0.lock()) {
            let (sums, on, since) = &mut *own;
            sums[*on] += since.elapsed().as_secs_f64();
            (*on, *since) = (next, Instant::now());
        }
    }

    fn stop(self) -> [f64; STAGES.len()] {
        self.enter("cut");
        self.0.into_inner().map_or([0.0; STAGES.len()], |own| own.0)
    }
}

/// Cuts and scores some tiles of so many addresses, and tells the mean of every stage: on one thread,
/// where `RAYON_NUM_THREADS=1` says so.
pub fn run(study: &Path, size: usize) -> Result<(), Box<dyn Error>> {
    let city = City::read(&StudyFile::read(study)?, &|_| ())?;
    let prepared = city.study().prepare()?;
    let tiles = prepared.tiles(&city.origins, Cut::Size(size))?;
    let step = (tiles.len() / SAMPLE).max(1);
    let mut sums = [0.0; STAGES.len()];
    let mut origins = 0;
    for at in (0..tiles.len()).step_by(step) {
        for is_measured in [false, true] {
            let clock = Clock::start();
            let tile = tiles.cut(at).ok_or("no such tile")?;
            clock.enter("graph");
            let told = |what: &str, _: usize, _: usize| {
                clock.enter(what);
                true
            };
            let scored = tile.score_watched(Some(&told), |prepared, scored, causes| {
                tile.told(prepared, scored, causes, None)
            })?;
            let laps = clock.stop();
            if is_measured {
                sums.iter_mut().zip(laps).for_each(|(sum, lap)| *sum += lap);
                origins += scored.origins.len();
            }
        }
    }
    let all: f64 = sums.iter().sum();
    for (stage, sum) in STAGES.iter().zip(sums) {
        let (each, share) = (1e6 * sum / origins as f64, 100.0 * sum / all);
        println!("| {stage} | {each:.2} | {share:.0} % |");
    }
    Ok(())
}
