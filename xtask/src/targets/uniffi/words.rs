//! Names, types and comments, in Rust that uniffi hands on to Kotlin and Swift.

use crate::case;
use crate::doc::{self, Name};
use crate::model::{Field, Form, Model, Provider, SettingKind, Type};
use crate::targets::templates::{known, wrapped};
use minijinja::value::Serde;
use minijinja::{Environment, Error};

/// The width of a generated comment.
const WIDTH: usize = 116;

/// What the templates can use.
pub(super) fn add_filters(environment: &mut Environment, model: &Model) {
    environment.add_filter("plain", |doc: &str| plain_with(doc, word));
    environment.add_filter("wrapped", |text: &str, prefix: &str| wrapped(text, prefix, WIDTH));
    environment.add_filter("comment", |doc: &str| wrapped(&plain_with(doc, word), "/// ", WIDTH));
    let model = model.clone();
    environment.add_filter("comment_in", move |doc: &str, provider: &str| {
        Ok::<_, Error>(comment_in(known(model.provider(provider), provider)?, doc))
    });
    environment.add_filter("own_type", |Serde(ty): Serde<Type>, own: &str| own_type(&ty, own));
    environment.add_filter("converted", converted);
    environment.add_filter("setting_type", setting_type);
}

/// Rustdoc text as a comment that Kotlin and Swift show, with the provider's types by their names here.
fn comment_in(provider: &Provider, rustdoc: &str) -> String {
    let types = |name: &str| {
        let (codes, meanings) = (provider.codes.iter(), provider.meanings.iter());
        let mut all = codes.map(|codes| &codes.name).chain(meanings.map(|found| &found.name));
        all.any(|found| found == name) || provider.message(name).is_some()
    };
    let plain = plain_with(rustdoc, |name| match (name.text, name.target) {
        (text, Some(_)) if types(text) => format!("`{}{text}`", case::pascal(&provider.name)),
        _ => word(name),
    });
    wrapped(&plain, "/// ", WIDTH)
}

/// Rustdoc text without links; no end of a comment of Kotlin's is in it.
fn plain_with(rustdoc: &str, word: impl Fn(Name<'_>) -> String) -> String {
    doc::plain_with(rustdoc, word).replace("*/", "* /").replace("/*", "/ *")
}

/// Methods as Kotlin and Swift spell them; the vendor's own names stay.
fn word(name: Name<'_>) -> String {
    let is_method = |target: &str| target.contains("::") && name.text.starts_with(|first: char| first.is_lowercase());
    match (name.text, name.target) {
        ("Error", Some(_)) => "`TwposError`".to_owned(),
        (text, Some(target)) if is_method(target) => format!("`{}`", case::camel(text)),
        (text, _) => format!("`{text}`"),
    }
}

/// The type of a field, where `own` begins the names of messages in the one namespace that uniffi has.
fn own_type(ty: &Type, own: &str) -> String {
    match ty {
        Type::Text => "String".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::I32 => "i32".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::Message(name) => format!("{own}{name}"),
        Type::Option(inner) => format!("Option<{}>", own_type(inner, own)),
        Type::List(inner) => format!("Vec<{}>", own_type(inner, own)),
        Type::Extra => "HashMap<String, String>".to_owned(),
    }
}

/// A field of the one struct from the variable of its name, which holds the other's.
fn converted(Serde(field): Serde<Field>) -> String {
    let (name, is_message) = (&field.name, field.ty.message().is_some());
    match field.ty {
        Type::Message(_) => format!("{name}: {name}.into()"),
        Type::Extra => format!("{name}: {name}.into_iter().collect()"),
        Type::Option(_) if is_message => format!("{name}: {name}.map(Into::into)"),
        Type::List(_) if is_message => format!("{name}: {name}.into_iter().map(Into::into).collect()"),
        _ => name.clone(),
    }
}

fn setting_type(Serde(kind): Serde<SettingKind>, Serde(form): Serde<Form>) -> &'static str {
    match (form, kind) {
        (Form::Direct, SettingKind::Texts) => "Vec<String>",
        (Form::Direct, SettingKind::Flag) => "bool",
        (Form::Direct, SettingKind::Seconds) => "f64",
        _ => "String",
    }
}
