//! What every operation of every provider has around it: the reference on every error, nothing in any text that no
//! log may show, one log line, and the JSON edge.

use crate::crypto::on_wiped_stack;
use crate::error::{Error, ErrorKind};
use crate::json;
use crate::text::{may_be_a_name, printable};
use crate::wire;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Instant;
use zeroize::Zeroizing;

/// Runs one operation. `reference` goes onto its error and into the log, what `secrets` gives out of both, and
/// `describe` is what the log says of a response.
pub(crate) fn run<T>(
    operation: &str,
    reference: &str,
    secrets: impl FnOnce() -> Vec<Zeroizing<String>>,
    describe: impl FnOnce(&T) -> &'static str,
    exchange: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let started = Instant::now();
    let result = on_wiped_stack(exchange).map_err(|error| {
        let secrets = secrets();
        let secrets: Vec<&str> = secrets.iter().map(|secret| secret.as_str()).collect();
        error.with_reference(reference).without(&secrets).bounded()
    });
    let outcome = result.as_ref().map_or_else(|error| error.outcome.as_str(), describe);
    let (reference, elapsed) = (printable(reference), started.elapsed().as_millis());
    log::info!("{operation} {reference}: {outcome} in {elapsed} ms");
    result
}

/// Runs one operation on a JSON object in the vendor's field names, and gives its reply in the same form.
///
/// The reference is looked up first, so that even a request that cannot be read does not lose it.
pub(crate) fn run_json<Request: DeserializeOwned, Response: Serialize>(
    request: &str,
    operation: impl FnOnce(&Request) -> Result<Response, Error>,
) -> Result<String, Error> {
    run_json_read(request, wire::request_from_json, operation)
}

/// As [`run_json`], where the vendor's field names need more than serde: `read` makes the request.
pub(crate) fn run_json_read<Request, Response: Serialize>(
    request: &str,
    read: impl FnOnce(Value) -> Result<Request, Error>,
    operation: impl FnOnce(&Request) -> Result<Response, Error>,
) -> Result<String, Error> {
    let about = |error: Error| error.with_reference(&json::reference_in(request).unwrap_or_default());
    let response = json::parse(request)
        .and_then(read)
        .map_err(about)
        .and_then(|request| operation(&request))?;
    serde_json::to_string(&response).map_err(|_| {
        about(Error::new(
            ErrorKind::Internal,
            "the reply could not be written as JSON",
        ))
    })
}

/// The error of a name that is none of a provider's operations. Who mixes up the arguments gives a request for a name,
/// and no error quotes one.
pub(crate) fn no_operation(provider: &str, name: &str, known: &[&str], request: &str) -> Error {
    let name = if may_be_a_name(name) {
        format!("operation {name:?}")
    } else {
        "operation of this name".to_owned()
    };
    let detail = format!("{provider} has no {name}; it has {}", known.join(", "));
    Error::new(ErrorKind::InvalidRequest, detail).with_reference(&json::reference_in(request).unwrap_or_default())
}
