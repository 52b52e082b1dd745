//! How a failure leaves the program: one JSON object, one exit status.

use crate::output::{self, Unheard};
use serde_json::json;
use std::fmt::Display;
use twpos::{Error, ErrorKind, Outcome, bridge};

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
    Call(Error),
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

impl Failure {
    pub(crate) fn usage(problem: impl Display) -> Self {
        Failure::Usage(problem.to_string())
    }

    /// A call's failure that no provider's client has reported.
    pub(crate) fn of_call(kind: ErrorKind, outcome: Outcome, detail: impl Display) -> Self {
        Failure::Call(bridge::error(kind, outcome, detail.to_string()))
    }

    /// Tells it, and gives the exit status.
    pub(crate) fn report(self) -> u8 {
        match self {
            Failure::Call(call) => {
                // The status says it, too: the least that is left where nobody reads the object.
                if let Err(Unheard(error)) = output::json(json!({ "error": bridge::to_json(&call) })) {
                    output::remark(format_args!(
                        "twpos: {call}; this could not be written to standard output: {error}"
                    ));
                }
                exit_status(&call)
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
        Failure::Call(error)
    }
}

impl From<Unheard> for Failure {
    fn from(Unheard(error): Unheard) -> Self {
        Failure::Unheard(error)
    }
}

/// What the program ends with that made this call.
pub(crate) fn exit_status(error: &Error) -> u8 {
    match (error.kind, error.outcome) {
        (
            ErrorKind::InvalidRequest | ErrorKind::InvalidNotification | ErrorKind::Config | ErrorKind::Key,
            Outcome::NotSent,
        ) => INVALID,
        (_, Outcome::NotSent) => NOT_SENT,
        (_, Outcome::Refused) => REFUSED,
        (_, Outcome::Unknown) => UNKNOWN,
    }
}
