//! icash Pay's envelope from the host's side: open a request, seal a reply.

use super::effects;
use super::merchants::{Merchant, Merchants};
use super::message::{Message, Refusal, Signers};
use crate::faults::Fault;
use crate::incoming::media_type;
use crate::reply::Reply;
use hyper::header::HeaderValue;
use hyper::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};
use std::sync::Arc;

pub(super) const SIGNATURE: &str = "x-icp-signature";
const ENC_KEY_ID: &str = "x-icp-enckeyid";

/// Who sent the request, and what it says.
pub(super) type Opened = (Arc<Merchant>, Map<String, Value>);
/// Under whose key to refuse a request, and why.
pub(super) type Refused = (Arc<Merchant>, Refusal);

/// Takes a request out of its envelope, in the order in which the host trusts its parts.
pub(super) fn open(headers: &HeaderMap, body: &[u8], merchants: &Merchants) -> Result<Opened, Refused> {
    let own = merchants.own();
    let key_id = header(headers, ENC_KEY_ID);
    let merchant = match key_id.and_then(|id| merchants.by_key_id(id)) {
        Some(merchant) => merchant,
        None => {
            let desc = match key_id {
                Some(_) => "X-iCP-EncKeyID: unknown",
                None => "X-iCP-EncKeyID: missing",
            };
            return Err((own, Refusal::new("ICASH_UNKNOWN_ENCKEYID", desc)));
        }
    };
    let enc_data = enc_data(headers, body).map_err(|refusal| (merchant.clone(), refusal))?;
    // Whoever cannot sign may be anybody: that reply is not under the merchant's key.
    verify(headers, &enc_data, &merchant.public_key).map_err(|refusal| (own, refusal))?;
    match decrypt(&merchant, &enc_data) {
        Ok(message) => Ok((merchant, message)),
        Err(refusal) => Err((merchant, refusal)),
    }
}

/// The one form field, percent-decoded: a raw `+` becomes a space here, as on the real host.
pub(super) fn enc_data(headers: &HeaderMap, body: &[u8]) -> Result<String, Refusal> {
    let refuse = |desc: &str| Err(Refusal::new("ICASH_INVALID_REQUEST", desc));
    if media_type(headers) != "application/x-www-form-urlencoded" {
        return refuse("Content-Type: must be application/x-www-form-urlencoded");
    }
    let fields: Vec<_> = form_urlencoded::parse(body).collect();
    match fields.as_slice() {
        [(name, value)] if name == "EncData" && value.contains(' ') => {
            refuse("EncData: holds a space; write + as %2B in the form")
        }
        [(name, value)] if name == "EncData" => Ok(value.to_string()),
        _ => refuse("the body must be the one form field EncData"),
    }
}

pub(super) fn verify(headers: &HeaderMap, enc_data: &str, key: &twpos::crypto::PublicKey) -> Result<(), Refusal> {
    let refuse = |desc: &str| Err(Refusal::new("ICASH_SIGNATURE_INVALID", desc));
    match header(headers, SIGNATURE) {
        None => refuse("X-iCP-Signature: missing"),
        Some(signature) if !key.verify(enc_data.as_bytes(), signature) => {
            refuse("X-iCP-Signature: is not the merchant's signature of EncData")
        }
        Some(_) => Ok(()),
    }
}

fn decrypt(merchant: &Merchant, enc_data: &str) -> Result<Map<String, Value>, Refusal> {
    let Some(text) = merchant.credential.decrypt(enc_data) else {
        return Err(Refusal::new("ICASH_DECRYPT_FAILED", "EncData: cannot be decrypted"));
    };
    match serde_json::from_str(&text) {
        Ok(Value::Object(message)) => Ok(message),
        _ => Err(Refusal::new("ICASH_INVALID_JSON", "EncData: is not a JSON object")),
    }
}

pub(super) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// Encrypts, wraps and signs; a fault may spoil each step.
pub(super) fn seal(message: &Message, merchant: &Merchant, signers: &Signers, fault: Option<Fault>) -> Reply {
    let plaintext = Value::Object(message.fields.clone()).to_string();
    let enc_data = effects::alter_enc_data(fault, merchant.credential.encrypt(&plaintext));
    let body = envelope(&enc_data, message);
    sign(body, signers, fault)
}

/// The three fields of every reply's body.
pub(super) fn envelope(enc_data: &str, message: &Message) -> Vec<u8> {
    let body = json!({"EncData": enc_data, "RtnCode": message.rtn_code, "RtnMsg": message.rtn_msg});
    body.to_string().into_bytes()
}

/// Signs the bytes that will leave, and makes them a reply.
pub(super) fn sign(body: Vec<u8>, signers: &Signers, fault: Option<Fault>) -> Reply {
    let body = match fault {
        Some(fault) => crate::effects::alter_body(fault, body),
        None => body,
    };
    let signature = effects::signer(fault, signers).sign(&body).unwrap_or_default();
    let signature = effects::alter_signature(fault, signature);
    let body = effects::tamper(fault, body);
    let reply = Reply::new(StatusCode::OK, "application/json; charset=utf-8", body);
    match signature.and_then(|signature| HeaderValue::from_str(&signature).ok()) {
        Some(signature) => reply.with_header(SIGNATURE, signature),
        None => reply,
    }
}
