//! What each reply means: every line of docs/protocol.md, "LINE Pay", and everything that can go wrong.

use super::host::*;
use crate::support::{RawServer, read_request, response};
use serde_json::{Value, json};
use std::io::Write as _;
use twpos::linepay::*;
use twpos::{Error, ErrorKind, Outcome};

const ALL: [&str; 7] = ["pay", "check", "refund", "details", "void", "capture", "authorizations"];
const QUESTIONS: [&str; 3] = ["check", "details", "authorizations"];

fn call(operation: &str, reply: &str) -> Result<String, Error> {
    Host::replying(reply)
        .client()
        .call_json(operation, &request(operation).to_string())
}

fn pay_with(info: &Value) -> Result<PayResponse, Error> {
    Host::replying(&success(info)).client().pay(&pay())
}

fn check_with(info: &Value, amount: Option<i64>) -> Result<CheckResponse, Error> {
    let request = CheckRequest { amount, ..check() };
    Host::replying(&success(info)).client().check(&request)
}

fn with_status(status: &str) -> Value {
    changed(paid(), "status", json!(status))
}

fn assert_unknown<T: std::fmt::Debug>(result: Result<T, Error>, what: &str) -> Error {
    let error = result.expect_err(what);
    assert_eq!(error.outcome, Outcome::Unknown, "{what}: {error}");
    assert_eq!(error.reference.as_deref(), Some(ORDER), "{what}: {error}");
    error
}

#[test]
fn a_payment_is_approved() {
    let paid = pay_with(&paid()).unwrap();
    assert!(paid.approved);
    assert_eq!(PaymentState::from_code(&paid.state), PaymentState::Paid);
    assert_eq!(
        (paid.return_code.as_str(), paid.return_message.as_str()),
        ("0000", "Success.")
    );
    assert_eq!(paid.info.transaction_id, NUMBER);
    assert_eq!(paid.info.order_id, ORDER);
    assert_eq!(paid.info.transaction_date.as_deref(), Some("2026-11-21T03:04:05Z"));
    let parts = paid
        .info
        .pay_info
        .iter()
        .map(|part| (part.method.as_str(), part.amount));
    assert_eq!(parts.collect::<Vec<_>>(), [("POINT", 6), ("BALANCE", 30)]);
    assert_eq!(paid.info.payment_provider.as_deref(), Some("TSP"));
    assert!(paid.extra.is_empty() && paid.info.extra.is_empty());
}

/// Nineteen digits, whichever they are, as a number or as text, in a field and in JSON.
#[test]
fn a_transactions_number_keeps_every_digit() {
    for digits in [NUMBER, "9223372036854775807", "2026112101234895010", "9007199254740993"] {
        for value in [number(digits), json!(digits)] {
            let info = changed(paid(), "transactionId", value);
            assert_eq!(pay_with(&info).unwrap().info.transaction_id, digits);
            let text = call("pay", &success(&info)).unwrap();
            assert!(text.contains(&format!("\"transactionId\":\"{digits}\"")), "{text}");
        }
    }
}

#[test]
fn a_payment_needs_our_order_its_number_and_our_amount() {
    for (member, value) in [
        ("orderId", Value::Null),
        ("orderId", json!("SHOP1-20261121-0002")),
        ("orderId", json!("")),
        ("orderId", json!([ORDER])),
        ("transactionId", Value::Null),
        ("transactionId", json!("")),
        ("transactionId", json!({"id": 1})),
        ("transactionId", json!(2.026112101234895e18)),
        ("transactionId", json!("SHOP1")),
        ("payInfo", json!([{"method": "BALANCE", "amount": 35}])),
        (
            "payInfo",
            json!([{"method": "BALANCE", "amount": 36}, {"method": "POINT", "amount": 1}]),
        ),
        (
            "payInfo",
            json!([{"method": "BALANCE", "amount": 72}, {"method": "POINT", "amount": -36}]),
        ),
        ("payInfo", json!([{"method": "BALANCE"}])),
        ("payInfo", json!([{"method": "BALANCE", "amount": "x"}])),
        ("payInfo", json!([36])),
        ("payInfo", json!([])),
        ("payInfo", json!({"method": "BALANCE", "amount": 36})),
        ("payInfo", json!("36")),
        ("status", json!("AUTH_READY")),
        ("status", json!("COMPLETE")),
        ("payStatus", json!("AUTHORIZATION")),
        ("refundTransactionId", number(NUMBER)),
        ("refundList", json!([{"refundAmount": -36}])),
        ("transactionType", json!("PAYMENT")),
        ("authorizationExpireDate", json!("2026-12-21T03:04:05Z")),
    ] {
        let what = format!("{member} {value}");
        assert_unknown(pay_with(&changed(paid(), member, value)), &what);
    }
    for info in [Value::Null, json!([]), json!([paid()]), json!("x"), json!({})] {
        let what = format!("info {info}");
        assert_unknown(pay_with(&info), &what);
    }
}

