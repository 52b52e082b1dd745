//! The sandbox's own reading of the request tables in document 003.
//!
//! Written from the document and not from `twpos`, so that a slip there is caught here. What the tables
//! call text and what they call integer, the document's own samples mix: both are taken everywhere.

use super::command::Command;
use super::message::{Fields, value_text};
use super::money::Money;
use super::tools;
use crate::invoice_codes;
use Need::{Optional, Required};
use Rule::{Amount, Bytes, Count, OneOf, SignedAmount, Text, Tool};
use serde_json::Value;
use std::collections::HashSet;

/// One line of a table.
struct Row(&'static str, Need, Rule);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// 必填.
    Required,
    Optional,
}

#[derive(Clone, Copy)]
enum Rule {
    Text,
    /// Text with a greatest length in bytes.
    Bytes(usize),
    /// An amount from 0; the document gives no ends.
    Amount,
    /// An amount: a line of an order may be a discount.
    SignedAmount,
    /// A whole number from 0.
    Count,
    /// One of a value table (值內容).
    OneOf(&'static [&'static str]),
    /// 『付款方式』 or 附錄一, one or several with commas between.
    Tool,
}

const FLAG: Rule = OneOf(&["0", "1"]);

/// 『PayPage金流交易-折價券模式』欄位, less the lists. `api/transaction` takes the same and two more.
const ORDER: &[Row] = &[
    Row("user_id", Required, Text),
    Row("cost", Required, Amount),
    Row("order_id", Required, Bytes(50)),
    Row("ip", Required, Text),
    Row("user_name", Optional, Text),
    Row("user_real_name", Optional, Text),
    Row("user_english_name", Optional, Text),
    Row("user_zipcode", Optional, Text),
    Row("user_address", Optional, Text),
    Row("user_sn_type", Optional, OneOf(&["1", "2", "3"])),
    Row("user_sn", Optional, Text),
    Row("user_phone", Optional, Text),
    Row("user_cellphone_code", Optional, Text),
    Row("user_cellphone", Optional, Text),
    Row("user_email", Optional, Text),
    Row("user_birthday", Optional, Text),
    Row("currency", Optional, OneOf(&["TWD", "CNY"])),
    Row("enable_dcc", Optional, FLAG),
    Row("item", Optional, Count),
    Row("echo_0", Optional, Text),
    Row("echo_1", Optional, Text),
    Row("echo_2", Optional, Text),
    Row("echo_3", Optional, Text),
    Row("echo_4", Optional, Text),
    Row("interface", Optional, Text),
    Row("success_returl", Optional, Text),
    Row("failure_returl", Optional, Text),
    Row("limit_pay_days", Optional, Count),
    Row("enable_quickpay", Optional, FLAG),
    Row("transaction_type", Optional, OneOf(&["1", "2"])),
    Row("creditcard_installment", Optional, Text),
    Row("each_code", Optional, Text),
    Row("issue_invoice_state", Optional, OneOf(&["0", "1", "2"])),
    Row("invoice_ratetype", Optional, OneOf(&["1", "2", "3"])),
    Row("invoice_input_type", Optional, OneOf(&["1", "2", "3"])),
    Row("invoice_cloud_type", Optional, OneOf(&["2", "3", "4"])),
    Row("invoice_tax_id", Optional, Text),
    Row("invoice_mobile_code", Optional, Text),
    Row("invoice_natural_person", Optional, Text),
    Row("invoice_m_post_zone", Optional, Text),
    Row("invoice_m_address", Optional, Text),
    Row("invoice_love_code", Optional, Text),
    Row("invoice_b2b_title", Optional, Text),
    Row("invoice_b2b_id", Optional, Text),
    Row("invoice_b2b_address", Optional, Text),
    Row("invoice_b2b_title_force", Optional, FLAG),
    Row("invoice_b2b_id_force", Optional, FLAG),
    Row("invoice_b2b_address_force", Optional, FLAG),
    Row("agent_sms_fee_type", Optional, FLAG),
    Row("agent_charge_fee_type", Optional, FLAG),
    Row("agent_charge_fee", Optional, Count),
    Row("is_agent_charge", Optional, FLAG),
    Row("voucher_type", Optional, OneOf(&["0", "1", "2"])),
    Row("voucher_invoice_type", Optional, OneOf(&["1", "2"])),
];

