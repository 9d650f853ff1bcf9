//! Output for the public, tested by trying to undo it: linear programming finds how far apart a
//! hidden number could lie for somebody who knows every published table and level.

mod door;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use door::{Line, arg, csv, nabij, names, replace, town};
use microlp::{
    ComparisonOp,
    OptimizationDirection::{self, Maximize, Minimize},
    Problem, SolveOutcome, Variable,
};

const NORMS: [&str; 4] = [
    "supermarket",
    "pharmacy",
    "public_transport",
    "daily_facilities",
];
const LIMITS: [&str; 2] = ["300", "500"];
/// Larger counts first: each is part of the one before.
const WEIGHTS: [&str; 3] = ["residents", "65+", "75+"];
const LEVELS: [&str; 3] = ["buurt", "wijk", "gemeente"];

/// Scores the town for an audience; the results are CSV.
fn score(town: &Path, audience: &str) -> PathBuf {
    let study = town.join("study.toml");
    let text = fs::read_to_string(&study).unwrap();
    let own = town.join(format!("{audience}.toml"));
    let output = format!("format = \"csv\"\nwide = [\"csv\"]\naudience = \"{audience}\"");
    fs::write(&own, text.replace("format = \"parquet\"", &output)).unwrap();
    let out = town.join(format!("out_{audience}"));
    nabij(town, &["score", arg(&own), "--out", arg(&out)]).good();
    out
}

/// Gives the town other residents: few of them, spread by a fixed rule.
fn thin_out(town: &Path, seed: u64, one_in: u64) {
    let path = town.join("addresses.csv");
    let mut rows = csv(&path);
    let text = fs::read_to_string(&path).unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let mut state = seed;
    let mut random = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for row in &mut rows {
        let all = if random(one_in) == 0 { random(5) } else { 0 };
        let old = if all == 0 { 0 } else { random(all + 1) };
        let oldest = if old == 0 { 0 } else { random(old + 1) };
        for (column, count) in [("inwoners", all), ("inw65", old), ("inw75", oldest)] {
            row.insert(column.to_owned(), count.to_string());
        }
    }
    let mut writer = ::csv::Writer::from_path(&path).unwrap();
    writer.write_record(&header).unwrap();
    for row in &rows {
        writer
            .write_record(header.iter().map(|column| &row[*column]))
            .unwrap();
    }
    writer.flush().unwrap();
}

/// A cell: area, weight, norm, limit, and met, not met or unknown.
type Cell = (String, usize, usize, usize, usize);

/// What an attacker wants to know: of an area and weight the people in one cell (norm, limit, kind),
/// or all of them.
type Secret = (String, usize, Option<(usize, usize, usize)>);

/// What an attacker works with.
struct Attack {
    /// By area of any level the buurten in it.
    parts: BTreeMap<String, BTreeSet<String>>,
    /// How many addresses could be in a cell of a buurt (weight 0 only); from the address rows.
    addresses: BTreeMap<(String, usize, usize, usize), usize>,
    /// The published numbers of people.
    totals: BTreeMap<(String, usize), f64>,
    /// The rounded counts behind the published shares, known exactly: more than anybody has.
    counts: BTreeMap<Cell, f64>,
    /// Areas, weights, norms and limits whose shares are hidden.
    hidden: BTreeSet<(String, usize, usize, usize)>,
}

fn round(count: f64) -> f64 {
    (count / 5.0).round() * 5.0
}

