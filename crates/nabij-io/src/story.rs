//! Rows and explanations in words, in English and Dutch.

mod area;
mod doubts;
mod json;
mod rests;
mod straight;

pub use area::AreaStory;
pub use json::explanations_json;

use nabij::{
    Candidate, Explanation, Facility, How, Length, Norm, Outcome, Profile, Reason, Refusal, Row,
    Step,
};

use crate::{
    city::City,
    language::{Language, Limits},
};

/// So many edges that a door does not open onto are listed; the others are counted.
const LISTED: usize = 8;

/// A distance for people: whole metres, with as many decimals as it takes not to contradict a limit.
///
/// ```
/// use nabij::Length;
/// use nabij_io::readable;
/// let limit = [Length::metres(500)];
/// assert_eq!(readable(Length::millimetres(412_345), &limit), "412 m");
/// assert_eq!(readable(Length::millimetres(500_400), &limit), "500.4 m");
/// assert_eq!(readable(Length::millimetres(500_001), &limit), "500.001 m");
/// ```
pub fn readable(length: Length, limits: &[Length]) -> String {
    let mm = u64::from(length.mm());
    for (decimals, unit) in [(0, 1000), (1, 100), (2, 10)] {
        let rounded = (mm + unit / 2) / unit * unit;
        let same_side = |limit: &Length| {
            let limit = u64::from(limit.mm());
            (mm <= limit) == (rounded <= limit)
        };
        if limits.iter().all(same_side) {
            return format!("{:.decimals$} m", rounded as f64 / 1000.0);
        }
    }
    length.to_string()
}

/// The label of a norm in a language, else its id.
pub fn norm_label(norm: &Norm, language: Language) -> &str {
    norm.label
        .get(language.code())
        .map_or(&norm.id, String::as_str)
}

/// The label of a profile in a language, else its id.
pub fn profile_label(profile: &Profile, language: Language) -> &str {
    let label = profile.label.get(language.code());
    label.map_or(profile.id(), String::as_str)
}

/// Whole minutes for a distance, never less than one.
fn minutes(profile: &Profile, mm: u32) -> f64 {
    profile.minutes(Length::millimetres(mm)).round().max(1.0)
}

/// The whole explanation as lines of text.
pub fn tell(city: &City, explanation: &Explanation, language: Language) -> String {
    let mut lines = Vec::new();
    Teller { city, language }.tell(explanation, "", &mut lines);
    lines.join("\n")
}

struct Teller<'c> {
    city: &'c City,
    language: Language,
}

