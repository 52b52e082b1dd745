//! What functions return. The kinds of failed calls, 101 and up, follow from core (`generated/mod.rs`).

/// Done.
pub const TWPOS_OK: i32 = 0;

/// A pointer is NULL that must not be. Nothing was done.
pub const TWPOS_NULL_POINTER: i32 = 1;

/// A text is not UTF-8. Nothing was done.
pub const TWPOS_INVALID_UTF8: i32 = 2;

/// A path of a JSON value or the name of a setting cannot be read, or leads nowhere. Nothing was done.
pub const TWPOS_INVALID_PATH: i32 = 3;

/// There is no such value: a JSON member that is absent, empty or null, or an error without this detail.
pub const TWPOS_NOT_FOUND: i32 = 4;

/// The value there is of another type.
pub const TWPOS_WRONG_TYPE: i32 = 5;

/// A number is none of those that this argument can be. Nothing was done.
pub const TWPOS_INVALID_ARGUMENT: i32 = 6;

/// A text is not JSON. Nothing was done.
pub const TWPOS_INVALID_JSON: i32 = 7;

/// A fault inside the library was caught. Of an operation, the outcome is unknown. Report it.
pub const TWPOS_PANIC: i32 = 900;
