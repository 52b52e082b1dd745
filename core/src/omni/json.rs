//! The JSON edge: requests and replies in the vendor's field names, for callers without Rust types.

use super::client::Client;
use crate::call::operations;
use crate::wire::request_from_json;

operations! {
    /// Runs one of [`OPERATIONS`] on a JSON object in the vendor's field names, such as
    /// `{"trade_code":"…","amount":229}`, and gives the reply in the same form.
    ///
    /// The object is the vendor's member `request`; what surrounds it is the client's configuration. Amounts
    /// may be numbers or decimal text. Fields that the table lacks go into an object `"extra"`.
    omni by request_from_json:
    ipass_pay, ipass_search, ipass_refund, icash_pay, icash_search, icash_cancel
}
