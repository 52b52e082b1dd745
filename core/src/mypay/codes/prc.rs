//! `prc` and `code`: the one list of states and results (document 003, "附錄二").

use crate::codes::codes;

codes! {
    /// `prc`, `code`: the state of an order, or the result of a call (附錄二). See [`PrcClass`], and docs/mypay.md
    /// for which may follow which.
    Prc {
        DataWrong = "100", "資料錯誤", "the data or its form is wrong";
        DataRight = "200", "資料正確", "the data is right and the next step follows";
        Cancelled = "220", "取消成功", "cancelled";
        Refunded = "230", "退款成功", "refunded";
        Authorized = "245", "授權成功", "authorised; the store must still capture it, for which no document has a call: on MYPAY's merchant pages";
        Capturing = "247", "請款進行中", "captured, and waiting for the acquirer's batch";
        Paid = "250", "付款成功", "paid";
        AwaitingStorePayment = "260", "交易成功 尚未付款完成", "waiting for payment at a store";
        LoanBound = "265", "訂單綁定", "cardless plan opened, not yet applied for";
        AwaitingTransfer = "270", "交易成功 尚未付款完成", "waiting for a bank transfer";
        LoanUnderReview = "275", "無卡分期-請等候審查通過", "cardless plan under review";
        AwaitingOnline = "280", "交易成功 尚未付款完成", "waiting for the customer to finish online";
        PayLaterUnderReview = "282", "訂單成立待後付款審核確認 尚未付款完成", "pay-later plan under review";
        PayLaterAwaitingCapture = "284", "訂單成立後付款待請款 尚未付款完成", "pay-later plan granted; the store must capture it after shipping, for which no document has a call: on MYPAY's merchant pages";
        PaidButMismatch = "290", "交易成功 但資訊不符", "paid, but something does not agree, such as the amount";
        Failed = "300", "交易失敗", "failed, or stopped by risk control";
        Overdue = "380", "逾期交易", "not paid in time; may still turn into 290";
        SystemError = "400", "系統錯誤訊息", "an error of MYPAY's or its supplier's system";
        Settled = "600", "結帳完成", "confirmed by the supplier, counts as paid";
        ToBeConfirmed = "A0001", "交易待確認", "no connection to the supplier; MYPAY will find out and report";
        Abandoned = "A0002", "放棄交易", "the customer gave up on the page";
        Accepted = "B200", "執行成功", "the request was carried out";
        Rejected = "B500", "執行失敗", "the request was not carried out";
    }
}

/// What a `prc` means for the shop (docs/protocol.md, "MYPAY LINK").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrcClass {
    /// The money is there: 250, 600.
    Paid,
    /// Money is there, but not what was asked for: 290. Look at `actual_cost`; someone must decide.
    PaidWithDifferentAmount,
    /// Neither paid nor failed yet: 200, 245, 247, 260, 265, 270, 275, 280, 282, 284, A0001. 245 and 284 wait for a
    /// capture that the shop must order; no document has a call for it, so it is done on MYPAY's merchant pages.
    Pending,
    /// Not paid: 100, 300, 380, A0002. 380 may still turn into 290.
    Failed,
    /// Cancelled: 220.
    Cancelled,
    /// Refunded: 230.
    Refunded,
    /// A request was carried out, which says nothing about money: B200.
    Accepted,
    /// A code that says nothing of the money: 400, a fault of MYPAY's or its supplier's system; B500, which answers a
    /// call for a refund; and any that this version does not know. Assume nothing.
    Unknown,
    /// Given back (230), but another amount than was asked for. Look at `actual_cost`; someone must decide.
    RefundedWithDifferentAmount,
}

impl Prc {
    /// What this state means for the shop.
    pub fn class(self) -> PrcClass {
        match self {
            Prc::Paid | Prc::Settled => PrcClass::Paid,
            Prc::PaidButMismatch => PrcClass::PaidWithDifferentAmount,
            Prc::DataRight
            | Prc::Authorized
            | Prc::Capturing
            | Prc::AwaitingStorePayment
            | Prc::LoanBound
            | Prc::AwaitingTransfer
            | Prc::LoanUnderReview
            | Prc::AwaitingOnline
            | Prc::PayLaterUnderReview
            | Prc::PayLaterAwaitingCapture
            | Prc::ToBeConfirmed => PrcClass::Pending,
            Prc::DataWrong | Prc::Failed | Prc::Overdue | Prc::Abandoned => PrcClass::Failed,
            Prc::Cancelled => PrcClass::Cancelled,
            Prc::Refunded => PrcClass::Refunded,
            Prc::Accepted => PrcClass::Accepted,
            Prc::SystemError | Prc::Rejected | Prc::Unknown => PrcClass::Unknown,
        }
    }

