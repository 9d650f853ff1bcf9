//! Figures of areas, as a municipality has them from elsewhere: long, one number a line.

use std::fmt::Write as _;

/// The areas that figures are of: the buurten, the wijken, the municipality.
const AREAS: [&str; 11] = [
    "BU99990101",
    "BU99990102",
    "BU99990103",
    "BU99990104",
    "BU99990201",
    "BU99990202",
    "BU99990203",
    "BU99990204",
    "WK999901",
    "WK999902",
    "GM9999",
];

/// A quantity of a year: its values in the order of [`AREAS`]. `-` is no row, an empty text a row without a value.
struct Figure {
    quantity: &'static str,
    year: u32,
    source: &'static str,
    values: [&'static str; 11],
}

const fn figure(
    quantity: &'static str,
    year: u32,
    source: &'static str,
    values: [&'static str; 11],
) -> Figure {
    Figure {
        quantity,
        year,
        source,
        values,
    }
}

const FIGURES: [Figure; 16] = [
    figure(
        "residents",
        2023,
        "bevolkingsregister",
        [
            "1380", "1000", "1080", "1200", "1700", "1000", "700", "", "-", "-", "8250",
        ],
    ),
    figure(
        "residents",
        2024,
        "bevolkingsregister",
        [
            "1400", "1000", "1100", "1200", "1700", "1100", "700", "", "-", "-", "8400",
        ],
    ),
    figure(
        "households_65",
        2024,
        "bevolkingsregister",
        [
            "200", "100", "125", "300", "180", "40", "80", "", "-", "-", "1050",
        ],
    ),
    figure(
        "75+",
        2040,
        "bevolkingsprognose",
        [
            "145", "112", "105", "181", "210", "50", "", "-", "-", "-", "882",
        ],
    ),
    figure(
        "dwellings",
        2024,
        "woningregister",
        [
            "600", "400", "450", "650", "700", "420", "300", "80", "-", "-", "-",
        ],
    ),
    figure(
        "social_rent_dwellings",
        2024,
        "woningregister",
        [
            "150", "160", "135", "455", "210", "", "105", "20", "-", "-", "1260",
        ],
    ),
    figure(
        "attention_places",
        2024,
        "gemeente",
        ["24", "15", "6", "39", "14", "0", "9", "", "-", "24", "-"],
    ),
    figure(
        "resident_initiatives",
        2024,
        "gemeente",
        ["7", "4", "0", "3", "5", "-", "1", "1", "-", "-", "-"],
    ),
    figure(
        "informal_carers",
        2024,
        "gezondheidsmonitor",
        [
            "280", "150", "220", "300", "340", "110", "-", "", "-", "-", "1512",
        ],
    ),
    figure(
        "livability",
        2022,
        "Leefbaarometer",
        ["6", "7", "7", "4", "6", "8", "4", "7", "-", "-", "-"],
    ),
    figure(
        "livability",
        2024,
        "Leefbaarometer",
        ["6", "8", "7", "4", "6", "8", "5", "", "-", "-", "-"],
    ),
    figure(
        "care_team",
        2024,
        "gemeente",
        ["-", "-", "-", "-", "1", "0", "1", "", "1", "-", "-"],
    ),
    figure(
        "home_care_clients:de_vaart",
        2024,
        "aanbieders",
        ["25", "20", "10", "60", "20", "4", "10", "-", "-", "-", "-"],
    ),
    figure(
        "home_care_clients:reiger",
        2024,
        "aanbieders",
        ["15", "0", "10", "20", "20", "1", "", "-", "-", "-", "-"],
    ),
    figure(
        "home_care_clients:polder",
        2024,
        "aanbieders",
        ["10", "0", "0", "20", "10", "0", "10", "-", "-", "-", "-"],
    ),
    figure(
        "network",
        2024,
        "inventarisatie",
        ["-", "-", "-", "-", "-", "-", "-", "", "-", "-", "-"],
    ),
];

/// The figures; by area, so that nothing depends on an order.
pub fn figures() -> String {
    let mut out = String::from("gebied_code;grootheid;jaar;waarde;bron\n");
    for (at, area) in AREAS.iter().enumerate() {
        for figure in FIGURES.iter().filter(|figure| figure.values[at] != "-") {
            // writing to a String cannot fail
            let _ = writeln!(
                out,
                "{area};{};{};{};{}",
                figure.quantity, figure.year, figure.values[at], figure.source
            );
        }
    }
    out
}
