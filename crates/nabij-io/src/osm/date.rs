//! A moment as text.

/// Seconds since 1970 as `2023-02-21T03:31:14Z`; nothing outside the years 1 to 9999.
pub(crate) fn utc(seconds: i64) -> Option<String> {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    if !(-719_162..2_932_897).contains(&days) {
        return None;
    }
    // Days from 1 March of the year 0, in eras of 400 years (Howard Hinnant's `civil_from_days`).
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = era * 400 + year + i64::from(month <= 2);
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Some(format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
    ))
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn moments() {
        assert_eq!(utc(0).unwrap(), "1970-01-01T00:00:00Z");
        assert_eq!(utc(1_676_950_274).unwrap(), "2023-02-21T03:31:14Z");
        assert_eq!(utc(1_709_210_096).unwrap(), "2024-02-29T12:34:56Z");
        assert_eq!(utc(-1).unwrap(), "1969-12-31T23:59:59Z");
        assert_eq!(utc(i64::MAX), None);
    }
}
