//! Every fault of the OMNI gateway on each of its six calls, seen from the client's end of the socket.

use crate::omni_support::*;
use crate::support::*;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use twpos_sandbox::{Fault, FaultRule, Operation, Provider};

/// A payment to be about, and the call that is about it. Its order is new, or there already unless it pays.
fn prepared(gateway: &Gateway, operation: &str, code: &str) -> (String, Value) {
    let order = op_seq();
    let number = match operation {
        "omni.ipass_search" | "omni.ipass_refund" => gateway.paid(&order, 100),
        "omni.icash_search" | "omni.icash_cancel" => {
            gateway.call("omni.icash_pay", icash_pay(&order, BARCODE, 100));
            String::new()
        }
        _ => String::new(),
    };
    let request = match operation {
        "omni.ipass_pay" => ipass_pay(&order, code, 100),
        "omni.ipass_search" => ipass_search(&order),
        "omni.ipass_refund" => ipass_refund(&number, Some(100)),
        "omni.icash_pay" => icash_pay(&order, code, 100),
        "omni.icash_search" => icash_search(&order),
        _ => icash_cancel(&order),
    };
    (order, gateway.held(operation, request))
}

/// What the books say of a payment after the call was committed, and if it was not.
fn standing(operation: &str) -> (Option<&'static str>, Option<&'static str>) {
    match operation {
        "omni.ipass_pay" | "omni.icash_pay" => (Some("done"), None),
        "omni.ipass_refund" => (Some("refunded"), Some("done")),
        "omni.icash_cancel" => (Some("cancelled"), Some("done")),
        _ => (Some("done"), Some("done")),
    }
}

fn inject(gateway: &Gateway, fault: Fault, operation: &str, order: &str) {
    let mut rule = json!({"fault": fault, "match": {"operation": operation, "reference": order}});
    if matches!(fault, Fault::DelayBeforeCommit | Fault::DelayAfterCommit) {
        rule["milliseconds"] = json!(300);
    }
    gateway.fixture.inject(rule);
}

/// Whether the fault lets the call reach the ledger.
fn commits(fault: Fault) -> bool {
    !matches!(
        fault,
        Fault::Hang | Fault::Http401 | Fault::Http403 | Fault::Http429 | Fault::Decline | Fault::QuoteBarcode
    )
}

#[test]
fn every_fault_strikes_each_call_and_commits_or_not() {
    let gateway = Gateway::start();
    let faults = Fault::ALL
        .iter()
        .filter(|fault| fault.providers().contains(&Provider::Omni) && **fault != Fault::ResetBeforeReading);
    for fault in faults {
        for (operation, _) in PATHS {
            let (order, whole) = prepared(&gateway, operation, TRADE_CODE);
            inject(&gateway, *fault, operation, &order);
            let begun = Instant::now();
            check_reply(*fault, operation, || {
                let mut stream = gateway.fixture.connect();
                stream.set_read_timeout(Some(hang_time(*fault))).unwrap();
                exchange(&mut stream, &gateway.request(operation, &whole))
            });
            let delayed = matches!(fault, Fault::DelayBeforeCommit | Fault::DelayAfterCommit);
            assert!(!delayed || begun.elapsed() >= Duration::from_millis(300));
            let (after, before) = standing(operation);
            let expected = if commits(*fault) { after } else { before };
            assert_eq!(gateway.status(&order).as_deref(), expected, "{fault:?} {operation}");
        }
    }
    let pending = gateway.fixture.admin("GET", "/_sandbox/faults", "").json();
    assert_eq!(pending, json!({"pending": []}), "a rule struck nothing");
}

fn hang_time(fault: Fault) -> Duration {
    match fault {
        Fault::Hang => Duration::from_millis(300),
        _ => Duration::from_secs(10),
    }
}

/// That the fault shows in what arrives.
fn check_reply(fault: Fault, operation: &str, send: impl Fn() -> std::io::Result<HttpReply>) {
    let what = format!("{fault:?} {operation}");
    let reply = match (fault, send()) {
        (Fault::Hang | Fault::ResetAfterCommit | Fault::CloseMidBody, result) => {
            return assert!(result.is_err(), "{what}");
        }
        (_, result) => result.unwrap(),
    };
    let status = match fault {
        Fault::Http401 => 401,
        Fault::Http403 => 403,
        Fault::Http429 => 429,
        Fault::Http500 => 500,
        Fault::Http502 => 502,
        Fault::Redirect => 302,
        _ => 200,
    };
    assert_eq!(reply.status, status, "{what}");
    assert_eq!(reply.header("www-authenticate").is_some(), status == 401);
    match fault {
        _ if status != 200 => {}
        Fault::Truncate => assert!(serde_json::from_slice::<Value>(&reply.body).is_err(), "{what}"),
        Fault::Oversize => assert!(reply.body.len() > 1024 * 1024 && reply.json().is_object(), "{what}"),
        _ => check_fields(fault, operation, &reply.json()),
    }
}

