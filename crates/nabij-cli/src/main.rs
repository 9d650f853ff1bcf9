//! The nabij command: who can walk to what they need, who cannot, and why not.
#![forbid(unsafe_code)]
#![deny(clippy::print_stdout, clippy::print_stderr)] // they panic where nobody reads on

mod cache_folder;
mod commands;
mod comparison;
mod criteria;
mod inputs;
mod interrupt;
mod overview;
mod progress;
mod say;
mod score;
mod tiles;

use std::{path::PathBuf, process::ExitCode};

use crate::{cache_folder::CacheFolder, inputs::Inputs, say::aside, tiles::Tiles};
use clap::{Parser, Subcommand, ValueEnum};
use nabij_io::{Audience, Correspondence, Format, StudyFile};

/// Many small pieces of memory are asked for and given back while a city is read and written.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Who can walk to what they need, who cannot, and why not.
#[derive(Debug, Parser)]
#[command(
    name = "nabij",
    version,
    after_help = "Exit codes: 0 done, 1 inputs wrong, 2 usage, 130 interrupted."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The whole job on the bundled, fictional town.
    Demo {
        /// Folder for the town and the results.
        #[arg(long, default_value = "nabij-demo")]
        out: PathBuf,
    },
    /// Score every address against the norms and add up the areas.
    Score {
        #[command(flatten)]
        inputs: Inputs,
        /// Folder for the results.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Format of the results.
        #[arg(long)]
        format: Option<OutFormat>,
        /// Who may see the results, whatever the study file says.
        #[arg(long, requires = "out")]
        audience: Option<ForWhom>,
        /// Stop when any row is rejected.
        #[arg(long)]
        strict: bool,
        #[command(flatten)]
        cache: CacheFolder,
        /// Write a map of a norm's verdicts as an SVG picture beside the tables.
        #[arg(long, value_name = "NORM")]
        map: Option<String>,
        #[command(flatten)]
        tiles: Tiles,
    },
    /// Explain one address (the walk, the margin, what was passed over) or one area.
    Explain {
        /// The study file.
        study: PathBuf,
        /// The id of the address, or a Dutch address such as "2541SV 12".
        #[arg(required_unless_present = "area")]
        address: Option<String>,
        /// The code of an area instead: who fails there, and why.
        #[arg(long, value_name = "CODE", conflicts_with = "address")]
        area: Option<String>,
        /// The norm; every norm that applies if not given.
        #[arg(long)]
        norm: Option<String>,
        #[command(flatten)]
        cache: CacheFolder,
        /// As JSON: docs/explanation.schema.json, of an area docs/area-explanation.schema.json.
        #[arg(long)]
        json: bool,
    },
    /// Write the network's edges and nodes, so that anything can be recomputed by hand.
    Network {
        #[command(flatten)]
        inputs: Inputs,
        /// The GeoPackage to write.
        #[arg(long)]
        out: PathBuf,
    },
    /// List the built-in norm sets, or print one as TOML to start your own from.
    Norms {
        /// A built-in set, or a TOML file to check.
        set: Option<String>,
    },
    /// List the built-in walking profiles, or print them as TOML to start your own from.
    Profiles {
        /// Print the TOML.
        #[arg(long)]
        toml: bool,
    },
    /// Compare two results of the same study: which addresses changed class, and areas' shares.
    Compare {
        /// The folder of the earlier results.
        old: PathBuf,
        /// The folder of the later results.
        new: PathBuf,
        /// Folder for the comparison; only printed if not given.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Format of the comparison.
        #[arg(long, requires = "out")]
        format: Option<OutFormat>,
        /// A norm of the old results and the one that corresponds in the new; repeat for more.
        #[arg(long = "norm", value_name = "OLD=NEW", value_parser = pair)]
        norms: Vec<(String, String)>,
        /// A CSV with the columns old and new: which codes of areas correspond.
        #[arg(long, value_name = "FILE")]
        areas: Option<PathBuf>,
    },
    /// Measure the criteria of a caring neighbourhood: norms first, then headings, and what would help.
    Criteria {
        /// The study file.
        study: PathBuf,
        /// The page of one area, by its code, instead of tables of all.
        #[arg(long, value_name = "CODE", conflicts_with_all = ["out", "format", "tile_size", "memory"])]
        area: Option<String>,
        /// The page as JSON.
        #[arg(long, requires = "area")]
        json: bool,
        /// Folder for the results.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Format of the results.
        #[arg(long)]
        format: Option<OutFormat>,
        /// Weigh the headings into one number as well: the weights are yours.
        #[arg(long)]
        total: bool,
        #[command(flatten)]
        cache: CacheFolder,
        #[command(flatten)]
        tiles: Tiles,
    },
    /// List the catalogues of criteria, or print one as TOML to start your own from.
    Catalogue {
        /// The name of a built-in catalogue to print, or a TOML file to check.
        name: Option<String>,
    },
    /// Tell what is wrong with the inputs and the network before a long run.
    Check {
        #[command(flatten)]
        inputs: Inputs,
        /// A folder, or a GeoPackage, for the places where the network looks wrong.
        #[arg(long)]
        out: Option<PathBuf>,
        #[command(flatten)]
        cache: CacheFolder,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OutFormat {
    Parquet,
    Gpkg,
    Geojson,
    Csv,
}

impl From<OutFormat> for Format {
    fn from(format: OutFormat) -> Self {
        match format {
            OutFormat::Parquet => Format::Parquet,
            OutFormat::Gpkg => Format::Gpkg,
            OutFormat::Geojson => Format::Geojson,
            OutFormat::Csv => Format::Csv,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ForWhom {
    /// Those who may see counts of people at single addresses.
    Intern,
    /// Everybody: nobody's count can be found out.
    Openbaar,
}

impl From<ForWhom> for Audience {
    fn from(audience: ForWhom) -> Self {
        match audience {
            ForWhom::Intern => Audience::Internal,
            ForWhom::Openbaar => Audience::Public,
        }
    }
}

/// `OLD=NEW` as a pair.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((old, new)) if !old.is_empty() && !new.is_empty() => Ok((old.into(), new.into())),
        _ => Err("write OLD=NEW".to_owned()),
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    interrupt::listen();
    let done = match cli.command {
        Command::Demo { out } => commands::demo(&out),
        Command::Score {
            inputs,
            out,
            format,
            audience,
            strict,
            cache,
            map,
            tiles,
        } => inputs.study().and_then(|mut study| {
            cache.name(&mut study);
            if let Some(format) = format {
                study.output.format = format.into();
            }
            if let Some(audience) = audience {
                study.output.audience = audience.into();
            }
            let folder = out.unwrap_or_else(|| study.output_folder());
            let asked = score::Asked {
                strict,
                map: map.as_deref(),
                tiling: tiles.tiling(),
            };
            score::score(&study, &folder, asked)
        }),
        Command::Explain {
            study,
            address,
            area,
            norm,
            cache,
            json,
        } => StudyFile::read(&study).and_then(|mut study| {
            cache.name(&mut study);
            match (address, area) {
                (_, Some(area)) => commands::explain_area(&study, &area, norm.as_deref(), json),
                (address, None) => {
                    let address = address.unwrap_or_default();
                    commands::explain(&study, &address, norm.as_deref(), json)
                }
            }
        }),
        Command::Network { inputs, out } => inputs
            .study()
            .and_then(|study| commands::network(&study, &out)),
        Command::Profiles { toml } => {
            commands::profiles(toml);
            Ok(())
        }
        Command::Norms { set } => commands::norms(set.as_deref()),
        Command::Compare {
            old,
            new,
            out,
            format,
            norms,
            areas,
        } => {
            let norms = norms.into_iter().collect();
            let format = format.map(Format::from).unwrap_or_default();
            let to = out.as_deref().map(|folder| (folder, format));
            comparison::compare(&old, &new, &Correspondence { norms, areas }, to)
        }
        Command::Criteria {
            study,
            area,
            json,
            out,
            format,
            total,
            cache,
            tiles,
        } => StudyFile::read(&study).and_then(|mut study| {
            cache.name(&mut study);
            if let Some(format) = format {
                study.output.format = format.into();
            }
            study.criteria.get_or_insert_default().total |= total;
            match area {
                Some(area) => criteria::page(&study, &area, json),
                None => {
                    let folder = out.unwrap_or_else(|| study.output_folder());
                    criteria::write(&study, &folder, tiles.tiling())
                }
            }
        }),
        Command::Catalogue { name } => criteria::catalogue(name.as_deref()),
        Command::Check { inputs, out, cache } => inputs.study().and_then(|mut study| {
            cache.name(&mut study);
            commands::check(&study, out.as_deref())
        }),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            interrupt::end_if_stopping();
            aside!("error: {error}");
            ExitCode::from(1)
        }
    }
}