impl Teller<'_> {
    /// English or Dutch.
    fn say(&self, english: String, dutch: String) -> String {
        match self.language {
            Language::English => english,
            Language::Dutch => dutch,
        }
    }

    fn tell(&self, told: &Explanation, indent: &str, lines: &mut Vec<String>) {
        let row = &told.row;
        let norm = &self.city.norms.norms()[usize::from(row.norm)];
        let limits: Vec<Length> = norm.lower.into_iter().chain(norm.upper).collect();
        let id = self.city.origins.ids().get(row.origin as usize);
        let place = self.city.origin_places.get(row.origin as usize);
        let address = place.and_then(|p| p.address.as_deref()).unwrap_or_default();
        let label = self.language.verdict(row.verdict, Limits::of(norm));
        lines.push(format!(
            "{indent}{} · {id} {address}",
            norm_label(norm, self.language)
        ));
        let mut push = |line: String| lines.push(format!("{indent}  {line}"));
        push(format!("{label}{}", self.margin(row, &limits)));
        if let (Some(facility), Some(answer)) = (row.facility, row.answer) {
            let facility = self.city.facilities.get(facility);
            let called = called(facility);
            let far = readable(Length::millimetres(answer.mm), &limits);
            let minutes = minutes(&told.profile, answer.mm);
            let (english, dutch) = if row.certain == row.answer {
                ("nearest", "dichtstbij")
            } else {
                ("at best", "op zijn best")
            };
            push(self.say(
                format!("{english}: {called}, {far} from door to door, about {minutes} min"),
                format!("{dutch}: {called}, {far} van deur tot deur, ongeveer {minutes} min"),
            ));
        }
        self.walk(told, &mut push);
        self.certainly(told, &limits, &mut push);
        self.unknowns(told, &mut push);
        self.rests(told, &limits, &mut push);
        for (facility, answer) in &told.runners_up {
            let (facility, answer) = (*facility, *answer);
            let other = self.city.facilities.get(facility);
            let called = called(other);
            let far = readable(Length::millimetres(answer.mm), &limits);
            push(self.say(
                format!("next: {called}, {far}"),
                format!("daarna: {called}, {far}"),
            ));
        }
        self.straight(told, &limits, &mut push);
        self.attachment(told, &mut push);
        self.doubts(row, &mut push);
        self.others(told, &limits, &mut push);
        for part in &told.parts {
            self.tell(part, &format!("{indent}  "), lines);
        }
    }

    /// The walk on streets of which enough is known, where it is another one.
    fn certainly(&self, told: &Explanation, limits: &[Length], push: &mut impl FnMut(String)) {
        let row = &told.row;
        if row.answer == row.certain {
            return;
        }
        push(match (&told.certain, row.certain) {
            (Some(walk), Some(answer)) => {
                let far = readable(Length::millimetres(answer.mm), limits);
                let along = self.streets(&walk.steps);
                self.say(
                    format!("for certain: {far} along {along}"),
                    format!("zeker: {far} langs {along}"),
                )
            }
            _ => self.say(
                "for certain: none within reach".to_owned(),
                "zeker: geen binnen bereik".to_owned(),
            ),
        });
    }

    /// What the same norm is for everybody else who walks.
    fn others(&self, told: &Explanation, limits: &[Length], push: &mut impl FnMut(String)) {
        let norm = &self.city.norms.norms()[usize::from(told.row.norm)];
        for other in &told.others {
            let name = profile_label(&other.profile, self.language);
            let verdict = self.language.verdict(other.row.verdict, Limits::of(norm));
            let far = other.row.answer.map(|answer| {
                let length = readable(Length::millimetres(answer.mm), limits);
                let farther = told
                    .row
                    .answer
                    .map(|own| i64::from(answer.mm) - i64::from(own.mm));
                let farther = farther.filter(|mm| *mm != 0).map(|mm| {
                    let size = Length::millimetres(mm.unsigned_abs() as u32);
                    let size = readable(size, &[]);
                    match mm > 0 {
                        true => self.say(format!(" ({size} farther)"), format!(" ({size} verder)")),
                        false => {
                            self.say(format!(" ({size} nearer)"), format!(" ({size} dichterbij)"))
                        }
                    }
                });
                format!(", {length}{}", farther.unwrap_or_default())
            });
            push(format!("{name}: {verdict}{}", far.unwrap_or_default()));
        }
    }

    fn margin(&self, row: &Row, limits: &[Length]) -> String {
        let known = row
            .margin_mm
            .filter(|_| row.outcome_upper != Outcome::Uncertain);
        let Some(margin) = known else {
            return String::new();
        };
        let size = Length::millimetres(u32::try_from(margin.unsigned_abs()).unwrap_or(u32::MAX));
        // A margin is compared with nothing but 0.
        let size = readable(size, &[Length::ZERO][..limits.len().min(1)]);
        if margin < 0 {
            self.say(format!(": {size} too far"), format!(": {size} te ver"))
        } else {
            self.say(format!(": {size} to spare"), format!(": {size} over"))
        }
    }

    /// The stretches of street in the order of the walk, those of one street together.
    fn walk(&self, told: &Explanation, push: &mut impl FnMut(String)) {
        let Some(answer) = told.row.answer else {
            return;
        };
        match answer.how {
            How::Indoor => push(self.say(
                "in the same building or complex".to_owned(),
                "in hetzelfde gebouw of complex".to_owned(),
            )),
            How::Direct => push(self.say(
                "next door: a straight line that crosses no barrier".to_owned(),
                "ernaast: een rechte lijn die geen barrière kruist".to_owned(),
            )),
            How::Street => {}
        }
        if !told.steps.is_empty() {
            let along = self.streets(&told.steps);
            push(self.say(format!("along: {along}"), format!("langs: {along}")));
        }
    }

    /// The streets of a walk in its order, with metres.
    fn streets(&self, steps: &[Step]) -> String {
        let mut streets: Vec<(&str, u64)> = Vec::new();
        for step in steps {
            let attributes = self.city.streets.network.edge(step.edge).attributes();
            let name = attributes.street.as_deref().or(attributes.class.as_deref());
            let name = name.unwrap_or("…");
            let mm = u64::from(step.length().mm());
            match streets.last_mut().filter(|(last, _)| *last == name) {
                Some((_, sum)) => *sum += mm,
                None => streets.push((name, mm)),
            }
        }
        let far = |mm: u64| format!("{:.0} m", mm as f64 / 1000.0);
        let told = streets
            .into_iter()
            .map(|(name, mm)| format!("{name} {}", far(mm)));
        told.collect::<Vec<_>>().join(" → ")
    }

    /// Where the door meets the street, and which nearer edges were passed over.
    fn attachment(&self, told: &Explanation, push: &mut impl FnMut(String)) {
        let (origins, at) = (&self.city.origins, told.row.origin as usize);
        let doors = origins.doors(at);
        let listed = |door: &Vec<Candidate>| {
            let (chosen, refused): (Vec<_>, Vec<_>) =
                door.iter().copied().partition(|one| one.refused.is_none());
            let more = refused.len().saturating_sub(LISTED);
            let refused = refused.into_iter().take(LISTED);
            (refused.chain(chosen).collect::<Vec<_>>(), more)
        };
        let (told, more): (Vec<_>, Vec<_>) = told.candidates.iter().map(listed).unzip();
        if !doors.contains(&origins.place(at)) {
            push(self.say(
                "starts at a door of its building".to_owned(),
                "begint bij een deur van het gebouw".to_owned(),
            ));
        }
        for candidate in told.into_iter().flatten() {
            let edge = self.city.streets.network.edge(candidate.attachment.edge);
            let street = edge.attributes().street.as_deref().unwrap_or("…");
            let leg = candidate.attachment.leg;
            push(match candidate.refused {
                None => {
                    let (english, dutch) =
                        candidate.across.map_or_else(Default::default, |across| {
                            let (english, dutch) = why(across);
                            (
                                format!(", though {english}: no other street is near enough"),
                                format!(
                                    ", al geldt: {dutch}; geen andere straat is dichtbij genoeg"
                                ),
                            )
                        });
                    self.say(
                        format!(
                            "starts at {street} (edge {}), {leg} from the door{english}",
                            edge.key()
                        ),
                        format!(
                            "begint aan {street} (lijn {}), {leg} van de deur{dutch}",
                            edge.key()
                        ),
                    )
                }
                Some(refusal) => {
                    let (english, dutch) = why(refusal);
                    self.say(
                        format!("not at {street} (edge {}, {leg}): {english}", edge.key()),
                        format!("niet aan {street} (lijn {}, {leg}): {dutch}", edge.key()),
                    )
                }
            });
        }
        let more: usize = more.into_iter().sum();
        if more > 0 {
            push(self.say(
                format!("nor at {more} edges farther away"),
                format!("en niet aan {more} lijnen verder weg"),
            ));
        }
    }

    fn doubts(&self, row: &Row, push: &mut impl FnMut(String)) {
        if let (Some(low), Some(reason)) = (row.low, row.reason)
            && reason != Reason::Attributes // told already, place by place
            && row.high.is_none_or(|high| low < high)
        {
            push(self.say(
                format!("could be as near as {low}: {}", reason.as_str()),
                format!("zou op {low} kunnen zijn: {}", reason.as_str()),
            ));
        }
        if row.near_upper || row.near_lower == Some(true) {
            push(self.say(
                "close to a limit: input errors could turn this".to_owned(),
                "dicht bij een grens: fouten in de gegevens kunnen dit omkeren".to_owned(),
            ));
        }
        if row.edge_affected == Some(true) {
            push(self.say(
                "the data end nearer than this: there may be something nearer beyond".to_owned(),
                "de gegevens houden eerder op: daarbuiten kan iets dichterbij zijn".to_owned(),
            ));
        }
    }
}

