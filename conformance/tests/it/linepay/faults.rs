//! Every way a call of LINE Pay can go wrong, over a real socket: the kind and the outcome that a till must see, and
//! what LINE Pay's books say happened.
//!
//! The rows are "Classifying an attempt" of docs/protocol.md and the sandbox's list of faults.

use super::till::*;
use std::collections::BTreeSet;
use std::time::Duration;
use twpos::Error;
use twpos::ErrorKind::{self, Declined, Http, Malformed, Mismatch, Timeout, Transport};
use twpos::Outcome::{self, Refused, Unknown};
use twpos::linepay::*;
use twpos_sandbox::{Fault, FaultMatch, FaultRule, Operation, Provider};

/// What a till sees; `None` is an approval.
type Seen = Option<(ErrorKind, Outcome)>;

/// A fault, what the till sees of it, and whether what was asked for was done all the same, which shows why
/// the unknown ones must stay unknown.
type Row = (Fault, Seen, bool);

const FAULTS: &[Row] = &[
    (Fault::DelayBeforeCommit, Some((Timeout, Unknown)), true),
    (Fault::DelayAfterCommit, Some((Timeout, Unknown)), true),
    (Fault::Hang, Some((Timeout, Unknown)), false),
    (Fault::ResetBeforeReading, Some((Transport, Unknown)), false),
    (Fault::ResetAfterCommit, Some((Transport, Unknown)), true),
    (Fault::CloseMidBody, Some((Transport, Unknown)), true),
    (Fault::Truncate, Some((Malformed, Unknown)), true),
    (Fault::Oversize, Some((Malformed, Unknown)), true),
    (Fault::Http403, Some((Http, Unknown)), false),
    (Fault::Http429, Some((Http, Unknown)), false),
    (Fault::Http500, Some((Http, Unknown)), true),
    (Fault::Http502, Some((Http, Unknown)), true),
    (Fault::Redirect, Some((Http, Unknown)), true),
    (Fault::ReferenceWrong, Some((Mismatch, Unknown)), true),
    (Fault::AmountWrong, Some((Mismatch, Unknown)), true),
    (Fault::CodeUnlisted, Some((Malformed, Unknown)), true),
    (Fault::TransactionIdMissing, Some((Malformed, Unknown)), true),
    (Fault::ResultCode, Some((Malformed, Unknown)), true),
    (Fault::Decline, Some((Declined, Refused)), false),
    (Fault::QuoteBarcode, Some((Declined, Refused)), false),
];

/// The operations that move money.
const OPERATIONS: [Operation; 4] = [
    Operation::LinepayPay,
    Operation::LinepayRefund,
    Operation::LinepayVoid,
    Operation::LinepayCapture,
];

/// What the till sees: the table's row for an operation. A refund's reply names neither order nor amount and a void's
/// nothing, and no list says that 1155 proves anything of a void or a capture.
fn seen(operation: Operation, (fault, seen, _): Row) -> Seen {
    match (operation, fault) {
        (Operation::LinepayRefund | Operation::LinepayVoid, Fault::ReferenceWrong | Fault::AmountWrong)
        | (Operation::LinepayVoid, Fault::TransactionIdMissing) => None,
        (Operation::LinepayVoid | Operation::LinepayCapture, Fault::Decline | Fault::QuoteBarcode) => {
            Some((Malformed, Unknown))
        }
        _ => seen,
    }
}

/// What the books say of a payment on which the operation was done, and on which it was not.
fn standing(operation: Operation, done: bool) -> Option<&'static str> {
    match (operation, done) {
        (Operation::LinepayPay, false) => None,
        (Operation::LinepayPay | Operation::LinepayCapture, true) | (Operation::LinepayRefund, false) => Some("done"),
        (Operation::LinepayRefund, true) => Some("refunded"),
        (Operation::LinepayVoid, true) => Some("voided"),
        _ => Some("authorized"),
    }
}

/// What an operation needs before it can be called: a payment, unless it is one.
fn prepare(till: &Client, operation: Operation, order: &str) {
    match operation {
        Operation::LinepayPay => {}
        Operation::LinepayRefund => drop(till.pay(&pay(order, &code("39"))).unwrap()),
        _ => drop(till.pay(&authorize(order, &code("39"))).unwrap()),
    }
}

