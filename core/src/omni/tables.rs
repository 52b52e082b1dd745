//! Which members the replies have by which one operation's might pass for another's.
//!
//! A search about an order that is not paid also repeats its number under a code of success.

/// 002 response.
pub(super) const IPASS_PAY: &[&str] = &[
    "return_code",
    "return_msg",
    "req_id",
    "transaction_id",
    "transaction_date_time",
    "electronic_invoice_carrier",
    "payment_type",
    "amount",
    "order_number",
];

/// Public pages, ipass/offline/search response.
const IPASS_SEARCH: &[&str] = &[
    "return_code",
    "return_msg",
    "req_id",
    "transaction_date_time",
    "original_transactionId",
    "pay_status",
    "product_desc",
    "payment_type",
    "amount",
    "order_number",
];

/// Public pages, ipass/offline/refund response.
pub(super) const IPASS_REFUND: &[&str] = &[
    "return_code",
    "return_msg",
    "req_id",
    "cancel_transaction_id",
    "cancel_date_time",
    "payment_type",
    "amount",
];

/// Public pages, integrate/pay EncData; from `BonusAmt` on, what icash Pay's own replies to payments have besides,
/// which a gateway may pass on.
pub(super) const ICASH_PAY: &[&str] = &[
    "PlatformID",
    "MerchantID",
    "MerchantTradeNo",
    "TransactionID",
    "TotalAmount",
    "MMemberID",
    "MobileInvoiceCarry",
    "BonusAmt",
    "PaymentType",
    "MaskedPan",
    "VToken",
];

/// Public pages, integrate/search EncData.
const ICASH_SEARCH: &[&str] = &[
    "PlatformID",
    "MerchantID",
    "MerchantTradeNo",
    "TransactionID",
    "TradeStatus",
    "TradeType",
    "PaymentType",
    "BonusAmt",
    "AllocateStatus",
    "MaskedPan",
    "VToken",
    "MMemberID",
];

/// 001 EncData; a gateway may repeat the order number.
pub(super) const ICASH_CANCEL: &[&str] = &[
    "PlatformID",
    "MerchantID",
    "MMemberID",
    "MobileInvoiceCarry",
    "MerchantTradeNo",
];

/// All of them.
pub(super) const ALL: &[&[&str]] = &[
    IPASS_PAY,
    IPASS_SEARCH,
    IPASS_REFUND,
    ICASH_PAY,
    ICASH_SEARCH,
    ICASH_CANCEL,
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// The messages are the tables' other copy, which the code generator lists.
    #[test]
    fn the_messages_have_the_same_members() {
        let listed: Value = serde_json::from_str(include_str!("../../../conformance/fields.json")).unwrap();
        for (message, table) in [
            ("IpassPayResponse", IPASS_PAY),
            ("IpassSearchResponse", IPASS_SEARCH),
            ("IpassRefundResponse", IPASS_REFUND),
            ("IcashPayment", &ICASH_PAY[..7]),
            ("IcashTrade", ICASH_SEARCH),
            ("IcashCancelled", &ICASH_CANCEL[..4]),
        ] {
            let fields = listed["omni"]["messages"][message].as_object().unwrap();
            let names = fields.keys().map(String::as_str);
            let names: Vec<&str> = names.filter(|name| !name.eq_ignore_ascii_case("extra")).collect();
            assert_eq!(names, table, "{message}");
        }
    }
}
