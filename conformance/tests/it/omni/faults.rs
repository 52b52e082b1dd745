//! Every way a call of the OMNI gateway can go wrong, over a real socket: the kind and the outcome that a
//! till must see, and what the gateway's books say happened.
//!
//! The rows are "Classifying an attempt" of docs/protocol.md and the sandbox's list of faults.

use super::gateway::*;
use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::time::Duration;
use twpos::ErrorKind::{
    self, Connect, Declined, Duplicate, Http, Malformed, Mismatch, Timeout, Tls, Transport, Unauthorized,
};
use twpos::Outcome::{self, NotSent, Refused, Unknown};
use twpos::omni::*;
use twpos::{Error, omni};
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
    // One 401 costs no sale: the token is renewed and the call sent again, but for a refund (see `seen`).
    (Fault::Http401, None, true),
    (Fault::Http403, Some((Http, Unknown)), false),
    (Fault::Http429, Some((Http, Unknown)), false),
    (Fault::Http500, Some((Http, Unknown)), true),
    (Fault::Http502, Some((Http, Unknown)), true),
    (Fault::Redirect, Some((Http, Unknown)), true),
    (Fault::ReferenceWrong, Some((Mismatch, Unknown)), true),
    (Fault::AmountWrong, Some((Mismatch, Unknown)), true),
    (Fault::CodeText, None, true),
    (Fault::CodeUnlisted, Some((Malformed, Unknown)), true),
    // Of iPASS; see `seen` for icash Pay, whose codes prove nothing here.
    (Fault::Decline, Some((Declined, Refused)), false),
    (Fault::QuoteBarcode, Some((Declined, Refused)), false),
];

/// The operations that move money.
const OPERATIONS: [Operation; 4] = [
    Operation::OmniIpassPay,
    Operation::OmniIpassRefund,
    Operation::OmniIcashPay,
    Operation::OmniIcashCancel,
];

/// What the till sees, and whether it was done: the table's row for an operation. The reply to a cancel (document 001) has neither order nor amount, and no
/// document lists an `RtnCode` that proves a decline.
fn seen(operation: Operation, (fault, seen, done): Row) -> (Seen, bool) {
    let seen = match (operation, fault) {
        (Operation::OmniIpassRefund, Fault::Http401) => return (Some((Unauthorized, Unknown)), false),
        (Operation::OmniIcashCancel, Fault::ReferenceWrong | Fault::AmountWrong) => None,
        (Operation::OmniIcashPay | Operation::OmniIcashCancel, Fault::Decline | Fault::QuoteBarcode) => {
            Some((Malformed, Unknown))
        }
        _ => seen,
    };
    (seen, done)
}

/// What the books say of a payment on which the operation was done, and on which it was not.
fn standing(operation: Operation, done: bool) -> Option<&'static str> {
    match (operation, done) {
        (Operation::OmniIpassPay | Operation::OmniIcashPay, false) => None,
        (Operation::OmniIpassRefund, true) => Some("refunded"),
        (Operation::OmniIcashCancel, true) => Some("cancelled"),
        _ => Some("done"),
    }
}

/// A gateway, and a till that knows which of the sandbox's iPASS codes are declines.
fn gateway() -> (Gateway, Client) {
    let mut gateway = Gateway::start();
    gateway.config.ipass_refusal_codes = vec!["IPASS_DECLINED".to_owned()];
    let till = gateway.till();
    (gateway, till)
}

/// What an operation needs before it can be called: a payment, unless it is one. Gives iPASS's number of it.
fn prepare(till: &Client, operation: Operation, order: &str) -> String {
    match operation {
        Operation::OmniIpassRefund => till.ipass_pay(&ipass_pay(order, CODE)).unwrap().transaction_id,
        Operation::OmniIcashCancel => {
            till.icash_pay(&icash_pay(order, CODE)).unwrap();
            String::new()
        }
        _ => String::new(),
    }
}

/// Calls it, and keeps of the reply only that it approves.
fn call(till: &Client, operation: Operation, order: &str, number: &str) -> Result<(), Error> {
    match operation {
        Operation::OmniIpassPay => till.ipass_pay(&ipass_pay(order, CODE)).map(drop),
        Operation::OmniIpassRefund => till.ipass_refund(&ipass_refund(number)).map(drop),
        Operation::OmniIcashPay => till.icash_pay(&icash_pay(order, CODE)).map(drop),
        _ => till.icash_cancel(&icash_cancel(order)).map(drop),
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
        milliseconds: delay.then_some(TIMEOUT.as_millis() as u64 + 2000),
        ..FaultRule::new(fault)
    }
}

