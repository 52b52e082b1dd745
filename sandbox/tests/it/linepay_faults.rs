//! Every fault on each of LINE Pay's seven calls, seen from the till's end of the socket.

use crate::linepay_support::*;
use crate::support::*;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use twpos_sandbox::{Fault, FaultRule, Operation, Provider};

/// The path, query and body of a call, and what it is about. That is new, or there already unless the call pays.
struct Prepared {
    order: String,
    path: String,
    query: String,
    body: String,
}

impl Prepared {
    fn draft(&self) -> Draft<'_> {
        Draft {
            method: if self.path.ends_with("check") || self.body.is_empty() {
                "GET"
            } else {
                "POST"
            },
            path: &self.path,
            query: &self.query,
            body: self.body.as_bytes(),
        }
    }
}

fn prepared(shop: &Shop, operation: Operation, code: &str) -> Prepared {
    use Operation::*;
    let order = op_seq();
    match operation {
        LinepayPay => {}
        LinepayVoid | LinepayCapture | LinepayAuthorizations => drop(shop.authorized(&order, &usual(), 100)),
        _ => drop(shop.paid(&order, &usual(), 100)),
    }
    let (path, body) = match operation {
        LinepayPay => (PAY.to_owned(), payment(&order, code, 100)),
        LinepayCheck => (order_path(&order, "check"), Value::Null),
        LinepayRefund => (order_path(&order, "refund"), json!({"refundAmount": 100})),
        LinepayDetails => ("/v4/payments".to_owned(), Value::Null),
        LinepayVoid => (order_path(&order, "void"), json!({})),
        LinepayCapture => (order_path(&order, "capture"), json!({"amount": 100, "currency": "TWD"})),
        _ => ("/v4/payments/authorizations".to_owned(), Value::Null),
    };
    let is_listed = matches!(operation, LinepayDetails | LinepayAuthorizations);
    Prepared {
        query: if is_listed {
            format!("orderId={order}")
        } else {
            String::new()
        },
        order,
        path,
        body: if body.is_null() {
            String::new()
        } else {
            body.to_string()
        },
    }
}

fn operations() -> impl Iterator<Item = Operation> {
    let all = Operation::ALL.iter().copied();
    all.filter(|operation| operation.provider() == Provider::Linepay)
}

fn of_linepay() -> impl Iterator<Item = Fault> {
    let all = Fault::ALL.iter().copied();
    all.filter(|fault| fault.providers().contains(&Provider::Linepay) && *fault != Fault::ResetBeforeReading)
}

/// What the books say after the call was committed, and if it was not.
fn standing(operation: Operation) -> (Option<&'static str>, Option<&'static str>) {
    match operation {
        Operation::LinepayPay => (Some("done"), None),
        Operation::LinepayRefund => (Some("refunded"), Some("done")),
        Operation::LinepayVoid => (Some("voided"), Some("authorized")),
        Operation::LinepayCapture => (Some("done"), Some("authorized")),
        Operation::LinepayAuthorizations => (Some("authorized"), Some("authorized")),
        _ => (Some("done"), Some("done")),
    }
}

fn commits(fault: Fault) -> bool {
    !matches!(
        fault,
        Fault::Hang | Fault::Http403 | Fault::Http429 | Fault::Decline | Fault::QuoteBarcode
    )
}

#[test]
fn every_fault_strikes_each_call_and_commits_or_not() {
    let shop = Shop::start();
    for fault in of_linepay() {
        for operation in operations() {
            let call = prepared(&shop, operation, &usual());
            let mut rule = json!({"fault": fault, "match": {"operation": operation, "reference": call.order}});
            let delayed = matches!(fault, Fault::DelayBeforeCommit | Fault::DelayAfterCommit);
            if delayed {
                rule["milliseconds"] = json!(200);
            }
            shop.fixture.inject(rule);
            let begun = Instant::now();
            let mut stream = shop.fixture.connect();
            if fault == Fault::Hang {
                stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
            }
            let reply = exchange(&mut stream, &shop.request(&call.draft()));
            check_reply(fault, operation, reply);
            assert!(!delayed || begun.elapsed() >= Duration::from_millis(200));
            let (after, before) = standing(operation);
            let expected = if commits(fault) { after } else { before };
            assert_eq!(
                shop.standing(&call.order).as_deref(),
                expected,
                "{fault:?} {operation:?}"
            );
        }
    }
    let pending = shop.fixture.admin("GET", "/_sandbox/faults", "").json();
    assert_eq!(pending, json!({"pending": []}), "a rule struck nothing");
}

