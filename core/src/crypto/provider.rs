//! The one place that knows which crypto library runs RSA and TLS.

use std::sync::Arc;

#[cfg(all(feature = "provider-aws-lc", feature = "provider-ring"))]
compile_error!(
    "choose one crypto provider: provider-aws-lc (the default) or, with default-features = false, provider-ring"
);
#[cfg(not(any(feature = "provider-aws-lc", feature = "provider-ring")))]
compile_error!("choose a crypto provider: provider-aws-lc or provider-ring");

#[cfg(feature = "provider-aws-lc")]
pub(super) use aws_lc_rs::{digest, hmac, rand::SystemRandom, signature};
#[cfg(all(feature = "provider-ring", not(feature = "provider-aws-lc")))]
pub(super) use ring::{digest, hmac, rand::SystemRandom, signature};

/// Passed to rustls explicitly, so that a host program's process-wide default is left alone.
pub(crate) fn tls_provider() -> Arc<rustls::crypto::CryptoProvider> {
    #[cfg(feature = "provider-aws-lc")]
    use rustls::crypto::aws_lc_rs as provider;
    #[cfg(all(feature = "provider-ring", not(feature = "provider-aws-lc")))]
    use rustls::crypto::ring as provider;
    Arc::new(provider::default_provider())
}

#[cfg(feature = "provider-aws-lc")]
pub(super) type VerifyingKey = signature::ParsedPublicKey;

/// Parses a PKCS#1 public key once, for many verifications.
#[cfg(feature = "provider-aws-lc")]
pub(super) fn verifying_key(pkcs1: &[u8]) -> Option<VerifyingKey> {
    signature::ParsedPublicKey::new(&signature::RSA_PKCS1_2048_8192_SHA256, pkcs1).ok()
}

#[cfg(feature = "provider-aws-lc")]
pub(super) fn verify(key: &VerifyingKey, data: &[u8], signature: &[u8]) -> bool {
    key.verify_sig(data, signature).is_ok()
}

/// ring has no parsed form of an RSA public key; its parsing is a small part of a verification.
#[cfg(all(feature = "provider-ring", not(feature = "provider-aws-lc")))]
pub(super) type VerifyingKey = signature::UnparsedPublicKey<Vec<u8>>;

#[cfg(all(feature = "provider-ring", not(feature = "provider-aws-lc")))]
pub(super) fn verifying_key(pkcs1: &[u8]) -> Option<VerifyingKey> {
    Some(signature::UnparsedPublicKey::new(
        &signature::RSA_PKCS1_2048_8192_SHA256,
        pkcs1.to_vec(),
    ))
}

#[cfg(all(feature = "provider-ring", not(feature = "provider-aws-lc")))]
pub(super) fn verify(key: &VerifyingKey, data: &[u8], signature: &[u8]) -> bool {
    key.verify(data, signature).is_ok()
}
