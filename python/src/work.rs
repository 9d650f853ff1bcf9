//! Long work on a thread of its own, so that Ctrl-C stops at once and others may use Python.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

use nabij_io::JobError;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::errors::{input_error, raise};

/// How long an interrupt may wait.
pub const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Threads that work is done on; all of the machine's where nothing is said.
static THREADS: Mutex<Option<Arc<ThreadPool>>> = Mutex::new(None);

/// What the work tells while it goes on.
enum Message<T> {
    Step(String, usize, usize),
    Done(T),
}

/// What is told: what is being done, how much of it, and of how much.
type Tell = Box<dyn Fn(&str, usize, usize) + Send + Sync>;

/// How work tells how far it is, and hears whether to go on.
pub struct Watch {
    tell: Tell,
    stop: Arc<AtomicBool>,
}

impl Watch {
    /// Tells that so many pieces are done; false when the work is not wanted any more.
    pub fn step(&self, what: &str, done: usize, of: usize) -> bool {
        (self.tell)(what, done, of);
        !self.stop.load(Ordering::Relaxed)
    }
}

/// Does work without holding Python's lock; `progress`, where given, is called with what is being
/// done, how much of it, and of how much. On Ctrl-C the call ends at once; work that cannot stop in
/// the middle goes on for a while, and nobody sees its answer.
pub fn work<T: Send + 'static>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Watch) -> Result<T, JobError> + Send + 'static,
) -> PyResult<T> {
    let (sender, messages) = channel();
    // Waiting is done without Python's lock, which only what several threads may see can cross.
    let messages = Mutex::new(messages);
    let stop = Arc::new(AtomicBool::new(false));
    let watch = Watch {
        tell: teller(sender.clone()),
        stop: Arc::clone(&stop),
    };
    let pool = THREADS.lock().ok().and_then(|pool| pool.clone());
    thread::spawn(move || {
        let answer = match pool {
            Some(pool) => pool.install(|| work(&watch)),
            None => work(&watch),
        };
        // Nobody listens any more after an interrupt.
        let _ = sender.send(Message::Done(answer));
    });
    let ended = loop {
        let message = py.detach(|| match messages.lock() {
            Ok(messages) => messages.recv_timeout(LOOK_EVERY),
            Err(_) => Err(RecvTimeoutError::Disconnected),
        });
        let told = match message {
            Ok(Message::Done(answer)) => break answer.map_err(|error| raise(py, error)),
            Ok(Message::Step(what, done, of)) => match progress {
                Some(progress) => progress.call1((what, done, of)).map(drop),
                None => Ok(()),
            },
            Err(RecvTimeoutError::Timeout) => Ok(()),
            Err(RecvTimeoutError::Disconnected) => {
                break Err(input_error(py, "the work ended without an answer"));
            }
        };
        if let Err(error) = told.and_then(|()| py.check_signals()) {
            break Err(error);
        }
    };
    stop.store(true, Ordering::Relaxed);
    ended
}

fn teller<T: Send + 'static>(sender: Sender<Message<T>>) -> Tell {
    Box::new(move |what, done, of| {
        let _ = sender.send(Message::Step(what.to_owned(), done, of));
    })
}

/// Says how many threads work is done on; all of the machine's for none.
#[pyfunction]
pub fn set_threads(py: Python<'_>, threads: Option<usize>) -> PyResult<()> {
    let pool = match threads {
        None => None,
        Some(0) => return Err(input_error(py, "threads must be at least 1")),
        Some(threads) => {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build();
            let pool = pool.map_err(|error| input_error(py, &error.to_string()))?;
            Some(Arc::new(pool))
        }
    };
    if let Ok(mut slot) = THREADS.lock() {
        *slot = pool;
    }
    Ok(())
}

/// Does short work on the threads that were said, in the thread that asks.
pub fn on_threads<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let pool = THREADS.lock().ok().and_then(|pool| pool.clone());
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// How many threads work is done on.
#[pyfunction]
pub fn threads() -> usize {
    let pool = THREADS.lock().ok().and_then(|pool| pool.clone());
    pool.map_or_else(rayon::current_num_threads, |pool| {
        pool.current_num_threads()
    })
}
