//! A sandbox with a till beside it, and the smallest HTTP client that shows every byte.

use serde_json::{Map, Value, json};
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use twpos::crypto::{PrivateKey, PublicKey};
use twpos::icash::{AesCredential, Sealed};
use twpos_sandbox::{Options, Sandbox};

pub const BARCODE: &str = "IC0123456789ABCDEF";

/// A started sandbox and the credentials it wrote for its till.
pub struct Fixture {
    pub sandbox: Sandbox,
    pub till: Till,
    pub dir: TempDir,
}

pub struct Till {
    pub private_key: PrivateKey,
    pub icash_key: PublicKey,
    pub credential: AesCredential,
}

/// An HTTP answer that arrived whole.
#[derive(Debug)]
pub struct HttpReply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// An icash reply, verified and decrypted.
#[derive(Debug)]
pub struct Answer {
    pub rtn_code: Value,
    pub rtn_msg: String,
    pub fields: Map<String, Value>,
}

pub fn start() -> Fixture {
    start_with(|_| {})
}

pub fn start_with(change: impl FnOnce(&mut Options)) -> Fixture {
    let dir = state_dir();
    let mut options = Options::new(dir.path());
    change(&mut options);
    let sandbox = Sandbox::start(options).unwrap();
    let till = Till::load(sandbox.config_path());
    Fixture { sandbox, till, dir }
}

/// A copy of one state directory that all tests share, because making its keys takes seconds.
pub fn state_dir() -> TempDir {
    static TEMPLATE: OnceLock<TempDir> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        Sandbox::start(Options::new(dir.path())).unwrap().stop();
        dir
    });
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(template.path()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    copy
}

impl Till {
    pub fn load(config: &Path) -> Self {
        let text = std::fs::read_to_string(config).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let icash = table["icash"].as_table().unwrap();
        let setting = |name: &str| icash[name].as_str().unwrap();
        let file = |name: &str| std::fs::read_to_string(config.parent().unwrap().join(setting(name))).unwrap();
        Till {
            private_key: PrivateKey::from_text(&file("merchant_private_key_file")).unwrap(),
            icash_key: PublicKey::from_text(&file("icash_public_key_file")).unwrap(),
            credential: AesCredential::new(setting("enc_key_id"), setting("aes_key"), setting("aes_iv")).unwrap(),
        }
    }

    pub fn seal(&self, message: &Value) -> Sealed {
        Sealed::seal(&message.to_string(), &self.credential, &self.private_key).unwrap()
    }

    /// The raw bytes of a request.
    pub fn request(&self, action: &str, message: &Value) -> Vec<u8> {
        let sealed = self.seal(message);
        let headers = [
            ("X-iCP-EncKeyID", self.credential.enc_key_id()),
            ("X-iCP-Signature", sealed.signature.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        http_request("POST", &action_path(action), &headers, sealed.form_body().as_bytes())
    }

    /// Verifies the signature over the raw body and decrypts.
    pub fn open(&self, reply: &HttpReply) -> Answer {
        assert_eq!(reply.status, 200);
        let signature = reply.header("x-icp-signature").expect("signed");
        assert!(
            self.icash_key.verify(&reply.body, signature),
            "signature is not icash's"
        );
        self.open_unverified(reply)
    }

    pub fn open_unverified(&self, reply: &HttpReply) -> Answer {
        let body: Value = serde_json::from_slice(&reply.body).unwrap();
        let plaintext = self.credential.decrypt(body["EncData"].as_str().unwrap()).unwrap();
        Answer {
            rtn_code: body["RtnCode"].clone(),
            rtn_msg: body["RtnMsg"].as_str().unwrap().to_owned(),
            fields: serde_json::from_str(&plaintext).unwrap(),
        }
    }
}

impl Answer {
    pub fn text(&self, name: &str) -> &str {
        self.fields
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("no {name} in {self:?}"))
    }

    pub fn is_approved(&self) -> bool {
        self.rtn_code == 1 && self.text("ServiceResult") == "Y"
    }

    #[track_caller]
    pub fn assert_declined(&self, status_code: &str) {
        assert_eq!(self.rtn_code, 1);
        assert_eq!(self.text("ServiceResult"), "N");
        assert_eq!(self.text("StatusCode"), status_code);
        assert!(!self.text("StatusDesc").is_empty());
    }

    #[track_caller]
    pub fn assert_refused(&self, status_code: &str) {
        assert_eq!(self.rtn_code, 2107);
        assert_eq!(self.text("ServiceResult"), "N");
        assert_eq!(self.text("StatusCode"), status_code);
    }
}

impl HttpReply {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Fixture {
    /// A call whose answer must arrive and be authentic.
    pub fn call(&self, action: &str, message: &Value) -> Answer {
        self.till.open(&self.send(action, message).unwrap())
    }

    pub fn send(&self, action: &str, message: &Value) -> io::Result<HttpReply> {
        exchange(&mut self.connect(), &self.till.request(action, message))
    }

