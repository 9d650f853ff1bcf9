//! What can be wrong with a file.

use std::{fmt, io};

use crate::{
    crs::CrsError,
    reason::{Position, Reason},
};

/// A file that cannot be read.
#[derive(Debug)]
pub struct ReadError {
    /// The file, with the layer where it has several.
    pub path: String,
    /// Where in the file, where known.
    pub position: Option<Position>,
    /// What is wrong.
    pub kind: ReadErrorKind,
}

/// What is wrong with a file, by what the caller can do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The system does not give the file.
    #[error("{}", no_file(.0))]
    Io(#[source] io::Error),
    /// Nothing reads a file of this name.
    #[error(
        "files ending in {extension:?} are not read: give .gpkg, .geojson, .json, .parquet, .geoparquet, .csv, .txt or .tsv"
    )]
    UnknownFormat {
        /// The end of its name.
        extension: String,
    },
    /// The file is damaged or something else than its name says.
    #[error("this is no {format} file that can be read: {message}")]
    Malformed {
        /// The format its name says.
        format: &'static str,
        /// What is wrong.
        message: String,
    },
    /// The bytes are no text in the encoding stated.
    #[error("{message}")]
    Encoding {
        /// What is wrong and what to do.
        message: String,
    },
    /// The file has no layer of this name.
    #[error("there is no layer {layer:?}; there is: {layers}")]
    NoLayer {
        /// The name asked for.
        layer: String,
        /// The names there are.
        layers: String,
    },
    /// The file has several layers and none was named.
    #[error("name the layer to read; there is: {layers}")]
    ManyLayers {
        /// The names there are.
        layers: String,
    },
    /// The table has no column of this name.
    #[error("there is no column {column:?}; {}", there_is(columns))]
    NoColumn {
        /// The name asked for.
        column: String,
        /// The names there are.
        columns: String,
    },
    /// Two columns have one name.
    #[error("column {column:?} occurs twice")]
    DuplicateColumn {
        /// The name.
        column: String,
    },
    /// A table without geometries where places are needed.
    #[error("the table has no geometry{hint}")]
    NoGeometry {
        /// What to do.
        hint: &'static str,
    },
    /// Nobody says in which CRS the coordinates are.
    #[error("no CRS is stated: add crs = \"EPSG:…\" for the coordinates of this file")]
    NoCrs,
    /// File and caller state different CRSs.
    #[error(
        "the file states the CRS {file}, but {given} was given: give none, or correct the file"
    )]
    CrsConflict {
        /// What the file says.
        file: String,
        /// What the caller says.
        given: String,
    },
    /// The CRS is not known, or the coordinates cannot be in it.
    #[error(transparent)]
    Crs(Box<CrsError>),
    /// A row that may not be left out is wrong.
    #[error("{0}")]
    Row(Reason),
}

/// What the system says of a file, and what to do where there is none.
pub(crate) fn no_file(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => {
            "there is no such file; paths in a study file start from its own folder".to_owned()
        }
        _ => error.to_string(),
    }
}

/// The columns, or that there are none.
pub(crate) fn there_is(columns: &str) -> String {
    match columns {
        "" => "it has no columns, as a layer without features".to_owned(),
        columns => format!("there is: {columns}"),
    }
}

impl ReadError {
    pub(crate) fn new(path: impl fmt::Display, kind: ReadErrorKind) -> Self {
        ReadError {
            path: path.to_string(),
            position: None,
            kind,
        }
    }

    pub(crate) fn malformed(
        path: impl fmt::Display,
        format: &'static str,
        message: impl fmt::Display,
    ) -> Self {
        let message = message.to_string();
        ReadError::new(path, ReadErrorKind::Malformed { format, message })
    }

    pub(crate) fn crs(path: impl fmt::Display, e: CrsError) -> Self {
        ReadError::new(path, ReadErrorKind::Crs(Box::new(e)))
    }

    pub(crate) fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path)?;
        if let Some(position) = self.position {
            write!(f, ", {position}")?;
        }
        write!(f, ": {}", self.kind)
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ReadErrorKind::Io(e) => Some(e),
            ReadErrorKind::Crs(e) => Some(e.as_ref()),
            ReadErrorKind::Row(e) => Some(e),
            _ => None,
        }
    }
}
