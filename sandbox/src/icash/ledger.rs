//! Who has how much, and what was done: no clock, no network, no wire names.

use super::record::{Refund, Totals, Transaction, Wallet};
use crate::books::{Books, Record};
use crate::{Habits, StartError, UnknownCancel};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) use super::record::{Decline, Kind, Receipt};

/// Every wallet holds this much at first.
const OPENING_BALANCE: i64 = 100_000;
/// The largest amount that the vendor's nine characters can hold.
const LARGEST_BALANCE: i64 = 999_999_999;

/// The lists of `crate::books` from which the rest follows.
const TRANSACTIONS: &str = "icash.transactions";
const CANCELLED_BEFORE: &str = "icash.cancelled_before_payment";
const REQUESTS: &str = "icash.requests";

/// All wallets and transactions.
pub(super) struct Ledger {
    wallets: BTreeMap<String, Wallet>,
    transactions: Vec<Transaction>,
    by_op_seq: HashMap<String, usize>,
    refund_seqs: HashSet<String>,
    cancelled_before_payment: HashSet<String>,
    habits: Habits,
    sequence: u64,
    totals: Totals,
    requests: u64,
    /// What a call has changed.
    unsaved: Vec<Record>,
}

/// A payment or top-up that a till asks for.
pub(super) struct Charge<'a> {
    pub(super) kind: Kind,
    pub(super) op_seq: &'a str,
    pub(super) buyer_id: &'a str,
    pub(super) amount: i64,
    /// The part of it that is paid in points, which no balance here holds.
    pub(super) bonus: i64,
    /// `YYYYMMDD`, the beginning of the transaction number.
    pub(super) day: &'a str,
}

/// A refund that a till asks for.
pub(super) struct RefundCall<'a> {
    pub(super) kind: Kind,
    pub(super) op_seq: &'a str,
    pub(super) bank_seq: &'a str,
    /// Only top-up refunds name the customer.
    pub(super) buyer_id: Option<&'a str>,
    pub(super) op_refund_seq: &'a str,
    pub(super) amount: i64,
    pub(super) day: &'a str,
}

impl Ledger {
    pub(super) fn new(habits: Habits) -> Self {
        Ledger {
            wallets: BTreeMap::new(),
            transactions: Vec::new(),
            by_op_seq: HashMap::new(),
            refund_seqs: HashSet::new(),
            cancelled_before_payment: HashSet::new(),
            habits,
            sequence: 0,
            totals: Totals::default(),
            requests: 0,
            unsaved: Vec::new(),
        }
    }

