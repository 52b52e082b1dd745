//! Every fault that fits MYPAY, seen from the till's end of the socket.

use crate::mypay_support::*;
use crate::support::*;
use serde_json::{Value, json};
use std::io;
use twpos_sandbox::{Fault, FaultRule, Provider};

fn magic(fault: Fault) -> String {
    fault.magic_barcode().unwrap()
}

/// Pays with the fault's barcode: what came back, and whether the wallet was charged.
fn pay_with(fixture: &Fixture, fault: Fault) -> (io::Result<HttpReply>, bool) {
    let order_id = op_seq();
    let reply = store(fixture).send("api/transaction", &scan(&order_id, &magic(fault), 100));
    let orders = fixture.sandbox.ledger()["mypay"]["orders"].as_array().unwrap().clone();
    let charged = orders
        .iter()
        .any(|order| order["order_id"] == order_id.as_str() && order["status"] == "paid");
    (reply, charged)
}

#[test]
fn faults_below_the_envelope_are_the_same_as_for_icash() {
    let fixture = start();
    let pages = [
        (Fault::Http403, 403, false),
        (Fault::Http429, 429, false),
        (Fault::Http500, 500, true),
        (Fault::Http502, 502, true),
        (Fault::Redirect, 302, true),
    ];
    for (fault, status, commits) in pages {
        let (reply, charged) = pay_with(&fixture, fault);
        let reply = reply.unwrap();
        assert_eq!((reply.status, charged), (status, commits), "{fault:?}");
        assert!(reply.body.starts_with(b"<!DOCTYPE html>"));
        assert_eq!(
            reply.header("location"),
            (fault == Fault::Redirect).then_some("/moved/api/init")
        );
    }
    let (reset, charged) = pay_with(&fixture, Fault::ResetAfterCommit);
    assert_eq!(
        (reset.unwrap_err().kind(), charged),
        (io::ErrorKind::ConnectionReset, true)
    );
    let (cut, charged) = pay_with(&fixture, Fault::CloseMidBody);
    assert_eq!((cut.unwrap_err().kind(), charged), (io::ErrorKind::UnexpectedEof, true));
    let (half, charged) = pay_with(&fixture, Fault::Truncate);
    assert!(charged && serde_json::from_slice::<Value>(&half.unwrap().body).is_err());
    let (large, charged) = pay_with(&fixture, Fault::Oversize);
    let large = large.unwrap();
    assert!(charged && large.body.len() == 2 * 1024 * 1024);
    assert_eq!(large.json()["code"], "250");
}

#[test]
fn a_redirect_leads_to_the_same_operation_again() {
    let fixture = start();
    let store = store(&fixture);
    let request = String::from_utf8(store.request("api/transaction", &scan("A", SCANNED, 1))).unwrap();
    let moved = request.replacen("/api/init", "/moved/api/init", 1);
    let followed = exchange(&mut fixture.connect(), moved.as_bytes()).unwrap();
    assert_eq!(followed.json()["code"], "250");
}

#[test]
fn replies_to_a_scan_that_contradict_the_request() {
    let fixture = start();
    let paid = |fault| {
        let (reply, charged) = pay_with(&fixture, fault);
        assert!(charged, "{fault:?}");
        reply.unwrap().json()
    };
    let other = paid(Fault::ReferenceWrong);
    assert!(other["order_id"].as_str().unwrap().ends_with("-OTHER"));
    let amount = paid(Fault::AmountWrong);
    assert_eq!(
        (&amount["cost"], &amount["actual_cost"]),
        (&json!("101"), &json!("101"))
    );
    assert_eq!(paid(Fault::CodeText)["code"], json!(250));
    assert_eq!(paid(Fault::CodeUnlisted)["code"], "7777");
}

