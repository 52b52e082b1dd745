//! Which operations there are.

use crate::listed::Operation;

/// One of ICPOS001-006.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SetOperation {
    Pay,
    Refund,
    Cancel,
    TopUp,
    RefundTopUp,
    CancelTopUp,
}

impl SetOperation {
    /// Its name in fault rules.
    pub(super) fn listed(self) -> Operation {
        match self {
            SetOperation::Pay => Operation::IcashPay,
            SetOperation::Refund => Operation::IcashRefund,
            SetOperation::Cancel => Operation::IcashCancel,
            SetOperation::TopUp => Operation::IcashTopUp,
            SetOperation::RefundTopUp => Operation::IcashRefundTopUp,
            SetOperation::CancelTopUp => Operation::IcashCancelTopUp,
        }
    }

    pub(super) fn is_charge(self) -> bool {
        self.listed().is_charge()
    }
}
