//! The one error type: a variant for each thing that a till does next, all carrying the same facts.

use crate::generated::{ErrorKind, Outcome};
use std::fmt;
use twpos::{Error, bridge, printable};

/// Everything known about a failed call. No field ever holds a key, a token, a barcode or a body.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct Failure {
    /// Why it failed.
    pub kind: ErrorKind,
    /// What that means for the customer's money.
    pub outcome: Outcome,
    /// One English sentence for the log and the technician.
    pub detail: String,
    /// The HTTP status, when an answer got that far.
    #[uniffi(default)]
    pub http_status: Option<i32>,
    /// The provider's own code, taken only from an authentic answer.
    #[uniffi(default)]
    pub provider_code: Option<String>,
    /// The provider's own words, taken only from an authentic answer.
    #[uniffi(default)]
    pub provider_text: Option<String>,
    /// The transaction that this is about, so that no error loses it: the order number of the request, or the
    /// provider's own number where it has no other.
    #[uniffi(default)]
    pub reference: Option<String>,
}

/// A call that failed. Act on the variant (or on the outcome), log the rest.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Error)]
pub enum TwposError {
    /// A field of the request breaks a limit of the vendor's table; the detail names it. Nothing was sent.
    InvalidRequest {
        /// What is known.
        failure: Failure,
    },
    /// A setting or a key is missing or wrong; the detail names it. Nothing was sent.
    Config {
        /// What is known.
        failure: Failure,
    },
    /// Proven: no byte of the request left this machine, and nobody was charged. Correct what the detail says,
    /// then try again.
    NotSent {
        /// What is known.
        failure: Failure,
    },
    /// The provider said no, authentically: what was asked for was not done. A refused charge charged nobody; a
    /// refused cancel or refund leaves the payment as it was.
    Refused {
        /// What is known.
        failure: Failure,
    },
    /// Nobody here knows: the customer may have been charged. Cancel or query, never assume.
    OutcomeUnknown {
        /// What is known.
        failure: Failure,
    },
    /// What was posted is no notification, or not one of this order. Anyone can post there: answer it with HTTP 400.
    InvalidNotification {
        /// What is known.
        failure: Failure,
    },
}

impl Failure {
    /// A setting that cannot be used.
    pub(crate) fn config(detail: impl Into<String>) -> TwposError {
        bridge::error(twpos::ErrorKind::Config, twpos::Outcome::NotSent, detail).into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut error = bridge::error(self.kind.into(), self.outcome.into(), self.detail.as_str());
        error.http_status = self.http_status.and_then(|status| status.try_into().ok());
        error.provider_code.clone_from(&self.provider_code);
        error.provider_text.clone_from(&self.provider_text);
        error.reference.clone_from(&self.reference);
        // Kotlin and Swift make failures too, about whatever the caller names.
        f.write_str(&printable(&error.to_string()))
    }
}

impl From<Error> for TwposError {
    /// The variant goes by the outcome; of what was not sent, four are told apart by whom they concern.
    fn from(error: Error) -> Self {
        let failure = Failure {
            kind: error.kind.into(),
            outcome: error.outcome.into(),
            detail: error.detail,
            http_status: error.http_status.map(i32::from),
            provider_code: error.provider_code,
            provider_text: error.provider_text,
            reference: error.reference,
        };
        match (failure.outcome, failure.kind) {
            (Outcome::Unknown, _) => TwposError::OutcomeUnknown { failure },
            (Outcome::Refused, _) => TwposError::Refused { failure },
            (Outcome::NotSent, ErrorKind::InvalidRequest) => TwposError::InvalidRequest { failure },
            (Outcome::NotSent, ErrorKind::Config | ErrorKind::Key) => TwposError::Config { failure },
            (Outcome::NotSent, ErrorKind::InvalidNotification) => TwposError::InvalidNotification { failure },
            (Outcome::NotSent, _) => TwposError::NotSent { failure },
        }
    }
}

/// A log listener threw; nothing of a payment may fail for that.
impl From<uniffi::UnexpectedUniFFICallbackError> for TwposError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Failure::config("the log listener failed")
    }
}

impl fmt::Display for TwposError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure().fmt(f)
    }
}

impl std::error::Error for TwposError {}

impl TwposError {
    fn failure(&self) -> &Failure {
        match self {
            TwposError::InvalidRequest { failure }
            | TwposError::Config { failure }
            | TwposError::NotSent { failure }
            | TwposError::Refused { failure }
            | TwposError::OutcomeUnknown { failure }
            | TwposError::InvalidNotification { failure } => failure,
        }
    }
}

/// Runs `work`; a panic in it is an error of kind `internal` with outcome `unknown`, about `reference`.
pub(crate) fn guarded<T, E: Into<TwposError>>(
    reference: Option<String>,
    work: impl FnOnce() -> Result<T, E>,
) -> Result<T, TwposError> {
    match bridge::caught(work) {
        Ok(done) => done.map_err(Into::into),
        Err(fault) => Err(bridge::about(fault, || reference).into()),
    }
}

/// As [`guarded`], for what is about no transaction.
pub(crate) fn guarded_quietly<T, E: Into<TwposError>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, TwposError> {
    guarded(None, work)
}

/// The first of a request's fields that names its transaction.
pub(crate) fn reference(fields: &[&str]) -> Option<String> {
    fields
        .iter()
        .find(|text| !text.is_empty())
        .map(|text| (*text).to_owned())
}
