//! `twpos envelope`: seal or open one icash Pay message with a till's keys.

use crate::failure::Failure;
use serde_json::{Value, json};
use std::path::PathBuf;
use twpos::icash::{Config, Opened, Sealed};
use twpos::text_file;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Seal a plaintext message: prints the two headers and the body.
    Seal(Arguments),
    /// Open a captured reply body, or a captured request body (EncData=…).
    Open {
        #[command(flatten)]
        arguments: Arguments,
        /// The X-iCP-Signature header of the capture. Without it the signature is not checked.
        #[arg(long)]
        signature: Option<String>,
    },
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The configuration file with the keys.
    #[arg(long)]
    config: PathBuf,
    /// The file to read; "-" is standard input.
    #[arg(long, default_value = "-")]
    input: String,
}

pub(crate) fn run(command: Command) -> crate::Result {
    match command {
        Command::Seal(arguments) => seal(&arguments),
        Command::Open { arguments, signature } => open(&arguments, signature.as_deref()),
    }
}

fn seal(arguments: &Arguments) -> crate::Result {
    let keys = Config::from_file(&arguments.config)?.credentials;
    let plaintext = crate::call::read_text(&arguments.input).map_err(unreadable)?;
    let sealed = Sealed::seal(&plaintext, &keys.aes, &keys.merchant_private_key)?;
    print(&json!({
        "X-iCP-EncKeyID": keys.aes.enc_key_id(),
        "X-iCP-Signature": sealed.signature,
        "body": sealed.form_body(),
    }))
}

fn open(arguments: &Arguments, signature: Option<&str>) -> crate::Result {
    let keys = Config::from_file(&arguments.config)?.credentials;
    let bytes = crate::call::read_bytes(&arguments.input).map_err(unreadable)?;
    let capture = text_file::decode(bytes.clone()).map_err(unreadable)?;
    if let Some(form_value) = capture.trim().strip_prefix("EncData=") {
        let enc_data = form_value.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
        let verified = signature.map(|text| keys.merchant_private_key.public_key().verify(enc_data.as_bytes(), text));
        return print(&json!({ "signature": describe(verified), "message": decrypt(&keys.aes, &enc_data)? }));
    }
    if signature.is_some() {
        let opened = Opened::open(&bytes, signature, &keys.aes, &keys.icash_public_key)?;
        return print(&json!({
            "signature": describe(Some(true)),
            "RtnCode": opened.rtn_code,
            "RtnMsg": opened.rtn_msg,
            "message": opened.message,
        }));
    }
    let reply: Value = serde_json::from_str(&capture).map_err(|_| Failure::usage("the capture is not a reply body"))?;
    let enc_data = reply["EncData"]
        .as_str()
        .ok_or_else(|| Failure::usage("the capture has no EncData"))?;
    print(&json!({
        "signature": describe(None),
        "RtnCode": reply["RtnCode"],
        "RtnMsg": reply["RtnMsg"],
        "message": decrypt(&keys.aes, enc_data)?,
    }))
}

fn unreadable(problem: String) -> Failure {
    Failure::Usage(format!("the input cannot be read: {problem}"))
}

fn decrypt(aes: &twpos::icash::AesCredential, enc_data: &str) -> Result<Value, Failure> {
    aes.decrypt(enc_data)
        .and_then(|text| serde_json::from_str(&text).ok())
        .ok_or_else(|| Failure::usage("EncData does not decrypt with this configuration's aes_key and aes_iv"))
}

fn describe(verified: Option<bool>) -> &'static str {
    match verified {
        Some(true) => "valid",
        Some(false) => "INVALID",
        None => "not checked",
    }
}

fn print(value: &Value) -> crate::Result {
    Ok(crate::output::json(format_args!("{value:#}"))?)
}
