//! MYPAY LINK over a real socket: golden envelopes, exact requests, judged replies, keys, secrets.

use super::host::*;
use crate::support::{RawServer, read_request, response, text};
use serde_json::{Value, json};
use std::io::Write as _;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use twpos::crypto::{AesIv, AesKey};
use twpos::mypay::*;
use twpos::{Error, ErrorKind, Outcome};

fn iv(hex: &Value) -> AesIv {
    let hex = text(hex);
    let bytes: Vec<u8> = (0..16)
        .map(|index| u8::from_str_radix(&hex[2 * index..2 * index + 2], 16).unwrap())
        .collect();
    AesIv::from_bytes(bytes.try_into().unwrap())
}

#[test]
fn envelopes_are_the_golden_ones() {
    let vectors = mypay_vectors();
    let key = key("key");
    for case in vectors["seal"].as_array().unwrap() {
        let service = format!(r#"{{"service_name":"api","cmd":"{}"}}"#, text(&case["cmd"]));
        let sealed = Sealed {
            service: encrypt(&service, &key, &iv(&case["service_iv"])),
            encry_data: encrypt(text(&case["plaintext"]), &key, &iv(&case["data_iv"])),
        };
        assert_eq!(sealed.service, text(&case["service"]), "{}", case["name"]);
        assert_eq!(sealed.encry_data, text(&case["encry_data"]), "{}", case["name"]);
        let uid = text(&vectors["keys"]["agent_uid"]);
        assert_eq!(
            sealed.form_body(Mode::Agent, uid),
            text(&case["form_body"]),
            "{}",
            case["name"]
        );
        assert_eq!(decrypt(&sealed.encry_data, &key).as_deref(), case["plaintext"].as_str());
    }
    for case in vectors["open"].as_array().unwrap() {
        let opened = decrypt(text(&case["text"]), &key);
        assert_eq!(opened.as_deref(), case["plaintext"].as_str(), "{}", case["name"]);
    }
}

#[test]
fn every_seal_has_fresh_vectors() {
    let key = key("key");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..50 {
        let sealed = Sealed::seal("api/orders", "{}", &key).unwrap();
        assert!(seen.insert(sealed.service[..21].to_owned()) && seen.insert(sealed.encry_data[..21].to_owned()));
        assert_eq!(decrypt(&sealed.encry_data, &key).as_deref(), Some("{}"));
    }
}

/// Sends one request and gives its head, its first body field, and both decrypted texts.
fn sent(mode: Mode, with_key: &str, call: impl FnOnce(&Client)) -> (String, String, String) {
    let (server, received) = recording();
    call(&client(&format!("{}/prefix/", server.url), mode));
    let request = received.recv().unwrap();
    let mut form = form(&request);
    assert_eq!(form.len(), 3, "{form:?}");
    let key = key(with_key);
    let mut open = |field: &str| decrypt(&form.remove(field).unwrap(), &key).unwrap();
    let (service, data) = (open("service"), open("encry_data"));
    let (name, uid) = form.into_iter().next().unwrap();
    let path = request.split_whitespace().nth(1).unwrap();
    let head = request.to_ascii_lowercase();
    assert!(
        head.contains("\r\ncontent-type: application/x-www-form-urlencoded"),
        "{head}"
    );
    (format!("{path} {name}={uid}"), service, data)
}

#[test]
fn an_order_goes_out_as_the_document_s_sample() {
    let (address, service, data) = sent(Mode::Agent, "key", |client| {
        client.create_order(&order()).unwrap_err();
    });
    assert_eq!(address, "/prefix/api/agent agent_uid=518169081001");
    assert_eq!(service, r#"{"service_name":"api","cmd":"api/orders"}"#);
    assert_eq!(
        data,
        concat!(
            r#"{"store_uid":"289151880002","user_id":"userid","cost":900,"order_id":"1234567890","ip":"192.168.0.1","#,
            r#""items":[{"id":"1","name":"好棒棒麻辣鍋湯包","cost":"1000","amount":"1","total":"1000"}],"pfn":"0","#,
            r#""agent_sms_fee_type":1,"agent_charge_fee_type":1,"agent_charge_fee":90,"voucher_type":"1","#,
            r#""voucher_paid":[{"product_id":"P01","serial_number":"P1635306439","name":"好食券","cost":50,"#,
            r#""issuer":"1","refund_return_type":"3"}],"voucher_free":[{"product_id":"F01","#,
            r#""serial_number":"F1635306439","name":"VIP免費券","cost":50,"issuer":"1"}],"voucher_invoice_type":"1"}"#
        )
    );
}

#[test]
fn queries_and_refunds_go_out_as_the_document_s_samples() {
    let (_, service, data) = sent(Mode::Agent, "key", |client| {
        client.query_order(&query()).unwrap_err();
    });
    assert_eq!(service, r#"{"service_name":"api","cmd":"api/queryorder"}"#);
    assert_eq!(data, r#"{"uid":"95217","key":"3425042d7d266e4aea5fd4653a0271db"}"#);

    let (_, service, data) = sent(Mode::Agent, "key", |client| {
        client.refund_order(&refund()).unwrap_err();
    });
    assert_eq!(service, r#"{"service_name":"api","cmd":"api/refund"}"#);
    assert_eq!(
        data,
        concat!(
            r#"{"store_uid":"289151880002","key":"3425042d7d266e4aea5fd4653a0271db","uid":"95217","cost":900,"#,
            r#""voucher_paid":[{"product_id":"P01","serial_number":"P1634634156"}],"invoice_state":6}"#
        )
    );
}

#[test]
fn a_scan_carries_the_code_in_the_form_of_its_wallet() {
    let (_, service, data) = sent(Mode::Agent, "key", |client| {
        client.scan_pay(&scan()).unwrap_err();
    });
    assert_eq!(service, r#"{"service_name":"api","cmd":"api/transaction"}"#);
    assert_eq!(
        data,
        concat!(
            r#"{"store_uid":"289151880002","pfn":"OFFLINE","data_json":"{\"qrCode\":\"281234567890123456\"}","#,
            r#""user_id":"userid","cost":900,"order_id":"ORDER-1","ip":"192.168.0.1","items":[{"id":"1","#,
            r#""name":"好棒棒麻辣鍋湯包","cost":"900","amount":"1","total":"900"}]}"#
        )
    );
    let jko = json!({"jkoCode": SCANNED, "posId": "01", "posTradeTime": "2026/11/21 10:00:00", "remark": "r"});
    for (pfn, expected) in [
        ("98", json!({"qrCode": SCANNED})),
        ("LINEPAYOFF", json!({"linepayCode": SCANNED})),
        ("16", json!({"linepayCode": SCANNED})),
        ("PIOFF", json!({"piCode": SCANNED})),
        ("JKOOFF", jko),
    ] {
        let (_, _, data) = sent(Mode::Agent, "key", |client| {
            let request = ScanPayRequest {
                pfn: Some(pfn.to_owned()),
                pos_id: Some("01".to_owned()),
                pos_trade_time: Some("2026/11/21 10:00:00".to_owned()),
                pos_remark: Some("r".to_owned()),
                ..scan()
            };
            client.scan_pay(&request).unwrap_err();
        });
        let data: Value = serde_json::from_str(&data).unwrap();
        let data_json: Value = serde_json::from_str(text(&data["data_json"])).unwrap();
        assert_eq!((&data["pfn"], data_json), (&json!(pfn), expected));
    }
}

/// An order's further fields go with a scan too, and what is ours goes with nothing.
#[test]
fn a_scan_carries_an_order_s_fields_and_a_refund_none_of_ours() {
    let (_, _, data) = sent(Mode::Agent, "key", |client| {
        let request = ScanPayRequest {
            enable_dcc: Some("0".to_owned()),
            transaction_type: Some("2".to_owned()),
            limit_pay_days: Some(3),
            success_returl: Some("https://shop.example/".to_owned()),
            invoice_b2b_id_force: Some("1".to_owned()),
            ..scan()
        };
        client.scan_pay(&request).unwrap_err();
    });
    let data: Value = serde_json::from_str(&data).unwrap();
    assert_eq!((&data["enable_dcc"], &data["transaction_type"]), (&json!(0), &json!(2)));
    assert_eq!(
        (&data["limit_pay_days"], &data["invoice_b2b_id_force"]),
        (&json!(3), &json!("1"))
    );
    assert_eq!(data["success_returl"], "https://shop.example/");

    let (_, _, data) = sent(Mode::Agent, "key", |client| {
        let request = RefundOrderRequest {
            whole: true,
            ..refund()
        };
        client.refund_order(&request).unwrap_err();
    });
    assert!(!data.contains("whole") && !data.contains("order_id"), "{data}");
    let (_, _, data) = sent(Mode::Agent, "key", |client| {
        let request = QueryOrderRequest {
            cost: Some(900),
            ..query()
        };
        client.query_order(&request).unwrap_err();
    });
    assert_eq!(data, r#"{"uid":"95217","key":"3425042d7d266e4aea5fd4653a0271db"}"#);
}

#[test]
fn modes_have_their_paths_and_fields() {
    for (mode, address) in [
        (Mode::Store, "/prefix/api/init store_uid=289151880002"),
        (Mode::Client, "/prefix/api/open store_uid=289151880002"),
    ] {
        let (sent_to, _, data) = sent(mode, "key", |client| {
            let request = CreateOrderRequest {
                store_uid: None,
                ..order()
            };
            client.create_order(&request).unwrap_err();
        });
        assert_eq!(sent_to, address);
        assert!(data.starts_with(r#"{"store_uid":"289151880002","#), "{data}");
    }
    let app = unconnected(Mode::Client);
    for error in [
        app.query_order(&query()).unwrap_err(),
        app.refund_order(&refund()).unwrap_err(),
    ] {
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::InvalidRequest, Outcome::NotSent)
        );
        assert_eq!(error.reference.as_deref(), Some("ORDER-1"));
    }
    assert_eq!(app.scan_pay(&scan()).unwrap_err().kind, ErrorKind::Connect);
}

#[test]
fn two_keys_serve_at_once_and_a_new_one_takes_over() {
    for (choice, name) in [(KeyChoice::Current, "key"), (KeyChoice::Previous, "previous_key")] {
        sent(Mode::Store, name, |client| {
            client.with_key(choice).unwrap().query_order(&query()).unwrap_err();
        });
    }
    // The new key seals, and the old one is the previous one for every clone.
    sent(Mode::Store, "foreign_key", |client| {
        let clone = client.clone();
        client.use_key(key("foreign_key"));
        clone.query_order(&query()).unwrap_err();
    });
    sent(Mode::Store, "key", |client| {
        client.use_key(key("foreign_key"));
        client.use_key(key("foreign_key"));
        let previous = client.with_key(KeyChoice::Previous).unwrap();
        previous.query_order(&query()).unwrap_err();
    });
    let mut alone = credentials(Mode::Store);
    alone.previous_key = None;
    let alone = Client::new(Config::new(PRODUCTION, alone)).unwrap();
    assert_eq!(alone.with_key(KeyChoice::Previous).unwrap_err().kind, ErrorKind::Config);
}

/// What came of a call, as the vectors write it: state and approval.
fn call(client: &Client, operation: &str) -> Result<(String, Option<bool>), Error> {
    match operation {
        "create_order" => client.create_order(&order()).map(|_| ("accepted".to_owned(), None)),
        "query_order" => client.query_order(&query()).map(|order| (order.state, None)),
        "refund_order" => client.refund_order(&refund()).map(|refund| {
            assert_eq!(refund.refunded, refund.state == "refunded");
            (refund.state, None)
        }),
        "scan_pay" => client
            .scan_pay(&scan())
            .map(|scan| (scan.state.clone(), Some(scan.approved))),
        other => panic!("no operation {other}"),
    }
}

/// Every reply of the list, sent by a real server to a real client.
#[test]
fn replies_are_judged_as_listed() {
    let vectors = mypay_vectors();
    let cases = vectors["replies"].as_array().unwrap();
    assert!(cases.len() >= 300);
    // One server and one client for all, which take longer to make than a call.
    let (answers, next) = channel::<Vec<u8>>();
    let next = Mutex::new(next);
    let server = RawServer::start(move |mut stream| {
        read_request(&mut stream);
        let answer = next.lock().unwrap().recv().unwrap();
        stream.write_all(&answer).unwrap();
    });
    let client = client(&server.url, Mode::Agent);
    for case in cases {
        let status = u16::try_from(case["http_status"].as_u64().unwrap()).unwrap();
        answers
            .send(response(
                status,
                &[("Connection", "close")],
                text(&case["body"]).as_bytes(),
            ))
            .unwrap();
        let operation = text(&case["operation"]);
        let expected = &case["expect"];
        match (call(&client, operation), text(&expected["outcome"])) {
            (Ok((state, approved)), "response") => {
                assert_eq!(state, text(&expected["state"]), "{}", case["name"]);
                assert_eq!(approved, expected["approved"].as_bool(), "{}", case["name"]);
            }
            (Err(error), outcome) => {
                assert_eq!(error.outcome.as_str(), outcome, "{}: {error}", case["name"]);
                assert_eq!(
                    error.kind.as_str(),
                    text(&expected["kind"]),
                    "{}: {error}",
                    case["name"]
                );
                let reference = if operation == "create_order" {
                    "1234567890"
                } else {
                    "ORDER-1"
                };
                assert_eq!(error.reference.as_deref(), Some(reference), "{}", case["name"]);
                assert_eq!(error.http_status, Some(status), "{}", case["name"]);
            }
            (result, _) => panic!("{}: got {result:?}", case["name"]),
        }
    }
}

/// The classification's network rows: what never reached MYPAY, and what may have.
#[test]
fn broken_connections_are_not_sent_or_unknown() {
    let error = unconnected(Mode::Agent).scan_pay(&scan()).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Connect, Outcome::NotSent));

    let reset = RawServer::start(|mut stream| {
        read_request(&mut stream);
    });
    let error = client(&reset.url, Mode::Agent).scan_pay(&scan()).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Transport, Outcome::Unknown));

    let silent = RawServer::start(|mut stream| {
        read_request(&mut stream);
        std::thread::sleep(std::time::Duration::from_secs(3));
    });
    let mut config = Config::new(&silent.url, credentials(Mode::Agent));
    config.http.timeout = std::time::Duration::from_secs(1);
    let error = Client::new(config).unwrap().scan_pay(&scan()).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Timeout, Outcome::Unknown));
    assert_eq!(error.reference.as_deref(), Some("ORDER-1"));

    let huge = RawServer::answering(response(200, &[], &vec![b' '; 1024 * 1024 + 1]));
    let error = client(&huge.url, Mode::Agent).scan_pay(&scan()).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Malformed, Outcome::Unknown));
}

