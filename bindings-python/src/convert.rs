//! Messages out of Python's classes into core's structs, and back. Which fields a message has is in
//! `generated/`; here is how one field goes over.

use crate::characters;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict, PyInt, PyMapping, PyMappingProxy, PyString, PyTuple};
use std::collections::BTreeMap;
use std::ops::Deref;
use zeroize::{Zeroize as _, Zeroizing};

/// Why a value is not what a request needs. No value is ever quoted: it may be a barcode.
pub(crate) enum Problem {
    /// The value itself is wrong: what it must be instead.
    Value(String),
    /// Something inside the value is wrong: where, and what it must be instead.
    Inside(String),
}

impl Problem {
    pub(crate) fn wrong_type(expected: &str, value: &Bound<'_, PyAny>) -> Self {
        Problem::Value(format!("must be {expected}, not {}", type_name(value)))
    }

    fn out_of_range() -> Self {
        Problem::Value("is out of range".to_owned())
    }

    /// An exception of Python itself, whose text may quote a value.
    pub(crate) fn raised(error: &PyErr, py: Python<'_>) -> Self {
        Problem::Value(format!("raised {} when it was read", type_name(error.value(py))))
    }

    /// The same problem, seen from what holds the value under `name` or, in a list, at `[0]`.
    pub(crate) fn inside(self, name: &str) -> Self {
        Problem::Inside(match self {
            Problem::Value(text) => format!("{name}: {text}"),
            Problem::Inside(text) if text.starts_with('[') => format!("{name}{text}"),
            Problem::Inside(text) => format!("{name}.{text}"),
        })
    }
}

/// What can be read from Python.
pub(crate) trait FromPython: Sized {
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Problem>;

    /// Overwrites every text: it may be a barcode or a key.
    fn wipe(&mut self) {}
}

/// A message that is wiped after use.
pub(crate) struct Wiped<T: FromPython>(pub(crate) T);

impl<T: FromPython> Deref for Wiped<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: FromPython> Drop for Wiped<T> {
    fn drop(&mut self) {
        self.0.wipe();
    }
}

/// What can be given to Python.
pub(crate) trait IntoPython {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>>;
}

pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value
        .get_type()
        .name()
        .map_or_else(|_| "?".to_owned(), |name| name.to_string())
}

impl FromPython for String {
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Problem> {
        let text = value
            .cast::<PyString>()
            .map_err(|_| Problem::wrong_type("str", value))?;
        characters::copy(text).ok_or_else(|| Problem::Value(characters::NOT_TEXT.to_owned()))
    }

    fn wipe(&mut self) {
        // See `text`: of nothing it would take longer.
        if self.capacity() > 0 {
            self.zeroize();
        }
    }
}

impl FromPython for bool {
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Problem> {
        let flag = value.cast::<PyBool>().map_err(|_| Problem::wrong_type("bool", value))?;
        Ok(flag.is_true())
    }
}

/// A whole number: what Python indexes with, or a number or text that core reads as one, such as 36.0 or "36.00".
///
/// In Python `True` is a number too; as an amount it can only be a mistake.
fn integer<T: TryFrom<i64>>(value: &Bound<'_, PyAny>) -> Result<T, Problem> {
    let number = match value.is_exact_instance_of::<PyInt>() {
        true => value.extract().map_err(|_| Problem::out_of_range())?,
        false => other_integer(value)?,
    };
    T::try_from(number).map_err(|_| Problem::out_of_range())
}

/// What is not an `int` and yet says a whole number.
#[cold]
fn other_integer(value: &Bound<'_, PyAny>) -> Result<i64, Problem> {
    match value.call_method0("__index__") {
        _ if value.is_instance_of::<PyBool>() => Err(Problem::wrong_type("int", value)),
        Ok(index) => index.extract().map_err(|_| Problem::out_of_range()),
        Err(_) => number_text(value)?
            .and_then(|text| twpos::whole_number(&text))
            .ok_or_else(|| Problem::Value("must be a whole number".to_owned())),
    }
}

