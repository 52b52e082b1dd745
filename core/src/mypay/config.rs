//! Where MYPAY LINK is, and who we are to it.

use super::settings::SETTINGS;
use crate::config::Settings;
use crate::crypto::AesKey;
use crate::error::Error;
use crate::transport::HttpConfig;
use std::path::Path;

/// MYPAY's production host (document 003, "介接網址").
pub const PRODUCTION: &str = "https://ka.mypay.tw";
/// MYPAY's test host (document 003, "介接網址").
pub const TEST: &str = "https://pay.usecase.cc";

/// Longest `agent_uid` (document 003, every "參數說明" table: string(16)).
const MAX_UID: usize = 16;

/// In whose name requests are made; it decides the path and the first field of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// An agent for its stores: `/api/agent` with `agent_uid`. Each request names its store.
    Agent,
    /// A store for itself: `/api/init` with `store_uid`.
    Store,
    /// An app with a verification code in place of the key: `/api/open` with `store_uid`. It can only pay.
    Client,
}

/// Who we are to MYPAY, and the keys it issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// In whose name requests are made.
    pub mode: Mode,
    /// `agent_uid` or `store_uid`, as the mode says. 1-16 ASCII letters and digits.
    pub uid: String,
    /// The issued key (mode client: the verification code): 32 ASCII characters, used directly.
    pub key: AesKey,
    /// The key before or after this one, while both are valid.
    pub previous_key: Option<AesKey>,
}

/// What a MYPAY client needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// [`PRODUCTION`], [`TEST`], or another host, without the mode's path. HTTPS, except to loopback.
    pub base_url: String,
    /// Who we are, and the keys.
    pub credentials: Credentials,
    /// Timeouts, extra CA, User-Agent.
    pub http: HttpConfig,
}

impl Mode {
    /// The path below the base URL (document 003, "介接網址").
    pub fn path(self) -> &'static str {
        match self {
            Mode::Agent => "/api/agent",
            Mode::Store => "/api/init",
            Mode::Client => "/api/open",
        }
    }

    /// The name of the body's field that holds the uid.
    pub fn uid_field(self) -> &'static str {
        match self {
            Mode::Agent => "agent_uid",
            Mode::Store | Mode::Client => "store_uid",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        match name {
            "agent" => Some(Mode::Agent),
            "store" => Some(Mode::Store),
            "client" => Some(Mode::Client),
            _ => None,
        }
    }
}

impl Credentials {
    /// Takes uid and key as issued, without a second key.
    ///
    /// # Errors
    /// `key` if the key is not exactly 32 ASCII characters. No error shows it.
    pub fn new(mode: Mode, uid: impl Into<String>, key: &str) -> Result<Self, Error> {
        Ok(Credentials {
            mode,
            uid: uid.into(),
            key: AesKey::from_text(key)?,
            previous_key: None,
        })
    }
}

impl Config {
    /// A configuration with the default timeouts.
    pub fn new(base_url: impl Into<String>, credentials: Credentials) -> Self {
        Config {
            base_url: base_url.into(),
            credentials,
            http: HttpConfig::default(),
        }
    }

    /// Reads the `[mypay]` table of a TOML file; `docs/configuration.md` lists its settings.
    ///
    /// # Errors
    /// `config` naming the setting, or `key` naming what is wrong with a key.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_settings(Settings::from_file(path.as_ref(), &SETTINGS)?)
    }

    /// Reads the `[mypay]` table of TOML text; paths in it are relative to `directory`.
    ///
    /// # Errors
    /// As [`from_file`](Config::from_file).
    pub fn from_toml(text: &str, directory: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_settings(Settings::from_text(text, directory.as_ref(), &SETTINGS)?)
    }

    fn from_settings(mut settings: Settings) -> Result<Self, Error> {
        let base_url = settings.base_url(&[("production", PRODUCTION), ("test", TEST)])?;
        let mode = settings.text("mode")?.unwrap_or_default();
        let mode =
            Mode::from_name(&mode).ok_or_else(|| Error::config("[mypay] mode must be one of agent, store, client"))?;
        // Not a secret, but all digits, so it may stand there without quotes.
        let uid = settings.secret("uid")?.expose().clone();
        let key = settings.secret("key")?;
        let previous_key = settings.optional_secret("previous_key")?;
        let credentials = Credentials {
            mode,
            uid,
            key: AesKey::from_text(key.expose()).map_err(|error| error.about_setting("[mypay] key"))?,
            previous_key: previous_key
                .map(|key| AesKey::from_text(key.expose()))
                .transpose()
                .map_err(|error| error.about_setting("[mypay] previous_key"))?,
        };
        let mut config = Config::new(base_url, credentials);
        config.http = settings.http(config.http)?;
        settings.finish()?;
        config.validate()?;
        Ok(config)
    }

    pub(super) fn validate(&self) -> Result<(), Error> {
        let Credentials {
            uid, key, previous_key, ..
        } = &self.credentials;
        if uid.is_empty() || uid.len() > MAX_UID || !uid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Error::config(format!("uid must be 1 to {MAX_UID} letters and digits")));
        }
        if previous_key.as_ref() == Some(key) {
            return Err(Error::config("previous_key is the same as key"));
        }
        Ok(())
    }
}
