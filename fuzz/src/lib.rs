//! The test keys that the targets share, from the golden vectors.

use std::sync::LazyLock;
use twpos::crypto::{PrivateKey, PublicKey};
use twpos::icash::{AesCredential, Credentials};

static VECTORS: LazyLock<serde_json::Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../conformance/vectors/icash.json")).expect("vectors"));

fn key(name: &str) -> &'static str {
    VECTORS["keys"][name].as_str().expect("a test key")
}

/// icash Pay's half of the test keys, to sign replies as the host would.
pub fn icash_signer() -> PrivateKey {
    PrivateKey::from_text(key("icash_private_key")).expect("a test key")
}

/// The merchant's half.
pub fn merchant() -> Credentials {
    Credentials {
        merchant_private_key: PrivateKey::from_text(key("merchant_private_key")).expect("a test key"),
        icash_public_key: PublicKey::from_text(key("icash_public_key")).expect("a test key"),
        aes: AesCredential::new(key("enc_key_id"), key("aes_key"), key("aes_iv")).expect("a test credential"),
    }
}
