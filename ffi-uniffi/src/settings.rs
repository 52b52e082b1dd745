//! Settings by name, as the tables of docs/configuration.md. They become TOML text, so that core alone checks them
//! and words what is wrong.

use crate::error::{Failure, TwposError};
use serde::Serialize;
use std::fmt;
use zeroize::Zeroizing;

/// What no text form of settings shows.
const SECRETS: &[&str] = &[
    "merchant_private_key",
    "aes_key",
    "aes_iv",
    "key",
    "previous_key",
    "token",
    "client_secret",
    "ipass_key",
    "proxy_credentials",
];

/// Declares a table of settings, each of which may be left out.
macro_rules! settings {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $ty:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Default, Serialize, uniffi::Record)]
        #[uniffi::export(Debug)]
        pub struct $name {
            $(
                $(#[$field_doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                #[uniffi(default)]
                pub $field: Option<$ty>,
            )*
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut shown = f.debug_struct(stringify!($name));
                $(
                    let is_secret = SECRETS.contains(&stringify!($field));
                    match &self.$field {
                        Some(_) if is_secret => shown.field(stringify!($field), &format_args!("[redacted]")),
                        Some(value) => shown.field(stringify!($field), value),
                        None => &mut shown,
                    };
                )*
                shown.finish()
            }
        }
    };
}

settings! {
    /// The settings of an icash Pay client. Exactly one of `environment` and `base_url`. A key is given as it is, or
    /// as a file (a path), or as the name of an environment variable.
    IcashSettings {
        /// icash Pay's own host of this name: `stage` or `production`.
        environment: String,
        /// Another host. HTTPS only, except to this machine; may carry a path.
        base_url: String,
        /// Your RSA key: PEM or bare base64.
        merchant_private_key: String,
        /// The path of a file with it.
        merchant_private_key_file: String,
        /// The name of an environment variable that holds it.
        merchant_private_key_env: String,
        /// icash Pay's RSA key: PEM or bare base64.
        icash_public_key: String,
        /// The path of a file with it.
        icash_public_key_file: String,
        /// The name of an environment variable that holds it.
        icash_public_key_env: String,
        /// The id of the AES credential: a decimal number.
        enc_key_id: String,
        /// The path of a file with it.
        enc_key_id_file: String,
        /// The name of an environment variable that holds it.
        enc_key_id_env: String,
        /// The AES key as issued: 32 characters.
        aes_key: String,
        /// The path of a file with it.
        aes_key_file: String,
        /// The name of an environment variable that holds it.
        aes_key_env: String,
        /// The AES vector as issued: 16 characters.
        aes_iv: String,
        /// The path of a file with it.
        aes_iv_file: String,
        /// The name of an environment variable that holds it.
        aes_iv_env: String,
        /// `CorpID` of requests that leave it out. Default 22555003.
        corp_id: String,
        /// The whole call, name lookup included. Default 30; icash Pay forbids less than 10.
        timeout_seconds: f64,
        /// Connecting, TLS included. Default 5.
        connect_timeout_seconds: f64,
        /// The path of a CA to trust besides the public ones (PEM).
        ca_file: String,
        /// Which public authorities are trusted: `built-in` (default), or the operating `system`'s.
        roots: String,
        /// An HTTP proxy, `http://HOST:PORT`, or the word `environment` for what `HTTPS_PROXY` and `NO_PROXY` say.
        proxy: String,
        /// `USER:PASSWORD` for the proxy.
        proxy_credentials: String,
        /// The path of a file with them.
        proxy_credentials_file: String,
        /// The name of an environment variable that holds them.
        proxy_credentials_env: String,
        /// The User-Agent header. Default `twpos/VERSION`.
        user_agent: String,
    }
}

settings! {
    /// The settings of a MYPAY LINK client. Exactly one of `environment` and `base_url`. A key is given as it is, or
    /// as a file (a path), or as the name of an environment variable.
    MypaySettings {
        /// MYPAY's own host of this name: `test` or `production`.
        environment: String,
        /// Another host. HTTPS only, except to this machine; may carry a path.
        base_url: String,
        /// In whose name requests are made: a `store`'s, an `agent`'s for many stores, or a `client`'s, an app that
        /// can only pay.
        mode: String,
        /// Your `store_uid`, or `agent_uid` in mode agent.
        uid: String,
        /// The path of a file with it.
        uid_file: String,
        /// The name of an environment variable that holds it.
        uid_env: String,
        /// The key, or in mode client the verification code: 32 characters.
        key: String,
        /// The path of a file with it.
        key_file: String,
        /// The name of an environment variable that holds it.
        key_env: String,
        /// The key before or after this one, while both are valid.
        previous_key: String,
        /// The path of a file with it.
        previous_key_file: String,
        /// The name of an environment variable that holds it.
        previous_key_env: String,
        /// The whole call, name lookup included. Default 30.
        timeout_seconds: f64,
        /// Connecting, TLS included. Default 5.
        connect_timeout_seconds: f64,
        /// The path of a CA to trust besides the public ones (PEM).
        ca_file: String,
        /// Which public authorities are trusted: `built-in` (default), or the operating `system`'s.
        roots: String,
        /// An HTTP proxy, `http://HOST:PORT`, or the word `environment` for what `HTTPS_PROXY` and `NO_PROXY` say.
        proxy: String,
        /// `USER:PASSWORD` for the proxy.
        proxy_credentials: String,
        /// The path of a file with them.
        proxy_credentials_file: String,
        /// The name of an environment variable that holds them.
        proxy_credentials_env: String,
        /// The User-Agent header; MYPAY's firewall answers 403 to unusual ones. Default `twpos/VERSION`.
        user_agent: String,
    }
}

