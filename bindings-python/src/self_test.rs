//! Failures on purpose, for the tests of the bridge. Not in a release.

use crate::bridge;
use pyo3::prelude::*;
use twpos::icash;

/// Panics where a charge would be made.
#[pyfunction]
#[allow(clippy::panic)]
pub(crate) fn self_test_panic(request: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    bridge::run(
        request,
        |_: &icash::PayRequest| -> Result<icash::PayResponse, twpos::Error> { panic!("a panic on purpose") },
    )
}
