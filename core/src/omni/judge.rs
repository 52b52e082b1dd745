//! Decides what a reply means: approved, refused, or unknown.
//!
//! The gateway signs nothing: a reply is authentic because TLS brought it (plain HTTP goes to this machine
//! only) under HTTP 200 in the documented form. The rules are "Classifying an attempt" in docs/protocol.md, and
//! whatever no rule settles stays unknown.

use super::codes::{IpassReturnCode, MessageFrom};
use super::config::IcashMerchant;
use super::envelope::Wallet;
use super::tables;
use crate::error::{Error, ErrorKind, Outcome};
use crate::json;
use crate::reply::{self, NUMBER_USED};
use crate::wire::{self, non_empty};
use serde_json::{Map, Value};

/// What the reply must say for the operation to count as done.
pub(super) struct Expectation<'a> {
    /// The order number that we asked about.
    pub(super) order: Option<&'a str>,
    /// iPASS's number of the payment that we asked about.
    pub(super) transaction: Option<&'a str>,
    /// The request's req_id, as sent.
    pub(super) req_id: Option<&'a str>,
    /// Our amount, which the reply must repeat where it has one.
    pub(super) amount: Option<i64>,
    /// Whether it takes money, and neither gives it back nor asks.
    pub(super) charges: bool,
    /// What an approval must repeat at least.
    pub(super) echo: Echo,
    /// The members of the operation's reply (icash: of its `EncData`), where another operation's might pass for it.
    pub(super) table: Option<&'static [&'static str]>,
    /// iPASS's number of what was done, which no refusal has; for a payment, `transaction_id`.
    pub(super) done: Option<&'static str>,
    /// What an answer must hold to be one.
    pub(super) needs: Option<&'static str>,
}

impl Expectation<'_> {
    fn foreign<'a>(&self, fields: &'a Map<String, Value>) -> Option<&'a str> {
        let foreign = self.table.map(|table| reply::foreign(fields, table, tables::ALL));
        // What names our payment is ours.
        let ours = |name: &&str| self.transaction.is_some() && PAYMENT_NUMBERS.contains(name);
        foreign.into_iter().flatten().find(|name| !ours(name))
    }

    /// Whether the words of a yes take it back.
    fn denied(&self, fields: &Map<String, Value>) -> bool {
        match self.charges {
            true => reply::denies_a_charge(&reply::words(fields)),
            false => reply::denies_a_yes(&reply::words(fields)),
        }
    }

    fn missing(&self, fields: &Map<String, Value>) -> Option<&'static str> {
        self.needs.filter(|name| !reply::has(fields, name))
    }
}

/// What an approval must repeat. Whatever else it repeats must agree as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Echo {
    /// The order number: pay, icash search.
    Order,
    /// The order number or the req_id: the reply's table has no order number for sure.
    OrderOrReqId,
    /// Nothing: the reply of icash's cancel names no order (001 response).
    None,
}

/// What the client's configuration knows of replies.
pub(super) struct Known<'a> {
    pub(super) ipass_refusal_codes: &'a [String],
    pub(super) icash_merchant: Option<&'a IcashMerchant>,
}

/// Gives the reply's fields if it approves, and the error with its outcome if it does not.
pub(super) fn judge(
    http_status: u16,
    body: &[u8],
    wallet: Wallet,
    expected: &Expectation<'_>,
    known: &Known<'_>,
) -> Result<Map<String, Value>, Error> {
    if http_status != 200 {
        let kind = match http_status {
            401 => ErrorKind::Unauthorized,
            _ => ErrorKind::Http,
        };
        return Err(Error::new(kind, http_problem(http_status)));
    }
    let fields =
        json::object(body).ok_or_else(|| Error::new(ErrorKind::Malformed, "the reply is not one JSON object"))?;
    match wallet {
        Wallet::Ipass => Ipass { fields }.judge(expected, known.ipass_refusal_codes),
        Wallet::Icash => Icash::new(fields).judge(expected, known.icash_merchant),
    }
}

/// Either may name the payment that a refund is of.
const PAYMENT_NUMBERS: [&str; 2] = ["transaction_id", "original_transactionId"];

/// A reply of the iPASS operations (002 response).
struct Ipass {
    fields: Map<String, Value>,
}

