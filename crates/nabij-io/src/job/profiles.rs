//! Who walked, with the source of every number: for the manifest.

use nabij::{Length, Profile, Words};
use serde_json::{Value, json};

/// What a walker can use; a parameter without a source is an assumption.
pub(super) fn manifest(profile: &Profile) -> Value {
    let metres = |length: Option<Length>| length.map(Length::in_metres);
    let slope = |thousandths: Option<i16>| thousandths.map(|own| f64::from(own) / 1000.0);
    let words =
        |words: &Words| (!words.is_empty()).then(|| json!({ "yes": words.yes, "no": words.no }));
    let all = [
        ("speed_m_per_s", "speed", json!(profile.speed)),
        ("steps", "steps", json!(profile.steps)),
        ("escalators", "escalators", json!(profile.escalators)),
        ("lifts", "lifts", json!(profile.lifts)),
        ("kerb_m", "kerb", json!(metres(profile.kerb))),
        ("incline_up", "incline_up", json!(slope(profile.incline_up))),
        (
            "incline_down",
            "incline_down",
            json!(slope(profile.incline_down)),
        ),
        ("width_m", "width", json!(metres(profile.width))),
        ("surface", "surface", json!(words(&profile.surface))),
        (
            "smoothness",
            "smoothness",
            json!(words(&profile.smoothness)),
        ),
        ("barrier", "barrier", json!(words(&profile.barrier))),
        ("crossing", "crossing", json!(words(&profile.crossing))),
    ];
    let parameters = all.into_iter().filter(|(.., value)| !value.is_null());
    let parameters = parameters.map(|(name, key, value)| {
        let source = profile.source.get(key).map_or("assumption", String::as_str);
        (name.to_owned(), json!({ "value": value, "source": source }))
    });
    let assumed = profile.assumed.iter();
    let assumed = assumed.map(|(demand, classes)| (demand.as_str().to_owned(), json!(classes)));
    json!({
        "id": profile.id(),
        "parameters": parameters.collect::<serde_json::Map<_, _>>(),
        "assumed_where_not_tagged": assumed.collect::<serde_json::Map<_, _>>(),
    })
}
