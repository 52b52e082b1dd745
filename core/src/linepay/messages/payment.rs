//! What takes money: pay, capture, void.
//!
//! Lengths count characters. Amounts are whole New Taiwan dollars.

use crate::linepay::judge;
use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// A payment by the code on the customer's phone (`POST /v4/payments/oneTimeKeys/pay`).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PayRequest {
    /// `amount`: the amount to charge, in whole New Taiwan dollars. Required, 1-999999999, and the sum of the packages'.
    /// (Pay request amount; the range is ours.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(required, amount(1..=999_999_999))]
    pub amount: i64,
    /// `currency`: the currency; unset sends `TWD`, and no other is offered. (Pay request currency.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(filled, one_of("TWD"))]
    pub currency: Option<String>,
    /// `orderId`: the store's own number of this payment, unique for ever. Required, at most 100 characters: a letter or
    /// digit, then letters, digits, `.`, `_` and `-`. Keep it: everything else asks for it. (Pay request orderId; the
    /// letters are ours.)
    #[limit(required, chars(100), printable)]
    pub order_id: String,
    /// `oneTimeKey`: the code on the customer's phone, as scanned: 18 digits, valid for five minutes and for one payment.
    /// Required. Never logged. (Pay request oneTimeKey.)
    #[limit(required)]
    pub one_time_key: String,
    /// `packages`: what is sold. Required, at least one; one package with one product of the whole amount will do. (Pay
    /// request packages.)
    #[limit(required)]
    pub packages: Vec<Package>,
    /// `options`: what else is wished. (Pay request options.)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<PayOptions>,
}

/// A group of products (pay request packages).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Package {
    /// `id`: the store's own number of the package. Required, at most 50 characters. (Pay request packages.id.)
    #[limit(required, chars(50))]
    pub id: String,
    /// `amount`: the sum of the products', in whole New Taiwan dollars. Required, 0-999999999. (Pay request
    /// packages.amount.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(required, amount(0..=999_999_999))]
    pub amount: i64,
    /// `userFee`: a fee that is in the amount, in whole New Taiwan dollars. 0-999999999. (Pay request packages.userFee.)
    #[serde(deserialize_with = "wire::optional_integer", skip_serializing_if = "Option::is_none")]
    #[limit(amount(0..=999_999_999))]
    pub user_fee: Option<i64>,
    /// `name`: the package's or the store's name. At most 100 characters. (Pay request packages.name.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(chars(100))]
    pub name: Option<String>,
    /// `products`: what is in it. Required, at least one. (Pay request packages.products.)
    #[limit(required)]
    pub products: Vec<Product>,
}

/// A product (pay request packages.products).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Product {
    /// `id`: the store's own number of the product. At most 50 characters. (Pay request packages.products.id.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(chars(50))]
    pub id: Option<String>,
    /// `name`: the product's name. Required, at most 4000 characters. (Pay request packages.products.name.)
    #[limit(required, chars(4000))]
    pub name: String,
    /// `imageUrl`: its picture, an address of https. At most 500 characters. (Pay request packages.products.imageUrl.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(chars(500))]
    pub image_url: Option<String>,
    /// `quantity`: how many. Required, 1-999999999. (Pay request packages.products.quantity.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(required, amount(1..=999_999_999))]
    pub quantity: i64,
    /// `price`: of one, in whole New Taiwan dollars. Required, 0-999999999. (Pay request packages.products.price.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(required, amount(0..=999_999_999))]
    pub price: i64,
}

/// What else is wished of a payment (pay request options).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PayOptions {
    /// `payment`: how the money is taken. (Pay request options.payment.)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentOptions>,
    /// `extra`: which branch sells. (Pay request options.extra.)
    #[serde(rename = "extra", skip_serializing_if = "Option::is_none")]
    pub branch: Option<Branch>,
}

/// How the money is taken (pay request options.payment).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PaymentOptions {
    /// `capture`: whether the money is taken at once, which unset means. `false` only authorises: in Taiwan LINE Pay
    /// must have allowed it, and [`capture`](crate::linepay::Client::capture) or
    /// [`void`](crate::linepay::Client::void) must follow. (Pay request options.payment.capture.)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture: Option<bool>,
}

/// Which branch sells, for LINE Pay's merchant centre (pay request options.extra).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Branch {
    /// `branchId`: the branch's number. At most 32 characters. (Pay request options.extra.branchId.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(chars(32))]
    pub branch_id: Option<String>,
    /// `branchName`: the branch's name. At most 100 characters. (Pay request options.extra.branchName.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(chars(100))]
    pub branch_name: Option<String>,
}

/// What came of a payment. **Look at `approved`**: one that was only authorised also comes as a response.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct PayResponse {
    /// `approved`: not sent by LINE Pay: true only for 0000 about our order with nothing against our amount. Hand out
    /// goods on nothing else. Where `payInfo` is empty nothing showed the amount, so confirm it by one
    /// [`check`](crate::linepay::Client::check).
    #[serde(skip_deserializing)]
    pub approved: bool,
    /// `state`: not sent by LINE Pay: `paid`, `paid_amount_unseen` or `authorized`. See
    /// [`PaymentState`](crate::linepay::PaymentState).
    #[serde(skip_deserializing)]
    pub state: String,
    /// `returnCode`: `0000` here: any other is an error. (Pay response returnCode.)
    #[serde(deserialize_with = "wire::text")]
    pub return_code: String,
    /// `returnMessage`: the result in words. (Pay response returnMessage.)
    #[serde(deserialize_with = "wire::text")]
    pub return_message: String,
    /// `info`: the payment. (Pay response info.)
    pub info: Payment,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "judge::extra")]
    pub extra: BTreeMap<String, String>,
}

