//! `twpos_error`: why a call failed, and what that means for the customer's money.

use crate::bridge::{free, handle, output, status};
use crate::failure::{Error, Failure};
use crate::generated::{self, TWPOS_KIND_INTERNAL, TWPOS_OUTCOME_UNKNOWN, kind_number, outcome_number};
use crate::status::*;
use std::ffi::{CStr, c_char};

/// Frees an error. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_error_free(error: *mut Error) {
    unsafe { free(error) };
}

/// The status that the failed function returned. Of NULL: TWPOS_NULL_POINTER.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_error_status(error: *const Error) -> i32 {
    unsafe { error.as_ref() }.map_or(TWPOS_NULL_POINTER, |error| error.status)
}

/// Why it failed, one of TWPOS_KIND_…. Of NULL: TWPOS_KIND_INTERNAL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_error_kind(error: *const Error) -> i32 {
    unsafe { error.as_ref() }.map_or(TWPOS_KIND_INTERNAL, |error| kind_number(error.what.kind))
}

/// What it means for the customer's money, one of TWPOS_OUTCOME_…: the number to act on. Of NULL:
/// TWPOS_OUTCOME_UNKNOWN.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_error_outcome(error: *const Error) -> i32 {
    unsafe { error.as_ref() }.map_or(TWPOS_OUTCOME_UNKNOWN, |error| outcome_number(error.what.outcome))
}

/// One English sentence for the log and the technician.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_error_detail(error: *const Error, detail: *mut *mut c_char) -> i32 {
    unsafe { text_of(error, "detail", detail, |error| Some(&error.what.detail)) }
}

/// The HTTP status of the answer, such as 403. TWPOS_NOT_FOUND if no answer got that far.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_error_http_status(error: *const Error, http_status: *mut i32) -> i32 {
    status(|| {
        let (error, http_status) = unsafe { (handle("error", error)?, output("http_status", http_status)?) };
        let found = error.what.http_status.ok_or_else(|| absent("http_status"))?;
        http_status.set(i32::from(found));
        Ok(())
    })
}

/// The provider's own code, taken only from an authentic answer (icash: StatusCode, else RtnCode).
/// TWPOS_NOT_FOUND if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_error_provider_code(error: *const Error, provider_code: *mut *mut c_char) -> i32 {
    unsafe {
        text_of(error, "provider_code", provider_code, |error| {
            error.what.provider_code.as_deref()
        })
    }
}

/// The provider's own words, taken only from an authentic answer (icash: StatusDesc, else RtnMsg).
/// TWPOS_NOT_FOUND if there are none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_error_provider_text(error: *const Error, provider_text: *mut *mut c_char) -> i32 {
    unsafe {
        text_of(error, "provider_text", provider_text, |error| {
            error.what.provider_text.as_deref()
        })
    }
}

/// The transaction this is about: the order number of the request, or the provider's own number where it has no
/// other. TWPOS_NOT_FOUND if the call failed before it was read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_error_reference(error: *const Error, reference: *mut *mut c_char) -> i32 {
    unsafe { text_of(error, "reference", reference, |error| error.what.reference.as_deref()) }
}

/// All of the error in one line, for a log.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_error_text(error: *const Error, text: *mut *mut c_char) -> i32 {
    status(|| {
        let (error, text) = unsafe { (handle("error", error)?, output("text", text)?) };
        text.text(error.what.to_string())
    })
}

/// The stable name of one of TWPOS_KIND_…, such as "invalid_request"; of any other number "internal".
#[unsafe(no_mangle)]
pub extern "C" fn twpos_kind_name(kind: i32) -> *const c_char {
    as_constant(generated::kind_name(kind))
}

/// The stable name of one of TWPOS_OUTCOME_…, such as "not_sent"; of any other number "unknown".
#[unsafe(no_mangle)]
pub extern "C" fn twpos_outcome_name(outcome: i32) -> *const c_char {
    as_constant(generated::outcome_name(outcome))
}

fn as_constant(text: &'static CStr) -> *const c_char {
    text.as_ptr()
}

unsafe fn text_of(error: *const Error, name: &str, text: *mut *mut c_char, get: fn(&Error) -> Option<&str>) -> i32 {
    status(|| {
        let (error, text) = unsafe { (handle("error", error)?, output(name, text)?) };
        text.text(get(error).ok_or_else(|| absent(name))?)
    })
}

fn absent(name: &str) -> Failure {
    Error::wrong_call(TWPOS_NOT_FOUND, format!("the error has no {name}"))
}
