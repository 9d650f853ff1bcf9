//! One dwelling of the register: what a house of its kind is usually like, with some of it unknown.

use super::addresses::Address;
use super::random::Random;

/// Yes, no or unknown.
type Known = Option<bool>;

const YES: Known = Some(true);
const NO: Known = Some(false);

/// What the register says of a dwelling.
#[derive(Clone, Debug)]
pub struct Dwelling {
    /// Form; empty is unknown.
    pub form: &'static str,
    /// Price segment; empty is unknown.
    pub price: &'static str,
    /// `55+` or `geen`; empty is unknown.
    label: &'static str,
    /// Reached from the street without stairs.
    access: Known,
    /// Living room, kitchen, bathroom, toilet, a bedroom: reached from the front door without stairs.
    rooms: [Known; 5],
    /// All on one floor.
    single_floor: Known,
    ground_floor: Known,
    lift: Known,
    wheelchair_dwelling: Known,
    wheelchair_building: Known,
    care_space: Known,
    year: Option<u32>,
    floors: Option<u32>,
    area: Option<u32>,
    activities: Known,
    care_team: Known,
    provider: &'static str,
}

/// A dwelling of one floor that is reached without stairs, in a complex for older people.
const SENIOR: Dwelling = Dwelling {
    form: "geclusterd",
    price: "sociaal",
    label: "55+",
    access: YES,
    rooms: [YES; 5],
    single_floor: YES,
    ground_floor: YES,
    lift: NO,
    wheelchair_dwelling: NO,
    wheelchair_building: NO,
    care_space: NO,
    year: None,
    floors: Some(1),
    area: Some(48),
    activities: NO,
    care_team: NO,
    provider: "",
};

/// The `at`th dwelling of a complex, counted from 0.
pub fn complex(id: &str, at: usize) -> Dwelling {
    let own = SENIOR;
    match id {
        // almshouses: of three the bathroom is not known, three have the bedroom upstairs
        "C-ANNAHOF" => {
            let bath = if (8..11).contains(&at) { None } else { YES };
            let upstairs = at >= 11;
            Dwelling {
                form: "hofje",
                rooms: [YES, YES, bath, YES, Some(!upstairs)],
                single_floor: Some(!upstairs),
                year: Some(1682),
                floors: Some(if upstairs { 2 } else { 1 }),
                activities: YES,
                care_team: None,
                ..own
            }
        }
        // whether one comes in without stairs is known of eight of ten
        "C-BRINK" => Dwelling {
            access: if at < 8 { YES } else { None },
            wheelchair_building: None,
            year: Some(2014),
            price: "midden",
            ..own
        },
        // the plusflat: a lift; of the first twelve eight have room for care, of two it is unknown
        "C-LINDE" => Dwelling {
            ground_floor: Some(at % 12 < 4),
            lift: YES,
            wheelchair_dwelling: Some(at < 12),
            wheelchair_building: YES,
            care_space: match at {
                0..8 => YES,
                8..10 => None,
                _ => NO,
            },
            price: if at < 20 { "sociaal" } else { "midden" },
            year: Some(2009),
            floors: Some(3),
            area: Some(62),
            activities: YES,
            care_team: YES,
            provider: "De Vaart",
            ..own
        },
        "C-SNOEK" => Dwelling {
            form: "woongroep",
            label: if at < 9 { "geen" } else { "" },
            care_space: None,
            year: Some(1986),
            floors: Some(2),
            area: Some(55),
            ..own
        },
        // four floors without a lift behind a flight of steps
        _ => Dwelling {
            form: "serviceflat",
            access: NO,
            ground_floor: Some(at % 15 < 4),
            year: Some(1974),
            floors: Some(4),
            area: Some(58),
            activities: YES,
            provider: "De Vaart",
            ..own
        },
    }
}

/// A dwelling that is in no complex: the `place`th of so many in its building. Of one in six something is unknown.
pub fn house(address: &Address, in_building: usize, place: usize) -> Dwelling {
    let mut chance = Random::named(&format!("dwelling {}", address.id));
    let mut building = Random::named(&format!("building {}", address.building));
    let flat = in_building > 3;
    let floors = match (flat, address.buurt) {
        (true, "BU99990104") => 5,
        (true, _) => 3,
        (false, _) if in_building == 1 && building.percent(12) => 1,
        (false, _) => 2,
    };
    let lift = flat && building.percent(45);
    let upstairs = !address.addition.is_empty();
    let ground = if flat {
        place * floors < in_building
    } else {
        !upstairs
    };
    let one_floor = flat || upstairs || floors == 1;
    let access = lift || ground && !chance.percent(8);
    let zero_step = access && one_floor;
    let wide = zero_step && chance.percent(30);
    let mut dwelling = Dwelling {
        form: "",
        price: "",
        label: if flat && zero_step { "55+" } else { "geen" },
        access: Some(access),
        rooms: [YES, YES, Some(one_floor), YES, Some(one_floor)],
        single_floor: Some(one_floor),
        ground_floor: Some(ground),
        lift: Some(lift),
        wheelchair_dwelling: Some(wide),
        wheelchair_building: Some(access),
        care_space: NO,
        year: Some(built(address.buurt) + building.below(12) as u32),
        floors: Some(floors as u32),
        area: Some(if one_floor { 60 } else { 95 } + chance.below(30) as u32),
        activities: NO,
        care_team: NO,
        provider: "",
    };
    match chance.below(24) {
        0 => dwelling.access = None,
        1 => dwelling.rooms = [None; 5],
        2 => (dwelling.lift, dwelling.wheelchair_building) = (None, None),
        3 => (dwelling.label, dwelling.care_space) = ("", None),
        _ => {}
    }
    dwelling
}

/// When a buurt was begun.
fn built(buurt: &str) -> u32 {
    match buurt {
        "BU99990101" => 1880,
        "BU99990102" => 1922,
        "BU99990103" => 1952,
        "BU99990104" => 1963,
        "BU99990201" => 1931,
        "BU99990202" => 1998,
        _ => 1908,
    }
}

/// The dwelling's cells, from its form on.
pub fn cells(of: &Dwelling) -> String {
    let word = |known: Known| match known {
        Some(true) => "ja",
        Some(false) => "nee",
        None => "",
    };
    let count = |n: Option<u32>| n.map_or(String::new(), |n| n.to_string());
    let [living, kitchen, bath, toilet, bedroom] = of.rooms.map(word);
    [
        of.form,
        of.price,
        of.label,
        word(of.access),
        living,
        kitchen,
        bath,
        toilet,
        bedroom,
        word(of.single_floor),
        word(of.ground_floor),
        word(of.lift),
        word(of.wheelchair_dwelling),
        word(of.wheelchair_building),
        word(of.care_space),
        &count(of.year),
        &count(of.floors),
        &count(of.area),
        word(of.activities),
        word(of.care_team),
        of.provider,
    ]
    .join(";")
}
