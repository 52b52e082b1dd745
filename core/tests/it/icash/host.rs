//! icash Pay's half of the golden keys: a host that says what it is told, encrypted and signed.

use crate::support::*;
use serde_json::{Value, json};
use twpos::crypto::PrivateKey;
use twpos::icash::*;
use twpos::{Error, ErrorKind, Outcome};

pub const OURS: &str = "2024052200000001";

/// A client whose host answers with `body` made of the EncData that holds `inner`, and signs it.
pub fn client_answered(inner: &str, body: impl Fn(&str) -> String) -> Client {
    let vectors = vectors();
    let body = body(&aes_credential(&vectors).encrypt(inner));
    let signer = PrivateKey::from_text(text(&vectors["keys"]["icash_private_key"])).unwrap();
    let signature = signer.sign(body.as_bytes()).unwrap();
    let server = RawServer::answering(response(200, &[("X-iCP-Signature", &signature)], body.as_bytes()));
    Client::new(Config::new(&server.url, till_credentials(&vectors))).unwrap()
}

/// A client whose host answers so under RtnCode 1.
pub fn client_told(inner: &str) -> Client {
    client_answered(inner, |enc_data| {
        json!({"EncData": enc_data, "RtnCode": 1, "RtnMsg": "成功"}).to_string()
    })
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
