//! What a query and a notification say once the amounts in them are compared, and refunds and cancellations added up.

use super::host::*;
use crate::support::{RawServer, response};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use twpos::mypay::*;
use twpos::{Error, ErrorKind, Outcome};

/// An order paid with 900, as the document prints it, with these members changed.
fn asked(changes: Value, request: &QueryOrderRequest) -> Result<QueryOrderResponse, Error> {
    let mut body = json!({
        "uid": 95217, "key": request.key, "prc": "250", "order_id": "ORDER-1", "cost": 900, "currency": "TWD",
        "actual_cost": 900, "actual_currency": "TWD", "retmsg": "付款完成",
    });
    let body = body.as_object_mut().unwrap();
    body.extend(changes.as_object().unwrap().clone());
    let server = RawServer::answering(response(200, &[], json!(body).to_string().as_bytes()));
    client(&server.url, Mode::Agent).query_order(request)
}

fn back(prc: &str, cost: Value, actual_cost: Value) -> Value {
    static NUMBERS: AtomicU32 = AtomicU32::new(95232);
    json!({"uid": NUMBERS.fetch_add(1, Ordering::Relaxed), "prc": prc, "cost": cost, "currency": "TWD", "actual_cost": actual_cost,
        "actual_currency": "TWD"})
}

fn in_currency(row: Value, currency: &str) -> Value {
    with(
        with(row, "currency", json!(currency)),
        "actual_currency",
        json!(currency),
    )
}

fn with(mut row: Value, name: &str, value: Value) -> Value {
    row[name] = value;
    row
}

