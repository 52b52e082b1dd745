//! `twpos call`: one operation, JSON in, JSON out.

use crate::failure::Failure;
use crate::output;
use serde_json::Value;
use std::io::Read as _;
use std::path::PathBuf;
use twpos::{icash, mypay, omni};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The operation, such as icash.pay.
    operation: String,
    /// The configuration file.
    #[arg(long)]
    config: PathBuf,
    /// A file with the request as JSON; "-" is standard input.
    #[arg(long, default_value = "-")]
    request: String,
}

pub(crate) fn run(arguments: &Arguments) -> crate::Result {
    let config = &arguments.config;
    let Some((provider @ ("icash" | "mypay" | "omni"), operation)) = arguments.operation.split_once('.') else {
        return Err(Failure::usage(format!(
            "unknown operation {}; known are {}",
            arguments.operation,
            known_operations().join(", ")
        )));
    };
    let request = read_text(&arguments.request).map_err(Failure::InvalidCall)?;
    let called = match provider {
        "icash" => icash::Client::from_config_file(config).and_then(|till| till.call_json(operation, &request)),
        "mypay" => mypay::Client::from_config_file(config).and_then(|shop| shop.call_json(operation, &request)),
        _ => omni::Client::from_config_file(config).and_then(|gateway| gateway.call_json(operation, &request)),
    };
    let response = called.map_err(|mut error| {
        // A configuration knows no transaction, and the caller still asked about one.
        error.reference = error.reference.or_else(|| twpos::reference_in(&request));
        error
    })?;
    output::line(&response)?;
    match is_settled(&response) {
        true => Ok(()),
        false => Err(Failure::NotSettled),
    }
}

fn known_operations() -> Vec<String> {
    let icash = icash::OPERATIONS.iter().map(|operation| format!("icash.{operation}"));
    let mypay = mypay::OPERATIONS.iter().map(|operation| format!("mypay.{operation}"));
    let omni = omni::OPERATIONS.iter().map(|operation| format!("omni.{operation}"));
    icash.chain(mypay).chain(omni).collect()
}

/// MYPAY answers payments and refunds also while it still works on them, and says so in these members.
fn is_settled(response: &str) -> bool {
    let response: Value = serde_json::from_str(response).unwrap_or_default();
    ["approved", "refunded"].iter().all(|member| response[member] != false)
}

/// The text of a file, or of standard input for "-".
pub(crate) fn read_text(source: &str) -> Result<String, String> {
    let mut text = String::new();
    let read = match source {
        "-" => std::io::stdin().read_to_string(&mut text).map(|_| ()),
        path => std::fs::read_to_string(path).map(|content| text = content),
    };
    match read {
        Ok(()) => Ok(text),
        Err(error) => Err(format!("cannot read {source}: {error}")),
    }
}
