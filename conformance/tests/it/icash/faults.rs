//! Every way a call to the sandbox can go wrong, over a real socket: the kind and the outcome that a till must
//! see, and what the host's books say happened.
//!
//! The rows are the sandbox's list of faults; `unreachable.rs` has those that need no sandbox.

use crate::support::*;
use std::collections::BTreeSet;
use std::time::Duration;
use twpos::Error;
use twpos::ErrorKind::{self, Declined, Decrypt, Http, Malformed, Mismatch, Signature, Timeout, Tls, Transport};
use twpos::Outcome::{self, NotSent, Refused, Unknown};
use twpos::icash::*;
use twpos_sandbox::{Fault, FaultMatch, FaultRule, Operation, Options, Provider, Sandbox};

/// A fault of a charge; what the till sees, `None` being an approval; whether the customer was charged,
/// which shows why the unknown ones must stay unknown.
type Row = (Fault, Option<(ErrorKind, Outcome)>, bool);

const FAULTS: &[Row] = &[
    (Fault::DelayBeforeCommit, Some((Timeout, Unknown)), true),
    (Fault::DelayAfterCommit, Some((Timeout, Unknown)), true),
    (Fault::Hang, Some((Timeout, Unknown)), false),
    (Fault::ResetBeforeReading, Some((Transport, Unknown)), false),
    (Fault::ResetAfterCommit, Some((Transport, Unknown)), true),
    (Fault::CloseMidBody, Some((Transport, Unknown)), true),
    (Fault::Truncate, Some((Signature, Unknown)), true),
    (Fault::Oversize, Some((Malformed, Unknown)), true),
    (Fault::Http403, Some((Http, Unknown)), false),
    (Fault::Http429, Some((Http, Unknown)), false),
    (Fault::Http500, Some((Http, Unknown)), true),
    (Fault::Http502, Some((Http, Unknown)), true),
    (Fault::Redirect, Some((Http, Unknown)), true),
    (Fault::SignatureMissing, Some((Signature, Unknown)), true),
    (Fault::SignatureBad, Some((Signature, Unknown)), true),
    (Fault::SignatureForeign, Some((Signature, Unknown)), true),
    (Fault::BodyTampered, Some((Signature, Unknown)), true),
    (Fault::EncDataUndecryptable, Some((Decrypt, Unknown)), true),
    (Fault::ReferenceWrong, Some((Mismatch, Unknown)), true),
    (Fault::AmountWrong, Some((Mismatch, Unknown)), true),
    (Fault::CodeText, None, true),
    (Fault::CodeUnlisted, Some((Malformed, Unknown)), true),
    (Fault::ServiceResultUnlisted, Some((Malformed, Unknown)), true),
    (Fault::Decline, Some((Declined, Refused)), false),
    (Fault::QuoteBarcode, Some((Declined, Refused)), false),
];

/// A sandbox and a till with the shortest timeout that icash Pay allows.
pub(super) fn sandbox(tls: bool) -> (tempfile::TempDir, Sandbox, Config) {
    let state = tempfile::tempdir().unwrap();
    let mut options = Options::new(state.path());
    options.tls = tls;
    let sandbox = Sandbox::start(options).unwrap();
    let mut config = Config::from_file(sandbox.config_path()).unwrap();
    config.http.timeout = Duration::from_secs(10);
    (state, sandbox, config)
}

pub(super) fn charged(sandbox: &Sandbox, op_seq: &str) -> bool {
    let ledger = sandbox.ledger();
    let transactions = ledger["icash"]["transactions"].as_array().unwrap().clone();
    transactions
        .iter()
        .any(|transaction| transaction["op_seq"] == op_seq && transaction["status"] == "done")
}

#[test]
fn the_table_has_a_row_for_every_fault_of_icash() {
    let listed: BTreeSet<String> = FAULTS.iter().map(|(fault, ..)| fault.name()).collect();
    let of_icash = Fault::ALL
        .iter()
        .filter(|fault| fault.providers().contains(&Provider::Icash));
    let known: BTreeSet<String> = of_icash.map(|fault| fault.name()).collect();
    assert_eq!(listed, known);
    assert_eq!(FAULTS.len(), known.len());
}

