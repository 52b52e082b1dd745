//! What clients share: how one is made, called and freed. Every client's handle is an [`AnyClient`] here; that each
//! provider's has a type of its own is for C's compiler (`generated`).

use crate::bridge::{self, Output, about, handle, output, status_with_error, text};
use crate::config::Config;
use crate::failure::{Error, Failure};
use std::ffi::c_char;
use twpos::AnyClient;

pub(crate) unsafe fn from_file(
    provider: &str,
    path: *const c_char,
    client: *mut *mut AnyClient,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (path, client) = unsafe { (text("path", path)?, output("client", client)?) };
        client.handle(AnyClient::from_config_file(provider, path)?);
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

pub(crate) unsafe fn from_toml(
    provider: &str,
    toml: *const c_char,
    directory: *const c_char,
    client: *mut *mut AnyClient,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (toml, directory) = unsafe { (text("toml", toml)?, text("directory", directory)?) };
        let client = unsafe { output("client", client) }?;
        client.handle(AnyClient::from_toml(provider, toml, directory)?);
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

pub(crate) unsafe fn from_config(
    provider: &str,
    config: *const Config,
    client: *mut *mut AnyClient,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (config, client) = unsafe { (handle("config", config)?, output("client", client)?) };
        client.handle(AnyClient::from_toml(provider, &config.to_toml(), ".")?);
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

pub(crate) unsafe fn free(client: *mut AnyClient) {
    unsafe { bridge::free(client) };
}

/// One operation. Every argument is checked before anything is sent.
pub(crate) unsafe fn operation(
    client: *const AnyClient,
    operation: &str,
    request_json: *const c_char,
    response_json: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (client, request) = unsafe { (handle("client", client)?, text("request_json", request_json)?) };
        let response = unsafe { output("response_json", response_json) }?;
        answered(request, response, || client.call_json(operation, request))
    };
    unsafe { status_with_error(error, work) }
}

/// Makes the call that `request` is for, and hands its reply over.
pub(crate) fn answered(
    request: &str,
    response: Output<*mut c_char>,
    call: impl FnOnce() -> Result<String, twpos::Error>,
) -> Result<(), Failure> {
    let reply = about(request, call)?;
    // JSON has no NUL inside. If one had, the call would still have been made.
    response
        .text(reply)
        .map_err(|_| Error::unwritable_reply().about(request))
}

/// A provider's functions, for the fuzz target. Built only under `--cfg fuzzing`, which `cargo fuzz` sets.
#[cfg(fuzzing)]
#[allow(missing_docs)]
pub struct Functions<C: 'static> {
    pub from_toml: unsafe extern "C" fn(*const c_char, *const c_char, *mut *mut C, *mut *mut Error) -> i32,
    pub from_config: unsafe extern "C" fn(*const Config, *mut *mut C, *mut *mut Error) -> i32,
    pub free: unsafe extern "C" fn(*mut C),
    pub operations:
        &'static [unsafe extern "C" fn(*const C, *const c_char, *mut *mut c_char, *mut *mut Error) -> i32],
    pub describe: &'static [unsafe extern "C" fn(*const c_char, *mut *mut c_char) -> i32],
}
