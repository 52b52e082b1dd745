//! Decides what a reply means: approved, refused, or unknown.
//!
//! LINE Pay signs nothing that it says: a reply is authentic because TLS brought it (plain HTTP goes to this machine
//! only) under HTTP 200 in the documented form. The rules are those of docs/protocol.md, "LINE Pay", and whatever no rule
//! settles stays unknown.

use super::codes::{PaymentState, PaymentStatus, ReturnCode, TransactionType};
use crate::error::{Error, ErrorKind, Outcome};
use crate::json;
use crate::reply::{self, NUMBER_USED};
use crate::wire::{self, non_empty};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The only success.
const SUCCESS: &str = "0000";

/// Codes that prove that the customer was not charged. Every other one proves nothing.
const PAY_REFUSED: &[&str] = &[
    "1101", "1102", "1104", "1105", "1106", "1110", "1124", "1133", "1141", "1142", "1178", "1183", "1184", "2020",
    "2021", "2022", "2023", "2024", "2101", "2102", "2103", "2104",
];
/// Codes that prove that nothing was given back by this request. 1164 and 1165 are judged by what was asked for.
const REFUND_REFUSED: &[&str] = &[
    "1104", "1105", "1106", "1115", "1150", "1155", "1163", "2042", "2101", "2102", "2103", "2104",
];
/// Codes of a request that LINE Pay did not so much as take.
const NOT_TAKEN: &[&str] = &["1104", "1105", "1106", "2101", "2102", "2103", "2104"];
/// An answer to a question is about the question: none of them may read as if the payment had been refused.
const NEVER: &[&str] = &[];

/// Members of `info` of which each belongs to one operation's replies.
const MARKS: [&str; 5] = [
    "status",
    "refundTransactionId",
    "transactionType",
    "refundList",
    "payStatus",
];

const NOT_ECHOED: &str = "the reply says yes, but does not name the order that was asked about";
const OF_OTHERS: &str = "the reply is about another orderId";

/// One JSON object under HTTP 200.
pub(super) struct Reply {
    pub(super) fields: Map<String, Value>,
}

/// Reads what came, of which LINE Pay says that every answer has HTTP status 200.
pub(super) fn read(http_status: u16, body: &[u8]) -> Result<Reply, Error> {
    if http_status != 200 {
        return Err(Error::new(ErrorKind::Http, http_problem(http_status)));
    }
    let fields = json::object(body);
    let fields = fields.ok_or_else(|| Error::new(ErrorKind::Malformed, "the reply is not one JSON object"))?;
    Ok(Reply { fields })
}

/// A payment: about our order, with a number, and nothing against our amount.
pub(super) fn paid(reply: &Reply, order: &str, amount: i64, captures: bool) -> Result<PaymentState, Error> {
    let info = reply.info(PAY_REFUSED, &[])?;
    let seen = reply.charged(info, order, amount)?;
    match (captures, reply::has(info, "authorizationExpireDate")) {
        (false, _) => Ok(PaymentState::Authorized),
        (true, true) => Err(reply.mismatch("the payment was only authorised, which was not asked for")),
        (true, false) => Ok(seen),
    }
}

/// As a payment.
pub(super) fn captured(reply: &Reply, order: &str, amount: i64) -> Result<PaymentState, Error> {
    let info = reply.info(NOT_TAKEN, &[])?;
    let seen = reply.charged(info, order, amount)?;
    match reply::has(info, "authorizationExpireDate") {
        true => Err(reply.mismatch("the payment is still only authorised")),
        false => Ok(seen),
    }
}

/// Where a payment stands. `amount` is what was to be charged, if the question said so.
pub(super) fn checked(reply: &Reply, order: &str, amount: Option<i64>) -> Result<PaymentState, Error> {
    let info = reply.info(NEVER, &["status"])?;
    reply.names(info, order)?;
    let Some(status) = text(info, "status").and_then(non_empty) else {
        return Err(reply.malformed("the reply has no status"));
    };
    let sum = reply.sum(info)?;
    match PaymentStatus::from_code(&status) {
        PaymentStatus::Complete => {
            reply.heard(reply::denies_a_charge)?;
            reply.numbered(info, "transactionId")?;
            Ok(match reply::has(info, "authorizationExpireDate") {
                true => PaymentState::Authorized,
                false => compared(sum, amount),
            })
        }
        PaymentStatus::AuthReady => Ok(PaymentState::Pending),
        PaymentStatus::Cancelled | PaymentStatus::Failed if sum.unwrap_or_default() != 0 => {
            Err(reply.mismatch("the reply says that nothing was paid, and names money that was"))
        }
        PaymentStatus::Cancelled | PaymentStatus::Failed => Ok(PaymentState::NotPaid),
        PaymentStatus::Refunded => Ok(PaymentState::Refunded),
        PaymentStatus::Unknown => Ok(PaymentState::Open),
    }
}

