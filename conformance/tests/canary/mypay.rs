//! MYPAY LINK: the store's key, each order's key, the customer's code and data.

use crate::capture::{PLAINTEXT, assert_absent, note, start_capturing};
use std::sync::Mutex;
use std::time::Duration;
use twpos::mypay::*;
use twpos_sandbox::{Fault, FaultRule, Options, Provider, Sandbox};

#[test]
fn no_secret_of_mypay_appears_anywhere() {
    start_capturing();
    let state = tempfile::tempdir().unwrap();
    let mut options = Options::new(state.path());
    options.tls = true;
    let sandbox = Sandbox::start(options).unwrap();
    let mut config = Config::from_file(sandbox.config_path()).unwrap();
    config.http.timeout = Duration::from_secs(3);
    note(format!("{config:?}"));
    let till = Client::new(config).unwrap();
    note(format!("{till:?}"));

    let secrets = Mutex::new(vec![PLAINTEXT.to_owned()]);
    std::thread::scope(|scope| {
        for fault in Fault::ALL {
            if fault.providers().contains(&Provider::Mypay) {
                let (till, secrets) = (&till, &secrets);
                scope.spawn(move || provoke(till, *fault, secrets));
            }
        }
    });
    let mut secrets = secrets.into_inner().unwrap();
    sandbox.inject(FaultRule::new(Fault::QuoteBarcode));
    note(
        till.scan_pay(&sale("MYCANARYQUOTED0001", "CANARY-M-QUOTED"))
            .unwrap_err(),
    );
    secrets.push("MYCANARYQUOTED0001".to_owned());

    let order_key = secrets.iter().find(|secret| secret.len() == 32).unwrap().clone();
    let form = format!("uid=1&key={order_key}&prc=250&order_id=CANARY-N&user_name={PLAINTEXT}");
    let notification = parse_notification(form.as_bytes()).unwrap();
    note(format!("{notification:?}"));
    note(notification.verify(&ExpectedOrder::default()).unwrap_err());
    let other = ExpectedOrder {
        uid: "1".to_owned(),
        key: order_key.replace(|_: char| true, "0"),
        ..Default::default()
    };
    note(notification.verify(&other).unwrap_err());
    note(parse_notification(format!("key={order_key}&key={order_key}").as_bytes()).unwrap_err());
    note(
        till.call_json("scan_pay", &format!(r#"{{"scanned_code":["{PLAINTEXT}"]}}"#))
            .unwrap_err(),
    );
    let good = std::fs::read_to_string(sandbox.config_path()).unwrap();
    let table: toml::Table = good.parse().unwrap();
    let store_key = table["mypay"]["key"].as_str().unwrap();
    let broken = good.replace(store_key, &format!("{store_key}x"));
    note(Config::from_toml(&broken, state.path()).unwrap_err());
    secrets.push(store_key.to_owned());

    assert_absent(&["mypay.scan_pay CANARY", "mypay.query_order"], &secrets);
}

fn provoke(till: &Client, fault: Fault, secrets: &Mutex<Vec<String>>) {
    let code = fault.magic_barcode().unwrap_or_else(|| "MY0000CANARY000000".to_owned());
    secrets.lock().unwrap().push(code.clone());
    let sale = sale(&code, &format!("CANARY-M-{}", fault.name()));
    note(format!("{sale:?}"));
    match till.scan_pay(&sale) {
        Err(error) => note(error),
        Ok(paid) => {
            secrets.lock().unwrap().push(paid.key.clone());
            note(format!("{paid:?}"));
            let query = QueryOrderRequest {
                uid: paid.uid,
                key: paid.key,
                ..Default::default()
            };
            note(format!("{query:?} {:?}", till.query_order(&query)));
        }
    }
}

fn sale(code: &str, order_id: &str) -> ScanPayRequest {
    ScanPayRequest {
        scanned_code: code.to_owned(),
        user_id: "guest".to_owned(),
        user_name: Some(PLAINTEXT.to_owned()),
        cost: 36,
        order_id: order_id.to_owned(),
        ip: "203.0.113.5".to_owned(),
        items: vec![Item {
            id: "1".to_owned(),
            name: "item".to_owned(),
            cost: 36,
            amount: 1,
            total: 36,
            ..Default::default()
        }],
        ..Default::default()
    }
}
