//! Which calls there are.

use super::ledger::Wallet;
use crate::listed::Operation;
use hyper::Method;

/// One of the six calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OmniOperation {
    IpassPay,
    IpassSearch,
    IpassRefund,
    IcashPay,
    IcashSearch,
    IcashCancel,
}

impl OmniOperation {
    /// Its name in fault rules.
    pub(super) fn listed(self) -> Operation {
        match self {
            OmniOperation::IpassPay => Operation::OmniIpassPay,
            OmniOperation::IpassSearch => Operation::OmniIpassSearch,
            OmniOperation::IpassRefund => Operation::OmniIpassRefund,
            OmniOperation::IcashPay => Operation::OmniIcashPay,
            OmniOperation::IcashSearch => Operation::OmniIcashSearch,
            OmniOperation::IcashCancel => Operation::OmniIcashCancel,
        }
    }

    pub(super) fn method(self) -> Method {
        match self {
            OmniOperation::IcashSearch => Method::GET,
            _ => Method::POST,
        }
    }

    pub(super) fn wallet(self) -> Wallet {
        use OmniOperation::{IcashCancel, IcashPay, IcashSearch, IpassPay, IpassRefund, IpassSearch};
        match self {
            IpassPay | IpassSearch | IpassRefund => Wallet::Ipass,
            IcashPay | IcashSearch | IcashCancel => Wallet::Icash,
        }
    }
}
