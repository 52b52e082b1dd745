//! Who may call: programs, and the sandbox's own pages. Not a web page of anybody else's.
//!
//! A browser lets any page send requests to this machine. Such a request names where the page comes from (`Origin`,
//! `Sec-Fetch-Site`), and a page that had its own name point here (DNS rebinding) sends that name as `Host`.

use crate::incoming::Incoming;
use crate::mypay;
use crate::reply::Reply;
use hyper::http::uri::Authority;
use hyper::{HeaderMap, Method, StatusCode};
use serde_json::json;
use std::net::IpAddr;

/// The names and addresses under which the sandbox may be spoken to, beside this machine's own.
pub(crate) struct Hosts {
    listen: IpAddr,
    names: Vec<String>,
}

impl Hosts {
    /// `names` are those that a person told; a port is of no account.
    pub(crate) fn new(listen: IpAddr, names: &[String]) -> Self {
        Hosts {
            listen,
            names: names
                .iter()
                .map(|name| host_of(name).unwrap_or_else(|| name.to_ascii_lowercase()))
                .collect(),
        }
    }

    /// The answer to a request that a foreign page may have sent. `local` is where its connection arrived.
    pub(crate) fn refusal(&self, incoming: &Incoming, local: IpAddr) -> Option<Reply> {
        let Some(host) = only(&incoming.headers, "host") else {
            return Some(refuse(StatusCode::BAD_REQUEST, "the request must have one Host header"));
        };
        let target = incoming.authority.as_deref().unwrap_or(host);
        if ![host, target].into_iter().all(|name| self.is_own(name, local)) {
            let problem = "Host is not a name of this sandbox; start it with --host NAME to give it one more";
            return Some(refuse(StatusCode::MISDIRECTED_REQUEST, problem));
        }
        let foreign = is_foreign_origin(&incoming.headers, host) || is_cross_site(incoming);
        foreign.then(|| refuse(StatusCode::FORBIDDEN, "the request comes from another web page"))
    }

    pub(crate) fn is_own(&self, authority: &str, local: IpAddr) -> bool {
        let Some(host) = host_of(authority) else {
            return false;
        };
        // An address cannot be made to point elsewhere, but which one was meant can be checked all the same.
        match host.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
            Ok(ip) if is_own_address(ip, local) || ip == self.listen => true,
            Ok(_) => self.names.contains(&host),
            Err(_) => host == "localhost" || self.names.contains(&host),
        }
    }
}

fn is_own_address(ip: IpAddr, local: IpAddr) -> bool {
    ip.is_loopback() || ip == local.to_canonical()
}

/// The host of `HOST:PORT`, in lower case and an IPv6 address without its brackets.
fn host_of(authority: &str) -> Option<String> {
    let parsed: Authority = authority.parse().ok()?;
    let port = authority.strip_prefix(parsed.host())?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok();
    let has_port = port.strip_prefix(':').is_some_and(is_number);
    let host = parsed.host().trim_matches(['[', ']']).to_ascii_lowercase();
    (port.is_empty() || has_port).then_some(host)
}

/// Only a page that this sandbox served has the origin that the request was sent to.
fn is_foreign_origin(headers: &HeaderMap, host: &str) -> bool {
    let own = |origin: &str| {
        let authority = ["http://", "https://"]
            .into_iter()
            .find_map(|scheme| origin.strip_prefix(scheme));
        authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host))
    };
    headers.contains_key("origin") && !only(headers, "origin").is_some_and(own)
}

/// A link from the shop's page to an order's page may be followed; nothing else may come from another site.
fn is_cross_site(incoming: &Incoming) -> bool {
    let header = |name: &str| only(&incoming.headers, name);
    let foreign = incoming.headers.contains_key("sec-fetch-site")
        && !matches!(header("sec-fetch-site"), Some("same-origin" | "none"));
    let follows_link = incoming.method == Method::GET
        && header("sec-fetch-dest") == Some("document")
        && matches!(mypay::route(&incoming.path), Some(mypay::Route::PayPage(_)));
    foreign && !follows_link
}

/// A header that stands there once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).into_iter();
    let value = values.next()?;
    values.next().is_none().then(|| value.to_str().ok())?
}

fn refuse(status: StatusCode, problem: &str) -> Reply {
    Reply::json(status, &json!({"error": problem}))
}
