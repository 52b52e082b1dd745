//! Whatever the network answers a LINE Pay call: judging it must not panic, and it is never good news unless it says so
//! about our order and our amount.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use std::sync::LazyLock;
use twpos::fuzzing::answered;
use twpos::linepay::OPERATIONS;
use twpos::{AnyClient, Error, ErrorKind, Outcome};
use twpos_fuzz::reply::{amount, fields, split, text};

static CLIENT: LazyLock<AnyClient> = LazyLock::new(|| twpos_fuzz::client("linepay"));

const ORDER: &str = "SHOP1-20261121-0001";
/// What may be told as refused, of any operation.
const REFUSED: [&str; 29] = [
    "1101", "1102", "1104", "1105", "1106", "1110", "1115", "1124", "1133", "1141", "1142", "1150", "1155", "1163",
    "1164", "1165", "1178", "1183", "1184", "2020", "2021", "2022", "2023", "2024", "2042", "2101", "2102", "2103",
    "2104",
];

fn request(operation: &str) -> String {
    match operation {
        "pay" => format!(
            r#"{{"amount":36,"orderId":"{ORDER}","oneTimeKey":"391234567890123456","packages":[{{"id":"1","amount":36,"products":[{{"name":"x","quantity":1,"price":36}}]}}]}}"#
        ),
        "refund" => format!(r#"{{"orderId":"{ORDER}","refundAmount":36,"amount":36}}"#),
        "check" | "details" | "capture" => format!(r#"{{"orderId":"{ORDER}","amount":36}}"#),
        _ => format!(r#"{{"orderId":"{ORDER}"}}"#),
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((operation, http_status, body)) = split(data, &OPERATIONS) else {
        return;
    };
    let said = fields(body);
    match answered(http_status, body, || CLIENT.call_json(operation, &request(operation))) {
        Ok(response) => {
            assert_eq!(http_status, 200);
            good_news(operation, &said, &fields(response.as_bytes()));
        }
        Err(error) => bad_news(&error, operation, http_status, &said),
    }
});

fn good_news(operation: &str, said: &Map<String, Value>, response: &Map<String, Value>) {
    let code = text(said, "returnCode");
    let again = operation == "refund" && (code == "1165" || text(said, "resultCode") == "1165");
    assert!(code == "0000" || again, "{code}");
    if !matches!(operation, "pay" | "check" | "capture") {
        return;
    }
    let info = said["info"].as_object().expect("an object");
    assert_eq!(text(info, "orderId"), ORDER);
    if response["approved"] != true {
        return;
    }
    assert!(!text(info, "transactionId").is_empty());
    let parts = info.get("payInfo").filter(|parts| !parts.is_null());
    match parts {
        None => assert_ne!(operation, "check"),
        Some(parts) => {
            let parts = parts.as_array().expect("a list").iter().filter_map(Value::as_object);
            let amounts: Option<Vec<i64>> = parts.map(|part| amount(part, "amount")).collect();
            assert_eq!(amounts.expect("amounts").iter().sum::<i64>(), 36);
        }
    }
}

fn bad_news(error: &Error, operation: &str, http_status: u16, said: &Map<String, Value>) {
    assert_ne!(error.outcome, Outcome::NotSent, "{error:?}");
    assert_eq!(error.http_status, Some(http_status));
    assert_ne!(error.kind, ErrorKind::Internal);
    assert_eq!(error.reference.as_deref(), Some(ORDER));
    if error.outcome == Outcome::Refused {
        assert!(matches!(operation, "pay" | "refund" | "void" | "capture"));
        assert_eq!(http_status, 200);
        let codes = [text(said, "returnCode"), text(said, "resultCode")];
        assert!(codes.iter().any(|code| !code.is_empty() && REFUSED.contains(&code.as_str())));
    }
}
