//! By which way a host is reached: directly or through a proxy.

use super::HttpConfig;
use crate::crypto::Secret;
use crate::error::Error;
use std::fmt;
use ureq::http::Uri;
use ureq::{Proxy, ProxyProtocol};

/// By which way a client reaches its host. A host on this machine that is spoken to in plain HTTP is always reached
/// directly.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Route {
    /// Straight there; the environment is not looked at. The default.
    #[default]
    Direct,
    /// As `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` of the environment say, in either case of letters.
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

/// The way of a configuration, as the HTTP library has it.
pub(super) fn proxy(config: &HttpConfig) -> Result<Option<Proxy>, Error> {
    match &config.route {
        Route::Direct => Ok(None),
        Route::Environment => environment(),
        Route::Proxy { url, credentials } => named(url, credentials.as_ref()).map(Some),
    }
}

fn environment() -> Result<Option<Proxy>, Error> {
    match Proxy::try_from_env() {
        None => Ok(None),
        Some(proxy) if proxy.protocol() == ProxyProtocol::Http => Ok(Some(proxy)),
        Some(_) => Err(Error::config(
            "proxy: the environment names one that is no HTTP proxy (http://HOST:PORT)",
        )),
    }
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
        let (user, password) = credentials
            .expose()
            .split_once(':')
            .filter(|(user, _)| !user.is_empty())
            .ok_or_else(|| Error::config("proxy_credentials must be USER:PASSWORD"))?;
        proxy = proxy.username(user).password(password);
    }
    proxy.build().map_err(|_| wrong())
}
