//! The `[omni]` table of a configuration file as a [`Config`].

use super::config::{Authorization, Config, IcashMerchant, IpassMerchant, OwnParameters, Parameters, config_error};
use crate::config::Settings;
use crate::error::Error;
use crate::setting_names::SettingNames;

/// The settings of `[omni]`.
pub(crate) const SETTINGS: SettingNames = SettingNames {
    table: "omni",
    plain: &["base_url", "token_url", "client_id", "is_test", "ipass_refusal_codes"],
    secret: &[
        "token",
        "client_secret",
        "store_id",
        "platform_id",
        "merchant_id",
        "ipass_merchantid",
        "ipass_key",
    ],
};

pub(super) fn read(mut settings: Settings) -> Result<Config, Error> {
    let base_url = settings
        .text("base_url")?
        .ok_or_else(|| config_error("base_url is missing"))?;
    let authorization = authorization(&mut settings)?;
    let parameters = parameters(&mut settings)?;
    let mut config = Config::new(base_url, authorization, parameters);
    config.is_test = settings.flag("is_test")?;
    config.ipass_refusal_codes = settings.texts("ipass_refusal_codes")?;
    config.http = settings.http()?;
    settings.finish()?;
    config.validate()?;
    Ok(config)
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
