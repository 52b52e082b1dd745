//! The MYPAY message that the peers in `bench/peers/mypay_*` seal too.

use crate::{Arguments, Result, Spent, text};
use serde_json::{Value, json};
use std::hint::black_box;
use twpos::crypto::AesKey;
use twpos::mypay::{Mode, Sealed};

/// JSON text to the form that is posted. The line has one "body" as well, for the caller to open.
pub(crate) fn seal(arguments: &Arguments, vectors: &Value) -> Result<()> {
    let file = arguments.message.as_ref().ok_or("--mode mypay-seal needs --message")?;
    let message = std::fs::read_to_string(file)?;
    let (message, uid) = (message.trim(), text(&vectors["keys"]["agent_uid"])?);
    let key = AesKey::from_text(text(&vectors["keys"]["key"])?)?;
    let body = || -> Result<String> { Ok(Sealed::seal("api/orders", message, &key)?.form_body(Mode::Agent, uid)) };

    let mut spent = Spent::default();
    spent.after_warmup(arguments, |_| {
        black_box(body()?);
        Ok(())
    })?;
    spent.print(
        arguments,
        json!({ "peer": "twpos", "mode": "mypay-seal", "body": body()? }),
    );
    Ok(())
}
