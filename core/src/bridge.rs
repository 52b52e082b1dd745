//! What every binding does around core's work. For the bindings of this repository alone: it may change in any version.

use crate::crypto::on_wiped_stack;
use crate::error::{Error, ErrorKind, Outcome};
use serde_json::{Value, json};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `work`.
///
/// # Errors
/// `internal` with outcome `Unknown` if it panics: nobody knows what was done by then.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Error> {
    on_wiped_stack(|| catch_unwind(AssertUnwindSafe(work))).map_err(fault)
}

fn fault(thrown: Box<dyn Any + Send>) -> Error {
    // Dropping what was thrown may throw once more; that one is left alone.
    if let Err(thrown_again) = catch_unwind(AssertUnwindSafe(|| drop(thrown))) {
        std::mem::forget(thrown_again);
    }
    Error::new(ErrorKind::Internal, "a fault inside twpos was caught; please report it")
}

/// An error that arose in a binding.
pub fn error(kind: ErrorKind, outcome: Outcome, detail: impl Into<String>) -> Error {
    Error::new(kind, detail).with_outcome(outcome)
}

/// The same error about the transaction of this reference, unless it knows its own.
pub fn about(error: Error, reference: impl FnOnce() -> Option<String>) -> Error {
    match &error.reference {
        Some(_) => error,
        None => error.with_reference(&reference().unwrap_or_default()),
    }
}

/// The error's members in their documented order; what is not known is null.
pub fn to_json(error: &Error) -> Value {
    json!({
        "kind": error.kind.as_str(),
        "outcome": error.outcome.as_str(),
        "detail": error.detail,
        "provider_code": error.provider_code,
        "provider_text": error.provider_text,
        "http_status": error.http_status,
        "reference": error.reference,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]

    use super::*;

    struct ThrowsAgain;

    impl Drop for ThrowsAgain {
        fn drop(&mut self) {
            panic!("on purpose, once more");
        }
    }

    #[test]
    fn a_panic_is_an_unknown_outcome_even_if_what_was_thrown_throws_again() {
        assert_eq!(caught(|| 1).unwrap(), 1);
        let throws: [fn(); 2] = [|| panic!("on purpose"), || std::panic::panic_any(ThrowsAgain)];
        for throws in throws {
            let error = caught(throws).unwrap_err();
            assert_eq!((error.kind, error.outcome), (ErrorKind::Internal, Outcome::Unknown));
            assert_eq!(error.detail, "a fault inside twpos was caught; please report it");
        }
    }

    #[test]
    fn a_reference_is_kept_before_it_is_taken() {
        let error = about(error(ErrorKind::Config, Outcome::NotSent, "x"), || None);
        assert_eq!(error.reference, None);
        let error = about(error, || Some("A1\n".to_owned()));
        assert_eq!(error.reference.as_deref(), Some("A1\\n"));
        assert_eq!(
            about(error, || Some("B2".to_owned())).reference.as_deref(),
            Some("A1\\n")
        );
    }
}
