//! A till of LINE Pay that writes and signs every byte itself.

use crate::support::*;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use twpos_sandbox::Options;

pub const PAY: &str = "/v4/payments/oneTimeKeys/pay";

/// A sandbox and what it issued to its one channel.
pub struct Shop {
    pub fixture: Fixture,
    pub channel_id: String,
    pub secret: String,
}

/// A request before it is signed.
pub struct Draft<'a> {
    pub method: &'a str,
    pub path: &'a str,
    /// What follows the `?`.
    pub query: &'a str,
    pub body: &'a [u8],
}

impl Shop {
    pub fn start() -> Self {
        Self::start_with(|_| {})
    }

    pub fn start_with(change: impl FnOnce(&mut Options)) -> Self {
        let fixture = start_with(change);
        let issued = |name: &str| std::fs::read_to_string(fixture.dir.path().join(name)).unwrap();
        let [channel_id, secret] =
            ["linepay_channel_id.txt", "linepay_channel_secret.txt"].map(|name| issued(name).trim().to_owned());
        Shop {
            fixture,
            channel_id,
            secret,
        }
    }

    /// The same channel beside another sandbox.
    pub fn map(self, other: impl FnOnce(Fixture) -> Fixture) -> Self {
        Shop {
            fixture: other(self.fixture),
            ..self
        }
    }

    /// The four headers that every call must have.
    pub fn headers(&self, draft: &Draft<'_>) -> Vec<(&'static str, String)> {
        let nonce = nonce();
        let signed = match draft.method {
            "GET" => draft.query.as_bytes(),
            _ => draft.body,
        };
        let signature = sign(&self.secret, draft.path, signed, &nonce);
        vec![
            ("Content-Type", "application/json".to_owned()),
            ("X-LINE-ChannelId", self.channel_id.clone()),
            ("X-LINE-Authorization-Nonce", nonce),
            ("X-LINE-Authorization", signature),
        ]
    }

    pub fn request(&self, draft: &Draft<'_>) -> Vec<u8> {
        raw(draft, &self.headers(draft))
    }

    pub fn send(&self, draft: &Draft<'_>) -> io::Result<HttpReply> {
        exchange(&mut self.fixture.connect(), &self.request(draft))
    }

    /// With these headers instead of the right ones.
    #[track_caller]
    pub fn answer_to(&self, draft: &Draft<'_>, headers: &[(&'static str, String)]) -> Value {
        json_of(&exchange(&mut self.fixture.connect(), &raw(draft, headers)).unwrap())
    }

    #[track_caller]
    pub fn answer(&self, draft: &Draft<'_>) -> Value {
        json_of(&self.send(draft).unwrap())
    }

    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Value {
        self.answer(&post(path, body.to_string().as_bytes()))
    }

    #[track_caller]
    pub fn get(&self, path: &str, query: &str) -> Value {
        self.answer(&get(path, query))
    }

    #[track_caller]
    pub fn pay(&self, order: &str, code: &str, amount: i64) -> Value {
        self.post(PAY, &payment(order, code, amount))
    }

    /// Pays, and it works.
    #[track_caller]
    pub fn paid(&self, order: &str, code: &str, amount: i64) -> Value {
        let reply = self.pay(order, code, amount);
        assert_eq!(reply["returnCode"], "0000", "{reply}");
        reply["info"].clone()
    }

    /// Authorises, and it works.
    #[track_caller]
    pub fn authorized(&self, order: &str, code: &str, amount: i64) -> Value {
        let reply = self.post(PAY, &authorization(order, code, amount));
        assert_eq!(reply["returnCode"], "0000", "{reply}");
        reply["info"].clone()
    }

    #[track_caller]
    pub fn check(&self, order: &str) -> Value {
        self.get(&order_path(order, "check"), "")
    }

    /// The status that check tells, or else its code.
    #[track_caller]
    pub fn status(&self, order: &str) -> String {
        let reply = self.check(order);
        let told = if reply["returnCode"] == "0000" {
            &reply["info"]["status"]
        } else {
            &reply["returnCode"]
        };
        told.as_str().unwrap().to_owned()
    }

    #[track_caller]
    pub fn refund(&self, order: &str, amount: i64) -> Value {
        self.post(&order_path(order, "refund"), &json!({"refundAmount": amount}))
    }

    #[track_caller]
    pub fn void(&self, order: &str) -> Value {
        self.answer(&post(&order_path(order, "void"), b""))
    }

    #[track_caller]
    pub fn capture(&self, order: &str, amount: i64) -> Value {
        self.post(
            &order_path(order, "capture"),
            &json!({"amount": amount, "currency": "TWD"}),
        )
    }

    /// The one payment that `details` shows.
    #[track_caller]
    pub fn details(&self, order: &str) -> Value {
        let reply = self.get("/v4/payments", &format!("orderId={order}"));
        assert_eq!(reply["info"].as_array().map(Vec::len), Some(1), "{reply}");
        reply["info"][0].clone()
    }

    /// Moves LINE Pay's clock on.
    #[track_caller]
    pub fn forward(&self, seconds: u32) {
        let body = json!({"forward_seconds": seconds}).to_string();
        assert_eq!(self.fixture.admin("POST", "/_sandbox/linepay/clock", &body).status, 200);
    }

    /// A phone shows this code from now on.
    #[track_caller]
    pub fn show(&self, code: &str) {
        let body = json!({"oneTimeKey": code}).to_string();
        assert_eq!(self.fixture.admin("POST", "/_sandbox/linepay/codes", &body).status, 200);
    }

    pub fn ledger(&self) -> Value {
        self.fixture.sandbox.ledger()["linepay"].clone()
    }

    /// What the books say of an order.
    pub fn row(&self, order: &str) -> Option<Value> {
        let ledger = self.ledger();
        let mut rows = ledger["transactions"].as_array().unwrap().iter();
        rows.find(|row| row["order_id"] == order).cloned()
    }

    /// Where an order stands in the books.
    pub fn standing(&self, order: &str) -> Option<String> {
        Some(self.row(order)?["status"].as_str()?.to_owned())
    }
}

