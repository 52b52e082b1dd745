//! `twpos_omni_client`.

use crate::bridge::free;
use crate::client::{self, Client};
use crate::config::Config;
use crate::error::Error;
use std::ffi::c_char;
use std::path::Path;

/// A till's connection to the OMNI gateway. Any number of threads may use one client at once. Freeing it while a
/// call goes on is not allowed.
pub struct OmniClient(pub(crate) twpos::omni::Client);

impl Client for OmniClient {
    fn from_file(path: &str) -> Result<Self, twpos::Error> {
        twpos::omni::Client::from_config_file(path).map(OmniClient)
    }

    fn from_toml(text: &str, directory: &Path) -> Result<Self, twpos::Error> {
        let config = twpos::omni::Config::from_toml(text, directory)?;
        twpos::omni::Client::new(config).map(OmniClient)
    }

    fn call_json(&self, operation: &str, request: &str) -> Result<String, twpos::Error> {
        self.0.call_json(operation, request)
    }
}

/// Makes a client for the [omni] table of a configuration file. Connects to nothing yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_omni_client_from_file(
    path: *const c_char,
    client: *mut *mut OmniClient,
    error: *mut *mut Error,
) -> i32 {
    unsafe { client::from_file(path, client, error) }
}

/// Makes a client for the [omni] table of a configuration's text. Paths in it are relative to `directory`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_omni_client_from_toml(
    toml: *const c_char,
    directory: *const c_char,
    client: *mut *mut OmniClient,
    error: *mut *mut Error,
) -> i32 {
    unsafe { client::from_toml(toml, directory, client, error) }
}

/// Makes a client from the settings "omni.…". Paths in them are relative to the process's directory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_omni_client_from_config(
    config: *const Config,
    client: *mut *mut OmniClient,
    error: *mut *mut Error,
) -> i32 {
    unsafe { client::from_config(config, client, error) }
}

/// Frees a client, its connections and its keys. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_omni_client_free(client: *mut OmniClient) {
    unsafe { free(client) };
}