#[test]
fn without_pay_info_a_payment_is_approved_and_says_so() {
    let paid = pay_with(&changed(paid(), "payInfo", Value::Null)).unwrap();
    assert!(paid.approved && paid.info.pay_info.is_empty());
    assert_eq!(paid.state, "paid_amount_unseen");
}

#[test]
fn what_was_only_authorised_is_not_approved() {
    let dated = changed(paid(), "authorizationExpireDate", json!("2026-12-21T03:04:05Z"));
    for info in [paid(), dated.clone()] {
        let authorized = Host::replying(&success(&info)).client().pay(&authorize()).unwrap();
        assert!(!authorized.approved);
        assert_eq!(authorized.state, "authorized");
    }
    let checked = check_with(&changed(dated, "status", json!("COMPLETE")), Some(36)).unwrap();
    assert!(!checked.approved);
    assert_eq!(checked.state, "authorized");
}

/// Section 6's list, and nothing besides.
#[test]
fn only_the_listed_codes_prove_that_nothing_was_charged() {
    const REFUSED: [&str; 22] = [
        "1101", "1102", "1104", "1105", "1106", "1110", "1124", "1133", "1141", "1142", "1178", "1183", "1184", "2020",
        "2021", "2022", "2023", "2024", "2101", "2102", "2103", "2104",
    ];
    for code in 0..10_000 {
        let code = format!("{code:04}");
        if code == "0000" {
            continue;
        }
        let is_refused = REFUSED.contains(&code.as_str());
        // Each by a host of its own takes long: all that is known, and every hundredth of the others.
        let is_known =
            ReturnCode::from_code(&code) != ReturnCode::Unknown || code.starts_with("12") && code.as_str() > "1279";
        if !is_refused && !is_known && !code.ends_with("00") {
            continue;
        }
        let error = call("pay", &failure(&code)).unwrap_err();
        let expected = if is_refused { Outcome::Refused } else { Outcome::Unknown };
        assert_eq!(error.outcome, expected, "{code}: {error}");
        assert_eq!(error.provider_code.as_deref(), Some(code.as_str()));
        assert_eq!(error.provider_text, None, "a hyphen is no words");
        assert_eq!(error.http_status, Some(200));
    }
}

#[test]
fn what_may_be_there_already_is_told_as_such() {
    for code in ["1152", "1172", "1198", "1999"] {
        assert_eq!(
            assert_unknown(call("pay", &failure(code)), code).kind,
            ErrorKind::Duplicate
        );
    }
    for code in ["1145", "1169", "1170"] {
        let error = assert_unknown(call("pay", &failure(code)), code);
        assert!(error.detail.contains("not through yet"), "{error}");
    }
}

