//! The page on which a customer pays, as a browser and as a test with curl see it.

use super::ledger::{Action, Order};
use crate::reply::Reply;
use hyper::StatusCode;
use hyper::header::{HeaderValue, LOCATION};

/// What the form's `action` asks for; `amount` goes with `pay`.
pub(super) fn action(body: &[u8]) -> Result<Action, String> {
    let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    let value = |name: &str| {
        fields
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    };
    let amount = match value("amount").map(str::parse::<u32>) {
        None => None,
        Some(Ok(amount)) if (1..=999_999_999).contains(&amount) => Some(i64::from(amount)),
        Some(_) => return Err("amount must be a whole number from 1".to_owned()),
    };
    let action = match value("action").unwrap_or_default() {
        "pay" => Action::Pay(amount),
        "give_up" => Action::GiveUp,
        "fail" => Action::Fail,
        "transfer" => Action::Transfer,
        "expire" => Action::Expire,
        "settle" => Action::Settle,
        "cancel" => Action::Cancel,
        _ => return Err("action must be one of pay, give_up, fail, transfer, expire, settle, cancel".to_owned()),
    };
    match (action, amount) {
        (Action::Pay(_), _) | (_, None) => Ok(action),
        _ => Err("amount goes with pay only".to_owned()),
    }
}

/// The page: what is to be paid, and two buttons as long as it can be.
pub(super) fn show(order: &Order) -> Reply {
    let buttons = match order.state.is_open() {
        true => {
            "<form method=\"post\">\
             <button name=\"action\" value=\"pay\">Pay</button> \
             <button name=\"action\" value=\"give_up\">Give up</button></form>"
        }
        false => "",
    };
    let text = format!(
        "<p>Order <b>{}</b></p><p>NT$ <b>{}</b></p><p>{} ({})</p>{buttons}",
        escape(&order.order_id()),
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
        state if state.is_open() => String::new(),
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
