//! Giving money back (document 003, "交易退款").
//!
//! Money is in whole units of the order's currency.

use super::*;
use crate::mypay::lenient;
use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// A refund (`api/refund`): the whole order, or a part of one that no voucher paid.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default, deny_unknown_fields)]
pub struct RefundOrderRequest {
    /// `store_uid`: the store that sells. Required in agent mode; unset sends the client's own `uid` in the
    /// other modes. (『交易退款-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(filled)]
    pub store_uid: Option<String>,
    /// `key`: the order's secret, from the reply that made it. Required. Never logged. (『交易退款-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required)]
    pub key: String,
    /// `uid`: MYPAY's number of the order, from the reply that made it. Required. (『交易退款-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required, printable)]
    pub uid: String,
    /// `order_id`: not sent: your order number. It goes onto errors, and a reply about another order is a `mismatch`.
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(not_blank, bytes(50), printable)]
    pub order_id: Option<String>,
    /// `cost`: the money to give back. With vouchers it must be all that was paid. Required, 0-999999999: 0 only with
    /// `whole` and `voucher_paid`, where vouchers paid for everything. (『交易退款-折價券模式』欄位.)
    #[serde(with = "lenient::whole")]
    #[limit(required, amount(0..=999_999_999))]
    pub cost: i64,
    /// `cost_text`: not sent by itself: `cost` if it has decimals, such as 12.50 (with `currency` CNY); leave `cost` 0
    /// then.
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub cost_text: Option<String>,
    /// `currency`: not sent: your order's currency, TWD or CNY; a reply in another one is a `mismatch`. Unset, it is TWD.
    /// See [`Currency`](crate::mypay::Currency).
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("TWD", "CNY"))]
    pub currency: Option<String>,
    /// `voucher_paid`: every sold voucher of the order. Required if the order used any; excludes `items`.
    /// (『交易退款-折價券模式』欄位.)
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub voucher_paid: Vec<VoucherRef>,
    /// `invoice_state`: what happens to the e-invoice: 4 void (not after its two-month period), 6 allowance. See
    /// [`RefundInvoiceState`](crate::mypay::RefundInvoiceState). (『交易退款-折價券模式』欄位.)
    #[serde(with = "lenient::number_code", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("4", "6"))]
    pub invoice_state: Option<String>,
    /// `items`: what is taken back, named as in the order; their totals must add up to `cost`. Required with an
    /// e-invoice (`invoice_state`), unless all is given back (`whole` or `voucher_paid`): MYPAY then fills them in.
    /// (『交易退款-折價券模式』欄位.)
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// `whole`: not sent: whether this gives back all that was paid, so that `items` may be left out with an
    /// e-invoice.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
    /// Fields that the table lacks but that MYPAY asked this merchant to send. They follow the table's
    /// fields, as text; a name of the table is refused here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// A refund that MYPAY carries out. **Look at `refunded`**: without it, the money is not back, or not all of it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct RefundOrderResponse {
    /// `refunded`: not sent by MYPAY: true only if `row_data` says 230 about our order, and names our amount both
    /// as asked for and as really given back (and our vouchers, if it names any). Otherwise look at `state`.
    #[serde(skip_deserializing)]
    pub refunded: bool,
    /// `state`: not sent by MYPAY: `refunded`, `refunded_with_different_amount` (look at `actual_cost` of
    /// `row_data`) or `pending` (ask with [`query_order`](crate::mypay::Client::query_order); also for cash that is
    /// still to be handed over, which `refund_type` 3 and `expected_refund_date` tell). See
    /// [`PrcClass`](crate::mypay::PrcClass).
    #[serde(skip_deserializing)]
    pub state: String,
    /// `key`: the order's secret; the table calls it the store's. Never logged. (『交易退款-折價券模式』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub key: String,
    /// `uid`: MYPAY's number of the order; proven equal to the request's. (『交易退款-折價券模式』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub uid: String,
    /// `code`: `B200` here: a reply without it is an error. See [`Prc`](crate::mypay::Prc). (『交易退款-折價券模式』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub code: String,
    /// `msg`: the result in words. (『交易退款-折價券模式』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub msg: String,
    /// `row_data`: the refund itself; only for one that is done at once. (『交易退款-折價券模式』回傳欄位.)
    #[serde(deserialize_with = "lenient::object", skip_serializing_if = "Option::is_none")]
    pub row_data: Option<RefundRow>,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "lenient::extra")]
    pub extra: BTreeMap<String, String>,
}

/// A refund that was done at once.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct RefundRow {
    /// `uid`: MYPAY's number of the order. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub uid: String,
    /// `refund_uid`: the refund's own number, another one for each refund. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub refund_uid: String,
    /// `key`: the order's secret. Never logged. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub key: String,
    /// `prc`: the refund's state. See [`Prc`](crate::mypay::Prc). (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub prc: String,
    /// `finishtime`: when it was done, `YYYYMMDDHHmmss` in Taipei time. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub finishtime: String,
    /// `order_id`: your order number. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub order_id: String,
    /// `user_id`: your account name of the customer. Never logged. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub user_id: String,
    /// `cost`: the amount asked for, in whole units of `currency`; unset if absent or not whole. (『退款完成回傳資訊』欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
    /// `cost_text`: not sent by MYPAY: `cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub cost_text: String,
    /// `currency`: the order's currency. See [`Currency`](crate::mypay::Currency). (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub currency: String,
    /// `actual_cost`: what was really paid or paid back, in whole units of `actual_currency`; unset if absent or
    /// not whole. (『退款完成回傳資訊』欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub actual_cost: Option<i64>,
    /// `actual_cost_text`: not sent by MYPAY: `actual_cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub actual_cost_text: String,
    /// `voucher_paid`: vouchers that were sold for money. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::list")]
    pub voucher_paid: Vec<PaidVoucher>,
    /// `actual_currency`: the currency of `actual_cost`. See [`Currency`](crate::mypay::Currency).
    /// (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub actual_currency: String,
    /// `retmsg`: the result in words. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub retmsg: String,
    /// `pfn`: how it had been paid. See [`Pfn`](crate::mypay::Pfn). (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub pfn: String,
    /// `payment_name`: the name of a standing payment. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub payment_name: String,
    /// `nois`: which instalment of a standing payment it was. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub nois: String,
    /// `group_id`: the number of a standing payment. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub group_id: String,
    /// `refund_type`: how the money goes back. See [`RefundType`](crate::mypay::RefundType). (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub refund_type: String,
    /// `expected_refund_date`: when cash is expected to be paid back, `YYYYMMDD`. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub expected_refund_date: String,
    /// `echo_0`: your own text from the order. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_0: String,
    /// `echo_1`: your own text from the order. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_1: String,
    /// `echo_2`: your own text from the order. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_2: String,
    /// `echo_3`: your own text from the order. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_3: String,
    /// `echo_4`: your own text from the order. (『退款完成回傳資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_4: String,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "lenient::extra")]
    pub extra: BTreeMap<String, String>,
}
