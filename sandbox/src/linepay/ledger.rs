//! What was asked for, and what was done: no clock, no network, no wire names.

use super::channel::Device;
use super::record::{Payment, Refund, Standing};
use super::refusal::Refusal;
use super::test_codes::{Fate, Script, Told};
use crate::StartError;
use crate::books::{Books, Record};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;

/// How long the phone's code is good.
const CODE_LIFE: SignedDuration = SignedDuration::from_mins(5);
/// What a customer has.
const BALANCE: i64 = 100_000;
/// Longer than any list of transactions of a day: 19 digits are that and a running number.
const PER_DAY: i64 = 100_000_000_000;

/// The lists of `crate::books` from which the rest follows.
const PAYMENTS: &str = "linepay.payments";
const CODES: &str = "linepay.codes";
const REQUESTS: &str = "linepay.requests";

/// All codes and payments.
pub(super) struct Ledger {
    /// When each code was made.
    codes: HashMap<String, Timestamp>,
    payments: Vec<Payment>,
    by_order: HashMap<String, usize>,
    by_code: HashMap<String, usize>,
    sequence: i64,
    requests: u64,
    /// What a call has changed.
    unsaved: Vec<Record>,
}

#[derive(Serialize, Deserialize)]
struct Code {
    code: String,
    made_at: Timestamp,
}

/// A payment that a till asks for.
pub(super) struct Charge<'a> {
    pub(super) order: &'a str,
    pub(super) code: &'a str,
    pub(super) amount: i64,
    pub(super) product_name: &'a str,
    pub(super) authorize_only: bool,
    pub(super) whole_refunds: bool,
    pub(super) device: Option<&'a Device>,
    pub(super) request: &'a Value,
    pub(super) now: Timestamp,
}

impl Ledger {
    /// The ledger as the last run left it.
    pub(super) fn load(books: &Books) -> Result<Self, StartError> {
        let codes = books
            .read(CODES)?
            .into_iter()
            .map(|Code { code, made_at }| (code, made_at));
        let mut ledger = Ledger {
            codes: codes.collect(),
            payments: Vec::new(),
            by_order: HashMap::new(),
            by_code: HashMap::new(),
            sequence: 0,
            requests: books.read(REQUESTS)?.first().copied().unwrap_or_default(),
            unsaved: Vec::new(),
        };
        for payment in books.read::<Payment>(PAYMENTS)? {
            ledger.sequence += 1 + i64::try_from(payment.refunds.len()).unwrap_or_default();
            ledger.add(payment);
        }
        Ok(ledger)
    }

    /// What is to be written down before a reply leaves.
    pub(super) fn take_unsaved(&mut self) -> Vec<Record> {
        std::mem::take(&mut self.unsaved)
    }

    /// One more call, well-formed or not.
    pub(super) fn count_request(&mut self) {
        self.requests += 1;
        self.unsaved.push(Record::new(REQUESTS, 0, &self.requests));
    }

    /// A phone shows this code, from now on unless it did before; when it ends.
    pub(super) fn show(&mut self, code: &str, now: Timestamp) -> Timestamp {
        let number = self.codes.len();
        let made_at = *self.codes.entry(code.to_owned()).or_insert(now);
        if self.codes.len() > number {
            let entry = Code {
                code: code.to_owned(),
                made_at,
            };
            self.unsaved.push(Record::new(CODES, number, &entry));
        }
        made_at + CODE_LIFE
    }

    /// Takes a payment, once for each order and each code. What the code tells instead is another matter.
    pub(super) fn charge(&mut self, charge: &Charge<'_>) -> Result<&Payment, Refusal> {
        if let Some(index) = self.by_order.get(charge.order) {
            return Err(match self.payments[*index].request == *charge.request {
                true => Refusal::new(1172, "orderId: there is a payment with it"),
                false => Refusal::new(1999, "orderId: there is another payment with it"),
            });
        }
        let script = self.usable(charge.code, charge.now)?;
        if let (Fate::Nothing, Some(told)) = (script.fate, script.told) {
            return Err(refuse(told));
        }
        if charge.amount > BALANCE {
            return Err(Refusal::new(1142, "amount: is more than the customer has"));
        }
        let payment = Payment {
            order: charge.order.to_owned(),
            code: charge.code.to_owned(),
            amount: charge.amount,
            product_name: charge.product_name.to_owned(),
            transaction_id: self.next_transaction_id(charge.now),
            made_at: charge.now,
            authorize_only: charge.authorize_only,
            captured: None,
            voided: false,
            whole_refunds: charge.whole_refunds,
            device: charge.device.cloned(),
            refunds: Vec::new(),
            request: charge.request.clone(),
        };
        let index = self.add(payment);
        self.save(index);
        match script.told {
            Some(told) => Err(refuse(told)),
            None => Ok(&self.payments[index]),
        }
    }

    /// The payment of an order, once it can be seen.
    pub(super) fn find(&self, order: &str, now: Timestamp) -> Result<&Payment, Refusal> {
        self.index(order, now).map(|index| &self.payments[index])
    }

    /// The order that LINE Pay knows under this number.
    pub(super) fn order_of(&self, transaction_id: i64) -> Option<&str> {
        let wanted = |payment: &&Payment| payment.transaction_id == transaction_id;
        self.payments.iter().find(wanted).map(|payment| payment.order.as_str())
    }

