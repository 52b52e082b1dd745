//! Whatever a host answers in the key exchange: reading it must not panic, no key is taken that a reply does not vouch
//! for, and no error holds one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use twpos::crypto::{PrivateKey, PublicKey, encode_base64};
use twpos::icash::fuzzing::HostReply;
use twpos::{Error, ErrorKind, Outcome};
use twpos_fuzz::reply::{amount, fields, text};

static HOST: LazyLock<PrivateKey> = LazyLock::new(twpos_fuzz::icash_signer);
static OURS: LazyLock<PrivateKey> = LazyLock::new(|| twpos_fuzz::merchant().merchant_private_key);

fuzz_target!(|data: &[u8]| {
    let Some((way, data)) = data.split_first() else { return };
    match way & 7 {
        0 => default_key(data),
        1 => exchanged_key(&sealed(data), data),
        2 => aes(&sealed(data), data),
        // The envelope itself, under a signature that is right.
        3 => signed(data),
        _ => forged(data),
    }
});

fn default_key(body: &[u8]) {
    for http_status in [200, 403] {
        let reply = HostReply::new(http_status, body, None).expect("a reply");
        let said = fields(body);
        match reply.default_key() {
            Ok((id, key)) => {
                assert!(http_status == 200 && amount(&said, "RtnCode") == Some(1));
                assert_eq!(id, text(&said, "DefaultPubCertID"));
                same_key(&key, &said, "DefaultPubCert");
            }
            Err(error) => refused(&error, http_status, &said),
        }
    }
}

/// What stands in an envelope that is as it should be.
fn exchanged_key(body: &[u8], plaintext: &[u8]) {
    let said = fields(plaintext);
    let reply = HostReply::new(200, body, Some(&sign(body))).expect("a reply");
    match reply.exchanged_key(&OURS) {
        Ok((id, key, expires)) => {
            assert_eq!(key.fingerprint(), HOST.public_key().fingerprint(), "another's key");
            same_key(&key, &said, "ServerPubCert");
            assert_eq!(id, text(&said, "ServerPubCertID"));
            assert_eq!(expires.unwrap_or_default(), text(&said, "ExpireDate"));
        }
        Err(error) => refused(&error, 200, &said),
    }
}

fn aes(body: &[u8], plaintext: &[u8]) {
    let said = fields(plaintext);
    let reply = HostReply::new(200, body, Some(&sign(body))).expect("a reply");
    match reply.aes(&OURS, HOST.public_key()) {
        Ok(credential) => assert_eq!(credential.enc_key_id(), text(&said, "EncKeyID")),
        Err(error) => refused(&error, 200, &said),
    }
}

fn signed(body: &[u8]) {
    let reply = HostReply::new(200, body, Some(&sign(body))).expect("a reply");
    let said = fields(body);
    for error in [
        reply.aes(&OURS, HOST.public_key()).err(),
        reply.exchanged_key(&OURS).err(),
    ] {
        if let Some(error) = error {
            assert!(error.kind != ErrorKind::Signature);
            refused(&error, 200, &said);
        }
    }
}

/// The first line is the signature, or there is none.
fn forged(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let signature = std::str::from_utf8(parts.next().unwrap_or_default()).ok();
    let plaintext = parts.next().unwrap_or(data);
    let body = sealed(plaintext);
    for signature in [signature, None] {
        let Some(reply) = HostReply::new(200, &body, signature) else {
            continue;
        };
        // No input can hold a signature of this body: its padding is random.
        let error = reply.aes(&OURS, HOST.public_key()).expect_err("nobody signed this");
        assert_eq!(error.kind, ErrorKind::Signature);
        reply.exchanged_key(&OURS).expect_err("nobody signed this");
    }
}

fn sealed(plaintext: &[u8]) -> Vec<u8> {
    let ciphertext = OURS.public_key().encrypt_blocks(plaintext).expect("encrypted");
    let body = json!({ "RtnCode": 1, "RtnMsg": "", "EncData": encode_base64(&ciphertext) });
    body.to_string().into_bytes()
}

fn sign(body: &[u8]) -> String {
    HOST.sign(body).expect("a signature")
}

fn same_key(key: &PublicKey, said: &Map<String, Value>, field: &str) {
    let again = PublicKey::from_text(&text(said, field)).expect("the key that was read");
    assert_eq!(key.fingerprint(), again.fingerprint());
}

fn refused(error: &Error, http_status: u16, said: &Map<String, Value>) {
    // What was sent may have been taken: only a new exchange tells.
    assert_eq!(error.outcome, Outcome::Unknown, "{error:?}");
    assert!(
        matches!(
            error.kind,
            ErrorKind::Http | ErrorKind::Malformed | ErrorKind::Declined | ErrorKind::Signature | ErrorKind::Decrypt
        ),
        "{error:?}"
    );
    assert_eq!(error.kind == ErrorKind::Http, http_status != 200);
    let shown = error.to_string();
    for name in ["AES_Key", "AES_IV"] {
        let secret = text(said, name);
        // A shorter one may be part of any sentence.
        assert!(secret.len() < 16 || !shown.contains(&secret), "{shown}");
    }
}
