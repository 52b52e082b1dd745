//! What became of an order's money after it was paid: its refunds and cancellations, as a query lists them.
//!
//! The order's own `prc` stays what it was (document 003, the printed reply to a query: 250 beside a refund of
//! everything), so that `state` alone would still read as paid.

use super::codes::{Prc, PrcClass, Reversal};
use super::money::{Amounts, Money};
use super::reply::{ABOUT_THE_CALL, Reply};

/// What the rows of `refund_order` come to, in the answer to a query with this key.
pub(super) fn of_refunds(order: &Reply, key: &str) -> Reversal {
    of_rows(order, key, "refund_order", PrcClass::Refunded)
}

/// What the rows of `cancel_order` come to, likewise.
pub(super) fn of_cancels(order: &Reply, key: &str) -> Reversal {
    of_rows(order, key, "cancel_order", PrcClass::Cancelled)
}

/// Adds up the rows that reached `done`, and holds them against what was paid.
fn of_rows(order: &Reply, key: &str, field: &str, done: PrcClass) -> Reversal {
    let Some(rows) = order.rows(field) else {
        return Reversal::Unknown;
    };
    let mut back = Vec::new();
    let mut is_pending = false;
    for row in &rows {
        let prc = Prc::from_code(&row.text("prc"));
        match prc.class() {
            _ if row.contradicts_itself(ABOUT_THE_CALL) || is_of_another(row, order, key) => return Reversal::Unknown,
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

/// Whether a row names another order than the one it stands under. The tables have neither name.
fn is_of_another(row: &Reply, order: &Reply, key: &str) -> bool {
    let order_id = order.text("order_id");
    row.must_have_key_if_present(key).is_err() || row.must_echo_if_present("order_id", Some(&order_id)).is_err()
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
