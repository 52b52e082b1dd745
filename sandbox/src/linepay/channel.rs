//! Who may call: the one channel of this state directory, and how it signs.
//!
//! A reading of the specification of its own: nothing here is shared with what a till signs with.

use super::refusal::Refusal;
use crate::host::Start;
use crate::incoming::{Incoming, media_type};
use crate::state_dir::StateDir;
use crate::{StartError, random};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::{HeaderMap, Method};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

const ID_FILE: &str = "linepay_channel_id.txt";
const SECRET_FILE: &str = "linepay_channel_secret.txt";

const CHANNEL_ID: &str = "x-line-channelid";
const NONCE: &str = "x-line-authorization-nonce";
const AUTHORIZATION: &str = "x-line-authorization";
const DEVICE_ID: &str = "x-line-merchantdeviceprofileid";
const DEVICE_TYPE: &str = "x-line-merchantdevicetype";

/// What LINE Pay's merchant centre would show.
pub(super) struct Channel {
    id: String,
    secret: String,
    /// Of this run: a nonce is fresh for each request.
    nonces: Mutex<HashSet<String>>,
}

/// The terminal that a call names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Device {
    profile_id: String,
    #[serde(rename = "type")]
    kind: String,
}

impl Channel {
    pub(super) fn load(state_dir: &StateDir) -> Result<Self, StartError> {
        let id = read_or_make(state_dir, ID_FILE, || format!("2000{}", random::key_id()))?;
        let secret = read_or_make(state_dir, SECRET_FILE, || random::alphanumeric(32))?;
        Ok(Channel {
            id,
            secret,
            nonces: Mutex::default(),
        })
    }

    /// The `[linepay]` table of `till.toml`.
    pub(super) fn till_table(&self, start: &Start<'_>) -> String {
        let (base_url, id) = (start.url, &self.id);
        let ca_file = start
            .ca_file
            .map_or(String::new(), |file| format!("ca_file = \"{file}\"\n"));
        format!(
            "\n[linepay]\nbase_url = \"{base_url}\"\n{ca_file}channel_id = \"{id}\"\n\
             channel_secret_file = \"{SECRET_FILE}\"\n"
        )
    }

    /// Whose terminal calls, or why it is no call of this channel.
    pub(super) fn verify(&self, incoming: &Incoming) -> Result<Option<Device>, Refusal> {
        let header = |name| only(&incoming.headers, name);
        if incoming.method == Method::POST && media_type(&incoming.headers) != "application/json" {
            return Err(Refusal::header("Content-Type", "must be application/json"));
        }
        let id = header(CHANNEL_ID)?.ok_or_else(|| Refusal::header("X-LINE-ChannelId", "is missing"))?;
        if id != self.id {
            return Err(Refusal::new(1104, "X-LINE-ChannelId: is no merchant's"));
        }
        let nonce = header(NONCE)?.filter(|nonce| is_nonce(nonce)).ok_or_else(|| {
            Refusal::header(
                "X-LINE-Authorization-Nonce",
                "must be a UUID of version 1 or 4, or a timestamp",
            )
        })?;
        let signed = match incoming.method {
            Method::GET => incoming.query.as_bytes(),
            _ => &incoming.body,
        };
        let signature = header(AUTHORIZATION)?.unwrap_or_default();
        if !is_signed(&self.secret, &incoming.path, signed, nonce, signature) {
            return Err(Refusal::header("X-LINE-Authorization", "does not fit what was sent"));
        }
        if !self.is_fresh(nonce) {
            return Err(Refusal::header("X-LINE-Authorization-Nonce", "was used before"));
        }
        match (header(DEVICE_ID)?, header(DEVICE_TYPE)?) {
            (None, None) => Ok(None),
            (Some(profile_id), Some(kind)) if !profile_id.is_empty() && !kind.is_empty() => Ok(Some(Device {
                profile_id: profile_id.to_owned(),
                kind: kind.to_owned(),
            })),
            _ => Err(Refusal::header(
                "X-LINE-MerchantDeviceProfileId",
                "and X-LINE-MerchantDeviceType: only both together",
            )),
        }
    }

    fn is_fresh(&self, nonce: &str) -> bool {
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        nonces.insert(nonce.to_owned())
    }
}

/// Base64 of the HMAC-SHA256, under the secret, of secret, path, body or query, and nonce, one after the other.
fn is_signed(secret: &str, path: &str, body_or_query: &[u8], nonce: &str, signature: &str) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let message = [secret.as_bytes(), path.as_bytes(), body_or_query, nonce.as_bytes()].concat();
    let tag = STANDARD.decode(signature);
    tag.is_ok_and(|tag| hmac::verify(&key, &message, &tag).is_ok())
}

/// A UUID of version 1 or 4, or the seconds or parts of seconds since 1970.
fn is_nonce(text: &str) -> bool {
    let is_timestamp = (10..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let is_hex = parts.concat().bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_uuid = lengths == [8, 4, 4, 4, 12] && is_hex && parts[2].starts_with(['1', '4']);
    is_timestamp || is_uuid
}

/// A header that may be absent, but not stand there twice.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Refusal> {
    let mut values = headers.get_all(name).into_iter();
    let value = values.next();
    let text = value.map(|value| value.to_str()).transpose();
    match (text, values.next()) {
        (Ok(text), None) => Ok(text),
        _ => Err(Refusal::header(name, "must stand there once, in plain letters")),
    }
}

/// One line of text that is kept.
fn read_or_make(state_dir: &StateDir, name: &str, make: impl FnOnce() -> String) -> Result<String, StartError> {
    if let Some(text) = state_dir.read(name)? {
        return Ok(text.trim().to_owned());
    }
    let text = make();
    state_dir.write(name, &format!("{text}\n"))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_golden_vectors_are_signed_and_nothing_else_is() {
        let vectors: Value = serde_json::from_str(include_str!("../../../conformance/vectors/linepay.json")).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let secret = text(&vectors["keys"]["channel_secret"]);
        let cases = vectors["sign"].as_array().unwrap();
        assert!(cases.len() >= 5);
        for case in cases {
            let [path, signed, nonce, signature] =
                ["path", "body_or_query", "nonce", "authorization"].map(|name| text(&case[name]));
            let fits = |secret: &str, path: &str, signed: &str, nonce: &str, signature: &str| {
                is_signed(secret, path, signed.as_bytes(), nonce, signature)
            };
            assert!(fits(&secret, &path, &signed, &nonce, &signature), "{}", case["name"]);
            assert!(!fits(&secret, &path, &format!("{signed} "), &nonce, &signature));
            assert!(!fits(&secret, &format!("{path}/"), &signed, &nonce, &signature));
            assert!(!fits("other", &path, &signed, &nonce, &signature));
            assert!(!fits(&secret, &path, &signed, &nonce[1..], &signature));
            assert!(!fits(&secret, &path, &signed, &nonce, signature.trim_end_matches('=')));
        }
    }

    #[test]
    fn nonces_are_uuids_of_two_versions_or_timestamps() {
        for nonce in [
            "00000000-0000-4000-8000-000000000001",
            "C232AB00-9414-11EC-B3C8-9F6BDECED846",
            "1795870800",
            "1795870800123",
        ] {
            assert!(is_nonce(nonce), "{nonce}");
        }
        for nonce in [
            "",
            "1",
            "00000000-0000-7000-8000-000000000001",
            "00000000000040008000000000000001",
            "0000000g-0000-4000-8000-000000000001",
            "12345678901234567890",
        ] {
            assert!(!is_nonce(nonce), "{nonce}");
        }
    }
}
