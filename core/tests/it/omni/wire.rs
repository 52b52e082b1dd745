//! What each operation sends, byte for byte where the documents have an example.

use super::gateway::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use twpos::omni::*;
use twpos::{ErrorKind, Outcome};

fn sent(gateway: &Gateway) -> Seen {
    gateway.seen().pop().expect("nothing was sent")
}

fn own_client(gateway: &Gateway) -> Client {
    let mut config = gateway.config();
    config.parameters = own();
    config.is_test = Some(false);
    Client::new(config).unwrap()
}

fn assert_head(seen: &Seen, line: &str) {
    assert_eq!(seen.line, format!("{line} HTTP/1.1"));
    assert_eq!(seen.header("Authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(seen.header("Accept"), Some("application/json"));
    if line.starts_with("POST") {
        assert_eq!(seen.header("Content-Type"), Some("application/json"));
    }
}

#[test]
fn ipass_pay_is_the_example_of_document_002() {
    let gateway = Gateway::replying("{}");
    gateway.client().ipass_pay(&ipass_pay()).unwrap_err();
    let seen = sent(&gateway);
    assert_head(&seen, "POST /v1/payment/ipass/offline/pay");
    let example = json!({
        "store_id": "0",
        "request": {
            "req_id": "9CC197A0-E12C-4AC5-8CC0-0052E09D3752",
            "trade_code": "96A1OABQAAFmIVAVRxhAgY",
            "amount": 229,
            "order_number": "IXN20231011000001",
            "store_id": "00681",
            "terminal_id": "AB123456",
            "capture": true,
            "pos_date_time": "2023-10-11 01:44:54",
            "trade_date_time": "2023-10-11 01:45:55",
            "product_desc": "XX 防曬乳*1(149 元)、XX 菸品*1(80)",
            "remark": "",
            "redeem": { "non_redeem_amout": 80 }
        }
    });
    assert_eq!(seen.json(), example);
}

/// With `capture`, and with the blank before each time.
#[test]
fn what_document_002_prints_is_accepted_as_printed() {
    let gateway = Gateway::replying("{}");
    let printed = r#"{
        "req_id": "9CC197A0-E12C-4AC5-8CC0-0052E09D3752",
        "trade_code": "96A1OABQAAFmIVAVRxhAgY",
        "amount": 229,
        "order_number": "IXN20231011000001",
        "store_id": "00681",
        "terminal_id": "AB123456",
        "capture": true,
        "pos_date_time": " 2023-10-11 01:44:54",
        "trade_date_time": " 2023-10-11 01:45:55",
        "product_desc": "XX 防曬乳*1(149 元)、XX 菸品*1(80)",
        "remark": "",
        "redeem": { "non_redeem_amout": 80 }
    }"#;
    gateway.client().call_json("ipass_pay", printed).unwrap_err();
    let mut expected: Value = serde_json::from_str(printed).unwrap();
    for name in ["pos_date_time", "trade_date_time"] {
        expected[name] = json!(expected[name].as_str().unwrap().trim());
    }
    assert_eq!(sent(&gateway).json()["request"], expected);

    let collected_later = IpassPayRequest {
        capture: Some(false),
        ..ipass_pay()
    };
    let error = gateway.client().ipass_pay(&collected_later).unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::InvalidRequest, Outcome::NotSent)
    );
    assert!(error.detail.starts_with("capture: "), "{error}");
}

#[test]
fn icash_cancel_is_the_example_of_document_001_without_the_store_id_that_its_mode_does_not_need() {
    let gateway = Gateway::replying("{}");
    own_client(&gateway).icash_cancel(&icash_cancel()).unwrap_err();
    let seen = sent(&gateway);
    assert_head(&seen, "POST /v1/payment/integrate/cancel");
    let example = json!({
        "type": "I_CASH_QRCODE_PAY",
        "request": {
            "MerchantID": "10523650",
            "PlatformID": "10523647",
            "MerchantTradeNo": "202305160934510006",
            "MerchantTradeDate": "2023/07/10 23:10:10"
        },
        "is_test": false
    });
    assert_eq!(seen.json(), example);
}

