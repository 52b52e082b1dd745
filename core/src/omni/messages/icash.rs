//! icash Pay by barcode through the gateway, `type` `I_CASH_QRCODE_PAY`: pay, search, cancel (document 001).
//!
//! Lengths count characters. Amounts are whole New Taiwan dollars.

use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// A payment by the barcode on the customer's phone (from the gateway's public pages, not from the vendor's
/// document in hand).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct IcashPayRequest {
    /// `MerchantTradeNo`: the store's own number of this payment, unique for ever. Required. Keep it: search
    /// and cancel need it. (Public pages, integrate/pay request MerchantTradeNo.)
    #[limit(required, printable)]
    pub merchant_trade_no: String,
    /// `StoreID`: the store's number as icash Pay knows it. (Public pages, integrate/pay request StoreID.)
    #[serde(rename = "StoreID", skip_serializing_if = "Option::is_none")]
    pub store_id: Option<String>,
    /// `StoreName`: the store's name. Required. (Public pages, integrate/pay request StoreName.)
    #[limit(required)]
    pub store_name: String,
    /// `MerchantTradeDate`: the store's time of sale, `YYYY/MM/DD HH:MI:SS` in Taipei time; unset sends the
    /// present time. (Public pages, integrate/pay request MerchantTradeDate.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(time)]
    pub merchant_trade_date: Option<String>,
    /// `TotalAmount`: the amount to charge, in whole New Taiwan dollars. Required, 1-999999999, and the sum of
    /// ItemAmt, UtilityAmt and CommAmt. (Public pages, integrate/pay request TotalAmount.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(required, amount(1..=999_999_999))]
    pub total_amount: i64,
    /// `ItemAmt`: the part for ordinary goods. NT$ 0-999999999. (Public pages, integrate/pay request ItemAmt.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(amount(0..=999_999_999))]
    pub item_amt: i64,
    /// `UtilityAmt`: the part collected for others (bills). NT$ 0-999999999. (Public pages, integrate/pay
    /// request UtilityAmt.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(amount(0..=999_999_999))]
    pub utility_amt: i64,
    /// `CommAmt`: the part sold on commission. NT$ 0-999999999. (Public pages, integrate/pay request CommAmt.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(amount(0..=999_999_999))]
    pub comm_amt: i64,
    /// `NonRedeemAmt`: the part that bonus points cannot pay. NT$ 0-999999999; unset leaves it out, where the
    /// gateway wants it in the three parts below. (Public pages, integrate/pay request NonRedeemAmt.)
    #[serde(deserialize_with = "wire::optional_integer", skip_serializing_if = "Option::is_none")]
    #[limit(amount(0..=999_999_999))]
    pub non_redeem_amt: Option<i64>,
    /// `ItemNonRedeemAmt`: the part of ItemAmt that bonus points cannot pay. NT$ 0-999999999. (Public pages,
    /// integrate/pay request ItemNonRedeemAmt.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(amount(0..=999_999_999))]
    pub item_non_redeem_amt: i64,
    /// `UtilityNonRedeemAmt`: the part of UtilityAmt that bonus points cannot pay. NT$ 0-999999999. (Public
    /// pages, integrate/pay request UtilityNonRedeemAmt.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(amount(0..=999_999_999))]
    pub utility_non_redeem_amt: i64,
    /// `CommNonRedeemAmt`: the part of CommAmt that bonus points cannot pay. NT$ 0-999999999. (Public pages,
    /// integrate/pay request CommNonRedeemAmt.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(amount(0..=999_999_999))]
    pub comm_non_redeem_amt: i64,
    /// `NonPointAmt`: the part that earns no points. NT$ 0-999999999. (Public pages, integrate/pay request
    /// NonPointAmt.)
    #[serde(deserialize_with = "wire::integer")]
    #[limit(amount(0..=999_999_999))]
    pub non_point_amt: i64,
    /// `Barcode`: the barcode on the customer's phone, as scanned. Required. Never logged. (Public pages,
    /// integrate/pay request Barcode.)
    #[limit(required)]
    pub barcode: String,
    /// Fields that the table lacks but that the gateway asked this merchant to send. They follow the table's
    /// fields; a name of the table is refused here.
    #[serde(rename = "extra", skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// An approved payment (from the gateway's public pages, not from the vendor's document in hand).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default)]
