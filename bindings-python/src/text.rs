//! Text and paths out of Python.
//!
//! Text from outside may hold halves of surrogate pairs: `os.fsdecode` makes them of a path that is not UTF-8.
//! Python's codecs refuse them with an exception that carries the whole text, which may be a key, so that they are
//! never asked. And whatever is read here may be a secret: copies are wiped after use.

use crate::convert::type_name;
use crate::errors;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// What is wrong with text that cannot be encoded.
pub(crate) const NOT_TEXT: &str = "holds a half of a surrogate pair, which is not text";

/// The text itself; `None` if it holds a half of a surrogate pair.
pub(crate) fn read(text: &Bound<'_, PyString>) -> Option<Zeroizing<String>> {
    copy(text).map(Zeroizing::new)
}

/// As [`read`], for whoever wipes it.
pub(crate) fn copy(text: &Bound<'_, PyString>) -> Option<String> {
    with_code_points(text, |points| {
        let characters = || points.iter().map(|&point| char::from_u32(point));
        // Its final size at once, since what grows leaves copies behind.
        let size = characters()
            .map(|character| character.map(char::len_utf8))
            .sum::<Option<usize>>()?;
        let mut copy = String::with_capacity(size);
        copy.extend(characters().flatten());
        Some(copy)
    })?
}

/// The text with U+FFFD for each half of a surrogate pair.
pub(crate) fn read_lossily(text: &Bound<'_, PyString>) -> String {
    let lossily = |points: &[u32]| {
        let characters = points.iter().map(|&point| char::from_u32(point));
        characters
            .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    with_code_points(text, lossily).unwrap_or_default()
}

/// What most texts of a message fit into.
const SHORT: usize = 64;

/// Every other way of the stable interface since 3.9 leaves a copy in Python's memory.
fn with_code_points<T>(text: &Bound<'_, PyString>, read: impl FnOnce(&[u32]) -> T) -> Option<T> {
    match text.len().ok()? {
        // To wipe nothing takes longer than all the rest: a store that masks all of its bytes out is a slow one where
        // there is no memory, and there none is.
        0 => Some(read(&[])),
        length @ ..=SHORT => {
            let mut points = Zeroizing::new([0; SHORT]);
            code_points(text, &mut points[..length]).map(read)
        }
        length => {
            let mut points = Zeroizing::new(vec![0; length]);
            code_points(text, &mut points).map(read)
        }
    }
}

fn code_points<'a>(text: &Bound<'_, PyString>, points: &'a mut [u32]) -> Option<&'a [u32]> {
    let length = ffi::Py_ssize_t::try_from(points.len()).ok()?;
    // SAFETY: `text` is a `str`, and the buffer has room for all its characters; no pointer is kept.
    let written = unsafe { ffi::PyUnicode_AsUCS4(text.as_ptr(), points.as_mut_ptr(), length, 0) };
    match written.is_null() {
        true => {
            drop(PyErr::take(text.py()));
            None
        }
        false => Some(points),
    }
}

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
