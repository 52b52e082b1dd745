//! Every end that a payment can come to, and every reply that hides it: section by section of the test codes.

use crate::linepay_support::*;
use serde_json::{Value, json};

/// `payInfo` as pairs.
fn means(info: &Value) -> Vec<(String, i64)> {
    let parts = info["payInfo"].as_array().unwrap().iter();
    let pair = |part: &Value| {
        (
            part["method"].as_str().unwrap().to_owned(),
            part["amount"].as_i64().unwrap(),
        )
    };
    parts.map(pair).collect()
}

#[test]
fn the_reply_has_what_the_table_says() {
    let shop = Shop::start();
    let reply = shop.pay("A", &usual(), 36);
    let info = &reply["info"];
    assert_eq!(
        (&reply["returnCode"], &reply["returnMessage"]),
        (&json!("0000"), &json!("Success."))
    );
    assert_eq!(info["orderId"], "A");
    assert_eq!(means(info), [("BALANCE".to_owned(), 36)]);
    assert_eq!(info["paymentProvider"], "TSP");
    let date = info["transactionDate"].as_str().unwrap();
    assert!(
        date.len() == 20 && date.ends_with('Z') && date.parse::<jiff::Timestamp>().is_ok(),
        "{date}"
    );
    assert!(info.get("authorizationExpireDate").is_none() && info.get("merchantReference").is_none());

    let mut checked = shop.check("A")["info"].clone();
    assert_eq!(
        checked.as_object_mut().unwrap().remove("status"),
        Some(json!("COMPLETE"))
    );
    assert_eq!(checked, *info);
}

/// What a JavaScript till reads with JSON.parse is another number.
#[test]
fn transaction_numbers_have_19_digits_and_no_double_holds_them() {
    let shop = Shop::start();
    for order in ["A", "B", "C", "D", "E"] {
        let info = shop.paid(order, &usual(), 1);
        let text = info["transactionId"].to_string();
        assert!(info["transactionId"].is_number() && text.len() == 19, "{text}");
        assert!(text.ends_with(['1', '3', '5', '7', '9']), "{text}");
        let as_double = text.parse::<f64>().unwrap();
        assert_ne!(format!("{as_double:.0}"), text);
        let lost = format!("/v4/payments/{as_double:.0}/refund");
        assert_eq!(shop.post(&lost, &json!({"refundAmount": 1}))["returnCode"], "1150");
        assert_eq!(shop.row(order).unwrap()["transaction_id"], text);
    }
}

#[test]
fn customers_pay_by_different_means() {
    let shop = Shop::start();
    let cases: [(&str, &[(&str, i64)]); 5] = [
        ("39", &[("BALANCE", 37)]),
        ("9901", &[("BALANCE", 37)]),
        ("9902", &[("CREDIT_CARD", 37)]),
        ("9903", &[("POINT", 37)]),
        ("9904", &[("POINT", 18), ("BALANCE", 19)]),
    ];
    for (start, expected) in cases {
        let info = shop.paid(start, &code(start), 37);
        let expected: Vec<_> = expected
            .iter()
            .map(|(method, amount)| ((*method).to_owned(), *amount))
            .collect();
        assert_eq!(means(&info), expected, "{start}");
        assert_eq!(means(&shop.check(start)["info"]), expected, "{start}");
        assert_eq!(means(&shop.details(start)), expected, "{start}");
    }
    let info = shop.paid("one-dollar", &code("9904"), 1);
    assert_eq!(means(&info), [("BALANCE".to_owned(), 1)]);
}

#[test]
fn the_provider_may_be_another() {
    let shop = Shop::start();
    assert_eq!(shop.paid("A", &code("9905"), 1)["paymentProvider"], "EPI");
    assert_eq!(shop.check("A")["info"]["paymentProvider"], "EPI");
}

#[test]
fn a_customer_may_have_an_invoice_carrier() {
    let shop = Shop::start();
    for (start, carrier) in [("9906", "/TWPOS00"), ("9907", "TWPOS00")] {
        let cards = json!([{"cardType": "MOBILE_CARRIER", "cardId": carrier}]);
        let expected = json!({"affiliateCards": cards});
        assert_eq!(shop.paid(start, &code(start), 1)["merchantReference"], expected);
        assert_eq!(shop.check(start)["info"]["merchantReference"], expected);
    }
}

#[test]
fn the_means_may_be_missing_until_check_tells_them() {
    let shop = Shop::start();
    assert!(shop.paid("A", &code("9908"), 36).get("payInfo").is_none());
    assert_eq!(means(&shop.check("A")["info"]), [("BALANCE".to_owned(), 36)]);
}

