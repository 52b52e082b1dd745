//! The sandbox's own reading of the request tables.
//!
//! Written from the specification and not from `twpos`, so that a slip there is caught here.

use super::refusal::Refusal;
use Rule::{
    Amount, Capture, Code, Count, Currency, Filled, Items, OptionalCount, OptionalFlag, OptionalObject, OptionalText,
    OptionalUrl, Order,
};
use serde_json::{Map, Value};

type Fields = Map<String, Value>;

/// As long as a code is in Taiwan.
const CODE_DIGITS: usize = 18;
const ORDER_CHARS: usize = 100;

/// One line of a table: the vendor's name, and what must be there.
struct Row(&'static str, Rule);

#[derive(Clone, Copy)]
enum Rule {
    /// A string that says something, of at most so many characters.
    Filled(usize),
    /// A string of at most so many characters, which may be empty or absent.
    OptionalText(usize),
    /// The same, and a URL of HTTPS.
    OptionalUrl(usize),
    /// Whole dollars to move, at least 1.
    Amount,
    /// An integer of at least so much.
    Count(i64),
    /// An integer of at least 0, which may be absent.
    OptionalCount,
    /// TWD.
    Currency,
    /// The code on the customer's phone.
    Code,
    /// Our order number.
    Order,
    /// True or false, or absent.
    OptionalFlag,
    /// At least one object with these lines.
    Items(&'static [Row]),
    /// An object with these lines, which may be absent.
    OptionalObject(&'static [Row]),
    /// The same, and no other lines: a misspelt one would take money at once that was to be authorised.
    Capture(&'static [Row]),
}

const PAY: &[Row] = &[
    Row("amount", Amount),
    Row("currency", Currency),
    Row("oneTimeKey", Code),
    Row("orderId", Order),
    Row("packages", Items(PACKAGE)),
    Row("options", OptionalObject(OPTIONS)),
];

const PACKAGE: &[Row] = &[
    Row("id", Filled(50)),
    Row("amount", Count(0)),
    Row("name", OptionalText(100)),
    Row("userFee", OptionalCount),
    Row("products", Items(PRODUCT)),
];

const PRODUCT: &[Row] = &[
    Row("name", Filled(4000)),
    Row("quantity", Count(1)),
    Row("price", Count(0)),
    Row("id", OptionalText(50)),
    Row("imageUrl", OptionalUrl(500)),
];

const OPTIONS: &[Row] = &[
    Row("payment", Capture(&[Row("capture", OptionalFlag)])),
    Row("extra", OptionalObject(EXTRA)),
];

const EXTRA: &[Row] = &[Row("branchId", OptionalText(32)), Row("branchName", OptionalText(100))];

const CAPTURE: &[Row] = &[Row("amount", Amount), Row("currency", Currency)];

/// The first problem of a payment, in the order of the table; fields that the table lacks are let through.
pub(super) fn check_pay(body: &Fields) -> Result<(), Refusal> {
    check_rows(PAY, body, "")?;
    check_sums(body)
}

pub(super) fn check_capture(body: &Fields) -> Result<(), Refusal> {
    check_rows(CAPTURE, body, "")
}

/// The amount of a refund; absent is all that was paid.
pub(super) fn refund_amount(body: &Fields) -> Result<Option<i64>, Refusal> {
    match body.get("refundAmount") {
        None => Ok(None),
        value => {
            check("refundAmount", Amount, value)?;
            Ok(value.and_then(Value::as_i64))
        }
    }
}

/// Letters whose form in a path is one and the same however it is encoded, and none that a library would fold.
pub(super) fn is_order(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let starts_well = text.starts_with(|first: char| first.is_ascii_alphanumeric());
    starts_well && text.len() <= ORDER_CHARS && text.bytes().all(plain)
}

pub(super) fn is_code(text: &str) -> bool {
    text.len() == CODE_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn check_rows(rows: &[Row], fields: &Fields, prefix: &str) -> Result<(), Refusal> {
    rows.iter()
        .try_for_each(|Row(name, rule)| check(&format!("{prefix}{name}"), *rule, fields.get(*name)))
}

fn check(path: &str, rule: Rule, value: Option<&Value>) -> Result<(), Refusal> {
    let wrong = |problem: &str| Err(Refusal::malformed(path, problem));
    match (rule, value) {
        (OptionalText(_) | OptionalUrl(_) | OptionalCount | OptionalFlag | OptionalObject(_) | Capture(_), None) => {
            Ok(())
        }
        (Items(_), None) => wrong("NotEmpty"),
        (_, None) => wrong("NotNull"),
        (Filled(most), Some(value)) => check_text(path, value, 1, most),
        (OptionalText(most), Some(value)) => check_text(path, value, 0, most),
        (OptionalUrl(most), Some(value)) => {
            check_text(path, value, 0, most)?;
            match value.as_str() {
                Some(url) if url.is_empty() || url.starts_with("https://") => Ok(()),
                _ => wrong("must begin with https://"),
            }
        }
        (Amount, Some(value)) => match value.as_i64() {
            Some(1..) => Ok(()),
            _ => Err(Refusal::new(1124, format!("{path}: must be whole dollars, at least 1"))),
        },
        (Count(least), Some(value)) => check_count(path, value, least),
        (OptionalCount, Some(value)) => check_count(path, value, 0),
        (Currency, Some(value)) if value == "TWD" => Ok(()),
        (Currency, Some(_)) => Err(Refusal::new(1178, format!("{path}: must be TWD"))),
        (Code, Some(Value::String(text))) if is_code(text) => Ok(()),
        (Code, Some(Value::String(_))) => Err(Refusal::new(1133, format!("{path}: must be 18 digits"))),
        (Order, Some(Value::String(text))) if is_order(text) => Ok(()),
        (Order, Some(Value::String(_))) => wrong("must be 1-100 letters, digits, and then also . _ -"),
        (Code | Order, Some(_)) => wrong("must be a JSON string"),
        (OptionalFlag, Some(value)) if value.is_boolean() => Ok(()),
        (OptionalFlag, Some(_)) => wrong("must be true or false"),
        (Items(rows), Some(Value::Array(items))) if !items.is_empty() => check_items(path, rows, items),
        (Items(_), Some(_)) => wrong("NotEmpty"),
        (OptionalObject(rows), Some(Value::Object(object))) => check_rows(rows, object, &format!("{path}.")),
        (Capture(rows), Some(Value::Object(object))) => {
            let known = |name: &String| rows.iter().any(|Row(row, _)| row == name);
            match object.keys().all(known) {
                true => check_rows(rows, object, &format!("{path}.")),
                false => wrong("has a member that is not in the table"),
            }
        }
        (OptionalObject(_) | Capture(_), Some(_)) => wrong("must be an object"),
    }
}

fn check_text(path: &str, value: &Value, least: usize, most: usize) -> Result<(), Refusal> {
    match value.as_str().map(|text| text.chars().count()) {
        Some(chars) if (least..=most).contains(&chars) => Ok(()),
        Some(_) => Err(Refusal::malformed(
            path,
            &format!("must have {least}-{most} characters"),
        )),
        None => Err(Refusal::malformed(path, "must be a JSON string")),
    }
}

fn check_count(path: &str, value: &Value, least: i64) -> Result<(), Refusal> {
    match value.as_i64() {
        Some(count) if count >= least => Ok(()),
        _ => Err(Refusal::malformed(
            path,
            &format!("must be an integer of at least {least}"),
        )),
    }
}

fn check_items(path: &str, rows: &[Row], items: &[Value]) -> Result<(), Refusal> {
    items.iter().enumerate().try_for_each(|(index, item)| match item {
        Value::Object(item) => check_rows(rows, item, &format!("{path}[{index}].")),
        _ => Err(Refusal::malformed(&format!("{path}[{index}]"), "must be an object")),
    })
}

/// The packages make the amount, and their products make each package.
fn check_sums(body: &Fields) -> Result<(), Refusal> {
    let packages = list(body.get("packages"));
    for package in packages {
        let products = list(package.get("products")).iter();
        let prices = products.map(|product| number(product.get("quantity")) * number(product.get("price")));
        if number(package.get("amount")) != prices.sum::<i128>() {
            return Err(Refusal::malformed(
                "packages.amount",
                "must be the sum of quantity × price",
            ));
        }
    }
    let amounts = packages.iter().map(|package| number(package.get("amount")));
    match number(body.get("amount")) == amounts.sum::<i128>() {
        true => Ok(()),
        false => Err(Refusal::new(1124, "amount: must be the sum of the packages' amounts")),
    }
}

fn number(value: Option<&Value>) -> i128 {
    value.and_then(Value::as_i64).unwrap_or_default().into()
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
