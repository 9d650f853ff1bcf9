//! The blocks of a PBF file, unpacked; and what its header says.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use flate2::{Decompress, FlushDecompress, Status};

use super::{
    error::OsmError,
    wire::{Message, Wrong, zigzag},
};

/// The format's own limits.
const HEADER_LIMIT: u64 = 64 * 1024;
const BLOCK_LIMIT: u64 = 32 * 1024 * 1024;

/// What the header says of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Header {
    /// West, south, east, north in degrees.
    pub(crate) bbox: Option<[f64; 4]>,
    /// Seconds since 1970 up to which edits are in the data.
    pub(crate) timestamp: Option<i64>,
}

/// One block, still packed.
#[derive(Debug)]
pub(crate) struct Packed {
    pub(crate) number: usize,
    pub(crate) offset: u64,
    kind: String,
    bytes: Vec<u8>,
}

/// Reads the blocks of a file one after the other, and stops after the first error.
pub(crate) struct Blocks<R> {
    path: PathBuf,
    source: R,
    number: usize,
    offset: u64,
    done: bool,
}

impl Blocks<BufReader<File>> {
    pub(crate) fn open(path: &Path) -> Result<Self, OsmError> {
        let file = File::open(path).map_err(|source| OsmError::Io {
            path: path.to_owned(),
            source,
        })?;
        Ok(Blocks::new(path.to_owned(), BufReader::new(file)))
    }
}

impl<R: Read> Blocks<R> {
    pub(crate) fn new(path: PathBuf, source: R) -> Self {
        Blocks {
            path,
            source,
            number: 0,
            offset: 0,
            done: false,
        }
    }

    /// Up to `wanted` bytes; fewer only at the end of the file.
    fn take(&mut self, wanted: u64) -> Result<Vec<u8>, OsmError> {
        let mut bytes = Vec::with_capacity(usize::try_from(wanted).unwrap_or(0));
        (&mut self.source)
            .take(wanted)
            .read_to_end(&mut bytes)
            .map_err(|source| OsmError::Io {
                path: self.path.clone(),
                source,
            })?;
        Ok(bytes)
    }

    fn block(&mut self) -> Result<Option<Packed>, OsmError> {
        let (path, offset, number) = (self.path.clone(), self.offset, self.number + 1);
        let length = self.take(4)?;
        if length.is_empty() && number > 1 {
            return Ok(None);
        }
        let not_pbf = |reason: &str| OsmError::NotPbf {
            path: path.clone(),
            reason: reason.to_owned(),
        };
        let truncated = OsmError::Truncated {
            path: path.clone(),
            block: number,
            offset,
        };
        let corrupt = |reason| OsmError::Corrupt {
            path: path.clone(),
            block: number,
            offset,
            reason,
        };
        if length.is_empty() {
            return Err(not_pbf("the file is empty"));
        }
        let Ok(length) = <[u8; 4]>::try_from(length.as_slice()) else {
            return Err(if number == 1 {
                not_pbf("it is too short")
            } else {
                truncated
            });
        };
        let header_length = u64::from(u32::from_be_bytes(length));
        if header_length > HEADER_LIMIT {
            return Err(match &length {
                b"<?xm" | b"<osm" => not_pbf("this is OSM XML"),
                [0x1f, 0x8b, ..] | b"BZh9" => not_pbf("this is a compressed file of another kind"),
                _ if number == 1 => not_pbf("it does not begin with a PBF header"),
                _ => corrupt("its header is longer than 64 kB"),
            });
        }
        let wrong = |wrong: Wrong| match number {
            1 => not_pbf(wrong.0),
            _ => corrupt(wrong.0),
        };
        let header = self.take(header_length)?;
        if header.len() as u64 != header_length {
            return Err(truncated);
        }
        let (kind, size) = blob_header(&header).map_err(wrong)?;
        if number == 1 && kind != "OSMHeader" {
            return Err(not_pbf("its first block is no OSMHeader"));
        }
        if size > BLOCK_LIMIT {
            return Err(corrupt("it is longer than 32 MB"));
        }
        let bytes = self.take(size)?;
        if bytes.len() as u64 != size {
            return Err(truncated);
        }
        self.number = number;
        self.offset = offset + 4 + header_length + size;
        Ok(Some(Packed {
            number,
            offset,
            kind: kind.to_owned(),
            bytes,
        }))
    }

    /// The file's header, which is its first block.
    pub(crate) fn header(&mut self) -> Result<Header, OsmError> {
        let Some(packed) = self.next().transpose()? else {
            return Ok(Header::default());
        };
        let bytes = packed.unpack(&self.path)?;
        let (header, features) =
            file_header(&bytes).map_err(|wrong| packed.wrong(&self.path, wrong))?;
        match features
            .into_iter()
            .find(|feature| !matches!(feature.as_str(), "OsmSchema-V0.6" | "DenseNodes"))
        {
            Some(feature) => Err(OsmError::Unsupported {
                path: self.path.clone(),
                feature: format!("the feature {feature:?}"),
            }),
            None => Ok(header),
        }
    }
}

