//! A client of any provider: JSON text in the vendor's field names in, the same out.

use crate::failure::{guarded, invalid};
use crate::pool;
use crate::secret::SecretText;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;
use std::sync::{Arc, PoisonError, RwLock};
use twpos::crypto::AesKey;
use twpos::icash::AesCredential;
use twpos::mypay::KeyChoice;
use twpos::{AnyClient, Error, ErrorKind, Outcome, bridge};
use zeroize::Zeroizing;

/// A till's connection to one provider.
#[napi(js_name = "Client")]
pub struct NativeClient {
    /// Shared by the clients that are the same but for the key they seal with; empty once one of them is closed.
    /// Each call in flight holds what was in it.
    open: Arc<RwLock<Option<Arc<AnyClient>>>>,
    /// MYPAY: which key seals.
    choice: KeyChoice,
}

#[napi]
impl NativeClient {
    /// For the provider's table of a configuration file.
    #[napi(factory)]
    pub fn from_config(provider: String, path: String) -> napi::Result<Self> {
        guarded(|| AnyClient::from_config_file(&provider, path).map(Self::new))
    }

    /// For the provider's table of TOML text; paths in it are relative to `directory`.
    #[napi(factory)]
    pub fn from_toml(provider: String, text: String, directory: String) -> napi::Result<Self> {
        let text = Zeroizing::new(text);
        guarded(|| AnyClient::from_toml(&provider, &text, directory).map(Self::new))
    }

    /// Runs one operation on a thread of the pool.
    #[napi]
    pub fn call<'env>(&self, env: &'env Env, operation: String, request: String) -> napi::Result<Object<'env>> {
        let request = Zeroizing::new(request);
        let client = guarded(|| self.client())?;
        pool::promise(env, move || {
            client.call_json(&operation, &request).map(SecretText::from)
        })
    }

    /// Runs one operation on this thread.
    #[napi]
    pub fn call_sync(&self, operation: String, request: String) -> napi::Result<SecretText> {
        let request = Zeroizing::new(request);
        guarded(|| self.client()?.call_json(&operation, &request).map(SecretText::from))
    }

    /// Lets go of the keys and the connections. Calls in flight finish first; those begun from now on are not sent.
    #[napi]
    pub fn close(&self) -> napi::Result<()> {
        guarded(|| {
            let closed = self.open.write().unwrap_or_else(PoisonError::into_inner).take();
            drop(closed);
            Ok(())
        })
    }

    /// icash: takes a new AES credential into use.
    #[napi]
    pub fn use_credential(&self, enc_key_id: String, aes_key: String, aes_iv: String) -> napi::Result<()> {
        let (aes_key, aes_iv) = (Zeroizing::new(aes_key), Zeroizing::new(aes_iv));
        guarded(|| {
            let credential = AesCredential::new(&enc_key_id, &aes_key, &aes_iv)?;
            self.client()?.icash()?.use_credential(credential);
            Ok(())
        })
    }

    /// icash: the id of the credential in use.
    #[napi]
    pub fn enc_key_id(&self) -> napi::Result<String> {
        guarded(|| Ok(self.client()?.icash()?.enc_key_id()))
    }

    /// MYPAY: the same client, sealing with the `current` or the `previous` key.
    #[napi]
    pub fn with_key(&self, choice: String) -> napi::Result<NativeClient> {
        guarded(|| {
            let choice = match choice.as_str() {
                "current" => KeyChoice::Current,
                "previous" => KeyChoice::Previous,
                _ => return Err(invalid("there is no such key")),
            };
            // Fails if there is no such key.
            self.client()?.mypay()?.with_key(choice)?;
            let open = self.open.clone();
            Ok(NativeClient { open, choice })
        })
    }

    /// MYPAY: takes a new key into use; the present one becomes the previous one.
    #[napi]
    pub fn use_key(&self, key: String) -> napi::Result<()> {
        let key = Zeroizing::new(key);
        guarded(|| {
            let key = AesKey::from_text(&key)?;
            self.client()?.mypay()?.use_key(key);
            Ok(())
        })
    }

    fn new(client: AnyClient) -> Self {
        NativeClient {
            open: Arc::new(RwLock::new(Some(Arc::new(client)))),
            choice: KeyChoice::Current,
        }
    }

    /// What a call that begins now is made with.
    fn client(&self) -> Result<Arc<AnyClient>, Error> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        match (open.as_ref(), self.choice) {
            (Some(client), KeyChoice::Current) => Ok(client.clone()),
            (Some(client), choice) => Ok(Arc::new(AnyClient::Mypay(client.mypay()?.with_key(choice)?))),
            (None, _) => {
                let detail = "the client is closed";
                Err(bridge::error(ErrorKind::Config, Outcome::NotSent, detail))
            }
        }
    }
}