const PAGE: &[Row] = &[Row("pfn", Optional, Tool)];

/// 『交易查詢』欄位: the column 必須 is empty, but nothing can be found without them.
const QUERY: &[Row] = &[Row("uid", Required, Text), Row("key", Required, Text)];

/// 『交易退款-折價券模式』欄位, less the lists.
const REFUND: &[Row] = &[
    Row("key", Required, Text),
    Row("uid", Required, Text),
    Row("cost", Required, Amount),
    Row("invoice_state", Optional, OneOf(&["4", "6"])),
];

/// 『商品項目』欄位.
const ITEM: &[Row] = &[
    Row("id", Required, Text),
    Row("name", Required, Text),
    Row("cost", Required, SignedAmount),
    Row("amount", Required, Count),
    Row("total", Required, SignedAmount),
    Row("image_url", Optional, Text),
];

/// 『有償票券項目』欄位. The column 必須 is empty; a voucher without number or worth is none.
const PAID_VOUCHER: &[Row] = &[
    Row("product_id", Required, Bytes(32)),
    Row("serial_number", Required, Text),
    Row("name", Optional, Text),
    Row("cost", Required, Amount),
    Row("issuer", Optional, OneOf(&["1", "2"])),
    Row("refund_return_type", Optional, OneOf(&["1", "2", "3"])),
];

/// 『無償票券項目』欄位.
const FREE_VOUCHER: &[Row] = &[
    Row("product_id", Required, Bytes(32)),
    Row("serial_number", Required, Text),
    Row("name", Optional, Text),
    Row("cost", Required, Amount),
    Row("issuer", Optional, OneOf(&["1", "2", "3"])),
];

/// 『票券項目』欄位, of a refund.
const VOUCHER: &[Row] = &[
    Row("product_id", Required, Bytes(32)),
    Row("serial_number", Required, Text),
];

/// Every problem of a request; fields that the table lacks are let through.
///
/// `store` is the uid that `store_uid` must be. The tables demand it of agents, whom it tells whose order
/// it is; a store and its app have named themselves already, so there it may be left out.
pub(super) fn problems(command: Command, message: &Fields, store: &str, by_agent: bool) -> Vec<String> {
    let mut problems = Vec::new();
    match message.get("store_uid").and_then(value_text) {
        None if by_agent && command != Command::QueryOrder => problems.push("store_uid: is missing".to_owned()),
        Some(uid) if uid != store => problems.push("store_uid: unknown".to_owned()),
        _ => {}
    }
    match command {
        Command::CreateOrder => {
            problems.extend(rows(ORDER, message));
            problems.extend(rows(PAGE, message));
            problems.extend(printed_on_page(message));
            problems.extend(on_invoice(message));
            problems.extend(order_lists(message));
        }
        Command::ScanPay => {
            problems.extend(rows(ORDER, message));
            problems.extend(tools::scanned_code(message).err());
            problems.extend(on_invoice(message));
            problems.extend(order_lists(message));
        }
        Command::QueryOrder => problems.extend(rows(QUERY, message)),
        Command::RefundOrder => {
            problems.extend(rows(REFUND, message));
            problems.extend(list("items", ITEM, items(message), Optional));
            problems.extend(list("voucher_paid", VOUCHER, paid_vouchers(message), Optional));
        }
    }
    problems
}

