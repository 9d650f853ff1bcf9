//! What is known of a dwelling.

use super::Truth;

/// What is known of a dwelling, its building and its complex. Nothing is unknown, never no.
///
/// Rules name the fields as they are spelled here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features {
    /// Whether a register calls it zero-step outright: that outranks what follows.
    pub registered_zero_step: Option<bool>,
    /// The dwelling can be reached from the street without stairs.
    pub step_free_access: Option<bool>,
    /// So can its living room from its door,
    pub step_free_living: Option<bool>,
    /// its kitchen,
    pub step_free_kitchen: Option<bool>,
    /// its bathroom,
    pub step_free_bath: Option<bool>,
    /// its toilet,
    pub step_free_toilet: Option<bool>,
    /// and at least one bedroom.
    pub step_free_bedroom: Option<bool>,
    /// All its rooms are on one floor ("gelijkvloers").
    pub single_floor: Option<bool>,
    /// It is on the ground floor.
    pub ground_floor: Option<bool>,
    /// A lift stops at its floor.
    pub lift: Option<bool>,
    /// A wheelchair can be used in it.
    pub wheelchair_dwelling: Option<bool>,
    /// A wheelchair can be used in the shared parts of its building.
    pub wheelchair_building: Option<bool>,
    /// It has room enough for care to be given.
    pub care_space: Option<bool>,
    /// The age that it is labelled for: 55 or 65; 0 where it is known to have no label.
    pub label_age: Option<u8>,

    /// The year it was built.
    pub year: Option<u16>,
    /// Floors of its building: the area of all its dwellings ÷ its footprint, or as registered.
    pub floors: Option<f64>,
    /// Floor area in m².
    pub area: Option<f64>,
    /// Dwellings in its building; 1 is a house.
    pub building_dwellings: Option<u32>,

    /// Dwellings of its complex on the labelled list; 1 where it is known to be in none.
    pub complex_dwellings: Option<u32>,
    /// Whether every dwelling of its complex is zero-step. [`super::HousingRules::classify_complex`]
    /// tells.
    pub all_zero_step: Truth,
    /// A room to meet is in the complex.
    pub room_inside: Option<bool>,
    /// A room to meet is in the complex, or within the limit of its norm (100 m).
    pub room_near: Option<bool>,
    /// A room to meet that is meant for the residents is somewhere, in the complex or elsewhere.
    pub room_for_residents: Option<bool>,
    /// The share (0–1) of the complex's dwellings that are destined for or inhabited by people of
    /// 55 and older.
    pub share_55: Option<f64>,
    /// There are many activities in the complex.
    pub activities: Option<bool>,
    /// A care team that residents know works in the complex.
    pub care_team: Option<bool>,
    /// The care provider that takes the lead in the complex; empty where it is known that none does.
    pub lead_provider: Option<String>,
}

/// A feature that is yes, no or unknown, by its name in rules.
type YesNo = (&'static str, fn(&Features) -> Option<bool>);

/// A feature that is a number, by its name in rules.
type Number = (&'static str, fn(&Features) -> Option<f64>);

impl Features {
    pub(super) const YES_NO: [YesNo; 19] = [
        ("registered_zero_step", |f| f.registered_zero_step),
        ("step_free_access", |f| f.step_free_access),
        ("step_free_living", |f| f.step_free_living),
        ("step_free_kitchen", |f| f.step_free_kitchen),
        ("step_free_bath", |f| f.step_free_bath),
        ("step_free_toilet", |f| f.step_free_toilet),
        ("step_free_bedroom", |f| f.step_free_bedroom),
        ("single_floor", |f| f.single_floor),
        ("ground_floor", |f| f.ground_floor),
        ("lift", |f| f.lift),
        ("wheelchair_dwelling", |f| f.wheelchair_dwelling),
        ("wheelchair_building", |f| f.wheelchair_building),
        ("care_space", |f| f.care_space),
        // What is not near is not inside either, and what is inside is near.
        ("room_inside", |f| {
            f.room_inside.or(f.room_near.filter(|near| !near))
        }),
        ("room_near", |f| {
            f.room_inside.filter(|inside| *inside).or(f.room_near)
        }),
        ("room_for_residents", |f| f.room_for_residents),
        ("activities", |f| f.activities),
        ("care_team", |f| f.care_team),
        ("lead_provider", |f| {
            f.lead_provider.as_ref().map(|name| !name.is_empty())
        }),
    ];

    pub(super) const NUMBERS: [Number; 7] = [
        ("label_age", |f| f.label_age.map(f64::from)),
        ("year", |f| f.year.map(f64::from)),
        ("floors", |f| f.floors),
        ("area", |f| f.area),
        ("building_dwellings", |f| {
            f.building_dwellings.map(f64::from)
        }),
        ("complex_dwellings", |f| f.complex_dwellings.map(f64::from)),
        ("share_55", |f| f.share_55),
    ];

    /// The names of features.
    pub(super) fn names<F>(features: &[(&'static str, F)]) -> String {
        let names: Vec<&str> = features.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    }

    /// The position of a feature.
    pub(super) fn find<F>(features: &[(&'static str, F)], name: &str) -> Option<usize> {
        features.iter().position(|(known, _)| *known == name)
    }

    /// A feature that is yes, no or unknown.
    pub(super) fn yes_no(&self, at: usize) -> Option<bool> {
        Self::YES_NO.get(at).and_then(|(_, of)| of(self))
    }

    /// A feature that is a number.
    pub(super) fn number(&self, at: usize) -> Option<f64> {
        let number = Self::NUMBERS.get(at).and_then(|(_, of)| of(self));
        number.filter(|number| number.is_finite())
    }
}
