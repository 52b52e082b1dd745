//! Signed replies that the golden vectors do not have.

use super::host::*;
use crate::support::*;
use serde_json::{Value, json};
#[cfg(feature = "provider-aws-lc")]
use std::io::Write as _;
use twpos::{ErrorKind, Outcome};

/// `"name":` put before the first member of the JSON object, so that it is there twice.
fn twice(reply: &Value, member: &str) -> String {
    reply.to_string().replacen('{', &format!("{{{member},"), 1)
}

#[test]
fn a_member_twice_is_malformed_inside_and_outside_of_enc_data() {
    let host = Host::start();
    let nested = paid()
        .to_string()
        .replace(r#""BonusKind":"#, r#""BonusKind":"1","BonusKind":"#);
    for inner in [
        twice(&paid(), r#""TxAmt":"1""#),
        twice(&paid(), r#""TxAmt":"36""#),
        twice(&paid(), r#""Service\u0052esult":"N""#),
        twice(&with(&paid(), "ServiceResult", json!("N")), r#""ServiceResult":"Y""#),
        twice(&paid(), &format!(r#""OPSeq":"{OURS}""#)),
        twice(&paid(), r#""New":1,"New":2"#),
        nested,
    ] {
        let result = host.told(&inner).pay(&sale(OURS, 36));
        assert_error(result, ErrorKind::Malformed, Outcome::Unknown, &inner);
    }
    let declined = json!({"ServiceResult": "N", "StatusCode": "ICASH_BALANCE", "OPSeq": OURS}).to_string();
    for member in [
        r#""RtnCode":1"#,
        r#""RtnCode":9"#,
        r#""EncData":"AAAA""#,
        r#""RtnMsg":"""#,
    ] {
        for inner in [paid().to_string(), declined.clone()] {
            let client = host.answering(&inner, |enc_data| {
                format!(r#"{{{member},"EncData":"{enc_data}","RtnCode":1,"RtnMsg":"成功"}}"#)
            });
            let result = client.pay(&sale(OURS, 36));
            assert_error(result, ErrorKind::Malformed, Outcome::Unknown, member);
        }
    }
}

/// Every operation gets every operation's genuine reply about our OPSeq and our amount. The two cancels answer alike,
/// and so do refusals of one form: there only the connection tells.
#[test]
fn a_reply_of_another_operation_is_neither_a_yes_nor_a_no() {
    let host = Host::start();
    let no = json!({"ServiceResult": "N", "StatusCode": "ICASH_BALANCE", "StatusDesc": "餘額不足"});
    let no_of_charge = with(&no, "OPSeq", json!(OURS));
    let is_charge = |operation: &str| matches!(operation, "pay" | "top_up");
    for (operation, _) in successes() {
        for (other, reply) in successes() {
            let client = host.told(&reply.to_string());
            let what = format!("{operation} answered with {other}'s success");
            if other == operation || (operation.starts_with("cancel") && other.starts_with("cancel")) {
                call(client, operation).expect(&what);
            } else {
                assert_eq!(
                    call(client, operation).expect_err(&what).outcome,
                    Outcome::Unknown,
                    "{what}"
                );
            }
        }
        let client = host.told(&no_of_charge.to_string());
        let what = format!("{operation} answered with a charge's refusal");
        match is_charge(operation) {
            true => assert_error(call(client, operation), ErrorKind::Declined, Outcome::Refused, &what),
            false => assert_error(call(client, operation), ErrorKind::Mismatch, Outcome::Unknown, &what),
        };
        let client = host.told(&no.to_string());
        let what = format!("{operation} refused without OPSeq");
        assert_error(call(client, operation), ErrorKind::Declined, Outcome::Refused, &what);
    }
}

/// One member of another table is enough, beside an otherwise perfect reply; a host's own addition is not.
#[test]
fn one_member_of_another_table_makes_a_reply_another_operation_s() {
    let host = Host::start();
    let successes = successes();
    let mut members: Vec<(&str, &Value)> = Vec::new();
    for (_, reply) in &successes {
        members.extend(
            reply
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, value)| (name.as_str(), value)),
        );
    }
    for (operation, reply) in &successes {
        let own: Vec<&str> = reply.as_object().unwrap().keys().map(String::as_str).collect();
        for (name, value) in &members {
            let empty = value.as_str() == Some("");
            // A refund may repeat our OPSeq.
            if own.contains(name) || empty || (operation.contains("refund") && *name == "OPSeq") {
                continue;
            }
            let changed = with(reply, name, (*value).clone()).to_string();
            let what = format!("{operation} with {name}");
            let error = assert_error(
                call(host.told(&changed), operation),
                ErrorKind::Mismatch,
                Outcome::Unknown,
                &what,
            );
            assert!(
                !operation.starts_with("refund") || error.detail.contains(name),
                "{error}"
            );
            let empty = with(reply, name, json!("")).to_string();
            call(host.told(&empty), operation).expect(&what);
        }
        let added = with(reply, "TraceID", json!({"a": 1})).to_string();
        call(host.told(&added), operation).expect(operation);
    }
}

/// What may stand for 36 in JSON, and what may not.
const THIRTY_SIX: [&str; 6] = ["36", "36.0", "36.00", "\"36.00\"", "\" 36 \"", "3.6e1"];
const NOT_THIRTY_SIX: [&str; 8] = [
    "36.5",
    "36.0000000000000001",
    "\"36.0000000000000001\"",
    "\"+36\"",
    "\"36.\"",
    "3600",
    "-36",
    "1e400",
];

#[test]
fn an_amount_has_one_reading_in_replies() {
    let host = Host::start();
    let reply = |amount: &str| {
        with(&paid(), "TxAmt", json!("AMOUNT"))
            .to_string()
            .replace("\"AMOUNT\"", amount)
    };
    for amount in THIRTY_SIX {
        let paid = host.told(&reply(amount)).pay(&sale(OURS, 36)).expect(amount);
        assert_eq!(paid.tx_amt, Some(36), "{amount}");
    }
    for amount in NOT_THIRTY_SIX {
        let result = host.told(&reply(amount)).pay(&sale(OURS, 36));
        assert_error(result, ErrorKind::Mismatch, Outcome::Unknown, amount);
    }
}

#[test]
fn an_amount_has_one_reading_in_requests() {
    let host = Host::start();
    let pay = |amount: &str| {
        let request = serde_json::to_value(sale(OURS, 36)).unwrap();
        let request = with(&request, "TxAmt", json!("AMOUNT"))
            .to_string()
            .replace("\"AMOUNT\"", amount);
        host.told(&paid().to_string()).call_json("pay", &request)
    };
    for amount in THIRTY_SIX {
        pay(amount).expect(amount);
    }
    for amount in NOT_THIRTY_SIX {
        let paid = pay(amount);
        match amount {
            // Amounts like others, of which this reply is no echo, or out of the table's range.
            "3600" => assert_error(paid, ErrorKind::Mismatch, Outcome::Unknown, amount),
            _ => {
                let error = assert_error(paid, ErrorKind::InvalidRequest, Outcome::NotSent, amount);
                assert!(error.detail.starts_with("TxAmt: "), "{error}");
                error
            }
        };
    }
}

#[cfg(feature = "provider-aws-lc")]
#[test]
fn the_key_exchange_reads_no_member_twice() {
    for (body, kind) in [
        (r#"{"RtnCode":1,"RtnCode":1}"#, ErrorKind::Malformed),
        (
            r#"{"RtnCode":9,"RtnCode":1,"DefaultPubCertID":"1"}"#,
            ErrorKind::Malformed,
        ),
        // Read, and found to hold no key.
        ("\u{feff}{\"RtnCode\":9}", ErrorKind::Declined),
    ] {
        let server = RawServer::answering(response(200, &[], body.as_bytes()));
        let exchange = twpos::icash::KeyExchange::new(&server.url, &twpos::HttpConfig::default()).unwrap();
        assert_eq!(exchange.run().unwrap_err().kind, kind, "{body}");
    }
}

/// A member host that answers the first two calls as icash Pay does, and the third with `enc_data` of `inner`, encrypted
/// for the till, and whatever else `body` has.
#[cfg(feature = "provider-aws-lc")]
fn exchange_ending_with(inner: Value, body: Value) -> twpos::Error {
    use twpos::crypto::{PrivateKey, PublicKey, decode_base64, encode_base64};
    let signer = PrivateKey::generate().unwrap();
    let theirs = signer.public_key().to_base64();
    let till = std::sync::Mutex::new(None::<PublicKey>);
    let server = RawServer::start(move |mut stream| {
        loop {
            let request = String::from_utf8(read_request(&mut stream)).unwrap();
            let Some((head, form)) = request.split_once("\r\n\r\n") else {
                return;
            };
            let encrypted = |inner: &Value| {
                let till = till.lock().unwrap();
                encode_base64(
                    &till
                        .as_ref()
                        .unwrap()
                        .encrypt_blocks(inner.to_string().as_bytes())
                        .unwrap(),
                )
            };
            let body = if head.contains("GetDefaultPucCert") {
                json!({"RtnCode": 1, "RtnMsg": "", "DefaultPubCertID": "1", "DefaultPubCert": theirs})
            } else if head.contains("ExchangePucCert") {
                let sent = form_urlencoded::parse(form.as_bytes()).next().unwrap().1.into_owned();
                let message = signer.decrypt_blocks(&decode_base64(&sent).unwrap()).unwrap();
                let message: Value = serde_json::from_slice(&message).unwrap();
                *till.lock().unwrap() = Some(PublicKey::from_text(text(&message["ClientPubCert"])).unwrap());
                let inner = json!({"ServerPubCert": theirs, "ServerPubCertID": "2"});
                json!({"RtnCode": 1, "RtnMsg": "", "EncData": encrypted(&inner)})
            } else {
                with(&body, "EncData", json!(encrypted(&inner)))
            };
            let signature = signer.sign(body.to_string().as_bytes()).unwrap();
            let answer = response(200, &[("X-iCP-Signature", &signature)], body.to_string().as_bytes());
            stream.write_all(&answer).unwrap();
        }
    });
    let exchange = twpos::icash::KeyExchange::new(&server.url, &twpos::HttpConfig::default()).unwrap();
    exchange.run().unwrap_err()
}

#[cfg(feature = "provider-aws-lc")]
#[test]
fn a_refused_key_exchange_quotes_no_key() {
    let (key, iv) = ("K7qL2mX9vB4nT1sW8eR5yU3iO6pA0dFg", "H3jK6lZ9xC2vB5nM");
    let issued = json!({"EncKeyID": "7", "AES_Key": key, "AES_IV": iv, "Timestamp": ""});
    let words = format!("cannot issue {key} / {}", iv.to_lowercase());
    let refusal = json!({"RtnCode": 9, "RtnMsg": words});
    let plain = with(&with(&refusal, "AES_Key", json!(key)), "AES_IV", json!(iv));
    for (inner, body) in [(issued, refusal), (json!({}), plain)] {
        let error = exchange_ending_with(inner, body.clone());
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Declined, Outcome::Unknown),
            "{error}"
        );
        assert_eq!(
            error.provider_text.as_deref(),
            Some("cannot issue [redacted] / [redacted]"),
            "{body}"
        );
    }
}

#[test]
fn a_byte_order_mark_is_skipped_and_signed() {
    let host = Host::start();
    let inner = format!("\u{feff}{}", paid());
    let client = host.answering(&inner, |enc_data| {
        format!("\u{feff}{}", json!({"EncData": enc_data, "RtnCode": 1, "RtnMsg": ""}))
    });
    assert_eq!(client.pay(&sale(OURS, 36)).unwrap().tx_amt, Some(36));
}

#[test]
fn a_signed_reply_without_enc_data_keeps_code_and_text() {
    let host = Host::start();
    for body in [
        json!({"RtnCode": 2107, "RtnMsg": "資料驗證失敗"}),
        json!({"RtnCode": "2107", "RtnMsg": "資料驗證失敗", "EncData": null}),
        json!({"RtnCode": 2107, "RtnMsg": "資料驗證失敗", "EncData": {"ServiceResult": "N"}}),
    ] {
        let client = host.answering("", |_| body.to_string());
        let result = client.pay(&sale(OURS, 36));
        let error = assert_error(result, ErrorKind::Malformed, Outcome::Unknown, &body.to_string());
        assert_eq!(error.provider_code.as_deref(), Some("2107"), "{body}");
        assert_eq!(error.provider_text.as_deref(), Some("資料驗證失敗"), "{body}");
    }
}
