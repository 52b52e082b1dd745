//! Which members the reply of each operation has, in the order of its table.
//!
//! All operations answer in the same envelope under the same key, so only its members bind a reply to an operation.

use serde_json::{Map, Value};

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

const ALL: [&[&str]; 5] = [PAY, REFUND, CANCEL, TOP_UP, REFUND_TOP_UP];

/// Members of a reply that stand in another operation's table and not in this one. A member of no table is a host's
/// own addition, and says nothing.
pub(super) fn foreign<'a>(reply: &'a Map<String, Value>, table: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let elsewhere = |name: &&str| ALL.iter().any(|other| other.contains(name)) && !table.contains(name);
    let set = reply.iter().filter(|(_, value)| is_set(value));
    set.map(|(name, _)| name.as_str()).filter(elsewhere)
}

/// Null and what is empty stand for "not there".
pub(super) fn is_set(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(entries) => !entries.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
