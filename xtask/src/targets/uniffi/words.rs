//! Names and comments, in Rust that uniffi hands on to Kotlin and Swift.

use crate::case;
use crate::doc::{self, Name};
use crate::model::{Field, Provider};

/// The width of a generated comment.
pub(super) const WIDTH: usize = 116;

/// A type's name in the one namespace that uniffi has: `IcashPayRequest`.
pub(super) fn own_name(provider: &Provider, name: &str) -> String {
    format!("{}{name}", case::pascal(&provider.name))
}

/// Rustdoc text as a comment that Kotlin and Swift show.
pub(super) fn comment(rustdoc: &str) -> String {
    doc::comment(&plain(rustdoc), "/// ", WIDTH)
}

/// As [`comment`], with the provider's types by their names here.
pub(super) fn comment_in(provider: &Provider, rustdoc: &str) -> String {
    let types = |name: &str| {
        let (codes, meanings) = (provider.codes.iter(), provider.meanings.iter());
        let mut all = codes.map(|codes| &codes.name).chain(meanings.map(|found| &found.name));
        all.any(|found| found == name) || provider.message(name).is_some()
    };
    let plain = plain_with(rustdoc, |name| match (name.text, name.target) {
        (text, Some(_)) if types(text) => format!("`{}`", own_name(provider, text)),
        _ => word(name),
    });
    doc::comment(&plain, "/// ", WIDTH)
}

/// Rustdoc text without links, with methods as Kotlin and Swift spell them; the vendor's own names stay.
pub(super) fn plain(rustdoc: &str) -> String {
    plain_with(rustdoc, word)
}

fn plain_with(rustdoc: &str, word: impl Fn(Name<'_>) -> String) -> String {
    doc::plain_with(rustdoc, word).replace("*/", "* /").replace("/*", "/ *")
}

fn word(name: Name<'_>) -> String {
    let is_method = |target: &str| target.contains("::") && name.text.starts_with(|first: char| first.is_lowercase());
    match (name.text, name.target) {
        ("Error", Some(_)) => "`TwposError`".to_owned(),
        (text, Some(target)) if is_method(target) => format!("`{}`", case::camel(text)),
        (text, _) => format!("`{text}`"),
    }
}

/// The fields that name the transaction of this message, each by `text_of`, with commas between.
pub(super) fn references(provider: &Provider, message: &str, text_of: impl Fn(&Field) -> String) -> String {
    let message = provider.message(message).into_iter();
    let fields = message.flat_map(|message| provider.references_of(message));
    fields.map(text_of).collect::<Vec<_>>().join(", ")
}
