//! Bearer tokens: one that was handed out, or those of an OAuth 2.0 token endpoint, fetched with the
//! client's credentials, shared by every thread, and renewed by one of them at a time.

use super::config::{Authorization, config_error};
use crate::crypto::Secret;
use crate::error::{Error, ErrorKind, Outcome};
use crate::json;
use crate::process::{Made, PerProcess};
use crate::transport::{Body, HttpClient, HttpConfig, Reply};
use crate::wire;
use serde::Deserialize;
use serde_json::Value;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// A token is renewed so long before its end, or at half of its life if that is later.
const EARLY: Duration = Duration::from_secs(60 * 60);
/// How long a token lives whose reply does not say: short, since a 401 renews it anyway.
const UNSTATED_LIFE: Duration = Duration::from_secs(5 * 60);
/// No promise is believed for longer.
const LONGEST_LIFE: Duration = Duration::from_secs(366 * 24 * 60 * 60);
/// After an early renewal failed, sales go on with the old token for so long before the next attempt.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(60);

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
                shared: PerProcess::new(Shared::default()),
            }))),
        }
    }

    /// A token to send. An error's outcome is `NotSent`: the call it was wanted for has not begun.
    pub(super) fn token(&self) -> Result<Arc<Secret<String>>, Error> {
        match self {
            Tokens::Fixed(token) => Ok(token.clone()),
            Tokens::Fetched(fetched) => fetched.token(None),
        }
    }

    /// Another token in place of one that was answered with 401; `None` for one that was handed out.
    pub(super) fn in_place_of(&self, rejected: &Arc<Secret<String>>) -> Option<Result<Arc<Secret<String>>, Error>> {
        match self {
            Tokens::Fixed(_) => None,
            Tokens::Fetched(fetched) => Some(fetched.token(Some(rejected))),
        }
    }

    /// Leaves a token that was answered with 401 to the next call to renew.
    pub(super) fn forget(&self, rejected: &Arc<Secret<String>>) {
        if let Tokens::Fetched(fetched) = self {
            let shared = fetched.shared();
            shared
                .state()
                .token
                .take_if(|token| Arc::ptr_eq(rejected, &token.value));
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
    shared: PerProcess<Shared>,
}

/// What the threads of one process share.
#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    renewed: Condvar,
}