/// The order's own `prc` stays 250 after a refund of everything (the document's printed reply), so both are shown.
#[test]
fn an_order_s_refunds_and_cancellations_are_shown_beside_its_state() {
    let whole = || back("230", json!(900), json!("900.00"));
    let part = |amount: i64| back("230", json!(amount), json!(amount));
    for (rows, expected) in [
        (json!([]), "none"),
        (Value::Null, "none"),
        (json!(""), "none"),
        (json!([whole()]), "whole"),
        (json!({"0": whole()}), "whole"),
        (json!(json!([whole()]).to_string()), "whole"),
        (json!([part(200)]), "part"),
        (json!([part(200), part(700)]), "whole"),
        (json!([part(200), part(701)]), "unknown"),
        // New Taiwan dollars have no decimals, nothing is given back twice under one number, and no refund takes.
        (json!([back("230", json!("899.50"), json!(899.5))]), "unknown"),
        (
            json!([
                back("230", json!("899.50"), json!("899.5")),
                back("230", json!("0.5"), json!(0.5))
            ]),
            "unknown",
        ),
        (
            json!([with(part(450), "uid", json!(7)), with(part(450), "uid", json!("7"))]),
            "unknown",
        ),
        (
            json!([
                with(part(900), "uid", json!(7)),
                with(back("300", json!(900), json!(0)), "uid", json!(7))
            ]),
            "unknown",
        ),
        (json!([part(-10), part(910)]), "unknown"),
        (json!([part(-900)]), "unknown"),
        (json!([part(0)]), "unknown"),
        (json!([part(0), part(900)]), "unknown"),
        // Nor is it given back in another currency than it was paid in.
        (json!([in_currency(whole(), "CNY")]), "unknown"),
        (json!([in_currency(whole(), "JPY")]), "unknown"),
        (json!([in_currency(part(1), "CNY"), part(899)]), "unknown"),
        (json!([with(whole(), "currency", json!("CNY"))]), "unknown"),
        (json!([in_currency(whole(), "")]), "whole"),
        (json!([in_currency(whole(), "twd")]), "whole"),
        // An attempt that failed gave nothing back.
        (json!([back("300", json!(900), json!(900))]), "unknown"),
        (json!([back("B500", json!(900), json!("NT$900"))]), "unknown"),
        (json!([back("A0001", json!(900), json!(""))]), "pending"),
        (json!([part(200), back("B200", json!(700), json!(""))]), "pending"),
        (json!([back("300", json!(900), json!(0))]), "none"),
        (json!([back("B500", json!(900), json!(0)), part(200)]), "part"),
        // Another amount than was asked for, none at all, or none that can be read.
        (json!([back("230", json!(900), json!(1))]), "unknown"),
        (json!([back("230", json!(900), json!(""))]), "unknown"),
        (json!([back("230", json!(900), json!("NT$900"))]), "unknown"),
        (json!([with(whole(), "actual_currency", json!("CNY"))]), "unknown"),
        (json!([with(whole(), "code", json!("300"))]), "unknown"),
        // Another order's.
        (
            json!([with(whole(), "key", json!("d2c55a2055cbe6f711f1e977039e2a8f"))]),
            "unknown",
        ),
        (json!([with(whole(), "order_id", json!("ORDER-2"))]), "unknown"),
        (json!([with(whole(), "key", json!(query().key))]), "whole"),
        // Cash that is still to be handed over.
        (json!([with(whole(), "refund_type", json!(3))]), "pending"),
        (
            json!([with(whole(), "expected_refund_date", json!("20261231"))]),
            "pending",
        ),
        (json!([back("400", json!(900), json!(900))]), "unknown"),
        (json!([back("250", json!(900), json!(900))]), "unknown"),
        (json!([back("777", json!(900), json!(900))]), "unknown"),
        // Overdue is not over: it may still turn into 290.
        (json!([back("380", json!(900), json!(0))]), "unknown"),
    ] {
        let order = asked(json!({"refund_order": rows}), &query()).unwrap();
        let seen = (
            order.state.as_str(),
            order.refund_state.as_str(),
            order.cancel_state.as_str(),
        );
        assert_eq!(seen, ("paid", expected, "none"), "{rows}");
    }
    // Without an actual_cost, what was paid is what was asked for.
    let order = asked(json!({"actual_cost": "", "refund_order": [whole()]}), &query()).unwrap();
    assert_eq!((order.state.as_str(), order.refund_state.as_str()), ("paid", "whole"));
    for (prc, expected) in [
        ("220", "whole"),
        ("A0001", "pending"),
        ("300", "unknown"),
        ("230", "unknown"),
    ] {
        let order = asked(json!({"cancel_order": [back(prc, json!(900), json!(900))]}), &query()).unwrap();
        let seen = (
            order.state.as_str(),
            order.refund_state.as_str(),
            order.cancel_state.as_str(),
        );
        assert_eq!(seen, ("paid", "none", expected), "{prc}");
    }
    for (row, expected) in [
        (in_currency(back("220", json!(900), json!(900)), "CNY"), "unknown"),
        (back("220", json!(-900), json!(-900)), "unknown"),
        (back("300", json!(900), json!(0)), "none"),
    ] {
        let order = asked(json!({"cancel_order": [row]}), &query()).unwrap();
        assert_eq!(
            (order.state.as_str(), order.cancel_state.as_str()),
            ("paid", expected),
            "{row}"
        );
    }
    // Rows that cannot be read prove nothing of what was given back, and must not read as if there were none.
    for rows in [json!("x"), json!([1]), json!(7)] {
        let order = asked(json!({"refund_order": rows, "cancel_order": rows}), &query()).unwrap();
        let seen = (
            order.state.as_str(),
            order.refund_state.as_str(),
            order.cancel_state.as_str(),
        );
        assert_eq!(seen, ("paid", "unknown", "unknown"), "{rows}");
    }
}

