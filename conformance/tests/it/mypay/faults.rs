//! Every way a MYPAY call to the sandbox can go wrong, over a real socket: the kind and the outcome that a
//! till must see, and what the host's books say happened.
//!
//! The rows are the sandbox's list of faults; `unreachable.rs` has those that need no sandbox.

use super::till::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::Duration;
use twpos::ErrorKind::{self, Declined, Http, Malformed, Mismatch, Timeout, Tls, Transport};
use twpos::Outcome::{self, NotSent, Refused, Unknown};
use twpos::mypay::*;
use twpos_sandbox::{Fault, Operation, Provider};

/// What a till sees; `None` is a success.
type Seen = Option<(ErrorKind, Outcome)>;

/// A fault of a call that moves money: what a scan shows, what a refund shows, and whether the money moved,
/// which shows why the unknown ones must stay unknown.
type Row = (Fault, Seen, Seen, bool);

const FAULTS: &[Row] = &[
    same(Fault::DelayBeforeCommit, (Timeout, Unknown), true),
    same(Fault::DelayAfterCommit, (Timeout, Unknown), true),
    same(Fault::Hang, (Timeout, Unknown), false),
    same(Fault::ResetBeforeReading, (Transport, Unknown), false),
    same(Fault::ResetAfterCommit, (Transport, Unknown), true),
    same(Fault::CloseMidBody, (Transport, Unknown), true),
    same(Fault::Truncate, (Malformed, Unknown), true),
    same(Fault::Oversize, (Malformed, Unknown), true),
    same(Fault::Http403, (Http, Unknown), false),
    same(Fault::Http429, (Http, Unknown), false),
    same(Fault::Http500, (Http, Unknown), true),
    same(Fault::Http502, (Http, Unknown), true),
    same(Fault::Redirect, (Http, Unknown), true),
    same(Fault::ReferenceWrong, (Mismatch, Unknown), true),
    same(Fault::AmountWrong, (Mismatch, Unknown), true),
    (Fault::CodeText, None, None, true),
    same(Fault::CodeUnlisted, (Malformed, Unknown), true),
    same(Fault::Decline, (Declined, Refused), false),
    same(Fault::QuoteBarcode, (Declined, Refused), false),
];

const fn same(fault: Fault, seen: (ErrorKind, Outcome), moved: bool) -> Row {
    (fault, Some(seen), Some(seen), moved)
}

/// What an order shows where it differs from a scan: its reply names neither our order number nor an amount,
/// so a reply about another order cannot be told. It moves no money, and a notification would not verify.
const ORDER_DIFFERS: &[(Fault, Seen)] = &[(Fault::ReferenceWrong, None), (Fault::AmountWrong, None)];

/// What a query shows where it differs: whatever it reports is an answer, an unlisted state included, and the
/// request names no amount to hold the reply's against.
const QUERY_DIFFERS: &[(Fault, Seen)] = &[(Fault::AmountWrong, None), (Fault::CodeUnlisted, None)];

/// Holds a result against its row; every error must name the order.
#[track_caller]
fn check<T: std::fmt::Debug>(result: &Result<T, twpos::Error>, expected: Seen, fault: Fault, order_id: &str) {
    match (result, expected) {
        (Ok(_), None) => {}
        (Err(error), Some(expected)) => {
            assert_eq!((error.kind, error.outcome), expected, "{fault:?}: {error}");
            assert_eq!(error.reference.as_deref(), Some(order_id), "{fault:?}");
        }
        (result, _) => panic!("{fault:?}: {result:?}"),
    }
}

fn differing(table: &[(Fault, Seen)], fault: Fault, otherwise: Seen) -> Seen {
    let found = table.iter().find(|(other, _)| *other == fault);
    found.map_or(otherwise, |(_, seen)| *seen)
}

/// Not the one that strikes connections: others could be struck in its place.
fn faults_of_calls() -> impl Iterator<Item = &'static Row> {
    FAULTS.iter().filter(|(fault, ..)| *fault != Fault::ResetBeforeReading)
}

fn wait_for_late_commits() {
    std::thread::sleep(Duration::from_millis(DELAY_MILLISECONDS) - PATIENCE + Duration::from_secs(1));
}

#[test]
fn the_table_has_a_row_for_every_fault_of_mypay() {
    let listed: BTreeSet<String> = FAULTS.iter().map(|(fault, ..)| fault.name()).collect();
    let of_mypay = Fault::ALL
        .iter()
        .filter(|fault| fault.providers().contains(&Provider::Mypay));
    let known: BTreeSet<String> = of_mypay.map(|fault| fault.name()).collect();
    assert_eq!(listed, known);
    assert_eq!(FAULTS.len(), known.len());
}