    /// The ledger as the last run left it.
    pub(super) fn load(books: &Books, habits: Habits) -> Result<Self, StartError> {
        let mut ledger = Ledger::new(habits);
        for transaction in books.read(TRANSACTIONS)? {
            ledger.replay(transaction);
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

    /// Takes a payment from a wallet, or adds a top-up to it.
    pub(super) fn charge(&mut self, call: &Charge<'_>) -> Result<Receipt, Decline> {
        if self.by_op_seq.contains_key(call.op_seq) {
            return Err(Decline::DuplicateOpSeq);
        }
        if self.cancelled_before_payment.contains(call.op_seq) {
            return Err(Decline::CancelledBeforePayment);
        }
        let before = self.balance(call.buyer_id);
        let after = match call.kind {
            Kind::Pay if call.amount - call.bonus > before => return Err(Decline::InsufficientBalance),
            Kind::Pay => before - (call.amount - call.bonus),
            Kind::TopUp if before + call.amount > LARGEST_BALANCE => return Err(Decline::BalanceLimit),
            Kind::TopUp => before + call.amount,
        };
        let receipt = self.move_money(call.buyer_id, after, call.day);
        self.add(Transaction {
            op_seq: call.op_seq.to_owned(),
            kind: call.kind,
            buyer_id: call.buyer_id.to_owned(),
            amount: call.amount,
            bonus: call.bonus,
            cancelled: false,
            bank_seq: receipt.seq.clone(),
            refunds: Vec::new(),
        });
        self.save(self.transactions.len() - 1);
        Ok(receipt)
    }

    /// Gives a payment back, or takes a top-up back: 原交易金額(含紅利金額), 原儲值金額, and no other amount unless
    /// this host allows parts.
    pub(super) fn refund(&mut self, call: &RefundCall<'_>) -> Result<Receipt, Decline> {
        let index = self.find(call.kind, call.op_seq).ok_or(Decline::NotFound)?;
        let transaction = &self.transactions[index];
        if transaction.bank_seq != call.bank_seq {
            return Err(Decline::BankSeqMismatch);
        }
        if call.buyer_id.is_some_and(|buyer_id| buyer_id != transaction.buyer_id) {
            return Err(Decline::BuyerMismatch);
        }
        if transaction.cancelled {
            return Err(Decline::AlreadyCancelled);
        }
        if self.refund_seqs.contains(call.op_refund_seq) {
            return Err(Decline::DuplicateRefundSeq);
        }
        if transaction.refunded() + call.amount > transaction.amount {
            return Err(Decline::RefundExceedsPaid);
        }
        if !self.habits.partial_refunds && call.amount != transaction.amount {
            return Err(Decline::AmountMismatch);
        }
        let buyer_id = transaction.buyer_id.clone();
        let refunded = transaction.refunded();
        let in_money = transaction.in_money(refunded + call.amount) - transaction.in_money(refunded);
        let after = self.balance_after_undoing(call.kind, &buyer_id, in_money)?;
        let receipt = self.move_money(&buyer_id, after, call.day);
        *self.totals.refunded(call.kind) += call.amount;
        self.refund_seqs.insert(call.op_refund_seq.to_owned());
        self.transactions[index].refunds.push(Refund {
            op_refund_seq: call.op_refund_seq.to_owned(),
            amount: call.amount,
        });
        self.save(index);
        Ok(receipt)
    }

    /// Undoes a charge completely, once; again is fine and does nothing.
    pub(super) fn cancel(&mut self, kind: Kind, op_seq: &str, buyer_id: Option<&str>) -> Result<(), Decline> {
        let Some(index) = self.find(kind, op_seq) else {
            return self.cancel_unknown(op_seq);
        };
        let transaction = &self.transactions[index];
        if buyer_id.is_some_and(|buyer_id| buyer_id != transaction.buyer_id) {
            return Err(Decline::BuyerMismatch);
        }
        if transaction.cancelled {
            return Ok(());
        }
        if !transaction.refunds.is_empty() {
            return Err(Decline::AlreadyRefunded);
        }
        let (buyer_id, amount) = (transaction.buyer_id.clone(), transaction.amount);
        let after = self.balance_after_undoing(kind, &buyer_id, amount - transaction.bonus)?;
        self.wallet(&buyer_id).balance = after;
        *self.totals.cancelled(kind) += amount;
        self.transactions[index].cancelled = true;
        self.save(index);
        Ok(())
    }

    /// The whole ledger, as `GET /_sandbox/ledger` shows it.
    pub(super) fn to_json(&self) -> Value {
        let wallets: BTreeMap<_, _> = self
            .wallets
            .iter()
            .map(|(code, wallet)| (code, wallet.balance))
            .collect();
        let transactions: Vec<Value> = self.transactions.iter().map(Transaction::to_json).collect();
        json!({
            "wallets": wallets,
            "transactions": transactions,
            "totals": self.totals,
            "requests": self.requests,
        })
    }

    fn add(&mut self, transaction: Transaction) {
        *self.totals.charged(transaction.kind) += transaction.amount;
        self.by_op_seq
            .insert(transaction.op_seq.clone(), self.transactions.len());
        self.transactions.push(transaction);
    }

    fn save(&mut self, index: usize) {
        let record = Record::new(TRANSACTIONS, index, &self.transactions[index]);
        self.unsaved.push(record);
    }

    /// Does again what a transaction did to its wallet, the sums and the numbers.
    fn replay(&mut self, transaction: Transaction) {
        let Transaction { kind, amount, .. } = transaction;
        let back = match transaction.cancelled {
            true => amount,
            false => transaction.refunded(),
        };
        let kept = amount - transaction.bonus - transaction.in_money(back);
        let kept = match kind {
            Kind::Pay => -kept,
            Kind::TopUp => kept,
        };
        self.wallet(&transaction.buyer_id).balance += kept;
        match transaction.cancelled {
            true => *self.totals.cancelled(kind) += amount,
            false => *self.totals.refunded(kind) += back,
        }
        self.sequence += 1 + transaction.refunds.len() as u64;
        let seqs = transaction.refunds.iter().map(|refund| refund.op_refund_seq.clone());
        self.refund_seqs.extend(seqs);
        self.add(transaction);
    }

    fn cancel_unknown(&mut self, op_seq: &str) -> Result<(), Decline> {
        match self.habits.unknown_cancel {
            UnknownCancel::Ignore => Ok(()),
            UnknownCancel::NotFound => Err(Decline::NotFound),
            UnknownCancel::RefuseLatePayment => {
                let number = self.cancelled_before_payment.len();
                if self.cancelled_before_payment.insert(op_seq.to_owned()) {
                    self.unsaved.push(Record::new(CANCELLED_BEFORE, number, &op_seq));
                }
                Ok(())
            }
        }
    }

    fn find(&self, kind: Kind, op_seq: &str) -> Option<usize> {
        let index = *self.by_op_seq.get(op_seq)?;
        (self.transactions[index].kind == kind).then_some(index)
    }

    fn balance(&self, buyer_id: &str) -> i64 {
        self.wallets
            .get(buyer_id)
            .map_or(OPENING_BALANCE, |wallet| wallet.balance)
    }

    fn balance_after_undoing(&self, kind: Kind, buyer_id: &str, amount: i64) -> Result<i64, Decline> {
        let before = self.balance(buyer_id);
        match kind {
            Kind::Pay => Ok(before + amount),
            Kind::TopUp if before < amount => Err(Decline::InsufficientBalance),
            Kind::TopUp => Ok(before - amount),
        }
    }

    fn wallet(&mut self, buyer_id: &str) -> &mut Wallet {
        let number = self.wallets.len() as u64 + 1;
        self.wallets.entry(buyer_id.to_owned()).or_insert_with(|| Wallet {
            number,
            balance: OPENING_BALANCE,
        })
    }

    fn move_money(&mut self, buyer_id: &str, balance_after: i64, day: &str) -> Receipt {
        self.sequence += 1;
        let seq = format!("{day}{:012}", self.sequence);
        let wallet = self.wallet(buyer_id);
        let balance_before = std::mem::replace(&mut wallet.balance, balance_after);
        Receipt {
            seq,
            balance_before,
            balance_after,
            wallet_number: wallet.number,
        }
    }
}