/// Decimals are those of the order's currency, and an order that vouchers paid alone goes back with 0.
#[test]
fn refunds_are_added_up_in_the_order_s_currency() {
    let cny = |amount: &str| in_currency(back("230", json!(amount), json!(amount)), "CNY");
    let zero = || back("230", json!(0), json!(0));
    for (currency, cost, rows, expected) in [
        ("CNY", "900", json!([cny("899.50"), cny("0.5")]), "whole"),
        ("CNY", "900", json!([cny("899.50")]), "part"),
        ("CNY", "900", json!([cny("899.505")]), "unknown"),
        ("CNY", "900", json!([back("230", json!(900), json!(900))]), "unknown"),
        (
            "JPY",
            "900",
            json!([in_currency(back("230", json!(900), json!(900)), "JPY")]),
            "unknown",
        ),
        ("TWD", "0", json!([zero()]), "whole"),
        ("TWD", "0", json!([back("230", json!(1), json!(1))]), "unknown"),
    ] {
        let changes = json!({"currency": currency, "actual_currency": currency, "cost": cost, "actual_cost": cost,
            "refund_order": rows});
        let order = asked(changes, &query()).unwrap();
        assert_eq!(order.refund_state, expected, "{currency} {rows}");
    }
    // What was paid is in another currency than the order.
    let changes = json!({"currency": "TWD", "actual_currency": "CNY", "refund_order": [cny("900")]});
    assert_eq!(asked(changes, &query()).unwrap().refund_state, "unknown");
}

/// A no beside money that was paid or given back proves neither.
#[test]
fn a_failure_beside_money_is_unknown() {
    let whole = || back("230", json!(900), json!(900));
    for prc in ["100", "300", "380", "A0002"] {
        for (changes, expected) in [
            (json!({"actual_cost": 0}), "failed"),
            (json!({"actual_cost": "0.00", "actual_price": 0}), "failed"),
            (json!({"actual_cost": ""}), "failed"),
            (json!({"actual_cost": Value::Null}), "failed"),
            (
                json!({"actual_cost": 0, "refund_order": [], "cancel_order": ""}),
                "failed",
            ),
            (
                json!({"actual_cost": 0, "refund_order": [back("300", json!(900), json!(0))]}),
                "failed",
            ),
            (json!({"actual_cost": 900}), "unknown"),
            (json!({"actual_cost": "1"}), "unknown"),
            (json!({"actual_cost": "NT$900"}), "unknown"),
            (json!({"actual_cost": [900]}), "unknown"),
            (json!({"actual_cost": 0, "actual_price": 900}), "unknown"),
            (json!({"actual_cost": 0, "refund_order": [whole()]}), "unknown"),
            (json!({"actual_cost": "", "refund_order": [whole()]}), "unknown"),
            (
                json!({"actual_cost": 0, "refund_order": [back("A0001", json!(900), json!(0))]}),
                "unknown",
            ),
            (
                json!({"actual_cost": 0, "cancel_order": [back("220", json!(900), json!(900))]}),
                "unknown",
            ),
        ] {
            let mut changes = changes;
            changes["prc"] = json!(prc);
            changes["retmsg"] = json!("交易失敗");
            assert_eq!(asked(changes.clone(), &query()).unwrap().state, expected, "{changes}");
        }
        for (amounts, expected) in [
            ("&actual_cost=0", "failed"),
            ("", "failed"),
            ("&actual_cost=229", "unknown"),
        ] {
            let body = format!("uid=95217&key=k&prc={prc}&cost=229{amounts}");
            assert_eq!(parse_notification(body.as_bytes()).unwrap().state, expected, "{body}");
        }
    }
    // B500 answers a call for a refund, and says nothing of a payment.
    for amounts in [json!({"actual_cost": 0}), json!({"actual_cost": 900})] {
        let changes = with(amounts, "prc", json!("B500"));
        assert_eq!(asked(changes, &query()).unwrap().state, "unknown");
    }
    let told = parse_notification(b"uid=95217&key=k&prc=B500&cost=229&actual_cost=0").unwrap();
    assert_eq!(told.state, "unknown");
}

