//! `twpos call`: exit statuses, error objects, and where requests come from.

use crate::support::*;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn exit_statuses_and_error_objects_are_as_documented() {
    let sandbox = SandboxProcess::start(&[]);

    let (status, paid) = sandbox.call("icash.pay", &sale("CLI-1"));
    assert_eq!(status, 0, "{paid}");
    assert_eq!(
        (&paid["OPSeq"], &paid["TxAmt"], &paid["ServiceResult"]),
        (&json!("CLI-1"), &json!("36"), &json!("Y"))
    );

    let (status, reply) = sandbox.call("icash.pay", &json!({"OPSeq": "CLI-2", "TxAmt": 36}));
    assert_eq!(status, 2);
    assert_eq!(
        reply,
        json!({"error": {
            "kind": "invalid_request", "outcome": "not_sent", "detail": "BuyerID: is required", "provider_code": null,
            "provider_text": null, "http_status": null, "reference": "CLI-2",
        }})
    );

    let mut declined = sale("CLI-3");
    declined["BuyerID"] = json!("ICTWPOSDECLINE0000");
    let (status, reply) = sandbox.call("icash.pay", &declined);
    assert_eq!((status, &reply["error"]["outcome"]), (3, &json!("refused")));
    assert!(
        reply["error"]["provider_code"].as_str().unwrap().starts_with("ICASH_"),
        "{reply}"
    );

    let mut forged = sale("CLI-4");
    forged["BuyerID"] = json!("ICTWPOSSIGFOREIGN0");
    let (status, reply) = sandbox.call("icash.pay", &forged);
    assert_eq!((status, &reply["error"]["kind"]), (4, &json!("signature")));
    assert_eq!(
        sandbox.call("icash.cancel", &json!({"OPSeq": "CLI-4"})),
        (0, json!({"OPSeq": "CLI-4"}))
    );

    let config = sandbox.config.clone();
    let state = tempfile::tempdir().unwrap();
    for name in ["till.toml", "merchant_private_key.pem", "icash_public_key.pem"] {
        std::fs::copy(config.with_file_name(name), state.path().join(name)).unwrap();
    }
    drop(sandbox);
    let (status, reply) = call(&state.path().join("till.toml"), "icash.pay", &sale("CLI-5").to_string());
    assert_eq!(
        (status, &reply["error"]["outcome"], &reply["error"]["reference"]),
        (5, &json!("not_sent"), &json!("CLI-5"))
    );
}

