//! The providers' envelopes by themselves, for diagnosis and for the golden vectors.

use crate::failure::{guarded, invalid};
use crate::secret::SecretText;
use napi_derive::napi;
use serde_json::json;
use twpos::crypto::AesIv;
use twpos::{icash, mypay};
use zeroize::Zeroizing;

/// icash Pay's envelope with a till's keys.
#[napi]
pub struct IcashEnvelope(icash::Credentials);

/// MYPAY's envelope with a store's key.
#[napi]
pub struct MypayEnvelope(mypay::Credentials);

/// A sealed icash Pay message.
#[napi(object, object_from_js = false)]
pub struct SealedMessage {
    /// `EncData`.
    pub enc_data: String,
    /// `X-iCP-Signature`.
    pub signature: String,
    /// The body to post.
    pub form_body: String,
}

#[napi]
impl IcashEnvelope {
    /// With the keys of a configuration file.
    #[napi(factory)]
    pub fn from_config(path: String) -> napi::Result<Self> {
        guarded(|| icash::Config::from_file(path).map(|config| IcashEnvelope(config.credentials)))
    }

    /// With the keys of TOML text.
    #[napi(factory)]
    pub fn from_toml(text: String, directory: String) -> napi::Result<Self> {
        let text = Zeroizing::new(text);
        guarded(|| icash::Config::from_toml(&text, directory).map(|config| IcashEnvelope(config.credentials)))
    }

    /// Encrypts and signs.
    #[napi]
    pub fn seal(&self, plaintext: String) -> napi::Result<SealedMessage> {
        let plaintext = Zeroizing::new(plaintext);
        guarded(|| {
            let sealed = icash::Sealed::seal(&plaintext, &self.0.aes, &self.0.merchant_private_key);
            sealed.map(|sealed| SealedMessage {
                form_body: sealed.form_body(),
                enc_data: sealed.enc_data,
                signature: sealed.signature,
            })
        })
    }

    /// Verifies and decrypts; gives JSON text.
    #[napi]
    pub fn open(&self, body: &[u8], signature: Option<String>) -> napi::Result<SecretText> {
        guarded(|| {
            let keys = &self.0;
            let opened = icash::Opened::open(body, signature.as_deref(), &keys.aes, &keys.icash_public_key);
            opened.map(|opened| {
                let opened = json!({ "rtnCode": opened.rtn_code, "rtnMsg": opened.rtn_msg, "message": opened.message });
                SecretText::from(opened.to_string())
            })
        })
    }
}

#[napi]
impl MypayEnvelope {
    /// With the key of a configuration file.
    #[napi(factory)]
    pub fn from_config(path: String) -> napi::Result<Self> {
        guarded(|| mypay::Config::from_file(path).map(|config| MypayEnvelope(config.credentials)))
    }

    /// With the key of TOML text.
    #[napi(factory)]
    pub fn from_toml(text: String, directory: String) -> napi::Result<Self> {
        let text = Zeroizing::new(text);
        guarded(|| mypay::Config::from_toml(&text, directory).map(|config| MypayEnvelope(config.credentials)))
    }

    /// Encrypts under this vector, or under a fresh one.
    #[napi]
    pub fn encrypt(&self, plaintext: String, iv: Option<&[u8]>) -> napi::Result<String> {
        let plaintext = Zeroizing::new(plaintext);
        guarded(|| {
            let iv = match iv {
                None => AesIv::random()?,
                Some(bytes) => AesIv::from_bytes(bytes.try_into().map_err(|_| {
                    let detail = format!("iv: must have 16 bytes; this one has {}", bytes.len());
                    invalid(detail)
                })?),
            };
            Ok(mypay::encrypt(&plaintext, &self.0.key, &iv))
        })
    }

    /// Decrypts; nothing for every failure alike.
    #[napi]
    pub fn decrypt(&self, text: String) -> napi::Result<Option<SecretText>> {
        guarded(|| Ok(mypay::decrypt(&text, &self.0.key).map(SecretText::from)))
    }
}