/// A code whose own words say the opposite proves neither, and what rows say is about them.
#[test]
fn a_state_whose_words_say_the_opposite_is_unknown() {
    for (changes, expected) in [
        (json!({"prc": "300", "actual_cost": 0, "retmsg": "交易失敗"}), "failed"),
        (
            json!({"prc": "300", "actual_cost": 0, "retmsg": "尚未付款完成"}),
            "failed",
        ),
        (json!({"prc": "300", "actual_cost": 0, "retmsg": "付款完成"}), "unknown"),
        (json!({"prc": "300", "actual_cost": 0, "msg": ["付款成功"]}), "unknown"),
        (json!({"retmsg": "交易失敗"}), "unknown"),
        (json!({"msg": "執行成功"}), "paid"),
        (
            json!({"refund_order": [with(back("300", json!(900), json!(0)), "retmsg", json!("退款失敗"))]}),
            "paid",
        ),
    ] {
        assert_eq!(asked(changes.clone(), &query()).unwrap().state, expected, "{changes}");
    }
    let told = |fields: &str| {
        parse_notification(format!("uid=1&key=k&cost=9&{fields}").as_bytes())
            .unwrap()
            .state
    };
    assert_eq!(told("prc=300&retmsg=付款完成"), "unknown");
    assert_eq!(told("prc=250&retmsg=交易失敗"), "unknown");
    assert_eq!(told("prc=250&retmsg=付款完成"), "paid");
}

/// 申請之退款幣別 and 實際退款幣別 of 『退款完成回傳資訊』欄位 against the order's currency, which no request carries.
#[test]
fn a_refund_s_currency_is_held_against_the_order_s() {
    let refunded = |currency: Option<&str>, code: &str, outer: Value, inner: Value| {
        let mut row = json!({"uid": 95217, "key": query().key, "order_id": "ORDER-1", "cost": 900, "actual_cost": 900,
            "prc": if code == "B200" { "230" } else { "300" }});
        if code != "B200" {
            row["actual_cost"] = json!(0);
        }
        row.as_object_mut().unwrap().extend(inner.as_object().unwrap().clone());
        let mut body = json!({"uid": 95217, "key": query().key, "code": code, "row_data": row});
        body.as_object_mut().unwrap().extend(outer.as_object().unwrap().clone());
        let server = RawServer::answering(response(200, &[], body.to_string().as_bytes()));
        let request = RefundOrderRequest {
            currency: currency.map(str::to_owned),
            voucher_paid: Vec::new(),
            invoice_state: None,
            ..refund()
        };
        let refund = client(&server.url, Mode::Agent).refund_order(&request);
        refund.map(|refund| refund.state).map_err(|error| error.kind.as_str())
    };
    let both = |currency: &str| json!({"currency": currency, "actual_currency": currency});
    let ours = |state: &str| Ok(state.to_owned());
    for (currency, code, outer, inner, expected) in [
        (None, "B200", json!({}), both("TWD"), ours("refunded")),
        (None, "B200", json!({}), json!({}), ours("refunded")),
        (Some("CNY"), "B200", json!({}), both("cny"), ours("refunded")),
        (Some("CNY"), "B200", json!({}), json!({}), ours("refunded")),
        (None, "B200", json!({}), both("CNY"), Err("mismatch")),
        (None, "B200", json!({}), json!({"currency": "CNY"}), Err("mismatch")),
        (None, "B200", json!({"currency": "CNY"}), both("TWD"), Err("mismatch")),
        (Some("CNY"), "B200", json!({}), both("TWD"), Err("mismatch")),
        (
            None,
            "B200",
            json!({}),
            json!({"currency": "CNY", "prc": "A0001"}),
            Err("mismatch"),
        ),
        (
            None,
            "B200",
            json!({}),
            json!({"actual_currency": "CNY"}),
            ours("refunded_with_different_amount"),
        ),
        (None, "B500", json!({}), both("TWD"), Err("declined")),
        (None, "B500", json!({}), both("CNY"), Err("mismatch")),
        (None, "B500", json!({"currency": "CNY"}), json!({}), Err("mismatch")),
    ] {
        let what = format!("{currency:?} {code} {outer} {inner}");
        assert_eq!(refunded(currency, code, outer, inner), expected, "{what}");
    }
}

