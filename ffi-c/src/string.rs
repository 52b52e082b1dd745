//! Texts that the library hands out.

use std::ffi::{CString, c_char};
use zeroize::Zeroize as _;

/// Frees a text that the library gave through a char **, and wipes it, since it may be a key. NULL is
/// nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_string_free(text: *mut c_char) {
    if !text.is_null() {
        unsafe { CString::from_raw(text) }.into_bytes_with_nul().zeroize();
    }
}
