//! Numbers that nobody has given before.

use crate::crypto::random_bytes;
use crate::encoding::hex;
use crate::error::Error;

/// A new random UUID (version 4), in the capital letters of the vendors' examples.
pub(crate) fn uuid() -> Result<String, Error> {
    let mut bytes = random_bytes::<16>()?;
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let text = hex(&bytes).to_ascii_uppercase();
    Ok(format!(
        "{}-{}-{}-{}-{}",
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..]
    ))
}
