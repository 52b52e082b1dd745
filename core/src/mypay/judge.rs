//! Decides what a reply means: done, pending, refused, or unknown. How one is read and questioned is in `reply.rs`.

use super::codes::{Prc, PrcClass};
use super::lenient;
use super::messages::*;
use super::reply::{ABOUT_THE_CALL, Reply};
use super::reversals;
use super::twins;
use crate::error::{Error, ErrorKind, Outcome};
use serde_json::Value;

/// An order is made if MYPAY says 200 about it, and gives everything that is needed to go on with it.
pub(super) fn created(reply: Reply, request: &CreateOrderRequest) -> Result<CreateOrderResponse, Error> {
    reply.must_echo_if_present("order_id", Some(&request.order_id))?;
    reply.must_not_contradict_itself(&[])?;
    if reply.text("code") != "200" {
        return Err(reply.not_done("code"));
    }
    for field in ["uid", "key", "url"] {
        reply.must_be_plain(field)?;
        if reply.text(field).is_empty() {
            return Err(reply.error(
                ErrorKind::Malformed,
                &format!("the reply accepts the order without {field}"),
            ));
        }
    }
    reply.must_ask_for(twins::of(request.cost, &request.cost_text), false)?;
    reply.must_be_in(currency(&request.currency))?;
    reply.decode()
}

/// A query is answered if the reply is about our order, whatever state it reports.
pub(super) fn queried(reply: Reply, request: &QueryOrderRequest) -> Result<QueryOrderResponse, Error> {
    reply.must_echo_if_present("order_id", request.order_id.as_deref())?;
    reply.must_not_contradict_itself(ABOUT_THE_CALL)?;
    if reply.text("uid").is_empty() {
        // What comes without an order is about the question: a refusal of it, or nothing we know.
        let field = if reply.text("code").is_empty() { "prc" } else { "code" };
        return Err(reply.not_done(field));
    }
    reply.must_echo("uid", &request.uid)?;
    reply.must_have_key_if_present(&request.key)?;
    let prc = reply.text("prc");
    if prc.is_empty() {
        return Err(reply.error(ErrorKind::Malformed, "the reply has no prc"));
    }
    let class = reply.settled(Prc::from_code(&prc).class());
    match twins::of_optional(request.cost, request.cost_text.as_deref().unwrap_or_default()) {
        // Which is never a yes, and whose amounts are for someone to look at.
        Some(_) if class == PrcClass::PaidWithDifferentAmount => {}
        Some(cost) => reply.must_ask_for(cost, class == PrcClass::Paid)?,
        None => {}
    }
    let refund_state = reversals::of_refunds(&reply).as_str();
    let cancel_state = reversals::of_cancels(&reply).as_str();
    let mut order: QueryOrderResponse = reply.decode()?;
    order.state = class.as_str().to_owned();
    order.refund_state = refund_state.to_owned();
    order.cancel_state = cancel_state.to_owned();
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
    reply.must_echo_if_present("order_id", request.order_id.as_deref())?;
    let row = match reply.0.get("row_data").cloned().map(lenient::unwrapped) {
        None | Some(Value::Null) => None,
        Some(Value::Array(entries)) if entries.is_empty() => None,
        Some(Value::Object(row)) if row.is_empty() => None,
        Some(Value::Object(row)) => Some(Reply(row)),
        Some(_) => return Err(reply.error(ErrorKind::Malformed, "the reply's row_data is not an object")),
    };
    if let Some(row) = &row {
        row.must_echo_if_present("uid", Some(&request.uid))?;
        row.must_echo_if_present("order_id", request.order_id.as_deref())?;
        row.must_have_key_if_present(&request.key)?;
    }
    if reply.text("code") != "B200" {
        reply.must_not_contradict_itself(&[])?;
        let refusal = reply.not_done("code");
        let row_says_no = |row: &Reply| {
            let prc = Prc::from_code(&row.text("prc"));
            prc.class() == PrcClass::Failed && !prc.may_still_be_paid()
        };
        return Err(match row {
            Some(row) if refusal.outcome == Outcome::Refused && !row_says_no(&row) => reply.error(
                ErrorKind::Mismatch,
                "the reply's code refuses the refund, and its row_data does not",
            ),
            _ => refusal,
        });
    }
    reply.must_echo("uid", &request.uid)?;
    for said in [Some(&reply), row.as_ref()].into_iter().flatten() {
        said.must_not_deny_a_refund()?;
    }
    let class = match &row {
        None => PrcClass::Pending,
        Some(row) => refund_class(row, request)?,
    };
    let mut refund: RefundOrderResponse = reply.decode()?;
    refund.refunded = class == PrcClass::Refunded;
    refund.state = class.as_str().to_owned();
    Ok(refund)
}

