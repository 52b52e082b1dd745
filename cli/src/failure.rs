//! How a failure leaves the program: one JSON object, one exit status.

use serde_json::{Value, json};
use std::fmt::Display;
use std::process::ExitCode;
use twpos::{Error, ErrorKind, Outcome};

/// The exit statuses that scripts may rely on. 0 is success only; 1 is a fault of this program.
const INVALID: u8 = 2;
const REFUSED: u8 = 3;
const UNKNOWN: u8 = 4;
const NOT_SENT: u8 = 5;

/// Why a subcommand failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A call failed; reported as JSON on standard output, for the program that called us.
    Call(Error),
    /// The command could not be carried out; told to the person on standard error.
    Usage(String),
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
                println!("{}", error_json(&error));
                ExitCode::from(exit_status(&error))
            }
            Failure::Usage(problem) => {
                eprintln!("twpos: {problem}");
                ExitCode::from(INVALID)
            }
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

fn error_json(error: &Error) -> Value {
    json!({ "error": {
        "kind": error.kind.as_str(),
        "outcome": error.outcome.as_str(),
        "detail": error.detail,
        "provider_code": error.provider_code,
        "provider_text": error.provider_text,
        "http_status": error.http_status,
        "reference": error.reference,
    }})
}
