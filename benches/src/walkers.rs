//! What more walkers cost: four profiles with both bounds beside one with one, and walks with rests.

use std::{collections::BTreeMap, error::Error, path::Path};

use nabij::{Bench, Category, Demand, Forest, Length, Profile, RestPoints, Rests, Scored, Study};
use nabij_io::{City, StudyFile};

use crate::clock::Clock;

/// Times are medians of so many, taken in turns.
const REPETITIONS: usize = 9;

/// Measures a study, parsing left aside: prepares and scores.
pub fn run(study: &Path) -> Result<(), Box<dyn Error>> {
    let city = City::read(&StudyFile::read(study)?, &|_| ())?;
    // Whoever takes everything for granted walks once.
    let every = Demand::ALL.map(|demand| (demand, vec!["*".to_owned()]));
    let plain = Profile {
        assumed: BTreeMap::from(every),
        ..Profile::ADULT
    };
    let [first, others @ ..] = Profile::built_in();
    let mut times: [Vec<f64>; 3] = Default::default();
    for _ in 0..REPETITIONS {
        let one = city.study().profile(plain.clone()).others([]);
        times[0].push(timed(|| score(one, &city))?);
        let four = city.study().profile(first.clone()).others(others.clone());
        times[1].push(timed(|| score(four, &city))?);
        let one = city.study().profile(plain.clone()).others([]);
        times[2].push(timed(|| rests(one, &city))?);
    }
    let [one, four, rests] = times.map(median);
    println!("one profile, one bound:      {one:.3} s of the processor");
    println!(
        "four profiles, both bounds:  {four:.3} s, {:.2} times",
        four / one
    );
    println!(
        "one profile with rests:      {rests:.3} s, {:.2} times",
        rests / one
    );
    Ok(())
}

/// How many outcomes there are: nothing is left out by the compiler.
fn score(study: Study<'_>, city: &City) -> Result<usize, Box<dyn Error>> {
    let prepared = study.prepare()?;
    let scored: Vec<Scored<'_>> = prepared.score_each(&city.origins)?;
    Ok(scored.iter().map(|one| one.rows.len()).sum())
}

/// The same with rested distances for three radii, and the longest stretch of every walk.
fn rests(study: Study<'_>, city: &City) -> Result<usize, Box<dyn Error>> {
    let prepared = study.prepare()?;
    let scored = prepared.score(&city.origins)?;
    let access = prepared.accessibility();
    let category = Category::new("bench")?;
    let benches = city.facilities.of(&category).map(|id| {
        let bench = city.facilities.get(id);
        let point = bench.doors.first().map(|door| door.point);
        point.map(|point| Bench {
            id: bench.id.clone(),
            point,
        })
    });
    let network = &city.streets.network;
    let points = RestPoints::new(
        benches.flatten(),
        network,
        prepared.snapper(),
        RestPoints::REACH,
    );
    let longest = Rests::RADII.iter().max().copied().unwrap_or(Length::ZERO);
    let rests = Rests::new(&access, &points, &scored.attached, longest);
    let mut found = 0;
    for category in city.norms.categories() {
        let nearest = access.nearest(category, &scored.attached);
        let chains = rests.chains(category);
        for radius in Rests::RADII {
            found += chains.nearest(radius, &nearest).iter().flatten().count();
        }
        let forest = Forest::new(&access, category);
        let stretches = points.longest_stretches(&access, &forest, &scored.attached, &nearest);
        found += stretches.iter().flatten().count();
    }
    Ok(found)
}

fn timed(work: impl FnOnce() -> Result<usize, Box<dyn Error>>) -> Result<f64, Box<dyn Error>> {
    let clock = Clock::start();
    let found = work()?;
    let took = clock.stop()?;
    if found == 0 {
        return Err("nothing was found".into());
    }
    Ok(took.processor)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
