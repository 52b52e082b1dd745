//! Separate capture: authorise, then capture or void.

use crate::linepay_support::*;
use serde_json::{Value, json};

const DAY: u32 = 24 * 60 * 60;

#[track_caller]
fn pay_status(shop: &Shop, order: &str) -> Value {
    let reply = shop.get("/v4/payments/authorizations", &format!("orderId={order}"));
    let entry = &reply["info"][0];
    assert_eq!(entry["orderId"], order, "{reply}");
    assert!(
        entry["authorizationExpireDate"]
            .as_str()
            .unwrap()
            .parse::<jiff::Timestamp>()
            .is_ok()
    );
    entry["payStatus"].clone()
}

#[test]
fn what_is_authorised_is_not_paid_yet() {
    let shop = Shop::start();
    let info = shop.authorized("A", &usual(), 100);
    let ends: jiff::Timestamp = info["authorizationExpireDate"].as_str().unwrap().parse().unwrap();
    assert!(ends > jiff::Timestamp::now());
    assert_eq!(pay_status(&shop, "A"), "AUTHORIZATION");
    let checked = shop.check("A")["info"].clone();
    assert_eq!(
        (&checked["status"], &checked["authorizationExpireDate"]),
        (&json!("COMPLETE"), &info["authorizationExpireDate"])
    );
    assert_eq!(
        (shop.standing("A").unwrap(), shop.ledger()["totals"]["paid"].clone()),
        ("authorized".into(), json!(0))
    );
    assert_eq!(shop.refund("A", 100)["returnCode"], "1155");
    assert_eq!(shop.get("/v4/payments", "orderId=A")["returnCode"], "1150");
}

#[test]
fn less_can_be_captured_and_only_once() {
    let shop = Shop::start();
    shop.authorized("A", &usual(), 100);
    assert_eq!(shop.capture("A", 101)["returnCode"], "1124");
    let reply = shop.capture("A", 60);
    assert_eq!(reply["returnCode"], "0000", "{reply}");
    assert_eq!(reply["info"]["payInfo"], json!([{"method": "BALANCE", "amount": 60}]));
    assert!(reply["info"].get("authorizationExpireDate").is_none());
    assert_eq!(pay_status(&shop, "A"), "CAPTURE");
    assert_eq!(shop.capture("A", 1)["returnCode"], "1155");
    assert_eq!(shop.void("A")["returnCode"], "1155");
    assert_eq!(shop.refund("A", 61)["returnCode"], "1164");
    assert_eq!(shop.refund("A", 60)["returnCode"], "0000");
    assert_eq!(shop.ledger()["totals"], json!({"paid": 60, "refunded": 60}));
}

#[test]
fn a_void_has_no_info_and_ends_it() {
    let shop = Shop::start();
    shop.authorized("A", &usual(), 100);
    assert_eq!(shop.void("A"), json!({"returnCode": "0000"}));
    assert_eq!(
        (shop.status("A"), pay_status(&shop, "A")),
        ("CANCEL".into(), json!("VOIDED_AUTHORIZATION"))
    );
    assert_eq!(shop.capture("A", 100)["returnCode"], "1155");
    assert_eq!(shop.void("A")["returnCode"], "1155");
}

#[test]
fn what_was_captured_at_once_cannot_be_voided() {
    let shop = Shop::start();
    shop.paid("A", &usual(), 100);
    assert_eq!(shop.void("A")["returnCode"], "1155");
    assert_eq!(shop.capture("A", 100)["returnCode"], "1155");
    assert_eq!(shop.void("NEVER")["returnCode"], "1150");
    assert_eq!(
        shop.get("/v4/payments/authorizations", "orderId=A")["returnCode"],
        "1150"
    );
    assert_eq!(shop.get("/v4/payments/authorizations", "")["returnCode"], "2101");
    assert_eq!(shop.standing("A").as_deref(), Some("done"));
}

#[test]
fn an_authorisation_ends_by_itself() {
    let shop = Shop::start();
    shop.authorized("A", &usual(), 100);
    shop.forward(30 * DAY - 600);
    assert_eq!(pay_status(&shop, "A"), "AUTHORIZATION");
    shop.forward(600);
    assert_eq!(
        (shop.status("A"), pay_status(&shop, "A")),
        ("CANCEL".into(), json!("EXPIRED_AUTHORIZATION"))
    );
    assert_eq!(shop.capture("A", 100)["returnCode"], "1155");
}

#[test]
fn a_capture_that_fails_may_cancel_the_payment() {
    let shop = Shop::start();
    for (told, standing) in [
        ("1199", "voided"),
        ("1280", "voided"),
        ("1298", "voided"),
        ("1179", "authorized"),
    ] {
        shop.authorized(told, &code(&format!("9934{told}")), 100);
        assert_eq!(shop.capture(told, 100)["returnCode"], told);
        assert_eq!(shop.standing(told).as_deref(), Some(standing), "{told}");
    }
}

#[test]
fn a_capture_names_amount_and_currency() {
    let shop = Shop::start();
    shop.authorized("A", &usual(), 100);
    let told = |body: Value| shop.post(&order_path("A", "capture"), &body)["returnCode"].clone();
    assert_eq!(told(json!({"amount": 100})), "2101");
    assert_eq!(told(json!({"currency": "TWD"})), "2101");
    assert_eq!(told(json!({"amount": 100, "currency": "USD"})), "1178");
    assert_eq!(
        shop.answer(&post(&order_path("A", "capture"), b""))["returnCode"],
        "2102"
    );
    assert_eq!(shop.standing("A").as_deref(), Some("authorized"));
}
