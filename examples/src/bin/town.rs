//! Writes the bundled town again, or with `--check` tells whether its files are what the plan makes.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let check = env::args().nth(1).as_deref() == Some("--check");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/nabij-io/town");
    let Some(files) = nabij_examples::town::files() else {
        eprintln!("a facility names a street that the plan does not have");
        return ExitCode::FAILURE;
    };
    for (name, text) in files {
        let path = folder.join(name);
        if check {
            if fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
                eprintln!("{} is not what the plan makes", path.display());
                return ExitCode::FAILURE;
            }
        } else if let Err(error) = fs::write(&path, &text) {
            eprintln!("{}: {error}", path.display());
            return ExitCode::FAILURE;
        }
        println!("{name}: {} bytes", text.len());
    }
    ExitCode::SUCCESS
}