fn answered(reply: &str) -> Client {
    let server = RawServer::answering(response(200, &[], reply.as_bytes()));
    client(&server.url, Mode::Agent)
}

#[test]
fn a_member_twice_is_malformed_also_in_json_inside_text() {
    let ours = r#""uid":"95217","key":"3425042d7d266e4aea5fd4653a0271db","order_id":"ORDER-1","cost":900"#;
    let rows = r#"{"uid":"95217","prc":"230","cost":1,"cost":900}"#;
    let row = |code: &str, rows: &str| format!(r#"{{"code":"{code}","uid":"95217","row_data":{rows}}}"#);
    let scans = [
        format!(r#"{{"code":"300",{ours},"code":"250"}}"#),
        format!(r#"{{"code":"250",{ours},"code":"300"}}"#),
        format!(r#"{{"code":"300",{ours},"c\u006fde":"300"}}"#),
        format!(r#"{{"code":"250",{ours},"new":[{{"a":1,"a":1}}]}}"#),
    ];
    let refunds = [
        row("B200", rows),
        row("B200", &json!(rows).to_string()),
        row("B500", &json!(rows).to_string()),
        row("B200", "\"no object\""),
        r#"{"code":"B500","code":"B200","uid":"95217"}"#.to_owned(),
    ];
    let inside = |name: &str, text: &str| format!(r#"{{"prc":"250",{ours},"{name}":{}}}"#, json!(text));
    let queries = [
        format!(r#"{{"prc":"300","prc":"250",{ours}}}"#),
        inside("redeem", r#"{"used_point":"1","used_point":"2"}"#),
        inside("result_content", r#"{"a":{"b":1,"b":2}}"#),
        inside("invoice_order_detail", r#"[{"itemname":"a","itemname":"b"}]"#),
        inside("refund_order", r#"[{"invoice_order_detail":"[{\"a\":1,\"a\":1}]"}]"#),
        format!(r#"{{"prc":"250",{ours},"invoice_allowance":[{{"order_detail":"[{{\"a\":1,\"a\":1}}]"}}]}}"#),
    ];
    let unknown = |result: Result<(), Error>, body: &str| {
        let error = result.expect_err(body);
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Malformed, Outcome::Unknown),
            "{body}: {error}"
        );
    };
    for body in scans {
        unknown(answered(&body).scan_pay(&scan()).map(drop), &body);
    }
    for body in refunds {
        unknown(answered(&body).refund_order(&refund()).map(drop), &body);
    }
    for body in queries {
        unknown(answered(&body).query_order(&query()).map(drop), &body);
    }
    // The shop's own text is nobody's JSON.
    let echo = inside("echo_0", r#"{"a":1,"a":2}"#);
    assert_eq!(answered(&echo).query_order(&query()).unwrap().state, "paid");
}

/// A field of ours that MYPAY sends too must not stand beside it in the JSON that a caller reads.
#[test]
fn what_is_ours_in_a_response_is_there_once() {
    let ours = r#""uid":"95217","key":"3425042d7d266e4aea5fd4653a0271db","order_id":"ORDER-1","cost":900"#;
    let scan_reply = format!(r#"{{"code":"280",{ours},"approved":true,"state":"paid"}}"#);
    let query_reply = format!(
        r#"{{"prc":"280",{ours},"state":"paid","invoice_lines":[{{}}],"payment_instructions":{{}},"redeem_detail":1,
            "refund_order":[{{"invoice_lines":7,"invoice_allowance":[{{"lines":7}}]}}]}}"#
    );
    let refund_reply = r#"{"code":"B200","uid":"95217","refunded":true}"#;
    for (operation, request, reply, field, value) in [
        ("scan_pay", json!(scan()), scan_reply.as_str(), "approved", json!(false)),
        ("scan_pay", json!(scan()), &scan_reply, "state", json!("pending")),
        ("query_order", json!(query()), &query_reply, "state", json!("pending")),
        ("refund_order", json!(refund()), refund_reply, "refunded", json!(false)),
    ] {
        let text = answered(reply).call_json(operation, &request.to_string()).unwrap();
        let response: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(response[field], value, "{text}");
        let names = [
            "approved",
            "state",
            "refunded",
            "payment_instructions",
            "redeem_detail",
            "invoice_lines",
        ];
        for name in names {
            assert!(
                text.matches(&format!("\"{name}\":")).count() <= 1,
                "{name} twice: {text}"
            );
        }
        assert_eq!(text.matches("\"lines\":").count(), 0, "{text}");
    }
    let scanned = answered(&scan_reply).scan_pay(&scan()).unwrap();
    assert_eq!(scanned.extra["reply.approved"], "true");
}

#[test]
fn an_amount_has_one_reading() {
    let scanned = |reply: &str, request: &str| {
        let reply = format!(r#"{{"code":"250","uid":"1","key":"2","order_id":"ORDER-1","cost":{reply}}}"#);
        let scan = serde_json::to_string(&scan()).unwrap();
        let scan = scan.replacen(r#""cost":900"#, &format!(r#""cost":{request}"#), 1);
        answered(&reply).call_json("scan_pay", &scan)
    };
    for amount in ["900", "900.0", "900.00", "\"900.00\"", "\" 900 \"", "9e2"] {
        scanned(amount, "900").expect(amount);
        scanned("900", amount).expect(amount);
    }
    for amount in ["900.5", "900.00000000000001", "\"+900\"", "\"900.\""] {
        let error = scanned(amount, "900").unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Mismatch, Outcome::Unknown),
            "{amount}"
        );
        let error = scanned("900", amount).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::InvalidRequest, Outcome::NotSent),
            "{amount}"
        );
        assert!(error.detail.starts_with("cost: "), "{error}");
    }
}

#[test]
fn the_firewall_and_the_rate_limit_are_named() {
    for (status, hint) in [(403, "user_agent"), (429, "not known")] {
        let server = RawServer::answering(response(status, &[], b"<html></html>"));
        let error = client(&server.url, Mode::Agent).scan_pay(&scan()).unwrap_err();
        assert_eq!((error.kind, error.outcome), (ErrorKind::Http, Outcome::Unknown));
        assert!(error.detail.contains(hint), "{error}");
    }
}

/// An e-invoice carrier, which is a barcode on the customer's phone.
const CARRIER: &str = "/AB12+3-";

/// A server that quotes everything it was sent gets none of it into an error.
#[test]
fn no_error_quotes_a_key_or_a_scanned_code() {
    let server = RawServer::start(|mut stream| {
        let request = String::from_utf8(read_request(&mut stream)).unwrap();
        let data = decrypt(&form(&request)["encry_data"], &key("key")).unwrap();
        let body = json!({"code": "300", "msg": data}).to_string();
        stream.write_all(&response(200, &[], body.as_bytes())).unwrap();
    });
    // The server closes each connection, so each call gets its own.
    let client = || client(&server.url, Mode::Agent);
    let raw = ScanPayRequest {
        scanned_code: String::new(),
        pfn: Some("EASYWALLETOFF".to_owned()),
        data_json: Some(json!({"easyCode": SCANNED, "posId": "01"}).to_string()),
        ..scan()
    };
    let carriers = CreateOrderRequest {
        issue_invoice_state: Some("1".to_owned()),
        invoice_input_type: Some("1".to_owned()),
        invoice_cloud_type: Some("2".to_owned()),
        invoice_mobile_code: Some(CARRIER.to_owned()),
        ..order()
    };
    for error in [
        client().create_order(&carriers).unwrap_err(),
        client().query_order(&query()).unwrap_err(),
        client().refund_order(&refund()).unwrap_err(),
        client().scan_pay(&scan()).unwrap_err(),
        client().scan_pay(&raw).unwrap_err(),
    ] {
        assert_eq!(error.kind, ErrorKind::Declined, "{error}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(SCANNED) && !shown.contains(&query().key), "{shown}");
        assert!(!shown.contains(CARRIER), "{shown}");
        assert!(shown.contains("[redacted]"), "{shown}");
    }
}

#[test]
fn nothing_prints_a_secret() {
    let vectors = mypay_vectors();
    let config = Config::new(TEST, credentials(Mode::Agent));
    let customer = CreateOrderRequest {
        user_sn: Some("A123456789".to_owned()),
        user_email: Some("someone@example.tw".to_owned()),
        ..order()
    };
    let raw = ScanPayRequest {
        data_json: Some(json!({"code": SCANNED}).to_string()),
        ..scan()
    };
    let document = &vectors["document"];
    let refunded: RefundOrderResponse = serde_json::from_str(text(&document["refund_order"])).unwrap();
    let asked: QueryOrderResponse = serde_json::from_str(text(&document["query_order"])).unwrap();
    let made: CreateOrderResponse = serde_json::from_str(text(&document["create_order"])).unwrap();
    let printed = [
        format!("{config:?} {:?}", Client::new(config.clone()).unwrap()),
        format!("{customer:?} {raw:?} {:?} {:?}", query(), refund()),
        format!("{refunded:?} {asked:?} {made:?} {:?}", ExpectedOrder::from(&made)),
    ]
    .concat();
    for secret in [
        text(&vectors["keys"]["key"]),
        text(&vectors["keys"]["previous_key"]),
        SCANNED,
        "3425042d7d266e4aea5fd4653a0271db",
        "d2c55a2055cbe6f711f1e977039e2a8f",
        "A123456789",
        "someone@example.tw",
    ] {
        assert!(!printed.contains(secret), "{secret}");
    }
    assert!(printed.contains("[redacted]") && printed.contains("1234567890"));
    assert!(AesKey::from_text("short").unwrap_err().to_string().contains("32"));
}

fn shared<T: Send + Sync>() {}

#[test]
fn clients_are_shared_between_threads() {
    shared::<Client>();
}

#[test]
fn a_reply_s_words_show_no_code_and_no_key() {
    let vectors = mypay_vectors();
    let key = text(&vectors["keys"]["key"]).to_owned();
    for secret in [key.as_str(), SCANNED, "order-key-0123456789"] {
        let said = |fields: Value| {
            let mut reply = json!({"msg": format!("<{secret}> <{}>", secret.to_uppercase()), "uid": "1",
                "key": "order-key-0123456789", "order_id": "ORDER-1", "cost": 900});
            reply
                .as_object_mut()
                .unwrap()
                .extend(fields.as_object().unwrap().clone());
            let server = RawServer::answering(response(200, &[], reply.to_string().as_bytes()));
            client(&server.url, Mode::Store).scan_pay(&scan())
        };
        let paid = said(json!({"code": "250", "actual_cost": 900})).unwrap();
        assert!(paid.approved);
        assert_eq!(
            (paid.msg.as_str(), paid.key.as_str()),
            ("<[redacted]> <[redacted]>", "order-key-0123456789")
        );
        let error = said(json!({"code": "9999"})).unwrap_err();
        assert_eq!(error.provider_text.as_deref(), Some("<[redacted]> <[redacted]>"));
    }
}
