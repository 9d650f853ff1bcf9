//! Numbers as people read them: whole metres and percentages, never against the verdict.

use nabij::Length;

/// A distance in whole metres for print, rounded halves up, but on the same side of every limit as
/// the distance itself; with decimals where no whole number is.
///
/// ```
/// use nabij::Length;
/// use nabij_io::printed_metres;
/// let limits = [Length::metres(300), Length::metres(500)];
/// assert_eq!(printed_metres(Length::millimetres(499_700), &limits), 500.0);
/// assert_eq!(printed_metres(Length::millimetres(500_001), &limits), 501.0); // it is beyond 500
/// assert_eq!(printed_metres(Length::millimetres(500_001), &[]), 500.0);
/// ```
pub fn printed_metres(distance: Length, limits: &[Length]) -> f64 {
    let mm = u64::from(distance.mm());
    let agrees = |printed: u64| {
        let same = |limit: &Length| {
            let limit = u64::from(limit.mm());
            (mm <= limit) == (printed <= limit)
        };
        limits.iter().all(same)
    };
    for step in [1000, 100, 10] {
        let below = mm / step * step;
        let above = below + if below == mm { 0 } else { step };
        let (first, second) = if mm - below < step - step / 2 {
            (below, above)
        } else {
            (above, below)
        };
        if let Some(printed) = [first, second].into_iter().find(|mm| agrees(*mm)) {
            return thousandths(printed);
        }
    }
    thousandths(mm)
}

/// What is left to the limit, from the distance as it is printed: below 0 is too far.
pub(super) fn printed_margin(distance: Length, upper: Length, limits: &[Length]) -> f64 {
    let printed = (printed_metres(distance, limits) * 1000.0).round();
    (f64::from(upper.mm()) - printed) / 1000.0
}

/// A share as a percentage with one decimal, halves up.
pub(super) fn percentage(share: f64) -> f64 {
    (share * 1000.0).round() / 10.0
}

fn thousandths(mm: u64) -> f64 {
    mm as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_8_whole_metres_never_contradict_the_verdict() {
        let both = [Length::metres(300), Length::metres(500)];
        let print = |mm: u32| printed_metres(Length::millimetres(mm), &both);
        assert_eq!(print(299_500), 300.0);
        assert_eq!(print(300_000), 300.0);
        assert_eq!(print(300_001), 301.0);
        assert_eq!(print(300_500), 301.0);
        assert_eq!(print(301_499), 301.0);
        assert_eq!(print(500_000), 500.0);
        assert_eq!(print(500_499), 501.0);
        assert_eq!(print(0), 0.0);
        // A limit that is no whole number: 100.25 m and what lies around it.
        let odd = [Length::millimetres(100_250)];
        let print = |mm: u32| printed_metres(Length::millimetres(mm), &odd);
        assert_eq!(print(100_250), 100.0);
        assert_eq!(print(100_251), 101.0);
        // Between two limits in one metre only decimals tell.
        let close = [Length::millimetres(499_200), Length::millimetres(499_700)];
        assert_eq!(printed_metres(Length::millimetres(499_449), &close), 499.4);
        for mm in 99_000..102_000 {
            let printed = (printed_metres(Length::millimetres(mm), &odd) * 1000.0).round() as u32;
            assert_eq!(mm <= 100_250, printed <= 100_250, "{mm}");
            assert!(printed.abs_diff(mm) < 1000);
        }
    }

    #[test]
    fn section_8_margins_agree_with_the_metres_beside_them() {
        let limits = [Length::metres(500)];
        let margin = |mm| printed_margin(Length::millimetres(mm), Length::metres(500), &limits);
        assert_eq!(
            [margin(500_001), margin(500_000), margin(380_400)],
            [-1.0, 0.0, 120.0]
        );
    }

    #[test]
    fn section_8_percentages_have_one_decimal() {
        assert_eq!(percentage(0.12345), 12.3);
        assert_eq!(
            [percentage(0.0), percentage(1.0), percentage(2.0 / 3.0)],
            [0.0, 100.0, 66.7]
        );
    }
}
