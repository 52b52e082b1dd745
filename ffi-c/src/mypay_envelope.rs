//! MYPAY's encryption by itself, for tests and diagnosis.

use crate::bridge::{optional_text, output, status_with_error, text};
use crate::failure::{Error, Failure};
use std::ffi::c_char;
use twpos::crypto::{AesIv, AesKey};
use twpos::mypay;

/// For tests and diagnosis: encrypts one text as the fields service and encry_data are, with a key of 32
/// ASCII characters. `iv_hex` is the vector, 32 hexadecimal digits; `iv_hex` may be NULL, which takes a
/// fresh random one, as every operation does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_mypay_encrypt(
    key: *const c_char,
    plaintext: *const c_char,
    iv_hex: *const c_char,
    encrypted: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (key, plaintext) = unsafe { (text("key", key)?, text("plaintext", plaintext)?) };
        let iv = unsafe { optional_text("iv_hex", iv_hex) }?;
        let encrypted = unsafe { output("encrypted", encrypted) }?;
        let iv = match iv {
            Some(digits) => AesIv::from_bytes(bytes_of(digits)?),
            None => AesIv::random()?,
        };
        encrypted.text(mypay::encrypt(plaintext, &AesKey::from_text(key)?, &iv))
    };
    unsafe { status_with_error(error, work) }
}

/// For tests and diagnosis: decrypts one such text. Every failure is alike.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_mypay_decrypt(
    key: *const c_char,
    encrypted: *const c_char,
    plaintext: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (key, encrypted) = unsafe { (text("key", key)?, text("encrypted", encrypted)?) };
        let plaintext = unsafe { output("plaintext", plaintext) }?;
        let decrypted = mypay::decrypt(encrypted, &AesKey::from_text(key)?);
        plaintext.text(decrypted.ok_or_else(|| Error::decrypt("the text does not decrypt with this key"))?)
    };
    unsafe { status_with_error(error, work) }
}

fn bytes_of(digits: &str) -> Result<[u8; 16], Failure> {
    let wrong = || Error::invalid_argument("iv_hex", "must be 32 hexadecimal digits");
    if digits.len() != 32 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    u128::from_str_radix(digits, 16)
        .map(u128::to_be_bytes)
        .map_err(|_| wrong())
}