#[test]
fn less_than_was_asked_may_be_paid() {
    let shop = Shop::start();
    assert_eq!(means(&shop.paid("A", &code("9909"), 36)), [("BALANCE".to_owned(), 35)]);
    assert_eq!(means(&shop.check("A")["info"]), [("BALANCE".to_owned(), 35)]);
    assert_eq!(shop.ledger()["totals"]["paid"], 35);
    assert_eq!(shop.refund("A", 36)["returnCode"], "1164");
    assert_eq!(shop.refund("A", 35)["returnCode"], "0000");
}

#[test]
fn any_code_can_be_told_with_and_without_a_charge() {
    let shop = Shop::start();
    for told in [
        "1101", "1110", "1133", "1142", "1152", "1172", "1179", "1198", "1199", "1280", "1298", "1900", "9000", "7777",
    ] {
        let ends = [
            ("9911", "1150", None),
            ("9912", "FAIL", Some("failed")),
            ("9913", "COMPLETE", Some("done")),
        ];
        for (kind, status, standing) in ends {
            let order = format!("{kind}-{told}");
            let reply = shop.pay(&order, &code(&format!("{kind}{told}")), 36);
            assert_eq!(reply["returnCode"], told, "{order}");
            assert!(reply["returnMessage"] == "-" && reply.get("info").is_none(), "{reply}");
            assert_eq!(shop.status(&order), status, "{order}");
            assert_eq!(shop.standing(&order).as_deref(), standing, "{order}");
        }
    }
    assert_eq!(shop.ledger()["totals"]["paid"], 14 * 36);
}

#[test]
fn an_error_may_have_the_older_shape() {
    let shop = Shop::start();
    let reply = shop.pay("A", &code("99141104"), 36);
    assert_eq!(reply, json!({"resultCode": 1104, "statusMessage": "-"}));
    assert_eq!(shop.row("A"), None);
}

#[test]
fn a_payment_may_be_in_progress_and_then_complete() {
    let shop = Shop::start();
    assert_eq!(shop.pay("A", &code("99210600"), 36)["returnCode"], "1145");
    assert_eq!(
        (shop.status("A"), shop.standing("A").unwrap()),
        ("1145".into(), "in_progress".into())
    );
    assert_eq!(shop.refund("A", 36)["returnCode"], "1145");
    assert_eq!(
        shop.get("/v4/payments", "orderId=A")["returnCode"],
        "1150",
        "no payment to show"
    );
    assert_eq!(shop.ledger()["totals"]["paid"], 0);
    shop.forward(600);
    assert_eq!(
        (shop.status("A"), shop.standing("A").unwrap()),
        ("COMPLETE".into(), "done".into())
    );
    assert_eq!(shop.ledger()["totals"]["paid"], 36);
}

#[test]
fn a_customer_may_have_to_finish_and_ends_in_three_ways() {
    let shop = Shop::start();
    for (kind, status, standing) in [
        ("9922", "COMPLETE", "done"),
        ("9923", "CANCEL", "cancelled"),
        ("9924", "FAIL", "failed"),
    ] {
        assert_eq!(shop.pay(kind, &code(&format!("{kind}0600")), 36)["returnCode"], "1169");
        let checked = shop.check(kind);
        assert_eq!(checked["info"]["status"], "AUTH_READY");
        assert!(checked["info"].get("payInfo").is_none(), "{checked}");
        shop.forward(600);
        assert_eq!(
            (shop.status(kind), shop.standing(kind).unwrap()),
            (status.into(), standing.into())
        );
    }
    assert_eq!(shop.refund("9923", 36)["returnCode"], "1155", "nothing was paid");
}

#[test]
fn a_customer_has_twenty_minutes() {
    let shop = Shop::start();
    shop.pay("A", &code("99229999"), 36);
    shop.forward(900);
    assert_eq!(shop.status("A"), "AUTH_READY");
    shop.forward(300);
    assert_eq!(shop.status("A"), "CANCEL");
}

#[test]
fn a_payment_may_be_seen_late() {
    let shop = Shop::start();
    assert_eq!(shop.pay("A", &code("99250600"), 36)["returnCode"], "0000");
    assert_eq!(shop.pay("B", &code("99260600"), 36)["returnCode"], "1199");
    for order in ["A", "B"] {
        assert_eq!(
            (shop.status(order), shop.standing(order).unwrap()),
            ("1150".into(), "done".into())
        );
        assert_eq!(shop.refund(order, 36)["returnCode"], "1150");
        assert_eq!(
            shop.get("/v4/payments", &format!("orderId={order}"))["returnCode"],
            "1150"
        );
    }
    shop.forward(600);
    for order in ["A", "B"] {
        assert_eq!(shop.status(order), "COMPLETE");
    }
}
