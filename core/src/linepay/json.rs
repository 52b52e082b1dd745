//! The JSON edge: requests and replies in the vendor's field names, for callers without Rust types.

use super::client::Client;
use crate::call::operations;
use crate::wire::request_from_json;

operations! {
    /// Runs one of [`OPERATIONS`] on a JSON object in the vendor's field names, such as
    /// `{"orderId":"…","amount":36}`, and gives the reply in the same form.
    ///
    /// Amounts may be numbers or decimal text. LINE Pay's numbers of transactions are text here: JSON's readers in some
    /// languages lose the last digits of so long a number.
    linepay by request_from_json:
    pay, check, refund, details, void, capture, authorizations
}
