//! The marks of origins: a colour and a shape per verdict.

use nabij::Verdict;

use super::path::{PathData, Place};

/// How a verdict is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Dot,
    Ring,
    Box,
    Cross,
}

/// Dots run from light to dark with the distance, and their hues stay apart for the colour-blind;
/// what is no distance has a shape of its own.
const fn style(verdict: Verdict) -> (Shape, &'static str) {
    match verdict {
        Verdict::WithinLower => (Shape::Dot, "#86c5ee"),
        Verdict::WithinUpper => (Shape::Dot, "#d97200"),
        Verdict::Beyond => (Shape::Dot, "#a8122a"),
        Verdict::BeyondHorizon => (Shape::Dot, "#2d0636"),
        Verdict::Unreachable => (Shape::Cross, "#000"),
        Verdict::Unsnapped => (Shape::Box, "#000"),
        Verdict::Uncertain => (Shape::Ring, "#6e6e6e"),
    }
}

/// Draws the marks of one verdict at their places.
pub(super) fn write(out: &mut String, verdict: Verdict, places: &[Place], radius: i64) {
    let (shape, colour) = style(verdict);
    let mut path = PathData::default();
    for place in places {
        match shape {
            Shape::Cross => path.cross(*place, radius),
            Shape::Box => path.square(*place, radius),
            Shape::Dot | Shape::Ring => path.dot(*place),
        }
    }
    let strokes: &[(&str, &str, i64)] = match shape {
        Shape::Dot => &[("none", colour, 2 * radius)],
        Shape::Ring => &[
            ("none", colour, 2 * radius),
            ("none", "#fff", radius * 11 / 10),
        ],
        Shape::Box => &[("#fff", colour, radius * 3 / 5)],
        Shape::Cross => &[
            ("none", "#fff", radius * 6 / 5),
            ("none", colour, radius * 3 / 5),
        ],
    };
    for (fill, colour, width) in strokes {
        for piece in path.pieces() {
            out.push_str(&format!(
                "<path fill=\"{fill}\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linecap=\"round\" d=\"{piece}\"/>\n"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lightness as the eye sees it, 0 to 100 (CIE L*), of a colour `#rrggbb`.
    fn lightness(colour: &str) -> f64 {
        let linear = |at: usize| {
            let v = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if v <= 0.04045 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        };
        let y = 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
        116.0 * y.cbrt() - 16.0
    }

    #[test]
    fn dots_get_darker_with_the_distance_also_in_grey() {
        let dots = Verdict::ALL.map(style);
        let greys: Vec<f64> = dots[..4].iter().map(|(_, c)| lightness(c)).collect();
        assert!(greys[0] < 80.0, "seen on white: {greys:?}");
        for pair in greys.windows(2) {
            assert!(pair[0] - pair[1] > 15.0, "{greys:?}");
        }
        let others: Vec<Shape> = dots[4..].iter().map(|(shape, _)| *shape).collect();
        assert_eq!(others, [Shape::Cross, Shape::Box, Shape::Ring]);
    }
}
