//! icash Pay's key exchange, and the credentials that come of it.

use crate::failure::guarded;
use crate::keys::NativePublicKey;
use crate::pool;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;
use std::path::Path;
use std::sync::Arc;
use twpos::icash::{Credentials, KeyExchange};
use zeroize::Zeroizing;

/// Exchanges keys with one host.
#[napi(js_name = "KeyExchange")]
pub struct NativeKeyExchange(Arc<KeyExchange>);

/// A merchant's complete key material for icash Pay.
#[napi(js_name = "Credentials")]
pub struct NativeCredentials(Arc<Credentials>);

#[napi]
impl NativeKeyExchange {
    /// For `base_url` of the `[icash]` table of TOML text, with the connection's settings there; paths in it are relative
    /// to `directory`.
    #[napi(factory)]
    pub fn from_toml(text: String, directory: String) -> napi::Result<Self> {
        guarded(|| {
            let text = Zeroizing::new(text);
            let exchange = KeyExchange::from_toml(&text, directory)?;
            Ok(NativeKeyExchange(Arc::new(exchange)))
        })
    }

    /// Exchanges keys on a thread of the pool.
    #[napi]
    pub fn run<'env>(&self, env: &'env Env) -> napi::Result<Object<'env>> {
        let exchange = self.0.clone();
        pool::promise(env, move || exchange.run().map(NativeCredentials::new))
    }

    /// Exchanges keys on this thread.
    #[napi]
    pub fn run_sync(&self) -> napi::Result<NativeCredentials> {
        guarded(|| self.0.run().map(NativeCredentials::new))
    }
}

#[napi]
impl NativeCredentials {
    /// Writes the keys and `till.toml`, and gives the path of the latter.
    #[napi]
    pub fn save(&self, directory: String, base_url: String, ca_file: Option<String>) -> napi::Result<String> {
        guarded(|| {
            let saved = self.0.save(Path::new(&directory), &base_url, ca_file.as_deref());
            saved.map(|path| path.to_string_lossy().into_owned())
        })
    }

    /// The id of the AES credential.
    #[napi]
    pub fn enc_key_id(&self) -> napi::Result<String> {
        guarded(|| Ok(self.0.aes.enc_key_id().to_owned()))
    }

    /// The public half of the merchant's key.
    #[napi]
    pub fn merchant_public_key(&self) -> napi::Result<NativePublicKey> {
        guarded(|| NativePublicKey::copy_of(self.0.merchant_private_key.public_key()))
    }

    /// icash Pay's key.
    #[napi]
    pub fn icash_public_key(&self) -> napi::Result<NativePublicKey> {
        guarded(|| NativePublicKey::copy_of(&self.0.icash_public_key))
    }

    fn new(credentials: Credentials) -> Self {
        NativeCredentials(Arc::new(credentials))
    }
}
