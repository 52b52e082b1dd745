//! Arguments that clap does not understand. What stands in the wrong place may be a key or a barcode, so that only
//! our own names are quoted.

use crate::call::invalid;
use crate::failure::Failure;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::ffi::OsString;

/// Tells it, or the help that was asked for, and gives the exit status.
pub(crate) fn report(mut error: Error) -> u8 {
    if !error.use_stderr() {
        let printed = error.print().map_err(Failure::Unheard);
        return printed.map_or_else(Failure::report, |()| 0);
    }
    quote_nothing(&mut error);
    match is_call(std::env::args_os()) {
        true => invalid(in_one_line(&error)).report(),
        false => {
            // As clap itself would: whoever reads nothing has the status.
            let _ = error.print();
            u8::try_from(error.exit_code()).unwrap_or(2)
        }
    }
}

fn quote_nothing(error: &mut Error) {
    hide(error, ContextKind::InvalidValue);
    if error.kind() == ErrorKind::UnknownArgument && error.get(ContextKind::SuggestedArg).is_none() {
        hide(error, ContextKind::InvalidArg);
    }
    if error.get(ContextKind::SuggestedSubcommand).is_none() {
        hide(error, ContextKind::InvalidSubcommand);
    }
    // Tips to write it in another way quote it again.
    error.remove(ContextKind::Suggested);
}

fn hide(error: &mut Error, kind: ContextKind) {
    let is_empty = |value: &ContextValue| matches!(value, ContextValue::String(text) if text.is_empty());
    if error.get(kind).is_some_and(|value| !is_empty(value)) {
        error.insert(kind, ContextValue::String("…".to_owned()));
    }
}

/// Whether the caller waits for a JSON object: `twpos [-v] call …`.
fn is_call(mut arguments: impl Iterator<Item = OsString>) -> bool {
    arguments.next();
    arguments
        .find(|argument| !argument.to_string_lossy().starts_with('-'))
        .is_some_and(|subcommand| subcommand == "call")
}

/// What is wrong, without usage and tips.
fn in_one_line(error: &Error) -> String {
    let text = error.render().to_string();
    let problem = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = problem.split_whitespace().collect();
    words.join(" ").trim_start_matches("error: ").to_owned()
}
