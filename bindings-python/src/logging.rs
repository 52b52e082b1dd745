//! Core's log lines on their way to Python's `logging`, under `twpos`.
//!
//! A call works without the interpreter lock, so its lines are kept and handed over when it is back: a log
//! handler of the host can then neither delay a charge nor deadlock with it.

use log::{Level, LevelFilter, Log, Metadata, Record};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use std::cell::RefCell;

/// Only our own lines: what other libraries log was not read for secrets.
const TARGET: &str = "twpos";

thread_local! {
    static CALL: RefCell<Option<Call>> = const { RefCell::new(None) };
}

/// The call that this thread is in.
struct Call {
    level: LevelFilter,
    lines: Vec<Line>,
}

/// One line of the log.
pub(crate) struct Line {
    level: Level,
    text: String,
}

struct Collector;

impl Log for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let is_ours = metadata.target().split("::").next() == Some(TARGET);
        is_ours && CALL.with_borrow(|call| call.as_ref().is_some_and(|call| metadata.level() <= call.level))
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let (level, text) = (record.level(), record.args().to_string());
            CALL.with_borrow_mut(|call| {
                call.iter_mut().for_each(|call| {
                    call.lines.push(Line {
                        level,
                        text: text.clone(),
                    })
                })
            });
        }
    }

    fn flush(&self) {}
}

/// Takes core's log over. The module is loaded once for a process, and core with it.
pub(crate) fn install() {
    if log::set_logger(&Collector).is_ok() {
        log::set_max_level(LevelFilter::Debug);
    }
}

/// What the logger `twpos` wants to hear at this moment.
pub(crate) fn level(py: Python<'_>) -> LevelFilter {
    let level = logger(py).and_then(|logger| logger.call_method0("getEffectiveLevel")?.extract::<i64>());
    match level.unwrap_or(30) {
        ..=10 => LevelFilter::Debug,
        11..=20 => LevelFilter::Info,
        21..=30 => LevelFilter::Warn,
        31..=40 => LevelFilter::Error,
        _ => LevelFilter::Off,
    }
}

/// Runs `work` and keeps the lines that it logs.
pub(crate) fn collect<T>(level: LevelFilter, work: impl FnOnce() -> T) -> (T, Vec<Line>) {
    let lines = Vec::new();
    CALL.set(Some(Call { level, lines }));
    let result = work();
    let lines = CALL.take().map_or_else(Vec::new, |call| call.lines);
    (result, lines)
}

/// Hands the lines over. What a handler raises is reported as Python reports it and never hides a result; an
/// interrupt that arrives meanwhile is given back.
pub(crate) fn emit(py: Python<'_>, lines: Vec<Line>) -> Option<PyErr> {
    let mut interrupt = None;
    for line in lines {
        match line.emit(py) {
            Err(error) if error.is_instance_of::<PyException>(py) => error.write_unraisable(py, None),
            Err(error) => interrupt = Some(error),
            Ok(()) => {}
        }
    }
    interrupt
}

impl Line {
    /// A line of ours.
    pub(crate) fn warning(text: String) -> Self {
        let level = Level::Warn;
        Line { level, text }
    }

    fn emit(&self, py: Python<'_>) -> PyResult<()> {
        let level = match self.level {
            Level::Error => 40,
            Level::Warn => 30,
            Level::Info => 20,
            Level::Debug | Level::Trace => 10,
        };
        logger(py)?.call_method1("log", (level, "%s", &self.text))?;
        Ok(())
    }
}

fn logger(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let logger = LOGGER.get_or_try_init(py, || {
        Ok::<_, PyErr>(py.import("logging")?.call_method1("getLogger", (TARGET,))?.unbind())
    })?;
    Ok(logger.bind(py))
}
