//! Core's errors as Python's exceptions, which `twpos/_errors.py` defines.

use crate::characters;
use crate::generated::REFERENCES;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;
use twpos::{Error, ErrorKind, Outcome, bridge, printable};

/// The exception for an error of core.
pub(crate) fn to_python(py: Python<'_>, error: &Error) -> PyErr {
    static FROM_NATIVE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let members = (
        error.kind.as_str(),
        error.outcome.as_str(),
        &error.detail,
        error.http_status,
        error.provider_code.as_deref(),
        error.provider_text.as_deref(),
        error.reference.as_deref(),
    );
    let made = FROM_NATIVE
        .import(py, "twpos._errors", "from_native")
        .and_then(|from_native| from_native.call1(members));
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// A fault of ours at a moment when money may have moved.
pub(crate) fn internal(py: Python<'_>, detail: &str, reference: Option<String>) -> PyErr {
    ours(py, ErrorKind::Internal, Outcome::Unknown, detail, reference)
}

/// A request that is wrong before core sees it.
pub(crate) fn invalid_request(py: Python<'_>, detail: &str, reference: Option<String>) -> PyErr {
    ours(py, ErrorKind::InvalidRequest, Outcome::NotSent, detail, reference)
}

/// A client that cannot be used.
pub(crate) fn config(py: Python<'_>, detail: &str, reference: Option<String>) -> PyErr {
    ours(py, ErrorKind::Config, Outcome::NotSent, detail, reference)
}

/// The transaction that a request is about, as a log may show it, read from Python so that not even a faulty request
/// loses it: a number is shown as text, and what is not text of it as U+FFFD.
pub(crate) fn reference(request: &Bound<'_, PyAny>) -> Option<String> {
    REFERENCES.iter().find_map(|name| {
        let value = request.getattr(*name).ok()?;
        let text = match value.cast::<PyString>() {
            Ok(text) => characters::read_lossily(text),
            Err(_) => value.extract::<i64>().ok()?.to_string(),
        };
        Some(text).filter(|text| !text.is_empty()).map(|text| printable(&text))
    })
}

fn ours(py: Python<'_>, kind: ErrorKind, outcome: Outcome, detail: &str, reference: Option<String>) -> PyErr {
    to_python(py, &bridge::about(bridge::error(kind, outcome, detail), || reference))
}
