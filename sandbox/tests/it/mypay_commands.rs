//! MYPAY's four commands: what each does, and the reply table that it fills.

use crate::mypay_support::*;
use crate::support::*;
use serde_json::{Value, json};

#[test]
fn an_order_number_is_taken_once() {
    let fixture = start();
    let store = store(&fixture);
    let first = store.order(&plain_order("A", 100));
    let second = store.call("api/orders", &plain_order("A", 100));
    assert_eq!(second["code"], "100");
    assert!(second["msg"].as_str().unwrap().contains("order_id"), "{second}");
    let scanned = store.call("api/transaction", &scan("A", SCANNED, 100));
    assert_eq!(scanned["code"], "100");
    assert_eq!(store.query(&first)["prc"], "200");
    assert_eq!(mypay_ledger(&fixture)["totals"]["paid"], 0);
}

#[test]
fn a_query_fills_every_row_of_its_table() {
    let fixture = start();
    let store = store(&fixture);
    let made = store.order(&with(&voucher_order("A"), json!({"echo_2": "mine"})));
    let pending = store.query(&made);
    // The rows of the document's sample; those of the table in its order.
    let expected = "key prc cardno acode card_type issuing_bank issuing_bank_uid is_agent_charge transaction_mode \
                    supplier_name supplier_code order_id user_id uid cost currency actual_cost actual_currency \
                    voucher_paid voucher_free price actual_price recharge_code love_cost retmsg pay_mode_uid store_group_id pfn trans_type redeem \
                    payment_name nois group_id bank_id expired_date result_type result_content_type result_content \
                    finishtime appropriation_date";
    let rows: Vec<&str> = expected.split_whitespace().collect();
    assert_eq!(names(&pending)[..rows.len()], rows);
    let rest = &names(&pending)[rows.len()..];
    for name in [
        "invoice_state",
        "invoice_b2b_address",
        "invoice_allowance",
        "refund_order",
        "cancel_order",
        "echo_4",
    ] {
        assert!(rest.contains(&name), "{name}");
    }
    let of = |reply: &Value, name: &str| reply[name].clone();
    assert_eq!(
        (of(&pending, "prc"), of(&pending, "actual_cost")),
        (json!("200"), json!(0))
    );
    assert_eq!(
        (of(&pending, "echo_2"), of(&pending, "is_agent_charge")),
        (json!("mine"), json!(1))
    );

    store.act(&made, "action=pay");
    let paid = store.query(&made);
    assert_eq!(
        (of(&paid, "prc"), of(&paid, "retmsg")),
        (json!("250"), json!("付款完成"))
    );
    assert_eq!((of(&paid, "cost"), of(&paid, "actual_cost")), (json!(900), json!(900)));
    assert_eq!(
        (of(&paid, "uid"), of(&paid, "pfn")),
        (made["uid"].clone(), json!("CREDITCARD"))
    );
    assert_eq!(paid["voucher_paid"], voucher_order("A")["voucher_paid"]);
    assert_eq!(paid["finishtime"].as_str().unwrap().len(), 14);
    assert_eq!(names(&paid), names(&pending));

    let wrong_key = with(&made, json!({"key": "0".repeat(32)}));
    for unknown in [wrong_key, json!({"uid": 1, "key": made["key"]})] {
        let reply = store.query(&unknown);
        assert_eq!(reply["code"], "100");
        assert!(reply["msg"].as_str().unwrap().contains("uid, key"), "{reply}");
    }
}

