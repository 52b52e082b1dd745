//! The four commands: what each does to the ledger, and the reply table that it fills.

use super::command::Command;
use super::ledger::{Ledger, Order, Problem, RefundCall, State};
use super::message::{Fields, Refusal, fields, value_text, wire_time};
use super::record::Refund;
use super::report;
use super::tools::ScannedCode;
use jiff::civil::DateTime;
use serde_json::{Value, json};

/// A message that is as its table says.
pub(super) struct Request {
    pub(super) command: Command,
    pub(super) message: Fields,
    /// Empty for commands that carry none.
    pub(super) scanned: ScannedCode,
}

impl Request {
    /// A field as text; empty if it is absent.
    pub(super) fn text(&self, name: &str) -> String {
        self.message.get(name).and_then(value_text).unwrap_or_default()
    }
}

/// What a call did.
pub(super) struct Done {
    pub(super) reply: Fields,
    /// The notification that it brings about.
    pub(super) report: Option<Fields>,
}

/// Does it, and says what was done. `page` makes the address of an order's PayPage.
pub(super) fn commit(
    request: &Request,
    ledger: &mut Ledger,
    now: DateTime,
    page: impl Fn(u64) -> String,
) -> Result<Done, Refusal> {
    let Request {
        command,
        message,
        scanned,
    } = request;
    let quiet = |reply| Done { reply, report: None };
    let done = match command {
        Command::CreateOrder => ledger
            .create(message, now)
            .map(|order| quiet(created(order, page(order.uid)))),
        Command::QueryOrder => ledger
            .find(&request.text("uid"), &request.text("key"))
            .map(|order| quiet(report::queried(order))),
        // The reply says that the money is back; whether MYPAY also reports it, no document says.
        Command::RefundOrder => refund(request, ledger, now).map(quiet),
        Command::ScanPay => ledger.scan(message, scanned, now).map(|order| Done {
            reply: scanned_reply(order),
            report: Some(report::notified(order)),
        }),
    };
    done.map_err(|problem| refused(*command, problem))
}

/// What the ledger finds wrong. An order number used twice is a mistake in the data, not the wallet's no.
fn refused(command: Command, problem: Problem) -> Refusal {
    match command {
        Command::RefundOrder => Refusal {
            code: "B500",
            msg: format!("執行失敗: {}", problem.text()),
        },
        _ => Refusal::data(problem.text()),
    }
}

fn refund(request: &Request, ledger: &mut Ledger, now: DateTime) -> Result<Fields, Problem> {
    let call = RefundCall {
        uid: &request.text("uid"),
        key: &request.text("key"),
        message: &request.message,
        now,
    };
    let (order, refund) = ledger.refund(&call)?;
    Ok(refunded(order, &refund))
}

/// 『PayPage金流交易-折價券模式』回傳欄位, in the order and types of its sample.
fn created(order: &Order, url: String) -> Fields {
    fields(json!({
        "code": State::Created.prc(),
        "msg": State::Created.retmsg(),
        "url": url,
        "uid": order.uid,
        "key": order.key,
    }))
}

/// The reply to a scanned payment (docs/protocol.md, scanning in the store), with the amounts as text.
fn scanned_reply(order: &Order) -> Fields {
    fields(json!({
        "code": order.state.prc(),
        "msg": order.state.retmsg(),
        "uid": order.uid.to_string(),
        "key": order.key,
        "finishtime": wire_time(order.since),
        "order_id": order.order_id(),
        "cost": order.cost.to_string(),
        "actual_cost": order.actual_cost.to_string(),
        "pfn": order.pfn,
    }))
}

/// 『交易退款-折價券模式』回傳欄位 and 『退款完成回傳資訊』欄位, in the order and types of their sample.
fn refunded(order: &Order, refund: &Refund) -> Fields {
    // What was paid in cash goes back by hand, some days later.
    let by_hand = matches!(order.pfn.as_str(), "E_COLLECTION" | "CSTORECODE" | "BARCODE");
    let mut row = fields(json!({
        "uid": order.uid,
        "refund_uid": refund.uid,
        "key": order.key,
        "prc": "230",
        "finishtime": wire_time(refund.time),
        "order_id": order.order_id(),
        "user_id": order.text("user_id"),
        "cost": refund.cost,
        "currency": report::currency(order),
        "actual_cost": refund.cost,
        "voucher_paid": refund.vouchers.iter().map(report::numbered_codes).collect::<Vec<Value>>(),
        "actual_currency": report::currency(order),
        "retmsg": "退款完成",
        "pfn": order.pfn,
        "payment_name": "",
        "nois": "",
        "group_id": "",
        "refund_type": if by_hand { 3 } else { 1 },
        "expected_refund_date": if by_hand { report::in_a_week(refund.time) } else { String::new() },
    }));
    report::add_echoes(&mut row, order);
    fields(json!({
        "row_data": row,
        "key": order.key,
        "uid": order.uid.to_string(),
        "code": "B200",
        "msg": "執行成功",
    }))
}
