//! The key exchange: three calls that turn nothing but a base URL into a complete credential set.
//!
//! Document 000 describes it in words ("特店業者金鑰"); docs/protocol.md has its paths and fields.

use super::codes::RtnCode;
use super::config::host;
use super::credential::{AesCredential, Credentials};
use super::envelope::Sealed;
use crate::crypto::{PrivateKey, PublicKey, decode_base64, encode_base64, on_wiped_stack};
use crate::error::{Error, ErrorKind, Outcome};
use crate::fields;
use crate::json;
use crate::taipei;
use crate::transport::{Body, HttpClient, HttpConfig, Reply};
use crate::wire;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::Path;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const GET_DEFAULT_KEY: &str = "/api/member/Certificate/GetDefaultPucCert";
const EXCHANGE_KEYS: &str = "/api/member/Certificate/ExchangePucCert";
const GENERATE_AES: &str = "/api/member/Certificate/GenerateAES";

/// Exchanges keys with icash Pay. Moves no money: after a failure it may simply be run again.
#[derive(Debug)]
pub struct KeyExchange {
    http: HttpClient,
}

impl KeyExchange {
    /// For the member host that icash Pay named, which may differ from the payment host.
    ///
    /// # Errors
    /// `config`, naming the setting that is wrong.
    pub fn new(base_url: &str, http: &HttpConfig) -> Result<Self, Error> {
        Ok(KeyExchange {
            http: HttpClient::new(base_url, http)?,
        })
    }

    /// Reads the `[icash]` table of TOML text: `base_url`, the member host that icash Pay named, and any of the settings
    /// "For every provider" of `docs/configuration.md`; paths in it are relative to `directory`.
    ///
    /// # Errors
    /// `config`, naming the setting that is wrong.
    pub fn from_toml(text: &str, directory: impl AsRef<Path>) -> Result<Self, Error> {
        let http = host(text, directory.as_ref())?;
        Ok(KeyExchange { http })
    }

    /// Makes a new merchant key, exchanges public keys and fetches an AES credential.
    ///
    /// [`Credentials::save`] the result at once: icash Pay now expects these keys. Whether that will work can be
    /// asked before, with [`Credentials::check_save`].
    ///
    /// # Errors
    /// Any transport kind; `signature`, `decrypt` or `malformed` if a reply is not icash Pay's;
    /// `declined` with icash Pay's code if it refuses.
    pub fn run(&self) -> Result<Credentials, Error> {
        on_wiped_stack(|| self.exchange()).map_err(Error::bounded)
    }

    fn exchange(&self) -> Result<Credentials, Error> {
        let merchant_private_key = PrivateKey::generate()?;
        let default_key = self.fetch_default_key()?;
        let exchanged = self.exchange_public_keys(&merchant_private_key, &default_key)?;
        let aes = self.fetch_aes(&merchant_private_key, &exchanged)?;
        Ok(Credentials {
            merchant_private_key,
            icash_public_key: exchanged.key,
            aes,
            icash_public_key_expires: exchanged.expires,
        })
    }

    /// Call 1: the default public key, which protects only the next call.
    fn fetch_default_key(&self) -> Result<DefaultKey, Error> {
        DefaultKey::read(&self.http.post(GET_DEFAULT_KEY, Body::Form(""), &[])?)
    }

    /// Call 2: our public key for icash Pay's, signed with our new private key.
    fn exchange_public_keys(&self, ours: &PrivateKey, default_key: &DefaultKey) -> Result<ExchangedKey, Error> {
        let message = serde_json::json!({
            "ClientPubCert": ours.public_key().to_base64(),
            "Timestamp": taipei::now(),
        });
        let header = ("X-iCP-DefaultPubCertID", default_key.id.as_str());
        let reply = self.post_encrypted(EXCHANGE_KEYS, header, &message, ours, &default_key.key)?;
        ExchangedKey::read(&reply, ours)
    }

    /// Call 3: the AES credential.
    fn fetch_aes(&self, ours: &PrivateKey, theirs: &ExchangedKey) -> Result<AesCredential, Error> {
        let message = serde_json::json!({ "Timestamp": taipei::now() });
        let header = ("X-iCP-ServerPubCertID", theirs.id.as_str());
        let reply = self.post_encrypted(GENERATE_AES, header, &message, ours, &theirs.key)?;
        read_aes(&reply, ours, &theirs.key)
    }

    fn post_encrypted(
        &self,
        path: &str,
        header: (&str, &str),
        message: &Value,
        signer: &PrivateKey,
        recipient: &PublicKey,
    ) -> Result<Reply, Error> {
        let enc_data = encode_base64(&recipient.encrypt_blocks(message.to_string().as_bytes())?);
        let signature = signer.sign(enc_data.as_bytes())?;
        let sealed = Sealed { enc_data, signature };
        let headers = [header, ("X-iCP-Signature", &sealed.signature)];
        self.http.post(path, Body::Form(&sealed.form_body()), &headers)
    }
}

struct DefaultKey {
    id: String,
    key: PublicKey,
}

impl DefaultKey {
    fn read(reply: &Reply) -> Result<Self, Error> {
        check_status(reply)?;
        let body: DefaultKeyReply = parse_body(reply)?;
        body.result.check()?;
        Ok(DefaultKey {
            id: body.default_pub_cert_id,
            key: PublicKey::from_text(&body.default_pub_cert).map_err(not_documented)?,
        })
    }
}

struct ExchangedKey {
    id: String,
    key: PublicKey,
    expires: Option<String>,
}