    /// Whether nothing more is to be awaited of this payment (附錄二): it is paid, failed, cancelled or given back. A
    /// confirmation (600), a cancellation or a refund may follow a payment. 380 is called final there, but may turn
    /// into 290, and is not final here.
    pub fn is_final(self) -> bool {
        !self.may_still_be_paid() && self.class() != PrcClass::Accepted
    }

    /// The states that 附錄二 names as what comes next, in its order: none for a final state. Where it is silent of what is
    /// not final (200, 275, 400, B200), and for codes that are not listed, there are none here either, and any may follow.
    pub fn following(self) -> &'static [Prc] {
        match self {
            Prc::Authorized => &[Prc::Capturing, Prc::Paid],
            Prc::Capturing => &[Prc::Paid],
            Prc::AwaitingStorePayment | Prc::AwaitingTransfer => &[Prc::Paid, Prc::Overdue],
            Prc::LoanBound => &[Prc::Abandoned, Prc::LoanUnderReview],
            Prc::AwaitingOnline | Prc::PayLaterAwaitingCapture => &[Prc::Paid, Prc::Failed],
            Prc::PayLaterUnderReview => &[Prc::PayLaterAwaitingCapture, Prc::Failed],
            Prc::Overdue => &[Prc::PaidButMismatch],
            Prc::ToBeConfirmed => &[Prc::Paid, Prc::Settled, Prc::Failed],
            _ => &[],
        }
    }

    /// Whether MYPAY may report a payment after this state, although it may read as a failure (380 → 290): after
    /// everything that is not final, and after what says nothing (400, B500, and codes not listed).
    pub fn may_still_be_paid(self) -> bool {
        self == Prc::Overdue || matches!(self.class(), PrcClass::Pending | PrcClass::Unknown)
    }
}

impl PrcClass {
    /// The stable text form, which replies carry as `state`.
    pub fn as_str(self) -> &'static str {
        match self {
            PrcClass::Paid => "paid",
            PrcClass::PaidWithDifferentAmount => "paid_with_different_amount",
            PrcClass::Pending => "pending",
            PrcClass::Failed => "failed",
            PrcClass::Cancelled => "cancelled",
            PrcClass::Refunded => "refunded",
            PrcClass::Accepted => "accepted",
            PrcClass::Unknown => "unknown",
            PrcClass::RefundedWithDifferentAmount => "refunded_with_different_amount",
        }
    }
}

/// What became of an order's money after it was paid, by its refunds or its cancellations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reversal {
    /// There are none, or none that succeeded.
    Nothing,
    /// One is still under way, or cash is still to be handed over. Ask again.
    Pending,
    /// A part of what was paid was given back.
    Part,
    /// All that was paid was given back.
    Whole,
    /// They do not say how much, or not in a way that adds up. Assume nothing.
    Unknown,
}

impl Reversal {
    /// The stable text form, which a query's reply carries as `refund_state` and `cancel_state`.
    pub fn as_str(self) -> &'static str {
        match self {
            Reversal::Nothing => "none",
            Reversal::Pending => "pending",
            Reversal::Part => "part",
            Reversal::Whole => "whole",
            Reversal::Unknown => "unknown",
        }
    }
}

/// Which of the document's three notification tables a notification belongs to.
///
/// The tables list the same fields, so only `prc` tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotificationKind {
    /// 交易完成回傳資訊: the order came to an end, paid or not.
    Completed,
    /// 非即時交易回傳資訊: the customer still has to pay, or someone to confirm.
    Deferred,
    /// 訂單確認回傳資訊: the supplier confirmed the order (600).
    Confirmed,
}

impl NotificationKind {
    /// The kind that a state is reported with.
    pub fn of(prc: Prc) -> Self {
        match (prc, prc.class()) {
            (Prc::Settled, _) => NotificationKind::Confirmed,
            (_, PrcClass::Pending) => NotificationKind::Deferred,
            _ => NotificationKind::Completed,
        }
    }

    /// The stable text form, which notifications carry as `kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            NotificationKind::Completed => "completed",
            NotificationKind::Deferred => "deferred",
            NotificationKind::Confirmed => "confirmed",
        }
    }
}
