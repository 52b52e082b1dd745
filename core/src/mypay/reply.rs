//! A reply's fields before they are believed: whether they are about our order, agree, and say yes or no.
//!
//! Replies are not signed. What counts as MYPAY's word is a JSON object under HTTP 200 over TLS; anything
//! else, and any code that is not listed, leaves the outcome unknown (docs/protocol.md, "Classifying an attempt").

use super::codes::{Currency, Prc, PrcClass};
use super::lenient;
use super::money::{self, Amounts, Money};
use super::reversals;
use super::twins::{self, Received};
use crate::crypto::equal_in_constant_time;
use crate::error::{Error, ErrorKind, Outcome};
use crate::json;
use crate::reply;
use crate::wire;
use serde_json::{Map, Value};

/// Codes that answer the call, beside which what is asked about may be in any state.
pub(super) const ABOUT_THE_CALL: &[Prc] = &[Prc::DataRight, Prc::Accepted];

/// The codes that refuse a payment. B500 is not among them: it answers a refund (『交易退款-折價券模式』回傳欄位, row code).
pub(super) const REFUSES_A_PAYMENT: &[Prc] = &[Prc::DataWrong, Prc::Failed, Prc::Abandoned];

/// The codes that refuse a refund or a question.
pub(super) const REFUSES_A_CALL: &[Prc] = &[Prc::DataWrong, Prc::Failed, Prc::Abandoned, Prc::Rejected];

/// What the document prints in words beside a yes: `retmsg` of its samples, and 附錄二's text of 600.
const PRINTED_YES: [&str; 3] = ["付款完成", "退款完成", "結帳完成"];

/// Where other transactions stand inside a reply.
const ROWS: [&str; 3] = ["row_data", "refund_order", "cancel_order"];

const YES_AND_NO: &str = "the reply's code says yes, and its words say no";

/// A reply's fields, not judged yet.
pub(super) struct Reply(pub(super) Map<String, Value>);

/// Takes a reply that may be MYPAY's.
pub(super) fn read(http_status: u16, body: &[u8]) -> Result<Reply, Error> {
    if http_status != 200 {
        return Err(Error::new(ErrorKind::Http, http_problem(http_status)));
    }
    let reply = json::object(body)
        .map(Reply)
        .ok_or_else(|| Error::new(ErrorKind::Malformed, "the reply is not one JSON object"))?;
    match lenient::member_twice(&reply.0) {
        None => Ok(reply),
        Some(name) => Err(reply.error(
            ErrorKind::Malformed,
            &format!("the reply has a member twice inside {name}, so that it says two things"),
        )),
    }
}

impl Reply {
    /// What `class` comes to once the amounts beside it are compared: a yes can become less than a yes, and a no
    /// beside money proves nothing.
    ///
    /// A refund must name what was really given back; a payment whose `actual_cost` is missing is `cost`'s.
    pub(super) fn settled(&self, class: PrcClass) -> PrcClass {
        self.settled_in(class, "")
    }

    /// As [`settled`](Self::settled), in the order's currency unless the reply names one.
    pub(super) fn settled_in(&self, class: PrcClass, ordered: &str) -> PrcClass {
        let amounts = self.amounts_in(ordered);
        match (class, amounts) {
            (PrcClass::Failed, _) if self.tells_of_money(ordered) || self.says_done() => PrcClass::Unknown,
            (PrcClass::Paid, _) if reply::denies_a_charge(&self.own_words()) => PrcClass::Unknown,
            (PrcClass::Refunded, _) if reply::denies_a_yes(&self.own_words()) => PrcClass::Unknown,
            (PrcClass::Paid | PrcClass::Refunded, _) if self.is_in_an_unlisted_currency() => PrcClass::Unknown,
            (PrcClass::Paid, Amounts::Differ) => PrcClass::PaidWithDifferentAmount,
            (PrcClass::Paid, Amounts::Unreadable) => PrcClass::Unknown,
            (PrcClass::Refunded, Amounts::Differ) => PrcClass::RefundedWithDifferentAmount,
            (PrcClass::Refunded, Amounts::Missing | Amounts::Unreadable) => PrcClass::Unknown,
            (PrcClass::Refunded, Amounts::Agree) if self.is_still_to_be_paid_back() => PrcClass::Pending,
            (class, _) => class,
        }
    }

