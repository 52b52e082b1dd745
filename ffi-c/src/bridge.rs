//! What every function does around its work: check arguments, catch panics, write outputs.

use crate::cancel::Uncancelled;
use crate::failure::{Error, Failure};
use crate::status::{TWPOS_NULL_POINTER, TWPOS_OK};
use std::ffi::{CStr, CString, c_char};
use std::slice;

/// Runs `work` for a function without an error handle.
pub(crate) fn status(work: impl FnOnce() -> Result<(), Failure>) -> i32 {
    caught(work).map_or_else(|failure| failure.status(), |()| TWPOS_OK)
}

/// Runs `work`, and writes its error to `error`.
///
/// A call without a place for its error is refused before anything is done: the outcome would be lost.
pub(crate) unsafe fn status_with_error(error: *mut *mut Error, work: impl FnOnce() -> Result<(), Failure>) -> i32 {
    if error.is_null() {
        return TWPOS_NULL_POINTER;
    }
    match caught(work) {
        Ok(()) => TWPOS_OK,
        Err(failure) => {
            let status = failure.status();
            unsafe { error.write(Box::into_raw(failure)) };
            status
        }
    }
}

/// A call about a transaction, which not even a fault of ours loses.
pub(crate) fn about<T>(request: &str, call: impl FnOnce() -> Result<T, twpos::Error>) -> Result<T, Failure> {
    caught(|| call().map_err(Failure::from)).map_err(|failure| failure.about(request))
}

fn caught<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let _uncancelled = Uncancelled::begin();
    twpos::bridge::caught(work).unwrap_or_else(|fault| Err(Error::panic(fault)))
}

/// Frees a handle that [`Output::handle`] made; NULL is nothing.
pub(crate) unsafe fn free<T>(handle: *mut T) {
    if !handle.is_null() {
        // What it says of a panic has nobody to hear it.
        let _ = caught(|| {
            drop(unsafe { Box::from_raw(handle) });
            Ok(())
        });
    }
}

/// A handle to read.
pub(crate) unsafe fn handle<'a, T>(name: &str, handle: *const T) -> Result<&'a T, Failure> {
    unsafe { handle.as_ref() }.ok_or_else(|| Error::null(name))
}

/// A handle to change.
pub(crate) unsafe fn handle_mut<'a, T>(name: &str, handle: *mut T) -> Result<&'a mut T, Failure> {
    unsafe { handle.as_mut() }.ok_or_else(|| Error::null(name))
}

/// A text.
pub(crate) unsafe fn text<'a>(name: &str, text: *const c_char) -> Result<&'a str, Failure> {
    match unsafe { optional_text(name, text) }? {
        Some(text) => Ok(text),
        None => Err(Error::null(name)),
    }
}

/// A text that may be NULL.
pub(crate) unsafe fn optional_text<'a>(name: &str, text: *const c_char) -> Result<Option<&'a str>, Failure> {
    if text.is_null() {
        return Ok(None);
    }
    let text = unsafe { CStr::from_ptr(text) };
    text.to_str().map(Some).map_err(|_| Error::invalid_utf8(name))
}

/// Bytes of any kind, which need no NUL at the end.
pub(crate) unsafe fn bytes<'a>(name: &str, bytes: *const c_char, length: usize) -> Result<&'a [u8], Failure> {
    if bytes.is_null() {
        return Err(Error::null(name));
    }
    if isize::try_from(length).is_err() {
        return Err(Error::invalid_argument(name, "is longer than memory"));
    }
    Ok(unsafe { slice::from_raw_parts(bytes.cast(), length) })
}

/// A place for a result. Checked before the work, written after it.
pub(crate) unsafe fn output<T>(name: &str, place: *mut T) -> Result<Output<T>, Failure> {
    match place.is_null() {
        true => Err(Error::null(name)),
        false => Ok(Output(place)),
    }
}

/// A place that a result can be written to.
pub(crate) struct Output<T>(*mut T);

impl<T> Output<T> {
    pub(crate) fn set(self, value: T) {
        unsafe { self.0.write(value) };
    }
}

impl<T> Output<*mut T> {
    /// Hands a new handle to the caller, who frees it.
    pub(crate) fn handle(self, value: T) {
        self.set(Box::into_raw(Box::new(value)));
    }
}

impl Output<*mut c_char> {
    /// Hands a copy of a text to the caller, who frees it with `twpos_string_free`.
    pub(crate) fn text(self, text: impl Into<Vec<u8>>) -> Result<(), Failure> {
        let text = CString::new(text).map_err(|_| Error::nul_inside())?;
        self.set(text.into_raw());
        Ok(())
    }
}
