//! Who has how much, and what was done: no clock, no network, no wire names.

use super::record::Totals;
use crate::books::{Books, Record};
use crate::{StartError, UnknownCancel};
use jiff::civil::DateTime;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) use super::record::{Decline, Payment, Refund, Wallet};

/// Every code has a wallet that holds this much at first.
const OPENING_BALANCE: i64 = 100_000;

/// The lists of `crate::books` from which the rest follows.
const PAYMENTS: &str = "omni.payments";
const CANCELLED_BEFORE: &str = "omni.cancelled_before_payment";
const REQUESTS: &str = "omni.requests";

/// All wallets and payments.
pub(super) struct Ledger {
    balances: BTreeMap<(Wallet, String), i64>,
    payments: Vec<Payment>,
    by_order: HashMap<(Wallet, String), usize>,
    cancelled_before_payment: HashSet<String>,
    unknown_cancel: UnknownCancel,
    sequence: u64,
    totals: Totals,
    requests: u64,
    /// What a call has changed.
    unsaved: Vec<Record>,
}

/// A payment that a till asks for.
pub(super) struct Charge<'a> {
    pub(super) wallet: Wallet,
    pub(super) order: &'a str,
    pub(super) code: &'a str,
    pub(super) amount: i64,
    pub(super) product_desc: &'a str,
    pub(super) now: DateTime,
}

impl Ledger {
    pub(super) fn new(unknown_cancel: UnknownCancel) -> Self {
        Ledger {
            balances: BTreeMap::new(),
            payments: Vec::new(),
            by_order: HashMap::new(),
            cancelled_before_payment: HashSet::new(),
            unknown_cancel,
            sequence: 0,
            totals: Totals::default(),
            requests: 0,
            unsaved: Vec::new(),
        }
    }

