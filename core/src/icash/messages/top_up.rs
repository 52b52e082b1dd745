//! ICPOS004–006: top-up, its refund and its cancel (document 000, sections 3.6–3.8).
//!
//! Lengths count characters. Amounts are whole New Taiwan dollars.

use super::Item;
use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// A top-up of the wallet behind a top-up barcode (ICPOS004).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct TopUpRequest {
    /// `BuyerID`: the top-up barcode on the customer's phone, as scanned. Required, at most 1024 characters.
    /// Never logged. (ICPOS004 request 01.)
    #[serde(rename = "BuyerID")]
    #[limit(required, chars(1024))]
    pub buyer_id: String,
    /// `Ccy`: the currency. `TWD`, which unset sends. (ICPOS004 request 02.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(only("TWD"))]
    pub ccy: Option<String>,
    /// `TopUpAmt`: the amount to top up, in whole New Taiwan dollars. Required, 1-999999999. (ICPOS004
    /// request 03.)
    #[serde(with = "wire::amount")]
    #[limit(required, amount(1..=999_999_999))]
    pub top_up_amt: i64,
    /// `StoreId`: the store's number. Required, at most 20 characters. (ICPOS004 request 04.)
    #[limit(required, chars(20))]
    pub store_id: String,
    /// `StoreName`: the store's name. Required, at most 100 characters. (ICPOS004 request 05.)
    #[limit(required, chars(100))]
    pub store_name: String,
    /// `PosNo`: the till's number, two digits padded with 0 on the left; one digit is padded. Required.
    /// (ICPOS004 request 06.)
    #[limit(required, till)]
    pub pos_no: String,
    /// `OPSeq`: the store's own serial number of this top-up, unique for ever. Required, at most 50
    /// characters. Keep it: refund and cancel need it. (ICPOS004 request 07.)
    #[serde(rename = "OPSeq")]
    #[limit(required, chars(50), printable)]
    pub op_seq: String,
    /// `OPTime`: the store's time, `YYYY/MM/DD HH:MI:SS` in Taipei time; unset sends the present time.
    /// (ICPOS004 request 08.)
    #[serde(rename = "OPTime", skip_serializing_if = "Option::is_none")]
    #[limit(time)]
    pub op_time: Option<String>,
    /// `CorpID`: the company's tax number. At most 8 characters, and not empty; unset sends the client's, 22555003
    /// by default. (ICPOS004 request 09.)
    #[serde(rename = "CorpID", skip_serializing_if = "Option::is_none")]
    #[limit(filled, chars(8))]
    pub corp_id: Option<String>,
    /// `PaymentNo`: the payment instrument's code; may be empty. At most 3 characters. (ICPOS004 request 10.)
    #[limit(chars(3))]
    pub payment_no: String,
    /// `Remark`: the store's remark, by custom its transaction number; may be empty. At most 1000 characters.
    /// (ICPOS004 request 11.)
    #[limit(chars(1000))]
    pub remark: String,
    /// `ItemList`: promotions that apply. At most 61 entries. (ICPOS004 request 12.)
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[limit(entries(61))]
    pub item_list: Vec<Item>,
    /// Fields that the table lacks but that icash asked this merchant to send (such as `PlatformID`).
    /// They follow the table's fields; a name of the table is refused here.
    #[serde(rename = "extra", skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// A top-up that was made (ICPOS004). Keep `op_seq` and `bank_seq` for a refund.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default)]
