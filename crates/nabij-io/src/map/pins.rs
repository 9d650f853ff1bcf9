//! Facilities as pins: their points touch the place.

use super::{MapFacilities, path::Place, text::escape, view::View};

/// The light sign in the head of a pin, one per category.
const SIGNS: [&str; 4] = [
    "<circle cy=\"-13.5\" r=\"3\" fill=\"#fff\"/>",
    "<path fill=\"#fff\" d=\"M-2.8-16.3h5.6v5.6h-5.6z\"/>",
    "<path fill=\"#fff\" d=\"M0-17.3l3.6 6h-7.2z\"/>",
    "<path fill=\"#fff\" d=\"M0-17.5l4 4-4 4-4-4z\"/>",
];

/// One pin with its point at a place in pixels, of a size in hundredths.
pub(super) fn write_pin(out: &mut String, group: usize, (x, y): (f64, f64), size: i64, name: &str) {
    let title = match name {
        "" => String::new(),
        name => format!("<title>{}</title>", escape(name)),
    };
    let sign = SIGNS.get(group % SIGNS.len()).unwrap_or(&"");
    let scale = match size {
        100 => String::new(),
        size => format!(" scale(.{size:02})"),
    };
    out.push_str(&format!(
        "<g transform=\"translate({x:.1} {y:.1}){scale}\">{title}<path fill=\"#14213d\" stroke=\"#fff\" stroke-width=\"1.4\" d=\"M0 0C-1.5-5-7-8-7-13.5a7 7 0 1 1 14 0C7-8 1.5-5 0 0z\"/>{sign}</g>\n"
    ));
}

/// A pin in view; in the order of drawing, those in the north first so that nearer ones stand
/// before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pin<'a> {
    y: i64,
    x: i64,
    group: usize,
    name: &'a str,
}

impl Pin<'_> {
    /// The middle of its head, for a pin of full size.
    pub fn head(&self) -> Place {
        (self.x, self.y - 135)
    }
}

/// The pins in view, in the order of drawing.
pub(super) fn in_view<'a>(groups: &[MapFacilities<'a>], view: &View) -> Vec<Pin<'a>> {
    let mut pins: Vec<Pin<'a>> = Vec::new();
    for (group, facilities) in groups.iter().enumerate() {
        for (point, name) in &facilities.places {
            let (x, y) = view.place(*point);
            if view.shows((x, y)) {
                pins.push(Pin { y, x, group, name });
            }
        }
    }
    pins.sort_unstable();
    pins
}

/// Draws pins, smaller where there are many.
pub(super) fn write(out: &mut String, pins: &[Pin<'_>]) {
    let size = match pins.len() {
        0..=40 => 100,
        41..=150 => 75,
        _ => 50,
    };
    for pin in pins {
        let place = (pin.x as f64 / 10.0, pin.y as f64 / 10.0);
        write_pin(out, pin.group, place, size, pin.name);
    }
}
