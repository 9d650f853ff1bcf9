//! Rules that ask each other must come to an end.

use super::{HousingRules, HousingType, rules::Term};
use crate::error::HousingError;

/// The most rules that one may ask, those that they ask included.
const MOST_ASKED: u32 = 1000;

#[derive(Clone, Copy)]
enum Visit {
    Never,
    Now,
    /// With so many rules asked.
    Done(u32),
}

impl HousingRules {
    /// The position of a definition of clustered housing: any rule that is no housing type.
    pub(super) fn find_definition(&self, name: &str) -> Result<usize, HousingError> {
        let found = self.rules.iter().position(|rule| rule.id == name);
        found
            .filter(|_| HousingType::from_id(name).is_none())
            .ok_or_else(|| self.unknown_definition(name))
    }

    pub(super) fn unknown_definition(&self, name: &str) -> HousingError {
        let ids = self.rules.iter().map(|rule| rule.id.as_str());
        let known: Vec<&str> = ids
            .filter(|id| HousingType::from_id(id).is_none())
            .collect();
        HousingError::UnknownDefinition {
            name: name.to_owned(),
            known: known.join(", "),
        }
    }

    /// No rule may ask itself, by whatever way, or so many others that there is no end to it.
    pub(super) fn check_cycles(&self) -> Result<(), HousingError> {
        let mut visits = vec![Visit::Never; self.rules.len()];
        for at in 0..self.rules.len() {
            self.visit(at, &mut visits)?;
        }
        Ok(())
    }

    /// How many rules are asked when this one is.
    fn visit(&self, at: usize, visits: &mut [Visit]) -> Result<u32, HousingError> {
        let (Some(rule), Some(visit)) = (self.rules.get(at), visits.get_mut(at)) else {
            return Ok(0);
        };
        let wrong = |reason: &str| HousingError::Rule {
            rule: rule.id.clone(),
            reason: reason.to_owned(),
        };
        match *visit {
            Visit::Done(asked) => return Ok(asked),
            Visit::Now => return Err(wrong("it asks itself: rules may not go round")),
            Visit::Never => *visit = Visit::Now,
        }
        let mut others = Vec::new();
        self.asked(&rule.term, &mut others);
        let mut asked = 1_u32;
        for other in others {
            asked = asked.saturating_add(self.visit(other, visits)?);
        }
        if asked > MOST_ASKED {
            return Err(wrong(
                "it asks more than 1000 others, one by way of another",
            ));
        }
        if let Some(visit) = visits.get_mut(at) {
            *visit = Visit::Done(asked);
        }
        Ok(asked)
    }

    fn asked(&self, term: &Term, found: &mut Vec<usize>) {
        match term {
            Term::Rule(at) => found.push(*at),
            Term::Definition => found.extend(self.definition),
            Term::All(terms) | Term::Any(terms) | Term::FirstKnown(terms) => {
                terms.iter().for_each(|term| self.asked(term, found));
            }
            Term::Feature(_) | Term::AtLeast(..) | Term::AllZeroStep | Term::Estimate => {}
        }
    }
}
