//! What a caller's texts may and may not do, the same at every provider: scanned codes, control characters, `extra`,
//! and what an error repeats of them.

use crate::mypay::host;
use crate::omni::gateway;
use crate::support::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::{Arc, LazyLock, Mutex};
use twpos::crypto::{AesKey, PrivateKey};
use twpos::{Error, ErrorKind, Outcome, icash, mypay, omni};

/// A provider's plaintext in a request, and the body of its reply, by what `say` makes of it.
type Answer = fn(&str, &dyn Fn(&str) -> Value) -> (String, Vec<u8>);

/// Every operation of every provider, on a host that keeps what it was sent, as plaintext.
struct Tills {
    icash: icash::Client,
    mypay: mypay::Client,
    omni: omni::Client,
    received: Arc<Mutex<Vec<String>>>,
}

impl Tills {
    /// A host that refuses every request with the words that `say` makes of its plaintext.
    fn answering(say: impl Fn(&str) -> Value + Send + Sync + 'static) -> Self {
        let say: Arc<dyn Fn(&str) -> Value + Send + Sync> = Arc::new(say);
        let received = Arc::<Mutex<Vec<String>>>::default();
        let serve = |answer: Answer| {
            let (say, received) = (say.clone(), received.clone());
            RawServer::start(move |mut stream| {
                loop {
                    let request = String::from_utf8(read_request(&mut stream)).unwrap();
                    if request.is_empty() {
                        return;
                    }
                    let (plaintext, answer) = answer(&request, say.as_ref());
                    received.lock().unwrap().push(plaintext);
                    stream.write_all(&answer).unwrap_or_default();
                }
            })
        };
        let omni = omni::Config::new(
            serve(omni_answer).url,
            omni::Authorization::Token(gateway::TOKEN.into()),
            gateway::store(),
        );
        let icash = icash::Config::new(serve(icash_answer).url, till_credentials(&vectors()));
        Tills {
            icash: icash::Client::new(icash).unwrap(),
            mypay: host::client(&serve(mypay_answer).url, mypay::Mode::Agent),
            omni: omni::Client::new(omni).unwrap(),
            received,
        }
    }

    /// The error, and what was sent for it.
    fn call(&self, operation: &str, request: &Value) -> (Error, Option<Value>) {
        let (provider, name) = operation.split_once('.').unwrap();
        let request = request.to_string();
        let error = match provider {
            "icash" => self.icash.call_json(name, &request),
            "mypay" => self.mypay.call_json(name, &request),
            _ => self.omni.call_json(name, &request),
        }
        .unwrap_err();
        let sent = self.received.lock().unwrap().drain(..).next();
        assert_eq!(
            sent.is_none(),
            error.outcome == Outcome::NotSent,
            "{operation}: {error}"
        );
        (error, sent.map(|plaintext| serde_json::from_str(&plaintext).unwrap()))
    }

    /// The request is refused before it is sent, and the error names the field and quotes nothing.
    fn assert_refused(&self, operation: &str, request: &Value, field: &str, never: &str) {
        let (error, sent) = self.call(operation, request);
        assert!(
            sent.is_none() && error.kind == ErrorKind::InvalidRequest,
            "{operation} {request}: {error}"
        );
        assert!(
            error.detail.starts_with(&format!("{field}: ")),
            "{operation} {field}: {error}"
        );
        let shown = format!("{error} {error:?}");
        assert!(never.is_empty() || !shown.contains(never), "{shown}");
    }
}

