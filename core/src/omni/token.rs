//! Bearer tokens: one that was handed out, or those of an OAuth 2.0 token endpoint, fetched with the
//! client's credentials.

use super::config::{Authorization, config_error, is_bearer_token};
use super::token_cache::{Token, TokenCache};
use crate::crypto::Secret;
use crate::error::{Error, ErrorKind};
use crate::fields;
use crate::json;
use crate::transport::{Body, HttpClient, HttpConfig, Reply};
use crate::wire;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long a token lives whose reply does not say: short, since a 401 renews it anyway.
const UNSTATED_LIFE: Duration = Duration::from_secs(5 * 60);

/// The source of tokens for every call of a client.
#[derive(Debug)]
pub(super) enum Tokens {
    Fixed(Arc<Secret<String>>),
    Fetched(Box<Fetched>),
}

impl Tokens {
    pub(super) fn new(authorization: Authorization, http: &HttpConfig) -> Result<Self, Error> {
        match authorization {
            Authorization::Token(token) => Ok(Tokens::Fixed(Arc::new(token))),
            Authorization::ClientCredentials {
                token_url,
                client_id,
                client_secret,
            } => Ok(Tokens::Fetched(Box::new(Fetched {
                endpoint: Endpoint::new(&token_url, client_id, client_secret, http)?,
                cache: TokenCache::default(),
            }))),
        }
    }

    /// A token to send. An error's outcome is `NotSent`: the call it was wanted for has not begun.
    pub(super) fn token(&self) -> Result<Arc<Secret<String>>, Error> {
        match self {
            Tokens::Fixed(token) => Ok(token.clone()),
            Tokens::Fetched(fetched) => fetched.cache.token(None, &|| fetched.endpoint.fetch()),
        }
    }

    /// Another token in place of one that was answered with 401; `None` for one that was handed out.
    pub(super) fn in_place_of(&self, rejected: &Arc<Secret<String>>) -> Option<Result<Arc<Secret<String>>, Error>> {
        match self {
            Tokens::Fixed(_) => None,
            Tokens::Fetched(fetched) => Some(fetched.cache.token(Some(rejected), &|| fetched.endpoint.fetch())),
        }
    }

    /// Leaves a token that was answered with 401 to the next call to renew.
    pub(super) fn forget(&self, rejected: &Arc<Secret<String>>) {
        if let Tokens::Fetched(fetched) = self {
            fetched.cache.forget(rejected);
        }
    }

    /// Secrets of the token endpoint, to be kept out of every text.
    pub(super) fn client_secret(&self) -> &str {
        match self {
            Tokens::Fixed(_) => "",
            Tokens::Fetched(fetched) => fetched.endpoint.client_secret.expose(),
        }
    }
}

/// Tokens of a token endpoint.
#[derive(Debug)]
pub(super) struct Fetched {
    endpoint: Endpoint,
    cache: TokenCache,
}

/// The token endpoint and our credentials there.
#[derive(Debug)]
struct Endpoint {
    http: HttpClient,
    path: String,
    client_id: String,
    client_secret: Secret<String>,
}

impl Endpoint {
    fn new(
        token_url: &str,
        client_id: String,
        client_secret: Secret<String>,
        http: &HttpConfig,
    ) -> Result<Self, Error> {
        // The path is kept as it is given: to some servers a slash at its end is another path.
        let url = token_url.trim();
        let host = url.find("://").map_or(0, |scheme| scheme + 3);
        let (base, path) = url.split_at(url[host..].find('/').map_or(url.len(), |slash| host + slash));
        if !path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') {
            return Err(config_error("token_url is not a URL"));
        }
        let http = HttpClient::new(base, http).map_err(|mut error| {
            error.detail = error.detail.replace("base_url", "[omni] token_url");
            error
        })?;
        Ok(Endpoint {
            http,
            path: path.to_owned(),
            client_id,
            client_secret,
        })
    }

    fn fetch(&self) -> Result<Token, Error> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("client_id", &self.client_id)
            .append_pair("client_secret", self.client_secret.expose())
            .append_pair("grant_type", "client_credentials")
            .append_pair("scope", "api");
        let form = Zeroizing::new(form.finish());
        let asked = Instant::now();
        let reply = self
            .http
            .post(&self.path, Body::Form(&form), &[("Accept", "application/json")])
            .and_then(|reply| read(reply, asked))
            .map_err(|mut error| {
                error.detail = format!("no token: {}", error.detail);
                error
            });
        if reply.is_ok() {
            log::debug!("omni token: renewed");
        }
        reply
    }
}

#[derive(Deserialize)]
struct TokenReply {
    access_token: String,
    #[serde(default, deserialize_with = "wire::optional_integer")]
    expires_in: Option<i64>,
    #[serde(default, deserialize_with = "wire::optional_text")]
    token_type: Option<String>,
}

pub(super) fn read(reply: Reply, asked: Instant) -> Result<Token, Error> {
    let body = &reply.body;
    let problem = |kind, detail: &str| Error::new(kind, detail).with_http_status(reply.status);
    match reply.status {
        200 => {}
        400 | 401 => {
            let error = problem(
                ErrorKind::Unauthorized,
                "the token endpoint does not accept client_id and client_secret",
            );
            return Err(error.with_provider(standard_error_code(body), None));
        }
        _ => return Err(problem(ErrorKind::Http, "the token endpoint gave an error page")),
    }
    let malformed = || {
        problem(
            ErrorKind::Malformed,
            "the token endpoint's answer is not a bearer token",
        )
    };
    let reply = json::object(body).ok_or_else(malformed)?;
    let token: TokenReply = fields::read(&Value::Object(reply)).map_err(|_| malformed())?;
    let mut value = Zeroizing::new(token.access_token);
    let bearer = token.token_type.is_none_or(|kind| kind.eq_ignore_ascii_case("bearer"));
    let life = match token.expires_in {
        None => UNSTATED_LIFE,
        Some(seconds) => Duration::from_secs(u64::try_from(seconds).map_err(|_| malformed())?),
    };
    match bearer && is_bearer_token(&value) {
        true => Ok(Token::new(std::mem::take(&mut *value), life, asked)),
        false => Err(malformed()),
    }
}

/// The `error` of RFC 6749, section 5.2. Only its listed codes: any other text might quote our secret.
fn standard_error_code(body: &[u8]) -> Option<String> {
    const CODES: [&str; 6] = [
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
    ];
    let body = json::object(body)?;
    let code = body.get("error")?.as_str()?;
    CODES.contains(&code).then(|| code.to_owned())
}
