//! One blocking request per call over a keep-alive pool, and the proof of what was not sent.
//!
//! Everything that touches ureq is in this folder: its connector and resolver types live in
//! `ureq::unversioned` and change between releases, so the version is pinned.

mod attempt;
mod base_url;
mod certificate;
mod lines;
mod names;
mod route;
mod settings;
mod tcp;
mod tls;
mod wiping;

pub use route::Route;
pub use settings::Roots;
pub(crate) use settings::timeout_from_seconds;

use crate::error::{Error, ErrorKind};
use crate::process::PerProcess;
use attempt::{Phase, classify};
use base_url::checked_base_url;
use lines::{Line, Lines};
use settings::{agent_config, trusted_roots};
use std::time::Duration;
use tls::Tls;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::{HeaderValue, Response, Uri};
use zeroize::Zeroizing;

/// A reply larger than this is not a provider's.
const MAX_REPLY_BYTES: u64 = 1024 * 1024;

/// How a client connects. The same for every provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpConfig {
    /// Longest time for a whole call, from name lookup to the last byte of the reply. Default 30 s, at most an hour.
    pub timeout: Duration,
    /// Longest time to connect, TLS included. Default 5 s, at most an hour.
    pub connect_timeout: Duration,
    /// PEM text of a CA to trust besides the built-in public ones, for a test host or an inspecting proxy.
    pub extra_ca_pem: Option<String>,
    /// Which public certificate authorities are trusted. Default [`Roots::BuiltIn`].
    pub roots: Roots,
    /// By which way the host is reached. Default [`Route::Direct`].
    pub route: Route,
    /// The User-Agent header. Default `twpos/<version>`.
    pub user_agent: String,
}

