//! What a provider's answer to a harmless question says of our credentials.
//!
//! No document lists the codes for a wrong key, and an order that never was is refused as well. So a refusal is
//! compared with the one that made-up credentials get: if both are the same, ours are no better.

use super::{Report, advice};
use twpos::{Error, ErrorKind, Outcome};

/// What a provider's part knows of its own question.
pub(super) struct Question<'a> {
    /// What the line is about.
    pub(super) check: &'a str,
    /// What a success proves.
    pub(super) success: &'a str,
    /// What the credentials are called that the answer is about.
    pub(super) credentials: &'a str,
    /// What to look at if they are refused.
    pub(super) advice: &'a str,
}

impl Question<'_> {
    /// Reports on the answer to us; `made_up` asks the same again with made-up credentials.
    pub(super) fn report(
        &self,
        report: &mut Report,
        ours: Result<(), Error>,
        made_up: impl FnOnce() -> Result<(), Error>,
    ) {
        let error = match ours {
            Ok(()) => return report.ok(self.check, self.success),
            Err(error) => error,
        };
        let Some(said) = said(&error) else {
            return report.fail(self.check, &error.detail, self.advice_for(error.kind));
        };
        let other = match made_up() {
            Ok(()) => "made-up ones are accepted".to_owned(),
            Err(other) if same(&error, &other) => {
                let found = format!("{} refused, just as made-up ones are: {said}", self.credentials);
                return report.fail(self.check, &found, self.advice);
            }
            Err(other) if came_from_the_provider(&other) => {
                let found = format!(
                    "{} accepted; of a transaction that never was it says: {said}",
                    self.credentials
                );
                return report.ok(self.check, &found);
            }
            Err(other) => other.detail,
        };
        report.warn(
            self.check,
            &format!("it says: {said}; whether that is about the credentials could not be found out ({other})"),
            "run doctor again; if it stays, ask the provider",
        );
    }

    fn advice_for(&self, kind: ErrorKind) -> &str {
        match kind {
            ErrorKind::Unauthorized | ErrorKind::Decrypt | ErrorKind::Signature => self.advice,
            kind => advice(kind),
        }
    }
}

/// Whether both say the same, but for numbers, such as a time.
fn same(ours: &Error, theirs: &Error) -> bool {
    let plain = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default().chars();
        text.filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
            .collect::<String>()
    };
    said(theirs).is_some()
        && ours.provider_code == theirs.provider_code
        && plain(&ours.provider_text) == plain(&theirs.provider_text)
}

/// The words of the provider's application, if it understood and answered.
pub(super) fn said(error: &Error) -> Option<String> {
    let understood = matches!(
        error.kind,
        ErrorKind::Declined | ErrorKind::Malformed | ErrorKind::Mismatch
    );
    let words = [&error.provider_code, &error.provider_text];
    let words: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
    (understood && !words.is_empty()).then(|| words.join(" "))
}

/// Whether this is any answer at all, to be told from the one to us.
fn came_from_the_provider(error: &Error) -> bool {
    let lost = matches!(error.kind, ErrorKind::Timeout | ErrorKind::Transport);
    error.kind == ErrorKind::Unauthorized || (error.outcome != Outcome::NotSent && !lost)
}
