//! Messages out of Python's classes into core's structs, and back. Which fields a message has is in
//! `generated/`; here is how one field goes over.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict, PyInt, PyMapping, PyString, PyTuple};
use std::collections::BTreeMap;

/// Why a value is not what a request needs. No value is ever quoted: it may be a barcode.
pub(crate) enum Problem {
    /// The value itself is wrong: what it must be instead.
    Value(String),
    /// Something inside the value is wrong: where, and what it must be instead.
    Inside(String),
}

impl Problem {
    fn wrong_type(expected: &str, value: &Bound<'_, PyAny>) -> Self {
        Problem::Value(format!("must be {expected}, not {}", type_name(value)))
    }

    fn of_python(error: &PyErr) -> Self {
        Problem::Value(error.to_string())
    }

    /// The same problem, seen from what holds the value under `name` or, in a list, at `[0]`.
    fn inside(self, name: &str) -> Self {
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
}

/// What can be given to Python.
pub(crate) trait IntoPython {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>>;
}

/// Declares messages that are read: every field by name, so that one that core gains is missed at compile time.
macro_rules! from_python {
    ($provider:ident: $($message:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::convert::FromPython for twpos::$provider::$message {
            fn from_python(value: &pyo3::Bound<'_, pyo3::PyAny>) -> Result<Self, $crate::convert::Problem> {
                static CLASS: pyo3::sync::PyOnceLock<pyo3::Py<pyo3::PyAny>> = pyo3::sync::PyOnceLock::new();
                $crate::convert::check_class(value, &CLASS, concat!("twpos.", stringify!($provider)), stringify!($message))?;
                Ok(Self {
                    $($field: $crate::convert::field(
                        value, pyo3::intern!(value.py(), stringify!($field)), stringify!($field))?,)*
                })
            }
        }
    )*};
}
pub(crate) use from_python;

/// Declares messages that are given, likewise.
macro_rules! into_python {
    ($provider:ident: $($message:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::convert::IntoPython for twpos::$provider::$message {
            fn into_python(self, py: pyo3::Python<'_>) -> pyo3::PyResult<pyo3::Bound<'_, pyo3::PyAny>> {
                use pyo3::types::PyDictMethods as _;
                static CLASS: pyo3::sync::PyOnceLock<pyo3::Py<pyo3::PyAny>> = pyo3::sync::PyOnceLock::new();
                let class = CLASS.import(py, concat!("twpos.", stringify!($provider)), stringify!($message))?;
                let Self { $($field),* } = self;
                let fields = pyo3::types::PyDict::new(py);
                $(fields.set_item(pyo3::intern!(py, stringify!($field)), $field.into_python(py)?)?;)*
                pyo3::types::PyAnyMethods::call(class, (), Some(&fields))
            }
        }
    )*};
}
pub(crate) use into_python;

/// A message's own class or a subclass.
pub(crate) fn check_class(
    value: &Bound<'_, PyAny>,
    class: &PyOnceLock<Py<PyAny>>,
    module: &str,
    name: &str,
) -> Result<(), Problem> {
    let is_instance = class
        .import(value.py(), module, name)
        .and_then(|class| value.is_instance(class));
    match is_instance {
        Ok(true) => Ok(()),
        Ok(false) => Err(Problem::wrong_type(&format!("{module}.{name}"), value)),
        Err(error) => Err(Problem::of_python(&error)),
    }
}

/// One field of a message.
pub(crate) fn field<T: FromPython>(
    message: &Bound<'_, PyAny>,
    name: &Bound<'_, PyString>,
    rust_name: &str,
) -> Result<T, Problem> {
    let value = message.getattr(name).map_err(|error| Problem::of_python(&error))?;
    T::from_python(&value).map_err(|problem| problem.inside(rust_name))
}

fn type_name(value: &Bound<'_, PyAny>) -> String {
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
        match text.to_cow() {
            Ok(text) => Ok(text.into_owned()),
            Err(_) => Err(Problem::Value(
                "holds a half of a surrogate pair, which is not text".to_owned(),
            )),
        }
    }
}

impl FromPython for bool {
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Problem> {
        let flag = value.cast::<PyBool>().map_err(|_| Problem::wrong_type("bool", value))?;
        Ok(flag.is_true())
    }
}

/// In Python `True` is an `int`; as an amount it can only be a mistake.
fn integer<'a, 'py, T: FromPyObject<'a, 'py>>(value: &'a Bound<'py, PyAny>) -> Result<T, Problem> {
    if !value.is_instance_of::<PyInt>() || value.is_instance_of::<PyBool>() {
        return Err(Problem::wrong_type("int", value));
    }
    value
        .extract()
        .map_err(|_| Problem::Value("is out of range".to_owned()))
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
}

impl<T: FromPython> FromPython for Vec<T> {
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Problem> {
        let entries = value
            .cast::<PyTuple>()
            .map_err(|_| Problem::wrong_type("tuple", value))?;
        let entries = entries.iter().enumerate();
        let read = |(at, entry)| T::from_python(&entry).map_err(|problem| problem.inside(&format!("[{at}]")));
        entries.map(read).collect()
    }
}

impl FromPython for BTreeMap<String, String> {
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Problem> {
        let mapping = value
            .cast::<PyMapping>()
            .map_err(|_| Problem::wrong_type("mapping", value))?;
        let items = mapping.items().map_err(|error| Problem::of_python(&error))?;
        let mut fields = BTreeMap::new();
        for item in items.iter() {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) =
                item.extract().map_err(|error| Problem::of_python(&error))?;
            let name = String::from_python(&name)?;
            let value = String::from_python(&value).map_err(|problem| problem.inside(&format!("[{name:?}]")))?;
            fields.insert(name, value);
        }
        Ok(fields)
    }
}

impl IntoPython for String {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        Ok(PyString::new(py, &self).into_any())
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
        let fields = PyDict::new(py);
        for (name, value) in self {
            fields.set_item(name, value)?;
        }
        Ok(fields.into_any())
    }
}