impl Attack {
    fn new(public: &Path, internal: &Path) -> Self {
        let mut attack = Attack {
            parts: BTreeMap::new(),
            addresses: BTreeMap::new(),
            totals: BTreeMap::new(),
            counts: BTreeMap::new(),
            hidden: BTreeSet::new(),
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
            for (weight, g) in WEIGHTS.iter().enumerate() {
                let total = &area[&format!("{g}_n")];
                if let Ok(total) = total.parse::<f64>() {
                    assert!(total >= 10.0 && total % 5.0 == 0.0, "{code} {g}: {total}");
                    attack.totals.insert((code.clone(), weight), total);
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
                            attack.counts.insert(key, round(count));
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

    /// What every secret is in a town that fits all that is published, and in which the wanted one
    /// is as small or as large as it can be.
    fn extreme(
        &self,
        direction: OptimizationDirection,
        (area, weight, cell): &Secret,
        secrets: &[Secret],
    ) -> Vec<f64> {
        let mut problem = Problem::new(direction);
        let buurten: Vec<&String> = self
            .parts
            .keys()
            .filter(|code| code.starts_with("BU"))
            .collect();
        let wanted = |buurt: &String| self.parts[area].contains(buurt);
        let mut total: BTreeMap<(&str, usize), Variable> = BTreeMap::new();
        let mut cells: BTreeMap<(&str, usize, usize, usize, usize), Variable> = BTreeMap::new();
        for buurt in &buurten {
            for g in 0..WEIGHTS.len() {
                let mine = wanted(buurt) && g == *weight;
                let aim = f64::from(u8::from(mine && cell.is_none()));
                total.insert((buurt, g), problem.add_var(aim, (0.0, 1e6)));
                for (norm, limit, kind) in triples() {
                    let could = self
                        .addresses
                        .contains_key(&((*buurt).clone(), norm, limit, kind));
                    let aim = f64::from(u8::from(mine && *cell == Some((norm, limit, kind))));
                    let most = if could { 1e6 } else { 0.0 };
                    let own = problem.add_var(aim, (0.0, most));
                    cells.insert((buurt, g, norm, limit, kind), own);
                }
            }
        }
        let (le, eq, ge) = (ComparisonOp::Le, ComparisonOp::Eq, ComparisonOp::Ge);
        for buurt in &buurten {
            let b = buurt.as_str();
            for g in 0..WEIGHTS.len() {
                for norm in 0..NORMS.len() {
                    for limit in 0..2 {
                        // Everybody is in one of three cells.
                        let three = (0..3).map(|kind| (cells[&(b, g, norm, limit, kind)], 1.0));
                        let sum: Vec<_> = three.chain([(total[&(b, g)], -1.0)]).collect();
                        problem.add_constraint(sum.as_slice(), eq, 0.0);
                    }
                    // Within 300 m is within 500 m.
                    let met = |limit| cells[&(b, g, norm, limit, 0)];
                    let not = |limit| cells[&(b, g, norm, limit, 1)];
                    problem.add_constraint([(met(0), 1.0), (met(1), -1.0)], le, 0.0);
                    problem.add_constraint([(not(1), 1.0), (not(0), -1.0)], le, 0.0);
                }
                for limit in 0..2 {
                    // Who meets all three meets each; who meets not all fails one.
                    let all = cells[&(b, g, 3, limit, 0)];
                    for norm in 0..3 {
                        problem.add_constraint(
                            [(all, 1.0), (cells[&(b, g, norm, limit, 0)], -1.0)],
                            le,
                            0.0,
                        );
                        let (part, whole) =
                            (cells[&(b, g, norm, limit, 1)], cells[&(b, g, 3, limit, 1)]);
                        problem.add_constraint([(part, 1.0), (whole, -1.0)], le, 0.0);
                    }
                    let fails = (0..3).map(|norm| (cells[&(b, g, norm, limit, 1)], 1.0));
                    let fails: Vec<_> =
                        fails.chain([(cells[&(b, g, 3, limit, 1)], -1.0)]).collect();
                    problem.add_constraint(fails.as_slice(), ge, 0.0);
                }
                // The elderly are residents.
                if g > 0 {
                    problem.add_constraint(
                        [(total[&(b, g)], 1.0), (total[&(b, g - 1)], -1.0)],
                        le,
                        0.0,
                    );
                    for (norm, limit, kind) in triples() {
                        let of = |g| cells[&(b, g, norm, limit, kind)];
                        problem.add_constraint([(of(g), 1.0), (of(g - 1), -1.0)], le, 0.0);
                    }
                }
            }
        }
        let mut known = |sum: Vec<(Variable, f64)>, count: f64| {
            problem.add_constraint(sum.as_slice(), ge, count - 2.5);
            problem.add_constraint(sum.as_slice(), le, count + 2.5);
        };
        for ((code, g), count) in &self.totals {
            let sum = self.parts[code]
                .iter()
                .map(|b| (total[&(b.as_str(), *g)], 1.0));
            known(sum.collect(), *count);
        }
        for ((code, g, norm, limit, kind), count) in &self.counts {
            let sum = self.parts[code].iter();
            let sum = sum.map(|b| (cells[&(b.as_str(), *g, *norm, *limit, *kind)], 1.0));
            known(sum.collect(), *count);
        }
        let solution = match problem.solve() {
            Ok(SolveOutcome::Solution(solution)) => solution,
            other => panic!("{area} {weight} {cell:?}: {other:?}"),
        };
        let value = |(area, weight, cell): &Secret| {
            let variable = |buurt: &String| match *cell {
                None => total[&(buurt.as_str(), *weight)],
                Some((norm, limit, kind)) => cells[&(buurt.as_str(), *weight, norm, limit, kind)],
            };
            let buurten = self.parts[area].iter();
            buurten
                .map(|buurt| solution.var_value(variable(buurt)))
                .sum()
        };
        secrets.iter().map(value).collect()
    }

    /// Hidden cells that are known within less than 10; and how many are hidden. Any two towns that
    /// fit and differ by 10 in a cell keep it, so only what no town found so far keeps is searched.
    fn undone(&self) -> (Vec<String>, usize) {
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
            for weight in 0..WEIGHTS.len() {
                if !self.totals.contains_key(&(area.clone(), weight)) {
                    secrets.push((area.clone(), weight, None));
                }
            }
        }
        let mut ranges = vec![(f64::INFINITY, f64::NEG_INFINITY); secrets.len()];
        let is_kept = |(low, high): (f64, f64)| high - low >= 10.0 - 1e-6;
        for (at, secret) in secrets.iter().enumerate() {
            for direction in [Maximize, Minimize] {
                if is_kept(ranges[at]) {
                    break;
                }
                let town = self.extreme(direction, secret, &secrets);
                for ((low, high), value) in ranges.iter_mut().zip(town) {
                    (*low, *high) = (low.min(value), high.max(value));
                }
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
                WEIGHTS[*weight]
            )
        });
        (undone.collect(), secrets.len())
    }
}

fn triples() -> impl Iterator<Item = (usize, usize, usize)> {
    let pairs = (0..NORMS.len()).flat_map(|norm| (0..2).map(move |limit| (norm, limit)));
    pairs.flat_map(|(norm, limit)| (0..3).map(move |kind| (norm, limit, kind)))
}

fn try_to_undo(change: impl Fn(&Path)) -> usize {
    let (_folder, town) = town();
    change(&town);
    let (public, internal) = (score(&town, "openbaar"), score(&town, "intern"));
    let attack = Attack::new(&public, &internal);
    let (undone, tried) = attack.undone();
    assert!(
        undone.is_empty(),
        "{} of {tried}:\n{}",
        undone.len(),
        undone.join("\n")
    );
    tried
}

#[test]
fn section_9_nothing_hidden_of_the_town_can_be_worked_out() {
    assert!(try_to_undo(|_| ()) > 20);
}

#[test]
fn section_9_nor_where_few_people_live() {
    for (seed, one_in) in [(1, 4), (2, 12)] {
        assert!(
            try_to_undo(|town| thin_out(town, seed, one_in)) > 20,
            "{seed}"
        );
    }
}

#[test]
fn section_9_an_attack_on_a_table_without_complementary_cells_succeeds() {
    let (_folder, town) = town();
    let (public, internal) = (score(&town, "openbaar"), score(&town, "intern"));
    let mut attack = Attack::new(&public, &internal);
    // Somebody publishes what was hidden of all buurten but one.
    let exact = csv(&internal.join("areas.csv"));
    let first = attack
        .hidden
        .iter()
        .find(|(area, ..)| area.starts_with("BU"))
        .cloned()
        .unwrap();
    let others: Vec<_> = attack
        .hidden
        .iter()
        .filter(|other| other.0 != first.0)
        .cloned()
        .collect();
    for (area, weight, norm, limit) in others {
        let row = exact.iter().find(|row| {
            row["area"] == area && row["weight"] == WEIGHTS[weight] && row["norm"] == NORMS[norm]
        });
        let (row, end) = (row.unwrap(), ["lower", "upper"][limit]);
        for (kind, column) in ["met", "not_met"].into_iter().enumerate() {
            let count: f64 = row[&format!("{column}_{end}")].parse().unwrap();
            attack
                .counts
                .insert((area.clone(), weight, norm, limit, kind), round(count));
        }
        attack.hidden.remove(&(area, weight, norm, limit));
    }
    let (area, weight, norm, limit) = first;
    let secrets = [(area, weight, Some((norm, limit, 1)))];
    let extreme = |direction| attack.extreme(direction, &secrets[0], &secrets)[0];
    let range = extreme(Maximize) - extreme(Minimize);
    assert!(range < 25.0, "{range}");
}

#[test]
fn section_9_no_counts_of_people_beside_addresses_or_in_other_tables() {
    let (_folder, town) = town();
    let out = score(&town, "openbaar");
    for name in names(&out) {
        assert!(
            !["areas.csv", "areas_buurt.csv", "areas_wijk.csv"].contains(&name.as_str()),
            "{name}"
        );
        let text = fs::read_to_string(out.join(&name)).unwrap();
        let header = text.lines().next().unwrap();
        let of_people = |column: &str| {
            column != "room_open_residents" && WEIGHTS.iter().any(|weight| column.contains(weight))
        };
        let of_people = header.split(',').any(of_people);
        assert_eq!(
            of_people,
            name.starts_with("wide_areas_"),
            "{name}: {header}"
        );
    }
    let refused = |out: &Path| fs::read_to_string(out.join("not_used.csv")).unwrap();
    replace(
        &town.join("addresses.csv"),
        "address,1,3,0,0",
        "address,1,-12345,0,0",
    );
    assert!(refused(&score(&town, "intern")).contains("-12345"));
    assert!(!refused(&score(&town, "openbaar")).contains("-12345"));
    for name in names(&out) {
        assert!(
            !fs::read_to_string(out.join(&name))
                .unwrap()
                .contains("-12345"),
            "{name}"
        );
    }
}

/// Three shelters of which nobody may know where they are.
const SHELTERS: [(&str, &str, f64, f64); 3] = [
    (
        "shelter-secret-1",
        "Huis Verborgen",
        148_703.317,
        530_711.923,
    ),
    (
        "shelter-secret-2",
        "Huis Onbekend",
        148_688.741,
        530_699.387,
    ),
    ("shelter-secret-3", "Huis Nergens", 149_291.653, 530_633.279),
];

#[test]
fn section_9_sensitive_layers_leave_totals_per_wijk_alone() {
    let (_folder, town) = town();
    let mut layer = "id,name,x,y\n".to_owned();
    for (id, name, x, y) in SHELTERS {
        layer += &format!("{id},{name},{x},{y}\n");
    }
    layer += "shelter-secret-4,Huis Elders,4711.123,1.5\n";
    fs::write(town.join("shelters.csv"), layer).unwrap();
    let study = town.join("study.toml");
    replace(
        &study,
        "[coverage]",
        "[[facilities]]\nfile = \"shelters.csv\"\ncrs = \"EPSG:28992\"\nx = \"x\"\ny = \"y\"\nonly = \"shelter\"\n\
         name = \"name\"\nsensitive = true\n\n[coverage]",
    );
    let text = fs::read_to_string(&study).unwrap();
    for audience in ["intern", "openbaar"] {
        for format in ["csv", "gpkg", "geojson", "parquet"] {
            let output = format!(
                "format = \"{format}\"\nwide = [\"csv\", \"gpkg\", \"xlsx\"]\naudience = \"{audience}\""
            );
            fs::write(&study, text.replace("format = \"parquet\"", &output)).unwrap();
            let out = town.join(format!("{audience}_{format}"));
            let told = nabij(
                &town,
                &[
                    "score",
                    "study.toml",
                    "--out",
                    arg(&out),
                    "--map",
                    "pharmacy",
                ],
            )
            .good();
            assert!(!told.contains("secret"));
            for name in names(&out) {
                search(&out, &name);
            }
            if format == "csv" {
                let totals = csv(&out.join("sensitive_totals.csv"));
                let count = |code: &str| {
                    let row = totals.iter().find(|row| row["area_code"] == code);
                    row.map(|row| row["facilities_n"].clone())
                };
                let wanted = match audience {
                    "intern" => [Some("2"), Some("1"), Some("3"), None],
                    // Nothing under 10, and no level that adds up to another.
                    _ => [None, None, Some(""), None],
                };
                let found = ["WK999901", "WK999902", "GM9999", "BU99990101"].map(count);
                assert_eq!(found, wanted.map(|count| count.map(str::to_owned)));
            }
        }
    }
    // Without a larger level there is nothing that may be told.
    fs::write(
        &study,
        text.replace("parents = [", "parents = []\n#")
            .replace("    { level = \"wijk\"", "#")
            .replace("    { level = \"gemeente\"", "#")
            .replace("\n]\n\n[extent]", "\n\n[extent]"),
    )
    .unwrap();
    let ran = nabij(&town, &["score", "study.toml", "--out", "none"]);
    assert!(ran.stderr.contains("wijk or larger"), "{}", ran.stderr);
}

/// Looks for the shelters in the bytes of a file, as text and as numbers.
fn search(folder: &Path, name: &str) {
    let bytes = fs::read(folder.join(name)).unwrap();
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    for (id, title, x, y) in SHELTERS {
        for word in [id, title] {
            assert!(!has(word.as_bytes()), "{name} holds {word}");
        }
        for number in [x, y] {
            let texts = [number.to_string(), number.to_string().replace('.', ",")];
            assert!(
                !texts.iter().any(|text| has(text.as_bytes())),
                "{name} holds {number}"
            );
            assert!(
                !has(&number.to_le_bytes()) && !has(&number.to_be_bytes()),
                "{name} holds {number}"
            );
        }
    }
}
