//! Decides what an authentic reply means: approved, refused, or unknown.
//!
//! The rules are "Classifying an attempt" and the icash section of docs/protocol.md, and nothing is kinder
//! than them: whatever no rule settles stays unknown.

use super::codes::RtnCode;
use super::envelope::Opened;
use crate::error::{Error, ErrorKind};
use crate::wire::{self, non_empty};
use serde_json::{Map, Value};

/// What the reply must say for the operation to count as done.
pub(super) struct Expectation<'a> {
    /// The request's OPSeq.
    pub(super) op_seq: &'a str,
    /// Which proof of success the operation's reply carries.
    pub(super) proof: Proof,
    /// The amount field to be echoed, and our amount.
    pub(super) amount: Option<(&'static str, i64)>,
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

/// Gives the reply's fields if it approves, and the error with its outcome if it does not.
pub(super) fn judge(opened: Opened, expected: &Expectation<'_>) -> Result<Map<String, Value>, Error> {
    let reply = Reply {
        rtn_code: RtnCode::from_wire(&opened.rtn_code),
        opened,
    };
    match reply.verdict(expected) {
        Verdict::Approved => Ok(reply.opened.message),
        Verdict::Refused => Err(reply.error(ErrorKind::Declined, refusal(expected.proof))),
        Verdict::Contradiction(detail) => Err(reply.error(ErrorKind::Mismatch, detail)),
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
        // A reply about another transaction says nothing about ours, whether it says yes or no.
        if !op_seq.is_empty() && op_seq != expected.op_seq {
            return Verdict::Contradiction("the reply is about another OPSeq");
        }
        let Some(rtn_code) = self.rtn_code else {
            return Verdict::Unclear("RtnCode is not a number");
        };
        let cancel = expected.proof == Proof::OpSeqAlone;
        match (rtn_code == RtnCode::SUCCESS, service_result.as_str()) {
            (_, "N") => Verdict::Refused,
            (false, "Y") => Verdict::Contradiction("RtnCode says failure and ServiceResult says success"),
            (true, "Y") => self.approval(expected, &op_seq),
            // The document's own rule for cancels: without OPSeq it failed (ICPOS003 and ICPOS006 reply 01).
            (_, "") if cancel && op_seq.is_empty() => Verdict::Refused,
            (true, "") if cancel => Verdict::Approved,
            (false, "") => Verdict::Unclear("RtnCode is not success and ServiceResult is missing"),
            _ => Verdict::Unclear("ServiceResult is neither Y nor N"),
        }
    }

    fn approval(&self, expected: &Expectation<'_>, op_seq: &str) -> Verdict {
        if expected.proof != Proof::ServiceResult && op_seq.is_empty() {
            return Verdict::Contradiction("the approval does not echo OPSeq");
        }
        match expected.amount {
            Some((field, ours)) if self.amount(field) != Some(ours) => {
                Verdict::Contradiction("the approval does not echo the amount that was asked for")
            }
            _ => Verdict::Approved,
        }
    }

    /// A missing field is empty; one that is a list or an object is no text.
    fn text(&self, field: &str) -> Option<String> {
        self.opened
            .message
            .get(field)
            .map_or(Some(String::new()), wire::value_text)
    }

    fn amount(&self, field: &str) -> Option<i64> {
        self.opened.message.get(field).and_then(wire::value_amount)
    }

    /// The inner StatusCode and StatusDesc say more than the envelope's RtnCode and RtnMsg.
    fn error(&self, kind: ErrorKind, detail: &str) -> Error {
        let code = self.text("StatusCode").and_then(non_empty);
        let code = code.or(self.rtn_code.map(|code| code.to_string()));
        let text = self.text("StatusDesc").and_then(non_empty);
        Error::new(kind, detail).with_provider(code, text.or(Some(self.opened.rtn_msg.clone())))
    }
}
