//! `twpos_private_key` and `twpos_public_key`: RSA keys, read by their content.

use crate::bridge::{free, handle, output, status, status_with_error, text};
use crate::failure::Error;
use std::ffi::c_char;

/// An RSA private key. Any number of threads may use one at once.
pub struct PrivateKey(twpos::crypto::PrivateKey);

/// An RSA public key. Any number of threads may use one at once.
pub struct PublicKey(twpos::crypto::PublicKey);

/// Reads a private key by its content: PEM or bare base64, PKCS#1 or PKCS#8, under any label, with or without
/// line breaks; at least 2048 bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_private_key_from_text(
    key_text: *const c_char,
    key: *mut *mut PrivateKey,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (key_text, key) = unsafe { (text("key_text", key_text)?, output("key", key)?) };
        key.handle(PrivateKey(twpos::crypto::PrivateKey::from_text(key_text)?));
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

/// Makes a new 2048-bit key from the operating system's randomness. Takes up to a second or so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_private_key_generate(key: *mut *mut PrivateKey, error: *mut *mut Error) -> i32 {
    let work = || {
        let key = unsafe { output("key", key) }?;
        key.handle(PrivateKey(twpos::crypto::PrivateKey::generate()?));
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

/// Frees a private key, and wipes it. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_private_key_free(key: *mut PrivateKey) {
    unsafe { free(key) };
}

/// The key as unencrypted PKCS#8 PEM, to be written to a file that only its owner can read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_private_key_to_pem(
    key: *const PrivateKey,
    pem: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (key, pem) = unsafe { (handle("key", key)?, output("pem", pem)?) };
        pem.text(key.0.to_pem()?.as_str())
    };
    unsafe { status_with_error(error, work) }
}

/// The public half of a private key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_private_key_public_key(
    key: *const PrivateKey,
    public_key: *mut *mut PublicKey,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (key, public_key) = unsafe { (handle("key", key)?, output("public_key", public_key)?) };
        public_key.handle(PublicKey(twpos::crypto::PublicKey::from_text(
            key.0.public_key().to_pem(),
        )?));
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

/// Reads a public key by its content: PEM or bare base64, SPKI or PKCS#1, under any label, with or without
/// line breaks; at least 2048 bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_public_key_from_text(
    key_text: *const c_char,
    key: *mut *mut PublicKey,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (key_text, key) = unsafe { (text("key_text", key_text)?, output("key", key)?) };
        key.handle(PublicKey(twpos::crypto::PublicKey::from_text(key_text)?));
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

/// Frees a public key. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_public_key_free(key: *mut PublicKey) {
    unsafe { free(key) };
}

/// The size of a key in bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_public_key_bits(key: *const PublicKey, bits: *mut i32) -> i32 {
    status(|| {
        let (key, bits) = unsafe { (handle("key", key)?, output("bits", bits)?) };
        bits.set(i32::try_from(key.0.bits()).unwrap_or(i32::MAX));
        Ok(())
    })
}

/// The SHA-256 of the key's SPKI form in hexadecimal, to compare two keys by eye. The same as
/// openssl pkey -pubin -in KEY -outform DER | sha256sum.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_public_key_fingerprint(key: *const PublicKey, fingerprint: *mut *mut c_char) -> i32 {
    status(|| {
        let (key, fingerprint) = unsafe { (handle("key", key)?, output("fingerprint", fingerprint)?) };
        fingerprint.text(key.0.fingerprint())
    })
}

/// The key as SPKI PEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_public_key_to_pem(key: *const PublicKey, pem: *mut *mut c_char) -> i32 {
    status(|| {
        let (key, pem) = unsafe { (handle("key", key)?, output("pem", pem)?) };
        pem.text(key.0.to_pem())
    })
}

/// The key as one line of base64 SPKI, the form that icash Pay's merchant pages take.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_public_key_to_base64(key: *const PublicKey, base64: *mut *mut c_char) -> i32 {
    status(|| {
        let (key, base64) = unsafe { (handle("key", key)?, output("base64", base64)?) };
        base64.text(key.0.to_base64())
    })
}
