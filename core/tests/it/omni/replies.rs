//! What each reply means: every example of the documents, and everything that can go wrong.
//!
//! Document 001 prints one reply (lines 53-62), document 002 three: an approval (79-89), a duplicate order number
//! (92-97) and an unexpected error (98-102).

use super::gateway::*;
use crate::support::{RawServer, read_request, response};
use serde_json::{Value, json};
use std::time::Duration;
use twpos::omni::*;
use twpos::{Error, ErrorKind, Outcome};

/// Document 002, lines 79-89.
const PAID: &str = r#"{
    "transaction_id": "e2458974869618",
    "transaction_date_time": "2024-09-03 14:54:15",
    "electronic_invoice_carrier": "",
    "payment_type": "1",
    "amount": 2,
    "order_number": "IXN20240827000003",
    "return_code": "0000",
    "return_msg": "成功",
    "req_id": "9CC154A0-E12C-4AC5-8CC0-1154409D3753"
}"#;

/// The request that document 002's approving example answers.
fn sale() -> IpassPayRequest {
    IpassPayRequest {
        req_id: Some("9CC154A0-E12C-4AC5-8CC0-1154409D3753".to_owned()),
        amount: 2,
        order_number: "IXN20240827000003".to_owned(),
        redeem: None,
        ..ipass_pay()
    }
}

fn pay(reply: &str) -> Result<IpassPayResponse, Error> {
    Gateway::replying(reply).client().ipass_pay(&sale())
}

/// The approving example with one member changed; null takes it away.
fn changed(name: &str, value: Value) -> String {
    let mut reply: Value = serde_json::from_str(PAID).unwrap();
    match value {
        Value::Null => reply.as_object_mut().unwrap().remove(name),
        value => reply.as_object_mut().unwrap().insert(name.to_owned(), value),
    };
    reply.to_string()
}

fn assert_error<T: std::fmt::Debug>(result: Result<T, Error>, kind: ErrorKind, outcome: Outcome, what: &str) -> Error {
    let error = result.expect_err(what);
    assert_eq!((error.kind, error.outcome), (kind, outcome), "{what}: {error}");
    error
}

#[test]
fn the_approval_of_document_002() {
    let paid = pay(PAID).unwrap();
    assert_eq!(paid.transaction_id, "e2458974869618");
    assert_eq!(paid.transaction_date_time, "2024-09-03 14:54:15");
    assert_eq!(paid.electronic_invoice_carrier, None);
    assert_eq!(
        IpassPaymentType::from_code(&paid.payment_type),
        IpassPaymentType::Balance
    );
    assert_eq!(
        (paid.amount, paid.order_number.as_str()),
        (Some(2), "IXN20240827000003")
    );
    assert_eq!((paid.return_code.as_str(), paid.return_msg.as_str()), ("0000", "成功"));
    assert_eq!(paid.req_id, "9CC154A0-E12C-4AC5-8CC0-1154409D3753");
    assert!(paid.extra.is_empty());
}

#[test]
fn the_two_failures_of_document_002_are_unknown() {
    let mut sale = sale();
    sale.req_id = Some("9CC154A0-E12C-4AC5-8CC0-1444749D3578".to_owned());
    // Lines 92-97.
    let duplicate = r#"{
        "return_code": "0006", "return_msg": "該OrderNumber重複",
        "req_id": "9CC154A0-E12C-4AC5-8CC0-1444749D3578", "message_from": "IPASS"
    }"#;
    let result = Gateway::replying(duplicate).client().ipass_pay(&sale);
    let error = assert_error(result, ErrorKind::Duplicate, Outcome::Unknown, "0006");
    assert!(error.detail.ends_with("(message_from IPASS)"), "{error}");
    assert_eq!(error.provider_code.as_deref(), Some("0006"));
    assert_eq!(error.provider_text.as_deref(), Some("該OrderNumber重複"));
    assert_eq!(error.http_status, Some(200));
    assert_eq!(error.reference.as_deref(), Some("IXN20240827000003"));

    // Lines 98-102.
    let unexpected = r#"{"return_code": "9999", "return_msg": "發生未預期錯誤", "message_from": "IPASS"}"#;
    let error = assert_error(pay(unexpected), ErrorKind::Malformed, Outcome::Unknown, "9999");
    assert_eq!(error.provider_code.as_deref(), Some("9999"));
}

