//! Which hosts requests may be sent to.

use crate::error::Error;
use std::net::IpAddr;
use ureq::http::Uri;
use ureq::http::uri::Authority;

/// The base URL without a trailing slash, if requests may be sent there.
pub(super) fn checked_base_url(base_url: &str) -> Result<String, Error> {
    let uri: Uri = base_url
        .trim()
        .parse()
        .map_err(|_| Error::config("base_url is not a URL"))?;
    let host = uri
        .host()
        .filter(|host| !host.is_empty())
        .ok_or_else(|| Error::config("base_url must be a whole URL, such as https://host/path"))?;
    let loopback = host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse()
            .is_ok_and(|ip: IpAddr| ip.is_loopback());
    match uri.scheme_str() {
        Some("https") => {}
        Some("http") if loopback => {}
        Some("http") => {
            return Err(Error::config(
                "base_url must be https; plain http is allowed only to this machine",
            ));
        }
        _ => return Err(Error::config("base_url must begin with https://")),
    }
    if uri.query().is_some() || base_url.contains('#') {
        return Err(Error::config("base_url must not have a query or a fragment"));
    }
    let authority = uri.authority().map(|authority| authority.as_str()).unwrap_or_default();
    if authority.contains('@') {
        return Err(Error::config("base_url must not contain a user name or password"));
    }
    if uri
        .authority()
        .is_some_and(|authority| has_port(authority) == Some(false))
    {
        return Err(Error::config("base_url: the port must be a number from 1 to 65535"));
    }
    Ok(base_url.trim().trim_end_matches('/').to_owned())
}

/// Whether a port that is written down is one; `None` where there is none. The URL library takes what is no port for
/// the scheme's own, and so for another server.
pub(super) fn has_port(authority: &Authority) -> Option<bool> {
    let text = authority.as_str();
    let place = text.rsplit_once('@').map_or(text, |(_, place)| place);
    let after_host = place.strip_prefix(authority.host()).filter(|rest| !rest.is_empty())?;
    let digits = after_host.strip_prefix(':').unwrap_or_default();
    Some(digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse().is_ok_and(|port: u16| port > 0))
}
