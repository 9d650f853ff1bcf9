//! `nabij._nabij`: the compiled half of the Python package. It translates
//! between Python and the library and decides nothing itself.
#![forbid(unsafe_code)]

mod city;
mod compare;
mod criteria;
mod distribute;
mod errors;
mod kept;
mod land;
mod network;
mod norms;
mod served;
mod tables;
mod tiles;
mod work;

use pyo3::prelude::*;

/// As in the command: many small pieces of memory are asked for and given back.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The compiled half of nabij; import `nabij` instead.
#[pymodule]
mod _nabij {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::city::{PyCity, check_study, places, town};
    #[pymodule_export]
    use super::compare::compare;
    #[pymodule_export]
    use super::criteria::PyCriteria;
    #[pymodule_export]
    use super::distribute::distribute;
    #[pymodule_export]
    use super::kept::PyKept;
    #[pymodule_export]
    use super::land::PyLand;
    #[pymodule_export]
    use super::network::PyStreets;
    #[pymodule_export]
    use super::norms::{built_in_norms, dutch_word, norms};
    #[pymodule_export]
    use super::tiles::{PyTiles, score_tile};
    #[pymodule_export]
    use super::work::{set_threads, threads};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
