//! What gives money back: refund.
//!
//! Amounts are whole New Taiwan dollars.

use crate::linepay::judge;
use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// A refund, whole or in part (`POST /v4/payments/orders/{orderId}/refund`).
///
/// A part has no number of its own: sent twice, it pays twice. The whole may be sent again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct RefundRequest {
    /// `orderId`: the payment's order number. Required, at most 100 characters. (Refund path orderId.)
    #[limit(required, chars(100), printable)]
    pub order_id: String,
    /// `refundAmount`: how much to give back, in whole New Taiwan dollars. Required, 1-999999999: it is always sent,
    /// though LINE Pay takes none for all that was paid. (Refund request refundAmount.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(required, amount(1..=999_999_999))]
    pub refund_amount: i64,
    /// `amount`: not sent: what the customer paid, by which a refund of the whole is told from one of a part. Set it: only
    /// then "refunded before" counts as done for a whole that is sent again, and as refused for a part. 1-999999999, and
    /// no less than `refundAmount`.
    #[serde(deserialize_with = "wire::optional_integer", skip_serializing_if = "Option::is_none")]
    #[limit(amount(1..=999_999_999))]
    pub amount: Option<i64>,
}

/// A refund that was made, now or, of a whole one, before (refund response).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct RefundResponse {
    /// `returnCode`: `0000`; or `1165`, and then the whole was refunded before and `info` is empty. Any other is an
    /// error. See [`ReturnCode`](crate::linepay::ReturnCode). (Refund response returnCode.)
    #[serde(deserialize_with = "wire::text")]
    pub return_code: String,
    /// `returnMessage`: the result in words. (Refund response returnMessage.)
    #[serde(deserialize_with = "wire::text")]
    pub return_message: String,
    /// `info`: the refund. (Refund response info.)
    pub info: RefundDone,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "judge::extra")]
    pub extra: BTreeMap<String, String>,
}

/// `info` of a refund (refund response info).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct RefundDone {
    /// `refundTransactionId`: LINE Pay's number of the refund, 19 digits, exact. (Refund response
    /// info.refundTransactionId.)
    #[serde(deserialize_with = "wire::text")]
    pub refund_transaction_id: String,
    /// `refundTransactionDate`: when, in ISO 8601. (Refund response info.refundTransactionDate.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub refund_transaction_date: Option<String>,
    /// Every further field of `info`, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}
