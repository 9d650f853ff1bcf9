//! How long something took: processor time of this process, and by the clock on the wall.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// A started stopwatch.
#[derive(Debug)]
pub struct Clock {
    processor: Duration,
    wall: Instant,
}

/// What the stopwatch showed, in seconds.
#[derive(Debug)]
pub struct Took {
    /// Processor time of this process: what other programs do meanwhile does not count.
    pub processor: f64,
    /// Time on the wall.
    pub wall: f64,
}

impl Clock {
    /// Starts now.
    pub fn start() -> Self {
        Clock {
            wall: Instant::now(),
            processor: processor(),
        }
    }

    /// Stops now.
    pub fn stop(self) -> Result<Took, &'static str> {
        let processor = processor()
            .checked_sub(self.processor)
            .ok_or("the processor's clock runs backwards")?;
        Ok(Took {
            processor: processor.as_secs_f64(),
            wall: self.wall.elapsed().as_secs_f64(),
        })
    }
}

fn processor() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    let nanoseconds = u32::try_from(now.tv_nsec).unwrap_or(0);
    Duration::new(u64::try_from(now.tv_sec).unwrap_or(0), nanoseconds)
}
