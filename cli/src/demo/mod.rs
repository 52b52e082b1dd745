//! `twpos demo`: the main job, end to end, for every provider, over real TLS sockets, in about fifteen seconds.

mod icash;
mod ledger;
mod merchant;
mod mypay;
mod omni;
mod steps;

use crate::failure::Failure;
use crate::output;
use merchant::Merchant;
use steps::Steps;
use twpos_sandbox::{Fault, Options, Sandbox};

pub(crate) fn run() -> crate::Result {
    let state = tempfile::tempdir().map_err(Failure::usage)?;
    let merchant = Merchant::start().map_err(Failure::usage)?;
    let mut options = Options::new(state.path());
    options.tls = true;
    options.notify_url = Some(merchant.url().to_owned());
    let sandbox = Sandbox::start(options).map_err(Failure::usage)?;
    output::line(format_args!(
        "A sandbox of icash Pay, MYPAY LINK and the OMNI gateway listens at {}.",
        sandbox.url()
    ))?;
    output::line(
        "Every call below goes there over TLS. One waits 10 s on purpose, for a reply that comes too late.\n",
    )?;

    let config = sandbox.config_path();
    let mut steps = Steps::new();
    icash::walk(config, &mut steps)?;
    mypay::walk(config, &sandbox, &merchant, &mut steps)?;
    omni::walk(config, &mut steps)?;
    output::line(steps.table())?;

    let agrees = ledger::check(&sandbox.ledger())?;
    sandbox.stop();
    match agrees && steps.are_as_expected() {
        true => Ok(()),
        false => Err(Failure::Reported),
    }
}

/// The barcode that makes a charge go wrong in this way.
fn barcode(fault: Fault) -> String {
    fault.magic_barcode().unwrap_or_default()
}