#[test]
fn every_fault_of_a_charge_gives_its_kind_and_outcome() {
    let (_state, sandbox, config) = sandbox(false);
    let till = Client::new(config).unwrap();
    // The faults that run into the 10 s timeout wait side by side.
    std::thread::scope(|scope| {
        for (fault, expected, _) in FAULTS.iter().filter(|(fault, ..)| *fault != Fault::ResetBeforeReading) {
            let till = &till;
            scope.spawn(move || check_fault(till, *fault, *expected));
        }
    });
    // Delayed commits happen after the till gave up, which is what makes the outcome unknown.
    std::thread::sleep(Duration::from_secs(7));
    for (fault, _, was_charged) in FAULTS {
        assert_eq!(
            charged(&sandbox, &format!("FAULT-{}", fault.name())),
            *was_charged,
            "{fault:?}"
        );
    }
}

fn check_fault(till: &Client, fault: Fault, expected: Option<(ErrorKind, Outcome)>) {
    let mut sale = sale(&format!("FAULT-{}", fault.name()), 36);
    sale.buyer_id = fault.magic_barcode().unwrap();
    match (till.pay(&sale), expected) {
        (Ok(paid), None) => assert_eq!((paid.tx_amt, paid.op_seq), (Some(36), sale.op_seq)),
        (Err(error), Some((kind, outcome))) => {
            assert_eq!((error.kind, error.outcome), (kind, outcome), "{fault:?}: {error}");
            assert_eq!(error.reference.as_deref(), Some(sale.op_seq.as_str()), "{fault:?}");
            assert!(
                !error.to_string().contains(&sale.buyer_id),
                "{fault:?} shows the barcode: {error}"
            );
        }
        (result, _) => panic!("{fault:?}: {result:?}"),
    }
}

/// The operations beside the charges.
const OTHERS: [Operation; 4] = [
    Operation::IcashRefund,
    Operation::IcashCancel,
    Operation::IcashRefundTopUp,
    Operation::IcashCancelTopUp,
];

/// The table's row for an operation that is no charge: what its reply does not have cannot be wrong in it.
fn seen(operation: Operation, (fault, seen, _): Row) -> Option<(ErrorKind, Outcome)> {
    match (operation, fault) {
        (Operation::IcashRefund | Operation::IcashRefundTopUp, Fault::ReferenceWrong) => None,
        (Operation::IcashCancel | Operation::IcashCancelTopUp, Fault::AmountWrong) => None,
        _ => seen,
    }
}

/// Calls it on a payment or a top-up of its own, and keeps of the reply only that it approves.
fn call(till: &Client, operation: Operation, op_seq: &str, bank_seq: String) -> Result<(), Error> {
    match operation {
        Operation::IcashRefund => {
            let request = RefundRequest {
                bank_seq,
                ..refund(op_seq, 36)
            };
            till.refund(&request).map(drop)
        }
        Operation::IcashRefundTopUp => {
            let request = RefundTopUpRequest {
                bank_seq,
                ..refund_top_up(op_seq, 500)
            };
            till.refund_top_up(&request).map(drop)
        }
        Operation::IcashCancel => till.cancel(&cancel(op_seq)).map(drop),
        _ => till.cancel_top_up(&cancel_top_up(op_seq)).map(drop),
    }
}

