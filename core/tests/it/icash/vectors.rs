//! The golden vectors, made by an independent implementation (`conformance/make_vectors/make_icash_vectors.py`).

use crate::support::*;
use serde_json::Value;
use std::io::Write as _;
use twpos::Error;
use twpos::crypto::{PrivateKey, PublicKey};
use twpos::icash::*;

#[test]
fn sealing_gives_the_golden_bytes() {
    let vectors = vectors();
    let keys = till_credentials(&vectors);
    let cases = vectors["seal"].as_array().unwrap();
    assert!(cases.len() >= 8);
    for case in cases {
        let sealed = Sealed::seal(text(&case["plaintext"]), &keys.aes, &keys.merchant_private_key).unwrap();
        assert_eq!(sealed.enc_data, text(&case["enc_data"]), "{}", case["name"]);
        assert_eq!(sealed.signature, text(&case["signature"]), "{}", case["name"]);
        assert_eq!(sealed.form_body(), text(&case["form_body"]), "{}", case["name"]);
    }
}

#[test]
fn opening_gives_the_message_or_the_kind_of_error() {
    let vectors = vectors();
    let keys = till_credentials(&vectors);
    let cases = vectors["open"].as_array().unwrap();
    assert!(cases.len() >= 20);
    for case in cases {
        let body = text(&case["body"]).as_bytes();
        let result = Opened::open(body, case["signature"].as_str(), &keys.aes, &keys.icash_public_key);
        match (result, case["expect"]["plaintext"].as_str()) {
            (Ok(opened), Some(plaintext)) => {
                let expected: Value = serde_json::from_str(plaintext).unwrap();
                assert_eq!(Value::Object(opened.message), expected, "{}", case["name"]);
            }
            (Err(error), None) => {
                assert_eq!(
                    error.kind.as_str(),
                    text(&case["expect"]["error"]),
                    "{}: {error}",
                    case["name"]
                );
                assert_eq!(error.outcome, twpos::Outcome::Unknown, "{}", case["name"]);
            }
            (result, _) => panic!("{}: got {result:?}", case["name"]),
        }
    }
}

#[test]
fn keys_load_by_content_or_say_why_not() {
    let vectors = vectors();
    let cases = vectors["key_texts"].as_array().unwrap();
    assert!(cases.len() >= 40);
    for case in cases {
        let key_text = text(&case["text"]);
        let modulus = match text(&case["kind"]) {
            "private" => PrivateKey::from_text(key_text).map(|key| key.public_key().modulus()),
            _ => PublicKey::from_text(key_text).map(|key| key.modulus()),
        };
        match (modulus, text(&case["expect"])) {
            (Ok(modulus), "ok") => {
                assert_eq!(sha256_hex(&modulus), text(&case["modulus_sha256"]), "{}", case["name"]);
            }
            (Err(error), "error") => {
                assert_eq!(error.kind.as_str(), "key", "{}", case["name"]);
                let shown = error.to_string();
                assert!(
                    !key_text.lines().any(|line| line.len() > 20 && shown.contains(line)),
                    "{shown}"
                );
            }
            (result, _) => panic!("{}: got {result:?}", case["name"]),
        }
    }
}

/// Every reply of the list, sent by a real server to a real client.
#[test]
fn replies_are_judged_as_listed() {
    let vectors = vectors();
    let cases = vectors["replies"].as_array().unwrap();
    assert!(cases.len() >= 100);
    for case in cases {
        let status = u16::try_from(case["http_status"].as_u64().unwrap()).unwrap();
        let headers = [("X-iCP-Signature", text(&case["signature"]))];
        let server = RawServer::answering(response(status, &headers, text(&case["body"]).as_bytes()));
        let client = Client::new(Config::new(&server.url, till_credentials(&vectors))).unwrap();
        let op_seq = text(&case["request"]["OPSeq"]);
        let amount = case["request"]["amount"].as_i64().unwrap_or(36);
        let result = call(&client, text(&case["operation"]), op_seq, amount);
        let expected = &case["expect"];
        match (result, text(&expected["outcome"])) {
            (Ok(()), "approved") => {}
            (Err(error), outcome) => {
                assert_eq!(error.outcome.as_str(), outcome, "{}: {error}", case["name"]);
                assert_eq!(
                    error.kind.as_str(),
                    text(&expected["kind"]),
                    "{}: {error}",
                    case["name"]
                );
                assert_eq!(error.reference.as_deref(), Some(op_seq), "{}", case["name"]);
                assert_eq!(error.http_status, Some(status), "{}", case["name"]);
            }
            (result, _) => panic!("{}: got {result:?}", case["name"]),
        }
    }
}

