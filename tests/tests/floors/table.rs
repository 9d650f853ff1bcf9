//! The floors of the core: a module uses modules of lower floors only.

/// Every top-level module of `crates/nabij/src`, by floor, the ground first.
pub const FLOORS: [&[&str]; 9] = [
    // Values on planar millimetres, and the errors that carry them.
    &[
        "apportion",
        "attributes",
        "beside",
        "category",
        "error",
        "leg",
        "length",
        "line",
        "packed",
        "parallel",
        "point",
        "polygon",
        "polyline",
        "segments",
        "spans",
        "texts",
    ],
    // What a study is made of. None of them knows another.
    &[
        "area", "barrier", "coverage", "facility", "network", "norm", "origin", "profile",
    ],
    // The network as one profile sees it; who lives at the origins, in what; supply shared among
    // them; routes with a name.
    &[
        "balance",
        "catchment",
        "components",
        "course",
        "distribute",
        "evenness",
        "housing",
        "search",
        "usable",
    ],
    // Doors joined to the network; what is laid over it beforehand.
    &["groundwork", "snap"],
    // Distances, the ways walked, and the streets within reach.
    &["access", "forest", "rest", "route", "service_area"],
    // Distances meet norms; what lies along the ways walked.
    &["lined", "score"],
    // Why, what follows for complexes, and what is wrong with the streets.
    &["audit", "clustered", "criteria", "doubt", "explain"],
    // The whole job.
    &["study"],
    // The front page.
    &["lib"],
];

/// Uses within one floor that are right all the same, and why.
pub const SAME_FLOOR: &[(&str, &str, &str)] = &[
    ("attributes", "length", "a width is a length"),
    ("beside", "length", "how near is a length"),
    ("beside", "point", "places are near"),
    ("beside", "polyline", "goes along a line"),
    ("beside", "segments", "sides are near"),
    ("beside", "spans", "parts of a line"),
    ("category", "error", "its own error"),
    ("error", "length", "messages show lengths"),
    ("error", "line", "messages name the line at fault"),
    ("leg", "point", "a leg joins places"),
    ("leg", "segments", "a leg ends on a segment"),
    ("length", "error", "its own error"),
    ("line", "attributes", "a line carries attributes"),
    ("line", "point", "a line has points"),
    ("point", "error", "its own error"),
    ("point", "length", "points are a length apart"),
    ("polygon", "segments", "its sides are segments"),
    ("polygon", "point", "a ring has points"),
    ("polyline", "point", "a line has points"),
    ("segments", "length", "a distance is a length"),
    ("segments", "point", "a segment joins points"),
    ("segments", "parallel", "boxes are put up on all threads"),
    ("components", "usable", "made of what can be used"),
    ("search", "usable", "searches what can be used"),
    ("packed", "point", "a column of points"),
    ("snap", "groundwork", "its index is laid beforehand"),
    ("explain", "doubt", "tells what decides"),
    ("route", "access", "a route retraces an answer"),
    ("forest", "access", "it leads to nearest answers"),
    ("forest", "route", "the steps of a walk"),
    ("rest", "access", "stretches are walks"),
    ("rest", "forest", "what lies on the ordinary walk"),
    ("rest", "route", "the steps of a walk"),
    ("forest", "service_area", "part of an edge"),
    (
        "service_area",
        "access",
        "what is needed to measure distances",
    ),
];

/// The floor of a module.
pub fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// Why `from` may not use `to`, if it may not.
pub fn objection(from: &str, to: &str) -> Option<String> {
    if from == to {
        return None;
    }
    let Some(above) = floor(from) else {
        return Some(format!(
            "`{from}` has no floor: give it one in tests/tests/floors/table.rs"
        ));
    };
    let Some(below) = floor(to) else {
        return Some(format!(
            "`crate::{to}` is no module: name the module an item lives in"
        ));
    };
    let listed = SAME_FLOOR.iter().any(|&(a, b, _)| (a, b) == (from, to));
    (below >= above && !listed).then(|| {
        format!(
            "`{from}` (floor {above}) uses `{to}` (floor {below}): a module uses lower floors only"
        )
    })
}

#[test]
fn a_use_upwards_or_sideways_is_refused() {
    assert_eq!(objection("score", "access"), None);
    assert_eq!(objection("length", "error"), None);
    assert!(objection("access", "score").is_some());
    assert!(objection("network", "facility").is_some());
    assert!(objection("access", "Length").is_some());
    assert!(objection("brand_new", "length").is_some());
}
