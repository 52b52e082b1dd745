//! What the ledger is made of.

use super::counter::Counter;
use super::message::{Fields, value_text};
use super::money::Money;
pub(super) use super::state::State;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Why a call or an action is not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    DuplicateOrder,
    UnknownOrder,
    NotPaid,
    ExceedsPaid,
    NothingGoesBack,
    NoDecimals,
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
            Problem::NothingGoesBack => "cost: 退款金額須大於0",
            Problem::NoDecimals => "cost: 新台幣金額須為整數",
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
    pub(super) cost: Money,
    pub(super) state: State,
    pub(super) actual_cost: Money,
    /// Since when it is in this state.
    pub(super) since: DateTime,
    /// When the money came.
    pub(super) paid_at: Option<DateTime>,
    /// How it is paid; empty while nobody knows.
    pub(super) pfn: String,
    /// Where a store's code is paid.
    pub(super) counter: Option<Counter>,
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
    pub(super) cost: Money,
    pub(super) vouchers: Vec<Value>,
    /// What becomes of the e-invoice: 『電子發票退款時使用作廢或折讓』, 4 or 6.
    pub(super) invoice_state: String,
    /// The lines that go back, of a part.
    pub(super) items: Vec<Value>,
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

    /// Whether the order wants an e-invoice. "2 依系統設定": this store's system issues none.
    pub(super) fn wants_invoice(&self) -> bool {
        self.text("issue_invoice_state") == "1"
    }

    pub(super) fn refunded(&self) -> Money {
        self.refunds.iter().map(|refund| refund.cost).sum()
    }

    pub(super) fn to_json(&self) -> Value {
        let refunded = self.refunded();
        let status = match self.state {
            _ if !self.refunds.is_empty() && refunded < self.actual_cost => "part_refunded",
            _ if !self.refunds.is_empty() => "refunded",
            State::Paid | State::Settled => "paid",
            State::PaidDifferently => "paid_with_different_amount",
            State::Cancelled => "cancelled",
            state if state.is_pending() => "pending",
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
    pub(super) paid: Money,
    pub(super) refunded: Money,
    pub(super) cancelled: Money,
}
