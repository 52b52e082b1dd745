//! `twpos call`: one operation, JSON in, JSON out.

use crate::failure::Failure;
use std::io::Read as _;
use std::path::PathBuf;
use twpos::icash;

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
    let operation = match arguments.operation.split_once('.') {
        Some(("icash", operation)) => operation,
        _ => {
            let known = icash::OPERATIONS
                .map(|operation| format!("icash.{operation}"))
                .join(", ");
            return Err(Failure::usage(format!(
                "unknown operation {}; known are {known}",
                arguments.operation
            )));
        }
    };
    let request = read_text(&arguments.request).map_err(Failure::InvalidCall)?;
    let client = icash::Client::from_config_file(&arguments.config)?;
    println!("{}", client.call_json(operation, &request)?);
    Ok(())
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
