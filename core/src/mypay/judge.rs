//! Decides what a reply means: done, pending, refused, or unknown.
//!
//! Replies are not signed. What counts as MYPAY's word is a JSON object under HTTP 200 over TLS; anything
//! else, and any code that is not listed, leaves the outcome unknown (docs/protocol.md, "Classifying an attempt").

use super::codes::{Prc, PrcClass};
use super::lenient;
use super::messages::*;
use crate::crypto::equal_in_constant_time;
use crate::error::{Error, ErrorKind, Outcome};
use crate::json;
use crate::reply::{self, NUMBER_USED};
use crate::wire;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A reply's fields, not judged yet.
pub(super) struct Reply(Map<String, Value>);

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

/// An order is made if MYPAY says 200 and gives everything that is needed to go on with it.
pub(super) fn created(reply: Reply) -> Result<CreateOrderResponse, Error> {
    if reply.text("code") != "200" {
        return Err(reply.not_done("code"));
    }
    match ["uid", "key", "url"].iter().find(|field| reply.text(field).is_empty()) {
        Some(field) => Err(reply.error(
            ErrorKind::Malformed,
            &format!("the reply accepts the order without {field}"),
        )),
        None => reply.decode(),
    }
}

/// A query is answered if the reply is about our order, whatever state it reports.
pub(super) fn queried(reply: Reply, request: &QueryOrderRequest) -> Result<QueryOrderResponse, Error> {
    if reply.text("uid").is_empty() {
        // What comes without an order is about the question: a refusal of it, or nothing we know.
        let field = if reply.text("code").is_empty() { "prc" } else { "code" };
        return Err(reply.not_done(field));
    }
    reply.must_echo("uid", &request.uid)?;
    reply.must_echo_if_present("order_id", request.order_id.as_deref())?;
    let key = reply.text("key");
    if !key.is_empty() && !equal_in_constant_time(key.as_bytes(), request.key.as_bytes()) {
        return Err(reply.error(
            ErrorKind::Mismatch,
            "the reply is about another order: its key is not ours",
        ));
    }
    let prc = reply.text("prc");
    if prc.is_empty() {
        return Err(reply.error(ErrorKind::Malformed, "the reply has no prc"));
    }
    let mut order: QueryOrderResponse = reply.decode()?;
    order.state = Prc::from_code(&prc).class().as_str().to_owned();
    order.redeem_detail = lenient::redeem(&order.redeem);
    order.payment_instructions = lenient::payment_instructions(&order.result_content_type, &order.result_content);
    order.invoice_lines = lenient::invoice_lines(&order.invoice_order_detail);
    lenient::parse_allowances(&mut order.invoice_allowance);
    lenient::parse_refunds(&mut order.refund_order);
    Ok(order)
}

/// A refund is taken on if MYPAY says B200 about our order, and done if `row_data` proves it.
pub(super) fn refunded(reply: Reply, request: &RefundOrderRequest) -> Result<RefundOrderResponse, Error> {
    reply.must_echo_if_present("uid", Some(&request.uid))?;
    let row = match reply.0.get("row_data").cloned().map(lenient::unwrapped) {
        None | Some(Value::Null) => None,
        Some(Value::Array(entries)) if entries.is_empty() => None,
        Some(Value::Object(row)) if row.is_empty() => None,
        Some(Value::Object(row)) => Some(Reply(row)),
        Some(_) => return Err(reply.error(ErrorKind::Malformed, "the reply's row_data is not an object")),
    };
    let row_class = row.as_ref().map(|row| Prc::from_code(&row.text("prc")).class());
    if reply.text("code") != "B200" {
        let refusal = reply.not_done("code");
        return Err(match row_class {
            Some(PrcClass::Refunded | PrcClass::Pending | PrcClass::Accepted)
                if refusal.outcome == Outcome::Refused =>
            {
                reply.error(
                    ErrorKind::Mismatch,
                    "the reply's code refuses the refund, and its row_data reports one",
                )
            }
            _ => refusal,
        });
    }
    reply.must_echo("uid", &request.uid)?;
    let (Some(row), Some(row_class)) = (row, row_class) else {
        return reply.decode();
    };
    row.must_echo("uid", &request.uid)?;
    row.must_echo_if_present("order_id", request.order_id.as_deref())?;
    let done = match row_class {
        PrcClass::Refunded => true,
        PrcClass::Pending | PrcClass::Accepted => false,
        _ => {
            return Err(row.error(
                ErrorKind::Mismatch,
                "the reply says B200, but its row_data reports no refund",
            ));
        }
    };
    if done && row.amount("cost") != Some(request.cost) {
        return Err(row.error(
            ErrorKind::Mismatch,
            "the refund does not echo the amount that was asked for",
        ));
    }
    let mut refund: RefundOrderResponse = reply.decode()?;
    refund.refunded = done;
    Ok(refund)
}

