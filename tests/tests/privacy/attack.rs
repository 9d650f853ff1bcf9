//! What an attacker knows, and which hidden numbers it tells.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::door::{Line, csv};

pub const NORMS: [&str; 4] = [
    "supermarket",
    "pharmacy",
    "public_transport",
    "daily_facilities",
];
pub const LIMITS: [&str; 2] = ["300", "500"];
const LEVELS: [&str; 3] = ["buurt", "wijk", "gemeente"];

/// A cell: area, weight, norm, limit, and met, not met or unknown.
pub type Cell = (String, usize, usize, usize, usize);

/// What an attacker wants to know: of an area and weight the people in one cell (norm, limit, kind),
/// or all of them.
pub type Secret = (String, usize, Option<(usize, usize, usize)>);

/// What an attacker works with.
#[derive(Clone)]
pub struct Attack {
    /// The weights, larger counts first: each is part of the one before.
    pub weights: Vec<&'static str>,
    /// By area of any level the buurten in it.
    pub parts: BTreeMap<String, BTreeSet<String>>,
    /// How many addresses could be in a cell of a buurt (weight 0 only); from the address rows.
    pub addresses: BTreeMap<(String, usize, usize, usize), usize>,
    /// The least and the most that published numbers of people may stand for.
    pub totals: BTreeMap<(String, usize), (f64, f64)>,
    /// The same of the rounded counts behind the published shares, which are taken to be known
    /// exactly: more than anybody has.
    pub counts: BTreeMap<Cell, (f64, f64)>,
    /// Areas, weights, norms and limits whose shares are hidden.
    pub hidden: BTreeSet<(String, usize, usize, usize)>,
    /// Numbers that are hidden and not known from the addresses.
    pub secrets: Vec<Secret>,
}

/// What a count that is rounded to 5 may be.
pub fn rounded(count: f64) -> (f64, f64) {
    let shown = (count / 5.0).round() * 5.0;
    (shown - 2.5, shown + 2.5)
}

