//! By which way a host is reached: directly or through a proxy.

use super::base_url::{checked_base_url, has_port};
use crate::crypto::Secret;
use crate::error::Error;
use std::fmt;
use std::net::IpAddr;
use ureq::http::Uri;
use ureq::{Proxy, ProxyProtocol};
use zeroize::Zeroizing;

/// By which way a client reaches its host. A host on this machine that is spoken to in plain HTTP is always reached
/// directly.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Route {
    /// Straight there; the environment is not looked at. The default.
    #[default]
    Direct,
    /// As `HTTPS_PROXY`, else `ALL_PROXY`, and `NO_PROXY` of the environment say; in small letters they come first.
    Environment,
    /// Through an HTTP proxy, which is asked to `CONNECT`; what is said inside is TLS with the host, as without it.
    Proxy {
        /// `http://HOST:PORT`, without user or password.
        url: String,
        /// `USER:PASSWORD`, for a proxy that wants them (Basic).
        credentials: Option<Secret<String>>,
    },
}

/// Without the proxy's address: until it is checked, somebody may have written a password into it.
impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Route::Direct => "Direct",
            Route::Environment => "Environment",
            Route::Proxy { .. } => "Proxy",
        })
    }
}

impl Route {
    /// The proxy by which a host is reached, as `HOST:PORT` and never with credentials; `None` if by none.
    ///
    /// # Errors
    /// `config`, naming the setting that is wrong.
    pub fn proxy_for(&self, base_url: &str) -> Result<Option<String>, Error> {
        let base_url = checked_base_url(base_url)?;
        Ok(proxy(&base_url, self)?.as_ref().map(shown))
    }
}

/// Where a proxy is.
pub(super) fn shown(proxy: &Proxy) -> String {
    format!("{}:{}", proxy.host(), proxy.port())
}

/// The way to a host, as the HTTP library has it. The base URL is a checked one.
pub(super) fn proxy(base_url: &str, route: &Route) -> Result<Option<Proxy>, Error> {
    let uri: Uri = base_url.parse().map_err(|_| Error::config("base_url is not a URL"))?;
    let proxy = match route {
        Route::Direct => None,
        Route::Environment => environment(&uri)?,
        Route::Proxy { url, credentials } => Some(named(url, credentials.as_ref())?),
    };
    // Plain HTTP is for this machine only, and must not leave it by way of a proxy.
    Ok(proxy.filter(|_| uri.scheme_str() == Some("https")))
}

/// `HTTP_PROXY` is not for HTTPS, and in a CGI program it is a header of whoever calls it.
fn environment(uri: &Uri) -> Result<Option<Proxy>, Error> {
    let Some(proxy) = first_set(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])? else {
        return Ok(None);
    };
    let proxy = of_environment(&proxy)?;
    let direct = first_set(&["no_proxy", "NO_PROXY"])?.unwrap_or_default();
    Ok(match is_listed(&direct, uri) {
        true => None,
        false => Some(proxy),
    })
}

/// The first of these variables that is not empty.
fn first_set(names: &[&str]) -> Result<Option<String>, Error> {
    let set = names.iter().filter_map(std::env::var_os);
    let mut texts = set.map(|value| value.into_string().map_err(|_| wrong_environment()));
    texts
        .find(|text| text.as_ref().is_ok_and(|text| !text.trim().is_empty()) || text.is_err())
        .transpose()
}

fn wrong_environment() -> Error {
    Error::config("proxy: the environment names one that is no HTTP proxy (http://HOST:PORT)")
}

/// As other programs read it: with or without `http://`, with or without `USER:PASSWORD@`; without a port it is 80.
fn of_environment(text: &str) -> Result<Proxy, Error> {
    let text = text.trim();
    let url = match text.contains("://") {
        true => Zeroizing::new(text.to_owned()),
        false => Zeroizing::new(format!("http://{text}")),
    };
    let uri: Uri = url.parse().map_err(|_| wrong_environment())?;
    let is_bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
    let is_whole = uri
        .authority()
        .is_some_and(|authority| !authority.host().is_empty() && has_port(authority).unwrap_or(true));
    let proxy = Proxy::new(&url).map_err(|_| wrong_environment())?;
    match is_bare && is_whole && proxy.protocol() == ProxyProtocol::Http {
        true => Ok(proxy),
        false => Err(wrong_environment()),
    }
}