#[test]
fn the_same_on_the_other_commands_by_rule() {
    let fixture = start();
    let store = store(&fixture);
    let made = store.order(&plain_order("A", 100));
    store.act(&made, "action=pay");
    let struck = |fault: Fault, operation: &str, call: &dyn Fn() -> Value| {
        fixture.inject(json!({"fault": fault.name(), "match": {"operation": operation, "reference": "A"}}));
        let reply = call();
        assert!(
            fixture.admin("GET", "/_sandbox/faults", "").json()["pending"] == json!([]),
            "{fault:?} {operation}"
        );
        reply
    };
    let query = || store.query(&made);
    let refund = || store.refund(&made, 1);
    let reply = struck(Fault::ReferenceWrong, "mypay.query_order", &query);
    assert_ne!(reply["uid"], made["uid"]);
    assert_eq!(reply["order_id"], "A-OTHER");
    assert_eq!(struck(Fault::AmountWrong, "mypay.query_order", &query)["cost"], 101);
    assert_eq!(struck(Fault::CodeText, "mypay.query_order", &query)["prc"], json!(250));
    assert_eq!(struck(Fault::CodeUnlisted, "mypay.query_order", &query)["prc"], "7777");
    assert_eq!(struck(Fault::Decline, "mypay.query_order", &query)["code"], "100");

    let reply = struck(Fault::ReferenceWrong, "mypay.refund_order", &refund);
    assert_ne!(reply["row_data"]["uid"], made["uid"]);
    assert_eq!(
        struck(Fault::AmountWrong, "mypay.refund_order", &refund)["row_data"]["cost"],
        2
    );
    assert_eq!(
        struck(Fault::CodeText, "mypay.refund_order", &refund)["row_data"]["prc"],
        json!(230)
    );
    assert_eq!(
        struck(Fault::CodeUnlisted, "mypay.refund_order", &refund)["code"],
        "7777"
    );
    assert_eq!(fixture.sandbox.ledger()["mypay"]["totals"]["refunded"], 4);
    assert_eq!(struck(Fault::Decline, "mypay.refund_order", &refund)["code"], "B500");
    assert_eq!(fixture.sandbox.ledger()["mypay"]["totals"]["refunded"], 4);
}

#[test]
fn declines_on_demand_charge_nothing_and_make_no_order() {
    let fixture = start();
    for fault in [Fault::Decline, Fault::QuoteBarcode] {
        let (reply, charged) = pay_with(&fixture, fault);
        let reply = reply.unwrap().json();
        assert_eq!((&reply["code"], charged), (&json!("300"), false));
        let quotes = reply["msg"].as_str().unwrap().contains(&magic(fault));
        assert_eq!(quotes, fault == Fault::QuoteBarcode);
    }
    fixture.inject(json!({"fault": "decline", "match": {"operation": "mypay.create_order"}}));
    let reply = store(&fixture).call("api/orders", &plain_order("A", 1));
    assert_eq!(reply["code"], "100");
    assert_eq!(fixture.sandbox.ledger()["mypay"]["orders"], json!([]));
}

#[test]
fn delays_and_hangs_are_below_the_envelope_too() {
    let fixture = start();
    let store = store(&fixture);
    let orders = || fixture.sandbox.ledger()["mypay"]["orders"].as_array().unwrap().len();
    for (fault, at_once) in [("delay_before_commit", 0), ("delay_after_commit", 1), ("hang", 1)] {
        let rule = match fault {
            "hang" => json!({"fault": fault}),
            _ => json!({"fault": fault, "milliseconds": 700}),
        };
        fixture.inject(rule);
        let mut stream = fixture.connect();
        stream
            .set_read_timeout(Some(std::time::Duration::from_millis(300)))
            .unwrap();
        let before = orders();
        exchange(&mut stream, &store.request("api/transaction", &scan(fault, SCANNED, 1))).unwrap_err();
        assert_eq!(orders() - before, at_once - usize::from(fault == "hang"), "{fault}");
        wait_until(|| orders() == before + usize::from(fault != "hang"));
    }
}

#[test]
fn faults_of_other_providers_do_not_strike_mypay() {
    let fixture = start();
    let store = store(&fixture);
    for fault in Fault::ALL
        .iter()
        .filter(|fault| !fault.providers().contains(&Provider::Mypay))
    {
        fixture.sandbox.inject(FaultRule::new(*fault));
        let barcode = fault.magic_barcode().unwrap_or(SCANNED.to_owned());
        let paid = store.call("api/transaction", &scan(&fault.name(), &barcode, 1));
        assert_eq!(paid["code"], "250", "{fault:?}");
        let rule = json!({"fault": fault.name(), "match": {"operation": "mypay.scan_pay"}});
        assert_eq!(fixture.admin("POST", "/_sandbox/faults", &rule.to_string()).status, 400);
    }
}

#[test]
fn a_request_that_cannot_be_read_uses_up_no_rule() {
    let fixture = start();
    fixture.inject(json!({"fault": "http_500"}));
    assert_eq!(store(&fixture).call("api/orders", &json!({}))["code"], "100");
    assert_eq!(
        store(&fixture).send("api/orders", &plain_order("A", 1)).unwrap().status,
        500
    );
}
