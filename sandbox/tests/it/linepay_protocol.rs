//! LINE Pay's transport: headers, signatures, paths and request bodies, byte by byte.

use crate::linepay_support::*;
use serde_json::{Value, json};

/// The right headers but for one, which is left out or has another value.
fn headers_with(shop: &Shop, draft: &Draft<'_>, name: &str, value: Option<&str>) -> Vec<(&'static str, String)> {
    let headers = shop.headers(draft).into_iter();
    let changed = headers.filter_map(|(other, right)| match (other == name, value) {
        (false, _) => Some((other, right)),
        (true, value) => value.map(|value| (other, value.to_owned())),
    });
    changed.collect()
}

#[test]
fn the_golden_vectors_are_signed_alike_here() {
    let vectors: Value = serde_json::from_str(include_str!("../../../conformance/vectors/linepay.json")).unwrap();
    let secret = vectors["keys"]["channel_secret"].as_str().unwrap();
    for case in vectors["sign"].as_array().unwrap() {
        let [path, signed, nonce] = ["path", "body_or_query", "nonce"].map(|name| case[name].as_str().unwrap());
        assert_eq!(
            case["authorization"],
            sign(secret, path, signed.as_bytes(), nonce),
            "{}",
            case["name"]
        );
    }
}

#[test]
fn every_header_is_looked_at() {
    let shop = Shop::start();
    let body = payment("A", &usual(), 36).to_string();
    let draft = post(PAY, body.as_bytes());
    let cases = [
        ("X-LINE-ChannelId", None, "1106"),
        ("X-LINE-ChannelId", Some("1234567890"), "1104"),
        ("X-LINE-Authorization-Nonce", None, "1106"),
        ("X-LINE-Authorization-Nonce", Some("once"), "1106"),
        ("X-LINE-Authorization", None, "1106"),
        ("X-LINE-Authorization", Some("bm90IGEgc2lnbmF0dXJl"), "1106"),
        ("X-LINE-Authorization", Some("not base64"), "1106"),
        ("Content-Type", None, "1106"),
        ("Content-Type", Some("text/plain"), "1106"),
    ];
    for (name, value, code) in cases {
        let reply = shop.answer_to(&draft, &headers_with(&shop, &draft, name, value));
        assert_eq!(reply["returnCode"], code, "{name} {value:?}");
        assert!(
            reply["returnMessage"].is_string() && reply.get("info").is_none(),
            "{reply}"
        );
    }
    let mut twice = shop.headers(&draft);
    twice.push(("X-LINE-ChannelId", shop.channel_id.clone()));
    assert_eq!(shop.answer_to(&draft, &twice)["returnCode"], "1106");
    assert_eq!(shop.row("A"), None, "nothing was taken");
    assert_eq!(shop.answer(&draft)["returnCode"], "0000");
}

#[test]
fn the_signature_is_over_the_very_bytes() {
    let shop = Shop::start();
    let (body, query) = (payment("A", &usual(), 36).to_string(), "orderId=A");
    let reordered = serde_json::to_string_pretty(&payment("A", &usual(), 36)).unwrap();
    let refused = |signed: Draft<'_>, sent: Draft<'_>| {
        let reply = shop.answer_to(&sent, &shop.headers(&signed));
        assert_eq!(reply["returnCode"], "1106", "{reply}");
    };
    refused(post(PAY, body.as_bytes()), post(PAY, format!("{body} ").as_bytes()));
    refused(post(PAY, body.as_bytes()), post(PAY, reordered.as_bytes()));
    refused(
        post(&order_path("A", "refund"), b"{}"),
        post(&order_path("B", "refund"), b"{}"),
    );
    refused(get("/v4/payments", query), get("/v4/payments", "orderId=B"));
    refused(get("/v4/payments", query), get("/v4/payments", "orderId=A&"));
    refused(get("/v4/payments", query), get("/v4/payments/authorizations", query));
    // The vendor's helper signs the word null where nothing is sent; what stands there is nothing.
    refused(
        post(&order_path("A", "void"), b"null"),
        post(&order_path("A", "void"), b""),
    );

    assert_eq!(shop.post(PAY, &payment("A", &usual(), 36))["returnCode"], "0000");
    assert_eq!(shop.get("/v4/payments", query)["returnCode"], "0000");
}

