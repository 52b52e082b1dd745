//! `twpos mypay`: what only MYPAY LINK needs.

use crate::call::{invalid, read_text};
use crate::failure::Failure;
use twpos::mypay;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Decode a notification: the form data as received on standard input, JSON on standard output.
    ///
    /// Needs no network and no key, and proves nothing: compare uid and key with those of your order, then
    /// query it. The output holds the order's key: keep it out of logs.
    Notification,
}

pub(crate) fn run(command: &Command) -> crate::Result {
    match command {
        Command::Notification => notification(),
    }
}

fn notification() -> crate::Result {
    let body = read_text("-").map_err(|problem| invalid(format!("the notification cannot be read: {problem}")))?;
    let notification = mypay::parse_notification(body.trim_end_matches(['\r', '\n']).as_bytes())?;
    let text = serde_json::to_string(&notification).map_err(Failure::usage)?;
    Ok(crate::output::json(text)?)
}
