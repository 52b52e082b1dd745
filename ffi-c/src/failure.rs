//! Why a call failed, on its way to the caller's `twpos_error`.

use crate::generated::kind_number;
use crate::status::*;
use twpos::{ErrorKind, Outcome, bridge};

/// Why a call failed, and what that means for the customer's money. No text of it ever holds a key, a
/// token, a barcode or a body. Use it from one thread at a time.
#[derive(Debug)]
pub struct Error {
    pub(crate) status: i32,
    pub(crate) what: twpos::Error,
}

/// What kinds are numbered from in the status: `TWPOS_ERROR_CONFIG` is 100 more than `TWPOS_KIND_CONFIG`.
const KINDS: i32 = 100;

/// An error on its way to the caller's handle.
pub(crate) type Failure = Box<Error>;

impl From<twpos::Error> for Failure {
    fn from(what: twpos::Error) -> Self {
        let status = KINDS + kind_number(what.kind);
        Box::new(Error { status, what })
    }
}

impl Error {
    /// A call that is wrong in itself, so that nothing was done.
    pub(crate) fn wrong_call(status: i32, detail: String) -> Failure {
        let what = bridge::error(ErrorKind::InvalidRequest, Outcome::NotSent, detail);
        Box::new(Error { status, what })
    }

    pub(crate) fn null(name: &str) -> Failure {
        Self::wrong_call(TWPOS_NULL_POINTER, format!("{name} is NULL"))
    }

    pub(crate) fn invalid_utf8(name: &str) -> Failure {
        Self::wrong_call(TWPOS_INVALID_UTF8, format!("{name} is not UTF-8"))
    }

    pub(crate) fn invalid_argument(name: &str, problem: &str) -> Failure {
        Self::wrong_call(TWPOS_INVALID_ARGUMENT, format!("{name} {problem}"))
    }

    pub(crate) fn nul_inside() -> Failure {
        Self::wrong_call(
            TWPOS_WRONG_TYPE,
            "the text has a NUL inside, which C cannot hold".to_owned(),
        )
    }

    /// What encrypted text is that does not decrypt.
    pub(crate) fn decrypt(detail: &str) -> Failure {
        bridge::error(ErrorKind::Decrypt, Outcome::Unknown, detail).into()
    }

    pub(crate) fn panic(what: twpos::Error) -> Failure {
        let status = TWPOS_PANIC;
        Box::new(Error { status, what })
    }

    /// A reply came, and it cannot be handed over.
    pub(crate) fn unwritable_reply() -> Failure {
        let detail = "the reply has a NUL inside, which C cannot hold; please report it";
        bridge::error(ErrorKind::Internal, Outcome::Unknown, detail).into()
    }

    /// The same error about the transaction that `request` names, unless it knows its own.
    pub(crate) fn about(mut self: Box<Self>, request: &str) -> Failure {
        self.what = bridge::about(self.what, || twpos::reference_in(request));
        self
    }

    pub(crate) fn status(&self) -> i32 {
        self.status
    }
}
