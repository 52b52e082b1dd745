//! Whatever the network answers: `Opened::open` must not panic, and must not accept what icash Pay did not sign.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use twpos::crypto::PrivateKey;
use twpos::icash::{Credentials, Opened};
use twpos::{Error, ErrorKind, Outcome};

static SIGNER: LazyLock<PrivateKey> = LazyLock::new(twpos_fuzz::icash_signer);
static TILL: LazyLock<Credentials> = LazyLock::new(twpos_fuzz::merchant);

fuzz_target!(|data: &[u8]| {
    let Some((way, data)) = data.split_first() else { return };
    match way % 3 {
        0 => signed(data),
        1 => sealed(data),
        _ => forged(data),
    }
});

/// An authentic body of any content reaches the parser and the decryption.
fn signed(body: &[u8]) {
    if let Err(error) = open(body, Some(&sign(body))) {
        assert_ne!(error.kind, ErrorKind::Signature);
    }
}

/// Any plaintext inside an authentic envelope reaches the innermost parser.
fn sealed(plaintext: &[u8]) {
    let Ok(plaintext) = std::str::from_utf8(plaintext) else {
        return;
    };
    let body = json!({ "EncData": TILL.aes.encrypt(plaintext), "RtnCode": 1 }).to_string();
    let opened = open(body.as_bytes(), Some(&sign(body.as_bytes())));
    // A byte order mark is skipped, a member twice refused, and a number may be kept as its text.
    let plaintext = plaintext.strip_prefix('\u{feff}').unwrap_or(plaintext);
    let expected: Result<Map<String, Value>, _> = serde_json::from_str(plaintext);
    match (opened, expected) {
        (Ok(opened), Ok(expected)) => assert!(opened.message.keys().eq(expected.keys())),
        (Err(error), Ok(_)) => assert_eq!(error.kind, ErrorKind::Malformed, "a member twice"),
        (Ok(_), Err(error)) => assert!(error.to_string().starts_with("number out of range"), "{error}"),
        (Err(_), Err(_)) => {}
    }
}

/// The first line is the signature, or there is none.
fn forged(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let signature = std::str::from_utf8(parts.next().unwrap_or_default()).ok();
    let body = parts.next().unwrap_or(data);
    for signature in [signature, None] {
        let refused = open(body, signature).is_err_and(|error| error.kind == ErrorKind::Signature);
        // The seeds hold real signatures. The scheme is deterministic: a body has exactly one.
        assert!(refused || signature.map(str::trim) == Some(&sign(body)));
    }
}

fn sign(body: &[u8]) -> String {
    SIGNER.sign(body).expect("a signature")
}

fn open(body: &[u8], signature: Option<&str>) -> Result<Opened, Error> {
    Opened::open(body, signature, &TILL.aes, &TILL.icash_public_key)
        .inspect_err(|error| assert_eq!(error.outcome, Outcome::Unknown))
}
