//! The codes of icash Pay's document, with their meaning.

use serde_json::Value;
use std::fmt;

/// `RtnCode`: the envelope's own result (body row 02 of every reply).
///
/// The document prints no list. It says that 0001 is success; facts.md adds that 1, "1" and "0001"
/// all occur, and that 2107 is a known refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RtnCode(i64);

impl RtnCode {
    /// Success: 1, "1" or "0001".
    pub const SUCCESS: RtnCode = RtnCode(1);
    /// The request was refused before the wallet saw it.
    pub const REQUEST_REFUSED: RtnCode = RtnCode(2107);

    /// Reads a number or its text; `None` for anything that is not a whole number.
    pub fn from_wire(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_i64().map(RtnCode),
            Value::String(text) => text.trim().parse().ok().map(RtnCode),
            _ => None,
        }
    }

    /// Whether this code alone, in an authentic reply, proves that nothing was done.
    ///
    /// A code nobody listed proves nothing: the customer may have been charged before the fault.
    pub fn is_listed_refusal(self) -> bool {
        self == Self::REQUEST_REFUSED
    }
}

impl fmt::Display for RtnCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
