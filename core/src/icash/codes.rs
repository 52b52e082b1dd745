//! The codes of icash Pay's document, with their meaning.
//!
//! Messages carry codes as the text that came, so that a new vendor code is never lost; the types
//! here say what a known one means (see `docs/adr/0004-codes-stay-text.md`).

use crate::codes::codes;
use serde_json::Value;
use std::fmt;

/// `RtnCode`: the envelope's own result (body row 02 of every reply).
///
/// The document prints no list. It says that 0001 is success, and 1, "1" and "0001" all occur. Others occur in
/// replies that report a failure, 2107 among them; none is published as proof that nothing was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RtnCode(i64);

impl RtnCode {
    /// Success: 1, "1" or "0001".
    pub const SUCCESS: RtnCode = RtnCode(1);

    /// Reads a number or its text; `None` for anything that is not a whole number.
    pub fn from_wire(value: &Value) -> Option<Self> {
        crate::wire::value_amount(value).map(RtnCode)
    }
}

impl fmt::Display for RtnCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

codes! {
    /// `BonusType`, whether bonus points may pay (ICPOS001 request 23).
    BonusType {
        NotUsed = "None", "不使用", "points are not used";
        ByWallet = "ByWallet", "由錢包決定", "the wallet decides";
    }
}

codes! {
    /// `BonusCategory`, why points are not used (ICPOS001 request 24).
    BonusCategory {
        NotBonusStore = "NotBonusStore", "非紅利使用商店", "the store takes no points";
        TobaccoInclude = "TobaccoInclude", "內含菸品", "the sale includes tobacco";
        Dhl = "DHL", "DHL", "DHL parcels";
        UtilityInclude = "UtilityInclude", "含代收售商品", "the sale includes bills or goods on commission";
    }
}

codes! {
    /// `VehicleType`, the kind of e-invoice carrier (ICPOS001 and ICPOS004 reply 10).
    VehicleType {
        CommonBarcode = "3J0002", "共通載具/捐贈", "the common mobile barcode, or a donation";
        CreditCard = "EK0002", "信用卡載具", "a credit card";
        IcashMember = "EK0004", "icash會員載具", "the icash membership";
        MainGid = "EG0011", "主GID會員載具", "the OPEN POINT main GID";
    }
}

codes! {
    /// `PaymentChannel`, what the money came from (ICPOS001 and ICPOS004 reply 15).
    PaymentChannel {
        CreditCard = "CreditCard", "信用卡", "a credit card";
        PreDeposit = "PreDeposit" | "1", "儲值帳戶, 愛金卡帳戶", "the stored-value account";
        PostDeposit = "PostDeposit", "餘額帳戶", "the postpaid balance account";
        AccountLink = "AccountLink" | "2", "存款帳戶, 銀行快付", "a linked bank account";
    }
}

codes! {
    /// `BonusKind`, whose points paid (ICPOS001 reply 14).
    BonusKind {
        Bank = "1", "銀行紅利點", "the bank's points";
        OpenPoint = "2", "OP點", "OPEN POINT";
    }
}