fn icash_answer(request: &str, say: &dyn Fn(&str) -> Value) -> (String, Vec<u8>) {
    /// icash Pay's half of the vectors' keys, read once.
    static KEYS: LazyLock<(icash::AesCredential, PrivateKey)> = LazyLock::new(|| {
        let vectors = vectors();
        let signer = PrivateKey::from_text(text(&vectors["keys"]["icash_private_key"])).unwrap();
        (aes_credential(&vectors), signer)
    });
    let (credential, signer) = &*KEYS;
    let plaintext = credential.decrypt(&host::form(request)["EncData"]).unwrap();
    let message = json!({"ServiceResult": "N", "StatusCode": "ICASH_1", "StatusDesc": say(&plaintext)});
    let enc_data = credential.encrypt(&message.to_string());
    let body = json!({"EncData": enc_data, "RtnCode": "2001", "RtnMsg": "no"}).to_string();
    let signature = signer.sign(body.as_bytes()).unwrap();
    (
        plaintext,
        response(200, &[("X-iCP-Signature", &signature)], body.as_bytes()),
    )
}

fn mypay_answer(request: &str, say: &dyn Fn(&str) -> Value) -> (String, Vec<u8>) {
    static KEY: LazyLock<AesKey> = LazyLock::new(|| host::key("key"));
    let plaintext = mypay::decrypt(&host::form(request)["encry_data"], &KEY).unwrap();
    let body = json!({"code": "300", "msg": say(&plaintext)}).to_string();
    (plaintext, response(200, &[], body.as_bytes()))
}

fn omni_answer(request: &str, say: &dyn Fn(&str) -> Value) -> (String, Vec<u8>) {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let plaintext = match head
        .split_once("?")
        .and_then(|(_, query)| query.split_whitespace().next())
    {
        Some(query) => form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "request")
            .unwrap()
            .1
            .into_owned(),
        None => serde_json::from_str::<Value>(body).unwrap()["request"].to_string(),
    };
    let said = say(&plaintext);
    let body = json!({"return_code": "8888", "return_msg": said, "RtnCode": "0", "RtnMsg": said}).to_string();
    (plaintext, response(200, &[], body.as_bytes()))
}

/// A valid request of each operation.
fn requests() -> BTreeMap<&'static str, Value> {
    let json = |request: Result<Value, serde_json::Error>| request.unwrap();
    let jko = mypay::ScanPayRequest {
        pfn: Some("JKOOFF".to_owned()),
        ..host::scan()
    };
    BTreeMap::from([
        ("icash.pay", json(serde_json::to_value(sale("A-1", 36)))),
        ("icash.refund", json(serde_json::to_value(refund("A-1", 36)))),
        ("icash.cancel", json(serde_json::to_value(cancel("A-1")))),
        ("icash.top_up", json(serde_json::to_value(top_up("A-1", 36)))),
        (
            "icash.refund_top_up",
            json(serde_json::to_value(refund_top_up("A-1", 36))),
        ),
        ("icash.cancel_top_up", json(serde_json::to_value(cancel_top_up("A-1")))),
        ("mypay.create_order", json(serde_json::to_value(host::order()))),
        ("mypay.query_order", json(serde_json::to_value(host::query()))),
        ("mypay.refund_order", json(serde_json::to_value(host::refund()))),
        ("mypay.scan_pay", json(serde_json::to_value(jko))),
        ("omni.ipass_pay", json(serde_json::to_value(gateway::ipass_pay()))),
        ("omni.ipass_search", json(serde_json::to_value(gateway::ipass_search()))),
        ("omni.ipass_refund", json(serde_json::to_value(gateway::ipass_refund()))),
        ("omni.icash_pay", json(serde_json::to_value(gateway::icash_pay()))),
        ("omni.icash_search", json(serde_json::to_value(gateway::icash_search()))),
        ("omni.icash_cancel", json(serde_json::to_value(gateway::icash_cancel()))),
    ])
}

fn with(request: &Value, field: &str, value: impl Into<Value>) -> Value {
    let mut request = request.clone();
    match field.split_once("[0].") {
        Some((list, field)) => request[list][0][field] = value.into(),
        None => request[field] = value.into(),
    }
    request
}

/// An order whose e-invoice goes to this carrier.
fn with_invoice(request: &Value, input: &str, cloud: Option<&str>) -> Value {
    let request = with(&with(request, "issue_invoice_state", "1"), "invoice_input_type", input);
    cloud.map_or(request.clone(), |cloud| with(&request, "invoice_cloud_type", cloud))
}