#[test]
fn the_other_posts_have_their_paths_and_fields() {
    let gateway = Gateway::replying("{}");
    let client = gateway.client();
    client.ipass_search(&ipass_search()).unwrap_err();
    assert_head(&sent(&gateway), "POST /v1/payment/ipass/offline/search");
    let request = json!({"req_id": "3815D6AE-9349-40CF-8990-0000E42AC591", "order_number": "IXN20231011000001"});
    assert_eq!(sent(&gateway).json(), json!({"request": request, "store_id": "0"}));

    client.ipass_refund(&ipass_refund()).unwrap_err();
    assert_head(&sent(&gateway), "POST /v1/payment/ipass/offline/refund");
    let request = json!({
        "req_id": "3815D6AE-9349-40CF-8990-0000E42AC591", "transaction_id": "IPY202208250340004", "amount": 229
    });
    assert_eq!(sent(&gateway).json(), json!({"request": request, "store_id": "0"}));

    client.icash_pay(&icash_pay()).unwrap_err();
    assert_head(&sent(&gateway), "POST /v1/payment/integrate/pay");
    let request = json!({
        "MerchantTradeNo": "202305160934510005", "StoreID": "002", "StoreName": "見晴",
        "MerchantTradeDate": "2023/05/16 10:09:00", "TotalAmount": 100, "ItemAmt": 70, "UtilityAmt": 20,
        "CommAmt": 10, "ItemNonRedeemAmt": 5, "UtilityNonRedeemAmt": 0, "CommNonRedeemAmt": 0,
        "NonPointAmt": 0, "Barcode": BARCODE
    });
    let whole = json!({"type": "I_CASH_QRCODE_PAY", "request": request, "store_id": "0"});
    assert_eq!(sent(&gateway).json(), whole);
}

#[test]
fn icash_search_is_a_get_with_the_request_as_json_in_the_query() {
    let gateway = Gateway::replying("{}");
    let mut search = icash_search();
    search.merchant_trade_no = "A&B=1 見".to_owned();
    gateway.client().icash_search(&search).unwrap_err();
    assert_head(
        &sent(&gateway),
        "GET /v1/payment/integrate/search?type=I_CASH_QRCODE_PAY\
         &request=%7B%22MerchantTradeNo%22%3A%22A%26B%3D1+%E8%A6%8B%22%7D&store_id=0",
    );
    own_client(&gateway).icash_search(&icash_search()).unwrap_err();
    assert_head(
        &sent(&gateway),
        "GET /v1/payment/integrate/search?type=I_CASH_QRCODE_PAY&request=%7B%22PlatformID%22%3A%2210523647%22\
         %2C%22MerchantID%22%3A%2210523650%22%2C%22MerchantTradeNo%22%3A%22202305160934510006%22%7D&is_test=FALSE",
    );
}

#[test]
fn own_ipass_parameters_go_without_store_id_and_with_a_fresh_iv_each_time() {
    let gateway = Gateway::replying("{}");
    let client = own_client(&gateway);
    for _ in 0..20 {
        client.ipass_pay(&ipass_pay()).unwrap_err();
        client.ipass_search(&ipass_search()).unwrap_err();
        client.ipass_refund(&ipass_refund()).unwrap_err();
    }
    let mut ivs = HashSet::new();
    for seen in gateway.seen() {
        let body = seen.json();
        assert!(body.get("store_id").is_none(), "{body}");
        assert_eq!(body["request"]["merchantid"], "90000001");
        assert_eq!(body["request"]["key"], IPASS_KEY);
        let iv = body["request"]["iv"].as_str().unwrap().to_owned();
        assert!(
            iv.len() == 32 && iv.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{iv}"
        );
        assert!(ivs.insert(iv), "an iv was used twice");
    }
    assert_eq!(ivs.len(), 60);
}

#[test]
fn gateway_held_parameters_go_without_any_own_one() {
    let gateway = Gateway::replying("{}");
    gateway.client().ipass_pay(&ipass_pay()).unwrap_err();
    gateway.client().icash_cancel(&icash_cancel()).unwrap_err();
    for seen in gateway.seen() {
        for name in ["merchantid", "\"key\"", "\"iv\"", "PlatformID", "MerchantID"] {
            assert!(!seen.body.contains(name), "{name} in {}", seen.body);
        }
    }
}

#[test]
fn extra_is_sent_but_cannot_mix_the_modes_or_change_the_capture() {
    let gateway = Gateway::replying("{}");
    let extra = |name: &str| BTreeMap::from([(name.to_owned(), "x".to_owned())]);
    let with = |name: &str| IpassPayRequest {
        extra: extra(name),
        ..ipass_pay()
    };
    for name in [
        "merchantid",
        "key",
        "iv",
        "PlatformID",
        "MerchantID",
        "capture",
        "amount",
    ] {
        for client in [gateway.client(), own_client(&gateway)] {
            let error = client.ipass_pay(&with(name)).unwrap_err();
            assert_eq!(
                (error.kind, error.outcome),
                (ErrorKind::InvalidRequest, Outcome::NotSent)
            );
            assert!(error.detail.starts_with(&format!("{name}: ")), "{error}");
        }
    }
    assert!(gateway.seen().is_empty());
    gateway.client().ipass_pay(&with("orderNumber")).unwrap_err();
    assert_eq!(sent(&gateway).json()["request"]["orderNumber"], "x");
}

