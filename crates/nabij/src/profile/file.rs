//! Profiles as TOML files.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Demand, Profile, Rest, Words};
use crate::{category::Category, error::ProfileError, length::Length};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    profile: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    #[serde(default)]
    label: BTreeMap<String, String>,
    speed: f64,
    #[serde(default = "yes")]
    steps: bool,
    #[serde(default = "yes")]
    escalators: bool,
    #[serde(default = "yes")]
    lifts: bool,
    kerb: Option<f64>,
    incline_up: Option<f64>,
    incline_down: Option<f64>,
    width: Option<f64>,
    #[serde(default)]
    surface: Words,
    #[serde(default)]
    smoothness: Words,
    #[serde(default)]
    barrier: Words,
    #[serde(default)]
    crossing: Words,
    #[serde(default)]
    assumed: BTreeMap<Demand, Vec<String>>,
    #[serde(default)]
    rest: RestEntry,
    #[serde(default)]
    source: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RestEntry {
    bench: Option<f64>,
    seats: Vec<String>,
}

fn yes() -> bool {
    true
}

pub(super) fn parse(text: &str) -> Result<Vec<Profile>, ProfileError> {
    let file: File = toml::from_str(text).map_err(|error| ProfileError::Toml(error.to_string()))?;
    let mut profiles: Vec<Profile> = Vec::new();
    for entry in file.profile {
        let id = entry.id.clone();
        let wrong = |reason| ProfileError::Profile {
            profile: id.clone(),
            reason,
        };
        if profiles.iter().any(|known| known.id() == id) {
            return Err(wrong("it occurs twice".to_owned()));
        }
        profiles.push(profile(entry).map_err(wrong)?);
    }
    if profiles.is_empty() {
        return Err(ProfileError::Empty);
    }
    Ok(profiles)
}

fn profile(entry: Entry) -> Result<Profile, String> {
    if entry.id.is_empty() {
        return Err("its id is empty".to_owned());
    }
    if !(entry.speed.is_finite() && entry.speed > 0.0) {
        return Err(format!("speed is {}, it must be above 0 m/s", entry.speed));
    }
    let length = |name: &str, metres: Option<f64>| {
        let length = metres.map(Length::from_metres).transpose();
        length.map_err(|error| format!("{name}: {error}"))
    };
    let incline = |name: &str, slope: Option<f64>| match slope {
        None => Ok(None),
        Some(slope) if (0.0..=2.0).contains(&slope) => Ok(Some((slope * 1000.0).round() as i16)),
        Some(slope) => Err(format!(
            "{name} is {slope}, it must be 0 to 2 (0.06 is 6 %)"
        )),
    };
    let seats = entry.rest.seats.into_iter().map(Category::new);
    let seats = seats.collect::<Result<_, _>>();
    Ok(Profile {
        id: entry.id.into(),
        label: entry.label,
        speed: entry.speed,
        steps: entry.steps,
        escalators: entry.escalators,
        lifts: entry.lifts,
        kerb: length("kerb", entry.kerb)?,
        incline_up: incline("incline_up", entry.incline_up)?,
        incline_down: incline("incline_down", entry.incline_down)?,
        width: length("width", entry.width)?,
        surface: entry.surface,
        smoothness: entry.smoothness,
        barrier: entry.barrier,
        crossing: entry.crossing,
        assumed: entry.assumed,
        rest: Rest {
            bench: length("bench", entry.rest.bench)?.unwrap_or(Profile::ADULT.rest.bench),
            seats: seats.map_err(|error| error.to_string())?,
        },
        source: entry.source,
    })
}
