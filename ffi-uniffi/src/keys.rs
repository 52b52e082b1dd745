//! RSA keys. They are parsed once and never show themselves.

use crate::error::{TwposError, guarded_quietly};
use std::sync::Arc;
use twpos::{Error, crypto};
use zeroize::Zeroizing;

/// An RSA private key. Its text form shows the fingerprint of the public half only.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct PrivateKey(crypto::PrivateKey);

/// An RSA public key.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct PublicKey(crypto::PublicKey);

#[uniffi::export]
impl PrivateKey {
    /// Reads a key by its content: PEM or bare base64, PKCS#1 or PKCS#8, under any label. At least 2048 bits. Fails
    /// with `Config` of kind `key`, saying what the text is instead.
    #[uniffi::constructor]
    pub fn from_text(text: String) -> Result<Arc<Self>, TwposError> {
        let text = Zeroizing::new(text);
        guarded_quietly(|| crypto::PrivateKey::from_text(&text).map(Self::of))
    }

    /// Makes a new 2048-bit key. Takes up to a second or so.
    #[uniffi::constructor]
    pub fn generate() -> Result<Arc<Self>, TwposError> {
        guarded_quietly(|| crypto::PrivateKey::generate().map(Self::of))
    }

    /// The public half, to hand out.
    pub fn public_key(&self) -> Result<Arc<PublicKey>, TwposError> {
        guarded_quietly(|| PublicKey::copy_of(self.0.public_key()))
    }

    /// The key as unencrypted PKCS#8 PEM, for a file that only its owner can read. Never log it.
    pub fn to_pem(&self) -> Result<String, TwposError> {
        guarded_quietly(|| self.0.to_pem().map(|pem| pem.as_str().to_owned()))
    }
}

impl PrivateKey {
    pub(crate) fn of(key: crypto::PrivateKey) -> Arc<Self> {
        Arc::new(PrivateKey(key))
    }
}

#[uniffi::export]
impl PublicKey {
    /// Reads a key by its content: PEM or bare base64, SPKI or PKCS#1, under any label. At least 2048 bits. Fails with
    /// `Config` of kind `key`, saying what the text is instead.
    #[uniffi::constructor]
    pub fn from_text(text: String) -> Result<Arc<Self>, TwposError> {
        guarded_quietly(|| crypto::PublicKey::from_text(&text).map(|key| Arc::new(PublicKey(key))))
    }

    /// The key size in bits.
    pub fn bits(&self) -> Result<i32, TwposError> {
        guarded_quietly(|| Ok::<_, Error>(i32::try_from(self.0.bits()).unwrap_or(i32::MAX)))
    }

    /// The SHA-256 of the SPKI form in hexadecimal, to compare two keys by eye.
    pub fn fingerprint(&self) -> Result<String, TwposError> {
        guarded_quietly(|| Ok::<_, Error>(self.0.fingerprint()))
    }

    /// The key as SPKI PEM.
    pub fn to_pem(&self) -> Result<String, TwposError> {
        guarded_quietly(|| Ok::<_, Error>(self.0.to_pem().to_owned()))
    }

    /// The key as one line of base64 SPKI, the form that the key exchange carries.
    pub fn to_base64(&self) -> Result<String, TwposError> {
        guarded_quietly(|| Ok::<_, Error>(self.0.to_base64()))
    }
}

impl PublicKey {
    pub(crate) fn copy_of(key: &crypto::PublicKey) -> Result<Arc<Self>, Error> {
        crypto::PublicKey::from_text(key.to_pem()).map(|key| Arc::new(PublicKey(key)))
    }
}
