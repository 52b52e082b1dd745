//! Log lines of twpos, handed to each JavaScript environment (the main thread, a worker) that listens.

use crate::failure::guarded;
use log::{LevelFilter, Log, Metadata, Record};
use napi::bindgen_prelude::FnArgs;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Status};
use napi_derive::napi;
use std::sync::{PoisonError, RwLock};
use twpos::{ErrorKind, Outcome, bridge};

type Line = FnArgs<(String, String)>;
/// Does not keep the event loop running.
type Listener = ThreadsafeFunction<Line, (), Line, Status, false, true>;

struct Listening {
    environment: usize,
    level: LevelFilter,
    listener: Listener,
}

static LISTENERS: RwLock<Vec<Listening>> = RwLock::new(Vec::new());
static LOGGER: Logger = Logger;

struct Logger;

/// Calls `listener(level, text)` for each line up to `level` (`error`, `warn`, `info` or `debug`), in place of the one
/// that this environment had before.
#[napi]
pub(crate) fn set_logger(env: &Env, level: String, listener: Option<Listener>) -> napi::Result<()> {
    guarded(|| {
        let level: LevelFilter = level.parse().map_err(|_| {
            let detail = "level: must be one of error, warn, info, debug";
            bridge::error(ErrorKind::Config, Outcome::NotSent, detail)
        })?;
        let environment = env.raw() as usize;
        let mut listeners = LISTENERS.write().unwrap_or_else(PoisonError::into_inner);
        listeners.retain(|other| other.environment != environment);
        listeners.extend(listener.map(|listener| Listening {
            environment,
            level,
            listener,
        }));
        // Only the first call can succeed, and one is enough.
        let _ = log::set_logger(&LOGGER);
        log::set_max_level(listeners.iter().map(|one| one.level).max().unwrap_or(LevelFilter::Off));
        Ok(())
    })
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // What the HTTP library has to say is not ours to hand on.
        let target = metadata.target();
        target == "twpos" || target.starts_with("twpos::")
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let listeners = LISTENERS.read().unwrap_or_else(PoisonError::into_inner);
        for one in listeners.iter().filter(|one| record.level() <= one.level) {
            let line = (record.level().as_str().to_lowercase(), record.args().to_string());
            // An environment that has ended no longer listens, and nobody needs to be told.
            one.listener.call(line.into(), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }

    fn flush(&self) {}
}
