//! Ctrl-C stops at once and leaves no half file.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use nabij_io::Written;

use crate::say::aside;

/// What to remove when the run is interrupted.
static PARTIAL: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Whether the program is being stopped.
static STOPPING: AtomicBool = AtomicBool::new(false);

/// Stops the program with code 130 on Ctrl-C.
pub fn listen() {
    let stop = || {
        STOPPING.store(true, Ordering::SeqCst);
        aside!("interrupted");
        // Another thread may be about to make the folder: it waits until all is over.
        let _halted = Written::halt();
        if let Some(partial) = PARTIAL.lock().ok().and_then(|partial| partial.clone()) {
            // A file may be made while the folder is emptied: then again. Once the folder is gone
            // none can be made in it.
            let mut tries = 0..100;
            while partial.exists()
                && fs::remove_dir_all(&partial).is_err()
                && tries.next().is_some()
            {}
        }
        // Not `std::process::exit`: the other threads are still at work in C libraries, whose
        // destructors must not run under them.
        signal_hook::low_level::exit(130)
    };
    // Without a handler Ctrl-C stops the program just the same.
    let _ = ctrlc::set_handler(stop);
}

/// Names the folder that must not survive an interruption.
pub fn remove_if_interrupted(partial: PathBuf) {
    if let Ok(mut slot) = PARTIAL.lock() {
        *slot = Some(partial);
    }
}

/// Waits for the end where the program is being stopped: what fails meanwhile fails because its
/// files were removed.
pub fn end_if_stopping() {
    while STOPPING.load(Ordering::SeqCst) {
        thread::park();
    }
}
