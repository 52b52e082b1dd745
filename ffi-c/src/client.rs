//! What the three clients share: how one is made, and how an operation is called.

use crate::bridge::{about, handle, output, status_with_error, text};
use crate::config::Config;
use crate::error::Error;
use std::ffi::c_char;
use std::path::Path;

/// A client of core behind a handle.
pub(crate) trait Client: Sized {
    /// From the provider's table of a TOML file.
    fn from_file(path: &str) -> Result<Self, twpos::Error>;
    /// From the provider's table of TOML text; paths in it are relative to `directory`.
    fn from_toml(text: &str, directory: &Path) -> Result<Self, twpos::Error>;
    /// One operation, from JSON to JSON.
    fn call_json(&self, operation: &str, request: &str) -> Result<String, twpos::Error>;
}

pub(crate) unsafe fn from_file<C: Client>(path: *const c_char, client: *mut *mut C, error: *mut *mut Error) -> i32 {
    let work = || {
        let (path, client) = unsafe { (text("path", path)?, output("client", client)?) };
        client.handle(C::from_file(path)?);
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

pub(crate) unsafe fn from_toml<C: Client>(
    toml: *const c_char,
    directory: *const c_char,
    client: *mut *mut C,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (toml, directory) = unsafe { (text("toml", toml)?, text("directory", directory)?) };
        let client = unsafe { output("client", client) }?;
        client.handle(C::from_toml(toml, Path::new(directory))?);
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

pub(crate) unsafe fn from_config<C: Client>(config: *const Config, client: *mut *mut C, error: *mut *mut Error) -> i32 {
    let work = || {
        let (config, client) = unsafe { (handle("config", config)?, output("client", client)?) };
        client.handle(C::from_toml(&config.to_toml(), Path::new("."))?);
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

/// One operation. Every argument is checked before anything is sent.
pub(crate) unsafe fn operation<C: Client>(
    client: *const C,
    operation: &str,
    request_json: *const c_char,
    response_json: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (client, request) = unsafe { (handle("client", client)?, text("request_json", request_json)?) };
        let response = unsafe { output("response_json", response_json) }?;
        let reply = about(request, || client.call_json(operation, request))?;
        // JSON has no NUL inside. If one had, the call would still have been made.
        response
            .text(reply)
            .map_err(|_| Error::unwritable_reply().about(request))
    };
    unsafe { status_with_error(error, work) }
}
