//! What became of an order's money after it was paid: its refunds and cancellations, as a query lists them.
//!
//! The order's own `prc` stays what it was (document 003, the printed reply to a query: 250 beside a refund of
//! everything), so that `state` alone would still read as paid.

use super::codes::{Currency, Prc, PrcClass, Reversal};
use super::money::{Amounts, DEFAULT_CURRENCY, Money};
use super::reply::{ABOUT_THE_CALL, Reply};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What the rows of `refund_order` come to, in the answer about an order with this key, made in the currency `ordered`
/// as far as it is known.
pub(super) fn of_refunds(order: &Reply, key: &str, ordered: &str) -> Reversal {
    of_rows(order, key, ordered, "refund_order", PrcClass::Refunded)
}

/// What the rows of `cancel_order` come to, likewise.
pub(super) fn of_cancels(order: &Reply, key: &str, ordered: &str) -> Reversal {
    of_rows(order, key, ordered, "cancel_order", PrcClass::Cancelled)
}

/// Whether anything but failed attempts stands there, so that there was money to give back.
pub(super) fn took_place(order: &Reply, key: &str, ordered: &str) -> bool {
    [of_refunds(order, key, ordered), of_cancels(order, key, ordered)]
        .iter()
        .any(|reversal| *reversal != Reversal::Nothing)
}

/// Adds up the rows that reached `done`, and holds them against what was paid.
fn of_rows(order: &Reply, key: &str, ordered: &str, field: &str, done: PrcClass) -> Reversal {
    let Some(rows) = order.rows(field) else {
        return Reversal::Unknown;
    };
    let mut numbers = BTreeSet::new();
    // Each refund has a number of its own: two rows with one are one refund twice, or nobody's.
    if !rows.iter().all(|row| numbers.insert(row.text("uid"))) {
        return Reversal::Unknown;
    }
    let currency = currency(order, ordered);
    let mut back = Vec::new();
    let mut is_pending = false;
    for row in &rows {
        let prc = Prc::from_code(&row.text("prc"));
        match prc.class() {
            _ if row.contradicts_itself(ABOUT_THE_CALL) || is_of_another(row, order, key) => return Reversal::Unknown,
            class if class == done && row.is_still_to_be_paid_back() => is_pending = true,
            class if class == done => match given_back(row, &currency) {
                Some(amount) => back.push(amount),
                None => return Reversal::Unknown,
            },
            PrcClass::Pending | PrcClass::Accepted => is_pending = true,
            _ if is_a_no(prc) => {
                if row.tells_of_money("") {
                    return Reversal::Unknown;
                }
            }
            _ => return Reversal::Unknown,
        }
    }
    if is_pending {
        return Reversal::Pending;
    }
    if back.is_empty() {
        return Reversal::Nothing;
    }
    let Some(paid) = paid(order, &currency) else {
        return Reversal::Unknown;
    };
    // Nothing but vouchers paid, if nothing is what goes back.
    let is_nothing = |amount: &Money| *amount == Money::default();
    if back.iter().any(is_nothing) && !is_nothing(&paid) {
        return Reversal::Unknown;
    }
    let back: Money = back.into_iter().sum();
    match back.cmp(&paid) {
        Ordering::Equal => Reversal::Whole,
        Ordering::Less => Reversal::Part,
        Ordering::Greater => Reversal::Unknown,
    }
}

/// Whether this state of a refund or a cancellation says that there was none. B500 answers the call for it here.
pub(super) fn is_a_no(prc: Prc) -> bool {
    prc == Prc::Rejected || prc.class() == PrcClass::Failed && !prc.may_still_be_paid()
}

/// Whether a row names another order than the one it stands under. The tables have neither name.
fn is_of_another(row: &Reply, order: &Reply, key: &str) -> bool {
    let order_id = order.text("order_id");
    (!key.is_empty() && row.must_have_key_if_present(key).is_err())
        || row.must_echo_if_present("order_id", Some(&order_id)).is_err()
}

/// What the order's money is counted in: as the answer says, else as it was ordered.
fn currency(order: &Reply, ordered: &str) -> String {
    let named = [order.text("currency"), ordered.to_owned()];
    let named = named.into_iter().find(|currency| !currency.is_empty());
    named
        .unwrap_or_else(|| DEFAULT_CURRENCY.to_owned())
        .to_ascii_uppercase()
}

fn is_in(fields: &Reply, currency: &str) -> bool {
    let same = |field: &&str| {
        let named = fields.text(field);
        named.is_empty() || named.eq_ignore_ascii_case(currency)
    };
    ["currency", "actual_currency"].iter().all(same)
}

/// What a row really gave back, if that is an amount of the order's currency, and what was asked for.
fn given_back(row: &Reply, currency: &str) -> Option<Money> {
    let decimals = match Currency::from_code(currency) {
        Currency::Twd => 0,
        Currency::Cny => 2,
        Currency::Unknown => return None,
    };
    if row.amounts() != Amounts::Agree || !is_in(row, currency) {
        return None;
    }
    let amount = Money::of_text(&row.text("actual_cost"))?;
    (amount >= Money::default() && amount.has_at_most(decimals)).then_some(amount)
}

/// What was really paid, if that is in this currency.
fn paid(order: &Reply, currency: &str) -> Option<Money> {
    if !is_in(order, currency) {
        return None;
    }
    match order.text("actual_cost") {
        unsaid if unsaid.is_empty() => Money::of_text(&order.text("cost")),
        actual => Money::of_text(&actual),
    }
}
