//! Name, connection, TLS and clock.

use super::{Report, advice, host_of};
use jiff::Timestamp;
use twpos::{ErrorKind, HttpConfig, Route, probe_host};

/// Further than this, and certificates and the times we send begin to be refused.
const TOLERATED_SECONDS: i64 = 60;

/// Whether it is worth going on.
pub(super) fn check(report: &mut Report, base_url: &str, http: &HttpConfig) -> bool {
    let proxy = match http.route.proxy_for(base_url) {
        Ok(proxy) => proxy,
        Err(error) => {
            report.fail("proxy", &error.detail, advice(error.kind));
            return false;
        }
    };
    match (&http.route, &proxy) {
        (Route::Direct, _) => {}
        (Route::Environment, None) => report.ok("proxy", "none for this host, as the environment says"),
        (Route::Environment, Some(proxy)) => report.ok("proxy", &format!("http://{proxy}, as the environment says")),
        (Route::Proxy { .. }, None) => report.ok("proxy", "not used for plain HTTP to this machine"),
        (Route::Proxy { credentials, .. }, Some(proxy)) => {
            let with = if credentials.is_some() { "with" } else { "without" };
            report.ok("proxy", &format!("http://{proxy}, {with} credentials"));
        }
    }
    let probe = match probe_host(base_url, http) {
        Ok(probe) => probe,
        Err(error) => {
            let found = format!("{}: {}", host_of(base_url), error.detail);
            let advice = match (error.kind, &proxy) {
                (ErrorKind::Connect, Some(_)) => "check the proxy's address, and that it lets this machine through",
                (kind, _) => advice(kind),
            };
            report.fail("host", &found, advice);
            return false;
        }
    };
    let secured = match base_url.trim().get(..6) {
        Some(scheme) if scheme.eq_ignore_ascii_case("https:") => "name, connection and TLS",
        _ => "name and connection (no TLS: this machine)",
    };
    let found = format!(
        "{}: {secured} work; it answered HTTP {}",
        host_of(base_url),
        probe.http_status
    );
    report.ok("host", &found);
    let theirs = probe
        .date
        .as_deref()
        .and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
    match theirs.map(|theirs| Timestamp::now().duration_since(theirs.timestamp()).as_secs()) {
        Some(ahead) if ahead.abs() > TOLERATED_SECONDS => report.fail(
            "clock",
            &clock(ahead),
            "set it, and let it be set by a time server: certificates and the times we send depend on it",
        ),
        Some(ahead) => report.ok("clock", &format!("within {} s of the host's", ahead.abs() + 1)),
        None => report.warn(
            "clock",
            "the host does not tell its time",
            "compare this machine's clock by hand",
        ),
    }
    true
}

/// How far this machine's clock is from the host's.
fn clock(seconds_ahead: i64) -> String {
    const UNITS: [(i64, &str); 4] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let distance = seconds_ahead.abs();
    // From one and a half of a unit on, rounded.
    let unit = UNITS.iter().find(|(seconds, _)| distance * 2 >= seconds * 3);
    let (seconds, name) = unit.copied().unwrap_or((1, "second"));
    let count = (distance + seconds / 2) / seconds;
    let plural = if count == 1 { "" } else { "s" };
    let direction = if seconds_ahead < 0 { "behind" } else { "ahead of" };
    format!("this machine's clock is {count} {name}{plural} {direction} the host's")
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn a_wrong_clock_is_told_in_words() {
        for (seconds_ahead, words) in [
            (-7199, "2 hours behind"),
            (7199, "2 hours ahead of"),
            (61, "61 seconds ahead of"),
            (-89, "89 seconds behind"),
            (-90, "2 minutes behind"),
            (5399, "90 minutes ahead of"),
            (5400, "2 hours ahead of"),
            (-86_400, "24 hours behind"),
            (-200_000, "2 days behind"),
            (365 * 86_400, "365 days ahead of"),
        ] {
            assert_eq!(
                clock(seconds_ahead),
                format!("this machine's clock is {words} the host's")
            );
        }
    }
}
