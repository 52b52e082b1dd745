//! The three calls that give a merchant its keys.

use super::message::{Message, Refusal};
use super::operations::wire_time;
use super::wire;
use super::{Icash, fields};
use crate::StartError;
use crate::reply::Reply;
use crate::taipei;
use hyper::{HeaderMap, StatusCode};
use jiff::civil::DateTime;
use jiff::{Span, ToSpan as _};
use serde_json::{Map, Value, json};
use twpos::crypto::{PrivateKey, PublicKey, decode_base64, encode_base64};

/// The steps, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Gives the host's default public key to anybody.
    GetDefault,
    /// Takes the client's new public key, gives the host's.
    Exchange,
    /// Gives a new AES credential to that client.
    GenerateAes,
}

impl Icash {
    pub(super) fn answer_key_exchange(&self, step: Step, headers: &HeaderMap, body: &[u8]) -> Reply {
        let answered = match step {
            Step::GetDefault => Ok(self.get_default()),
            Step::Exchange => self.exchange(headers, body),
            Step::GenerateAes => self.generate_aes(headers, body),
        };
        // There is no shared key yet to encrypt a refusal with, so EncData is empty.
        answered.unwrap_or_else(|refusal| {
            let mut message = Message::refused(&refusal);
            message.rtn_msg = format!("{} {}", refusal.code, refusal.desc).chars().take(100).collect();
            wire::sign(wire::envelope("", &message), &self.signers, None)
        })
    }

    fn get_default(&self) -> Reply {
        let body = json!({
            "RtnCode": 1,
            "RtnMsg": "成功",
            "DefaultPubCertID": self.merchants.default_certificate_id(),
            "DefaultPubCert": self.key_exchange.public_key().to_base64(),
        });
        Reply::json(StatusCode::OK, &body)
    }

    fn exchange(&self, headers: &HeaderMap, body: &[u8]) -> Result<Reply, Refusal> {
        let default_id = self.merchants.default_certificate_id().to_string();
        if wire::header(headers, "x-icp-defaultpubcertid") != Some(&default_id) {
            return Err(Refusal::new(
                "ICASH_UNKNOWN_CERTIFICATE",
                "X-iCP-DefaultPubCertID: unknown",
            ));
        }
        let enc_data = wire::enc_data(headers, body)?;
        let request = open(&enc_data, &self.key_exchange)?;
        let client = client_key(&request)?;
        wire::verify(headers, &enc_data, &client)?;
        check_timestamp(&request)?;
        let id = self.merchants.add_certificate(&client).map_err(internal)?;
        let now = taipei::now();
        let year: Span = 1.year();
        let answer = json!({
            "ServerPubCert": self.signers.icash.public_key().to_base64(),
            "ServerPubCertID": id,
            "ExpireDate": wire_time(now.saturating_add(year)),
            "Timestamp": wire_time(now),
        });
        self.seal_for(&client, &answer)
    }

    fn generate_aes(&self, headers: &HeaderMap, body: &[u8]) -> Result<Reply, Refusal> {
        let id = wire::header(headers, "x-icp-serverpubcertid");
        let client = id.and_then(|id| self.merchants.certificate(id));
        let client =
            client.ok_or_else(|| Refusal::new("ICASH_UNKNOWN_CERTIFICATE", "X-iCP-ServerPubCertID: unknown"))?;
        let enc_data = wire::enc_data(headers, body)?;
        wire::verify(headers, &enc_data, &client)?;
        check_timestamp(&open(&enc_data, &self.signers.icash)?)?;
        let issued = self.merchants.issue(&client).map_err(internal)?;
        let answer = json!({
            "EncKeyID": issued.enc_key_id,
            "AES_Key": issued.aes_key,
            "AES_IV": issued.aes_iv,
            "Timestamp": wire_time(taipei::now()),
        });
        self.seal_for(&client, &answer)
    }

    fn seal_for(&self, client: &PublicKey, answer: &Value) -> Result<Reply, Refusal> {
        let encrypted = client.encrypt_blocks(answer.to_string().as_bytes());
        let encrypted = encrypted.map_err(|_| Refusal::new("ICASH_SYSTEM_ERROR", "cannot encrypt for this key"))?;
        let body = wire::envelope(&encode_base64(&encrypted), &Message::success(Map::new()));
        Ok(wire::sign(body, &self.signers, None))
    }
}

fn open(enc_data: &str, key: &PrivateKey) -> Result<Map<String, Value>, Refusal> {
    let plaintext = decode_base64(enc_data).and_then(|ciphertext| key.decrypt_blocks(&ciphertext));
    let plaintext = plaintext.ok_or_else(|| Refusal::new("ICASH_DECRYPT_FAILED", "EncData: cannot be decrypted"))?;
    match serde_json::from_slice(&plaintext) {
        Ok(Value::Object(request)) => Ok(request),
        _ => Err(Refusal::new("ICASH_INVALID_JSON", "EncData: is not a JSON object")),
    }
}

fn client_key(request: &Map<String, Value>) -> Result<PublicKey, Refusal> {
    let text = request.get("ClientPubCert").and_then(Value::as_str).unwrap_or_default();
    PublicKey::from_text(text)
        .map_err(|error| Refusal::new("ICASH_INVALID_FIELD", format!("ClientPubCert: {}", error.detail)))
}

fn check_timestamp(request: &Map<String, Value>) -> Result<(), Refusal> {
    let text = request.get("Timestamp").and_then(Value::as_str).unwrap_or_default();
    match DateTime::strptime(fields::TIME_FORMAT, text) {
        Ok(_) => Ok(()),
        Err(_) => Err(Refusal::new(
            "ICASH_INVALID_FIELD",
            "Timestamp: must be a time as YYYY/MM/DD HH:MM:SS",
        )),
    }
}

fn internal(_: StartError) -> Refusal {
    Refusal::new("ICASH_SYSTEM_ERROR", "the sandbox could not save its state")
}
