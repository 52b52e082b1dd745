//! A till of MYPAY LINK: credentials, envelopes, orders; and a web server that hears notifications.

use crate::support::*;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use twpos::crypto::AesKey;
use twpos::mypay::{Mode, Sealed};

pub const SCANNED: &str = "391234567890123456";

/// What `mypay_credentials.json` holds.
pub struct Credentials(pub Value);

impl Credentials {
    pub fn load(fixture: &Fixture) -> Self {
        let text = std::fs::read_to_string(fixture.dir.path().join("mypay_credentials.json")).unwrap();
        Credentials(serde_json::from_str(&text).unwrap())
    }

    pub fn text(&self, who: &str, what: &str) -> &str {
        self.0[who][what].as_str().unwrap()
    }
}

pub fn mypay_ledger(fixture: &Fixture) -> Value {
    fixture.sandbox.ledger()["mypay"].clone()
}

/// A caller at one of the three entrances.
pub struct Caller<'a> {
    pub fixture: &'a Fixture,
    pub mode: Mode,
    pub uid: String,
    pub key: String,
    pub store_uid: String,
}

pub fn caller(fixture: &Fixture, mode: Mode) -> Caller<'_> {
    let credentials = Credentials::load(fixture);
    let (uid, key) = match mode {
        Mode::Store => ("store", ("store", "key")),
        Mode::Agent => ("agent", ("agent", "key")),
        Mode::Client => ("store", ("store", "verification_code")),
    };
    Caller {
        fixture,
        mode,
        uid: credentials.text(uid, "uid").to_owned(),
        key: credentials.text(key.0, key.1).to_owned(),
        store_uid: credentials.text("store", "uid").to_owned(),
    }
}

pub fn store(fixture: &Fixture) -> Caller<'_> {
    caller(fixture, Mode::Store)
}

impl Caller<'_> {
    pub fn seal(&self, cmd: &str, message: &Value) -> Sealed {
        Sealed::seal(cmd, &message.to_string(), &AesKey::from_text(&self.key).unwrap()).unwrap()
    }

    pub fn request(&self, cmd: &str, message: &Value) -> Vec<u8> {
        let body = self.seal(cmd, message).form_body(self.mode, &self.uid);
        self.raw_request("application/x-www-form-urlencoded", &body)
    }

    pub fn json_request(&self, cmd: &str, message: &Value) -> Vec<u8> {
        let Sealed { service, encry_data } = self.seal(cmd, message);
        let body = json!({self.mode.uid_field(): self.uid, "service": service, "encry_data": encry_data});
        self.raw_request("application/json", &body.to_string())
    }

    pub fn raw_request(&self, content_type: &str, body: &str) -> Vec<u8> {
        http_request(
            "POST",
            self.mode.path(),
            &[("Content-Type", content_type)],
            body.as_bytes(),
        )
    }

    pub fn send(&self, cmd: &str, message: &Value) -> std::io::Result<HttpReply> {
        exchange(&mut self.fixture.connect(), &self.request(cmd, message))
    }

    /// A call whose answer must arrive under HTTP 200.
    #[track_caller]
    pub fn call(&self, cmd: &str, message: &Value) -> Value {
        let reply = self.send(cmd, message).unwrap();
        assert_eq!(reply.status, 200);
        reply.json()
    }

    /// An order that the host took.
    #[track_caller]
    pub fn order(&self, message: &Value) -> Value {
        let made = self.call("api/orders", message);
        assert_eq!(made["code"], "200", "{made}");
        made
    }

    #[track_caller]
    pub fn query(&self, made: &Value) -> Value {
        self.call("api/queryorder", &json!({"uid": made["uid"], "key": made["key"]}))
    }

    /// A refund without vouchers.
    pub fn refund(&self, made: &Value, cost: i64) -> Value {
        self.call("api/refund", &refund_of(made, &self.store_uid, cost))
    }

    /// What a customer or a shop does on the order's page.
    pub fn act(&self, made: &Value, form: &str) -> HttpReply {
        let path = format!("/payment/{}.html", made["uid"].to_string().trim_matches('"'));
        let headers = [("Content-Type", "application/x-www-form-urlencoded")];
        let request = http_request("POST", &path, &headers, form.as_bytes());
        exchange(&mut self.fixture.connect(), &request).unwrap()
    }
}

