//! The task for housing, the stock and the plans by wijk, and the staff of practices that another file lists.

use std::fmt::Write as _;

const STAD: &str = "WK999901";
const OOST: &str = "WK999902";

/// How many dwellings of a type there should be in a year.
const TASK: [(&str, &str, u32, &str); 12] = [
    (STAD, "zero_step", 2030, "700"),
    (STAD, "zero_step", 2040, "900"),
    (STAD, "clustered", 2030, "100"),
    (STAD, "clustered", 2040, "150"),
    (STAD, "care_suitable", 2030, "20"),
    (STAD, "care_suitable", 2040, "40"),
    (OOST, "zero_step", 2030, "400"),
    (OOST, "zero_step", 2040, "500"),
    (OOST, "clustered", 2030, "50"),
    (OOST, "clustered", 2040, "80"),
    (OOST, "care_suitable", 2030, "10"),
    (OOST, "care_suitable", 2040, ""),
];

/// How many there are.
const STOCK: [(&str, &str, u32, &str); 6] = [
    (STAD, "zero_step", 2024, "500"),
    (STAD, "clustered", 2024, "54"),
    (STAD, "care_suitable", 2024, "0"),
    (OOST, "zero_step", 2024, "360"),
    (OOST, "clustered", 2024, "24"),
    (OOST, "care_suitable", 2024, "8"),
];

/// How many come, in the year that they are ready; hard or soft.
const PLANS: [(&str, &str, u32, &str, &str); 10] = [
    (STAD, "zero_step", 2030, "100", "hard"),
    (STAD, "zero_step", 2030, "60", "zacht"),
    (STAD, "zero_step", 2040, "140", "zacht"),
    (STAD, "clustered", 2030, "24", "hard"),
    (STAD, "clustered", 2040, "36", "zacht"),
    (STAD, "care_suitable", 2030, "12", "hard"),
    (OOST, "zero_step", 2030, "50", "hard"),
    (OOST, "zero_step", 2040, "70", "zacht"),
    (OOST, "clustered", 2030, "30", "zacht"),
    (OOST, "clustered", 2040, "", "zacht"),
];

/// The task.
pub fn task() -> String {
    table(&TASK)
}

/// The stock.
pub fn stock() -> String {
    table(&STOCK)
}

fn table(rows: &[(&str, &str, u32, &str)]) -> String {
    let mut out = String::from("gebied_code;woningtype;jaar;aantal\n");
    for (area, kind, year, number) in rows {
        // writing to a String cannot fail
        let _ = writeln!(out, "{area};{kind};{year};{number}");
    }
    out
}

/// The plans.
pub fn plans() -> String {
    let mut out = String::from("gebied_code;woningtype;jaar;aantal;hardheid\n");
    for (area, kind, year, number, hardness) in PLANS {
        let _ = writeln!(out, "{area};{kind};{year};{number};{hardness}");
    }
    out
}

/// Full-time GPs of the practices in `facilities.geojson`.
pub fn fte() -> String {
    "categorie;voorziening;fte\ngp;gp-01;2.0\ngp;gp-02;1.5\n".to_owned()
}