#[test]
fn every_provider_is_called_in_its_own_field_names() {
    let sandbox = SandboxProcess::start(&[]);
    let scan = |code: &str, order_id: &str| {
        json!({
            "scanned_code": code, "user_id": "guest", "cost": 150, "order_id": order_id, "ip": "203.0.113.5",
            "items": [{"id": "1", "name": "便當", "cost": 150, "amount": 1, "total": 150}],
        })
    };
    let (status, paid) = sandbox.call("mypay.scan_pay", &scan("MY20261122TEST0001", "CLI-M1"));
    assert_eq!(
        (status, &paid["approved"], &paid["code"]),
        (0, &json!(true), &json!("250")),
        "{paid}"
    );
    let query = json!({"uid": paid["uid"], "key": paid["key"], "order_id": "CLI-M1"});
    let (status, order) = sandbox.call("mypay.query_order", &query);
    assert_eq!((status, &order["state"]), (0, &json!("paid")), "{order}");

    // Pending is not an error, and not a success either.
    let (status, waiting) = sandbox.call("mypay.scan_pay", &scan("MYTWPOSWAIT0000000", "CLI-M2"));
    assert_eq!(
        (status, &waiting["approved"], &waiting["state"]),
        (6, &json!(false), &json!("pending"))
    );
    assert!(!waiting["uid"].as_str().unwrap().is_empty(), "{waiting}");

    let (status, reply) = sandbox.call("mypay.scan_pay", &scan("ICTWPOSHTTP5000000", "CLI-M3"));
    assert_eq!((status, &reply["error"]["reference"]), (4, &json!("CLI-M3")), "{reply}");

    let sale = json!({
        "trade_code": "00000181234567", "amount": 229, "order_number": "CLI-P1", "store_id": "1", "terminal_id": "1",
    });
    let (status, paid) = sandbox.call("omni.ipass_pay", &sale);
    assert_eq!((status, &paid["order_number"]), (0, &json!("CLI-P1")), "{paid}");
    let (status, again) = sandbox.call("omni.ipass_pay", &sale);
    assert_eq!(
        (status, &again["error"]["provider_code"]),
        (4, &json!("0006")),
        "{again}"
    );
    let (status, found) = sandbox.call("omni.ipass_search", &json!({"order_number": "CLI-P1"}));
    assert_eq!(
        (status, &found["original_transactionId"]),
        (0, &paid["transaction_id"]),
        "{found}"
    );

    let products = json!([{"name": "見晴", "quantity": 1, "price": 36}]);
    let packages = json!([{"id": "1", "amount": 36, "products": products}]);
    let mut sale = json!({
        "amount": 36, "orderId": "CLI-L1", "oneTimeKey": "391234567890123456", "packages": packages
    });
    let (status, paid) = sandbox.call("linepay.pay", &sale);
    assert_eq!((status, &paid["approved"]), (0, &json!(true)), "{paid}");
    let (status, again) = sandbox.call("linepay.pay", &sale);
    assert_eq!((status, &again["error"]["kind"]), (4, &json!("duplicate")), "{again}");
    sale["orderId"] = json!("CLI-L2");
    let (status, refused) = sandbox.call("linepay.pay", &sale);
    assert_eq!(
        (status, &refused["error"]["provider_code"]),
        (3, &json!("1133")),
        "{refused}"
    );
    let (status, unseen) = sandbox.call("linepay.check", &json!({"orderId": "CLI-L1"}));
    assert_eq!(
        (status, &unseen["state"]),
        (6, &json!("paid_amount_unseen")),
        "{unseen}"
    );
    let (status, done) = sandbox.call("linepay.refund", &json!({"orderId": "CLI-L1", "refundAmount": 36}));
    assert_eq!((status, &done["returnCode"]), (0, &json!("0000")), "{done}");

    let (status, reply) = sandbox.call("omni.icash_cancel", &json!({"MerchantTradeNumber": "CLI-C1"}));
    assert_eq!(status, 2);
    assert!(
        reply["error"]["detail"]
            .as_str()
            .unwrap()
            .contains("MerchantTradeNumber"),
        "{reply}"
    );
}

