//! ICPOS001–003: pay, refund, cancel (document 000, sections 3.3–3.5).
//!
//! Lengths count characters. Amounts are whole New Taiwan dollars.

use super::{Bonus, Item};
use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// A payment by the barcode on the customer's phone (ICPOS001).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct PayRequest {
    /// `PayType`: how the customer pays. `Token`, which unset sends. (ICPOS001 request 01.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(only("Token"))]
    pub pay_type: Option<String>,
    /// `BuyerID`: the barcode on the customer's phone, as scanned. Required, at most 1024 characters. Never
    /// logged. (ICPOS001 request 02.)
    #[serde(rename = "BuyerID")]
    #[limit(required, chars(1024))]
    pub buyer_id: String,
    /// `Ccy`: the currency. `TWD`, which unset sends. (ICPOS001 request 03.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(only("TWD"))]
    pub ccy: Option<String>,
    /// `TxAmt`: the amount to charge, in whole New Taiwan dollars. Required, 1-999999999. (ICPOS001 request
    /// 04.)
    #[serde(with = "wire::amount")]
    #[limit(required, amount(1..=999_999_999))]
    pub tx_amt: i64,
    /// `NonRedeemAmt`: the part that bonus points cannot pay. NT$ 0-999999999; unset when it does not apply
    /// (sent as an empty text). (ICPOS001 request 05.)
    #[serde(with = "wire::amount_or_empty")]
    #[limit(amount(0..=999_999_999))]
    pub non_redeem_amt: Option<i64>,
    /// `NonPointAmt`: the part that earns no points. NT$ 0-999999999; unset when it does not apply (sent as
    /// an empty text). (ICPOS001 request 06.)
    #[serde(with = "wire::amount_or_empty")]
    #[limit(amount(0..=999_999_999))]
    pub non_point_amt: Option<i64>,
    /// `StoreId`: the store's number. Required, at most 20 characters. (ICPOS001 request 07.)
    #[limit(required, chars(20))]
    pub store_id: String,
    /// `StoreName`: the store's name. Required, at most 100 characters. (ICPOS001 request 08.)
    #[limit(required, chars(100))]
    pub store_name: String,
    /// `PosNo`: the till's number, two digits padded with 0 on the left; one digit is padded. Required.
    /// (ICPOS001 request 09.)
    #[limit(required, till)]
    pub pos_no: String,
    /// `OPSeq`: the store's own serial number of this payment, unique for ever. Required, at most 50
    /// characters. Keep it: refund and cancel need it. (ICPOS001 request 10.)
    #[serde(rename = "OPSeq")]
    #[limit(required, chars(50), printable)]
    pub op_seq: String,
    /// `OPTime`: the store's time of sale, `YYYY/MM/DD HH:MI:SS` in Taipei time; unset sends the present
    /// time. (ICPOS001 request 11.)
    #[serde(rename = "OPTime", skip_serializing_if = "Option::is_none")]
    #[limit(time)]
    pub op_time: Option<String>,
    /// `ReceiptNo`: the invoice number. At most 10 characters. (ICPOS001 request 12.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(chars(10))]
    pub receipt_no: Option<String>,
    /// `ReceiptReriod`: the invoice period; the wire spells it so. At most 7 characters. (ICPOS001 request
    /// 13.)
    #[serde(rename = "ReceiptReriod", skip_serializing_if = "Option::is_none")]
    #[limit(chars(7))]
    pub receipt_period: Option<String>,
    /// `TaxID`: 商家統編, the merchant's tax number; may be empty. At most 8 characters. (ICPOS001 request
    /// 14.)
    #[serde(rename = "TaxID")]
    #[limit(chars(8))]
    pub tax_id: String,
    /// `CorpID`: the company's tax number. At most 8 characters, and not empty; unset sends the client's, 22555003
    /// by default. (ICPOS001 request 15.)
    #[serde(rename = "CorpID", skip_serializing_if = "Option::is_none")]
    #[limit(filled, chars(8))]
    pub corp_id: Option<String>,
    /// `Vehicle`: the carrier that the e-invoice goes to. At most 17 characters. Never logged. (ICPOS001 request 16.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(chars(17))]
    pub vehicle: Option<String>,
    /// `Donate`: the charity's donation code for the e-invoice. At most 8 characters. (ICPOS001 request 17.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(chars(8))]
    pub donate: Option<String>,
    /// `ItemAmt`: the part for ordinary goods. NT$ 0-999999999; unset when it does not apply (sent as an
    /// empty text). (ICPOS001 request 18.)
    #[serde(with = "wire::amount_or_empty")]
    #[limit(amount(0..=999_999_999))]
    pub item_amt: Option<i64>,
    /// `UtilityAmt`: the part collected for others (bills). NT$ 0-999999999; unset when it does not apply
    /// (sent as an empty text). (ICPOS001 request 19.)
    #[serde(with = "wire::amount_or_empty")]
    #[limit(amount(0..=999_999_999))]
    pub utility_amt: Option<i64>,
    /// `CommAmt`: the part sold on commission. NT$ 0-999999999; unset when it does not apply (sent as an
    /// empty text). (ICPOS001 request 20.)
    #[serde(with = "wire::amount_or_empty")]
    #[limit(amount(0..=999_999_999))]
    pub comm_amt: Option<i64>,
    /// `ExceptAmt1`: the part excluded from promotions: tobacco. NT$ 0-999999999; unset when it does not
    /// apply (sent as an empty text). (ICPOS001 request 21.)
    #[serde(with = "wire::amount_or_empty")]
    #[limit(amount(0..=999_999_999))]
    pub except_amt1: Option<i64>,
    /// `ExceptAmt2`: the part excluded from promotions: reserved. NT$ 0-999999999; unset when it does not
    /// apply (sent as an empty text). (ICPOS001 request 22.)
    #[serde(with = "wire::amount_or_empty")]
    #[limit(amount(0..=999_999_999))]
    pub except_amt2: Option<i64>,
    /// `BonusType`: whether bonus points may pay: `ByWallet` or `None`, which unset sends. See
    /// [`BonusType`](crate::icash::BonusType). (ICPOS001 request 23.)
    #[limit(only("None", "ByWallet"))]
    pub bonus_type: String,
    /// `BonusCategory`: why points are not used: `NotBonusStore`, `TobaccoInclude`, `DHL` or `UtilityInclude`; only
    /// with `BonusType` `None`. See [`BonusCategory`](crate::icash::BonusCategory). (ICPOS001 request 24.)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[limit(one_of("NotBonusStore", "TobaccoInclude", "DHL", "UtilityInclude"))]
    pub bonus_category: Option<String>,
    /// `BonusID`: the bonus code. At most 3 characters. (ICPOS001 request 25.)
    #[serde(rename = "BonusID", skip_serializing_if = "Option::is_none")]
    #[limit(chars(3))]
    pub bonus_id: Option<String>,
    /// `PaymentNo`: the payment instrument's code; may be empty. At most 3 characters. (ICPOS001 request 26.)
    #[limit(chars(3))]
    pub payment_no: String,
    /// `Remark`: the store's remark, by custom its transaction number; may be empty. At most 1000 characters.
    /// (ICPOS001 request 27.)
    #[limit(chars(1000))]
    pub remark: String,
    /// `ItemList`: promotions that apply. At most 61 entries. (ICPOS001 request 28.)
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[limit(entries(61))]
    pub item_list: Vec<Item>,
    /// `ReceiptPrint`: whether the invoice is printed; may be empty. At most 1 character. (ICPOS001 request
    /// 29.)
    #[limit(chars(1))]
    pub receipt_print: String,
    /// Fields that the table lacks but that icash asked this merchant to send (such as `PlatformID`).
    /// They follow the table's fields; a name of the table is refused here.
    #[serde(rename = "extra", skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// An approved payment (ICPOS001). Keep `op_seq` and `bank_seq` for a refund.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default)]