/// The id of a facility, and its name where it has one.
fn called(facility: &Facility) -> String {
    let name = facility.name.iter().map(|name| format!(" {name}"));
    facility.id.clone() + &name.collect::<String>()
}

/// Why a door does not open onto an edge, in both languages.
fn why(refusal: Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::Tunnel => ("a tunnel", "een tunnel"),
        Refusal::Bridge => ("a bridge", "een brug"),
        Refusal::OtherLevel => ("on another level", "op een ander niveau"),
        Refusal::Indoor => ("inside a building", "binnen een gebouw"),
        Refusal::Steps => ("stairs", "een trap"),
        Refusal::Crossing => ("a crossing", "een oversteek"),
        Refusal::Lift => ("a lift", "een lift"),
        Refusal::Escalator => ("an escalator", "een roltrap"),
        Refusal::Sight => (
            "a line of sight across a square",
            "een zichtlijn over een plein",
        ),
        Refusal::Profile => (
            "this walker cannot use it",
            "deze wandelaar kan er niet langs",
        ),
        Refusal::Fragment => ("a cut-off piece of street", "een los stuk straat"),
        Refusal::TooFar => ("too far from the door", "te ver van de deur"),
        Refusal::Barrier => (
            "water or a railway is between",
            "er ligt water of een spoorlijn tussen",
        ),
        Refusal::Building => (
            "another building is between",
            "er staat een ander gebouw tussen",
        ),
        Refusal::OtherStreet => (
            "the address names another street within reach",
            "het adres noemt een andere straat binnen bereik",
        ),
        other => (other.as_str(), other.as_str()),
    }
}
