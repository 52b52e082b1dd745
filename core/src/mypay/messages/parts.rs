//! What orders, refunds and queries are made of (document 003, "關聯欄位").

use crate::mypay::lenient;
use crate::wire;
use serde::Serialize;
use std::collections::BTreeMap;
use twpos_derive::Message;

/// One line of an order or refund.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default, deny_unknown_fields)]
pub struct Item {
    /// `id`: your product number. Required. (『商品項目』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required)]
    pub id: String,
    /// `name`: the product's name; a refund must repeat the order's. Required. (『商品項目』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required)]
    pub name: String,
    /// `cost`: the price of one, in whole units of the order's currency. Required, and 0 only where `total` is. (『商品項目』欄位.)
    #[serde(with = "wire::amount")]
    #[limit(required)]
    pub cost: i64,
    /// `cost_text`: not sent by itself: `cost` if it has decimals, such as 12.50 (CNY only); leave `cost` 0 then.
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub cost_text: Option<String>,
    /// `amount`: how many. Required, 1-999999999. (『商品項目』欄位.)
    #[serde(with = "wire::amount")]
    #[limit(required, amount(1..=999_999_999))]
    pub amount: i64,
    /// `total`: the line's price, in whole units of the order's currency. Required. (『商品項目』欄位.)
    #[serde(with = "wire::amount")]
    #[limit(required)]
    pub total: i64,
    /// `total_text`: not sent by itself: `total` if it has decimals, such as 12.50 (CNY only); leave `total` 0 then.
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub total_text: Option<String>,
    /// `image_url`: a picture, for LINE Pay online only. (『商品項目』欄位.)
    #[serde(deserialize_with = "wire::optional_text", skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
}

/// A voucher that was sold for money.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct PaidVoucher {
    /// `product_id`: the voucher group's number. Required, at most 32 bytes of UTF-8. (『有償票券項目』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required, bytes(32))]
    pub product_id: String,
    /// `serial_number`: the voucher's own number, unique within its group. Required. Never logged. (『有償票券項目』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required)]
    pub serial_number: String,
    /// `name`: its name. (『有償票券項目』欄位.)
    #[serde(deserialize_with = "wire::text")]
    pub name: String,
    /// `cost`: what it is worth, in whole New Taiwan dollars. 0-999999999. (『有償票券項目』欄位.)
    #[serde(with = "lenient::whole")]
    #[limit(amount(0..=999_999_999))]
    pub cost: i64,
    /// `cost_text`: not sent by itself: `cost` exactly, such as 12.50: in a reply as it came, in a request if it has
    /// decimals (CNY only); leave `cost` 0 then.
    #[serde(deserialize_with = "wire::text", skip_serializing_if = "String::is_empty")]
    pub cost_text: String,
    /// `issuer`: who issued it: 1 or 2; empty means 1. See
    /// [`PaidVoucherIssuer`](crate::mypay::PaidVoucherIssuer). (『有償票券項目』欄位.)
    #[serde(deserialize_with = "wire::text", skip_serializing_if = "String::is_empty")]
    #[limit(one_of("1", "2"))]
    pub issuer: String,
    /// `refund_return_type`: who gets its worth on a refund: 1, 2 or 3; empty means 1. See
    /// [`RefundReturnType`](crate::mypay::RefundReturnType). (『有償票券項目』欄位.)
    #[serde(deserialize_with = "wire::text", skip_serializing_if = "String::is_empty")]
    #[limit(one_of("1", "2", "3"))]
    pub refund_return_type: String,
    /// Every further field of a reply, as text. A request must not have any.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// A voucher that was given away.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct FreeVoucher {
    /// `product_id`: the voucher group's number. Required, at most 32 bytes of UTF-8. (『無償票券項目』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required, bytes(32))]
    pub product_id: String,
    /// `serial_number`: the voucher's own number, unique within its group. Required. Never logged. (『無償票券項目』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required)]
    pub serial_number: String,
    /// `name`: its name. (『無償票券項目』欄位.)
    #[serde(deserialize_with = "wire::text")]
    pub name: String,
    /// `cost`: what it is worth, in whole New Taiwan dollars. 0-999999999. (『無償票券項目』欄位.)
    #[serde(with = "lenient::whole")]
    #[limit(amount(0..=999_999_999))]
    pub cost: i64,
    /// `cost_text`: not sent by itself: `cost` exactly, such as 12.50: in a reply as it came, in a request if it has
    /// decimals (CNY only); leave `cost` 0 then.
    #[serde(deserialize_with = "wire::text", skip_serializing_if = "String::is_empty")]
    pub cost_text: String,
    /// `issuer`: who issued it: 1, 2 or 3. See [`FreeVoucherIssuer`](crate::mypay::FreeVoucherIssuer).
    /// (『無償票券項目』欄位.)
    #[serde(deserialize_with = "wire::text", skip_serializing_if = "String::is_empty")]
    #[limit(one_of("1", "2", "3"))]
    pub issuer: String,
    /// Every further field of a reply, as text. A request must not have any.
    #[serde(flatten, deserialize_with = "wire::extra")]
    pub extra: BTreeMap<String, String>,
}

