//! The e-invoice that a query tells of.

use crate::mypay_support::*;
use crate::support::*;
use serde_json::{Value, json};

fn invoiced(order: &Value) -> Value {
    with(
        order,
        json!({"issue_invoice_state": 1, "invoice_input_type": 2, "invoice_love_code": "1234"}),
    )
}

fn detail(asked: &Value) -> Vec<Value> {
    serde_json::from_str(asked["invoice_order_detail"].as_str().unwrap()).unwrap()
}

fn text<'a>(asked: &'a Value, name: &str) -> &'a str {
    asked[name].as_str().unwrap()
}

#[test]
fn one_is_issued_when_the_money_comes_as_in_the_sample() {
    let fixture = start();
    let store = store(&fixture);
    let made = store.order(&invoiced(&voucher_order("A")));
    let before = store.query(&made);
    assert_eq!(
        (&before["invoice_state"], &before["invoice_number"]),
        (&json!(1), &json!(""))
    );
    store.act(&made, "action=pay");
    let asked = store.query(&made);
    assert_eq!(asked["invoice_state"], 2);
    let (track, number, random) = (
        text(&asked, "invoice_wordtrack"),
        text(&asked, "invoice_number"),
        text(&asked, "invoice_rand_code"),
    );
    assert_eq!((track.len(), number.len(), random.len()), (2, 8, 4));
    assert_eq!(text(&asked, "invoice_date").len(), 14);
    assert_eq!(asked["invoice_love_code"], "1234");
    let amounts = ["invoice_amount", "invoice_sales_amount", "invoice_tax_amount"];
    assert_eq!(amounts.map(|name| text(&asked, name)), ["900", "900", "0"]);
    let barcode = text(&asked, "invoice_middle_barcode");
    assert_eq!(
        (barcode.len(), &barcode[5..]),
        (19, format!("{track}{number}{random}").as_str())
    );
    let left = text(&asked, "invoice_left_qrcode");
    assert!(left.starts_with(&format!("{track}{number}")), "{left}");
    assert_eq!(&left[21..37], "0000038400000384");
    assert!(left.ends_with(":**********:3:3:1:好棒棒麻辣鍋湯包:1:1000:"), "{left}");
    assert_eq!(text(&asked, "invoice_right_qrcode"), "**VIP免費券:1:-50:好食券:1:-50");
    assert_eq!(
        detail(&asked),
        [
            json!({"Description": "好棒棒麻辣鍋湯包", "Quantity": "1", "UnitPrice": "1000", "Amount": "1000"}),
            json!({"Description": "VIP免費券", "Quantity": "1", "UnitPrice": "-50", "Amount": "-50"}),
            json!({"Description": "好食券", "Quantity": "1", "UnitPrice": "-50", "Amount": "-50"}),
        ]
    );
    assert_eq!(asked["invoice_allowance"], json!([]));
}

#[test]
fn none_is_issued_unless_the_order_says_so_and_is_paid() {
    let fixture = start();
    let store = store(&fixture);
    for (number, state) in [json!(null), json!(0), json!(2)].into_iter().enumerate() {
        let order = with(
            &plain_order(&format!("A-{number}"), 100),
            json!({"issue_invoice_state": state}),
        );
        let made = store.order(&order);
        store.act(&made, "action=pay");
        let asked = store.query(&made);
        assert_eq!(
            (&asked["invoice_state"], &asked["invoice_number"]),
            (&json!(0), &json!(""))
        );
    }
    let made = store.order(&invoiced(&plain_order("B", 100)));
    store.act(&made, "action=fail");
    assert_eq!(store.query(&made)["invoice_state"], 0);
}

#[test]
fn the_amount_is_with_or_without_the_paid_vouchers() {
    let fixture = start();
    let store = store(&fixture);
    let made = store.order(&with(
        &invoiced(&voucher_order("A")),
        json!({"voucher_invoice_type": "2"}),
    ));
    store.act(&made, "action=pay");
    let asked = store.query(&made);
    assert_eq!(asked["invoice_amount"], "950");
    assert_eq!(detail(&asked).len(), 2, "the paid voucher is no discount");
}

