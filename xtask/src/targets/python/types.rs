//! Python's types, and which messages go where.

use super::text;
use crate::model::{Form, Message, Model, Provider, SettingKind, Type};
use crate::targets::templates::known;
use minijinja::value::Serde;
use minijinja::{Environment, Value};
use std::sync::Arc;

/// What the templates can use.
pub(super) fn add_filters(environment: &mut Environment, model: &Model) {
    environment.add_filter("annotation", |Serde(ty): Serde<Type>| annotation(&ty));
    environment.add_filter("default_value", |Serde(ty): Serde<Type>| default_value(&ty));
    environment.add_filter("setting_type", setting_type);
    environment.add_filter("parts", parts);
    environment.add_global("references", references(model));
    let model = Arc::new(model.clone());
    let mut add = |name: &'static str, answer: fn(&Provider) -> Value| {
        let model = model.clone();
        environment.add_filter(name, move |provider: &str| {
            known(model.provider(provider), provider).map(answer)
        });
    };
    add("secrets", |provider| text::secrets(provider).into());
    add("has_lists", has_lists);
    add("parts_first", |provider| Serde(parts_first(provider)).into());
    add("read_from_python", |provider| Serde(read_from_python(provider)).into());
}

fn annotation(ty: &Type) -> String {
    match ty {
        Type::Text => "str".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::I32 | Type::I64 => "int".to_owned(),
        Type::Message(name) => name.clone(),
        Type::Option(inner) => format!("{} | None", annotation(inner)),
        Type::List(inner) => format!("Listed[{}]", annotation(inner)),
        Type::Extra => "Mapping[str, str]".to_owned(),
    }
}

fn default_value(ty: &Type) -> String {
    match ty {
        Type::Text => "\"\"".to_owned(),
        Type::Bool => "False".to_owned(),
        Type::I32 | Type::I64 => "0".to_owned(),
        Type::Message(name) => format!("{name}()"),
        Type::Option(_) => "None".to_owned(),
        Type::List(_) => "NO_ENTRIES".to_owned(),
        Type::Extra => "NOTHING".to_owned(),
    }
}

fn setting_type(Serde(kind): Serde<SettingKind>, Serde(form): Serde<Form>) -> &'static str {
    match (form, kind) {
        (Form::File, _) | (Form::Direct, SettingKind::Path) => "str | bytes | os.PathLike[str]",
        (Form::Direct, SettingKind::Texts) => "Sequence[str]",
        (Form::Direct, SettingKind::Flag) => "bool",
        (Form::Direct, SettingKind::Seconds) => "float",
        _ => "str",
    }
}

/// The fields of a message that hold messages, as entries of a dictionary.
fn parts(Serde(message): Serde<Message>) -> Vec<String> {
    let fields = message.fields.iter();
    let part = fields.filter_map(|field| Some(format!("{}: {}", text::literal(&field.name), field.ty.message()?)));
    part.collect()
}

fn has_lists(provider: &Provider) -> Value {
    let mut fields = provider.messages.iter().flat_map(|message| &message.fields);
    fields.any(|field| matches!(field.ty, Type::List(_))).into()
}

/// The messages in core's order, but each after those that it contains.
fn parts_first(provider: &Provider) -> Vec<&Message> {
    fn add<'a>(provider: &'a Provider, message: &'a Message, done: &mut Vec<&'a Message>) {
        if done.iter().any(|other| other.name == message.name) {
            return;
        }
        let parts = message.fields.iter().filter_map(|field| field.ty.message());
        for part in parts.filter_map(|name| provider.message(name)) {
            add(provider, part, done);
        }
        done.push(message);
    }
    let mut done = Vec::new();
    for message in &provider.messages {
        add(provider, message, &mut done);
    }
    done
}

/// What a caller makes, and a notification with all its parts, which comes back to be verified.
fn read_from_python(provider: &Provider) -> Vec<&Message> {
    let mut wanted: Vec<&str> = Vec::new();
    let notification = provider.notifications.iter().map(|found| found.message.as_str());
    let mut next: Vec<&str> = notification.collect();
    while let Some(name) = next.pop() {
        wanted.push(name);
        let fields = provider.message(name).into_iter().flat_map(|message| &message.fields);
        let parts = fields.filter_map(|field| field.ty.message());
        next.extend(parts.filter(|name| !wanted.contains(name)));
    }
    let is_read = |message: &&Message| message.is_input || wanted.contains(&message.name.as_str());
    provider.messages.iter().filter(is_read).collect()
}

/// What names a request's transaction, by any provider's names.
fn references(model: &Model) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for field in model.providers.iter().flat_map(Provider::reference_fields) {
        if !names.contains(&field.name) {
            names.push(field.name.clone());
        }
    }
    names
}
