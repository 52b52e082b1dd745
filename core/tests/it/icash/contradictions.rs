//! Signed replies whose members say two things, or take back what they say.

use super::host::*;
use crate::support::*;
use serde_json::{Value, json};
use twpos::icash::*;
use twpos::{Error, ErrorKind, Outcome};

const OPERATIONS: [&str; 6] = ["pay", "refund", "cancel", "top_up", "refund_top_up", "cancel_top_up"];

fn no() -> Value {
    json!({"ServiceResult": "N", "StatusCode": "ICASH_BALANCE", "StatusDesc": "餘額不足"})
}

fn is_cancel(operation: &str) -> bool {
    operation.starts_with("cancel")
}

/// Answers with `inner` under this RtnMsg.
fn said(host: &Host, operation: &str, inner: &Value, rtn_msg: Value) -> Result<(), Error> {
    let client = host.answering(&inner.to_string(), |enc_data| {
        json!({"EncData": enc_data, "RtnCode": 1, "RtnMsg": rtn_msg}).to_string()
    });
    call(client, operation)
}

#[test]
fn a_no_whose_words_take_it_back_is_unknown_wherever_they_stand() {
    let host = Host::start();
    for operation in OPERATIONS {
        for (name, words) in [
            ("StatusDesc", json!("此序號已使用")),
            ("StatusCode", json!(["ICASH_1", "ICASH_DUPLICATE"])),
            ("StatusDesc", json!({"zh": "序號重复"})),
            ("ChannelStatusDesc", json!("重複交易")),
            ("RefundChannelStatusDesc", json!(["已退款"])),
            ("StatusDesc", json!("Repeated OPSeq")),
        ] {
            let reply = with(&no(), name, words);
            // A channel's words are no member of a cancel's reply, or of the other kind's.
            let error = match call(host.told(&reply.to_string()), operation) {
                Err(error) => error,
                Ok(()) => panic!("{operation}: {reply}"),
            };
            let kind = match (is_cancel(operation), name.contains("Channel")) {
                (true, false) => (ErrorKind::Declined, Outcome::Refused),
                (_, true) if error.kind == ErrorKind::Mismatch => (ErrorKind::Mismatch, Outcome::Unknown),
                _ => (ErrorKind::Duplicate, Outcome::Unknown),
            };
            assert_eq!((error.kind, error.outcome), kind, "{operation}: {reply}: {error}");
        }
        for words in [
            "系統逾時，交易結果未知",
            "交易處理中",
            "请查询交易结果",
            "ICASH_TIMEOUT",
        ] {
            let reply = with(&no(), "StatusDesc", json!(words));
            let result = call(host.told(&reply.to_string()), operation);
            assert_error(result, ErrorKind::Declined, Outcome::Unknown, words);
        }
        let result = said(&host, operation, &no(), json!(["訊息代碼:2107,系統逾時"]));
        assert_error(result, ErrorKind::Declined, Outcome::Unknown, operation);
        let barcode = with(&no(), "StatusDesc", json!("付款碼已逾時"));
        let result = call(host.told(&barcode.to_string()), operation);
        assert_error(result, ErrorKind::Declined, Outcome::Refused, operation);
    }
    let result = said(&host, "pay", &no(), json!(["序號重複"]));
    assert_error(result, ErrorKind::Duplicate, Outcome::Unknown, "RtnMsg");
}

#[test]
fn a_no_with_the_marks_of_a_yes_or_of_another_amount_is_unknown() {
    let host = Host::start();
    for operation in OPERATIONS {
        for (name, value) in [
            ("StatusCode", "ICASH_SUCCESS"),
            ("StatusDesc", "成功"),
            ("StatusDesc", "OK, success"),
        ] {
            let reply = with(&no(), name, json!(value));
            let result = call(host.told(&reply.to_string()), operation);
            assert_error(
                result,
                ErrorKind::Mismatch,
                Outcome::Unknown,
                &format!("{operation} {value}"),
            );
        }
        let result = said(&host, operation, &no(), json!("訊息代碼:0001,成功"));
        assert_error(result, ErrorKind::Declined, Outcome::Refused, operation);
    }
    for (operation, name) in [
        ("pay", "TxAmt"),
        ("top_up", "TopUpAmt"),
        ("refund", "WalletTxAmt"),
        ("refund_top_up", "TopUpAmt"),
        ("refund_top_up", "WalletTxAmt"),
    ] {
        for (amount, outcome) in [
            (json!("999"), Outcome::Unknown),
            (json!([36]), Outcome::Unknown),
            (json!("36.00"), Outcome::Refused),
            (json!("0"), Outcome::Refused),
            (json!(""), Outcome::Refused),
        ] {
            let what = format!("{operation} {name} {amount}");
            let error = call(host.told(&with(&no(), name, amount).to_string()), operation).expect_err(&what);
            assert_eq!(error.outcome, outcome, "{what}: {error}");
        }
    }
    for words in ["ICASH_REFUND_FAILED", "ICASH_ALREADY_REFUNDED", "退款金額錯誤"] {
        let reply = with(&no(), "StatusCode", json!(words)).to_string();
        for operation in ["pay", "top_up"] {
            assert_eq!(
                call(host.told(&reply), operation).unwrap_err().outcome,
                Outcome::Unknown,
                "{words}"
            );
        }
    }
}

