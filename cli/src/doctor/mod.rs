//! `twpos doctor`: what is wrong with this till's configuration, and what to do about it.

mod files;
mod host;
mod icash;
mod mypay;
mod omni;

use crate::failure::Failure;
use std::path::PathBuf;
use twpos::{Error, HttpConfig};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The configuration file to check.
    #[arg(long)]
    config: PathBuf,
    /// Also make the round trip on a production host: one call that moves no money.
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

    fn line(&self, verdict: &str, check: &str, text: &str) {
        let provider = self.provider;
        let space = if provider.is_empty() { "" } else { " " };
        println!("{verdict} {provider}{space}{check}: {text}");
    }
}

/// What a provider's part of doctor does: checks that need no network, then the host, then one call.
trait Checkup: Sized {
    const PROVIDER: &'static str;
    /// What the round trip would do, for a production host where it is not made.
    const ROUND_TRIP: &'static str;

    fn load(config: &std::path::Path) -> Result<Self, Error>;
    /// Reports on keys and the like.
    fn check_settings(&self, report: &mut Report);
    fn base_url(&self) -> &str;
    fn http(&self) -> &HttpConfig;
    /// Whether a call there could concern real money, so that it needs a word from the operator.
    fn is_production(&self) -> bool;
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
    if provider.is_production() && !arguments.round_trip {
        let advice = format!("not made on a production host; --round-trip {}", C::ROUND_TRIP);
        return report.warn("round trip", &advice);
    }
    provider.round_trip(report);
}
