//! A study that is kept up to date says what one says that is scored anew.

use std::collections::BTreeMap;

use nabij::{
    Area, AreaRow, Areas, Barriers, Category, Cause, Change, Coverage, Facilities, Facility, Kept,
    Length, Network, Norm, NormSet, Origin, Origins, Parameters, Point, Polygon, Prepared, Profile,
    Row, Snapper, Study, Test, Updated, Weight, Whole, WholeScored,
};
use proptest::prelude::*;

use crate::{
    case::Case,
    core,
    towns::{CATEGORIES, many, towns},
};

/// A town, what is there in it and what is only thought of.
struct Town {
    network: Network,
    barriers: Barriers,
    facilities: Vec<Facility>,
    origins: Vec<(Origin, Vec<Weight>)>,
    norms: NormSet,
    parameters: Parameters,
    profiles: Vec<Profile>,
    extent: Option<Coverage>,
    coverage: Option<Coverage>,
    areas: Areas,
}

/// What is there, by position in the lists of the town, where it may have moved to.
#[derive(Clone)]
struct There {
    facilities: Vec<Option<Facility>>,
    origins: Vec<(Origin, Vec<Weight>)>,
}

fn square(from: Point, to: Point) -> Polygon {
    let corner = Point::new;
    Polygon::new([vec![from, corner(to.x, from.y), to, corner(from.x, to.y)]])
}

impl Town {
    fn new(case: &Case, limits: (u32, u32), known: u8) -> Town {
        let mut case = case.clone();
        let house = |at: usize| at.is_multiple_of(3).then(|| format!("house {}", at % 2));
        for (at, facility) in case.facilities.iter_mut().enumerate() {
            facility.building = house(at);
            facility.complex = house(at + 1);
        }
        for (at, origin) in case.origins.iter_mut().enumerate() {
            origin.building = house(at);
            origin.complex = house(at + 2);
            origin.kind = Some(["address", "other"][usize::from(at % 4 == 3)].to_owned());
        }
        // Of some streets everything is known, of others nothing.
        for (at, line) in case.lines.iter_mut().enumerate() {
            if (at * at + at / 3 + usize::from(known)).is_multiple_of(3) {
                let own = &mut line.attributes;
                own.class.get_or_insert("residential".into());
                own.surface = Some("asphalt".into());
                own.smoothness = Some("good".into());
                own.incline = Some(0);
                own.width = Some(Length::metres(2));
                own.steps.get_or_insert(false);
                own.escalator.get_or_insert(false);
            }
        }
        let mm = Length::millimetres;
        let horizon = mm(case.horizon).clamp(mm(3), Length::metres(100_000));
        let upper = mm(limits.0 % horizon.mm() + 1);
        let lower = mm(limits.1 % upper.mm());
        let [pharmacy, supermarket] = CATEGORIES;
        let nearest =
            |id: &str, category: &Category| Norm::new(id).test(Test::Nearest(category.clone()));
        let made = |id: &str, test| Norm {
            upper: None,
            ..Norm::new(id).test(test)
        };
        let both = vec!["near".to_owned(), "shop".to_owned()];
        let norms = NormSet::new([
            nearest("near", &pharmacy).lower(lower).upper(upper),
            nearest("inside", &pharmacy)
                .upper(upper)
                .indoor()
                .applies_to("address"),
            nearest("shop", &supermarket).upper(upper).indoor(),
            made("both", Test::AllOf(both.clone())),
            made("any", Test::AnyOf(both)),
            made("all", Test::AllOf(vec!["both".into(), "any".into()])),
        ]);
        let points = case.origins.iter().map(|origin| origin.doors[0]);
        let points: Vec<Point> = points
            .chain(
                case.facilities
                    .iter()
                    .map(|facility| facility.doors[0].point),
            )
            .collect();
        let least = |of: fn(&Point) -> i32| points.iter().map(of).min().unwrap_or(0);
        let most = |of: fn(&Point) -> i32| points.iter().map(of).max().unwrap_or(0);
        let (west, south) = (least(|p| p.x) - 1, least(|p| p.y) - 1);
        let (east, north) = (most(|p| p.x) + 1, most(|p| p.y) + 1);
        let middle = west + (east - west) / 2;
        let area = |id: &str, from, to| Area {
            id: id.to_owned(),
            polygons: vec![square(from, to)],
            ..Area::default()
        };
        let p = Point::new;
        let areas = [
            area("a", p(west, south), p(middle, north)),
            area("b", p(middle, south), p(east, north)),
            // Whoever lies in two counts in neither.
            area("c", p(east - 3, south), p(east, north)),
        ];
        let ground = |held: bool| {
            held.then(|| Coverage::new([square(p(west - 5, south - 5), p(east, north))]))
        };
        let weight = |at: usize| match at % 5 {
            4 => Weight::UNKNOWN,
            _ => Weight::new((at * at % 7) as f64 / 4.0).unwrap(),
        };
        let origins = case.origins.iter().enumerate();
        Town {
            network: core::network(&case).unwrap(),
            barriers: core::barriers(&case),
            origins: origins
                .map(|(at, one)| (one.clone(), vec![weight(at), weight(at + 2)]))
                .collect(),
            facilities: case.facilities.clone(),
            norms: norms.unwrap(),
            parameters: Parameters {
                max_snap: mm(case.max_snap).min(Snapper::LONGEST_LEG),
                min_component: mm(case.min_component),
                direct: mm(case.direct).min(horizon),
                near: mm(2),
                named_street: mm(case.named_street.unwrap_or(0)),
                barred_legs: case.barred,
                horizon: Some(horizon),
            },
            profiles: vec![
                core::profile(&case),
                Profile::named("wheelchair").unwrap(),
                Profile::named("rollator").unwrap(),
            ],
            extent: ground(known & 1 == 1),
            coverage: ground(known & 2 == 2),
            areas: Areas::new("buurt", areas)
                .unwrap()
                .level("wijk", |id| (id != "c").then(|| ("w".to_owned(), None))),
        }
    }

