//! What only asks: check, details, authorizations.
//!
//! Amounts are whole New Taiwan dollars.

use super::payment::{MerchantReference, PayInfo};
use crate::linepay::judge;
use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// A question about a payment (`GET /v4/payments/orders/{orderId}/check`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CheckRequest {
    /// `orderId`: the payment's order number. Required, at most 100 characters. (Check path orderId.)
    #[limit(required, chars(100), printable)]
    pub order_id: String,
    /// `amount`: not sent: what was to be charged, to be compared with what was paid. Without it nothing is `approved`.
    /// 1-999999999.
    #[serde(deserialize_with = "wire::optional_integer", skip_serializing_if = "Option::is_none")]
    #[limit(amount(1..=999_999_999))]
    pub amount: Option<i64>,
}

/// Where a payment stands (check response). It answers the question; whether the customer paid is in `state`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct CheckResponse {
    /// `approved`: not sent by LINE Pay: true only for COMPLETE about our order with our amount, which the question must
    /// have named.
    #[serde(skip_deserializing)]
    pub approved: bool,
    /// `state`: not sent by LINE Pay: `paid`, `paid_amount_unseen` (the question named no amount, or the answer has
    /// none), `paid_with_different_amount`, `authorized`, `pending`, `not_paid`, `refunded` or `open`. See
    /// [`PaymentState`](crate::linepay::PaymentState).
    #[serde(skip_deserializing)]
    pub state: String,
    /// `returnCode`: `0000` here: any other is an error, and 1150 is no proof that the charge will not come. (Check
    /// response returnCode.)
    #[serde(deserialize_with = "wire::text")]
    pub return_code: String,
    /// `returnMessage`: the result in words. (Check response returnMessage.)
    #[serde(deserialize_with = "wire::text")]
    pub return_message: String,
    /// `info`: the payment. (Check response info.)
    pub info: CheckedPayment,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "judge::extra")]
    pub extra: BTreeMap<String, String>,
}

/// `info` of a check (check response info).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct CheckedPayment {
    /// `status`: where it stands. See [`PaymentStatus`](crate::linepay::PaymentStatus). (Check response info.status.)
    #[serde(deserialize_with = "wire::text")]
    pub status: String,
    /// `transactionId`: LINE Pay's number, 19 digits, exact. (Check response info.transactionId.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// `orderId`: the store's number; proven equal to the request's. (Check response info.orderId.)
    #[serde(deserialize_with = "wire::text")]
    pub order_id: String,
    /// `transactionDate`: when, in ISO 8601. (Check response info.transactionDate.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub transaction_date: Option<String>,
    /// `payInfo`: what the money came from. (Check response info.payInfo.)
    #[serde(deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub pay_info: Vec<PayInfo>,
    /// `paymentProvider`: `TSP` or `EPI`, and whatever else comes. (Check response info.paymentProvider.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub payment_provider: Option<String>,
    /// `balance`: what is left to the customer, where LINE Pay says so. Never logged. (Version 2's response balance.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub balance: Option<String>,
    /// `authorizationExpireDate`: until when an authorisation can be captured. (Check response
    /// info.authorizationExpireDate.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub authorization_expire_date: Option<String>,
    /// `merchantReference`: the customer's cards with the merchant, where that is arranged with LINE Pay. (Check response
    /// info.merchantReference.)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_reference: Option<MerchantReference>,
    /// Every further field of `info`, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// A question about a payment and its refunds (`GET /v4/payments`): by `orderId` or by `transactionId`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct DetailsRequest {
    /// `orderId`: the payment's order number; or else `transactionId`. At most 100 characters. (Details query orderId.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(not_blank, chars(100), printable)]
    pub order_id: Option<String>,
    /// `transactionId`: LINE Pay's number of the payment; or else `orderId`. Digits, at most 19 characters. (Details
    /// query transactionId.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(not_blank, chars(19))]
    pub transaction_id: Option<String>,
    /// `amount`: not sent: what was to be charged, to be compared with what was paid. Without it nothing is `approved`.
    /// 1-999999999.
    #[serde(deserialize_with = "wire::optional_integer", skip_serializing_if = "Option::is_none")]
    #[limit(amount(1..=999_999_999))]
    pub amount: Option<i64>,
}

/// What was paid and what was given back (details response).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct DetailsResponse {
    /// `approved`: not sent by LINE Pay: true only for one payment of our amount, which the question must have named, of
    /// which nothing was given back.
    #[serde(skip_deserializing)]
    pub approved: bool,
    /// `state`: not sent by LINE Pay: `paid`, `paid_amount_unseen`, `paid_with_different_amount`, `authorized`,
    /// `partly_refunded`, `refunded` or `open`. See [`PaymentState`](crate::linepay::PaymentState).
    #[serde(skip_deserializing)]
    pub state: String,
    /// `returnCode`: `0000` here: any other is an error, and 1150 is no proof that the charge will not come. (Details
    /// response returnCode.)
    #[serde(deserialize_with = "wire::text")]
    pub return_code: String,
    /// `returnMessage`: the result in words. (Details response returnMessage.)
    #[serde(deserialize_with = "wire::text")]
    pub return_message: String,
    /// `info`: the payments. (Details response info.)
    pub info: Vec<Transaction>,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "judge::extra")]
    pub extra: BTreeMap<String, String>,
}

