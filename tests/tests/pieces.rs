//! Results that come in pieces are those of the whole, to the byte.

mod door;

use std::{
    fs,
    path::{Path, PathBuf},
};

use nabij::Missing;
use nabij_io::{
    City, Job, JobError, Manifest, Piece, Report, Source, StudyFile, Totals, VisitPiece,
};

/// A job whose rows are handed over a few origins at a time.
struct Cut<'j> {
    job: &'j Job<'j>,
    /// Where pieces end.
    ends: Vec<usize>,
    /// Where the disk fails.
    broken: Option<usize>,
}

impl Source for Cut<'_> {
    fn each(&self, walker: usize, visit: &mut VisitPiece<'_>) -> Result<(), JobError> {
        let job = self.job;
        let scored = match walker.checked_sub(1) {
            None => &job.scored,
            Some(other) => &job.others[other].scored,
        };
        let mut start = 0;
        for end in &self.ends {
            if self.broken.is_some_and(|at| (start..*end).contains(&at)) {
                let path = PathBuf::from("part-7");
                let source = std::io::ErrorKind::UnexpectedEof.into();
                return Err(JobError::Io { path, source });
            }
            // Counted, not found by bisection.
            let before = |end: usize| {
                let rows = scored.rows.iter();
                rows.filter(|row| (row.origin as usize) < end).count()
            };
            let own = before(start)..before(*end);
            let rests = scored.rests.as_ref().map(|rests| rests.part(own.clone()));
            visit(Piece {
                origins: start..*end,
                rows: &scored.rows[own.clone()],
                causes: &job.causes[walker][own],
                attached: &scored.attached,
                rests: rests.as_ref(),
            })?;
            start = *end;
        }
        Ok(())
    }

    fn survey(&self, weight: Option<usize>) -> Result<Vec<Missing>, JobError> {
        self.job.survey(weight)
    }
}

/// The town for several who walk, with rests, its results in a format.
fn study(town: &Path, format: &str) -> StudyFile {
    let text = fs::read_to_string(town.join("study.toml")).unwrap();
    let text = text
        .replace(
            "profile = \"adult\"",
            "profile = [\"adult\", \"rollator\"]\nrests = [50, 100]",
        )
        .replace("\"parquet\"", &format!("{format:?}"));
    assert!(text.contains("rests") && text.contains(format));
    let path = town.join(format!("{format}.toml"));
    fs::write(&path, text).unwrap();
    StudyFile::read(&path).unwrap()
}

/// The files of a folder by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let bytes = |name: String| (name.clone(), fs::read(folder.join(name)).unwrap());
    door::names(folder).into_iter().map(bytes).collect()
}

#[test]
fn pieces_make_the_files_of_the_whole() {
    let (_town, town) = door::town();
    let out = tempfile::tempdir().unwrap();
    let first = study(&town, "csv");
    let city = City::read(&first, &|_| ()).unwrap();
    let job = Job::run(&city, None).unwrap();
    let count = city.origins.len();
    let cuts = [
        vec![count],
        (0..count).step_by(700).skip(1).chain([count]).collect(),
        // Some without origins, some with a single one.
        vec![0, 0, 1, 2, 2, count - 1, count, count],
    ];
    for format in ["csv", "geojson", "gpkg", "parquet"] {
        let study = study(&town, format);
        let folder = out.path().join(format);
        job.write(&study, &folder, None).unwrap();
        let whole = files(&folder);
        for (at, ends) in cuts.iter().enumerate() {
            let cut = Cut {
                job: &job,
                ends: ends.clone(),
                broken: None,
            };
            let totals = Totals::new(&city, &job.prepared, &cut).unwrap();
            let report = Report::new(&city, &job.prepared, &cut, &totals);
            assert_eq!(
                Manifest::of(&report, &study).unwrap(),
                job.manifest(&study).unwrap()
            );
            let folder = out.path().join(format!("{format}-{at}"));
            let none = |_: &Path| Ok(Vec::new());
            report.write(&study, &folder, Vec::new(), none).unwrap();
            for ((name, found), (expected, whole)) in files(&folder).iter().zip(&whole) {
                assert_eq!(name, expected);
                assert!(found == whole, "{format}, cut {at}: {name} differs");
            }
            assert_eq!(door::names(&folder).len(), whole.len());
        }
    }
}

#[test]
fn cutting_keeps_every_row() {
    let (_town, town) = door::town();
    let city = City::read(&study(&town, "csv"), &|_| ()).unwrap();
    let job = Job::run(&city, None).unwrap();
    for most in [3, 1000, 100_000] {
        let (mut next, mut rows, mut causes) = (0, Vec::new(), Vec::new());
        let mut walks = Vec::new();
        job.each(1, &mut |whole| {
            whole.cut(most, &mut |piece| {
                assert_eq!(piece.origins.start, next);
                assert!(piece.origins.len() <= most);
                next = piece.origins.end;
                let own = |origin: u32| piece.origins.contains(&(origin as usize));
                assert!(piece.rows.iter().all(|row| own(row.origin)));
                rows.extend_from_slice(piece.rows);
                causes.extend_from_slice(piece.causes);
                let rests = piece.rests.unwrap();
                let told = |at| (rests.longest(at), rests.walks(at).to_vec());
                walks.extend((0..piece.rows.len()).map(told));
                Ok(())
            })
        })
        .unwrap();
        let scored = &job.others[0].scored;
        let rests = scored.rests.as_ref().unwrap();
        let told = |at| (rests.longest(at), rests.walks(at).to_vec());
        let all: Vec<_> = (0..scored.rows.len()).map(told).collect();
        assert_eq!(next, city.origins.len());
        assert!(rows == scored.rows && causes == job.causes[1] && walks == all);
    }
}

#[test]
fn a_piece_that_cannot_be_had_leaves_nothing() {
    let (_town, town) = door::town();
    let out = tempfile::tempdir().unwrap();
    let city = City::read(&town_alone(&town), &|_| ()).unwrap();
    let job = Job::run(&city, None).unwrap();
    let cut = |broken| Cut {
        job: &job,
        ends: vec![1000, 2000, city.origins.len()],
        broken,
    };
    let totals = Totals::new(&city, &job.prepared, &cut(None)).unwrap();
    let broken = cut(Some(1500));
    assert!(Totals::new(&city, &job.prepared, &broken).is_err());
    let report = Report::new(&city, &job.prepared, &broken, &totals);
    for format in ["csv", "geojson", "gpkg", "parquet"] {
        let folder = out.path().join(format);
        let none = |_: &Path| Ok(Vec::new());
        let error = report.write(&study(&town, format), &folder, Vec::new(), none);
        assert_eq!(
            error.unwrap_err().to_string(),
            "part-7: unexpected end of file"
        );
        assert_eq!(door::names(&folder), Vec::<String>::new());
    }
}

fn town_alone(town: &Path) -> StudyFile {
    StudyFile::read(town.join("study.toml")).unwrap()
}
