//! icash Pay's key exchange, and the credentials that come of it.

use crate::error::{TwposError, guarded_quietly};
use crate::generated::settings::ConnectionSettings;
use crate::keys::{PrivateKey, PublicKey};
use crate::settings::to_toml;
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use twpos::{Error, crypto, icash};

/// Exchanges keys with icash Pay. Moves no money: after a failure it may simply be run again.
#[derive(Debug, uniffi::Object)]
pub struct IcashKeyExchange(icash::KeyExchange);

/// A merchant's complete key material for icash Pay. It never shows itself. Save it at once.
#[derive(Debug, uniffi::Object)]
pub struct IcashCredentials(icash::Credentials);

#[uniffi::export]
impl IcashKeyExchange {
    /// For the member host that icash Pay named, which may differ from the payment host. Connects to nothing yet. Fails
    /// with `Config`, naming the setting that is wrong.
    #[uniffi::constructor(default(connection))]
    pub fn new(base_url: String, connection: ConnectionSettings) -> Result<Arc<Self>, TwposError> {
        guarded_quietly(|| {
            let text = to_toml("icash", &connection.with_base_url(&base_url))?;
            let exchange = icash::KeyExchange::from_toml(&text, ".")?;
            Ok::<_, TwposError>(Arc::new(IcashKeyExchange(exchange)))
        })
    }

    /// Makes a new merchant key, exchanges public keys and fetches an AES credential. Save the result at once.
    pub fn run(&self) -> Result<Arc<IcashCredentials>, TwposError> {
        guarded_quietly(|| self.0.run().map(|credentials| Arc::new(IcashCredentials(credentials))))
    }
}

#[uniffi::export]
impl IcashCredentials {
    /// Writes `merchant_private_key.pem`, `icash_public_key.pem` and `till.toml` into `directory`, each readable by
    /// its owner only, and gives the path of `till.toml`. `base_url` is the payment host; `ca_file` the path of an
    /// extra CA, relative to `directory`. A key is never overwritten: fails with `Config`, naming the file.
    #[uniffi::method(default(ca_file))]
    pub fn save(&self, directory: String, base_url: String, ca_file: Option<String>) -> Result<String, TwposError> {
        guarded_quietly(|| {
            let saved = self.0.save(Path::new(&directory), &base_url, ca_file.as_deref());
            saved.map(|path| path.to_string_lossy().into_owned())
        })
    }

    /// The id of the AES credential.
    pub fn enc_key_id(&self) -> Result<String, TwposError> {
        guarded_quietly(|| Ok::<_, Error>(self.0.aes.enc_key_id().to_owned()))
    }

    /// The merchant's key.
    pub fn merchant_private_key(&self) -> Result<Arc<PrivateKey>, TwposError> {
        guarded_quietly(|| crypto::PrivateKey::from_text(&self.0.merchant_private_key.to_pem()?).map(PrivateKey::of))
    }

    /// icash Pay's key.
    pub fn icash_public_key(&self) -> Result<Arc<PublicKey>, TwposError> {
        guarded_quietly(|| PublicKey::copy_of(&self.0.icash_public_key))
    }
}

/// A connection's settings, beside the host that it goes to.
#[derive(Serialize)]
struct Host<'a> {
    base_url: &'a str,
    #[serde(flatten)]
    connection: &'a ConnectionSettings,
}

impl ConnectionSettings {
    fn with_base_url<'a>(&'a self, base_url: &'a str) -> Host<'a> {
        Host {
            base_url,
            connection: self,
        }
    }
}
