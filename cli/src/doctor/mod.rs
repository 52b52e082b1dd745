//! `twpos doctor`: what is wrong with this till's configuration, and what to do about it.

mod expiry;
mod files;
mod host;
mod icash;
mod linepay;
mod mypay;
mod omni;
mod question;

use crate::failure::Failure;
use crate::output;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use twpos::{Error, ErrorKind, HttpConfig, PROVIDERS, configured_providers, text_file};
use zeroize::Zeroizing;

#[derive(clap::Args)]
#[command(after_help = "\
Each line begins with ok, warn or fail, and says what to do after the last semicolon. Exit status: 0 nothing failed
(warnings may stand); 1 something failed, or the report could not be written; 2 wrong arguments; 3 nothing failed, but no
provider was asked, so nothing proves the credentials. Any other one means that doctor itself came to an end: take it as
failed.")]
pub(crate) struct Arguments {
    /// The configuration file to check.
    #[arg(long)]
    config: PathBuf,
    /// Also make the round trip on a host that may be a production one: a call that moves no money, and if it is
    /// refused, the same with made-up credentials, to compare.
    #[arg(long)]
    round_trip: bool,
}

/// The lines printed so far, and whether any of them was a failure.
#[derive(Default)]
struct Report {
    /// What the lines are about, in front of each; empty for the file as a whole.
    provider: &'static str,
    failed: bool,
    /// Whether any provider was asked about the credentials.
    asked: bool,
}

impl Report {
    fn ok(&mut self, check: &str, found: &str) {
        self.line("ok   ", check, found);
    }

    fn warn(&mut self, check: &str, found: &str, advice: &str) {
        self.line("warn ", check, &format!("{found}; {advice}"));
    }

    fn fail(&mut self, check: &str, found: &str, advice: &str) {
        self.failed = true;
        self.line("fail ", check, &format!("{found}; {advice}"));
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
    /// What the round trip would do, for a host where it is not made unasked.
    const ROUND_TRIP: &'static str;
    /// The provider's hosts that are known to hold no real money.
    const TEST_HOSTS: &'static [&'static str];

    /// Reads its table of the configuration's text, which a client accepts; paths in it are relative to `folder`.
    fn load(text: &str, folder: &Path) -> Result<Self, Error>;
    /// Reports on keys and the like.
    fn check_settings(&self, report: &mut Report);
    fn base_url(&self) -> &str;
    fn http(&self) -> &HttpConfig;
    /// One call that moves no money, or a few. Whether the provider was asked.
    fn round_trip(self, report: &mut Report) -> bool;
}

/// What to do about an error of this kind, whatever it is about.
fn advice(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Config | ErrorKind::InvalidRequest => "correct it and run doctor again",
        ErrorKind::Key => "look at the key with `twpos keys inspect FILE`; an AES key is as long as it was issued",
        ErrorKind::Connect => {
            "check base_url, this machine's network and name service, and the firewall or proxy between"
        }
        ErrorKind::Tls => "check the clock, base_url, and whether this host needs a ca_file",
        ErrorKind::Timeout | ErrorKind::Transport => "check the network, and run doctor again",
        ErrorKind::Http => "check base_url (for a token, token_url), its path, and user_agent",
        ErrorKind::Unauthorized => "check token, or client_id and client_secret",
        ErrorKind::Internal => "report it as a fault of twpos",
        _ => "check base_url and the keys; if it stays, ask the provider",
    }
}

pub(crate) fn run(arguments: &Arguments) -> crate::Result {
    let mut report = Report::default();
    match text_file::read_configuration(&arguments.config) {
        Ok(text) => examine(&mut report, arguments, &Zeroizing::new(text)),
        Err(problem) => report.fail("configuration", &problem, advice(ErrorKind::Config)),
    }
    if report.failed {
        return Err(Failure::Reported);
    }
    if !report.asked {
        report.provider = "";
        let found = "no provider was asked, so nothing here proves that the credentials are right";
        report.warn("round trip", found, "do what the lines about each round trip say");
        // Which may not have been written.
        return Err(if report.failed {
            Failure::Reported
        } else {
            Failure::NotAsked
        });
    }
    Ok(())
}

fn examine(report: &mut Report, arguments: &Arguments, text: &str) {
    files::check_permissions(report, &arguments.config, text);
    let providers = match configured_providers(text) {
        Ok(providers) => providers,
        Err(error) => return report.fail("configuration", &error.detail, advice(error.kind)),
    };
    if providers.is_empty() {
        let tables = PROVIDERS.map(|provider| format!("[{provider}]")).join(", ");
        let advice = format!("write a table of a provider, one of {tables} (docs/configuration.md)");
        return report.fail("configuration", "it is empty", &advice);
    }
    for (provider, check) in CHECKUPS {
        if providers.contains(&provider) {
            report.provider = provider;
            check(report, arguments, text);
        }
    }
}

macro_rules! checkups {
    ($($provider:ident $Name:ident,)*) => {
        /// The [`Checkup`] of each provider, in its module here.
        const CHECKUPS: [(&str, fn(&mut Report, &Arguments, &str)); PROVIDERS.len()] =
            [$((stringify!($provider), check::<$provider::Checked>)),*];
    };
}
twpos::each_provider!(checkups);

fn check<C: Checkup>(report: &mut Report, arguments: &Arguments, text: &str) {
    let folder = arguments.config.parent().unwrap_or(Path::new("."));
    let provider = match C::load(text, folder) {
        Ok(provider) => provider,
        Err(error) => return report.fail("configuration", &error.detail, advice(error.kind)),
    };
    report.ok("configuration", "every setting is known, every file can be read");
    provider.check_settings(report);
    if !host::check(report, provider.base_url(), provider.http()) {
        return;
    }
    if may_be_production(provider.base_url(), C::TEST_HOSTS) && !arguments.round_trip {
        let found =
            "not made, so the credentials are not proven: nobody asked for it, and this may be a production host";
        let advice = format!("add --round-trip, which {}", C::ROUND_TRIP);
        return report.warn("round trip", found, &advice);
    }
    report.asked |= provider.round_trip(report);
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
