//! The JSON edge: requests and replies in the vendor's field names, for callers without Rust types.

use super::client::Client;
use crate::error::{Error, ErrorKind};
use crate::wire;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The operations that [`Client::call_json`] knows.
pub const OPERATIONS: [&str; 6] = ["pay", "refund", "cancel", "top_up", "refund_top_up", "cancel_top_up"];

impl Client {
    /// Runs one of [`OPERATIONS`] on a JSON object in the vendor's field names, such as
    /// `{"BuyerID":"…","TxAmt":36}`, and gives the reply in the same form.
    ///
    /// Amounts may be numbers or decimal text. Fields that the table lacks go into an object `"extra"`.
    ///
    /// # Errors
    /// `invalid_request` for an unknown operation, for text that is not a JSON object, and for an
    /// unknown or mistyped field, which it names; otherwise as the operation.
    pub fn call_json(&self, operation: &str, request: &str) -> Result<String, Error> {
        match operation {
            "pay" => run(request, |request| self.pay(request)),
            "refund" => run(request, |request| self.refund(request)),
            "cancel" => run(request, |request| self.cancel(request)),
            "top_up" => run(request, |request| self.top_up(request)),
            "refund_top_up" => run(request, |request| self.refund_top_up(request)),
            "cancel_top_up" => run(request, |request| self.cancel_top_up(request)),
            _ => Err(Error::new(
                ErrorKind::InvalidRequest,
                format!("icash has no operation {operation:?}; it has {}", OPERATIONS.join(", ")),
            )),
        }
    }
}

fn run<Request: DeserializeOwned, Response: Serialize>(
    request: &str,
    operation: impl FnOnce(&Request) -> Result<Response, Error>,
) -> Result<String, Error> {
    let request: Value = serde_json::from_str(request).map_err(|error| {
        let place = format!("line {} column {}", error.line(), error.column());
        Error::new(ErrorKind::InvalidRequest, format!("the request is not JSON ({place})"))
    })?;
    // Kept aside, so that even a request that cannot be read does not lose its reference.
    let reference = request.get("OPSeq").and_then(wire::value_text).unwrap_or_default();
    let request = wire::request_from_json(request).map_err(|error| error.with_reference(&reference))?;
    let response = operation(&request)?;
    serde_json::to_string(&response).map_err(|_| {
        Error::new(ErrorKind::Internal, "the reply could not be written as JSON").with_reference(&reference)
    })
}
