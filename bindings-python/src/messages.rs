//! The objects that Python's messages are: how one is filled, and how core's structs read and make one.

use crate::characters;
use crate::convert::{FromPython, IntoPython, Problem};
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};
use std::ffi::{c_int, c_uint, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The class above all messages, which has their constructor: in a function of Python's the arguments would be copied
/// into a second dictionary, and that is half of what a message costs.
pub(crate) fn base(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let mut slots = [
        ffi::PyType_Slot {
            slot: ffi::Py_tp_init,
            pfunc: init as *mut c_void,
        },
        ffi::PyType_Slot::default(),
    ];
    let mut spec = ffi::PyType_Spec {
        name: c"twpos._native.MessageBase".as_ptr(),
        basicsize: 0,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_BASETYPE) as c_uint,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the slots end with an empty one, and `init` has the signature of its slot; the class copies what it keeps,
    // but for the name, which is static.
    unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyType_FromSpec(&mut spec)) }
}

/// `__init__` of every message.
unsafe extern "C" fn init(message: *mut ffi::PyObject, args: *mut ffi::PyObject, given: *mut ffi::PyObject) -> c_int {
    Python::attach(|py| {
        // SAFETY: Python calls it with an object, a tuple, and a dictionary or nothing, which outlive the call.
        let (message, args, given) = unsafe {
            (
                Borrowed::from_ptr(py, message),
                Borrowed::from_ptr(py, args),
                Borrowed::from_ptr_or_opt(py, given),
            )
        };
        let done = catch_unwind(AssertUnwindSafe(|| constructed(&message, &args, given.as_deref())));
        match done.unwrap_or_else(|_| Err(PyRuntimeError::new_err("twpos panicked; please report it"))) {
            Ok(()) => 0,
            Err(error) => {
                error.restore(py);
                -1
            }
        }
    })
}

fn constructed(message: &Bound<'_, PyAny>, args: &Bound<'_, PyAny>, given: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    let py = message.py();
    let fields = message
        .getattr(pyo3::intern!(py, "_message_fields"))?
        .cast_into::<Fields>()?;
    let fields = fields.get();
    match args.len()? {
        0 => match given {
            Some(given) => fields.fill(message, given.cast()?),
            None => fields.fill(message, &PyDict::new(py)),
        },
        more => Err(PyTypeError::new_err(format!(
            "{}.__init__() takes 1 positional argument but {} were given",
            fields.message,
            more + 1
        ))),
    }
}

/// The fields of one class of messages, in the order of its slots.
#[pyclass(frozen, module = "twpos._native")]
pub(crate) struct Fields {
    message: String,
    fields: Box<[Field]>,
}

struct Field {
    name: Py<PyString>,
    /// `None` of a field that is required.
    default: Option<Py<PyAny>>,
    /// What makes a copy that the caller cannot change, where that takes one.
    copied: Option<Py<PyAny>>,
}

#[pymethods]
impl Fields {
    /// Of the class `message`: all names, and by their names the defaults and what copies a value.
    #[new]
    fn new(
        message: String,
        names: &Bound<'_, PyTuple>,
        defaults: &Bound<'_, PyDict>,
        copied: &Bound<'_, PyDict>,
    ) -> PyResult<Self> {
        let field = |name: Bound<'_, PyAny>| {
            Ok(Field {
                default: defaults.get_item(&name)?.map(Bound::unbind),
                copied: copied.get_item(&name)?.map(Bound::unbind),
                name: name.cast_into()?.unbind(),
            })
        };
        let fields: PyResult<Box<[Field]>> = names.iter().map(field).collect();
        Ok(Self {
            message,
            fields: fields?,
        })
    }
}

