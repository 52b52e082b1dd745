//! The scenario runner in Rust: one JSON object per line in, one per line out (`conformance/scenarios/README.md`).

use serde_json::{Value, json};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::{self, BufRead as _, Write as _};
use twpos::{AnyClient, Error, bridge, mypay};

/// The clients by provider and configuration file, made when they are first needed.
type Clients = HashMap<(String, String), AnyClient>;

fn main() -> io::Result<()> {
    let mut clients = Clients::default();
    for line in io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line?)?;
        let answer = match ask(&mut clients, &question) {
            Ok(response) => json!({ "response": response }),
            Err(error) => json!({ "error": bridge::to_json(&error) }),
        };
        let mut out = io::stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn ask(clients: &mut Clients, question: &Value) -> Result<Value, Error> {
    let text = |name: &str| question[name].as_str().unwrap_or_default();
    match text("do") {
        "call" => {
            let (provider, operation) = text("operation").split_once('.').unwrap_or_default();
            let client = match clients.entry((provider.to_owned(), text("config").to_owned())) {
                Entry::Occupied(client) => client.into_mut(),
                Entry::Vacant(place) => place.insert(AnyClient::from_config_file(provider, text("config"))?),
            };
            let response = client.call_json(operation, &question["request"].to_string())?;
            Ok(serde_json::from_str(&response).unwrap_or_default())
        }
        "parse_notification" => Ok(json!(mypay::parse_notification(text("body").as_bytes())?)),
        _ => {
            let expected = &question["expected"];
            let expected = mypay::ExpectedOrder {
                uid: expected["uid"].as_str().unwrap_or_default().to_owned(),
                key: expected["key"].as_str().unwrap_or_default().to_owned(),
                order_id: expected["order_id"].as_str().map(str::to_owned),
                cost: expected["cost"].as_i64(),
                ..Default::default()
            };
            mypay::parse_notification(text("body").as_bytes())?.verify(&expected)?;
            Ok(json!({}))
        }
    }
}
