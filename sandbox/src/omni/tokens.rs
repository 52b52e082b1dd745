//! The OAuth 2.0 token endpoint, and the check of every call's bearer token.

use super::client::Client;
use crate::StartError;
use crate::books::{Books, Record};
use crate::host::Managed;
use crate::incoming::{Incoming, json_problem, media_type};
use crate::random;
use crate::reply::Reply;
use hyper::header::{AUTHORIZATION, CACHE_CONTROL, HeaderValue, PRAGMA, WWW_AUTHENTICATE};
use hyper::{HeaderMap, Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// As long as the real gateway's tokens live.
const THIRTY_DAYS: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// What every token begins with, so that it is known wherever it turns up: in a log, in a dump of memory.
const TOKEN_PREFIX: &str = "sandbox-";
const TOKEN_CHARS: usize = 40;
const SCOPE: &str = "api";

/// The list of `crate::books` that holds their number.
const ISSUED: &str = "omni.tokens_issued";

/// The tokens that were given out in this run. A restart revokes them all: a till gets another by itself.
pub(super) struct Tokens {
    state: Mutex<State>,
    books: Arc<Books>,
}

struct State {
    /// How long a token lives that is given out from now on.
    life: Duration,
    ends: HashMap<String, Instant>,
    /// In earlier runs, too.
    issued: u64,
}

/// What a person or a test may change.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    expires_in: u32,
}

impl Tokens {
    pub(super) fn load(books: &Arc<Books>) -> Result<Self, StartError> {
        Ok(Tokens {
            state: Mutex::new(State {
                life: THIRTY_DAYS,
                ends: HashMap::new(),
                issued: books.read(ISSUED)?.first().copied().unwrap_or_default(),
            }),
            books: books.clone(),
        })
    }

    /// A client's request for a token (RFC 6749, section 4.4).
    pub(super) fn answer(&self, incoming: &Incoming, client: &Client) -> Reply {
        let reply = match check_form(incoming, client) {
            Ok(()) => {
                let (token, life) = self.issue();
                let granted = json!({
                    "access_token": token, "expires_in": life.as_secs(), "token_type": "Bearer", "scope": SCOPE,
                });
                Reply::json(StatusCode::OK, &granted)
            }
            Err(refusal) => refusal.into_reply(),
        };
        let no_store = HeaderValue::from_static("no-store");
        let no_cache = HeaderValue::from_static("no-cache");
        reply
            .with_header(CACHE_CONTROL.as_str(), no_store)
            .with_header(PRAGMA.as_str(), no_cache)
    }

    /// The answer to a call that may not pass.
    pub(super) fn refusal(&self, headers: &HeaderMap, client: &Client) -> Option<Reply> {
        match bearer_token(headers) {
            None => Some(unauthorized("Bearer realm=\"twpos sandbox\"")),
            Some(token) if token == client.static_token || self.is_valid(token) => None,
            Some(_) => Some(invalid_token()),
        }
    }

    /// How many tokens were given out.
    pub(super) fn issued(&self) -> u64 {
        self.lock().issued
    }

    /// Looks at the tokens, sets how long new ones live, or revokes them all but the static one.
    pub(super) fn manage(&self, method: &Method, body: &[u8]) -> Managed {
        match *method {
            Method::GET => Ok(self.describe()),
            Method::POST => match serde_json::from_slice::<Settings>(body) {
                Ok(Settings { expires_in: 0 }) => {
                    Err((StatusCode::BAD_REQUEST, "expires_in must be at least 1".to_owned()))
                }
                Ok(Settings { expires_in }) => {
                    self.lock().life = Duration::from_secs(expires_in.into());
                    Ok(self.describe())
                }
                Err(error) => Err((StatusCode::BAD_REQUEST, json_problem(&error))),
            },
            Method::DELETE => {
                let mut state = self.lock();
                state.forget_ended();
                Ok(json!({"revoked": state.ends.drain().count()}))
            }
            _ => {
                let problem = format!("omni/tokens does not take {method}");
                Err((StatusCode::METHOD_NOT_ALLOWED, problem))
            }
        }
    }

    fn describe(&self) -> Value {
        let mut state = self.lock();
        state.forget_ended();
        json!({"expires_in": state.life.as_secs(), "valid": state.ends.len(), "issued": state.issued})
    }

    fn issue(&self) -> (String, Duration) {
        let token = format!("{TOKEN_PREFIX}{}", random::alphanumeric(TOKEN_CHARS));
        let mut state = self.lock();
        state.forget_ended();
        let life = state.life;
        state.ends.insert(token.clone(), Instant::now() + life);
        state.issued += 1;
        self.books.write(&[Record::new(ISSUED, 0, &state.issued)]);
        (token, life)
    }

    fn is_valid(&self, token: &str) -> bool {
        let end = self.lock().ends.get(token).copied();
        end.is_some_and(|end| Instant::now() < end)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn forget_ended(&mut self) {
        let now = Instant::now();
        self.ends.retain(|_, end| now < *end);
    }
}

/// The token's end, as the gateway says it and as the fault `http_401` pretends.
pub(super) fn invalid_token() -> Reply {
    unauthorized("Bearer realm=\"twpos sandbox\", error=\"invalid_token\"")
}

fn unauthorized(challenge: &'static str) -> Reply {
    let body = json!({"message": "the access token is missing, unknown, expired or revoked"});
    Reply::json(StatusCode::UNAUTHORIZED, &body)
        .with_header(WWW_AUTHENTICATE.as_str(), HeaderValue::from_static(challenge))
}

fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Why no token is given: the codes of RFC 6749, section 5.2.
struct Refusal(&'static str, String);

impl Refusal {
    fn into_reply(self) -> Reply {
        let Refusal(code, description) = self;
        let body = json!({"error": code, "error_description": description});
        if code != "invalid_client" {
            return Reply::json(StatusCode::BAD_REQUEST, &body);
        }
        let challenge = HeaderValue::from_static("Bearer error=\"invalid_client\"");
        Reply::json(StatusCode::UNAUTHORIZED, &body).with_header(WWW_AUTHENTICATE.as_str(), challenge)
    }
}

fn check_form(incoming: &Incoming, client: &Client) -> Result<(), Refusal> {
    let invalid = |description: String| Err(Refusal("invalid_request", description));
    if media_type(&incoming.headers) != "application/x-www-form-urlencoded" {
        return invalid("Content-Type must be application/x-www-form-urlencoded".to_owned());
    }
    let mut form = HashMap::new();
    for (name, value) in form_urlencoded::parse(&incoming.body) {
        if form.insert(name.to_string(), value.to_string()).is_some() {
            return invalid(format!("{name} is given twice"));
        }
    }
    let field = |name: &str| form.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let missing = ["grant_type", "client_id", "client_secret"].map(|name| field(name).is_none().then_some(name));
    if let Some(name) = missing.into_iter().flatten().next() {
        return invalid(format!("{name} is missing"));
    }
    if field("grant_type") != Some("client_credentials") {
        let description = "grant_type must be client_credentials".to_owned();
        return Err(Refusal("unsupported_grant_type", description));
    }
    let known = field("client_id") == Some(&client.client_id) && field("client_secret") == Some(&client.client_secret);
    if !known {
        let description = "client_id or client_secret is wrong".to_owned();
        return Err(Refusal("invalid_client", description));
    }
    match field("scope") {
        Some(SCOPE) => Ok(()),
        _ => Err(Refusal("invalid_scope", format!("scope must be {SCOPE}"))),
    }
}
