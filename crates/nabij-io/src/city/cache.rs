//! Networks that are kept between runs, as long as what they are made from is the same.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    io::{self, Write as _},
    path::PathBuf,
    sync::Arc,
};

use nabij::{Groundwork, Profile};
use sha2::{Digest, Sha256};

use super::{
    sources::{Sources, StreetNotes, Unused},
    streets::{Key, Parts, Streets, VERSION},
};
use crate::{
    error::JobError,
    input_file::InputFile,
    osm::{BARRIER_RULES, FACILITY_RULES, ORIGIN_RULES, WALK_RULES},
    safe_name::safe_name,
    study_file::{FileLayer, StudyFile},
};

/// Where the network of a study is kept, and under which name of what it is made from.
pub(super) struct Cache {
    path: PathBuf,
    key: Key,
    /// The files of the network: they are hashed once.
    pub hashed: BTreeMap<PathBuf, InputFile>,
    /// What was found and done, to be told.
    pub said: Vec<String>,
}

impl Cache {
    /// The cache of a study that names one, has streets to cut, and all of them in files that can
    /// be read: what is wrong with a file the reader of that file tells better.
    pub fn of(file: &StudyFile) -> Option<Self> {
        let folder = file.path(file.cache.as_ref()?);
        let first = file.streets.first()?;
        let layers = [&file.streets, &file.nodes, &file.squares];
        let names = layers.into_iter().flatten().map(|layer| &layer.file);
        let names = names.chain(file.barriers.iter().map(|layer| &layer.file));
        let mut names = names.chain(file.extent.iter().map(|layer| &layer.file));
        if file.network.is_some() || names.any(|name| file.tables.contains_key(name)) {
            return None;
        }
        let mut hashed = BTreeMap::new();
        for path in file.network_files() {
            hashed.insert(path.clone(), InputFile::read(&path).ok()?);
        }
        let places: Vec<PathBuf> = hashed.keys().map(|path| absolute(path.clone())).collect();
        let place = Sha256::digest(format!("{places:?}"));
        let place = place.iter().take(8).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        let stem = first.file.file_stem().unwrap_or_default();
        let stem = safe_name(&stem.to_string_lossy());
        Some(Cache {
            path: folder.join(format!("{stem}-{place}.nabij")),
            key: key(file, &hashed)?,
            hashed,
            said: Vec::new(),
        })
    }

    /// The network, where it is there, whole, and made from the same.
    pub fn find(&mut self) -> Option<Streets> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    let text = format!("is made anew: {}: {error}", self.path.display());
                    self.say("warning: the network", &text);
                }
                return None;
            }
        };
        match Streets::from_bytes_of(Some(&self.key), &bytes) {
            Ok(Some(streets)) => {
                let text = format!("from the cache: {}", self.path.display());
                self.say("network", &text);
                Some(streets)
            }
            Ok(None) => None,
            Err(error) => {
                let reason = match error {
                    JobError::Stored { reason, .. } => reason,
                    other => other.to_string(),
                };
                let text = format!("is made anew: {}: {reason}", self.path.display());
                self.say("warning: the network", &text);
                None
            }
        }
    }

    /// Keeps the network in place of the one that was there. Where that cannot be done the run goes
    /// on, and somebody is told.
    pub fn keep(&mut self, streets: &Streets) {
        let folder = self.path.parent().map(PathBuf::from).unwrap_or_default();
        let written = streets.to_bytes_of(&self.key).and_then(|bytes| {
            let write = || -> io::Result<()> {
                fs::create_dir_all(&folder)?;
                // Whoever else keeps one has another file beside: the last to be moved stays.
                let mut named = tempfile::Builder::new();
                named.prefix(".nabij-");
                #[cfg(unix)]
                named.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the umask
                let mut beside = named.tempfile_in(&folder)?;
                beside.write_all(&bytes)?;
                beside.persist(&self.path)?;
                Ok(())
            };
            write().map_err(|source| JobError::Io {
                path: self.path.clone(),
                source,
            })
        });
        match written {
            Ok(()) => {
                let text = format!("kept in the cache: {}", self.path.display());
                self.say("network", &text);
            }
            Err(error) => self.say("note: the network", &format!("is not kept: {error}")),
        }
    }

    fn say(&mut self, what: &str, text: &str) {
        self.said.push(format!("{what} {text}"));
    }
}

