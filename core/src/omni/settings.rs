//! The `[omni]` table of a configuration file as a [`Config`].

use super::config::{Authorization, Config, IcashMerchant, IpassMerchant, OwnParameters, Parameters, config_error};
use crate::config::Settings;
use crate::error::Error;
use crate::setting_names::settings;

settings! {
    /// The settings of an OMNI client: `token`, or `token_url` with `client_id` and `client_secret`; and `store_id`, or
    /// your own payment parameters.
    SETTINGS of omni {
        /// The gateway's host, above `/v1/payment`. HTTPS only, except to this machine.
        base_url: Text, required;
        /// A bearer token handed out by hand, never renewed; or else `token_url`, `client_id` and
        /// `client_secret`.
        token: Secret;
        /// Where tokens are fetched (OAuth 2.0 client credentials), kept, and renewed in time.
        token_url: Text;
        /// Your name at the token endpoint.
        client_id: Text;
        /// Your secret at the token endpoint.
        client_secret: Secret;
        /// The store whose payment parameters the gateway holds; or else your own, never both.
        store_id: TextOrFile;
        /// Your platform's number at icash Pay, for the icash operations.
        platform_id: TextOrFile;
        /// Your number at icash Pay, for the icash operations.
        merchant_id: TextOrFile;
        /// Your number at iPASS, for the iPASS operations.
        ipass_merchantid: TextOrFile;
        /// Your key at iPASS, for the iPASS operations; the `iv` is made fresh for each call.
        ipass_key: Secret;
        /// Whether the gateway uses the wallets' test hosts; unset is `false` to document 002, and to the icash
        /// operations what the gateway decides.
        is_test: Flag;
        /// Values of `return_code` that iPASS's manual lists as declined: only these make an iPASS error `refused`. Not
        /// empty, 0000, 0006 or 9999.
        ipass_refusal_codes: Texts;
        /// One exchange, name lookup included. A call that must fetch a token first may take twice as long, and at worst
        /// four times: a token, the call, and after a 401 another token and the call again.
        timeout_seconds: Seconds(..=3600) = 30;
    }
}

pub(super) fn read(mut settings: Settings) -> Result<Config, Error> {
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