/// Operation, the request without the code, the field that is scanned, where the code is in what is sent.
fn scanned() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    let requests = requests();
    let mut rows = Vec::new();
    let rows_of: [(&str, &str, &str); 13] = [
        ("icash.pay", "BuyerID", "/BuyerID"),
        ("icash.pay", "Vehicle", "/Vehicle"),
        ("icash.pay", "Donate", "/Donate"),
        ("icash.top_up", "BuyerID", "/BuyerID"),
        ("icash.refund_top_up", "BuyerID", "/BuyerID"),
        ("icash.cancel_top_up", "BuyerID", "/BuyerID"),
        ("mypay.scan_pay", "scanned_code", "/data_json/jkoCode"),
        (
            "mypay.create_order",
            "voucher_paid[0].serial_number",
            "/voucher_paid/0/serial_number",
        ),
        (
            "mypay.create_order",
            "voucher_free[0].serial_number",
            "/voucher_free/0/serial_number",
        ),
        (
            "mypay.refund_order",
            "voucher_paid[0].serial_number",
            "/voucher_paid/0/serial_number",
        ),
        ("omni.ipass_pay", "trade_code", "/trade_code"),
        ("omni.icash_pay", "Barcode", "/Barcode"),
        ("mypay.scan_pay", "data_json", "/data_json/a/1/jkoCode"),
    ];
    rows.extend(rows_of.map(|(operation, field, sent)| (operation, requests[operation].clone(), field, sent)));
    for operation in ["mypay.create_order", "mypay.scan_pay"] {
        let request = &requests[operation];
        rows.push((
            operation,
            with_invoice(request, "1", Some("2")),
            "invoice_mobile_code",
            "/invoice_mobile_code",
        ));
        rows.push((
            operation,
            with_invoice(request, "1", Some("3")),
            "invoice_natural_person",
            "/invoice_natural_person",
        ));
        rows.push((
            operation,
            with_invoice(request, "2", None),
            "invoice_love_code",
            "/invoice_love_code",
        ));
    }
    rows
}

/// The request with this code as scanned.
fn scan(request: &Value, field: &str, code: &str) -> Value {
    if field == "data_json" {
        let data = json!({"posId": "01", "a": [1.50, {"jkoCode": code}]}).to_string();
        return with(&with(request, "scanned_code", ""), field, data);
    }
    with(request, field, code)
}

#[test]
fn what_a_scanner_adds_is_not_sent() {
    let tills = Tills::answering(|_| json!("no"));
    for (operation, request, field, place) in scanned() {
        for code in [
            "AB12345\r\n",
            "AB12345\r",
            "AB12345\n",
            "AB12345\t",
            "AB12345 ",
            "\t AB12345 \t\r\n",
            "]C1AB12345",
            "]Q3AB12345\r\n",
            " ]e0AB12345",
        ] {
            let (error, sent) = tills.call(operation, &scan(&request, field, code));
            let mut sent = sent.unwrap_or_else(|| panic!("{operation} {field} {code:?}: {error}"));
            if let Some(data) = sent.get("data_json").and_then(Value::as_str) {
                sent["data_json"] = serde_json::from_str(data).unwrap();
            }
            assert_eq!(
                sent.pointer(place).and_then(Value::as_str),
                Some("AB12345"),
                "{operation} {field} {code:?}"
            );
        }
    }
    // The limit holds for what is sent.
    let long = "x".repeat(1024);
    let (_, sent) = tills.call(
        "icash.pay",
        &with(&requests()["icash.pay"], "BuyerID", format!("{long}\r\n")),
    );
    assert_eq!(sent.unwrap()["BuyerID"], long);
    let (_, sent) = tills.call(
        "icash.pay",
        &with(&requests()["icash.pay"], "Vehicle", format!("{}\r", &long[..17])),
    );
    assert_eq!(sent.unwrap()["Vehicle"], long[..17]);
}