impl Shared {
    /// In a child of `fork`: the parent's token, unless one of its threads was busy with it.
    fn of_parent(parent: &Shared) -> Shared {
        let token = parent.state.try_lock().ok().and_then(|mut state| state.token.take());
        let state = State {
            token,
            ..State::default()
        };
        Shared {
            state: Mutex::new(state),
            renewed: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, Default)]
struct State {
    token: Option<Token>,
    /// The thread that is at the endpoint now.
    renewing: Option<ThreadId>,
    /// How many renewals have ended, so that a waiting thread knows its own.
    ended: u64,
    /// How the last one to end failed, for those who waited for it.
    failure: Option<Error>,
    /// Not before this is an early renewal tried again.
    pause_until: Option<Instant>,
}

#[derive(Debug, Clone)]
struct Token {
    value: Arc<Secret<String>>,
    renew_after: Instant,
    expires: Instant,
}

impl Token {
    fn new(value: String, life: Duration, now: Instant) -> Self {
        let life = life.min(LONGEST_LIFE);
        Token {
            value: Arc::new(Secret::new(value)),
            renew_after: now + (life - EARLY.min(life / 2)),
            expires: now + life,
        }
    }
}

/// What a thread does about its token.
enum Step {
    Use(Arc<Secret<String>>),
    /// Fetch a new one; meanwhile and if that fails, this one still serves.
    Renew(Option<Arc<Secret<String>>>),
    Wait,
    /// It would wait for itself.
    Refuse,
}

impl State {
    fn step(&self, rejected: Option<&Arc<Secret<String>>>, now: Instant) -> Step {
        let usable = |token: &&Token| now < token.expires && rejected.is_none_or(|it| !Arc::ptr_eq(it, &token.value));
        match self.token.as_ref().filter(usable) {
            Some(token) if now < token.renew_after => Step::Use(token.value.clone()),
            Some(token) if self.renewing.is_some() || self.pause_until.is_some_and(|until| now < until) => {
                Step::Use(token.value.clone())
            }
            Some(token) => Step::Renew(Some(token.value.clone())),
            // A log sink that makes a call in the middle of the renewal.
            None if self.renewing == Some(std::thread::current().id()) => Step::Refuse,
            None if self.renewing.is_some() => Step::Wait,
            None => Step::Renew(None),
        }
    }
}

impl Fetched {
    fn token(&self, rejected: Option<&Arc<Secret<String>>>) -> Result<Arc<Secret<String>>, Error> {
        let shared = self.shared();
        let mut state = shared.state();
        match state.step(rejected, Instant::now()) {
            Step::Use(token) => Ok(token),
            Step::Renew(serving) => {
                state.renewing = Some(std::thread::current().id());
                drop(state);
                let result = Renewal::of(shared).run(&self.endpoint);
                // An early renewal that fails costs the sale time, since it runs on its thread, but not the token.
                match serving {
                    Some(serving) => Ok(result.unwrap_or(serving)),
                    None => result,
                }
            }
            Step::Wait => {
                let awaited = state.ended;
                state = shared
                    .renewed
                    .wait_while(state, |state| state.renewing.is_some() && state.ended == awaited)
                    .unwrap_or_else(PoisonError::into_inner);
                match (&state.token, &state.failure) {
                    (Some(token), None) => Ok(token.value.clone()),
                    (_, Some(failure)) => Err(failure.clone()),
                    // Another call has had the new one rejected meanwhile.
                    (None, None) => {
                        drop(state);
                        self.token(rejected)
                    }
                }
            }
            Step::Refuse => Err(unfinished()),
        }
    }

    fn shared(&self) -> Arc<Made<Shared>> {
        self.shared.get(Shared::of_parent)
    }
}

/// One visit to the endpoint. Its end is recorded and wakes those who wait, even if it ends in a panic.
struct Renewal {
    shared: Arc<Made<Shared>>,
    result: Result<Token, Error>,
}

impl Renewal {
    fn of(shared: Arc<Made<Shared>>) -> Self {
        Renewal {
            shared,
            result: Err(unfinished()),
        }
    }

    fn run(mut self, endpoint: &Endpoint) -> Result<Arc<Secret<String>>, Error> {
        let result = endpoint.fetch();
        self.result = result.map_err(|error| error.with_outcome(Outcome::NotSent));
        self.result
            .as_ref()
            .map(|token| token.value.clone())
            .map_err(Error::clone)
    }
}

impl Drop for Renewal {
    fn drop(&mut self) {
        // Forked in the middle of it: the lock is the parent's.
        if !self.shared.is_ours() {
            return;
        }
        let result = std::mem::replace(&mut self.result, Err(unfinished()));
        if let Err(error) = &result {
            // Before the lock: a log sink may make a call.
            log::warn!("omni token: {error}");
        }
        let mut state = self.shared.state();
        match result {
            Ok(token) => {
                state.token = Some(token);
                state.failure = None;
                state.pause_until = None;
            }
            Err(error) => {
                state.failure = Some(error);
                state.pause_until = Some(Instant::now() + PAUSE_AFTER_FAILURE);
            }
        }
        state.renewing = None;
        state.ended += 1;
        drop(state);
        self.shared.renewed.notify_all();
    }
}

fn unfinished() -> Error {
    Error::new(ErrorKind::Internal, "the token renewal did not finish").with_outcome(Outcome::NotSent)
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

fn read(reply: Reply, asked: Instant) -> Result<Token, Error> {
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
    let fields = json::object(body).ok_or_else(malformed)?;
    let token: TokenReply = serde_json::from_value(Value::Object(fields)).map_err(|_| malformed())?;
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

/// Whether this can stand in an Authorization header without changing it.
pub(super) fn is_bearer_token(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
