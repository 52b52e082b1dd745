//! What each operation sends, byte for byte, and that the signature is over these very bytes.

use super::host::*;
use rsa::sha2::{Digest as _, Sha256};
use serde_json::{Value, json};
use std::collections::HashSet;
use twpos::linepay::*;

/// HMAC-SHA256 by its definition, apart from what the client signs with.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    assert!(key.len() <= 64);
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
    Sha256::new()
        .chain_update(pad(0x5c))
        .chain_update(inner)
        .finalize()
        .to_vec()
}

/// The one request that a call sends, after its headers were looked at.
fn sent(prefix: &str, call: impl FnOnce(&Client)) -> Seen {
    let host = Host::replying("{}");
    let mut config = host.config();
    config.base_url.push_str(prefix);
    call(&Client::new(config).unwrap());
    let mut seen = host.seen();
    assert_eq!(seen.len(), 1);
    let seen = seen.remove(0);
    assert_signed(&seen);
    seen
}

fn assert_signed(seen: &Seen) {
    let target = seen.line.split(' ').nth(1).unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let is_post = seen.line.starts_with("POST ");
    let signed = if is_post { seen.body.as_str() } else { query };
    let nonce = seen.header("X-LINE-Authorization-Nonce").unwrap();
    let message = [SECRET, path, signed, nonce].concat();
    let expected = twpos::crypto::encode_base64(&hmac(SECRET.as_bytes(), message.as_bytes()));
    assert_eq!(seen.header("X-LINE-Authorization"), Some(expected.as_str()), "{seen:?}");
    assert_eq!(seen.header("X-LINE-ChannelId"), Some(CHANNEL_ID));
    let content_type = is_post.then_some("application/json");
    assert_eq!(seen.header("Content-Type"), content_type, "{seen:?}");
}

#[test]
fn a_payment_is_the_golden_one() {
    let vectors: Value = serde_json::from_str(include_str!("../../../../conformance/vectors/linepay.json")).unwrap();
    let golden = vectors["sign"][0]["body_or_query"].as_str().unwrap();
    let request = PayRequest {
        one_time_key: "123456789012345678".to_owned(),
        ..pay()
    };
    let seen = sent("", |client| drop(client.pay(&request).unwrap_err()));
    assert_eq!(seen.line, "POST /v4/payments/oneTimeKeys/pay HTTP/1.1");
    assert_eq!(seen.body, golden);
}

#[test]
fn every_row_of_a_payment_has_its_place() {
    let whole = json!({
        "amount": 36, "currency": "TWD", "orderId": ORDER, "oneTimeKey": CODE,
        "packages": [{
            "id": "1", "amount": 36, "userFee": 1, "name": "見晴",
            "products": [
                {"id": "a", "name": "咖啡", "imageUrl": "https://shop.example/a.png", "quantity": 2, "price": 15},
                {"name": "糖", "quantity": 3, "price": 2}
            ]
        }],
        "options": {"payment": {"capture": false}, "extra": {"branchId": "1", "branchName": "台北"}}
    });
    let seen = sent("", |client| {
        drop(client.call_json("pay", &whole.to_string()).unwrap_err())
    });
    assert_eq!(serde_json::from_str::<Value>(&seen.body).unwrap(), whole);
}

#[test]
fn the_others_are_what_the_document_prints() {
    let order = format!("/v4/payments/orders/{ORDER}");
    for (operation, request, line, body) in [
        ("check", json!(check()), format!("GET {order}/check"), ""),
        (
            "refund",
            json!(refund(10)),
            format!("POST {order}/refund"),
            r#"{"refundAmount":10}"#,
        ),
        (
            "refund",
            json!(refund(36)),
            format!("POST {order}/refund"),
            r#"{"refundAmount":36}"#,
        ),
        (
            "details",
            json!(details()),
            format!("GET /v4/payments?orderId={ORDER}"),
            "",
        ),
        (
            "details",
            json!({"transactionId": NUMBER}),
            format!("GET /v4/payments?transactionId={NUMBER}"),
            "",
        ),
        (
            "details",
            json!({"transactionId": number(NUMBER)}),
            format!("GET /v4/payments?transactionId={NUMBER}"),
            "",
        ),
        ("void", json!(void()), format!("POST {order}/void"), ""),
        (
            "capture",
            json!(capture()),
            format!("POST {order}/capture"),
            r#"{"amount":36,"currency":"TWD"}"#,
        ),
        (
            "authorizations",
            json!(authorizations()),
            format!("GET /v4/payments/authorizations?orderId={ORDER}"),
            "",
        ),
    ] {
        let seen = sent("", |client| {
            drop(client.call_json(operation, &request.to_string()).unwrap_err());
        });
        assert_eq!((seen.line, seen.body.as_str()), (format!("{line} HTTP/1.1"), body));
    }
}

#[test]
fn a_prefix_is_a_part_of_the_signed_path() {
    for prefix in ["/line/pay", "/line/pay/"] {
        let seen = sent(prefix, |client| drop(client.check(&check()).unwrap_err()));
        let line = format!("GET /line/pay/v4/payments/orders/{ORDER}/check HTTP/1.1");
        assert_eq!(seen.line, line);
    }
}

#[test]
fn each_request_has_a_nonce_of_its_own() {
    let host = Host::replying("{}");
    let client = host.client();
    for _ in 0..8 {
        client.check(&check()).unwrap_err();
    }
    let seen = host.seen();
    seen.iter().for_each(assert_signed);
    let nonces: HashSet<&str> = seen
        .iter()
        .filter_map(|seen| seen.header("X-LINE-Authorization-Nonce"))
        .collect();
    assert_eq!(nonces.len(), 8);
}

#[test]
fn a_till_that_has_a_name_tells_both_parts() {
    const NAMES: [&str; 2] = ["X-LINE-MerchantDeviceProfileId", "X-LINE-MerchantDeviceType"];
    let host = Host::replying("{}");
    host.client().check(&check()).unwrap_err();
    let mut config = host.config();
    config.device = Some(Device {
        profile_id: "TILL-01".to_owned(),
        device_type: "POS".to_owned(),
    });
    Client::new(config).unwrap().check(&check()).unwrap_err();
    let seen = host.seen();
    assert_eq!(NAMES.map(|name| seen[0].header(name)), [None, None]);
    assert_eq!(NAMES.map(|name| seen[1].header(name)), [Some("TILL-01"), Some("POS")]);
}

#[test]
fn what_a_scanner_adds_is_not_sent() {
    for scanned in [format!("{CODE}\r\n"), format!("]C1{CODE}"), format!(" {CODE}\t")] {
        let request = PayRequest {
            one_time_key: scanned,
            ..pay()
        };
        let seen = sent("", |client| drop(client.pay(&request).unwrap_err()));
        let body: Value = serde_json::from_str(&seen.body).unwrap();
        assert_eq!(body["oneTimeKey"], CODE);
    }
}
