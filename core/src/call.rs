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

/// Members of requests that name their transaction, the preferred first.
const REFERENCES: [&str; 6] = [
    "OPSeq",
    "order_id",
    "uid",
    "order_number",
    "MerchantTradeNo",
    "transaction_id",
];

/// The transaction that a request for `call_json` is about, for a binding whose own fault would lose it.
///
/// `None` for text that is not a JSON object, or that names none.
pub fn reference_in(request: &str) -> Option<String> {
    let request: Value = serde_json::from_str(request).ok()?;
    let mut named = REFERENCES
        .iter()
        .filter_map(|name| wire::value_text(request.get(name)?));
    named.find(|text| !text.is_empty())
}

/// A caller's JSON text. The error never quotes it.
pub(crate) fn parse_json(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(|error| {
        let place = format!("line {} column {}", error.line(), error.column());
        Error::new(ErrorKind::InvalidRequest, format!("the request is not JSON ({place})"))
    })
}

#[cfg(test)]
mod tests {
    use super::reference_in;

    #[test]
    fn a_request_names_its_transaction() {
        for (request, reference) in [
            (r#"{"OPSeq":"A1","TxAmt":36}"#, Some("A1")),
            (r#"{"uid":"86","order_id":"","cost":1}"#, Some("86")),
            (r#"{"uid":"86","order_id":7}"#, Some("7")),
            (r#"{"transaction_id":"T1"}"#, Some("T1")),
            (r#"{"TxAmt":36}"#, None),
            (r#"["OPSeq"]"#, None),
            ("OPSeq", None),
        ] {
            assert_eq!(reference_in(request).as_deref(), reference, "{request}");
        }
    }
}