#[test]
fn a_nonce_is_good_for_one_request() {
    let shop = Shop::start();
    let path = order_path("A", "check");
    let draft = get(&path, "");
    let headers = shop.headers(&draft);
    assert_eq!(shop.answer_to(&draft, &headers)["returnCode"], "1150");
    assert_eq!(shop.answer_to(&draft, &headers)["returnCode"], "1106");
    assert_eq!(shop.answer(&draft)["returnCode"], "1150");

    let nonce = "1795870800123";
    let mut stamped = headers_with(&shop, &draft, "X-LINE-Authorization-Nonce", Some(nonce));
    stamped.pop();
    stamped.push(("X-LINE-Authorization", sign(&shop.secret, &path, b"", nonce)));
    assert_eq!(shop.answer_to(&draft, &stamped)["returnCode"], "1150");
}

#[test]
fn a_get_needs_no_content_type() {
    let shop = Shop::start();
    let path = order_path("A", "check");
    let draft = get(&path, "");
    let headers = headers_with(&shop, &draft, "Content-Type", None);
    assert_eq!(shop.answer_to(&draft, &headers)["returnCode"], "1150");
}

#[test]
fn the_terminal_is_named_wholly_or_not_at_all() {
    let shop = Shop::start();
    let id = ("X-LINE-MerchantDeviceProfileId", "POS-01".to_owned());
    let kind = ("X-LINE-MerchantDeviceType", "POS".to_owned());
    let sent = |order: &str, more: &[(&'static str, String)]| {
        let body = payment(order, &usual(), 36).to_string();
        let draft = post(PAY, body.as_bytes());
        let headers = [shop.headers(&draft), more.to_vec()].concat();
        shop.answer_to(&draft, &headers)["returnCode"].clone()
    };
    assert_eq!(sent("A", std::slice::from_ref(&id)), "1106");
    assert_eq!(sent("A", std::slice::from_ref(&kind)), "1106");
    assert_eq!(
        sent("A", &[id.clone(), ("X-LINE-MerchantDeviceType", String::new())]),
        "1106"
    );
    assert_eq!(sent("A", &[id, kind]), "0000");
    assert_eq!(
        shop.row("A").unwrap()["device"],
        json!({"profile_id": "POS-01", "type": "POS"})
    );
    shop.paid("B", &usual(), 1);
    assert_eq!(shop.row("B").unwrap()["device"], Value::Null);
}

#[test]
fn a_prefix_is_part_of_the_signed_path() {
    let shop = Shop::start();
    let body = payment("A", &usual(), 36).to_string();
    let prefixed = format!("/proxy/linepay{PAY}");
    let (whole, bare) = (post(&prefixed, body.as_bytes()), post(PAY, body.as_bytes()));
    assert_eq!(shop.answer_to(&whole, &shop.headers(&bare))["returnCode"], "1106");
    assert_eq!(shop.answer(&whole)["returnCode"], "0000");
}

#[test]
fn other_methods_and_other_versions_are_not_taken() {
    let shop = Shop::start();
    let status = |draft: Draft<'_>| shop.send(&draft).unwrap().status;
    assert_eq!(status(get(PAY, "")), 405);
    assert_eq!(status(post(&order_path("A", "check"), b"{}")), 405);
    assert_eq!(status(post("/v4/payments", b"{}")), 405);
    assert_eq!(status(post("/v2/payments/oneTimeKeys/pay", b"{}")), 404);
    assert_eq!(status(post("/v2/payments/orders/A/refund", b"{}")), 404);
}

#[test]
fn bodies_that_cannot_be_read_are_refused() {
    let shop = Shop::start();
    for body in ["", "{", "[]", "null", "\"text\""] {
        assert_eq!(shop.answer(&post(PAY, body.as_bytes()))["returnCode"], "2102", "{body}");
    }
    let flat = json!({
        "amount": 36, "currency": "TWD", "orderId": "A", "oneTimeKey": usual(), "productName": "咖啡", "capture": true,
    });
    assert_eq!(shop.post(PAY, &flat)["returnCode"], "2101", "the body of version 2");
    let mut empty = payment("A", &usual(), 36);
    empty["packages"] = json!([]);
    assert_eq!(shop.post(PAY, &empty)["returnCode"], "2101");
    assert_eq!(shop.row("A"), None);
}

#[test]
fn sums_that_are_wrong_are_refused() {
    let shop = Shop::start();
    let mut other = payment("A", &usual(), 36);
    other["amount"] = json!(35);
    assert_eq!(shop.post(PAY, &other)["returnCode"], "1124");
    let mut other = payment("A", &usual(), 36);
    other["packages"][0]["products"][0]["quantity"] = json!(2);
    assert_eq!(shop.post(PAY, &other)["returnCode"], "2101");
    assert_eq!(shop.row("A"), None);
}

#[test]
fn an_order_number_in_a_path_needs_no_encoding() {
    let shop = Shop::start();
    for order in ["A%20B", "%E8%A8%82", ".."] {
        assert_eq!(shop.check(order)["returnCode"], "2101", "{order}");
    }
    let order = "a.B_c-1";
    shop.paid(order, &usual(), 1);
    assert_eq!(shop.status(order), "COMPLETE");
}

#[test]
fn an_order_number_is_taken_once() {
    let shop = Shop::start();
    let first = payment("A", &usual(), 36);
    shop.post(PAY, &first);
    assert_eq!(shop.post(PAY, &first)["returnCode"], "1172", "the same again");
    for (name, value) in [
        ("oneTimeKey", json!(usual())),
        ("options", json!({"payment": {"capture": true}})),
    ] {
        let mut other = first.clone();
        other[name] = value;
        assert_eq!(shop.post(PAY, &other)["returnCode"], "1999", "{name}");
    }
    assert_eq!(shop.ledger()["totals"]["paid"], 36);

    // What was refused is not kept.
    shop.pay("B", &code("9988"), 36);
    assert_eq!(shop.pay("B", &usual(), 36)["returnCode"], "0000");
}

#[test]
fn a_customer_has_only_so_much() {
    let shop = Shop::start();
    assert_eq!(shop.pay("A", &usual(), 100_001)["returnCode"], "1142");
    assert_eq!(shop.pay("A", &usual(), 100_000)["returnCode"], "0000");
}

#[test]
fn what_was_read_and_what_was_not_is_counted() {
    let shop = Shop::start();
    shop.post(PAY, &json!({}));
    shop.answer_to(&get("/v4/payments", "orderId=A"), &[]);
    shop.check("A");
    assert_eq!(shop.ledger()["requests"], 3);
    assert_eq!(shop.send(&get(PAY, "")).unwrap().status, 405);
    assert_eq!(shop.ledger()["requests"], 3, "no call");
}

#[test]
fn a_till_finds_its_table_and_the_secret_beside_it() {
    for tls in [false, true] {
        let shop = Shop::start_with(|options| options.tls = tls);
        let text = std::fs::read_to_string(shop.fixture.sandbox.config_path()).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let setting = |name: &str| table["linepay"].get(name).and_then(|value| value.as_str());
        assert_eq!(setting("base_url"), Some(shop.fixture.sandbox.url()));
        assert_eq!(setting("channel_id"), Some(shop.channel_id.as_str()));
        assert_eq!(setting("ca_file"), tls.then_some("ca.pem"));
        let secret = shop.fixture.dir.path().join(setting("channel_secret_file").unwrap());
        assert_eq!(std::fs::read_to_string(secret).unwrap().trim(), shop.secret);
    }
}