impl Fields {
    /// Fills a message with what its constructor was given. Nothing is put into it unless all of it is right.
    fn fill(&self, message: &Bound<'_, PyAny>, given: &Bound<'_, PyDict>) -> PyResult<()> {
        let py = message.py();
        let mut values = Vec::with_capacity(self.fields.len());
        let mut known = 0;
        for field in &self.fields {
            let value = given.get_item(field.name.bind(py))?;
            known += usize::from(value.is_some());
            values.push(value);
        }
        if known != given.len() {
            return Err(self.unknown(given));
        }
        for (field, value) in self.fields.iter().zip(&mut values) {
            match (&value, &field.default, &field.copied) {
                (None, None, _) => return Err(self.missing(given)),
                (None, Some(default), _) => *value = Some(default.bind(py).clone()),
                (Some(given), _, Some(copied)) => *value = Some(copied.bind(py).call1((given,))?),
                (Some(_), _, None) => {}
            }
        }
        for (field, value) in self.fields.iter().zip(&values) {
            if let Some(value) = value {
                put(message, &field.name, value)?;
            }
        }
        Ok(())
    }

    /// What Python says of an argument that nobody knows, but for a name that may be a code or a key.
    fn unknown(&self, given: &Bound<'_, PyDict>) -> PyErr {
        let is_known = |name: &Bound<'_, PyAny>| self.fields.iter().any(|field| name.eq(&field.name).unwrap_or(false));
        let name = given.keys().iter().find(|name| !is_known(name));
        let name = name.and_then(|name| characters::read(name.cast().ok()?));
        let shown = match name.filter(|name| twpos::may_be_a_name(name)) {
            Some(name) => format!(" '{}'", *name),
            None => "; its name is not shown, since it might be a code or a key".to_owned(),
        };
        let message = &self.message;
        PyTypeError::new_err(format!(
            "{message}.__init__() got an unexpected keyword argument{shown}"
        ))
    }

    /// What Python says of required arguments that are missing.
    fn missing(&self, given: &Bound<'_, PyDict>) -> PyErr {
        let is_missing = |field: &&Field| field.default.is_none() && !given.contains(&field.name).unwrap_or(false);
        let missing = self.fields.iter().filter(is_missing);
        let names: Vec<String> = missing.map(|field| format!("'{}'", field.name)).collect();
        let (count, plural) = (names.len(), if names.len() == 1 { "" } else { "s" });
        let names = match names.as_slice() {
            [one, other] => format!("{one} and {other}"),
            [first @ .., last] if count > 2 => format!("{}, and {last}", first.join(", ")),
            names => names.concat(),
        };
        let message = &self.message;
        PyTypeError::new_err(format!(
            "{message}.__init__() missing {count} required keyword-only argument{plural}: {names}"
        ))
    }
}

/// Sets a field, which a message's own `__setattr__` refuses.
fn put(message: &Bound<'_, PyAny>, name: &Py<PyString>, value: &Bound<'_, PyAny>) -> PyResult<()> {
    // SAFETY: all three are objects that live, and the interpreter is ours; it keeps references of its own.
    match unsafe { ffi::PyObject_GenericSetAttr(message.as_ptr(), name.as_ptr(), value.as_ptr()) } {
        0 => Ok(()),
        _ => Err(PyErr::fetch(message.py())),
    }
}

/// The class of one of core's structs.
pub(crate) struct Class {
    class: Py<PyType>,
    fields: Py<Fields>,
}

/// Where a struct's class is found: module, name and fields, and the class once it was found.
pub(crate) struct Entry {
    pub(crate) module: &'static str,
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [&'static str],
    pub(crate) class: PyOnceLock<Class>,
}

impl Entry {
    fn class(&self, py: Python<'_>) -> PyResult<&Class> {
        self.class.get_or_try_init(py, || {
            let class = py.import(self.module)?.getattr(self.name)?.cast_into::<PyType>()?;
            let fields = class.getattr("_message_fields")?.cast_into::<Fields>()?;
            let names = fields.get().fields.iter().map(|field| field.name.to_string());
            // Otherwise a value might go under another's name.
            if !names.eq(self.fields.iter().copied()) {
                let text = format!("{}.{} is of another version", self.module, self.name);
                return Err(PyTypeError::new_err(text));
            }
            Ok(Class {
                class: class.unbind(),
                fields: fields.unbind(),
            })
        })
    }
}

/// Reads the fields of a message in their order.
pub(crate) struct Reader<'a, 'py> {
    message: &'a Bound<'py, PyAny>,
    fields: std::slice::Iter<'static, Field>,
    problem: Option<Problem>,
}

impl<'a, 'py> Reader<'a, 'py> {
    /// Of a message of this class or a subclass.
    pub(crate) fn new(message: &'a Bound<'py, PyAny>, entry: &'static Entry) -> Result<Self, Problem> {
        let py = message.py();
        let raised = |error| Problem::raised(&error, py);
        let class = entry.class(py).map_err(raised)?;
        match message.is_instance(class.class.bind(py)).map_err(raised)? {
            true => Ok(Self {
                message,
                fields: class.fields.get().fields.iter(),
                problem: None,
            }),
            false => Err(Problem::wrong_type(
                &format!("{}.{}", entry.module, entry.name),
                message,
            )),
        }
    }

