//! `nabij._nabij`: the compiled half of the Python package. It translates
//! between Python and the library and decides nothing itself.
#![forbid(unsafe_code)]

mod compare;
mod distribute;
mod errors;
mod score;

use pyo3::prelude::*;

/// The compiled half of nabij; import `nabij` instead.
#[pymodule]
mod _nabij {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::compare::compare;
    #[pymodule_export]
    use super::distribute::distribute;
    #[pymodule_export]
    use super::score::score;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