/// An amount is one only in its currency: an order is in New Taiwan dollars unless it says otherwise.
#[test]
fn a_currency_is_held_against_the_order_s() {
    let expecting = |cost: Option<i64>, currency: Option<&str>| QueryOrderRequest {
        cost,
        currency: currency.map(str::to_owned),
        ..query()
    };
    let both = |currency: &str| json!({"currency": currency, "actual_currency": currency});
    for (request, changes, expected) in [
        (expecting(Some(900), None), both("TWD"), Ok("paid")),
        (expecting(Some(900), None), both("twd"), Ok("paid")),
        (expecting(Some(900), None), both(""), Ok("paid")),
        (expecting(Some(900), Some("")), both("TWD"), Ok("paid")),
        (expecting(Some(900), Some("CNY")), both("CNY"), Ok("paid")),
        (expecting(None, Some("CNY")), both("CNY"), Ok("paid")),
        (expecting(None, None), both("CNY"), Ok("paid")),
        (expecting(Some(900), None), both("CNY"), Err(())),
        (expecting(Some(900), None), both("JPY"), Err(())),
        (expecting(Some(900), Some("CNY")), both("TWD"), Err(())),
        (expecting(None, Some("TWD")), both("CNY"), Err(())),
        (
            expecting(Some(900), None),
            with(both("CNY"), "prc", json!("270")),
            Err(()),
        ),
        (
            expecting(Some(900), None),
            with(both("CNY"), "prc", json!("300")),
            Err(()),
        ),
        (expecting(None, None), both("JPY"), Ok("unknown")),
        (
            expecting(None, None),
            with(both("JPY"), "prc", json!("600")),
            Ok("unknown"),
        ),
        (
            expecting(None, None),
            with(both("JPY"), "prc", json!("230")),
            Ok("unknown"),
        ),
        (expecting(None, None), json!({"actual_currency": "JPY"}), Ok("unknown")),
        (expecting(None, None), json!({"currency": ["TWD"]}), Ok("unknown")),
        (
            expecting(Some(900), None),
            json!({"currency": "", "actual_currency": "CNY"}),
            Ok("paid_with_different_amount"),
        ),
        (
            expecting(Some(900), None),
            json!({"actual_currency": "CNY"}),
            Ok("paid_with_different_amount"),
        ),
    ] {
        match (asked(changes.clone(), &request), expected) {
            (Ok(order), Ok(state)) => {
                assert_eq!(order.state, state, "{changes}");
                assert!(json!(order)["currency"].is_string(), "{changes}");
            }
            (Err(error), Err(())) => {
                assert_eq!(
                    (error.kind, error.outcome),
                    (ErrorKind::Mismatch, Outcome::Unknown),
                    "{changes}"
                );
            }
            (seen, _) => panic!("{changes}: {seen:?}"),
        }
    }
    for (cost_text, currency) in [(Some("12.50"), None), (None, Some("JPY"))] {
        let request = QueryOrderRequest {
            cost_text: cost_text.map(str::to_owned),
            ..expecting(None, currency)
        };
        let error = asked(json!({}), &request).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::InvalidRequest, Outcome::NotSent)
        );
    }

    let told = |currencies: &str| {
        let body = format!("uid=95217&key=k&prc=250&cost=36&actual_cost=36{currencies}");
        parse_notification(body.as_bytes()).unwrap()
    };
    let kept = |cost: Option<i64>, currency: Option<&str>| ExpectedOrder {
        uid: "95217".to_owned(),
        key: "k".to_owned(),
        cost,
        currency: currency.map(str::to_owned),
        ..Default::default()
    };
    for (currencies, expected, verified) in [
        ("", kept(Some(36), None), true),
        ("&currency=TWD&actual_currency=TWD", kept(Some(36), None), true),
        ("&currency=CNY&actual_currency=CNY", kept(Some(36), Some("CNY")), true),
        ("&currency=CNY&actual_currency=CNY", kept(None, None), true),
        ("&currency=CNY&actual_currency=CNY", kept(Some(36), None), false),
        ("&currency=JPY&actual_currency=JPY", kept(Some(36), None), false),
        ("&actual_currency=CNY", kept(Some(36), None), false),
        ("&currency=TWD", kept(Some(36), Some("CNY")), false),
        ("&currency=TWD", kept(None, Some("CNY")), false),
    ] {
        match told(currencies).verify(&expected) {
            Ok(()) => assert!(verified, "{currencies}"),
            Err(error) => {
                assert!(!verified, "{currencies}: {error}");
                assert_eq!((error.kind, error.outcome), (ErrorKind::Mismatch, Outcome::Unknown));
            }
        }
    }
    assert_eq!(told("&currency=JPY&actual_currency=JPY").state, "unknown");
    let error = told("").verify(&kept(None, Some("JPY"))).unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidRequest);
}

