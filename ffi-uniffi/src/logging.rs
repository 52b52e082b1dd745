//! Log lines of twpos, handed to the one listener of the process.

use crate::error::TwposError;
use log::{Level, LevelFilter, Log, Metadata, Record};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError, RwLock};

/// How much a listener is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// What someone should look at.
    Warn,
    /// One line for each operation.
    Info,
    /// What a technician may want to see.
    Debug,
}

/// What is told of each line. It is called on the thread that made the call, so it must be quick. What it throws is
/// dropped.
#[uniffi::export(foreign)]
pub trait LogListener: Send + Sync {
    /// One line. It holds no key, no token, no barcode and no body.
    fn log(&self, level: LogLevel, text: String) -> Result<(), TwposError>;
}

struct Listening {
    level: LevelFilter,
    listener: Arc<dyn LogListener>,
}

static LISTENING: RwLock<Option<Listening>> = RwLock::new(None);
static LOGGER: Logger = Logger;

struct Logger;

/// Hands each line up to `level` to `listener`, in place of the one before; none ends it.
#[uniffi::export]
pub fn set_log_listener(level: LogLevel, listener: Option<Arc<dyn LogListener>>) {
    let level = match level {
        LogLevel::Warn => LevelFilter::Warn,
        LogLevel::Info => LevelFilter::Info,
        LogLevel::Debug => LevelFilter::Debug,
    };
    let max = if listener.is_some() { level } else { LevelFilter::Off };
    let listening = listener.map(|listener| Listening { level, listener });
    let before = std::mem::replace(
        &mut *LISTENING.write().unwrap_or_else(PoisonError::into_inner),
        listening,
    );
    // Only the first call can succeed, and one is enough.
    let _ = log::set_logger(&LOGGER);
    log::set_max_level(max);
    // After the lock: to drop it calls into the host.
    drop(before);
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // What other libraries have to say was not read for secrets.
        let target = metadata.target();
        target == "twpos" || target.starts_with("twpos::")
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let listener = {
            let listening = LISTENING.read().unwrap_or_else(PoisonError::into_inner);
            let told = listening.as_ref().filter(|one| record.level() <= one.level);
            told.map(|one| one.listener.clone())
        };
        let level = match record.level() {
            Level::Error | Level::Warn => LogLevel::Warn,
            Level::Info => LogLevel::Info,
            Level::Debug | Level::Trace => LogLevel::Debug,
        };
        if let Some(listener) = listener {
            // A line is no reason for a payment to fail.
            let _ = catch_unwind(AssertUnwindSafe(|| listener.log(level, record.args().to_string())));
        }
    }

    fn flush(&self) {}
}
