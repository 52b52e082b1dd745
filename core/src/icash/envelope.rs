//! The icash Pay envelope: how a message is sealed for the wire and how a reply is opened.
//!
//! Document 000, section 3.1 and every operation's header table; docs/protocol.md, icash Pay SET.

use super::codes::RtnCode;
use super::credential::AesCredential;
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{Error, ErrorKind};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Members of the envelope, which `extra` must not bring in.
pub(super) const ENVELOPE: &[&str] = &["EncData", "RtnCode", "RtnMsg"];

/// A sealed request: the one body field and the two headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// `EncData`: standard base64 of the AES-256-CBC ciphertext (body row 01).
    pub enc_data: String,
    /// `X-iCP-Signature`: base64 RSA signature over the base64 text of `EncData` (header row 02).
    pub signature: String,
}

/// An authentic reply, decrypted.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// `RtnCode`, as it came: the document says Int, servers also send text (body row 02).
    pub rtn_code: Value,
    /// `RtnMsg` (body row 03).
    pub rtn_msg: String,
    /// The JSON object inside `EncData` (body row 01).
    pub message: Map<String, Value>,
}

impl Sealed {
    /// Encrypts `plaintext` and signs the result.
    ///
    /// # Errors
    /// `internal` if the crypto provider fails.
    pub fn seal(plaintext: &str, credential: &AesCredential, signer: &PrivateKey) -> Result<Self, Error> {
        let enc_data = credential.encrypt(plaintext);
        let signature = signer.sign(enc_data.as_bytes())?;
        Ok(Sealed { enc_data, signature })
    }

    /// The body to post, `EncData=` and the base64 with `+`, `/` and `=` percent-encoded.
    pub fn form_body(&self) -> String {
        let mut body = String::with_capacity(self.enc_data.len() + self.enc_data.len() / 16 + 8);
        body.push_str("EncData=");
        for c in self.enc_data.chars() {
            match c {
                '+' => body.push_str("%2B"),
                '/' => body.push_str("%2F"),
                '=' => body.push_str("%3D"),
                c => body.push(c),
            }
        }
        body
    }
}

impl Opened {
    /// Verifies `signature` over the body exactly as received, then parses, then decrypts.
    ///
    /// Parsing or decrypting first would let whoever can answer on the network probe the padding.
    ///
    /// # Errors
    /// All with outcome unknown: `signature` if it is missing or wrong, `malformed` if the authentic
    /// body is not the documented object, `decrypt` for every failure inside `EncData` alike.
    pub fn open(
        body: &[u8],
        signature: Option<&str>,
        credential: &AesCredential,
        signer: &PublicKey,
    ) -> Result<Self, Error> {
        let signature = signature.ok_or_else(|| Error::new(ErrorKind::Signature, "the reply carries no signature"))?;
        if !signer.verify(body, signature.trim()) {
            return Err(Error::new(
                ErrorKind::Signature,
                "the reply's signature is not icash Pay's",
            ));
        }
        let reply: Reply = serde_json::from_slice(body)
            .map_err(|_| Error::new(ErrorKind::Malformed, "the signed reply is not an object with EncData"))?;
        let message = credential
            .decrypt(&reply.enc_data)
            .and_then(|text| serde_json::from_str(&text).ok());
        match message {
            Some(message) => Ok(Opened {
                rtn_code: reply.rtn_code,
                rtn_msg: reply.rtn_msg,
                message,
            }),
            None => {
                let error = Error::new(
                    ErrorKind::Decrypt,
                    "the signed reply could not be decrypted; check that aes_key and aes_iv belong to this EncKeyID",
                );
                let code = RtnCode::from_wire(&reply.rtn_code).map(|code| code.to_string());
                Err(error.with_provider(code, Some(reply.rtn_msg)))
            }
        }
    }
}

#[derive(Deserialize)]
struct Reply {
    #[serde(rename = "EncData")]
    enc_data: String,
    #[serde(rename = "RtnCode", default)]
    rtn_code: Value,
    #[serde(rename = "RtnMsg", default, deserialize_with = "crate::wire::text")]
    rtn_msg: String,
}
