//! What only icash Pay's client has.

use crate::bridge::{handle, output, status, status_with_error, text};
use crate::failure::Error;
use crate::generated::icash::IcashClient;
use std::ffi::c_char;
use twpos::AnyClient;
use twpos::icash::AesCredential;

/// Takes a new AES credential into use for every call that starts from now on. Calls in flight finish on the
/// one they began with, and earlier ones stay known for replies that name them.
///
/// The three values are those that icash Pay issued together: a decimal number, 32 and 16 ASCII characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_client_use_credential(
    client: *const IcashClient,
    enc_key_id: *const c_char,
    aes_key: *const c_char,
    aes_iv: *const c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (client, id) = unsafe {
            (
                handle("client", client.cast::<AnyClient>())?,
                text("enc_key_id", enc_key_id)?,
            )
        };
        let (key, iv) = unsafe { (text("aes_key", aes_key)?, text("aes_iv", aes_iv)?) };
        client.icash()?.use_credential(AesCredential::new(id, key, iv)?);
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

/// The id of the AES credential that new calls are sealed with. Not a secret.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_client_enc_key_id(
    client: *const IcashClient,
    enc_key_id: *mut *mut c_char,
) -> i32 {
    status(|| {
        let (client, id) = unsafe {
            (
                handle("client", client.cast::<AnyClient>())?,
                output("enc_key_id", enc_key_id)?,
            )
        };
        id.text(client.icash()?.enc_key_id())
    })
}
