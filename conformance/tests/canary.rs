//! With every log level on and every error provoked, no key, vector, barcode or plaintext appears in
//! any log line, error or debug text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    missing_docs
)]

#[path = "../../core/tests/support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Duration;
use support::*;
use twpos::icash::*;
use twpos_sandbox::{Fault, FaultRule, Options, Sandbox};

/// Everything that any crate of the process logs, at every level.
struct Everything(Mutex<String>);

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        writeln!(
            self.0.lock().unwrap(),
            "{} {} {}",
            record.level(),
            record.target(),
            record.args()
        )
        .unwrap();
    }

    fn flush(&self) {}
}

static OUTPUT: Everything = Everything(Mutex::new(String::new()));

fn note(text: impl std::fmt::Debug + std::fmt::Display) {
    writeln!(OUTPUT.0.lock().unwrap(), "{text} {text:?}").unwrap();
}

/// A free text that would show if a plaintext were printed.
const PLAINTEXT: &str = "PLAINTEXT-CANARY";

#[test]
fn no_secret_appears_anywhere() {
    log::set_logger(&OUTPUT).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    // What trace would print holds bytes inside TLS (docs/adr/0006-no-trace-log.md).
    assert_eq!(log::STATIC_MAX_LEVEL, log::LevelFilter::Debug);

    let state = tempfile::tempdir().unwrap();
    let mut options = Options::new(state.path());
    options.tls = true;
    let sandbox = Sandbox::start(options).unwrap();
    let mut config = Config::from_file(sandbox.config_path()).unwrap();
    config.http.timeout = Duration::from_secs(10);
    note(format!("{config:?}"));
    let till = Client::new(config).unwrap();

    let mut barcodes = Vec::new();
    std::thread::scope(|scope| {
        for fault in Fault::ALL {
            let barcode = fault.magic_barcode().unwrap_or_else(|| "IC0000CANARY000000".to_owned());
            barcodes.push(barcode.clone());
            let till = &till;
            scope.spawn(move || provoke(till, *fault, &barcode));
        }
    });
    sandbox.inject(FaultRule::new(Fault::QuoteBarcode));
    let cancel = CancelTopUpRequest {
        buyer_id: barcodes[0].clone(),
        op_seq: "C-1".to_owned(),
        ..Default::default()
    };
    note(till.cancel_top_up(&cancel).unwrap_err());
    bad_input(&till, sandbox.config_path());
    let exchanged = KeyExchange::new(sandbox.url(), &ca_of(sandbox.config_path()))
        .unwrap()
        .run()
        .unwrap();
    note(format!("{exchanged:?}"));

    let till_toml = std::fs::read_to_string(sandbox.config_path()).unwrap();
    let table: toml::Table = till_toml.parse().unwrap();
    let mut secrets: Vec<String> = vec![PLAINTEXT.to_owned()];
    secrets.extend(barcodes);
    for name in ["aes_key", "aes_iv"] {
        secrets.push(table["icash"][name].as_str().unwrap().to_owned());
    }
    let private_key = std::fs::read_to_string(state.path().join("merchant_private_key.pem")).unwrap();
    secrets.extend(
        private_key
            .lines()
            .filter(|line| !line.starts_with("-----"))
            .map(str::to_owned),
    );

    let output = OUTPUT.0.lock().unwrap();
    assert!(
        output.contains("DEBUG") && output.contains("twpos"),
        "the logs were not captured"
    );
    assert!(
        output.contains("signature (outcome unknown)"),
        "the errors were not captured"
    );
    for secret in secrets {
        let place = output.lines().find(|line| line.contains(&secret));
        assert!(place.is_none(), "{secret:?} appears in {place:?}");
    }
}

fn provoke(till: &Client, fault: Fault, barcode: &str) {
    let mut sale = sale(&format!("CANARY-{}", fault.name()), 36);
    sale.buyer_id = barcode.to_owned();
    sale.remark = PLAINTEXT.to_owned();
    let mut top_up = top_up(&format!("CANARY-T-{}", fault.name()), 36);
    top_up.buyer_id = barcode.to_owned();
    top_up.remark = PLAINTEXT.to_owned();
    note(format!(
        "{:?}",
        PayRequest {
            remark: String::new(),
            ..sale.clone()
        }
    ));
    match till.pay(&sale) {
        Err(error) => note(error),
        Ok(paid) => note(format!("{paid:?}")),
    }
    if !matches!(fault, Fault::Hang | Fault::DelayAfterCommit | Fault::DelayBeforeCommit) {
        match till.top_up(&top_up) {
            Err(error) => note(error),
            Ok(done) => note(format!("{done:?}")),
        }
    }
}

/// Input that is refused before anything is sent, with the secret in the offending place.
fn bad_input(till: &Client, config_path: &std::path::Path) {
    let mut long = sale("CANARY-LONG", 36);
    long.buyer_id = PLAINTEXT.repeat(100);
    note(till.pay(&long).unwrap_err());
    for request in [
        format!(r#"{{"BuyerID":"{PLAINTEXT}","TxAmt":"{PLAINTEXT}"}}"#),
        format!(r#"{{"BuyerID":["{PLAINTEXT}"]}}"#),
        format!(r#"{{"BuyerID":"{PLAINTEXT}"#),
        format!(r#"{{"BuyerID":"{PLAINTEXT}","ItemList":"{PLAINTEXT}"}}"#),
        format!(r#"{{"extra":{{"a":{{"b":"{PLAINTEXT}"}}}}}}"#),
        format!("\"{PLAINTEXT}\""),
    ] {
        note(till.call_json("pay", &request).unwrap_err());
    }
    let good = std::fs::read_to_string(config_path).unwrap();
    let folder = config_path.parent().unwrap();
    for broken in [
        good.replace("aes_key = \"", "aes_key = \"x"),
        good.replace("aes_iv = \"", "aes_iv = "),
        good.replace("[icash]\n", "[icash]\nx = 1\n"),
    ] {
        note(Config::from_toml(&broken, folder).unwrap_err());
    }
}

fn ca_of(config_path: &std::path::Path) -> twpos::HttpConfig {
    Config::from_file(config_path).unwrap().http
}
