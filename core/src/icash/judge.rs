//! Decides what an authentic reply means: approved, refused, or unknown.
//!
//! The rules are "Classifying an attempt" and the icash section of docs/protocol.md, and nothing is kinder
//! than them: whatever no rule settles stays unknown.

use super::codes::RtnCode;
use super::envelope::Opened;
use super::tables;
use crate::error::{Error, ErrorKind, Outcome};
use crate::reply;
use crate::wire::{self, non_empty};
use serde_json::{Map, Value};

/// What the reply must say for the operation to count as done.
pub(super) struct Expectation<'a> {
    /// The request's OPSeq.
    pub(super) op_seq: &'a str,
    /// The request's OPRefundSeq, of the refunds.
    pub(super) op_refund_seq: Option<&'a str>,
    /// Which proof of success the operation's reply carries.
    pub(super) proof: Proof,
    /// The members of the operation's reply.
    pub(super) table: &'static [&'static str],
    /// The request's amount, and those of the reply that must go with it.
    pub(super) amount: i64,
    pub(super) amounts: &'static [Amount],
}

/// How a reply of this operation says yes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// ServiceResult "Y" and our OPSeq: pay, top-up.
    ServiceResultAndOpSeq,
    /// ServiceResult "Y"; the table has no OPSeq: the refunds.
    ServiceResult,
    /// Our OPSeq alone; without any OPSeq the cancel was refused, unless it says Y: the cancels.
    OpSeqAlone,
}