/// What the row of a refund says of the money: `Refunded`, `RefundedWithDifferentAmount` or `Pending`.
fn refund_class(row: &Reply, request: &RefundOrderRequest) -> Result<PrcClass, Error> {
    row.must_echo("uid", &request.uid)?;
    row.must_ask_for(twins::of(request.cost, &request.cost_text), false)?;
    let lacking = |fields: &[&str]| {
        let field = fields.iter().find(|field| row.text(field).is_empty())?;
        let detail = format!("the row of the refund lacks {field}");
        Some(row.error(ErrorKind::Mismatch, &detail))
    };
    if let Some(error) = lacking(&["prc"]) {
        return Err(error);
    }
    if Prc::from_code(&row.text("prc")).class() != PrcClass::Refunded {
        return Ok(PrcClass::Pending);
    }
    if let Some(error) = lacking(&["key", "cost", "actual_cost"]) {
        return Err(error);
    }
    match row.settled(PrcClass::Refunded) {
        PrcClass::Unknown => Err(row.error(
            ErrorKind::Mismatch,
            "the row of the refund has an amount that cannot be read",
        )),
        class => Ok(class),
    }
}

/// A scanned payment is approved by 250 or 600 about our order and our amount, and by nothing else.
pub(super) fn scanned(reply: Reply, request: &ScanPayRequest) -> Result<ScanPayResponse, Error> {
    // A reply about another order says nothing about ours, whether it says yes or no.
    reply.must_echo_if_present("order_id", Some(&request.order_id))?;
    reply.must_not_contradict_itself(&[])?;
    let said = Prc::from_code(&reply.text("code")).class();
    if !matches!(
        said,
        PrcClass::Paid | PrcClass::PaidWithDifferentAmount | PrcClass::Pending
    ) {
        return Err(reply.not_done("code"));
    }
    for field in ["uid", "key"] {
        reply.must_be_plain(field)?;
    }
    let lacks_uid_or_key = reply.text("uid").is_empty() || reply.text("key").is_empty();
    if said == PrcClass::Pending && lacks_uid_or_key {
        return Err(reply.error(
            ErrorKind::Malformed,
            "the payment is pending, but the reply has no uid and key to ask again with",
        ));
    }
    if said != PrcClass::Pending {
        reply.must_echo("order_id", &request.order_id)?;
    }
    // 290 is never a yes, and its amounts are for someone to look at.
    if said != PrcClass::PaidWithDifferentAmount {
        reply.must_ask_for(twins::of(request.cost, &request.cost_text), said == PrcClass::Paid)?;
        reply.must_be_in(currency(&request.currency))?;
    }
    let class = reply.settled_in(said, currency(&request.currency));
    if class == PrcClass::Unknown {
        return Err(reply.error(ErrorKind::Mismatch, "the approval has an amount that cannot be read"));
    }
    let mut scan: ScanPayResponse = reply.decode()?;
    scan.approved = class == PrcClass::Paid;
    scan.state = class.as_str().to_owned();
    Ok(scan)
}

/// An order's currency, in words or by default.
fn currency(asked: &Option<String>) -> &str {
    asked
        .as_deref()
        .filter(|currency| !currency.is_empty())
        .unwrap_or("TWD")
}
