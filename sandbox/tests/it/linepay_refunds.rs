//! Refunds by order and by number, and what `details` then shows.

use crate::linepay_support::*;
use serde_json::{Value, json};

fn by_number(shop: &Shop, number: &str, body: &Value) -> Value {
    shop.post(&format!("/v4/payments/{number}/refund"), body)
}

#[test]
fn all_is_refunded_once() {
    let shop = Shop::start();
    shop.paid("A", &usual(), 100);
    let reply = shop.refund("A", 100);
    assert_eq!(reply["returnCode"], "0000", "{reply}");
    let number = reply["info"]["refundTransactionId"].to_string();
    assert_eq!(number.len(), 19);
    let date = reply["info"]["refundTransactionDate"].as_str().unwrap();
    assert!(date.parse::<jiff::Timestamp>().is_ok(), "{date}");
    assert_eq!(shop.refund("A", 100)["returnCode"], "1165");
    assert_eq!(shop.refund("A", 1)["returnCode"], "1165", "nothing is left");
    let row = shop.row("A").unwrap();
    assert_eq!((&row["status"], &row["refunded"]), (&json!("refunded"), &json!(100)));
    assert_eq!(
        row["refunds"],
        json!([{"refund_transaction_id": number, "amount": 100}])
    );
    assert_eq!(shop.ledger()["totals"], json!({"paid": 100, "refunded": 100}));
}

#[test]
fn parts_are_refunded_until_nothing_is_left() {
    let shop = Shop::start();
    shop.paid("A", &usual(), 100);
    assert_eq!(shop.refund("A", 30)["returnCode"], "0000");
    // Nothing tells a repeated part from another one.
    assert_eq!(shop.refund("A", 30)["returnCode"], "0000");
    assert_eq!(shop.refund("A", 41)["returnCode"], "1164");
    assert_eq!(shop.refund("A", 100)["returnCode"], "1164");
    assert_eq!(
        (shop.status("A"), shop.standing("A").unwrap()),
        ("COMPLETE".into(), "part_refunded".into())
    );
    assert_eq!(shop.refund("A", 40)["returnCode"], "0000");
    assert_eq!(shop.refund("A", 1)["returnCode"], "1165");
    assert_eq!(shop.status("A"), "REFUND");
    assert_eq!(shop.ledger()["totals"]["refunded"], 100);
}

#[test]
fn without_an_amount_all_that_was_paid_is_meant() {
    let shop = Shop::start();
    shop.paid("A", &usual(), 100);
    let path = order_path("A", "refund");
    assert_eq!(shop.answer(&post(&path, b""))["returnCode"], "0000");
    assert_eq!(shop.row("A").unwrap()["refunded"], 100);
    shop.paid("B", &usual(), 100);
    shop.refund("B", 1);
    assert_eq!(shop.post(&order_path("B", "refund"), &json!({}))["returnCode"], "1164");
}

#[test]
fn the_two_paths_take_two_kinds_of_numbers() {
    let shop = Shop::start();
    let number = shop.paid("A", &usual(), 100)["transactionId"].to_string();
    let part = json!({"refundAmount": 1});
    assert_eq!(
        shop.refund(&number, 1)["returnCode"],
        "1150",
        "a number where the order belongs"
    );
    assert_eq!(
        by_number(&shop, "A", &part)["returnCode"],
        "2101",
        "an order where the number belongs"
    );
    assert_eq!(by_number(&shop, &number, &part)["returnCode"], "0000");
    assert_eq!(by_number(&shop, "1", &part)["returnCode"], "1150");
    assert_eq!(by_number(&shop, "99999999999999999999", &part)["returnCode"], "2101");
    assert_eq!(shop.refund("NEVER", 1)["returnCode"], "1150");
    for wrong in [json!(0), json!("1"), json!(1.5)] {
        assert_eq!(
            shop.post(&order_path("A", "refund"), &json!({"refundAmount": wrong}))["returnCode"],
            "1124"
        );
    }
    assert_eq!(shop.row("A").unwrap()["refunded"], 1);
}

#[test]
fn some_payments_are_refunded_only_wholly() {
    let shop = Shop::start();
    shop.paid("A", &code("99311115"), 100);
    let mut restricted = payment("B", &usual(), 100);
    restricted["options"] = json!({"extra": {"promotionRestriction": {"useLimit": 10, "rewardLimit": 10}}});
    assert_eq!(shop.post(PAY, &restricted)["returnCode"], "0000");
    for order in ["A", "B"] {
        assert_eq!(shop.refund(order, 99)["returnCode"], "1115", "{order}");
        assert_eq!(shop.row(order).unwrap()["refunded"], 0);
        assert_eq!(shop.refund(order, 100)["returnCode"], "0000", "{order}");
    }
}