    /// The ledger as the last run left it.
    pub(super) fn load(books: &Books, unknown_cancel: UnknownCancel) -> Result<Self, StartError> {
        let mut ledger = Ledger::new(unknown_cancel);
        for payment in books.read(PAYMENTS)? {
            ledger.replay(payment);
        }
        ledger.cancelled_before_payment = books.read(CANCELLED_BEFORE)?.into_iter().collect();
        ledger.requests = books.read(REQUESTS)?.first().copied().unwrap_or_default();
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

    /// Takes a payment from a wallet, once for each order.
    pub(super) fn charge(&mut self, charge: &Charge<'_>) -> Result<&Payment, Decline> {
        let order = (charge.wallet, charge.order.to_owned());
        if self.by_order.contains_key(&order) {
            return Err(Decline::DuplicateOrder);
        }
        if charge.wallet == Wallet::Icash && self.cancelled_before_payment.contains(charge.order) {
            return Err(Decline::CancelledBeforePayment);
        }
        let customer = (charge.wallet, charge.code.to_owned());
        let before = self.balances.get(&customer).copied().unwrap_or(OPENING_BALANCE);
        if charge.amount > before {
            return Err(Decline::InsufficientBalance);
        }
        self.balances.insert(customer, before - charge.amount);
        let payment = Payment {
            wallet: charge.wallet,
            order: charge.order.to_owned(),
            code: charge.code.to_owned(),
            amount: charge.amount,
            transaction_id: self.next_transaction_id(charge.wallet, charge.now),
            paid_at: charge.now,
            product_desc: charge.product_desc.to_owned(),
            cancelled: false,
            refunds: Vec::new(),
        };
        self.add(payment);
        let index = self.payments.len() - 1;
        self.save(index);
        Ok(&self.payments[index])
    }

    /// The payment of an order.
    pub(super) fn find(&self, wallet: Wallet, order: &str) -> Result<&Payment, Decline> {
        let index = self.by_order.get(&(wallet, order.to_owned()));
        index.map(|index| &self.payments[*index]).ok_or(Decline::NotFound)
    }

    /// The order that iPASS knows under this number.
    pub(super) fn order_of(&self, transaction_id: &str) -> Option<&str> {
        self.ipass_index(transaction_id)
            .map(|index| self.payments[index].order.as_str())
    }

    /// Gives an iPASS payment back, in part, or all that is left of it.
    pub(super) fn refund(
        &mut self,
        transaction_id: &str,
        amount: Option<i64>,
        now: DateTime,
    ) -> Result<Refund, Decline> {
        let index = self.ipass_index(transaction_id).ok_or(Decline::NotFound)?;
        let payment = &self.payments[index];
        let left = payment.amount - payment.refunded();
        let amount = amount.unwrap_or(left);
        if amount > left || left == 0 {
            return Err(Decline::RefundExceedsPaid);
        }
        let customer = (Wallet::Ipass, payment.code.clone());
        self.give_back(customer, amount);
        self.totals.refunded += amount;
        let refund = Refund {
            cancel_transaction_id: self.next_transaction_id(Wallet::Ipass, now),
            amount,
        };
        self.payments[index].refunds.push(refund.clone());
        self.save(index);
        Ok(refund)
    }

    /// Undoes an icash Pay payment completely, once; again is fine and does nothing.
    pub(super) fn cancel(&mut self, order: &str) -> Result<(), Decline> {
        let Some(index) = self.by_order.get(&(Wallet::Icash, order.to_owned())).copied() else {
            return self.cancel_unknown(order);
        };
        let payment = &mut self.payments[index];
        if payment.cancelled {
            return Ok(());
        }
        payment.cancelled = true;
        let (customer, amount) = ((Wallet::Icash, payment.code.clone()), payment.amount);
        self.give_back(customer, amount);
        self.totals.cancelled += amount;
        self.save(index);
        Ok(())
    }

    /// The whole ledger, as `GET /_sandbox/ledger` shows it.
    pub(super) fn to_json(&self) -> Value {
        let wallets = |wallet: Wallet| -> BTreeMap<&str, i64> {
            let of_wallet = self.balances.iter().filter(|((of, _), _)| *of == wallet);
            of_wallet
                .map(|((_, code), balance)| (code.as_str(), *balance))
                .collect()
        };
        let transactions: Vec<Value> = self.payments.iter().map(Payment::to_json).collect();
        json!({
            "wallets": {"ipass": wallets(Wallet::Ipass), "icash": wallets(Wallet::Icash)},
            "transactions": transactions,
            "totals": self.totals,
            "requests": self.requests,
        })
    }

    fn add(&mut self, payment: Payment) {
        self.totals.paid += payment.amount;
        let order = (payment.wallet, payment.order.clone());
        self.by_order.insert(order, self.payments.len());
        self.payments.push(payment);
    }

    fn save(&mut self, index: usize) {
        let record = Record::new(PAYMENTS, index, &self.payments[index]);
        self.unsaved.push(record);
    }

    /// Does again what a payment did to its wallet, the sums and the numbers.
    fn replay(&mut self, payment: Payment) {
        let refunded = payment.refunded();
        let cancelled = if payment.cancelled { payment.amount } else { 0 };
        self.give_back(
            (payment.wallet, payment.code.clone()),
            refunded + cancelled - payment.amount,
        );
        self.totals.refunded += refunded;
        self.totals.cancelled += cancelled;
        self.sequence += 1 + payment.refunds.len() as u64;
        self.add(payment);
    }

    fn cancel_unknown(&mut self, order: &str) -> Result<(), Decline> {
        match self.unknown_cancel {
            UnknownCancel::Ignore => Ok(()),
            UnknownCancel::NotFound => Err(Decline::NotFound),
            UnknownCancel::RefuseLatePayment => {
                let number = self.cancelled_before_payment.len();
                if self.cancelled_before_payment.insert(order.to_owned()) {
                    self.unsaved.push(Record::new(CANCELLED_BEFORE, number, &order));
                }
                Ok(())
            }
        }
    }

    fn ipass_index(&self, transaction_id: &str) -> Option<usize> {
        let wanted = |payment: &Payment| payment.wallet == Wallet::Ipass && payment.transaction_id == transaction_id;
        self.payments.iter().position(wanted)
    }

    fn give_back(&mut self, customer: (Wallet, String), amount: i64) {
        *self.balances.entry(customer).or_insert(OPENING_BALANCE) += amount;
    }

    /// The day and a running number, in the shape of each wallet's examples.
    fn next_transaction_id(&mut self, wallet: Wallet, now: DateTime) -> String {
        self.sequence += 1;
        let day = now.strftime("%Y%m%d");
        match wallet {
            Wallet::Ipass => format!("e{day}{:05}", self.sequence),
            Wallet::Icash => format!("{day}{:06}", self.sequence),
        }
    }
}