fn call(client: &Client, operation: &str, op_seq: &str, amount: i64) -> Result<(), Error> {
    match operation {
        "pay" => client.pay(&sale(op_seq, amount)).map(|_| ()),
        "refund" => client.refund(&refund(op_seq, amount)).map(|_| ()),
        "cancel" => client.cancel(&cancel(op_seq)).map(|_| ()),
        "top_up" => client.top_up(&top_up(op_seq, amount)).map(|_| ()),
        "refund_top_up" => client.refund_top_up(&refund_top_up(op_seq, amount)).map(|_| ()),
        "cancel_top_up" => client.cancel_top_up(&cancel_top_up(op_seq)).map(|_| ()),
        other => panic!("no operation {other}"),
    }
}

/// The signature that aws-lc or ring makes is the one that the `rsa` crate accepts, and the reverse.
#[test]
fn two_crypto_libraries_agree() {
    use rsa::pkcs1v15::{Signature, SigningKey, VerifyingKey};
    use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
    use rsa::sha2::Sha256;
    use rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};

    let vectors = vectors();
    let private = text(&vectors["keys"]["merchant_private_key"]);
    let public = text(&vectors["keys"]["merchant_public_key"]);
    let ours = PrivateKey::from_text(private).unwrap();

    let signature = twpos::crypto::decode_base64(&ours.sign(b"EncData").unwrap()).unwrap();
    let theirs = VerifyingKey::<Sha256>::new(rsa::RsaPublicKey::from_public_key_pem(public).unwrap());
    theirs
        .verify(b"EncData", &Signature::try_from(signature.as_slice()).unwrap())
        .unwrap();

    let signer = SigningKey::<Sha256>::new(rsa::RsaPrivateKey::from_pkcs8_pem(private).unwrap());
    let signature = twpos::crypto::encode_base64(&signer.sign(b"EncData").to_bytes());
    assert!(ours.public_key().verify(b"EncData", &signature));
    assert!(!ours.public_key().verify(b"EncDatA", &signature));
}

/// A request that was read from a working till, in the order of the table (ICPOS001).
#[test]
fn a_request_goes_out_in_table_order_with_empty_amounts_and_extra_fields_last() {
    let vectors = vectors();
    let (sent, received) = std::sync::mpsc::channel();
    let server = RawServer::start(move |mut stream| {
        sent.send(read_request(&mut stream)).unwrap();
        stream.write_all(&response(500, &[], b"")).unwrap();
    });
    let client = Client::new(Config::new(
        format!("{}/some/prefix/", server.url),
        till_credentials(&vectors),
    ))
    .unwrap();
    let mut request = sale("ORDER-1", 36);
    request.op_time = Some("2026/11/21 10:00:00".to_owned());
    request.non_point_amt = Some(0);
    request.extra.insert("PlatformID".to_owned(), "10000266".to_owned());
    client.pay(&request).unwrap_err();

    let request = String::from_utf8(received.recv().unwrap()).unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("POST /some/prefix/api/V2/Payment/POS/SETPay HTTP/1.1\r\n"),
        "{head}"
    );
    let head = head.to_ascii_lowercase();
    assert!(
        head.contains("\r\ncontent-type: application/x-www-form-urlencoded"),
        "{head}"
    );
    assert!(
        head.contains(concat!("\r\nuser-agent: twpos/", env!("CARGO_PKG_VERSION"))),
        "{head}"
    );
    assert!(
        head.contains("\r\nx-icp-enckeyid: ") && head.contains("\r\nx-icp-signature: "),
        "{head}"
    );

    let enc_data = body
        .strip_prefix("EncData=")
        .unwrap()
        .replace("%2B", "+")
        .replace("%2F", "/")
        .replace("%3D", "=");
    let plaintext = aes_credential(&vectors).decrypt(&enc_data).unwrap();
    assert_eq!(
        plaintext,
        concat!(
            r#"{"PayType":"Token","BuyerID":"IC0123456789ABCDEF","Ccy":"TWD","TxAmt":"36","NonRedeemAmt":"","NonPointAmt":"0","#,
            r#""StoreId":"217477","StoreName":"見晴","PosNo":"01","OPSeq":"ORDER-1","OPTime":"2026/11/21 10:00:00","TaxID":"","#,
            r#""CorpID":"22555003","ItemAmt":"36","UtilityAmt":"","CommAmt":"","ExceptAmt1":"","ExceptAmt2":"","#,
            r#""BonusType":"ByWallet","PaymentNo":"","Remark":"","ReceiptPrint":"","PlatformID":"10000266"}"#
        )
    );
}

fn sha256_hex(bytes: &[u8]) -> String {
    use rsa::sha2::Digest as _;
    rsa::sha2::Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
