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
use twpos::{AnyClient, icash, mypay};

/// The native client behind the Python class of each provider. It can be closed: calls in flight keep what it was alive
/// until they end.
#[pyclass(frozen, module = "twpos._native")]
pub(crate) struct Client(RwLock<Option<Arc<AnyClient>>>);

impl Client {
    fn of(client: AnyClient) -> Self {
        Client(RwLock::new(Some(Arc::new(client))))
    }

    fn get(&self, py: Python<'_>, reference: impl FnOnce() -> Option<String>) -> PyResult<Arc<AnyClient>> {
        let client = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        client.ok_or_else(|| errors::config(py, "the client is closed", reference()))
    }
}

/// What only one provider's client has is at the end.
#[pymethods]
impl Client {
    #[staticmethod]
    fn from_file(provider: &str, path: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (py, path) = (path.py(), text::path(path, "path")?);
        detached_quietly(py, || AnyClient::from_config_file(provider, path)).map(Self::of)
    }

    #[staticmethod]
    fn from_toml(provider: &str, text: &Bound<'_, PyAny>, directory: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (py, directory) = (text.py(), text::path(directory, "directory")?);
        let text = text::argument(text, "text")?;
        detached_quietly(py, || AnyClient::from_toml(provider, &text, directory)).map(Self::of)
    }

    #[staticmethod]
    fn from_settings(provider: &str, settings: &Bound<'_, PyDict>) -> PyResult<Self> {
        let text = settings::to_toml(provider, settings)?;
        detached_quietly(settings.py(), || AnyClient::from_toml(provider, &text, ".")).map(Self::of)
    }

    fn call(&self, operation: &str, request: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let client = self.get(request.py(), || errors::reference(request))?;
        crate::generated::call(&client, operation, request)
    }

    fn close(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn use_credential(&self, py: Python<'_>, credential: &AesCredential) -> PyResult<()> {
        let (client, credential) = (self.get(py, || None)?, credential.0.clone());
        detached_quietly(py, || client.icash().map(|icash| icash.use_credential(credential)))
    }

    fn enc_key_id(&self, py: Python<'_>) -> PyResult<String> {
        let client = self.get(py, || None)?;
        detached_quietly(py, || client.icash().map(icash::Client::enc_key_id))
    }

    fn with_key(&self, choice: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = choice.py();
        let choice = match text::argument(choice, "choice")?.as_str() {
            "current" => mypay::KeyChoice::Current,
            "previous" => mypay::KeyChoice::Previous,
            _ => {
                return Err(PyValueError::new_err(
                    "choice must be KeyChoice.CURRENT or KeyChoice.PREVIOUS",
                ));
            }
        };
        let client = self.get(py, || None)?;
        let with_key = detached_quietly(py, || client.mypay()?.with_key(choice));
        with_key.map(|client| Self::of(AnyClient::Mypay(client)))
    }

    fn use_key(&self, key: &Bound<'_, PyAny>) -> PyResult<()> {
        let (py, key) = (key.py(), text::argument(key, "key")?);
        let client = self.get(py, || None)?;
        detached_quietly(py, || {
            let key = AesKey::from_text(&key)?;
            client.mypay().map(|mypay| mypay.use_key(key))
        })
    }
}

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