/// Whether `NO_PROXY` names the host, itself or a domain above it: `*`, or entries such as `pos.example`,
/// `.pos.example`, `pos.example.`, `pos.example:8443` and `[::1]`, with commas or spaces between.
fn is_listed(list: &str, uri: &Uri) -> bool {
    let host = bare(uri.host().unwrap_or_default());
    let port = uri.port_u16().unwrap_or(443);
    let address: Option<IpAddr> = host.parse().ok();
    let entries = list.split(|c: char| c == ',' || c.is_whitespace());
    entries.filter(|entry| !entry.is_empty()).any(|entry| {
        if entry == "*" {
            return true;
        }
        // An IPv6 address without brackets has colons of its own.
        let (name, entry_port) = match entry.rsplit_once(':') {
            Some((name, port)) if !name.contains(':') || name.ends_with(']') => (name, Some(port)),
            _ => (entry, None),
        };
        if entry_port.is_some_and(|entry_port| entry_port.parse() != Ok(port)) {
            return false;
        }
        let name = bare(name);
        match address {
            Some(address) => name.parse() == Ok(address),
            None => {
                let name = name.trim_start_matches('*').trim_start_matches('.');
                let above = host.strip_suffix(name);
                !name.is_empty() && above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
            }
        }
    })
}

/// A host in small letters, without brackets and without the dot of a name's end.
fn bare(host: &str) -> String {
    host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase()
}

/// No error quotes the URL, in which somebody may have written a password.
fn named(url: &str, credentials: Option<&Secret<String>>) -> Result<Proxy, Error> {
    let wrong = || Error::config("proxy must be http://HOST:PORT, or the word environment");
    let uri: Uri = url.trim().parse().map_err(|_| wrong())?;
    let authority = uri.authority().ok_or_else(wrong)?;
    if authority.as_str().contains('@') {
        return Err(Error::config(
            "proxy must not contain a user or password; give them as proxy_credentials",
        ));
    }
    let port = authority.port_u16().filter(|port| *port > 0).ok_or_else(wrong)?;
    let is_bare = uri.scheme_str() == Some("http") && matches!(uri.path(), "" | "/") && uri.query().is_none();
    if !is_bare || authority.host().is_empty() {
        return Err(wrong());
    }
    let mut proxy = Proxy::builder(ProxyProtocol::Http).host(authority.host()).port(port);
    if let Some(credentials) = credentials {
        // A second line of a file would be sent as part of the password.
        if credentials.expose().contains(char::is_control) {
            return Err(Error::config(
                "proxy_credentials must be USER:PASSWORD in one line, without control characters",
            ));
        }
        let (user, password) = credentials
            .expose()
            .split_once(':')
            .filter(|(user, _)| !user.is_empty())
            .ok_or_else(|| Error::config("proxy_credentials must be USER:PASSWORD"))?;
        proxy = proxy.username(user).password(password);
    }
    proxy.build().map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_proxy_names_hosts_and_domains_in_every_usual_form() {
        let is_direct = |list: &str, url: &str| is_listed(list, &url.parse().unwrap());
        for (list, url) in [
            ("*", "https://a.example"),
            (" a , localhost ", "https://localhost:8443"),
            ("localhost:8443", "https://localhost:8443"),
            ("pos.example:443", "https://pos.example"),
            (".localhost", "https://localhost"),
            ("localhost.", "https://localhost"),
            ("localhost", "https://localhost."),
            ("POS.example", "https://api.pos.EXAMPLE"),
            (".pos.example", "https://api.pos.example"),
            ("*.pos.example", "https://api.pos.example"),
            ("a b\tpos.example", "https://pos.example"),
            ("[::1]:8443", "https://[::1]:8443"),
            ("::1", "https://[::1]"),
            ("127.0.0.1", "https://127.0.0.1:8443"),
        ] {
            assert!(is_direct(list, url), "{list} {url}");
        }
        for (list, url) in [
            ("", "https://localhost"),
            (" , ", "https://localhost"),
            (".", "https://localhost"),
            ("localhost:8444", "https://localhost:8443"),
            ("localhost:x", "https://localhost"),
            ("host", "https://localhost"),
            ("pos.example", "https://evilpos.example"),
            ("pos.example", "https://pos.example.net"),
            ("0.0.1", "https://127.0.0.1"),
            ("::1", "https://[::2]"),
        ] {
            assert!(!is_direct(list, url), "{list} {url}");
        }
    }

    #[test]
    fn a_proxy_of_the_environment_is_one_or_an_error() {
        for (text, host) in [
            ("http://proxy.example:3128", "proxy.example:3128"),
            (" proxy.example:3128/ ", "proxy.example:3128"),
            ("http://user:CANARY@proxy.example:3128", "proxy.example:3128"),
            ("http://proxy.example", "proxy.example:80"),
            ("http://[::1]:3128", "[::1]:3128"),
        ] {
            assert_eq!(shown(&of_environment(text).unwrap()), host, "{text}");
        }
        for text in [
            "garbage x",
            "http://",
            "http://proxy.example:99999",
            "http://proxy.example:0",
            "http://proxy.example:",
            "http://proxy.example:8080/path",
            "http://proxy.example:8080?user=till",
            "socks5://proxy.example:1080",
            "https://proxy.example:3128",
            "http://user:CANARY@:3128",
        ] {
            let error = of_environment(text).unwrap_err();
            assert_eq!(error.kind, crate::ErrorKind::Config, "{text}");
            assert!(!error.detail.contains("CANARY"), "{error}");
        }
    }
}
