//! The scores of one tile in a file: complete or not there, and known by what they were made from.

use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
};

use nabij::{Missing, TileScores, WalkerScores};
use serde::{Deserialize, Serialize};

use crate::{error::JobError, framed::Framed};

const FRAMED: Framed = Framed {
    mark: b"nabijprt",
    version: 2,
};
/// After that of every frame: key of the run, number of the tile, length of the directory.
const HEAD: usize = Framed::HEAD + 32 + 2 * size_of::<u32>();
/// So many origins are read together.
const BLOCK: usize = 512;

/// What a run was asked: inputs, study and cut, as one number. Parts of another run are of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunKey(pub(super) [u8; 32]);

/// The scores of one tile, as far as they have to be at hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    path: PathBuf,
    directory: Directory,
}

/// Where things are in a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Directory {
    missing: Vec<Missing>,
    /// Per walker.
    blocks: Vec<Vec<Block>>,
}

/// The rows of some origins for one walker.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Block {
    first: u32,
    last: u32,
    start: u64,
    length: u32,
}

/// The scores of a tile as bytes, the same for the same scores.
pub fn to_bytes(key: RunKey, tile: u32, scores: &TileScores) -> Result<Vec<u8>, JobError> {
    let wrong = |error: postcard::Error| damaged(Path::new("part"), &error.to_string());
    let mut body = Vec::new();
    let mut blocks = Vec::new();
    for walker in &scores.walkers {
        let mut own = Vec::new();
        for piece in walker.pieces(BLOCK) {
            let Some((first, last)) = piece.span() else {
                continue;
            };
            let start = body.len();
            body = postcard::to_extend(&piece, body).map_err(wrong)?;
            own.push(Block {
                first,
                last,
                start: start as u64,
                length: (body.len() - start) as u32,
            });
        }
        blocks.push(own);
    }
    let directory = Directory {
        missing: scores.missing.clone(),
        blocks,
    };
    let directory = postcard::to_allocvec(&directory).map_err(wrong)?;
    let mut bytes = Vec::with_capacity(HEAD + directory.len() + body.len());
    bytes.resize(Framed::HEAD, 0);
    bytes.extend_from_slice(&key.0);
    bytes.extend_from_slice(&tile.to_le_bytes());
    bytes.extend_from_slice(&(directory.len() as u32).to_le_bytes());
    bytes.extend(directory);
    bytes.extend(body);
    Ok(FRAMED.close(bytes))
}

impl Part {
    /// Opens the part of a tile, and reads all of it once for its checksum. Nothing where the file
    /// is missing, damaged, cut off, or of another run.
    pub fn open(path: &Path, key: RunKey, tile: u32) -> Option<Part> {
        Part::of_bytes(&fs::read(path).ok()?, path, key, tile)
    }

    /// The same of the bytes of such a file.
    pub fn of_bytes(bytes: &[u8], path: &Path, key: RunKey, tile: u32) -> Option<Part> {
        let rest = FRAMED.open(bytes).ok()?;
        let rest = rest.strip_prefix(&key.0)?;
        let rest = rest.strip_prefix(&tile.to_le_bytes())?;
        let (length, rest) = rest.split_first_chunk()?;
        let length = u32::from_le_bytes(*length) as usize;
        Some(Part {
            path: path.to_owned(),
            directory: postcard::from_bytes::<Directory>(rest.get(..length)?)
                .ok()?
                .moved_by(HEAD + length),
        })
    }

    /// The parts of the network whose missing attributes outcomes of the tile hang on.
    pub fn missing(&self) -> &[Missing] {
        &self.directory.missing
    }

    /// The rows of one walker in which these origins are, and perhaps others.
    pub fn around(
        &self,
        walker: usize,
        origins: &Range<u32>,
    ) -> Result<Vec<WalkerScores>, JobError> {
        let blocks = self.directory.blocks.get(walker);
        let wanted = |block: &&Block| block.first < origins.end && block.last >= origins.start;
        let wanted: Vec<&Block> = blocks.into_iter().flatten().filter(wanted).collect();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let io = |source| JobError::Io {
            path: self.path.clone(),
            source,
        };
        let mut file = File::open(&self.path).map_err(io)?;
        let mut read = |block: &&Block| {
            let mut bytes = vec![0; block.length as usize];
            file.seek(SeekFrom::Start(block.start)).map_err(io)?;
            file.read_exact(&mut bytes).map_err(io)?;
            postcard::from_bytes(&bytes)
                .map_err(|_| damaged(&self.path, "it was changed while it was read"))
        };
        wanted.iter().map(&mut read).collect()
    }
}

impl Directory {
    /// The same with places counted from the start of the file.
    fn moved_by(mut self, bytes: usize) -> Self {
        for block in self.blocks.iter_mut().flatten() {
            block.start += bytes as u64;
        }
        self
    }
}

fn damaged(path: &Path, reason: &str) -> JobError {
    JobError::Tile {
        name: path.display().to_string(),
        reason: format!("{reason}; run the command again"),
    }
}
