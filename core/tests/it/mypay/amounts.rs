//! Amounts with a currency's own decimals: in requests, in what is sent, in every field of a reply, and compared.

use super::host::*;
use crate::support::{RawServer, response, text};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use twpos::mypay::*;
use twpos::{ErrorKind, Outcome};

/// An order of 12.50 in CNY: 2 at 6.25, 1.25 shipping, a voucher of 1.25.
const ORDER: &str = r#"{"store_uid":"289151880002","user_id":"userid","cost":"12.50","shipping":"1.25","currency":"CNY",
    "order_id":"ORDER-1","ip":"192.168.0.1","voucher_type":"1",
    "items":[{"id":"1","name":"x","cost":6.25,"amount":2,"total":"12.5"}],
    "voucher_free":[{"product_id":"F01","serial_number":"1","cost":"1.25"}]}"#;

fn order_in_cny() -> Value {
    serde_json::from_str(ORDER).unwrap()
}

fn scan_in_cny() -> Value {
    let mut request = order_in_cny();
    request["scanned_code"] = json!(SCANNED);
    request
}

/// What is sent, from JSON, number or text, and from Rust's types.
#[test]
fn an_amount_with_decimals_goes_out_as_its_own_member() {
    let sent = |call: &dyn Fn(&Client)| -> Value {
        let (server, received) = recording();
        call(&client(&server.url, Mode::Agent));
        let data = decrypt(&form(&received.recv().unwrap())["encry_data"], &key("key")).unwrap();
        assert!(!data.contains("_text") && !data.contains("shipping"), "{data}");
        serde_json::from_str(&data).unwrap()
    };
    let from_json = sent(&|client| drop(client.call_json("create_order", ORDER).unwrap_err()));
    let typed = CreateOrderRequest {
        cost: 0,
        cost_text: Some("12.50".to_owned()),
        shipping_text: Some("1.25".to_owned()),
        currency: Some("CNY".to_owned()),
        voucher_paid: Vec::new(),
        voucher_free: vec![FreeVoucher {
            product_id: "F01".to_owned(),
            serial_number: "1".to_owned(),
            cost_text: "1.25".to_owned(),
            ..Default::default()
        }],
        items: vec![Item {
            cost: 0,
            cost_text: Some("6.25".to_owned()),
            amount: 2,
            total: 0,
            total_text: Some(" 12.5 ".to_owned()),
            ..item(1)
        }],
        ..order()
    };
    let from_types = sent(&|client| drop(client.create_order(&typed).unwrap_err()));
    for data in [from_json, from_types] {
        assert_eq!(data["cost"], "12.50");
        assert_eq!(
            (&data["items"][0]["cost"], &data["items"][0]["total"]),
            (&json!("6.25"), &json!("12.50"))
        );
        assert_eq!(data["voucher_free"][0]["cost"], "1.25");
    }
    let refund = r#"{"store_uid":"1","uid":"95217","key":"k","cost":12.50,"currency":"CNY"}"#;
    let data = sent(&|client| drop(client.call_json("refund_order", refund).unwrap_err()));
    assert_eq!(data["cost"], "12.50");
    // Whole amounts stay numbers.
    let data = sent(&|client| drop(client.create_order(&order()).unwrap_err()));
    assert_eq!(
        (&data["cost"], &data["items"][0]["total"]),
        (&json!(900), &json!("1000"))
    );
}

/// One amount, one text: a refund's is compared with its order's, by a host that nobody here has seen.
#[test]
fn an_amount_s_text_is_sent_in_one_form() {
    let sent = |request: &Value, operation: &str| -> Value {
        let (server, received) = recording();
        drop(
            client(&server.url, Mode::Agent)
                .call_json(operation, &request.to_string())
                .unwrap_err(),
        );
        let data = decrypt(&form(&received.recv().unwrap())["encry_data"], &key("key")).unwrap();
        serde_json::from_str(&data).unwrap()
    };
    for text in ["36", "36.0", "36.000", "00036", " 036.00 "] {
        let request = json!({"store_uid": "1", "user_id": "u", "cost_text": text, "order_id": "O", "ip": "192.0.2.1",
            "items": [{"id": "1", "name": "x", "cost_text": text, "amount": 1, "total_text": text}]});
        let data = sent(&request, "create_order");
        let item = &data["items"][0];
        assert_eq!(
            [&data["cost"], &item["cost"], &item["total"]],
            [&json!("36"); 3],
            "{text}"
        );
    }
    for (text, expected) in [
        ("0012.50", "12.50"),
        ("12.5", "12.50"),
        ("12.500", "12.50"),
        ("12.00", "12"),
        ("0.01", "0.01"),
    ] {
        let request = json!({"store_uid": "1", "uid": "95217", "key": "k", "cost_text": text, "currency": "CNY"});
        assert_eq!(sent(&request, "refund_order")["cost"], expected, "{text}");
    }
}

