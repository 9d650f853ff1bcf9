//! What borrows from what it is made of lives on a thread of its own, and is asked from there.

use std::{
    sync::{
        Mutex,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
};

use nabij_io::JobError;
use pyo3::prelude::*;

use crate::{
    errors::{input_error, raise},
    work::LOOK_EVERY,
};

/// Where an answer is sent to.
pub type Answer<T> = Sender<Result<T, JobError>>;

/// A thread that answers until nobody can ask any more.
pub struct Served<A> {
    asks: Mutex<Sender<A>>,
}

impl<A: Send + 'static> Served<A> {
    /// Starts the thread, and waits until it has told that it is ready, or what is wrong.
    pub fn start<T: Send + 'static>(
        name: &str,
        serve: impl FnOnce(&Answer<T>, &Receiver<A>) -> Result<(), JobError> + Send + 'static,
    ) -> Result<(Self, T), JobError> {
        let (asks, asked) = channel();
        let (told, ready) = channel();
        let own = thread::Builder::new().name(name.to_owned());
        let served = own.spawn(move || {
            if let Err(error) = serve(&told, &asked) {
                // Nobody listens any more after an interrupt.
                let _ = told.send(Err(error));
            }
        });
        served.map_err(|source| JobError::Io {
            path: "thread".into(),
            source,
        })?;
        let ready = ready.recv().unwrap_or_else(|_| Err(ended()))?;
        let asks = Mutex::new(asks);
        Ok((Served { asks }, ready))
    }

    /// Asks, and waits for the answer without holding Python's lock. On Ctrl-C the call ends at once;
    /// what was asked goes on for a while, and nobody sees its answer.
    pub fn ask<T: Send>(&self, py: Python<'_>, ask: impl FnOnce(Answer<T>) -> A) -> PyResult<T> {
        let (answer, answered) = channel();
        let asks = self.asks.lock().map(|asks| asks.clone());
        let asks = asks.map_err(|_| input_error(py, "the tiles are gone"))?;
        // Whoever does not listen any more has dropped the question, and the answer's way back.
        let _ = asks.send(ask(answer));
        // Waiting is done without Python's lock, which only what several threads may see can cross.
        let answered = Mutex::new(answered);
        loop {
            let answer = py.detach(|| match answered.lock() {
                Ok(answered) => answered.recv_timeout(LOOK_EVERY),
                Err(_) => Err(RecvTimeoutError::Disconnected),
            });
            match answer {
                Ok(answer) => return answer.map_err(|error| raise(py, error)),
                Err(RecvTimeoutError::Timeout) => py.check_signals()?,
                Err(RecvTimeoutError::Disconnected) => return Err(raise(py, ended())),
            }
        }
    }
}

fn ended() -> JobError {
    JobError::Incomplete("was given up: its tiles are gone".to_owned())
}
