//! What MYPAY reports of its own accord (document 003, the three "回報欄位" tables, which list the same fields).

use super::*;
use crate::mypay::lenient;
use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// One report about one order. It proves nothing until [`verify`](Notification::verify) says so.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct Notification {
    /// `kind`: not sent by MYPAY: `completed`, `deferred` (the customer still has to pay) or `confirmed`; the
    /// three tables differ in nothing, so it follows from `prc`. See
    /// [`NotificationKind`](crate::mypay::NotificationKind).
    #[serde(skip_deserializing)]
    pub kind: String,
    /// `state`: not sent by MYPAY: what `prc` means for the shop, once the amounts are compared, as in a query's
    /// reply. A refund (230) whose cash is still to be handed over is `pending`. See
    /// [`PrcClass`](crate::mypay::PrcClass).
    #[serde(skip_deserializing)]
    pub state: String,
    /// `uid`: MYPAY's number of the order. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub uid: String,
    /// `key`: the order's secret. Never logged. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub key: String,
    /// `prc`: the order's state. See [`Prc`](crate::mypay::Prc). (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub prc: String,
    /// `finishtime`: when it reached that state, `YYYYMMDDHHmmss` in Taipei time. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub finishtime: String,
    /// `cardno`: the card, masked; the table calls it the bank's answer code. Never logged. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub cardno: String,
    /// `acode`: the authorisation code. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub acode: String,
    /// `card_type`: the card's scheme. See [`CardType`](crate::mypay::CardType). (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub card_type: String,
    /// `issuing_bank`: the bank that issued the card. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub issuing_bank: String,
    /// `issuing_bank_uid`: that bank's code. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub issuing_bank_uid: String,
    /// `is_agent_charge`: whether the agent collects. See [`IsAgentCharge`](crate::mypay::IsAgentCharge).
    /// (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub is_agent_charge: String,
    /// `transaction_mode`: whose contract with the acquirer it is. See
    /// [`TransactionMode`](crate::mypay::TransactionMode). (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub transaction_mode: String,
    /// `supplier_name`: the company that moved the money. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub supplier_name: String,
    /// `supplier_code`: its code. See [`Supplier`](crate::mypay::Supplier). (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub supplier_code: String,
    /// `order_id`: your order number. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub order_id: String,
    /// `user_id`: your account name of the customer. Never logged. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub user_id: String,
    /// `cost`: the order's amount, in whole units of `currency`; unset if absent or not whole. (『交易完成回傳資訊』回報欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
    /// `cost_text`: not sent by MYPAY: `cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub cost_text: String,
    /// `currency`: the order's currency. See [`Currency`](crate::mypay::Currency). (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub currency: String,
    /// `actual_cost`: what was really paid or paid back, in whole units of `actual_currency`; unset if absent or
    /// not whole. (『交易完成回傳資訊』回報欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub actual_cost: Option<i64>,
    /// `actual_cost_text`: not sent by MYPAY: `actual_cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub actual_cost_text: String,
    /// `actual_currency`: the currency of `actual_cost`. See [`Currency`](crate::mypay::Currency).
    /// (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub actual_currency: String,
    /// `voucher_paid`: vouchers that were sold for money. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::list")]
    pub voucher_paid: Vec<PaidVoucher>,
    /// `voucher_free`: vouchers that were given away. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::list")]
    pub voucher_free: Vec<FreeVoucher>,
    /// `price`: the points or amount asked for; unset if absent or not whole. (『交易完成回傳資訊』回報欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub price: Option<i64>,
    /// `price_text`: not sent by MYPAY: `price` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub price_text: String,
    /// `actual_price`: the points or amount really used; unset if absent or not whole. (『交易完成回傳資訊』回報欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub actual_price: Option<i64>,
    /// `actual_price_text`: not sent by MYPAY: `actual_price` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub actual_price_text: String,
    /// `recharge_code`: the product code of a top-up. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub recharge_code: String,
    /// `love_cost`: the donation, in whole New Taiwan dollars; unset if absent or not whole. (『交易完成回傳資訊』回報欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub love_cost: Option<i64>,
    /// `love_cost_text`: not sent by MYPAY: `love_cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub love_cost_text: String,
    /// `retmsg`: the result in words. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub retmsg: String,
    /// `pfn`: how it was paid. See [`Pfn`](crate::mypay::Pfn). (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub pfn: String,
    /// `trans_type`: plain, instalments or bonus. See [`TransType`](crate::mypay::TransType). (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub trans_type: String,
    /// `redeem`: the bonus points used, as the JSON text that came; parsed in `redeem_detail`. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub redeem: String,
    /// `redeem_detail`: not sent by MYPAY: `redeem`, parsed; unset if it is empty.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub redeem_detail: Option<Redeem>,
    /// `payment_name`: the name of a standing payment. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub payment_name: String,
    /// `nois`: which instalment of a standing payment this is. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub nois: String,
    /// `group_id`: the number of a standing payment. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub group_id: String,
    /// `bank_id`: the bank of a virtual account. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub bank_id: String,
    /// `expired_date`: until when a virtual account, store code or cardless plan can be paid, `YYYYMMDDHHmmss`
    /// in Taipei time. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub expired_date: String,
    /// `result_type`: the form of `result_content`. See [`ResultType`](crate::mypay::ResultType).
    /// (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub result_type: String,
    /// `result_content_type`: whose content it is. See [`ResultContentType`](crate::mypay::ResultContentType).
    /// (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub result_content_type: String,
    /// `result_content`: what the customer must pay with, as the JSON text that came; parsed in
    /// `payment_instructions`. Never logged. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub result_content: String,
    /// `payment_instructions`: not sent by MYPAY: `result_content`, parsed; unset if it is none of the five
    /// documented forms.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub payment_instructions: Option<PaymentInstructions>,
    /// `refund_uid`: a refund's own number, in the report of one. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub refund_uid: String,
    /// `refund_type`: how a refund's money goes back. See [`RefundType`](crate::mypay::RefundType).
    /// (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub refund_type: String,
    /// `expected_refund_date`: when cash is expected to be paid back, `YYYYMMDD`. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub expected_refund_date: String,
    /// `echo_0`: your own text from the order. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_0: String,
    /// `echo_1`: your own text from the order. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_1: String,
    /// `echo_2`: your own text from the order. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_2: String,
    /// `echo_3`: your own text from the order. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_3: String,
    /// `echo_4`: your own text from the order. (『交易完成回傳資訊』回報欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_4: String,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "lenient::extra")]
    pub extra: BTreeMap<String, String>,
}

/// What you kept of an order, to hold a notification against.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default, deny_unknown_fields)]
pub struct ExpectedOrder {
    /// `uid`: MYPAY's number of the order. Required.
    #[serde(deserialize_with = "wire::text")]
    #[limit(required)]
    pub uid: String,
    /// `key`: the order's secret. Required. Never logged.
    #[serde(deserialize_with = "wire::text")]
    #[limit(required)]
    pub key: String,
    /// `order_id`: your order number; set, it must be the notification's.
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    /// `cost`: the order's amount, in whole units of its currency; set, it must be the notification's.
    #[serde(with = "lenient::optional_whole", skip_serializing_if = "Option::is_none")]
    #[limit(amount(0..=999_999_999))]
    pub cost: Option<i64>,
    /// `cost_text`: `cost` if it has decimals, such as 12.50 (with `currency` CNY).
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub cost_text: Option<String>,
    /// `currency`: the order's currency, TWD or CNY; a notification in another one is a `mismatch`. Unset, it is TWD
    /// where `cost` is set, and otherwise not compared. See [`Currency`](crate::mypay::Currency).
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("TWD", "CNY"))]
    pub currency: Option<String>,
}