#[test]
fn the_older_shape_is_read() {
    let error = call("pay", r#"{"resultCode":1104,"statusMessage":"Merchant not found."}"#).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Declined, Outcome::Refused));
    assert_eq!(error.provider_code.as_deref(), Some("1104"));
    assert_eq!(error.provider_text.as_deref(), Some("Merchant not found."));
    for reply in [
        r#"{"resultCode":1172,"statusMessage":"-"}"#,
        r#"{"resultCode":9000}"#,
        r#"{"resultCode":0}"#,
        r#"{"resultCode":"0000"}"#,
        r#"{"returnCode":"0000","resultCode":1104}"#,
        r#"{"returnCode":"1133","resultCode":1104}"#,
    ] {
        assert_unknown(call("pay", reply), reply);
    }
    let of_both = json!({"returnCode": "0000", "resultCode": "0000", "info": paid()}).to_string();
    assert_unknown(call("pay", &of_both), &of_both);
    let old_success = json!({"resultCode": "0000", "info": paid()}).to_string();
    assert_unknown(call("pay", &old_success), &old_success);
}

#[test]
fn a_reply_of_no_known_form_proves_nothing() {
    let twice = success(&paid()).replacen('{', "{\"returnCode\":\"1133\",", 1);
    let cut = &success(&paid())[..100];
    for body in [
        "",
        " ",
        "null",
        "[]",
        "true",
        "\"0000\"",
        "{}",
        "<html>502</html>",
        "{\"returnCode\":\"\"}",
        "{\"returnCode\":null}",
        "{\"returnCode\":[\"1133\"]}",
        "{\"returnCode\":\" 1133\"}",
        "{\"returnCode\":\"1133\"}x",
        "{\"returnCode\":\"01133\"}",
        "{\"returnCode\":0}",
        "{\"returncode\":\"1133\"}",
        &twice,
        cut,
    ] {
        for operation in ALL {
            assert_unknown(call(operation, body), &format!("{operation} {body}"));
        }
    }
}

#[test]
fn another_status_than_200_proves_nothing() {
    for status in [201, 204, 301, 302, 400, 401, 403, 404, 405, 429, 500, 502, 503, 504] {
        for body in [success(&paid()), failure("1133")] {
            let headers = [("Location", "https://example.com/")];
            let host = Host::answering(response(status, &headers, body.as_bytes()));
            for operation in ["pay", "check", "refund"] {
                let result = host.client().call_json(operation, &request(operation).to_string());
                let error = assert_unknown(result, &format!("{operation} {status}"));
                assert_eq!((error.kind, error.http_status), (ErrorKind::Http, Some(status)));
                assert_eq!(error.provider_code, None, "who says it is not known");
            }
        }
    }
}

#[test]
fn a_connection_that_ends_proves_nothing() {
    let whole = response(200, &[], success(&paid()).as_bytes());
    for kept in [0, 10, whole.len() - 1] {
        let part = whole[..kept].to_vec();
        let server = RawServer::start(move |mut stream| {
            read_request(&mut stream);
            stream.write_all(&part).unwrap_or_default();
        });
        let config = Config::new(&server.url, CHANNEL_ID, SECRET.into());
        let error = assert_unknown(Client::new(config).unwrap().pay(&pay()), "cut");
        assert_eq!(error.kind, ErrorKind::Transport, "{kept}: {error}");
    }
}

#[test]
fn an_unreachable_host_proves_that_nothing_was_sent() {
    let config = Config::new("http://127.0.0.1:1", CHANNEL_ID, SECRET.into());
    let error = Client::new(config).unwrap().pay(&pay()).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Connect, Outcome::NotSent));
    assert_eq!(error.reference.as_deref(), Some(ORDER));
}

#[test]
fn what_stands_beside_a_result_may_take_it_back() {
    let message = |code: &str, words: &str| json!({"returnCode": code, "returnMessage": words});
    let with_info = changed(message("1133", "-"), "info", paid());
    assert_unknown(call("pay", &with_info.to_string()), "info beside a refusal");
    for words in ["Success.", "交易成功"] {
        assert_unknown(call("pay", &message("1142", words).to_string()), words);
    }
    for words in ["處理中", "timeout"] {
        assert_unknown(call("pay", &message("1142", words).to_string()), words);
    }
    for words in ["付款失敗", "Failed", "處理中", "已取消", "Refunded"] {
        let reply = changed(message("0000", words), "info", paid());
        assert_unknown(call("pay", &reply.to_string()), words);
    }
    // Giving back is what these were asked for.
    for (operation, words) in [
        ("refund", "退款成功"),
        ("refund", "Refunded."),
        ("void", "Voided."),
        ("void", "已取消"),
    ] {
        let mut reply = message("0000", words);
        if operation == "refund" {
            reply = changed(reply, "info", refunded());
        }
        assert!(call(operation, &reply.to_string()).is_ok(), "{operation} {words}");
        let failed = reply.to_string().replace(words, "失敗");
        assert_unknown(call(operation, &failed), operation);
    }
    // It speaks of the customer's code, not of our number.
    let used = call("pay", &message("1133", "此代碼已使用").to_string()).unwrap_err();
    assert_eq!((used.kind, used.outcome), (ErrorKind::Declined, Outcome::Refused));
}

#[test]
fn a_question_is_never_refused() {
    for operation in QUESTIONS {
        for code in [
            "1104", "1105", "1106", "1133", "1145", "1150", "1155", "1177", "1199", "2101", "9000", "x",
        ] {
            assert_unknown(call(operation, &failure(code)), &format!("{operation} {code}"));
        }
    }
    let error = assert_unknown(call("check", &failure("1150")), "1150");
    assert!(error.detail.contains("does not prove that none will come"), "{error}");
    assert_eq!(error.provider_code.as_deref(), Some("1150"));
}

