//! What a query's reply contains: refunds, cancellations, allowances (document 003, "關聯欄位").

use super::*;
use crate::mypay::lenient;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// One refund of an order.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct RefundInfo {
    /// `uid`: the refund's own number. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub uid: String,
    /// `prc`: the refund's state. See [`Prc`](crate::mypay::Prc). (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub prc: String,
    /// `cost`: the amount, in whole units of `currency`; unset if absent or not whole. (『交易查詢-退款資訊』欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
    /// `cost_text`: not sent by MYPAY: `cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub cost_text: String,
    /// `currency`: the order's currency. See [`Currency`](crate::mypay::Currency). (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub currency: String,
    /// `actual_cost`: what was really paid or paid back, in whole units of `actual_currency`; unset if absent or
    /// not whole. (『交易查詢-退款資訊』欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub actual_cost: Option<i64>,
    /// `actual_cost_text`: not sent by MYPAY: `actual_cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub actual_cost_text: String,
    /// `actual_currency`: the currency of `actual_cost`. See [`Currency`](crate::mypay::Currency).
    /// (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub actual_currency: String,
    /// `voucher_paid`: vouchers given back; the table lacks the row, its example has it. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::list")]
    pub voucher_paid: Vec<PaidVoucher>,
    /// `retmsg`: the result in words. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub retmsg: String,
    /// `finishtime`: when it was done, `YYYYMMDDHHmmss` in Taipei time. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub finishtime: String,
    /// `appropriation_date`: when the money is expected to be paid out, `YYYYMMDD`. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub appropriation_date: String,
    /// `invoice_state`: what became of the e-invoice. See [`InvoiceState`](crate::mypay::InvoiceState).
    /// (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_state: String,
    /// `invoice_date`: when it was issued; the table says `YYYYMMDD`, its example has `YYYYMMDDHHmmss`.
    /// (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_date: String,
    /// `invoice_wordtrack`: the two letters before its number. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_wordtrack: String,
    /// `invoice_number`: its number. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_number: String,
    /// `invoice_rand_code`: its random code. Never logged. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_rand_code: String,
    /// `invoice_seller_ban`: the seller's tax number. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_seller_ban: String,
    /// `invoice_buyer_ban`: the buyer's tax number. Never logged. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_buyer_ban: String,
    /// `invoice_left_qrcode`: the content of the left QR code. Never logged. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_left_qrcode: String,
    /// `invoice_middle_barcode`: the content of the Code-39 barcode. Never logged. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_middle_barcode: String,
    /// `invoice_right_qrcode`: the content of the right QR code. Never logged. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_right_qrcode: String,
    /// `invoice_title_type`: whether the title is text or a picture. See
    /// [`InvoiceTitleType`](crate::mypay::InvoiceTitleType). (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_title_type: String,
    /// `invoice_title`: the title printed on it. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_title: String,
    /// `invoice_print_type`: what is printed. See [`InvoicePrintType`](crate::mypay::InvoicePrintType).
    /// (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_print_type: String,
    /// `invoice_print_device`: what prints it. See [`InvoicePrintDevice`](crate::mypay::InvoicePrintDevice).
    /// (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_print_device: String,
    /// `invoice_amount`: its total, in whole New Taiwan dollars; unset if absent or not whole. (『交易查詢-退款資訊』欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub invoice_amount: Option<i64>,
    /// `invoice_amount_text`: not sent by MYPAY: `invoice_amount` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_amount_text: String,
    /// `invoice_sales_amount`: its sales amount, in whole New Taiwan dollars; unset if absent or not whole.
    /// (『交易查詢-退款資訊』欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub invoice_sales_amount: Option<i64>,
    /// `invoice_sales_amount_text`: not sent by MYPAY: `invoice_sales_amount` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_sales_amount_text: String,
    /// `invoice_tax_amount`: its tax, in whole New Taiwan dollars; unset if absent or not whole.
    /// (『交易查詢-退款資訊』欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub invoice_tax_amount: Option<i64>,
    /// `invoice_tax_amount_text`: not sent by MYPAY: `invoice_tax_amount` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_tax_amount_text: String,
    /// `invoice_order_detail`: its lines, as the JSON text that came; parsed in `invoice_lines`.
    /// (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_order_detail: String,
    /// `invoice_lines`: not sent by MYPAY: `invoice_order_detail`, parsed.
    #[serde(skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    pub invoice_lines: Vec<InvoiceLine>,
    /// `invoice_ratetype`: its tax. See [`InvoiceRateType`](crate::mypay::InvoiceRateType). (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_ratetype: String,
    /// `invoice_input_type`: its kind. See [`InvoiceInputType`](crate::mypay::InvoiceInputType).
    /// (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_input_type: String,
    /// `invoice_allowance`: what was later taken off the invoice. (『交易查詢-退款資訊』欄位.)
    #[serde(deserialize_with = "lenient::list")]
    pub invoice_allowance: Vec<InvoiceAllowance>,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "lenient::extra")]
    pub extra: BTreeMap<String, String>,
}

/// One cancellation of an order.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct CancelInfo {
    /// `uid`: the cancellation's own number. (『交易查詢-取消資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub uid: String,
    /// `prc`: its state. See [`Prc`](crate::mypay::Prc). (『交易查詢-取消資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub prc: String,
    /// `cost`: the amount, in whole units of `currency`; unset if absent or not whole. (『交易查詢-取消資訊』欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
    /// `cost_text`: not sent by MYPAY: `cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub cost_text: String,
    /// `currency`: the order's currency. See [`Currency`](crate::mypay::Currency). (『交易查詢-取消資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub currency: String,
    /// `actual_cost`: what was really paid or paid back, in whole units of `actual_currency`; unset if absent or
    /// not whole. (『交易查詢-取消資訊』欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub actual_cost: Option<i64>,
    /// `actual_cost_text`: not sent by MYPAY: `actual_cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub actual_cost_text: String,
    /// `actual_currency`: the currency of `actual_cost`. See [`Currency`](crate::mypay::Currency).
    /// (『交易查詢-取消資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub actual_currency: String,
    /// `retmsg`: the result in words. (『交易查詢-取消資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub retmsg: String,
    /// `finishtime`: when it was done, `YYYYMMDDHHmmss` in Taipei time. (『交易查詢-取消資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub finishtime: String,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "lenient::extra")]
    pub extra: BTreeMap<String, String>,
}

/// One allowance: a part taken off an e-invoice after a refund.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct InvoiceAllowance {
    /// `uid`: the refund that caused it. (『電子發票折讓資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub uid: String,
    /// `amount`: the amount taken off, in whole New Taiwan dollars; unset if absent or not whole.
    /// (『電子發票折讓資訊』欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// `amount_text`: not sent by MYPAY: `amount` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub amount_text: String,
    /// `order_detail`: its lines, as the JSON text that came; parsed in `lines`. (『電子發票折讓資訊』欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub order_detail: String,
    /// `lines`: not sent by MYPAY: `order_detail`, parsed.
    #[serde(skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<AllowanceLine>,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "lenient::extra")]
    pub extra: BTreeMap<String, String>,
}
