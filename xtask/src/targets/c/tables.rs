//! The field tables in the comments: what a request may hold and what a reply holds, in the vendor's names.

use super::words::Words;
use crate::model::{Field, Message, Model, Provider, Type};
use crate::targets::templates::known;
use minijinja::{Environment, Error};

/// What the templates can use.
pub(super) fn add_filters(environment: &mut Environment, model: &Model) {
    let model = model.clone();
    environment.add_filter("fields", move |name: &str, provider: &str, role: &str| {
        let provider = known(model.provider(provider), provider)?;
        Ok::<_, Error>(fields(&model, provider, known(provider.message(name), name)?, role))
    });
}

/// `Request (PayRequest): …` and the message's fields as a list, each with its type, and nested ones by their path.
fn fields(model: &Model, provider: &Provider, message: &Message, role: &str) -> String {
    let words = Words {
        model,
        provider,
        message: Some(message),
    };
    let mut rows = vec![format!("{role} ({}): {}", message.name, words.plain(&message.doc))];
    add_rows(model, provider, message, "", &mut rows);
    rows.join("\n")
}

fn add_rows(model: &Model, provider: &Provider, message: &Message, prefix: &str, rows: &mut Vec<String>) {
    let words = Words {
        model,
        provider,
        message: Some(message),
    };
    for field in &message.fields {
        let path = match (&field.ty, field.flattened) {
            (Type::Extra, true) => "any other member".to_owned(),
            _ => format!("{prefix}{}", field.wire_name),
        };
        let description = words.plain(field.description()).replace('\n', " ");
        rows.push(format!("- {path} ({}): {description}", describe(field)));
        let nested = field.ty.message().and_then(|name| provider.message(name));
        if let Some(nested) = nested {
            let below = match field.ty {
                Type::List(_) => format!("{path}[]."),
                _ => format!("{path}."),
            };
            add_rows(model, provider, nested, &below, rows);
        }
    }
}

fn describe(field: &Field) -> String {
    match &field.ty {
        Type::List(inner) => format!("list of {}", type_name(inner)),
        Type::Extra if field.flattened => "text".to_owned(),
        other => type_name(other.inner()),
    }
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::Text => "text".to_owned(),
        Type::Bool => "true or false".to_owned(),
        Type::I32 | Type::I64 => "whole number".to_owned(),
        Type::Message(name) => name.clone(),
        Type::Extra => "texts by name".to_owned(),
        Type::Option(inner) | Type::List(inner) => type_name(inner),
    }
}
