//! LINE Pay's no: a code and words.

/// Which code, what is said with it, and in which of the two shapes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) words: String,
    /// `resultCode` as a number and `statusMessage`, as older pages have it.
    pub(super) old_shape: bool,
}

impl Refusal {
    pub(super) fn new(code: u16, words: impl Into<String>) -> Self {
        Refusal {
            code,
            words: words.into(),
            old_shape: false,
        }
    }

    /// A header, or the signature.
    pub(super) fn header(name: &str, problem: &str) -> Self {
        Refusal::new(1106, format!("{name}: {problem}"))
    }

    /// A request that is none.
    pub(super) fn malformed(name: &str, problem: &str) -> Self {
        Refusal::new(2101, format!("{name}: {problem}"))
    }

    pub(super) fn not_found() -> Self {
        Refusal::new(1150, "there is no such transaction")
    }
}
