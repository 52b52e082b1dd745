//! iPASS offline payments: pay (document 002), search, refund.
//!
//! Lengths count characters. Amounts are whole New Taiwan dollars.

use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// A payment by the code on the customer's phone (document 002).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default, deny_unknown_fields)]
pub struct IpassPayRequest {
    /// `req_id`: this request's own serial number, a UUID, unique for ever. At most 36 characters; unset sends
    /// a new random one. (002 request req_id.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(filled, chars(36), printable)]
    pub req_id: Option<String>,
    /// `trade_code`: the barcode or QR code on the customer's phone, as scanned; it can be used once. Required.
    /// Never logged. (002 request trade_code.)
    #[limit(required)]
    pub trade_code: String,
    /// `amount`: the amount to charge, in whole New Taiwan dollars. Required, 1-999999999; the document prints
    /// no range. (002 request amount.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(required, amount(1..=999_999_999))]
    pub amount: i64,
    /// `order_number`: the store's own number of this payment, unique for ever. Required, at most 100
    /// characters. Keep it: search needs it. (002 request order_number.)
    #[limit(required, chars(100), printable)]
    pub order_number: String,
    /// `store_id`: the store's number as iPASS knows it. Required, at most 20 characters. Not the gateway's
    /// `store_id`, which is in the configuration. (002 request store_id.)
    #[limit(required, chars(20))]
    pub store_id: String,
    /// `terminal_id`: the till's number. Required, at most 8 characters. (002 request terminal_id.)
    #[limit(required, chars(8))]
    pub terminal_id: String,
    /// `capture`: whether the money is collected at once. It must be `true`, which unset sends, so that an approval
    /// is a finished payment; authorising now and collecting later is not offered. (002 request capture.)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture: Option<bool>,
    /// `pos_date_time`: the till's time of sale, by which iPASS judges whether the code has expired,
    /// `YYYY-MM-DD HH:MI:SS` in Taipei time; unset leaves it to the gateway's clock. Blanks around it, as the
    /// document prints one, are left out. (002 request pos_date_time.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(dashed_time)]
    pub pos_date_time: Option<String>,
    /// `trade_date_time`: when the request is sent, `YYYY-MM-DD HH:MI:SS` in Taipei time; unset leaves it to
    /// the gateway's clock. Blanks around it are left out. (002 request trade_date_time.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(dashed_time)]
    pub trade_date_time: Option<String>,
    /// `product_desc`: what is bought. At most 4000 characters. (002 request product_desc.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(chars(4000))]
    pub product_desc: Option<String>,
    /// `remark`: free text. At most 1000 characters. (002 request remark.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(chars(1000))]
    pub remark: Option<String>,
    /// `redeem`: what discounts may not pay; unset means that they may pay all of it. (002 request redeem.)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redeem: Option<Redeem>,
    /// Fields that the table lacks but that the gateway asked this merchant to send. They follow the table's
    /// fields; a name of the table is refused here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// The part of a payment that discounts may not pay (002 request redeem).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default, deny_unknown_fields)]
pub struct Redeem {
    /// `non_redeem_amout`, as the wire spells it: goods without discount, such as tobacco and alcohol, in whole
    /// New Taiwan dollars. 0-999999999. (002 redeem non_redeem_amout.)
    #[serde(
        rename = "non_redeem_amout",
        deserialize_with = "wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    #[limit(amount(0..=999_999_999))]
    pub non_redeem_amount: Option<i64>,
}

/// An approved iPASS payment (document 002). Keep `transaction_id` for a refund.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct IpassPayResponse {
    /// `return_code`: `0000` here: any other is an error. (002 response return_code.)
    #[serde(deserialize_with = "wire::text")]
    pub return_code: String,
    /// `return_msg`: the result in words. (002 response return_msg.)
    #[serde(deserialize_with = "wire::text")]
    pub return_msg: String,
    /// `req_id`: the request's; never another's. (002 response req_id.)
    #[serde(deserialize_with = "wire::text")]
    pub req_id: String,
    /// `transaction_id`: iPASS's serial number. Keep it: a refund needs it. (002 response transaction_id.)
    #[serde(deserialize_with = "wire::text")]
    pub transaction_id: String,
    /// `transaction_date_time`: iPASS's time, `YYYY-MM-DD HH:MI:SS` in Taipei time. (002 response
    /// transaction_date_time.)
    #[serde(deserialize_with = "wire::text")]
    pub transaction_date_time: String,
    /// `electronic_invoice_carrier`: the customer's e-invoice carrier; unset if none is bound. Never logged. (002
    /// response electronic_invoice_carrier.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub electronic_invoice_carrier: Option<String>,
    /// `payment_type`: what the money came from. See [`IpassPaymentType`](crate::omni::IpassPaymentType). (002
    /// response payment_type.)
    #[serde(deserialize_with = "wire::text")]
    pub payment_type: String,
    /// `amount`: the amount charged, in whole New Taiwan dollars; proven equal to the request's where the reply
    /// has it. (002 response example; the table lacks it.)
    #[serde(deserialize_with = "wire::optional_integer", skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// `order_number`: the store's number; proven equal to the request's. (002 response order_number.)
    #[serde(deserialize_with = "wire::text")]
    pub order_number: String,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// A question about a captured iPASS payment (from the gateway's public pages, not from the vendor's document
/// in hand).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default, deny_unknown_fields)]
pub struct IpassSearchRequest {
    /// `req_id`: this request's own serial number, a UUID. At most 36 characters; unset sends a new random one.
    /// (Public pages, ipass/offline/search request req_id.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(filled, chars(36), printable)]
    pub req_id: Option<String>,
    /// `order_number`: the payment's order number. Required, at most 100 characters. (Public pages,
    /// ipass/offline/search request; one of them spells it `orderNumber`, which `extra` can add.)
    #[limit(required, chars(100), printable)]
    pub order_number: String,
    /// Fields that the table lacks but that the gateway asked this merchant to send. They follow the table's
    /// fields; a name of the table is refused here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// What iPASS says of a payment (from the gateway's public pages, not from the vendor's document in hand).
///
/// It answers the question; whether the customer paid is in `pay_status`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct IpassSearchResponse {
    /// `return_code`: `0000` here: any other is an error. (Public pages, ipass/offline/search response.)
    #[serde(deserialize_with = "wire::text")]
    pub return_code: String,
    /// `return_msg`: the result in words. (Public pages, ipass/offline/search response.)
    #[serde(deserialize_with = "wire::text")]
    pub return_msg: String,
    /// `req_id`: the request's; never another's. (Public pages, ipass/offline/search response.)
    #[serde(deserialize_with = "wire::text")]
    pub req_id: String,
    /// `transaction_date_time`: the payment's time, `YYYY-MM-DD HH:MI:SS` in Taipei time. (Public pages,
    /// ipass/offline/search response.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub transaction_date_time: Option<String>,
    /// `original_transactionId`, as the wire spells it: iPASS's serial number of the payment; a refund needs
    /// it. (Public pages, ipass/offline/search response.)
    #[serde(
        rename = "original_transactionId",
        deserialize_with = "wire::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub original_transaction_id: Option<String>,
    /// `pay_status`: where the payment stands, in iPASS's code, which no page at hand lists. It is there: a reply
    /// without it answers nothing. (Public pages, ipass/offline/search response.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub pay_status: Option<String>,
    /// `product_desc`: what was bought. (Public pages, ipass/offline/search response.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub product_desc: Option<String>,
    /// `payment_type`: what the money came from. See [`IpassPaymentType`](crate::omni::IpassPaymentType). (Public
    /// pages, ipass/offline/search response.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub payment_type: Option<String>,
    /// `amount`: the payment's amount, in whole New Taiwan dollars, where the reply has it. (Public pages,
    /// ipass/offline/search response.)
    #[serde(deserialize_with = "wire::optional_integer", skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// `order_number`: the payment's order number where the reply has it; never another's. (Public pages,
    /// ipass/offline/search response.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub order_number: Option<String>,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// A refund of an iPASS payment, whole or in part (from the gateway's public pages, not from the vendor's
/// document in hand).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default, deny_unknown_fields)]
pub struct IpassRefundRequest {
    /// `req_id`: this request's own serial number, a UUID. At most 36 characters; unset sends a new random one.
    /// (Public pages, ipass/offline/refund request req_id.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(filled, chars(36), printable)]
    pub req_id: Option<String>,
    /// `transaction_id`: iPASS's serial number of the payment to refund. Required. (Public pages,
    /// ipass/offline/refund request transaction_id.)
    #[limit(required, printable)]
    pub transaction_id: String,
    /// `amount`: what to refund, in whole New Taiwan dollars. 1-999999999; unset refunds all of it. (Public
    /// pages, ipass/offline/refund request amount.)
    #[serde(deserialize_with = "wire::optional_integer", skip_serializing_if = "Option::is_none")]
    #[limit(amount(1..=999_999_999))]
    pub amount: Option<i64>,
    /// Fields that the table lacks but that the gateway asked this merchant to send. They follow the table's
    /// fields; a name of the table is refused here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// A refund that was made (from the gateway's public pages, not from the vendor's document in hand).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct IpassRefundResponse {
    /// `return_code`: `0000` here: any other is an error. (Public pages, ipass/offline/refund response.)
    #[serde(deserialize_with = "wire::text")]
    pub return_code: String,
    /// `return_msg`: the result in words. (Public pages, ipass/offline/refund response.)
    #[serde(deserialize_with = "wire::text")]
    pub return_msg: String,
    /// `req_id`: the request's; proven equal. (Public pages, ipass/offline/refund response.)
    #[serde(deserialize_with = "wire::text")]
    pub req_id: String,
    /// `cancel_transaction_id`: iPASS's serial number of the refund. (Public pages, ipass/offline/refund
    /// response.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub cancel_transaction_id: Option<String>,
    /// `cancel_date_time`: iPASS's time of the refund, `YYYY-MM-DD HH:MI:SS` in Taipei time. (Public pages,
    /// ipass/offline/refund response.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub cancel_date_time: Option<String>,
    /// `payment_type`: where the money went. See [`IpassPaymentType`](crate::omni::IpassPaymentType). (Public pages,
    /// ipass/offline/refund response.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub payment_type: Option<String>,
    /// `amount`: the amount refunded, in whole New Taiwan dollars; proven equal to the request's where both
    /// have it. (Public pages, ipass/offline/refund response.)
    #[serde(deserialize_with = "wire::optional_integer", skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}
