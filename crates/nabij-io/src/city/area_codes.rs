//! Codes of areas that origins bring themselves, beside where they lie.

use nabij::Located;

use super::City;

/// How origins got into their areas.
#[derive(Default)]
pub(crate) struct AreaCodes {
    /// Origins that bring a code.
    pub given: usize,
    /// Origins that are in an area by their code.
    pub by_code: usize,
    /// Origins that are in an area by their place.
    pub by_place: usize,
    /// Ids of those whose code and place say different areas: the code counts.
    pub differ: Vec<String>,
    /// Ids of those whose code is none of the areas'.
    pub unknown: Vec<String>,
}

impl AreaCodes {
    /// Counts the origins of a city.
    pub fn of(city: &City) -> Self {
        let mut codes = AreaCodes::default();
        let Some(own) = &city.areas else {
            return codes;
        };
        for origin in 0..city.origins.len() {
            let place = own.areas.locate(city.origins.place(origin));
            let id = || city.origins.ids().get(origin).to_owned();
            let code = city.origins.area(origin);
            codes.given += usize::from(code.is_some());
            match code.map(|code| own.areas.find(code)) {
                Some(Some(area)) => {
                    codes.by_code += 1;
                    if place != Located::In(area) {
                        codes.differ.push(id());
                    }
                    continue;
                }
                Some(None) => codes.unknown.push(id()),
                None => {}
            }
            codes.by_place += usize::from(matches!(place, Located::In(_)));
        }
        codes
    }
}
