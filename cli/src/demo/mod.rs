//! `twpos demo`: the main job, end to end, for every provider, over real TLS sockets, in about fifteen seconds.

mod icash;
mod ledger;
mod linepay;
mod merchant;
mod mypay;
mod omni;
mod steps;

use crate::failure::Failure;
use crate::output;
use merchant::Merchant;
use steps::Steps;
use twpos::{Error, PROVIDERS};
use twpos_sandbox::{Fault, Options, Sandbox};

pub(crate) fn run() -> crate::Result {
    let state = tempfile::tempdir().map_err(Failure::usage)?;
    let merchant = Merchant::start().map_err(Failure::usage)?;
    let mut options = Options::new(state.path());
    options.tls = true;
    options.notify_url = Some(merchant.url().to_owned());
    let sandbox = Sandbox::start(options).map_err(Failure::usage)?;
    output::line(format_args!(
        "A sandbox listens at {}, of {}.",
        sandbox.url(),
        PARTS.map(|part| part.name).join(", ")
    ))?;
    output::line(
        "Every call below goes there over TLS. One waits 10 s on purpose, for a reply that comes too late.\n",
    )?;

    let mut steps = Steps::new();
    let stage = Stage {
        sandbox: &sandbox,
        merchant: &merchant,
    };
    for part in &PARTS {
        (part.walk)(&stage, &mut steps)?;
    }
    output::line(steps.table())?;

    let agrees = ledger::check(&sandbox.ledger())?;
    sandbox.stop();
    match agrees && steps.are_as_expected() {
        true => Ok(()),
        false => Err(Failure::Reported),
    }
}

/// What a part happens on.
struct Stage<'a> {
    sandbox: &'a Sandbox,
    merchant: &'a Merchant,
}

/// A provider's part.
struct Part {
    /// As its customers know it.
    name: &'static str,
    /// Its calls, each a step.
    walk: fn(&Stage<'_>, &mut Steps) -> Result<(), Error>,
    /// What its ledger has in the end, in New Taiwan dollars.
    totals: &'static [(&'static str, i64)],
}

macro_rules! parts {
    ($($provider:ident $Name:ident,)*) => {
        /// The `PART` in each provider's module here, in the order of core's list.
        const PARTS: [Part; PROVIDERS.len()] = [$($provider::PART),*];
    };
}
twpos::each_provider!(parts);

/// The barcode that makes a charge go wrong in this way.
fn barcode(fault: Fault) -> String {
    fault.magic_barcode().unwrap_or_default()
}
