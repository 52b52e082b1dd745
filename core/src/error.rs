//! The one error type, and the one question a cashier asks of it: was the customer charged?

use crate::text::{Secrets, printable};
use std::fmt;

/// What is known about the transaction after a call failed.
///
/// This is the field a till acts on. The rule that produced it is in `docs/adr/0002-outcomes.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Proven: no byte of the request left this machine. This call did nothing; fix and try again.
    NotSent,
    /// The provider's application answered authentically and said no: what was asked for was not done.
    /// A refused charge charged nobody; a refused cancel or refund leaves the payment as it was.
    Refused,
    /// Nobody here knows. The customer may or may not have been charged: cancel or query, never assume.
    Unknown,
}

impl Outcome {
    /// The stable text form: `not_sent`, `refused` or `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::NotSent => "not_sent",
            Outcome::Refused => "refused",
            Outcome::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a call failed. The list is short, stable and the same in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// A field of the request breaks a limit of the vendor's table; the detail names the field.
    InvalidRequest,
    /// The configuration is wrong or incomplete; the detail names the setting.
    Config,
    /// A key could not be read, or is too short.
    Key,
    /// No connection was made: name not found, refused, unreachable, or timed out while connecting.
    Connect,
    /// The connection was made but TLS could not be agreed or the certificate is not trusted.
    Tls,
    /// The request was sent and no complete answer came in time.
    Timeout,
    /// The request was sent, at least in part, and the connection then failed.
    Transport,
    /// The answer is not from the provider's application: a redirect, an error page, a firewall.
    Http,
    /// The answer carries no valid signature of the provider.
    Signature,
    /// The signed answer could not be decrypted into a message.
    Decrypt,
    /// The answer is readable but is not what the vendor's document describes.
    Malformed,
    /// The answer contradicts the request: another transaction, or another amount.
    Mismatch,
    /// The provider declined the transaction.
    Declined,
    /// The provider does not accept our credentials.
    Unauthorized,
    /// A fault of our own.
    Internal,
    /// The provider says only that this number was used before; how that attempt ended is unknown.
    Duplicate,
    /// What was posted to the notification address is no notification, or not one of this order. Anyone can post
    /// there, so it says nothing of any payment: answer it with HTTP 400.
    InvalidNotification,
}