#[test]
fn an_operation_without_its_own_parameters_is_refused_by_name() {
    let gateway = Gateway::replying("{}");
    let only = |icash: bool| {
        let Parameters::Own(mut own) = own() else {
            unreachable!()
        };
        match icash {
            true => own.ipass = None,
            false => own.icash = None,
        }
        let mut config = gateway.config();
        config.parameters = Parameters::Own(own);
        Client::new(config).unwrap()
    };
    let error = only(true).ipass_pay(&ipass_pay()).unwrap_err();
    assert!(error.detail.starts_with("merchantid: "), "{error}");
    assert_eq!(error.reference.as_deref(), Some("IXN20231011000001"));
    let error = only(false).icash_cancel(&icash_cancel()).unwrap_err();
    assert!(error.detail.starts_with("PlatformID: "), "{error}");
    assert_eq!(error.outcome, Outcome::NotSent);
    assert!(gateway.seen().is_empty());
}

#[test]
fn what_is_left_unset_is_filled_or_left_out() {
    let gateway = Gateway::replying("{}");
    let client = gateway.client();
    let bare = IpassPayRequest {
        req_id: None,
        pos_date_time: None,
        trade_date_time: None,
        product_desc: None,
        remark: None,
        redeem: None,
        ..ipass_pay()
    };
    client.ipass_pay(&bare).unwrap_err();
    client.ipass_pay(&bare).unwrap_err();
    let requests: Vec<Value> = gateway
        .seen()
        .iter()
        .map(|seen| seen.json()["request"].clone())
        .collect();
    let names: Vec<&str> = requests[0].as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "req_id",
        "trade_code",
        "amount",
        "order_number",
        "store_id",
        "terminal_id",
        "capture",
    ];
    assert_eq!(names, expected);
    let req_id = requests[0]["req_id"].as_str().unwrap();
    assert_eq!(req_id.len(), 36);
    assert_eq!(&req_id[14..15], "4");
    assert_ne!(requests[0]["req_id"], requests[1]["req_id"]);

    client
        .icash_cancel(&IcashCancelRequest {
            merchant_trade_date: None,
            ..icash_cancel()
        })
        .unwrap_err();
    client
        .icash_pay(&IcashPayRequest {
            merchant_trade_date: None,
            ..icash_pay()
        })
        .unwrap_err();
    for seen in &gateway.seen()[2..] {
        let time = seen.json()["request"]["MerchantTradeDate"].as_str().unwrap().to_owned();
        assert!(
            time.len() == 19 && time.starts_with("20") && &time[4..5] == "/",
            "{time}"
        );
    }
}

#[test]
fn the_json_edge_runs_every_operation() {
    let gateway = Gateway::replying("{}");
    let client = gateway.client();
    let requests = [
        serde_json::to_string(&ipass_pay()),
        serde_json::to_string(&ipass_search()),
        serde_json::to_string(&ipass_refund()),
        serde_json::to_string(&icash_pay()),
        serde_json::to_string(&icash_search()),
        serde_json::to_string(&icash_cancel()),
    ];
    for (operation, request) in OPERATIONS.iter().zip(requests) {
        let error = client.call_json(operation, &request.unwrap()).unwrap_err();
        assert_eq!(error.outcome, Outcome::Unknown, "{operation}: {error}");
        assert!(error.reference.is_some(), "{operation}: {error}");
    }
    assert_eq!(gateway.seen().len(), OPERATIONS.len());
    let error = client.call_json("ipass_steal", "{}").unwrap_err();
    assert!(error.detail.contains("ipass_pay, ipass_search"), "{error}");
    let error = client
        .call_json("ipass_pay", r#"{"order_number":"KEEP","nonsense":1}"#)
        .unwrap_err();
    assert_eq!(error.reference.as_deref(), Some("KEEP"));
    assert!(error.detail.starts_with("nonsense: "), "{error}");
    let text = serde_json::to_string(&ipass_pay()).unwrap().replace("229", "\"229\"");
    client.call_json("ipass_pay", &text).unwrap_err();
    assert_eq!(sent(&gateway).json()["request"]["amount"], 229);
}