pub struct PayResponse {
    /// `ServiceResult`: `Y` here: a reply without it is an error. (ICPOS001 reply 01.)
    #[serde(deserialize_with = "wire::text")]
    pub service_result: String,
    /// `StatusCode`: the result code, beginning with the operator's name such as `ICASH_`. (ICPOS001 reply
    /// 02.)
    #[serde(deserialize_with = "wire::text")]
    pub status_code: String,
    /// `StatusDesc`: the result in words. (ICPOS001 reply 03.)
    #[serde(deserialize_with = "wire::text")]
    pub status_desc: String,
    /// `OPSeq`: the store's serial number; proven equal to the request's. (ICPOS001 reply 04.)
    #[serde(rename = "OPSeq", deserialize_with = "wire::text")]
    pub op_seq: String,
    /// `BankSeq`: icash Pay's serial number, 20 digits. Keep it: a refund needs it. (ICPOS001 reply 05.)
    #[serde(deserialize_with = "wire::text")]
    pub bank_seq: String,
    /// `BankTime`: icash Pay's time, `YYYY/MM/DD HH:MI:SS` in Taipei time. (ICPOS001 reply 06.)
    #[serde(deserialize_with = "wire::text")]
    pub bank_time: String,
    /// `WalletSeq`: the wallet operator's serial number. (ICPOS001 reply 07.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub wallet_seq: Option<String>,
    /// `WalletTime`: the wallet operator's time, `YYYY/MM/DD HH:MI:SS`. (ICPOS001 reply 08.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub wallet_time: Option<String>,
    /// `WalletID`: the wallet operator's code. (ICPOS001 reply 09.)
    #[serde(
        rename = "WalletID",
        deserialize_with = "wire::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub wallet_id: Option<String>,
    /// `VehicleType`: the kind of e-invoice carrier. See [`VehicleType`](crate::icash::VehicleType). (ICPOS001 reply
    /// 10.)
    #[serde(deserialize_with = "wire::text")]
    pub vehicle_type: String,
    /// `VehicleNo`: the carrier's number. Never logged. (ICPOS001 reply 11.)
    #[serde(deserialize_with = "wire::text")]
    pub vehicle_no: String,
    /// `TxAmt`: the amount charged, in whole New Taiwan dollars; proven equal to the request's. (ICPOS001
    /// reply 12.)
    #[serde(with = "wire::amount_or_empty")]
    pub tx_amt: Option<i64>,
    /// `DebitAmt`: the part debited from the main means of payment, in whole New Taiwan dollars. (ICPOS001
    /// reply 13.)
    #[serde(with = "wire::amount_or_empty")]
    pub debit_amt: Option<i64>,
    /// `BonusList`: what bonus points paid. (ICPOS001 reply 14.)
    #[serde(deserialize_with = "wire::list")]
    pub bonus_list: Vec<Bonus>,
    /// `PaymentChannel`: what the money came from. See [`PaymentChannel`](crate::icash::PaymentChannel). (ICPOS001
    /// reply 15.)
    #[serde(deserialize_with = "wire::text")]
    pub payment_channel: String,
    /// `ChannelStatusCode`: the acquirer's result code. (ICPOS001 reply 16.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub channel_status_code: Option<String>,
    /// `ChannelStatusDesc`: the acquirer's result in words. (ICPOS001 reply 17.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub channel_status_desc: Option<String>,
    /// `CardID`: the card id or main GID that paid. Never logged. (ICPOS001 reply 18.)
    #[serde(rename = "CardID", deserialize_with = "wire::text")]
    pub card_id: String,
    /// `Cardkind`: the kind of OP card. (ICPOS001 reply 19.)
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

/// A refund of a payment (ICPOS002): of all of it, as its amount is the original one.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct RefundRequest {
    /// `OPSeq`: the serial number of the payment to refund. Required, at most 50 characters. (ICPOS002
    /// request 01.)
    #[serde(rename = "OPSeq")]
    #[limit(required, chars(50), printable)]
    pub op_seq: String,
    /// `BankSeq`: icash Pay's serial number of that payment. Required, at most 20 characters. (ICPOS002
    /// request 02.)
    #[limit(required, chars(20), printable)]
    pub bank_seq: String,
    /// `TxAmt`: the original amount of the payment, with what bonus points paid, in whole New Taiwan dollars: its
    /// `TxAmt`, not its `DebitAmt`. Neither the document nor a known integration refunds a part; another amount is
    /// sent as it is. Required, 1-999999999. (ICPOS002 request 03.)
    #[serde(with = "wire::amount")]
    #[limit(required, amount(1..=999_999_999))]
    pub tx_amt: i64,
    /// `OPRefundSeq`: the store's own serial number of this refund, unique for ever. Required, at most 50
    /// characters. (ICPOS002 request 04.)
    #[serde(rename = "OPRefundSeq")]
    #[limit(required, chars(50), printable)]
    pub op_refund_seq: String,
    /// `OPRefundTime`: the store's time of the refund, `YYYY/MM/DD HH:MI:SS` in Taipei time; unset sends the
    /// present time. (ICPOS002 request 05.)
    #[serde(rename = "OPRefundTime", skip_serializing_if = "Option::is_none")]
    #[limit(time)]
    pub op_refund_time: Option<String>,
    /// `StoreId`: the store's number. Required, at most 20 characters. (ICPOS002 request 06.)
    #[limit(required, chars(20))]
    pub store_id: String,
    /// `StoreName`: the store's name. Required, at most 100 characters. (ICPOS002 request 07.)
    #[limit(required, chars(100))]
    pub store_name: String,
    /// `PosNo`: the till's number, two digits padded with 0 on the left; one digit is padded. Required.
    /// (ICPOS002 request 08.)
    #[limit(required, till)]
    pub pos_no: String,
    /// `CorpID`: the company's tax number. At most 8 characters, and not empty; unset sends the client's, 22555003
    /// by default. (ICPOS002 request 09.)
    #[serde(rename = "CorpID", skip_serializing_if = "Option::is_none")]
    #[limit(filled, chars(8))]
    pub corp_id: Option<String>,
    /// `Remark`: the store's remark, by custom the return's transaction number; may be empty. At most 1000
    /// characters. (ICPOS002 request 10.)
    #[limit(chars(1000))]
    pub remark: String,
    /// Fields that the table lacks but that icash asked this merchant to send (such as `PlatformID`).
    /// They follow the table's fields; a name of the table is refused here.
    #[serde(rename = "extra", skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// A refund that was made (ICPOS002).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default)]
pub struct RefundResponse {
    /// `ServiceResult`: `Y` here: a reply without it is an error. (ICPOS002 reply 01.)
    #[serde(deserialize_with = "wire::text")]
    pub service_result: String,
    /// `StatusCode`: the result code, beginning with the operator's name such as `ICASH_`. (ICPOS002 reply
    /// 02.)
    #[serde(deserialize_with = "wire::text")]
    pub status_code: String,
    /// `StatusDesc`: the result in words. (ICPOS002 reply 03.)
    #[serde(deserialize_with = "wire::text")]
    pub status_desc: String,
    /// `BankResponseTime`: the bank's time of the refund, `YYYY/MM/DD HH:MI:SS` in Taipei time. (ICPOS002
    /// reply 04.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub bank_response_time: Option<String>,
    /// `BankRefundSeq`: the bank's serial number of the refund. (ICPOS002 reply 05.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub bank_refund_seq: Option<String>,
    /// `WalletRefundSeq`: the wallet operator's serial number of the refund. (ICPOS002 reply 06.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub wallet_refund_seq: Option<String>,
    /// `WalletTxAmt`: the total that the wallet operator really refunded, in whole New Taiwan dollars; proven equal
    /// to the request's `TxAmt` where the reply has it. (ICPOS002 reply 07.)
    #[serde(with = "wire::amount_or_empty")]
    pub wallet_tx_amt: Option<i64>,
    /// `WalletRefundTime`: the wallet operator's time, `YYYY/MM/DD HH:MI:SS`. (ICPOS002 reply 08.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub wallet_refund_time: Option<String>,
    /// `RefundChannelStatusCode`: the acquirer's result code. (ICPOS002 reply 09.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub refund_channel_status_code: Option<String>,
    /// `RefundChannelStatusDesc`: the acquirer's result in words. (ICPOS002 reply 10.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub refund_channel_status_desc: Option<String>,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// The reversal of a payment whose outcome is unknown (ICPOS003). Safe to repeat.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct CancelRequest {
    /// `OPSeq`: the serial number of the payment to cancel. Required, at most 50 characters. (ICPOS003
    /// request 01.)
    #[serde(rename = "OPSeq")]
    #[limit(required, chars(50), printable)]
    pub op_seq: String,
    /// `CorpID`: the company's tax number. At most 8 characters, and not empty; unset sends the client's, 22555003
    /// by default. (ICPOS003 request 02.)
    #[serde(rename = "CorpID", skip_serializing_if = "Option::is_none")]
    #[limit(filled, chars(8))]
    pub corp_id: Option<String>,
    /// Fields that the table lacks but that icash asked this merchant to send (such as `PlatformID`).
    /// They follow the table's fields; a name of the table is refused here.
    #[serde(rename = "extra", skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// A cancel that icash Pay accepted (ICPOS003).
///
/// It does not prove that there was a charge, or that one was reversed: the stage host says the same of an OPSeq it
/// never saw. A charge that is still on its way may come after it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(rename_all = "PascalCase", default)]
pub struct CancelResponse {
    /// `OPSeq`: the serial number asked for; proven equal to the request's. (ICPOS003 reply 01.)
    #[serde(rename = "OPSeq", deserialize_with = "wire::text")]
    pub op_seq: String,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}
