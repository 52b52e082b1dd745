//! Whatever is pasted as a key: reading it must not panic, and what is read must survive being written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use twpos::ErrorKind;
use twpos::crypto::{PrivateKey, PublicKey};

fuzz_target!(|text: &str| {
    match PrivateKey::from_text(text) {
        Ok(key) => {
            let again = PrivateKey::from_text(&key.to_pem().expect("PEM")).expect("its own PEM");
            same(key.public_key(), again.public_key());
        }
        Err(error) => assert_eq!(error.kind, ErrorKind::Key),
    }
    match PublicKey::from_text(text) {
        Ok(key) => {
            same(&key, &PublicKey::from_text(&key.to_pem()).expect("its own PEM"));
            same(&key, &PublicKey::from_text(&key.to_base64()).expect("its own base64"));
        }
        Err(error) => assert_eq!(error.kind, ErrorKind::Key),
    }
});

fn same(key: &PublicKey, again: &PublicKey) {
    assert!(key.bits() >= 2048);
    assert_eq!(key.fingerprint(), again.fingerprint());
}
