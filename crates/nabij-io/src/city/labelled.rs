//! Complexes of labelled dwellings that have no entrance of their own on the list: by the id that
//! the list gives, else linked by owner, label and building.

mod outlines;

use std::collections::{BTreeMap, BTreeSet};

use nabij::{Labelled, Linked, Origin, Origins, Point};

use super::{
    details::Details,
    sources::{Sources, Unused},
};
use crate::{
    error::JobError,
    input_file::file_name,
    study_file::{OriginLayer, StudyFile},
};

pub use outlines::TOUCHING_M;

/// The kind of origin that is an entrance of a complex.
const ENTRANCE: &str = "complex";

/// Complexes whose dwellings are known by their label.
pub struct LabelledComplexes {
    /// In the order of their ids.
    pub complexes: Vec<LabelledComplex>,
    /// Per complex and building an entrance of kind `complex`, with the doors of its dwellings there.
    pub entrances: Origins,
    /// Whether outlines of buildings were there to see which ones touch.
    pub with_outlines: bool,
}

/// A complex of labelled dwellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledComplex {
    /// The id that the list gives; of a derived one `afgeleid:` and the smallest id of its dwellings.
    pub id: String,
    /// Whether it follows from owner, label and building, and not from an id.
    pub is_derived: bool,
    /// Its dwellings by their position among the origins, in the order of their ids.
    pub dwellings: Vec<u32>,
    /// Its entrances by their position in [`LabelledComplexes::entrances`].
    pub entrances: Vec<u32>,
}

impl LabelledComplexes {
    /// How many are derived.
    pub fn derived(&self) -> usize {
        self.complexes.iter().filter(|one| one.is_derived).count()
    }
}

/// The complexes of labelled dwellings; none where no origin has a label. Dwellings that cannot be
/// linked are noted.
pub(super) fn read(
    file: &StudyFile,
    origins: &Origins,
    details: &Details,
    sources: &mut Sources<'_>,
) -> Result<Option<LabelledComplexes>, JobError> {
    let told = |what: &str, at: usize| {
        let text = details.get(what, at).map(str::trim);
        text.filter(|text| !text.is_empty())
    };
    let label = |at: usize| told("label", at);
    let is_entrance = |at: &usize| origins.kind(*at) == Some(ENTRANCE);
    let (entrances, homes): (Vec<usize>, Vec<usize>) = (0..origins.len())
        .filter(|at| label(*at).is_some() || is_entrance(at))
        .partition(is_entrance);
    if homes.is_empty() {
        let of_origins = |layer: &OriginLayer| layer.columns.contains_key("label");
        let none_told = file.labels.is_none() && !file.origins.as_ref().is_some_and(of_origins);
        if let Some(layer) = file.buildings.as_ref().filter(|_| none_told) {
            return Err(JobError::Incomplete(format!(
                "names {} in [buildings], which tells what labelled dwellings belong together, but \
                 no labels: add [labels] or the column of the label in [origins] columns, or leave \
                 [buildings] out",
                file_name(&layer.file)
            )));
        }
        return Ok(None);
    }
    let with_entrance: BTreeSet<&str> = entrances
        .into_iter()
        .filter_map(|at| origins.complex(at))
        .collect();
    let mut listed = Listed {
        file: file
            .origins
            .as_ref()
            .map_or(String::new(), |layer| file_name(&layer.file)),
        origins,
        notes: Vec::new(),
    };
    let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let (mut to_link, mut positions) = (Vec::new(), Vec::new());
    for at in homes {
        if let Some(id) = origins.complex(at) {
            if !with_entrance.contains(id) {
                named.entry(id).or_default().push(at);
            }
            continue;
        }
        match (told("owner", at), label(at), origins.building(at)) {
            (Some(owner), Some(label), Some(building)) => {
                let doors = origins.doors(at);
                to_link.push(Labelled {
                    owner,
                    label,
                    building,
                    doors,
                });
                positions.push(at);
            }
            (None, ..) => listed.note(at, "label_incomplete", "its owner is not known"),
            _ => listed.note(at, "label_incomplete", "its building is not known"),
        }
    }
    let wanted: BTreeSet<&str> = to_link.iter().map(|one| one.building).collect();
    let touching = outlines::touching(file, &wanted, sources)?;
    let pairs: Vec<(&str, &str)> = touching
        .iter()
        .flatten()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let linked = Linked::new(&to_link, &pairs);
    let position = |at: &usize| positions.get(*at).copied();
    for at in linked.alone.iter().filter_map(position) {
        let why = "no other dwelling of its owner has its label in the same or a touching building";
        listed.note(at, "label_alone", why);
    }
    for (own, far) in &linked.too_wide {
        let (count, most) = (own.len(), Linked::ACROSS);
        let why = format!(
            "the {count} dwellings it could be linked with are {far} across, more than {most}"
        );
        own.iter()
            .filter_map(position)
            .for_each(|at| listed.note(at, "label_too_wide", &why));
    }
    sources.notes.append(&mut listed.notes);
    let derived = linked
        .complexes
        .iter()
        .map(|own| (None, own.iter().filter_map(position).collect()));
    let named = named.into_iter().map(|(id, own)| (Some(id), own));
    let mut all: Vec<(LabelledComplex, Vec<Origin>)> = named
        .chain(derived)
        .map(|(id, own)| complex(id, own, origins))
        .collect();
    all.sort_by(|(a, _), (b, _)| (&a.id, a.is_derived).cmp(&(&b.id, b.is_derived)));
    let (mut complexes, mut doors) = (Vec::new(), Vec::new());
    for (mut one, own) in all {
        let first = doors.len();
        doors.extend(own);
        one.entrances = (first..doors.len())
            .filter_map(|at| u32::try_from(at).ok())
            .collect();
        complexes.push(one);
    }
    let wrong = |source| JobError::Places {
        file: listed.file,
        source,
    };
    Ok(Some(LabelledComplexes {
        complexes,
        entrances: Origins::new(doors).map_err(wrong)?,
        with_outlines: touching.is_some(),
    }))
}

