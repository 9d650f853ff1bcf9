//! From rule files to rules: the user's own first, then the built-in ones.

use nabij::Category;

use super::{
    error::OsmError,
    rule_text::{
        BarriersText, FacilitiesText, MergeStopsText, MergeText, OriginsText, WalkText, parsed,
    },
    rules::{
        BARRIER_RULES, BarrierRule, CategoryInUse, CategoryRule, FACILITY_RULES, FacilityRules,
        NodeRule, ORIGIN_RULES, OriginRules, OsmRules, RuleFile, RuleKind, SquareRule, WALK_RULES,
        WayRule,
    },
    test::{Mistake, When, WhenText},
    vocabulary::{Symbol, Uses, Vocabulary, key},
};

impl OsmRules {
    /// The built-in rules.
    ///
    /// # Errors
    /// [`OsmError::Rules`] where a built-in file is wrong, which a test rules out.
    pub fn built_in() -> Result<Self, OsmError> {
        Self::with(&[])
    }

    /// The built-in rules, changed by the user's own files.
    ///
    /// # Errors
    /// [`OsmError::Rules`] names the file, the line and what is wrong.
    pub fn with(own: &[RuleFile<'_>]) -> Result<Self, OsmError> {
        let mut rules = OsmRules {
            words: Vocabulary::new(),
            candidates: When::default(),
            ways: Vec::new(),
            squares: Vec::new(),
            nodes: Vec::new(),
            facilities: FacilityRules {
                categories: Vec::new(),
                rules: Vec::new(),
                never: When::default(),
                keep: Vec::new(),
                no_doors: When::default(),
                residents: When::default(),
                visitors: When::default(),
                unnamed_mm: 0,
                stop_area_mm: 0,
            },
            origins: OriginRules {
                when: When::default(),
                other: Vec::new(),
                street: Vec::new(),
                same_within_mm: 0,
            },
            barriers: Vec::new(),
            not_barrier: When::default(),
        };
        rules.mark_fixed();
        let files = |kind: RuleKind, name: &'static str, text: &'static str| {
            let mut files: Vec<RuleFile<'_>> = own
                .iter()
                .copied()
                .filter(|file| file.kind == kind)
                .collect();
            files.push(RuleFile { kind, name, text });
            files
        };
        rules.walk(&files(RuleKind::Walk, "walk.toml (built in)", WALK_RULES))?;
        rules.facilities(&files(
            RuleKind::Facilities,
            "facilities.toml (built in)",
            FACILITY_RULES,
        ))?;
        rules.origins(&files(
            RuleKind::Origins,
            "origins.toml (built in)",
            ORIGIN_RULES,
        ))?;
        rules.barriers(&files(
            RuleKind::Barriers,
            "barriers.toml (built in)",
            BARRIER_RULES,
        ))?;
        Ok(rules)
    }

    /// Notes the tags that attributes are read from, whatever the rules say.
    fn mark_fixed(&mut self) {
        let words = &mut self.words;
        for key in [
            key::BARRIER,
            key::CROSSING,
            key::ENTRANCE,
            key::KERB,
            key::KERB_HEIGHT,
        ] {
            words.mark(key, Uses::NODE);
        }
        for (key, values, uses) in [
            (key::HIGHWAY, &["crossing", "elevator"][..], Uses::NODE),
            (
                key::RAILWAY,
                &["subway_entrance", "train_station_entrance"],
                Uses::NODE,
            ),
            (key::BUILDING, &["entrance"], Uses::NODE),
            (key::BOUNDARY, &["administrative"], Uses::AREA),
            (key::PUBLIC_TRANSPORT, &["stop_area"], Uses::FACILITY),
        ] {
            let values: Vec<Symbol> = values.iter().map(|value| words.intern(value)).collect();
            words.mark_values(key, &values, uses);
        }
    }

    /// The files in order, up to the first that does not extend the next.
    fn walk(&mut self, files: &[RuleFile<'_>]) -> Result<(), OsmError> {
        let mut candidates = WhenText::default();
        for &file in files {
            let extends = parsed(file, |text: WalkText| {
                candidates.any.extend(text.candidates);
                for rule in &text.way {
                    let when = rule.when(&mut self.words, Uses::WALK)?;
                    let walk = rule.walk.ok_or_else(|| {
                        rule.mistake(
                            "does not say `walk`: give \"yes\", \"ends\", \"unknown\" or \"no\"",
                        )
                    })?;
                    self.ways.push(WayRule {
                        id: rule.name(),
                        when,
                        walk,
                    });
                }
                for rule in &text.square {
                    let closed = WhenText {
                        all: rule.closed.clone(),
                        ..WhenText::default()
                    };
                    self.squares.push(SquareRule {
                        id: rule.name(),
                        when: rule.when(&mut self.words, Uses::WALK)?,
                        closed: When::new(&closed, &mut self.words, Uses::NONE)?,
                    });
                }
                for rule in &text.node {
                    let when = rule.when(&mut self.words, Uses::NODE)?;
                    let passes = rule.passes.ok_or_else(|| {
                        rule.mistake("does not say `passes`: give \"yes\", \"unknown\" or \"no\"")
                    })?;
                    self.nodes.push(NodeRule {
                        id: rule.name(),
                        when,
                        passes,
                    });
                }
                Ok(text.extends)
            })?;
            if !extends {
                break;
            }
        }
        self.candidates =
            When::new(&candidates, &mut self.words, Uses::WALK).map_err(|mistake| {
                OsmError::Rules {
                    file: files.first().map_or("", |file| file.name).to_owned(),
                    reason: mistake.what,
                }
            })?;
        Ok(())
    }

    fn facilities(&mut self, files: &[RuleFile<'_>]) -> Result<(), OsmError> {
        let own = &mut self.facilities;
        let (mut never, mut keep, mut doors) = (None, None, None);
        let (mut merge, mut merge_stops): (Option<MergeText>, Option<MergeStopsText>) =
            (None, None);
        for &file in files {
            let known = own.categories.len();
            let extends = parsed(file, |text: FacilitiesText| {
                let metres = |value: Option<f64>| value.is_none_or(metre_is_sound);
                if !metres(text.merge.map(|merge| merge.same_name_m))
                    || !metres(text.merge_stops.map(|merge| merge.same_name_m))
                    || !metres(text.merge_stops.map(|merge| merge.unnamed_m))
                    || !metres(text.merge_stops.map(|merge| merge.stop_area_m))
                {
                    return Err(radius_mistake());
                }
                if let (None, Some(none)) = (&never, text.none) {
                    never = Some(When::none(none, &mut self.words)?);
                }
                keep = keep.take().or(text.keep);
                if let (None, Some(own)) = (&doors, text.doors) {
                    let mut none = |tests| When::none(tests, &mut self.words);
                    doors = Some((none(own.none)?, none(own.residents)?, none(own.visitors)?));
                }
                merge = merge.or(text.merge);
                merge_stops = merge_stops.or(text.merge_stops);
                for rule in &text.category {
                    let name = Category::new(rule.id.get_ref().as_str())
                        .map_err(|error| rule.mistake(&format!("cannot be: {error}")))?;
                    let found = own
                        .categories
                        .iter()
                        .position(|category| category.name == name);
                    if found.is_some_and(|at| at < known) {
                        continue; // a file before this one replaced the category
                    }
                    let when = rule.when(&mut self.words, Uses::FACILITY)?;
                    let at = found.unwrap_or(own.categories.len());
                    let category =
                        u16::try_from(at).map_err(|_| rule.mistake("is one category too many"))?;
                    own.rules.push(CategoryRule { category, when });
                    match own.categories.get_mut(at) {
                        Some(category) => {
                            category.stop |= rule.stop;
                            category.gates |= rule.gates;
                        }
                        None => own.categories.push(CategoryInUse {
                            name,
                            stop: rule.stop,
                            gates: rule.gates,
                            same_name_mm: 0,
                        }),
                    }
                }
                Ok(text.extends)
            })?;
            if !extends {
                break;
            }
        }
        own.never = never.unwrap_or_default();
        (own.no_doors, own.residents, own.visitors) = doors.unwrap_or_default();
        own.keep = keep
            .unwrap_or_default()
            .into_iter()
            .map(|name| (self.words.intern(&name), name.as_str().into()))
            .collect();
        let stops = merge_stops.map_or(0.0, |merge| merge.same_name_m);
        let others = merge.map_or(0.0, |merge| merge.same_name_m);
        own.unnamed_mm = merge_stops.map_or(0, |merge| millimetres(merge.unnamed_m));
        own.stop_area_mm = merge_stops.map_or(0, |merge| millimetres(merge.stop_area_m));
        for category in &mut own.categories {
            category.same_name_mm = millimetres(if category.stop { stops } else { others });
        }
        Ok(())
    }

    fn origins(&mut self, files: &[RuleFile<'_>]) -> Result<(), OsmError> {
        let Some(&file) = files.first() else {
            return Ok(());
        };
        let words = &mut self.words;
        self.origins = parsed(file, |text: OriginsText| {
            if !metre_is_sound(text.same_within_m) {
                return Err(radius_mistake());
            }
            let when = WhenText {
                all: text.all,
                any: text.any,
                none: text.none,
            };
            let when = When::new(&when, words, Uses::ORIGIN)?;
            if !when.is_positive() {
                return Err(Mistake {
                    at: None,
                    what: "every object would be an origin: let `all` ask for a tag".to_owned(),
                });
            }
            Ok(OriginRules {
                when,
                other: text.other.iter().map(|name| words.intern(name)).collect(),
                street: text.street.iter().map(|name| words.intern(name)).collect(),
                same_within_mm: millimetres(text.same_within_m),
            })
        })?;
        Ok(())
    }

    fn barriers(&mut self, files: &[RuleFile<'_>]) -> Result<(), OsmError> {
        let mut none = None;
        for &file in files {
            let extends = parsed(file, |text: BarriersText| {
                none = none.take().or(text.none);
                for rule in &text.barrier {
                    self.barriers.push(BarrierRule {
                        kind: rule.name(),
                        sort: rule.sort,
                        when: rule.when(&mut self.words, Uses::BARRIER)?,
                    });
                }
                Ok(text.extends)
            })?;
            if !extends {
                break;
            }
        }
        let none = When::none(none.unwrap_or_default(), &mut self.words);
        self.not_barrier = none.map_err(|mistake| OsmError::Rules {
            file: "barriers.toml".to_owned(),
            reason: mistake.what,
        })?;
        Ok(())
    }
}

fn metre_is_sound(metres: f64) -> bool {
    (0.0..=10_000.0).contains(&metres)
}

fn radius_mistake() -> Mistake {
    Mistake {
        at: None,
        what: "a radius is not between 0 and 10000 m".to_owned(),
    }
}

/// Metres already found sound.
fn millimetres(metres: f64) -> i64 {
    (metres * 1000.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rules_are_sound() {
        let rules = OsmRules::built_in().unwrap();
        assert_eq!(rules.ways.len(), 20);
        assert!(rules.categories().count() >= 10);
        assert!(
            rules
                .categories()
                .any(|category| *category == Category::PHARMACY)
        );
    }

    #[test]
    fn a_wrong_rule_file_names_its_line() {
        let error = |kind, text| {
            OsmRules::with(&[RuleFile {
                kind,
                name: "own.toml",
                text,
            }])
            .unwrap_err()
            .to_string()
        };
        assert_eq!(
            error(
                RuleKind::Walk,
                "[[way]]\nid = \"a\"\nany = [\n  \"highway=\",\n]\nwalk = \"yes\"\nwhy = \"x\""
            ),
            "own.toml: line 4: \"highway=\" has an empty value; write \"key\", \"!key\", \"key=value|value\", \"key!=value\" or \"key~text\""
        );
        assert_eq!(
            error(
                RuleKind::Walk,
                "\n[[way]]\nid = \"a\"\nany = [\"highway\"]\nwhy = \"x\""
            ),
            "own.toml: line 3: rule \"a\" does not say `walk`: give \"yes\", \"ends\", \"unknown\" or \"no\""
        );
        assert_eq!(
            error(
                RuleKind::Facilities,
                "[[category]]\nname = \"Soup!\"\nany = [\"shop\"]\nwhy = \"x\""
            ),
            "own.toml: line 2: rule \"Soup!\" cannot be: category \"Soup!\" may hold only small letters a-z, digits and underscores"
        );
        assert_eq!(
            error(
                RuleKind::Barriers,
                "[[barrier]]\nid = \"a\"\nany = [\"!highway\"]\nwhy = \"x\""
            ),
            "own.toml: line 2: rule \"a\" fits objects without any tag: let `all` or every test of `any` ask for one"
        );
        assert_eq!(
            error(
                RuleKind::Barriers,
                "[[barrier]]\nid = \"a\"\nany = [\"highway\"]\nwhy = \" \""
            ),
            "own.toml: line 2: rule \"a\" does not say why: give a sentence"
        );
        assert!(error(RuleKind::Walk, "[[way]]\nid = 1").contains("line 2"));
        assert!(error(RuleKind::Origins, "street = []\nsame_within_m = -1").contains("radius"));
    }
}