#[test]
fn a_company_sees_the_tax() {
    let fixture = start();
    let store = store(&fixture);
    let company = json!({"issue_invoice_state": 1, "invoice_input_type": 1, "invoice_tax_id": "28915188"});
    let made = store.order(&with(&plain_order("A", 900), company));
    store.act(&made, "action=pay");
    let asked = store.query(&made);
    let amounts = [
        "invoice_amount",
        "invoice_sales_amount",
        "invoice_tax_amount",
        "invoice_buyer_ban",
    ];
    assert_eq!(amounts.map(|name| text(&asked, name)), ["900", "857", "43", "28915188"]);
    assert_eq!(&text(&asked, "invoice_left_qrcode")[21..45], "000003590000038428915188");
}

#[test]
fn a_refund_voids_it_or_reduces_it() {
    let fixture = start();
    let store = store(&fixture);
    let paid = |id: &str| {
        let made = store.order(&invoiced(&plain_order(id, 100)));
        store.act(&made, "action=pay");
        made
    };
    let refund = |made: &Value, cost: i64, changes: Value| {
        let refund = with(&refund_of(made, &store.store_uid, cost), changes);
        let done = store.call("api/refund", &refund);
        assert_eq!(done["code"], "B200", "{done}");
        done["row_data"]["refund_uid"].clone()
    };
    let whole = paid("WHOLE");
    refund(&whole, 100, json!({}));
    assert_eq!(store.query(&whole)["invoice_state"], 4);

    let anew = paid("ANEW");
    let number = store.query(&anew)["invoice_number"].clone();
    refund(&anew, 40, json!({"items": [item(40)], "invoice_state": "4"}));
    let asked = store.query(&anew);
    assert_eq!(
        (&asked["invoice_state"], &asked["invoice_amount"]),
        (&json!(2), &json!("60"))
    );
    assert_ne!(asked["invoice_number"], number);
    let total: i64 = detail(&asked)
        .iter()
        .map(|line| line["Amount"].as_str().unwrap().parse::<i64>().unwrap())
        .sum();
    assert_eq!(total, 60);

    let reduced = paid("REDUCED");
    let uid = refund(&reduced, 40, json!({"items": [item(40)], "invoice_state": 6}));
    let asked = store.query(&reduced);
    assert_eq!(
        (&asked["invoice_state"], &asked["invoice_amount"]),
        (&json!(6), &json!("100"))
    );
    let allowances = asked["invoice_allowance"].as_array().unwrap();
    assert_eq!(allowances.len(), 1);
    assert_eq!((&allowances[0]["uid"], &allowances[0]["amount"]), (&uid, &json!("40")));
    let lines: Value = serde_json::from_str(allowances[0]["order_detail"].as_str().unwrap()).unwrap();
    assert_eq!(
        names(&lines[0]),
        ["SeqNo", "ItemID", "ItemName", "Qty", "TotalAmount", "RateType"]
    );
    assert_eq!(lines[0]["TotalAmount"], "40");

    let cancelled = paid("CANCELLED");
    store.act(&cancelled, "action=cancel");
    assert_eq!(store.query(&cancelled)["invoice_state"], 4);
}

#[test]
fn the_pay_page_prints_none() {
    let fixture = start();
    let store = store(&fixture);
    let printed = json!({"issue_invoice_state": 1, "invoice_input_type": 3});
    let refused = store.call("api/orders", &with(&plain_order("A", 100), printed.clone()));
    assert_eq!(refused["code"], "100");
    assert!(text(&refused, "msg").contains("invoice_input_type"), "{refused}");
    let scanned = store.call("api/transaction", &with(&scan("B", SCANNED, 100), printed));
    assert_eq!(scanned["code"], "250", "in the store the till prints");
    let without = json!({"issue_invoice_state": 0, "invoice_input_type": 3});
    store.order(&with(&plain_order("C", 100), without));
}
