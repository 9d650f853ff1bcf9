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

/// `f` of every number below `count`, in order, with a workspace that each thread uses again.
#[cfg(feature = "rayon")]
pub(crate) fn map_with<W, T: Send>(
    count: usize,
    workspace: impl Fn() -> W + Sync + Send,
    f: impl Fn(&mut W, usize) -> T + Sync + Send,
) -> Vec<T> {
    use rayon::prelude::*;
    let numbers = (0..count).into_par_iter();
    numbers.map_init(workspace, f).collect()
}

/// `f` of every number below `count`, in order, with a workspace that is used again.
#[cfg(not(feature = "rayon"))]
pub(crate) fn map_with<W, T>(
    count: usize,
    workspace: impl Fn() -> W,
    f: impl Fn(&mut W, usize) -> T,
) -> Vec<T> {
    let mut workspace = workspace();
    (0..count).map(|number| f(&mut workspace, number)).collect()
}

/// `f` of every number below `count`, in order, worked out by rising `place`: neighbours find in
/// the processor's memory what they share.
pub(crate) fn map_near<T: Send>(
    count: usize,
    place: impl Fn(usize) -> u64,
    f: impl Fn(usize) -> T + Sync + Send,
) -> Vec<T> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_cached_key(|number| place(*number));
    let mut sorted: Vec<Option<T>> = std::iter::repeat_with(|| None).take(count).collect();
    for (number, answer) in order.iter().zip(map(count, |at| f(order[at]))) {
        sorted[*number] = Some(answer);
    }
    sorted.into_iter().flatten().collect()
}

/// Both answers, worked out side by side.
#[cfg(feature = "rayon")]
pub(crate) fn both<A: Send, B: Send>(
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(a, b)
}

/// Both answers, one after the other.
#[cfg(not(feature = "rayon"))]
pub(crate) fn both<A, B>(a: impl FnOnce() -> A, b: impl FnOnce() -> B) -> (A, B) {
    (a(), b())
}