    fn study<T>(&self, facilities: &Facilities, read: impl FnOnce(&Prepared<'_>) -> T) -> T {
        let mut profiles = self.profiles.iter().cloned();
        let mut study = Study::new(&self.network, facilities, &self.norms)
            .profile(profiles.next().unwrap())
            .others(profiles)
            .parameters(self.parameters)
            .barriers(&self.barriers);
        if let Some(extent) = &self.extent {
            study = study.extent(extent);
        }
        if let Some(coverage) = &self.coverage {
            study = study.coverage(Category::SUPERMARKET, coverage);
        }
        read(&study.prepare().unwrap())
    }

    /// What there is scored as a whole.
    fn anew(&self, there: &There) -> Vec<WholeScored> {
        let (facilities, origins) = there.read();
        self.study(&facilities, |study| {
            let scored = study.score_each(&origins).unwrap();
            let each = scored.into_iter().map(|scored| WholeScored {
                profile: scored.profile.clone(),
                areas: Some(scored.areas(&self.areas)),
                causes: study.causes(&origins, &scored),
                rows: scored.rows,
            });
            each.collect()
        })
    }
}

impl There {
    fn read(&self) -> (Facilities, Origins) {
        let facilities = Facilities::new(self.facilities.iter().flatten().cloned()).unwrap();
        let facilities = CATEGORIES.into_iter().fold(facilities, Facilities::declare);
        (facilities, read_origins(&self.origins))
    }
}

fn read_origins(all: &[(Origin, Vec<Weight>)]) -> Origins {
    let origins = Origins::new(all.iter().map(|(origin, _)| origin.clone())).unwrap();
    let column = |at: usize| all.iter().map(|(_, weights)| weights[at]).collect();
    let origins = origins.weight("residents", column(0)).unwrap();
    origins.weight("65+", column(1)).unwrap()
}

/// What happens: to which facility or origin, and where it moves to.
type Step = (u8, prop::sample::Index, prop::sample::Index);

/// The change that a step is, and what is there after it.
fn taken(town: &Town, there: &mut There, steps: &[Step]) -> Change {
    let mut change = Change::default();
    let mut come: Vec<(Origin, Vec<Weight>)> = Vec::new();
    let key = |one: &Facility| (one.category.clone(), one.id.clone());
    let mut used = Vec::new();
    for (kind, which, whither) in steps {
        let count = if kind % 2 == 0 {
            town.facilities.len()
        } else {
            town.origins.len()
        };
        let at = which.index(count.max(1));
        if count == 0 || used.contains(&(kind % 2, at)) {
            continue; // once in a change
        }
        used.push((kind % 2, at));
        if kind % 2 == 0 {
            let fresh = &town.facilities[at];
            match &mut there.facilities[at] {
                // Opens where it was thought of.
                known @ None => {
                    change.add_facilities.push(fresh.clone());
                    *known = Some(fresh.clone());
                }
                Some(known) if kind % 4 == 0 => {
                    change.remove_facilities.push(key(known));
                    let others = town
                        .origins
                        .iter()
                        .map(|(origin, _)| origin.doors[0].into());
                    let mut others: Vec<_> = others.chain(fresh.doors.clone()).collect();
                    let by = whither.index(others.len());
                    others.rotate_left(by);
                    known.doors = others[..1].to_vec();
                    change.add_facilities.push(known.clone());
                }
                known => {
                    change.remove_facilities.extend(known.iter().map(key));
                    *known = None;
                }
            }
            continue;
        }
        let (fresh, weights) = &town.origins[at];
        let place = there.origins.iter().position(|(one, _)| one.id == fresh.id);
        match place {
            None => {
                come.push((fresh.clone(), weights.clone()));
                there.origins.push((fresh.clone(), weights.clone()));
            }
            Some(place) if kind % 4 == 1 => {
                let other = &town.origins[whither.index(town.origins.len())].0;
                let known = &mut there.origins[place];
                known.0.doors = other.doors.clone();
                known.0.building = other.building.clone();
                known.1.reverse();
                change.remove_origins.push(fresh.id.clone());
                come.push(known.clone());
            }
            Some(place) => {
                change.remove_origins.push(fresh.id.clone());
                there.origins.remove(place);
            }
        }
    }
    change.add_origins = (!come.is_empty()).then(|| read_origins(&come));
    change
}

/// A row in words: facilities by their ids, doors and attachments as they are numbered in theirs.
type Told = BTreeMap<(String, u16), (Row, Option<Cause>, Vec<String>)>;

fn told(there: &There, scored: &WholeScored) -> Told {
    let (facilities, origins) = there.read();
    let mut first_door = vec![0];
    for (_, facility) in facilities.iter() {
        first_door.push(first_door[first_door.len() - 1] + facility.doors.len() as u32);
    }
    let named = |row: &Row| {
        let name = |answer: nabij::Answer| {
            let at = first_door.partition_point(|first| *first <= answer.door) - 1;
            let (_, own) = facilities.iter().nth(at).unwrap();
            let street = answer.street.map(|(_, at)| at);
            let door = own.doors[(answer.door - first_door[at]) as usize].point;
            format!(
                "{} {} {} {:?} {:?} {:?}",
                own.category, own.id, answer.mm, door, answer.how, street
            )
        };
        row.answer
            .map(name)
            .into_iter()
            .chain(row.certain.map(name))
            .collect()
    };
    let plain = |row: &Row| Row {
        answer: None,
        certain: None,
        facility: None,
        origin: 0,
        ..*row
    };
    let rows = scored.rows.iter().zip(&scored.causes);
    rows.map(|(row, cause)| {
        let id = origins.ids().get(row.origin as usize).to_owned();
        ((id, row.norm), (plain(row), *cause, named(row)))
    })
    .collect()
}

/// The rows that an update tells of are those that are others; a facility that comes back to
/// another door of the same distance may be told of too.
fn check_told(
    kept: &Kept<'_, '_>,
    updated: &Updated,
    before: &[Told],
    after: &[Told],
) -> Result<(), TestCaseError> {
    for ((changed, before), after) in updated.walkers.iter().zip(before).zip(after) {
        let mut told = BTreeMap::new();
        for row in &changed.rows {
            let either = row.after.or(row.before).unwrap();
            let key = (kept.origin(either.origin).to_owned(), either.norm);
            let twice = told
                .insert(key, (row.before, row.after, row.causes))
                .is_some();
            prop_assert!(!twice);
        }
        let keys = before.keys().chain(after.keys());
        for key in keys {
            let (old, new) = (before.get(key), after.get(key));
            if old != new {
                prop_assert!(told.contains_key(key), "{key:?} is not told of");
            }
        }
        for (key, (had, has, causes)) in told {
            let (old, new) = (before.get(&key), after.get(&key));
            prop_assert_eq!(had.map(|row| row.low), old.map(|old| old.0.low));
            prop_assert_eq!(has.map(|row| row.low), new.map(|new| new.0.low));
            prop_assert_eq!(
                causes,
                [old.and_then(|old| old.1), new.and_then(|new| new.1)]
            );
        }
    }
    Ok(())
}

fn check_areas(
    updated: &Updated,
    before: &[WholeScored],
    after: &[WholeScored],
) -> Result<(), TestCaseError> {
    let rows = |scored: &WholeScored| -> Vec<AreaRow> { scored.areas.clone().unwrap().rows };
    for ((changed, before), after) in updated.walkers.iter().zip(before).zip(after) {
        let (before, after) = (rows(before), rows(after));
        let differ = (0..before.len()).filter(|at| before[*at] != after[*at]);
        let told: Vec<usize> = changed.areas.iter().map(|area| area.at).collect();
        prop_assert_eq!(told, differ.collect::<Vec<_>>());
        for area in &changed.areas {
            prop_assert_eq!(&area.before, &before[area.at]);
            prop_assert_eq!(&area.after, &after[area.at]);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(many(1200))]

    /// Whatever comes, goes and moves, one after another: every field of every row, cause and area.
    #[test]
    fn what_is_kept_is_what_is_scored_anew(
        case in towns(),
        missing in any::<u16>(),
        limits in any::<(u32, u32)>(),
        known in 0..4_u8,
        changes in prop::collection::vec(
            prop::collection::vec(any::<Step>(), 1..4), 1..5,
        ),
    ) {
        let town = Town::new(&case, limits, known);
        let absent = |at: usize| missing >> (at % 16) & 1 == 1;
        let facilities = town.facilities.iter().enumerate();
        let origins = town.origins.iter().enumerate();
        let mut there = There {
            facilities: facilities.map(|(at, one)| (!absent(at)).then(|| one.clone())).collect(),
            origins: origins.filter(|(at, _)| !absent(at + 5)).map(|(_, one)| one.clone()).collect(),
        };
        let (facilities, origins) = there.read();
        town.study(&facilities, |study| {
            let mut kept = study.keep(origins, Some(&town.areas), true).unwrap();
            let mut before = town.anew(&there);
            prop_assert_eq!(&kept.whole().unwrap().walkers, &before);
            let mut told_before: Vec<Told> = before.iter().map(|one| told(&there, one)).collect();
            for steps in &changes {
                let change = taken(&town, &mut there, steps);
                let updated = kept.update(change).unwrap();
                let after = town.anew(&there);
                let Whole { facilities, origins, walkers } = kept.whole().unwrap();
                prop_assert_eq!(&walkers, &after);
                let (anew, homes) = there.read();
                prop_assert_eq!(
                    facilities.iter().map(|(_, one)| one).collect::<Vec<_>>(),
                    anew.iter().map(|(_, one)| one).collect::<Vec<_>>()
                );
                prop_assert_eq!(origins.ids(), homes.ids());
                prop_assert_eq!(origins.weights(), homes.weights());
                let told_after: Vec<Told> = after.iter().map(|one| told(&there, one)).collect();
                check_told(&kept, &updated, &told_before, &told_after)?;
                check_areas(&updated, &before, &after)?;
                (before, told_before) = (after, told_after);
            }
            Ok(())
        })?;
    }

    /// What comes and goes again, or goes and comes again, leaves nothing behind.
    #[test]
    fn there_and_back(
        case in towns(), missing in any::<u16>(), limits in any::<(u32, u32)>(),
        which in any::<prop::sample::Index>(),
    ) {
        let town = Town::new(&case, limits, 0);
        prop_assume!(!town.facilities.is_empty());
        let absent = |at: usize| missing >> (at % 16) & 1 == 1;
        let facilities = town.facilities.iter().enumerate();
        let there = There {
            facilities: facilities.map(|(at, one)| (!absent(at)).then(|| one.clone())).collect(),
            origins: town.origins.clone(),
        };
        let one = &town.facilities[which.index(town.facilities.len())];
        let is_there = there.facilities[which.index(town.facilities.len())].is_some();
        let add = Change { add_facilities: vec![one.clone()], ..Change::default() };
        let key = (one.category.clone(), one.id.clone());
        let remove = Change { remove_facilities: vec![key], ..Change::default() };
        let (facilities, origins) = there.read();
        town.study(&facilities, |study| {
            let mut kept = study.keep(origins, Some(&town.areas), true).unwrap();
            let before = kept.whole().unwrap().walkers;
            let changes = if is_there { [remove, add] } else { [add, remove] };
            let [first, second] = changes.map(|change| kept.update(change).unwrap());
            prop_assert_eq!(kept.whole().unwrap().walkers, before);
            for (there, back) in first.walkers.iter().zip(&second.walkers) {
                prop_assert_eq!(there.rows.len(), back.rows.len());
                for (there, back) in there.areas.iter().zip(&back.areas) {
                    prop_assert_eq!((&there.before, &there.after), (&back.after, &back.before));
                }
            }
            Ok(())
        })?;
    }
}
