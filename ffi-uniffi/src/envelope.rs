//! The providers' envelopes by themselves, for diagnosis and for the golden vectors.

use crate::error::{TwposError, guarded_quietly};
use crate::generated::settings::{IcashSettings, MypaySettings};
use crate::settings::to_toml;
use std::fmt;
use std::sync::Arc;
use twpos::crypto::AesIv;
use twpos::{Error, ErrorKind, Outcome, bridge, icash, mypay};

/// icash Pay's envelope by itself, for diagnosis: what a client does around every message.
#[derive(Debug, uniffi::Object)]
pub struct IcashEnvelope(icash::Credentials);

/// MYPAY's envelope by itself, for diagnosis: what a client does around every message.
#[derive(Debug, uniffi::Object)]
pub struct MypayEnvelope(mypay::Credentials);

/// A sealed icash Pay request.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct IcashSealedMessage {
    /// `EncData`: base64 of the ciphertext.
    pub enc_data: String,
    /// The header `X-iCP-Signature`.
    pub signature: String,
    /// The body to post.
    pub form_body: String,
}

/// An authentic icash Pay reply, decrypted.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct IcashOpenedMessage {
    /// `RtnCode` as JSON: a number, or text in quotes.
    pub rtn_code: String,
    /// `RtnMsg`.
    pub rtn_msg: String,
    /// The JSON object inside `EncData`, in the vendor's field names. May hold what no log should.
    pub message: String,
}

/// Without the message: it names the customer's wallet and cards.
impl fmt::Debug for IcashOpenedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("IcashOpenedMessage");
        shown.field("rtn_code", &self.rtn_code).field("rtn_msg", &self.rtn_msg);
        shown.field("message", &format_args!("[redacted]")).finish()
    }
}

#[uniffi::export]
impl IcashEnvelope {
    /// With the keys of these settings.
    #[uniffi::constructor]
    pub fn new(settings: IcashSettings) -> Result<Arc<Self>, TwposError> {
        guarded_quietly(|| {
            let config = icash::Config::from_toml(&to_toml("icash", &settings)?, ".")?;
            Ok::<_, TwposError>(Arc::new(IcashEnvelope(config.credentials)))
        })
    }

    /// With the keys of a configuration file.
    #[uniffi::constructor]
    pub fn from_config(path: String) -> Result<Arc<Self>, TwposError> {
        guarded_quietly(|| icash::Config::from_file(path).map(|config| Arc::new(IcashEnvelope(config.credentials))))
    }

    /// Encrypts and signs a message.
    pub fn seal(&self, plaintext: String) -> Result<IcashSealedMessage, TwposError> {
        guarded_quietly(|| {
            let sealed = icash::Sealed::seal(&plaintext, &self.0.aes, &self.0.merchant_private_key)?;
            Ok::<_, Error>(IcashSealedMessage {
                form_body: sealed.form_body(),
                enc_data: sealed.enc_data,
                signature: sealed.signature,
            })
        })
    }

    /// Verifies a reply's body, exactly as received, and decrypts it.
    pub fn open(&self, body: Vec<u8>, signature: Option<String>) -> Result<IcashOpenedMessage, TwposError> {
        guarded_quietly(|| {
            let keys = &self.0;
            let opened = icash::Opened::open(&body, signature.as_deref(), &keys.aes, &keys.icash_public_key)?;
            Ok::<_, Error>(IcashOpenedMessage {
                rtn_code: opened.rtn_code.to_string(),
                rtn_msg: opened.rtn_msg,
                message: serde_json::Value::Object(opened.message).to_string(),
            })
        })
    }
}

#[uniffi::export]
impl MypayEnvelope {
    /// With the key of these settings.
    #[uniffi::constructor]
    pub fn new(settings: MypaySettings) -> Result<Arc<Self>, TwposError> {
        guarded_quietly(|| {
            let config = mypay::Config::from_toml(&to_toml("mypay", &settings)?, ".")?;
            Ok::<_, TwposError>(Arc::new(MypayEnvelope(config.credentials)))
        })
    }

    /// With the key of a configuration file.
    #[uniffi::constructor]
    pub fn from_config(path: String) -> Result<Arc<Self>, TwposError> {
        guarded_quietly(|| mypay::Config::from_file(path).map(|config| Arc::new(MypayEnvelope(config.credentials))))
    }

    /// Encrypts, and puts the vector in front. `iv` has 16 bytes and is used once; a fresh one if it is left out.
    #[uniffi::method(default(iv))]
    pub fn encrypt(&self, plaintext: String, iv: Option<Vec<u8>>) -> Result<String, TwposError> {
        guarded_quietly(|| {
            let iv = match iv.map(<[u8; 16]>::try_from) {
                None => AesIv::random()?,
                Some(Ok(bytes)) => AesIv::from_bytes(bytes),
                Some(Err(bytes)) => {
                    let detail = format!("iv: must have 16 bytes; this one has {}", bytes.len());
                    return Err(bridge::error(ErrorKind::InvalidRequest, Outcome::NotSent, detail));
                }
            };
            Ok::<_, Error>(mypay::encrypt(&plaintext, &self.0.key, &iv))
        })
    }

    /// The reverse of `encrypt`; nothing for every failure alike.
    pub fn decrypt(&self, text: String) -> Result<Option<String>, TwposError> {
        guarded_quietly(|| Ok::<_, Error>(mypay::decrypt(&text, &self.0.key)))
    }
}
