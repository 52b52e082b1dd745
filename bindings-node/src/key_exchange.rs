//! icash Pay's key exchange, and the credentials that come of it.

use crate::failure::{Failure, guarded};
use crate::keys::NativePublicKey;
use crate::pool;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;
use std::path::Path;
use std::sync::Arc;
use twpos::icash::{Credentials, KeyExchange};
use twpos::{HttpConfig, timeout_from_seconds};

/// Exchanges keys with one host.
#[napi(js_name = "KeyExchange")]
pub struct NativeKeyExchange(Arc<KeyExchange>);

/// A merchant's complete key material for icash Pay.
#[napi(js_name = "Credentials")]
pub struct NativeCredentials(Arc<Credentials>);

/// How to connect; what is unset has core's default.
#[napi(object, object_to_js = false)]
pub struct HttpSettings {
    /// The whole call.
    pub timeout_seconds: Option<f64>,
    /// Connecting, TLS included.
    pub connect_timeout_seconds: Option<f64>,
    /// A file with a CA to trust besides the public ones.
    pub ca_file: Option<String>,
    /// The User-Agent header.
    pub user_agent: Option<String>,
}

#[napi]
impl NativeKeyExchange {
    /// For the host that icash Pay named.
    #[napi(factory)]
    pub fn create(base_url: String, settings: HttpSettings) -> napi::Result<Self> {
        guarded(|| {
            let exchange = KeyExchange::new(&base_url, &settings.http_config()?)?;
            Ok::<_, Failure>(NativeKeyExchange(Arc::new(exchange)))
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
        guarded(|| Ok::<_, Failure>(self.0.aes.enc_key_id().to_owned()))
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

impl HttpSettings {
    fn http_config(&self) -> Result<HttpConfig, Failure> {
        let mut http = HttpConfig::default();
        if let Some(seconds) = self.timeout_seconds {
            http.timeout = timeout_from_seconds("timeoutSeconds", seconds)?;
        }
        if let Some(seconds) = self.connect_timeout_seconds {
            http.connect_timeout = timeout_from_seconds("connectTimeoutSeconds", seconds)?;
        }
        if let Some(user_agent) = &self.user_agent {
            http.user_agent.clone_from(user_agent);
        }
        if let Some(path) = &self.ca_file {
            http.extra_ca_pem = Some(twpos::read_ca_file(Path::new(path))?);
        }
        Ok(http)
    }
}
