//! `twpos call`: one operation, JSON in, JSON out.

use crate::failure::Failure;
use crate::{output, stop};
use serde_json::Value;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use twpos::{AnyClient, ErrorKind, Outcome, PROVIDERS, bridge, text_file};
use zeroize::Zeroizing;

#[derive(clap::Args)]
#[command(after_help = "\
Standard output has the reply as JSON, or {\"error\": …}, also when a signal ends the call. Exit status: 0 done; 2 the
request or the configuration is wrong; 3 refused; 4 outcome unknown; 5 not sent; 6 MYPAY or LINE Pay
has not finished. Any other one, such as a killed process has, means that the outcome is unknown.")]
pub(crate) struct Arguments {
    /// The operation, such as icash.pay.
    operation: String,
    /// The configuration file.
    #[arg(long)]
    config: PathBuf,
    /// A file with the request as JSON; "-" is standard input.
    #[arg(long, default_value = "-")]
    request: String,
}

/// Every way out of here has told the caller its answer or its error object.
pub(crate) fn run(arguments: &Arguments) -> crate::Result {
    stop::watch()?;
    let called = guarded(|| perform(arguments));
    stop::end();
    let response = called?;
    output::json(&response)?;
    match is_settled(&response) {
        true => Ok(()),
        false => Err(Failure::NotSettled),
    }
}

fn perform(arguments: &Arguments) -> Result<String, Failure> {
    let operation = operation(&arguments.operation);
    let at_keyboard = arguments.request == "-" && std::io::stdin().is_terminal();
    if operation.is_none() && at_keyboard {
        return Err(unknown_operation());
    }
    let request = read_request(&arguments.request)?;
    stop::is_about(twpos::reference_in(&request));
    let (provider, operation) = operation.ok_or_else(unknown_operation)?;
    let client = AnyClient::from_config_file(provider, &arguments.config)?;
    // From here on, something may leave.
    stop::begin();
    Ok(client.call_json(operation, &request)?)
}

/// A fault of ours must not end without a word about a call that may have been sent, and no error without the
/// reference: a configuration knows no transaction, and the caller still asked about one.
fn guarded(work: impl FnOnce() -> Result<String, Failure>) -> Result<String, Failure> {
    let result = bridge::caught(work).unwrap_or_else(|mut fault| {
        fault.outcome = stop::outcome();
        Err(fault.into())
    });
    result.map_err(|failure| match failure {
        Failure::Call(error) => Failure::Call(bridge::about(error, stop::reference)),
        failure => failure,
    })
}

/// Provider and name of a known operation.
fn operation(name: &str) -> Option<(&str, &str)> {
    let known = known_operations().iter().any(|known| known == name);
    name.split_once('.').filter(|_| known)
}

/// Whatever stands there may be the customer's barcode, in the wrong place.
fn unknown_operation() -> Failure {
    invalid(format!(
        "no operation of this name; known are {}",
        known_operations().join(", ")
    ))
}

/// The error object's words about a call that cannot even begin.
pub(crate) fn invalid(detail: String) -> Failure {
    Failure::of_call(ErrorKind::InvalidRequest, Outcome::NotSent, detail)
}

fn known_operations() -> Vec<String> {
    let of = |provider| {
        AnyClient::operations(provider)
            .iter()
            .map(move |operation| format!("{provider}.{operation}"))
    };
    PROVIDERS.into_iter().flat_map(of).collect()
}

/// MYPAY and LINE Pay answer also while they still work on a payment or a refund, and say so in these members.
fn is_settled(response: &str) -> bool {
    let response: Value = serde_json::from_str(response).unwrap_or_default();
    ["approved", "refunded"].iter().all(|member| response[member] != false)
}

fn read_request(source: &str) -> Result<String, Failure> {
    read_text(source).map_err(|problem| {
        invalid(format!(
            "the request cannot be read: {problem} (--request takes the path of a file, or - for standard input)"
        ))
    })
}

/// The text of a file, or of standard input for "-". The problem does not quote the path, which may be a slip for the
/// text itself.
pub(crate) fn read_text(source: &str) -> Result<String, String> {
    read_bytes(source).and_then(text_file::decode)
}

/// As [`read_text`], as it stands there.
pub(crate) fn read_bytes(source: &str) -> Result<Zeroizing<Vec<u8>>, String> {
    match source {
        "-" => text_file::read_bytes_from(std::io::stdin().lock()),
        path => text_file::read_bytes(Path::new(path)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;

    #[test]
    fn a_fault_of_ours_is_told_with_the_outcome_and_the_reference() {
        stop::is_about(Some("FAULT-1".to_owned()));
        let fault = || match guarded(|| panic!("a fault")) {
            Err(Failure::Call(error)) => (error.kind, error.outcome, error.reference.unwrap()),
            other => panic!("{other:?}"),
        };
        assert_eq!(fault(), (ErrorKind::Internal, Outcome::NotSent, "FAULT-1".to_owned()));
        stop::begin();
        assert_eq!(fault(), (ErrorKind::Internal, Outcome::Unknown, "FAULT-1".to_owned()));
    }
}