pub struct TopUpResponse {
    /// `ServiceResult`: `Y` here: a reply without it is an error. (ICPOS004 reply 01.)
    #[serde(deserialize_with = "wire::text")]
    pub service_result: String,
    /// `StatusCode`: the result code, beginning with the operator's name such as `ICASH_`. (ICPOS004 reply
    /// 02.)
    #[serde(deserialize_with = "wire::text")]
    pub status_code: String,
    /// `StatusDesc`: the result in words. (ICPOS004 reply 03.)
    #[serde(deserialize_with = "wire::text")]
    pub status_desc: String,
    /// `OPSeq`: the store's serial number; proven equal to the request's. (ICPOS004 reply 04.)
    #[serde(rename = "OPSeq", deserialize_with = "wire::text")]
    pub op_seq: String,
    /// `BankSeq`: icash Pay's serial number, 20 digits. Keep it: a refund needs it. (ICPOS004 reply 05.)
    #[serde(deserialize_with = "wire::text")]
    pub bank_seq: String,
    /// `BankTime`: icash Pay's time, `YYYY/MM/DD HH:MI:SS` in Taipei time. (ICPOS004 reply 06.)
    #[serde(deserialize_with = "wire::text")]
    pub bank_time: String,
    /// `WalletSeq`: the wallet operator's serial number. (ICPOS004 reply 07.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub wallet_seq: Option<String>,
    /// `WalletTime`: the wallet operator's time, `YYYY/MM/DD HH:MI:SS`. (ICPOS004 reply 08.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub wallet_time: Option<String>,
    /// `WalletID`: the wallet operator's code. (ICPOS004 reply 09.)
    #[serde(
        rename = "WalletID",
        deserialize_with = "wire::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub wallet_id: Option<String>,
    /// `VehicleType`: the kind of e-invoice carrier. See [`VehicleType`](crate::icash::VehicleType). (ICPOS004 reply
    /// 10.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub vehicle_type: Option<String>,
    /// `VehicleNo`: the carrier's number. Never logged. (ICPOS004 reply 11.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub vehicle_no: Option<String>,
    /// `TopUpAmt`: the amount topped up, in whole New Taiwan dollars; proven equal to the request's.
    /// (ICPOS004 reply 12.)
    #[serde(with = "wire::amount_or_empty")]
    pub top_up_amt: Option<i64>,
    /// `OriginalAmt`: the balance before, in whole New Taiwan dollars. (ICPOS004 reply 13.)
    #[serde(with = "wire::amount_or_empty")]
    pub original_amt: Option<i64>,
    /// `CurrentAmt`: the balance after, in whole New Taiwan dollars. (ICPOS004 reply 14.)
    #[serde(with = "wire::amount_or_empty")]
    pub current_amt: Option<i64>,
    /// `PaymentChannel`: what the money came from. See [`PaymentChannel`](crate::icash::PaymentChannel). (ICPOS004
    /// reply 15.)
    #[serde(deserialize_with = "wire::text")]
    pub payment_channel: String,
    /// `ChannelStatusCode`: the acquirer's result code. (ICPOS004 reply 16.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub channel_status_code: Option<String>,
    /// `ChannelStatusDesc`: the acquirer's result in words. (ICPOS004 reply 17.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub channel_status_desc: Option<String>,
    /// `CardID`: the card id or main GID that paid. Never logged. (ICPOS004 reply 18.)
    #[serde(rename = "CardID", deserialize_with = "wire::text")]
    pub card_id: String,
    /// `Cardkind`: the kind of OP card. (ICPOS004 reply 19.)
    #[serde(
        rename = "Cardkind",
        deserialize_with = "wire::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub card_kind: Option<String>,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// A refund of a whole top-up (ICPOS005).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct RefundTopUpRequest {
    /// `BuyerID`: the customer's barcode, as scanned. Required, at most 1024 characters. Never logged.
    /// (ICPOS005 request 01.)
    #[serde(rename = "BuyerID")]
    #[limit(required, chars(1024))]
    pub buyer_id: String,
    /// `OPSeq`: the serial number of the top-up to refund. Required, at most 50 characters. (ICPOS005 request
    /// 02.)
    #[serde(rename = "OPSeq")]
    #[limit(required, chars(50), printable)]
    pub op_seq: String,
    /// `BankSeq`: icash Pay's serial number of that top-up. Required, at most 20 characters. (ICPOS005
    /// request 03.)
    #[limit(required, chars(20), printable)]
    pub bank_seq: String,
    /// `TopUpAmt`: the amount originally topped up, in whole New Taiwan dollars. Required, 1-999999999.
    /// (ICPOS005 request 04.)
    #[serde(with = "wire::amount")]
    #[limit(required, amount(1..=999_999_999))]
    pub top_up_amt: i64,
    /// `OPRefundSeq`: the store's own serial number of this refund, unique for ever. Required, at most 50
    /// characters. (ICPOS005 request 05.)
    #[serde(rename = "OPRefundSeq")]
    #[limit(required, chars(50), printable)]
    pub op_refund_seq: String,
    /// `OPRefundTime`: the store's time of the refund, `YYYY/MM/DD HH:MI:SS` in Taipei time; unset sends the
    /// present time. (ICPOS005 request 06.)
    #[serde(rename = "OPRefundTime", skip_serializing_if = "Option::is_none")]
    #[limit(time)]
    pub op_refund_time: Option<String>,
    /// `StoreId`: the store's number. Required, at most 20 characters. (ICPOS005 request 07.)
    #[limit(required, chars(20))]
    pub store_id: String,
    /// `StoreName`: the store's name. Required, at most 100 characters. (ICPOS005 request 08.)
    #[limit(required, chars(100))]
    pub store_name: String,
    /// `PosNo`: the till's number, two digits padded with 0 on the left; one digit is padded. Required.
    /// (ICPOS005 request 09.)
    #[limit(required, till)]
    pub pos_no: String,
    /// `CorpID`: the company's tax number. At most 8 characters, and not empty; unset sends the client's, 22555003
    /// by default. (ICPOS005 request 10.)
    #[serde(rename = "CorpID", skip_serializing_if = "Option::is_none")]
    #[limit(filled, chars(8))]
    pub corp_id: Option<String>,
    /// `Remark`: the store's remark, by custom the return's transaction number; may be empty. At most 1000
    /// characters. (ICPOS005 request 11.)
    #[limit(chars(1000))]
    pub remark: String,
    /// Fields that the table lacks but that icash asked this merchant to send (such as `PlatformID`).
    /// They follow the table's fields; a name of the table is refused here.
    #[serde(rename = "extra", skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// A top-up refund that was made (ICPOS005).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default)]
pub struct RefundTopUpResponse {
    /// `ServiceResult`: `Y` here: a reply without it is an error. (ICPOS005 reply 01.)
    #[serde(deserialize_with = "wire::text")]
    pub service_result: String,
    /// `StatusCode`: the result code, beginning with the operator's name such as `ICASH_`. (ICPOS005 reply
    /// 02.)
    #[serde(deserialize_with = "wire::text")]
    pub status_code: String,
    /// `StatusDesc`: the result in words. (ICPOS005 reply 03.)
    #[serde(deserialize_with = "wire::text")]
    pub status_desc: String,
    /// `BankResponseTime`: the bank's time of the refund, `YYYY/MM/DD HH:MI:SS` in Taipei time. (ICPOS005
    /// reply 04.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub bank_response_time: Option<String>,
    /// `BankRefundSeq`: the bank's serial number of the refund. (ICPOS005 reply 05.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub bank_refund_seq: Option<String>,
    /// `WalletRefundSeq`: the wallet operator's serial number of the refund. (ICPOS005 reply 06.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub wallet_refund_seq: Option<String>,
    /// `TopUpAmt`: the amount taken back, in whole New Taiwan dollars; proven equal to the request's.
    /// (ICPOS005 reply 07.)
    #[serde(with = "wire::amount_or_empty")]
    pub top_up_amt: Option<i64>,
    /// `OriginalAmt`: 原始儲值金額, in whole New Taiwan dollars. Where the reply has it, it is proven to be the
    /// request's amount; or else the balance before, which less that amount is `CurrentAmt`. (ICPOS005 reply 08.)
    #[serde(with = "wire::amount_or_empty")]
    pub original_amt: Option<i64>,
    /// `CurrentAmt`: the balance after the refund, in whole New Taiwan dollars. (ICPOS005 reply 09.)
    #[serde(with = "wire::amount_or_empty")]
    pub current_amt: Option<i64>,
    /// `WalletTxAmt`: the total that the wallet operator really refunded, in whole New Taiwan dollars; proven equal
    /// to the request's `TopUpAmt` where the reply has it. (ICPOS005 reply 10.)
    #[serde(with = "wire::amount_or_empty")]
    pub wallet_tx_amt: Option<i64>,
    /// `WalletRefundTime`: the wallet operator's time, `YYYY/MM/DD HH:MI:SS`. (ICPOS005 reply 11.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub wallet_refund_time: Option<String>,
    /// `RefundChannelStatusCode`: the acquirer's result code. (ICPOS005 reply 12.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub refund_channel_status_code: Option<String>,
    /// `RefundChannelStatusDesc`: the acquirer's result in words. (ICPOS005 reply 13.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub refund_channel_status_desc: Option<String>,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// The reversal of a top-up whose outcome is unknown (ICPOS006). Safe to repeat.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct CancelTopUpRequest {
    /// `BuyerID`: the customer's barcode, as scanned. Required, at most 1024 characters. Never logged.
    /// (ICPOS006 request 01.)
    #[serde(rename = "BuyerID")]
    #[limit(required, chars(1024))]
    pub buyer_id: String,
    /// `OPSeq`: the serial number of the top-up to cancel. Required, at most 50 characters. (ICPOS006 request
    /// 02.)
    #[serde(rename = "OPSeq")]
    #[limit(required, chars(50), printable)]
    pub op_seq: String,
    /// `CorpID`: the company's tax number. At most 8 characters, and not empty; unset sends the client's, 22555003
    /// by default. (ICPOS006 request 03.)
    #[serde(rename = "CorpID", skip_serializing_if = "Option::is_none")]
    #[limit(filled, chars(8))]
    pub corp_id: Option<String>,
    /// Fields that the table lacks but that icash asked this merchant to send (such as `PlatformID`).
    /// They follow the table's fields; a name of the table is refused here.
    #[serde(rename = "extra", skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// A cancel that icash Pay accepted (ICPOS006).
///
/// As for [`CancelResponse`](super::CancelResponse), it does not prove that there was a top-up.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default)]
pub struct CancelTopUpResponse {
    /// `OPSeq`: the serial number asked for; proven equal to the request's. (ICPOS006 reply 01.)
    #[serde(rename = "OPSeq", deserialize_with = "wire::text")]
    pub op_seq: String,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}
