//! How far an order is: 附錄二.

use serde::{Deserialize, Serialize};

/// Codes and texts are 附錄二's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum State {
    /// The customer has the page before them.
    Created,
    /// A card is authorised; the shop must capture it (自行請款).
    Authorized,
    /// The capture is on its way to the bank.
    CaptureRequested,
    /// The customer has a code to pay at a convenience store.
    AwaitingStore,
    /// The customer looks at a loan (無卡分期) and has not registered yet.
    LoanBound,
    /// The customer chose a virtual account and has not transferred yet.
    AwaitingTransfer,
    /// The loan is looked at.
    LoanInReview,
    /// The customer must confirm on the phone, or at the bank (WEBATM).
    AwaitingCustomer,
    /// 後付款: looked at.
    DeferredInReview,
    /// 後付款: allowed; the shop must say that it has delivered.
    DeferredToClaim,
    /// MYPAY does not know yet what the wallet did.
    ToBeConfirmed,
    Paid,
    /// Paid, but not what was asked for.
    PaidDifferently,
    Settled,
    Failed,
    /// Something broke at MYPAY or behind it, which proves nothing.
    Broken,
    Abandoned,
    Overdue,
    Cancelled,
}

impl State {
    pub(super) const ALL: [State; 19] = [
        State::Created,
        State::Authorized,
        State::CaptureRequested,
        State::AwaitingStore,
        State::LoanBound,
        State::AwaitingTransfer,
        State::LoanInReview,
        State::AwaitingCustomer,
        State::DeferredInReview,
        State::DeferredToClaim,
        State::ToBeConfirmed,
        State::Paid,
        State::PaidDifferently,
        State::Settled,
        State::Failed,
        State::Broken,
        State::Abandoned,
        State::Overdue,
        State::Cancelled,
    ];

    pub(super) fn prc(self) -> &'static str {
        self.row().0
    }

    pub(super) fn retmsg(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static str) {
        match self {
            State::Created => ("200", "資料正確"),
            State::Authorized => ("245", "授權成功"),
            State::CaptureRequested => ("247", "請款進行中"),
            State::AwaitingStore => ("260", "交易成功尚未付款完成"),
            State::LoanBound => ("265", "訂單綁定"),
            State::AwaitingTransfer => ("270", "交易成功尚未付款完成"),
            // 附錄二 has it only among what may follow a 265.
            State::LoanInReview => ("275", "無卡分期-請等候審查通過"),
            State::AwaitingCustomer => ("280", "交易成功尚未付款完成"),
            State::DeferredInReview => ("282", "訂單成立待後付款審核確認尚未付款完成"),
            State::DeferredToClaim => ("284", "訂單成立後付款待請款尚未付款完成"),
            State::ToBeConfirmed => ("A0001", "交易待確認"),
            State::Paid => ("250", "付款完成"),
            State::PaidDifferently => ("290", "交易成功但資訊不符"),
            State::Settled => ("600", "結帳完成"),
            State::Failed => ("300", "交易失敗"),
            State::Broken => ("400", "系統錯誤訊息"),
            State::Abandoned => ("A0002", "放棄交易"),
            State::Overdue => ("380", "逾期交易"),
            State::Cancelled => ("220", "取消成功"),
        }
    }

    /// Whether the order is neither paid nor over.
    pub(super) fn is_pending(self) -> bool {
        use State::{AwaitingCustomer, AwaitingStore, AwaitingTransfer, Created, ToBeConfirmed};
        matches!(
            self,
            Created | AwaitingStore | AwaitingTransfer | AwaitingCustomer | ToBeConfirmed
        ) || self.is_with_shop_or_lender()
    }

    /// Whether the next word is the shop's or a lender's and no longer the customer's.
    fn is_with_shop_or_lender(self) -> bool {
        use State::{Authorized, CaptureRequested, DeferredInReview, DeferredToClaim, LoanBound, LoanInReview};
        matches!(
            self,
            Authorized | CaptureRequested | LoanBound | LoanInReview | DeferredInReview | DeferredToClaim
        )
    }

    /// Whether the money may come next: what broke may have worked; a loan and a 後付款 are looked at before.
    pub(super) fn may_be_paid(self) -> bool {
        self == State::Broken || self.is_pending() && !matches!(self, State::LoanBound | State::DeferredInReview)
    }

    /// Whether the customer may still walk away.
    pub(super) fn may_be_given_up(self) -> bool {
        self == State::LoanBound || self.is_pending() && !self.is_with_shop_or_lender()
    }

    /// Whether somebody may still refuse. From a 265 the ways lead to A0002 and 275.
    pub(super) fn may_fail(self) -> bool {
        self.is_pending() && self != State::LoanBound
    }

    /// Whether the customer's money is here.
    pub(super) fn has_money(self) -> bool {
        matches!(self, State::Paid | State::PaidDifferently | State::Settled)
    }
}
