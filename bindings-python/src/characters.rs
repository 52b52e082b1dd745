//! Text out of Python.
//!
//! Text from outside may hold halves of surrogate pairs: `os.fsdecode` makes them of a path that is not UTF-8.
//! Python's codecs refuse them with an exception that carries the whole text, which may be a key, so that they are
//! never asked. And whatever is read here may be a secret: copies are wiped after use.

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;
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