#[test]
fn a_check_says_where_the_payment_stands() {
    for (status, state) in [
        ("COMPLETE", "paid"),
        ("AUTH_READY", "pending"),
        ("REFUND", "refunded"),
        ("complete", "open"),
        ("SOMETHING_NEW", "open"),
    ] {
        let checked = check_with(&with_status(status), Some(36)).unwrap();
        assert_eq!(
            (checked.state.as_str(), checked.approved),
            (state, status == "COMPLETE"),
            "{status}"
        );
        assert_eq!(
            (checked.info.status.as_str(), checked.info.order_id.as_str()),
            (status, ORDER)
        );
        assert_eq!(checked.info.transaction_id.as_deref(), Some(NUMBER));
    }
    let taken_back = success(&with_status("COMPLETE")).replace("Success.", "已退款");
    assert_unknown(call("check", &taken_back), "paid, and given back");
    for status in ["FAIL", "CANCEL"] {
        let unpaid = changed(with_status(status), "payInfo", Value::Null);
        let checked = check_with(&unpaid, Some(36)).unwrap();
        assert_eq!(
            (checked.state.as_str(), checked.approved),
            ("not_paid", false),
            "{status}"
        );
        // Money beside a no.
        assert_unknown(check_with(&with_status(status), Some(36)), status);
    }
}

#[test]
fn a_check_proves_the_amount_only_where_both_name_it() {
    for (amount, pay_info, state) in [
        (Some(36), true, "paid"),
        (Some(35), true, "paid_with_different_amount"),
        (None, true, "paid_amount_unseen"),
        (Some(36), false, "paid_amount_unseen"),
        (None, false, "paid_amount_unseen"),
    ] {
        let mut info = with_status("COMPLETE");
        if !pay_info {
            info = changed(info, "payInfo", Value::Null);
        }
        let checked = check_with(&info, amount).unwrap();
        assert_eq!((checked.state.as_str(), checked.approved), (state, state == "paid"));
    }
    let empty = changed(with_status("COMPLETE"), "payInfo", json!([]));
    assert_eq!(check_with(&empty, Some(36)).unwrap().state, "paid_amount_unseen");
}

#[test]
fn a_check_of_something_else_says_nothing() {
    for status in ["COMPLETE", "FAIL", "CANCEL", "AUTH_READY", "REFUND"] {
        for (member, value) in [
            ("orderId", Value::Null),
            ("orderId", json!("SHOP1-20261121-0002")),
            ("status", Value::Null),
            ("status", json!([status])),
            ("payInfo", json!("36")),
            ("payStatus", json!("CAPTURE")),
            ("refundTransactionId", json!("1")),
        ] {
            let what = format!("{status} {member} {value}");
            assert_unknown(
                check_with(&changed(with_status(status), member, value), Some(36)),
                &what,
            );
        }
    }
    assert_unknown(
        check_with(
            &changed(with_status("COMPLETE"), "transactionId", Value::Null),
            Some(36),
        ),
        "no number",
    );
}

/// What a caller reads must not be what the host put beside ours.
#[test]
fn a_hosts_own_approved_is_not_ours() {
    let reply = json!({
        "returnCode": "0000", "approved": true, "state": "paid",
        "info": changed(with_status("AUTH_READY"), "approved", json!(true))
    });
    let text = call("check", &reply.to_string()).unwrap();
    assert_eq!(text.matches("\"approved\":").count(), 2, "{text}");
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&answer["approved"], &answer["state"]),
        (&json!(false), &json!("pending"))
    );
    assert_eq!(answer["reply.approved"], "true");
}

fn refunded() -> Value {
    json!({"refundTransactionId": number(NUMBER), "refundTransactionDate": "2026-11-21T03:05:05Z"})
}

fn refund_with(refund_amount: i64, paid: Option<i64>, reply: &str) -> Result<RefundResponse, Error> {
    let request = RefundRequest {
        amount: paid,
        ..refund(refund_amount)
    };
    Host::replying(reply).client().refund(&request)
}

