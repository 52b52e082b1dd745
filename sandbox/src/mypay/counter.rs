//! Where a store's code is paid.

use serde::{Deserialize, Serialize};

/// Where a store's code is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Counter {
    Ibon,
    FamiPort,
    LifeEt,
    /// Any store: 超商條碼繳費.
    Barcode,
}

impl Counter {
    /// 『資料內容所屬支付名稱』.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Counter::Ibon => "IBON",
            Counter::FamiPort => "FAMIPORT",
            Counter::LifeEt => "LIFEET",
            Counter::Barcode => "BARCODE",
        }
    }

    pub(super) fn of_type(content_type: &str) -> Option<Self> {
        let all = [Counter::Ibon, Counter::FamiPort, Counter::LifeEt, Counter::Barcode];
        all.into_iter().find(|counter| counter.content_type() == content_type)
    }

    /// The tool that the order is then paid with.
    pub(super) fn pfn(self) -> &'static str {
        match self {
            Counter::Barcode => "BARCODE",
            _ => "CSTORECODE",
        }
    }

    /// 『金流供應商代碼』: name and code.
    pub(super) fn supplier(self) -> (&'static str, &'static str) {
        match self {
            Counter::Ibon => ("安源資訊股份有限公司(ibon)", "S1"),
            Counter::FamiPort => ("全網行銷股份有限公司(FamiPort)", "S0"),
            Counter::LifeEt => ("萊爾富國際股份有限公司(Hi-Life)", "S2"),
            Counter::Barcode => ("高鉅科技", "T0"),
        }
    }
}
