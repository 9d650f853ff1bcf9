//! Doors of one's own: a layer of points that says whose they are.

use std::collections::BTreeMap;

use nabij::{Door, Facility, Point, Polygon, Side};

use super::{
    homes::ON_OUTLINE_MM,
    places::{need_places, optional},
    sources::{Sources, Unused},
};
use crate::{
    error::JobError,
    input_file::file_name,
    reason::Reason,
    study_file::StudyFile,
    table::{Column, Table},
};

/// Kinds of door that do not count: the values of `entrance` that the rules for OSM leave out.
const NOT_DOORS: [&str; 9] = [
    "no",
    "service",
    "garage",
    "parking",
    "loading",
    "delivery",
    "emergency",
    "exit",
    "fire_exit",
];

/// Whose a door says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Facility,
    Building,
    Complex,
}

struct OwnDoor {
    door: Door,
    whose: Option<(Whose, String)>,
    file: String,
    place: String,
    used: bool,
}

/// Every door of every layer, in the order of the files.
#[derive(Default)]
pub(super) struct OwnDoors {
    doors: Vec<OwnDoor>,
    named: BTreeMap<(Whose, String), Vec<usize>>,
}

impl OwnDoors {
    /// Reads the layers of doors.
    pub fn read(file: &StudyFile, sources: &mut Sources<'_>) -> Result<Self, JobError> {
        let mut own = OwnDoors::default();
        for layer in &file.doors {
            let (table, projector) = sources.table(layer)?;
            need_places(&table)?;
            let mut labels = Vec::new();
            for (whose, column, usual) in [
                (Whose::Facility, &layer.facility, "facility"),
                (Whose::Building, &layer.building, "building"),
                (Whose::Complex, &layer.complex, "complex"),
            ] {
                let column = named(&table, column, usual)?;
                labels.extend(column.map(|column| (whose, column)));
            }
            let kinds = named(&table, &layer.kind, "kind")?;
            let levels = named(&table, &layer.level, "level")?;
            let before = own.doors.len();
            for row in 0..table.len() {
                let read = || -> Result<Vec<Door>, Reason> {
                    let geometry = table.geometry(row)?;
                    let level = levels.as_ref().map(|column| level(column, row));
                    let level = level.transpose()?.flatten();
                    let points = super::doors::points(&geometry)?.into_iter();
                    let points = points.map(|place| projector.point(place));
                    let door = |point: Result<Point, Reason>| {
                        Ok(Door {
                            level,
                            ..Door::from(point?)
                        })
                    };
                    points.map(door).collect()
                };
                let kind = kinds.as_ref().and_then(|column| column.text(row));
                let place = table.position(row).to_string();
                match (read(), kind) {
                    (Ok(_), Some(kind)) if NOT_DOORS.contains(&kind.trim()) => {
                        sources.unused.push(Unused {
                            file: file_name(&layer.file),
                            place,
                            id: None,
                            code: "no_door".to_owned(),
                            reason: format!("a door of kind {:?} does not count", kind.trim()),
                        });
                    }
                    (Ok(doors), _) => {
                        let whose = labels.iter().find_map(|(whose, column)| {
                            let text = column.text(row)?.trim().to_owned();
                            (!text.is_empty()).then_some((*whose, text))
                        });
                        own.doors.extend(doors.into_iter().map(|door| OwnDoor {
                            door,
                            whose: whose.clone(),
                            file: file_name(&layer.file),
                            place: place.clone(),
                            used: false,
                        }));
                    }
                    (Err(reason), _) => sources.reject(table.rejected(row, None, reason)),
                }
            }
            sources.tally("doors", &layer.file, table.len(), own.doors.len() - before);
        }
        for (at, one) in own.doors.iter().enumerate() {
            if let Some(whose) = &one.whose {
                own.named.entry(whose.clone()).or_default().push(at);
            }
        }
        Ok(own)
    }

    pub fn is_empty(&self) -> bool {
        self.doors.is_empty()
    }