#[test]
fn every_fault_of_a_scan_gives_its_kind_and_outcome() {
    let till = till(false);
    std::thread::scope(|scope| {
        for (fault, seen, ..) in faults_of_calls() {
            let till = &till;
            scope.spawn(move || {
                let order_id = fault.name();
                till.inject(*fault, Operation::MypayScanPay, &order_id);
                let result = till.client.scan_pay(&scan(&order_id));
                check(&result, *seen, *fault, &order_id);
                match result {
                    Ok(paid) => assert!(paid.approved && paid.cost == Some(36), "{fault:?}"),
                    Err(error) => assert!(
                        !error.to_string().contains(SCANNED),
                        "{fault:?} shows the code: {error}"
                    ),
                }
            });
        }
    });
    wait_for_late_commits();
    for (fault, _, _, moved) in faults_of_calls() {
        assert_eq!(till.charged(&fault.name()), *moved, "{fault:?}");
    }
}

/// As a till in the shop can ask for them, without a rule.
#[test]
fn magic_codes_bring_the_faults_about_too() {
    let till = till(false);
    for (fault, seen, _, moved) in faults_of_calls() {
        if matches!(fault, Fault::DelayBeforeCommit | Fault::DelayAfterCommit | Fault::Hang) {
            continue;
        }
        let order_id = fault.name();
        let code = fault.magic_barcode().unwrap();
        let request = ScanPayRequest {
            scanned_code: code.clone(),
            ..scan(&order_id)
        };
        let result = till.client.scan_pay(&request);
        check(&result, *seen, *fault, &order_id);
        assert_eq!(till.charged(&order_id), *moved, "{fault:?}");
        // The host's words quoted the code; what is left of them must not.
        assert!(
            result.err().is_none_or(|error| !format!("{error:?}").contains(&code)),
            "{fault:?}"
        );
    }
}

#[test]
fn every_fault_of_a_refund_gives_its_kind_and_outcome() {
    let till = till(false);
    let refunded = |order_id: &str| till.order(order_id).unwrap()["refunded"] == 10;
    std::thread::scope(|scope| {
        for (fault, _, seen, _) in faults_of_calls() {
            let till = &till;
            scope.spawn(move || {
                let order_id = fault.name();
                let paid = till.client.scan_pay(&scan(&order_id)).unwrap();
                till.inject(*fault, Operation::MypayRefundOrder, &order_id);
                let result = till.client.refund_order(&refund(&paid, 10));
                check(&result, *seen, *fault, &order_id);
                assert!(result.is_err() || result.is_ok_and(|done| done.refunded), "{fault:?}");
            });
        }
    });
    wait_for_late_commits();
    for (fault, _, _, moved) in faults_of_calls() {
        assert_eq!(refunded(&fault.name()), *moved, "{fault:?}");
    }
}

/// Neither moves money, but a till must not take a spoilt reply for an answer.
#[test]
fn orders_and_queries_suffer_the_same_faults() {
    let till = till(false);
    std::thread::scope(|scope| {
        for (fault, seen, ..) in faults_of_calls() {
            let till = &till;
            scope.spawn(move || {
                let made = format!("MADE-{}", fault.name());
                till.inject(*fault, Operation::MypayCreateOrder, &made);
                let seen_of_order = differing(ORDER_DIFFERS, *fault, *seen);
                check(&till.client.create_order(&order(&made)), seen_of_order, *fault, &made);

                let asked = format!("ASKED-{}", fault.name());
                let paid = till.client.scan_pay(&scan(&asked)).unwrap();
                till.inject(*fault, Operation::MypayQueryOrder, &asked);
                let result = till.client.query_order(&query(&paid));
                check(&result, differing(QUERY_DIFFERS, *fault, *seen), *fault, &asked);
                let state = result.map(|order| order.state).unwrap_or_default();
                assert_ne!(
                    (state.as_str(), *fault),
                    ("paid", Fault::CodeUnlisted),
                    "7777 is no payment"
                );
            });
        }
    });
    wait_for_late_commits();
    for (fault, _, _, moved) in faults_of_calls() {
        let made = till.order(&format!("MADE-{}", fault.name()));
        assert_eq!(made.is_some(), *moved, "{fault:?}");
        assert!(made.is_none_or(|order| order["status"] == "pending"), "{fault:?}");
    }
}