/// A payment in the details (details response info).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct Transaction {
    /// `transactionId`: LINE Pay's number, 19 digits, exact. (Details response info.transactionId.)
    #[serde(deserialize_with = "wire::text")]
    pub transaction_id: String,
    /// `transactionDate`: when, in ISO 8601. (Details response info.transactionDate.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub transaction_date: Option<String>,
    /// `transactionType`: what it is. See [`TransactionType`](crate::linepay::TransactionType). (Details response
    /// info.transactionType.)
    #[serde(deserialize_with = "wire::text")]
    pub transaction_type: String,
    /// `productName`: what was sold. (Details response info.productName.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub product_name: Option<String>,
    /// `currency`: the currency. (Details response info.currency.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// `payInfo`: what the money came from. (Details response info.payInfo.)
    #[serde(deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub pay_info: Vec<PayInfo>,
    /// `paymentProvider`: `TSP` or `EPI`, and whatever else comes. (Details response info.paymentProvider.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub payment_provider: Option<String>,
    /// `orderId`: the store's number. (Details response info.orderId.)
    #[serde(deserialize_with = "wire::text")]
    pub order_id: String,
    /// `refundList`: what was given back. (Details response info.refundList.)
    #[serde(deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub refund_list: Vec<RefundEntry>,
    /// Every further field, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// A refund in the details (details response info.refundList).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct RefundEntry {
    /// `refundTransactionId`: LINE Pay's number of the refund, 19 digits, exact. (Details response
    /// refundList.refundTransactionId.)
    #[serde(deserialize_with = "wire::text")]
    pub refund_transaction_id: String,
    /// `transactionType`: whole or partial. See [`TransactionType`](crate::linepay::TransactionType). (Details response
    /// refundList.transactionType.)
    #[serde(deserialize_with = "wire::text")]
    pub transaction_type: String,
    /// `refundAmount`: how much, as LINE Pay writes it: below zero. (Details response refundList.refundAmount.)
    #[serde(deserialize_with = "wire::integer")]
    pub refund_amount: i64,
    /// `refundTransactionDate`: when, in ISO 8601. (Details response refundList.refundTransactionDate.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub refund_transaction_date: Option<String>,
    /// Every further field, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// A question about an authorisation (`GET /v4/payments/authorizations`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct AuthorizationsRequest {
    /// `orderId`: the payment's order number. Required, at most 100 characters. (Authorizations query orderId.)
    #[limit(required, chars(100), printable)]
    pub order_id: String,
}

/// Where an authorisation stands (authorizations response).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct AuthorizationsResponse {
    /// `returnCode`: `0000` here: any other is an error. (Authorizations response returnCode.)
    #[serde(deserialize_with = "wire::text")]
    pub return_code: String,
    /// `returnMessage`: the result in words. (Authorizations response returnMessage.)
    #[serde(deserialize_with = "wire::text")]
    pub return_message: String,
    /// `info`: the authorisations. (Authorizations response info.)
    pub info: Vec<Authorization>,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "judge::extra")]
    pub extra: BTreeMap<String, String>,
}

/// An authorisation (authorizations response info).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct Authorization {
    /// `transactionId`: LINE Pay's number, 19 digits, exact. (Authorizations response info.transactionId.)
    #[serde(deserialize_with = "wire::text")]
    pub transaction_id: String,
    /// `transactionDate`: when, in ISO 8601. (Authorizations response info.transactionDate.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub transaction_date: Option<String>,
    /// `productName`: what was sold. (Authorizations response info.productName.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub product_name: Option<String>,
    /// `currency`: the currency. (Authorizations response info.currency.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// `payInfo`: what the money will come from. (Authorizations response info.payInfo.)
    #[serde(deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub pay_info: Vec<PayInfo>,
    /// `paymentProvider`: `TSP` or `EPI`, and whatever else comes. (Authorizations response info.paymentProvider.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub payment_provider: Option<String>,
    /// `orderId`: the store's number. (Authorizations response info.orderId.)
    #[serde(deserialize_with = "wire::text")]
    pub order_id: String,
    /// `payStatus`: where it stands; never empty. See [`PayStatus`](crate::linepay::PayStatus). (Authorizations response
    /// info.payStatus.)
    #[serde(deserialize_with = "wire::text")]
    pub pay_status: String,
    /// `authorizationExpireDate`: until when it can be captured; then it is voided by itself. (Authorizations response
    /// info.authorizationExpireDate.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub authorization_expire_date: Option<String>,
    /// Every further field, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}