impl ExchangedKey {
    fn read(reply: &Reply, ours: &PrivateKey) -> Result<Self, Error> {
        check_status(reply)?;
        let body: ExchangedKeyReply = open(reply, ours)?;
        // The reply vouches for itself; TLS vouches for the host.
        let key = PublicKey::from_text(&body.server_pub_cert).map_err(not_documented)?;
        check_signature(reply, &key)?;
        Ok(ExchangedKey {
            id: body.server_pub_cert_id,
            key,
            expires: wire::value_text(&body.expire_date).and_then(wire::non_empty),
        })
    }
}

fn read_aes(reply: &Reply, ours: &PrivateKey, theirs: &PublicKey) -> Result<AesCredential, Error> {
    check_status(reply)?;
    check_signature(reply, theirs)?;
    let issued: IssuedAes = open(reply, ours)?;
    AesCredential::new(&issued.enc_key_id, &issued.aes_key, &issued.aes_iv).map_err(not_documented)
}

#[derive(Deserialize)]
struct ResultFields {
    #[serde(rename = "RtnCode", default)]
    rtn_code: Value,
    #[serde(rename = "RtnMsg", default, deserialize_with = "wire::text")]
    rtn_msg: String,
}

impl ResultFields {
    fn check(&self) -> Result<(), Error> {
        match RtnCode::from_wire(&self.rtn_code) {
            Some(RtnCode::SUCCESS) => Ok(()),
            code => {
                // No signature covers this: our keys are not exchanged yet, so nothing proves whose no it is.
                Err(Error::new(ErrorKind::Declined, "icash Pay refused the key exchange")
                    .with_outcome(Outcome::Unknown)
                    .with_provider(code.map(|code| code.to_string()), Some(self.rtn_msg.clone())))
            }
        }
    }
}

#[derive(Deserialize)]
struct DefaultKeyReply {
    #[serde(flatten)]
    result: ResultFields,
    #[serde(rename = "DefaultPubCertID", default, deserialize_with = "wire::text")]
    default_pub_cert_id: String,
    #[serde(rename = "DefaultPubCert", default)]
    default_pub_cert: String,
}

#[derive(Deserialize)]
struct EncryptedReply {
    #[serde(flatten)]
    result: ResultFields,
    #[serde(rename = "EncData", default)]
    enc_data: String,
}

#[derive(Deserialize)]
struct ExchangedKeyReply {
    #[serde(rename = "ServerPubCert")]
    server_pub_cert: String,
    #[serde(rename = "ServerPubCertID", deserialize_with = "wire::text")]
    server_pub_cert_id: String,
    #[serde(rename = "ExpireDate", default)]
    expire_date: Value,
}

/// Wiped, whether it can be used or not.
#[derive(Deserialize, Zeroize, ZeroizeOnDrop)]
struct IssuedAes {
    #[serde(rename = "EncKeyID", deserialize_with = "wire::text")]
    enc_key_id: String,
    #[serde(rename = "AES_Key")]
    aes_key: String,
    #[serde(rename = "AES_IV")]
    aes_iv: String,
}

fn check_status(reply: &Reply) -> Result<(), Error> {
    match reply.status {
        200..=299 => Ok(()),
        status => Err(Error::new(ErrorKind::Http, "the answer is not icash Pay's").with_http_status(status)),
    }
}

fn check_signature(reply: &Reply, theirs: &PublicKey) -> Result<(), Error> {
    match reply.header("X-iCP-Signature") {
        Some(signature) if theirs.verify(&reply.body, signature) => Ok(()),
        _ => Err(Error::new(
            ErrorKind::Signature,
            "the reply's signature is not icash Pay's",
        )),
    }
}

fn parse_body<T: DeserializeOwned>(reply: &Reply) -> Result<T, Error> {
    object(&reply.body).ok_or_else(|| Error::new(ErrorKind::Malformed, "the reply is not the documented object"))
}

fn open<T: DeserializeOwned>(reply: &Reply, ours: &PrivateKey) -> Result<T, Error> {
    let body: EncryptedReply = parse_body(reply)?;
    let plaintext = decode_base64(&body.enc_data).and_then(|ciphertext| ours.decrypt_blocks(&ciphertext));
    let issued = || [Some(reply.body.as_slice()), plaintext.as_deref().map(Vec::as_slice)];
    body.result
        .check()
        .map_err(|error| error.without(&secrets(issued().into_iter().flatten())))?;
    plaintext
        .and_then(|plaintext| object(&plaintext))
        .ok_or_else(|| Error::new(ErrorKind::Decrypt, "the reply could not be decrypted"))
}

/// Keys that these replies issue, which the words beside them might quote.
fn secrets<'a>(replies: impl Iterator<Item = &'a [u8]>) -> Vec<Zeroizing<String>> {
    let objects = replies.filter_map(json::object);
    objects
        .flat_map(|fields| wire::secrets(&fields, &["AES_Key", "AES_IV"]))
        .collect()
}

fn object<T: DeserializeOwned>(text: &[u8]) -> Option<T> {
    fields::read(&Value::Object(json::object(text)?)).ok()
}

/// A key that icash Pay sent and that cannot be used is its reply's fault, not the configuration's.
fn not_documented(error: Error) -> Error {
    Error::new(
        ErrorKind::Malformed,
        format!("icash Pay sent an unusable key: {}", error.detail),
    )
}

#[cfg(fuzzing)]
#[path = "fuzzing.rs"]
pub mod fuzzing;
