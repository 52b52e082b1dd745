//! Which commands there are.

use super::message::Refusal;
use crate::listed::Operation;

/// `cmd` of `service`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    CreateOrder,
    QueryOrder,
    RefundOrder,
    ScanPay,
}

impl Command {
    pub(super) fn from_cmd(cmd: &str) -> Option<Self> {
        match cmd {
            "api/orders" => Some(Command::CreateOrder),
            "api/queryorder" => Some(Command::QueryOrder),
            "api/refund" => Some(Command::RefundOrder),
            "api/transaction" => Some(Command::ScanPay),
            _ => None,
        }
    }

    /// Its name in fault rules.
    pub(super) fn listed(self) -> Operation {
        match self {
            Command::CreateOrder => Operation::MypayCreateOrder,
            Command::QueryOrder => Operation::MypayQueryOrder,
            Command::RefundOrder => Operation::MypayRefundOrder,
            Command::ScanPay => Operation::MypayScanPay,
        }
    }

    pub(super) fn pays(self) -> bool {
        matches!(self, Command::CreateOrder | Command::ScanPay)
    }

    /// The code of a no. Only a refund's table lists its codes, "B200 或 B500"; 附錄二 gives the others:
    /// 300 for a payment that failed, 100 for what cannot be answered.
    pub(super) fn declined_code(self) -> &'static str {
        match self {
            Command::RefundOrder => "B500",
            Command::ScanPay => "300",
            Command::CreateOrder | Command::QueryOrder => "100",
        }
    }

    /// The reply to a message that breaks the rules of its table.
    pub(super) fn refuse(self, problems: &[String]) -> Refusal {
        let refusal = Refusal::data(problems.join("; "));
        match self {
            Command::RefundOrder => Refusal {
                code: "B500",
                ..refusal
            },
            _ => refusal,
        }
    }
}
