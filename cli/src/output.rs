//! Standard output and standard error, which whoever reads them may have closed.

use crate::failure::Failure;
use std::fmt::Display;
use std::io::Write as _;

/// One line of an answer.
pub(crate) fn line(text: impl Display) -> crate::Result {
    let mut out = std::io::stdout().lock();
    let written = writeln!(out, "{text}").and_then(|()| out.flush());
    written.map_err(Failure::Unheard)
}

/// One line for the person; if nobody reads it, the exit status still speaks.
pub(crate) fn remark(text: impl Display) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
