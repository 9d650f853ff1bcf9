//! Values of tags as numbers and yes or no. What cannot be read for certain is unknown.

use nabij::{Kerb, Length};

/// Yes or no, where any value but `no` means yes, as for `bridge=viaduct`.
pub(crate) fn kind_or_no(value: &str) -> Option<bool> {
    match value {
        "no" => Some(false),
        "" | "unknown" => None,
        _ => Some(true),
    }
}

/// `lit`.
pub(crate) fn lit(value: &str) -> Option<bool> {
    match value {
        "yes" | "24/7" | "automatic" | "limited" | "interval" | "sunset-sunrise" | "dusk-dawn"
        | "operating_times" => Some(true),
        "no" | "disused" => Some(false),
        _ => None,
    }
}

/// `level`, in tenths; a list or range of storeys is unknown.
pub(crate) fn level(value: &str) -> Option<i16> {
    let tenths = number(value)? * 10.0;
    (tenths.fract() == 0.0 && tenths.abs() <= 10_000.0).then_some(tenths as i16)
}

/// `incline`, in thousandths; `up` and `down` tell no slope.
pub(crate) fn incline(value: &str) -> Option<i16> {
    let slope = match (value.strip_suffix('%'), value.strip_suffix('°')) {
        (Some(percent), _) => number(percent)? / 100.0,
        (_, Some(degrees)) => number(degrees)
            .filter(|degrees| degrees.abs() <= 60.0)?
            .to_radians()
            .tan(),
        _ => return None,
    };
    let thousandths = (slope * 1000.0).round();
    // Steeper than a steep staircase is a slip of the pen.
    (thousandths.abs() <= 2000.0).then_some(thousandths as i16)
}

/// `width` and the like: metres unless a unit follows, or feet and inches as `6'2"`.
pub(crate) fn length(value: &str) -> Option<Length> {
    let metres = if let Some((feet, inches)) = value.split_once('\'') {
        let inches = match inches.trim() {
            "" => 0.0,
            inches => number(inches.strip_suffix('"')?)?,
        };
        (number(feet)? * 12.0 + inches) * 0.0254
    } else {
        let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = value.get(digits.len()..)?;
        number(digits)?
            * match unit {
                "" | "m" => 1.0,
                "cm" => 0.01,
                "mm" => 0.001,
                "ft" => 0.3048,
                _ => return None,
            }
    };
    (metres > 0.0)
        .then(|| Length::from_metres(metres).ok())
        .flatten()
}

/// `kerb`, made exact by `kerb:height` where that is given.
pub(crate) fn kerb(kind: Option<&str>, height: Option<&str>) -> Option<Kerb> {
    let measured = height.and_then(|height| match number(height) {
        Some(0.0) => Some(Length::ZERO),
        _ => length(height),
    });
    match (measured, kind?) {
        (Some(height), _) => Some(Kerb::Height(height)),
        (None, "raised" | "regular") => Some(Kerb::Raised),
        (None, "rolled") => Some(Kerb::Rolled),
        (None, "lowered") => Some(Kerb::Lowered),
        (None, "flush" | "no") => Some(Kerb::Flush),
        _ => None,
    }
}

/// A plain decimal number: no lists, no exponents, no words.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths() {
        let mm = |value| length(value).map(Length::mm);
        assert_eq!(mm("1.2"), Some(1200));
        assert_eq!(mm("1.2 m"), Some(1200));
        assert_eq!(mm("120cm"), Some(1200));
        assert_eq!(mm("4'"), Some(1219));
        assert_eq!(mm("3'6\""), Some(1067));
        for unknown in [
            "", "narrow", "1,2", "1-2", "1.2;2", "0", "-1", "1e3", "2 km", "4'x", "inf", "'",
        ] {
            assert_eq!(mm(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn inclines() {
        assert_eq!(incline("5%"), Some(50));
        assert_eq!(incline("-3.5 %"), Some(-35));
        assert_eq!(incline("10°"), Some(176));
        for unknown in ["up", "down", "5", "steep", "90°", "900%", "%", ""] {
            assert_eq!(incline(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn levels() {
        assert_eq!(level("0"), Some(0));
        assert_eq!(level("-1"), Some(-10));
        assert_eq!(level("0.5"), Some(5));
        for unknown in ["0;1", "0-2", "ground", "0.55", "99999", ""] {
            assert_eq!(level(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn kerbs() {
        assert_eq!(kerb(Some("raised"), None), Some(Kerb::Raised));
        assert_eq!(kerb(Some("no"), None), Some(Kerb::Flush));
        assert_eq!(kerb(Some("yes"), None), None);
        assert_eq!(kerb(None, None), None);
        assert_eq!(
            kerb(Some("yes"), Some("0.03")),
            Some(Kerb::Height(Length::millimetres(30)))
        );
        assert_eq!(
            kerb(Some("raised"), Some("3 cm")),
            Some(Kerb::Height(Length::millimetres(30)))
        );
        assert_eq!(
            kerb(Some("flush"), Some("0")),
            Some(Kerb::Height(Length::ZERO))
        );
        assert_eq!(kerb(Some("lowered"), Some("low")), Some(Kerb::Lowered));
    }

    #[test]
    fn yes_and_no() {
        assert_eq!(kind_or_no("viaduct"), Some(true));
        assert_eq!(kind_or_no("no"), Some(false));
        assert_eq!(lit("sunset-sunrise"), Some(true));
        assert_eq!(lit("no"), Some(false));
        assert_eq!(lit("perhaps"), None);
    }
}
