//! RSA keys: read, made, and told apart.

use crate::failure::guarded;
use crate::pool;
use crate::secret::SecretText;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;
use twpos::Error;
use twpos::crypto::{PrivateKey, PublicKey};
use zeroize::Zeroizing;

/// An RSA private key.
#[napi(js_name = "PrivateKey")]
pub struct NativePrivateKey(PrivateKey);

/// An RSA public key.
#[napi(js_name = "PublicKey")]
pub struct NativePublicKey(PublicKey);

#[napi]
impl NativePrivateKey {
    /// Reads a key by its content.
    #[napi(factory)]
    pub fn from_text(text: String) -> napi::Result<Self> {
        let text = Zeroizing::new(text);
        guarded(|| PrivateKey::from_text(&text).map(NativePrivateKey))
    }

    /// Makes a key on a thread of the pool.
    #[napi]
    pub fn generate(env: &Env) -> napi::Result<Object<'_>> {
        pool::promise(env, || PrivateKey::generate().map(NativePrivateKey))
    }

    /// Makes a key on this thread.
    #[napi(factory)]
    pub fn generate_sync() -> napi::Result<Self> {
        guarded(|| PrivateKey::generate().map(NativePrivateKey))
    }

    /// The public half.
    #[napi]
    pub fn public_key(&self) -> napi::Result<NativePublicKey> {
        guarded(|| NativePublicKey::copy_of(self.0.public_key()))
    }

    /// The key as unencrypted PKCS#8 PEM.
    #[napi]
    pub fn to_pem(&self) -> napi::Result<SecretText> {
        guarded(|| self.0.to_pem().map(SecretText::from))
    }
}

#[napi]
impl NativePublicKey {
    /// Reads a key by its content.
    #[napi(factory)]
    pub fn from_text(text: String) -> napi::Result<Self> {
        guarded(|| PublicKey::from_text(&text).map(NativePublicKey))
    }

    /// The key size in bits.
    #[napi]
    pub fn bits(&self) -> napi::Result<i64> {
        guarded(|| Ok::<_, Error>(i64::try_from(self.0.bits()).unwrap_or(i64::MAX)))
    }

    /// The SHA-256 of the SPKI form in hexadecimal.
    #[napi]
    pub fn fingerprint(&self) -> napi::Result<String> {
        guarded(|| Ok::<_, Error>(self.0.fingerprint()))
    }

    /// The key as SPKI PEM.
    #[napi]
    pub fn to_pem(&self) -> napi::Result<String> {
        guarded(|| Ok::<_, Error>(self.0.to_pem().to_owned()))
    }

    /// The key as one line of base64 SPKI.
    #[napi]
    pub fn to_base64(&self) -> napi::Result<String> {
        guarded(|| Ok::<_, Error>(self.0.to_base64()))
    }

    pub(crate) fn copy_of(key: &PublicKey) -> Result<Self, Error> {
        PublicKey::from_text(key.to_pem()).map(NativePublicKey)
    }
}
