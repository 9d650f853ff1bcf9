//! The scale bar.

use super::text::Text;

/// The widest that the bar may be, in tenths of a pixel.
const WIDEST: i64 = 1_800;

/// The longest round length (1, 2 or 5 with noughts, in metres) that fits, where one unit of the
/// map is so many millimetres.
fn round_metres(unit: i64) -> i64 {
    let fits = |metres: &i64| metres * 1000 <= WIDEST * unit;
    let round = (0..7).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_i64.pow(power)));
    round.take_while(fits).last().unwrap_or(1)
}

/// Writes a bar of two fields with its upper left corner at the origin.
pub(super) fn write(out: &mut String, unit: i64) {
    let metres = round_metres(unit);
    let label = if metres < 1000 {
        format!("{metres} m")
    } else {
        format!("{} km", metres / 1000)
    };
    let long = metres * 1000 / unit;
    let half = long / 2;
    out.push_str(&format!(
        "<g transform=\"scale(.1)\"><path fill=\"#333\" d=\"M0 0h{half}v60h-{half}z\"/><path fill=\"#fff\" stroke=\"#333\" stroke-width=\"8\" d=\"M0 0h{long}v60h-{long}z\" fill-opacity=\"0\"/></g>\n"
    ));
    let middle = |x| Text {
        anchor: "middle",
        ..Text::at(x, 19, 11)
    };
    Text::at(0, 19, 11).write(out, "0");
    middle(long / 10).write(out, &label);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_round_and_fit() {
        // 300 m, 4 km and 40 km over 1200 pixels
        assert_eq!([25, 334, 3334].map(round_metres), [20, 500, 5000]);
        assert_eq!(round_metres(1), 1);
        assert_eq!(round_metres(555), 500); // 999 m would fit
        assert_eq!(round_metres(556), 1000); // 1000.8 m
    }
}
