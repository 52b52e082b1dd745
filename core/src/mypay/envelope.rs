//! The MYPAY envelope: two encrypted texts, each with its own vector in front.
//!
//! Document 003, "附錄四" and every "參數說明" table; docs/protocol.md, MYPAY LINK.

use super::config::Mode;
use crate::crypto::{AesIv, AesKey, decode_base64, encode_base64};
use crate::error::Error;

/// Names that a request's `extra` must not bring in: they say whose request it is, and which order it is about.
pub(super) const ENVELOPE: &[&str] = &[
    "agent_uid",
    "store_uid",
    "service",
    "service_name",
    "cmd",
    "encry_data",
    "uid",
    "key",
    "iv",
];

/// A sealed request: the two encrypted fields of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// `service`: which operation it is, encrypted.
    pub service: String,
    /// `encry_data`: the message, encrypted.
    pub encry_data: String,
}

impl Sealed {
    /// Encrypts the name of the operation (`cmd`, such as `api/orders`) and its message, each under a
    /// fresh random vector.
    ///
    /// # Errors
    /// `internal` if the operating system has no randomness to give.
    pub fn seal(cmd: &str, message: &str, key: &AesKey) -> Result<Self, Error> {
        Ok(Sealed {
            service: encrypt(&service(cmd), key, &AesIv::random()?),
            encry_data: encrypt(message, key, &AesIv::random()?),
        })
    }

    /// The body to post: the uid under the mode's name, then the two fields, percent-encoded.
    pub fn form_body(&self, mode: Mode, uid: &str) -> String {
        form_urlencoded::Serializer::new(String::new())
            .append_pair(mode.uid_field(), uid)
            .append_pair("service", &self.service)
            .append_pair("encry_data", &self.encry_data)
            .finish()
    }
}

/// The base64 of vector and AES-256-CBC ciphertext. Use a vector once.
pub fn encrypt(plaintext: &str, key: &AesKey, iv: &AesIv) -> String {
    encode_base64(&key.encrypt_prefixed(iv, plaintext.as_bytes()))
}

/// The reverse of [`encrypt`], as MYPAY itself does it; `None` for every failure alike.
pub fn decrypt(text: &str, key: &AesKey) -> Option<String> {
    String::from_utf8(key.decrypt_prefixed(&decode_base64(text)?)?).ok()
}

/// `cmd` is one of ours, so it holds nothing to escape.
fn service(cmd: &str) -> String {
    format!(r#"{{"service_name":"api","cmd":"{cmd}"}}"#)
}
