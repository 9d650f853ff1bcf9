//! Progress on a terminal, plain lines when piped.

use std::{
    io::IsTerminal,
    sync::Mutex,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::say::aside;

/// Tells how far the work is, on standard error.
pub struct Shown {
    bar: Option<ProgressBar>,
    last: Mutex<Option<(String, Instant)>>,
    pace: Mutex<Option<Pace>>,
}

/// How fast addresses are scored.
struct Pace {
    began: Instant,
    /// Addresses that were scored when it began.
    before: usize,
    /// Tenths of all that were told of.
    tenths: usize,
}

/// The stage whose pace is told.
const TILES: &str = "tiles";

const PACED: &str = "{spinner} {msg} [{bar:24}] {human_pos}/{human_len} {per_sec}, {eta} left";

impl Shown {
    /// A bar on a terminal, a line per stage otherwise.
    pub fn new() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style =
                ProgressStyle::with_template("{spinner} {msg} [{bar:24}] {pos}/{len} {elapsed}");
            let bar = ProgressBar::new(0);
            if let Ok(style) = style {
                bar.set_style(style.progress_chars("=> "));
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Shown {
            bar,
            last: Mutex::new(None),
            pace: Mutex::new(None),
        }
    }

    /// A stage without known length begins.
    pub fn stage(&self, what: &str) {
        self.step(what, 0, 0);
    }

    /// So much of a stage is done.
    pub fn step(&self, what: &str, done: usize, of: usize) {
        if what == TILES {
            return self.tiles(done, of);
        }
        if let Some(bar) = &self.bar {
            bar.set_length(of as u64);
            bar.set_position(done as u64);
            bar.set_message(what.to_owned());
            return;
        }
        self.begin(what);
    }

    /// Where lines are told, how long the stage before took.
    fn begin(&self, what: &str) {
        let Ok(mut last) = self.last.lock() else {
            return;
        };
        if last.as_ref().is_some_and(|(stage, _)| stage == what) {
            return;
        }
        if let Some((stage, began)) = last.take() {
            aside!("{stage}: {:.1} s", began.elapsed().as_secs_f64());
        }
        *last = Some((what.to_owned(), Instant::now()));
    }

    /// A line that stays.
    pub fn line(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| aside!("{text}")),
            None => aside!("{text}"),
        }
    }

    /// So many addresses of all are scored: how fast it goes, and how long it will take.
    fn tiles(&self, done: usize, of: usize) {
        let Ok(mut slot) = self.pace.lock() else {
            return;
        };
        let Some(pace) = slot.as_mut() else {
            // What was done before counts for nothing in how fast it goes.
            *slot = Some(Pace {
                began: Instant::now(),
                before: done,
                tenths: done * 10 / of.max(1),
            });
            if let Some(bar) = &self.bar {
                if let Ok(style) = ProgressStyle::with_template(PACED) {
                    bar.set_style(style.progress_chars("=> "));
                }
                bar.set_length(of as u64);
                bar.set_position(done as u64);
                bar.set_message("addresses");
                bar.reset_eta();
            } else {
                self.begin(TILES);
                if done > 0 {
                    aside!("{done} of {of} addresses were scored before");
                }
            }
            return;
        };
        if let Some(bar) = &self.bar {
            bar.set_position(done as u64);
            return;
        }
        let tenths = done * 10 / of.max(1);
        if tenths > pace.tenths {
            pace.tenths = tenths;
            let rate = (done - pace.before) as f64 / pace.began.elapsed().as_secs_f64();
            let left = (of - done) as f64 / rate;
            aside!("{done} of {of} addresses, {rate:.0} a second, {left:.0} s left");
        }
    }

    /// The work is done.
    pub fn finish(&self, summary: &str) {
        self.step("", 0, 0);
        match &self.bar {
            Some(bar) => {
                bar.finish_and_clear();
                aside!("{summary}");
            }
            None => aside!("{summary}"),
        }
    }
}
