//! The OMNI gateway: bearer tokens, the client's secret, iPASS's key, the customer's code.

use crate::capture::{PLAINTEXT, assert_absent, note, start_capturing};
use std::path::Path;
use std::time::Duration;
use twpos::omni::*;
use twpos_sandbox::{Fault, Options, Provider, Sandbox};

#[test]
fn no_secret_of_omni_appears_anywhere() {
    start_capturing();
    let state = tempfile::tempdir().unwrap();
    let mut options = Options::new(state.path());
    options.tls = true;
    let sandbox = Sandbox::start(options).unwrap();
    let stored = std::fs::read_to_string(state.path().join("omni_client.json")).unwrap();
    let stored: serde_json::Value = serde_json::from_str(&stored).unwrap();
    let secret = |name: &str| {
        stored[name]
            .as_str()
            .unwrap_or_else(|| panic!("no {name} in {stored}"))
            .to_owned()
    };
    let mut secrets = vec![
        PLAINTEXT.to_owned(),
        secret("client_secret"),
        secret("static_token"),
        secret("ipass_key"),
    ];

    for config in configs(
        sandbox.config_path(),
        &secret("static_token"),
        &secret("ipass_merchantid"),
        &secret("ipass_key"),
    ) {
        note(format!("{config:?}"));
        let till = Client::new(config).unwrap();
        std::thread::scope(|scope| {
            for fault in Fault::ALL {
                let code = fault.magic_barcode().unwrap_or_else(|| "IC0000CANARY000000".to_owned());
                secrets.push(code.clone());
                if fault.providers().contains(&Provider::Omni) {
                    let till = &till;
                    scope.spawn(move || provoke(till, *fault, &code));
                }
            }
        });
        note(format!("{till:?}"));
        note(
            till.call_json("ipass_pay", &format!(r#"{{"trade_code":["{PLAINTEXT}"]}}"#))
                .unwrap_err(),
        );
    }
    assert_absent(&["omni.ipass_pay CANARY", "[redacted]", "unauthorized"], &secrets);
}

/// Tokens that are fetched with the gateway's parameters, and a token by hand with the merchant's own.
fn configs(file: &Path, token: &str, merchant_id: &str, ipass_key: &str) -> Vec<Config> {
    let mut fetched = Config::from_file(file).unwrap();
    fetched.http.timeout = Duration::from_secs(3);
    let own = OwnParameters {
        ipass: Some(IpassMerchant {
            merchant_id: merchant_id.to_owned(),
            key: ipass_key.into(),
        }),
        icash: None,
    };
    let by_hand = Config {
        authorization: Authorization::Token(token.into()),
        parameters: Parameters::Own(own),
        ..fetched.clone()
    };
    let mut wrong = fetched.clone();
    if let Authorization::ClientCredentials { client_id, .. } = &mut wrong.authorization {
        *client_id = "nobody".to_owned();
    }
    vec![fetched, by_hand, wrong]
}

fn provoke(till: &Client, fault: Fault, code: &str) {
    let sale = IpassPayRequest {
        trade_code: code.to_owned(),
        amount: 36,
        order_number: format!("CANARY-{}", fault.name()),
        store_id: "1".to_owned(),
        terminal_id: "1".to_owned(),
        remark: Some(PLAINTEXT.to_owned()),
        ..Default::default()
    };
    match till.ipass_pay(&sale) {
        Err(error) => note(error),
        Ok(paid) => note(format!("{paid:?}")),
    }
    let sale = IcashPayRequest {
        merchant_trade_no: format!("CANARY-{}", fault.name()),
        store_name: "shop".to_owned(),
        total_amount: 36,
        item_amt: 36,
        barcode: code.to_owned(),
        ..Default::default()
    };
    match till.icash_pay(&sale) {
        Err(error) => note(error),
        Ok(paid) => note(format!("{paid:?}")),
    }
}
