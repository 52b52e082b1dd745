//! Names, texts, types and comments as TypeScript writes them.

use crate::case;
use crate::doc::{self, Name};
use crate::model::{Field, Form, SettingKind, Type};
use crate::targets::templates::wrapped;
use minijinja::Environment;
use minijinja::value::Serde;

/// The width of a generated line.
const WIDTH: usize = 110;

/// What the templates can use.
pub(super) fn add_filters(environment: &mut Environment) {
    environment.add_filter("comment", comment);
    environment.add_filter("rust_comment", |doc: &str| wrapped(&doc::plain(doc), "/// ", WIDTH));
    environment.add_filter("quoted", quoted);
    environment.add_filter("property", property);
    environment.add_filter("union", union);
    environment.add_filter("indented", indented);
    environment.add_filter("facts", facts);
    environment.add_filter("type_name", |Serde(ty): Serde<Type>| type_name(&ty));
    environment.add_filter("setting_type", setting_type);
    environment.add_filter("is_optional", is_optional);
}

/// A text in quotes.
fn quoted(text: &str) -> String {
    match text.contains(['\'', '\\', '\n']) {
        true => format!("{text:?}"),
        false => format!("'{text}'"),
    }
}

/// A property name, in quotes only if it needs them.
fn property(name: &str) -> String {
    let is_plain = name
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    match is_plain && !name.starts_with(|first: char| first.is_ascii_digit()) {
        true => name.to_owned(),
        false => quoted(name),
    }
}

/// Rustdoc text as a JSDoc comment, whose further lines are indented by `indent` columns.
fn comment(rustdoc: &str, indent: Option<usize>) -> String {
    let text = doc::plain_with(rustdoc, word).replace("*/", "* /");
    let pad = " ".repeat(indent.unwrap_or(0));
    let on_one_line = format!("/** {text} */");
    if !text.contains('\n') && doc::wrap(&format!("{pad}{on_one_line}"), WIDTH).len() == 1 {
        return on_one_line;
    }
    let lines = doc::comment(&text, &format!("{pad} * "), WIDTH);
    format!("/**\n{lines}{pad} */")
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

/// `type Name = 'a' | 'b';`, over several lines where one is too short.
fn union(head: &str, values: Vec<String>) -> String {
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    let on_one_line = format!("{head} = {};", values.join(" | "));
    match on_one_line.len() < WIDTH {
        true => on_one_line,
        false => format!("{head} =\n  | {};", values.join("\n  | ")),
    }
}

fn indented(text: &str) -> String {
    let line = |line: &str| format!("{}\n", format!("  {line}").trim_end());
    text.lines().map(line).collect()
}

/// What the field tables say of a field.
fn facts(Serde(field): Serde<Field>) -> String {
    let mut facts = match (&field.ty, field.flattened) {
        (Type::Extra, true) => vec!["extra: 'beside', hides: NEVER_LOGGED".to_owned()],
        (Type::Extra, false) => vec!["extra: 'inside'".to_owned()],
        _ => vec![format!("wire: {}", quoted(&field.wire_name))],
    };
    match field.ty.inner() {
        Type::I32 | Type::I64 => facts.push("integer: true".to_owned()),
        Type::Message(name) => facts.push(format!("message: '{name}'")),
        _ => {}
    }
    if matches!(field.ty, Type::List(_)) {
        facts.push("list: true".to_owned());
    }
    if field.secret {
        facts.push("secret: true".to_owned());
    }
    facts.join(", ")
}

/// The TypeScript type of a field.
fn type_name(ty: &Type) -> String {
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

fn setting_type(Serde(kind): Serde<SettingKind>, Serde(form): Serde<Form>) -> String {
    match (form, kind) {
        (Form::Direct, SettingKind::OneOf(words)) => {
            words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" | ")
        }
        (Form::Direct, SettingKind::Texts) => "string[]".to_owned(),
        (Form::Direct, SettingKind::Flag) => "boolean".to_owned(),
        (Form::Direct, SettingKind::Seconds) => "number".to_owned(),
        _ => "string".to_owned(),
    }
}

/// Whether a field may be left out of what a caller makes, or may not be there in what one is given.
fn is_optional(Serde(field): Serde<Field>, is_input: bool) -> bool {
    match is_input {
        true => !field.required,
        false => matches!(field.ty, Type::Option(_)),
    }
}