impl Ipass {
    fn judge(self, expected: &Expectation<'_>, refusal_codes: &[String]) -> Result<Map<String, Value>, Error> {
        if let Some(name) = not_text(
            &self.fields,
            &[
                "return_code",
                "order_number",
                "req_id",
                "transaction_id",
                "original_transactionId",
                "cancel_transaction_id",
                "pay_status",
            ],
        ) {
            return Err(self.error(ErrorKind::Malformed, &format!("{name} is not text")));
        }
        let code = text(&self.fields, "return_code");
        let order = text(&self.fields, "order_number");
        let req_id = text(&self.fields, "req_id");
        // A reply about another request says nothing about ours, whether it says yes or no.
        if expected.order.is_some_and(|ours| !order.is_empty() && order != ours) {
            return Err(self.error(ErrorKind::Mismatch, "the reply is about another order_number"));
        }
        for name in PAYMENT_NUMBERS {
            let theirs = text(&self.fields, name);
            if expected
                .transaction
                .is_some_and(|ours| !theirs.is_empty() && theirs != ours)
            {
                return Err(self.error(ErrorKind::Mismatch, &format!("the reply is about another {name}")));
            }
        }
        let same_req_id = expected.req_id.is_some_and(|ours| req_id.eq_ignore_ascii_case(ours));
        if !req_id.is_empty() && !same_req_id {
            return Err(self.error(ErrorKind::Mismatch, "the reply is about another req_id"));
        }
        match IpassReturnCode::from_code(&code) {
            IpassReturnCode::Success => {}
            IpassReturnCode::Unknown if code.is_empty() => {
                let detail = "the reply has no return_code: the gateway failed before or after iPASS answered";
                return Err(self.error(ErrorKind::Malformed, detail));
            }
            _ => return Err(self.failure(&code, expected, refusal_codes)),
        }
        // 002 response: the first two belong to failures, the third to the other wallet.
        if let Some(name) = ["message", "message_from", "RtnCode"]
            .iter()
            .find(|name| reply::has(&self.fields, name))
        {
            let detail = format!("return_code says success, and {name} belongs to no success");
            return Err(self.error(ErrorKind::Mismatch, &detail));
        }
        if expected.denied(&self.fields) {
            return Err(self.error(
                ErrorKind::Mismatch,
                "return_code says success, and the reply's words do not",
            ));
        }
        let echoed = match expected.echo {
            Echo::Order => !order.is_empty(),
            Echo::OrderOrReqId => (expected.order.is_some() && !order.is_empty()) || same_req_id,
            Echo::None => true,
        };
        if !echoed || !amount_agrees(&self.fields, "amount", expected.amount) {
            return Err(self.error(ErrorKind::Mismatch, NOT_ECHOED));
        }
        // An order number stands in a search's reply as well; our req_id beside the number of what was done, in the
        // answer to this request alone.
        let is_ours = same_req_id && expected.done.is_none_or(|name| reply::has(&self.fields, name));
        if !is_ours && let Some(name) = expected.foreign(&self.fields) {
            return Err(self.error(ErrorKind::Mismatch, &another_operations(name)));
        }
        // No page at hand lists its values; a search's 1 is the one that was ever seen beside a payment.
        let pay_status = text(&self.fields, "pay_status");
        if expected.echo == Echo::Order && !matches!(pay_status.trim(), "" | "1") {
            let detail = "return_code says success, and pay_status is another than of a payment";
            return Err(self.error(ErrorKind::Mismatch, detail));
        }
        match expected.missing(&self.fields) {
            Some(name) => Err(self.error(ErrorKind::Malformed, &format!("the reply has no {name}"))),
            None => Ok(self.fields),
        }
    }

    /// A `return_code` that is no success: what it proves.
    fn failure(&self, code: &str, expected: &Expectation<'_>, refusal_codes: &[String]) -> Error {
        if IpassReturnCode::from_code(code) == IpassReturnCode::DuplicateOrderNumber {
            return self.error(ErrorKind::Duplicate, NUMBER_USED);
        }
        let from = text(&self.fields, "message_from");
        let gateways_own = reply::has(&self.fields, "message")
            || !(from.is_empty() || MessageFrom::from_code(&from) == MessageFrom::Ipass);
        let is_listed = refusal_codes.iter().any(|listed| listed == code);
        match reply::doubt(&reply::words(&self.fields)) {
            Some((ErrorKind::Duplicate, detail)) => self.error(ErrorKind::Duplicate, detail),
            _ if !is_listed => self.error(ErrorKind::Malformed, "return_code is not a listed success or refusal"),
            _ if gateways_own => self.error(
                ErrorKind::Mismatch,
                "the refusal is iPASS's code, but the gateway's word",
            ),
            Some((kind, detail)) => self.error(kind, detail).with_outcome(Outcome::Unknown),
            None => match self.contradicts_a_refusal(expected) {
                Some(detail) => self.error(ErrorKind::Mismatch, &detail),
                None => self.error(ErrorKind::Declined, "iPASS refused"),
            },
        }
    }

