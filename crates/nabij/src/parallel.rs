//! One door to threads: on all cores with feature `rayon`, one after the other without.

/// `f` of every number below `count`, in order.
#[cfg(feature = "rayon")]
pub(crate) fn map<T: Send>(count: usize, f: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    use rayon::prelude::*;
    (0..count).into_par_iter().map(f).collect()
}

/// `f` of every number below `count`, in order.
#[cfg(not(feature = "rayon"))]
pub(crate) fn map<T>(count: usize, f: impl Fn(usize) -> T) -> Vec<T> {
    (0..count).map(f).collect()
}
