//! The page on which an order is paid, as a browser and as curl see it.

use crate::mypay_support::*;
use crate::support::*;
use serde_json::json;

fn page(fixture: &Fixture, path: &str) -> (u16, String) {
    let reply = exchange(&mut fixture.connect(), &http_request("GET", path, &[], b"")).unwrap();
    (reply.status, String::from_utf8(reply.body).unwrap())
}

#[test]
fn a_browser_finds_order_amount_and_two_buttons_at_the_url_of_the_reply() {
    let fixture = start();
    let store = store(&fixture);
    let made = store.order(&plain_order("<script>\"A\" & 'B'", 1234));
    let path = made["url"]
        .as_str()
        .unwrap()
        .strip_prefix(fixture.sandbox.url())
        .unwrap()
        .to_owned();
    let (status, html) = page(&fixture, &path);
    assert_eq!(status, 200);
    assert!(
        html.contains("&lt;script&gt;&quot;A&quot; &amp; &#39;B&#39;") && !html.contains("<script>"),
        "{html}"
    );
    assert!(html.contains("1234"));
    for action in ["pay", "give_up"] {
        assert!(html.contains(&format!("name=\"action\" value=\"{action}\"")), "{html}");
    }
    store.act(&made, "action=pay");
    let (_, html) = page(&fixture, &path);
    assert!(html.contains("250") && !html.contains("<button"), "{html}");
    assert_eq!(page(&fixture, "/payment/1.html").0, 404);
}

#[test]
fn every_action_leads_to_its_state() {
    let fixture = start();
    let store = store(&fixture);
    let cases: &[(&[&str], &str, i64)] = &[
        (&["action=pay"], "250", 100),
        (&["action=pay&amount=100"], "250", 100),
        (&["action=pay&amount=90"], "290", 90),
        (&["action=give_up"], "A0002", 0),
        (&["action=fail"], "300", 0),
        (&["action=transfer"], "270", 0),
        (&["action=transfer", "action=pay"], "250", 100),
        (&["action=transfer", "action=expire"], "380", 0),
        (&["action=transfer", "action=expire", "action=pay"], "290", 100),
        (&["action=pay", "action=settle"], "600", 100),
        (&["action=break"], "400", 0),
        (&["action=break", "action=pay"], "250", 100),
        (&["action=store_code"], "260", 0),
        (&["action=store_code", "action=pay"], "250", 100),
        (&["action=store_code", "action=expire"], "380", 0),
        (&["action=wait"], "280", 0),
        (&["action=wait", "action=pay"], "250", 100),
        (&["action=wait", "action=fail"], "300", 0),
        (&["action=authorize"], "245", 0),
        (&["action=authorize", "action=pay"], "250", 100),
        (&["action=authorize", "action=capture"], "247", 0),
        (&["action=authorize", "action=capture", "action=pay"], "250", 100),
        (&["action=authorize", "action=cancel"], "220", 0),
        (&["action=bind"], "265", 0),
        (&["action=bind", "action=give_up"], "A0002", 0),
        (&["action=bind", "action=review"], "275", 0),
        (&["action=bind", "action=review", "action=pay"], "250", 100),
        (&["action=bind", "action=review", "action=fail"], "300", 0),
        (&["action=apply"], "282", 0),
        (&["action=apply", "action=fail"], "300", 0),
        (&["action=apply", "action=approve"], "284", 0),
        (&["action=apply", "action=approve", "action=pay"], "250", 100),
        (&["action=apply", "action=approve", "action=fail"], "300", 0),
        (&["action=cancel"], "220", 0),
        (&["action=pay", "action=cancel"], "220", 100),
    ];
    for (number, (actions, prc, actual_cost)) in cases.iter().enumerate() {
        let made = store.order(&plain_order(&format!("CASE-{number}"), 100));
        for action in *actions {
            assert_eq!(store.act(&made, action).status, 200, "{actions:?}");
        }
        let asked = store.query(&made);
        assert_eq!(
            (&asked["prc"], &asked["actual_cost"]),
            (&json!(prc), &json!(actual_cost)),
            "{actions:?}"
        );
        let cancelled = asked["cancel_order"].as_array().unwrap();
        assert_eq!(cancelled.len(), usize::from(*prc == "220"), "{actions:?}");
    }
    let totals = fixture.sandbox.ledger()["mypay"]["totals"].clone();
    assert_eq!(totals, json!({"paid": 1390, "refunded": 0, "cancelled": 100}));
}

