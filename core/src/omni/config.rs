//! Where the gateway is, who we are to it, and whose payment parameters it uses.

use super::codes::IpassReturnCode;
use super::settings::SETTINGS;
use crate::config::Settings;
use crate::crypto::Secret;
use crate::error::Error;
use crate::transport::HttpConfig;
use std::path::Path;

/// What a client of the OMNI gateway needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// The API's host, above `/v1/payment`. HTTPS, except to loopback. The documents print none.
    pub base_url: String,
    /// How calls are authorised (001 and 002 "Authorization").
    pub authorization: Authorization,
    /// Whose payment parameters are used; exactly one of the two modes.
    pub parameters: Parameters,
    /// `is_test` (001 and 002 request body): whether the gateway uses the wallets' test hosts. Unset leaves it
    /// out, which to document 002 is `false`. 001 prints no default; on the gateway's public pages it is no in the
    /// production environment and yes in the test environment, so set it where it matters.
    pub is_test: Option<bool>,
    /// Values of `return_code` that iPASS's own manual lists as declined: only these make an iPASS error
    /// `Refused`. Documents 001 and 002 list none, so it is empty by default and every failure is `Unknown`.
    /// 0000, 0006, 9999 and empty text are refused here.
    pub ipass_refusal_codes: Vec<String>,
    /// Timeouts, extra CA, User-Agent. The timeout is that of one exchange; a call may be up to four: a token, the
    /// call, and after a 401 another token and the call again.
    pub http: HttpConfig,
}

/// How calls are authorised: an OAuth 2.0 bearer token, issued by hand or fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorization {
    /// A token that was handed out. It is never renewed: a call that it does not open fails.
    Token(Secret<String>),
    /// Tokens are fetched, kept, renewed early, and renewed once after a call was answered with 401.
    ClientCredentials {
        /// The whole URL of the OAuth 2.0 token endpoint. HTTPS, except to loopback.
        token_url: String,
        /// The client's name at the token endpoint.
        client_id: String,
        /// The client's secret at the token endpoint.
        client_secret: Secret<String>,
    },
}

/// Whose payment parameters are used (001 and 002 "情境"). A request never carries both kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parameters {
    /// The gateway holds them for this store (依全通路金流參數設定).
    GatewayHeld {
        /// `store_id` of the request body (001 and 002): the store's code at the gateway. Required.
        store_id: String,
    },
    /// Each request carries the merchant's own, and no `store_id` (依廠商金流參數設定).
    Own(OwnParameters),
}

/// A merchant's own payment parameters, for one wallet or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnParameters {
    /// For the icash operations; without it they are refused before sending.
    pub icash: Option<IcashMerchant>,
    /// For the iPASS operations; without it they are refused before sending.
    pub ipass: Option<IpassMerchant>,
}

/// Who the merchant is to icash Pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IcashMerchant {
    /// `PlatformID`: the platform's number (001 request PlatformID).
    pub platform_id: String,
    /// `MerchantID`: the merchant's number (001 request MerchantID).
    pub merchant_id: String,
}

/// Who the merchant is to iPASS. The `iv` (002 request iv) is not here: every request gets a fresh one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IpassMerchant {
    /// `merchantid`: the merchant's number (002 request merchantid).
    pub merchant_id: String,
    /// `key`: the merchant's key as iPASS issued it (002 request key).
    pub key: Secret<String>,
}

impl Config {
    /// A configuration with the default timeouts.
    pub fn new(base_url: impl Into<String>, authorization: Authorization, parameters: Parameters) -> Self {
        Config {
            base_url: base_url.into(),
            authorization,
            parameters,
            is_test: None,
            ipass_refusal_codes: Vec::new(),
            http: HttpConfig::default(),
        }
    }

    /// Reads the `[omni]` table of a TOML file; `docs/configuration.md` lists its settings.
    ///
    /// # Errors
    /// `config` naming the setting that is wrong.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_settings(Settings::from_file(path.as_ref(), &SETTINGS)?)
    }

    /// Reads the `[omni]` table of TOML text; paths in it are relative to `directory`.
    ///
    /// # Errors
    /// As [`from_file`](Config::from_file).
    pub fn from_toml(text: &str, directory: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_settings(Settings::from_text(text, directory.as_ref(), &SETTINGS)?)
    }

    fn from_settings(mut settings: Settings) -> Result<Self, Error> {
        let base_url = settings
            .text("base_url")?
            .ok_or_else(|| config_error("base_url is missing"))?;
        let authorization = authorization(&mut settings)?;
        let parameters = parameters(&mut settings)?;
        let mut config = Config::new(base_url, authorization, parameters);
        config.is_test = settings.flag("is_test")?;
        config.ipass_refusal_codes = settings.texts("ipass_refusal_codes")?;
        config.http = settings.http(config.http)?;
        settings.finish()?;
        config.validate()?;
        Ok(config)
    }

    pub(super) fn validate(&self) -> Result<(), Error> {
        match &self.authorization {
            Authorization::Token(token) if !is_bearer_token(token.expose()) => {
                return Err(config_error("token is not a bearer token"));
            }
            Authorization::Token(_) => {}
            Authorization::ClientCredentials {
                client_id,
                client_secret,
                ..
            } => {
                not_blank("client_id", client_id)?;
                not_blank("client_secret", client_secret.expose())?;
            }
        }
        self.parameters.validate()?;
        for code in &self.ipass_refusal_codes {
            not_blank("a code in ipass_refusal_codes", code)?;
        }
        let settled = |code: &String| IpassReturnCode::from_code(code) != IpassReturnCode::Unknown;
        if self.ipass_refusal_codes.iter().any(settled) {
            return Err(config_error(
                "ipass_refusal_codes must not hold 0000, 0006 or 9999: none of them proves a decline",
            ));
        }
        Ok(())
    }
}