#[track_caller]
fn assert_seen(result: Result<(), Error>, expected: Seen, what: &str) {
    match (result, expected) {
        (Ok(()), None) => {}
        (Err(error), Some((kind, outcome))) => {
            assert_eq!((error.kind, error.outcome), (kind, outcome), "{what}: {error}");
            assert!(error.reference.is_some(), "{what}: {error}");
            assert!(!format!("{error} {error:?}").contains(CODE), "{what}: {error}");
        }
        (result, _) => panic!("{what}: {result:?}"),
    }
}

#[test]
fn the_table_has_a_row_for_every_fault_of_the_gateway() {
    let listed: BTreeSet<String> = FAULTS.iter().map(|(fault, ..)| fault.name()).collect();
    let known = Fault::ALL
        .iter()
        .filter(|fault| fault.providers().contains(&Provider::Omni));
    assert_eq!(listed, known.map(|fault| fault.name()).collect());
    assert_eq!(FAULTS.len(), listed.len());
}

#[test]
fn every_fault_of_every_operation_that_moves_money_gives_its_kind_and_outcome() {
    let (gateway, till) = gateway();
    let cases = OPERATIONS.into_iter().flat_map(|operation| {
        let rows = FAULTS.iter().filter(|(fault, ..)| *fault != Fault::ResetBeforeReading);
        rows.map(move |row| (operation, *row, format!("{operation:?}-{}", row.0.name())))
    });
    let cases: Vec<_> = cases.collect();
    // Those that run into the timeout wait side by side.
    std::thread::scope(|scope| {
        for (operation, row, order) in &cases {
            let number = prepare(&till, *operation, order);
            gateway.sandbox.inject(rule(row.0, *operation, order));
            let till = &till;
            scope.spawn(move || {
                assert_seen(call(till, *operation, order, &number), seen(*operation, *row).0, order);
            });
        }
    });
    // Delayed commits happen after the till gave up, which is what makes the outcome unknown.
    std::thread::sleep(Duration::from_secs(4));
    for (operation, row, order) in &cases {
        let expected = standing(*operation, seen(*operation, *row).1);
        assert_eq!(gateway.status(order).as_deref(), expected, "{order}");
    }
}

/// Without the codes of iPASS's own manual, which no document at hand lists, nothing proves a decline.
#[test]
fn what_ipass_declines_is_unknown_until_its_codes_are_named() {
    let gateway = Gateway::start();
    for operation in [Operation::OmniIpassPay, Operation::OmniIpassRefund] {
        let till = gateway.till();
        let order = format!("{operation:?}");
        let number = prepare(&till, operation, &order);
        gateway.sandbox.inject(rule(Fault::Decline, operation, &order));
        assert_seen(
            call(&till, operation, &order, &number),
            Some((Malformed, Unknown)),
            &order,
        );
    }
    let till = gateway.till_with(|text| swapped(&text, &[], &["ipass_refusal_codes"]));
    let request = IpassPayRequest {
        amount: 100_001,
        ..ipass_pay("POOR", CODE)
    };
    let error = till.ipass_pay(&request).unwrap_err();
    assert_eq!((error.kind, error.outcome), (Declined, Refused), "{error}");
    assert_eq!(error.provider_code.as_deref(), Some("IPASS_INSUFFICIENT_BALANCE"));
    assert_eq!(error.provider_text.as_deref(), Some("餘額不足"));
}

/// The gateway's own no says nothing of what happened before it, whoever's order it was.
#[test]
fn a_repeated_order_is_unknown_since_the_first_attempt_may_have_charged() {
    let (gateway, till) = gateway();
    till.ipass_pay(&ipass_pay("TWICE", CODE)).unwrap();
    let error = till.ipass_pay(&ipass_pay("TWICE", CODE)).unwrap_err();
    assert_eq!((error.kind, error.outcome), (Duplicate, Unknown), "{error}");
    assert_eq!(error.provider_code.as_deref(), Some("0006"));
    till.icash_pay(&icash_pay("TWICE", CODE)).unwrap();
    let error = till.icash_pay(&icash_pay("TWICE", CODE)).unwrap_err();
    assert_eq!((error.kind, error.outcome), (Duplicate, Unknown), "{error}");
    assert_eq!(gateway.net(), 72);
}

