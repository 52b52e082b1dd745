//! What the ledger is made of.

use super::wire::{Fields, value_text};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How far an order is. Codes and texts are 附錄二's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum State {
    /// The customer has the page before them.
    Created,
    /// The customer chose a virtual account and has not transferred yet.
    AwaitingTransfer,
    /// The customer must confirm on the phone.
    AwaitingCustomer,
    /// MYPAY does not know yet what the wallet did.
    ToBeConfirmed,
    Paid,
    /// Paid, but not what was asked for.
    PaidDifferently,
    Settled,
    Failed,
    Abandoned,
    Overdue,
    Cancelled,
}

impl State {
    pub(super) fn prc(self) -> &'static str {
        self.row().0
    }

    pub(super) fn retmsg(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static str) {
        match self {
            State::Created => ("200", "資料正確"),
            State::AwaitingTransfer => ("270", "交易成功尚未付款完成"),
            State::AwaitingCustomer => ("280", "交易成功尚未付款完成"),
            State::ToBeConfirmed => ("A0001", "交易待確認"),
            State::Paid => ("250", "付款完成"),
            State::PaidDifferently => ("290", "交易成功但資訊不符"),
            State::Settled => ("600", "結帳完成"),
            State::Failed => ("300", "交易失敗"),
            State::Abandoned => ("A0002", "放棄交易"),
            State::Overdue => ("380", "逾期交易"),
            State::Cancelled => ("220", "取消成功"),
        }
    }

    /// Whether the customer may still pay.
    pub(super) fn is_open(self) -> bool {
        use State::{AwaitingCustomer, AwaitingTransfer, Created, ToBeConfirmed};
        matches!(self, Created | AwaitingTransfer | AwaitingCustomer | ToBeConfirmed)
    }

    /// Whether the customer's money is here.
    pub(super) fn has_money(self) -> bool {
        matches!(self, State::Paid | State::PaidDifferently | State::Settled)
    }
}

/// Why a call or an action is not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    DuplicateOrder,
    UnknownOrder,
    NotPaid,
    ExceedsPaid,
    WholeAmountOnly,
    VouchersDiffer,
    ItemsDiffer,
    ItemsMissing,
    AlreadyRefunded,
    InsufficientBalance,
    WrongState,
}

impl Problem {
    /// The document gives no reasons; these are the sandbox's own.
    pub(super) fn text(self) -> &'static str {
        match self {
            Problem::DuplicateOrder => "order_id: 訂單編號重複",
            Problem::UnknownOrder => "uid, key: 查無此訂單",
            Problem::NotPaid => "uid: 訂單尚未付款或已取消",
            Problem::ExceedsPaid => "cost: 退款金額超過可退金額",
            Problem::WholeAmountOnly => "cost: 使用折價券模式需為全額退款",
            Problem::VouchersDiffer => "voucher_paid: 與訂單之有償票券不符",
            Problem::ItemsDiffer => "items: 與訂單之商品項目或退款金額不符",
            Problem::ItemsMissing => "items: 使用電子發票之部分退款需帶退款項目",
            Problem::AlreadyRefunded => "uid: 訂單已退款",
            Problem::InsufficientBalance => "餘額不足",
            Problem::WrongState => "訂單狀態不符",
        }
    }
}

/// One order, paid or not.
#[derive(Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) uid: u64,
    /// The secret that queries, refunds and notifications carry.
    pub(super) key: String,
    /// The message that made it, checked.
    pub(super) message: Fields,
    pub(super) cost: i64,
    pub(super) state: State,
    pub(super) actual_cost: i64,
    /// Since when it is in this state.
    pub(super) since: DateTime,
    /// How it is paid; empty while nobody knows.
    pub(super) pfn: String,
    /// The wallet that pays, of a scanned payment.
    pub(super) barcode: Option<String>,
    pub(super) refunds: Vec<Refund>,
    /// The number of its cancellation.
    pub(super) cancel_uid: Option<u64>,
}

/// Money given back.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Refund {
    pub(super) uid: u64,
    pub(super) cost: i64,
    pub(super) vouchers: Vec<Value>,
    pub(super) time: DateTime,
}

impl Order {
    /// A field of the message as text; empty if it is absent.
    pub(super) fn text(&self, name: &str) -> String {
        self.message.get(name).and_then(value_text).unwrap_or_default()
    }

    pub(super) fn order_id(&self) -> String {
        self.text("order_id")
    }

    pub(super) fn refunded(&self) -> i64 {
        self.refunds.iter().map(|refund| refund.cost).sum()
    }

    pub(super) fn to_json(&self) -> Value {
        let refunded = self.refunded();
        let status = match self.state {
            _ if refunded > 0 && refunded < self.actual_cost => "part_refunded",
            _ if refunded > 0 => "refunded",
            State::Paid | State::Settled => "paid",
            State::PaidDifferently => "paid_with_different_amount",
            State::Cancelled => "cancelled",
            state if state.is_open() => "pending",
            _ => "failed",
        };
        let refunds: Vec<Value> = self
            .refunds
            .iter()
            .map(|refund| json!({"refund_uid": refund.uid, "cost": refund.cost}))
            .collect();
        json!({
            "order_id": self.order_id(),
            "uid": self.uid,
            "prc": self.state.prc(),
            "status": status,
            "cost": self.cost,
            "actual_cost": self.actual_cost,
            "refunded": refunded,
            "pfn": self.pfn,
            "barcode": self.barcode,
            "refunds": refunds,
        })
    }
}

/// Sums of money, for a report at a glance.
#[derive(Default, Serialize)]
pub(super) struct Totals {
    pub(super) paid: i64,
    pub(super) refunded: i64,
    pub(super) cancelled: i64,
}
