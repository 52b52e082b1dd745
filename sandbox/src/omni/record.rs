//! What the ledger is made of.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Whose customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Wallet {
    Ipass,
    Icash,
}

/// Why the wallet says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decline {
    /// Only on demand.
    Declined,
    InsufficientBalance,
    DuplicateOrder,
    NotFound,
    RefundExceedsPaid,
    CancelledBeforePayment,
}

impl Decline {
    /// iPASS's `return_code`, icash Pay's `RtnCode`, and the words for both.
    ///
    /// Published is 0006 with its words, and 2107 occurs in replies that report a failure. The others are the
    /// sandbox's own. None of them proves to a till that nobody was charged.
    pub(super) fn texts(self) -> (&'static str, i64, &'static str) {
        match self {
            Decline::Declined => ("IPASS_DECLINED", 2107, "交易遭拒"),
            Decline::InsufficientBalance => ("IPASS_INSUFFICIENT_BALANCE", 2107, "餘額不足"),
            Decline::DuplicateOrder => ("0006", 90006, "該OrderNumber重複"),
            Decline::NotFound => ("IPASS_NOT_FOUND", 90002, "查無此交易"),
            Decline::RefundExceedsPaid => ("IPASS_REFUND_EXCEEDS_PAID", 90003, "退款金額超過可退金額"),
            Decline::CancelledBeforePayment => ("IPASS_CANCELLED_BEFORE_PAYMENT", 2107, "此訂單已先行取消"),
        }
    }
}

/// A payment, and what became of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Payment {
    pub(super) wallet: Wallet,
    /// iPASS: order_number; icash Pay: MerchantTradeNo.
    pub(super) order: String,
    /// The customer's code. iPASS: trade_code; icash Pay: Barcode.
    pub(super) code: String,
    pub(super) amount: i64,
    pub(super) transaction_id: String,
    pub(super) paid_at: DateTime,
    /// iPASS only: what was bought, for its search.
    pub(super) product_desc: String,
    pub(super) cancelled: bool,
    pub(super) refunds: Vec<Refund>,
}

/// Money that went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Refund {
    pub(super) cancel_transaction_id: String,
    pub(super) amount: i64,
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Standing {
    Done,
    PartRefunded,
    Refunded,
    Cancelled,
}

impl Standing {
    /// icash Pay's `TradeStatus`. iPASS's `pay_status` has no published list; the sandbox uses the same one.
    pub(super) fn trade_status(self) -> &'static str {
        match self {
            Standing::Done => "1",
            Standing::Refunded => "2",
            Standing::PartRefunded => "3",
            Standing::Cancelled => "4",
        }
    }
}

impl Payment {
    pub(super) fn refunded(&self) -> i64 {
        self.refunds.iter().map(|refund| refund.amount).sum()
    }

    pub(super) fn standing(&self) -> Standing {
        match self.refunded() {
            _ if self.cancelled => Standing::Cancelled,
            0 => Standing::Done,
            refunded if refunded < self.amount => Standing::PartRefunded,
            _ => Standing::Refunded,
        }
    }

    pub(super) fn to_json(&self) -> Value {
        let (order, code) = match self.wallet {
            Wallet::Ipass => ("order_number", "trade_code"),
            Wallet::Icash => ("merchant_trade_no", "barcode"),
        };
        json!({
            "wallet": self.wallet,
            order: self.order,
            code: self.code,
            "amount": self.amount,
            "refunded": self.refunded(),
            "status": self.standing(),
            "transaction_id": self.transaction_id,
            "refunds": self.refunds,
        })
    }
}

/// Sums of money over both wallets, for a report at a glance.
#[derive(Default, Serialize)]
pub(super) struct Totals {
    pub(super) paid: i64,
    pub(super) refunded: i64,
    pub(super) cancelled: i64,
}