/// Calls it, and keeps of the reply only that it approves.
fn call(till: &Client, operation: Operation, order: &str) -> Result<(), Error> {
    let order_id = order.to_owned();
    match operation {
        Operation::LinepayPay => till.pay(&pay(order, &code("39"))).map(|paid| assert!(paid.approved)),
        Operation::LinepayRefund => till.refund(&refund(order, 36)).map(drop),
        Operation::LinepayVoid => till.void(&VoidRequest { order_id }).map(drop),
        _ => {
            let request = CaptureRequest {
                order_id,
                amount: 36,
                ..Default::default()
            };
            till.capture(&request).map(|captured| assert!(captured.approved))
        }
    }
}

fn rule(fault: Fault, operation: Operation, order: &str) -> FaultRule {
    let delay = matches!(fault, Fault::DelayBeforeCommit | Fault::DelayAfterCommit);
    FaultRule {
        matching: FaultMatch {
            operation: Some(operation),
            reference: Some(order.to_owned()),
            ..FaultMatch::default()
        },
        // Two seconds more than the till waits for.
        milliseconds: delay.then_some(if operation == Operation::LinepayPay {
            42_000
        } else {
            22_000
        }),
        ..FaultRule::new(fault)
    }
}

#[track_caller]
fn assert_seen(result: Result<(), Error>, expected: Seen, what: &str) {
    match (result, expected) {
        (Ok(()), None) => {}
        (Err(error), Some((kind, outcome))) => {
            assert_eq!((error.kind, error.outcome), (kind, outcome), "{what}: {error}");
            assert_eq!(error.reference.as_deref(), Some(what), "{error}");
            assert!(!format!("{error} {error:?}").contains("3900000000"), "{what}: {error}");
        }
        (result, _) => panic!("{what}: {result:?}"),
    }
}

#[test]
fn the_table_has_a_row_for_every_fault_of_line_pay() {
    let listed: BTreeSet<String> = FAULTS.iter().map(|(fault, ..)| fault.name()).collect();
    let known = Fault::ALL
        .iter()
        .filter(|fault| fault.providers().contains(&Provider::Linepay));
    assert_eq!(listed, known.map(|fault| fault.name()).collect());
    assert_eq!(FAULTS.len(), listed.len());
}

/// A payment waits for 40 s and the others for 20 s, as LINE Pay demands, side by side.
#[test]
fn every_fault_of_every_operation_that_moves_money_gives_its_kind_and_outcome() {
    let shop = Shop::start();
    let till = shop.till();
    let cases = OPERATIONS.into_iter().flat_map(|operation| {
        let rows = FAULTS.iter().filter(|(fault, ..)| *fault != Fault::ResetBeforeReading);
        rows.map(move |row| {
            let order = format!("{operation:?}-{}", row.0.name());
            (operation, *row, order)
        })
    });
    let cases: Vec<_> = cases.collect();
    std::thread::scope(|scope| {
        for (operation, row, order) in &cases {
            prepare(&till, *operation, order);
            shop.sandbox.inject(rule(row.0, *operation, order));
            let till = &till;
            scope.spawn(move || assert_seen(call(till, *operation, order), seen(*operation, *row), order));
        }
    });
    // Delayed commits happen after the till gave up, which is what makes the outcome unknown.
    std::thread::sleep(Duration::from_secs(4));
    for (operation, row, order) in &cases {
        assert_eq!(shop.status(order).as_deref(), standing(*operation, row.2), "{order}");
    }
    // What was charged all the same is found, and given back.
    for (operation, row, order) in &cases {
        if *operation == Operation::LinepayPay && row.2 {
            assert!(till.check(&check(order)).unwrap().approved, "{order}");
            till.refund(&refund(order, 36)).unwrap();
        }
    }
}

#[test]
fn a_connection_that_is_reset_before_reading_is_unknown() {
    let shop = Shop::start();
    shop.sandbox.inject(FaultRule::new(Fault::ResetBeforeReading));
    let result = call(&shop.till(), Operation::LinepayPay, "RESET-1");
    assert_seen(result, Some((Transport, Unknown)), "RESET-1");
    assert_eq!(shop.status("RESET-1"), None);
}