    pub fn connect(&self) -> TcpStream {
        let address = self.sandbox.url().strip_prefix("http://").unwrap();
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    pub fn admin(&self, method: &str, path: &str, body: &str) -> HttpReply {
        let headers = [("Content-Type", "application/json")];
        exchange(
            &mut self.connect(),
            &http_request(method, path, &headers, body.as_bytes()),
        )
        .unwrap()
    }

    pub fn inject(&self, rule: Value) {
        self.sandbox.inject(serde_json::from_value(rule).unwrap());
    }

    pub fn transactions(&self) -> Vec<Value> {
        self.sandbox.ledger()["icash"]["transactions"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Waits until that many SET calls have reached the host.
    pub fn wait_for_requests(&self, count: u64) {
        wait_until(|| self.sandbox.ledger()["icash"]["requests"] == count);
    }

    pub fn balance(&self, barcode: &str) -> Option<i64> {
        self.sandbox.ledger()["icash"]["wallets"].get(barcode)?.as_i64()
    }
}

/// Waits for what another thread is about to do; ten seconds are for a machine under load.
#[track_caller]
pub fn wait_until(condition: impl Fn() -> bool) {
    for _ in 0..1000 {
        if condition() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it did not happen");
}

pub fn action_path(action: &str) -> String {
    format!("/api/V2/Payment/POS/{action}")
}

pub fn http_request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nContent-Length: {}\r\n", body.len());
    if !headers.iter().any(|(name, _)| *name == "Host") {
        head.push_str("Host: localhost\r\n");
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

/// Sends a request and reads exactly one reply, so that the connection can serve the next.
pub fn exchange(stream: &mut (impl Read + Write), request: &[u8]) -> io::Result<HttpReply> {
    stream.write_all(request)?;
    read_reply(stream)
}

pub fn read_reply(stream: &mut impl Read) -> io::Result<HttpReply> {
    let (status, headers) = read_head(stream)?;
    let mut reply = HttpReply {
        status,
        headers,
        body: Vec::new(),
    };
    reply
        .body
        .resize(reply.header("content-length").unwrap().parse().unwrap(), 0);
    stream.read_exact(&mut reply.body)?;
    Ok(reply)
}

pub type Head = (u16, Vec<(String, String)>);

pub fn read_head(stream: &mut impl Read) -> io::Result<Head> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.trim_end().split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let split = |line: &str| {
        line.split_once(": ")
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    Ok((status, lines.filter_map(split).collect()))
}

/// An OPSeq that no other call of this process uses.
pub fn op_seq() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("T{:06}", NEXT.fetch_add(1, Ordering::Relaxed))
}

pub fn pay(op_seq: &str, barcode: &str, amount: &str) -> Value {
    json!({
        "PayType": "Token", "BuyerID": barcode, "Ccy": "TWD", "TxAmt": amount, "NonRedeemAmt": "",
        "NonPointAmt": "", "StoreId": "S001", "StoreName": "測試店", "PosNo": "01", "OPSeq": op_seq,
        "OPTime": "2024/05/22 12:34:56", "ReceiptNo": "", "ReceiptReriod": "", "TaxID": "", "CorpID": "22555003",
        "Vehicle": "", "Donate": "", "ItemAmt": amount, "UtilityAmt": "", "CommAmt": "", "ExceptAmt1": "",
        "ExceptAmt2": "0", "BonusType": "ByWallet", "BonusCategory": "", "BonusID": "", "PaymentNo": "038",
        "Remark": "1", "ItemList": [], "ReceiptPrint": "N",
    })
}

pub fn refund(op_seq: &str, bank_seq: &str, refund_seq: &str, amount: &str) -> Value {
    json!({
        "OPSeq": op_seq, "BankSeq": bank_seq, "TxAmt": amount, "OPRefundSeq": refund_seq,
        "OPRefundTime": "2024/05/22 12:34:56", "StoreId": "S001", "StoreName": "測試店", "PosNo": "01",
        "CorpID": "22555003", "Remark": "1",
    })
}

pub fn cancel(op_seq: &str) -> Value {
    json!({"OPSeq": op_seq, "CorpID": "22555003"})
}

pub fn top_up(op_seq: &str, barcode: &str, amount: &str) -> Value {
    json!({
        "BuyerID": barcode, "Ccy": "TWD", "TopUpAmt": amount, "StoreId": "S001", "StoreName": "測試店",
        "PosNo": "01", "OPSeq": op_seq, "OPTime": "2024/05/22 12:34:56", "CorpID": "22555003",
        "PaymentNo": "038", "Remark": "1", "ItemList": [{"ItemName": "A", "Quantity": "1", "Remark": ""}],
    })
}

pub fn refund_top_up(op_seq: &str, barcode: &str, bank_seq: &str, refund_seq: &str, amount: &str) -> Value {
    json!({
        "BuyerID": barcode, "OPSeq": op_seq, "BankSeq": bank_seq, "TopUpAmt": amount, "OPRefundSeq": refund_seq,
        "OPRefundTime": "2024/05/22 12:34:56", "StoreId": "S001", "StoreName": "測試店", "PosNo": "01",
        "CorpID": "22555003", "Remark": "1",
    })
}

pub fn cancel_top_up(op_seq: &str, barcode: &str) -> Value {
    json!({"BuyerID": barcode, "OPSeq": op_seq, "CorpID": "22555003"})
}
