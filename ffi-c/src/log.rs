//! `twpos_log_set`: the library's log lines, in the host's log.

use crate::bridge::status;
use crate::failure::Error;
use crate::status::TWPOS_INVALID_ARGUMENT;
use arc_swap::ArcSwapOption;
use log::{LevelFilter, Log, Metadata, Record};
use std::ffi::{CString, c_char, c_void};
use std::sync::Arc;

/// A level of the log: something failed.
pub const TWPOS_LOG_ERROR: i32 = 1;

/// A level of the log: something needs a look.
pub const TWPOS_LOG_WARN: i32 = 2;

/// A level of the log: one line for each operation, with its reference, outcome and duration.
pub const TWPOS_LOG_INFO: i32 = 3;

/// A level of the log: details for a technician.
pub const TWPOS_LOG_DEBUG: i32 = 4;

/// Receives one log line: the `user` of twpos_log_set, one of TWPOS_LOG_…, and the line, which is valid only
/// during the call. It may be called from any thread that uses the library, several at once, and must
/// neither throw nor unwind.
pub type LogCallback = Option<unsafe extern "C" fn(user: *mut c_void, level: i32, text: *const c_char)>;

#[derive(Clone, Copy)]
struct Receiver {
    callback: LogCallback,
    user: *mut c_void,
}

// The pointer is the host's: it is handed back to its callback, which any thread may call by contract.
unsafe impl Send for Receiver {}
unsafe impl Sync for Receiver {}

/// Behind no lock, which a child of `fork` might find held for ever.
static RECEIVER: ArcSwapOption<Receiver> = ArcSwapOption::const_empty();
static LOGGER: Logger = Logger;

struct Logger;

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Other crates' lines are not checked for secrets.
        let target = metadata.target();
        target == "twpos" || target.starts_with("twpos::")
    }

    fn log(&self, record: &Record<'_>) {
        // Copied out, so that a callback may itself call twpos_log_set.
        let receiver = RECEIVER.load().as_deref().copied();
        let Some(Receiver {
            callback: Some(callback),
            user,
        }) = receiver
        else {
            return;
        };
        if !self.enabled(record.metadata()) {
            return;
        }
        let line = record.args().to_string().replace('\0', "\u{fffd}");
        if let Ok(line) = CString::new(line) {
            let level = record.level() as i32;
            unsafe { callback(user, level, line.as_ptr()) };
        }
    }

    fn flush(&self) {}
}

/// Sends the library's log lines to `callback`, up to and including `level` (one of TWPOS_LOG_…). No line
/// ever holds a key, a token, a barcode or a body.
///
/// `callback` may be NULL: no more lines then, although a call on another thread may still be going on.
/// `user` may be NULL: it is handed to the callback as it is. One callback serves the whole process; the
/// last one set counts.
#[unsafe(no_mangle)]
pub extern "C" fn twpos_log_set(callback: LogCallback, user: *mut c_void, level: i32) -> i32 {
    status(|| {
        let level = match level {
            TWPOS_LOG_ERROR => LevelFilter::Error,
            TWPOS_LOG_WARN => LevelFilter::Warn,
            TWPOS_LOG_INFO => LevelFilter::Info,
            TWPOS_LOG_DEBUG => LevelFilter::Debug,
            _ => {
                let detail = "level is none of TWPOS_LOG_…".to_owned();
                return Err(Error::wrong_call(TWPOS_INVALID_ARGUMENT, detail));
            }
        };
        RECEIVER.store(Some(Arc::new(Receiver { callback, user })));
        // It fails from the second time on, when it is this logger already.
        let _ = log::set_logger(&LOGGER);
        log::set_max_level(callback.map_or(LevelFilter::Off, |_| level));
        Ok(())
    })
}