/// Asked for by rule, since these have no barcode or charge nobody.
#[test]
fn refunds_and_cancels_suffer_the_same_faults() {
    let (_state, sandbox, config) = sandbox(false);
    let till = Client::new(config).unwrap();
    let cases = OTHERS.into_iter().flat_map(|operation| {
        let rows = FAULTS.iter().filter(|(fault, ..)| *fault != Fault::ResetBeforeReading);
        rows.map(move |row| (operation, *row, format!("{operation:?}-{}", row.0.name())))
    });
    // Those that run into the timeout wait side by side.
    std::thread::scope(|scope| {
        for (operation, row, op_seq) in cases {
            let bank_seq = match operation {
                Operation::IcashRefund | Operation::IcashCancel => till.pay(&sale(&op_seq, 36)).unwrap().bank_seq,
                _ => till.top_up(&top_up(&op_seq, 500)).unwrap().bank_seq,
            };
            sandbox.inject(FaultRule {
                matching: FaultMatch {
                    operation: Some(operation),
                    reference: Some(op_seq.clone()),
                    ..FaultMatch::default()
                },
                ..FaultRule::new(row.0)
            });
            let till = &till;
            scope.spawn(
                move || match (call(till, operation, &op_seq, bank_seq), seen(operation, row)) {
                    (Ok(()), None) => {}
                    (Err(error), Some((kind, outcome))) => {
                        assert_eq!((error.kind, error.outcome), (kind, outcome), "{op_seq}: {error}");
                        assert_eq!(error.reference.as_deref(), Some(op_seq.as_str()), "{error}");
                    }
                    (result, _) => panic!("{op_seq}: {result:?}"),
                },
            );
        }
    });
}

#[test]
fn a_reset_before_reading_is_unknown_over_http_and_not_sent_over_tls() {
    for (tls, expected) in [(false, (Transport, Unknown)), (true, (Tls, NotSent))] {
        let (_state, sandbox, config) = sandbox(tls);
        sandbox.inject(FaultRule::new(Fault::ResetBeforeReading));
        let till = Client::new(config).unwrap();
        let error = till.pay(&sale("RESET-1", 36)).unwrap_err();
        assert_eq!((error.kind, error.outcome), expected, "{error}");
        assert!(!charged(&sandbox, "RESET-1"));
        till.pay(&sale("RESET-2", 36)).unwrap();
    }
}

/// The sandbox refuses the cancel of a refunded payment; that must not read as "not charged".
#[test]
fn a_refused_cancel_says_that_the_payment_is_still_open() {
    let (_state, sandbox, config) = sandbox(false);
    let till = Client::new(config).unwrap();
    let paid = till.pay(&sale("OPEN-1", 36)).unwrap();
    let refund = RefundRequest {
        bank_seq: paid.bank_seq,
        ..refund("OPEN-1", 36)
    };
    till.refund(&refund).unwrap();
    let error = till.cancel(&cancel("OPEN-1")).unwrap_err();
    assert_eq!((error.kind, error.outcome), (Declined, Refused), "{error}");
    assert!(error.detail.contains("still open"), "{error}");
    drop(sandbox);
}

#[test]
fn after_an_unknown_outcome_cancel_settles_it() {
    let (_state, sandbox, config) = sandbox(true);
    let till = Client::new(config).unwrap();
    let mut sale = sale("SETTLE-1", 36);
    sale.buyer_id = Fault::ResetAfterCommit.magic_barcode().unwrap();
    assert_eq!(till.pay(&sale).unwrap_err().outcome, Unknown);
    assert!(charged(&sandbox, "SETTLE-1"));
    for _ in 0..3 {
        till.cancel(&cancel("SETTLE-1")).unwrap();
    }
    assert!(!charged(&sandbox, "SETTLE-1"));
    // A charge is never sent again by us: one request per call reached the host.
    assert_eq!(sandbox.ledger()["icash"]["requests"], 4);
}

#[test]
fn an_untrusted_certificate_is_not_sent() {
    let (_state, sandbox, mut config) = sandbox(true);
    config.http.extra_ca_pem = None;
    let error = Client::new(config).unwrap().pay(&sale("TLS-1", 36)).unwrap_err();
    assert_eq!((error.kind, error.outcome), (Tls, NotSent), "{error}");
    assert!(error.detail.contains("not trusted"), "{error}");
    assert!(!charged(&sandbox, "TLS-1"));
}
