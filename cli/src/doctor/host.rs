//! Name, connection, TLS and clock.

use super::Report;
use jiff::Timestamp;
use twpos::{HttpConfig, probe_host};

/// Whether it is worth going on.
pub(super) fn check(report: &mut Report, base_url: &str, http: &HttpConfig) -> bool {
    let probe = match probe_host(base_url, http) {
        Ok(probe) => probe,
        Err(error) => {
            report.fail("host", &format!("{base_url}: {}", error.detail));
            return false;
        }
    };
    let secured = if base_url.starts_with("https:") {
        "name, connection and TLS"
    } else {
        "name and connection (no TLS: this machine)"
    };
    report.ok(
        "host",
        &format!("{secured} work; it answered HTTP {}", probe.http_status),
    );
    let theirs = probe
        .date
        .as_deref()
        .and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
    match theirs.map(|theirs| Timestamp::now().duration_since(theirs.timestamp()).as_secs()) {
        Some(ahead) if ahead.abs() > 60 => report.fail(
            "clock",
            &format!("this machine is {ahead} s ahead of the host; set the clock, TLS and the times we send need it"),
        ),
        Some(ahead) => report.ok("clock", &format!("within {} s of the host's", ahead.abs() + 1)),
        None => report.warn(
            "clock",
            "the host does not tell its time; compare this machine's clock by hand",
        ),
    }
    true
}
