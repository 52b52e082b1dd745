//! The envelopes themselves, for diagnosis and for the golden vectors: `twpos.icash.envelope`,
//! `twpos.mypay.envelope`. JSON values go over as JSON text.

use crate::bridge::detached_quietly;
use crate::keys::{AesCredential, PrivateKey, PublicKey};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use twpos::crypto::{AesIv, AesKey};
use twpos::{icash, mypay};

/// `EncData`, the signature, and the body to post.
#[pyfunction]
pub(crate) fn icash_seal(
    py: Python<'_>,
    plaintext: &str,
    credential: &AesCredential,
    signer: &PrivateKey,
) -> PyResult<(String, String, String)> {
    let sealed = detached_quietly(py, || icash::Sealed::seal(plaintext, &credential.0, &signer.0))?;
    let body = sealed.form_body();
    Ok((sealed.enc_data, sealed.signature, body))
}

/// `RtnCode` (JSON), `RtnMsg` and the message (JSON) of a reply.
#[pyfunction]
pub(crate) fn icash_open(
    py: Python<'_>,
    body: &[u8],
    signature: Option<&str>,
    credential: &AesCredential,
    verifier: &PublicKey,
) -> PyResult<(String, String, String)> {
    let opened = detached_quietly(py, || icash::Opened::open(body, signature, &credential.0, &verifier.0))?;
    let message = serde_json::Value::Object(opened.message);
    Ok((opened.rtn_code.to_string(), opened.rtn_msg, message.to_string()))
}

/// `service` and `encry_data` of a request.
#[pyfunction]
pub(crate) fn mypay_seal(py: Python<'_>, cmd: &str, message: &str, key: &str) -> PyResult<(String, String)> {
    let sealed = detached_quietly(py, || mypay::Sealed::seal(cmd, message, &AesKey::from_text(key)?))?;
    Ok((sealed.service, sealed.encry_data))
}

/// The base64 of vector and ciphertext; a fresh vector unless one is given.
#[pyfunction]
pub(crate) fn mypay_encrypt(py: Python<'_>, plaintext: &str, key: &str, iv: Option<&[u8]>) -> PyResult<String> {
    let iv = match iv.map(<[u8; 16]>::try_from) {
        None => None,
        Some(Ok(iv)) => Some(AesIv::from_bytes(iv)),
        Some(Err(_)) => return Err(PyValueError::new_err("iv must have 16 bytes")),
    };
    detached_quietly(py, || {
        let iv = iv.map_or_else(AesIv::random, Ok)?;
        Ok(mypay::encrypt(plaintext, &AesKey::from_text(key)?, &iv))
    })
}

/// The reverse; `None` for every failure alike.
#[pyfunction]
pub(crate) fn mypay_decrypt(py: Python<'_>, text: &str, key: &str) -> PyResult<Option<String>> {
    detached_quietly(py, || Ok(mypay::decrypt(text, &AesKey::from_text(key)?)))
}

/// The body to post.
#[pyfunction]
pub(crate) fn mypay_form_body(mode: &str, uid: &str, service: String, encry_data: String) -> PyResult<String> {
    let mode = match mode {
        "agent" => mypay::Mode::Agent,
        "store" => mypay::Mode::Store,
        "client" => mypay::Mode::Client,
        _ => return Err(PyValueError::new_err("mode must be one of agent, store, client")),
    };
    Ok(mypay::Sealed { service, encry_data }.form_body(mode, uid))
}
