//! How a failure leaves the program: one JSON object, one exit status.

use crate::output;
use serde_json::json;
use std::fmt::Display;
use twpos::{Error, ErrorKind, Outcome};

/// The exit statuses that scripts may rely on. 0 is success only; 1 is doctor's, or a fault of this program.
pub(crate) const FAILED: u8 = 1;
const INVALID: u8 = 2;
const REFUSED: u8 = 3;
/// Doctor's.
const NOT_ASKED: u8 = 3;
pub(crate) const UNKNOWN: u8 = 4;
const NOT_SENT: u8 = 5;
const NOT_SETTLED: u8 = 6;

/// Why a subcommand failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A call failed, or could not even begin; reported as JSON on standard output, for the program that called us.
    Call(CallFailure),
    /// The command could not be carried out; told to the person on standard error.
    Usage(String),
    /// The response is printed, but what was asked for is not done yet.
    NotSettled,
    /// The answer is there, and nobody reads it.
    Unheard(std::io::Error),
    /// Doctor has found nothing wrong, and nothing proven.
    NotAsked,
    /// Already reported; only the exit status is left.
    Reported,
}

/// The members of the error object.
#[derive(Debug)]
pub(crate) struct CallFailure {
    pub(crate) kind: ErrorKind,
    pub(crate) outcome: Outcome,
    pub(crate) detail: String,
    pub(crate) provider_code: Option<String>,
    pub(crate) provider_text: Option<String>,
    pub(crate) http_status: Option<u16>,
    pub(crate) reference: Option<String>,
}

impl Failure {
    pub(crate) fn usage(problem: impl Display) -> Self {
        Failure::Usage(problem.to_string())
    }

    /// A call's failure that no provider's client has reported.
    pub(crate) fn of_call(kind: ErrorKind, outcome: Outcome, detail: impl Display) -> Self {
        Failure::Call(CallFailure::new(kind, outcome, detail))
    }

    /// Tells it, and gives the exit status.
    pub(crate) fn report(self) -> u8 {
        match self {
            Failure::Call(failure) => {
                // The status says it, too: the least that is left where nobody reads the object.
                if let Err(Failure::Unheard(error)) = output::json(failure.to_json()) {
                    output::remark(format_args!(
                        "twpos: {} (outcome {}): {}; this could not be written to standard output: {error}",
                        failure.kind, failure.outcome, failure.detail
                    ));
                }
                failure.exit_status()
            }
            Failure::Usage(problem) => {
                output::remark(format_args!("twpos: {problem}"));
                INVALID
            }
            // The caller does not know how its call ended, whatever the answer was.
            Failure::Unheard(error) => {
                output::remark(format_args!("twpos: the answer could not be written: {error}"));
                UNKNOWN
            }
            Failure::NotSettled => NOT_SETTLED,
            Failure::NotAsked => NOT_ASKED,
            Failure::Reported => FAILED,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Call(error.into())
    }
}

impl From<Error> for CallFailure {
    fn from(error: Error) -> Self {
        CallFailure {
            kind: error.kind,
            outcome: error.outcome,
            detail: error.detail,
            provider_code: error.provider_code,
            provider_text: error.provider_text,
            http_status: error.http_status,
            reference: error.reference,
        }
    }
}

impl CallFailure {
    pub(crate) fn new(kind: ErrorKind, outcome: Outcome, detail: impl Display) -> Self {
        CallFailure {
            kind,
            outcome,
            detail: detail.to_string(),
            provider_code: None,
            provider_text: None,
            http_status: None,
            reference: None,
        }
    }

    pub(crate) fn exit_status(&self) -> u8 {
        match (self.kind, self.outcome) {
            (
                ErrorKind::InvalidRequest | ErrorKind::InvalidNotification | ErrorKind::Config | ErrorKind::Key,
                Outcome::NotSent,
            ) => INVALID,
            (_, Outcome::NotSent) => NOT_SENT,
            (_, Outcome::Refused) => REFUSED,
            (_, Outcome::Unknown) => UNKNOWN,
        }
    }

    /// The documented members in their order; what is not known is null.
    fn to_json(&self) -> serde_json::Value {
        json!({"error": {
            "kind": self.kind.as_str(),
            "outcome": self.outcome.as_str(),
            "detail": self.detail,
            "provider_code": self.provider_code,
            "provider_text": self.provider_text,
            "http_status": self.http_status,
            "reference": self.reference,
        }})
    }
}
