//! What a query and a notification say once the amounts in them are compared, and refunds and cancellations added up.

use super::host::*;
use crate::support::{RawServer, response};
use serde_json::{Value, json};
use twpos::Error;
use twpos::mypay::*;

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
    json!({"uid": 95232, "prc": prc, "cost": cost, "currency": "TWD", "actual_cost": actual_cost,
        "actual_currency": "TWD"})
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
        (json!([back("230", json!("899.50"), json!(899.5))]), "part"),
        (
            json!([
                back("230", json!("899.50"), json!("899.5")),
                back("230", json!("0.5"), json!(0.5))
            ]),
            "whole",
        ),
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
        ("300", "none"),
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