/// Lines 53-62.
#[test]
fn the_cancel_of_document_001() {
    let example = r#"{
        "RtnCode": 1,
        "RtnMsg": "訊息代碼:0001,成功",
        "EncData": {"MerchantID": "10523650", "PlatformID": "10523647", "MMemberID": "", "MobileInvoiceCarry": ""}
    }"#;
    for parameters in [store(), own()] {
        let gateway = Gateway::replying(example);
        let mut config = gateway.config();
        config.parameters = parameters;
        let cancelled = Client::new(config).unwrap().icash_cancel(&icash_cancel()).unwrap();
        assert_eq!(
            (cancelled.rtn_code.as_str(), cancelled.rtn_msg.as_str()),
            ("1", "訊息代碼:0001,成功")
        );
        assert_eq!(cancelled.enc_data.merchant_id, "10523650");
        assert_eq!(cancelled.enc_data.platform_id, "10523647");
        let text = Gateway::replying(example)
            .client()
            .call_json("icash_cancel", &serde_json::to_string(&icash_cancel()).unwrap())
            .unwrap();
        let mut expected: Value = serde_json::from_str(example).unwrap();
        expected["RtnCode"] = json!("1");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), expected);
    }
}

#[test]
fn numbers_and_texts_may_change_places() {
    for amount in ["\"2\"", "2", "\" 2 \"", "2.0", "2.00", "\"2.00\"", "0.2e1"] {
        let body = changed("amount", json!("AMOUNT")).replace("\"AMOUNT\"", amount);
        assert_eq!(pay(&body).expect(amount).amount, Some(2));
        let search = format!(
            r#"{{"return_code":"0000","order_number":"IXN20231011000001","pay_status":"1","amount":{amount}}}"#
        );
        let found = Gateway::replying(&search)
            .client()
            .ipass_search(&ipass_search())
            .unwrap();
        assert_eq!(found.amount, Some(2), "{amount}");
        let request = serde_json::to_string(&sale()).unwrap();
        let request = request.replace(r#""amount":2"#, &format!(r#""amount":{amount}"#));
        Gateway::replying(PAID)
            .client()
            .call_json("ipass_pay", &request)
            .expect(amount);
    }
    for amount in ["2.5", "2.0000000000000001", "\"+2\""] {
        let body = changed("amount", json!("AMOUNT")).replace("\"AMOUNT\"", amount);
        assert_error(pay(&body), ErrorKind::Mismatch, Outcome::Unknown, amount);
        let request = serde_json::to_string(&sale()).unwrap();
        let request = request.replace(r#""amount":2"#, &format!(r#""amount":{amount}"#));
        let result = Gateway::replying(PAID).client().call_json("ipass_pay", &request);
        let error = assert_error(result, ErrorKind::InvalidRequest, Outcome::NotSent, amount);
        assert_eq!(error.detail, "amount: expected a whole amount");
    }
    assert_eq!(pay(&changed("amount", Value::Null)).unwrap().amount, None);
    assert_eq!(pay(&changed("payment_type", json!(1))).unwrap().payment_type, "1");
    assert_eq!(pay(&changed("transaction_id", json!(77))).unwrap().transaction_id, "77");
    let paid = pay(&changed("points", json!({"a": 1}))).unwrap();
    assert_eq!(paid.extra["points"], r#"{"a":1}"#);
}

#[test]
fn an_approval_must_repeat_what_was_asked_for() {
    for (name, value) in [
        ("order_number", json!("IXN20240827000004")),
        ("order_number", Value::Null),
        ("order_number", json!("")),
        ("amount", json!(3)),
        ("amount", json!("2.5")),
        ("amount", json!("")),
        ("amount", json!([2])),
        ("req_id", json!("9CC154A0-E12C-4AC5-8CC0-1154409D3754")),
    ] {
        let what = format!("{name} {value}");
        assert_error(pay(&changed(name, value)), ErrorKind::Mismatch, Outcome::Unknown, &what);
    }
    for (name, value) in [
        ("req_id", json!("9cc154a0-e12c-4ac5-8cc0-1154409d3753")),
        ("req_id", Value::Null),
    ] {
        pay(&changed(name, value)).unwrap();
    }
}

#[test]
fn only_a_code_that_is_listed_refuses() {
    let failure = r#"{"return_code": "1234", "return_msg": "餘額不足", "message_from": "IPASS"}"#;
    assert_error(pay(failure), ErrorKind::Malformed, Outcome::Unknown, "unlisted");
    let listed = |reply: &str, status: u16| {
        let answer = response(status, &[], reply.as_bytes());
        let gateway = Gateway::start(move |_, _| answer.clone());
        let mut config = gateway.config();
        config.ipass_refusal_codes = vec!["1234".to_owned()];
        Client::new(config).unwrap().ipass_pay(&sale())
    };
    for none in ["", r#""return_code": "","#, r#""return_code": null,"#] {
        let silent = format!("{{{none} \"message_from\": \"OMNI\"}}");
        assert_error(listed(&silent, 200), ErrorKind::Malformed, Outcome::Unknown, &silent);
    }
    let error = assert_error(listed(failure, 200), ErrorKind::Declined, Outcome::Refused, "listed");
    assert_eq!(error.provider_text.as_deref(), Some("餘額不足"));
    assert_error(
        listed(failure, 400),
        ErrorKind::Http,
        Outcome::Unknown,
        "listed under 400",
    );
    let another = failure.replace('{', r#"{"order_number": "another","#);
    assert_error(
        listed(&another, 200),
        ErrorKind::Mismatch,
        Outcome::Unknown,
        "another's refusal",
    );
    let another = failure.replace('{', r#"{"req_id": "another","#);
    assert_error(
        listed(&another, 200),
        ErrorKind::Mismatch,
        Outcome::Unknown,
        "another's refusal",
    );
}

#[test]
fn what_is_not_the_documented_reply_is_unknown() {
    for (status, body, kind) in [
        (201, PAID, ErrorKind::Http),
        (301, PAID, ErrorKind::Http),
        (302, "", ErrorKind::Http),
        (400, r#"{"message":"amount 不可為空"}"#, ErrorKind::Http),
        (401, "{}", ErrorKind::Unauthorized),
        (403, "<html>", ErrorKind::Http),
        (404, PAID, ErrorKind::Http),
        (429, "slow down", ErrorKind::Http),
        (500, PAID, ErrorKind::Http),
        (502, "", ErrorKind::Http),
        (200, "", ErrorKind::Malformed),
        (200, "<html>", ErrorKind::Malformed),
        (200, "[]", ErrorKind::Malformed),
        (200, "null", ErrorKind::Malformed),
        (200, &PAID[..PAID.len() - 9], ErrorKind::Malformed),
        (200, "{}", ErrorKind::Malformed),
        (
            200,
            r#"{"message": "amount 不可為空", "message_from": "OMNI"}"#,
            ErrorKind::Malformed,
        ),
        (200, &changed("return_code", json!(0)), ErrorKind::Malformed),
        (200, &changed("return_code", json!(["0000"])), ErrorKind::Malformed),
        (200, &changed("transaction_id", json!(["e"])), ErrorKind::Malformed),
    ] {
        let answer = response(status, &[], body.as_bytes());
        let gateway = Gateway::start(move |_, _| answer.clone());
        let error = assert_error(gateway.client().ipass_pay(&sale()), kind, Outcome::Unknown, body);
        assert_eq!(error.http_status, Some(status), "{body}");
        assert_eq!(error.reference.as_deref(), Some("IXN20240827000003"));
        assert_eq!(gateway.seen().len(), 1, "{status}: a charge was sent again");
    }
    let error = pay(r#"{"message": "amount 不可為空", "message_from": "OMNI"}"#).unwrap_err();
    assert_eq!(error.provider_text.as_deref(), Some("amount 不可為空"));
}

/// Members by which a reply says no, or speaks of something else, beside its yes.
#[test]
fn an_approval_that_contradicts_itself_is_unknown() {
    for (name, value) in [
        ("message", json!("amount 不可為空")),
        ("message", json!(["amount"])),
        ("message_from", json!("OMNI")),
        ("message_from", json!("IPASS")),
        ("RtnCode", json!(2107)),
        // A search repeats the order number too, of a payment that was never made.
        ("pay_status", json!("0")),
        ("original_transactionId", json!("e1")),
        ("cancel_transaction_id", json!("e1")),
    ] {
        let mut reply: Value = serde_json::from_str(&changed(name, value)).unwrap();
        // Without req_id only the order number says whose reply it is.
        reply.as_object_mut().unwrap().remove("req_id");
        let what = reply.to_string();
        assert_error(pay(&what), ErrorKind::Mismatch, Outcome::Unknown, &what);
    }
    for (name, value) in [
        ("message", json!("")),
        ("message_from", Value::Null),
        ("pay_status", json!("")),
    ] {
        let mut reply: Value = serde_json::from_str(PAID).unwrap();
        reply[name] = value;
        pay(&reply.to_string()).unwrap();
    }
    let both = changed("message", json!("逾時")).replace("0000\"", "0000\",\"message_from\":\"OMNI\"");
    let error = assert_error(pay(&both), ErrorKind::Mismatch, Outcome::Unknown, &both);
    assert!(error.detail.contains("(message_from OMNI)"), "{error}");
    for name in ["order_number", "req_id", "return_code", "transaction_id"] {
        for value in [json!(["1"]), json!({"a": 1})] {
            let body = changed(name, value);
            assert_error(pay(&body), ErrorKind::Malformed, Outcome::Unknown, &body);
        }
    }
}

#[test]
fn a_listed_refusal_is_ipasss_own_word_and_not_about_a_used_number() {
    let refused = |reply: &Value| {
        let gateway = Gateway::replying(&reply.to_string());
        let mut config = gateway.config();
        config.ipass_refusal_codes = vec!["1234".to_owned()];
        Client::new(config).unwrap().ipass_pay(&sale()).unwrap_err()
    };
    let no = json!({"return_code": "1234", "return_msg": "餘額不足"});
    let with = |name: &str, value: &str| {
        let mut reply = no.clone();
        reply[name] = json!(value);
        reply
    };
    assert_eq!(refused(&no).outcome, Outcome::Refused);
    let error = refused(&with("message_from", "IPASS"));
    assert_eq!((error.kind, error.outcome), (ErrorKind::Declined, Outcome::Refused));
    assert_eq!(error.detail, "iPASS refused (message_from IPASS)");
    for (name, value) in [("message_from", "OMNI"), ("message_from", "new"), ("message", "逾時")] {
        let error = refused(&with(name, value));
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Mismatch, Outcome::Unknown),
            "{name} {value}"
        );
    }
    for reply in [
        with("return_msg", "該OrderNumber重複"),
        with("message", "order_number already exists"),
        json!({"return_code": "0006"}),
        json!({"return_code": "7777", "return_msg": "訂單編號已存在"}),
    ] {
        let error = refused(&reply);
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Duplicate, Outcome::Unknown),
            "{reply}"
        );
    }
    let used = r#"{"RtnCode":90006,"RtnMsg":"訂單編號重複","EncData":{}}"#;
    let error = Gateway::replying(used).client().icash_pay(&icash_pay()).unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Duplicate, Outcome::Unknown),
        "{error}"
    );
}

/// icash Pay's operations under OMNI, each with the reply of each other.
#[test]
fn icash_replies_of_another_operation_or_of_two_minds_are_unknown() {
    let order = "202305160934510006";
    let paid = json!({
        "PlatformID": "10523647", "MerchantID": "10523650", "MerchantTradeNo": order, "TransactionID": "T1",
        "TotalAmount": 100
    });
    let found = json!({
        "PlatformID": "10523647", "MerchantID": "10523650", "MerchantTradeNo": order, "TransactionID": "T1",
        "TradeStatus": "0", "TradeType": "0"
    });
    let cancelled = json!({"PlatformID": "10523647", "MerchantID": "10523650", "MMemberID": ""});
    let call = |operation: &str, top: Value, data: &Value| {
        let mut body = json!({"RtnCode": 1, "RtnMsg": "", "EncData": data});
        body.as_object_mut().unwrap().extend(top.as_object().unwrap().clone());
        let gateway = Gateway::replying(&body.to_string());
        let mut config = gateway.config();
        config.parameters = own();
        let client = Client::new(config).unwrap();
        match operation {
            "pay" => {
                let mut request = icash_pay();
                request.merchant_trade_no = order.to_owned();
                client.icash_pay(&request).map(drop)
            }
            "search" => client.icash_search(&icash_search()).map(drop),
            _ => client.icash_cancel(&icash_cancel()).map(drop),
        }
    };
    for (operation, data) in [("pay", &paid), ("search", &found), ("cancel", &cancelled)] {
        call(operation, json!({}), data).expect(operation);
        call(operation, json!({"message": "", "message_from": null}), data).expect(operation);
        for (name, value) in [
            ("message", json!("逾時")),
            ("message_from", json!("OMNI")),
            ("message", json!({"a": 1})),
            ("return_code", json!("9999")),
        ] {
            let result = call(operation, json!({name: value}), data);
            assert_error(result, ErrorKind::Mismatch, Outcome::Unknown, operation);
        }
        for name in ["MerchantTradeNo", "MerchantID", "PlatformID", "TransactionID"] {
            let mut data = data.clone();
            data[name] = json!([order]);
            let result = call(operation, json!({}), &data);
            assert_error(
                result,
                ErrorKind::Malformed,
                Outcome::Unknown,
                &format!("{operation} {name}"),
            );
        }
    }
    for (operation, data, kind) in [
        ("pay", &found, ErrorKind::Mismatch),
        ("pay", &cancelled, ErrorKind::Mismatch),
        ("search", &paid, ErrorKind::Malformed),
        ("search", &cancelled, ErrorKind::Mismatch),
        ("cancel", &paid, ErrorKind::Mismatch),
        ("cancel", &found, ErrorKind::Mismatch),
    ] {
        let what = format!("{operation} {data}");
        assert_error(call(operation, json!({}), data), kind, Outcome::Unknown, &what);
    }
    // What icash Pay itself says of a payment besides, and a gateway may pass on.
    let mut whole = paid.clone();
    for name in ["BonusAmt", "PaymentType", "MaskedPan", "ICPAmount", "PaymentDate"] {
        whole[name] = json!("1");
    }
    call("pay", json!({}), &whole).expect("a payment in full");
    let mut named = cancelled.clone();
    named["MerchantTradeNo"] = json!(order);
    call("cancel", json!({}), &named).expect("a cancel may repeat its own number");
    for status in [json!(""), Value::Null, json!([]), json!(["1"])] {
        let mut data = found.clone();
        data["TradeStatus"] = status;
        let result = call("search", json!({}), &data);
        assert_error(result, ErrorKind::Malformed, Outcome::Unknown, &data.to_string());
    }
}

#[test]
fn an_answer_without_its_state_answers_nothing_and_a_secondary_field_decides_nothing() {
    let silent = r#"{"return_code":"0000","order_number":"IXN20231011000001","amount":229}"#;
    let result = Gateway::replying(silent).client().ipass_search(&ipass_search());
    assert_error(result, ErrorKind::Malformed, Outcome::Unknown, silent);

    let paid = pay(&changed("payment_type", json!({"code": 1}))).unwrap();
    assert_eq!(
        (paid.payment_type.as_str(), paid.extra["reply.payment_type"].as_str()),
        ("", r#"{"code":1}"#)
    );
    let odd = r#"{"return_code":"0000","order_number":"IXN20231011000001","pay_status":1,"amount":"2.5"}"#;
    let found = Gateway::replying(odd).client().ipass_search(&ipass_search()).unwrap();
    assert_eq!((found.amount, found.extra["reply.amount"].as_str()), (None, "2.5"));
    let trade = r#"{"RtnCode":1,"EncData":{"MerchantTradeNo":"202305160934510005","TotalAmount":100,"MMemberID":[7]}}"#;
    let paid = Gateway::replying(trade)
        .client()
        .icash_pay(&icash_pay())
        .unwrap()
        .enc_data;
    assert_eq!(
        (paid.m_member_id, paid.extra["reply.MMemberID"].as_str()),
        (None, "[7]")
    );
}

#[test]
fn a_member_twice_is_malformed_and_a_byte_order_mark_is_skipped() {
    let refused = r#"{"return_code": "1234", "order_number": "IXN20240827000003"}"#;
    for (reply, member) in [
        (PAID, r#""return_code": "0000""#),
        (PAID, r#""return_code": "1234""#),
        (PAID, r#""amount": 2"#),
        (PAID, r#""order_\u006eumber": "another""#),
        (PAID, r#""points": {"a": 1, "a": 2}"#),
        (refused, r#""return_code": "0000""#),
    ] {
        let body = reply.replacen('{', &format!("{{{member},"), 1);
        let gateway = Gateway::replying(&body);
        let mut config = gateway.config();
        config.ipass_refusal_codes = vec!["1234".to_owned()];
        let result = Client::new(config).unwrap().ipass_pay(&sale());
        assert_error(result, ErrorKind::Malformed, Outcome::Unknown, &body);
    }
    let trade = r#"{"MerchantTradeNo":"202305160934510005","TotalAmount":1,"TotalAmount":100}"#;
    for data in [trade.to_owned(), json!(trade).to_string()] {
        let body = format!(r#"{{"RtnCode":1,"EncData":{data}}}"#);
        let result = Gateway::replying(&body).client().icash_pay(&icash_pay());
        assert_error(result, ErrorKind::Malformed, Outcome::Unknown, &body);
    }
    assert_eq!(pay(&format!("\u{feff}{PAID}")).unwrap().amount, Some(2));
    let data = format!("\u{feff}{}", trade.replace(r#""TotalAmount":1,"#, ""));
    let body = json!({"RtnCode": 1, "EncData": data}).to_string();
    let paid = Gateway::replying(&body).client().icash_pay(&icash_pay()).unwrap();
    assert_eq!(paid.enc_data.total_amount, Some(100));
}

#[test]
fn a_connection_that_fails_is_judged_by_what_was_sent() {
    let fails = |server: &RawServer| {
        let mut config = Config::new(&server.url, Authorization::Token(TOKEN.into()), store());
        config.http.timeout = Duration::from_millis(400);
        Client::new(config).unwrap().ipass_pay(&sale())
    };
    let silent = RawServer::start(|mut stream| {
        read_request(&mut stream);
        std::thread::sleep(Duration::from_secs(2));
    });
    assert_error(fails(&silent), ErrorKind::Timeout, Outcome::Unknown, "silence");
    let closing = RawServer::start(|mut stream| {
        read_request(&mut stream);
    });
    assert_eq!(fails(&closing).unwrap_err().outcome, Outcome::Unknown);
    let cut = RawServer::answering(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{\"return_code\"".to_vec());
    assert_eq!(fails(&cut).unwrap_err().outcome, Outcome::Unknown);
    let large = RawServer::answering(response(200, &[], &vec![b' '; 1024 * 1024 + 1]));
    assert_eq!(fails(&large).unwrap_err().outcome, Outcome::Unknown);
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let config = Config::new(format!("http://{port}"), Authorization::Token(TOKEN.into()), store());
    let result = Client::new(config).unwrap().ipass_pay(&sale());
    assert_error(result, ErrorKind::Connect, Outcome::NotSent, "no one there");
}

#[test]
fn icash_replies_are_judged_by_rtn_code_order_amount_and_merchant() {
    let data = json!({
        "PlatformID": "10523647", "MerchantID": "10523650", "MerchantTradeNo": "202305160934510005",
        "TransactionID": "20230516000001", "TotalAmount": "100"
    });
    let reply = |code: Value, data: &Value| json!({"RtnCode": code, "RtnMsg": "m", "EncData": data}).to_string();
    let pay = |body: &str| {
        let gateway = Gateway::replying(body);
        let mut config = gateway.config();
        config.parameters = own();
        Client::new(config).unwrap().icash_pay(&icash_pay())
    };
    for code in [json!(1), json!("1"), json!("0001")] {
        let paid = pay(&reply(code, &data)).unwrap();
        assert_eq!(paid.enc_data.total_amount, Some(100));
        assert_eq!(paid.enc_data.transaction_id.as_deref(), Some("20230516000001"));
    }
    pay(&reply(json!(1), &json!(data.to_string()))).unwrap();
    for amount in ["100.0", "\"100.00\"", "1e2"] {
        let data = data.to_string().replace("\"100\"", amount);
        pay(&format!(r#"{{"RtnCode":1.0,"EncData":{data}}}"#)).expect(amount);
    }
    let changed = |name: &str, value: Value| {
        let mut data = data.clone();
        data[name] = value;
        reply(json!(1), &data)
    };
    for (name, value) in [
        ("MerchantTradeNo", json!("another")),
        ("MerchantTradeNo", json!("")),
        ("TotalAmount", json!(99)),
        ("PlatformID", json!("another")),
        ("MerchantID", json!("another")),
    ] {
        assert_error(pay(&changed(name, value)), ErrorKind::Mismatch, Outcome::Unknown, name);
    }
    let error = assert_error(
        pay(&reply(json!(2107), &json!(""))),
        ErrorKind::Malformed,
        Outcome::Unknown,
        "2107",
    );
    assert_eq!(
        (error.provider_code.as_deref(), error.provider_text.as_deref()),
        (Some("2107"), Some("m"))
    );
    for (code, data) in [
        (json!(9), &data),
        (json!("E1"), &data),
        (Value::Null, &data),
        (json!(1), &json!("")),
    ] {
        let body = reply(code, data);
        assert_error(pay(&body), ErrorKind::Malformed, Outcome::Unknown, &body);
    }
}

#[test]
fn searches_and_refunds_answer() {
    let found = r#"{"return_code":"0000","req_id":"3815D6AE-9349-40CF-8990-0000E42AC591","pay_status":1,
        "original_transactionId":"e1","amount":"229"}"#;
    let answer = Gateway::replying(found).client().ipass_search(&ipass_search()).unwrap();
    assert_eq!((answer.pay_status.as_deref(), answer.amount), (Some("1"), Some(229)));
    assert_eq!(answer.original_transaction_id.as_deref(), Some("e1"));
    let nameless = r#"{"return_code":"0000","pay_status":1}"#;
    let result = Gateway::replying(nameless).client().ipass_search(&ipass_search());
    assert_error(result, ErrorKind::Mismatch, Outcome::Unknown, "no echo at all");

    let refunded = found
        .replace("pay_status", "cancel_transaction_id")
        .replace("\"e1\"", "\"IPY202208250340004\"");
    let answer = Gateway::replying(&refunded)
        .client()
        .ipass_refund(&ipass_refund())
        .unwrap();
    assert_eq!(answer.cancel_transaction_id.as_deref(), Some("1"));
    let result = Gateway::replying(&refunded.replace("229", "228"))
        .client()
        .ipass_refund(&ipass_refund());
    let error = assert_error(result, ErrorKind::Mismatch, Outcome::Unknown, "another amount");
    assert_eq!(error.reference.as_deref(), Some("IPY202208250340004"));

    let trade = r#"{"RtnCode":1,"RtnMsg":"","EncData":{"MerchantTradeNo":"202305160934510006",
        "TransactionID":"T1","TradeStatus":1,"BonusAmt":0,"New":true}}"#;
    let answer = Gateway::replying(trade)
        .client()
        .icash_search(&icash_search())
        .unwrap()
        .enc_data;
    assert_eq!(TradeStatus::from_code(&answer.trade_status), TradeStatus::Done);
    assert_eq!(
        (answer.bonus_amt.as_deref(), answer.extra["New"].as_str()),
        (Some("0"), "true")
    );
}