/// What was given back. "Refunded before" is done for a whole refund, and nothing for a part; of one that did not say
/// which it is, nobody knows.
pub(super) fn refunded(reply: &Reply, order: &str, is_whole: Option<bool>) -> Result<PaymentState, Error> {
    match (ReturnCode::from_code(&reply.code()), is_whole) {
        _ if reply::has(&reply.fields, "info") => {}
        (ReturnCode::AlreadyRefunded, Some(true)) => return Ok(PaymentState::Refunded),
        (ReturnCode::AlreadyRefunded | ReturnCode::RefundTooMuch, Some(false)) => {
            return Err(reply.error(
                ErrorKind::Declined,
                "LINE Pay refused: not so much is left to be refunded",
            ));
        }
        (ReturnCode::AlreadyRefunded, None) => return Err(reply.open(
            ErrorKind::Duplicate,
            "the payment was refunded as a whole before; whether that was this refund is not known, since the request \
             does not say with amount what was paid",
        )),
        (ReturnCode::RefundTooMuch, _) => return Err(reply.open(
            ErrorKind::Declined,
            "more than is left to be refunded, which may be what an earlier try of this refund has left; look at the \
             details",
        )),
        _ => {}
    }
    let info = reply.info(REFUND_REFUSED, &["refundTransactionId"])?;
    if text(info, "orderId")
        .and_then(non_empty)
        .is_some_and(|theirs| theirs != order)
    {
        return Err(reply.mismatch(OF_OTHERS));
    }
    reply.numbered(info, "refundTransactionId")?;
    Ok(PaymentState::Refunded)
}

/// An authorisation that was given up: a success without `info`.
pub(super) fn voided(reply: &Reply) -> Result<PaymentState, Error> {
    reply.succeeded(NOT_TAKEN)?;
    match reply::has(&reply.fields, "info") {
        true => Err(reply.mismatch("the reply is another operation's: it has info")),
        false => Ok(PaymentState::NotPaid),
    }
}

/// A payment and its refunds, asked for by its order or by its number.
pub(super) fn detailed(
    reply: &Reply,
    order: Option<&str>,
    number: Option<&str>,
    amount: Option<i64>,
) -> Result<PaymentState, Error> {
    let entries = reply.list(&["transactionType", "refundList"])?;
    for entry in &entries {
        if let Some(order) = order {
            reply.names(entry, order)?;
        }
        reply.numbered(entry, "transactionId")?;
    }
    if let Some(number) = number
        && !entries.iter().any(|entry| has_number(entry, number))
    {
        return Err(reply.mismatch("the reply is about another transactionId"));
    }
    let is_payment =
        |entry: &&Map<String, Value>| text(entry, "transactionType").as_deref() == TransactionType::Payment.code();
    let (Some(payment), true) = (entries.iter().copied().find(is_payment), entries.len() == 1) else {
        return Ok(PaymentState::Open);
    };
    let Some(given_back) = refunds(payment) else {
        return Ok(PaymentState::Open);
    };
    let sum = reply.sum(payment)?;
    let is_other_currency = text(payment, "currency")
        .and_then(non_empty)
        .is_some_and(|currency| currency != "TWD");
    Ok(match sum {
        _ if is_other_currency => PaymentState::AnotherAmount,
        _ if reply::has(payment, "authorizationExpireDate") => PaymentState::Authorized,
        sum if given_back == 0 => compared(sum, amount),
        Some(sum) if given_back == sum => PaymentState::Refunded,
        Some(sum) if given_back < sum => PaymentState::PartlyRefunded,
        _ => PaymentState::Open,
    })
}

/// Where an authorisation stands, which `payStatus` says.
pub(super) fn authorizations(reply: &Reply, order: &str) -> Result<PaymentState, Error> {
    for entry in reply.list(&["payStatus", "transactionType"])? {
        reply.names(entry, order)?;
        reply.numbered(entry, "transactionId")?;
        if !reply::has(entry, "payStatus") {
            return Err(reply.malformed("the reply has no payStatus"));
        }
    }
    Ok(PaymentState::Open)
}

/// What was paid beside what was to be: nothing is proven unless both are there.
fn compared(sum: Option<i64>, amount: Option<i64>) -> PaymentState {
    match (sum.filter(|sum| *sum != 0), amount) {
        (Some(sum), Some(amount)) if sum == amount => PaymentState::Paid,
        (Some(_), Some(_)) => PaymentState::AnotherAmount,
        _ => PaymentState::AmountUnseen,
    }
}

