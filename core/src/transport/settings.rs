//! The settings of a connection, checked before anything is connected.

use super::HttpConfig;
use super::lines::IDLE_AGE;
use super::route;
use crate::error::Error;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use std::time::Duration;
use ureq::config::{AutoHeaderValue, Config};
use ureq::tls::PemItem;

/// No till waits for longer, and what is far longer is no time that a clock could count to.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(60 * 60);
/// The status line and all headers of a reply. A reply's buffer must be larger, or the end of a header that just fits
/// could not be told from its going on.
pub(super) const MAX_REPLY_HEADER_BYTES: usize = 64 * 1024;

/// The time limit that a setting gives in seconds: more than 0 and at most 3600.
///
/// # Errors
/// `config`, naming the setting; also for what is no number at all (NaN).
pub(crate) fn timeout_from_seconds(setting: &str, seconds: f64) -> Result<Duration, Error> {
    let duration = Duration::try_from_secs_f64(seconds).unwrap_or_default();
    checked_timeout(setting, duration)
}

fn checked_timeout(setting: &str, timeout: Duration) -> Result<Duration, Error> {
    match timeout {
        Duration::ZERO => {}
        timeout if timeout <= LONGEST_TIMEOUT => return Ok(timeout),
        _ => {}
    }
    let longest = LONGEST_TIMEOUT.as_secs();
    Err(Error::config(format!(
        "{setting} must be a number of seconds, more than 0 and at most {longest}"
    )))
}

/// The HTTP library's settings for one host; every request goes there.
pub(super) fn agent_config(base_url: &str, config: &HttpConfig) -> Result<Config, Error> {
    let timeout = checked_timeout("timeout_seconds", config.timeout)?;
    let connect_timeout = checked_timeout("connect_timeout_seconds", config.connect_timeout)?;
    if !config.user_agent.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(Error::config("user_agent must be printable ASCII"));
    }
    let is_plain = base_url
        .get(..5)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("http:"));
    let proxy = route::proxy(base_url, &config.route)?;
    Ok(Config::builder()
        .https_only(!is_plain)
        .proxy(proxy)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(config.user_agent.as_str())
        .accept_encoding(AutoHeaderValue::None)
        .timeout_global(Some(timeout))
        .timeout_connect(Some(connect_timeout))
        .timeout_resolve(Some(connect_timeout))
        .max_idle_age(IDLE_AGE)
        .max_idle_connections(1)
        .max_idle_connections_per_host(1)
        .max_response_header_size(MAX_REPLY_HEADER_BYTES)
        .input_buffer_size(MAX_REPLY_HEADER_BYTES + 1024)
        .output_buffer_size(16 * 1024)
        .build())
}

/// Which public certificate authorities a client trusts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Roots {
    /// Mozilla's, compiled in: alike on every machine, however old. The default.
    #[default]
    BuiltIn,
    /// The operating system's, which an administrator may have added to, as for an antivirus that looks into TLS.
    System,
}

/// The trusted roots, plus the configured CA.
pub(super) fn trusted_roots(config: &HttpConfig) -> Result<RootCertStore, Error> {
    let mut roots = match config.roots {
        Roots::BuiltIn => RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        },
        Roots::System => system_roots()?,
    };
    if let Some(pem) = config.extra_ca_pem.as_deref() {
        let mut extra = Vec::new();
        // A byte order mark, which editors put before a text, would hide its first certificate.
        for item in ureq::tls::parse_pem(pem.replace('\u{feff}', "").as_bytes()) {
            match item {
                Ok(PemItem::Certificate(certificate)) => extra.push(CertificateDer::from(certificate.der().to_vec())),
                _ => return Err(Error::config("ca_file holds something that is not a PEM certificate")),
            }
        }
        if extra.is_empty() {
            return Err(Error::config("ca_file holds no PEM certificate"));
        }
        roots.add_parsable_certificates(extra);
    }
    Ok(roots)
}

fn system_roots() -> Result<RootCertStore, Error> {
    // What of the store cannot be read is left out: a store of a hundred has some oddity.
    let found = rustls_native_certs::load_native_certs().certs;
    if found.is_empty() {
        return Err(Error::config(
            "roots: the operating system has no store of certificates that can be read here; leave roots out",
        ));
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found);
    Ok(roots)
}
