//! Dwellings of one complex together.

use super::{Classified, Features, HousingRules, HousingType, Tally, Truth};

impl HousingRules {
    /// What the dwellings of one complex are, in their order.
    ///
    /// Where [`Features::all_zero_step`] is not known it follows from the dwellings: no if one is
    /// not zero-step, yes if all are and no dwelling of the complex is missing here, else unknown.
    pub fn classify_complex(&self, dwellings: &[Features]) -> Vec<Classified> {
        let all = self.all_zero_step(dwellings);
        let classify = |dwelling: &Features| {
            let mut dwelling = dwelling.clone();
            if dwelling.all_zero_step.is.is_none() {
                dwelling.all_zero_step = all;
            }
            self.classify(&dwelling)
        };
        dwellings.iter().map(classify).collect()
    }

    fn all_zero_step(&self, dwellings: &[Features]) -> Truth {
        let each = dwellings.iter().map(|dwelling| {
            let estimate = self.estimate(dwelling);
            self.truth(HousingType::ZeroStep, dwelling, estimate)
        });
        let number = dwellings.iter().map(|dwelling| dwelling.complex_dwellings);
        let number = number.max().flatten().and_then(|n| usize::try_from(n).ok());
        let complete = number.is_some_and(|number| number <= dwellings.len());
        let missing = (!complete).then_some(Truth::UNKNOWN);
        Truth::all(each.chain(missing))
    }

    /// How many of the complexes with a label can be reached without stairs: of every dwelling,
    /// [`Features::step_free_access`] is yes. A complex has a label where one of its dwellings has.
    ///
    /// Complexes of which it is not known whether they are labelled are not among them.
    pub fn labelled_accessible<'d>(
        &self,
        complexes: impl IntoIterator<Item = &'d [Features]>,
    ) -> Tally {
        let labelled = complexes.into_iter().filter(|dwellings| {
            let each = dwellings.iter().map(|dwelling| {
                let estimate = self.estimate(dwelling);
                self.truth(HousingType::Labelled, dwelling, estimate)
            });
            Truth::any(each).is == Some(true)
        });
        Tally::of(labelled.map(|dwellings| {
            let access = dwellings.iter().map(|dwelling| dwelling.step_free_access);
            Truth::all(access.map(Truth::known))
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built_in() -> HousingRules {
        HousingRules::built_in().unwrap()
    }

    #[test]
    fn estimates_are_told_by_every_type_that_rests_on_them() {
        let rules = built_in();
        let flat = |number: u32| Features {
            year: Some(1995),
            floors: Some(6.0),
            building_dwellings: Some(12),
            complex_dwellings: Some(number),
            room_inside: Some(true),
            wheelchair_dwelling: Some(true),
            wheelchair_building: Some(true),
            care_space: Some(true),
            ..Features::default()
        };
        let find = |dwellings: &[Features]| rules.classify_complex(dwellings)[0];
        let found = find(&vec![flat(12); 12]);
        for kind in [
            HousingType::ZeroStep,
            HousingType::Clustered,
            HousingType::CareSuitable,
        ] {
            assert_eq!(found.get(kind), Truth::estimate(Some(true)), "{kind:?}");
        }
        // Too small: certain, whatever the estimate.
        let clustered = |dwellings: &[Features]| find(dwellings).get(HousingType::Clustered);
        assert_eq!(clustered(&vec![flat(11); 11]), Truth::NO);
        // One of twelve is missing on the list.
        assert_eq!(clustered(&vec![flat(12); 11]), Truth::UNKNOWN);
        // One has stairs, and the register says so.
        let mut one = vec![flat(12); 12];
        one[7].step_free_access = Some(false);
        assert_eq!(clustered(&one), Truth::NO);
        // What is given for the complex outranks its dwellings.
        one.iter_mut()
            .for_each(|dwelling| dwelling.all_zero_step = Truth::YES);
        assert_eq!(clustered(&one), Truth::YES);
    }

    #[test]
    fn h6_labelled_complexes_that_can_be_reached_without_stairs() {
        let dwelling = |label_age, step_free_access| Features {
            label_age,
            step_free_access,
            ..Features::default()
        };
        let (yes, no) = (Some(true), Some(false));
        let complexes = [
            vec![dwelling(Some(55), yes), dwelling(None, yes)],
            vec![dwelling(Some(55), yes), dwelling(Some(55), no)],
            vec![dwelling(Some(65), yes), dwelling(Some(65), None)],
            vec![dwelling(Some(0), yes)], // not labelled
            vec![dwelling(None, yes)],    // nobody knows
            vec![],
        ];
        let found = built_in().labelled_accessible(complexes.iter().map(Vec::as_slice));
        let wanted = Tally {
            yes: 1,
            no: 1,
            unknown: 1,
            estimated: 0,
        };
        assert_eq!(found, wanted);
        assert_eq!(found.share(), Some(0.5));
    }
}