/// A scanned payment is approved by 250 or 600 about our order and our amount, and by nothing else.
pub(super) fn scanned(reply: Reply, request: &ScanPayRequest) -> Result<ScanPayResponse, Error> {
    // A reply about another order says nothing about ours, whether it says yes or no.
    reply.must_echo_if_present("order_id", Some(&request.order_id))?;
    let class = Prc::from_code(&reply.text("code")).class();
    match class {
        PrcClass::Paid => {
            reply.must_echo("order_id", &request.order_id)?;
            if reply.amount("cost") != Some(request.cost) {
                return Err(reply.error(
                    ErrorKind::Mismatch,
                    "the approval does not echo the amount that was asked for",
                ));
            }
        }
        PrcClass::PaidWithDifferentAmount => reply.must_echo("order_id", &request.order_id)?,
        PrcClass::Pending if reply.text("uid").is_empty() || reply.text("key").is_empty() => {
            return Err(reply.error(
                ErrorKind::Malformed,
                "the payment is pending, but the reply has no uid and key to ask again with",
            ));
        }
        PrcClass::Pending => {}
        _ => return Err(reply.not_done("code")),
    }
    let mut scan: ScanPayResponse = reply.decode()?;
    scan.approved = class == PrcClass::Paid;
    scan.state = class.as_str().to_owned();
    Ok(scan)
}

impl Reply {
    /// The error for a code that does not say yes: refused if it is listed as a failure and final.
    fn not_done(&self, code_field: &str) -> Error {
        let code = Prc::from_code(&self.text(code_field));
        match code.class() {
            // 380 may still turn into 290: the customer may yet have paid.
            PrcClass::Failed if code.may_still_be_paid() => self
                .error(
                    ErrorKind::Declined,
                    "MYPAY reports a failure that may still turn into a payment",
                )
                .with_outcome(Outcome::Unknown),
            PrcClass::Failed => {
                let refusal = self.error(ErrorKind::Declined, "MYPAY refused");
                // No code of the document says it; its own words do.
                match reply::says_used(refusal.provider_text.as_deref()) {
                    true => self.error(ErrorKind::Duplicate, NUMBER_USED),
                    false => refusal,
                }
            }
            PrcClass::Unknown => self.error(ErrorKind::Malformed, "the reply's code is missing or not a listed one"),
            _ => self.error(
                ErrorKind::Malformed,
                "the reply's code is not one that answers this operation",
            ),
        }
    }

    fn must_echo(&self, field: &str, ours: &str) -> Result<(), Error> {
        match self.text(field) == ours {
            true => Ok(()),
            false => Err(self.error(
                ErrorKind::Mismatch,
                &format!("the reply is about another order, or does not say which: its {field} is not ours"),
            )),
        }
    }

    fn must_echo_if_present(&self, field: &str, ours: Option<&str>) -> Result<(), Error> {
        match ours {
            Some(ours) if !self.text(field).is_empty() => self.must_echo(field, ours),
            _ => Ok(()),
        }
    }

    fn decode<T: DeserializeOwned>(self) -> Result<T, Error> {
        wire::from_fields(self.0)
    }

    fn text(&self, field: &str) -> String {
        self.0.get(field).map(lenient::value_text).unwrap_or_default()
    }

    fn amount(&self, field: &str) -> Option<i64> {
        self.0.get(field).and_then(wire::value_amount)
    }

    /// `code` and `msg` of the reply, or of a query's or refund's row `prc` and `retmsg`.
    fn error(&self, kind: ErrorKind, detail: &str) -> Error {
        let first_of = |fields: [&str; 2]| {
            let texts = fields.into_iter().map(|field| self.text(field));
            texts.into_iter().find(|text| !text.is_empty())
        };
        let mut error = Error::new(kind, detail);
        error.provider_code = first_of(["code", "prc"]);
        error.provider_text = first_of(["msg", "retmsg"]);
        error
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