/// A reply about another amount than was asked after is no answer, however it goes on.
#[test]
fn a_query_s_expected_cost_is_the_reply_s_whatever_was_paid() {
    let request = QueryOrderRequest {
        cost: Some(900),
        ..query()
    };
    for changes in [
        json!({"cost": 1}),
        json!({"cost": 1, "actual_cost": 1}),
        json!({"cost": 1, "prc": "290"}),
        json!({"cost": 1, "prc": "300", "actual_cost": 0}),
        json!({"cost": ""}),
    ] {
        let error = asked(changes.clone(), &request).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Mismatch, Outcome::Unknown),
            "{changes}"
        );
    }
    let different = asked(json!({"actual_cost": 1}), &request).unwrap();
    assert_eq!(different.state, "paid_with_different_amount");
}

#[test]
fn a_notification_s_amounts_are_compared() {
    for (fields, expected) in [
        ("prc=250&cost=229&actual_cost=229", "paid"),
        (
            "prc=250&cost=229&actual_cost=229.00&currency=TWD&actual_currency=TWD",
            "paid",
        ),
        ("prc=250&cost=229", "paid"),
        ("prc=250&cost=229&actual_cost=1", "paid_with_different_amount"),
        ("prc=600&cost=229&actual_cost=0", "paid_with_different_amount"),
        (
            "prc=250&cost=229&actual_cost=229&currency=TWD&actual_currency=CNY",
            "paid_with_different_amount",
        ),
        ("prc=250&cost=229&actual_cost=NT$229", "unknown"),
        ("prc=250&cost[0]=229&actual_cost=229", "unknown"),
        ("prc=250&code=300&cost=229&actual_cost=229", "unknown"),
        ("prc=250&code=200&cost=229&actual_cost=229", "paid"),
        ("prc=400&cost=229&actual_cost=229", "unknown"),
        // A refund must name what was really given back.
        ("prc=230&cost=229&actual_cost=229", "refunded"),
        (
            "prc=230&cost=229&actual_cost=229&refund_type=1&expected_refund_date=",
            "refunded",
        ),
        ("prc=230&cost=229&actual_cost=1", "refunded_with_different_amount"),
        ("prc=230&cost=229", "unknown"),
        (
            "prc=230&cost=229&actual_cost=229&refund_type=3&expected_refund_date=20261231",
            "pending",
        ),
        ("prc=230&cost=229&actual_cost=229&refund_type=3", "pending"),
    ] {
        let body = format!("uid=95217&key=3425042d7d266e4aea5fd4653a0271db&order_id=ORDER-1&{fields}");
        assert_eq!(parse_notification(body.as_bytes()).unwrap().state, expected, "{fields}");
    }
}
