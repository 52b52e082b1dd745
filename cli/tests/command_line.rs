//! The built program, as a till's scripts and a technician use it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const TWPOS: &str = env!("CARGO_BIN_EXE_twpos");

/// A sandbox process, stopped when the test ends.
struct SandboxProcess {
    child: Child,
    config: PathBuf,
    url: String,
    state: tempfile::TempDir,
}

impl SandboxProcess {
    fn start(arguments: &[&str]) -> Self {
        let state = tempfile::tempdir().unwrap();
        let mut child = Command::new(TWPOS)
            .args(["sandbox", "--listen", "127.0.0.1:0", "--state"])
            .arg(state.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(ready["ready"], true);
        let config = PathBuf::from(ready["config"].as_str().unwrap());
        assert_eq!(config, state.path().join("till.toml"));
        let url = ready["url"].as_str().unwrap().to_owned();
        SandboxProcess {
            child,
            config,
            url,
            state,
        }
    }

    fn call(&self, operation: &str, request: &Value) -> (i32, Value) {
        call(&self.config, operation, &request.to_string())
    }

    #[cfg(unix)]
    fn stop_with(mut self, signal: &str) -> (Option<i32>, Duration) {
        let started = Instant::now();
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        (self.child.wait().unwrap().code(), started.elapsed())
    }
}

impl Drop for SandboxProcess {
    fn drop(&mut self) {
        self.child.kill().unwrap_or_default();
        self.child.wait().unwrap();
    }
}

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(TWPOS)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that ends without reading its input is no failure of the test.
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap_or_default();
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn call(config: &Path, operation: &str, request: &str) -> (i32, Value) {
    let output = run(&["call", operation, "--config", config.to_str().unwrap()], request);
    let json = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code().unwrap(), json)
}

fn sale(op_seq: &str) -> Value {
    json!({
        "BuyerID": "IC0123456789ABCDEF", "TxAmt": 36, "OPSeq": op_seq,
        "StoreId": "217477", "StoreName": "見晴", "PosNo": "01", "BonusType": "ByWallet",
    })
}

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
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    let error: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&error["error"]["kind"], &error["error"]["reference"]),
        (&json!("malformed"), &json!("N-2"))
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
        ("icash.steal", "{}", "no operation"),
    ] {
        let (status, reply) = call(&sandbox.config, operation, request);
        assert_eq!(status, 2, "{operation} {request}");
        assert!(reply["error"]["detail"].as_str().unwrap().contains(expected), "{reply}");
    }
    let output = run(&["call", "applepay.pay", "--config", config], "{}");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("icash.pay"),
        "{output:?}"
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

#[cfg(unix)]
#[test]
fn the_sandbox_stops_cleanly_on_both_signals() {
    for signal in ["-INT", "-TERM"] {
        let sandbox = SandboxProcess::start(&[]);
        sandbox.call("icash.pay", &sale("STOP-1"));
        let (code, elapsed) = sandbox.stop_with(signal);
        assert_eq!(code, Some(0), "{signal}");
        assert!(elapsed < Duration::from_secs(3), "{signal} took {elapsed:?}");
    }
}

#[test]
fn the_sandbox_keeps_its_keys_and_speaks_tls() {
    let sandbox = SandboxProcess::start(&["--tls", "--unknown-cancel", "not-found", "--processing-delay", "200"]);
    assert!(sandbox.url.starts_with("https://"), "{}", sandbox.url);
    let started = Instant::now();
    assert_eq!(sandbox.call("icash.pay", &sale("TLS-1")).0, 0);
    assert!(started.elapsed() >= Duration::from_millis(200));
    let (status, reply) = sandbox.call("icash.cancel", &json!({"OPSeq": "NEVER-SEEN"}));
    assert_eq!(
        (status, &reply["error"]["provider_code"]),
        (3, &json!("ICASH_NOT_FOUND"))
    );
    let key = std::fs::read(sandbox.state.path().join("merchant_private_key.pem")).unwrap();
    let second = run(&["sandbox", "--state", sandbox.state.path().to_str().unwrap()], "");
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("another sandbox runs on it"), "{said}");
    assert_eq!((second.status.code(), second.stdout.len()), (Some(2), 0));
    assert_eq!(
        std::fs::read(sandbox.state.path().join("merchant_private_key.pem")).unwrap(),
        key
    );
}