#[test]
fn a_refund_is_done() {
    for (amount, paid) in [(36, Some(36)), (10, Some(36)), (10, None)] {
        let done = refund_with(amount, paid, &success(&refunded())).unwrap();
        assert_eq!(done.info.refund_transaction_id, NUMBER);
        assert_eq!(
            done.info.refund_transaction_date.as_deref(),
            Some("2026-11-21T03:05:05Z")
        );
    }
    for (member, value) in [
        ("refundTransactionId", Value::Null),
        ("refundTransactionId", json!("")),
        ("refundTransactionId", json!(2.0e18)),
        ("orderId", json!("SHOP1-20261121-0002")),
        ("status", json!("REFUND")),
    ] {
        let what = format!("{member} {value}");
        assert_unknown(
            refund_with(36, Some(36), &success(&changed(refunded(), member, value))),
            &what,
        );
    }
    assert_unknown(refund_with(36, Some(36), &success(&paid())), "a payment's reply");
}

#[test]
fn refunded_before_is_done_for_the_whole_and_refused_for_a_part() {
    for reply in [failure("1165"), r#"{"resultCode":1165,"statusMessage":"-"}"#.to_owned()] {
        refund_with(36, Some(36), &reply).unwrap();
        let error = refund_with(10, Some(36), &reply).unwrap_err();
        assert_eq!(error.outcome, Outcome::Refused, "{error}");
        let error = assert_unknown(refund_with(36, None, &reply), "whole or part?");
        assert_eq!(error.kind, ErrorKind::Duplicate);
    }
    let odd = changed(serde_json::from_str(&failure("1165")).unwrap(), "info", refunded()).to_string();
    assert_unknown(refund_with(36, Some(36), &odd), "info beside 1165");
}

#[test]
fn more_than_is_left_is_refused_for_a_part_and_open_for_the_whole() {
    let reply = failure("1164");
    let error = refund_with(10, Some(36), &reply).unwrap_err();
    assert_eq!(error.outcome, Outcome::Refused, "{error}");
    assert_unknown(refund_with(36, Some(36), &reply), "whole");
    assert_unknown(refund_with(36, None, &reply), "whole or part?");
}

#[test]
fn only_the_listed_codes_prove_that_nothing_was_given_back() {
    for code in [
        "1104", "1105", "1106", "1115", "1150", "1155", "1163", "2042", "2101", "2102", "2103", "2104",
    ] {
        let error = refund_with(36, Some(36), &failure(code)).unwrap_err();
        assert_eq!(error.outcome, Outcome::Refused, "{code}: {error}");
    }
    for code in [
        "1101", "1124", "1133", "1142", "1145", "1172", "1179", "1198", "1199", "1900", "1999", "9000", "0001",
    ] {
        assert_unknown(refund_with(36, Some(36), &failure(code)), code);
    }
}

fn transaction() -> Value {
    let mut entry = changed(paid(), "transactionType", json!("PAYMENT"));
    entry["productName"] = json!("咖啡");
    entry["currency"] = json!("TWD");
    entry
}

fn with_refunds(amounts: &[i64]) -> Value {
    let refunds = amounts.iter().map(|amount| {
        json!({"refundTransactionId": number(NUMBER), "transactionType": "PARTIAL_REFUND", "refundAmount": amount})
    });
    changed(transaction(), "refundList", refunds.collect())
}

fn details_with(entries: Value, amount: Option<i64>) -> Result<DetailsResponse, Error> {
    let request = DetailsRequest { amount, ..details() };
    Host::replying(&success(&entries)).client().details(&request)
}

#[test]
fn details_say_what_was_paid_and_given_back() {
    for (entry, amount, state) in [
        (transaction(), Some(36), "paid"),
        (transaction(), None, "paid_amount_unseen"),
        (transaction(), Some(30), "paid_with_different_amount"),
        (
            changed(transaction(), "payInfo", Value::Null),
            Some(36),
            "paid_amount_unseen",
        ),
        (
            changed(transaction(), "currency", json!("THB")),
            Some(36),
            "paid_with_different_amount",
        ),
        (with_refunds(&[-10]), Some(36), "partly_refunded"),
        (with_refunds(&[-10, -26]), Some(36), "refunded"),
        (with_refunds(&[-36]), None, "refunded"),
        (with_refunds(&[-37]), Some(36), "open"),
        (changed(transaction(), "refundList", json!("x")), Some(36), "open"),
        (
            changed(transaction(), "refundList", json!([{"refundAmount": "x"}])),
            Some(36),
            "open",
        ),
        (
            changed(transaction(), "transactionType", json!("REFUND")),
            Some(36),
            "open",
        ),
        (changed(transaction(), "transactionType", Value::Null), Some(36), "open"),
    ] {
        let answer = details_with(json!([entry.clone()]), amount).unwrap();
        assert_eq!(
            (answer.state.as_str(), answer.approved),
            (state, state == "paid"),
            "{entry}"
        );
    }
    let answer = details_with(json!([with_refunds(&[-10, -26])]), Some(36)).unwrap();
    let refunds = &answer.info[0].refund_list;
    assert_eq!(
        refunds.iter().map(|refund| refund.refund_amount).collect::<Vec<_>>(),
        [-10, -26]
    );
    assert_eq!(refunds[0].refund_transaction_id, NUMBER);
    assert_eq!(answer.info[0].product_name.as_deref(), Some("咖啡"));
    let two = details_with(json!([transaction(), transaction()]), Some(36)).unwrap();
    assert_eq!((two.state.as_str(), two.approved, two.info.len()), ("open", false, 2));
}