/// A sold voucher that a refund gives back.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default, deny_unknown_fields)]
pub struct VoucherRef {
    /// `product_id`: the voucher group's number. Required, at most 32 bytes of UTF-8. (『票券項目』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required, bytes(32))]
    pub product_id: String,
    /// `serial_number`: the voucher's own number, unique within its group. Required. Never logged. (『票券項目』欄位.)
    #[serde(deserialize_with = "wire::text")]
    #[limit(required)]
    pub serial_number: String,
}

/// The bonus points that a card paid with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct Redeem {
    /// `type`: whether points paid all or a part. See [`RedeemType`](crate::mypay::RedeemType). (『紅利資訊』欄位.)
    #[serde(rename = "type", deserialize_with = "lenient::text")]
    pub redeem_type: String,
    /// `used`: the points used; unset if absent or not whole. (『紅利資訊』欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub used: Option<i64>,
    /// `used_text`: not sent by MYPAY: `used` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub used_text: String,
    /// `amount`: what the customer paid besides, in whole New Taiwan dollars; unset if absent or not whole.
    /// (『紅利資訊』欄位.)
    #[serde(with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// `amount_text`: not sent by MYPAY: `amount` as it came, exact, such as 205.40; empty if absent.
    #[serde(deserialize_with = "lenient::text")]
    pub amount_text: String,
}

/// One line of an e-invoice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct InvoiceLine {
    /// `Description`: the product's name. (『商品細項』欄位.)
    #[serde(rename = "Description", deserialize_with = "lenient::text")]
    pub description: String,
    /// `Quantity`: how many; may be a decimal. (『商品細項』欄位.)
    #[serde(rename = "Quantity", deserialize_with = "lenient::text")]
    pub quantity: String,
    /// `UnitPrice`: the price of one, in whole New Taiwan dollars, negative for a voucher; unset if not whole.
    /// (『商品細項』欄位.)
    #[serde(
        rename = "UnitPrice",
        with = "lenient::amount",
        skip_serializing_if = "Option::is_none"
    )]
    pub unit_price: Option<i64>,
    /// `UnitPrice_text`: not sent by MYPAY: `UnitPrice` as it came, exact, such as 205.40; empty if absent.
    #[serde(rename = "UnitPrice_text", deserialize_with = "lenient::text")]
    pub unit_price_text: String,
    /// `Amount`: the line's price, in whole New Taiwan dollars, negative for a voucher; unset if not whole.
    /// (『商品細項』欄位.)
    #[serde(rename = "Amount", with = "lenient::amount", skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// `Amount_text`: not sent by MYPAY: `Amount` as it came, exact, such as 205.40; empty if absent.
    #[serde(rename = "Amount_text", deserialize_with = "lenient::text")]
    pub amount_text: String,
}

/// One line of an allowance. The document refers to 『商品細項』 but its example has these names; both are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct AllowanceLine {
    /// `SeqNo`: the line's number. (『交易查詢』 example reply.)
    #[serde(rename = "SeqNo", deserialize_with = "lenient::text")]
    pub seq_no: String,
    /// `ItemID`: the order or refund it belongs to. (『交易查詢』 example reply.)
    #[serde(rename = "ItemID", deserialize_with = "lenient::text")]
    pub item_id: String,
    /// `ItemName`: the product's name. (『交易查詢』 example reply.)
    #[serde(rename = "ItemName", alias = "Description", deserialize_with = "lenient::text")]
    pub item_name: String,
    /// `Qty`: how many; may be a decimal. (『交易查詢』 example reply.)
    #[serde(rename = "Qty", alias = "Quantity", deserialize_with = "lenient::text")]
    pub qty: String,
    /// `TotalAmount`: the line's price, in whole New Taiwan dollars, negative for a voucher; unset if not whole.
    /// (『交易查詢』 example reply.)
    #[serde(
        rename = "TotalAmount",
        alias = "Amount",
        with = "lenient::amount",
        skip_serializing_if = "Option::is_none"
    )]
    pub total_amount: Option<i64>,
    /// `TotalAmount_text`: not sent by MYPAY: `TotalAmount` as it came, exact, such as 205.40; empty if absent.
    #[serde(
        rename = "TotalAmount_text",
        alias = "Amount_text",
        deserialize_with = "lenient::text"
    )]
    pub total_amount_text: String,
    /// `RateType`: its tax. See [`InvoiceRateType`](crate::mypay::InvoiceRateType). (『交易查詢』 example reply.)
    #[serde(rename = "RateType", deserialize_with = "lenient::text")]
    pub rate_type: String,
}