#[test]
fn keys_are_made_inspected_and_exchanged() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("merchant.pem");
    let key = key.to_str().unwrap();
    let made = run(&["keys", "generate", "--out", key], "");
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    assert!(stdout(&made).starts_with("-----BEGIN PUBLIC KEY-----"));
    assert_eq!(
        run(&["keys", "generate", "--out", key], "").status.code(),
        Some(2),
        "overwrote a key"
    );

    let inspected = stdout(&run(&["keys", "inspect", key], ""));
    assert!(inspected.contains("RSA private key, 2048 bits"), "{inspected}");
    let public = folder.path().join("public.pem");
    std::fs::write(&public, &made.stdout).unwrap();
    let inspected_public = stdout(&run(&["keys", "inspect", public.to_str().unwrap()], ""));
    assert_eq!(inspected.lines().last(), inspected_public.lines().last());
    let output = run(&["keys", "inspect", "Cargo.toml"], "");
    assert_eq!(output.status.code(), Some(2));

    let sandbox = SandboxProcess::start(&["--tls"]);
    let ca = sandbox.state.path().join("ca.pem");
    let out = folder.path().join("exchanged");
    let arguments = [
        "keys",
        "exchange",
        "--base-url",
        &sandbox.url,
        "--out",
        out.to_str().unwrap(),
        "--ca-file",
        ca.to_str().unwrap(),
    ];
    let exchanged = run(&arguments, "");
    assert_eq!(exchanged.status.code(), Some(0), "{exchanged:?}");
    let report: Value = serde_json::from_slice(&exchanged.stdout).unwrap();
    let config = PathBuf::from(report["config"].as_str().unwrap());
    assert_eq!(call(&config, "icash.pay", &sale("EXCHANGED-1").to_string()).0, 0);

    // Where the new keys could not be saved, none are asked for.
    let exchanges = || std::fs::read_to_string(sandbox.state.path().join("icash_merchants.json")).unwrap();
    let before = exchanges();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    for unusable in [out.clone(), file.join("sub")] {
        let mut arguments = arguments;
        arguments[5] = unusable.to_str().unwrap();
        let refused = run(&arguments, "");
        assert_eq!(refused.status.code(), Some(2), "{refused:?}");
        let error: Value = serde_json::from_slice(&refused.stdout).unwrap();
        assert_eq!(error["error"]["outcome"], "not_sent", "{error}");
    }
    assert_eq!(exchanges(), before);
}

#[test]
fn envelopes_are_sealed_and_opened_without_showing_a_key() {
    let sandbox = SandboxProcess::start(&[]);
    let config = sandbox.config.to_str().unwrap();
    let sealed = run(&["envelope", "seal", "--config", config], r#"{"OPSeq":"E-1"}"#);
    let sealed_json: Value = serde_json::from_slice(&sealed.stdout).unwrap();
    let body = sealed_json["body"].as_str().unwrap();
    let signature = sealed_json["X-iCP-Signature"].as_str().unwrap();

    let opened = run(
        &["envelope", "open", "--config", config, "--signature", signature],
        body,
    );
    let opened_json: Value = serde_json::from_slice(&opened.stdout).unwrap();
    assert_eq!(opened_json, json!({"signature": "valid", "message": {"OPSeq": "E-1"}}));
    let unchecked = run(&["envelope", "open", "--config", config], body);
    assert!(stdout(&unchecked).contains("not checked"));
    let reply = r#"{"EncData":"AAAA","RtnCode":1,"RtnMsg":""}"#;
    let forged = run(
        &["envelope", "open", "--config", config, "--signature", signature],
        reply,
    );
    assert_eq!(forged.status.code(), Some(4), "{forged:?}");
    assert!(stdout(&forged).contains("\"kind\":\"signature\""));

    let aes_key = std::fs::read_to_string(&sandbox.config).unwrap();
    let aes_key = aes_key
        .lines()
        .find_map(|line| line.strip_prefix("aes_key = "))
        .unwrap()
        .trim_matches('"');
    for output in [&sealed, &opened, &unchecked, &forged] {
        assert!(!format!("{output:?}").contains(aes_key));
    }
}

#[test]
fn doctor_finds_what_is_wrong_and_says_what_to_do() {
    let sandbox = SandboxProcess::start(&["--tls"]);
    let config = sandbox.config.to_str().unwrap();
    let healthy = run(&["doctor", "--config", config], "");
    let report = stdout(&healthy);
    assert_eq!(healthy.status.code(), Some(0), "{report}");
    for check in [
        "ok    icash configuration",
        "ok    icash merchant key",
        "ok    icash public key",
        "ok    icash host",
        "ok    icash clock",
        "ok    icash round trip",
        "ok    mypay credential",
        "ok    mypay host",
        "ok    mypay round trip",
        "ok    omni authorization",
        "ok    omni payment parameters",
        "ok    omni round trip",
    ] {
        assert!(report.contains(check), "no {check:?} in {report}");
    }
    assert!(!report.contains("fail"), "{report}");

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(config, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(stdout(&run(&["doctor", "--config", config], "")).contains("chmod 600"));
    }

    let good = std::fs::read_to_string(config).unwrap();
    let broken = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        let path = sandbox.config.with_file_name("broken.toml");
        std::fs::write(&path, good.replace(from, to)).unwrap();
        let output = run(&["doctor", "--config", path.to_str().unwrap()], "");
        (output.status.code().unwrap(), stdout(&output))
    };
    let (status, report) = broken("ca_file = \"ca.pem\"", "");
    assert_eq!(status, 1);
    assert!(
        report.contains("fail  icash host") && report.contains("ca_file missing"),
        "{report}"
    );
    for (from, to, expected) in [
        ("client_secret = \"", "client_secret = \"not-", "fail  omni round trip"),
        ("mode = \"store\"", "mode = \"shop\"", "fail  mypay configuration"),
        ("[omni]", "[omnipay]", "unknown setting or table: omnipay"),
    ] {
        let (status, report) = broken(from, to);
        assert_eq!(status, 1, "{report}");
        assert!(report.contains(expected), "no {expected:?} in {report}");
    }
    let (status, report) = broken("enc_key_id", "enc_key_di");
    assert_eq!(status, 1);
    assert!(
        report.contains("fail  icash configuration") && report.contains("enc_key_id is missing"),
        "{report}"
    );
    let (status, report) = broken("aes_iv = \"", "aes_iv = \"0123456789abcdef\" #");
    assert_eq!(status, 1, "{report}");
    assert!(report.contains("fail  icash round trip"), "{report}");
}

