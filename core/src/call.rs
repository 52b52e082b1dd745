//! What every operation of every provider has around it: the reference on every error, nothing of the
//! customer's barcode in any text, one log line, and the JSON edge.

use crate::error::{Error, ErrorKind};
use crate::wire;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Instant;

/// Runs one operation. `reference` goes onto its error and into the log; `barcode` out of both.
pub(crate) fn run<T>(
    operation: &str,
    reference: &str,
    barcode: &str,
    exchange: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    run_described(operation, reference, &[barcode], |_| "approved", exchange)
}

/// As [`run`], where a response is not always an approval: `describe` is what the log says of it.
pub(crate) fn run_described<T>(
    operation: &str,
    reference: &str,
    secrets: &[&str],
    describe: impl FnOnce(&T) -> &'static str,
    exchange: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let started = Instant::now();
    let without_secrets = |error: Error| secrets.iter().fold(error, |error, secret| error.without(secret));
    let result = exchange().map_err(|error| without_secrets(error.with_reference(reference)));
    let outcome = result.as_ref().map_or_else(|error| error.outcome.as_str(), describe);
    // Escaped, since the reference is the caller's text and a line break in it would forge a log line.
    let (reference, elapsed) = (reference.escape_debug(), started.elapsed().as_millis());
    log::info!("{operation} {reference}: {outcome} in {elapsed} ms");
    result
}

/// Runs one operation on a JSON object in the vendor's field names, and gives its reply in the same form.
///
/// `reference_field` is kept aside first, so that even a request that cannot be read does not lose it.
pub(crate) fn run_json<Request: DeserializeOwned, Response: Serialize>(
    request: &str,
    reference_field: &str,
    operation: impl FnOnce(&Request) -> Result<Response, Error>,
) -> Result<String, Error> {
    let request = parse_json(request)?;
    let reference = request
        .get(reference_field)
        .and_then(wire::value_text)
        .unwrap_or_default();
    let request = wire::request_from_json(request).map_err(|error| error.with_reference(&reference))?;
    let response = operation(&request)?;
    serde_json::to_string(&response).map_err(|_| {
        Error::new(ErrorKind::Internal, "the reply could not be written as JSON").with_reference(&reference)
    })
}

/// A caller's JSON text. The error never quotes it.
pub(crate) fn parse_json(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(|error| {
        let place = format!("line {} column {}", error.line(), error.column());
        Error::new(ErrorKind::InvalidRequest, format!("the request is not JSON ({place})"))
    })
}