impl Attack {
    pub fn new(public: &Path, internal: &Path, weights: &[&'static str]) -> Self {
        let mut attack = Attack {
            weights: weights.to_vec(),
            parts: BTreeMap::new(),
            addresses: BTreeMap::new(),
            totals: BTreeMap::new(),
            counts: BTreeMap::new(),
            hidden: BTreeSet::new(),
            secrets: Vec::new(),
        };
        for area in csv(&public.join("wide_areas_buurt.csv")) {
            let buurt = &area["area_code"];
            for code in [buurt, &area["wijk_code"], &area["gemeente_code"]] {
                attack
                    .parts
                    .entry(code.clone())
                    .or_default()
                    .insert(buurt.clone());
            }
        }
        let addresses = csv(&public.join("wide_addresses.csv"));
        let buurten: BTreeMap<&str, &str> = addresses
            .iter()
            .map(|address| {
                (
                    address["address_id"].as_str(),
                    address["buurt_code"].as_str(),
                )
            })
            .collect();
        for row in csv(&public.join("rows.csv")) {
            let norm = NORMS.iter().position(|name| row["norm"] == *name);
            let buurt = buurten
                .get(row["origin"].as_str())
                .filter(|code| !code.is_empty());
            let (Some(norm), Some(buurt)) = (norm, buurt) else {
                continue;
            };
            for (limit, end) in ["lower", "upper"].into_iter().enumerate() {
                let kind = match row[&format!("outcome_{end}")].as_str() {
                    _ if row["verdict"] == "unsnapped" => 2,
                    "met" => 0,
                    "not_met" => 1,
                    "uncertain" => 2,
                    other => panic!("{other}"),
                };
                let key = ((*buurt).to_owned(), norm, limit, kind);
                *attack.addresses.entry(key).or_default() += 1;
            }
        }
        let exact = csv(&internal.join("areas.csv"));
        let exact: BTreeMap<(&str, &str, &str), &Line> = exact
            .iter()
            .map(|row| {
                (
                    (
                        row["area"].as_str(),
                        row["norm"].as_str(),
                        row["weight"].as_str(),
                    ),
                    row,
                )
            })
            .collect();
        for area in LEVELS
            .iter()
            .flat_map(|level| csv(&public.join(format!("wide_areas_{level}.csv"))))
        {
            let code = &area["area_code"];
            for (weight, g) in weights.iter().enumerate() {
                let total = &area[&format!("{g}_n")];
                if let Ok(total) = total.parse::<f64>() {
                    assert!(total >= 10.0 && total % 5.0 == 0.0, "{code} {g}: {total}");
                    attack.totals.insert((code.clone(), weight), rounded(total));
                }
                for (norm, name) in NORMS.iter().enumerate() {
                    let row = exact[&(code.as_str(), *name, *g)];
                    for (limit, metres) in LIMITS.iter().enumerate() {
                        let end = ["lower", "upper"][limit];
                        let number = |column: &str| row[column].parse::<f64>().unwrap_or(0.0);
                        let counts = [
                            number(&format!("met_{end}")),
                            number(&format!("not_met_{end}")),
                            number(&format!("uncertain_{end}")) + number("unsnapped"),
                        ];
                        let shown = ["_low", "_high", ""]
                            .map(|which| &area[&format!("{name}_{metres}{which}_pct_{g}")]);
                        if shown.iter().all(|cell| cell.is_empty()) {
                            let key = (code.clone(), weight, norm, limit);
                            attack.hidden.insert(key);
                            if limit == 1 {
                                assert!(area[&format!("{name}_beyond500_{g}_n")].is_empty());
                            }
                            continue;
                        }
                        // What is not known is told where low and high are.
                        let told = if shown[0].is_empty() { 2 } else { 3 };
                        for (kind, count) in counts.into_iter().enumerate().take(told) {
                            let key = (code.clone(), weight, norm, limit, kind);
                            attack.counts.insert(key, rounded(count));
                            let could = attack.could(code, norm, limit, kind);
                            assert!(
                                count >= 10.0 || !could || !attack.is_secret(code, norm, limit),
                                "{code} {g} {name} {metres} {kind}: {count} is shown"
                            );
                        }
                    }
                }
            }
        }
        attack.secrets = attack.find_secrets();
        attack
    }

    /// Whether anybody could be in a cell.
    fn could(&self, area: &str, norm: usize, limit: usize, kind: usize) -> bool {
        self.parts[area].iter().any(|buurt| {
            self.addresses
                .contains_key(&(buurt.clone(), norm, limit, kind))
        })
    }

    /// Whether the addresses leave anything to find out: in some buurt they are in several cells.
    fn is_secret(&self, area: &str, norm: usize, limit: usize) -> bool {
        let several = |buurt: &&String| {
            let could = |kind: &usize| {
                let key = ((*buurt).clone(), norm, limit, *kind);
                self.addresses.contains_key(&key)
            };
            (0..3).filter(could).count() > 1
        };
        self.parts[area].iter().any(|buurt| several(&buurt))
    }

    fn find_secrets(&self) -> Vec<Secret> {
        let mut secrets: Vec<Secret> = Vec::new();
        for (area, weight, norm, limit) in &self.hidden {
            for kind in 0..2 {
                // Where all addresses are in one cell, that cell is the number of people.
                if self.could(area, *norm, *limit, kind) && self.is_secret(area, *norm, *limit) {
                    secrets.push((area.clone(), *weight, Some((*norm, *limit, kind))));
                }
            }
        }
        for area in self.parts.keys() {
            for weight in 0..self.weights.len() {
                if !self.totals.contains_key(&(area.clone(), weight)) {
                    secrets.push((area.clone(), weight, None));
                }
            }
        }
        secrets
    }

    /// Hidden cells that are known within less than 10; and how many are hidden. Any two towns that
    /// fit and differ by 10 in a cell keep it, so towns at random are tried before each cell that
    /// they do not keep is searched for.
    pub fn undone(&self) -> (Vec<String>, usize) {
        let secrets = &self.secrets;
        let mut ranges = vec![(f64::INFINITY, f64::NEG_INFINITY); secrets.len()];
        let is_kept = |(low, high): (f64, f64)| high - low >= 10.0 - 1e-6;
        let mut state = 1_u64;
        for _ in 0..4 {
            let factor = |range: &(f64, f64)| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let sign = if state >> 63 == 0 { 1.0 } else { -1.0 };
                if is_kept(*range) { 0.0 } else { sign }
            };
            let factors: Vec<f64> = ranges.iter().map(factor).collect();
            let opposite: Vec<f64> = factors.iter().map(|factor| -factor).collect();
            for factors in [factors, opposite] {
                widen(&mut ranges, self.extreme(&factors, secrets));
            }
        }
        for at in 0..secrets.len() {
            for sign in [1.0, -1.0] {
                if is_kept(ranges[at]) {
                    break;
                }
                let mut factors = vec![0.0; secrets.len()];
                factors[at] = sign;
                widen(&mut ranges, self.extreme(&factors, secrets));
            }
        }
        let undone = secrets
            .iter()
            .zip(ranges)
            .filter(|(_, range)| !is_kept(*range));
        let undone = undone.map(|((area, weight, cell), (low, high))| {
            let what = cell.map(|(norm, limit, kind)| (NORMS[norm], LIMITS[limit], kind));
            format!(
                "{area} {} {what:?}: {low:.1} to {high:.1}",
                self.weights[*weight]
            )
        });
        (undone.collect(), secrets.len())
    }

    /// The same attacker holds another edition too, and knows that no number differs by more than
    /// this between the two.
    pub fn and(mut self, other: &Attack, change: f64) -> Self {
        let narrow = |own: &mut (f64, f64), (low, high): (f64, f64)| {
            *own = (own.0.max(low - change), own.1.min(high + change));
        };
        let most = (f64::NEG_INFINITY, f64::INFINITY);
        for (key, range) in &other.totals {
            narrow(self.totals.entry(key.clone()).or_insert(most), *range);
        }
        for (key, range) in &other.counts {
            narrow(self.counts.entry(key.clone()).or_insert(most), *range);
        }
        self
    }
}

fn widen(ranges: &mut [(f64, f64)], town: Vec<f64>) {
    for ((low, high), value) in ranges.iter_mut().zip(town) {
        (*low, *high) = (low.min(value), high.max(value));
    }
}
