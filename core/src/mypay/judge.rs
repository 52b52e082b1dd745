//! Decides what a reply means: done, pending, refused, or unknown. How one is read and questioned is in `reply.rs`.

use super::codes::{Prc, PrcClass};
use super::lenient;
use super::messages::*;
use super::money::{Amounts, Money, expected_currency};
use super::reply::{ABOUT_THE_CALL, REFUSES_A_CALL, REFUSES_A_PAYMENT, Reply};
use super::reversals;
use super::twins;
use crate::error::{Error, ErrorKind, Outcome};
use serde_json::Value;
use std::collections::BTreeSet;

/// An order is made if MYPAY says 200 about it, and gives everything that is needed to go on with it.
pub(super) fn created(reply: Reply, request: &CreateOrderRequest) -> Result<CreateOrderResponse, Error> {
    reply.must_echo_if_present("order_id", Some(&request.order_id))?;
    reply.must_not_contradict_itself(&[])?;
    reply.must_ask_for(twins::of(request.cost, &request.cost_text), false)?;
    reply.must_be_in(currency(&request.currency))?;
    reply.must_be_no_reversal(currency(&request.currency))?;
    let given = ["uid", "key", "url"];
    if reply.text("code") != "200" {
        let refusal = reply.not_done("code", REFUSES_A_PAYMENT);
        let has_order = given.iter().any(|field| !reply.text(field).is_empty());
        return Err(match has_order && refusal.outcome == Outcome::Refused {
            true => reply.error(
                ErrorKind::Mismatch,
                "the reply refuses the order, and beside it gives what only an order that was made has",
            ),
            false => refusal,
        });
    }
    reply.must_not_take_it_back()?;
    for field in given {
        reply.must_be_plain(field)?;
        if reply.text(field).is_empty() {
            return Err(reply.error(
                ErrorKind::Malformed,
                &format!("the reply accepts the order without {field}"),
            ));
        }
    }
    reply.decode()
}

/// A query is answered if the reply is about our order, whatever state it reports.
pub(super) fn queried(reply: Reply, request: &QueryOrderRequest) -> Result<QueryOrderResponse, Error> {
    reply.must_echo_if_present("order_id", request.order_id.as_deref())?;
    reply.must_not_contradict_itself(ABOUT_THE_CALL)?;
    let ours = twins::of_optional(request.cost, request.cost_text.as_deref().unwrap_or_default());
    let currency = expected_currency(&request.currency, ours.is_some());
    if reply.text("uid").is_empty() {
        reply.must_have_key_if_present(&request.key)?;
        ours.map_or(Ok(()), |ours| reply.must_ask_for(ours, false))?;
        currency.map_or(Ok(()), |currency| reply.must_be_in(currency))?;
        // What comes without an order is about the question: a refusal of it, or nothing we know.
        let field = if reply.text("code").is_empty() { "prc" } else { "code" };
        return Err(reply.not_done(field, REFUSES_A_CALL));
    }
    reply.must_echo("uid", &request.uid)?;
    reply.must_have_key_if_present(&request.key)?;
    let prc = reply.text("prc");
    if prc.is_empty() {
        return Err(reply.error(ErrorKind::Malformed, "the reply has no prc"));
    }
    let ordered = currency.unwrap_or_default();
    let class = reply.settled_in(Prc::from_code(&prc).class(), ordered);
    ours.map_or(Ok(()), |ours| reply.must_ask_for(ours, class == PrcClass::Paid))?;
    currency.map_or(Ok(()), |currency| reply.must_be_in(currency))?;
    let refund_state = reversals::of_refunds(&reply, &request.key, ordered).as_str();
    let cancel_state = reversals::of_cancels(&reply, &request.key, ordered).as_str();
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
        for said in [Some(&reply), row.as_ref()].into_iter().flatten() {
            said.must_ask_for(twins::of(request.cost, &request.cost_text), false)?;
            said.must_be_in(currency(&request.currency))?;
        }
        let refusal = reply.not_done("code", REFUSES_A_CALL);
        let row_says_no = |row: &Reply| {
            reversals::is_a_no(Prc::from_code(&row.text("prc"))) && !row.tells_of_money("") && !row.says_done()
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
        said.must_not_say_that_it_failed()?;
        said.must_ask_for(twins::of(request.cost, &request.cost_text), false)?;
        said.must_be_in(currency(&request.currency))?;
    }
    // The table has amounts in the row alone.
    let back = reply.text("actual_cost");
    let is_ours = back.is_empty() || Money::of_text(&back) == Some(twins::of(request.cost, &request.cost_text));
    if !is_ours || matches!(reply.amounts(), Amounts::Differ | Amounts::Unreadable) {
        return Err(reply.error(
            ErrorKind::Mismatch,
            "the reply names another amount beside its row_data",
        ));
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
    if !request.voucher_paid.is_empty() && !returns_vouchers(row, &request.voucher_paid) {
        let detail = "the row of the refund returns other vouchers than were asked for";
        return Err(row.error(ErrorKind::Mismatch, detail));
    }
    match row.settled_in(PrcClass::Refunded, currency(&request.currency)) {
        PrcClass::Unknown => Err(row.error(
            ErrorKind::Mismatch,
            "the row of the refund has an amount or a currency that cannot be read",
        )),
        class => Ok(class),
    }
}

/// Whether the vouchers that a refund's row names, if it names any, are those asked for.
fn returns_vouchers(row: &Reply, asked: &[VoucherRef]) -> bool {
    let Some(returned) = row.rows("voucher_paid") else {
        return false;
    };
    let returned: BTreeSet<(String, String)> = returned
        .iter()
        .map(|voucher| (voucher.text("product_id"), voucher.text("serial_number")))
        .collect();
    let asked = asked
        .iter()
        .map(|voucher| (voucher.product_id.clone(), voucher.serial_number.clone()));
    returned.is_empty() || returned == asked.collect()
}

/// A scanned payment is approved by 250 or 600 about our order and our amount, and by nothing else.
pub(super) fn scanned(reply: Reply, request: &ScanPayRequest) -> Result<ScanPayResponse, Error> {
    // A reply about another order says nothing about ours, whether it says yes or no.
    reply.must_echo_if_present("order_id", Some(&request.order_id))?;
    reply.must_not_contradict_itself(&[])?;
    let ordered = currency(&request.currency);
    reply.must_be_no_reversal(ordered)?;
    let said = Prc::from_code(&reply.text("code")).class();
    // 290 is never a yes, and its amounts are for someone to look at.
    if said != PrcClass::PaidWithDifferentAmount {
        reply.must_ask_for(twins::of(request.cost, &request.cost_text), said == PrcClass::Paid)?;
        reply.must_be_in(ordered)?;
    }
    // Who has a number and a key speaks of one order, and must say of which.
    let names_an_order = ["uid", "key"].iter().any(|field| !reply.text(field).is_empty());
    if !matches!(
        said,
        PrcClass::Paid | PrcClass::PaidWithDifferentAmount | PrcClass::Pending
    ) {
        let refusal = reply.not_done("code", REFUSES_A_PAYMENT);
        if refusal.outcome == Outcome::Refused && names_an_order {
            reply.must_echo("order_id", &request.order_id)?;
        }
        return Err(refusal);
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
    reply.must_echo("order_id", &request.order_id)?;
    if said == PrcClass::Paid {
        reply.must_not_take_it_back()?;
    }
    let class = reply.settled_in(said, ordered);
    if class == PrcClass::Unknown {
        let detail = "the approval has an amount or a currency that cannot be read";
        return Err(reply.error(ErrorKind::Mismatch, detail));
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
