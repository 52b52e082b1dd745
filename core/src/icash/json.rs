//! The JSON edge: requests and replies in the vendor's field names, for callers without Rust types.

use super::client::Client;
use crate::call::operations;
use crate::wire::request_from_json;

operations! {
    /// Runs one of [`OPERATIONS`] on a JSON object in the vendor's field names, such as
    /// `{"BuyerID":"…","TxAmt":36}`, and gives the reply in the same form.
    ///
    /// Amounts may be numbers or decimal text. Fields that the table lacks go into an object `"extra"`.
    icash by request_from_json:
    pay, refund, cancel, top_up, refund_top_up, cancel_top_up
}
