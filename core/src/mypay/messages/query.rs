//! Asking after an order (document 003, "交易查詢").

use super::*;
use crate::mypay::lenient;
use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// A question about one order (`api/queryorder`).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default, deny_unknown_fields)]
pub struct QueryOrderRequest {
    /// `uid`: MYPAY's number of the order, from the reply that made it. Required. (『交易查詢』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required, printable)]
    pub uid: String,
    /// `key`: the order's secret, from the reply that made it. Required. Never logged. (『交易查詢』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required)]
    pub key: String,
    /// `order_id`: not sent: your order number. It goes onto errors, and a reply about another order is a `mismatch`.
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(not_blank, bytes(50), printable)]
    pub order_id: Option<String>,
    /// `cost`: not sent: your order's amount, in whole units of its currency; a reply about another amount is a
    /// `mismatch`.
    #[serde(with = "lenient::optional_whole", skip_serializing_if = "Option::is_none")]
    #[limit(amount(0..=999_999_999))]
    pub cost: Option<i64>,
    /// `cost_text`: not sent: `cost` if it has decimals, such as 12.50 (with `currency` CNY).
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub cost_text: Option<String>,
    /// `currency`: not sent: your order's currency, TWD or CNY; a reply in another one is a `mismatch`. Unset, it is TWD
    /// where `cost` is set, and otherwise not compared. See [`Currency`](crate::mypay::Currency).
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    #[limit(one_of("TWD", "CNY"))]
    pub currency: Option<String>,
    /// Fields that the table lacks but that MYPAY asked this merchant to send. They follow the table's
    /// fields, as text; a name of the table is refused here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// An order's present state.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct QueryOrderResponse {
    /// `state`: not sent by MYPAY: what `prc` means for the shop, once the amounts are compared: `paid`,
    /// `paid_with_different_amount` (290, or an `actual_cost` that is not `cost`), `pending`, `failed`,
    /// `cancelled`, `refunded`, `refunded_with_different_amount`, `accepted` or `unknown` (which a failure beside money
    /// is, too). It stays `paid` after a refund: look at `refund_state` and `cancel_state` too. See [`PrcClass`](crate::mypay::PrcClass).
    #[serde(skip_deserializing)]
    pub state: String,
    /// `refund_state`: not sent by MYPAY: what the rows of `refund_order` come to: `none`, `pending`, `part`,
    /// `whole` or `unknown`. See [`Reversal`](crate::mypay::Reversal).
    #[serde(skip_deserializing)]
    pub refund_state: String,
    /// `cancel_state`: not sent by MYPAY: what the rows of `cancel_order` come to: `none`, `pending`, `part`,
    /// `whole` or `unknown`. See [`Reversal`](crate::mypay::Reversal).
    #[serde(skip_deserializing)]
    pub cancel_state: String,
    /// `uid`: MYPAY's number of the order; proven equal to the request's. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub uid: String,
    /// `key`: the order's secret. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub key: String,
    /// `prc`: the order's state. See [`Prc`](crate::mypay::Prc). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub prc: String,
    /// `finishtime`: when it reached that state, `YYYYMMDDHHmmss` in Taipei time. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub finishtime: String,
    /// `cardno`: the card, masked; the table calls it the bank's answer code. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub cardno: String,
    /// `acode`: the authorisation code. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub acode: String,
    /// `card_type`: the card's scheme. See [`CardType`](crate::mypay::CardType). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub card_type: String,
    /// `issuing_bank`: the bank that issued the card. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub issuing_bank: String,
    /// `issuing_bank_uid`: that bank's code. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub issuing_bank_uid: String,
    /// `is_agent_charge`: whether the agent collects. See [`IsAgentCharge`](crate::mypay::IsAgentCharge).
    /// (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub is_agent_charge: String,
    /// `transaction_mode`: whose contract with the acquirer it is. See
    /// [`TransactionMode`](crate::mypay::TransactionMode). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub transaction_mode: String,
    /// `supplier_name`: the company that moved the money. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub supplier_name: String,
    /// `supplier_code`: its code. See [`Supplier`](crate::mypay::Supplier). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub supplier_code: String,
    /// `order_id`: your order number. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub order_id: String,
    /// `user_id`: your account name of the customer. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub user_id: String,
    /// `cost`: the order's amount, in whole units of `currency`; unset if absent or not whole. (『交易查詢』回傳欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
    /// `cost_text`: not sent by MYPAY: `cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub cost_text: String,
    /// `currency`: the order's currency. See [`Currency`](crate::mypay::Currency). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub currency: String,
    /// `actual_cost`: what was really paid or paid back, in whole units of `actual_currency`; unset if absent or
    /// not whole. (『交易查詢』回傳欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub actual_cost: Option<i64>,
    /// `actual_cost_text`: not sent by MYPAY: `actual_cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub actual_cost_text: String,
    /// `actual_currency`: the currency of `actual_cost`. See [`Currency`](crate::mypay::Currency). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub actual_currency: String,
    /// `voucher_paid`: vouchers that were sold for money. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::list")]
    pub voucher_paid: Vec<PaidVoucher>,
    /// `voucher_free`: vouchers that were given away. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::list")]
    pub voucher_free: Vec<FreeVoucher>,
    /// `price`: the points or amount asked for; unset if absent or not whole. (『交易查詢』回傳欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub price: Option<i64>,
    /// `price_text`: not sent by MYPAY: `price` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub price_text: String,
    /// `actual_price`: the points or amount really used; unset if absent or not whole. (『交易查詢』回傳欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub actual_price: Option<i64>,
    /// `actual_price_text`: not sent by MYPAY: `actual_price` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub actual_price_text: String,
    /// `recharge_code`: the product code of a top-up. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub recharge_code: String,
    /// `love_cost`: the donation, in whole New Taiwan dollars; unset if absent or not whole. (『交易查詢』回傳欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub love_cost: Option<i64>,
    /// `love_cost_text`: not sent by MYPAY: `love_cost` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub love_cost_text: String,
    /// `retmsg`: the result in words. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub retmsg: String,
    /// `pfn`: how it was paid. See [`Pfn`](crate::mypay::Pfn). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub pfn: String,
    /// `trans_type`: plain, instalments or bonus. See [`TransType`](crate::mypay::TransType). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub trans_type: String,
    /// `redeem`: the bonus points used, as the JSON text that came; parsed in `redeem_detail`. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub redeem: String,
    /// `redeem_detail`: not sent by MYPAY: `redeem`, parsed; unset if it is empty.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub redeem_detail: Option<Redeem>,
    /// `payment_name`: the name of a standing payment. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub payment_name: String,
    /// `nois`: which instalment of a standing payment this is. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub nois: String,
    /// `group_id`: the number of a standing payment. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub group_id: String,
    /// `bank_id`: the bank of a virtual account. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub bank_id: String,
    /// `expired_date`: until when a virtual account, store code or cardless plan can be paid, `YYYYMMDDHHmmss`
    /// in Taipei time. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub expired_date: String,
    /// `appropriation_date`: when the money is expected to be paid out, `YYYYMMDD`. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub appropriation_date: String,
    /// `result_type`: the form of `result_content`. See [`ResultType`](crate::mypay::ResultType). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub result_type: String,
    /// `result_content_type`: whose content it is. See [`ResultContentType`](crate::mypay::ResultContentType).
    /// (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub result_content_type: String,
    /// `result_content`: what the customer must pay with, as the JSON text that came; parsed in
    /// `payment_instructions`. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub result_content: String,
    /// `payment_instructions`: not sent by MYPAY: `result_content`, parsed; unset if it is none of the five
    /// documented forms.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub payment_instructions: Option<PaymentInstructions>,
    /// `refund_order`: every refund of this order. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::list")]
    pub refund_order: Vec<RefundInfo>,
    /// `cancel_order`: every cancellation of this order. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::list")]
    pub cancel_order: Vec<CancelInfo>,
    /// `invoice_state`: what became of the e-invoice. See [`InvoiceState`](crate::mypay::InvoiceState).
    /// (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_state: String,
    /// `invoice_date`: when it was issued; the table says `YYYYMMDD`, its example has `YYYYMMDDHHmmss`.
    /// (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_date: String,
    /// `invoice_wordtrack`: the two letters before its number. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_wordtrack: String,
    /// `invoice_number`: its number. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_number: String,
    /// `invoice_rand_code`: its random code. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_rand_code: String,
    /// `invoice_seller_ban`: the seller's tax number. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_seller_ban: String,
    /// `invoice_buyer_ban`: the buyer's tax number. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_buyer_ban: String,
    /// `invoice_left_qrcode`: the content of the left QR code. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_left_qrcode: String,
    /// `invoice_middle_barcode`: the content of the Code-39 barcode. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_middle_barcode: String,
    /// `invoice_right_qrcode`: the content of the right QR code. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_right_qrcode: String,
    /// `invoice_title_type`: whether the title is text or a picture. See
    /// [`InvoiceTitleType`](crate::mypay::InvoiceTitleType). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_title_type: String,
    /// `invoice_title`: the title printed on it. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_title: String,
    /// `invoice_print_type`: what is printed. See [`InvoicePrintType`](crate::mypay::InvoicePrintType).
    /// (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_print_type: String,
    /// `invoice_print_device`: what prints it. See [`InvoicePrintDevice`](crate::mypay::InvoicePrintDevice).
    /// (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_print_device: String,
    /// `invoice_amount`: its total, in whole New Taiwan dollars; unset if absent or not whole. (『交易查詢』回傳欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub invoice_amount: Option<i64>,
    /// `invoice_amount_text`: not sent by MYPAY: `invoice_amount` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_amount_text: String,
    /// `invoice_sales_amount`: its sales amount, in whole New Taiwan dollars; unset if absent or not whole.
    /// (『交易查詢』回傳欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub invoice_sales_amount: Option<i64>,
    /// `invoice_sales_amount_text`: not sent by MYPAY: `invoice_sales_amount` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_sales_amount_text: String,
    /// `invoice_tax_amount`: its tax, in whole New Taiwan dollars; unset if absent or not whole. (『交易查詢』回傳欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub invoice_tax_amount: Option<i64>,
    /// `invoice_tax_amount_text`: not sent by MYPAY: `invoice_tax_amount` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_tax_amount_text: String,
    /// `invoice_order_detail`: its lines, as the JSON text that came; parsed in `invoice_lines`. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_order_detail: String,
    /// `invoice_lines`: not sent by MYPAY: `invoice_order_detail`, parsed.
    #[serde(skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    pub invoice_lines: Vec<InvoiceLine>,
    /// `invoice_ratetype`: its tax. See [`InvoiceRateType`](crate::mypay::InvoiceRateType). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_ratetype: String,
    /// `invoice_input_type`: its kind. See [`InvoiceInputType`](crate::mypay::InvoiceInputType). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_input_type: String,
    /// `invoice_cloud_type`: where a cloud invoice went. See
    /// [`InvoiceCloudType`](crate::mypay::InvoiceCloudType). (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_cloud_type: String,
    /// `invoice_mobile_code`: the mobile barcode carrier. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_mobile_code: String,
    /// `invoice_tax_id`: the buyer's tax number on a cloud invoice. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_tax_id: String,
    /// `invoice_natural_person`: the citizen certificate carrier. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_natural_person: String,
    /// `invoice_m_post_zone`: the postal code for a winning invoice. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_m_post_zone: String,
    /// `invoice_m_address`: the address for a winning invoice. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_m_address: String,
    /// `invoice_love_code`: the charity's code. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_love_code: String,
    /// `invoice_b2b_title`: the company's name. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_b2b_title: String,
    /// `invoice_b2b_id`: the company's tax number. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_b2b_id: String,
    /// `invoice_b2b_post_zone`: the company's postal code. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_b2b_post_zone: String,
    /// `invoice_b2b_address`: the company's address. Never logged. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub invoice_b2b_address: String,
    /// `invoice_allowance`: what was later taken off the invoice. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::list")]
    pub invoice_allowance: Vec<InvoiceAllowance>,
    /// `echo_0`: your own text from the order. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_0: String,
    /// `echo_1`: your own text from the order. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_1: String,
    /// `echo_2`: your own text from the order. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_2: String,
    /// `echo_3`: your own text from the order. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_3: String,
    /// `echo_4`: your own text from the order. (『交易查詢』回傳欄位.)
    #[serde(deserialize_with = "lenient::text")]
    pub echo_4: String,
    /// Every further field of the reply, as text.
    #[serde(flatten, deserialize_with = "lenient::extra")]
    pub extra: BTreeMap<String, String>,
}