#[test]
fn a_reset_before_reading_is_unknown_over_http_and_not_sent_over_tls() {
    for (tls, expected) in [(false, (Transport, Unknown)), (true, (Tls, NotSent))] {
        let till = till(tls);
        let paid = till.client.scan_pay(&scan("PAID")).unwrap();
        till.inject(Fault::ResetBeforeReading, Operation::MypayScanPay, "");
        let result = till.new_client().scan_pay(&scan("RESET"));
        check(&result, Some(expected), Fault::ResetBeforeReading, "RESET");
        till.inject(Fault::ResetBeforeReading, Operation::MypayRefundOrder, "");
        let result = till.new_client().refund_order(&refund(&paid, 10));
        check(&result, Some(expected), Fault::ResetBeforeReading, "PAID");
        assert!(till.order("RESET").is_none());
        assert_eq!(till.order("PAID").unwrap()["refunded"], 0);
        till.new_client().scan_pay(&scan("RESET")).unwrap();
    }
}

/// The states that are neither yes nor no.
#[test]
fn pending_and_different_amounts_are_not_approvals() {
    let till = till(false);
    let scanned = |code: &str| {
        till.client.scan_pay(&ScanPayRequest {
            scanned_code: code.to_owned(),
            ..scan(code)
        })
    };
    for (code, state) in [
        ("MYTWPOSWAIT0000000", "pending"),
        ("MYTWPOSCONFIRM0000", "pending"),
        ("MYTWPOSDIFFERENT00", "paid_with_different_amount"),
    ] {
        let answer = scanned(code).unwrap();
        assert_eq!((answer.approved, answer.state.as_str()), (false, state), "{code}");
        assert_eq!(till.client.query_order(&query(&answer)).unwrap().state, state, "{code}");
    }
    let failed = scanned("MYTWPOSFAIL0000000").unwrap_err();
    assert_eq!((failed.kind, failed.outcome), (Declined, Refused));
}

/// Every way in is a client's, TLS under the sandbox's CA included.
#[test]
fn a_whole_story_over_tls_in_every_mode() {
    let till = till(true);
    let credentials = std::fs::read_to_string(till.sandbox.config_path().with_file_name("mypay_credentials.json"));
    let credentials: Value = serde_json::from_str(&credentials.unwrap()).unwrap();
    let text = |who: &str, what: &str| credentials[who][what].as_str().unwrap().to_owned();
    let client = |mode, uid: String, key: &str| {
        let mut config = till.config.clone();
        config.credentials = Credentials::new(mode, uid, key).unwrap();
        Client::new(config).unwrap()
    };
    let agent = client(Mode::Agent, text("agent", "uid"), &text("agent", "key"));
    let app = client(Mode::Client, text("store", "uid"), &text("store", "verification_code"));
    let previous = client(Mode::Store, text("store", "uid"), &text("store", "previous_key"));
    let scanned_by = |client: &Client, order_id: &str| {
        let request = ScanPayRequest {
            store_uid: Some(text("store", "uid")),
            ..scan(order_id)
        };
        client.scan_pay(&request).unwrap()
    };
    for (client, order_id) in [
        (&till.client, "STORE"),
        (&agent, "AGENT"),
        (&app, "APP"),
        (&previous, "PREVIOUS"),
    ] {
        let paid = scanned_by(client, order_id);
        assert!(paid.approved, "{order_id}");
        assert!(till.charged(order_id));
        assert_eq!(till.client.query_order(&query(&paid)).unwrap().state, "paid");
    }
    let paid = scanned_by(&agent, "BACK");
    let whole = RefundOrderRequest {
        store_uid: Some(text("store", "uid")),
        ..refund(&paid, 36)
    };
    assert!(agent.refund_order(&whole).unwrap().refunded);
    let again = agent.refund_order(&whole).unwrap_err();
    assert_eq!((again.kind, again.outcome), (Declined, Refused), "{again}");
    assert_eq!(agent.query_order(&query(&paid)).unwrap().refund_order[0].cost, Some(36));
    let made = till.client.create_order(&order("PAGE")).unwrap();
    assert!(made.url.starts_with(till.sandbox.url()), "{}", made.url);
}

#[test]
fn an_untrusted_certificate_is_not_sent() {
    let mut till = till(true);
    till.config.http.extra_ca_pem = None;
    let error = till.new_client().scan_pay(&scan("TLS-1")).unwrap_err();
    assert_eq!((error.kind, error.outcome), (Tls, NotSent), "{error}");
    assert!(error.detail.contains("not trusted"), "{error}");
    assert!(till.order("TLS-1").is_none());
}