pub struct IcashPayResponse {
    /// `RtnCode`: `1` here: any other is an error. (Public pages, integrate/pay response RtnCode.)
    #[serde(deserialize_with = "wire::text")]
    pub rtn_code: String,
    /// `RtnMsg`: the result in words. (Public pages, integrate/pay response RtnMsg.)
    #[serde(deserialize_with = "wire::text")]
    pub rtn_msg: String,
    /// `EncData`: the payment. (Public pages, integrate/pay response EncData.)
    pub enc_data: IcashPayment,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// `EncData` of an approved payment (from the gateway's public pages, not from the vendor's document in hand).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default)]
pub struct IcashPayment {
    /// `PlatformID`: the platform's number. (Public pages, integrate/pay EncData PlatformID.)
    #[serde(rename = "PlatformID", deserialize_with = "wire::text")]
    pub platform_id: String,
    /// `MerchantID`: the merchant's number. (Public pages, integrate/pay EncData MerchantID.)
    #[serde(rename = "MerchantID", deserialize_with = "wire::text")]
    pub merchant_id: String,
    /// `MerchantTradeNo`: the store's number; proven equal to the request's. (Public pages, integrate/pay
    /// EncData MerchantTradeNo.)
    #[serde(deserialize_with = "wire::text")]
    pub merchant_trade_no: String,
    /// `TransactionID`: icash Pay's serial number. (Public pages, integrate/pay EncData TransactionID.)
    #[serde(
        rename = "TransactionID",
        deserialize_with = "wire::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub transaction_id: Option<String>,
    /// `TotalAmount`: the amount charged, in whole New Taiwan dollars; proven equal to the request's where the
    /// reply has it. (Public pages, integrate/pay EncData TotalAmount.)
    #[serde(deserialize_with = "wire::optional_integer", skip_serializing_if = "Option::is_none")]
    pub total_amount: Option<i64>,
    /// `MMemberID`: the customer's membership number with the merchant. Never logged. (Public pages, integrate/pay
    /// EncData MMemberID.)
    #[serde(
        rename = "MMemberID",
        deserialize_with = "wire::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub m_member_id: Option<String>,
    /// `MobileInvoiceCarry`: the customer's e-invoice carrier. Never logged. (Public pages, integrate/pay EncData
    /// MobileInvoiceCarry.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub mobile_invoice_carry: Option<String>,
    /// Every further field of `EncData`, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// A question about a payment (from the gateway's public pages, not from the vendor's document in hand).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct IcashSearchRequest {
    /// `MerchantTradeNo`: the payment's order number. Required. (Public pages, integrate/search request
    /// MerchantTradeNo.)
    #[limit(required, printable)]
    pub merchant_trade_no: String,
    /// Fields that the table lacks but that the gateway asked this merchant to send. They follow the table's
    /// fields; a name of the table is refused here.
    #[serde(rename = "extra", skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// What icash Pay says of a payment (from the gateway's public pages, not from the vendor's document in hand).
///
/// It answers the question; whether the customer paid is in `enc_data.trade_status`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default)]
pub struct IcashSearchResponse {
    /// `RtnCode`: `1` here: any other is an error. (Public pages, integrate/search response RtnCode.)
    #[serde(deserialize_with = "wire::text")]
    pub rtn_code: String,
    /// `RtnMsg`: the result in words. (Public pages, integrate/search response RtnMsg.)
    #[serde(deserialize_with = "wire::text")]
    pub rtn_msg: String,
    /// `EncData`: the payment. (Public pages, integrate/search response EncData.)
    pub enc_data: IcashTrade,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// `EncData` of a search (from the gateway's public pages, not from the vendor's document in hand).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default)]
pub struct IcashTrade {
    /// `PlatformID`: the platform's number. (Public pages, integrate/search EncData PlatformID.)
    #[serde(rename = "PlatformID", deserialize_with = "wire::text")]
    pub platform_id: String,
    /// `MerchantID`: the merchant's number. (Public pages, integrate/search EncData MerchantID.)
    #[serde(rename = "MerchantID", deserialize_with = "wire::text")]
    pub merchant_id: String,
    /// `MerchantTradeNo`: the order number; proven equal to the request's. (Public pages, integrate/search
    /// EncData MerchantTradeNo.)
    #[serde(deserialize_with = "wire::text")]
    pub merchant_trade_no: String,
    /// `TransactionID`: icash Pay's serial number. (Public pages, integrate/search EncData TransactionID.)
    #[serde(rename = "TransactionID", deserialize_with = "wire::text")]
    pub transaction_id: String,
    /// `TradeStatus`: where the payment stands; never empty. See [`TradeStatus`](crate::omni::TradeStatus).
    /// (Public pages, integrate/search EncData TradeStatus.)
    #[serde(deserialize_with = "wire::text")]
    pub trade_status: String,
    /// `TradeType`: payment or return. See [`TradeType`](crate::omni::TradeType). (Public pages, integrate/search
    /// EncData TradeType.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub trade_type: Option<String>,
    /// `PaymentType`: as it came; the page's words for this row and the next seem to have slipped by one.
    /// (Public pages, integrate/search EncData PaymentType.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub payment_type: Option<String>,
    /// `BonusAmt`: as it came. (Public pages, integrate/search EncData BonusAmt.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub bonus_amt: Option<String>,
    /// `AllocateStatus`: whether the merchant has been paid, in a code that no page at hand lists. (Public
    /// pages, integrate/search EncData AllocateStatus.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub allocate_status: Option<String>,
    /// `MaskedPan`: the first six and last four digits of the card. Never logged. (Public pages, integrate/search
    /// EncData MaskedPan.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub masked_pan: Option<String>,
    /// `VToken`: the card's e-invoice carrier number. Never logged. (Public pages, integrate/search EncData VToken.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub v_token: Option<String>,
    /// `MMemberID`: the customer's membership number with the merchant. Never logged. (Public pages, integrate/search
    /// EncData MMemberID.)
    #[serde(
        rename = "MMemberID",
        deserialize_with = "wire::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub m_member_id: Option<String>,
    /// Every further field of `EncData`, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// The reversal of a payment whose outcome is unknown (document 001).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct IcashCancelRequest {
    /// `MerchantTradeNo`: the order number of the payment to cancel. Required. (001 request MerchantTradeNo.)
    #[limit(required, printable)]
    pub merchant_trade_no: String,
    /// `MerchantTradeDate`: the time of the cancel, `YYYY/MM/DD HH:MI:SS` in Taipei time; unset sends the
    /// present time. (001 request MerchantTradeDate.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(time)]
    pub merchant_trade_date: Option<String>,
    /// Fields that the table lacks but that the gateway asked this merchant to send. They follow the table's
    /// fields; a name of the table is refused here.
    #[serde(rename = "extra", skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// A cancel that was accepted (document 001).
///
/// The reply names no order, and icash Pay also accepts the cancel of an order it never saw: this does
/// not prove that there was a charge.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default)]
pub struct IcashCancelResponse {
    /// `RtnCode`: `1` here: any other is an error. (001 response RtnCode.)
    #[serde(deserialize_with = "wire::text")]
    pub rtn_code: String,
    /// `RtnMsg`: the result in words. (001 response RtnMsg.)
    #[serde(deserialize_with = "wire::text")]
    pub rtn_msg: String,
    /// `EncData`: what was cancelled. (001 response EncData.)
    pub enc_data: IcashCancelled,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// `EncData` of a cancel (001 response EncData).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default)]
pub struct IcashCancelled {
    /// `PlatformID`: the platform's number. (001 EncData PlatformID.)
    #[serde(rename = "PlatformID", deserialize_with = "wire::text")]
    pub platform_id: String,
    /// `MerchantID`: the merchant's number. (001 EncData MerchantID.)
    #[serde(rename = "MerchantID", deserialize_with = "wire::text")]
    pub merchant_id: String,
    /// `MMemberID`: the customer's membership number with the merchant; may be empty. Never logged. (001 EncData
    /// MMemberID.)
    #[serde(rename = "MMemberID", deserialize_with = "wire::text")]
    pub m_member_id: String,
    /// `MobileInvoiceCarry`: the customer's e-invoice carrier; may be empty. Never logged. (001 EncData
    /// MobileInvoiceCarry.)
    #[serde(deserialize_with = "wire::text")]
    pub mobile_invoice_carry: String,
    /// Every further field of `EncData`, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}