#[test]
fn what_cannot_happen_does_not() {
    let fixture = start();
    let store = store(&fixture);
    let made = store.order(&plain_order("A", 100));
    for action in ["action=expire", "action=settle"] {
        assert_eq!(store.act(&made, action).status, 409, "{action}");
    }
    for form in [
        "",
        "action=fly",
        "action=pay&amount=0",
        "action=pay&amount=x",
        "action=fail&amount=1",
        "action=store_code&store=SEVEN",
        "action=store_code&amount=5",
        "action=pay&store=IBON",
    ] {
        assert_eq!(store.act(&made, form).status, 400, "{form}");
    }
    for (first, then) in [
        ("bind", "pay"),
        ("bind", "fail"),
        ("apply", "pay"),
        ("apply", "capture"),
        ("authorize", "give_up"),
        ("authorize", "review"),
        ("wait", "expire"),
        ("transfer", "store_code"),
    ] {
        let made = store.order(&plain_order(&format!("{first}-{then}"), 100));
        assert_eq!(store.act(&made, &format!("action={first}")).status, 200, "{first}");
        assert_eq!(
            store.act(&made, &format!("action={then}")).status,
            409,
            "{first} {then}"
        );
    }
    store.act(&made, "action=pay");
    for action in ["action=pay", "action=give_up", "action=transfer", "action=fail"] {
        assert_eq!(store.act(&made, action).status, 409, "{action}");
    }
    assert_eq!(store.refund(&made, 1)["code"], "B200");
    assert_eq!(store.act(&made, "action=cancel").status, 409);
    assert_eq!(store.act(&json!({"uid": 1}), "action=pay").status, 404);
    assert_eq!(fixture.sandbox.ledger()["mypay"]["totals"]["paid"], 100);
}

#[test]
fn the_page_leads_back_to_the_shop() {
    let fixture = start();
    let store = store(&fixture);
    let order = |id: &str| {
        let addresses =
            json!({"success_returl": "https://shop.example/thanks", "failure_returl": "javascript:alert(1)"});
        store.order(&with(&plain_order(id, 100), addresses))
    };
    let paid = store.act(&order("A"), "action=pay");
    assert_eq!(
        (paid.status, paid.header("location")),
        (303, Some("https://shop.example/thanks"))
    );
    let given_up = store.act(&order("B"), "action=give_up");
    assert_eq!(
        (given_up.status, given_up.header("location")),
        (200, None),
        "only to web addresses"
    );
}

#[test]
fn a_virtual_account_is_described_while_it_can_be_paid() {
    let fixture = start();
    let store = store(&fixture);
    let made = store.order(&with(&plain_order("A", 100), json!({"limit_pay_days": 999_999_999})));
    store.act(&made, "action=transfer");
    let asked = store.query(&made);
    assert_eq!(
        (&asked["result_content_type"], &asked["bank_id"]),
        (&json!("E_COLLECTION"), &json!("013"))
    );
    let content: serde_json::Value = serde_json::from_str(asked["result_content"].as_str().unwrap()).unwrap();
    assert_eq!(names(&content), ["PinCode", "LimitDate", "BankCode"]);
    assert_eq!(asked["expired_date"], content["LimitDate"]);
    store.act(&made, "action=pay");
    assert_eq!(store.query(&made)["result_content"], "{}");
}

