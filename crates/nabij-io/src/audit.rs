//! What looks wrong with streets, and how many addresses' verdicts hang on it.

mod write;

use std::{cmp::Reverse, path::Path};

use nabij::{
    AuditFinding, AuditKind, AuditParameters, Components, Parameters, Profile, Scene, WeightColumn,
    audit,
};

use crate::{
    city::Streets,
    error::JobError,
    job::Job,
    names::Names,
    study_file::{AuditTable, StudyFile},
    tables::finding_tables,
    write::OutTable,
};

/// One finding, with what hangs on it where origins were scored.
#[derive(Clone, Debug, PartialEq)]
pub struct Audited {
    /// What was found.
    pub finding: AuditFinding,
    /// How many addresses would meet a norm at its upper limit that they do not meet, if the finding's two
    /// places were joined: none where no origins were scored, for pavements, and for fragments, which no
    /// door opens onto.
    pub turned: Option<usize>,
    /// The same people by column of weights, in the order of [`Audit::weights`]; unknown ones are
    /// left out.
    pub people: Vec<f64>,
    /// How many addresses the fragment keeps off that a link would join to the rest: they are nearer to it than
    /// to the street they are attached to. None where there is no fragment.
    pub refused: Option<usize>,
}

impl Audited {
    /// How many addresses it matters to.
    pub fn concerned(&self) -> usize {
        self.turned.unwrap_or(0) + self.refused.unwrap_or(0)
    }
}

/// Everything that looks wrong with streets: first what matters to most addresses, then by kind, then
/// the largest.
#[derive(Clone, Debug)]
pub struct Audit<'a> {
    /// The streets.
    pub streets: &'a Streets,
    /// What was looked for.
    pub parameters: AuditParameters,
    /// The findings, in order of rank.
    pub findings: Vec<Audited>,
    /// The columns of weights that were added up.
    pub weights: Vec<&'a str>,
}

impl<'a> Audit<'a> {
    /// Looks over streets alone: nobody knows what hangs on a finding.
    ///
    /// # Errors
    /// [`JobError::Incomplete`] when a number is out of its range.
    pub fn of_streets(streets: &'a Streets, table: &AuditTable) -> Result<Self, JobError> {
        let parameters = table.parameters(Parameters::default().min_component)?;
        let findings = found(streets, &parameters).into_iter();
        let alone = |finding| Audited {
            finding,
            turned: None,
            people: Vec::new(),
            refused: None,
        };
        Ok(Self::ranked(
            streets,
            parameters,
            findings.map(alone).collect(),
            Vec::new(),
        ))
    }

    /// Looks over the streets of a job that has been scored. The public is not told how many people hang on
    /// a finding, only how many addresses.
    ///
    /// # Errors
    /// [`JobError::Incomplete`] when a number is out of its range.
    pub fn new(job: &'a Job<'_>, study: &StudyFile) -> Result<Self, JobError> {
        let city = job.city;
        let parameters = study.audit.parameters(city.parameters.min_component)?;
        let findings = found(&city.streets, &parameters);
        let scene = Scene {
            access: job.prepared.walker().certain(),
            snapper: job.prepared.snapper(),
            max_snap: city.parameters.max_snap,
            norms: &city.norms,
            origins: &city.origins,
            attached: &job.scored.attached,
            rows: &job.scored.rows,
        };
        let stakes = scene.stakes(&findings);
        let weights = match study.output.is_public() {
            true => &[],
            false => city.origins.weights(),
        };
        let findings = findings.into_iter().zip(stakes).map(|(finding, stake)| {
            let joins = !matches!(finding.kind, AuditKind::Fragment | AuditKind::NoSidewalk);
            Audited {
                turned: joins.then_some(stake.turned.len()),
                people: weights.iter().map(|w| total(w, &stake.turned)).collect(),
                refused: finding.fragment.as_ref().map(|_| stake.refused.len()),
                finding,
            }
        });
        let names = weights.iter().map(|weight| weight.name.as_str());
        Ok(Self::ranked(
            &city.streets,
            parameters,
            findings.collect(),
            names.collect(),
        ))
    }

    fn ranked(
        streets: &'a Streets,
        parameters: AuditParameters,
        mut findings: Vec<Audited>,
        weights: Vec<&'a str>,
    ) -> Self {
        // Findings come in order of kind and edges, which stays where all else is equal.
        findings.sort_by_key(|one| {
            let size = Reverse(one.finding.size_mm);
            (Reverse(one.concerned()), one.finding.kind, size)
        });
        Audit {
            streets,
            parameters,
            findings,
            weights,
        }
    }

    /// How many findings there are of a kind.
    pub fn count(&self, kind: AuditKind) -> usize {
        let of_kind = |one: &&Audited| one.finding.kind == kind;
        self.findings.iter().filter(of_kind).count()
    }

    /// What a kind of finding is, as a sentence after its number.
    pub fn told(&self, kind: AuditKind) -> String {
        let AuditParameters {
            reach,
            near,
            alongside,
            ..
        } = self.parameters;
        let [reach, near, alongside] =
            [reach, near, alongside].map(|length| format!("{} m", length.in_metres()));
        match kind {
            AuditKind::EndOnLine => {
                "dead ends lie on another line without a common vertex: they do not connect".into()
            }
            AuditKind::NearMiss => {
                format!("junctions or dead ends are within {near} of another and not joined")
            }
            AuditKind::Crossing => {
                "times lines cross or touch on one level without a common vertex".into()
            }
            AuditKind::DeadEnd => {
                format!(
                    "dead ends are within {reach} of another line, a path at either, and not joined"
                )
            }
            AuditKind::Fragment => "pieces are too short for doors to open onto".into(),
            AuditKind::NoSidewalk => {
                format!("streets with sidewalk=separate lack a path within {alongside} alongside")
            }
            _ => kind.as_str().into(),
        }
    }

    /// The findings as points, and the links that would mend them as lines.
    pub fn tables(&self, names: Names) -> [OutTable; 2] {
        finding_tables(self, names)
    }

    /// Writes both tables: to a GeoPackage where the name ends in `.gpkg`, else to a folder, in the format and
    /// language of the study. A folder without `network_findings.json`, or `network_findings.gpkg`, is no
    /// complete result.
    ///
    /// # Errors
    /// [`JobError::Write`] or [`JobError::Io`]; then nothing new is there.
    pub fn write(&self, study: &StudyFile, to: &Path) -> Result<(), JobError> {
        write::write(self, study, to)
    }
}

fn found(streets: &Streets, parameters: &AuditParameters) -> Vec<AuditFinding> {
    let base = Components::new(&streets.network, &Profile::ADULT);
    audit(&streets.network, &base, parameters)
}

fn total(weight: &WeightColumn, origins: &[u32]) -> f64 {
    let values = origins
        .iter()
        .filter_map(|at| weight.values.get(*at as usize));
    let millionths = values.filter_map(|value| value.millionths());
    let sum: i128 = millionths.map(i128::from).sum();
    sum as f64 / 1e6
}