#[test]
fn what_no_code_has_inside_is_refused_without_quoting_it() {
    let tills = Tills::answering(|_| json!("no"));
    for (operation, request, field, _) in scanned() {
        let named = if field.contains('[') {
            field.replace("[0]", "")
        } else {
            field.to_owned()
        };
        for code in [
            "AB12345\x1d",
            "\0AB12345",
            "AB1\x1b2345",
            "AB12345\x7f",
            "AB12345\u{85}",
            "AB1\r\n2345",
            "AB1\t2345",
            "AB12345\u{202e}",
            "\u{feff}AB12345",
            "AB12345\u{3000}",
            "AB12345\u{a0}",
            "AB12345\u{2028}",
            "AB12345\u{3164}",
            "AB12345\u{ffa0}",
            "AB1\u{1160}2345",
            "\u{115f}AB12345",
            "AB12345\u{fe0f}",
            "AB1234５",
            "ＡＢ12345",
            "AB1234é",
            "]C1AB12345\u{34f}",
        ] {
            tills.assert_refused(operation, &scan(&request, field, code), &named, "AB1");
            let (error, _) = tills.call(operation, &scan(&request, field, code));
            assert!(error.detail.contains("printable ASCII"), "{error}");
        }
        // A scan that came to nothing is none that was left out.
        for code in ["\r\n", " ", "\t", "]C1\r"] {
            tills.assert_refused(operation, &scan(&request, field, code), &named, "");
        }
    }
    let requests = requests();
    // A number of so many digits is not the code any more.
    let long: Value = serde_json::from_str("281712345678901234567").unwrap();
    tills.assert_refused(
        "mypay.scan_pay",
        &with(&requests["mypay.scan_pay"], "scanned_code", long),
        "scanned_code",
        "2817",
    );
    // Of two codes nobody can say which one was scanned.
    let twice = with(
        &with(&requests["mypay.scan_pay"], "scanned_code", ""),
        "data_json",
        r#"{"qrCode":"1","qrCode":"2"}"#,
    );
    tills.assert_refused("mypay.scan_pay", &twice, "data_json", "");
}

