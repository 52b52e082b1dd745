//! The icash Pay envelope: how a message is sealed for the wire and how a reply is opened.
//!
//! Document 000, section 3.1 and every operation's header table; docs/protocol.md, icash Pay SET.

use super::codes::RtnCode;
use super::credential::AesCredential;
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{Error, ErrorKind};
use crate::json::{self, Problem};
use crate::wire;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

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
    /// `RtnMsg` (body row 03); a list or an object as its JSON.
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
    /// All with outcome unknown: `signature` if it is missing or wrong; `malformed` if the authentic body is not
    /// the documented object, or a member is there twice in it or inside `EncData`; `decrypt` for every other
    /// failure inside `EncData` alike.
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
        let fields = json::object(body)
            .ok_or_else(|| Error::new(ErrorKind::Malformed, "the signed reply is not one JSON object"))?;
        let reply = Reply(fields);
        let Some(Value::String(enc_data)) = reply.0.get("EncData") else {
            return Err(reply.error(ErrorKind::Malformed, "the signed reply has no EncData"));
        };
        let message = credential.decrypt(enc_data).map(Zeroizing::new);
        let message = message.map(|text| json::read(&text));
        match message {
            Some(Ok(Value::Object(message))) => Ok(Opened {
                rtn_msg: reply.rtn_msg(),
                rtn_code: reply.rtn_code(),
                message,
            }),
            Some(Err(Problem::Twice(_))) => Err(reply.error(
                ErrorKind::Malformed,
                "the signed reply has a member twice, so that it says two things",
            )),
            _ => Err(reply.error(
                ErrorKind::Decrypt,
                "the signed reply could not be decrypted; check that aes_key and aes_iv belong to this EncKeyID",
            )),
        }
    }
}

/// The authentic body, whatever it holds.
struct Reply(Map<String, Value>);

impl Reply {
    fn rtn_code(&self) -> Value {
        self.0.get("RtnCode").cloned().unwrap_or_default()
    }

    fn rtn_msg(&self) -> String {
        self.0.get("RtnMsg").map(wire::any_text).unwrap_or_default()
    }

    fn error(&self, kind: ErrorKind, detail: &str) -> Error {
        let code = RtnCode::from_wire(&self.rtn_code()).map(|code| code.to_string());
        Error::new(kind, detail).with_provider(code, Some(self.rtn_msg()))
    }
}