/// How an amount of a reply must go with the request's.
pub(super) enum Amount {
    /// It is there, and the same.
    Echo(&'static str),
    /// Where it is there, it is the same.
    EchoIfThere(&'static str),
    /// Where `before` is there, it is the same; or it is a balance, which less ours is the one `after`.
    EchoOrBalance { before: &'static str, after: &'static str },
}

/// Gives the reply's fields if it approves, and the error with its outcome if it does not.
pub(super) fn judge(opened: Opened, expected: &Expectation<'_>) -> Result<Map<String, Value>, Error> {
    let reply = Reply {
        rtn_code: RtnCode::from_wire(&opened.rtn_code),
        opened,
    };
    match reply.verdict(expected) {
        Verdict::Approved => Ok(reply.opened.message),
        Verdict::Refused => Err(reply.refused(expected.proof)),
        Verdict::Contradiction(detail) => Err(reply.error(ErrorKind::Mismatch, detail)),
        Verdict::Foreign(member) => Err(reply.error(
            ErrorKind::Mismatch,
            &format!("the reply is another operation's: {member} is no member of this one's"),
        )),
        Verdict::Unclear(detail) => Err(reply.error(ErrorKind::Malformed, detail)),
    }
}

/// A refused cancel must not read as if the payment had been refused.
fn refusal(proof: Proof) -> &'static str {
    match proof {
        Proof::OpSeqAlone => "icash Pay refused to cancel; whether the transaction stands is still open",
        Proof::ServiceResult | Proof::ServiceResultAndOpSeq => "icash Pay refused",
    }
}

enum Verdict {
    Approved,
    Refused,
    Contradiction(&'static str),
    Foreign(String),
    Unclear(&'static str),
}

struct Reply {
    opened: Opened,
    rtn_code: Option<RtnCode>,
}

impl Reply {
    fn verdict(&self, expected: &Expectation<'_>) -> Verdict {
        let (Some(op_seq), Some(service_result)) = (self.text("OPSeq"), self.text("ServiceResult")) else {
            return Verdict::Unclear("OPSeq or ServiceResult is not text");
        };
        let Some(op_refund_seq) = self.text("OPRefundSeq") else {
            return Verdict::Unclear("OPRefundSeq is not text");
        };
        // A reply about another transaction says nothing about ours, whether it says yes or no.
        if !op_seq.is_empty() && op_seq != expected.op_seq {
            return Verdict::Contradiction("the reply is about another OPSeq");
        }
        // No reply's table has it, but one that names a refund is about that one.
        if !op_refund_seq.is_empty() && Some(op_refund_seq.as_str()) != expected.op_refund_seq {
            return Verdict::Contradiction("the reply is about another refund");
        }
        // A refund needs it.
        if self.text("BankSeq").is_none() {
            return Verdict::Unclear("BankSeq is not text");
        }
        let Some(rtn_code) = self.rtn_code else {
            return Verdict::Unclear("RtnCode is not a number");
        };
        // Nor does one of another operation. An approved refund that repeats our OPSeq is none: a charge's approval
        // has more members than that. Its refusal has not.
        let mut foreign = reply::foreign(&self.opened.message, expected.table, tables::ALL);
        if let Some(member) = foreign.find(|member| *member != "OPSeq" || service_result != "Y") {
            return Verdict::Foreign(member.to_owned());
        }
        let success = rtn_code == RtnCode::SUCCESS;
        match expected.proof {
            Proof::OpSeqAlone => self.cancel_verdict(success, &op_seq, &service_result, expected),
            proof => match (success, service_result.as_str()) {
                (_, "N") => self.refusal(expected),
                (false, "Y") => Verdict::Contradiction("RtnCode says failure and ServiceResult says success"),
                (true, "Y") if proof == Proof::ServiceResultAndOpSeq && op_seq.is_empty() => {
                    Verdict::Contradiction("the approval does not echo OPSeq")
                }
                (true, "Y") => self.approval(expected),
                (false, "") => Verdict::Unclear("RtnCode is not success and ServiceResult is missing"),
                _ => Verdict::Unclear("ServiceResult is neither Y nor N"),
            },
        }
    }

    /// The document's own rule for cancels: OPSeq alone is success, and without OPSeq it failed (ICPOS003 and
    /// ICPOS006 reply 01). Whatever says both is a charge's reply, or nobody's.
    fn cancel_verdict(&self, success: bool, op_seq: &str, service_result: &str, expected: &Expectation<'_>) -> Verdict {
        let says_failure = ["StatusCode", "StatusDesc"].iter().any(|name| self.has(name));
        match (service_result, op_seq.is_empty()) {
            ("Y", _) => Verdict::Contradiction("no reply to a cancel says Y: this one is another operation's"),
            ("N" | "", true) => self.refusal(expected),
            ("N", false) => Verdict::Contradiction("OPSeq says success and ServiceResult says failure"),
            ("", false) if says_failure => Verdict::Contradiction("the reply to the cancel says more than OPSeq"),
            ("", false) if success => self.approval(expected),
            ("", false) => Verdict::Unclear("RtnCode is not success and ServiceResult is missing"),
            _ => Verdict::Unclear("ServiceResult is neither Y nor N"),
        }
    }

    fn approval(&self, expected: &Expectation<'_>) -> Verdict {
        let denied = match expected.proof {
            Proof::ServiceResultAndOpSeq => reply::denies_a_charge(&self.words()),
            Proof::ServiceResult | Proof::OpSeqAlone => reply::denies_a_yes(&self.words()),
        };
        if denied {
            return Verdict::Contradiction("the reply approves, and its words do not");
        }
        match expected
            .amounts
            .iter()
            .all(|amount| self.agrees(amount, expected.amount))
        {
            true => Verdict::Approved,
            false => Verdict::Contradiction("the approval does not echo the amount that was asked for"),
        }
    }

    /// A no is about our transaction, as far as it says about which, and no yes in other members.
    fn refusal(&self, expected: &Expectation<'_>) -> Verdict {
        // A refusal may well name the nothing that was charged, and a balance that did not move.
        let names_another = |amount: &Amount| match *amount {
            Amount::Echo(field) | Amount::EchoIfThere(field) => {
                self.has(field)
                    && !matches!(self.amount(field), Some(theirs) if theirs == expected.amount || theirs == 0)
            }
            Amount::EchoOrBalance { .. } => false,
        };
        if expected.amounts.iter().any(names_another) {
            return Verdict::Contradiction("the refusal is about another amount");
        }
        if self.names_money() {
            return Verdict::Contradiction("the refusal names money or points that were taken");
        }
        let inner = reply::said(&self.opened.message, &["StatusCode", "StatusDesc"]);
        if reply::doubt(&inner).is_none() && reply::says_done(&inner) {
            return Verdict::Contradiction("ServiceResult says failure and StatusCode or StatusDesc says success");
        }
        if expected.proof == Proof::ServiceResultAndOpSeq && reply::says_refund(&inner) {
            return Verdict::Contradiction("the refusal is a refund's: it speaks of one");
        }
        Verdict::Refused
    }

    /// Whatever it says at any depth, and the envelope's RtnMsg.
    fn words(&self) -> Vec<String> {
        let mut words = reply::words(&self.opened.message);
        words.push(self.opened.rtn_msg.clone());
        words
    }

    /// 主付款方式扣款金額 or 紅利折抵金額 that is not nothing.
    fn names_money(&self) -> bool {
        let is_some = |fields: &Map<String, Value>, name: &str| {
            let amount = fields.get(name).filter(|amount| reply::is_set(amount));
            amount.is_some_and(|amount| wire::value_amount(amount) != Some(0))
        };
        let bonuses = self.opened.message.get("BonusList").and_then(Value::as_array);
        let mut bonuses = bonuses.into_iter().flatten().filter_map(Value::as_object);
        is_some(&self.opened.message, "DebitAmt") || bonuses.any(|bonus| is_some(bonus, "BonusAmt"))
    }

    fn agrees(&self, amount: &Amount, ours: i64) -> bool {
        match *amount {
            Amount::Echo(field) => self.amount(field) == Some(ours),
            Amount::EchoIfThere(field) => !self.has(field) || self.amount(field) == Some(ours),
            Amount::EchoOrBalance { before, after } => match (self.amount(before), self.amount(after)) {
                (None, _) => !self.has(before),
                (Some(before), after) => {
                    before == ours || after.is_some_and(|after| before.checked_sub(ours) == Some(after))
                }
            },
        }
    }

    /// A missing field is empty; one that is a list or an object is no text.
    fn text(&self, field: &str) -> Option<String> {
        self.opened
            .message
            .get(field)
            .map_or(Some(String::new()), wire::value_text)
    }

    fn has(&self, field: &str) -> bool {
        reply::has(&self.opened.message, field)
    }

    fn amount(&self, field: &str) -> Option<i64> {
        self.opened.message.get(field).and_then(wire::value_amount)
    }

    /// A refusal, unless its words take it back. A cancel's number was always used before.
    fn refused(&self, proof: Proof) -> Error {
        match reply::doubt(&self.words()) {
            Some((ErrorKind::Duplicate, _)) if proof == Proof::OpSeqAlone => {
                self.error(ErrorKind::Declined, refusal(proof))
            }
            Some((kind, detail)) => self.error(kind, detail).with_outcome(Outcome::Unknown),
            None => self.error(ErrorKind::Declined, refusal(proof)),
        }
    }

    /// The inner StatusCode and StatusDesc say more than the envelope's RtnCode and RtnMsg.
    fn error(&self, kind: ErrorKind, detail: &str) -> Error {
        let code = self.text("StatusCode").and_then(non_empty);
        let code = code.or(self.rtn_code.map(|code| code.to_string()));
        let text = self.text("StatusDesc").and_then(non_empty);
        Error::new(kind, detail).with_provider(code, text.or(Some(self.opened.rtn_msg.clone())))
    }
}