static TILL: LazyLock<Client> = LazyLock::new(|| unconnected(Mode::Agent));

/// The request with these members changed; what it ends as, and the field that an error names.
fn ends_as(operation: &str, mut request: Value, changes: Value) -> (ErrorKind, String) {
    for (name, value) in changes.as_object().unwrap() {
        request[name] = value.clone();
    }
    let error = TILL.call_json(operation, &request.to_string()).unwrap_err();
    assert_eq!(error.outcome, Outcome::NotSent, "{error}");
    (
        error.kind,
        error.detail.split(": ").next().unwrap_or_default().to_owned(),
    )
}

#[test]
fn decimals_are_those_of_the_currency_and_sums_are_exact() {
    for (operation, request) in [("create_order", order_in_cny()), ("scan_pay", scan_in_cny())] {
        let passes = |changes: Value| {
            let (kind, _) = ends_as(operation, request.clone(), changes.clone());
            assert_eq!(kind, ErrorKind::Connect, "{operation} {changes}");
        };
        let names = |changes: Value, field: &str| {
            let seen = ends_as(operation, request.clone(), changes.clone());
            assert_eq!(
                seen,
                (ErrorKind::InvalidRequest, field.to_owned()),
                "{operation} {changes}"
            );
        };
        let items =
            |cost: Value, total: Value| json!([{"id": "1", "name": "x", "cost": cost, "amount": 1, "total": total}]);
        passes(json!({}));
        passes(json!({"cost": 12.5}));
        passes(
            json!({"cost": "0.30", "shipping": "0.1", "voucher_free": [], "items": items(json!(0.2), json!("0.20"))}),
        );
        passes(json!({"cost_text": "12.50", "cost": 0}));
        passes(json!({"cost": 12, "cost_text": "12.00", "shipping": "0.75"}));
        // Without a currency it is New Taiwan dollars, which have no decimals.
        for currency in [json!("TWD"), json!(""), Value::Null] {
            let (kind, field) = ends_as(operation, request.clone(), json!({"currency": currency}));
            assert_eq!(
                (kind, field.as_str()),
                (ErrorKind::InvalidRequest, "items[0].cost"),
                "{currency}"
            );
            let whole = json!({"currency": currency, "items": items(json!(12), json!(12)), "voucher_free": []});
            for (cost, shipping) in [("12.50", "0.50"), ("12", "0.01")] {
                let mut changes = whole.clone();
                (changes["cost"], changes["shipping"]) = (json!(cost), json!(shipping));
                let (kind, field) = ends_as(operation, request.clone(), changes);
                let expected = if cost == "12" { "shipping" } else { "cost" };
                assert_eq!(
                    (kind, field.as_str()),
                    (ErrorKind::InvalidRequest, expected),
                    "{currency} {cost}"
                );
            }
        }
        for cost in [
            "12.51",
            "12.5000001",
            "12.505",
            "12,50",
            "12.5e0",
            "-12.50",
            "NT$12.50",
            "0x1",
            "12.",
            ".5",
            "1.2.3",
        ] {
            names(json!({"cost": cost}), "cost");
            names(json!({"cost": 0, "cost_text": cost}), "cost");
        }
        names(json!({"cost": 13, "cost_text": "12.50"}), "cost");
        names(json!({"cost": "12.50", "cost_text": "12.50"}), "cost");
        names(json!({"cost": "1000000000.50"}), "cost");
        names(json!({"shipping": "1.255"}), "shipping");
        names(json!({"items": items(json!("6.255"), json!("12.50"))}), "items[0].cost");
        names(
            json!({"items": items(json!("6.25"), json!("12.505"))}),
            "items[0].total",
        );
        names(json!({"items": items(json!(0), json!("12.50"))}), "items[0].cost");
        names(
            json!({"items": [{"id": "1", "name": "x", "amount": 1, "total": 0}]}),
            "items[0].cost",
        );
        names(
            json!({"voucher_free": [{"product_id": "F", "serial_number": "1", "cost": "1.255"}]}),
            "voucher_free[0].cost",
        );
    }
    let refund = json!({"store_uid": "1", "uid": "95217", "key": "k", "order_id": "ORDER-1", "currency": "CNY"});
    let ends = |changes: Value| ends_as("refund_order", refund.clone(), changes);
    for currency in [json!(null), json!(""), json!("TWD")] {
        let in_dollars = ends(json!({"cost": "0.50", "currency": currency}));
        assert_eq!(in_dollars, (ErrorKind::InvalidRequest, "cost".to_owned()));
    }
    assert_eq!(ends(json!({"cost": 1, "currency": "JPY"})).1, "currency");
    assert_eq!(ends(json!({"cost": "0.50"})).0, ErrorKind::Connect);
    for cost in ["0.00", "0.505", "-0.50"] {
        assert_eq!(
            ends(json!({"cost": cost})),
            (ErrorKind::InvalidRequest, "cost".to_owned()),
            "{cost}"
        );
    }
    let items = json!([{"id": "1", "name": "x", "cost": "0.25", "amount": 2, "total": "0.50"}]);
    assert_eq!(ends(json!({"cost": "0.5", "items": items})).0, ErrorKind::Connect);
    assert_eq!(ends(json!({"cost": "0.51", "items": items})).1, "items");
}

