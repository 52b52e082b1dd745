//! The JSON edge: requests and replies in the vendor's field names, for callers without Rust types.

use super::client::Client;
use crate::call::{no_operation, run_json};
use crate::error::Error;

/// The operations that [`Client::call_json`] knows.
pub const OPERATIONS: [&str; 6] = ["pay", "refund", "cancel", "top_up", "refund_top_up", "cancel_top_up"];

impl Client {
    /// Runs one of [`OPERATIONS`] on a JSON object in the vendor's field names, such as
    /// `{"BuyerID":"…","TxAmt":36}`, and gives the reply in the same form.
    ///
    /// Amounts may be numbers or decimal text. Fields that the table lacks go into an object `"extra"`.
    ///
    /// # Errors
    /// `invalid_request` for an unknown operation, for text that is not a JSON object, and for a
    /// field that is unknown, mistyped or there twice, which it names; otherwise as the operation.
    pub fn call_json(&self, operation: &str, request: &str) -> Result<String, Error> {
        match operation {
            "pay" => run_json(request, |request| self.pay(request)),
            "refund" => run_json(request, |request| self.refund(request)),
            "cancel" => run_json(request, |request| self.cancel(request)),
            "top_up" => run_json(request, |request| self.top_up(request)),
            "refund_top_up" => run_json(request, |request| self.refund_top_up(request)),
            "cancel_top_up" => run_json(request, |request| self.cancel_top_up(request)),
            _ => Err(no_operation("icash", operation, &OPERATIONS, request)),
        }
    }
}
