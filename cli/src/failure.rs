//! How a failure leaves the program: one JSON object, one exit status.

use crate::output;
use serde_json::{Value, json};
use std::fmt::Display;
use std::process::ExitCode;
use twpos::{Error, ErrorKind, Outcome};

/// The exit statuses that scripts may rely on. 0 is success only; 1 is a fault of this program.
const INVALID: u8 = 2;
const REFUSED: u8 = 3;
const UNKNOWN: u8 = 4;
const NOT_SENT: u8 = 5;
const NOT_SETTLED: u8 = 6;

/// Why a subcommand failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A call failed; reported as JSON on standard output, for the program that called us.
    Call(Error),
    /// `call` could not even begin; reported like an invalid request.
    InvalidCall(String),
    /// The command could not be carried out; told to the person on standard error.
    Usage(String),
    /// The response is printed, but what was asked for is not done yet.
    NotSettled,
    /// The answer is there, and nobody reads it.
    Unheard(std::io::Error),
    /// Already reported; only the exit status is left.
    Reported,
}

impl Failure {
    pub(crate) fn usage(problem: impl Display) -> Self {
        Failure::Usage(problem.to_string())
    }

    pub(crate) fn report(self) -> ExitCode {
        match self {
            Failure::Call(error) => {
                // The status says it, too: the least that is left where nobody reads the object.
                let _ = output::line(error_json(&error));
                ExitCode::from(exit_status(&error))
            }
            Failure::InvalidCall(detail) => {
                let _ = output::line(json!({ "error": object(ErrorKind::InvalidRequest, Outcome::NotSent, &detail) }));
                ExitCode::from(INVALID)
            }
            Failure::Usage(problem) => {
                output::remark(format_args!("twpos: {problem}"));
                ExitCode::from(INVALID)
            }
            // The caller does not know how its call ended, whatever the answer was.
            Failure::Unheard(error) => {
                output::remark(format_args!("twpos: the answer could not be written: {error}"));
                ExitCode::from(UNKNOWN)
            }
            Failure::NotSettled => ExitCode::from(NOT_SETTLED),
            Failure::Reported => ExitCode::FAILURE,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Call(error)
    }
}

fn exit_status(error: &Error) -> u8 {
    match (error.kind, error.outcome) {
        (ErrorKind::InvalidRequest | ErrorKind::Config | ErrorKind::Key, Outcome::NotSent) => INVALID,
        (_, Outcome::NotSent) => NOT_SENT,
        (_, Outcome::Refused) => REFUSED,
        (_, Outcome::Unknown) => UNKNOWN,
    }
}

/// The documented members in their order; what is not known is null.
fn object(kind: ErrorKind, outcome: Outcome, detail: &str) -> Value {
    json!({
        "kind": kind.as_str(),
        "outcome": outcome.as_str(),
        "detail": detail,
        "provider_code": null,
        "provider_text": null,
        "http_status": null,
        "reference": null,
    })
}

fn error_json(error: &Error) -> Value {
    let mut object = object(error.kind, error.outcome, &error.detail);
    object["provider_code"] = json!(error.provider_code);
    object["provider_text"] = json!(error.provider_text);
    object["http_status"] = json!(error.http_status);
    object["reference"] = json!(error.reference);
    json!({ "error": object })
}