/// What `refundList` adds up to, whose amounts stand below zero; `None` if it cannot be read.
fn refunds(payment: &Map<String, Value>) -> Option<i64> {
    match payment.get("refundList") {
        None | Some(Value::Null) => Some(0),
        Some(Value::Array(entries)) => entries.iter().try_fold(0_i64, |sum, entry| {
            let amount = wire::value_amount(entry.get("refundAmount")?)?;
            sum.checked_add(amount.checked_abs()?)
        }),
        Some(_) => None,
    }
}

fn has_number(entry: &Map<String, Value>, number: &str) -> bool {
    let refunds = entry.get("refundList").and_then(Value::as_array);
    let refunds = refunds.into_iter().flatten().filter_map(Value::as_object);
    text(entry, "transactionId").as_deref() == Some(number)
        || refunds
            .into_iter()
            .any(|refund| text(refund, "refundTransactionId").as_deref() == Some(number))
}

impl Reply {
    /// `info`, an object, if the reply is a success of an operation with these marks.
    fn info(&self, refused: &[&str], own: &[&str]) -> Result<&Map<String, Value>, Error> {
        self.succeeded(refused)?;
        let info = self.fields.get("info").and_then(Value::as_object);
        let info = info.ok_or_else(|| self.malformed("the reply has no info object"))?;
        self.is_ours(info, own).map(|()| info)
    }

    /// `info`, a list with something in it, if the reply is an answer with these marks.
    fn list(&self, own: &[&str]) -> Result<Vec<&Map<String, Value>>, Error> {
        self.succeeded(NEVER)?;
        let list = self.fields.get("info").and_then(Value::as_array);
        let entries: Option<Vec<_>> = list.and_then(|list| list.iter().map(Value::as_object).collect());
        let entries = entries.filter(|entries| !entries.is_empty());
        let entries = entries.ok_or_else(|| self.malformed("the reply has no info list"))?;
        entries.iter().try_for_each(|entry| self.is_ours(entry, own))?;
        Ok(entries)
    }

    fn is_ours(&self, info: &Map<String, Value>, own: &[&str]) -> Result<(), Error> {
        let foreign = MARKS.iter().find(|mark| !own.contains(mark) && reply::has(info, mark));
        foreign.map_or(Ok(()), |mark| {
            let detail = format!("the reply is another operation's: {mark} is no member of this one's");
            Err(self.mismatch(&detail))
        })
    }

    /// Whether `info` is a charge of our amount under our order, and whether it shows the amount.
    fn charged(&self, info: &Map<String, Value>, order: &str, amount: i64) -> Result<PaymentState, Error> {
        self.heard(reply::denies_a_charge)?;
        self.names(info, order)?;
        self.numbered(info, "transactionId")?;
        match self.sum(info)? {
            None => Ok(PaymentState::AmountUnseen),
            Some(sum) if sum == amount => Ok(PaymentState::Paid),
            Some(_) => Err(self.mismatch("payInfo adds up to another amount than was asked for")),
        }
    }

    fn names(&self, info: &Map<String, Value>, order: &str) -> Result<(), Error> {
        match text(info, "orderId").and_then(non_empty) {
            Some(theirs) if theirs == order => Ok(()),
            Some(_) => Err(self.mismatch(OF_OTHERS)),
            None => Err(self.mismatch(NOT_ECHOED)),
        }
    }

