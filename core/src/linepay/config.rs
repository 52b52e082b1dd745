//! Where LINE Pay is, and who we are to it.

use super::settings::SETTINGS;
use crate::config::Settings;
use crate::crypto::Secret;
use crate::error::Error;
use crate::transport::HttpConfig;
use std::path::Path;
use std::time::Duration;

/// LINE Pay's production host.
pub const PRODUCTION: &str = "https://api-pay.line.me";
/// LINE Pay's own sandbox.
pub const SANDBOX: &str = "https://sandbox-api-pay.line.me";

/// The document forbids a shorter wait for a payment; for every other call, half of it.
const MIN_TIMEOUT: Duration = Duration::from_secs(40);
/// Longer than any channel's id.
const MAX_CHANNEL_ID: usize = 20;

/// What a LINE Pay client needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// [`PRODUCTION`], [`SANDBOX`], or another host; may carry a path prefix. HTTPS, except to loopback.
    pub base_url: String,
    /// `X-LINE-ChannelId`: the channel's id, digits.
    pub channel_id: String,
    /// The channel's secret, which signs every request.
    pub channel_secret: Secret<String>,
    /// The till's own name for LINE Pay's merchant centre. Unset sends none.
    pub device: Option<Device>,
    /// Timeouts, extra CA, User-Agent. The timeout is a payment's, 40 s by default; a shorter one is refused. Every
    /// other call waits for half as long.
    pub http: HttpConfig,
}

/// Which till calls. LINE Pay takes both parts or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// `X-LINE-MerchantDeviceProfileId`: the till's serial number.
    pub profile_id: String,
    /// `X-LINE-MerchantDeviceType`: the merchant's own word for its kind.
    pub device_type: String,
}

impl Config {
    /// A configuration with the shortest timeouts that LINE Pay allows.
    pub fn new(base_url: impl Into<String>, channel_id: impl Into<String>, channel_secret: Secret<String>) -> Self {
        Config {
            base_url: base_url.into(),
            channel_id: channel_id.into(),
            channel_secret,
            device: None,
            http: HttpConfig {
                timeout: MIN_TIMEOUT,
                ..HttpConfig::default()
            },
        }
    }

    /// Reads the `[linepay]` table of a TOML file; `docs/configuration.md` lists its settings.
    ///
    /// # Errors
    /// `config` naming the setting that is wrong.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_settings(Settings::from_file(path.as_ref(), &SETTINGS)?)
    }

    /// Reads the `[linepay]` table of TOML text; paths in it are relative to `directory`.
    ///
    /// # Errors
    /// As [`from_file`](Config::from_file).
    pub fn from_toml(text: &str, directory: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_settings(Settings::from_text(text, directory.as_ref(), &SETTINGS)?)
    }

    fn from_settings(mut settings: Settings) -> Result<Self, Error> {
        let base_url = settings.base_url(&[("production", PRODUCTION), ("sandbox", SANDBOX)])?;
        // Not a secret, but all digits, so it may stand there without quotes.
        let channel_id = settings.secret("channel_id")?.expose().clone();
        let mut config = Config::new(base_url, channel_id, settings.secret("channel_secret")?);
        config.device = match (settings.text("device_profile_id")?, settings.text("device_type")?) {
            (None, None) => None,
            (Some(profile_id), Some(device_type)) => Some(Device {
                profile_id,
                device_type,
            }),
            (Some(_), None) => return Err(config_error("device_type is missing: device_profile_id needs it")),
            (None, Some(_)) => return Err(config_error("device_profile_id is missing: device_type needs it")),
        };
        config.http = settings.http(config.http)?;
        settings.finish()?;
        config.validate()?;
        Ok(config)
    }

    pub(super) fn validate(&self) -> Result<(), Error> {
        let id = &self.channel_id;
        if id.is_empty() || id.len() > MAX_CHANNEL_ID || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(config_error(&format!(
                "channel_id must be 1 to {MAX_CHANNEL_ID} digits"
            )));
        }
        if self.channel_secret.expose().is_empty() {
            return Err(config_error("channel_secret must not be empty"));
        }
        if let Some(device) = &self.device {
            in_a_header("device_profile_id", &device.profile_id)?;
            in_a_header("device_type", &device.device_type)?;
        }
        match self.http.timeout < MIN_TIMEOUT {
            true => Err(config_error(
                "timeout_seconds must be at least 40: LINE Pay forbids a shorter wait",
            )),
            false => Ok(()),
        }
    }

    /// How every call but a payment reaches the host.
    pub(super) fn http_of_others(&self) -> HttpConfig {
        HttpConfig {
            timeout: self.http.timeout / 2,
            ..self.http.clone()
        }
    }
}

/// What a header can hold, and a log can show.
fn in_a_header(name: &str, value: &str) -> Result<(), Error> {
    let is_shown = |value: &str| value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    match !value.trim().is_empty() && is_shown(value) {
        true => Ok(()),
        false => Err(config_error(&format!("{name} must be printable ASCII"))),
    }
}

fn config_error(problem: &str) -> Error {
    Error::config(format!("[linepay] {problem}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_call_waits_for_less_than_the_document_demands() {
        let mut config = Config::new(SANDBOX, "1", "secret".into());
        assert_eq!(config.http.timeout, Duration::from_secs(40));
        assert_eq!(config.http_of_others().timeout, Duration::from_secs(20));
        config.http.timeout = Duration::from_secs(90);
        assert_eq!(config.http_of_others().timeout, Duration::from_secs(45));
        assert!(config.validate().is_ok());
        config.http.timeout = Duration::from_millis(39_999);
        assert!(config.validate().is_err());
    }
}
