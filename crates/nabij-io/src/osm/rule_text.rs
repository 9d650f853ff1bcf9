//! Rule files as they are written, TOML.

use std::sync::Arc;

use serde::Deserialize;

use super::{
    error::OsmError,
    rules::{BarrierSort, Passes, RuleFile, Walk},
    test::{Mistake, TestText, When, WhenText},
    vocabulary::{Uses, Vocabulary},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WalkText {
    #[serde(default = "yes")]
    pub(super) extends: bool,
    #[serde(default)]
    pub(super) candidates: Vec<TestText>,
    #[serde(default)]
    pub(super) way: Vec<RuleText>,
    #[serde(default)]
    pub(super) square: Vec<RuleText>,
    #[serde(default)]
    pub(super) node: Vec<RuleText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FacilitiesText {
    #[serde(default = "yes")]
    pub(super) extends: bool,
    pub(super) none: Option<Vec<TestText>>,
    pub(super) keep: Option<Vec<String>>,
    pub(super) doors: Option<DoorsText>,
    pub(super) merge: Option<MergeText>,
    pub(super) merge_stops: Option<MergeStopsText>,
    #[serde(default)]
    pub(super) category: Vec<RuleText>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DoorsText {
    pub(super) none: Vec<TestText>,
    pub(super) residents: Vec<TestText>,
    pub(super) visitors: Vec<TestText>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MergeText {
    pub(super) same_name_m: f64,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MergeStopsText {
    pub(super) same_name_m: f64,
    pub(super) unnamed_m: f64,
    pub(super) stop_area_m: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OriginsText {
    #[serde(default)]
    pub(super) all: Vec<TestText>,
    #[serde(default)]
    pub(super) any: Vec<TestText>,
    #[serde(default)]
    pub(super) none: Vec<TestText>,
    #[serde(default)]
    pub(super) other: Vec<String>,
    pub(super) street: Vec<String>,
    pub(super) same_within_m: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BarriersText {
    #[serde(default = "yes")]
    pub(super) extends: bool,
    pub(super) none: Option<Vec<TestText>>,
    #[serde(default)]
    pub(super) barrier: Vec<RuleText>,
}

/// Any rule; which fields it may have depends on its table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleText {
    #[serde(alias = "name")]
    pub(super) id: toml::Spanned<String>,
    #[serde(default)]
    pub(super) all: Vec<TestText>,
    #[serde(default)]
    pub(super) any: Vec<TestText>,
    #[serde(default)]
    pub(super) none: Vec<TestText>,
    #[serde(default)]
    pub(super) closed: Vec<TestText>,
    pub(super) walk: Option<Walk>,
    pub(super) passes: Option<Passes>,
    #[serde(default)]
    pub(super) stop: bool,
    #[serde(default)]
    pub(super) gates: bool,
    #[serde(default)]
    pub(super) sort: BarrierSort,
    pub(super) why: String,
}

fn yes() -> bool {
    true
}

impl RuleText {
    pub(super) fn mistake(&self, what: &str) -> Mistake {
        Mistake {
            at: Some(self.id.span().start),
            what: format!("rule {:?} {what}", self.id.get_ref()),
        }
    }

    pub(super) fn when(&self, words: &mut Vocabulary, uses: Uses) -> Result<When, Mistake> {
        if self.why.trim().is_empty() {
            return Err(self.mistake("does not say why: give a sentence"));
        }
        let text = WhenText {
            all: self.all.clone(),
            any: self.any.clone(),
            none: self.none.clone(),
        };
        let when = When::new(&text, words, uses)?;
        if when.is_positive() {
            Ok(when)
        } else {
            Err(self.mistake(
                "fits objects without any tag: let `all` or every test of `any` ask for one",
            ))
        }
    }

    pub(super) fn name(&self) -> Arc<str> {
        self.id.get_ref().as_str().into()
    }
}

/// Reads a rule file and says in which line it is wrong.
pub(super) fn parsed<T, U>(
    file: RuleFile<'_>,
    read: impl FnOnce(T) -> Result<U, Mistake>,
) -> Result<U, OsmError>
where
    T: serde::de::DeserializeOwned,
{
    let wrong = |reason: String| OsmError::Rules {
        file: file.name.to_owned(),
        reason,
    };
    let text: T = toml::from_str(file.text).map_err(|error| wrong(error.to_string()))?;
    read(text).map_err(|mistake| match mistake.at {
        Some(at) => {
            let line = file
                .text
                .bytes()
                .take(at)
                .filter(|&byte| byte == b'\n')
                .count()
                + 1;
            wrong(format!("line {line}: {}", mistake.what))
        }
        None => wrong(mistake.what),
    })
}
