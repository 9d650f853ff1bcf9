//! What an indicator measures: the building blocks of a catalogue.

use serde::{Deserialize, Serialize};

/// A building block, with its numbers.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Measure {
    /// The share of people within a walking distance.
    ShareWithin(Within),
    /// How many of some categories people have within a walking distance, on average.
    CountWithin {
        /// The categories.
        categories: Vec<String>,
        /// The limit in metres, inclusive.
        upper: f64,
        /// Who counts: the first of these that the study knows.
        weight: Vec<String>,
    },
    /// One sum over another: `times × of / per − minus`.
    Ratio {
        /// Quantities above the line.
        of: Vec<String>,
        /// Quantities below it.
        per: Vec<String>,
        /// A factor.
        #[serde(default = "one")]
        times: f64,
        /// What is taken off.
        #[serde(default)]
        minus: f64,
    },
    /// A sum: `times × of / divided_by`.
    Sum {
        /// The quantities.
        of: Vec<String>,
        /// A factor.
        #[serde(default = "one")]
        times: f64,
        /// A divisor.
        #[serde(default = "one")]
        divided_by: f64,
    },
    /// Shannon evenness over a fixed set of classes.
    Evenness {
        /// The quantity; its classes follow a colon: `dwellings.form:hofje`.
        of: String,
        /// The fixed set.
        classes: Vec<String>,
    },
    /// Herfindahl index over all classes of a quantity.
    Concentration {
        /// The quantity; its classes follow a colon: `home_care_clients:A`.
        of: String,
    },
    /// The share of a quantity per another, over the same in the whole city.
    LocationQuotient {
        /// Quantities above the line.
        of: Vec<String>,
        /// Quantities below it.
        per: Vec<String>,
    },
    /// How far the share of a quantity per another is from that of the whole city.
    GapToCity {
        /// Quantities above the line.
        of: Vec<String>,
        /// Quantities below it.
        per: Vec<String>,
    },
    /// Index of dissimilarity of two quantities over the areas of a level.
    Dissimilarity {
        /// The one.
        of: Vec<String>,
        /// The other.
        per: Vec<String>,
        /// The level.
        over: String,
    },
    /// A number from elsewhere, averaged over larger areas.
    Figure {
        /// The quantity.
        of: String,
        /// The quantity that weighs it.
        weight: String,
    },
    /// The share of people in areas where there is something.
    Presence {
        /// The quantity: 1 where it is, 0 where not; it holds for all parts of its area.
        of: String,
        /// Who counts: the first of these that the study knows.
        weight: Vec<String>,
    },
    /// The share of walks, in metres, with a seat near enough ahead.
    Seats {
        /// Walks to the nearest facility of each of these categories.
        to: Vec<String>,
        /// The distance to the next seat in metres, inclusive.
        gap: f64,
        /// Who counts: the first of these that the study knows.
        weight: Vec<String>,
    },
    /// The share of walks, in metres along streets, that is lit.
    Light {
        /// Walks to the nearest facility of each of these categories.
        to: Vec<String>,
        /// The category of lamps.
        lamps: String,
        /// How far a lamp lights, in metres, inclusive.
        radius: f64,
        /// Who counts: the first of these that the study knows.
        weight: Vec<String>,
    },
    /// The median of walking distance over straight distance.
    Detour {
        /// Walks to the nearest facility of each of these categories.
        to: Vec<String>,
        /// Who counts: the first of these that the study knows.
        weight: Vec<String>,
    },
    /// Supply per person, shared among all who can go there (E2SFCA).
    Capacity(Capacity),
    /// What stands along named routes.
    Route(RouteSpacing),
}

/// A walking distance, and who counts.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Within {
    /// The category.
    pub category: Option<String>,
    /// All of these categories.
    #[serde(default)]
    pub all_of: Vec<String>,
    /// Any of these categories.
    #[serde(default)]
    pub any_of: Vec<String>,
    /// The stricter limit in metres, inclusive.
    pub lower: Option<f64>,
    /// The limit in metres, inclusive.
    pub upper: f64,
    /// Who walks; the study's first profile if not given.
    pub profile: Option<String>,
    /// Only facilities whose ground is at least this many square metres.
    pub min_area_m2: Option<f64>,
    /// Who counts: the first of these that the study knows.
    pub weight: Vec<String>,
}

/// Floating catchments: how supply is shared.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    /// The category.
    pub category: String,
    /// How many people one unit of supply serves.
    pub persons_per_unit: f64,
    /// Limits in metres, inclusive, with their weights.
    pub steps: Vec<(f64, f64)>,
    /// Supply of a facility of which none is told; unknown if not given.
    pub assumed_supply: Option<f64>,
    /// Who counts: the first of these that the study knows.
    pub weight: Vec<String>,
}

/// How close together things stand along a route, in metres, inclusive.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RouteSpacing {
    /// How far a lamp lights.
    pub lamp: f64,
    /// From bench to bench.
    pub bench: f64,
    /// From waste bin to waste bin.
    pub bin: f64,
    /// How far green may be.
    pub green: f64,
    /// From activity spot to activity spot.
    pub spot: f64,
    /// What stands this near stands along the route.
    pub reach: f64,
}

fn one() -> f64 {
    1.0
}

impl Within {
    /// The categories, and how many of them must be near.
    pub fn categories(&self) -> (usize, Vec<&str>) {
        let own: Vec<&str> = self.category.as_deref().into_iter().collect();
        let all = own
            .into_iter()
            .chain(self.all_of.iter().map(String::as_str));
        let all: Vec<&str> = all.collect();
        if all.is_empty() {
            return (1, self.any_of.iter().map(String::as_str).collect());
        }
        (all.len(), all)
    }
}

