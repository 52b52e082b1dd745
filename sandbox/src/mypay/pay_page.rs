//! The page on which a customer pays, as a browser and as a test with curl see it.

use super::counter::Counter;
use super::ledger::{Action, Order};
use super::money::Money;
use super::report;
use crate::reply::Reply;
use hyper::StatusCode;
use hyper::header::{HeaderValue, LOCATION};

const ACTIONS: &[(&str, Action)] = &[
    ("pay", Action::Pay(None)),
    ("give_up", Action::GiveUp),
    ("fail", Action::Fail),
    ("break", Action::Break),
    ("transfer", Action::Transfer),
    ("store_code", Action::StoreCode(Counter::Ibon)),
    ("wait", Action::Wait),
    ("authorize", Action::Authorize),
    ("capture", Action::Capture),
    ("bind", Action::Bind),
    ("review", Action::Review),
    ("apply", Action::Apply),
    ("approve", Action::Approve),
    ("expire", Action::Expire),
    ("settle", Action::Settle),
    ("cancel", Action::Cancel),
];

/// What the form's `action` asks for; `amount` goes with `pay`, `store` with `store_code`.
pub(super) fn action(body: &[u8]) -> Result<Action, String> {
    let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    let value = |name: &str| {
        fields
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    };
    let amount = match value("amount").map(Money::of_text) {
        None => None,
        Some(Some(amount)) if amount > Money::ZERO => Some(amount),
        Some(_) => return Err("amount must be more than 0".to_owned()),
    };
    let store = match value("store") {
        None => None,
        Some(store) => Some(Counter::of_type(store).ok_or("store must be IBON, FAMIPORT, LIFEET or BARCODE")?),
    };
    let name = value("action").unwrap_or_default();
    let found = ACTIONS.iter().find(|(other, _)| *other == name);
    let action = match found.map(|(_, action)| *action) {
        Some(Action::Pay(_)) => Action::Pay(amount),
        Some(Action::StoreCode(usual)) => Action::StoreCode(store.unwrap_or(usual)),
        Some(action) => action,
        None => {
            let names: Vec<&str> = ACTIONS.iter().map(|(name, _)| *name).collect();
            return Err(format!("action must be one of {}", names.join(", ")));
        }
    };
    match (action, amount, store) {
        (Action::Pay(_), _, None) | (Action::StoreCode(_), None, _) | (_, None, None) => Ok(action),
        (_, Some(_), _) => Err("amount goes with pay only".to_owned()),
        _ => Err("store goes with store_code only".to_owned()),
    }
}

/// The page: what is to be paid, and two buttons as long as it can be.
pub(super) fn show(order: &Order) -> Reply {
    let buttons = match order.state.may_be_paid() && order.state.may_be_given_up() {
        true => {
            "<form method=\"post\">\
             <button name=\"action\" value=\"pay\">Pay</button> \
             <button name=\"action\" value=\"give_up\">Give up</button></form>"
        }
        false => "",
    };
    let text = format!(
        "<p>Order <b>{}</b></p><p>{} <b>{}</b></p><p>{} ({})</p>{buttons}",
        escape(&order.order_id()),
        if report::currency(order) == "TWD" { "NT$" } else { "RMB" },
        order.cost,
        order.state.retmsg(),
        order.state.prc(),
    );
    page(StatusCode::OK, &text)
}

/// After an action: on to the shop's own page where the order names one ("交易成功導頁網址").
pub(super) fn done(order: &Order) -> Reply {
    let address = match order.state {
        state if state.has_money() => order.text("success_returl"),
        state if state.is_pending() => String::new(),
        _ => order.text("failure_returl"),
    };
    let is_web = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
    match HeaderValue::from_str(&address) {
        Ok(address) if is_web => page(StatusCode::SEE_OTHER, "").with_header(LOCATION.as_str(), address),
        _ => show(order),
    }
}

pub(super) fn problem(status: StatusCode, text: &str) -> Reply {
    page(status, &format!("<p>{}</p>", escape(text)))
}

fn page(status: StatusCode, text: &str) -> Reply {
    let head =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>PayPage (sandbox)</title></head>";
    Reply::html(
        status,
        format!("{head}<body><h1>PayPage (sandbox)</h1>{text}</body></html>\n"),
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            char => escaped.push(char),
        }
    }
    escaped
}

#[test]
fn the_document_lists_every_action() {
    let document = include_str!("../../../docs/sandbox.md");
    for (action, _) in ACTIONS {
        assert!(document.contains(&format!("| `{action}` |")), "{action}");
    }
}
