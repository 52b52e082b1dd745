//! What became of an order's money after it was paid: its refunds and cancellations, as a query lists them.
//!
//! The order's own `prc` stays what it was (document 003, the printed reply to a query: 250 beside a refund of
//! everything), so that `state` alone would still read as paid.

use super::codes::{Prc, PrcClass, Reversal};
use super::money::{Amounts, Money};
use super::reply::{ABOUT_THE_CALL, Reply};

/// What the rows of `refund_order` come to.
pub(super) fn of_refunds(order: &Reply) -> Reversal {
    of_rows(order, "refund_order", PrcClass::Refunded)
}

/// What the rows of `cancel_order` come to.
pub(super) fn of_cancels(order: &Reply) -> Reversal {
    of_rows(order, "cancel_order", PrcClass::Cancelled)
}

/// Adds up the rows that reached `done`, and holds them against what was paid.
fn of_rows(order: &Reply, field: &str, done: PrcClass) -> Reversal {
    let Some(rows) = order.rows(field) else {
        return Reversal::Unknown;
    };
    let mut back = Vec::new();
    let mut is_pending = false;
    for row in &rows {
        let prc = Prc::from_code(&row.text("prc"));
        match prc.class() {
            _ if row.contradicts_itself(ABOUT_THE_CALL) => return Reversal::Unknown,
            class if class == done && row.is_still_to_be_paid_back() => is_pending = true,
            class if class == done => match given_back(row) {
                Some(amount) => back.push(amount),
                None => return Reversal::Unknown,
            },
            PrcClass::Pending | PrcClass::Accepted => is_pending = true,
            PrcClass::Failed if !prc.may_still_be_paid() => {}
            _ => return Reversal::Unknown,
        }
    }
    if is_pending {
        return Reversal::Pending;
    }
    if back.is_empty() {
        return Reversal::Nothing;
    }
    let back: Money = back.into_iter().sum();
    match paid(order) {
        Some(paid) if back == paid => Reversal::Whole,
        Some(paid) if back < paid => Reversal::Part,
        _ => Reversal::Unknown,
    }
}

/// What a row really gave back, where it says so in the currency of what was asked for.
fn given_back(row: &Reply) -> Option<Money> {
    match row.amounts() {
        Amounts::Agree => Money::of_text(&row.text("actual_cost")),
        _ => None,
    }
}

/// What was really paid.
fn paid(order: &Reply) -> Option<Money> {
    match order.text("actual_cost") {
        unsaid if unsaid.is_empty() => Money::of_text(&order.text("cost")),
        actual => Money::of_text(&actual),
    }
}
