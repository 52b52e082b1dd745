//! What the MYPAY tests share: the golden vectors, sample requests, a client, and what it sent.

use crate::support::{RawServer, read_request, response, text};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::mpsc::{Receiver, channel};
use twpos::crypto::AesKey;
use twpos::mypay::*;

/// A code as a customer's phone shows it, which no text may show.
pub const SCANNED: &str = "281234567890123456";

pub fn mypay_vectors() -> Value {
    serde_json::from_str(include_str!("../../../../conformance/vectors/mypay.json")).unwrap()
}

pub fn key(name: &str) -> AesKey {
    AesKey::from_text(text(&mypay_vectors()["keys"][name])).unwrap()
}

pub fn credentials(mode: Mode) -> Credentials {
    let vectors = mypay_vectors();
    let keys = &vectors["keys"];
    let uid = if mode == Mode::Agent { "agent_uid" } else { "store_uid" };
    let mut credentials = Credentials::new(mode, text(&keys[uid]), text(&keys["key"])).unwrap();
    credentials.previous_key = Some(key("previous_key"));
    credentials
}

pub fn client(url: &str, mode: Mode) -> Client {
    Client::new(Config::new(url, credentials(mode))).unwrap()
}

/// A client whose host refuses connections: a request that passes every check ends as `connect`.
pub fn unconnected(mode: Mode) -> Client {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    client(&format!("http://127.0.0.1:{port}"), mode)
}

/// A server that keeps what it received and answers an error page.
pub fn recording() -> (RawServer, Receiver<String>) {
    let (sent, received) = channel();
    let server = RawServer::start(move |mut stream| {
        let request = read_request(&mut stream);
        sent.send(String::from_utf8(request).unwrap()).unwrap_or_default();
        stream.write_all(&response(500, &[], b"")).unwrap_or_default();
    });
    (server, received)
}

/// The body's fields.
pub fn form(request: &str) -> BTreeMap<String, String> {
    let (_, body) = request.split_once("\r\n\r\n").unwrap();
    form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

pub fn item(total: i64) -> Item {
    Item {
        id: "1".to_owned(),
        name: "好棒棒麻辣鍋湯包".to_owned(),
        cost: total,
        amount: 1,
        total,
        ..Default::default()
    }
}

/// The order of document 003's samples.
pub fn order() -> CreateOrderRequest {
    CreateOrderRequest {
        store_uid: Some("289151880002".to_owned()),
        user_id: "userid".to_owned(),
        cost: 900,
        order_id: "1234567890".to_owned(),
        ip: "192.168.0.1".to_owned(),
        items: vec![item(1000)],
        pfn: Some("0".to_owned()),
        agent_sms_fee_type: Some("1".to_owned()),
        agent_charge_fee_type: Some("1".to_owned()),
        agent_charge_fee: Some(90),
        voucher_type: Some("1".to_owned()),
        voucher_paid: vec![PaidVoucher {
            product_id: "P01".to_owned(),
            serial_number: "P1635306439".to_owned(),
            name: "好食券".to_owned(),
            cost: 50,
            issuer: "1".to_owned(),
            refund_return_type: "3".to_owned(),
            ..Default::default()
        }],
        voucher_free: vec![FreeVoucher {
            product_id: "F01".to_owned(),
            serial_number: "F1635306439".to_owned(),
            name: "VIP免費券".to_owned(),
            cost: 50,
            issuer: "1".to_owned(),
            ..Default::default()
        }],
        voucher_invoice_type: Some("1".to_owned()),
        ..Default::default()
    }
}

pub fn query() -> QueryOrderRequest {
    QueryOrderRequest {
        uid: "95217".to_owned(),
        key: "3425042d7d266e4aea5fd4653a0271db".to_owned(),
        order_id: Some("ORDER-1".to_owned()),
        ..Default::default()
    }
}

/// The refund of document 003's samples, about the vectors' order.
pub fn refund() -> RefundOrderRequest {
    RefundOrderRequest {
        store_uid: Some("289151880002".to_owned()),
        key: "3425042d7d266e4aea5fd4653a0271db".to_owned(),
        uid: "95217".to_owned(),
        order_id: Some("ORDER-1".to_owned()),
        cost: 900,
        voucher_paid: vec![VoucherRef {
            product_id: "P01".to_owned(),
            serial_number: "P1634634156".to_owned(),
        }],
        invoice_state: Some("6".to_owned()),
        ..Default::default()
    }
}

pub fn scan() -> ScanPayRequest {
    ScanPayRequest {
        store_uid: Some("289151880002".to_owned()),
        scanned_code: SCANNED.to_owned(),
        user_id: "userid".to_owned(),
        cost: 900,
        order_id: "ORDER-1".to_owned(),
        ip: "192.168.0.1".to_owned(),
        items: vec![item(900)],
        ..Default::default()
    }
}
