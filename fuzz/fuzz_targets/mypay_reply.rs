//! Whatever the network answers a MYPAY call: judging it must not panic, and it is never good news unless it says so
//! about our order and our amount.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use std::sync::LazyLock;
use twpos::fuzzing::answered;
use twpos::mypay::OPERATIONS;
use twpos::{AnyClient, Error, ErrorKind, Outcome};
use twpos_fuzz::reply::{amount, fields, split, text};

static CLIENT: LazyLock<AnyClient> = LazyLock::new(|| twpos_fuzz::client("mypay"));

/// The order that the golden replies are about, as every operation asks for it.
const ORDER: &str = r#""order_id":"ORDER-1","cost":900,"user_id":"1","ip":"192.0.2.1","pfn":"ALL","items":[{"id":"1","name":"x","cost":900,"amount":1,"total":900}]"#;
const SCANNED: &str = r#""order_id":"ORDER-1","cost":900,"user_id":"1","ip":"192.0.2.1","pfn":"JKOOFF","scanned_code":"281234567890123456","pos_id":"01","pos_trade_time":"2026/11/21 10:00:00","items":[{"id":"1","name":"x","cost":900,"amount":1,"total":900}]"#;
const UID_AND_KEY: &str = r#""uid":"95217","key":"3425042d7d266e4aea5fd4653a0271db","order_id":"ORDER-1""#;
const PAID: [&str; 2] = ["250", "600"];
const REFUSED: [&str; 3] = ["100", "300", "A0002"];
const KEY: &str = "3425042d7d266e4aea5fd4653a0271db";

fuzz_target!(|data: &[u8]| {
    let Some((operation, http_status, body)) = split(data, &OPERATIONS) else {
        return;
    };
    let request = match operation {
        "query_order" => format!("{{{UID_AND_KEY}}}"),
        "refund_order" => format!(r#"{{{UID_AND_KEY},"cost":900}}"#),
        "scan_pay" => format!("{{{SCANNED}}}"),
        _ => format!("{{{ORDER}}}"),
    };
    let said = fields(body);
    match answered(http_status, body, || CLIENT.call_json(operation, &request)) {
        Ok(response) => {
            assert_eq!(http_status, 200);
            good_news(operation, &said, &fields(response.as_bytes()));
        }
        Err(error) => bad_news(operation, &error, http_status, &said),
    }
});

fn good_news(operation: &str, said: &Map<String, Value>, response: &Map<String, Value>) {
    let paid = |field| PAID.contains(&text(said, field).as_str());
    match operation {
        "create_order" => assert_eq!(text(said, "code"), "200"),
        "query_order" => {
            assert_eq!(text(said, "uid"), "95217");
            assert!(response["state"] != "paid" || paid("prc") && paid_in_full(said));
        }
        "refund_order" => {
            assert_eq!(
                (text(said, "code").as_str(), text(said, "uid").as_str()),
                ("B200", "95217")
            );
            if response["refunded"] == true {
                let row = match &said["row_data"] {
                    Value::String(row) => fields(row.as_bytes()),
                    row => row.as_object().cloned().unwrap_or_default(),
                };
                assert_eq!(
                    (text(&row, "prc").as_str(), text(&row, "uid").as_str()),
                    ("230", "95217")
                );
                assert_eq!((amount(&row, "cost"), amount(&row, "actual_cost")), (Some(900), Some(900)));
                assert_eq!(text(&row, "key"), KEY);
                assert!(text(&row, "expected_refund_date").is_empty());
            }
        }
        _ => {
            if response["approved"] == true {
                assert!(paid("code") && paid_in_full(said));
                assert_eq!(
                    (text(said, "order_id").as_str(), amount(said, "cost")),
                    ("ORDER-1", Some(900))
                );
            }
        }
    }
}

/// What was really paid is what was to be paid, as far as the reply says.
fn paid_in_full(said: &Map<String, Value>) -> bool {
    text(said, "actual_cost").is_empty() || text(said, "cost").is_empty() || amount(said, "actual_cost") == amount(said, "cost")
}

fn bad_news(operation: &str, error: &Error, http_status: u16, said: &Map<String, Value>) {
    assert_ne!(error.outcome, Outcome::NotSent, "{error:?}");
    assert_eq!(error.http_status, Some(http_status));
    assert_ne!(error.kind, ErrorKind::Internal);
    if error.outcome == Outcome::Refused {
        let code = ["code", "prc"].map(|field| text(said, field));
        let refuses = |code: &String| match code.as_str() {
            "B500" => matches!(operation, "query_order" | "refund_order"),
            code => REFUSED.contains(&code),
        };
        assert!(code.iter().any(refuses), "{error:?}");
        assert!(matches!(amount(said, "actual_cost"), None | Some(0)), "{error:?}");
        assert_eq!(http_status, 200);
    }
}