    /// The doors of a facility: those that name it, else its building, else its complex, else those
    /// on its outlines; inside too, but for open ground, in which there may be buildings.
    pub fn of_facility(
        &mut self,
        facility: &Facility,
        outlines: &[Polygon],
        is_ground: bool,
    ) -> Vec<Door> {
        if self.is_empty() {
            return Vec::new();
        }
        let id = facility.id.as_str();
        let bare = id.strip_prefix("own:").or(id.strip_prefix("osm:"));
        let labels = [
            (Whose::Facility, Some(id)),
            (Whose::Facility, bare),
            (Whose::Building, facility.building.as_deref()),
            (Whose::Complex, facility.complex.as_deref()),
        ];
        let mut found = self.first_named(&labels);
        if found.is_empty() {
            let on = |place: Point| {
                let on = |outline: &Polygon| {
                    if !is_around(outline, place) {
                        return false;
                    }
                    let near = outline
                        .to_edge_mm(place)
                        .is_some_and(|mm| mm <= ON_OUTLINE_MM);
                    near || !is_ground && outline.side(place) == Side::Inside
                };
                outlines.iter().any(on)
            };
            let loose = self.loose().into_iter();
            found = loose
                .filter(|(_, place)| on(*place))
                .map(|(at, _)| at)
                .collect();
        }
        self.used(&found);
        let doors = found.iter().filter_map(|at| self.doors.get(*at));
        doors.map(|one| one.door).collect()
    }

    /// The doors of a home's building, else of its complex, with their numbers.
    pub fn of_home(&self, building: Option<&str>, complex: Option<&str>) -> Vec<(usize, Point)> {
        let labels = [(Whose::Building, building), (Whose::Complex, complex)];
        let found = self.first_named(&labels).into_iter();
        let found = found.filter_map(|at| Some((at, self.doors.get(at)?.door.point)));
        found.collect()
    }

    /// Doors that do not say whose they are, with their numbers.
    pub fn loose(&self) -> Vec<(usize, Point)> {
        let doors = self.doors.iter().enumerate();
        let loose = doors.filter(|(_, one)| one.whose.is_none());
        loose.map(|(at, one)| (at, one.door.point)).collect()
    }

    /// Notes that doors are somebody's.
    pub fn used(&mut self, numbers: &[usize]) {
        for at in numbers {
            if let Some(one) = self.doors.get_mut(*at) {
                one.used = true;
            }
        }
    }

    /// The doors of nobody, each with the reason.
    pub fn unused(self) -> impl Iterator<Item = Unused> {
        let unused = self.doors.into_iter().filter(|one| !one.used);
        unused.map(|one| {
            let reason = match &one.whose {
                Some((Whose::Facility, id)) => format!("no facility has the id {id:?}"),
                Some((Whose::Building, id)) => {
                    format!("no facility and no address is in a building {id:?}")
                }
                Some((Whose::Complex, id)) => {
                    format!("no facility and no address is in a complex {id:?}")
                }
                None => "it is on no outline of a facility or a building; at most 1 m off counts"
                    .to_owned(),
            };
            Unused {
                file: one.file,
                place: one.place,
                id: one.whose.map(|(_, id)| id),
                code: "door_of_nothing".to_owned(),
                reason,
            }
        })
    }

    /// The doors of the first label that any carries.
    fn first_named(&self, labels: &[(Whose, Option<&str>)]) -> Vec<usize> {
        let mut found = labels.iter().filter_map(|(whose, label)| {
            let key = (*whose, (*label)?.to_owned());
            self.named.get(&key).cloned()
        });
        found.next().unwrap_or_default()
    }
}

/// The column that the layer names, else the one of the usual name, if there is one.
fn named<'t>(
    table: &'t Table,
    given: &'t Option<String>,
    usual: &'t str,
) -> Result<Option<Column<'t>>, JobError> {
    match given {
        Some(_) => optional(table, given),
        None => Ok(table.column(usual).ok()),
    }
}

/// Whether a place is in the box around an outline, or near it: a quick look.
fn is_around(outline: &Polygon, place: Point) -> bool {
    let near = |at: fn(&Point) -> i32| {
        let all = || outline.rings().iter().flatten().map(at);
        let (least, most) = (all().min(), all().max());
        let margin = ON_OUTLINE_MM as i32;
        let here = at(&place);
        least.is_some_and(|least| least.saturating_sub(margin) <= here)
            && most.is_some_and(|most| here <= most.saturating_add(margin))
    };
    near(|point| point.x) && near(|point| point.y)
}

/// A storey in tenths.
fn level(column: &Column<'_>, row: usize) -> Result<Option<i16>, Reason> {
    let tenths = column.number(row)?.map(|level| (level * 10.0).round());
    match tenths {
        None => Ok(None),
        Some(tenths) if tenths.abs() <= 1000.0 => Ok(Some(tenths as i16)),
        Some(_) => Err(Reason::Value {
            column: column.name().to_owned(),
            value: column.text(row).unwrap_or_default(),
            wanted: "a storey between -100 and 100",
        }),
    }
}
