//! What is not known on a walk, in words: what would have to be so.

use nabij::{Demand, Explanation, Length, Part, Profile};

use super::Teller;
use crate::language::Language;

/// More than so many places are counted, not listed.
const LISTED: usize = 6;

impl Teller<'_> {
    /// Why the outcome hangs on tags that are missing, and which.
    pub(super) fn unknowns(&self, told: &Explanation, push: &mut impl FnMut(String)) {
        if told.row.answer == told.row.certain || told.doubts.is_empty() {
            return;
        }
        // Pieces of one street that lack the same are one.
        let mut groups: Vec<(String, Vec<Demand>, Part, usize)> = Vec::new();
        for doubt in &told.doubts {
            let name = self.name(doubt.part);
            let same = |group: &&mut (String, Vec<Demand>, Part, usize)| {
                group.0 == name && group.1 == doubt.demands
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.3 += 1,
                None => groups.push((name, doubt.demands.clone(), doubt.part, 1)),
            }
        }
        let told_of = groups.iter().take(LISTED);
        let mut lines: Vec<String> = told_of
            .map(|(name, demands, part, count)| {
                let place = self.place(name, *part, *count);
                let wanted = demands
                    .iter()
                    .map(|one| wish(*one, &told.profile, self.language));
                let and = self.say(" and ".to_owned(), " en ".to_owned());
                format!("{place} {}", wanted.collect::<Vec<_>>().join(&and))
            })
            .collect();
        let more = groups.len() - lines.len();
        if more > 0 {
            lines.push(self.say(format!("and {more} more"), format!("en nog {more}")));
        }
        let (english, dutch) = ("it is so if", "het klopt als");
        let head = self.say(english.to_owned(), dutch.to_owned());
        push(format!("{head}: {}", lines.join("; ")));
    }

    /// What people call a part of the network.
    fn name(&self, part: Part) -> String {
        let network = &self.city.streets.network;
        match part {
            Part::Edge(edge) => {
                let attributes = network.edge(edge).attributes();
                let name = attributes.street.as_deref().or(attributes.class.as_deref());
                name.map_or_else(
                    || self.say("the way".into(), "de weg".into()),
                    str::to_owned,
                )
            }
            Part::Node(node) => {
                let known = network.node_attributes(node);
                let kind = known.and_then(|node| node.barrier.as_deref());
                let (x, y) = self.city.metres(network.point(node));
                let kind = kind.unwrap_or("node");
                self.say(
                    format!("the {kind} at {x:.0}, {y:.0}"),
                    format!("de {kind} op {x:.0}, {y:.0}"),
                )
            }
        }
    }

    /// A part as people find it again: the first of its pieces.
    fn place(&self, name: &str, part: Part, count: usize) -> String {
        let Part::Edge(edge) = part else {
            return name.to_owned();
        };
        let key = self.city.streets.network.edge(edge).key();
        match count {
            1 => self.say(
                format!("{name} (edge {key})"),
                format!("{name} (lijn {key})"),
            ),
            _ => self.say(
                format!("{name} ({count} edges, from {key})"),
                format!("{name} ({count} lijnen, vanaf {key})"),
            ),
        }
    }
}

/// What a walker asks, as the end of a sentence.
pub(crate) fn wish(demand: Demand, profile: &Profile, language: Language) -> String {
    let cm = |length: Option<Length>| length.map_or(0, |own| own.mm() / 10);
    let metres = |length: Option<Length>| length.map_or(0.0, Length::in_metres);
    let percent = |slope: Option<i16>| slope.map_or(0.0, |own| f64::from(own) / 10.0);
    let up = percent(profile.incline_up.or(profile.incline_down));
    let (kerb, width) = (cm(profile.kerb), metres(profile.width));
    let (english, dutch) = match demand {
        Demand::Access => (
            "is open to walkers".into(),
            "open is voor wandelaars".into(),
        ),
        Demand::Steps => ("is no staircase".into(), "geen trap is".into()),
        Demand::Escalator => ("is no moving staircase".into(), "geen roltrap is".into()),
        Demand::Lift => ("is no lift".into(), "geen lift is".into()),
        Demand::Barrier => ("can be passed".into(), "te passeren is".into()),
        Demand::Crossing => (
            "is a crossing that will do".into(),
            "een geschikte oversteek is".into(),
        ),
        Demand::Kerb => (
            format!("has a kerb of at most {kerb} cm"),
            format!("een stoeprand van hoogstens {kerb} cm heeft"),
        ),
        Demand::Incline => (
            format!("slopes at most {up} %"),
            format!("hoogstens {up} % helt"),
        ),
        Demand::Width => (
            format!("is at least {width:.2} m wide"),
            format!("minstens {width:.2} m breed is"),
        ),
        Demand::Surface => ("has firm ground".into(), "vaste grond heeft".into()),
        Demand::Smoothness => ("is smooth enough".into(), "effen genoeg is".into()),
    };
    match language {
        Language::English => english,
        Language::Dutch => dutch,
    }
}
