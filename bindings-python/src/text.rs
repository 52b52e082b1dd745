//! Arguments that are text or a path.

use crate::characters::{NOT_TEXT, read};
use crate::convert::type_name;
use crate::errors;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// An argument that must be text. Another type is Python's `TypeError`, half a surrogate pair a `ConfigError`; both
/// name the argument.
pub(crate) fn argument(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Zeroizing<String>> {
    let Ok(text) = value.cast::<PyString>() else {
        return Err(PyTypeError::new_err(format!(
            "{name}: must be str, not {}",
            type_name(value)
        )));
    };
    read(text).ok_or_else(|| errors::config(value.py(), &format!("{name}: {NOT_TEXT}"), None))
}

/// As [`argument`], where `None` may stand instead.
pub(crate) fn optional_argument(value: Option<Bound<'_, PyAny>>, name: &str) -> PyResult<Option<Zeroizing<String>>> {
    value.map(|value| argument(&value, name)).transpose()
}

/// An argument that must be a path: text, bytes or an `os.PathLike`, in UTF-8 or not.
pub(crate) fn path(value: &Bound<'_, PyAny>, name: &str) -> PyResult<PathBuf> {
    let path = decoded_path(value)
        .ok_or_else(|| PyTypeError::new_err(format!("{name}: must be a path, not {}", type_name(value))))?;
    path.extract()
        .map_err(|_| errors::config(value.py(), &format!("{name}: {NOT_TEXT}"), None))
}

/// A path as text, in which each byte that is not UTF-8 is a half of a surrogate pair; `None` for what is no path.
pub(crate) fn decoded_path<'py>(value: &Bound<'py, PyAny>) -> Option<Bound<'py, PyString>> {
    static DECODE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let decode = DECODE.import(value.py(), "os", "fsdecode").ok()?;
    decode.call1((value,)).ok()?.cast_into().ok()
}