pub fn item(total: i64) -> Value {
    json!({"id": "1", "name": "好棒棒麻辣鍋湯包", "cost": total.to_string(), "amount": "1", "total": total.to_string()})
}

/// An order of one thing without vouchers.
pub fn plain_order(order_id: &str, cost: i64) -> Value {
    json!({
        "user_id": "userid", "order_id": order_id, "ip": "192.168.0.1", "pfn": "0", "cost": cost,
        "items": [item(cost)],
    })
}

/// The order of the document's samples, with a voucher of each kind.
pub fn voucher_order(order_id: &str) -> Value {
    json!({
        "user_id": "userid", "order_id": order_id, "ip": "192.168.0.1", "pfn": "0", "cost": 900,
        "items": [item(1000)],
        "agent_sms_fee_type": 1, "agent_charge_fee_type": 1, "agent_charge_fee": 90, "voucher_type": "1",
        "voucher_paid": [{
            "product_id": "P01", "serial_number": "P1635306439", "name": "好食券", "cost": 50, "issuer": "1",
            "refund_return_type": "3",
        }],
        "voucher_free": [{
            "product_id": "F01", "serial_number": "F1635306439", "name": "VIP免費券", "cost": 50, "issuer": "1",
        }],
        "voucher_invoice_type": "1",
    })
}

pub fn scan(order_id: &str, code: &str, cost: i64) -> Value {
    json!({
        "user_id": "userid", "order_id": order_id, "ip": "192.168.0.1", "pfn": "OFFLINE", "cost": cost,
        "items": [item(cost)], "data_json": json!({"qrCode": code}).to_string(),
    })
}

pub fn refund_of(made: &Value, store_uid: &str, cost: i64) -> Value {
    json!({"store_uid": store_uid, "uid": made["uid"], "key": made["key"], "cost": cost})
}

/// A copy of `message` with some fields changed; null takes a field away.
pub fn with(message: &Value, changes: Value) -> Value {
    let mut message = message.clone();
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(message.as_object_mut().unwrap().remove(name)),
            value => message[name] = value.clone(),
        }
    }
    message
}

pub fn names(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// A merchant's web server: keeps every body, and answers what `answer` says for the nth of them.
pub struct Receiver {
    pub url: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Receiver {
    pub fn start(answer: impl Fn(usize) -> String + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/heard?by=shop", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let all = heard.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let request = read_whole(&mut stream);
                let count = {
                    let mut all = all.lock().unwrap();
                    all.push(request);
                    all.len()
                };
                stream.write_all(answer(count).as_bytes()).unwrap_or_default();
            }
        });
        Receiver { url, heard }
    }

    pub fn hearing_all() -> Self {
        Receiver::start(|_| said("8888"))
    }

    /// Waits until that many came.
    pub fn wait_for(&self, count: usize) -> Vec<Vec<(String, String)>> {
        wait_until(|| self.count() >= count);
        let bodies = self.heard.lock().unwrap().clone();
        bodies.iter().map(|request| form(request)).collect()
    }

    pub fn count(&self) -> usize {
        self.heard.lock().unwrap().len()
    }

    pub fn requests(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

pub fn said(text: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{text}", text.len())
}

pub fn field<'a>(form: &'a [(String, String)], name: &str) -> &'a str {
    let found = form.iter().find(|(other, _)| other == name);
    found
        .map(|(_, value)| value.as_str())
        .unwrap_or_else(|| panic!("no {name} in {form:?}"))
}

fn form(request: &str) -> Vec<(String, String)> {
    let (_, body) = request.split_once("\r\n\r\n").unwrap();
    form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

fn read_whole(stream: &mut TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut received = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        received.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&received);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
            if body.len() >= length.unwrap().parse().unwrap() {
                break;
            }
        }
    }
    String::from_utf8(received).unwrap()
}