#[test]
fn a_yes_with_words_of_failure_is_unknown() {
    let host = Host::start();
    for (operation, reply) in successes() {
        for words in [
            "訊息代碼:2107,交易失敗",
            "訊息代碼：2107",
            "交易遭拒",
            "取消失敗",
            "Rejected",
        ] {
            let result = said(&host, operation, &reply, json!(words));
            assert_error(
                result,
                ErrorKind::Mismatch,
                Outcome::Unknown,
                &format!("{operation} {words}"),
            );
        }
        for words in [json!("訊息代碼：0001， 成功"), json!(""), Value::Null] {
            said(&host, operation, &reply, words).expect(operation);
        }
        if !is_cancel(operation) {
            let reply = with(&reply, "StatusDesc", json!("交易失敗")).to_string();
            let result = call(host.told(&reply), operation);
            assert_error(result, ErrorKind::Mismatch, Outcome::Unknown, operation);
        }
    }
}

#[test]
fn a_reply_that_names_another_refund_says_nothing_of_ours() {
    let host = Host::start();
    for (operation, reply) in successes() {
        for reply in [reply, no()] {
            for other in [json!("another"), json!(["another"])] {
                let reply = with(&reply, "OPRefundSeq", other).to_string();
                let error = call(host.told(&reply), operation).unwrap_err();
                assert_eq!(error.outcome, Outcome::Unknown, "{operation} {reply}: {error}");
            }
            if operation.contains("refund") && reply["ServiceResult"] == "Y" {
                let reply = with(&reply, "OPRefundSeq", json!(format!("{OURS}-R"))).to_string();
                call(host.told(&reply), operation).expect(operation);
            }
        }
    }
}

#[test]
fn a_reply_s_words_show_no_code_and_no_key() {
    let host = Host::start();
    let vectors = vectors();
    let keys = ["aes_key", "aes_iv"].map(|name| text(&vectors["keys"][name]).to_owned());
    let codes = ["IC0123456789ABCDEF".to_owned(), "1234567890123456".to_owned()];
    for secret in keys.iter().chain(&codes) {
        let dotted: Vec<String> = secret.chars().map(|c| c.to_string()).collect();
        for quoted in [secret.clone(), dotted.join(".").to_lowercase(), dotted.join("/")] {
            let said = format!("收到 <{quoted}>");
            let reply = with(&paid(), "StatusDesc", json!(said));
            let paid = host.told(&reply.to_string()).pay(&sale(OURS, 36)).unwrap();
            assert_eq!(paid.status_desc, "收到 <[redacted]>");
            assert!(!format!("{paid:?}").contains(&quoted));
            if codes[1] == *secret {
                continue;
            }
            let reply = with(&no(), "StatusDesc", json!(said)).to_string();
            let error = host.told(&reply).pay(&sale(OURS, 36)).unwrap_err();
            assert_eq!(error.provider_text.as_deref(), Some("收到 <[redacted]>"), "{error}");
            let client = host.answering("", |_| json!({"RtnCode": 9, "RtnMsg": said}).to_string());
            let error = client.pay(&sale(OURS, 36)).unwrap_err();
            assert_eq!(error.provider_text.as_deref(), Some("收到 <[redacted]>"), "{error}");
        }
    }
    let mut request: PayRequest = sale(OURS, 36);
    request.extra.insert("PlatformToken".to_owned(), "CANARY".to_owned());
    let shown = format!("{request:?}");
    assert!(shown.contains("PlatformToken") && !shown.contains("CANARY"), "{shown}");
}