#[test]
fn details_of_something_else_say_nothing() {
    for entries in [
        json!([]),
        json!({}),
        json!([1]),
        transaction(),
        json!([changed(transaction(), "orderId", Value::Null)]),
        json!([transaction(), changed(transaction(), "orderId", json!("other"))]),
        json!([changed(transaction(), "transactionId", Value::Null)]),
        json!([changed(transaction(), "status", json!("COMPLETE"))]),
        json!([changed(transaction(), "payInfo", json!("36"))]),
    ] {
        let what = entries.to_string();
        assert_unknown(details_with(entries, Some(36)), &what);
    }
    let by_number = |asked: &str| {
        let request = DetailsRequest {
            transaction_id: Some(asked.to_owned()),
            ..Default::default()
        };
        let reply = success(&json!([changed(transaction(), "orderId", json!("X"))]));
        Host::replying(&reply).client().details(&request)
    };
    assert!(by_number(NUMBER).is_ok());
    let error = by_number("2026112101234895010").unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Mismatch, Outcome::Unknown));
    assert_eq!(error.reference.as_deref(), Some("2026112101234895010"));
}

#[test]
fn an_authorisation_is_voided_captured_and_asked_for() {
    call("void", r#"{"returnCode":"0000","returnMessage":"Success."}"#).unwrap();
    assert_unknown(call("void", &success(&paid())), "info");
    for code in ["1150", "1155", "1165", "1199"] {
        assert_unknown(call("void", &failure(code)), code);
    }
    let text = call("capture", &success(&paid())).unwrap();
    let captured: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&captured["approved"], &captured["state"]),
        (&json!(true), &json!("paid"))
    );
    for info in [
        changed(paid(), "orderId", json!("other")),
        changed(paid(), "transactionId", Value::Null),
        changed(paid(), "payInfo", json!([{"method": "BALANCE", "amount": 35}])),
        changed(paid(), "authorizationExpireDate", json!("2026-12-21T03:04:05Z")),
    ] {
        let what = info.to_string();
        assert_unknown(call("capture", &success(&info)), &what);
    }
    for code in ["1145", "1150", "1199", "1280", "1298", "1142"] {
        assert_unknown(call("capture", &failure(code)), code);
    }
    for operation in ["void", "capture"] {
        for code in ["1104", "1105", "1106", "2101", "2102", "2103", "2104"] {
            let error = call(operation, &failure(code)).unwrap_err();
            assert_eq!(error.outcome, Outcome::Refused, "{operation} {code}: {error}");
        }
    }

    let authorization = changed(paid(), "payStatus", json!("AUTHORIZATION"));
    let reply = success(&json!([authorization]));
    let answer = Host::replying(&reply)
        .client()
        .authorizations(&authorizations())
        .unwrap();
    assert_eq!(
        PayStatus::from_code(&answer.info[0].pay_status),
        PayStatus::Authorization
    );
    assert_eq!(answer.info[0].transaction_id, NUMBER);
    for entries in [
        json!([]),
        json!([paid()]),
        json!([changed(authorization.clone(), "orderId", json!("other"))]),
        json!([changed(authorization.clone(), "transactionId", Value::Null)]),
        json!([changed(authorization, "status", json!("COMPLETE"))]),
    ] {
        let what = entries.to_string();
        assert_unknown(call("authorizations", &success(&entries)), &what);
    }
}

#[test]
fn what_no_table_has_is_kept() {
    let mut info = paid();
    info["somethingNew"] = json!({"a": 1});
    info["transactionDate"] = json!(["odd"]);
    let paid = pay_with(&info).unwrap();
    assert!(paid.approved);
    assert_eq!(paid.info.extra["somethingNew"], r#"{"a":1}"#);
    assert_eq!(paid.info.extra["reply.transactionDate"], r#"["odd"]"#);
}