settings! {
    /// The settings of an OMNI client: `token`, or `token_url` with `client_id` and `client_secret`; and `store_id`, or
    /// your own payment parameters. A secret is given as it is, or as a file (a path), or as the name of an
    /// environment variable.
    OmniSettings {
        /// The gateway's host, above `/v1/payment`. HTTPS only, except to this machine.
        base_url: String,
        /// A bearer token handed out by hand, never renewed.
        token: String,
        /// The path of a file with it.
        token_file: String,
        /// The name of an environment variable that holds it.
        token_env: String,
        /// Where tokens are fetched (OAuth 2.0 client credentials).
        token_url: String,
        /// Your name at the token endpoint.
        client_id: String,
        /// Your secret at the token endpoint.
        client_secret: String,
        /// The path of a file with it.
        client_secret_file: String,
        /// The name of an environment variable that holds it.
        client_secret_env: String,
        /// The store whose payment parameters the gateway holds; or the next four, never both.
        store_id: String,
        /// Your platform's number at icash Pay.
        platform_id: String,
        /// Your number at icash Pay.
        merchant_id: String,
        /// Your number at iPASS.
        ipass_merchantid: String,
        /// Your key at iPASS.
        ipass_key: String,
        /// The path of a file with it.
        ipass_key_file: String,
        /// The name of an environment variable that holds it.
        ipass_key_env: String,
        /// Whether the gateway uses the wallets' test hosts; unset lets it decide.
        is_test: bool,
        /// Values of `return_code` that iPASS's manual lists as declined: only these make an iPASS error `refused`.
        ipass_refusal_codes: Vec<String>,
        /// The whole call, name lookup included. Default 30; a call that must fetch a token first may take twice that.
        timeout_seconds: f64,
        /// Connecting, TLS included. Default 5.
        connect_timeout_seconds: f64,
        /// The path of a CA to trust besides the public ones (PEM).
        ca_file: String,
        /// Which public authorities are trusted: `built-in` (default), or the operating `system`'s.
        roots: String,
        /// An HTTP proxy, `http://HOST:PORT`, or the word `environment` for what `HTTPS_PROXY` and `NO_PROXY` say.
        proxy: String,
        /// `USER:PASSWORD` for the proxy.
        proxy_credentials: String,
        /// The path of a file with them.
        proxy_credentials_file: String,
        /// The name of an environment variable that holds them.
        proxy_credentials_env: String,
        /// The User-Agent header. Default `twpos/VERSION`.
        user_agent: String,
    }
}

settings! {
    /// How a key exchange connects.
    ConnectionSettings {
        /// The whole call, name lookup included. Default 30.
        timeout_seconds: f64,
        /// Connecting, TLS included. Default 5.
        connect_timeout_seconds: f64,
        /// The path of a CA to trust besides the public ones (PEM).
        ca_file: String,
        /// Which public authorities are trusted: `built-in` (default), or the operating `system`'s.
        roots: String,
        /// An HTTP proxy, `http://HOST:PORT`, or the word `environment` for what `HTTPS_PROXY` and `NO_PROXY` say.
        proxy: String,
        /// `USER:PASSWORD` for the proxy.
        proxy_credentials: String,
        /// The path of a file with them.
        proxy_credentials_file: String,
        /// The name of an environment variable that holds them.
        proxy_credentials_env: String,
        /// The User-Agent header. Default `twpos/VERSION`.
        user_agent: String,
    }
}

/// A connection's settings, beside the host that it goes to.
#[derive(Serialize)]
pub(crate) struct Host<'a> {
    base_url: &'a str,
    #[serde(flatten)]
    connection: &'a ConnectionSettings,
}

impl ConnectionSettings {
    pub(crate) fn with_base_url<'a>(&'a self, base_url: &'a str) -> Host<'a> {
        Host {
            base_url,
            connection: self,
        }
    }
}

/// The TOML text with these settings in the table `provider`.
pub(crate) fn to_toml(provider: &str, settings: &impl Serialize) -> Result<Zeroizing<String>, TwposError> {
    let table = toml::to_string(settings).map(Zeroizing::new);
    let table = table.map_err(|_| Failure::config("the settings cannot be written as TOML"))?;
    Ok(Zeroizing::new(format!("[{provider}]\n{}", *table)))
}
