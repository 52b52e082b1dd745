//! Functions that exist only under the feature `self-test`, and so in no release and no header.

use crate::bridge::{status, status_with_error};
use crate::error::Error;

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
