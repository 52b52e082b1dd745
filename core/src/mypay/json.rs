//! The JSON edge: requests and replies in the vendor's field names, for callers without Rust types.

use super::client::Client;
use super::messages::ExpectedOrder;
use super::twins::request_from_json;
use crate::call::operations;
use crate::error::Error;
use crate::json;

operations! {
    /// Runs one of [`OPERATIONS`] on a JSON object in the vendor's field names, such as
    /// `{"order_id":"…","cost":900}`, and gives the reply in the same form.
    ///
    /// Amounts and codes may be numbers or text, and an amount of CNY may have decimals (`"cost":"12.50"`); a reply
    /// has each amount's text beside it (`cost_text`), and `cost` itself only if it is whole. Fields that the table
    /// lacks go into an object `"extra"`.
    mypay by request_from_json:
    create_order, query_order, refund_order, scan_pay
}

impl ExpectedOrder {
    /// Reads what a caller without Rust types kept of an order: a JSON object such as
    /// `{"uid":"…","key":"…","order_id":"…","cost":900}`.
    ///
    /// # Errors
    /// `invalid_request` for text that is not a JSON object, and for a field that is unknown, mistyped or
    /// there twice, which it names.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        request_from_json(json::parse(text)?)
    }
}
