//! How large tiles are.

use nabij::Length;

use crate::{city::City, error::JobError};

/// How a job is cut into tiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tiling {
    /// Origins per tile; 20,000 if not given.
    pub size: Option<usize>,
    /// How many bytes the program may take in all. Tiles are made smaller until they fit.
    pub memory: Option<u64>,
}

impl Tiling {
    /// Larger tiles share more of their surroundings; smaller ones take less memory and are lost
    /// sooner when a run is stopped.
    pub const SIZE: usize = 20_000;
    /// Below this most of the work is done for the surroundings.
    const LEAST: usize = 500;

    /// Origins per tile for a city that is in memory now.
    ///
    /// # Errors
    /// [`JobError::Incomplete`] when what is in memory leaves no room for tiles.
    pub(super) fn origins(&self, city: &City) -> Result<usize, JobError> {
        let size = self.size.unwrap_or(Self::SIZE).max(1);
        let Some(memory) = self.memory else {
            return Ok(size);
        };
        let taken = resident().unwrap_or(0);
        let threads = rayon::current_num_threads().max(1) as u64;
        let room = memory.saturating_sub(taken) / threads;
        let fits = usize::try_from(room / per_origin(city)).unwrap_or(usize::MAX);
        if fits < Self::LEAST {
            return Err(JobError::Incomplete(format!(
                "takes {} MB once it is read, which leaves no room for tiles in {} MB: allow more \
                 with --memory",
                taken / 1_000_000,
                memory / 1_000_000
            )));
        }
        Ok(size.min(fits))
    }
}

/// Bytes that scoring one origin of a tile takes, its share of the streets around it included:
/// about 3 kB for a horizon of 2 km in a city, and 300 more per norm and walker.
fn per_origin(city: &City) -> u64 {
    let rows = city.norms.norms().len() * city.profiles.len().max(1);
    3_000
        * u64::from(
            city.study()
                .horizon()
                .mm()
                .div_ceil(Length::metres(2000).mm())
                .max(1),
        )
        .pow(2)
        + 300 * rows as u64
}

/// Bytes of this program in memory, where the system tells.
fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes << 10)
}
