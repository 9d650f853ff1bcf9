//! Errors as Python exceptions: the one place that maps them.

use nabij::StudyError;
use nabij_io::JobError;
use pyo3::{exceptions::PyKeyboardInterrupt, prelude::*, types::PyString};

/// The exception for an error.
pub fn raise(py: Python<'_>, error: JobError) -> PyErr {
    let class = match error {
        JobError::Study(StudyError::Interrupted) => {
            return PyKeyboardInterrupt::new_err("interrupted");
        }
        JobError::Io { source, .. } => return source.into(),
        JobError::Norms { .. } => "NormError",
        JobError::Network(_) => "NetworkError",
        _ => "InputError",
    };
    let message = PyString::new(py, &error.to_string());
    let raised = py
        .import("nabij.errors")
        .and_then(|module| module.getattr(class))
        .and_then(|class| class.call1((message,)));
    match raised {
        Ok(exception) => PyErr::from_value(exception),
        Err(broken) => broken,
    }
}