impl Measure {
    /// Its name in a catalogue.
    pub const fn name(&self) -> &'static str {
        match self {
            Measure::ShareWithin(_) => "share_within",
            Measure::CountWithin { .. } => "count_within",
            Measure::Ratio { .. } => "ratio",
            Measure::Sum { .. } => "sum",
            Measure::Evenness { .. } => "evenness",
            Measure::Concentration { .. } => "concentration",
            Measure::LocationQuotient { .. } => "location_quotient",
            Measure::GapToCity { .. } => "gap_to_city",
            Measure::Dissimilarity { .. } => "dissimilarity",
            Measure::Figure { .. } => "figure",
            Measure::Presence { .. } => "presence",
            Measure::Seats { .. } => "seats",
            Measure::Light { .. } => "light",
            Measure::Detour { .. } => "detour",
            Measure::Capacity(_) => "capacity",
            Measure::Route(_) => "route",
        }
    }

    /// Who counts, where people do.
    pub fn weight(&self) -> &[String] {
        match self {
            Measure::ShareWithin(within) => &within.weight,
            Measure::Capacity(capacity) => &capacity.weight,
            Measure::CountWithin { weight, .. }
            | Measure::Presence { weight, .. }
            | Measure::Seats { weight, .. }
            | Measure::Light { weight, .. }
            | Measure::Detour { weight, .. } => weight,
            _ => &[],
        }
    }

    /// The lists that it needs something in, by their names.
    fn lists(&self) -> Vec<(&'static str, usize, usize)> {
        match self {
            Measure::CountWithin { categories, .. } => vec![("categories", categories.len(), 1)],
            Measure::Ratio { of, per, .. }
            | Measure::LocationQuotient { of, per }
            | Measure::GapToCity { of, per }
            | Measure::Dissimilarity { of, per, .. } => {
                vec![("of", of.len(), 1), ("per", per.len(), 1)]
            }
            Measure::Sum { of, .. } => vec![("of", of.len(), 1)],
            Measure::Evenness { classes, .. } => vec![("classes", classes.len(), 2)],
            Measure::Seats { to, .. } | Measure::Light { to, .. } | Measure::Detour { to, .. } => {
                vec![("to", to.len(), 1)]
            }
            Measure::Capacity(own) => vec![("steps", own.steps.len(), 1)],
            _ => Vec::new(),
        }
    }

    /// What is wrong with its numbers and names.
    pub(super) fn check(&self) -> Result<(), String> {
        if let Some((name, _, least)) = self.lists().into_iter().find(|(_, is, least)| is < least) {
            return Err(format!("its `{name}` needs at least {least}"));
        }
        if let Measure::Ratio { times, minus, .. } = self
            && !(times.is_finite() && *times != 0.0 && minus.is_finite())
        {
            return Err("its `times` and `minus` must be numbers, `times` not 0".to_owned());
        }
        if let Measure::Sum { times, .. } = self
            && !times.is_finite()
        {
            return Err("its `times` must be a number".to_owned());
        }
        if let Measure::Capacity(own) = self {
            let rise = own.steps.windows(2).all(|pair| pair[0].0 < pair[1].0);
            let fall = own.steps.windows(2).all(|pair| pair[0].1 >= pair[1].1);
            let weights = own
                .steps
                .iter()
                .all(|(_, weight)| (0.0..=1.0).contains(weight));
            if !(rise && fall && weights) {
                return Err(
                    "its `steps` must rise in metres, with weights from 1 down to 0 that do not rise"
                        .to_owned(),
                );
            }
        }
        let lengths: Vec<f64> = match self {
            Measure::ShareWithin(within) => {
                let kinds = usize::from(within.category.is_some())
                    + usize::from(!within.all_of.is_empty())
                    + usize::from(!within.any_of.is_empty());
                if kinds != 1 {
                    return Err("it needs one of `category`, `all_of` and `any_of`".to_owned());
                }
                if within.lower.is_some_and(|lower| lower > within.upper) {
                    return Err("its lower limit lies above its upper limit".to_owned());
                }
                let others = [within.lower, within.min_area_m2].into_iter().flatten();
                others.chain([within.upper]).collect()
            }
            Measure::CountWithin { upper, .. } => vec![*upper],
            Measure::Seats { gap, .. } => vec![*gap],
            Measure::Light { radius, .. } => vec![*radius],
            Measure::Capacity(own) => {
                let others = own.steps.iter().map(|(limit, _)| *limit);
                others.chain([own.persons_per_unit]).collect()
            }
            Measure::Route(own) => {
                vec![own.lamp, own.bench, own.bin, own.green, own.spot, own.reach]
            }
            Measure::Sum { divided_by, .. } => vec![*divided_by],
            _ => Vec::new(),
        };
        let fits = |length: &f64| length.is_finite() && *length > 0.0 && *length <= 1e8;
        match lengths.iter().find(|length| !fits(length)) {
            Some(wrong) => Err(format!("{wrong} must be a number above 0")),
            None => Ok(()),
        }
    }
}

impl Capacity {
    /// The steps as lengths.
    pub fn steps_mm(&self) -> Vec<(crate::length::Length, f64)> {
        let length = |metres: f64| crate::length::Length::millimetres(mm(metres));
        self.steps
            .iter()
            .map(|(limit, weight)| (length(*limit), *weight))
            .collect()
    }
}

/// Metres as whole mm; catalogues hold numbers above 0 and at most 100 million only.
pub(super) fn mm(metres: f64) -> u32 {
    (metres * 1000.0).round().clamp(0.0, f64::from(u32::MAX)) as u32
}
