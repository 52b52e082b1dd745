//! The sandbox's own reading of the request tables in document 000.
//!
//! Written from the document and not from `twpos`, so that a slip there is caught here.

use super::carriers::Carrier;
use super::set_operation::SetOperation;
use crate::{invoice_codes, phone_codes};
use Rule::{Amount, AmountOrEmpty, Code, Exactly, Filled, OneOf, Optional, Present, TaxNumber, Time, TwoDigits};
use jiff::civil::DateTime;
use serde_json::{Map, Value};

/// The format that the document writes `YYYY/MM/DD HH:MI:SS`.
pub(super) const TIME_FORMAT: &str = "%Y/%m/%d %H:%M:%S";

/// One line of a table: the vendor's name, its String(n), and what must be there.
struct Row(&'static str, usize, Rule);

#[derive(Clone, Copy)]
enum Rule {
    /// 必填, and nothing can be done without it.
    Filled,
    /// 必填: what the customer's phone shows.
    Code,
    /// 必填, but a till may have nothing to say.
    Present,
    /// 必填, with one value only.
    Exactly(&'static str),
    /// 必填: 1-999999999.
    Amount,
    /// 必填, but empty or 0 where this amount does not apply.
    AmountOrEmpty,
    /// 必填: a time.
    Time,
    /// 必填: 機號(2位),左補0.
    TwoDigits,
    /// 必填: a company's tax number, 統編.
    TaxNumber,
    /// 必填: 商家統編, of which a till may have nothing to say.
    TaxNumberOrEmpty,
    /// 必填: one of these.
    OneOf(&'static [&'static str]),
    /// Not 必填: 共通載具、自然人憑證、主GID.
    Vehicle,
    /// Not 必填: 愛心碼.
    Donate,
    /// Not 必填.
    Optional,
}

const PAY: &[Row] = &[
    Row("PayType", 10, Exactly("Token")),
    Row("BuyerID", 1024, Code),
    Row("Ccy", 3, Exactly("TWD")),
    Row("TxAmt", 9, Amount),
    Row("NonRedeemAmt", 9, AmountOrEmpty),
    Row("NonPointAmt", 9, AmountOrEmpty),
    Row("StoreId", 20, Filled),
    Row("StoreName", 100, Present),
    Row("PosNo", 8, TwoDigits),
    Row("OPSeq", 50, Filled),
    Row("OPTime", 30, Time),
    Row("ReceiptNo", 10, Optional),
    Row("ReceiptReriod", 7, Optional),
    Row("TaxID", 8, Rule::TaxNumberOrEmpty),
    Row("CorpID", 8, TaxNumber),
    Row("Vehicle", 17, Rule::Vehicle),
    Row("Donate", 8, Rule::Donate),
    Row("ItemAmt", 9, AmountOrEmpty),
    Row("UtilityAmt", 9, AmountOrEmpty),
    Row("CommAmt", 9, AmountOrEmpty),
    Row("ExceptAmt1", 9, AmountOrEmpty),
    Row("ExceptAmt2", 9, AmountOrEmpty),
    Row("BonusType", 50, OneOf(&["None", "ByWallet"])),
    Row("BonusCategory", 50, Optional),
    Row("BonusID", 3, Optional),
    Row("PaymentNo", 3, Present),
    Row("Remark", 1000, Present),
    Row("ReceiptPrint", 1, Present),
];

const REFUND: &[Row] = &[
    Row("OPSeq", 50, Filled),
    Row("BankSeq", 20, Filled),
    Row("TxAmt", 9, Amount),
    Row("OPRefundSeq", 50, Filled),
    Row("OPRefundTime", 30, Time),
    Row("StoreId", 20, Filled),
    Row("StoreName", 100, Present),
    Row("PosNo", 8, TwoDigits),
    Row("CorpID", 8, TaxNumber),
    Row("Remark", 1000, Present),
];

const CANCEL: &[Row] = &[Row("OPSeq", 50, Filled), Row("CorpID", 8, TaxNumber)];

const TOP_UP: &[Row] = &[
    Row("BuyerID", 1024, Code),
    Row("Ccy", 3, Exactly("TWD")),
    Row("TopUpAmt", 9, Amount),
    Row("StoreId", 20, Filled),
    Row("StoreName", 100, Present),
    Row("PosNo", 8, TwoDigits),
    Row("OPSeq", 50, Filled),
    Row("OPTime", 30, Time),
    Row("CorpID", 8, TaxNumber),
    Row("PaymentNo", 3, Present),
    Row("Remark", 1000, Present),
];

const REFUND_TOP_UP: &[Row] = &[
    Row("BuyerID", 1024, Code),
    Row("OPSeq", 50, Filled),
    Row("BankSeq", 20, Filled),
    Row("TopUpAmt", 9, Amount),
    Row("OPRefundSeq", 50, Filled),
    Row("OPRefundTime", 30, Time),
    Row("StoreId", 20, Filled),
    Row("StoreName", 100, Present),
    Row("PosNo", 8, TwoDigits),
    Row("CorpID", 8, TaxNumber),
    Row("Remark", 1000, Present),
];

const CANCEL_TOP_UP: &[Row] = &[
    Row("BuyerID", 1024, Code),
    Row("OPSeq", 50, Filled),
    Row("CorpID", 8, TaxNumber),
];

/// The lines under `ItemList`, whose 必填 column is blank.
const ITEM: &[Row] = &[
    Row("ItemName", 20, Optional),
    Row("Quantity", 20, Optional),
    Row("Remark", 1000, Optional),
];
const MOST_ITEMS: usize = 61;

/// Every problem of a request, in the order of its table; fields that the table lacks are let through.
pub(super) fn problems(operation: SetOperation, message: &Map<String, Value>) -> Vec<String> {
    let rows = match operation {
        SetOperation::Pay => PAY,
        SetOperation::Refund => REFUND,
        SetOperation::Cancel => CANCEL,
        SetOperation::TopUp => TOP_UP,
        SetOperation::RefundTopUp => REFUND_TOP_UP,
        SetOperation::CancelTopUp => CANCEL_TOP_UP,
    };
    let mut problems = check_rows(rows, message);
    if operation == SetOperation::Pay {
        problems.extend(check_bonus_category(message));
    }
    if operation.is_charge() {
        problems.extend(check_items(message.get("ItemList")));
    }
    problems
}

/// An amount as this host reads it: digits alone, no leading zero.
pub(super) fn amount(text: &str) -> Option<i64> {
    let plain = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    let amount = plain.then(|| text.parse::<i64>().ok())??;
    (amount == 0 && text == "0" || !text.starts_with('0')).then_some(amount)
}

fn check_rows(rows: &[Row], message: &Map<String, Value>) -> Vec<String> {
    let problems = rows.iter().map(|row| (row.0, check_row(row, message.get(row.0))));
    problems
        .filter_map(|(name, result)| Some(format!("{name}: {}", result.err()?)))
        .collect()
}

fn check_row(&Row(_, max, rule): &Row, value: Option<&Value>) -> Result<(), String> {
    let text = match value {
        Some(Value::String(text)) => text,
        Some(_) => return Err("must be a JSON string".to_owned()),
        None if matches!(rule, Optional | Rule::Vehicle | Rule::Donate) => return Ok(()),
        None => return Err("is missing".to_owned()),
    };
    let chars = text.chars().count();
    if chars > max {
        return Err(format!("has {chars} characters; at most {max} fit"));
    }
    let problem = match rule {
        Filled | Code if text.is_empty() => Some("is empty".to_owned()),
        Code => phone_codes::icash_problem(text).map(str::to_owned),
        Exactly(only) if text != only => Some(format!("must be {only}")),
        Amount if amount(text).is_none_or(|amount| amount < 1) => Some("must be 1-999999999".to_owned()),
        AmountOrEmpty if !text.is_empty() && amount(text).is_none() => Some("must be empty or 0-999999999".to_owned()),
        TwoDigits if text.len() != 2 || !is_digits(text) => Some("must be two digits".to_owned()),
        TaxNumber if !invoice_codes::is_tax_number(text) => Some("must be eight digits".to_owned()),
        Rule::TaxNumberOrEmpty if !text.is_empty() && !invoice_codes::is_tax_number(text) => {
            Some("must be empty or eight digits".to_owned())
        }
        OneOf(values) if !values.contains(&text.as_str()) => Some(format!("must be {}", values.join(" or "))),
        Rule::Vehicle if !text.is_empty() && Carrier::of(text).is_none() => {
            Some("is not a mobile barcode, a citizen certificate or a main GID".to_owned())
        }
        Rule::Donate if !text.is_empty() && !invoice_codes::is_donation_code(text) => {
            Some("is no donation code, which is three to seven digits".to_owned())
        }
        Time if !is_time(text) => Some("must be a time as YYYY/MM/DD HH:MM:SS".to_owned()),
        _ => None,
    };
    problem.map_or(Ok(()), Err)
}

/// Parsing alone would let `2024/5/1 1:2:3` through.
fn is_time(text: &str) -> bool {
    DateTime::strptime(TIME_FORMAT, text).is_ok_and(|time| time.strftime(TIME_FORMAT).to_string() == text)
}

/// ICPOS001 request 24: with a value of its own only where no points are used.
fn check_bonus_category(message: &Map<String, Value>) -> Option<String> {
    const CATEGORIES: [&str; 4] = ["NotBonusStore", "TobaccoInclude", "DHL", "UtilityInclude"];
    let text = |name: &str| message.get(name).and_then(Value::as_str).unwrap_or_default();
    let problem = match text("BonusCategory") {
        "" => return None,
        _ if text("BonusType") != "None" => "goes with BonusType None only".to_owned(),
        category if !CATEGORIES.contains(&category) => format!("must be one of {}", CATEGORIES.join(", ")),
        _ => return None,
    };
    Some(format!("BonusCategory: {problem}"))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn check_items(list: Option<&Value>) -> Vec<String> {
    let items = match list {
        None => return Vec::new(),
        Some(Value::Array(items)) => items,
        Some(_) => return vec!["ItemList: must be a list".to_owned()],
    };
    let mut problems = Vec::new();
    if items.len() > MOST_ITEMS {
        problems.push(format!(
            "ItemList: has {} entries; at most {MOST_ITEMS} fit",
            items.len()
        ));
    }
    for (index, item) in items.iter().enumerate() {
        let found = match item {
            Value::Object(item) => check_rows(ITEM, item),
            _ => vec!["an item must be an object".to_owned()],
        };
        problems.extend(found.into_iter().map(|problem| format!("ItemList[{index}] {problem}")));
    }
    problems
}