/// That the fault shows in what arrives.
fn check_reply(fault: Fault, operation: Operation, reply: std::io::Result<HttpReply>) {
    let what = format!("{fault:?} {operation:?}");
    let reply = match (fault, reply) {
        (Fault::Hang | Fault::ResetAfterCommit | Fault::CloseMidBody, result) => {
            return assert!(result.is_err(), "{what}");
        }
        (_, result) => result.unwrap(),
    };
    let status = match fault {
        Fault::Http403 => 403,
        Fault::Http429 => 429,
        Fault::Http500 => 500,
        Fault::Http502 => 502,
        Fault::Redirect => 302,
        _ => 200,
    };
    assert_eq!(reply.status, status, "{what}");
    match fault {
        _ if status != 200 => assert!(reply.body.starts_with(b"<!DOCTYPE html>"), "{what}"),
        Fault::Truncate => assert!(serde_json::from_slice::<Value>(&reply.body).is_err(), "{what}"),
        Fault::Oversize => assert!(reply.body.len() > 1024 * 1024 && reply.json().is_object(), "{what}"),
        _ => check_fields(fault, operation, &reply.json()),
    }
}

fn check_fields(fault: Fault, operation: Operation, reply: &Value) {
    use Operation::*;
    let what = format!("{fault:?} {operation:?}: {reply}");
    let info = match &reply["info"] {
        Value::Array(entries) => &entries[0],
        info => info,
    };
    let is_void = operation == LinepayVoid;
    let names_payment = !matches!(operation, LinepayRefund | LinepayVoid);
    match fault {
        Fault::ReferenceWrong if names_payment => {
            assert!(info["orderId"].as_str().unwrap().ends_with("-OTHER"), "{what}");
        }
        Fault::AmountWrong if names_payment => assert_eq!(info["payInfo"][0]["amount"], 101, "{what}"),
        Fault::TransactionIdMissing => {
            let has_number = ["transactionId", "refundTransactionId"].map(|name| info.get(name).is_some());
            assert_eq!(
                (&reply["returnCode"], has_number),
                (&json!("0000"), [false, false]),
                "{what}"
            );
            assert!(is_void || info.is_object(), "{what}");
        }
        Fault::CodeUnlisted => assert_eq!(*reply, json!({"returnCode": "7777", "returnMessage": "-"})),
        Fault::ResultCode => assert_eq!(*reply, json!({"resultCode": 9000, "statusMessage": "internal error"})),
        Fault::Decline | Fault::QuoteBarcode => {
            let code = match operation {
                LinepayPay => "1110",
                LinepayRefund => "1163",
                LinepayVoid | LinepayCapture => "1155",
                _ => "1150",
            };
            assert_eq!(reply["returnCode"], code, "{what}");
        }
        _ => {
            assert_eq!(reply["returnCode"], "0000", "{what}");
            assert_eq!(info.is_object(), !is_void, "{what}");
        }
    }
}

#[test]
fn each_fault_has_a_code_that_asks_for_it_when_it_pays() {
    let shop = Shop::start();
    let asks = [
        ("99500004", Fault::ResetAfterCommit),
        ("99500005", Fault::CloseMidBody),
        ("99500006", Fault::Truncate),
        ("99500007", Fault::Oversize),
        ("99500008", Fault::Redirect),
        ("99500009", Fault::ReferenceWrong),
        ("99500010", Fault::AmountWrong),
        ("99500011", Fault::CodeUnlisted),
        ("99500012", Fault::Decline),
        ("99500013", Fault::QuoteBarcode),
        ("99500014", Fault::TransactionIdMissing),
        ("99500015", Fault::ResultCode),
        ("99500403", Fault::Http403),
        ("99500429", Fault::Http429),
        ("99500500", Fault::Http500),
        ("99500502", Fault::Http502),
    ];
    for (start, fault) in asks {
        let call = prepared(&shop, Operation::LinepayPay, &code(start));
        check_reply(fault, Operation::LinepayPay, shop.send(&call.draft()));
        assert_eq!(shop.row(&call.order).is_some(), commits(fault), "{fault:?}");
        // It is a matter of the payment alone.
        let status = if commits(fault) { "COMPLETE" } else { "1150" };
        assert_eq!(shop.status(&call.order), status, "{fault:?}");
    }
}

