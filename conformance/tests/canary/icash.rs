//! icash Pay.

use crate::capture::{PLAINTEXT, assert_absent, note, start_capturing};
use crate::support::*;
use std::time::Duration;
use twpos::icash::*;
use twpos_sandbox::{Fault, FaultRule, Options, Sandbox};

#[test]
fn no_secret_of_icash_appears_anywhere() {
    start_capturing();
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

    assert_absent(&["icash.pay CANARY", "signature (outcome unknown)"], &secrets);
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