/// What text, a float, a Decimal or a number of another library says, in digits.
fn number_text(value: &Bound<'_, PyAny>) -> Result<Option<Zeroizing<String>>, Problem> {
    static NUMBER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let number = NUMBER.import(value.py(), "numbers", "Number");
    let is_number = number.and_then(|class| value.is_instance(class)).unwrap_or(false);
    match value.cast::<PyString>() {
        Ok(text) => Ok(characters::read(text)),
        Err(_) if is_number => Ok(value.str().ok().and_then(|text| characters::read(&text))),
        Err(_) => Err(Problem::wrong_type("int", value)),
    }
}

impl FromPython for i32 {
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Problem> {
        integer(value)
    }
}

impl FromPython for i64 {
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Problem> {
        integer(value)
    }
}

impl<T: FromPython> FromPython for Option<T> {
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Problem> {
        match value.is_none() {
            true => Ok(None),
            false => T::from_python(value).map(Some),
        }
    }

    fn wipe(&mut self) {
        self.iter_mut().for_each(T::wipe);
    }
}

impl<T: FromPython> FromPython for Vec<T> {
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Problem> {
        let entries = value
            .cast::<PyTuple>()
            .map_err(|_| Problem::wrong_type("a list", value))?;
        let entries = entries.iter().enumerate();
        let read = |(at, entry)| T::from_python(&entry).map_err(|problem| problem.inside(&format!("[{at}]")));
        entries.map(read).collect()
    }

    fn wipe(&mut self) {
        self.iter_mut().for_each(T::wipe);
    }
}

impl FromPython for BTreeMap<String, String> {
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Problem> {
        let py = value.py();
        let mapping = value
            .cast::<PyMapping>()
            .map_err(|_| Problem::wrong_type("a mapping", value))?;
        let items = mapping.items().map_err(|error| Problem::raised(&error, py))?;
        let mut fields = BTreeMap::new();
        for item in items.iter() {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) =
                item.extract().map_err(|error| Problem::raised(&error, py))?;
            let name = String::from_python(&name)?;
            let value = String::from_python(&value).map_err(|problem| {
                // The name is the caller's, and may be a code or a key in the wrong place.
                let quotable = twpos::may_be_a_name(&name);
                problem.inside(&if quotable {
                    format!("[{name:?}]")
                } else {
                    "[redacted]".to_owned()
                })
            })?;
            fields.insert(name, value);
        }
        Ok(fields)
    }

    fn wipe(&mut self) {
        self.values_mut().for_each(String::wipe);
    }
}

impl IntoPython for String {
    fn into_python(mut self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        let text = PyString::new(py, &self).into_any();
        self.wipe();
        Ok(text)
    }
}

impl IntoPython for bool {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        Ok(PyBool::new(py, self).to_owned().into_any())
    }
}

impl IntoPython for i32 {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        i64::from(self).into_python(py)
    }
}

impl IntoPython for i64 {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        Ok(self.into_pyobject(py)?.into_any())
    }
}

impl<T: IntoPython> IntoPython for Option<T> {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        match self {
            Some(value) => value.into_python(py),
            None => Ok(py.None().into_bound(py)),
        }
    }
}

impl<T: IntoPython> IntoPython for Vec<T> {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        let entries: PyResult<Vec<_>> = self.into_iter().map(|entry| entry.into_python(py)).collect();
        Ok(PyTuple::new(py, entries?)?.into_any())
    }
}

impl IntoPython for BTreeMap<String, String> {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        static NOTHING: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        if self.is_empty() {
            return Ok(NOTHING.import(py, "twpos._message", "NOTHING")?.clone());
        }
        let fields = PyDict::new(py);
        for (name, value) in self {
            fields.set_item(name.into_python(py)?, value.into_python(py)?)?;
        }
        Ok(PyMappingProxy::new(py, fields.as_mapping()).into_any())
    }
}
