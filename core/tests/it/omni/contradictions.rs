//! Replies whose members say two things, name another transaction, or take back what they say.

use super::gateway::*;
use serde_json::{Value, json};
use twpos::omni::*;
use twpos::{Error, ErrorKind, Outcome};

const REQ_ID: &str = "9CC154A0-E12C-4AC5-8CC0-1154409D3753";

/// One call of each of iPASS's operations, where 1234 is listed.
fn ipass(operation: &str, reply: &Value) -> Result<(), Error> {
    let gateway = Gateway::replying(&reply.to_string());
    let mut config = gateway.config();
    config.ipass_refusal_codes = vec!["1234".to_owned()];
    let client = Client::new(config).unwrap();
    let req_id = Some(REQ_ID.to_owned());
    match operation {
        "pay" => client.ipass_pay(&IpassPayRequest { req_id, ..ipass_pay() }).map(drop),
        "search" => client
            .ipass_search(&IpassSearchRequest {
                req_id,
                ..ipass_search()
            })
            .map(drop),
        _ => client
            .ipass_refund(&IpassRefundRequest {
                req_id,
                ..ipass_refund()
            })
            .map(drop),
    }
}

fn with(reply: &Value, name: &str, value: Value) -> Value {
    let mut reply = reply.clone();
    reply[name] = value;
    reply
}

fn paid() -> Value {
    json!({
        "return_code": "0000", "return_msg": "成功", "req_id": REQ_ID, "transaction_id": "e1", "amount": 229,
        "order_number": "IXN20231011000001"
    })
}

fn refunded() -> Value {
    json!({
        "return_code": "0000", "return_msg": "成功", "req_id": REQ_ID, "cancel_transaction_id": "c1", "amount": 229
    })
}

#[track_caller]
fn assert_unknown(result: Result<(), Error>, kind: ErrorKind, what: &Value) {
    let error = result.expect_err(&what.to_string());
    assert_eq!((error.kind, error.outcome), (kind, Outcome::Unknown), "{what}: {error}");
}

#[test]
fn a_listed_refusal_beside_the_marks_of_something_else_is_unknown() {
    let no = json!({"return_code": "1234", "return_msg": "餘額不足", "req_id": REQ_ID});
    for operation in ["pay", "refund"] {
        assert_eq!(ipass(operation, &no).unwrap_err().outcome, Outcome::Refused);
        for (name, value) in [
            ("amount", json!(229)),
            ("amount", json!(0)),
            ("amount", json!("")),
            ("RtnCode", Value::Null),
            ("payment_type", json!("1")),
        ] {
            let reply = with(&no, name, value);
            assert_eq!(
                ipass(operation, &reply).unwrap_err().outcome,
                Outcome::Refused,
                "{reply}"
            );
        }
        for (name, value) in [
            ("amount", json!(99)),
            ("amount", json!([229])),
            ("pay_status", json!("1")),
            ("cancel_transaction_id", json!("c1")),
            ("RtnCode", json!(1)),
            ("return_msg", json!("成功")),
            ("return_msg", json!(["Success"])),
        ] {
            let reply = with(&no, name, value);
            assert_unknown(ipass(operation, &reply), ErrorKind::Mismatch, &reply);
        }
        for words in [json!("系統逾時"), json!(["交易處理中"]), json!("timed out")] {
            let reply = with(&no, "return_msg", words);
            assert_unknown(ipass(operation, &reply), ErrorKind::Declined, &reply);
        }
        for words in [json!(["訂單编号重复"]), json!({"zh": "已退款"})] {
            let reply = with(&no, "return_msg", words);
            assert_unknown(ipass(operation, &reply), ErrorKind::Duplicate, &reply);
        }
    }
    let charged = with(&no, "transaction_id", json!("e1"));
    assert_unknown(ipass("pay", &charged), ErrorKind::Mismatch, &charged);
    let ours = with(&no, "transaction_id", json!("IPY202208250340004"));
    assert_eq!(ipass("refund", &ours).unwrap_err().outcome, Outcome::Refused);
    let others = with(&no, "order_number", json!("another"));
    assert_unknown(ipass("refund", &others), ErrorKind::Mismatch, &others);
}

