//! Whatever stands where an encrypted text should: opening it must not panic, and a text has one way to be written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use twpos::crypto::{AesIv, AesKey, decode_base64, encode_base64};
use twpos::mypay::{decrypt, encrypt};

static KEY: LazyLock<AesKey> = LazyLock::new(twpos_fuzz::mypay_key);

fuzz_target!(|data: &[u8]| {
    let Some((way, data)) = data.split_first() else { return };
    match way % 3 {
        0 => open(&String::from_utf8_lossy(data)),
        // Past the base64, which a fuzzer seldom gets right.
        1 => open(&encode_base64(data)),
        _ => seal(data),
    }
});

fn open(text: &str) {
    let Some(plaintext) = decrypt(text, &KEY) else { return };
    let message = decode_base64(text).expect("base64, for it opened");
    let (iv, _) = message.split_first_chunk().expect("a vector, for it opened");
    assert_eq!(encrypt(&plaintext, &KEY, &AesIv::from_bytes(*iv)), text);
}

/// The vector, then the plaintext.
fn seal(data: &[u8]) {
    let Some((iv, plaintext)) = data.split_first_chunk() else {
        return;
    };
    let Ok(plaintext) = std::str::from_utf8(plaintext) else {
        return;
    };
    let text = encrypt(plaintext, &KEY, &AesIv::from_bytes(*iv));
    assert_eq!(decrypt(&text, &KEY).as_deref(), Some(plaintext));
}