#[test]
fn a_scanned_code_is_charged_at_once() {
    let fixture = start();
    let store = store(&fixture);
    let paid = store.call("api/transaction", &scan("A", SCANNED, 900));
    assert_eq!(
        names(&paid),
        [
            "code",
            "msg",
            "uid",
            "key",
            "finishtime",
            "order_id",
            "cost",
            "actual_cost",
            "pfn"
        ]
    );
    assert_eq!((&paid["code"], &paid["order_id"]), (&json!("250"), &json!("A")));
    assert_eq!((&paid["cost"], &paid["actual_cost"]), (&json!("900"), &json!("900")));
    assert_eq!(mypay_ledger(&fixture)["wallets"][SCANNED], 99_100);
    assert_eq!(store.query(&paid)["prc"], "250");

    let wallets = [
        ("LINEPAYOFF", json!({"linepayCode": "123456789012345678"}), "LINEPAYOFF"),
        ("16", json!({"linepayCode": "123456789012345678"}), "LINEPAYOFF"),
        ("PIOFF", json!({"piCode": "PI0123456789ABCDEF"}), "PIOFF"),
        (
            "JKOOF",
            json!({"jkoCode": "22A456789012345678", "posId": "", "posTradeTime": "2024/05/22 12:34:56", "remark": ""}),
            "JKOOFF",
        ),
        ("98", json!({"qrCode": "IC0123456789ABCDEF"}), "ICASH"),
    ];
    for (number, (pfn, data, wallet)) in wallets.into_iter().enumerate() {
        let changes = json!({"pfn": pfn, "data_json": data.to_string()});
        let paid = store.call("api/transaction", &with(&scan(&format!("W{number}"), "", 1), changes));
        assert_eq!((&paid["code"], &paid["pfn"]), (&json!("250"), &json!(wallet)), "{pfn}");
    }
    let too_much = store.call("api/transaction", &scan("B", SCANNED, 99_101));
    assert_eq!(
        (&too_much["code"], &too_much["actual_cost"]),
        (&json!("300"), &json!("0"))
    );
    assert_eq!(mypay_ledger(&fixture)["wallets"][SCANNED], 99_100);
    assert_eq!(
        mypay_ledger(&fixture)["totals"],
        json!({"paid": 905, "refunded": 0, "cancelled": 0})
    );
}

#[test]
fn what_is_around_a_scanned_code_is_checked() {
    let fixture = start();
    let store = store(&fixture);
    let cases = [
        (json!({"pfn": null}), "pfn: is missing"),
        (json!({"pfn": "CREDITCARD"}), "pfn: must be"),
        (json!({"data_json": null}), "data_json: is missing"),
        (
            json!({"data_json": {"qrCode": SCANNED}}),
            "data_json: must be the text of a JSON object",
        ),
        (
            json!({"data_json": "[]"}),
            "data_json: must be the text of a JSON object",
        ),
        (json!({"data_json": "{}"}), "data_json: qrCode is missing"),
        (json!({"data_json": "{\"qrCode\":\" \"}"}), "data_json: qrCode is empty"),
        (
            json!({"pfn": "JKOOFF", "data_json": "{\"jkoCode\":\"1\"}"}),
            "data_json: posId is missing",
        ),
    ];
    for (changes, problem) in cases {
        let reply = store.call("api/transaction", &with(&scan("A", SCANNED, 1), changes));
        assert_eq!(reply["code"], "100", "{problem}");
        assert!(reply["msg"].as_str().unwrap().contains(problem), "{problem}: {reply}");
    }
}

