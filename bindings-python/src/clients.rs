//! The clients and the key exchange. Their operations are in `generated/`.

use crate::bridge::{detached, detached_quietly, read};
use crate::convert::{IntoPython, Wiped, type_name};
use crate::errors;
use crate::keys::{AesCredential, Credentials};
use crate::{settings, text};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyMemoryView, PyString};
use std::sync::{Arc, PoisonError, RwLock};
use twpos::crypto::AesKey;
use twpos::{icash, mypay, omni};

/// A client that can be closed. Calls in flight keep it alive until they end.
struct Handle<C>(RwLock<Option<Arc<C>>>);

impl<C> Handle<C> {
    fn new(client: C) -> Self {
        Handle(RwLock::new(Some(Arc::new(client))))
    }

    fn get(&self, py: Python<'_>, reference: impl FnOnce() -> Option<String>) -> PyResult<Arc<C>> {
        let client = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        client.ok_or_else(|| errors::config(py, "the client is closed", reference()))
    }

    fn close(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Declares a client class: how it is made, called and closed is the same for every provider.
macro_rules! client_class {
    ($class:ident, $provider:ident { $($more:item)* }) => {
        /// The native client behind the Python class of its provider.
        #[pyclass(frozen, module = "twpos._native")]
        pub(crate) struct $class(Handle<$provider::Client>);

        #[pymethods]
        impl $class {
            #[staticmethod]
            fn from_file(path: &Bound<'_, PyAny>) -> PyResult<Self> {
                let (py, path) = (path.py(), text::path(path, "path")?);
                detached_quietly(py, || $provider::Client::from_config_file(path)).map(|client| Self(Handle::new(client)))
            }

            #[staticmethod]
            fn from_toml(text: &Bound<'_, PyAny>, directory: &Bound<'_, PyAny>) -> PyResult<Self> {
                let (py, directory) = (text.py(), text::path(directory, "directory")?);
                let text = text::argument(text, "text")?;
                let made = detached_quietly(py, || $provider::Client::new($provider::Config::from_toml(&text, directory)?));
                made.map(|client| Self(Handle::new(client)))
            }

            #[staticmethod]
            fn from_settings(settings: &Bound<'_, PyDict>) -> PyResult<Self> {
                let text = settings::to_toml(stringify!($provider), settings)?;
                let config = || $provider::Config::from_toml(&text, ".");
                let made = detached_quietly(settings.py(), || $provider::Client::new(config()?));
                made.map(|client| Self(Handle::new(client)))
            }

            fn call(&self, operation: &str, request: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
                let client = self.0.get(request.py(), || errors::reference(request))?;
                crate::generated::$provider(&client, operation, request)
            }

            fn close(&self) {
                self.0.close();
            }

            $($more)*
        }
    };
}

client_class!(IcashClient, icash {
    fn use_credential(&self, py: Python<'_>, credential: &AesCredential) -> PyResult<()> {
        self.0.get(py, || None)?.use_credential(credential.0.clone());
        Ok(())
    }

    fn enc_key_id(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.0.get(py, || None)?.enc_key_id())
    }
});

client_class!(MypayClient, mypay {
    fn with_key(&self, choice: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = choice.py();
        let choice = match text::argument(choice, "choice")?.as_str() {
            "current" => mypay::KeyChoice::Current,
            "previous" => mypay::KeyChoice::Previous,
            _ => return Err(PyValueError::new_err("choice must be KeyChoice.CURRENT or KeyChoice.PREVIOUS")),
        };
        let client = self.0.get(py, || None)?;
        detached_quietly(py, || client.with_key(choice)).map(|client| Self(Handle::new(client)))
    }

    fn use_key(&self, key: &Bound<'_, PyAny>) -> PyResult<()> {
        let (py, key) = (key.py(), text::argument(key, "key")?);
        let client = self.0.get(py, || None)?;
        detached_quietly(py, || AesKey::from_text(&key).map(|key| client.use_key(key)))
    }
});

client_class!(OmniClient, omni {});

/// Exchanges keys with icash Pay. Moves no money: after a failure it may simply be run again.
#[pyclass(frozen, module = "twpos._native")]
pub(crate) struct KeyExchange(icash::KeyExchange);

#[pymethods]
impl KeyExchange {
    #[staticmethod]
    fn from_settings(settings: &Bound<'_, PyDict>) -> PyResult<Self> {
        let text = settings::to_toml("icash", settings)?;
        detached_quietly(settings.py(), || icash::KeyExchange::from_toml(&text, ".")).map(KeyExchange)
    }

    fn run(&self, py: Python<'_>) -> PyResult<Credentials> {
        detached_quietly(py, || self.0.run()).map(Credentials)
    }
}

/// Reads a MYPAY notification from the form data as received: bytes, or the text that a framework made of them.
#[pyfunction]
pub(crate) fn parse_notification<'py>(body: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = body.py();
    let bytes = if body.is_instance_of::<PyString>() {
        // A half of a surrogate pair becomes bytes that are not UTF-8, which core knows how to read.
        body.call_method1("encode", ("utf-8", "surrogatepass"))?
    } else if body.is_instance_of::<PyByteArray>() || body.is_instance_of::<PyMemoryView>() {
        py.get_type::<PyBytes>().call1((body,))?
    } else {
        body.clone()
    };
    let bytes = bytes
        .cast::<PyBytes>()
        .map_err(|_| PyTypeError::new_err(format!("body: must be bytes, not {}", type_name(body))))?
        .as_bytes();
    detached_quietly(py, || mypay::parse_notification(bytes))?.into_python(py)
}

/// Whether a MYPAY notification is about the expected order.
#[pyfunction]
pub(crate) fn verify_notification(notification: &Bound<'_, PyAny>, expected: &Bound<'_, PyAny>) -> PyResult<()> {
    let received: Wiped<mypay::Notification> = read(notification, expected)?;
    let ours: Wiped<mypay::ExpectedOrder> = read(expected, expected)?;
    detached(
        notification.py(),
        || errors::reference(expected),
        || received.verify(&ours),
    )
}

/// The transaction that a request is about.
#[pyfunction]
pub(crate) fn reference(request: &Bound<'_, PyAny>) -> Option<String> {
    errors::reference(request)
}