    /// How `cost` and `actual_cost` agree.
    pub(super) fn amounts(&self) -> Amounts {
        self.amounts_in("")
    }

    fn amounts_in(&self, ordered: &str) -> Amounts {
        let [cost, currency, actual_cost, actual_currency] =
            ["cost", "currency", "actual_cost", "actual_currency"].map(|field| self.text(field));
        let currency = if currency.is_empty() { ordered } else { &currency };
        money::compare(&cost, currency, &actual_cost, &actual_currency)
    }

    /// Whether money was paid, whatever the code says: an amount really paid that is not 0, or something given back.
    pub(super) fn tells_of_money(&self, ordered: &str) -> bool {
        let is_paid = |field: &&str| {
            let amount = self.text(field);
            !amount.trim().is_empty() && Money::of_text(&amount) != Some(Money::default())
        };
        ["actual_cost", "actual_price"].iter().any(is_paid) || reversals::took_place(self, &self.text("key"), ordered)
    }

    /// Whether its own words are a yes, in the document's or in others. What rows inside it say is about them.
    pub(super) fn says_done(&self) -> bool {
        let says = self.own_words();
        let printed = |text: &String| PRINTED_YES.iter().any(|yes| text.contains(yes)) && !text.contains('未');
        reply::says_done(&says) || says.iter().any(printed)
    }