/// With its own numbers a till sees that the reply to its cancel is about somebody else.
#[test]
fn with_own_parameters_a_cancel_of_another_merchant_is_a_mismatch() {
    let gateway = Gateway::start();
    let till = gateway.till_with(own_parameters);
    till.icash_pay(&icash_pay("OWN", CODE)).unwrap();
    let rule = rule(Fault::ReferenceWrong, Operation::OmniIcashCancel, "OWN");
    gateway.sandbox.inject(rule);
    assert_seen(
        call(&till, Operation::OmniIcashCancel, "OWN", ""),
        Some((Mismatch, Unknown)),
        "cancel",
    );
    assert_eq!(gateway.status("OWN").as_deref(), Some("cancelled"));
}

/// The sandbox sends every row of the reply tables; a row that a message lacks would end in `extra`.
#[test]
fn all_six_calls_work_in_both_modes_and_no_row_of_a_reply_is_lost() {
    let gateway = Gateway::start();
    let none = BTreeMap::new();
    for (mode, till) in [("HELD", gateway.till()), ("OWN", gateway.till_with(own_parameters))] {
        let paid = till.ipass_pay(&ipass_pay(mode, CODE)).unwrap();
        assert_eq!((&paid.extra, paid.amount), (&none, Some(36)));
        let found = till.ipass_search(&ipass_search(mode)).unwrap();
        assert_eq!(found.product_desc.as_deref(), Some("XX 防曬乳*1"));
        assert_eq!(found.extra, none);
        let refunded = till.ipass_refund(&ipass_refund(&paid.transaction_id)).unwrap();
        assert_eq!((&refunded.extra, refunded.amount), (&none, Some(36)));

        let paid = till.icash_pay(&icash_pay(mode, CODE)).unwrap();
        assert_eq!((&paid.extra, &paid.enc_data.extra), (&none, &none));
        let found = till.icash_search(&icash_search(mode)).unwrap();
        assert_eq!((&found.extra, &found.enc_data.extra), (&none, &none));
        assert_eq!(
            TradeType::from_code(found.enc_data.trade_type.as_deref().unwrap()),
            TradeType::Payment
        );
        let cancelled = till.icash_cancel(&icash_cancel(mode)).unwrap();
        assert_eq!((&cancelled.extra, &cancelled.enc_data.extra), (&none, &none));
    }
    assert_eq!(
        (gateway.net(), gateway.ledger()["totals"]["paid"].as_i64()),
        (0, Some(144))
    );
}

#[test]
fn a_reset_before_reading_is_unknown_over_http_and_not_sent_over_tls() {
    for (tls, expected) in [(false, (Transport, Unknown)), (true, (Tls, NotSent))] {
        let gateway = Gateway::start_with(|options| options.tls = tls);
        gateway.sandbox.inject(FaultRule::new(Fault::ResetBeforeReading));
        // With a token at hand, the first connection is the payment's own.
        let till = gateway.till_with(static_token);
        let result = till.ipass_pay(&ipass_pay("RESET", CODE)).map(drop);
        assert_seen(result, Some(expected), "payment");
        assert_eq!(gateway.status("RESET"), None);
        till.ipass_pay(&ipass_pay("RESET", CODE)).unwrap();

        // Without one, it is the token's, and the payment was not begun.
        gateway.sandbox.inject(FaultRule::new(Fault::ResetBeforeReading));
        let error = gateway.till().icash_pay(&icash_pay("RESET-2", CODE)).unwrap_err();
        assert_eq!((error.kind, error.outcome), (expected.0, NotSent), "{error}");
        assert_eq!(gateway.status("RESET-2"), None);
    }
}

/// A token handed out is never replaced, and a 401 is no proof that nothing was done.
#[test]
fn a_401_under_a_static_token_is_unknown() {
    let gateway = Gateway::start();
    let till = gateway.till_with(static_token);
    for operation in OPERATIONS {
        let order = format!("{operation:?}");
        let number = prepare(&till, operation, &order);
        gateway.sandbox.inject(rule(Fault::Http401, operation, &order));
        let result = call(&till, operation, &order, &number);
        assert_seen(result, Some((Unauthorized, Unknown)), &order);
        assert_eq!(gateway.status(&order).as_deref(), standing(operation, false), "{order}");
    }
}