#[test]
fn requests_come_from_a_file_too_and_bad_ones_are_explained() {
    let sandbox = SandboxProcess::start(&[]);
    let request = sandbox.state.path().join("request.json");
    std::fs::write(&request, sale("FILE-1").to_string()).unwrap();
    let config = sandbox.config.to_str().unwrap();
    let output = run(
        &[
            "call",
            "icash.pay",
            "--config",
            config,
            "--request",
            request.to_str().unwrap(),
        ],
        "",
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");

    for (operation, request, expected) in [
        ("icash.pay", "{", "not JSON"),
        ("icash.pay", r#"{"TxAmount": 5}"#, "TxAmount: is not a field"),
        ("icash.steal", "{}", "no operation of this name; known are icash.pay"),
        ("applepay.pay", "{}", "no operation of this name; known are icash.pay"),
        ("pay", "{}", "no operation of this name; known are icash.pay"),
    ] {
        let (status, reply) = call(&sandbox.config, operation, request);
        assert_eq!(status, 2, "{operation} {request}");
        assert!(reply["error"]["detail"].as_str().unwrap().contains(expected), "{reply}");
    }
    let (status, reply) = sandbox.call("icash.steal", &json!({"OPSeq": "STEAL-1"}));
    assert_eq!(
        (status, &reply["error"]["outcome"], &reply["error"]["reference"]),
        (2, &json!("not_sent"), &json!("STEAL-1"))
    );
    let (status, reply) = call(Path::new("no/such/till.toml"), "mypay.query_order", r#"{"uid":"86"}"#);
    assert_eq!(
        (status, &reply["error"]["kind"], &reply["error"]["reference"]),
        (2, &json!("config"), &json!("86"))
    );
    let (status, reply) = sandbox.call("mypay.query_order", &json!({"uid": "86", "kye": "x"}));
    assert_eq!((status, &reply["error"]["reference"]), (2, &json!("86")), "{reply}");
}

/// The customer may be charged, and nobody has heard so.
#[cfg(unix)]
#[test]
fn an_answer_that_nobody_reads_is_an_unknown_outcome_and_no_panic() {
    let sandbox = SandboxProcess::start(&[]);
    let config = sandbox.config.to_str().unwrap();
    let unread = |arguments: &[&str], input: &str| {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut child = Command::new(TWPOS)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert!(!words.contains("panicked"), "{words}");
        output.status.code().unwrap()
    };
    let pay = ["call", "icash.pay", "--config", config];
    assert_eq!(unread(&pay, &sale("UNREAD-1").to_string()), 4);
    // What failed keeps its own status.
    assert_eq!(unread(&pay, r#"{"OPSeq":"UNREAD-2"}"#), 2);
    assert_eq!(unread(&["doctor", "--config", config], ""), 1);
    let again = sandbox.call("icash.pay", &sale("UNREAD-1"));
    assert_ne!(again.0, 0, "the first one was not charged: {}", again.1);
}

#[test]
fn a_notification_is_decoded_from_standard_input() {
    let form =
        "uid=85554&key=0123456789abcdef&prc=250&order_id=N-1&cost=900&retmsg=%E4%BB%98%E6%AC%BE%E5%AE%8C%E6%88%90";
    let output = run(&["mypay", "notification"], &format!("{form}\n"));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let notification: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (
            &notification["state"],
            &notification["order_id"],
            &notification["cost"],
            &notification["retmsg"]
        ),
        (&json!("paid"), &json!("N-1"), &json!(900), &json!("付款完成"))
    );
    let output = run(&["mypay", "notification"], "order_id=N-2&prc=250");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let error: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&error["error"]["kind"], &error["error"]["reference"]),
        (&json!("invalid_notification"), &json!("N-2"))
    );
}

/// The caller is a program, and reads one object whatever it did wrong.
#[test]
fn whatever_keeps_a_call_from_beginning_is_told_as_an_object() {
    let sandbox = SandboxProcess::start(&[]);
    let config = sandbox.config.to_str().unwrap();
    let folder = sandbox.state.path().to_str().unwrap();
    let broken = sandbox.config.with_file_name("broken.toml");
    std::fs::write(&broken, "[icash\n").unwrap();
    let broken = broken.to_str().unwrap();
    for (arguments, expected) in [
        (vec!["call"], "required arguments were not provided"),
        (vec!["call", "icash.pay"], "--config <CONFIG>"),
        (
            vec!["-v", "call", "icash.pay", "--config"],
            "a value is required for '--config <CONFIG>'",
        ),
        (
            vec!["call", "icash.pay", "--confg", config],
            "unexpected argument '--confg' found",
        ),
        (
            vec!["call", "icash.pay", "--config", config, "--config", config],
            "cannot be used multiple times",
        ),
        (
            vec!["call", "icash.pay", "--config", config, "again"],
            "unexpected argument",
        ),
        (
            vec!["call", "icash.pay", "--config", config, "--request", "/no/such"],
            "there is no such file",
        ),
        (
            vec!["call", "icash.pay", "--config", config, "--request", folder],
            "it is a folder",
        ),
        (vec!["call", "icash.pay", "--config", folder], "it is a folder"),
        (vec!["call", "icash.pay", "--config", broken], "not TOML"),
        (
            vec!["call", "icash.pay", "--config", config, "--request", "/dev/zero"],
            "larger than 1 MiB",
        ),
    ] {
        let output = run(&arguments, "{}");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
        let text = stdout(&output);
        assert_eq!(text.lines().count(), 1, "{text}");
        let reply: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(reply["error"]["outcome"], "not_sent", "{reply}");
        assert!(
            reply["error"]["detail"].as_str().unwrap().contains(expected),
            "{expected:?} in {reply}"
        );
        assert_eq!(reply["error"].as_object().unwrap().len(), 7, "{reply}");
    }
    // Help is none of these.
    for arguments in [["call", "--help"], ["doctor", "--help"]] {
        let output = run(&arguments, "");
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout(&output).contains("Exit status: 0"), "{output:?}");
    }
}

/// As PowerShell and Windows' editors write.
#[test]
fn a_request_in_utf8_is_read_with_a_byte_order_mark_and_others_are_told_apart() {
    let sandbox = SandboxProcess::start(&[]);
    let config = sandbox.config.to_str().unwrap();
    let file = sandbox.state.path().join("request.json");
    let pay = ["call", "icash.pay", "--config", config];
    let from_file = [
        "call",
        "icash.pay",
        "--config",
        config,
        "--request",
        file.to_str().unwrap(),
    ];
    std::fs::write(&file, format!("\u{feff}{}", sale("BOM-1"))).unwrap();
    assert_eq!(run(&from_file, "").status.code(), Some(0));
    assert_eq!(run(&pay, &format!("\u{feff}{}", sale("BOM-2"))).status.code(), Some(0));
    let output = run(&pay, "\u{feff}{\"OPSeq\":\"BOM-3\"}");
    assert!(stdout(&output).contains("\"reference\":\"BOM-3\""), "{output:?}");

    let text = sale("BOM-4").to_string();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big5 = text.replace("見晴", "?").into_bytes();
    let big5 = [&big5[..big5.len() - 1], b",\"Remark\":\"\xa8\xa3\xb4\xb8\"}"].concat();
    for (bytes, expected) in [
        ([b"\xff\xfe", utf16.as_slice()].concat(), "UTF-16"),
        (utf16, "UTF-16"),
        (big5, "Big5"),
    ] {
        std::fs::write(&file, &bytes).unwrap();
        for output in [run_with(&pay, &bytes), run(&from_file, "")] {
            assert_eq!(output.status.code(), Some(2), "{output:?}");
            let reply: Value = serde_json::from_slice(&output.stdout).unwrap();
            let detail = reply["error"]["detail"].as_str().unwrap();
            assert!(
                detail.contains(expected) && detail.contains("save it as UTF-8"),
                "{detail}"
            );
        }
    }
    // A notification, too.
    let form = "\u{feff}uid=85554&key=0123456789abcdef&prc=250&order_id=N-1&cost=900";
    assert_eq!(run(&["mypay", "notification"], form).status.code(), Some(0));
}

/// A till that nobody can answer must not wait for ever either.
#[cfg(unix)]
#[test]
fn a_configuration_is_a_regular_file() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("till.toml");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    let fifo = fifo.to_str().unwrap();
    let called = run(&["call", "icash.cancel", "--config", fifo], r#"{"OPSeq":"FIFO-1"}"#);
    assert_eq!(called.status.code(), Some(2), "{called:?}");
    assert!(stdout(&called).contains("only regular files"), "{called:?}");
    let examined = run(&["doctor", "--config", fifo], "");
    assert_eq!(examined.status.code(), Some(1), "{examined:?}");
    assert!(stdout(&examined).contains("only regular files"), "{examined:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn an_error_that_cannot_be_written_is_told_on_standard_error() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(TWPOS)
        .args(["call", "icash.cancel", "--config", "no/such/till.toml"])
        .stdin(std::process::Stdio::null())
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("outcome not_sent") && said.contains("could not be written"),
        "{said}"
    );
}
