//! How an error crosses to JavaScript: as JSON text in the message of the error that napi throws, since a
//! rejected promise would lose anything else. `../lib/errors.js` makes its class of it.

use napi::Status;
use serde_json::json;
use std::panic::{AssertUnwindSafe, catch_unwind};
use twpos::crypto::on_wiped_stack;
use twpos::{Error, ErrorKind, Outcome};

/// What the message of such an error begins with.
const MARK: &str = "twpos:";

/// What is known about a failed call: core's error, or one that arose in this addon.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) outcome: Outcome,
    pub(crate) detail: String,
    http_status: Option<u16>,
    provider_code: Option<String>,
    provider_text: Option<String>,
    reference: Option<String>,
}

impl Failure {
    pub(crate) fn new(kind: ErrorKind, outcome: Outcome, detail: impl Into<String>) -> Self {
        Failure {
            kind,
            outcome,
            detail: detail.into(),
            http_status: None,
            provider_code: None,
            provider_text: None,
            reference: None,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure {
            kind: error.kind,
            outcome: error.outcome,
            detail: error.detail,
            http_status: error.http_status,
            provider_code: error.provider_code,
            provider_text: error.provider_text,
            reference: error.reference,
        }
    }
}

impl From<Failure> for napi::Error {
    fn from(failure: Failure) -> Self {
        let fields = json!({
            "kind": failure.kind.as_str(),
            "outcome": failure.outcome.as_str(),
            "detail": failure.detail,
            "httpStatus": failure.http_status,
            "providerCode": failure.provider_code,
            "providerText": failure.provider_text,
            "reference": failure.reference,
        });
        napi::Error::new(Status::GenericFailure, format!("{MARK}{fields}"))
    }
}

/// Runs `work`; a panic in it is an error of kind `internal` with outcome `unknown`.
pub(crate) fn guarded<T, E: Into<Failure>>(work: impl FnOnce() -> Result<T, E>) -> napi::Result<T> {
    let done = on_wiped_stack(|| catch_unwind(AssertUnwindSafe(work)));
    let panicked = |_| Failure::new(ErrorKind::Internal, Outcome::Unknown, "a fault inside twpos; report it");
    done.map_err(panicked)
        .and_then(|done| done.map_err(Into::into))
        .map_err(Into::into)
}