#[test]
fn a_code_for_a_store_is_described_as_its_table_says() {
    let fixture = start();
    let store = store(&fixture);
    let three = ["BarCode1", "BarCode2", "BarCode3"];
    let with_bill = [&["PinCode", "LimitDate"], &three[..], &["BarcodeEndDate"]].concat();
    let life_et = [&["PinCode"], &three[..], &["LimitDate"]].concat();
    let bill = [&three[..], &["LimitDate"]].concat();
    for (kind, tool, supplier, members) in [
        ("IBON", "CSTORECODE", "S1", &with_bill),
        ("FAMIPORT", "CSTORECODE", "S0", &with_bill),
        ("LIFEET", "CSTORECODE", "S2", &life_et),
        ("BARCODE", "BARCODE", "T0", &bill),
    ] {
        let made = store.order(&plain_order(kind, 100));
        store.act(&made, &format!("action=store_code&store={kind}"));
        let asked = store.query(&made);
        let told = ["prc", "pfn", "result_content_type", "supplier_code"].map(|name| asked[name].as_str().unwrap());
        assert_eq!(told, ["260", tool, kind, supplier]);
        let content: serde_json::Value = serde_json::from_str(asked["result_content"].as_str().unwrap()).unwrap();
        assert_eq!(names(&content), *members, "{kind}");
        assert_eq!(content["LimitDate"], asked["expired_date"]);
        for part in three {
            let text = content[part].as_str().unwrap();
            let of_code_39 = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
            assert!(text.len() >= 9 && text.bytes().all(of_code_39), "{text}");
        }
        assert!(content["BarCode3"].as_str().unwrap().ends_with("000000100"));
        store.act(&made, "action=pay");
        let paid = store.query(&made);
        let told = ["prc", "result_content_type", "result_content", "expired_date"];
        assert_eq!(told.map(|name| paid[name].as_str().unwrap()), ["250", kind, "{}", ""]);
        // Cash goes back by hand, later.
        let row = store.refund(&made, 100)["row_data"].clone();
        assert_eq!(row["refund_type"], 3);
        assert_eq!(row["expected_refund_date"].as_str().unwrap().len(), 8);
    }
}

/// 『資料內容所屬支付名稱』 has no row for some of the tools, and an order that nobody has begun to pay has none.
#[test]
fn the_type_of_the_content_is_one_of_its_table() {
    let fixture = start();
    let store = store(&fixture);
    let table = "E_COLLECTION IBON FAMIPORT LIFEET WEBATM CREDITCARD UNIONPAY SVC ABROAD ALIPAY WECHAT LINEPAYON \
                 LINEPAYOFF WECHATOFF APPLEPAY GOOGLEPAY EACH CARDLESS PION PIOFF AMEX JKOON JKOOFF ALIPAYOFF \
                 M_RECHARGE EASYWALLETON EASYWALLETOFF AFP BARCODE";
    let kind = |made: &serde_json::Value| {
        let kind = store.query(made)["result_content_type"].as_str().unwrap().to_owned();
        assert!(
            kind.is_empty() || table.split_whitespace().any(|name| name == kind),
            "{kind}"
        );
        kind
    };
    assert_eq!(kind(&store.order(&plain_order("NEW", 1))), "");
    let scanned = |code: &str| store.call("api/transaction", &scan(code, code, 1));
    assert_eq!(kind(&scanned("IC0123456789ABCDEF")), "");
    assert_eq!(kind(&scanned("123456789012345678")), "LINEPAYOFF");
    assert_eq!(kind(&scanned("MYTWPOSPRC27000000")), "LINEPAYOFF");
    for (action, expected) in [
        ("wait", "WEBATM"),
        ("authorize", "CREDITCARD"),
        ("bind", "CARDLESS"),
        ("apply", "AFP"),
    ] {
        let made = store.order(&plain_order(action, 1));
        store.act(&made, &format!("action={action}"));
        assert_eq!(kind(&made), expected);
    }
}