    /// The next field; nothing if it or one before it is wrong.
    pub(crate) fn next<T: FromPython + Default>(&mut self) -> T {
        match self.fields.next() {
            Some(field) if self.problem.is_none() => self.read(&field.name).unwrap_or_else(|problem| {
                self.problem = Some(problem.inside(&field.name.to_string()));
                T::default()
            }),
            _ => T::default(),
        }
    }

    fn read<T: FromPython>(&self, name: &Py<PyString>) -> Result<T, Problem> {
        let py = self.message.py();
        match self.message.getattr(name.bind(py)) {
            Ok(value) => T::from_python(&value),
            Err(error) => Err(Problem::raised(&error, py)),
        }
    }

    /// The struct that was made of the fields, unless one was wrong: then what was read is wiped.
    pub(crate) fn done<T: FromPython>(self, mut message: T) -> Result<T, Problem> {
        match self.problem {
            None => Ok(message),
            Some(problem) => {
                message.wipe();
                Err(problem)
            }
        }
    }
}

/// Makes a message out of its fields, given in their order.
pub(crate) struct Maker<'py> {
    message: Bound<'py, PyAny>,
    fields: std::slice::Iter<'static, Field>,
}

impl<'py> Maker<'py> {
    pub(crate) fn new(py: Python<'py>, entry: &'static Entry) -> PyResult<Self> {
        let class = entry.class(py)?;
        let message = class
            .class
            .bind(py)
            .call_method1(pyo3::intern!(py, "__new__"), (&class.class,))?;
        let fields = class.fields.get().fields.iter();
        Ok(Self { message, fields })
    }

    pub(crate) fn put(&mut self, value: impl IntoPython) -> PyResult<()> {
        match self.fields.next() {
            Some(field) => put(&self.message, &field.name, &value.into_python(self.message.py())?),
            None => Ok(()),
        }
    }

    pub(crate) fn done(self) -> Bound<'py, PyAny> {
        self.message
    }
}

/// Where the class of a message is found.
macro_rules! entry {
    ($provider:ident, $message:ident, $($field:ident),*) => {{
        static ENTRY: $crate::messages::Entry = $crate::messages::Entry {
            module: concat!("twpos.", stringify!($provider)),
            name: stringify!($message),
            fields: &[$(stringify!($field)),*],
            class: pyo3::sync::PyOnceLock::new(),
        };
        &ENTRY
    }};
}
pub(crate) use entry;

/// Declares messages that are read: every field by name, so that one that core gains is missed at compile time.
macro_rules! from_python {
    ($provider:ident: $($message:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::convert::FromPython for twpos::$provider::$message {
            fn from_python(value: &pyo3::Bound<'_, pyo3::PyAny>) -> Result<Self, $crate::convert::Problem> {
                let entry = $crate::messages::entry!($provider, $message, $($field),*);
                let mut fields = $crate::messages::Reader::new(value, entry)?;
                let message = Self { $($field: fields.next(),)* };
                fields.done(message)
            }

            fn wipe(&mut self) {
                $($crate::convert::FromPython::wipe(&mut self.$field);)*
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
                let entry = $crate::messages::entry!($provider, $message, $($field),*);
                let mut made = $crate::messages::Maker::new(py, entry)?;
                let Self { $($field),* } = self;
                $(made.put($field)?;)*
                Ok(made.done())
            }
        }
    )*};
}
pub(crate) use into_python;