/// Each amount of these rows another one, as JSON's number or as text, so that none can be taken for another.
fn amounts(names: &str, mut first: u32) -> (Map<String, Value>, Map<String, Value>) {
    let (mut sent, mut expected) = (Map::new(), Map::new());
    for name in names.split(' ') {
        first += 1;
        let amount = format!("{first}.40");
        let as_number: Value = serde_json::from_str(&amount).unwrap();
        sent.insert(
            name.to_owned(),
            if first.is_multiple_of(2) {
                json!(amount)
            } else {
                as_number
            },
        );
        expected.insert(
            format!("{name}_text"),
            json!(if first.is_multiple_of(2) {
                amount
            } else {
                format!("{first}.4")
            }),
        );
    }
    (sent, expected)
}

const OF_AN_ORDER: &str = "cost actual_cost price actual_price love_cost";
const OF_AN_INVOICE: &str = "invoice_amount invoice_sales_amount invoice_tax_amount";

/// All thirty-two fields of money in document 003's replies and notifications.
#[test]
fn no_amount_of_a_reply_vanishes() {
    let mut held = 0;
    let mut holds = |reply: &Value, expected: &Map<String, Value>| {
        for (name, text) in expected {
            assert_eq!(&reply[name], text, "{name} of {reply}");
            let whole = reply.get(name.trim_end_matches("_text"));
            assert!(whole.is_none_or(|whole| *whole == 0), "{name} of {reply}");
            held += 1;
        }
    };
    let (own, own_texts) = amounts(&format!("{OF_AN_ORDER} {OF_AN_INVOICE}"), 100);
    let (refund, refund_texts) = amounts(&format!("cost actual_cost {OF_AN_INVOICE}"), 200);
    let (cancel, cancel_texts) = amounts("cost actual_cost", 300);
    let (voucher, voucher_texts) = amounts("cost", 400);
    let (allowance, allowance_texts) = amounts("amount", 500);
    let (redeem, redeem_texts) = amounts("used amount", 600);
    let (line, line_texts) = amounts("UnitPrice Amount", 700);
    let (allowed, allowed_texts) = amounts("TotalAmount", 800);
    let mut allowance = json!(allowance);
    allowance["order_detail"] = json!(json!([allowed]).to_string());
    let mut body = json!({
        "uid": 95217, "prc": "250", "redeem": json!(redeem).to_string(), "voucher_paid": [voucher],
        "voucher_free": json!([voucher]).to_string(), "refund_order": [refund], "cancel_order": {"0": cancel},
        "invoice_order_detail": json!([line]).to_string(), "invoice_allowance": [allowance],
    });
    body.as_object_mut().unwrap().extend(own);
    let server = RawServer::answering(response(200, &[], body.to_string().as_bytes()));
    let asked = client(&server.url, Mode::Agent).call_json("query_order", &json!(query()).to_string());
    let asked: Value = serde_json::from_str(&asked.unwrap()).unwrap();
    holds(&asked, &own_texts);
    holds(&asked["refund_order"][0], &refund_texts);
    holds(&asked["cancel_order"][0], &cancel_texts);
    holds(&asked["voucher_paid"][0], &voucher_texts);
    holds(&asked["voucher_free"][0], &voucher_texts);
    holds(&asked["invoice_allowance"][0], &allowance_texts);
    holds(&asked["invoice_allowance"][0]["lines"][0], &allowed_texts);
    holds(&asked["redeem_detail"], &redeem_texts);
    holds(&asked["invoice_lines"][0], &line_texts);

    let (scanned, scanned_texts) = amounts("cost actual_cost", 900);
    let mut body = json!({"code": "290", "order_id": "ORDER-1", "uid": "95217", "key": "k"});
    body.as_object_mut().unwrap().extend(scanned);
    let server = RawServer::answering(response(200, &[], body.to_string().as_bytes()));
    let scan = client(&server.url, Mode::Agent).scan_pay(&scan()).unwrap();
    holds(&json!(scan), &scanned_texts);

    let (row, row_texts) = amounts("cost actual_cost", 1000);
    let mut row = json!(row);
    row["uid"] = json!("95217");
    row["key"] = json!(query().key);
    row["prc"] = json!("230");
    let ours = RefundOrderRequest {
        cost: 0,
        cost_text: row["cost"]
            .as_str()
            .map(str::to_owned)
            .or(Some(row["cost"].to_string())),
        currency: Some("CNY".to_owned()),
        ..refund_without_vouchers()
    };
    let body = json!({"code": "B200", "uid": "95217", "row_data": row}).to_string();
    let server = RawServer::answering(response(200, &[], body.as_bytes()));
    let refund = client(&server.url, Mode::Agent).refund_order(&ours).unwrap();
    assert_eq!(
        (refund.refunded, refund.state.as_str()),
        (false, "refunded_with_different_amount")
    );
    holds(&json!(refund)["row_data"], &row_texts);

    let (told, told_texts) = amounts(OF_AN_ORDER, 1100);
    let mut form = form_urlencoded::Serializer::new("uid=95217&key=k&prc=290".to_owned());
    for (name, value) in &told {
        form.append_pair(name, &value.as_str().map_or(value.to_string(), str::to_owned));
    }
    let told = parse_notification(form.finish().as_bytes()).unwrap();
    holds(&json!(told), &told_texts);
    assert_eq!(held, 32);
}