/// `info` of a payment (pay response info).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct Payment {
    /// `transactionId`: LINE Pay's number, 19 digits, exact. (Pay response info.transactionId.)
    #[serde(deserialize_with = "wire::text")]
    pub transaction_id: String,
    /// `orderId`: the store's number; proven equal to the request's. (Pay response info.orderId.)
    #[serde(deserialize_with = "wire::text")]
    pub order_id: String,
    /// `transactionDate`: when, in ISO 8601. (Pay response info.transactionDate.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub transaction_date: Option<String>,
    /// `payInfo`: what the money came from; where it is there, proven to add up to our amount. (Pay response
    /// info.payInfo.)
    #[serde(deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub pay_info: Vec<PayInfo>,
    /// `paymentProvider`: `TSP` or `EPI`, and whatever else comes. (Pay response info.paymentProvider.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub payment_provider: Option<String>,
    /// `balance`: what is left to the customer, where LINE Pay says so. Never logged. (Version 2's response balance.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub balance: Option<String>,
    /// `authorizationExpireDate`: until when an authorisation can be captured. (Pay response
    /// info.authorizationExpireDate.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub authorization_expire_date: Option<String>,
    /// `merchantReference`: the customer's cards with the merchant, where that is arranged with LINE Pay. (Pay response
    /// info.merchantReference.)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_reference: Option<MerchantReference>,
    /// Every further field of `info`, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// A part of what was paid (pay response info.payInfo).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct PayInfo {
    /// `method`: what it came from. See [`PayMethod`](crate::linepay::PayMethod). (Pay response info.payInfo.method.)
    #[serde(deserialize_with = "wire::text")]
    pub method: String,
    /// `amount`: how much, in whole New Taiwan dollars. (Pay response info.payInfo.amount.)
    #[serde(deserialize_with = "wire::integer")]
    pub amount: i64,
}

/// The customer's cards with the merchant (pay response info.merchantReference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct MerchantReference {
    /// `affiliateCards`: the cards. (Pay response info.merchantReference.affiliateCards.)
    #[serde(deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub affiliate_cards: Vec<AffiliateCard>,
}

/// A card of the customer's with the merchant (pay response info.merchantReference.affiliateCards).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct AffiliateCard {
    /// `cardType`: what it is; `MOBILE_CARRIER` is an invoice carrier. (Pay response affiliateCards.cardType.)
    #[serde(deserialize_with = "wire::text")]
    pub card_type: String,
    /// `cardId`: its number as it came; of a carrier, the slash in front may be missing. Never logged. (Pay response
    /// affiliateCards.cardId.)
    #[serde(deserialize_with = "wire::text")]
    pub card_id: String,
}

/// Takes the money of an authorised payment (`POST /v4/payments/orders/{orderId}/capture`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CaptureRequest {
    /// `orderId`: the payment's order number. Required, at most 100 characters. (Capture path orderId.)
    #[limit(required, chars(100), printable)]
    pub order_id: String,
    /// `amount`: how much to take, no more than was authorised, in whole New Taiwan dollars. Required, 1-999999999.
    /// (Capture request amount.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(required, amount(1..=999_999_999))]
    pub amount: i64,
    /// `currency`: the currency; unset sends `TWD`, and no other is offered. (Capture request currency.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(filled, one_of("TWD"))]
    pub currency: Option<String>,
}

/// A payment that was captured (capture response).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct CaptureResponse {
    /// `approved`: not sent by LINE Pay: always true here: any other capture is an error.
    #[serde(skip_deserializing)]
    pub approved: bool,
    /// `state`: not sent by LINE Pay: `paid` or `paid_amount_unseen`. See [`PaymentState`](crate::linepay::PaymentState).
    #[serde(skip_deserializing)]
    pub state: String,
    /// `returnCode`: `0000` here: any other is an error. (Capture response returnCode.)
    #[serde(deserialize_with = "wire::text")]
    pub return_code: String,
    /// `returnMessage`: the result in words. (Capture response returnMessage.)
    #[serde(deserialize_with = "wire::text")]
    pub return_message: String,
    /// `info`: the payment. (Capture response info.)
    pub info: Payment,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "judge::extra")]
    pub extra: BTreeMap<String, String>,
}

/// Gives up an authorised payment that was not captured (`POST /v4/payments/orders/{orderId}/void`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct VoidRequest {
    /// `orderId`: the payment's order number. Required, at most 100 characters. (Void path orderId.)
    #[limit(required, chars(100), printable)]
    pub order_id: String,
}

/// An authorisation that was given up (void response).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "camelCase", default)]
pub struct VoidResponse {
    /// `returnCode`: `0000` here: any other is an error. (Void response returnCode.)
    #[serde(deserialize_with = "wire::text")]
    pub return_code: String,
    /// `returnMessage`: the result in words. (Void response returnMessage.)
    #[serde(deserialize_with = "wire::text")]
    pub return_message: String,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "judge::extra")]
    pub extra: BTreeMap<String, String>,
}
