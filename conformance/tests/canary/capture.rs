//! Everything that is said anywhere, in one text.

use std::fmt::Write as _;
use std::sync::{Mutex, Once};

/// A free text that would show if a plaintext were printed.
pub const PLAINTEXT: &str = "PLAINTEXT-CANARY";

/// Everything that any crate of the process logs, at every level.
struct Everything(Mutex<String>);

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let (level, target) = (record.level(), record.target());
        writeln!(self.0.lock().unwrap(), "{level} {target} {}", record.args()).unwrap();
    }

    fn flush(&self) {}
}

static OUTPUT: Everything = Everything(Mutex::new(String::new()));

/// Takes the process's logs from here on.
pub fn start_capturing() {
    static START: Once = Once::new();
    START.call_once(|| {
        log::set_logger(&OUTPUT).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
    // What trace would print holds bytes inside TLS (docs/adr/0006-no-trace-log.md).
    assert_eq!(log::STATIC_MAX_LEVEL, log::LevelFilter::Debug);
}

/// Adds what a program could print.
pub fn note(text: impl std::fmt::Debug + std::fmt::Display) {
    writeln!(OUTPUT.0.lock().unwrap(), "{text} {text:?}").unwrap();
}

/// Looks for secrets, after making sure with `present` that there was something to look through.
pub fn assert_absent(present: &[&str], secrets: &[String]) {
    let output = OUTPUT.0.lock().unwrap();
    assert!(
        output.contains("DEBUG") && output.contains("INFO twpos"),
        "no log was captured"
    );
    for text in present {
        assert!(output.contains(text), "{text:?} was not captured");
    }
    for secret in secrets {
        assert!(secret.len() >= 6, "{secret:?} is too short to look for");
        let place = output.lines().find(|line| line.contains(secret));
        assert!(place.is_none(), "{secret:?} appears in {place:?}");
    }
}
