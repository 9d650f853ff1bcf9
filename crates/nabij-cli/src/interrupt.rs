//! Ctrl-C stops at once and leaves no half file.

use std::{fs, path::PathBuf, sync::Mutex};

/// What to remove when the run is interrupted.
static PARTIAL: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Stops the program with code 130 on Ctrl-C.
pub fn listen() {
    let stop = || {
        if let Some(partial) = PARTIAL.lock().ok().and_then(|partial| partial.clone()) {
            // It may not be there yet, and nobody is left to tell.
            let _ = fs::remove_dir_all(&partial).or_else(|_| fs::remove_file(&partial));
        }
        eprintln!("interrupted");
        std::process::exit(130);
    };
    // Without a handler Ctrl-C stops the program just the same.
    let _ = ctrlc::set_handler(stop);
}

/// Names what must not survive an interruption.
pub fn remove_if_interrupted(partial: PathBuf) {
    if let Ok(mut slot) = PARTIAL.lock() {
        *slot = Some(partial);
    }
}
