//! The scenario runner in Rust: one JSON object per line in, one per line out (`conformance/scenarios/README.md`).

use serde_json::{Value, json};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::{self, BufRead as _, Write as _};
use twpos::{Error, icash, mypay, omni};

/// The clients of one configuration file, made when they are first needed.
#[derive(Default)]
struct Clients {
    icash: HashMap<String, icash::Client>,
    mypay: HashMap<String, mypay::Client>,
    omni: HashMap<String, omni::Client>,
}

fn main() -> io::Result<()> {
    let mut clients = Clients::default();
    for line in io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line?)?;
        let answer = match ask(&mut clients, &question) {
            Ok(response) => json!({ "response": response }),
            Err(error) => json!({ "error": describe(&error) }),
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
            let (config, request) = (text("config"), question["request"].to_string());
            let response = match provider {
                "icash" => client(&mut clients.icash, config, icash::Client::from_config_file)?
                    .call_json(operation, &request)?,
                "mypay" => client(&mut clients.mypay, config, mypay::Client::from_config_file)?
                    .call_json(operation, &request)?,
                _ => {
                    client(&mut clients.omni, config, omni::Client::from_config_file)?.call_json(operation, &request)?
                }
            };
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

fn client<'a, C>(
    known: &'a mut HashMap<String, C>,
    config: &str,
    open: impl FnOnce(String) -> Result<C, Error>,
) -> Result<&'a C, Error> {
    Ok(match known.entry(config.to_owned()) {
        Entry::Occupied(client) => client.into_mut(),
        Entry::Vacant(place) => place.insert(open(config.to_owned())?),
    })
}

fn describe(error: &Error) -> Value {
    json!({
        "kind": error.kind.as_str(),
        "outcome": error.outcome.as_str(),
        "detail": error.detail,
        "provider_code": error.provider_code,
        "provider_text": error.provider_text,
        "http_status": error.http_status,
        "reference": error.reference,
    })
}