impl<R: Read> Iterator for Blocks<R> {
    type Item = Result<Packed, OsmError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let block = self.block().transpose();
        self.done = !matches!(block, Some(Ok(_)));
        block
    }
}

impl Packed {
    /// Whether it holds nodes, ways or relations; readers skip what they do not know.
    pub(crate) fn is_data(&self) -> bool {
        self.kind == "OSMData"
    }

    pub(crate) fn wrong(&self, path: &Path, wrong: Wrong) -> OsmError {
        OsmError::Corrupt {
            path: path.to_owned(),
            block: self.number,
            offset: self.offset,
            reason: wrong.0,
        }
    }

    /// The block's bytes, decompressed.
    pub(crate) fn unpack(&self, path: &Path) -> Result<Vec<u8>, OsmError> {
        let (mut raw, mut zlib, mut size, mut other) = (None, None, 0, None);
        let mut message = Message(&self.bytes);
        let wrong = |wrong| self.wrong(path, wrong);
        while let Some((field, value)) = message.field().map_err(wrong)? {
            match field {
                1 => raw = Some(value.bytes().map_err(wrong)?),
                2 => size = value.number().map_err(wrong)?,
                3 => zlib = Some(value.bytes().map_err(wrong)?),
                4 => other = Some("lzma"),
                5 => other = Some("bzip2"),
                6 => other = Some("lz4"),
                7 => other = Some("zstd"),
                _ => {}
            }
        }
        if let Some(raw) = raw {
            return Ok(raw.to_vec());
        }
        let Some(zlib) = zlib else {
            return Err(match other {
                Some(name) => OsmError::Unsupported {
                    path: path.to_owned(),
                    feature: format!("{name} compression"),
                },
                None => wrong(Wrong("it holds no data")),
            });
        };
        let expected = usize::try_from(size).ok().filter(|_| size <= BLOCK_LIMIT);
        let expected = expected.ok_or_else(|| wrong(Wrong("it is longer than 32 MB")))?;
        // Zlib shrinks at most 1032 times: a small lie about the size reserves little.
        let mut bytes = Vec::with_capacity(expected.min(zlib.len().saturating_mul(1032)));
        // All at once, into room of the right size: nothing is copied twice.
        let end = Decompress::new(true)
            .decompress_vec(zlib, &mut bytes, FlushDecompress::Finish)
            .map_err(|_| wrong(Wrong("its compressed data are damaged")))?;
        if end != Status::StreamEnd || bytes.len() != expected {
            return Err(wrong(Wrong(
                "its compressed data do not have the length it says",
            )));
        }
        Ok(bytes)
    }
}

fn blob_header(bytes: &[u8]) -> Result<(&str, u64), Wrong> {
    let (mut kind, mut size) = ("", None);
    let mut message = Message(bytes);
    while let Some((field, value)) = message.field()? {
        match field {
            1 => {
                kind =
                    std::str::from_utf8(value.bytes()?).map_err(|_| Wrong("its kind is no text"))?
            }
            3 => size = Some(value.number()?),
            _ => {}
        }
    }
    Ok((kind, size.ok_or(Wrong("a block does not say its length"))?))
}

fn file_header(bytes: &[u8]) -> Result<(Header, Vec<String>), Wrong> {
    let mut header = Header::default();
    let mut features = Vec::new();
    let mut message = Message(bytes);
    while let Some((field, value)) = message.field()? {
        match field {
            1 => header.bbox = bbox(value.bytes()?)?,
            4 => features.push(String::from_utf8_lossy(value.bytes()?).into_owned()),
            32 => header.timestamp = Some(value.number()?.cast_signed()),
            _ => {}
        }
    }
    Ok((header, features))
}

/// Left, right, top and bottom in thousand-millionths of a degree.
fn bbox(bytes: &[u8]) -> Result<Option<[f64; 4]>, Wrong> {
    let mut sides = [None; 4];
    let mut message = Message(bytes);
    while let Some((field, value)) = message.field()? {
        let side = usize::try_from(field)
            .ok()
            .and_then(|field| sides.get_mut(field.checked_sub(1)?));
        if let Some(side) = side {
            *side = Some(zigzag(value.number()?) as f64 / 1e9);
        }
    }
    let [Some(left), Some(right), Some(top), Some(bottom)] = sides else {
        return Ok(None);
    };
    let sound = left <= right
        && bottom <= top
        && left >= -180.0
        && right <= 180.0
        && bottom >= -90.0
        && top <= 90.0;
    Ok(sound.then_some([left, bottom, right, top]))
}