    /// Gives some of a payment back, or all that was paid.
    pub(super) fn refund(&mut self, order: &str, amount: Option<i64>, now: Timestamp) -> Result<Refund, Refusal> {
        let index = self.index(order, now)?;
        let payment = &self.payments[index];
        match payment.standing(now) {
            Standing::Done | Standing::PartRefunded => {}
            Standing::InProgress | Standing::AuthReady => return Err(in_progress()),
            Standing::Refunded => return Err(Refusal::new(1165, "all of it was refunded already")),
            _ => return Err(Refusal::new(1155, "nothing was paid")),
        }
        let amount = amount.unwrap_or(payment.paid());
        if amount > payment.paid() - payment.refunded() {
            return Err(Refusal::new(1164, "refundAmount: is more than is left"));
        }
        let is_partial = amount < payment.paid();
        if is_partial && payment.whole_refunds {
            return Err(Refusal::new(1115, "refundAmount: only all of it can be refunded"));
        }
        let trouble = payment
            .script()
            .refund
            .filter(|trouble| trouble.code != 1115 || is_partial);
        if let Some(refused) = trouble.filter(|trouble| !trouble.given_back) {
            return Err(Refusal::new(refused.code, "-"));
        }
        let refund = Refund {
            transaction_id: self.next_transaction_id(now),
            amount,
            at: now,
        };
        self.payments[index].refunds.push(refund.clone());
        self.save(index);
        match trouble {
            Some(trouble) => Err(Refusal::new(trouble.code, "-")),
            None => Ok(refund),
        }
    }

    /// Lets go of what is only authorised.
    pub(super) fn void(&mut self, order: &str, now: Timestamp) -> Result<(), Refusal> {
        let index = self.authorized(order, now)?;
        self.payments[index].voided = true;
        self.save(index);
        Ok(())
    }

    /// Takes what is authorised, or less.
    pub(super) fn capture(&mut self, order: &str, amount: i64, now: Timestamp) -> Result<&Payment, Refusal> {
        let index = self.authorized(order, now)?;
        let payment = &mut self.payments[index];
        if amount > payment.amount {
            return Err(Refusal::new(1124, "amount: is more than was authorised"));
        }
        let refused = payment.script().capture.map(|code| Refusal::new(code, "-"));
        match refused {
            // "Cancelled by itself."
            Some(Refusal {
                code: 1199 | 1280..=1298,
                ..
            }) => payment.voided = true,
            Some(_) => {}
            None => payment.captured = Some(amount),
        }
        self.save(index);
        match refused {
            Some(refusal) => Err(refusal),
            None => Ok(&self.payments[index]),
        }
    }

    /// The whole ledger, as `GET /_sandbox/ledger` shows it.
    pub(super) fn to_json(&self, now: Timestamp) -> Value {
        let transactions: Vec<Value> = self.payments.iter().map(|payment| payment.to_json(now)).collect();
        let paid = self.payments.iter().filter(|payment| payment.standing(now).is_paid());
        let refunded: i64 = self.payments.iter().map(Payment::refunded).sum();
        json!({
            "transactions": transactions,
            "totals": {"paid": paid.map(Payment::paid).sum::<i64>(), "refunded": refunded},
            "requests": self.requests,
        })
    }

    /// What a code leads to, if it is one that a phone shows now and that has not paid yet.
    fn usable(&mut self, code: &str, now: Timestamp) -> Result<Script, Refusal> {
        let script = Script::of(code).ok_or_else(|| Refusal::new(1133, "oneTimeKey: is nobody's"))?;
        match self.by_code.contains_key(code) {
            true => Err(Refusal::new(1133, "oneTimeKey: was used before")),
            false if now >= self.show(code, now) => Err(Refusal::new(1133, "oneTimeKey: is too old")),
            false => Ok(script),
        }
    }

    fn index(&self, order: &str, now: Timestamp) -> Result<usize, Refusal> {
        let index = self.by_order.get(order).copied();
        let visible = index.filter(|index| self.payments[*index].is_visible(now));
        visible.ok_or_else(Refusal::not_found)
    }

    fn authorized(&self, order: &str, now: Timestamp) -> Result<usize, Refusal> {
        let index = self.index(order, now)?;
        match self.payments[index].standing(now) {
            Standing::Authorized => Ok(index),
            Standing::InProgress | Standing::AuthReady => Err(in_progress()),
            _ => Err(Refusal::new(1155, "it is not authorised, or not any more")),
        }
    }

    fn add(&mut self, payment: Payment) -> usize {
        let index = self.payments.len();
        self.by_order.insert(payment.order.clone(), index);
        self.by_code.insert(payment.code.clone(), index);
        self.payments.push(payment);
        index
    }

    fn save(&mut self, index: usize) {
        let record = Record::new(PAYMENTS, index, &self.payments[index]);
        self.unsaved.push(record);
    }

    /// The day and a running number that is odd: 19 digits, which no double holds.
    fn next_transaction_id(&mut self, now: Timestamp) -> i64 {
        self.sequence += 1;
        let day: i64 = now.strftime("%Y%m%d").to_string().parse().unwrap_or_default();
        day * PER_DAY + 2 * self.sequence + 1
    }
}

fn refuse(told: Told) -> Refusal {
    Refusal {
        old_shape: told.old_shape,
        ..Refusal::new(told.code, "-")
    }
}

pub(super) fn in_progress() -> Refusal {
    Refusal::new(1145, "the payment is in progress")
}
