//! Paying by the code on the customer's phone (`api/transaction`).
//!
//! Document 003 has no section for it: the fields are those of an order (named by its rows), and what is
//! added is from docs/protocol.md, "MYPAY LINK". Money is in whole units of the order's currency.

use super::*;
use crate::mypay::lenient;
use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// A payment by the code on the customer's phone.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default, deny_unknown_fields)]
pub struct ScanPayRequest {
    /// `store_uid`: the store that sells. Required in agent mode; unset sends the client's own `uid` in the
    /// other modes. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(filled)]
    pub store_uid: Option<String>,
    /// `scanned_code`: not sent by itself: the code on the customer's phone, as scanned, which `data_json` is
    /// made of. Required unless `data_json` is set. Never logged.
    #[serde(deserialize_with = "wire::code")]
    pub scanned_code: String,
    /// `pfn`: the wallet, by name or number; unset sends OFFLINE, which finds the wallet by the code. One of
    /// [`Pfn`](crate::mypay::Pfn). (docs/protocol.md, scanning in the store.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub pfn: Option<String>,
    /// `pos_id`: not sent by itself: the till's number, in the `data_json` of JKOOFF.
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub pos_id: Option<String>,
    /// `pos_trade_time`: not sent by itself: the till's time of sale in the `data_json` of JKOOFF, `YYYY/MM/DD
    /// HH:MI:SS` in Taipei time; unset means now.
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub pos_trade_time: Option<String>,
    /// `pos_remark`: not sent by itself: a remark in the `data_json` of JKOOFF.
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub pos_remark: Option<String>,
    /// `data_json`: what the wallet needs, as JSON text, for a wallet whose form is not known here. Excludes
    /// `scanned_code`. Never logged. (docs/protocol.md, scanning in the store.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub data_json: Option<String>,
    /// `user_id`: your account name of the customer. Required. Never logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required)]
    pub user_id: String,
    /// `user_name`: the customer's name; e-wallets need it. Never logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// `user_real_name`: the customer's legal name; e-wallets need it. Never logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub user_real_name: Option<String>,
    /// `user_english_name`: the customer's name in English; e-wallets need it. Never logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub user_english_name: Option<String>,
    /// `user_zipcode`: the customer's postal code. Never logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub user_zipcode: Option<String>,
    /// `user_address`: the customer's billing address. Never logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub user_address: Option<String>,
    /// `user_sn_type`: which kind of document `user_sn` names: 1, 2 or 3. See
    /// [`UserSnType`](crate::mypay::UserSnType). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("1", "2", "3"))]
    pub user_sn_type: Option<String>,
    /// `user_sn`: the payer's identity, residence or passport number. Never logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub user_sn: Option<String>,
    /// `user_phone`: the customer's telephone at home. Never logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub user_phone: Option<String>,
    /// `user_cellphone_code`: the country code of the mobile number; e-wallets need it. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub user_cellphone_code: Option<String>,
    /// `user_cellphone`: the customer's mobile number; e-wallets need it. Never logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub user_cellphone: Option<String>,
    /// `user_email`: the customer's e-mail address; e-wallets need it. Never logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub user_email: Option<String>,
    /// `user_birthday`: the customer's date of birth. Never logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub user_birthday: Option<String>,
    /// `cost`: what the customer pays: the items' totals, plus shipping, less every voucher. Whole units of
    /// `currency` (New Taiwan dollars unless set). Required, 0-999999999: 0 where vouchers pay
    /// all. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::whole")]
    #[limit(required, amount(0..=999_999_999))]
    pub cost: i64,
    /// `cost_text`: not sent by itself: `cost` if it has decimals, such as 12.50 (CNY only); leave `cost` 0 then.
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub cost_text: Option<String>,
    /// `shipping`: not a field of the table and not sent: the part of `cost` that is shipping, which the
    /// document counts in but gives no field. 0-999999999.
    #[serde(with = "lenient::whole")]
    #[limit(amount(0..=999_999_999))]
    pub shipping: i64,
    /// `shipping_text`: not sent: `shipping` if it has decimals, such as 12.50 (CNY only); leave `shipping` 0 then.
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub shipping_text: Option<String>,
    /// `currency`: TWD or CNY; unset means TWD. See [`Currency`](crate::mypay::Currency).
    /// (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("TWD", "CNY"))]
    pub currency: Option<String>,
    /// `enable_dcc`: whether currencies are converted: 0 or 1. See [`EnableDcc`](crate::mypay::EnableDcc).
    /// (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::number_code", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("0", "1"))]
    pub enable_dcc: Option<String>,
    /// `order_id`: your order number. Required, at most 50 bytes of UTF-8 (16 for a merchant of 醫療費 or 捐款, which
    /// is not checked here: docs/mypay.md). Keep it: it is the reference on every error. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required, bytes(50), printable)]
    pub order_id: String,
    /// `ip`: the IP address that the customer's order came from. Required. Never logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required)]
    pub ip: String,
    /// `item`: the number of items in the order. 1-999999999. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::optional_whole_text", skip_serializing_if = "Option::is_none")]
    #[limit(amount(1..=999_999_999))]
    pub item: Option<i64>,
    /// `items`: what is ordered. Required, at least one. (『PayPage金流交易-折價券模式』欄位.)
    #[limit(required)]
    pub items: Vec<Item>,
    /// `echo_0`: your own text, which every report of this order gives back. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub echo_0: Option<String>,
    /// `echo_1`: your own text, which every report of this order gives back. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub echo_1: Option<String>,
    /// `echo_2`: your own text, which every report of this order gives back. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub echo_2: Option<String>,
    /// `echo_3`: your own text, which every report of this order gives back. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub echo_3: Option<String>,
    /// `echo_4`: your own text, which every report of this order gives back. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub echo_4: Option<String>,
    /// `interface`: MYPAY's interface code, from a table that the document does not print.
    /// (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
    /// `success_returl`: where the page leads after a success. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub success_returl: Option<String>,
    /// `failure_returl`: where the page leads after a failure. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub failure_returl: Option<String>,
    /// `limit_pay_days`: for how many days a virtual account or a store code can be paid. 1-999999999.
    /// (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::optional_whole", skip_serializing_if = "Option::is_none")]
    #[limit(amount(1..=999_999_999))]
    pub limit_pay_days: Option<i64>,
    /// `enable_quickpay`: whether quick checkout is offered: 0 or 1. See
    /// [`EnableQuickpay`](crate::mypay::EnableQuickpay). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::number_code", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("0", "1"))]
    pub enable_quickpay: Option<String>,
    /// `transaction_type`: who types the payment in: 1 the customer, 2 the store. See
    /// [`TransactionType`](crate::mypay::TransactionType). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::number_code", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("1", "2"))]
    pub transaction_type: Option<String>,
    /// `creditcard_installment`: the instalments offered, as JSON text: number of months to bank codes,
    /// `{"3":["013"]}`. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub creditcard_installment: Option<String>,
    /// `each_code`: the eACH transaction code. Required when `pfn` is EACH. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub each_code: Option<String>,
    /// `issue_invoice_state`: whether MYPAY issues an e-invoice: 0, 1 or 2. See
    /// [`IssueInvoiceState`](crate::mypay::IssueInvoiceState). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::number_code", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("0", "1", "2"))]
    pub issue_invoice_state: Option<String>,
    /// `invoice_ratetype`: the invoice's tax: 1, 2 or 3. See [`InvoiceRateType`](crate::mypay::InvoiceRateType).
    /// (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::number_code", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("1", "2", "3"))]
    pub invoice_ratetype: Option<String>,
    /// `invoice_input_type`: the kind of e-invoice: 1 cloud, 2 donated, 3 on paper. See
    /// [`InvoiceInputType`](crate::mypay::InvoiceInputType). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::number_code", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("1", "2", "3"))]
    pub invoice_input_type: Option<String>,
    /// `invoice_cloud_type`: where a cloud invoice goes: 2, 3 or 4. Only with `invoice_input_type` 1. See
    /// [`InvoiceCloudType`](crate::mypay::InvoiceCloudType). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("2", "3", "4"))]
    pub invoice_cloud_type: Option<String>,
    /// `invoice_tax_id`: the buyer's tax number on a cloud invoice. Only with `invoice_input_type` 1. Never logged.
    /// (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub invoice_tax_id: Option<String>,
    /// `invoice_mobile_code`: the mobile barcode carrier. Only with `invoice_cloud_type` 2. Never logged.
    /// (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub invoice_mobile_code: Option<String>,
    /// `invoice_natural_person`: the citizen certificate carrier. Only with `invoice_cloud_type` 3. Never logged.
    /// (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub invoice_natural_person: Option<String>,
    /// `invoice_m_post_zone`: the postal code for a winning invoice on paper. Only with `invoice_cloud_type` 4. Never
    /// logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub invoice_m_post_zone: Option<String>,
    /// `invoice_m_address`: the address for a winning invoice on paper. Only with `invoice_cloud_type` 4. Never
    /// logged. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub invoice_m_address: Option<String>,
    /// `invoice_love_code`: the charity's code. Only with `invoice_input_type` 2. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub invoice_love_code: Option<String>,
    /// `invoice_b2b_title`: the company's name. Only with `invoice_input_type` 3. Never logged.
    /// (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub invoice_b2b_title: Option<String>,
    /// `invoice_b2b_id`: the company's tax number. Only with `invoice_input_type` 3. Never logged.
    /// (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub invoice_b2b_id: Option<String>,
    /// `invoice_b2b_address`: the company's address. Only with `invoice_input_type` 3. Never logged.
    /// (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub invoice_b2b_address: Option<String>,
    /// `invoice_b2b_title_force`: whether the page locks the company's name: 0 or 1. See
    /// [`InvoiceFieldLock`](crate::mypay::InvoiceFieldLock). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("0", "1"))]
    pub invoice_b2b_title_force: Option<String>,
    /// `invoice_b2b_id_force`: whether the page locks the tax number: 0 or 1. See
    /// [`InvoiceFieldLock`](crate::mypay::InvoiceFieldLock). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("0", "1"))]
    pub invoice_b2b_id_force: Option<String>,
    /// `invoice_b2b_address_force`: whether the page locks the address: 0 or 1. See
    /// [`InvoiceFieldLock`](crate::mypay::InvoiceFieldLock). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::number_code", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("0", "1"))]
    pub invoice_b2b_address_force: Option<String>,
    /// `agent_sms_fee_type`: whether the agent's fee includes text messages: 0 or 1. See
    /// [`AgentSmsFeeType`](crate::mypay::AgentSmsFeeType). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::number_code", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("0", "1"))]
    pub agent_sms_fee_type: Option<String>,
    /// `agent_charge_fee_type`: whether the agent's fee includes handling: 0 or 1. See
    /// [`AgentChargeFeeType`](crate::mypay::AgentChargeFeeType). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::number_code", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("0", "1"))]
    pub agent_charge_fee_type: Option<String>,
    /// `agent_charge_fee`: the agent's fee, in whole New Taiwan dollars. 0-999999999. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::optional_whole", skip_serializing_if = "Option::is_none")]
    #[limit(amount(0..=999_999_999))]
    pub agent_charge_fee: Option<i64>,
    /// `is_agent_charge`: whether the agent collects: 0 or 1; unset lets the three fees above decide. See
    /// [`IsAgentCharge`](crate::mypay::IsAgentCharge). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(with = "lenient::number_code", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("0", "1"))]
    pub is_agent_charge: Option<String>,
    /// `voucher_type`: how vouchers are checked: 0 none, 1 fixed, 2 asked at once. Required, and not 0, with a
    /// voucher. See [`VoucherType`](crate::mypay::VoucherType). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("0", "1", "2"))]
    pub voucher_type: Option<String>,
    /// `voucher_paid`: vouchers that were sold for money. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub voucher_paid: Vec<PaidVoucher>,
    /// `voucher_free`: vouchers that were given away. (『PayPage金流交易-折價券模式』欄位.)
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub voucher_free: Vec<FreeVoucher>,
    /// `voucher_invoice_type`: what the invoice is for: 1 or 2. See
    /// [`VoucherInvoiceType`](crate::mypay::VoucherInvoiceType). (『PayPage金流交易-折價券模式』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("1", "2"))]
    pub voucher_invoice_type: Option<String>,
    /// Fields that the table lacks but that MYPAY asked this merchant to send. They follow the table's
    /// fields, as text; a name of the table is refused here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// What became of a scanned payment. **Look at `approved`**: a pending payment also comes as a response,
/// because it carries the `uid` and `key` that [`query_order`](crate::mypay::Client::query_order) needs.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct ScanPayResponse {
    /// `approved`: not sent by MYPAY: true only for 250 and 600 with our order number and our amount. Hand out
    /// goods on nothing else.
    #[serde(skip_deserializing)]
    pub approved: bool,
    /// `state`: not sent by MYPAY: `paid`, `paid_with_different_amount` (290, or an `actual_cost` that is not ours:
    /// look at it) or `pending` (ask with [`query_order`](crate::mypay::Client::query_order) until it changes). See
    /// [`PrcClass`](crate::mypay::PrcClass).
    #[serde(skip_deserializing)]
    pub state: String,
    /// `code`: the result. See [`Prc`](crate::mypay::Prc). (docs/protocol.md, scanning in the store.)
    #[serde(deserialize_with = "lenient::text")]
    pub code: String,
    /// `msg`: the result in words. (docs/protocol.md, scanning in the store.)
    #[serde(deserialize_with = "lenient::text")]
    pub msg: String,
    /// `uid`: MYPAY's number of the order. Keep it: query and refund need it. (docs/protocol.md, scanning in the store.)
    #[serde(deserialize_with = "lenient::text")]
    pub uid: String,
    /// `key`: the order's secret. Keep it. Never logged. (docs/protocol.md, scanning in the store.)
    #[serde(deserialize_with = "lenient::text")]
    pub key: String,
    /// `finishtime`: when it was paid, `YYYYMMDDHHmmss` in Taipei time. (docs/protocol.md, scanning in the store.)
    #[serde(deserialize_with = "lenient::text")]
    pub finishtime: String,
    /// `order_id`: your order number; proven equal to the request's. (docs/protocol.md, scanning in the store.)
    #[serde(deserialize_with = "lenient::text")]
    pub order_id: String,
    /// `cost`: the order's amount, in whole units of its currency; proven equal to the request's when
    /// `approved`. (docs/protocol.md, scanning in the store.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
    /// `cost_text`: not sent by MYPAY: `cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub cost_text: String,
    /// `actual_cost`: what was paid, in whole units of its currency. (docs/protocol.md, scanning in the store.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub actual_cost: Option<i64>,
    /// `actual_cost_text`: not sent by MYPAY: `actual_cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub actual_cost_text: String,
    /// `pfn`: the wallet that paid. See [`Pfn`](crate::mypay::Pfn). (docs/protocol.md, scanning in the store.)
    #[serde(deserialize_with = "lenient::text")]
    pub pfn: String,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "lenient::extra")]
    pub extra: BTreeMap<String, String>,
}