fn refund_without_vouchers() -> RefundOrderRequest {
    RefundOrderRequest {
        voucher_paid: Vec::new(),
        invoice_state: None,
        ..refund()
    }
}

#[test]
fn whole_amounts_are_integers_with_their_text_beside_them() {
    let vectors = mypay_vectors();
    for (cost, shown) in [(json!(900), "900"), (json!("900"), "900"), (json!("900.00"), "900.00")] {
        let mut body: Value = serde_json::from_str(text(&vectors["document"]["query_order"])).unwrap();
        body["cost"] = cost;
        // A member of this name is nobody's word for the amount.
        body["cost_text"] = json!("1");
        body["actual_price_text"] = json!("2");
        body.as_object_mut().unwrap().remove("actual_price");
        let server = RawServer::answering(response(200, &[], body.to_string().as_bytes()));
        let request = QueryOrderRequest {
            order_id: None,
            ..query()
        };
        let asked = client(&server.url, Mode::Agent).query_order(&request).unwrap();
        assert_eq!((asked.cost, asked.cost_text.as_str()), (Some(900), shown));
        assert_eq!((asked.actual_price, asked.actual_price_text.as_str()), (None, ""));
        assert_eq!(
            (asked.voucher_paid[0].cost, asked.voucher_paid[0].cost_text.as_str()),
            (50, "50")
        );
        assert_eq!(asked.state, "paid");
    }
}

