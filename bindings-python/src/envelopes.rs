//! The envelopes themselves, for diagnosis and for the golden vectors: `twpos.icash.envelope`,
//! `twpos.mypay.envelope`. JSON values go over as JSON text.

use crate::bridge::detached_quietly;
use crate::keys::{AesCredential, PrivateKey, PublicKey};
use crate::text;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use twpos::crypto::{AesIv, AesKey};
use twpos::{icash, mypay};

/// `EncData`, the signature, and the body to post.
#[pyfunction]
pub(crate) fn icash_seal(
    plaintext: &Bound<'_, PyAny>,
    credential: &AesCredential,
    signer: &PrivateKey,
) -> PyResult<(String, String, String)> {
    let (py, plaintext) = (plaintext.py(), text::argument(plaintext, "plaintext")?);
    let sealed = detached_quietly(py, || icash::Sealed::seal(&plaintext, &credential.0, &signer.0))?;
    let body = sealed.form_body();
    Ok((sealed.enc_data, sealed.signature, body))
}

/// `RtnCode` (JSON), `RtnMsg` and the message (JSON) of a reply.
#[pyfunction]
pub(crate) fn icash_open(
    py: Python<'_>,
    body: &[u8],
    signature: Option<Bound<'_, PyAny>>,
    credential: &AesCredential,
    verifier: &PublicKey,
) -> PyResult<(String, String, String)> {
    let signature = text::optional_argument(signature, "signature")?;
    let signature = signature.as_ref().map(|text| text.as_str());
    let opened = detached_quietly(py, || icash::Opened::open(body, signature, &credential.0, &verifier.0))?;
    let message = serde_json::Value::Object(opened.message);
    Ok((opened.rtn_code.to_string(), opened.rtn_msg, message.to_string()))
}

/// `service` and `encry_data` of a request.
#[pyfunction]
pub(crate) fn mypay_seal(
    cmd: &Bound<'_, PyAny>,
    message: &Bound<'_, PyAny>,
    key: &Bound<'_, PyAny>,
) -> PyResult<(String, String)> {
    let (py, cmd) = (cmd.py(), text::argument(cmd, "cmd")?);
    let (message, key) = (text::argument(message, "message")?, text::argument(key, "key")?);
    let sealed = detached_quietly(py, || mypay::Sealed::seal(&cmd, &message, &AesKey::from_text(&key)?))?;
    Ok((sealed.service, sealed.encry_data))
}

/// The base64 of vector and ciphertext; a fresh vector unless one is given.
#[pyfunction]
pub(crate) fn mypay_encrypt(
    plaintext: &Bound<'_, PyAny>,
    key: &Bound<'_, PyAny>,
    iv: Option<&[u8]>,
) -> PyResult<String> {
    let (py, plaintext) = (plaintext.py(), text::argument(plaintext, "plaintext")?);
    let key = text::argument(key, "key")?;
    let iv = match iv.map(<[u8; 16]>::try_from) {
        None => None,
        Some(Ok(iv)) => Some(AesIv::from_bytes(iv)),
        Some(Err(_)) => return Err(PyValueError::new_err("iv must have 16 bytes")),
    };
    detached_quietly(py, || {
        let iv = iv.map_or_else(AesIv::random, Ok)?;
        Ok(mypay::encrypt(&plaintext, &AesKey::from_text(&key)?, &iv))
    })
}

/// The reverse; `None` for every failure alike.
#[pyfunction]
pub(crate) fn mypay_decrypt(text: &Bound<'_, PyAny>, key: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    let (py, text) = (text.py(), text::argument(text, "text")?);
    let key = text::argument(key, "key")?;
    detached_quietly(py, || Ok(mypay::decrypt(&text, &AesKey::from_text(&key)?)))
}

/// The body to post.
#[pyfunction]
pub(crate) fn mypay_form_body(
    mode: &Bound<'_, PyAny>,
    uid: &Bound<'_, PyAny>,
    service: String,
    encry_data: String,
) -> PyResult<String> {
    let uid = text::argument(uid, "uid")?;
    let mode = match text::argument(mode, "mode")?.as_str() {
        "agent" => mypay::Mode::Agent,
        "store" => mypay::Mode::Store,
        "client" => mypay::Mode::Client,
        _ => return Err(PyValueError::new_err("mode must be one of agent, store, client")),
    };
    Ok(mypay::Sealed { service, encry_data }.form_body(mode, &uid))
}