/// Longer than a till has to wait, so that no test waits for the end.
#[test]
fn a_late_reply_is_later_than_forty_seconds() {
    let shop = Shop::start();
    for (start, paid) in [("99500001", None), ("99500002", Some("done")), ("99500003", None)] {
        let call = prepared(&shop, Operation::LinepayPay, &code(start));
        let mut stream = shop.fixture.connect();
        stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
        exchange(&mut stream, &shop.request(&call.draft())).unwrap_err();
        wait_until(|| shop.standing(&call.order).as_deref() == paid);
    }
}

#[test]
fn the_code_is_quoted_on_demand() {
    let shop = Shop::start();
    let code = code("99500013");
    let reply = shop.pay("A", &code, 1);
    assert!(reply["returnMessage"].as_str().unwrap().contains(&code), "{reply}");
    assert!(
        !shop
            .pay("A", "39123456789012345", 1)
            .to_string()
            .contains("39123456789012345")
    );
}

#[test]
fn barcodes_of_others_and_faults_of_others_are_none_here() {
    let shop = Shop::start();
    let barcode = Fault::Decline.magic_barcode().unwrap();
    assert_eq!(shop.pay("A", &barcode, 1)["returnCode"], "1133");
    let others = Fault::ALL
        .iter()
        .filter(|fault| !fault.providers().contains(&Provider::Linepay));
    for fault in others {
        shop.fixture.sandbox.inject(FaultRule::new(*fault));
        shop.paid(&fault.name(), &usual(), 1);
        let rule = json!({"fault": fault, "match": {"operation": "linepay.pay"}}).to_string();
        assert_eq!(shop.fixture.admin("POST", "/_sandbox/faults", &rule).status, 400);
    }
    for fault in ["transaction_id_missing", "result_code"] {
        let rule = json!({"fault": fault, "match": {"operation": "icash.pay"}}).to_string();
        assert_eq!(shop.fixture.admin("POST", "/_sandbox/faults", &rule).status, 400);
    }
}

#[test]
fn rules_match_by_order_number_and_by_code_and_spare_what_cannot_be_read() {
    let shop = Shop::start();
    let number = shop.paid("WANTED", &usual(), 1)["transactionId"].clone();
    shop.paid("OTHER", &usual(), 1);
    shop.fixture
        .inject(json!({"fault": "decline", "match": {"operation": "linepay.refund", "reference": "WANTED"}}));
    assert_eq!(shop.refund("OTHER", 1)["returnCode"], "0000");
    assert_eq!(shop.refund("WANTED", 0)["returnCode"], "1124");
    let by_number = shop.post(&format!("/v4/payments/{number}/refund"), &json!({"refundAmount": 1}));
    assert_eq!(by_number["returnCode"], "1163", "the order of the number");

    let code = usual();
    shop.fixture
        .inject(json!({"fault": "http_500", "match": {"barcode": code}}));
    shop.paid("A", &usual(), 1);
    let body = payment("B", &code, 1).to_string();
    assert_eq!(shop.send(&post(PAY, body.as_bytes())).unwrap().status, 500);
    assert_eq!(shop.standing("B").as_deref(), Some("done"));
}

/// Whoever follows a redirect must sign the new path; the old signature does not charge again.
#[test]
fn a_redirect_leads_to_a_path_of_its_own_signature() {
    let shop = Shop::start();
    shop.fixture.sandbox.inject(FaultRule::new(Fault::Redirect));
    let call = prepared(&shop, Operation::LinepayPay, &usual());
    let headers = shop.headers(&call.draft());
    let mut stream = shop.fixture.connect();
    let request = http_request(
        "POST",
        PAY,
        &headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect::<Vec<_>>(),
        call.body.as_bytes(),
    );
    let reply = exchange(&mut stream, &request).unwrap();
    let moved = reply.header("location").unwrap().to_owned();
    assert_eq!((reply.status, moved.as_str()), (302, format!("/moved{PAY}").as_str()));
    let followed = shop.answer_to(&post(&moved, call.body.as_bytes()), &headers);
    assert_eq!(followed["returnCode"], "1106");
    assert_eq!(shop.answer(&post(&moved, call.body.as_bytes()))["returnCode"], "1172");
}
