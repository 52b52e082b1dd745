//! The seven calls: what each does to the ledger, and the `info` that it fills.

use super::clock::iso;
use super::fields;
use super::ledger::{Charge, Ledger, in_progress};
use super::record::{Payment, Standing};
use super::refusal::Refusal;
use super::request::{Request, Target};
use crate::listed::Operation;
use jiff::Timestamp;
use serde_json::{Value, json};

/// What a call comes to: `info`, or nothing where there is none.
pub(super) type Info = Option<Value>;

/// Does it, and says what was done.
pub(super) fn commit(request: &Request, ledger: &mut Ledger, now: Timestamp) -> Result<Info, Refusal> {
    let order = order(request, ledger);
    let info = match request.operation {
        Operation::LinepayPay => pay(request, &order, ledger, now)?,
        Operation::LinepayCheck => check(&order, ledger, now)?,
        Operation::LinepayRefund => refund(request, &order, ledger, now)?,
        Operation::LinepayCapture => {
            let amount = request.body["amount"].as_i64().unwrap_or_default();
            paid(ledger.capture(&order, amount, now)?)
        }
        Operation::LinepayDetails => list(request, ledger, now, |payment, standing| {
            standing.is_paid().then(|| details(payment))
        })?,
        Operation::LinepayAuthorizations => list(request, ledger, now, authorization)?,
        _ => {
            ledger.void(&order, now)?;
            return Ok(None);
        }
    };
    Ok(Some(info))
}

/// The order that a call is about, or the first of them; empty if LINE Pay knows none under the number.
pub(super) fn order(request: &Request, ledger: &Ledger) -> String {
    let by_number = |number: &i64| ledger.order_of(*number).unwrap_or_default().to_owned();
    match &request.target {
        Target::Order(order) => order.clone(),
        Target::Transaction(number) => by_number(number),
        Target::Listed { orders, transactions } => {
            let first = orders.first().cloned();
            first
                .or_else(|| transactions.first().map(by_number))
                .unwrap_or_default()
        }
    }
}

fn pay(request: &Request, order: &str, ledger: &mut Ledger, now: Timestamp) -> Result<Value, Refusal> {
    let body = Value::Object(request.body.clone());
    let options = &body["options"];
    let payment = ledger.charge(&Charge {
        order,
        code: request.code(),
        amount: body["amount"].as_i64().unwrap_or_default(),
        product_name: body["packages"][0]["products"][0]["name"].as_str().unwrap_or_default(),
        authorize_only: options["payment"]["capture"] == false,
        whole_refunds: has_member(options, "promotionRestriction"),
        device: request.device.as_ref(),
        request: &body,
        now,
    })?;
    let mut info = paid(payment);
    if payment.script().means_untold {
        let fields = info.as_object_mut();
        fields.and_then(|fields| fields.shift_remove("payInfo"));
    }
    Ok(info)
}

/// Wherever it stands: its place under `options` is not said.
fn has_member(value: &Value, name: &str) -> bool {
    let within = |object: &serde_json::Map<String, Value>| object.values().any(|value| has_member(value, name));
    value
        .as_object()
        .is_some_and(|object| object.contains_key(name) || within(object))
}

fn check(order: &str, ledger: &Ledger, now: Timestamp) -> Result<Value, Refusal> {
    let payment = ledger.find(order, now)?;
    let status = match payment.standing(now) {
        Standing::InProgress => return Err(in_progress()),
        Standing::AuthReady => "AUTH_READY",
        Standing::Failed => "FAIL",
        Standing::Cancelled | Standing::Voided | Standing::Expired => "CANCEL",
        Standing::Refunded if !payment.script().stays_complete => "REFUND",
        _ => "COMPLETE",
    };
    let mut info = match status {
        "COMPLETE" | "REFUND" => paid(payment),
        _ => json!({"transactionId": payment.transaction_id, "orderId": payment.order}),
    };
    info["status"] = json!(status);
    Ok(info)
}

