//! What the vendors' codes mean; the functions are generated.

use crate::bridge::{output, status, text};
use serde_json::Value;
use std::ffi::c_char;

pub(crate) unsafe fn describe(
    code: *const c_char,
    description_json: *mut *mut c_char,
    meaning: fn(&str) -> Value,
) -> i32 {
    status(|| {
        let (code, description_json) = unsafe { (text("code", code)?, output("description_json", description_json)?) };
        description_json.text(meaning(code).to_string())
    })
}
