//! A host that remembers what it was sent and answers as it is told, and sample requests.

use crate::support::{RawServer, read_request, response};
use serde_json::{Value, json};
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use twpos::linepay::*;

pub const CHANNEL_ID: &str = "2000123456";
pub const SECRET: &str = "CANARY-channel-secret-0001";
pub const CODE: &str = "391234567890123456";
pub const ORDER: &str = "SHOP1-20261121-0001";
/// Floating point would make another of it.
pub const NUMBER: &str = "2026112101234895011";

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    pub line: String,
    pub head: String,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find_map(|(known, value)| known.eq_ignore_ascii_case(name).then_some(value))
    }
}

pub struct Host {
    server: RawServer,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Host {
    /// Answers every request on every connection with these bytes of HTTP.
    pub fn answering(answer: Vec<u8>) -> Self {
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let record = seen.clone();
        let server = RawServer::start(move |mut stream| {
            loop {
                let request = read_request(&mut stream);
                if request.is_empty() {
                    return;
                }
                record.lock().unwrap().push(parse(&request));
                if stream.write_all(&answer).is_err() {
                    return;
                }
            }
        });
        Host { server, seen }
    }

    /// Answers everything with HTTP 200 and this body.
    pub fn replying(body: &str) -> Self {
        Host::answering(response(200, &[("Content-Type", "application/json")], body.as_bytes()))
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn config(&self) -> Config {
        Config::new(&self.server.url, CHANNEL_ID, SECRET.into())
    }

    pub fn client(&self) -> Client {
        Client::new(self.config()).unwrap()
    }
}

fn parse(request: &[u8]) -> Seen {
    let text = String::from_utf8(request.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    Seen {
        line: head.lines().next().unwrap().to_owned(),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

pub fn pay() -> PayRequest {
    PayRequest {
        amount: 36,
        order_id: ORDER.to_owned(),
        one_time_key: CODE.to_owned(),
        packages: vec![Package {
            id: "1".to_owned(),
            amount: 36,
            name: Some("見晴".to_owned()),
            products: vec![Product {
                name: "咖啡".to_owned(),
                quantity: 1,
                price: 36,
                ..Default::default()
            }],
            ..Default::default()
        }],
        ..Default::default()
    }
}

pub fn authorize() -> PayRequest {
    let payment = PaymentOptions { capture: Some(false) };
    PayRequest {
        options: Some(PayOptions {
            payment: Some(payment),
            ..Default::default()
        }),
        ..pay()
    }
}

pub fn check() -> CheckRequest {
    CheckRequest {
        order_id: ORDER.to_owned(),
        amount: Some(36),
    }
}

/// Of the whole, if it is all of the 36.
pub fn refund(refund_amount: i64) -> RefundRequest {
    RefundRequest {
        order_id: ORDER.to_owned(),
        refund_amount,
        amount: Some(36),
    }
}

pub fn details() -> DetailsRequest {
    DetailsRequest {
        order_id: Some(ORDER.to_owned()),
        amount: Some(36),
        ..Default::default()
    }
}

pub fn void() -> VoidRequest {
    VoidRequest {
        order_id: ORDER.to_owned(),
    }
}

pub fn capture() -> CaptureRequest {
    CaptureRequest {
        order_id: ORDER.to_owned(),
        amount: 36,
        ..Default::default()
    }
}

pub fn authorizations() -> AuthorizationsRequest {
    AuthorizationsRequest {
        order_id: ORDER.to_owned(),
    }
}

/// A valid request of an operation, as JSON.
pub fn request(operation: &str) -> Value {
    let request = match operation {
        "pay" => serde_json::to_value(pay()),
        "check" => serde_json::to_value(check()),
        "refund" => serde_json::to_value(refund(10)),
        "details" => serde_json::to_value(details()),
        "void" => serde_json::to_value(void()),
        "capture" => serde_json::to_value(capture()),
        _ => serde_json::to_value(authorizations()),
    };
    request.unwrap()
}

/// A number that is not rounded, whatever its length.
pub fn number(digits: &str) -> Value {
    serde_json::from_str(digits).unwrap()
}

/// `info` of a payment.
pub fn paid() -> Value {
    json!({
        "transactionId": number(NUMBER),
        "orderId": ORDER,
        "transactionDate": "2026-11-21T03:04:05Z",
        "payInfo": [{"method": "POINT", "amount": 6}, {"method": "BALANCE", "amount": 30}],
        "paymentProvider": "TSP"
    })
}

/// A success with this `info`.
pub fn success(info: &Value) -> String {
    json!({"returnCode": "0000", "returnMessage": "Success.", "info": info}).to_string()
}

/// A failure as it is documented.
pub fn failure(code: &str) -> String {
    json!({"returnCode": code, "returnMessage": "-"}).to_string()
}

/// The same with one member changed; null takes it away.
pub fn changed(mut object: Value, name: &str, value: Value) -> Value {
    match value {
        Value::Null => object.as_object_mut().unwrap().remove(name),
        value => object.as_object_mut().unwrap().insert(name.to_owned(), value),
    };
    object
}
