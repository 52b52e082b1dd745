//! Which members the reply of each operation has, in the order of its table.
//!
//! All operations answer in the same envelope under the same key, so only its members bind a reply to an operation.

/// ICPOS001 reply 01-19.
pub(super) const PAY: &[&str] = &[
    "ServiceResult",
    "StatusCode",
    "StatusDesc",
    "OPSeq",
    "BankSeq",
    "BankTime",
    "WalletSeq",
    "WalletTime",
    "WalletID",
    "VehicleType",
    "VehicleNo",
    "TxAmt",
    "DebitAmt",
    "BonusList",
    "PaymentChannel",
    "ChannelStatusCode",
    "ChannelStatusDesc",
    "CardID",
    "Cardkind",
];

/// ICPOS002 reply 01-10.
pub(super) const REFUND: &[&str] = &[
    "ServiceResult",
    "StatusCode",
    "StatusDesc",
    "BankResponseTime",
    "BankRefundSeq",
    "WalletRefundSeq",
    "WalletTxAmt",
    "WalletRefundTime",
    "RefundChannelStatusCode",
    "RefundChannelStatusDesc",
];

/// ICPOS003 and ICPOS006 reply 01: OPSeq on success, the other three on failure.
pub(super) const CANCEL: &[&str] = &["OPSeq", "ServiceResult", "StatusCode", "StatusDesc"];

/// ICPOS004 reply 01-19.
pub(super) const TOP_UP: &[&str] = &[
    "ServiceResult",
    "StatusCode",
    "StatusDesc",
    "OPSeq",
    "BankSeq",
    "BankTime",
    "WalletSeq",
    "WalletTime",
    "WalletID",
    "VehicleType",
    "VehicleNo",
    "TopUpAmt",
    "OriginalAmt",
    "CurrentAmt",
    "PaymentChannel",
    "ChannelStatusCode",
    "ChannelStatusDesc",
    "CardID",
    "Cardkind",
];

/// ICPOS005 reply 01-13.
pub(super) const REFUND_TOP_UP: &[&str] = &[
    "ServiceResult",
    "StatusCode",
    "StatusDesc",
    "BankResponseTime",
    "BankRefundSeq",
    "WalletRefundSeq",
    "TopUpAmt",
    "OriginalAmt",
    "CurrentAmt",
    "WalletTxAmt",
    "WalletRefundTime",
    "RefundChannelStatusCode",
    "RefundChannelStatusDesc",
];

/// All of them.
pub(super) const ALL: &[&[&str]] = &[PAY, REFUND, CANCEL, TOP_UP, REFUND_TOP_UP];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// The messages are the tables' other copy, which the code generator lists.
    #[test]
    fn the_messages_have_the_same_members() {
        let listed: Value = serde_json::from_str(include_str!("../../../conformance/fields.json")).unwrap();
        for (message, table) in [
            ("PayResponse", PAY),
            ("RefundResponse", REFUND),
            ("CancelResponse", &CANCEL[..1]),
            ("TopUpResponse", TOP_UP),
            ("RefundTopUpResponse", REFUND_TOP_UP),
            ("CancelTopUpResponse", &CANCEL[..1]),
        ] {
            let fields = listed["icash"]["messages"][message].as_object().unwrap();
            let names: Vec<&str> = fields
                .keys()
                .map(String::as_str)
                .filter(|name| *name != "Extra")
                .collect();
            assert_eq!(names, table, "{message}");
        }
    }
}