    /// Whatever it says at any depth, but in the rows of refunds and cancellations.
    fn own_words(&self) -> Vec<String> {
        let own = self.0.iter().filter(|(name, _)| !ROWS.contains(&name.as_str()));
        reply::words(&own.map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    /// A yes whose words say no proves nothing.
    pub(super) fn must_not_say_that_it_failed(&self) -> Result<(), Error> {
        match reply::says_failed(&self.own_words()) {
            false => Ok(()),
            true => Err(self.error(ErrorKind::Mismatch, YES_AND_NO)),
        }
    }

    /// As [`must_not_say_that_it_failed`](Self::must_not_say_that_it_failed), where nothing may be open either.
    pub(super) fn must_not_take_it_back(&self) -> Result<(), Error> {
        match reply::denies_a_charge(&self.own_words()) {
            false => Ok(()),
            true => Err(self.error(ErrorKind::Mismatch, YES_AND_NO)),
        }
    }

    fn is_in_an_unlisted_currency(&self) -> bool {
        let unlisted = |field: &&str| {
            let currency = self.text(field);
            !currency.is_empty() && Currency::from_code(&currency.to_ascii_uppercase()) == Currency::Unknown
        };
        ["currency", "actual_currency"].iter().any(unlisted)
    }

    /// The reply to a payment or an order has no refund and no cancellation beside it: such a reply is another
    /// operation's, or the money is back already.
    pub(super) fn must_be_no_reversal(&self, ordered: &str) -> Result<(), Error> {
        let has_row = self
            .0
            .get("row_data")
            .cloned()
            .map(lenient::unwrapped)
            .is_some_and(|row| reply::is_set(&row));
        match has_row || reversals::took_place(self, &self.text("key"), ordered) {
            false => Ok(()),
            true => Err(self.error(
                ErrorKind::Mismatch,
                "the reply has a refund or a cancellation beside it, which no payment has",
            )),
        }
    }

    /// Cash that someone must hand over, or any refund with a day on which it is expected (『退款完成回傳資訊』欄位,
    /// rows refund_type and expected_refund_date). A type that is not listed proves nothing either.
    pub(super) fn is_still_to_be_paid_back(&self) -> bool {
        let by_hand = !matches!(self.text("refund_type").as_str(), "" | "1" | "2");
        by_hand || !self.text("expected_refund_date").is_empty()
    }

    /// The rows of a list, which may have come as JSON text; `None` if it is none, or has a row that is none.
    pub(super) fn rows(&self, field: &str) -> Option<Vec<Reply>> {
        let rows: Vec<Value> = match lenient::unwrapped(self.0.get(field).cloned().unwrap_or_default()) {
            Value::Null => Vec::new(),
            Value::Array(rows) => rows,
            Value::Object(rows) => rows.into_iter().map(|(_, row)| row).collect(),
            _ => return None,
        };
        let row = |row| match row {
            Value::Object(row) => Some(Reply(row)),
            _ => None,
        };
        rows.into_iter().map(row).collect()
    }

    /// `code` answers the call and `prc` is a state. One that says yes beside one that says no proves neither.
    /// `about_the_call` are the codes that may stand beside any state.
    pub(super) fn must_not_contradict_itself(&self, about_the_call: &[Prc]) -> Result<(), Error> {
        match self.contradicts_itself(about_the_call) {
            false => Ok(()),
            true => Err(self.error(ErrorKind::Mismatch, "the reply's code and prc contradict each other")),
        }
    }

    pub(super) fn contradicts_itself(&self, about_the_call: &[Prc]) -> bool {
        let (code, prc) = (self.text("code"), self.text("prc"));
        if code.is_empty() || prc.is_empty() {
            return false;
        }
        let (code, prc) = (Prc::from_code(&code), Prc::from_code(&prc));
        // As an answer, B500 is a no like another.
        let meaning = |prc: Prc| match prc {
            Prc::Rejected => (PrcClass::Failed, false),
            prc => (prc.class(), prc.may_still_be_paid()),
        };
        let agree = meaning(code) == meaning(prc);
        !agree && !about_the_call.contains(&code)
    }

    /// Beside B200, a code or state of anything but a refund done or under way contradicts it.
    pub(super) fn must_not_deny_a_refund(&self) -> Result<(), Error> {
        let said = ["code", "prc"].map(|field| self.text(field));
        let denies = |code: &String| {
            let class = Prc::from_code(code).class();
            !matches!(class, PrcClass::Refunded | PrcClass::Pending | PrcClass::Accepted)
        };
        match said.iter().filter(|code| !code.is_empty()).any(denies) {
            false => Ok(()),
            true => Err(self.error(
                ErrorKind::Mismatch,
                "the reply says B200, and beside it something that is no refund",
            )),
        }
    }

    /// The amount asked for must be ours where it came back; `is_needed` if it must.
    pub(super) fn must_ask_for(&self, ours: Money, is_needed: bool) -> Result<(), Error> {
        let is_there = !self.text("cost").is_empty();
        let is_ours = || self.0.get("cost").and_then(Money::of_value) == Some(ours);
        match if is_there { is_ours() } else { !is_needed } {
            true => Ok(()),
            false => Err(self.error(
                ErrorKind::Mismatch,
                "the reply is about another amount, or does not say which: its cost is not ours",
            )),
        }
    }

    /// A currency that came back must be ours.
    pub(super) fn must_be_in(&self, ours: &str) -> Result<(), Error> {
        let currency = self.text("currency");
        match currency.is_empty() || currency.eq_ignore_ascii_case(ours) {
            true => Ok(()),
            false => Err(self.error(ErrorKind::Mismatch, "the reply is in another currency than ours")),
        }
    }

    /// A number or text, where a list or an object could only be misread.
    pub(super) fn must_be_plain(&self, field: &str) -> Result<(), Error> {
        match self.0.get(field) {
            None | Some(Value::Null | Value::String(_) | Value::Number(_)) => Ok(()),
            Some(_) => Err(self.error(ErrorKind::Malformed, &format!("the reply's {field} is not text"))),
        }
    }

    pub(super) fn must_have_key_if_present(&self, ours: &str) -> Result<(), Error> {
        let key = self.text("key");
        match key.is_empty() || equal_in_constant_time(key.as_bytes(), ours.as_bytes()) {
            true => Ok(()),
            false => Err(self.error(
                ErrorKind::Mismatch,
                "the reply is about another order: its key is not ours",
            )),
        }
    }

    /// The error for a code that does not say yes: refused if it is one of `refusals`, and nothing beside it tells of
    /// money.
    pub(super) fn not_done(&self, code_field: &str, refusals: &[Prc]) -> Error {
        let code = Prc::from_code(&self.text(code_field));
        match code.class() {
            _ if code == Prc::SystemError => self
                .error(
                    ErrorKind::Declined,
                    "MYPAY reports a fault of its own or of its supplier's system, which proves no decline",
                )
                .with_outcome(Outcome::Unknown),
            // 380 may still turn into 290: the customer may yet have paid.
            PrcClass::Failed if code.may_still_be_paid() => self
                .error(
                    ErrorKind::Declined,
                    "MYPAY reports a failure that may still turn into a payment",
                )
                .with_outcome(Outcome::Unknown),
            _ if refusals.contains(&code) && self.tells_of_money("") => self.error(
                ErrorKind::Mismatch,
                "the reply refuses, and beside it names money that was paid or given back",
            ),
            // No code of the document says it; its own words do.
            _ if refusals.contains(&code) => match reply::doubt(&reply::words(&self.0)) {
                Some((kind, detail)) => self.error(kind, detail).with_outcome(Outcome::Unknown),
                None if self.says_done() => {
                    self.error(ErrorKind::Mismatch, "the reply's code says no, and its words say yes")
                }
                None => self.error(ErrorKind::Declined, "MYPAY refused"),
            },
            PrcClass::Unknown if code == Prc::Unknown => {
                self.error(ErrorKind::Malformed, "the reply's code is missing or not a listed one")
            }
            _ => self.error(
                ErrorKind::Malformed,
                "the reply's code is not one that answers this operation",
            ),
        }
    }

    pub(super) fn must_echo(&self, field: &str, ours: &str) -> Result<(), Error> {
        match self.text(field) == ours {
            true => Ok(()),
            false => Err(self.error(
                ErrorKind::Mismatch,
                &format!("the reply is about another order, or does not say which: its {field} is not ours"),
            )),
        }
    }

    pub(super) fn must_echo_if_present(&self, field: &str, ours: Option<&str>) -> Result<(), Error> {
        match ours {
            Some(ours) if !self.text(field).is_empty() => self.must_echo(field, ours),
            _ => Ok(()),
        }
    }

    pub(super) fn decode<T: Received>(self) -> Result<T, Error> {
        wire::from_fields(twins::with_texts::<T>(self.0))
    }

    pub(super) fn text(&self, field: &str) -> String {
        self.0.get(field).map(wire::any_text).unwrap_or_default()
    }

    /// `code` and `msg` of the reply, or of a query's or refund's row `prc` and `retmsg`.
    pub(super) fn error(&self, kind: ErrorKind, detail: &str) -> Error {
        let first_of = |fields: [&str; 2]| {
            let texts = fields.into_iter().map(|field| self.text(field));
            texts.into_iter().find(|text| !text.is_empty())
        };
        Error::new(kind, detail).with_provider(first_of(["code", "prc"]), first_of(["msg", "retmsg"]))
    }
}

fn http_problem(status: u16) -> &'static str {
    match status {
        300..=399 => "the host redirects elsewhere; redirects are not followed, check base_url",
        403 => "MYPAY's firewall refused the request; it does so for unusual user agents: set user_agent",
        404 => "the host does not know this path; check base_url and mode",
        429 => "too many requests; whether this one was carried out is not known",
        _ => "an error page came instead of MYPAY's reply",
    }
}