#[test]
fn a_yes_of_another_transaction_or_state_is_unknown() {
    ipass("pay", &paid()).unwrap();
    ipass("pay", &with(&paid(), "pay_status", json!("1"))).unwrap();
    for status in [json!("0"), json!("4"), json!(7), json!("new")] {
        let reply = with(&paid(), "pay_status", status);
        assert_unknown(ipass("pay", &reply), ErrorKind::Mismatch, &reply);
    }
    let mut search = with(&paid(), "pay_status", json!("1"));
    search.as_object_mut().unwrap().remove("transaction_id");
    assert_unknown(ipass("pay", &search), ErrorKind::Mismatch, &search);

    ipass("refund", &refunded()).unwrap();
    for name in ["transaction_id", "original_transactionId"] {
        ipass("refund", &with(&refunded(), name, json!("IPY202208250340004"))).unwrap();
        let reply = with(&refunded(), name, json!("another"));
        assert_unknown(ipass("refund", &reply), ErrorKind::Mismatch, &reply);
    }
    for kept in ["order_number", "payment_type"] {
        let mut reply = with(&refunded(), kept, json!("1"));
        reply.as_object_mut().unwrap().remove("cancel_transaction_id");
        assert_eq!(
            ipass("refund", &reply).unwrap_err().outcome,
            Outcome::Unknown,
            "{reply}"
        );
    }
    assert_eq!(ipass("refund", &paid()).unwrap_err().outcome, Outcome::Unknown);

    let search = json!({"return_code": "0000", "req_id": REQ_ID, "pay_status": "1"});
    ipass("search", &search).unwrap();
    for (name, value) in [
        ("pay_status", json!(["1"])),
        ("pay_status", json!({})),
        ("original_transactionId", json!(["1"])),
    ] {
        let reply = with(&search, name, value);
        assert_unknown(ipass("search", &reply), ErrorKind::Malformed, &reply);
    }
}

#[test]
fn a_yes_with_words_of_failure_is_unknown() {
    for words in [json!("交易失敗"), json!(["交易遭拒"]), json!("Declined")] {
        let reply = with(&paid(), "return_msg", words.clone());
        assert_unknown(ipass("pay", &reply), ErrorKind::Mismatch, &reply);
        let reply = with(&refunded(), "return_msg", words);
        assert_unknown(ipass("refund", &reply), ErrorKind::Mismatch, &reply);
    }
    let merchant = json!({"PlatformID": "10523647", "MerchantID": "10523650"});
    let payment = json!({"MerchantTradeNo": "202305160934510005", "TotalAmount": 100});
    let found = json!({"MerchantTradeNo": "202305160934510006", "TradeStatus": "1"});
    for (operation, data) in [("pay", payment), ("search", found), ("cancel", merchant)] {
        let call = |top: Value| {
            let mut body = json!({"RtnCode": 1, "RtnMsg": "訊息代碼:0001,成功", "EncData": data});
            body.as_object_mut().unwrap().extend(top.as_object().unwrap().clone());
            let client = Gateway::replying(&body.to_string()).client();
            match operation {
                "pay" => client.icash_pay(&icash_pay()).map(drop),
                "search" => client.icash_search(&icash_search()).map(drop),
                _ => client.icash_cancel(&icash_cancel()).map(drop),
            }
        };
        call(json!({})).expect(operation);
        for words in ["訊息代碼:2107,交易遭拒", "訊息代碼:2107,成功", "取消失敗"] {
            assert_unknown(
                call(json!({"RtnMsg": words})),
                ErrorKind::Mismatch,
                &json!([operation, words]),
            );
        }
        let result = call(json!({"MerchantTradeNo": "another"}));
        assert_unknown(result, ErrorKind::Mismatch, &json!(operation));
    }
}

#[test]
fn a_reply_s_words_show_no_code_and_no_key() {
    let call = |secret: &str| {
        let dotted: Vec<String> = secret.chars().map(|c| c.to_string()).collect();
        let reply = with(
            &paid(),
            "return_msg",
            json!(format!("<{}> <{secret}>", dotted.join("_"))),
        );
        let reply = with(&reply, "electronic_invoice_carrier", json!("ABC.1234-5"));
        let gateway = Gateway::replying(&reply.to_string());
        let mut config = gateway.config();
        config.parameters = own();
        let req_id = Some(REQ_ID.to_owned());
        let sale = IpassPayRequest { req_id, ..ipass_pay() };
        Client::new(config).unwrap().ipass_pay(&sale).unwrap()
    };
    for secret in [TOKEN, IPASS_KEY, TRADE_CODE, "ABC.1234-5"] {
        assert_eq!(call(secret).return_msg, "<[redacted]> <[redacted]>", "{secret}");
    }
    assert_eq!(call("").electronic_invoice_carrier.as_deref(), Some("ABC.1234-5"));
}
