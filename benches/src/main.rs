//! The engine's side of the benchmarks: reads prepared arrays, answers orders, tells how long each took.
//!
//! `nabij-benches FOLDER` builds the network of the folder's lines and writes its nodes and edges
//! back, so that the peers measure on the same numbers. Then it answers one order per line of its
//! input with one line of JSON:
//!
//! ```text
//! nearest MM      nearest facility of each category for every node; writes distance and facility
//! breadth MM      breadth-first over as many nodes per category as the last `nearest` reached
//! breadth all     breadth-first over everything
//! graph           lay the network out for searching once more
//! index           build the snapper once more
//! snap            attach every point; writes edge, offset and leg
//! areas MM        the streets around each place, as lines; writes place, edge, start and end
//! ```
//!
//! `nabij-benches tables FILE.gpkg FOLDER` measures the libraries that wide tables are written with,
//! `nabij-benches walkers STUDY.toml` what more walkers and walks with rests cost,
//! `nabij-benches kept STUDY.toml` how much faster a network is read back than made,
//! `nabij-benches tiles STUDY.toml SIZE` what becomes of the time of a tile of so many addresses,
//! `nabij-benches criteria BUURTEN` what weighing a city anew costs when all walks are known,
//! `nabij-benches update ORIGINS` what one facility more or less costs in a city that is scored.

mod breadth;
mod clock;
mod criteria;
mod folder;
mod kept;
mod nearest;
mod reach;
mod snapping;
mod streets;
mod tables;
mod tiles;
mod update;
mod walkers;

use std::error::Error;
use std::io::{BufRead, Write};
use std::path::Path;

use nabij::{Components, Graph, Length, Profile, Snapper};

use crate::{
    breadth::Breadth, clock::Clock, folder::Folder, nearest::Nearest, reach::Reach,
    snapping::Snapping, streets::Streets,
};

/// As in the command.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Longer than any leg of the benchmark: every point meets a street.
const REACH: Length = Snapper::LONGEST_LEG;

fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: nabij-benches FOLDER, or nabij-benches tables FILE.gpkg FOLDER, \
                 or nabij-benches walkers STUDY.toml, or nabij-benches kept STUDY.toml, \
                 or nabij-benches tiles STUDY.toml SIZE, \
                 or nabij-benches criteria BUURTEN, or nabij-benches update ORIGINS";
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    let path = match words.as_slice() {
        [order, from, folder] if order == "tables" => {
            return tables::run(Path::new(from), Path::new(folder));
        }
        [order, study] if order == "walkers" => return walkers::run(Path::new(study)),
        [order, study, size] if order == "tiles" => {
            return tiles::run(Path::new(study), size.to_string_lossy().parse()?);
        }
        [order, study] if order == "kept" => return kept::run(Path::new(study)),
        [order, buurten] if order == "criteria" => {
            return criteria::run(buurten.to_string_lossy().parse()?);
        }
        [order, origins] if order == "update" => {
            return update::run(origins.to_string_lossy().parse()?);
        }
        [path] => path,
        _ => return Err(usage.into()),
    };
    let folder = Folder::new(path);
    let clock = Clock::start();
    let streets = Streets::read(&folder)?;
    let took = clock.stop()?;
    // Files are complete before the answer tells of them.
    streets.write(&folder)?;
    answer("build", &took, "")?;
    let network = streets.network();

    let graph = Graph::new(network, &Profile::ADULT);
    let base = Components::new(network, &Profile::ADULT);
    let snapper = || Snapper::new(network, &Profile::ADULT, &base, Length::ZERO, REACH);
    let index = snapper();
    let mut breadth = Breadth::new(&streets);
    let mut nearest: Option<Nearest> = None;
    let mut reach: Option<Reach> = None;

    for order in std::io::stdin().lock().lines() {
        let order = order?;
        let words: Vec<&str> = order.split_whitespace().collect();
        match words.as_slice() {
            ["graph"] => {
                let clock = Clock::start();
                let laid_out = Graph::new(network, &Profile::ADULT);
                let took = clock.stop()?;
                answer("graph", &took, &format!("{}", laid_out.vertex_count()))?;
            }
            ["nearest", horizon] => {
                if nearest.is_none() {
                    nearest = Some(Nearest::read(&folder, &streets, &graph)?);
                }
                let nearest = nearest.as_mut().ok_or("no facilities")?;
                let clock = Clock::start();
                nearest.run(&graph, Length::millimetres(horizon.parse()?));
                let took = clock.stop()?;
                nearest.write(&folder)?;
                answer("nearest", &took, &join(&nearest.reached()))?;
            }
            ["breadth", how_far] => {
                let nearest = nearest.as_ref().ok_or("`nearest` comes first")?;
                let all = *how_far == "all";
                let limits: Vec<usize> = nearest
                    .reached()
                    .into_iter()
                    .map(|count| if all { usize::MAX } else { count })
                    .collect();
                let clock = Clock::start();
                let visited = breadth.run(nearest.facilities(), &limits);
                answer("breadth", &clock.stop()?, &join(&visited))?;
            }
            ["index"] => {
                let clock = Clock::start();
                let again = snapper();
                let took = clock.stop()?;
                drop(again);
                answer("index", &took, "")?;
            }
            ["snap"] => {
                let mut snapping = Snapping::read(&folder)?;
                let clock = Clock::start();
                snapping.run(&index);
                let took = clock.stop()?;
                snapping.write(&folder, network)?;
                answer("snap", &took, &format!("{}", snapping.count()))?;
            }
            ["areas", limit] => {
                if reach.is_none() {
                    reach = Some(Reach::read(&folder, network, &index)?);
                }
                let reach = reach.as_mut().ok_or("no places")?;
                let clock = Clock::start();
                reach.run(network, &graph, Length::millimetres(limit.parse()?));
                let took = clock.stop()?;
                reach.write(&folder, network)?;
                answer("areas", &took, &format!("{}", reach.count()))?;
            }
            _ => return Err(format!("no such order: {order}").into()),
        }
    }
    Ok(())
}

/// One line of JSON on standard output.
fn answer(order: &str, took: &clock::Took, counts: &str) -> Result<(), std::io::Error> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        r#"{{"order": "{order}", "seconds": {:.9}, "wall": {:.9}, "counts": [{counts}]}}"#,
        took.processor, took.wall
    )?;
    out.flush()
}

fn join(counts: &[usize]) -> String {
    let words: Vec<String> = counts.iter().map(usize::to_string).collect();
    words.join(", ")
}
