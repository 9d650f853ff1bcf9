//! From one CRS to another by PROJ, on any thread.

use std::cell::RefCell;

use proj::Proj;

use super::{Crs, CrsError};
use crate::bounds::Bounds;

thread_local! {
    /// The last transformations of this thread. A `Proj` cannot leave the thread it was made on,
    /// and making one takes long.
    static OPEN: RefCell<Vec<(Transformation, Proj)>> = const { RefCell::new(Vec::new()) };
}

/// How many transformations a thread keeps: the layers of a study have few CRSs.
const KEPT: usize = 8;

/// A way from one CRS to another; the identity where they are the same.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Transformation {
    from: Crs,
    to: Crs,
}

impl Transformation {
    /// The way from one CRS to the other.
    pub(crate) fn new(from: &Crs, to: &Crs) -> Result<Self, CrsError> {
        let way = Transformation {
            from: from.clone(),
            to: to.clone(),
        };
        if !way.is_identity() {
            way.with(|_| ())?;
        }
        Ok(way)
    }

    /// Whether coordinates stay as they are.
    pub(crate) fn is_identity(&self) -> bool {
        self.from == self.to
    }

    /// The place in the other CRS, or what PROJ says where it has none.
    pub(crate) fn place(&self, place: (f64, f64)) -> Result<(f64, f64), String> {
        if self.is_identity() {
            return Ok(place);
        }
        let moved = self
            .with(|proj| proj.convert(place))
            .map_err(|e| e.to_string())?
            .map_err(|e| e.to_string())?;
        match moved.0.is_finite() && moved.1.is_finite() {
            true => Ok(moved),
            false => Err("the result is not finite".to_string()),
        }
    }

    /// Bounds around these bounds in the other CRS, also where straight borders become curves.
    pub(crate) fn bounds(&self, bounds: Bounds) -> Result<Bounds, CrsError> {
        if self.is_identity() {
            return Ok(bounds);
        }
        let Bounds {
            min_x,
            min_y,
            max_x,
            max_y,
        } = bounds;
        let fail = |message: String| self.error(message);
        let [min_x, min_y, max_x, max_y] = self
            .with(|proj| proj.transform_bounds(min_x, min_y, max_x, max_y, 21))?
            .map_err(|e| fail(e.to_string()))?;
        let moved = Bounds::new(min_x, min_y, max_x, max_y);
        match [min_x, min_y, max_x, max_y].iter().all(|v| v.is_finite()) {
            true => Ok(moved),
            false => Err(fail(format!("{bounds} has no place there"))),
        }
    }

    fn error(&self, message: String) -> CrsError {
        CrsError::NoTransformation {
            from: self.from.to_string(),
            to: self.to.to_string(),
            message,
        }
    }

    /// Runs `work` with this thread's own `Proj`.
    fn with<T>(&self, work: impl FnOnce(&Proj) -> T) -> Result<T, CrsError> {
        OPEN.with_borrow_mut(|open| {
            let at = match open.iter().position(|(way, _)| way == self) {
                Some(at) => at,
                None => {
                    let proj = Proj::new_known_crs(self.from.text(), self.to.text(), None)
                        .map_err(|e| self.error(e.to_string()))?;
                    if open.len() >= KEPT {
                        open.remove(0);
                    }
                    open.push((self.clone(), proj));
                    open.len() - 1
                }
            };
            match open.get(at) {
                Some((_, proj)) => Ok(work(proj)),
                None => Err(self.error("no transformation".to_string())),
            }
        })
    }
}
