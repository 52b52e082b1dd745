//! The reader of a token, for its fuzz target. Built only under `--cfg fuzzing`, which `cargo fuzz` sets, so nothing that
//! ships has this door.

use super::token::read;
use crate::error::{Error, ErrorKind};
use crate::transport::Reply;
use std::time::{Duration, Instant};

/// As a token endpoint's answer is read: the token, and how long it lives.
///
/// # Errors
/// As a client's that asks there.
pub fn read_token(http_status: u16, body: &[u8]) -> Result<(String, Duration), Error> {
    let asked = Instant::now();
    let no_reply = || Error::new(ErrorKind::Internal, "no reply");
    let token = read(Reply::of(http_status, body, None).ok_or_else(no_reply)?, asked)?;
    Ok((token.value.expose().clone(), token.expires - asked))
}
