//! An order as queries and notifications tell of it.

use super::counter::Counter;
use super::fields::{free_vouchers, paid_vouchers};
use super::instructions;
use super::invoice;
use super::message::{Fields, entries, fields, value_text, wire_time};
use super::record::{Order, Refund, State};
use jiff::ToSpan as _;
use jiff::civil::DateTime;
use serde_json::{Value, json};

/// 『交易完成回傳資訊』, 『非即時交易回傳資訊』 and 『訂單確認回傳資訊』回報欄位, which list the same fields.
pub(super) fn notified(order: &Order) -> Fields {
    let mut report = fields(json!({
        "uid": order.uid,
        "key": order.key,
        "prc": order.state.prc(),
        "finishtime": wire_time(order.since),
    }));
    report.extend(payment(order));
    report.extend(amounts(order));
    report.extend(tool(order));
    add_echoes(&mut report, order);
    report
}

/// 『交易查詢』回傳欄位, in the order and types of its sample.
pub(super) fn queried(order: &Order) -> Fields {
    let mut reply = fields(json!({"key": order.key, "prc": order.state.prc()}));
    let mut payment = payment(order);
    let (order_id, user_id) = (payment.shift_remove("order_id"), payment.shift_remove("user_id"));
    reply.extend(payment);
    reply.extend(fields(
        json!({"order_id": order_id, "user_id": user_id, "uid": order.uid}),
    ));
    reply.extend(amounts(order));
    // These two stand in the sample only, and only in a query's.
    reply.extend(fields(json!({"pay_mode_uid": 1, "store_group_id": ""})));
    reply.extend(tool(order));
    reply.extend(fields(json!({
        "finishtime": wire_time(order.since),
        "appropriation_date": appropriation_date(order.state.has_money(), order.since),
    })));
    reply.extend(invoice::of_order(order));
    let refunds: Vec<Value> = order.refunds.iter().map(|refund| refund_row(order, refund)).collect();
    let cancels: Vec<Value> = order.cancel_uid.map(|uid| cancel_row(order, uid)).into_iter().collect();
    reply.extend(fields(json!({"refund_order": refunds, "cancel_order": cancels})));
    add_echoes(&mut reply, order);
    reply
}

pub(super) fn currency(order: &Order) -> String {
    match order.text("currency") {
        unset if unset.is_empty() => "TWD".to_owned(),
        currency => currency,
    }
}

/// `echo_0` to `echo_4`, which every table ends with.
pub(super) fn add_echoes(reply: &mut Fields, order: &Order) {
    for number in 0..5 {
        let name = format!("echo_{number}");
        let echo = order.text(&name);
        reply.insert(name, json!(echo));
    }
}

/// A voucher with its codes as numbers: so the refund's sample has them, and only that one.
pub(super) fn numbered_codes(voucher: &Value) -> Value {
    let mut voucher = voucher.clone();
    for name in ["issuer", "refund_return_type"] {
        if let Some(code) = voucher.get_mut(name)
            && let Some(number) = value_text(code).and_then(|text| text.parse::<i64>().ok())
        {
            *code = json!(number);
        }
    }
    voucher
}

/// Who moved the money: 高鉅科技's test card on the page, a wallet in the store.
fn payment(order: &Order) -> Fields {
    let authorized = matches!(order.state, State::Authorized | State::CaptureRequested);
    let by_card = order.pfn == "CREDITCARD" && (authorized || order.state.has_money());
    let only_card = |text: &'static str| if by_card { text } else { "" };
    let (name, code) = match order.pfn.as_str() {
        _ if order.counter.is_some() => order.counter.map(Counter::supplier).unwrap_or_default(),
        "CARDLESS" => ("裕富數位資融", "A1"),
        "LINEPAYOFF" => ("台灣連線(LINEPay)", "W2"),
        "JKOOFF" => ("街口電子支付", "W4"),
        "ICASH" => ("iCash", "W7"),
        "PIOFF" => ("拍付國際資訊(Pi錢包)", "W9"),
        "" => ("", ""),
        _ => ("高鉅科技", "T0"),
    };
    fields(json!({
        "cardno": only_card("493817******0003"),
        "acode": only_card("AA1234"),
        "card_type": if by_card { "1" } else { "0" },
        "issuing_bank": only_card("合作金庫"),
        "issuing_bank_uid": only_card("006"),
        "is_agent_charge": is_agent_charge(order),
        "transaction_mode": if order.state == State::Created { 0 } else { 1 },
        "supplier_name": name,
        "supplier_code": code,
        "order_id": order.order_id(),
        "user_id": order.text("user_id"),
    }))
}

/// Row `is_agent_charge` of the order's table: what is said counts, else any of the three fees.
fn is_agent_charge(order: &Order) -> i64 {
    let is_set = |name: &str| !matches!(order.text(name).as_str(), "" | "0");
    let fees = ["agent_charge_fee", "agent_sms_fee_type", "agent_charge_fee_type"];
    match order.text("is_agent_charge").as_str() {
        "" => i64::from(fees.into_iter().any(is_set)),
        said => i64::from(said == "1"),
    }
}

fn amounts(order: &Order) -> Fields {
    fields(json!({
        "cost": order.cost,
        "currency": currency(order),
        "actual_cost": order.actual_cost,
        "actual_currency": currency(order),
        "voucher_paid": entries(paid_vouchers(&order.message)),
        "voucher_free": entries(free_vouchers(&order.message)),
        "price": 0,
        "actual_price": 0,
        "recharge_code": "",
        "love_cost": 0,
        "retmsg": order.state.retmsg(),
    }))
}

fn tool(order: &Order) -> Fields {
    let by_transfer = order.pfn == "E_COLLECTION" && order.state == State::AwaitingTransfer;
    fields(json!({
        "pfn": order.pfn,
        "trans_type": 1,
        "redeem": "",
        "payment_name": "",
        "nois": "",
        "group_id": "",
        "bank_id": if by_transfer { "013" } else { "" },
        "expired_date": instructions::limit(order).map(wire_time).unwrap_or_default(),
        "result_type": 4,
        "result_content_type": instructions::content_type(order),
        "result_content": instructions::content(order).to_string(),
    }))
}

/// 預計撥款日期. When money is paid out is in no document; a week after is the sandbox's own.
fn appropriation_date(paid: bool, since: DateTime) -> String {
    if paid { in_a_week(since) } else { String::new() }
}

pub(super) fn in_a_week(since: DateTime) -> String {
    since.saturating_add(7.days()).strftime("%Y%m%d").to_string()
}

/// 『交易查詢-退款資訊』欄位.
fn refund_row(order: &Order, refund: &Refund) -> Value {
    let mut row = fields(json!({
        "uid": refund.uid,
        "prc": "230",
        "cost": refund.cost,
        "currency": currency(order),
        "actual_cost": refund.cost,
        "actual_currency": currency(order),
        "voucher_paid": refund.vouchers,
        "retmsg": "退款完成",
        "finishtime": wire_time(refund.time),
        "appropriation_date": appropriation_date(true, refund.time),
    }));
    row.extend(invoice::of_refund(order));
    Value::Object(row)
}

/// 『交易查詢-取消資訊』欄位.
fn cancel_row(order: &Order, uid: u64) -> Value {
    json!({
        "uid": uid,
        "prc": State::Cancelled.prc(),
        "cost": order.cost,
        "currency": currency(order),
        "actual_cost": order.actual_cost,
        "actual_currency": currency(order),
        "retmsg": State::Cancelled.retmsg(),
        "finishtime": wire_time(order.since),
    })
}