pub fn post<'a>(path: &'a str, body: &'a [u8]) -> Draft<'a> {
    Draft {
        method: "POST",
        path,
        query: "",
        body,
    }
}

pub fn get<'a>(path: &'a str, query: &'a str) -> Draft<'a> {
    Draft {
        method: "GET",
        path,
        query,
        body: b"",
    }
}

fn raw(draft: &Draft<'_>, headers: &[(&'static str, String)]) -> Vec<u8> {
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let target = match draft.query {
        "" => draft.path.to_owned(),
        query => format!("{}?{query}", draft.path),
    };
    http_request(draft.method, &target, &headers, draft.body)
}

#[track_caller]
fn json_of(reply: &HttpReply) -> Value {
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    assert_eq!(reply.header("content-type"), Some("application/json; charset=utf-8"));
    reply.json()
}

/// RFC 2104 over SHA-256, and the message of LINE Pay's pages.
pub fn sign(secret: &str, path: &str, signed: &[u8], nonce: &str) -> String {
    assert!(secret.len() <= 64);
    let pad = |with: u8| -> Vec<u8> {
        let mut key = secret.as_bytes().to_vec();
        key.resize(64, 0);
        key.iter().map(|byte| byte ^ with).collect()
    };
    let message = [secret.as_bytes(), path.as_bytes(), signed, nonce.as_bytes()].concat();
    let inner = digest(&SHA256, &[pad(0x36), message].concat());
    STANDARD.encode(digest(&SHA256, &[pad(0x5c).as_slice(), inner.as_ref()].concat()))
}

fn next() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub fn nonce() -> String {
    format!("00000000-0000-4000-8000-{:012}", next())
}

/// A code that no other call of this process uses, with these digits in front.
pub fn code(start: &str) -> String {
    assert!(start.len() <= 8);
    format!("{start:0<8}{:010}", next())
}

/// What an ordinary customer shows.
pub fn usual() -> String {
    code("39")
}

pub fn order_path(order: &str, action: &str) -> String {
    format!("/v4/payments/orders/{order}/{action}")
}

pub fn payment(order: &str, code: &str, amount: i64) -> Value {
    json!({
        "amount": amount, "currency": "TWD", "orderId": order, "oneTimeKey": code,
        "packages": [{
            "id": "1", "amount": amount, "name": "見晴",
            "products": [{"name": "咖啡", "quantity": 1, "price": amount}],
        }],
    })
}

pub fn authorization(order: &str, code: &str, amount: i64) -> Value {
    let mut payment = payment(order, code, amount);
    payment["options"] = json!({"payment": {"capture": false}});
    payment
}