/// A complex and its entrances: one for each street that a building's addresses name, for a room in
/// that building is indoors.
fn complex(
    id: Option<&str>,
    mut own: Vec<usize>,
    origins: &Origins,
) -> (LabelledComplex, Vec<Origin>) {
    own.sort_by_key(|at| origins.ids().get(*at));
    let first = own.first().map_or("", |at| origins.ids().get(*at));
    let is_derived = id.is_none();
    let id = id.map_or_else(|| format!("afgeleid:{first}"), str::to_owned);
    let mut doors: BTreeMap<(Option<&str>, Option<&str>), Vec<Point>> = BTreeMap::new();
    for at in &own {
        doors
            .entry((origins.building(*at), origins.street(*at)))
            .or_default()
            .extend(origins.doors(*at));
    }
    type Entrance<'e> = ((Option<&'e str>, Option<&'e str>), Vec<Point>);
    let entrance = |((building, street), doors): Entrance<'_>| Origin {
        // Not to be read by anybody: rows are told by complex.
        id: format!(
            "{}{id}/{}/{}",
            u8::from(is_derived),
            building.unwrap_or_default(),
            street.unwrap_or_default()
        ),
        doors,
        kind: Some(ENTRANCE.to_owned()),
        building: building.map(str::to_owned),
        complex: (!is_derived).then(|| id.clone()),
        area: None,
        street: street.map(str::to_owned),
    };
    let entrances = doors.into_iter().map(entrance).collect();
    let one = LabelledComplex {
        is_derived,
        dwellings: own
            .iter()
            .filter_map(|at| u32::try_from(*at).ok())
            .collect(),
        entrances: Vec::new(),
        id,
    };
    (one, entrances)
}

struct Listed<'o> {
    file: String,
    origins: &'o Origins,
    notes: Vec<Unused>,
}

impl Listed<'_> {
    fn note(&mut self, at: usize, code: &str, why: &str) {
        let id = self.origins.ids().get(at).to_owned();
        self.notes.push(Unused {
            file: self.file.clone(),
            place: id.clone(),
            id: Some(id),
            code: code.to_owned(),
            reason: format!(
                "it has a label, but is in no complex: {why}; give the id of its complex"
            ),
        });
    }
}
