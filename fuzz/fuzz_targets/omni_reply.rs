//! Whatever the network answers an OMNI call: judging it must not panic, and it is never good news unless it says so
//! about our order and our amount.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use std::sync::LazyLock;
use twpos::fuzzing::answered;
use twpos::omni::OPERATIONS;
use twpos::{AnyClient, Error, ErrorKind, Outcome};
use twpos_fuzz::reply::{amount, fields, split, text};

static CLIENT: LazyLock<AnyClient> = LazyLock::new(twpos_fuzz::omni_client);

/// The payments of the documents' examples.
const IPASS: &str = r#"{"req_id":"9CC154A0-E12C-4AC5-8CC0-1154409D3753","order_number":"IXN20240827000003""#;
const IPASS_REFUND: &str = r#"{"req_id":"9CC154A0-E12C-4AC5-8CC0-1154409D3753","transaction_id":"e2458974869618""#;
const ICASH: &str = r#"{"MerchantTradeNo":"202305160934510006""#;

fuzz_target!(|data: &[u8]| {
    let Some((operation, http_status, body)) = split(data, &OPERATIONS) else {
        return;
    };
    let request = match operation {
        "ipass_pay" => {
            format!(r#"{IPASS},"amount":2,"trade_code":"96A1OABQAAFmIVAVRxhAgY","store_id":"00681","terminal_id":"AB123456"}}"#)
        }
        "ipass_search" => format!("{IPASS}}}"),
        "ipass_refund" => format!(r#"{IPASS_REFUND},"amount":2}}"#),
        "icash_pay" => {
            format!(r#"{ICASH},"StoreName":"x","TotalAmount":100,"ItemAmt":100,"Barcode":"IC191TBP35LJ1SD8WA"}}"#)
        }
        _ => format!("{ICASH}}}"),
    };
    let said = fields(body);
    match answered(http_status, body, || CLIENT.call_json(operation, &request)) {
        Ok(_) => {
            assert_eq!(http_status, 200);
            good_news(operation, &said);
        }
        Err(error) => bad_news(&error, operation, http_status, &said),
    }
});

fn good_news(operation: &str, said: &Map<String, Value>) {
    if operation.starts_with("ipass") {
        assert_eq!(text(said, "return_code"), "0000");
        let (order, req_id) = (text(said, "order_number"), text(said, "req_id"));
        match operation {
            "ipass_pay" => assert_eq!(order, "IXN20240827000003"),
            _ => assert!(!order.is_empty() || !req_id.is_empty()),
        }
        if operation != "ipass_search" && !said.get("amount").is_none_or(Value::is_null) {
            assert_eq!(amount(said, "amount"), Some(2));
        }
        return;
    }
    assert_eq!(amount(said, "RtnCode"), Some(1));
    let data = match &said["EncData"] {
        Value::String(data) => fields(data.as_bytes()),
        data => data.as_object().cloned().expect("an object"),
    };
    let order = text(&data, "MerchantTradeNo");
    // The reply to a cancel names no order (document 001).
    assert!(order == "202305160934510006" || (operation == "icash_cancel" && order.is_empty()));
    if operation == "icash_pay" && !data.get("TotalAmount").is_none_or(Value::is_null) {
        assert_eq!(amount(&data, "TotalAmount"), Some(100));
    }
}

fn bad_news(error: &Error, operation: &str, http_status: u16, said: &Map<String, Value>) {
    assert_ne!(error.outcome, Outcome::NotSent, "{error:?}");
    assert_eq!(error.http_status, Some(http_status));
    assert_ne!(error.kind, ErrorKind::Internal);
    if error.outcome == Outcome::Refused {
        assert!(operation.starts_with("ipass"));
        assert_eq!(text(said, "return_code"), "1234");
        assert_eq!(http_status, 200);
    }
}
