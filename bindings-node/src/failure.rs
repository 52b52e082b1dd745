//! How an error crosses to JavaScript: as JSON text in the message of the error that napi throws, since a
//! rejected promise would lose anything else. `../lib/errors.js` makes its class of it.

use napi::Status;
use serde_json::json;
use twpos::{Error, ErrorKind, Outcome, bridge};

/// What the message of such an error begins with.
const MARK: &str = "twpos:";

/// What was asked for is wrong in itself, which this addon sees.
pub(crate) fn invalid(detail: impl Into<String>) -> Error {
    bridge::error(ErrorKind::InvalidRequest, Outcome::NotSent, detail)
}

fn to_javascript(error: Error) -> napi::Error {
    let fields = json!({
        "kind": error.kind.as_str(),
        "outcome": error.outcome.as_str(),
        "detail": error.detail,
        "httpStatus": error.http_status,
        "providerCode": error.provider_code,
        "providerText": error.provider_text,
        "reference": error.reference,
    });
    napi::Error::new(Status::GenericFailure, format!("{MARK}{fields}"))
}

/// Runs `work`; a panic in it is an error of kind `internal` with outcome `unknown`.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> napi::Result<T> {
    bridge::caught(work).and_then(|done| done).map_err(to_javascript)
}
