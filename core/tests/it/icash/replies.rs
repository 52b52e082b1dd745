//! Signed replies that the golden vectors do not have.

use super::host::*;
use crate::support::*;
use serde_json::{Value, json};
use twpos::icash::KeyExchange;
use twpos::{ErrorKind, HttpConfig, Outcome};

/// `"name":` put before the first member of the JSON object, so that it is there twice.
fn twice(reply: &Value, member: &str) -> String {
    reply.to_string().replacen('{', &format!("{{{member},"), 1)
}

#[test]
fn a_member_twice_is_malformed_inside_and_outside_of_enc_data() {
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
        let result = client_told(&inner).pay(&sale(OURS, 36));
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
            let client = client_answered(&inner, |enc_data| {
                format!(r#"{{{member},"EncData":"{enc_data}","RtnCode":1,"RtnMsg":"成功"}}"#)
            });
            let result = client.pay(&sale(OURS, 36));
            assert_error(result, ErrorKind::Malformed, Outcome::Unknown, member);
        }
    }
}

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
        let exchange = KeyExchange::new(&server.url, &HttpConfig::default()).unwrap();
        assert_eq!(exchange.run().unwrap_err().kind, kind, "{body}");
    }
}

#[test]
fn a_byte_order_mark_is_skipped_and_signed() {
    let inner = format!("\u{feff}{}", paid());
    let client = client_answered(&inner, |enc_data| {
        format!("\u{feff}{}", json!({"EncData": enc_data, "RtnCode": 1, "RtnMsg": ""}))
    });
    assert_eq!(client.pay(&sale(OURS, 36)).unwrap().tx_amt, Some(36));
}

#[test]
fn a_signed_reply_without_enc_data_keeps_code_and_text() {
    for body in [
        json!({"RtnCode": 2107, "RtnMsg": "資料驗證失敗"}),
        json!({"RtnCode": "2107", "RtnMsg": "資料驗證失敗", "EncData": null}),
        json!({"RtnCode": 2107, "RtnMsg": "資料驗證失敗", "EncData": {"ServiceResult": "N"}}),
    ] {
        let client = client_answered("", |_| body.to_string());
        let result = client.pay(&sale(OURS, 36));
        let error = assert_error(result, ErrorKind::Malformed, Outcome::Unknown, &body.to_string());
        assert_eq!(error.provider_code.as_deref(), Some("2107"), "{body}");
        assert_eq!(error.provider_text.as_deref(), Some("資料驗證失敗"), "{body}");
    }
}
