//! icash Pay's half of the golden keys: a host that says what it is told, encrypted and signed.

use crate::support::*;
use serde_json::{Value, json};
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use twpos::crypto::PrivateKey;
use twpos::icash::*;
use twpos::{Error, ErrorKind, Outcome};

pub const OURS: &str = "2024052200000001";

/// A host and its client. Loading keys takes longer than a call, so one serves a whole test.
pub struct Host {
    pub client: Client,
    aes: AesCredential,
    signer: PrivateKey,
    answer: Arc<Mutex<Vec<u8>>>,
}

impl Host {
    pub fn start() -> Self {
        let vectors = vectors();
        let answer: Arc<Mutex<Vec<u8>>> = Arc::default();
        let told = answer.clone();
        let server = RawServer::start(move |mut stream| {
            while !read_request(&mut stream).is_empty() {
                let answer = told.lock().unwrap().clone();
                if stream.write_all(&answer).is_err() {
                    return;
                }
            }
        });
        Host {
            client: Client::new(Config::new(&server.url, till_credentials(&vectors))).unwrap(),
            aes: aes_credential(&vectors),
            signer: PrivateKey::from_text(text(&vectors["keys"]["icash_private_key"])).unwrap(),
            answer,
        }
    }

    /// From now on answers with `body` made of the EncData that holds `inner`, and signs it.
    pub fn answering(&self, inner: &str, body: impl Fn(&str) -> String) -> &Client {
        let body = body(&self.aes.encrypt(inner));
        let signature = self.signer.sign(body.as_bytes()).unwrap();
        *self.answer.lock().unwrap() = response(200, &[("X-iCP-Signature", &signature)], body.as_bytes());
        &self.client
    }

    /// From now on answers so under RtnCode 1.
    pub fn told(&self, inner: &str) -> &Client {
        self.answering(inner, |enc_data| {
            json!({"EncData": enc_data, "RtnCode": 1, "RtnMsg": "成功"}).to_string()
        })
    }
}

/// The approval of a payment of 36, in every field of the table.
pub fn paid() -> Value {
    json!({
        "ServiceResult": "Y", "StatusCode": "ICASH_0000", "StatusDesc": "成功", "OPSeq": OURS,
        "BankSeq": "20240522123456000001", "BankTime": "2024/05/22 12:34:57", "WalletSeq": "9", "WalletTime": "",
        "WalletID": "", "VehicleType": "3J0002", "VehicleNo": "/ABC1234", "TxAmt": "36", "DebitAmt": "30",
        "BonusList": [{"BonusKind": "2", "BonusAmt": "6", "DebitPoint": "6"}], "PaymentChannel": "1",
        "ChannelStatusCode": "", "ChannelStatusDesc": "", "CardID": "1234567890123456", "Cardkind": ""
    })
}

/// `reply` with one member set, or taken away by null.
pub fn with(reply: &Value, name: &str, value: Value) -> Value {
    let mut reply = reply.clone();
    match value {
        Value::Null => reply.as_object_mut().unwrap().remove(name),
        value => reply.as_object_mut().unwrap().insert(name.to_owned(), value),
    };
    reply
}

pub fn assert_error<T: std::fmt::Debug>(
    result: Result<T, Error>,
    kind: ErrorKind,
    outcome: Outcome,
    what: &str,
) -> Error {
    let error = result.expect_err(what);
    assert_eq!((error.kind, error.outcome), (kind, outcome), "{what}: {error}");
    assert_eq!(error.reference.as_deref(), Some(OURS), "{what}");
    error
}

/// One call of each operation about [`OURS`]: charges of 36, and refunds of as much.
pub fn call(client: &Client, operation: &str) -> Result<(), Error> {
    match operation {
        "pay" => client.pay(&sale(OURS, 36)).map(drop),
        "refund" => client.refund(&refund(OURS, 36)).map(drop),
        "cancel" => client.cancel(&cancel(OURS)).map(drop),
        "top_up" => client.top_up(&top_up(OURS, 36)).map(drop),
        "refund_top_up" => client.refund_top_up(&refund_top_up(OURS, 36)).map(drop),
        "cancel_top_up" => client.cancel_top_up(&cancel_top_up(OURS)).map(drop),
        other => panic!("no operation {other}"),
    }
}

/// The genuine success of each operation, in every member of its table.
pub fn successes() -> [(&'static str, Value); 6] {
    let refunded = json!({
        "ServiceResult": "Y", "StatusCode": "ICASH_0000", "StatusDesc": "成功",
        "BankResponseTime": "2024/05/22 12:40:00", "BankRefundSeq": "20240522124000000003", "WalletRefundSeq": "9",
        "WalletTxAmt": "36", "WalletRefundTime": "2024/05/22 12:40:00", "RefundChannelStatusCode": "0000",
        "RefundChannelStatusDesc": "成功"
    });
    let mut topped_up = paid();
    for name in ["TxAmt", "DebitAmt", "BonusList"] {
        topped_up = with(&topped_up, name, Value::Null);
    }
    let balance = |reply: &Value, before: &str, after: &str| {
        let reply = with(reply, "TopUpAmt", json!("36"));
        with(&with(&reply, "OriginalAmt", json!(before)), "CurrentAmt", json!(after))
    };
    [
        ("pay", paid()),
        ("refund", refunded.clone()),
        ("cancel", json!({"OPSeq": OURS})),
        ("top_up", balance(&topped_up, "100", "136")),
        ("refund_top_up", balance(&refunded, "136", "100")),
        ("cancel_top_up", json!({"OPSeq": OURS})),
    ]
}
