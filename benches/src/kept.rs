//! What it costs to make a network that can be searched and snapped to, and to read it back.

use std::{error::Error, fs, path::Path, time::Instant};

use nabij::{Groundwork, Profile};
use nabij_io::{Streets, StudyFile};

/// The best of so many runs counts.
const RUNS: usize = 5;

/// Cuts the network of a study's streets, keeps it, reads it back, and tells how much faster that is.
pub fn run(study: &Path) -> Result<(), Box<dyn Error>> {
    let study = StudyFile::read(study)?;
    let prepare = || -> Result<Streets, Box<dyn Error>> {
        let mut streets = Streets::read(&study)?;
        streets.groundwork = Some(Groundwork::new(&streets.network, &[Profile::ADULT]));
        Ok(streets)
    };
    let folder = std::env::temp_dir().join(format!("nabij-kept-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let file = folder.join("network.nabij");
    let (prepared, streets) = best(prepare)?;
    streets.save(&file)?;
    let (proven, _) = best(|| Ok(Streets::open(&file)?))?;
    let (loaded, read) = best(|| Ok(Streets::open_trusted(&file)?))?;
    let (bytes, again) = (fs::read(&file)?, read.to_bytes()?);
    fs::remove_dir_all(&folder)?;
    if again != bytes {
        return Err("what was read is another network".into());
    }
    println!(
        r#"{{"order": "kept", "edges": {}, "bytes": {}, "prepared": {prepared:.6}, "proven": {proven:.6}, "loaded": {loaded:.6}, "ratio": {:.1}}}"#,
        read.network.edge_count(),
        bytes.len(),
        prepared / loaded
    );
    Ok(())
}

/// The least seconds on the wall, and what the last run made.
fn best<T>(run: impl Fn() -> Result<T, Box<dyn Error>>) -> Result<(f64, T), Box<dyn Error>> {
    let mut least = f64::INFINITY;
    let mut made = None;
    for _ in 0..RUNS {
        drop(made.take());
        let began = Instant::now();
        made = Some(run()?);
        least = least.min(began.elapsed().as_secs_f64());
    }
    Ok((least, made.ok_or("no runs")?))
}
