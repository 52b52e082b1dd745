//! Tokens of the sandbox's real endpoint: expired, revoked, refused, and shared by many threads.

use super::gateway::*;
use serde_json::Value;
use std::sync::Barrier;
use std::time::Duration;
use twpos::omni::*;
use twpos::{ErrorKind, Outcome};

fn count(gateway: &Gateway, name: &str) -> u64 {
    gateway.ledger()[name].as_u64().unwrap()
}

/// Sixteen threads that pay at once, each its own order.
fn sixteen(till: &Client, round: &str) {
    let barrier = Barrier::new(16);
    std::thread::scope(|scope| {
        for thread in 0..16 {
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                till.ipass_pay(&ipass_pay(&format!("{round}-{thread}"), CODE)).unwrap();
            });
        }
    });
}

#[test]
fn sixteen_threads_share_one_token_and_one_renewal() {
    let gateway = Gateway::start_with(|options| options.processing_delay = Duration::from_millis(100));
    let till = gateway.till();
    sixteen(&till, "FIRST");
    assert_eq!((count(&gateway, "tokens_issued"), count(&gateway, "requests")), (1, 16));

    gateway.admin("DELETE", "omni/tokens", "");
    sixteen(&till, "REVOKED");
    assert_eq!(count(&gateway, "tokens_issued"), 2);
    // Each order was charged once, however many calls were turned away before.
    assert_eq!(gateway.ledger()["transactions"].as_array().map(Vec::len), Some(32));
    assert_eq!(gateway.net(), 32 * 36);
}

#[test]
fn a_revoked_token_is_renewed_once_and_the_payment_is_made_once() {
    let gateway = Gateway::start();
    let till = gateway.till();
    till.ipass_pay(&ipass_pay("BEFORE", CODE)).unwrap();
    for (number, operation) in ["pay", "refund", "icash", "cancel"].into_iter().enumerate() {
        gateway.admin("DELETE", "omni/tokens", "");
        match operation {
            "pay" => drop(till.ipass_pay(&ipass_pay("P", CODE)).unwrap()),
            // Not sent again by us: the till looks, and then decides.
            "refund" => {
                let refund = ipass_refund(&number_of(&gateway, "BEFORE"));
                let error = till.ipass_refund(&refund).unwrap_err();
                assert_eq!(
                    (error.kind, error.outcome),
                    (ErrorKind::Unauthorized, Outcome::Unknown),
                    "{error}"
                );
                assert_eq!(gateway.status("BEFORE").as_deref(), Some("done"));
                till.ipass_refund(&refund).unwrap();
            }
            "icash" => drop(till.icash_pay(&icash_pay("I", CODE)).unwrap()),
            _ => drop(till.icash_cancel(&icash_cancel("I")).unwrap()),
        }
        let (renewals, calls) = (number as u64 + 1, 1 + 2 * (number as u64 + 1));
        assert_eq!(
            (count(&gateway, "tokens_issued"), count(&gateway, "requests")),
            (1 + renewals, calls),
            "{operation}"
        );
    }
    let statuses = ["BEFORE", "P", "I"].map(|order| gateway.status(order).unwrap());
    assert_eq!(statuses, ["refunded", "done", "cancelled"]);
}

fn number_of(gateway: &Gateway, order: &str) -> String {
    let ledger = gateway.ledger();
    let transactions: &Vec<Value> = ledger["transactions"].as_array().unwrap();
    let payment = transactions.iter().find(|it| it["order_number"] == order).unwrap();
    payment["transaction_id"].as_str().unwrap().to_owned()
}

#[test]
fn a_token_that_ends_is_renewed_before_the_gateway_says_so() {
    let gateway = Gateway::start();
    gateway.admin("POST", "omni/tokens", r#"{"expires_in":2}"#);
    let till = gateway.till();
    for order in ["A", "B", "C"] {
        till.icash_pay(&icash_pay(order, CODE)).unwrap();
        std::thread::sleep(Duration::from_millis(2100));
    }
    // No call was turned away: each had a token of its own time.
    assert_eq!((count(&gateway, "tokens_issued"), count(&gateway, "requests")), (3, 3));
}

#[test]
fn a_wrong_secret_is_named_and_nothing_is_sent() {
    let mut gateway = Gateway::start();
    let Authorization::ClientCredentials { client_secret, .. } = &mut gateway.config.authorization else {
        panic!("till.toml has credentials");
    };
    *client_secret = "wrong".into();
    let error = gateway.till().ipass_pay(&ipass_pay("A", CODE)).unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Unauthorized, Outcome::NotSent),
        "{error}"
    );
    assert_eq!(error.provider_code.as_deref(), Some("invalid_client"));
    assert_eq!(error.reference.as_deref(), Some("A"));
    assert_eq!((count(&gateway, "tokens_issued"), count(&gateway, "requests")), (0, 0));
}

#[test]
fn a_static_token_asks_for_none_and_survives_a_revocation() {
    let gateway = Gateway::start();
    let till = gateway.till_with(static_token);
    till.ipass_pay(&ipass_pay("A", CODE)).unwrap();
    gateway.admin("DELETE", "omni/tokens", "");
    till.ipass_pay(&ipass_pay("B", CODE)).unwrap();
    assert_eq!((count(&gateway, "tokens_issued"), count(&gateway, "requests")), (0, 2));
}

/// A 401 is no proof that nothing was done: a till must not read it as "not charged".
#[test]
fn a_renewed_token_that_is_turned_away_as_well_leaves_the_outcome_unknown() {
    let gateway = Gateway::start();
    let till = gateway.till();
    till.ipass_pay(&ipass_pay("A", CODE)).unwrap();
    gateway.admin("DELETE", "omni/tokens", "");
    // The first call is turned away for its token and uses no rule up; the second is turned away by the rule.
    let rule = r#"{"fault":"http_401","match":{"reference":"B"}}"#;
    gateway.admin("POST", "faults", rule);
    let error = till.ipass_pay(&ipass_pay("B", CODE)).unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Unauthorized, Outcome::Unknown),
        "{error}"
    );
    assert_eq!((error.http_status, gateway.status("B")), (Some(401), None));
    assert_eq!((count(&gateway, "tokens_issued"), count(&gateway, "requests")), (2, 3));
}
