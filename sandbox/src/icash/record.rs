//! What the ledger is made of.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Money out of a wallet, or into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Pay,
    TopUp,
}

/// Why the wallet says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decline {
    InsufficientBalance,
    BalanceLimit,
    DuplicateOpSeq,
    DuplicateRefundSeq,
    NotFound,
    BankSeqMismatch,
    BuyerMismatch,
    RefundExceedsPaid,
    AmountMismatch,
    AlreadyCancelled,
    AlreadyRefunded,
    CancelledBeforePayment,
}

impl Decline {
    /// `StatusCode` and `StatusDesc`.
    pub(super) fn texts(self) -> (&'static str, &'static str) {
        match self {
            Decline::InsufficientBalance => ("ICASH_INSUFFICIENT_BALANCE", "餘額不足"),
            Decline::BalanceLimit => ("ICASH_BALANCE_LIMIT", "超過帳戶餘額上限"),
            Decline::DuplicateOpSeq => ("ICASH_DUPLICATE_OPSEQ", "特店交易序號重複"),
            Decline::DuplicateRefundSeq => ("ICASH_DUPLICATE_OPREFUNDSEQ", "特店退款序號重複"),
            Decline::NotFound => ("ICASH_NOT_FOUND", "查無此交易"),
            Decline::BankSeqMismatch => ("ICASH_BANKSEQ_MISMATCH", "愛金卡交易編號與原交易不符"),
            Decline::BuyerMismatch => ("ICASH_BUYER_MISMATCH", "消費者條碼與原交易不符"),
            Decline::RefundExceedsPaid => ("ICASH_REFUND_EXCEEDS_PAID", "退款金額超過可退金額"),
            Decline::AmountMismatch => ("ICASH_AMOUNT_MISMATCH", "退款金額須等於原交易(儲值)金額"),
            Decline::AlreadyCancelled => ("ICASH_ALREADY_CANCELLED", "原交易已取消"),
            Decline::AlreadyRefunded => ("ICASH_ALREADY_REFUNDED", "原交易已退款"),
            Decline::CancelledBeforePayment => ("ICASH_CANCELLED_BEFORE_PAYMENT", "此交易序號已先行取消"),
        }
    }
}

/// The proof of a movement of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Receipt {
    /// Twenty digits: the day and a running number.
    pub(super) seq: String,
    pub(super) balance_before: i64,
    pub(super) balance_after: i64,
    pub(super) wallet_number: u64,
}

pub(super) struct Wallet {
    pub(super) number: u64,
    pub(super) balance: i64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Transaction {
    pub(super) op_seq: String,
    pub(super) kind: Kind,
    pub(super) buyer_id: String,
    /// All of it, 含紅利金額.
    pub(super) amount: i64,
    /// The part of it that was paid in points.
    pub(super) bonus: i64,
    pub(super) cancelled: bool,
    pub(super) bank_seq: String,
    pub(super) refunds: Vec<Refund>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Refund {
    pub(super) op_refund_seq: String,
    pub(super) amount: i64,
}

impl Transaction {
    pub(super) fn refunded(&self) -> i64 {
        self.refunds.iter().map(|refund| refund.amount).sum()
    }

    /// How much of a sum that was given back is money: points go back as points, and last.
    pub(super) fn in_money(&self, sum: i64) -> i64 {
        sum.min(self.amount - self.bonus)
    }

    pub(super) fn to_json(&self) -> Value {
        let refunded = self.refunded();
        let status = match refunded {
            _ if self.cancelled => "cancelled",
            0 => "done",
            _ if refunded < self.amount => "part_refunded",
            _ => "refunded",
        };
        let mut entry = json!({
            "op_seq": self.op_seq,
            "kind": self.kind,
            "buyer_id": self.buyer_id,
            "amount": self.amount,
            "refunded": refunded,
            "status": status,
            "bank_seq": self.bank_seq,
            "refunds": self.refunds,
        });
        if self.bonus > 0 {
            entry["bonus"] = json!(self.bonus);
        }
        entry
    }
}

/// Sums of money, for a report at a glance.
#[derive(Default, Serialize)]
pub(super) struct Totals {
    paid: i64,
    refunded: i64,
    cancelled: i64,
    topped_up: i64,
    top_up_refunded: i64,
    top_up_cancelled: i64,
}

impl Totals {
    pub(super) fn charged(&mut self, kind: Kind) -> &mut i64 {
        match kind {
            Kind::Pay => &mut self.paid,
            Kind::TopUp => &mut self.topped_up,
        }
    }

    pub(super) fn refunded(&mut self, kind: Kind) -> &mut i64 {
        match kind {
            Kind::Pay => &mut self.refunded,
            Kind::TopUp => &mut self.top_up_refunded,
        }
    }

    pub(super) fn cancelled(&mut self, kind: Kind) -> &mut i64 {
        match kind {
            Kind::Pay => &mut self.cancelled,
            Kind::TopUp => &mut self.top_up_cancelled,
        }
    }
}
