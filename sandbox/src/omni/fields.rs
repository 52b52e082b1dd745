//! The sandbox's own reading of the request tables in document 002, in document 001, and on the gateway's
//! public pages for the four calls that neither document has.
//!
//! Written from there and not from `twpos`, so that a slip there is caught here.

use super::envelope::missing;
use super::omni_operation::OmniOperation;
use crate::phone_codes;
use Rule::{
    Amount, Code, Filled, OptionalAmount, OptionalObject, OptionalPart, OptionalText, OptionalTime, Part, Time, True,
};
use jiff::civil::DateTime;
use serde_json::{Map, Value};

/// What the documents write `YYYY-mm-dd HH:mm:ss`.
pub(super) const IPASS_TIME: &str = "%Y-%m-%d %H:%M:%S";
/// What the documents write `yyyy/MM/dd HH:mm:ss`.
const ICASH_TIME: &str = "%Y/%m/%d %H:%M:%S";
/// Where the tables print no length.
const ANY_LENGTH: usize = usize::MAX;

/// One line of a table: the vendor's name, and what must be there.
struct Row(&'static str, Rule);

#[derive(Clone, Copy)]
enum Rule {
    /// A string that says something, of at most so many characters.
    Filled(usize),
    /// What the customer's phone shows; the function says what is wrong with one.
    Code(fn(&str) -> Option<&'static str>),
    /// A string of at most so many characters, which may be empty or absent.
    OptionalText(usize),
    /// A time in this format.
    Time(&'static str),
    /// A time in this format, which may be empty or absent.
    OptionalTime(&'static str),
    /// An integer: money to move, so at least 1.
    Amount,
    /// The same, which may be absent.
    OptionalAmount,
    /// An integer: a part of an amount, so at least 0.
    Part,
    /// The same, which may be absent.
    OptionalPart,
    /// `true` and nothing else.
    True,
    /// An object with these lines and no others, which may be absent.
    OptionalObject(&'static [Row]),
}

/// 002 "Request Body Parameters - Request".
const IPASS_PAY: &[Row] = &[
    Row("req_id", Filled(36)),
    Row("trade_code", Code(phone_codes::omni_problem)),
    Row("amount", Amount),
    Row("order_number", Filled(100)),
    Row("store_id", Filled(20)),
    Row("terminal_id", Filled(8)),
    Row("capture", True),
    Row("pos_date_time", OptionalTime(IPASS_TIME)),
    Row("trade_date_time", OptionalTime(IPASS_TIME)),
    Row("product_desc", OptionalText(4000)),
    Row("remark", OptionalText(1000)),
    Row("redeem", OptionalObject(REDEEM)),
];

/// 002 "Request Body Parameters - Redeem", spelled as it is spelled there.
const REDEEM: &[Row] = &[Row("non_redeem_amout", OptionalPart)];

/// Public page "Ipass Search"; `order_number` by docs/protocol.md, where the page's table writes `orderNumber`.
const IPASS_SEARCH: &[Row] = &[Row("req_id", Filled(36)), Row("order_number", Filled(100))];

/// Public page "Ipass Refund": without an amount, all of it.
const IPASS_REFUND: &[Row] = &[
    Row("req_id", Filled(36)),
    Row("transaction_id", Filled(ANY_LENGTH)),
    Row("amount", OptionalAmount),
];

/// Public page "Integrate I Cash QRCode Pay"; `NonRedeemAmt` by docs/protocol.md.
const ICASH_PAY: &[Row] = &[
    Row("MerchantTradeNo", Filled(ANY_LENGTH)),
    Row("StoreID", OptionalText(ANY_LENGTH)),
    Row("StoreName", Filled(ANY_LENGTH)),
    Row("MerchantTradeDate", Time(ICASH_TIME)),
    Row("TotalAmount", Amount),
    Row("ItemAmt", Part),
    Row("UtilityAmt", Part),
    Row("CommAmt", Part),
    Row("NonRedeemAmt", OptionalPart),
    Row("ItemNonRedeemAmt", Part),
    Row("UtilityNonRedeemAmt", Part),
    Row("CommNonRedeemAmt", Part),
    Row("NonPointAmt", Part),
    Row("Barcode", Code(phone_codes::omni_problem)),
];

/// Public page "Integrate I Cash QRCode Pay Search".
const ICASH_SEARCH: &[Row] = &[Row("MerchantTradeNo", Filled(ANY_LENGTH))];

/// 001 "Request Body Parameters - Request".
const ICASH_CANCEL: &[Row] = &[
    Row("MerchantTradeNo", Filled(ANY_LENGTH)),
    Row("MerchantTradeDate", Time(ICASH_TIME)),
];

/// Every problem of a request, in the order of its table; fields that the table lacks are let through.
pub(super) fn problems(operation: OmniOperation, request: &Map<String, Value>) -> Vec<String> {
    let rows = match operation {
        OmniOperation::IpassPay => IPASS_PAY,
        OmniOperation::IpassSearch => IPASS_SEARCH,
        OmniOperation::IpassRefund => IPASS_REFUND,
        OmniOperation::IcashPay => ICASH_PAY,
        OmniOperation::IcashSearch => ICASH_SEARCH,
        OmniOperation::IcashCancel => ICASH_CANCEL,
    };
    let mut problems = check_rows(rows, request, "");
    if operation == OmniOperation::IcashPay && problems.is_empty() {
        problems.extend(check_sum(request));
    }
    problems
}

fn check_rows(rows: &[Row], fields: &Map<String, Value>, prefix: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for Row(name, rule) in rows {
        let path = format!("{prefix}{name}");
        problems.extend(check(&path, *rule, fields.get(*name)));
    }
    problems
}

fn check(path: &str, rule: Rule, value: Option<&Value>) -> Vec<String> {
    let problem = match rule {
        Filled(most) => text_problem(value, most, true),
        Code(problem_of) => text_problem(value, ANY_LENGTH, true).or_else(|| {
            let problem = problem_of(value.and_then(Value::as_str).unwrap_or_default())?;
            Some(Problem::Wrong(problem.to_owned()))
        }),
        OptionalText(most) => text_problem(value, most, false),
        Time(format) => time_problem(value, format, true),
        OptionalTime(format) => time_problem(value, format, false),
        Amount => integer_problem(value, 1, true),
        OptionalAmount => integer_problem(value, 1, false),
        Part => integer_problem(value, 0, true),
        OptionalPart => integer_problem(value, 0, false),
        True => match value {
            Some(Value::Bool(true)) => None,
            None => Some(Problem::Missing),
            Some(_) => Some(Problem::Wrong("must be true".to_owned())),
        },
        OptionalObject(rows) => match value {
            None => None,
            Some(Value::Object(object)) => return check_object(path, rows, object),
            Some(_) => Some(Problem::Wrong("must be an object".to_owned())),
        },
    };
    let describe = |problem| match problem {
        Problem::Missing => missing(path),
        Problem::Wrong(text) => format!("{path}: {text}"),
    };
    problem.map(describe).into_iter().collect()
}

/// A misspelt member would silently allow a discount on goods that bear none, so none is let through.
fn check_object(path: &str, rows: &[Row], object: &Map<String, Value>) -> Vec<String> {
    let mut problems = check_rows(rows, object, &format!("{path}."));
    let unknown = object
        .keys()
        .filter(|name| rows.iter().all(|Row(known, _)| known != name));
    problems.extend(unknown.map(|name| format!("{path}.{name}: is not in the table")));
    problems
}

/// What is wrong with a field.
enum Problem {
    Missing,
    Wrong(String),
}

fn text_problem(value: Option<&Value>, most: usize, required: bool) -> Option<Problem> {
    match value {
        None => required.then_some(Problem::Missing),
        Some(Value::String(text)) if text.is_empty() => required.then_some(Problem::Missing),
        Some(Value::String(text)) => {
            let chars = text.chars().count();
            (chars > most).then(|| Problem::Wrong(format!("has {chars} characters; at most {most} fit")))
        }
        Some(_) => Some(Problem::Wrong("must be a JSON string".to_owned())),
    }
}

fn time_problem(value: Option<&Value>, format: &str, required: bool) -> Option<Problem> {
    if let Some(problem) = text_problem(value, ANY_LENGTH, required) {
        return Some(problem);
    }
    let text = value.and_then(Value::as_str).filter(|text| !text.is_empty())?;
    // Parsing alone would let `2024/5/1 1:2:3` through.
    let plain = DateTime::strptime(format, text).is_ok_and(|time| time.strftime(format).to_string() == text);
    let separator = if format == ICASH_TIME { '/' } else { '-' };
    let problem = || Problem::Wrong(format!("must be a time as YYYY{separator}MM{separator}DD HH:MM:SS"));
    (!plain).then(problem)
}

fn integer_problem(value: Option<&Value>, least: i64, required: bool) -> Option<Problem> {
    match value.map(Value::as_i64) {
        None => required.then_some(Problem::Missing),
        Some(Some(integer)) if integer >= least => None,
        Some(_) => Some(Problem::Wrong(format!("must be an integer of at least {least}"))),
    }
}

/// Public page "Integrate I Cash QRCode Pay" TotalAmount.
fn check_sum(request: &Map<String, Value>) -> Option<String> {
    let amount = |name: &str| i128::from(request.get(name).and_then(Value::as_i64).unwrap_or_default());
    let sum = amount("ItemAmt") + amount("UtilityAmt") + amount("CommAmt");
    (amount("TotalAmount") != sum).then(|| "TotalAmount: must be ItemAmt + UtilityAmt + CommAmt".to_owned())
}
