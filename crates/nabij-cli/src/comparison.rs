//! Two results side by side, on the terminal and in files.

use std::path::Path;

use nabij_io::{Comparison, Correspondence, Format, JobError, Written, compare as compare_folders};

use crate::{interrupt, say::say};

/// Compares two result folders; prints how many changed class, and writes the tables where asked.
pub fn compare(
    old: &Path,
    new: &Path,
    correspondence: &Correspondence,
    to: Option<(&Path, Format)>,
) -> Result<(), JobError> {
    let found = compare_folders(old, new, correspondence)?;
    let written = match to {
        Some((folder, format)) => {
            interrupt::remove_if_interrupted(Written::partial(folder));
            Some(found.write(folder, format)?)
        }
        None => None,
    };
    say!("{}", told(&found).trim_end());
    if let Some(written) = written {
        say!("\nComparison:        {}", written.folder.display());
    }
    Ok(())
}

/// Which verdicts went where, norm by norm.
fn told(found: &Comparison) -> String {
    let mut text = String::new();
    for note in &found.notes {
        text.push_str(&format!("note: {note}\n"));
    }
    let mut last = "";
    for one in &found.transitions {
        if one.norm != last {
            let own = found
                .transitions
                .iter()
                .filter(|other| other.norm == one.norm);
            let (mut all, mut changed) = (0, 0);
            for other in own {
                all += other.count;
                changed += if other.old == other.new {
                    0
                } else {
                    other.count
                };
            }
            text.push_str(&format!(
                "{}: {changed} of {all} addresses changed class\n",
                one.norm
            ));
            last = &one.norm;
        }
        if one.old != one.new {
            let word =
                |verdict: &Option<String>| verdict.clone().unwrap_or("(not there)".to_owned());
            let (old, new) = (word(&one.old), word(&one.new));
            text.push_str(&format!("  {:>8}  {old} -> {new}\n", one.count));
        }
    }
    text
}