impl ErrorKind {
    /// The stable text form, for example `invalid_request`.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::InvalidRequest => "invalid_request",
            ErrorKind::Config => "config",
            ErrorKind::Key => "key",
            ErrorKind::Connect => "connect",
            ErrorKind::Tls => "tls",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Transport => "transport",
            ErrorKind::Http => "http",
            ErrorKind::Signature => "signature",
            ErrorKind::Decrypt => "decrypt",
            ErrorKind::Malformed => "malformed",
            ErrorKind::Mismatch => "mismatch",
            ErrorKind::Declined => "declined",
            ErrorKind::Unauthorized => "unauthorized",
            ErrorKind::Internal => "internal",
            ErrorKind::Duplicate => "duplicate",
            ErrorKind::InvalidNotification => "invalid_notification",
        }
    }

    /// What this kind proves about the transaction unless the error says otherwise.
    ///
    /// Only kinds that arise before the first byte leaves prove `NotSent`, or where nothing is ever sent, and only a
    /// provider's authentic no proves `Refused`. Every other kind, and any added later, is `Unknown`.
    fn proves(self) -> Outcome {
        match self {
            ErrorKind::InvalidRequest
            | ErrorKind::Config
            | ErrorKind::Key
            | ErrorKind::Connect
            | ErrorKind::Tls
            | ErrorKind::InvalidNotification => Outcome::NotSent,
            ErrorKind::Declined => Outcome::Refused,
            _ => Outcome::Unknown,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Everything known about a failed call. No field ever holds a key, a token, a barcode or a body, and none a
/// character that could forge a line of a log: where a provider or a caller put one, it is written out as `\n` is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    /// Why it failed.
    pub kind: ErrorKind,
    /// What that means for the customer's money.
    pub outcome: Outcome,
    /// One English sentence for the log and the technician.
    pub detail: String,
    /// The HTTP status, when an answer got that far.
    pub http_status: Option<u16>,
    /// The provider's own code, taken only from an authentic answer (icash: StatusCode, else RtnCode).
    pub provider_code: Option<String>,
    /// The provider's own words, taken only from an authentic answer (icash: StatusDesc, else RtnMsg).
    pub provider_text: Option<String>,
    /// The transaction this is about, so that no error loses it: the order number of the request, or the provider's own
    /// number where it has no other.
    pub reference: Option<String>,
}

impl Error {
    /// An error whose outcome is what its kind proves.
    pub(crate) fn new(kind: ErrorKind, detail: impl Into<String>) -> Self {
        Error {
            kind,
            outcome: kind.proves(),
            detail: printable(&detail.into()),
            http_status: None,
            provider_code: None,
            provider_text: None,
            reference: None,
        }
    }

    /// An `invalid_request` error about one field, named as the vendor's table names it.
    pub(crate) fn field(name: &str, problem: impl fmt::Display) -> Self {
        Self::new(ErrorKind::InvalidRequest, format!("{name}: {problem}"))
    }

    /// A `config` error. The detail names the setting.
    pub(crate) fn config(detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, detail)
    }

    /// The same error, named as one about a setting.
    pub(crate) fn about_setting(mut self, setting: &str) -> Self {
        self.detail = printable(&format!("{setting}: {}", self.detail));
        self
    }

    /// Replaces the outcome where the place knows better than the kind.
    pub(crate) fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// Adds the transaction's reference unless it is empty. A reference that can be sent has nothing to be written
    /// out, so it still names the transaction.
    pub(crate) fn with_reference(mut self, reference: &str) -> Self {
        if !reference.is_empty() {
            self.reference = Some(printable(reference));
        }
        self
    }

    /// Adds what the provider itself said, where it said anything.
    pub(crate) fn with_provider(mut self, code: Option<String>, text: Option<String>) -> Self {
        let shown = |said: Option<String>| said.filter(|said| !said.is_empty()).map(|said| printable(&said));
        self.provider_code = shown(code);
        self.provider_text = shown(text);
        self
    }

    /// Adds the HTTP status of the answer.
    pub(crate) fn with_http_status(mut self, status: u16) -> Self {
        self.http_status = Some(status);
        self
    }

    /// Cuts what the provider said after 500 characters, with … in place of the rest: no log is for a whole megabyte.
    /// After [`without`](Error::without), which would not know a half of a secret.
    pub(crate) fn bounded(mut self) -> Self {
        const MOST_CHARACTERS: usize = 500;
        let said = [&mut self.provider_code, &mut self.provider_text];
        for text in said.into_iter().flatten() {
            if let Some((end, _)) = text.char_indices().nth(MOST_CHARACTERS) {
                text.truncate(end);
                text.push('…');
            }
        }
        self
    }

    /// Removes `secrets` from every text but the reference, in case a provider quotes what we sent.
    pub(crate) fn without<S: AsRef<str>>(mut self, secrets: &[S]) -> Self {
        let secrets = Secrets::new(secrets.iter().map(AsRef::as_ref));
        let texts = [
            Some(&mut self.detail),
            self.provider_text.as_mut(),
            self.provider_code.as_mut(),
        ];
        for text in texts.into_iter().flatten() {
            if let Some(clean) = secrets.cut_from(text) {
                *text = clean;
            }
        }
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (outcome {}): {}", self.kind, self.outcome, self.detail)?;
        if let Some(status) = self.http_status {
            write!(f, " [HTTP {status}]")?;
        }
        match (&self.provider_code, &self.provider_text) {
            (Some(code), Some(text)) => write!(f, " [provider: {code} {text}]")?,
            (Some(code), None) => write!(f, " [provider: {code}]")?,
            (None, Some(text)) => write!(f, " [provider: {text}]")?,
            (None, None) => {}
        }
        if let Some(reference) = &self.reference {
            write!(f, " [reference {reference}]")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_secret_is_taken_out_of_every_text() {
        let text = "IC0123456789 條碼無效 ic0123456789\r\n".to_owned();
        let error = Error::new(ErrorKind::Declined, "code IC0123456789 refused")
            .with_provider(Some("IC0123456789".to_owned()), Some(text))
            .without(&["IC0123456789\r\n"]);
        assert_eq!(error.detail, "code [redacted] refused");
        assert_eq!(error.provider_code.as_deref(), Some("[redacted]"));
        assert_eq!(
            error.provider_text.as_deref(),
            Some("[redacted] 條碼無效 [redacted]\\r\\n")
        );
        assert_eq!(error.clone().without(&["c"]), error);
    }

    #[test]
    fn a_providers_text_is_cut() {
        let whole = "錯".repeat(500);
        let error = |text: String| {
            Error::new(ErrorKind::Declined, "")
                .with_provider(Some(text.clone()), Some(text))
                .bounded()
        };
        assert_eq!(error(whole.clone()).provider_text.as_ref(), Some(&whole));
        let cut = error("錯".repeat(600_000));
        for text in [cut.provider_text, cut.provider_code] {
            assert_eq!(text, Some(format!("{whole}…")));
        }
    }

    #[test]
    fn no_text_forges_a_line() {
        const FORGED: &str = "x\n2026-11-21 INFO released order 42\u{2028}\u{202e}\u{9b}";
        let error = Error::new(ErrorKind::Declined, FORGED)
            .about_setting(FORGED)
            .with_reference(FORGED)
            .with_provider(Some(FORGED.to_owned()), Some(FORGED.to_owned()));
        let shown = error.to_string();
        assert!(shown.chars().all(crate::text::is_printable), "{shown:?}");
        assert_eq!(shown.matches("x\\n2026-11-21").count(), 5, "{shown}");
        assert_eq!(shown.matches("\\u{2028}\\u{202e}\\u{9b}").count(), 5, "{shown}");
    }

    #[test]
    fn only_a_few_kinds_prove_anything() {
        for kind in [
            ErrorKind::InvalidRequest,
            ErrorKind::Config,
            ErrorKind::Key,
            ErrorKind::Connect,
            ErrorKind::Tls,
            ErrorKind::InvalidNotification,
        ] {
            assert_eq!(Error::new(kind, "").outcome, Outcome::NotSent, "{kind}");
        }
        assert_eq!(Error::new(ErrorKind::Declined, "").outcome, Outcome::Refused);
        for kind in [
            ErrorKind::Timeout,
            ErrorKind::Transport,
            ErrorKind::Http,
            ErrorKind::Signature,
            ErrorKind::Decrypt,
            ErrorKind::Malformed,
            ErrorKind::Mismatch,
            ErrorKind::Unauthorized,
            ErrorKind::Internal,
            ErrorKind::Duplicate,
        ] {
            assert_eq!(Error::new(kind, "").outcome, Outcome::Unknown, "{kind}");
        }
    }
}