impl Parameters {
    fn validate(&self) -> Result<(), Error> {
        match self {
            Parameters::GatewayHeld { store_id } => not_blank("store_id", store_id),
            Parameters::Own(OwnParameters {
                icash: None,
                ipass: None,
            }) => Err(config_error(
                "needs either store_id, or platform_id with merchant_id, or ipass_merchantid with ipass_key",
            )),
            Parameters::Own(OwnParameters { icash, ipass }) => {
                if let Some(icash) = icash {
                    not_blank("platform_id", &icash.platform_id)?;
                    not_blank("merchant_id", &icash.merchant_id)?;
                }
                if let Some(ipass) = ipass {
                    not_blank("ipass_merchantid", &ipass.merchant_id)?;
                    not_blank("ipass_key", ipass.key.expose())?;
                }
                Ok(())
            }
        }
    }
}

fn authorization(settings: &mut Settings) -> Result<Authorization, Error> {
    let token = settings.optional_secret("token")?;
    let token_url = settings.text("token_url")?;
    let client_id = settings.text("client_id")?;
    let client_secret = settings.optional_secret("client_secret")?;
    match (token, token_url, client_id, client_secret) {
        (Some(token), None, None, None) => Ok(Authorization::Token(token)),
        (None, Some(token_url), Some(client_id), Some(client_secret)) => Ok(Authorization::ClientCredentials {
            token_url,
            client_id,
            client_secret,
        }),
        _ => Err(config_error(
            "needs either token, or token_url with client_id and client_secret",
        )),
    }
}

fn parameters(settings: &mut Settings) -> Result<Parameters, Error> {
    let store_id = number_or_text(settings, "store_id")?;
    let platform_id = number_or_text(settings, "platform_id")?;
    let merchant_id = number_or_text(settings, "merchant_id")?;
    let icash = match (platform_id, merchant_id) {
        (None, None) => None,
        (Some(platform_id), Some(merchant_id)) => Some(IcashMerchant {
            platform_id,
            merchant_id,
        }),
        (None, Some(_)) => return Err(config_error("platform_id is missing: merchant_id needs it")),
        (Some(_), None) => return Err(config_error("merchant_id is missing: platform_id needs it")),
    };
    let merchant_id = number_or_text(settings, "ipass_merchantid")?;
    let ipass = match (merchant_id, settings.optional_secret("ipass_key")?) {
        (None, None) => None,
        (Some(merchant_id), Some(key)) => Some(IpassMerchant { merchant_id, key }),
        (None, Some(_)) => return Err(config_error("ipass_merchantid is missing: ipass_key needs it")),
        (Some(_), None) => return Err(config_error("ipass_key is missing: ipass_merchantid needs it")),
    };
    match (store_id, &icash, &ipass) {
        (Some(store_id), None, None) => Ok(Parameters::GatewayHeld { store_id }),
        (Some(_), Some(_), _) => Err(config_error("store_id and platform_id exclude each other")),
        (Some(_), None, Some(_)) => Err(config_error("store_id and ipass_merchantid exclude each other")),
        (None, ..) => Ok(Parameters::Own(OwnParameters { icash, ipass })),
    }
}

/// Not a secret, but all digits, so it may stand there without quotes.
fn number_or_text(settings: &mut Settings, name: &str) -> Result<Option<String>, Error> {
    Ok(settings.optional_secret(name)?.map(|value| value.expose().clone()))
}

/// Whether this can stand in an Authorization header without changing it.
pub(super) fn is_bearer_token(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}

fn not_blank(name: &str, value: &str) -> Result<(), Error> {
    match value.trim().is_empty() {
        true => Err(config_error(&format!("{name} must not be empty"))),
        false => Ok(()),
    }
}

pub(super) fn config_error(problem: &str) -> Error {
    Error::config(format!("[omni] {problem}"))
}