/// What the readers of extracts said, before anything else was read.
pub(super) struct Noted {
    unused: Vec<Unused>,
    notes: Vec<Unused>,
    dates: BTreeMap<String, String>,
    of_streets: Vec<StreetNotes>,
}

impl Noted {
    pub fn take(sources: &mut Sources<'_>) -> Self {
        let (_, unused, notes) = sources.take_notes();
        Noted {
            unused,
            notes,
            dates: sources.dates(),
            of_streets: sources.notes_of_streets(),
        }
    }

    /// Makes kept streets what those are that were just cut.
    fn put_before(self, streets: &mut Streets) {
        streets.extracts.clear();
        for (own, mut before) in [
            (&mut streets.unused, self.unused),
            (&mut streets.notes, self.notes),
        ] {
            before.append(own);
            *own = before;
        }
        streets.data_dates.extend(self.dates);
    }
}

impl Cache {
    /// The network just cut, which is kept.
    pub fn make(
        &mut self,
        parts: Parts,
        mut noted: Noted,
        profiles: &[Profile],
    ) -> Result<Arc<Streets>, JobError> {
        let mut streets = parts.build()?;
        let names: Vec<String> = self.hashed.values().map(|file| file.file.clone()).collect();
        streets.data_dates.retain(|file, _| names.contains(file));
        streets.groundwork = Some(Groundwork::new(&streets.network, profiles));
        streets.extracts = std::mem::take(&mut noted.of_streets);
        self.keep(&streets);
        noted.put_before(&mut streets);
        Ok(Arc::new(streets))
    }

    /// The network that was found, with what these profiles need as well.
    pub fn complete(
        &mut self,
        found: Arc<Streets>,
        noted: Noted,
        profiles: &[Profile],
    ) -> Result<Arc<Streets>, JobError> {
        let Some(mut streets) = Arc::into_inner(found) else {
            return Err(JobError::Incomplete(
                "has a network that is in use".to_owned(),
            ));
        };
        let laid = streets.groundwork.as_ref();
        if !laid.is_some_and(|laid| profiles.iter().all(|one| laid.knows(one))) {
            streets.groundwork = Some(Groundwork::new(&streets.network, profiles));
            self.keep(&streets);
        }
        noted.put_before(&mut streets);
        Ok(Arc::new(streets))
    }
}

/// Everything that shapes the streets, as 32 bytes; nothing where a file of rules cannot be read.
fn key(file: &StudyFile, hashed: &BTreeMap<PathBuf, InputFile>) -> Option<Key> {
    let mut hasher = Sha256::new();
    let mut add = |text: String| {
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text);
    };
    add(format!("{VERSION} {}", env!("CARGO_PKG_VERSION")));
    let built_in = [WALK_RULES, BARRIER_RULES, FACILITY_RULES, ORIGIN_RULES];
    built_in.into_iter().for_each(|rules| add(rules.to_owned()));
    for layers in [&file.streets, &file.squares, &file.nodes] {
        add(format!("{layers:?}"));
    }
    add(format!("{:?}", (&file.barriers, &file.extent, &file.crs)));
    add(format!("{:?}", (&file.rules.walk, &file.rules.barriers)));
    add(format!("{:?}", hashed.values().collect::<Vec<_>>()));
    // Doors on outlines that the same extract gives to facilities and origins are streets' too.
    let osm =
        |layer: &dyn FileLayer| layer.is_osm() && hashed.contains_key(&file.path(layer.file()));
    let shared = (
        file.facilities
            .iter()
            .map(|layer| osm(layer))
            .collect::<Vec<_>>(),
        file.origins.as_ref().map(|layer| osm(layer)),
        file.areas.as_ref().map(|layer| osm(layer)),
        file.criteria.is_some(),
    );
    add(format!("{shared:?}"));
    for rules in [&file.rules.facilities, &file.rules.origins]
        .into_iter()
        .flatten()
    {
        add(fs::read_to_string(file.path(rules)).ok()?);
    }
    Some(hasher.finalize().into())
}

fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}