fn check_fields(fault: Fault, operation: &str, reply: &Value) {
    let icash = operation.contains("icash");
    let data = if icash { &reply["EncData"] } else { reply };
    let other = |value: &Value| value.as_str().is_some_and(|text| text.ends_with("-OTHER"));
    let what = format!("{fault:?} {operation}: {reply}");
    let code = if icash {
        &reply["RtnCode"]
    } else {
        &reply["return_code"]
    };
    match fault {
        Fault::ReferenceWrong => {
            let name = match operation {
                "omni.ipass_refund" => "req_id",
                "omni.icash_cancel" => "MerchantID",
                _ if icash => "MerchantTradeNo",
                _ => "order_number",
            };
            assert!(other(&data[name]), "{what}");
        }
        Fault::AmountWrong => match operation {
            "omni.icash_search" | "omni.icash_cancel" => assert!(data.get("TotalAmount").is_none(), "{what}"),
            "omni.icash_pay" => assert_eq!(data["TotalAmount"], 101, "{what}"),
            _ => assert_eq!(data["amount"], 101, "{what}"),
        },
        Fault::CodeText if icash => assert_eq!(code, "0001", "{what}"),
        Fault::CodeText => {
            assert_eq!((code, &data["payment_type"]), (&json!("0000"), &json!(1)), "{what}");
            assert_eq!(data["amount"], "100", "{what}");
        }
        Fault::CodeUnlisted if icash => assert_eq!(code, 7777, "{what}"),
        Fault::CodeUnlisted => assert_eq!(code, "7777", "{what}"),
        Fault::Decline | Fault::QuoteBarcode if icash => assert_eq!(code, 2107, "{what}"),
        Fault::Decline | Fault::QuoteBarcode => assert_eq!(code, "IPASS_DECLINED", "{what}"),
        _ => assert!(code == "0000" || code == 1, "{what}"),
    }
}

#[test]
fn magic_barcodes_count_for_both_payments_and_for_nothing_else() {
    let gateway = Gateway::start();
    let decline = Fault::Decline.magic_barcode().unwrap();
    let reply = gateway.call("omni.ipass_pay", ipass_pay(&op_seq(), &decline, 1));
    assert_eq!(reply["return_code"], "IPASS_DECLINED");
    let reply = gateway.call("omni.icash_pay", icash_pay(&op_seq(), &decline, 1));
    assert_eq!(reply["RtnCode"], 2107);

    // A fault of icash Pay's signature is none here: it is a barcode as any other.
    let signature = Fault::SignatureBad.magic_barcode().unwrap();
    let reply = gateway.call("omni.ipass_pay", ipass_pay(&op_seq(), &signature, 1));
    assert_eq!(reply["return_code"], "0000");

    // What was paid with a magic barcode is refunded and cancelled as any other payment.
    let text = Fault::CodeText.magic_barcode().unwrap();
    let (ipass, icash) = (op_seq(), op_seq());
    let paid = gateway.call("omni.ipass_pay", ipass_pay(&ipass, &text, 1));
    let number = paid["transaction_id"].as_str().unwrap();
    let refunded = gateway.call("omni.ipass_refund", ipass_refund(number, None));
    assert_eq!(refunded["amount"], 1);
    gateway.call("omni.icash_pay", icash_pay(&icash, &text, 1));
    assert_eq!(gateway.call("omni.icash_cancel", icash_cancel(&icash))["RtnCode"], 1);
}

#[test]
fn the_barcode_is_quoted_on_demand() {
    let gateway = Gateway::start();
    let code = Fault::QuoteBarcode.magic_barcode().unwrap();
    let reply = gateway.call("omni.ipass_pay", ipass_pay(&op_seq(), &code, 1));
    assert!(reply["return_msg"].as_str().unwrap().contains(&code));
    let reply = gateway.call("omni.icash_pay", icash_pay(&op_seq(), &code, 1));
    assert!(reply["RtnMsg"].as_str().unwrap().contains(&code));
}

#[test]
fn http_401_refuses_one_call_and_leaves_the_token_valid() {
    let gateway = Gateway::start();
    gateway.fixture.sandbox.inject(FaultRule::new(Fault::Http401));
    let whole = gateway.held("omni.ipass_pay", ipass_pay("A", TRADE_CODE, 1));
    let reply = gateway.send("omni.ipass_pay", &whole).unwrap();
    assert_eq!((reply.status, gateway.status("A")), (401, None));
    assert_eq!(gateway.answer("omni.ipass_pay", &whole)["return_code"], "0000");
}

#[test]
fn rules_match_the_refund_by_order_number_and_spare_what_cannot_be_read() {
    let gateway = Gateway::start();
    let (wanted, other) = (gateway.paid("WANTED", 1), gateway.paid("OTHER", 1));
    gateway
        .fixture
        .inject(json!({"fault": "decline", "match": {"reference": "WANTED"}}));
    gateway
        .fixture
        .inject(json!({"fault": "http_500", "match": {"operation": Operation::OmniIpassRefund, "reference": "e1"}}));
    let reply = gateway.call("omni.ipass_refund", ipass_refund(&other, None));
    assert_eq!(reply["return_code"], "0000");
    let unreadable = gateway.call("omni.ipass_refund", ipass_refund(&wanted, Some(0)));
    assert_eq!(unreadable["message_from"], "OMNI");
    let reply = gateway.call("omni.ipass_refund", ipass_refund(&wanted, None));
    assert_eq!(reply["return_code"], "IPASS_DECLINED");
    // A number that iPASS never gave is matched as it is.
    let whole = gateway.held("omni.ipass_refund", ipass_refund("e1", None));
    assert_eq!(gateway.send("omni.ipass_refund", &whole).unwrap().status, 500);
}

#[test]
fn a_reset_before_reading_is_a_reset() {
    let gateway = Gateway::start();
    gateway
        .fixture
        .sandbox
        .inject(FaultRule::new(Fault::ResetBeforeReading));
    let whole = gateway.held("omni.ipass_pay", ipass_pay("A", TRADE_CODE, 1));
    gateway.send("omni.ipass_pay", &whole).unwrap_err();
    assert_eq!(
        (gateway.status("A"), gateway.ledger()["requests"].clone()),
        (None, json!(0))
    );
    assert_eq!(gateway.answer("omni.ipass_pay", &whole)["return_code"], "0000");
}
