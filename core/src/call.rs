//! What every operation of every provider has around it: the reference on every error, nothing in any text that no
//! log may show, one log line, and the JSON edge.

use crate::crypto::on_wiped_stack;
use crate::error::{Error, ErrorKind};
use crate::json;
use crate::references::reference_in;
use crate::text::{may_be_a_name, printable};
use serde::Serialize;
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

/// A provider's operations by the names of its client's methods, each of which is also its name in JSON's edge:
/// `OPERATIONS`, and `Client::call_json`, whose documentation the table begins with. `$read` makes a request of JSON.
macro_rules! operations {
    ($(#[$doc:meta])* $provider:ident by $read:path: $($name:ident),* $(,)?) => {
        /// The operations that [`Client::call_json`] knows.
        pub const OPERATIONS: [&str; [$(stringify!($name)),*].len()] = [$(stringify!($name)),*];

        impl Client {
            $(#[$doc])*
            ///
            /// # Errors
            /// `invalid_request` for an unknown operation, for text that is not a JSON object, and for a
            /// field that is unknown, mistyped or there twice, which it names; otherwise as the operation.
            pub fn call_json(&self, operation: &str, request: &str) -> Result<String, $crate::error::Error> {
                match operation {
                    $(stringify!($name) => $crate::call::run_json(request, $read, |request| self.$name(request)),)*
                    _ => Err($crate::call::no_operation(stringify!($provider), operation, &OPERATIONS, request)),
                }
            }
        }
    };
}
pub(crate) use operations;

/// Runs one operation on a JSON object in the vendor's field names, of which `read` makes the request, and gives its
/// reply in the same form. Not even a request that cannot be read loses its reference.
pub(crate) fn run_json<Request, Response: Serialize>(
    request: &str,
    read: fn(Value) -> Result<Request, Error>,
    operation: impl FnOnce(&Request) -> Result<Response, Error>,
) -> Result<String, Error> {
    let message = json::parse(request)
        .and_then(read)
        .map_err(|error| about(error, request))?;
    let response = operation(&message)?;
    serde_json::to_string(&response).map_err(|_| {
        let detail = "the reply could not be written as JSON";
        about(Error::new(ErrorKind::Internal, detail), request)
    })
}

fn about(error: Error, request: &str) -> Error {
    error.with_reference(&reference_in(request).unwrap_or_default())
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
    about(Error::new(ErrorKind::InvalidRequest, detail), request)
}