/// A whole number, written as one or as decimal text.
pub(super) fn whole(value: Option<&Value>) -> Option<i64> {
    let text = value_text(value?)?;
    let digits = text.strip_prefix('-').unwrap_or(&text);
    // Parsing alone would let `+5` through; nine digits are what a till can mean.
    let plain = !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

pub(super) fn items(message: &Fields) -> Option<&Value> {
    message.get("items")
}

/// `voucher_paid`, or `voucherPaid` as the document's Java and C# samples spell it: a merchant who began
/// with those has always sent that, and the samples say that it works.
pub(super) fn paid_vouchers(message: &Fields) -> Option<&Value> {
    message.get("voucher_paid").or_else(|| message.get("voucherPaid"))
}

/// `voucher_free`, or `voucherFree` as with [`paid_vouchers`].
pub(super) fn free_vouchers(message: &Fields) -> Option<&Value> {
    message.get("voucher_free").or_else(|| message.get("voucherFree"))
}

/// The sum of a column of a list.
pub(super) fn sum(list: Option<&Value>, column: &str) -> Money {
    let entries = list.and_then(Value::as_array).into_iter().flatten();
    entries.filter_map(|entry| Money::of_value(entry.get(column))).sum()
}

fn rows(rows: &[Row], message: &Fields) -> Vec<String> {
    let problems = rows.iter().map(|row| (row.0, check(row, message.get(row.0))));
    problems
        .filter_map(|(name, result)| Some(format!("{name}: {}", result.err()?)))
        .collect()
}

fn check(&Row(_, need, rule): &Row, value: Option<&Value>) -> Result<(), String> {
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(value) => value_text(value).ok_or("must be text or a number")?,
    };
    if text.trim().is_empty() {
        return match need {
            Required => Err("is missing".to_owned()),
            Optional => Ok(()),
        };
    }
    let (number, amount) = (whole(value), Money::of_value(value));
    let problem = match rule {
        Bytes(max) if text.len() > max => Some(format!("has {} bytes; at most {max} fit", text.len())),
        Amount if amount.is_none_or(|amount| amount < Money::ZERO) => Some("must be an amount from 0".to_owned()),
        SignedAmount if amount.is_none() => Some("must be an amount".to_owned()),
        Count if number.is_none_or(|number| number < 0) => Some("must be a whole number from 0".to_owned()),
        OneOf(values) if !values.contains(&text.as_str()) => Some(format!("must be one of {}", values.join(", "))),
        Tool if text.split(',').any(|tool| !tools::is_known(tool.trim())) => {
            Some("is not in the table of payment tools".to_owned())
        }
        _ => None,
    };
    problem.map_or(Ok(()), Err)
}

fn order_lists(message: &Fields) -> Vec<String> {
    let mut problems = list("items", ITEM, items(message), Required);
    problems.extend(list("voucher_paid", PAID_VOUCHER, paid_vouchers(message), Optional));
    problems.extend(list("voucher_free", FREE_VOUCHER, free_vouchers(message), Optional));
    if !problems.is_empty() {
        return problems;
    }
    problems.extend(decimals(message));
    problems.extend(without_voucher_mode(message));
    problems.extend(too_cheap(message));
    problems
}

/// NT$ have none.
fn decimals(message: &Fields) -> Vec<String> {
    let fits = |value: Option<&Value>| Money::of_value(value).is_none_or(|amount| amount.fits(message));
    let lists = [
        ("items", items(message), &["cost", "total"][..]),
        ("voucher_paid", paid_vouchers(message), &["cost"]),
        ("voucher_free", free_vouchers(message), &["cost"]),
    ];
    let mut problems = Vec::new();
    let mut check = |path: String, value: Option<&Value>| {
        if !fits(value) {
            problems.push(format!("{path}: must be whole, as NT$ are"));
        }
    };
    check("cost".to_owned(), message.get("cost"));
    for (name, list, columns) in lists {
        for (index, entry) in list.and_then(Value::as_array).into_iter().flatten().enumerate() {
            for column in columns {
                check(format!("{name}[{index}] {column}"), entry.get(*column));
            }
        }
    }
    problems
}

/// "使用paypage交易與開立發票同時進行時,絕對不可以使用此模式".
fn printed_on_page(message: &Fields) -> Option<String> {
    let is = |name: &str, code: &str| message.get(name).and_then(value_text).as_deref() == Some(code);
    let forbidden = is("issue_invoice_state", "1") && is("invoice_input_type", "3");
    forbidden.then(|| "invoice_input_type: must not be 3 on the pay page".to_owned())
}