    /// What stands beside a refusal and belongs to a success, to another operation or to another amount.
    fn contradicts_a_refusal(&self, expected: &Expectation<'_>) -> Option<String> {
        let done = expected.done.filter(|name| reply::has(&self.fields, name));
        if let Some(name) = done.or(["RtnCode"].into_iter().find(|name| reply::has(&self.fields, name))) {
            return Some(format!("return_code says failure, and {name} belongs to none"));
        }
        if let Some(name) = expected.foreign(&self.fields) {
            return Some(another_operations(name));
        }
        // A refusal may well name the nothing that was charged.
        let amount = self.fields.get("amount").filter(|amount| reply::is_set(amount));
        let amount = amount.filter(|amount| wire::value_amount(amount) != Some(0));
        if let (Some(theirs), Some(ours)) = (amount, expected.amount)
            && wire::value_amount(theirs) != Some(ours)
        {
            return Some("the refusal is about another amount".to_owned());
        }
        reply::says_done(&reply::said(&self.fields, &["return_msg"]))
            .then(|| "return_code says failure, and return_msg success".to_owned())
    }

    /// `return_msg` is iPASS's own word, `message` the gateway's.
    fn error(&self, kind: ErrorKind, detail: &str) -> Error {
        failed(&self.fields, kind, detail, "return_code", "return_msg")
    }
}

/// A reply of the icash operations (001 response).
struct Icash {
    fields: Map<String, Value>,
}

impl Icash {
    /// `EncData` is an object, which a gateway may also pass on as JSON text.
    fn new(mut fields: Map<String, Value>) -> Self {
        if let Some(Value::String(text)) = fields.get("EncData")
            && let Some(object) = json::object(text.as_bytes())
        {
            fields.insert("EncData".to_owned(), Value::Object(object));
        }
        Icash { fields }
    }

    fn judge(self, expected: &Expectation<'_>, merchant: Option<&IcashMerchant>) -> Result<Map<String, Value>, Error> {
        let nothing = Map::new();
        let data = self.fields.get("EncData").and_then(Value::as_object);
        let inner = data.unwrap_or(&nothing);
        if let Some(name) = not_text(inner, &ICASH_TEXTS).or(not_text(&self.fields, &ICASH_TEXTS)) {
            return Err(self.error(ErrorKind::Malformed, &format!("{name} is not text")));
        }
        let order = text(inner, "MerchantTradeNo");
        let beside = text(&self.fields, "MerchantTradeNo");
        let is_another = |order: &str| expected.order.is_some_and(|ours| !order.is_empty() && order != ours);
        if is_another(&order) || is_another(&beside) {
            return Err(self.error(ErrorKind::Mismatch, "the reply is about another MerchantTradeNo"));
        }
        let another = |field: &str, ours: &str| {
            let theirs = text(inner, field);
            !theirs.is_empty() && theirs != ours
        };
        if merchant.is_some_and(|us| another("PlatformID", &us.platform_id) || another("MerchantID", &us.merchant_id)) {
            return Err(self.error(ErrorKind::Mismatch, "the reply is about another merchant"));
        }
        match self.rtn_code() {
            Some(RTN_SUCCESS) => {}
            // No code is published as proof that nothing was charged.
            Some(_) => return Err(self.failure()),
            None => return Err(self.error(ErrorKind::Malformed, "the reply has no RtnCode that is a number")),
        }
        if let Some(name) = ["message", "message_from", "return_code"]
            .iter()
            .find(|name| reply::has(&self.fields, name))
        {
            let detail = format!("RtnCode says success, and {name} belongs to no success");
            return Err(self.error(ErrorKind::Mismatch, &detail));
        }
        if expected.denied(&self.fields) {
            return Err(self.error(
                ErrorKind::Mismatch,
                "RtnCode says success, and the reply's words do not",
            ));
        }
        // icash Pay's own member, which a gateway may pass on.
        let is_no =
            |fields: &Map<String, Value>| reply::has(fields, "ServiceResult") && text(fields, "ServiceResult") != "Y";
        if is_no(&self.fields) || is_no(inner) {
            return Err(self.error(ErrorKind::Mismatch, "RtnCode says success, and ServiceResult does not"));
        }
        if data.is_none() {
            return Err(self.error(ErrorKind::Malformed, "the reply has no EncData object"));
        }
        let echoed = expected.echo == Echo::None || !order.is_empty();
        let agrees = |fields| amount_agrees(fields, "TotalAmount", expected.amount);
        if !echoed || !agrees(inner) || !agrees(&self.fields) {
            return Err(self.error(ErrorKind::Mismatch, NOT_ECHOED));
        }
        if let Some(name) = expected.foreign(inner) {
            return Err(self.error(ErrorKind::Mismatch, &another_operations(name)));
        }
        match expected.missing(inner) {
            Some(name) => Err(self.error(ErrorKind::Malformed, &format!("the reply has no {name}"))),
            None => Ok(self.fields),
        }
    }

