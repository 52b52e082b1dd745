//! The JSON edge: requests and replies in the vendor's field names, for callers without Rust types.

use super::client::Client;
use crate::call::{no_operation, run_json};
use crate::error::Error;

/// The operations that [`Client::call_json`] knows.
pub const OPERATIONS: [&str; 6] = [
    "ipass_pay",
    "ipass_search",
    "ipass_refund",
    "icash_pay",
    "icash_search",
    "icash_cancel",
];

impl Client {
    /// Runs one of [`OPERATIONS`] on a JSON object in the vendor's field names, such as
    /// `{"trade_code":"…","amount":229}`, and gives the reply in the same form.
    ///
    /// The object is the vendor's member `request`; what surrounds it is the client's configuration. Amounts
    /// may be numbers or decimal text. Fields that the table lacks go into an object `"extra"`.
    ///
    /// # Errors
    /// `invalid_request` for an unknown operation, for text that is not a JSON object, and for a
    /// field that is unknown, mistyped or there twice, which it names; otherwise as the operation.
    pub fn call_json(&self, operation: &str, request: &str) -> Result<String, Error> {
        match operation {
            "ipass_pay" => run_json(request, |request| self.ipass_pay(request)),
            "ipass_search" => run_json(request, |request| self.ipass_search(request)),
            "ipass_refund" => run_json(request, |request| self.ipass_refund(request)),
            "icash_pay" => run_json(request, |request| self.icash_pay(request)),
            "icash_search" => run_json(request, |request| self.icash_search(request)),
            "icash_cancel" => run_json(request, |request| self.icash_cancel(request)),
            _ => Err(no_operation("omni", operation, &OPERATIONS, request)),
        }
    }
}
