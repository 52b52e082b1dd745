//! Every limit of the request tables: at it nothing is refused before sending, beyond it the error names
//! the field and nothing is sent.

use super::gateway::*;
use serde_json::{Value, json};
use twpos::omni::OPERATIONS;
use twpos::{ErrorKind, Outcome};

/// Operation, field, most characters (0: the documents print none), whether it may be empty. Read from the
/// documents and the public pages, not from the code.
const TEXTS: &[(&str, &str, usize, bool)] = &[
    ("ipass_pay", "req_id", 36, false),
    ("ipass_pay", "trade_code", 0, false),
    ("ipass_pay", "order_number", 100, false),
    ("ipass_pay", "store_id", 20, false),
    ("ipass_pay", "terminal_id", 8, false),
    ("ipass_pay", "product_desc", 4000, true),
    ("ipass_pay", "remark", 1000, true),
    ("ipass_search", "req_id", 36, false),
    ("ipass_search", "order_number", 100, false),
    ("ipass_refund", "req_id", 36, false),
    ("ipass_refund", "transaction_id", 0, false),
    ("icash_pay", "MerchantTradeNo", 0, false),
    ("icash_pay", "StoreID", 0, true),
    ("icash_pay", "StoreName", 0, false),
    ("icash_pay", "Barcode", 0, false),
    ("icash_search", "MerchantTradeNo", 0, false),
    ("icash_cancel", "MerchantTradeNo", 0, false),
];
const AMOUNTS: &[(&str, &str, i64)] = &[
    ("ipass_pay", "amount", 1),
    ("ipass_refund", "amount", 1),
    ("icash_pay", "NonRedeemAmt", 0),
    ("icash_pay", "ItemNonRedeemAmt", 0),
    ("icash_pay", "UtilityNonRedeemAmt", 0),
    ("icash_pay", "CommNonRedeemAmt", 0),
    ("icash_pay", "NonPointAmt", 0),
];

fn valid(operation: &str) -> Value {
    let request = match operation {
        "ipass_pay" => serde_json::to_value(ipass_pay()),
        "ipass_search" => serde_json::to_value(ipass_search()),
        "ipass_refund" => serde_json::to_value(ipass_refund()),
        "icash_pay" => serde_json::to_value(icash_pay()),
        "icash_search" => serde_json::to_value(icash_search()),
        _ => serde_json::to_value(icash_cancel()),
    };
    request.unwrap()
}

/// Whether the gateway got it; if not, the error must name the field.
fn is_sent(gateway: &Gateway, operation: &str, field: &str, request: &Value) -> bool {
    let before = gateway.seen().len();
    let error = gateway.client().call_json(operation, &request.to_string()).unwrap_err();
    let sent = gateway.seen().len() > before;
    if !sent {
        let named = error.detail.starts_with(&format!("{field}: "));
        assert!(named, "{operation} {field}: {error}");
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::InvalidRequest, Outcome::NotSent),
            "{error}"
        );
    }
    sent
}

fn with(operation: &str, field: &str, value: Value) -> Value {
    let mut request = valid(operation);
    request[field] = value;
    request
}

#[test]
fn texts_at_and_beyond_their_length() {
    let gateway = Gateway::replying("{}");
    for &(operation, field, max, may_be_empty) in TEXTS {
        let attempt = |value: &str| is_sent(&gateway, operation, field, &with(operation, field, json!(value)));
        let long = if max == 0 { 500 } else { max };
        // A scanned code is ASCII.
        let is_scanned = ["trade_code", "Barcode"].contains(&field);
        let longest = if is_scanned { "x" } else { "見" }.repeat(long);
        assert!(attempt(&longest), "{operation} {field} at its limit");
        assert!(
            max == 0 || !attempt(&"x".repeat(max + 1)),
            "{operation} {field} beyond its limit"
        );
        assert_eq!(attempt(""), may_be_empty, "{operation} {field} empty");
        assert_eq!(attempt("  "), may_be_empty, "{operation} {field} blank");
    }
}

