//! What only MYPAY's client has.

use crate::bridge::{handle, output, status_with_error, text};
use crate::failure::Error;
use crate::generated::mypay::MypayClient;
use std::ffi::c_char;
use twpos::AnyClient;
use twpos::crypto::AesKey;
use twpos::mypay::KeyChoice;

/// The key of the configuration, or the last one given to twpos_mypay_client_use_key.
pub const TWPOS_MYPAY_KEY_CURRENT: i32 = 1;

/// The previous_key of the configuration, or the one that twpos_mypay_client_use_key replaced.
pub const TWPOS_MYPAY_KEY_PREVIOUS: i32 = 2;

/// Makes another client that seals with the chosen one of two valid keys (TWPOS_MYPAY_KEY_…). It shares
/// connections and keys with the first, and is freed by itself. Fails if there is no previous key.
///
/// No call changes keys by itself: trying the other key would send a charge twice.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_mypay_client_with_key(
    client: *const MypayClient,
    key: i32,
    other: *mut *mut MypayClient,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let client = unsafe { handle("client", client.cast::<AnyClient>()) }?;
        let other = unsafe { output("other", other.cast::<*mut AnyClient>()) }?;
        let choice = match key {
            TWPOS_MYPAY_KEY_CURRENT => KeyChoice::Current,
            TWPOS_MYPAY_KEY_PREVIOUS => KeyChoice::Previous,
            _ => return Err(Error::invalid_argument("key", "is none of TWPOS_MYPAY_KEY_…")),
        };
        other.handle(AnyClient::Mypay(client.mypay()?.with_key(choice)?));
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

/// Takes a new key (32 ASCII characters) into use for every call that starts from now on; the present one
/// becomes the previous one. Calls in flight finish with the key they began with.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_mypay_client_use_key(
    client: *const MypayClient,
    key: *const c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (client, key) = unsafe { (handle("client", client.cast::<AnyClient>())?, text("key", key)?) };
        client.mypay()?.use_key(AesKey::from_text(key)?);
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}
