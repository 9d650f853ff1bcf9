//! Errors as Python exceptions: the one place that maps them.

use std::io;

use nabij::StudyError;
use nabij_io::{JobError, ReadError, ReadErrorKind, osm::OsmError};
use pyo3::{exceptions::PyKeyboardInterrupt, prelude::*, types::PyString};

/// The exception for an error.
pub fn raise(py: Python<'_>, error: JobError) -> PyErr {
    let of_system = match &error {
        JobError::Io { path, source } => {
            Some((source.kind(), format!("{}: {source}", path.display())))
        }
        JobError::Read(ReadError {
            kind: ReadErrorKind::Io(source),
            ..
        })
        | JobError::Osm(OsmError::Io { source, .. }) => Some((source.kind(), error.to_string())),
        _ => None,
    };
    if let Some((kind, what)) = of_system {
        return io::Error::new(kind, what).into();
    }
    let class = match error {
        JobError::Study(StudyError::Interrupted) => {
            return PyKeyboardInterrupt::new_err("interrupted");
        }
        JobError::Strict { count, first } => {
            let more = "give strict=False to go on without them and see not_used";
            let what = format!("{count} rows cannot be used, the first: {first}; {more}");
            return input_error(py, &what);
        }
        JobError::Norms { .. } => "NormError",
        JobError::Network(_) | JobError::Stored { .. } => "NetworkError",
        _ => "InputError",
    };
    exception(py, class, &error.to_string())
}

/// An `InputError` of this message.
pub fn input_error(py: Python<'_>, message: &str) -> PyErr {
    exception(py, "InputError", message)
}

fn exception(py: Python<'_>, class: &str, message: &str) -> PyErr {
    let message = PyString::new(py, message);
    let raised = py
        .import("nabij.errors")
        .and_then(|module| module.getattr(class))
        .and_then(|class| class.call1((message,)));
    match raised {
        Ok(exception) => PyErr::from_value(exception),
        Err(broken) => broken,
    }
}