#[test]
fn the_demo_ends_well_and_without_colour_when_not_on_a_terminal() {
    let output = run(&["demo"], "");
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
    assert!(!text.contains("expected"), "{text}");
    assert!(text.contains("agree"), "{text}");
    assert!(text.lines().count() < 60, "{text}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn full_logging_shows_no_key_barcode_or_plaintext() {
    let sandbox = SandboxProcess::start(&["--tls"]);
    let config = sandbox.config.to_str().unwrap();
    let mut request = sale("LOG-1");
    request["Remark"] = json!("PLAINTEXT-CANARY");
    let output = run(&["-vv", "call", "icash.pay", "--config", config], &request.to_string());
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(
        log.contains("DEBUG") && log.contains("icash.pay LOG-1: approved"),
        "{log}"
    );
    let keys = std::fs::read_to_string(&sandbox.config).unwrap();
    let mut secrets = vec!["PLAINTEXT-CANARY".to_owned(), "IC0123456789ABCDEF".to_owned()];
    for name in ["aes_key = ", "aes_iv = "] {
        secrets.push(
            keys.lines()
                .find_map(|line| line.strip_prefix(name))
                .unwrap()
                .trim_matches('"')
                .to_owned(),
        );
    }
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} in {log}");
    }
}

/// The commands of both README files, as printed, in an empty folder.
#[cfg(unix)]
#[test]
fn the_commands_of_both_readmes_work_as_printed() {
    for readme in [include_str!("../../README.md"), include_str!("../../README.zh-TW.md")] {
        let blocks: Vec<&str> = readme
            .split("```sh\n")
            .skip(1)
            .map(|rest| rest.split_once("```").unwrap().0)
            .collect();
        let start = blocks.iter().find(|block| block.starts_with("twpos sandbox")).unwrap();
        let pay = blocks.iter().find(|block| block.starts_with("twpos call")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = format!(
            "{}:{}",
            Path::new(TWPOS).parent().unwrap().display(),
            std::env::var("PATH").unwrap()
        );
        let shell = |script: &str| {
            let mut command = Command::new("sh");
            command
                .args(["-c", script])
                .current_dir(&folder)
                .env("PATH", &path)
                .stdout(Stdio::piped());
            command
        };
        let mut sandbox = shell(&format!("exec {start}")).spawn().unwrap();
        BufReader::new(sandbox.stdout.take().unwrap())
            .read_line(&mut String::new())
            .unwrap();
        let paid = shell(pay).output().unwrap();
        sandbox.kill().unwrap();
        sandbox.wait().unwrap();
        assert!(paid.status.success(), "{paid:?}");
        assert!(stdout(&paid).contains("\"OPSeq\":\"SHOP1-20261121-0002\""), "{paid:?}");
    }
}
