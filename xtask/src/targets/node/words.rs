//! Names, texts and comments as TypeScript writes them.

use crate::case;
use crate::doc::{self, Name};
use crate::model::{Field, Message, Type};

/// The width of a generated line.
pub(super) const WIDTH: usize = 110;

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    match text.contains(['\'', '\\', '\n']) {
        true => format!("{text:?}"),
        false => format!("'{text}'"),
    }
}

/// A property name, in quotes only if it needs them.
pub(super) fn property(name: &str) -> String {
    let is_plain = name
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    match is_plain && !name.starts_with(|first: char| first.is_ascii_digit()) {
        true => name.to_owned(),
        false => quoted(name),
    }
}

/// Rustdoc text as a JSDoc comment, indented by `indent` columns.
pub(super) fn comment(rustdoc: &str, indent: usize) -> String {
    let text = doc::plain_with(rustdoc, word).replace("*/", "* /");
    let pad = " ".repeat(indent);
    let on_one_line = format!("{pad}/** {text} */\n");
    if !text.contains('\n') && doc::wrap(&on_one_line, WIDTH).len() == 1 {
        return on_one_line;
    }
    let lines = doc::comment(&text, &format!("{pad} * "), WIDTH);
    format!("{pad}/**\n{lines}{pad} */\n")
}

/// Names of Rust things as JavaScript spells them; the vendor's own names stay.
fn word(name: Name<'_>) -> String {
    let is_method = |target: &str| target.contains("::") && name.text.starts_with(|first: char| first.is_lowercase());
    let text = match (name.text, name.target) {
        ("Error", Some(_)) => "TwposError".to_owned(),
        ("Unknown", None) => "unknown".to_owned(),
        ("Refused", None) => "refused".to_owned(),
        (text, Some(target)) if is_method(target) => case::camel(text),
        (text, _) => text.to_owned(),
    };
    format!("`{text}`")
}

/// The TypeScript type of a field.
pub(super) fn type_name(ty: &Type) -> String {
    match ty {
        Type::Text => "string".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::I32 | Type::I64 => "number".to_owned(),
        Type::Message(name) => name.clone(),
        Type::Option(inner) => type_name(inner),
        Type::List(inner) => format!("{}[]", type_name(inner)),
        Type::Extra => "Record<string, string>".to_owned(),
    }
}

/// Whether a field may be left out, or may not be there.
pub(super) fn is_optional(message: &Message, field: &Field) -> bool {
    match message.is_input {
        true => !field.required,
        false => matches!(field.ty, Type::Option(_)),
    }
}
