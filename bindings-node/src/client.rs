//! A client of any provider: JSON text in the vendor's field names in, the same out.

use crate::failure::{Failure, guarded};
use crate::pool;
use crate::secret::SecretText;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;
use std::sync::{Arc, PoisonError, RwLock};
use twpos::crypto::AesKey;
use twpos::icash::AesCredential;
use twpos::mypay::KeyChoice;
use twpos::{Error, ErrorKind, Outcome, icash, mypay, omni};
use zeroize::Zeroizing;

/// A till's connection to one provider.
#[napi(js_name = "Client")]
pub struct NativeClient {
    /// Shared by the clients that are the same but for the key they seal with; empty once one of them is closed.
    /// Each call in flight holds what was in it.
    open: Arc<RwLock<Option<Arc<Provider>>>>,
    /// MYPAY: which key seals.
    choice: KeyChoice,
}

// Every client is behind an Arc, so none pays for the largest.
#[allow(clippy::large_enum_variant)]
enum Provider {
    Icash(icash::Client),
    Mypay(mypay::Client),
    Omni(omni::Client),
}

#[napi]
impl NativeClient {
    /// For the provider's table of a configuration file.
    #[napi(factory)]
    pub fn from_config(provider: String, path: String) -> napi::Result<Self> {
        guarded(|| {
            Self::new(match provider.as_str() {
                "icash" => Provider::Icash(icash::Client::from_config_file(path)?),
                "mypay" => Provider::Mypay(mypay::Client::from_config_file(path)?),
                "omni" => Provider::Omni(omni::Client::from_config_file(path)?),
                _ => return Err(no_such("provider")),
            })
        })
    }

    /// For the provider's table of TOML text; paths in it are relative to `directory`.
    #[napi(factory)]
    pub fn from_toml(provider: String, text: String, directory: String) -> napi::Result<Self> {
        guarded(|| {
            let text = Zeroizing::new(text);
            Self::new(match provider.as_str() {
                "icash" => Provider::Icash(icash::Client::new(icash::Config::from_toml(&text, directory)?)?),
                "mypay" => Provider::Mypay(mypay::Client::new(mypay::Config::from_toml(&text, directory)?)?),
                "omni" => Provider::Omni(omni::Client::new(omni::Config::from_toml(&text, directory)?)?),
                _ => return Err(no_such("provider")),
            })
        })
    }

    /// Runs one operation on a thread of the pool.
    #[napi]
    pub fn call<'env>(&self, env: &'env Env, operation: String, request: String) -> napi::Result<Object<'env>> {
        let request = Zeroizing::new(request);
        let provider = guarded(|| self.provider())?;
        pool::promise(env, move || provider.call(&operation, &request).map(SecretText::from))
    }

    /// Runs one operation on this thread.
    #[napi]
    pub fn call_sync(&self, operation: String, request: String) -> napi::Result<SecretText> {
        let request = Zeroizing::new(request);
        guarded(|| {
            let text = self.provider()?.call(&operation, &request)?;
            Ok::<_, Failure>(SecretText::from(text))
        })
    }

    /// Lets go of the keys and the connections. Calls in flight finish first; those begun from now on are not sent.
    #[napi]
    pub fn close(&self) -> napi::Result<()> {
        guarded(|| {
            let closed = self.open.write().unwrap_or_else(PoisonError::into_inner).take();
            drop(closed);
            Ok::<_, Failure>(())
        })
    }

    /// icash: takes a new AES credential into use.
    #[napi]
    pub fn use_credential(&self, enc_key_id: String, aes_key: String, aes_iv: String) -> napi::Result<()> {
        let (aes_key, aes_iv) = (Zeroizing::new(aes_key), Zeroizing::new(aes_iv));
        guarded(|| {
            let credential = AesCredential::new(&enc_key_id, &aes_key, &aes_iv)?;
            self.provider()?.icash()?.use_credential(credential);
            Ok::<_, Failure>(())
        })
    }

    /// icash: the id of the credential in use.
    #[napi]
    pub fn enc_key_id(&self) -> napi::Result<String> {
        guarded(|| Ok::<_, Failure>(self.provider()?.icash()?.enc_key_id()))
    }

    /// MYPAY: the same client, sealing with the `current` or the `previous` key.
    #[napi]
    pub fn with_key(&self, choice: String) -> napi::Result<NativeClient> {
        guarded(|| {
            let choice = match choice.as_str() {
                "current" => KeyChoice::Current,
                "previous" => KeyChoice::Previous,
                _ => return Err(no_such("key")),
            };
            // Fails if there is no such key.
            self.provider()?.mypay()?.with_key(choice)?;
            let open = self.open.clone();
            Ok::<_, Failure>(NativeClient { open, choice })
        })
    }

    /// MYPAY: takes a new key into use; the present one becomes the previous one.
    #[napi]
    pub fn use_key(&self, key: String) -> napi::Result<()> {
        let key = Zeroizing::new(key);
        guarded(|| {
            let key = AesKey::from_text(&key)?;
            self.provider()?.mypay()?.use_key(key);
            Ok::<_, Failure>(())
        })
    }

    fn new(provider: Provider) -> Result<Self, Failure> {
        Ok(NativeClient {
            open: Arc::new(RwLock::new(Some(Arc::new(provider)))),
            choice: KeyChoice::Current,
        })
    }

    /// What a call that begins now is made with.
    fn provider(&self) -> Result<Arc<Provider>, Failure> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        match (open.as_ref(), self.choice) {
            (Some(provider), KeyChoice::Current) => Ok(provider.clone()),
            (Some(provider), choice) => Ok(Arc::new(Provider::Mypay(provider.mypay()?.with_key(choice)?))),
            (None, _) => {
                let detail = "the client is closed";
                Err(Failure::new(ErrorKind::Config, Outcome::NotSent, detail))
            }
        }
    }
}

impl Provider {
    fn call(&self, operation: &str, request: &str) -> Result<String, Error> {
        match self {
            Provider::Icash(client) => client.call_json(operation, request),
            Provider::Mypay(client) => client.call_json(operation, request),
            Provider::Omni(client) => client.call_json(operation, request),
        }
    }

    fn icash(&self) -> Result<&icash::Client, Failure> {
        match self {
            Provider::Icash(client) => Ok(client),
            _ => Err(no_such("method")),
        }
    }

    fn mypay(&self) -> Result<&mypay::Client, Failure> {
        match self {
            Provider::Mypay(client) => Ok(client),
            _ => Err(no_such("method")),
        }
    }
}

/// Our own JavaScript asked for something that is not there.
fn no_such(what: &str) -> Failure {
    Failure::new(
        ErrorKind::InvalidRequest,
        Outcome::NotSent,
        format!("there is no such {what}"),
    )
}