#[test]
fn a_refund_may_be_refused() {
    let shop = Shop::start();
    for told in ["2042", "1163", "1155"] {
        shop.paid(told, &code(&format!("9931{told}")), 100);
        for amount in [1, 100] {
            assert_eq!(shop.refund(told, amount)["returnCode"], told);
        }
        assert_eq!(shop.standing(told).as_deref(), Some("done"));
    }
}

#[test]
fn a_refund_may_be_done_although_the_reply_is_an_error() {
    let shop = Shop::start();
    shop.paid("A", &code("99321199"), 100);
    assert_eq!(shop.refund("A", 30)["returnCode"], "1199");
    assert_eq!(shop.row("A").unwrap()["refunded"], 30);
    // Whoever repeats a part blindly pays twice.
    assert_eq!(shop.refund("A", 30)["returnCode"], "1199");
    assert_eq!(shop.row("A").unwrap()["refunded"], 60);
    assert_eq!(shop.refund("A", 40)["returnCode"], "1199");
    // Whoever repeats the whole is told.
    assert_eq!(shop.refund("A", 100)["returnCode"], "1165");
}

#[test]
fn the_reply_to_a_refund_may_be_lost() {
    let shop = Shop::start();
    shop.paid("A", &usual(), 100);
    let match_refund = json!({"operation": "linepay.refund", "reference": "A"});
    shop.fixture
        .inject(json!({"fault": "reset_after_commit", "match": match_refund}));
    let body = json!({"refundAmount": 100}).to_string();
    shop.send(&post(&order_path("A", "refund"), body.as_bytes()))
        .unwrap_err();
    assert_eq!(shop.standing("A").as_deref(), Some("refunded"));
    assert_eq!(shop.refund("A", 100)["returnCode"], "1165");
}

#[test]
fn check_may_go_on_saying_complete() {
    let shop = Shop::start();
    shop.paid("A", &code("9933"), 100);
    shop.refund("A", 100);
    assert_eq!(
        (shop.status("A"), shop.standing("A").unwrap()),
        ("COMPLETE".into(), "refunded".into())
    );
}

#[test]
fn details_show_refunds_as_negative() {
    let shop = Shop::start();
    let paid = shop.paid("A", &usual(), 100);
    let before = shop.details("A");
    assert_eq!(before["transactionId"], paid["transactionId"]);
    assert_eq!(before["transactionDate"], paid["transactionDate"]);
    assert_eq!((&before["orderId"], &before["currency"]), (&json!("A"), &json!("TWD")));
    assert_eq!(
        (&before["transactionType"], &before["productName"]),
        (&json!("PAYMENT"), &json!("咖啡"))
    );
    assert_eq!(before["payInfo"], json!([{"method": "BALANCE", "amount": 100}]));
    assert_eq!(before["paymentProvider"], "TSP");
    assert!(before.get("refundList").is_none());

    let first = shop.refund("A", 30)["info"].clone();
    shop.refund("A", 70);
    let list = shop.details("A")["refundList"].clone();
    assert_eq!(list[0]["refundTransactionId"], first["refundTransactionId"]);
    assert_eq!(list[0]["refundTransactionDate"], first["refundTransactionDate"]);
    assert_eq!(
        [&list[0]["refundAmount"], &list[1]["refundAmount"]],
        [&json!(-30), &json!(-70)]
    );
    assert_eq!(list[0]["transactionType"], "PARTIAL_REFUND");

    shop.paid("B", &usual(), 5);
    shop.refund("B", 5);
    let list = shop.details("B")["refundList"].clone();
    assert_eq!(
        (&list[0]["transactionType"], &list[0]["refundAmount"]),
        (&json!("REFUND"), &json!(-5))
    );
}

#[test]
fn details_are_asked_by_order_and_by_number_up_to_a_hundred() {
    let shop = Shop::start();
    let number = shop.paid("A", &usual(), 1)["transactionId"].clone();
    shop.paid("B", &usual(), 2);
    shop.pay("C", &code("99121298"), 3);
    let orders = |query: &str| -> Vec<String> {
        let reply = shop.get("/v4/payments", query);
        let list = reply["info"].as_array().unwrap().iter();
        list.map(|it| it["orderId"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        orders("orderId=A&orderId=B&orderId=C&orderId=D"),
        ["A", "B"],
        "those that were paid"
    );
    assert_eq!(orders(&format!("transactionId={number}")), ["A"]);
    let told = |query: &str| shop.get("/v4/payments", query)["returnCode"].clone();
    assert_eq!(told("orderId=C"), "1150");
    assert_eq!(told("transactionId=1"), "1150");
    assert_eq!(told(""), "2101");
    assert_eq!(told("orderId="), "2101");
    assert_eq!(told("transactionId=A"), "2101");
    let many = |count: usize| vec!["orderId=A"; count].join("&");
    assert_eq!(told(&many(100)), "0000");
    assert_eq!(told(&many(101)), "1177");
}
