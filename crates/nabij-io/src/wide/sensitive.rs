//! Totals of sensitive layers, per wijk or larger.

use super::{
    Wide,
    sheet::{Sheet, WideTable},
    veil::rounded,
};

/// One row per area and category of the sensitive layers; none without such a layer.
///
/// The public sees the largest areas alone, so that no total can be taken from another, in steps of
/// 5, and nothing under 10.
pub(super) fn table<'w>(wide: &'w Wide<'_>) -> Option<WideTable<'w>> {
    let city = wide.results.city;
    let levels = city.areas.as_ref()?.areas.levels();
    let is_public = wide.study.output.is_public();
    let all = city.sensitive.iter();
    let all: Vec<_> = all
        .filter(|one| !is_public || one.level + 1 == levels.len())
        .collect();
    if all.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new(wide, all.len());
    let level = |at: usize| levels.get(at);
    sheet.text(
        "area_code",
        &[],
        all.iter().map(|one| level(one.level)?.ids.get(one.area)),
    );
    let name = |one: &crate::city::SensitiveTotal| {
        level(one.level)?
            .names
            .get(one.area)
            .and_then(Option::as_deref)
    };
    sheet.text("area_name", &[], all.iter().map(|one| name(one)));
    sheet.text(
        "level",
        &[],
        all.iter().map(|one| Some(&level(one.level)?.name)),
    );
    sheet.text(
        "category",
        &[],
        all.iter()
            .map(|one| Some(wide.names.data_word(&one.category))),
    );
    let count = |count: u64| match is_public {
        true => (count >= 10).then(|| rounded(count as f64)),
        false => Some(count as f64),
    };
    let shown = all.iter().map(|one| Some(count(one.count)? as i64));
    sheet.whole("facilities_n", &[], shown);
    let name = wide.names.table("sensitive_totals", &[]);
    Some(WideTable::whole(sheet.finish(&name, None, None)))
}