#[test]
fn amounts_at_and_beyond_their_range() {
    let gateway = Gateway::replying("{}");
    for &(operation, field, least) in AMOUNTS {
        let attempt = |value: Value| is_sent(&gateway, operation, field, &with(operation, field, value));
        assert!(
            attempt(json!(least)) && attempt(json!(999_999_999)) && attempt(json!("7")),
            "{operation} {field}"
        );
        for wrong in [
            json!(least - 1),
            json!(1_000_000_000),
            json!(i64::MAX),
            json!(1.5),
            json!("1.5"),
            json!(true),
        ] {
            assert!(!attempt(wrong.clone()), "{operation} {field} {wrong}");
        }
    }
    let redeem = |value: i64| {
        let request = with("ipass_pay", "redeem", json!({"non_redeem_amout": value}));
        is_sent(&gateway, "ipass_pay", "redeem.non_redeem_amout", &request)
    };
    assert!(redeem(0) && redeem(999_999_999) && !redeem(-1) && !redeem(1_000_000_000));
}

#[test]
fn the_total_is_the_sum_of_its_parts() {
    let gateway = Gateway::replying("{}");
    let attempt = |field: &str, total: i64, item: i64, utility: i64, comm: i64| {
        let mut request = with("icash_pay", "TotalAmount", json!(total));
        request["ItemAmt"] = json!(item);
        request["UtilityAmt"] = json!(utility);
        request["CommAmt"] = json!(comm);
        is_sent(&gateway, "icash_pay", field, &request)
    };
    assert!(attempt("", 6, 1, 2, 3) && attempt("", 999_999_999, 999_999_999, 0, 0));
    assert!(!attempt("TotalAmount", 7, 1, 2, 3) && !attempt("TotalAmount", 0, 0, 0, 0));
    assert!(!attempt("ItemAmt", 1, -1, 2, 0) && !attempt("ItemAmt", 1, i64::MAX, i64::MAX, 3));
    assert!(!attempt("UtilityAmt", 1, 2, -1, 0) && !attempt("CommAmt", 1, 2, 0, -1));
}

#[test]
fn times_have_their_wallets_form_and_blanks_around_them_are_left_out() {
    let gateway = Gateway::replying("{}");
    for (operation, field, right, wrong) in [
        (
            "ipass_pay",
            "pos_date_time",
            "2024-02-29 23:59:59",
            "2024/02/29 23:59:59",
        ),
        (
            "ipass_pay",
            "trade_date_time",
            "2024-02-29 23:59:59",
            "2024/02/29 23:59:59",
        ),
        (
            "icash_pay",
            "MerchantTradeDate",
            "2024/02/29 23:59:59",
            "2024-02-29 23:59:59",
        ),
        (
            "icash_cancel",
            "MerchantTradeDate",
            "2024/02/29 23:59:59",
            "2024-02-29 23:59:59",
        ),
    ] {
        let attempt = |value: &str| is_sent(&gateway, operation, field, &with(operation, field, json!(value)));
        assert!(attempt(right));
        assert!(attempt(&format!(" {right}")) && attempt(&format!("{right} ")));
        for wrong in [wrong, &right.replace("2024", "2023"), &right[..10], ""] {
            assert!(!attempt(wrong), "{operation} {field} {wrong:?}");
        }
    }
}

#[test]
fn unknown_fields_and_capture_are_named() {
    let gateway = Gateway::replying("{}");
    for operation in OPERATIONS {
        for field in [
            "nonsense",
            "merchantid",
            "key",
            "iv",
            "PlatformID",
            "MerchantID",
            "capture",
            "is_test",
        ] {
            assert!(!is_sent(
                &gateway,
                operation,
                field,
                &with(operation, field, json!("1"))
            ));
        }
    }
}