    fn rtn_code(&self) -> Option<i64> {
        self.fields.get("RtnCode").and_then(wire::value_amount)
    }

    fn failure(&self) -> Error {
        match reply::doubt(&reply::words(&self.fields)) {
            Some((kind, detail)) => self.error(kind, detail).with_outcome(Outcome::Unknown),
            None => self.error(ErrorKind::Malformed, "RtnCode is not a listed success"),
        }
    }

    fn error(&self, kind: ErrorKind, detail: &str) -> Error {
        failed(&self.fields, kind, detail, "RtnCode", "RtnMsg")
    }
}

/// `RtnCode` of a success (001 response): 1, "1" or "0001".
const RTN_SUCCESS: i64 = 1;

/// What names a payment in `EncData`, and where it stands.
const ICASH_TEXTS: [&str; 5] = [
    "MerchantTradeNo",
    "PlatformID",
    "MerchantID",
    "TransactionID",
    "TradeStatus",
];

/// The first of `names` that is there and is a list or an object.
fn not_text<'a>(fields: &Map<String, Value>, names: &[&'a str]) -> Option<&'a str> {
    let mut names = names.iter();
    names
        .find(|name| matches!(fields.get(**name), Some(Value::Array(_) | Value::Object(_))))
        .copied()
}

fn another_operations(member: &str) -> String {
    format!("the reply is another operation's: {member} is no member of this one's")
}

/// An error with what the reply says: its code, the wallet's words or else the gateway's, and who reports it.
fn failed(fields: &Map<String, Value>, kind: ErrorKind, detail: &str, code: &str, words: &str) -> Error {
    let from = text(fields, "message_from");
    let error = match from.is_empty() {
        true => Error::new(kind, detail),
        false => Error::new(kind, format!("{detail} (message_from {from})")),
    };
    let said = non_empty(text(fields, words)).or(Some(text(fields, "message")));
    error.with_provider(Some(text(fields, code)), said)
}

const NOT_ECHOED: &str = "the reply approves, but does not repeat the order and the amount that were asked for";

/// An amount that the reply has must be ours. One that is no number is not ours.
fn amount_agrees(fields: &Map<String, Value>, name: &str, ours: Option<i64>) -> bool {
    match (fields.get(name), ours) {
        (None | Some(Value::Null), _) | (_, None) => true,
        (Some(theirs), Some(ours)) => wire::value_amount(theirs) == Some(ours),
    }
}

fn text(fields: &Map<String, Value>, name: &str) -> String {
    fields.get(name).and_then(wire::value_text).unwrap_or_default()
}

fn http_problem(status: u16) -> &'static str {
    match status {
        300..=399 => "the host redirects elsewhere; redirects are not followed, check base_url",
        401 => "the gateway does not accept the token",
        403 => "a firewall or the gateway forbids the call; check user_agent, the allowed addresses and the account",
        404 => "the host does not know this path; check base_url",
        429 => "too many requests; the answer is not the gateway's",
        _ => "an error page came instead of the gateway's reply",
    }
}