#[test]
fn amounts_with_decimals_are_compared_exactly() {
    let answered = |body: Value| RawServer::answering(response(200, &[], body.to_string().as_bytes()));
    let ours = json!({"uid": "95217", "key": query().key, "order_id": "ORDER-1", "currency": "CNY"});
    let with = |changes: Value| {
        let mut body = ours.clone();
        body.as_object_mut()
            .unwrap()
            .extend(changes.as_object().unwrap().clone());
        body
    };
    for (cost, actual_cost, expected) in [
        (json!("12.50"), json!("12.5"), Ok(("paid", true))),
        (json!(12.5), json!(""), Ok(("paid", true))),
        (
            json!("12.50"),
            json!("12.51"),
            Ok(("paid_with_different_amount", false)),
        ),
        (json!("12.50"), json!(12), Ok(("paid_with_different_amount", false))),
        (json!("12.5000000001"), json!("12.50"), Err(ErrorKind::Mismatch)),
        (json!("12.51"), json!("12.51"), Err(ErrorKind::Mismatch)),
        (json!(12), json!(12), Err(ErrorKind::Mismatch)),
        (json!(0), json!(0), Err(ErrorKind::Mismatch)),
    ] {
        let server = answered(with(json!({"code": "250", "cost": cost, "actual_cost": actual_cost})));
        let request = scan_in_cny().to_string();
        let seen = client(&server.url, Mode::Agent).call_json("scan_pay", &request);
        match (seen, expected) {
            (Ok(reply), Ok((state, approved))) => {
                let reply: Value = serde_json::from_str(&reply).unwrap();
                assert_eq!(
                    (&reply["state"], &reply["approved"]),
                    (&json!(state), &json!(approved)),
                    "{cost}"
                );
            }
            (Err(error), Err(kind)) => assert_eq!((error.kind, error.outcome), (kind, Outcome::Unknown), "{cost}"),
            (seen, _) => panic!("{cost} {actual_cost}: {seen:?}"),
        }
    }
    for (actual_cost, refunded) in [("12.5", true), ("12.49", false)] {
        let row = with(json!({"prc": "230", "cost": "12.50", "actual_cost": actual_cost}));
        let server = answered(with(json!({"code": "B200", "row_data": row})));
        let request = RefundOrderRequest {
            cost: 0,
            cost_text: Some("12.50".to_owned()),
            currency: Some("CNY".to_owned()),
            ..refund_without_vouchers()
        };
        assert_eq!(
            client(&server.url, Mode::Agent)
                .refund_order(&request)
                .unwrap()
                .refunded,
            refunded
        );
    }
    let asked = |cost_text: &str| {
        let server = answered(with(json!({"prc": "250", "cost": 12.5, "actual_cost": "12.50"})));
        let request = QueryOrderRequest {
            cost_text: Some(cost_text.to_owned()),
            currency: Some("CNY".to_owned()),
            ..query()
        };
        client(&server.url, Mode::Agent).query_order(&request)
    };
    assert_eq!(asked("12.50").unwrap().state, "paid");
    assert_eq!(asked("12.05").unwrap_err().kind, ErrorKind::Mismatch);
    let made = answered(json!({"code": "200", "uid": "1", "key": "k", "url": "https://pay.example/", "cost": "12.5"}));
    client(&made.url, Mode::Agent).call_json("create_order", ORDER).unwrap();

    let told = parse_notification(b"uid=95217&key=k&prc=250&cost=12.50&actual_cost=12.5").unwrap();
    assert_eq!(
        (told.state.as_str(), told.cost, told.cost_text.as_str()),
        ("paid", None, "12.50")
    );
    let expected = |cost: &str| {
        ExpectedOrder::from_json(&json!({"uid": "95217", "key": "k", "cost": cost, "currency": "CNY"}).to_string())
    };
    told.verify(&expected("12.5").unwrap()).unwrap();
    for another in ["12.05", "12", "13"] {
        assert_eq!(
            told.verify(&expected(another).unwrap()).unwrap_err().kind,
            ErrorKind::Mismatch,
            "{another}"
        );
    }
    let odd = ExpectedOrder {
        cost_text: Some("x".to_owned()),
        ..expected("12.5").unwrap()
    };
    assert_eq!(told.verify(&odd).unwrap_err().kind, ErrorKind::InvalidRequest);
}
