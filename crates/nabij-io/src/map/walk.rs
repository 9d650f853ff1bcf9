//! One walk, from home to a facility.

use super::path::{PathData, Place};

/// A walk, with a ring where it starts.
pub(super) fn write(out: &mut String, places: &[Place]) {
    let Some((x, y)) = places.first() else {
        return;
    };
    let mut path = PathData::default();
    path.line(places);
    for (colour, width) in [("#fff", 75), ("#0057d9", 35)] {
        for piece in path.pieces() {
            out.push_str(&format!(
                "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linejoin=\"round\" stroke-linecap=\"round\" d=\"{piece}\"/>\n"
            ));
        }
    }
    out.push_str(&format!(
        "<circle cx=\"{x}\" cy=\"{y}\" r=\"50\" fill=\"#fff\" stroke=\"#0057d9\" stroke-width=\"30\"/>\n"
    ));
}
