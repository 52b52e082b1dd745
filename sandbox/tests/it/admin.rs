//! `/_sandbox/…`: rules in, rules out, the ledger.

use crate::support::*;
use serde_json::json;
use twpos_sandbox::{Fault, FaultMatch, FaultRule, Operation};

#[test]
fn rules_are_added_listed_used_up_and_cleared() {
    let fixture = start();
    let rule = json!({"match": {"operation": "icash.cancel"}, "fault": "http_502", "times": 2});
    assert_eq!(fixture.admin("POST", "/_sandbox/faults", &rule.to_string()).status, 200);
    assert_eq!(
        fixture.admin("GET", "/_sandbox/faults", "").json(),
        json!({"pending": [rule]})
    );

    let paid = op_seq();
    assert!(fixture.call("SETPay", &pay(&paid, BARCODE, "1")).is_approved());
    assert_eq!(fixture.send("SETPayCancel", &cancel(&paid)).unwrap().status, 502);
    assert_eq!(fixture.transactions()[0]["status"], "cancelled");
    assert_eq!(
        fixture.admin("GET", "/_sandbox/faults", "").json()["pending"][0]["times"],
        1
    );
    assert_eq!(fixture.send("SETPayCancel", &cancel(&paid)).unwrap().status, 502);
    assert_eq!(fixture.call("SETPayCancel", &cancel(&paid)).text("OPSeq"), paid);

    fixture.sandbox.inject(FaultRule::new(Fault::Hang));
    assert_eq!(
        fixture.admin("DELETE", "/_sandbox/faults", "").json(),
        json!({"removed": 1})
    );
    assert_eq!(
        fixture.admin("GET", "/_sandbox/faults", "").json(),
        json!({"pending": []})
    );
}

#[test]
fn rules_match_by_operation_reference_and_barcode() {
    let fixture = start();
    let wanted = op_seq();
    fixture.sandbox.inject(FaultRule {
        matching: FaultMatch {
            operation: Some(Operation::IcashPay),
            reference: Some(wanted.clone()),
            barcode: Some(BARCODE.to_owned()),
        },
        ..FaultRule::new(Fault::Decline)
    });
    assert!(fixture.call("SETPay", &pay(&op_seq(), BARCODE, "1")).is_approved());
    assert!(fixture.call("SETTopUp", &top_up(&wanted, BARCODE, "1")).is_approved());
    fixture
        .call("SETPay", &pay(&wanted, BARCODE, "1"))
        .assert_declined("ICASH_DECLINED");
}

#[test]
fn a_request_that_cannot_be_read_uses_up_no_rule() {
    let fixture = start();
    fixture.inject(json!({"fault": "http_500"}));
    fixture.call("SETPay", &json!({})).assert_refused("ICASH_INVALID_FIELD");
    assert_eq!(
        fixture.send("SETPay", &pay(&op_seq(), BARCODE, "1")).unwrap().status,
        500
    );
}

#[test]
fn refused_cancels_on_demand_have_no_op_seq() {
    let fixture = start();
    fixture.inject(json!({"fault": "decline", "match": {"operation": "icash.cancel"}}));
    let answer = fixture.call("SETPayCancel", &cancel("X"));
    answer.assert_declined("ICASH_DECLINED");
    assert!(!answer.fields.contains_key("OPSeq"));
}

#[test]
fn bad_rules_are_answered_with_the_problem() {
    let fixture = start();
    let cases = [
        ("not json", "expected ident"),
        (r#"{"fault": "explode"}"#, "unknown variant `explode`"),
        (
            r#"{"match": {"operation": "icash.fly"}, "fault": "hang"}"#,
            "unknown variant `icash.fly`",
        ),
        (r#"{"fault": "hang", "time": 2}"#, "unknown field `time`"),
        (r#"{"fault": "hang", "times": 0}"#, "times must be at least 1"),
        (
            r#"{"fault": "hang", "milliseconds": 5}"#,
            "milliseconds means nothing to hang",
        ),
        (
            r#"{"fault": "reset_before_reading", "match": {"reference": "A"}}"#,
            "leave match out",
        ),
        ("{}", "missing field `fault`"),
        (
            r#"{"match": {"barcode": 391234567890123456}, "fault": "hang"}"#,
            "invalid type, expected a string",
        ),
    ];
    for (body, problem) in cases {
        let reply = fixture.admin("POST", "/_sandbox/faults", body);
        assert_eq!(reply.status, 400, "{body}");
        let error = reply.json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains(problem), "{body}: {error}");
        assert!(!error.contains("391234567890123456"), "{error}");
    }
    assert_eq!(fixture.admin("PUT", "/_sandbox/faults", "").status, 405);
    assert_eq!(fixture.admin("GET", "/_sandbox/else", "").status, 404);
}

#[test]
fn the_ledger_is_the_same_over_http() {
    let fixture = start();
    let op_seq = op_seq();
    let bank_seq = fixture
        .call("SETPay", &pay(&op_seq, BARCODE, "30"))
        .text("BankSeq")
        .to_owned();
    let ledger = fixture.admin("GET", "/_sandbox/ledger", "").json();
    assert_eq!(ledger, fixture.sandbox.ledger());
    assert_eq!(
        ledger["icash"],
        json!({
            "wallets": {BARCODE: 99_970},
            "transactions": [{
                "op_seq": op_seq, "kind": "pay", "buyer_id": BARCODE, "amount": 30, "refunded": 0, "status": "done",
                "bank_seq": bank_seq, "refunds": [],
            }],
            "totals": {
                "paid": 30, "refunded": 0, "cancelled": 0, "topped_up": 0, "top_up_refunded": 0, "top_up_cancelled": 0,
            },
            "requests": 1,
        })
    );
}
