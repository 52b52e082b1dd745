//! `twpos_mypay_client`.

use crate::bridge::{free, handle, output, status_with_error, text};
use crate::client::{self, Client};
use crate::config::Config;
use crate::error::Error;
use std::ffi::c_char;
use std::path::Path;
use twpos::crypto::AesKey;
use twpos::mypay::KeyChoice;

/// A till's connection to MYPAY LINK. Any number of threads may use one client at once. Freeing it while a
/// call goes on is not allowed.
pub struct MypayClient(pub(crate) twpos::mypay::Client);

impl Client for MypayClient {
    fn from_file(path: &str) -> Result<Self, twpos::Error> {
        twpos::mypay::Client::from_config_file(path).map(MypayClient)
    }

    fn from_toml(text: &str, directory: &Path) -> Result<Self, twpos::Error> {
        let config = twpos::mypay::Config::from_toml(text, directory)?;
        twpos::mypay::Client::new(config).map(MypayClient)
    }

    fn call_json(&self, operation: &str, request: &str) -> Result<String, twpos::Error> {
        self.0.call_json(operation, request)
    }
}

/// Makes a client for the [mypay] table of a configuration file. Connects to nothing yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_mypay_client_from_file(
    path: *const c_char,
    client: *mut *mut MypayClient,
    error: *mut *mut Error,
) -> i32 {
    unsafe { client::from_file(path, client, error) }
}

/// Makes a client for the [mypay] table of a configuration's text. Paths in it are relative to `directory`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_mypay_client_from_toml(
    toml: *const c_char,
    directory: *const c_char,
    client: *mut *mut MypayClient,
    error: *mut *mut Error,
) -> i32 {
    unsafe { client::from_toml(toml, directory, client, error) }
}

/// Makes a client from the settings "mypay.…". Paths in them are relative to the process's directory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_mypay_client_from_config(
    config: *const Config,
    client: *mut *mut MypayClient,
    error: *mut *mut Error,
) -> i32 {
    unsafe { client::from_config(config, client, error) }
}

/// Frees a client, its connections and its keys. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_mypay_client_free(client: *mut MypayClient) {
    unsafe { free(client) };
}

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
        let (client, other) = unsafe { (handle("client", client)?, output("other", other)?) };
        let choice = match key {
            TWPOS_MYPAY_KEY_CURRENT => KeyChoice::Current,
            TWPOS_MYPAY_KEY_PREVIOUS => KeyChoice::Previous,
            _ => return Err(Error::invalid_argument("key", "is none of TWPOS_MYPAY_KEY_…")),
        };
        other.handle(MypayClient(client.0.with_key(choice)?));
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
        let (client, key) = unsafe { (handle("client", client)?, text("key", key)?) };
        client.0.use_key(AesKey::from_text(key)?);
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}
