//! Which wallet a scanned code can be of.

use crate::bridge::detached_quietly;
use crate::text;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use zeroize::Zeroizing;

/// The name of each wallet, and the providers that charge it.
#[pyfunction]
pub(crate) fn wallets_of<'py>(
    scanned: &Bound<'py, PyAny>,
    providers: &Bound<'py, PyAny>,
) -> PyResult<Vec<(&'static str, Bound<'py, PyTuple>)>> {
    let (py, scanned) = (scanned.py(), text::argument(scanned, "scanned")?);
    let providers = names(providers)?;
    let wallets = detached_quietly(py, || twpos::wallets_of(&scanned, &providers))?;
    let wallets = wallets
        .into_iter()
        .map(|wallet| Ok((wallet.name, PyTuple::new(py, wallet.providers)?)));
    wallets.collect()
}

/// One text is no list of names, though Python would take it for a list of letters.
fn names(providers: &Bound<'_, PyAny>) -> PyResult<Vec<Zeroizing<String>>> {
    if providers.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("providers: must be a list of names, not one text"));
    }
    let names = providers.try_iter()?.map(|name| text::argument(&name?, "providers"));
    names.collect()
}
