//! What a row of the register says of a dwelling.

use nabij::Features;

use crate::{reason::Reason, table::Column};

/// The features that say yes or no, by their column's key.
pub(super) const YES_NO: [&str; 16] = [
    "zero_step",
    "step_free_access",
    "step_free_living",
    "step_free_kitchen",
    "step_free_bath",
    "step_free_toilet",
    "step_free_bedroom",
    "single_floor",
    "ground_floor",
    "lift",
    "wheelchair_dwelling",
    "wheelchair_building",
    "care_space",
    "activities",
    "care_team",
    "room_for_residents",
];
/// The features that are numbers.
pub(super) const NUMBERS: [&str; 6] = [
    "label",
    "year",
    "floors",
    "area_m2",
    "building_dwellings",
    "share_55",
];
/// The features that are words.
pub(super) const WORDS: [&str; 3] = ["form", "price", "lead_provider"];

/// What a row says; a cell that cannot be read makes the row unusable, for half of it would be
/// taken for unknown.
pub(super) fn of_row(
    columns: &[(&str, Column<'_>)],
    row: usize,
) -> Result<(Features, [Option<String>; 2]), Reason> {
    let mut own = Features::default();
    let mut classes = [None, None];
    for (what, column) in columns {
        if YES_NO.contains(what) {
            let known = column.yes_no(row)?;
            let field = match *what {
                "zero_step" => &mut own.registered_zero_step,
                "step_free_access" => &mut own.step_free_access,
                "step_free_living" => &mut own.step_free_living,
                "step_free_kitchen" => &mut own.step_free_kitchen,
                "step_free_bath" => &mut own.step_free_bath,
                "step_free_toilet" => &mut own.step_free_toilet,
                "step_free_bedroom" => &mut own.step_free_bedroom,
                "single_floor" => &mut own.single_floor,
                "ground_floor" => &mut own.ground_floor,
                "lift" => &mut own.lift,
                "wheelchair_dwelling" => &mut own.wheelchair_dwelling,
                "wheelchair_building" => &mut own.wheelchair_building,
                "care_space" => &mut own.care_space,
                "activities" => &mut own.activities,
                "care_team" => &mut own.care_team,
                _ => &mut own.room_for_residents,
            };
            *field = known;
            continue;
        }
        let text = column.text(row).map(|text| text.trim().to_owned());
        let text = text.filter(|text| !text.is_empty());
        match *what {
            "form" => classes[0] = text,
            "price" => classes[1] = text,
            "lead_provider" => own.lead_provider = text,
            // "55+" is a label of 55.
            "label" => {
                let digits = text.map(|text| match text.to_lowercase().as_str() {
                    "geen" | "none" => "0".to_owned(),
                    label => label.trim_end_matches('+').to_owned(),
                });
                own.label_age = digits
                    .map(|digits| {
                        digits.parse().map_err(|_| Reason::Value {
                            column: column.name().to_owned(),
                            value: digits,
                            wanted: "an age such as 55 or 55+, `geen` or `none` where there is no label",
                        })
                    })
                    .transpose()?;
            }
            _ => {
                let number = column.number(row)?;
                let whole = |number: f64| number.round().max(0.0);
                match *what {
                    "year" => own.year = number.map(|n| whole(n) as u16),
                    "floors" => own.floors = number,
                    "area_m2" => own.area = number,
                    "building_dwellings" => {
                        own.building_dwellings = number.map(|n| whole(n) as u32)
                    }
                    _ => own.share_55 = number,
                }
            }
        }
    }
    Ok((own, classes))
}
