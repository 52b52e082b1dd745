//! Standard output and standard error, which whoever reads them may have closed.

use std::fmt::Display;
use std::io::Write as _;

/// Why nobody reads an answer.
#[derive(Debug)]
pub(crate) struct Unheard(pub(crate) std::io::Error);

/// One line of an answer.
pub(crate) fn line(text: impl Display) -> Result<(), Unheard> {
    let mut out = std::io::stdout().lock();
    let written = writeln!(out, "{text}").and_then(|()| out.flush());
    written.map_err(Unheard)
}

/// An answer in JSON, however it was laid out.
///
/// What a terminal would not show as itself, in a text of a provider's, is written as JSON's `\u` escapes: it could
/// move the cursor, turn the direction of writing, or pass for a line of its own. The value is the same.
pub(crate) fn json(text: impl Display) -> Result<(), Unheard> {
    let (text, mut plain) = (text.to_string(), String::new());
    let mut buffer = [0; 4];
    for c in text.chars() {
        // Between the texts of JSON there are none but these.
        let is_shown = c == '\n' || twpos::printable(c.encode_utf8(&mut buffer)).chars().eq([c]);
        match is_shown {
            true => plain.push(c),
            false => plain.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}"))),
        }
    }
    line(plain)
}

/// One line for the person; if nobody reads it, the exit status still speaks.
pub(crate) fn remark(text: impl Display) {
    let text = text.to_string();
    let lines: Vec<String> = text.lines().map(twpos::printable).collect();
    let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
}