#[test]
fn after_an_unknown_ipass_payment_search_and_refund_settle_it() {
    let gateway = Gateway::start_with(|options| options.tls = true);
    let till = gateway.till();
    let code = Fault::ResetAfterCommit.magic_barcode().unwrap();
    let error = till.ipass_pay(&ipass_pay("SETTLE", &code)).unwrap_err();
    assert_eq!(error.outcome, Unknown);
    assert_eq!((gateway.status("SETTLE").as_deref(), gateway.net()), (Some("done"), 36));

    let found = till
        .ipass_search(&ipass_search(error.reference.as_deref().unwrap()))
        .unwrap();
    assert_eq!((found.pay_status.as_deref(), found.amount), (Some("1"), Some(36)));
    let number = found.original_transaction_id.unwrap();
    till.ipass_refund(&ipass_refund(&number)).unwrap();
    assert_eq!(
        (gateway.status("SETTLE").as_deref(), gateway.net()),
        (Some("refunded"), 0)
    );
    assert_eq!(gateway.ledger()["wallets"]["ipass"][&code], 100_000);
    // Nothing was sent twice by us.
    assert_eq!(gateway.ledger()["requests"], 3);
}

#[test]
fn after_an_unknown_icash_payment_search_and_cancel_settle_it() {
    let gateway = Gateway::start_with(|options| options.tls = true);
    let till = gateway.till();
    let code = Fault::CloseMidBody.magic_barcode().unwrap();
    let error = till.icash_pay(&icash_pay("SETTLE", &code)).unwrap_err();
    assert_eq!(error.outcome, Unknown);
    assert_eq!((gateway.status("SETTLE").as_deref(), gateway.net()), (Some("done"), 36));

    let order = error.reference.unwrap();
    let standing = || {
        let found = till.icash_search(&icash_search(&order)).unwrap();
        TradeStatus::from_code(&found.enc_data.trade_status)
    };
    assert_eq!(standing(), TradeStatus::Done);
    for _ in 0..2 {
        till.icash_cancel(&icash_cancel(&order)).unwrap();
    }
    assert_eq!(standing(), TradeStatus::Cancelled);
    assert_eq!(
        (gateway.status("SETTLE").as_deref(), gateway.net()),
        (Some("cancelled"), 0)
    );
    assert_eq!(gateway.ledger()["wallets"]["icash"][&code], 100_000);
    assert_eq!(gateway.ledger()["requests"], 5);
}

#[test]
fn what_never_reached_the_gateway_is_not_sent() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let hosts = [format!("http://{closed}"), "https://no-such-host.invalid".to_owned()];
    let gateway = Gateway::start();
    for host in hosts {
        let mut no_gateway = gateway.config.clone();
        no_gateway.base_url = host.clone();
        let mut no_endpoint = gateway.config.clone();
        if let Authorization::ClientCredentials { token_url, .. } = &mut no_endpoint.authorization {
            *token_url = format!("{host}/oauth/token");
        }
        for config in [no_gateway, no_endpoint] {
            let till = omni::Client::new(config).unwrap();
            for operation in OPERATIONS {
                let result = call(&till, operation, "NOWHERE", "e1");
                assert_seen(result, Some((Connect, NotSent)), &host);
            }
        }
    }
    assert_eq!(gateway.ledger()["requests"], 0);
}

#[test]
fn an_untrusted_certificate_is_not_sent_and_a_trusted_one_serves() {
    let mut gateway = Gateway::start_with(|options| options.tls = true);
    let trusting = gateway.till();
    gateway.config.http.extra_ca_pem = None;
    let static_till = {
        let text = std::fs::read_to_string(gateway.sandbox.config_path()).unwrap();
        let text = swapped(&static_token(text), &["ca_file"], &[]);
        Client::new(Config::from_toml(&text, gateway.state.path()).unwrap()).unwrap()
    };
    for till in [gateway.till(), static_till] {
        for operation in OPERATIONS {
            let result = call(&till, operation, "TLS", "e1");
            assert_seen(result, Some((Tls, NotSent)), "untrusted");
        }
    }
    let ledger = gateway.ledger();
    assert_eq!((&ledger["requests"], &ledger["tokens_issued"]), (&0.into(), &0.into()));
    trusting.ipass_pay(&ipass_pay("TLS", CODE)).unwrap();
    trusting.icash_pay(&icash_pay("TLS", CODE)).unwrap();
    assert_eq!(gateway.net(), 72);
}
