//! The cryptography that the providers' envelopes need, and nothing more.
//!
//! RSA private-key operations and TLS run in one provider, `aws-lc-rs` or (feature `provider-ring`)
//! `ring`; the `rsa` crate only reads and generates keys (see `docs/adr/0001-crypto-provider.md`).

mod aes_cbc;
mod key_text;
mod provider;
mod rsa_keys;
mod secret;

pub use aes_cbc::{AesIv, AesKey};
pub use rsa_keys::{PrivateKey, PublicKey};
pub use secret::Secret;

pub(crate) use provider::tls_provider;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Standard base64 with padding, as every provider writes it.
pub fn encode_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads standard base64 with padding; `None` if `text` is anything else.
pub fn decode_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}
