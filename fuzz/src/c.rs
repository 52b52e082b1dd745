//! A C program's side of the library: arguments out of an input, and what every result must be like.

use std::ffi::{CStr, CString, c_char};
use std::ptr::null_mut;
use twpos_c::error::*;
use twpos_c::string::twpos_string_free;

pub const OK: i32 = 0;
pub const NULL_POINTER: i32 = 1;
pub const INVALID_UTF8: i32 = 2;
pub const INVALID_PATH: i32 = 3;
pub const NOT_FOUND: i32 = 4;
pub const INVALID_ARGUMENT: i32 = 6;
pub const NOT_SENT: &CStr = c"not_sent";

/// Texts out of an input, each up to a NUL; those whose bit is set in `nulls` are NULL, and so is the output (bit 7)
/// or the place for an error (bit 6).
pub struct Arguments<'a> {
    rest: &'a [u8],
    nulls: u8,
    given: Vec<CString>,
    count: u8,
    /// Whether one of them is wrong in itself.
    pub is_wrong: bool,
}

impl<'a> Arguments<'a> {
    pub fn new(nulls: u8, rest: &'a [u8]) -> Self {
        Arguments {
            rest,
            nulls,
            given: Vec::new(),
            count: 0,
            is_wrong: nulls & 0xc0 != 0,
        }
    }

    /// The next text, which lives as long as these arguments do.
    pub fn text(&mut self) -> *const c_char {
        let mut parts = self.rest.splitn(2, |byte| *byte == 0);
        let text = CString::new(parts.next().unwrap_or_default()).expect("no NUL inside");
        self.rest = parts.next().unwrap_or_default();
        let is_null = self.nulls & 0x3f & (1_u8 << (self.count % 6)) != 0;
        self.count += 1;
        self.is_wrong |= is_null || text.to_str().is_err();
        self.given.push(text);
        match (is_null, self.given.last()) {
            (false, Some(text)) => text.as_ptr(),
            _ => std::ptr::null(),
        }
    }

    /// The next text where NULL is allowed.
    pub fn optional_text(&mut self) -> *const c_char {
        let was_wrong = self.is_wrong;
        let text = self.text();
        self.is_wrong = was_wrong || (!text.is_null() && self.given.last().is_some_and(|text| text.to_str().is_err()));
        text
    }

    /// What is left, as bytes and their number.
    pub fn bytes(&mut self) -> (*const c_char, usize) {
        let rest = std::mem::take(&mut self.rest);
        (rest.as_ptr().cast(), rest.len())
    }

    /// Runs a function with the place for its output and that for its error; gives the output.
    pub fn call<T>(&self, function: impl FnOnce(*mut *mut T, *mut *mut Error) -> i32) -> Result<*mut T, Told> {
        let mut output: *mut T = null_mut();
        let mut error: *mut Error = null_mut();
        let status = function(self.place(0x80, &raw mut output), self.place(0x40, &raw mut error));
        assert_eq!(status == OK, !output.is_null(), "an output on success only: {status}");
        self.check(status);
        if status == OK {
            assert!(error.is_null(), "an error beside success");
            return Ok(output);
        }
        Err(match self.nulls & 0x40 {
            0 => told(status, error),
            _ => Told {
                status,
                outcome: NOT_SENT,
                text: String::new(),
            },
        })
    }

    /// As [`call`](Self::call), of a function without an output.
    pub fn run(&self, function: impl FnOnce(*mut *mut Error) -> i32) -> Result<(), Told> {
        let mut error: *mut Error = null_mut();
        let status = function(&raw mut error);
        if status == OK {
            assert!(error.is_null(), "an error beside success");
            return Ok(());
        }
        Err(told(status, error))
    }

    fn place<T>(&self, bit: u8, place: *mut T) -> *mut T {
        if self.nulls & bit == 0 { place } else { null_mut() }
    }

    /// A status is said of arguments that deserve it, and of no others.
    fn check(&self, status: i32) {
        assert_ne!(status, 900, "a panic inside");
        assert_eq!(self.is_wrong, matches!(status, NULL_POINTER | INVALID_UTF8), "{status}");
    }
}

/// What an error said.
#[derive(Debug)]
pub struct Told {
    pub status: i32,
    pub outcome: &'static CStr,
    /// For a failure's message.
    pub text: String,
}

fn told(status: i32, error: *mut Error) -> Told {
    assert_ne!(status, 900, "a panic inside");
    assert!(!error.is_null(), "no error beside status {status}");
    // SAFETY: a handle of the library, and its constants.
    unsafe {
        assert_eq!(twpos_error_status(error), status);
        let text = of_error(error, twpos_error_text).expect("a text");
        let detail = of_error(error, twpos_error_detail).expect("a detail");
        assert!(
            text.contains(&detail) && !text.chars().any(char::is_control),
            "{text:?}"
        );
        for get in [
            twpos_error_provider_code,
            twpos_error_provider_text,
            twpos_error_reference,
        ] {
            of_error(error, get);
        }
        let kind = CStr::from_ptr(twpos_kind_name(twpos_error_kind(error)));
        assert!(status < 100 || kind != c"internal", "{text}");
        let outcome = CStr::from_ptr(twpos_outcome_name(twpos_error_outcome(error)));
        twpos_error_free(error);
        Told { status, outcome, text }
    }
}

unsafe fn of_error(
    error: *const Error,
    get: unsafe extern "C" fn(*const Error, *mut *mut c_char) -> i32,
) -> Option<String> {
    let mut text = null_mut();
    // SAFETY: a handle of the library.
    match unsafe { get(error, &raw mut text) } {
        OK => Some(take(text)),
        status => {
            assert_eq!((status, text), (NOT_FOUND, null_mut()));
            None
        }
    }
}

/// A text that the library gave, which is freed.
pub fn take(text: *mut c_char) -> String {
    // SAFETY: the library gave it.
    unsafe {
        let owned = CStr::from_ptr(text).to_str().expect("UTF-8").to_owned();
        twpos_string_free(text);
        owned
    }
}