/// The codes on an e-invoice, each where its row makes it effective (此欄位才有效); elsewhere the host looks past it.
/// What a company needs is taken for the page without a kind, too, where the customer may choose paper.
fn on_invoice(message: &Fields) -> Vec<String> {
    type Shape = (fn(&str) -> bool, &'static str);
    const TAX_NUMBER: Shape = (invoice_codes::is_tax_number, "must be eight digits");
    const MOBILE: Shape = (invoice_codes::is_mobile_barcode, "is not a mobile barcode");
    const CITIZEN: Shape = (invoice_codes::is_citizen_certificate, "is not a citizen certificate");
    const DONATION: Shape = (
        invoice_codes::is_donation_code,
        "is no donation code, which is three to seven digits",
    );
    let text = |name: &str| message.get(name).and_then(value_text).unwrap_or_default();
    let (kind, cloud) = (text("invoice_input_type"), text("invoice_cloud_type"));
    let rows: [(&str, bool, Shape); 5] = [
        ("invoice_tax_id", kind == "1", TAX_NUMBER),
        ("invoice_mobile_code", cloud == "2", MOBILE),
        ("invoice_natural_person", cloud == "3", CITIZEN),
        ("invoice_love_code", kind == "2", DONATION),
        ("invoice_b2b_id", matches!(kind.as_str(), "" | "3"), TAX_NUMBER),
    ];
    let wrong = rows.into_iter().filter(|(name, is_effective, (is_right, _))| {
        let code = text(name);
        *is_effective && !code.is_empty() && !is_right(&code)
    });
    wrong
        .map(|(name, _, (_, problem))| format!("{name}: {problem}"))
        .collect()
}

/// "0 不使用折價券模式(預設)".
fn without_voucher_mode(message: &Fields) -> Option<String> {
    let mode = message.get("voucher_type").and_then(value_text).unwrap_or_default();
    let lists = [paid_vouchers(message), free_vouchers(message)];
    let has_vouchers = lists
        .into_iter()
        .flatten()
        .any(|list| list != &Value::Array(Vec::new()));
    let off = matches!(mode.as_str(), "" | "0");
    (off && has_vouchers).then(|| "voucher_type: must be 1 or 2 when vouchers are given".to_owned())
}

/// "物品之總價加總 + 運費 - 折價券總金額". No field holds the shipping, so what is over counts as that.
fn too_cheap(message: &Fields) -> Option<String> {
    let vouchers = sum(paid_vouchers(message), "cost") + sum(free_vouchers(message), "cost");
    let least = sum(items(message), "total") - vouchers;
    let cost = Money::of_value(message.get("cost")).filter(|cost| *cost >= Money::ZERO)?;
    (cost < least).then(|| format!("cost: is {cost}; items less vouchers make {least}"))
}

fn list(name: &str, table: &[Row], list: Option<&Value>, need: Need) -> Vec<String> {
    let entries = match list {
        Some(Value::Array(entries)) if need == Optional || !entries.is_empty() => entries,
        None | Some(Value::Null) if need == Optional => return Vec::new(),
        None | Some(Value::Null | Value::Array(_)) => return vec![format!("{name}: is missing")],
        Some(_) => return vec![format!("{name}: must be a list")],
    };
    let mut problems = Vec::new();
    let mut numbers = HashSet::new();
    for (index, entry) in entries.iter().enumerate() {
        let found = match entry {
            Value::Object(entry) => rows(table, entry),
            _ => vec!["must be an object".to_owned()],
        };
        problems.extend(found.into_iter().map(|problem| format!("{name}[{index}] {problem}")));
        // "票券券號必須是唯一" within its group.
        let number = (entry.get("product_id"), entry.get("serial_number"));
        if number.1.is_some() && !numbers.insert(number) {
            problems.push(format!("{name}[{index}] serial_number: is given twice in its group"));
        }
    }
    problems
}
