//! `twpos_icash_client`.

use crate::bridge::{free, handle, output, status, status_with_error, text};
use crate::client::{self, Client};
use crate::config::Config;
use crate::error::Error;
use std::ffi::c_char;
use std::path::Path;
use twpos::icash::AesCredential;

/// A till's connection to icash Pay. Any number of threads may use one client at once. Freeing it while a
/// call goes on is not allowed.
pub struct IcashClient(pub(crate) twpos::icash::Client);

impl Client for IcashClient {
    fn from_file(path: &str) -> Result<Self, twpos::Error> {
        twpos::icash::Client::from_config_file(path).map(IcashClient)
    }

    fn from_toml(text: &str, directory: &Path) -> Result<Self, twpos::Error> {
        let config = twpos::icash::Config::from_toml(text, directory)?;
        twpos::icash::Client::new(config).map(IcashClient)
    }

    fn call_json(&self, operation: &str, request: &str) -> Result<String, twpos::Error> {
        self.0.call_json(operation, request)
    }
}

/// Makes a client for the [icash] table of a configuration file. Connects to nothing yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_client_from_file(
    path: *const c_char,
    client: *mut *mut IcashClient,
    error: *mut *mut Error,
) -> i32 {
    unsafe { client::from_file(path, client, error) }
}

/// Makes a client for the [icash] table of a configuration's text. Paths in it are relative to `directory`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_client_from_toml(
    toml: *const c_char,
    directory: *const c_char,
    client: *mut *mut IcashClient,
    error: *mut *mut Error,
) -> i32 {
    unsafe { client::from_toml(toml, directory, client, error) }
}

/// Makes a client from the settings "icash.…". Paths in them are relative to the process's directory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_client_from_config(
    config: *const Config,
    client: *mut *mut IcashClient,
    error: *mut *mut Error,
) -> i32 {
    unsafe { client::from_config(config, client, error) }
}

/// Frees a client, its connections and its keys. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_client_free(client: *mut IcashClient) {
    unsafe { free(client) };
}

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
        let (client, id) = unsafe { (handle("client", client)?, text("enc_key_id", enc_key_id)?) };
        let (key, iv) = unsafe { (text("aes_key", aes_key)?, text("aes_iv", aes_iv)?) };
        client.0.use_credential(AesCredential::new(id, key, iv)?);
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
        let (client, id) = unsafe { (handle("client", client)?, output("enc_key_id", enc_key_id)?) };
        id.text(client.0.enc_key_id())
    })
}