    /// LINE Pay's number is there, and is one: what was read as floating point has lost digits.
    fn numbered(&self, info: &Map<String, Value>, name: &str) -> Result<(), Error> {
        let number = text(info, name).and_then(non_empty);
        match number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
            true => Ok(()),
            false => Err(self.malformed(&format!("the reply has no {name} that is a number"))),
        }
    }

    /// What `payInfo` adds up to; nothing if it is not there.
    fn sum(&self, info: &Map<String, Value>) -> Result<Option<i64>, Error> {
        let parts = match info.get("payInfo") {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Array(parts)) => parts,
            Some(_) => return Err(self.malformed("payInfo is not a list")),
        };
        let sum = parts.iter().try_fold(0_i64, |sum, part| {
            let amount = wire::value_amount(part.get("amount")?)?;
            sum.checked_add(amount).filter(|_| amount >= 0)
        });
        sum.map(Some)
            .ok_or_else(|| self.malformed("payInfo has an amount that is none"))
    }

    /// `returnCode`, or else the older shape's `resultCode`; empty if there is neither, or another in each.
    fn code(&self) -> String {
        let code = |name| text(&self.fields, name).and_then(non_empty);
        match (code("returnCode"), code("resultCode")) {
            (Some(code), None) | (None, Some(code)) => code,
            (Some(new), Some(old)) if new == old => new,
            _ => String::new(),
        }
    }

    fn succeeded(&self, refused: &[&str]) -> Result<(), Error> {
        let code = self.code();
        if code != SUCCESS {
            return Err(self.failure(&code, refused));
        }
        let is_of_an_error = |name: &&&str| reply::has(&self.fields, name);
        if let Some(name) = ["resultCode", "statusMessage"].iter().find(is_of_an_error) {
            return Err(self.mismatch(&format!("returnCode says success, and {name} belongs to none")));
        }
        self.heard(reply::denies_a_yes)
    }

    /// Whether the words of a success take it back. What was given back is a refund's and a void's success, so that only a
    /// charge is denied by it.
    fn heard(&self, denied: fn(&[String]) -> bool) -> Result<(), Error> {
        match denied(&reply::words(&self.fields)) {
            true => Err(self.mismatch("returnCode says success, and the reply's words do not")),
            false => Ok(()),
        }
    }

    /// A code that is no success: what it proves.
    fn failure(&self, code: &str, refused: &[&str]) -> Error {
        match ReturnCode::from_code(code) {
            ReturnCode::SameTransaction | ReturnCode::OrderExists | ReturnCode::Doubled | ReturnCode::RetryDiffers => {
                self.open(ErrorKind::Duplicate, NUMBER_USED)
            }
            ReturnCode::InProgress | ReturnCode::CustomerMustAct | ReturnCode::BalanceChanged => self.open(
                ErrorKind::Declined,
                "the payment is not through yet, which is no refusal; ask with check",
            ),
            ReturnCode::NoSuchTransaction if !refused.contains(&code) => self.open(
                ErrorKind::Declined,
                "LINE Pay knows no such transaction, or none yet, which does not prove that none will come",
            ),
            known if refused.contains(&code) => self.refusal(known),
            _ => self.malformed("returnCode is not a listed success or refusal"),
        }
    }

    /// A refusal, unless something beside it takes it back.
    fn refusal(&self, code: ReturnCode) -> Error {
        let words = reply::words(&self.fields);
        match reply::doubt(&words) {
            // Of the customer's code, not of our order number.
            Some((ErrorKind::Duplicate, _)) if code == ReturnCode::CodeInvalid => {}
            Some((kind, detail)) => return self.open(kind, detail),
            None => {}
        }
        if reply::has(&self.fields, "info") {
            return self.mismatch("returnCode says failure, and info belongs to a success");
        }
        match reply::says_done(&words) {
            true => self.mismatch("returnCode says failure, and the reply's words success"),
            false => self.error(ErrorKind::Declined, "LINE Pay refused"),
        }
    }

    fn mismatch(&self, detail: &str) -> Error {
        self.error(ErrorKind::Mismatch, detail)
    }

    fn malformed(&self, detail: &str) -> Error {
        self.error(ErrorKind::Malformed, detail)
    }

    /// Whatever it says, nobody knows what became of it.
    fn open(&self, kind: ErrorKind, detail: &str) -> Error {
        self.error(kind, detail).with_outcome(Outcome::Unknown)
    }

    /// An error with what the reply says: its code and LINE Pay's words, of which a hyphen is none.
    fn error(&self, kind: ErrorKind, detail: &str) -> Error {
        let words = |name| text(&self.fields, name).filter(|words| !matches!(words.trim(), "" | "-"));
        let said = words("returnMessage").or_else(|| words("statusMessage"));
        Error::new(kind, detail).with_provider(non_empty(self.code()), said)
    }
}

/// As [`wire::extra`]. A member that bears the name of one of ours is kept [`as_received`](wire::as_received): beside
/// ours, it would be there twice in the JSON that a caller reads, and a pending payment approved.
pub(super) fn extra(fields: Map<String, Value>) -> BTreeMap<String, String> {
    let is_ours = |name: &str| matches!(name, "approved" | "state");
    let fields = wire::extra(fields).into_iter();
    fields
        .map(|(name, value)| match is_ours(&name) {
            true => (wire::as_received(&name), value),
            false => (name, value),
        })
        .collect()
}

fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    fields.get(name).and_then(wire::value_text)
}

fn http_problem(status: u16) -> &'static str {
    match status {
        300..=399 => "the host redirects elsewhere; redirects are not followed, check base_url",
        401 | 403 => "a firewall or gateway answered instead of LINE Pay; check user_agent and the allowed addresses",
        404 => "the host does not know this path; check base_url",
        429 => "too many requests; the answer is not LINE Pay's",
        _ => "an error page came instead of LINE Pay's reply",
    }
}