#[test]
fn the_rest_of_data_json_is_sent_as_it_was_given() {
    let tills = Tills::answering(|_| json!("no"));
    let request = with(&requests()["mypay.scan_pay"], "scanned_code", "");
    for (given, sent_as) in [
        (r#"{ "n": 281712345678901234567, "f":1.50, "c" :"A\u0042\"\\1" }"#, None),
        (
            "{ \"n\": 281712345678901234567,\n \"f\":1.50, \"c\" :\"A\\u0042\\r\\n\" }",
            Some("{ \"n\": 281712345678901234567,\n \"f\":1.50, \"c\" :\"AB\" }"),
        ),
        // A remark is for people.
        (
            r#"{"jkoCode":"AB12345","remark":" 見晴\n門市 ","a":[{"remark":""}]}"#,
            None,
        ),
    ] {
        let (error, sent) = tills.call("mypay.scan_pay", &with(&request, "data_json", given));
        let sent = sent.unwrap_or_else(|| panic!("{error}"));
        assert_eq!(sent["data_json"], sent_as.unwrap_or(given));
    }
    for remark in ["見晴\u{3164}", "\u{202e}見晴", "\u{1b}[2J"] {
        let data = json!({"jkoCode": "AB12345", "remark": remark}).to_string();
        tills.assert_refused(
            "mypay.scan_pay",
            &with(&request, "data_json", data),
            "data_json",
            "見晴",
        );
    }
}

/// How a host may repeat a code that it was sent.
fn echoes(code: &str) -> Vec<Value> {
    let escaped: String = code.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    let percent: String = code.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let form: String = form_urlencoded::byte_serialize(code.as_bytes()).collect();
    let mut echoes = vec![
        json!(code),
        json!(code.to_lowercase()),
        json!(code.to_uppercase()),
        json!(format!("{code}\r\n")),
        json!(format!("無效 {code}\n2026-11-21 INFO released")),
        json!(json!({"code": code}).to_string()),
        json!(escaped),
        json!(percent),
        json!(form),
    ];
    echoes.extend(code.parse::<u64>().ok().map(Value::from));
    echoes
}

#[test]
fn no_error_repeats_a_scanned_code_in_any_form() {
    for code in ["IC/a1+B2", "0028171234567890"] {
        let said = Arc::new(Mutex::new(Value::Null));
        let says = said.clone();
        let tills = Tills::answering(move |_| says.lock().unwrap().clone());
        for echo in echoes(code) {
            *said.lock().unwrap() = echo.clone();
            for (operation, request, field, _) in scanned() {
                // A charity's code is nobody's secret.
                if ["Donate", "invoice_love_code"].contains(&field) {
                    continue;
                }
                let number = (field == "scanned_code").then(|| code.parse::<u64>().ok()).flatten();
                let given = [
                    Some(format!("{code}\r\n").into()),
                    Some(format!("]C1{code}").into()),
                    number.map(Value::from),
                ];
                for given in given.into_iter().flatten() {
                    let request = match given.as_str() {
                        Some(text) => scan(&request, field, text),
                        None => with(&request, field, given),
                    };
                    assert_hidden(
                        &tills.call(operation, &request).0,
                        code,
                        &format!("{operation} {field} {echo}"),
                    );
                }
            }
            // Deeper in what a wallet wants, as a number, as JSON inside text.
            let request = with(&requests()["mypay.scan_pay"], "scanned_code", "");
            let digits = code.trim_start_matches('0');
            let mut deep = vec![
                json!([{"x": {"y": [code]}}]).to_string(),
                json!({"inner": {"c": code}}).to_string(),
                json!({"text": json!({"c": format!("{code}\r")}).to_string()}).to_string(),
                format!(r#"{{"c":"{}"}}"#, code.replace('/', r"\u002f")),
            ];
            if digits.parse::<u64>().is_ok() {
                deep.push(format!(r#"{{"c":{digits}}}"#));
            }
            for data in deep {
                let data = if data.starts_with('[') {
                    format!(r#"{{"a":{data}}}"#)
                } else {
                    data
                };
                let (error, _) = tills.call("mypay.scan_pay", &with(&request, "data_json", data.clone()));
                assert_hidden(&error, code, &data);
            }
        }
    }
}

fn assert_hidden(error: &Error, code: &str, about: &str) {
    assert_ne!(error.outcome, Outcome::NotSent, "{about}: {error}");
    let shown = format!("{error} {error:?}").to_lowercase();
    let digits = code.trim_start_matches('0');
    for form in [code, digits, "\\u0031\\u0032", "%31", "%49", "\\u0049"] {
        assert!(!shown.contains(&form.to_lowercase()), "{about}: {shown}");
    }
    assert!(shown.contains("[redacted]"), "{about}: {shown}");
    assert!(error.to_string().lines().count() == 1, "{about}: {shown}");
}

#[test]
fn a_request_in_the_place_of_the_operation_is_not_quoted() {
    let tills = Tills::answering(|_| json!("no"));
    let request = requests()["icash.pay"].to_string();
    for error in [
        tills.icash.call_json(&request, "pay"),
        tills.mypay.call_json("IC0123456789ABCDEF", &request),
        tills.omni.call_json(&request, &request),
    ] {
        let error = error.unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidRequest);
        assert!(!format!("{error} {error:?}").contains("IC0123456789ABCDEF"), "{error}");
    }
}

/// A slip of the keyboard is told by its name; what may be a code or a key in a name's place is not.
#[test]
fn no_error_quotes_a_name_that_may_be_a_code_or_a_key() {
    let tills = Tills::answering(|_| json!("no"));
    for secret in [
        "IC0123456789ABCDEF",
        "281234567890123456",
        "/ABC.123",
        "9f86d081884c7d659a2feaa0c55ad015",
        "wQ7fKp2LxR9tVb3NwQ7fKp2LxR9tVb3N",
    ] {
        for (operation, request) in requests() {
            let mut slips = vec![
                with(&request, secret, "1").to_string(),
                with(&request, "extra", json!({secret: [1]})).to_string(),
                with(&request, "extra", json!({secret: "\0"})).to_string(),
                with(&request, "extra", json!({format!("{secret} "): "1"})).to_string(),
                with(
                    &request,
                    "extra",
                    json!({secret: "1", secret.replace(['A', 'w', 'f'], "ſ"): "\0"}),
                )
                .to_string(),
                request
                    .to_string()
                    .replacen('{', &format!(r#"{{"{secret}":1,"{secret}":1,"#), 1),
                request
                    .to_string()
                    .replacen('{', &format!(r#"{{"{secret}":"\ud800","#), 1),
            ];
            for list in ["items", "ItemList", "voucher_paid", "voucher_free"] {
                slips.extend(
                    request
                        .get(list)
                        .map(|_| with(&request, &format!("{list}[0].{secret}"), "1").to_string()),
                );
            }
            let (provider, name) = operation.split_once('.').unwrap();
            for slip in slips {
                let called = match provider {
                    "icash" => tills.icash.call_json(name, &slip),
                    "mypay" => tills.mypay.call_json(name, &slip),
                    _ => tills.omni.call_json(name, &slip),
                };
                let error = called.unwrap_err();
                assert_eq!(error.kind, ErrorKind::InvalidRequest, "{operation} {slip}: {error}");
                assert!(
                    !format!("{error} {error:?}").contains(secret),
                    "{operation} {slip}: {error}"
                );
            }
        }
    }
    for (operation, request) in requests() {
        tills.assert_refused(operation, &with(&request, "PlatformID", "1"), "PlatformID", "");
        let further = with(&request, "extra", json!({"PlatformID": [1]}));
        tills.assert_refused(operation, &further, "extra.PlatformID", "");
    }
}

#[test]
fn no_text_form_of_a_reply_shows_who_the_customer_is() {
    /// A member for each field that does, and further ones as a later version of the host may add them.
    fn reply<T: serde::de::DeserializeOwned + std::fmt::Debug>(fields: &[&str], mut more: Value) -> (String, usize) {
        let canaries = fields
            .iter()
            .map(|name| (*name).to_owned())
            .zip((0..).map(|at| json!(format!("CANARY-{at}"))));
        more.as_object_mut().unwrap().extend(canaries);
        more["Further"] = json!({"List": [{"mmemberid": "CANARY-DEEP", "User_Email": "CANARY-DEEP"}]});
        (
            format!("{:?}", serde_json::from_value::<T>(more).unwrap()),
            fields.len(),
        )
    }
    let carrier = ["VehicleNo", "CardID", "cardid", "MobileInvoiceCarry"];
    let invoice = [
        "key",
        "user_id",
        "cardno",
        "result_content",
        "invoice_buyer_ban",
        "invoice_mobile_code",
        "invoice_tax_id",
        "invoice_natural_person",
        "invoice_m_address",
        "invoice_b2b_title",
        "invoice_rand_code",
        "invoice_left_qrcode",
        "invoice_middle_barcode",
        "invoice_right_qrcode",
        "User_Phone",
    ];
    // Of a type that the document does not allow, it is among the further fields.
    let odd = format!(
        "{:?}",
        serde_json::from_value::<icash::PayResponse>(json!({"reply.CardID": r#"{"no":"CANARY"}"#})).unwrap()
    );
    assert!(!odd.contains("CANARY") && odd.contains("reply.CardID"), "{odd}");
    let account = json!({"virtual_account": {"PinCode": "CANARY-PIN"}, "barcode": {"BarCode2": "CANARY-BAR"}});
    let data = json!({"MMemberID": "CANARY-1", "MobileInvoiceCarry": "CANARY-2", "VTOKEN": "CANARY-3"});
    let shown = [
        reply::<icash::PayResponse>(&carrier, json!({})),
        reply::<icash::TopUpResponse>(&carrier, json!({})),
        reply::<icash::RefundResponse>(&carrier, json!({})),
        reply::<icash::CancelResponse>(&carrier, json!({})),
        reply::<mypay::QueryOrderResponse>(&invoice, json!({"voucher_paid": [{"serial_number": "CANARY-S"}]})),
        reply::<mypay::Notification>(&invoice, json!({})),
        reply::<omni::IcashPayResponse>(&[], json!({"EncData": data})),
        reply::<omni::IcashSearchResponse>(&[], json!({"EncData": {"MaskedPan": "CANARY", "VToken": "CANARY"}})),
        reply::<omni::IcashCancelResponse>(&[], json!({"EncData": data})),
        reply::<omni::IpassPayResponse>(&["electronic_invoice_carrier", "MaskedPan"], json!({})),
    ];
    for (shown, hidden) in shown {
        // `User_Email` is none of icash's names, and `mmemberid` none of MYPAY's.
        assert!(!shown.replace("CANARY-DEEP", "").contains("CANARY"), "{shown}");
        assert!(shown.matches("[redacted]").count() > hidden, "{shown}");
        assert_eq!(shown.matches("CANARY-DEEP").count(), 1, "{shown}");
    }
    let instructions: mypay::PaymentInstructions = serde_json::from_value(account).unwrap();
    assert!(!format!("{instructions:?}").contains("CANARY"), "{instructions:?}");
}

#[test]
fn no_text_that_is_sent_has_control_characters() {
    /// The documents' free texts may have lines.
    const FREE: [&str; 5] = ["Remark", "remark", "product_desc", "pos_remark", "echo_0"];
    let tills = Tills::answering(|_| json!("no"));
    let mut seen = 0;
    for (operation, request) in requests() {
        let texts = request
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, value)| value.is_string());
        let mut names: Vec<&str> = texts.map(|(name, _)| name.as_str()).collect();
        names.extend(match operation {
            "mypay.create_order" => vec!["user_name", "echo_0", "items[0].name", "voucher_paid[0].name"],
            "mypay.scan_pay" => vec!["user_sn", "pos_id", "pos_remark", "items[0].id"],
            "icash.pay" => vec!["ReceiptNo", "BonusID"],
            _ => Vec::new(),
        });
        for name in names {
            let is_scanned = scanned().iter().any(|(_, _, field, _)| *field == name);
            // Amounts are text too, and times and codes have rules of their own.
            let given = request[name].as_str().unwrap_or_default();
            if is_scanned || given.parse::<i64>().is_ok() && name.contains("Amt") || name == "pfn" {
                continue;
            }
            seen += 1;
            for control in ["\0", "\x1b", "\x7f", "\u{9b}"] {
                let (error, sent) = tills.call(operation, &with(&request, name, format!("1{control}1")));
                assert!(
                    sent.is_none() && error.detail.starts_with(&format!("{name}: ")),
                    "{operation} {name}: {error}"
                );
            }
            let (error, sent) = tills.call(operation, &with(&request, name, "1\r\n\t1"));
            assert_eq!(sent.is_some(), FREE.contains(&name), "{operation} {name}: {error}");
        }
        let extra = with(&request, "extra", json!({"further": "1\0"}));
        tills.assert_refused(operation, &extra, "further", "");
        let extra = with(&request, "extra", json!({"further": "1\n2"}));
        assert!(tills.call(operation, &extra).1.is_some());
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn a_reference_is_one_that_a_log_shows_as_it_is() {
    let tills = Tills::answering(|_| json!("no"));
    let mut seen = 0;
    for (operation, request) in requests() {
        for name in [
            "OPSeq",
            "OPRefundSeq",
            "order_id",
            "uid",
            "order_number",
            "MerchantTradeNo",
            "transaction_id",
        ] {
            if request.get(name).is_none() {
                continue;
            }
            seen += 1;
            for bad in [
                "A-1\n",
                "A\u{202e}-1",
                "\u{feff}A-1",
                "A-1\u{2028}INFO",
                "A-1\u{3164}",
                "A-1\u{115f}",
                "A-1\u{1160}",
                "A-1\u{ffa0}",
                "A-1\u{34f}",
                "A-1\u{180e}",
                "A-1\u{fe0f}",
                "A-1\u{200b}",
                "A-1\u{2066}",
                "A-1\u{e0041}",
            ] {
                let request = with(&request, name, bad);
                tills.assert_refused(operation, &request, name, "");
                let (error, _) = tills.call(operation, &request);
                let reference = error.reference.unwrap();
                assert!(!reference.contains(bad), "{reference:?}");
            }
            let (error, _) = tills.call(operation, &with(&request, name, "單號 A-1"));
            assert_ne!(error.outcome, Outcome::NotSent, "{operation} {name}: {error}");
        }
    }
    assert!(seen > 15, "{seen}");
}

/// The names that a message has, also those that are left out when unset.
fn names_of(operation: &str) -> Vec<String> {
    let fields: Value = serde_json::from_str(include_str!("../../../conformance/fields.json")).unwrap();
    let (provider, operation) = operation.split_once('.').unwrap();
    let fields = &fields[provider];
    let message = text(&fields["operations"][operation][0]);
    fields["messages"][message]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect()
}

#[test]
fn extra_brings_in_no_name_of_the_table_in_any_case() {
    let tills = Tills::answering(|_| json!("no"));
    for (operation, request) in requests() {
        let names = names_of(operation);
        assert!(names.len() > 1, "{operation} {names:?}");
        for name in names {
            let swapped: String = name
                .chars()
                .map(|c| {
                    if c.is_uppercase() {
                        c.to_ascii_lowercase()
                    } else {
                        c.to_ascii_uppercase()
                    }
                })
                .collect();
            for name in [
                name.clone(),
                name.to_lowercase(),
                name.to_uppercase(),
                swapped,
                name.replace(['s', 'S'], "ſ"),
            ] {
                tills.assert_refused(
                    operation,
                    &with(&request, "extra", json!({name.clone(): "-5"})),
                    &name,
                    "-5",
                );
            }
        }
        let envelope = match operation.split_once('.').unwrap().0 {
            "icash" => vec!["EncData", "encdata"],
            "mypay" => vec![
                "service",
                "encry_data",
                "store_uid",
                "agent_uid",
                "cmd",
                "Key",
                "UID",
                "iv",
            ],
            _ => vec![
                "merchantid",
                "MerchantId",
                "KEY",
                "iv",
                "platformid",
                "capture",
                "Capture",
                "type",
                "request",
                "is_test",
                "store_id",
            ],
        };
        for name in envelope {
            tills.assert_refused(operation, &with(&request, "extra", json!({name: "-5"})), name, "-5");
        }
        let twice = with(&request, "extra", json!({"Further": "1", "further": "2"}));
        let (error, sent) = tills.call(operation, &twice);
        assert!(
            sent.is_none() && error.detail.to_lowercase().starts_with("further: "),
            "{error}"
        );
        for name in ["", " ", "further\n", "fur ther", "\u{202e}further"] {
            let (error, sent) = tills.call(operation, &with(&request, "extra", json!({name: "1"})));
            assert!(
                sent.is_none() && error.kind == ErrorKind::InvalidRequest,
                "{operation} {name:?}: {error}"
            );
        }
        let (_, sent) = tills.call(
            operation,
            &with(&request, "extra", json!({"further": "1", "orderNumber": "2"})),
        );
        let sent: Map<String, Value> = serde_json::from_value(sent.unwrap()).unwrap();
        assert_eq!(
            (&sent["further"], &sent["orderNumber"]),
            (&json!("1"), &json!("2")),
            "{operation}"
        );
    }
}
