//! The files that a study is made from.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::StudyFile;

impl StudyFile {
    /// Every file that the study names, once, in order of name, as paths that can be opened;
    /// without tables that are in memory.
    pub fn input_files(&self) -> Vec<PathBuf> {
        let mut files = self.street_files();
        files.extend(self.network.clone());
        files.extend(self.facilities.iter().map(|layer| layer.file.clone()));
        files.extend(self.origins.iter().map(|layer| layer.file.clone()));
        files.extend(self.doors.iter().map(|layer| layer.file.clone()));
        files.extend(self.coverage.values().cloned());
        files.extend(self.labels.iter().map(|layer| layer.file.clone()));
        files.extend(self.buildings.iter().map(|layer| layer.file.clone()));
        if let Some(areas) = &self.areas {
            files.insert(areas.file.clone());
            let parents = areas.parents.iter();
            files.extend(parents.filter_map(|parent| parent.table.clone()));
        }
        if let Some(weights) = &self.weights {
            let zones = [&weights.pc6, &weights.squares, &weights.areas];
            let zones = zones.into_iter().flatten().map(|layer| layer.file.clone());
            files.extend(zones.filter(|file| file != Path::new("")));
            files.extend(weights.addresses.iter().map(|layer| layer.file.clone()));
        }
        files.extend(self.criteria_files());
        let rules = &self.rules;
        files.extend(rules.facilities.iter().chain(&rules.origins).cloned());
        files.extend(self.norms.file().map(PathBuf::from));
        files.extend(self.profile.files().map(PathBuf::from));
        self.on_disk(files)
    }

    /// What only criteria are made of.
    fn criteria_files(&self) -> impl Iterator<Item = PathBuf> {
        let figures = self.figures.iter().map(|layer| &layer.file);
        let dwellings = self.dwellings.iter().map(|layer| &layer.file);
        let zones = self.zones.iter().map(|layer| &layer.file);
        let named = self.routes.iter().chain(&self.candidates);
        let named = named.map(|layer| &layer.file);
        let supply = self.supply.iter().map(|layer| &layer.file);
        let balance = self.balance.iter();
        let balance = balance.flat_map(|own| [&own.task, &own.stock, &own.plans]);
        let balance = balance.flatten().map(|layer| &layer.file);
        let own = self.criteria.iter();
        let own = own.flat_map(|own| {
            let catalogue = own.catalogue.file().map(PathBuf::from);
            catalogue.into_iter().chain(own.housing.clone())
        });
        let layers = figures.chain(dwellings).chain(zones).chain(named);
        let layers = layers.chain(supply).chain(balance).cloned();
        layers.chain(own).collect::<Vec<_>>().into_iter()
    }

    /// The same of what the network is made of.
    pub fn network_files(&self) -> Vec<PathBuf> {
        self.on_disk(self.street_files())
    }

    /// The study less what the network is made of, for one that is there already.
    pub(crate) fn without_streets(&self) -> Self {
        StudyFile {
            streets: Vec::new(),
            nodes: Vec::new(),
            squares: Vec::new(),
            barriers: Vec::new(),
            extent: None,
            ..self.clone()
        }
    }

    fn street_files(&self) -> BTreeSet<PathBuf> {
        let layers = [&self.streets, &self.nodes, &self.squares];
        let layers = layers.into_iter().flatten().map(|layer| &layer.file);
        let layers = layers.chain(self.barriers.iter().map(|layer| &layer.file));
        let extent = self.extent.iter().map(|layer| &layer.file);
        let rules = self.rules.walk.iter().chain(&self.rules.barriers);
        layers.chain(extent).chain(rules).cloned().collect()
    }

    fn on_disk(&self, files: BTreeSet<PathBuf>) -> Vec<PathBuf> {
        let files = files.into_iter();
        let files = files.filter(|file| !self.tables.contains_key(file));
        files.map(|file| self.path(&file)).collect()
    }
}