fn refund(request: &Request, order: &str, ledger: &mut Ledger, now: Timestamp) -> Result<Value, Refusal> {
    let amount = fields::refund_amount(&request.body)?;
    let refund = ledger.refund(order, amount, now)?;
    Ok(json!({
        "refundTransactionId": refund.transaction_id,
        "refundTransactionDate": iso(refund.at),
    }))
}

/// `info` of pay, which check and capture have too.
fn paid(payment: &Payment) -> Value {
    let script = payment.script();
    let mut info = json!({
        "transactionId": payment.transaction_id,
        "orderId": payment.order,
        "transactionDate": iso(payment.made_at),
        "payInfo": pay_info(payment),
        "paymentProvider": provider(payment),
    });
    if payment.authorize_only && payment.captured.is_none() {
        info["authorizationExpireDate"] = json!(iso(payment.authorization_ends()));
    }
    if let Some(carrier) = script.carrier {
        let card = json!({"cardType": "MOBILE_CARRIER", "cardId": carrier});
        info["merchantReference"] = json!({"affiliateCards": [card]});
    }
    info
}

fn provider(payment: &Payment) -> &'static str {
    if payment.script().epi { "EPI" } else { "TSP" }
}

fn pay_info(payment: &Payment) -> Value {
    let means = payment.means().into_iter();
    means
        .map(|(method, amount)| json!({"method": method, "amount": amount}))
        .collect()
}

/// What `show` says of each payment that is asked for, of those that it says something of.
fn list(
    request: &Request,
    ledger: &Ledger,
    now: Timestamp,
    show: impl Fn(&Payment, Standing) -> Option<Value>,
) -> Result<Value, Refusal> {
    let Target::Listed { orders, transactions } = &request.target else {
        return Err(Refusal::not_found());
    };
    let by_number = transactions.iter().filter_map(|number| ledger.order_of(*number));
    let orders = orders.iter().map(String::as_str).chain(by_number);
    let found = orders.filter_map(|order| {
        let payment = ledger.find(order, now).ok()?;
        show(payment, payment.standing(now))
    });
    let found: Vec<Value> = found.collect();
    match found.is_empty() {
        true => Err(Refusal::not_found()),
        false => Ok(Value::Array(found)),
    }
}

fn details(payment: &Payment) -> Value {
    let mut entry = entry(payment);
    entry["transactionType"] = json!("PAYMENT");
    let refunds = payment.refunds.iter().map(|refund| {
        let whole = refund.amount == payment.paid();
        json!({
            "refundTransactionId": refund.transaction_id,
            "transactionType": if whole { "REFUND" } else { "PARTIAL_REFUND" },
            "refundAmount": -refund.amount,
            "refundTransactionDate": iso(refund.at),
        })
    });
    if !payment.refunds.is_empty() {
        entry["refundList"] = refunds.collect();
    }
    entry
}

/// Of what was only authorised at first.
fn authorization(payment: &Payment, standing: Standing) -> Option<Value> {
    let status = match standing {
        _ if !payment.authorize_only => return None,
        Standing::Authorized => "AUTHORIZATION",
        Standing::Voided => "VOIDED_AUTHORIZATION",
        Standing::Expired => "EXPIRED_AUTHORIZATION",
        _ if standing.is_paid() => "CAPTURE",
        _ => return None,
    };
    let mut entry = entry(payment);
    entry["payStatus"] = json!(status);
    entry["authorizationExpireDate"] = json!(iso(payment.authorization_ends()));
    Some(entry)
}

fn entry(payment: &Payment) -> Value {
    json!({
        "transactionId": payment.transaction_id,
        "transactionDate": iso(payment.made_at),
        "productName": payment.product_name,
        "currency": "TWD",
        "payInfo": pay_info(payment),
        "paymentProvider": provider(payment),
        "orderId": payment.order,
    })
}
