use super::ledger::{Charge, Decline, Ledger, Wallet};
use crate::UnknownCancel;
use jiff::civil::{DateTime, date};
use serde_json::{Value, json};

fn now() -> DateTime {
    date(2024, 5, 22).at(12, 34, 56, 0)
}

fn ledger() -> Ledger {
    Ledger::new(UnknownCancel::Ignore)
}

/// The number of the payment.
fn pay(ledger: &mut Ledger, wallet: Wallet, order: &str, amount: i64) -> Result<String, Decline> {
    let charge = Charge {
        wallet,
        order,
        code: "CODE",
        amount,
        product_desc: "",
        now: now(),
    };
    ledger.charge(&charge).map(|payment| payment.transaction_id.clone())
}

fn standings(ledger: &Ledger) -> Vec<Value> {
    let transactions = ledger.to_json()["transactions"].as_array().unwrap().clone();
    transactions
        .into_iter()
        .map(|transaction| transaction["status"].clone())
        .collect()
}

#[test]
fn each_wallet_has_its_own_money_orders_and_numbers() {
    let mut ledger = ledger();
    assert_eq!(pay(&mut ledger, Wallet::Ipass, "A", 30).unwrap(), "e2024052200001");
    assert_eq!(pay(&mut ledger, Wallet::Icash, "A", 50).unwrap(), "20240522000002");
    let json = ledger.to_json();
    assert_eq!(
        json["wallets"],
        json!({"ipass": {"CODE": 99_970}, "icash": {"CODE": 99_950}})
    );
    assert_eq!(json["transactions"][0]["order_number"], "A");
    assert_eq!(json["transactions"][0]["trade_code"], "CODE");
    assert_eq!(json["transactions"][1]["merchant_trade_no"], "A");
    assert_eq!(json["transactions"][1]["barcode"], "CODE");
    assert_eq!(json["totals"], json!({"paid": 80, "refunded": 0, "cancelled": 0}));
}

#[test]
fn an_order_is_charged_once_and_a_wallet_never_beyond_its_balance() {
    let mut ledger = ledger();
    for wallet in [Wallet::Ipass, Wallet::Icash] {
        let poor = pay(&mut ledger, wallet, "A", 100_001);
        assert_eq!(poor, Err(Decline::InsufficientBalance));
        pay(&mut ledger, wallet, "A", 100_000).unwrap();
        assert_eq!(pay(&mut ledger, wallet, "A", 1), Err(Decline::DuplicateOrder));
        assert_eq!(pay(&mut ledger, wallet, "B", 1), Err(Decline::InsufficientBalance));
    }
    assert_eq!(ledger.to_json()["totals"]["paid"], 200_000);
}

#[test]
fn refunds_go_in_parts_and_never_beyond_what_was_paid() {
    let mut ledger = ledger();
    let number = pay(&mut ledger, Wallet::Ipass, "A", 100).unwrap();
    assert_eq!(ledger.order_of(&number), Some("A"));
    assert_eq!(ledger.refund(&number, Some(60), now()).unwrap().amount, 60);
    assert_eq!(standings(&ledger), ["part_refunded"]);
    let too_much = ledger.refund(&number, Some(41), now());
    assert_eq!(too_much, Err(Decline::RefundExceedsPaid));
    let rest = ledger.refund(&number, None, now()).unwrap();
    assert_eq!(
        (rest.amount, rest.cancel_transaction_id.as_str()),
        (40, "e2024052200003")
    );
    assert_eq!(standings(&ledger), ["refunded"]);
    assert_eq!(ledger.refund(&number, None, now()), Err(Decline::RefundExceedsPaid));
    assert_eq!(ledger.refund("e1", None, now()), Err(Decline::NotFound));
    let json = ledger.to_json();
    assert_eq!(json["wallets"]["ipass"]["CODE"], 100_000);
    assert_eq!(json["totals"], json!({"paid": 100, "refunded": 100, "cancelled": 0}));
}

/// iPASS refunds by its own numbers; icash's are no iPASS numbers, and iPASS's orders no icash ones.
#[test]
fn no_wallet_touches_the_others_payments() {
    let mut ledger = Ledger::new(UnknownCancel::NotFound);
    let icash = pay(&mut ledger, Wallet::Icash, "I", 1).unwrap();
    pay(&mut ledger, Wallet::Ipass, "P", 1).unwrap();
    assert_eq!(ledger.refund(&icash, None, now()), Err(Decline::NotFound));
    assert_eq!(ledger.cancel("P"), Err(Decline::NotFound));
    assert!(ledger.find(Wallet::Icash, "P").is_err());
    assert!(ledger.find(Wallet::Ipass, "I").is_err());
    assert_eq!(standings(&ledger), ["done", "done"]);
}

#[test]
fn a_cancel_gives_back_once_however_often_it_is_called() {
    let mut ledger = ledger();
    pay(&mut ledger, Wallet::Icash, "A", 100).unwrap();
    for _ in 0..3 {
        ledger.cancel("A").unwrap();
    }
    let json = ledger.to_json();
    assert_eq!(standings(&ledger), ["cancelled"]);
    assert_eq!(json["wallets"]["icash"]["CODE"], 100_000);
    assert_eq!(json["totals"], json!({"paid": 100, "refunded": 0, "cancelled": 100}));
    assert_eq!(pay(&mut ledger, Wallet::Icash, "A", 1), Err(Decline::DuplicateOrder));
}

#[test]
fn the_cancel_of_an_order_never_seen_does_what_was_chosen() {
    let mut ignores = ledger();
    ignores.cancel("A").unwrap();
    pay(&mut ignores, Wallet::Icash, "A", 1).unwrap();

    let mut refuses = Ledger::new(UnknownCancel::NotFound);
    assert_eq!(refuses.cancel("A"), Err(Decline::NotFound));

    let mut remembers = Ledger::new(UnknownCancel::RefuseLatePayment);
    remembers.cancel("A").unwrap();
    let late = pay(&mut remembers, Wallet::Icash, "A", 1);
    assert_eq!(late, Err(Decline::CancelledBeforePayment));
    pay(&mut remembers, Wallet::Ipass, "A", 1).unwrap();
}
