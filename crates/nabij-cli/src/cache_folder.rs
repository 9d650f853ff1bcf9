//! The folder of cached networks, for the commands that read a study's streets.

use std::path::PathBuf;

use clap::Args;
use nabij_io::StudyFile;

/// Where networks are kept between runs.
#[derive(Args, Debug)]
pub struct CacheFolder {
    /// A folder in which the network is kept between runs, as long as its inputs are the same.
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
}

impl CacheFolder {
    /// Has a study use the folder, which is relative to where the command is run.
    pub fn name(self, study: &mut StudyFile) {
        if let Some(folder) = self.cache {
            study.cache = Some(std::path::absolute(&folder).unwrap_or(folder));
        }
    }
}