impl Default for HttpConfig {
    fn default() -> Self {
        HttpConfig {
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(5),
            extra_ca_pem: None,
            roots: Roots::default(),
            route: Route::default(),
            user_agent: concat!("twpos/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// What a host says of itself when asked for nothing in particular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostProbe {
    /// The HTTP status of its answer; any status proves that the host was reached.
    pub http_status: u16,
    /// Its `Date` header, to compare clocks.
    pub date: Option<String>,
}

/// Asks a provider's host for its base URL with the same settings as a client: name, connection,
/// TLS and clock are checked, and no transaction is made. For diagnosis only.
///
/// # Errors
/// `config`, `connect` or `tls` naming what fails; `timeout` or `transport` if no answer comes.
pub fn probe_host(base_url: &str, config: &HttpConfig) -> Result<HostProbe, Error> {
    let reply = HttpClient::new(base_url, config)?.get("", &[])?;
    Ok(HostProbe {
        http_status: reply.status,
        date: reply.header("Date").map(str::to_owned),
    })
}

/// A provider's host, and the connections to it. A child of `fork` has connections of its own.
#[derive(Debug)]
pub(crate) struct HttpClient {
    /// The host's part of the base URL, and its path without a slash at the end.
    origin: Uri,
    base_path: String,
    config: Config,
    lines: PerProcess<Lines>,
}

/// What is posted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Body<'a> {
    /// `application/x-www-form-urlencoded`, already encoded.
    Form(&'a str),
    /// `application/json`.
    Json(&'a str),
}

/// What came back, whoever sent it.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Wiped when dropped: it may hold a token, a card's number, a name.
    pub(crate) body: Zeroizing<Vec<u8>>,
    headers: ureq::http::HeaderMap,
}

impl Reply {
    /// A header by its case-insensitive name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// What a fuzz target says came back; `None` if no HTTP header can hold `value`.
    #[cfg(fuzzing)]
    pub(crate) fn of(status: u16, body: &[u8], header: Option<(&'static str, &str)>) -> Option<Self> {
        let mut headers = ureq::http::HeaderMap::new();
        if let Some((name, value)) = header {
            headers.insert(name, value.parse().ok()?);
        }
        let body = Zeroizing::new(body.to_vec());
        Some(Reply { status, body, headers })
    }
}

/// A request's headers, by name.
type Headers<'h> = Vec<(&'h str, HeaderValue)>;

impl HttpClient {
    /// Checks the base URL and the settings; connects to nothing.
    pub(crate) fn new(base_url: &str, config: &HttpConfig) -> Result<Self, Error> {
        let base_url = checked_base_url(base_url)?;
        let tls = Tls::new(trusted_roots(config)?)?;
        let config = agent_config(&base_url, config)?;
        let origin: Uri = base_url.parse().map_err(|_| Error::config("base_url is not a URL"))?;
        Ok(HttpClient {
            base_path: origin.path().trim_end_matches('/').to_owned(),
            origin,
            config,
            lines: PerProcess::new(Lines::new(tls)),
        })
    }

    /// The whole path of a request as it is sent, which a signature may cover.
    pub(crate) fn whole_path(&self, path: &str) -> String {
        [self.base_path.as_str(), path].concat()
    }

    /// Posts once. No retry, no redirect; an answer of any status is a reply.
    ///
    /// An error's outcome is `NotSent` only where no byte of the request can have left.
    pub(crate) fn post(&self, path: &str, body: Body<'_>, headers: &[(&str, &str)]) -> Result<Reply, Error> {
        let (content_type, text) = match body {
            Body::Form(text) => ("application/x-www-form-urlencoded", text),
            Body::Json(text) => ("application/json", text),
        };
        let (uri, headers) = self.start(path, headers)?;
        self.exchange(|agent| {
            let mut request = agent.post(uri).header("Content-Type", content_type);
            for (name, value) in headers {
                request = request.header(name, value);
            }
            request.send(text)
        })
    }

    /// Asks once, which moves no money. The path may carry an encoded query; empty is the base URL itself.
    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Result<Reply, Error> {
        let (uri, headers) = self.start(path, headers)?;
        self.exchange(|agent| {
            let mut request = agent.get(uri);
            for (name, value) in headers {
                request = request.header(name, value);
            }
            request.call()
        })
    }

    /// A request's URL and headers, which may hold secrets and are wiped when the exchange is over.
    fn start<'h>(&self, path: &str, headers: &[(&'h str, &str)]) -> Result<(Uri, Headers<'h>), Error> {
        let path = match self.base_path.len() + path.len() {
            0 => Zeroizing::new("/".to_owned()),
            _ => Zeroizing::new([self.base_path.as_str(), path].concat()),
        };
        let values = headers
            .iter()
            .map(|(name, value)| Some((*name, wiping::header_value(Zeroizing::new((*value).to_owned()))?)))
            .collect::<Option<Vec<_>>>();
        match (wiping::uri(&self.origin, path), values) {
            (Some(uri), Some(values)) => Ok((uri, values)),
            _ => Err(Error::new(
                ErrorKind::Connect,
                "no connection to the provider: the request could not be started",
            )),
        }
    }

    fn exchange(&self, send: impl FnOnce(&Agent) -> Result<Response<ureq::Body>, ureq::Error>) -> Result<Reply, Error> {
        #[cfg(fuzzing)]
        if let Some(reply) = crate::fuzzing::answer() {
            return Ok(reply);
        }
        let lines = self.lines.get(Lines::renewed);
        let line = lines.take(&self.config);
        let reply = exchange_on(&line, send);
        // Forked in the middle of the call: the locks are the parent's.
        if lines.is_ours() {
            match &reply {
                Ok(_) => lines.give_back(line),
                Err(error) if error.kind == ErrorKind::Connect => lines.names.forget(),
                Err(_) => {}
            }
        }
        reply
    }
}

fn exchange_on(
    line: &Line,
    send: impl FnOnce(&Agent) -> Result<Response<ureq::Body>, ureq::Error>,
) -> Result<Reply, Error> {
    let response = send(&line.agent).map_err(|error| {
        let proxy = line.agent.config().proxy().map(route::shown);
        classify(line.attempt.phase(), &error, proxy.as_deref())
    })?;
    read_reply(response)
}

fn read_reply(mut response: Response<ureq::Body>) -> Result<Reply, Error> {
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let length = response.body().content_length();
    let mut body = response.body_mut().with_config().limit(MAX_REPLY_BYTES).reader();
    match wiping::read_whole(&mut body, length) {
        Ok(body) => Ok(Reply { status, body, headers }),
        Err(error) => Err(classify(Phase::Sent, &error.into(), None).with_http_status(status)),
    }
}

#[cfg(test)]
mod sink_tests;
