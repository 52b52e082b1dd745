//! `twpos doctor`: what is wrong with this till's configuration, and what to do about it.

mod files;
mod host;
mod icash;
mod mypay;
mod omni;

use crate::failure::Failure;
use crate::output;
use std::net::IpAddr;
use std::path::PathBuf;
use twpos::{Error, HttpConfig};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The configuration file to check.
    #[arg(long)]
    config: PathBuf,
    /// Also make the round trip on a host that may be a production one: one call that moves no money.
    #[arg(long)]
    round_trip: bool,
}

/// The lines printed so far, and whether any of them was a failure.
#[derive(Default)]
struct Report {
    /// What the lines are about, in front of each; empty for the file as a whole.
    provider: &'static str,
    failed: bool,
}

impl Report {
    fn ok(&mut self, check: &str, found: &str) {
        self.line("ok   ", check, found);
    }

    fn warn(&mut self, check: &str, advice: &str) {
        self.line("warn ", check, advice);
    }

    fn fail(&mut self, check: &str, advice: &str) {
        self.failed = true;
        self.line("fail ", check, advice);
    }

    fn line(&mut self, verdict: &str, check: &str, text: &str) {
        let provider = self.provider;
        let space = if provider.is_empty() { "" } else { " " };
        let line = format!("{verdict} {provider}{space}{check}: {text}");
        // A report that nobody reads is no clean one.
        self.failed |= output::line(line).is_err();
    }
}

/// What a provider's part of doctor does: checks that need no network, then the host, then one call.
trait Checkup: Sized {
    const PROVIDER: &'static str;
    /// What the round trip would do, for a host where it is not made unasked.
    const ROUND_TRIP: &'static str;
    /// The provider's hosts that are known to hold no real money.
    const TEST_HOSTS: &'static [&'static str];

    fn load(config: &std::path::Path) -> Result<Self, Error>;
    /// Reports on keys and the like.
    fn check_settings(&self, report: &mut Report);
    fn base_url(&self) -> &str;
    fn http(&self) -> &HttpConfig;
    /// One call that moves no money.
    fn round_trip(self, report: &mut Report);
}

pub(crate) fn run(arguments: &Arguments) -> crate::Result {
    let mut report = Report::default();
    files::check_permissions(&mut report, &arguments.config);
    match files::tables(&arguments.config) {
        Err(error) => report.fail("configuration", &format!("{error}; correct it and run doctor again")),
        Ok(tables) => {
            for table in tables {
                match table.as_str() {
                    "icash" => check::<icash::Checked>(&mut report, arguments),
                    "mypay" => check::<mypay::Checked>(&mut report, arguments),
                    "omni" => check::<omni::Checked>(&mut report, arguments),
                    other => report.fail(
                        "configuration",
                        &format!("unknown setting or table: {other}; known tables are [icash], [mypay] and [omni]"),
                    ),
                }
                report.provider = "";
            }
        }
    }
    match report.failed {
        true => Err(Failure::Reported),
        false => Ok(()),
    }
}

fn check<C: Checkup>(report: &mut Report, arguments: &Arguments) {
    report.provider = C::PROVIDER;
    let provider = match C::load(&arguments.config) {
        Ok(provider) => provider,
        Err(error) => {
            let advice = format!("{}; correct it and run doctor again", error.detail);
            return report.fail("configuration", &advice);
        }
    };
    report.ok("configuration", "every setting is known, every file can be read");
    provider.check_settings(report);
    if !host::check(report, provider.base_url(), provider.http()) {
        return;
    }
    if may_be_production(provider.base_url(), C::TEST_HOSTS) && !arguments.round_trip {
        let advice = format!(
            "not made on a host that may be a production one; --round-trip {}",
            C::ROUND_TRIP
        );
        return report.warn("round trip", &advice);
    }
    provider.round_trip(report);
}

/// Whether a call there could concern real money, so that it needs a word from the operator: everywhere but on
/// this machine and on the hosts that are known to be for tests.
fn may_be_production(base_url: &str, test_hosts: &[&str]) -> bool {
    let host = host_of(base_url);
    let this_machine = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    !this_machine && !test_hosts.iter().any(|test| host_of(test) == host)
}

/// The host of a URL in lower case, without the brackets of an IPv6 address.
fn host_of(url: &str) -> String {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(address) => address.split(']').next(),
        None => host.split(':').next(),
    };
    host.unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::may_be_production;

    #[test]
    fn only_this_machine_and_known_test_hosts_are_called_unasked() {
        let tests = [twpos::icash::STAGE, twpos::mypay::TEST];
        for url in [
            twpos::icash::STAGE,
            "https://ICP-Payment-Stage.icashpay.com.tw:443/prefix/",
            "https://pay.usecase.cc/",
            "http://127.0.0.1:8080",
            "http://127.9.9.9",
            "https://LocalHost:8443",
            "http://[::1]:8080/x",
        ] {
            assert!(!may_be_production(url, &tests), "{url}");
        }
        for url in [
            twpos::icash::PRODUCTION,
            "https://payment.icashpay.com.tw/",
            "https://Payment.ICashPay.com.tw",
            "https://payment.icashpay.com.tw:443/V2",
            twpos::mypay::PRODUCTION,
            "https://KA.mypay.tw",
            "https://some-proxy.example",
            "https://127.0.0.1.example.com",
            "https://localhost.example.com",
            "https://example.com/127.0.0.1",
            "https://127.0.0.1@example.com",
            "",
        ] {
            assert!(may_be_production(url, &tests), "{url}");
        }
        assert!(may_be_production(twpos::icash::STAGE, &[]));
    }
}
