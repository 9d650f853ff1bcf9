//! Why a complex does not count as clustered, or may not, and what would mend it.

use nabij::Row;

use super::{Complex, limit};
use crate::wide::{Wide, addresses::reasons, print::printed_metres};

/// Why a complex does not count, or may not, and what would mend it.
pub(super) fn tell<'w>(wide: &'w Wide<'_>, one: &Complex<'_>) -> (Vec<String>, Vec<&'w str>) {
    let language = wide.language();
    let (mut why, mut mend) = (Vec::new(), Vec::new());
    match (one.results.scale_12, one.dwellings) {
        (Some(false), Some(count)) => {
            let words = language.word(
                "dwellings; at least 12 are needed",
                "woningen, minimaal 12 nodig",
            );
            why.push(format!("{count} {words}"));
            mend.push(language.word(
                "bring more dwellings nearby into the complex",
                "breng meer woningen in de omgeving onder het complex",
            ));
        }
        (None, _) => {
            why.push(
                language
                    .word("number of dwellings unknown", "aantal woningen onbekend")
                    .into(),
            );
            mend.push(language.word("list the dwellings", "geef de woningen op"));
        }
        _ => {}
    }
    let upper = limit(wide);
    match (
        one.results.room_100,
        one.room.and_then(|row| row.high),
        upper,
    ) {
        (Some(false), Some(high), Some(upper)) => {
            let metres = printed_metres(high, &[upper]);
            let far = language.word(
                "the nearest meeting room is at",
                "de dichtstbijzijnde ontmoetingsruimte ligt op",
            );
            why.push(format!("{far} {metres} m"));
        }
        (Some(false), ..) => why.push(
            language
                .word("no meeting room found", "geen ontmoetingsruimte gevonden")
                .into(),
        ),
        (None, ..) => {
            let rows: Vec<Row> = one.room.into_iter().collect();
            why.push(reasons(wide, &rows).unwrap_or_else(|| {
                language
                    .word("meeting rooms not known", "ontmoetingsruimten onbekend")
                    .into()
            }));
            mend.push(language.word(
                "complete the list of meeting rooms",
                "maak de lijst van ontmoetingsruimten volledig",
            ));
        }
        _ => {}
    }
    if one.results.room_100 == Some(false) {
        mend.push(language.word(
            "make a meeting room in the complex or within the limit",
            "maak een ontmoetingsruimte in het complex of binnen de norm",
        ));
    }
    match one.results.zero_step {
        Some(false) => {
            why.push(language.word("not free of steps", "niet nultreden").into());
            mend.push(language.word(
                "take the steps away",
                "maak de woningen en toegang drempelvrij",
            ));
        }
        None => {
            why.push(language.word("steps unknown", "nultreden onbekend").into());
            mend.push(language.word("find out about steps", "laat nultreden vaststellen"));
        }
        Some(true) => {}
    }
    if one.is_derived {
        why.push(
            language
                .word("the complex is derived", "het complex is afgeleid")
                .into(),
        );
        mend.push(language.word("give the id of the complex", "geef het complexnummer op"));
    }
    (why, mend)
}
