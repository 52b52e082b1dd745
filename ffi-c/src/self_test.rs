//! Functions that exist only under the feature `self-test`, and so in no release and no header.

use crate::bridge::{about, output, status, status_with_error, text};
use crate::client::answered;
use crate::failure::Error;
use std::ffi::c_char;

/// Panics inside, as a fault of ours would.
#[unsafe(no_mangle)]
#[allow(clippy::panic)]
pub unsafe extern "C" fn twpos_self_test_panic(error: *mut *mut Error) -> i32 {
    unsafe { status_with_error(error, || panic!("on purpose")) }
}

/// As [`twpos_self_test_panic`], in a function without an error handle.
#[unsafe(no_mangle)]
#[allow(clippy::panic)]
pub extern "C" fn twpos_self_test_panic_status() -> i32 {
    status(|| panic!("on purpose"))
}

/// As [`twpos_self_test_panic`], inside a call about the transaction that `request_json` names.
#[unsafe(no_mangle)]
#[allow(clippy::panic)]
pub unsafe extern "C" fn twpos_self_test_panic_in_call(request_json: *const c_char, error: *mut *mut Error) -> i32 {
    let work = || {
        let request = unsafe { text("request_json", request_json) }?;
        about(request, || panic!("on purpose"))
    };
    unsafe { status_with_error(error, work) }
}

/// An operation that was done, and whose reply has a NUL inside.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_self_test_nul_in_reply(
    request_json: *const c_char,
    response_json: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (request, response) = unsafe {
            (
                text("request_json", request_json)?,
                output("response_json", response_json)?,
            )
        };
        answered(request, response, || Ok("{\"BankSeq\":\"\0\"}".to_owned()))
    };
    unsafe { status_with_error(error, work) }
}