#[test]
fn special_codes_lead_to_the_other_states() {
    let fixture = start();
    let store = store(&fixture);
    let scanned = |id: &str, code: &str| store.call("api/transaction", &scan(id, code, 100));
    let waiting = scanned("A", "MYTWPOSWAIT0000000");
    assert_eq!(
        (&waiting["code"], &waiting["actual_cost"]),
        (&json!("280"), &json!("0"))
    );
    store.act(&waiting, "action=pay");
    assert_eq!(store.query(&waiting)["prc"], "250");
    assert_eq!(mypay_ledger(&fixture)["wallets"]["MYTWPOSWAIT0000000"], 99_900);

    let unsure = scanned("B", "MYTWPOSCONFIRM0000");
    assert_eq!(unsure["code"], "A0001");
    store.act(&unsure, "action=fail");
    assert_eq!(store.query(&unsure)["prc"], "300");

    assert_eq!(scanned("C", "MYTWPOSFAIL0000000")["code"], "300");
    let different = scanned("D", "MYTWPOSDIFFERENT00");
    assert_eq!(
        (&different["code"], &different["actual_cost"]),
        (&json!("290"), &json!("101"))
    );
    let statuses: Vec<Value> = mypay_ledger(&fixture)["orders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|order| order["status"].clone())
        .collect();
    assert_eq!(statuses, ["paid", "failed", "failed", "paid_with_different_amount"]);
}

#[test]
fn a_voucher_order_is_refunded_whole() {
    let fixture = start();
    let store = store(&fixture);
    let made = store.order(&voucher_order("A"));
    store.act(&made, "action=pay");
    let vouchers = json!({"voucher_paid": [{"product_id": "P01", "serial_number": "P1635306439"}]});
    let refund = with(&refund_of(&made, &store.store_uid, 900), vouchers);
    let refused = |changes: Value, problem: &str| {
        let reply = store.call("api/refund", &with(&refund, changes));
        assert_eq!(reply["code"], "B500", "{problem}");
        assert!(reply["msg"].as_str().unwrap().contains(problem), "{problem}: {reply}");
    };
    refused(json!({"voucher_paid": null}), "voucher_paid");
    refused(
        json!({"voucher_paid": [{"product_id": "P01", "serial_number": "X"}]}),
        "voucher_paid",
    );
    refused(json!({"cost": 899}), "cost");
    refused(json!({"key": "0"}), "uid, key");
    refused(json!({"cost": 0}), "cost");

    let done = store.call("api/refund", &refund);
    assert_eq!(names(&done), ["row_data", "key", "uid", "code", "msg"]);
    assert_eq!((&done["code"], &done["msg"]), (&json!("B200"), &json!("執行成功")));
    assert_eq!(
        done["uid"],
        made["uid"].to_string(),
        "text here, a number in the row, as in the sample"
    );
    let row = &done["row_data"];
    let expected = "uid refund_uid key prc finishtime order_id user_id cost currency actual_cost voucher_paid \
                    actual_currency retmsg pfn payment_name nois group_id refund_type expected_refund_date echo_0 \
                    echo_1 echo_2 echo_3 echo_4";
    assert_eq!(names(row), expected.split_whitespace().collect::<Vec<_>>());
    assert_eq!(
        (&row["uid"], &row["prc"], &row["cost"]),
        (&made["uid"], &json!("230"), &json!(900))
    );
    assert_ne!(row["refund_uid"], made["uid"]);
    assert_eq!(row["voucher_paid"][0]["issuer"], 1, "a number in this sample only");

    let asked = store.query(&made);
    assert_eq!(
        (&asked["prc"], asked["refund_order"].as_array().unwrap().len()),
        (&json!("250"), 1)
    );
    let row = &asked["refund_order"][0];
    assert_eq!(
        (&row["uid"], &row["prc"]),
        (&done["row_data"]["refund_uid"], &json!("230"))
    );
    assert_eq!(row["cost"], 900);
    assert_eq!(mypay_ledger(&fixture)["orders"][0]["status"], "refunded");
    refused(json!({}), "cost");
}

#[test]
fn a_plain_order_is_refunded_in_parts() {
    let fixture = start();
    let store = store(&fixture);
    let paid = store.call("api/transaction", &scan("A", SCANNED, 100));
    let by_items = |items: Value, cost: i64| {
        let refund = with(&refund_of(&paid, &store.store_uid, cost), json!({"items": items}));
        store.call("api/refund", &refund)["code"].clone()
    };
    assert_eq!(by_items(json!([item(40)]), 41), "B500", "the items make 40");
    assert_eq!(
        by_items(json!([with(&item(40), json!({"name": "別的"}))]), 40),
        "B500",
        "never ordered"
    );
    assert_eq!(
        by_items(json!([with(&item(40), json!({"name": null}))]), 40),
        "B500",
        "no name"
    );
    assert_eq!(by_items(json!([item(40)]), 40), "B200");
    assert_eq!(mypay_ledger(&fixture)["orders"][0]["status"], "part_refunded");
    assert_eq!(store.refund(&paid, 61)["code"], "B500");
    assert_eq!(store.refund(&paid, 60)["code"], "B200");
    let ledger = mypay_ledger(&fixture);
    assert_eq!(ledger["totals"], json!({"paid": 100, "refunded": 100, "cancelled": 0}));
    assert_eq!(ledger["wallets"][SCANNED], 100_000);
    let refunds = ledger["orders"][0]["refunds"].as_array().unwrap();
    assert_eq!((&refunds[0]["cost"], &refunds[1]["cost"]), (&json!(40), &json!(60)));
    assert_ne!(refunds[0]["refund_uid"], refunds[1]["refund_uid"]);

    let unpaid = store.order(&plain_order("B", 10));
    assert_eq!(store.refund(&unpaid, 10)["code"], "B500");
    let invoiced = store.call(
        "api/transaction",
        &with(&scan("C", SCANNED, 10), json!({"issue_invoice_state": 1})),
    );
    let reply = store.refund(&invoiced, 4);
    assert!(
        reply["msg"].as_str().unwrap().contains("items"),
        "an e-invoice needs them: {reply}"
    );
    assert_eq!(store.refund(&invoiced, 10)["code"], "B200", "but not for all of it");
}

/// 附錄二: a till meets each of them here first.
#[test]
fn a_scanned_code_leads_to_any_state() {
    let fixture = start();
    let store = store(&fixture);
    let states = "200 245 247 250 260 265 270 275 280 282 284 290 300 380 400 600 A0001 A0002";
    for prc in states.split_whitespace() {
        let code = format!("{:0<18}", format!("MYTWPOSPRC{prc}"));
        let reply = store.call("api/transaction", &scan(prc, &code, 100));
        assert_eq!(reply["code"], prc);
        assert_eq!(store.query(&reply)["prc"], prc);
        let paid = match prc {
            "250" | "600" => "100",
            "290" => "101",
            _ => "0",
        };
        assert_eq!(reply["actual_cost"], paid, "{prc}");
    }
    assert_eq!(mypay_ledger(&fixture)["totals"]["paid"], 301);
}

/// 『幣別類型』 CNY: two decimals, exact from the order to the refund and over a restart.
#[test]
fn renminbi_have_decimals_and_dollars_have_none() {
    let fixture = start();
    let store = store(&fixture);
    let order = |id: &str, currency: &str, cost: &str| {
        let item = json!({"id": "1", "name": "湯包", "cost": cost, "amount": "1", "total": cost});
        with(
            &plain_order(id, 1),
            json!({"cost": cost, "currency": currency, "items": [item]}),
        )
    };
    let refused = store.call("api/orders", &order("TWD", "TWD", "12.50"));
    assert_eq!(refused["code"], "100");
    let msg = refused["msg"].as_str().unwrap();
    for field in [
        "cost: must be whole",
        "items[0] cost: must be whole",
        "items[0] total: must be whole",
    ] {
        assert!(msg.contains(field), "{msg}");
    }

    let made = store.order(&order("CNY", "CNY", "205.40"));
    store.act(&made, "action=pay");
    let asked = store.query(&made);
    let told = ["prc", "cost", "actual_cost", "currency"].map(|name| asked[name].as_str().unwrap());
    assert_eq!(told, ["250", "205.40", "205.40", "CNY"]);
    assert_eq!(
        store.call(
            "api/refund",
            &with(&refund_of(&made, &store.store_uid, 1), json!({"cost": "205.41"}))
        )["code"],
        "B500"
    );
    let part = with(&refund_of(&made, &store.store_uid, 1), json!({"cost": "5.40"}));
    assert_eq!(store.call("api/refund", &part)["row_data"]["cost"], "5.40");
    assert_eq!(store.query(&made)["refund_order"][0]["actual_cost"], "5.40");
    assert_eq!(store.refund(&made, 200)["code"], "B200");
    let scanned = with(
        &order("SCAN", "CNY", "0.05"),
        json!({"pfn": "98", "data_json": "{\"qrCode\":\"391234567890123456\"}"}),
    );
    assert_eq!(store.call("api/transaction", &scanned)["cost"], "0.05");
    let ledger = mypay_ledger(&fixture);
    assert_eq!(ledger["wallets"][SCANNED], "99999.95");
    assert_eq!(
        ledger["totals"],
        json!({"paid": "205.45", "refunded": "205.40", "cancelled": 0})
    );

    let dollars = store.order(&plain_order("PAGE", 100));
    assert_eq!(store.act(&dollars, "action=pay&amount=99.5").status, 409);
}

/// Vouchers may pay all of an order: nothing is to be paid, and 0 goes back once.
#[test]
fn an_order_that_vouchers_pay_costs_nothing() {
    let fixture = start();
    let store = store(&fixture);
    let made = store.order(&with(&voucher_order("A"), json!({"cost": 0, "items": [item(100)]})));
    store.act(&made, "action=pay");
    assert_eq!(store.query(&made)["prc"], "250");
    let vouchers = json!({"voucher_paid": [{"product_id": "P01", "serial_number": "P1635306439"}]});
    let refund = with(&refund_of(&made, &store.store_uid, 0), vouchers);
    assert_eq!(store.call("api/refund", &refund)["code"], "B200");
    assert_eq!(mypay_ledger(&fixture)["orders"][0]["status"], "refunded");
    assert_eq!(store.call("api/refund", &refund)["code"], "B500", "once");
    let paid = store.call("api/transaction", &scan("B", SCANNED, 100));
    assert_eq!(store.refund(&paid, 0)["code"], "B500");
}
