//! The linear program: a town that fits all that is published, and is as extreme as can be.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, OptimizationDirection::Maximize, Problem, SolveOutcome, Variable};

use crate::attack::{Attack, LIMITS, NORMS, Secret};

/// One buurt and weight.
type Home<'a> = (&'a str, usize);

/// The people of a town, unknown: by buurt and weight all of them, and those in each cell that
/// somebody could be in.
struct Town<'a> {
    problem: Problem,
    all: BTreeMap<Home<'a>, Variable>,
    cells: BTreeMap<(Home<'a>, usize, usize, usize), Variable>,
}

impl Attack {
    /// What every secret is in a town that fits all that is published and in which the sum of
    /// secrets by these factors is as large as it can be.
    pub fn extreme(&self, factors: &[f64], secrets: &[Secret]) -> Vec<f64> {
        let mut town = Town {
            problem: Problem::new(Maximize),
            all: BTreeMap::new(),
            cells: BTreeMap::new(),
        };
        let buurten: Vec<&str> = self
            .parts
            .keys()
            .filter(|code| code.starts_with("BU"))
            .map(String::as_str)
            .collect();
        let aim = |home: Home<'_>, wanted: Option<(usize, usize, usize)>| -> f64 {
            let own = secrets.iter().zip(factors);
            own.filter(|((area, weight, cell), _)| {
                *cell == wanted && *weight == home.1 && self.parts[area].contains(home.0)
            })
            .map(|(_, factor)| factor)
            .sum()
        };
        for home in homes(&buurten, self.weights.len()) {
            let own = town.problem.add_var(aim(home, None), (0.0, 1e6));
            town.all.insert(home, own);
            for (norm, limit, kind) in triples() {
                let could = (home.0.to_owned(), norm, limit, kind);
                if self.addresses.contains_key(&could) {
                    let aim = aim(home, Some((norm, limit, kind)));
                    let own = town.problem.add_var(aim, (0.0, 1e6));
                    town.cells.insert((home, norm, limit, kind), own);
                }
            }
        }
        for home in homes(&buurten, self.weights.len()) {
            town.laws(home);
        }
        for ((area, weight), range) in &self.totals {
            let own = self.parts[area].iter();
            let own = own.map(|buurt| town.all[&(buurt.as_str(), *weight)]);
            town.known(own.collect(), *range);
        }
        for ((area, weight, norm, limit, kind), range) in &self.counts {
            let own = self.parts[area].iter();
            let own = own.filter_map(|buurt| {
                let cell = ((buurt.as_str(), *weight), *norm, *limit, *kind);
                town.cells.get(&cell).copied()
            });
            town.known(own.collect(), *range);
        }
        let solution = match town.problem.solve() {
            Ok(SolveOutcome::Solution(solution)) => solution,
            other => panic!("no town fits: {other:?}"),
        };
        let value = |(area, weight, cell): &Secret| {
            let variable = |buurt: &String| {
                let home = (buurt.as_str(), *weight);
                let known = match *cell {
                    None => town.all.get(&home),
                    Some((norm, limit, kind)) => town.cells.get(&(home, norm, limit, kind)),
                };
                known.map(|variable| solution.var_value(*variable))
            };
            self.parts[area].iter().filter_map(variable).sum()
        };
        secrets.iter().map(value).collect()
    }
}

impl<'a> Town<'a> {
    /// A cell; none where nobody can be in it.
    fn cell(&self, home: Home<'a>, norm: usize, limit: usize, kind: usize) -> Option<Variable> {
        self.cells.get(&(home, norm, limit, kind)).copied()
    }

    /// One sum of variables, some of which may be nobody, against a number.
    fn law(&mut self, sum: &[(Option<Variable>, f64)], is: ComparisonOp, number: f64) {
        let sum: Vec<(Variable, f64)> = sum.iter().filter_map(|(v, f)| Some(((*v)?, *f))).collect();
        if !sum.is_empty() {
            self.problem.add_constraint(sum.as_slice(), is, number);
        }
    }

    /// One is part of the other.
    fn part(&mut self, part: Option<Variable>, whole: Option<Variable>) {
        if part.is_some() {
            self.law(&[(part, 1.0), (whole, -1.0)], ComparisonOp::Le, 0.0);
        }
    }

    /// What is true of any town.
    fn laws(&mut self, home: Home<'a>) {
        let all = self.all.get(&home).copied();
        let larger = (home.0, home.1.wrapping_sub(1));
        for norm in 0..NORMS.len() {
            for limit in 0..LIMITS.len() {
                // Everybody is in one of three cells.
                let three = (0..3).map(|kind| (self.cell(home, norm, limit, kind), 1.0));
                let sum: Vec<_> = three.chain([(all, -1.0)]).collect();
                self.law(&sum, ComparisonOp::Eq, 0.0);
            }
            // Within 300 m is within 500 m.
            let at = |limit, kind| self.cell(home, norm, limit, kind);
            let (met, not) = ((at(0, 0), at(1, 0)), (at(1, 1), at(0, 1)));
            self.part(met.0, met.1);
            self.part(not.0, not.1);
        }
        for limit in 0..LIMITS.len() {
            // Who meets all three meets each; who meets not all fails one.
            let (met, fails) = (self.cell(home, 3, limit, 0), self.cell(home, 3, limit, 1));
            let mut one = vec![(fails, -1.0)];
            for norm in 0..3 {
                let own = [0, 1].map(|kind| self.cell(home, norm, limit, kind));
                self.part(met, own[0]);
                self.part(own[1], fails);
                one.push((own[1], 1.0));
            }
            if fails.is_some() {
                self.law(&one, ComparisonOp::Ge, 0.0);
            }
        }
        // The elderly are residents.
        if let Some(residents) = self.all.get(&larger).copied() {
            self.part(all, Some(residents));
            for (norm, limit, kind) in triples() {
                let of = |home| self.cell(home, norm, limit, kind);
                let (own, whole) = (of(home), of(larger));
                self.part(own, whole);
            }
        }
    }

    fn known(&mut self, sum: Vec<Variable>, (low, high): (f64, f64)) {
        let sum: Vec<_> = sum.into_iter().map(|own| (Some(own), 1.0)).collect();
        if low > 0.0 {
            self.law(&sum, ComparisonOp::Ge, low);
        }
        self.law(&sum, ComparisonOp::Le, high);
    }
}

fn homes<'a>(buurten: &'a [&'a str], weights: usize) -> impl Iterator<Item = Home<'a>> {
    let both = buurten.iter();
    both.flat_map(move |buurt| (0..weights).map(move |weight| (*buurt, weight)))
}

fn triples() -> impl Iterator<Item = (usize, usize, usize)> {
    let pairs = (0..NORMS.len()).flat_map(|norm| (0..LIMITS.len()).map(move |limit| (norm, limit)));
    pairs.flat_map(|(norm, limit)| (0..3).map(move |kind| (norm, limit, kind)))
}
