//! Where icash Pay is, and who we are to it.

use super::credential::{AesCredential, Credentials};
use super::settings::SETTINGS;
use crate::config::Settings;
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{Error, ErrorKind};
use crate::setting_names::SettingNames;
use crate::transport::{HttpClient, HttpConfig};
use std::path::Path;
use std::time::Duration;

/// icash Pay's production host (document 000, "介接路徑").
pub const PRODUCTION: &str = "https://payment.icashpay.com.tw";
/// icash Pay's stage host (document 000, "介接路徑").
pub const STAGE: &str = "https://icp-payment-stage.icashpay.com.tw";

/// The company number that every store of another trade sends (ICPOS001 request 15).
const DEFAULT_CORP_ID: &str = "22555003";
/// The document forbids a shorter wait ("交易逾時 Timeout 時間").
const MIN_TIMEOUT: Duration = Duration::from_secs(10);

/// What a key exchange needs of `[icash]`: how the host is reached, and nothing of who we are.
const HOST_SETTINGS: SettingNames = SettingNames {
    table: SETTINGS.table,
    own: &[],
};

/// The host of an `[icash]` table that has nothing else.
pub(super) fn host(text: &str, directory: &Path) -> Result<HttpClient, Error> {
    let mut settings = Settings::from_text(text, directory, &HOST_SETTINGS)?;
    let base_url = settings.text("base_url")?;
    let base_url = base_url.ok_or_else(|| Error::config("[icash] base_url is missing"))?;
    let http = settings.http(HttpConfig::default())?;
    settings.finish()?;
    HttpClient::new(&base_url, &http)
}

/// What an icash Pay client needs to know.
#[derive(Debug)]
pub struct Config {
    /// [`PRODUCTION`], [`STAGE`], or another host; may carry a path prefix. HTTPS, except to loopback.
    pub base_url: String,
    /// The three keys.
    pub credentials: Credentials,
    /// `CorpID` of requests that leave it unset. Default 22555003.
    pub corp_id: String,
    /// Timeouts, extra CA, User-Agent. A whole-call timeout under 10 s is refused.
    pub http: HttpConfig,
}

impl Config {
    /// A configuration with the default company number and timeouts.
    pub fn new(base_url: impl Into<String>, credentials: Credentials) -> Self {
        Config {
            base_url: base_url.into(),
            credentials,
            corp_id: DEFAULT_CORP_ID.to_owned(),
            http: HttpConfig::default(),
        }
    }

    /// Reads the `[icash]` table of a TOML file; `docs/configuration.md` lists its settings.
    ///
    /// # Errors
    /// `config` naming the setting, or `key` naming what is wrong with a key.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_settings(Settings::from_file(path.as_ref(), &SETTINGS)?)
    }

    /// Reads the `[icash]` table of TOML text; paths in it are relative to `directory`.
    ///
    /// # Errors
    /// As [`from_file`](Config::from_file).
    pub fn from_toml(text: &str, directory: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_settings(Settings::from_text(text, directory.as_ref(), &SETTINGS)?)
    }

    fn from_settings(mut settings: Settings) -> Result<Self, Error> {
        let base_url = settings.base_url(&[("production", PRODUCTION), ("stage", STAGE)])?;
        let private_key = settings.secret("merchant_private_key")?;
        let public_key = settings.secret("icash_public_key")?;
        let credentials = Credentials {
            merchant_private_key: PrivateKey::from_text(private_key.expose())
                .map_err(|error| error.about_setting("[icash] merchant_private_key"))?,
            icash_public_key: PublicKey::from_text(public_key.expose())
                .map_err(|error| error.about_setting("[icash] icash_public_key"))?,
            aes: AesCredential::new(
                settings.secret("enc_key_id")?.expose(),
                settings.secret("aes_key")?.expose(),
                settings.secret("aes_iv")?.expose(),
            )?,
            icash_public_key_expires: settings.text("icash_public_key_expires")?,
        };
        let mut config = Config::new(base_url, credentials);
        if let Some(corp_id) = settings.text("corp_id")? {
            config.corp_id = corp_id;
        }
        config.http = settings.http(config.http)?;
        settings.finish()?;
        config.validate()?;
        Ok(config)
    }

    pub(super) fn validate(&self) -> Result<(), Error> {
        if self.http.timeout < MIN_TIMEOUT {
            return Err(Error::new(
                ErrorKind::Config,
                "timeout_seconds must be at least 10: icash Pay forbids a shorter wait",
            ));
        }
        if self.corp_id.is_empty() || self.corp_id.chars().count() > 8 {
            return Err(Error::new(ErrorKind::Config, "corp_id must have 1 to 8 characters"));
        }
        if self.credentials.merchant_private_key.public_key().modulus() == self.credentials.icash_public_key.modulus() {
            return Err(Error::new(
                ErrorKind::Config,
                "icash_public_key is the merchant's own public key; it must be the one that icash Pay handed out",
            ));
        }
        Ok(())
    }
}
