//! `_messages.py`: one frozen class for each message.

use super::text;
use crate::model::{Field, Message, Notifications, Provider, Type};

/// The module: every message's fields with their types, defaults and documentation.
pub(super) fn module(provider: &Provider) -> String {
    let mut imports = "from collections.abc import Mapping\n\n".to_owned();
    if provider.notifications.is_some() {
        imports.push_str("from .. import _native\n");
    }
    let lists = has_lists(provider);
    let no_entries = if lists { "NO_ENTRIES, " } else { "" };
    imports.push_str(&format!(
        "from .._message import {no_entries}NOTHING, Message, fields, message\n"
    ));
    let typing = [
        ("    from typing import Final\n", provider.notifications.is_some()),
        ("    from .._message import Listed\n", lists),
    ];
    let typing: Vec<&str> = typing.iter().filter(|(_, used)| *used).map(|(line, _)| *line).collect();
    if !typing.is_empty() {
        imports.push_str(&format!(
            "\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n{}",
            typing.join("\n")
        ));
    }
    let mut out = text::head(&doc(provider), &imports);
    out.push_str(&all(provider));
    out.push_str(&secrets(provider));
    for message in parts_first(provider) {
        out.push_str(&class(provider, message));
    }
    if let Some(notifications) = &provider.notifications {
        let answer = text::literal(&notifications.answer);
        out.push_str(&format!("\n\nNOTIFICATION_ANSWER: Final = {answer}\n"));
        out.push_str(&format!(
            "{}\n\n{}",
            text::docstring(&notifications.answer_doc, 0),
            parse(notifications)
        ));
        out.push_str("    return _native.parse_notification(body)\n");
        let module = text::literal(&format!("twpos.{}", provider.name));
        out.push_str(&format!("\n\nparse_notification.__module__ = {module}\n"));
    }
    out
}

fn parse(notifications: &Notifications) -> String {
    format!(
        "def parse_notification(body: bytes | str) -> {}:\n{}",
        notifications.message,
        text::docstring(&notifications.parse_doc, 4)
    )
}

/// The names that the provider's package gives out.
fn all(provider: &Provider) -> String {
    let messages = provider.messages.iter().map(|message| message.name.as_str());
    let others = provider
        .notifications
        .iter()
        .flat_map(|_| ["NOTIFICATION_ANSWER", "parse_notification"]);
    text::all(messages.chain(others))
}

fn has_lists(provider: &Provider) -> bool {
    let mut fields = provider.messages.iter().flat_map(|message| &message.fields);
    fields.any(|field| matches!(field.ty, Type::List(_)))
}

fn doc(provider: &Provider) -> String {
    format!(
        "The messages of {}, in the order of the vendor's tables.",
        provider.name
    )
}

fn secrets(provider: &Provider) -> String {
    let names: String = text::secrets(provider)
        .iter()
        .map(|name| format!("        {},\n", text::literal(name)))
        .collect();
    match names.is_empty() {
        true => "\n_SECRETS: frozenset[str] = frozenset()\n".to_owned(),
        false => format!("\n_SECRETS = frozenset(\n    {{\n{names}    }}\n)\n"),
    }
}

fn class(provider: &Provider, message: &Message) -> String {
    let mut out = format!(
        "\n\n@message\nclass {}(Message):\n{}\n",
        message.name,
        text::docstring(&message.doc, 4)
    );
    for field in &message.fields {
        let default = match field.required {
            true => String::new(),
            false => format!(" = {}", default(&field.ty)),
        };
        out.push_str(&format!("    {}: {}{default}\n", field.name, annotation(&field.ty)));
        out.push_str(&text::docstring(&text::field_doc(field), 4));
    }
    out.push_str("\n    _secrets = _SECRETS\n");
    let part = |field: &Field| Some(format!("{}: {}", text::literal(&field.name), field.ty.message()?));
    let parts: Vec<String> = message.fields.iter().filter_map(part).collect();
    if !parts.is_empty() {
        out.push_str(&text::dictionary("_parts", &parts, 4));
    }
    out.push_str("    __slots__ = fields(vars())\n");
    out + &verify(provider, message)
}

/// `verify` of a notification, with its documentation.
fn verify(provider: &Provider, message: &Message) -> String {
    match &provider.notifications {
        Some(notifications) if notifications.message == message.name => format!(
            "\n    def verify(self, expected: {}) -> None:\n{}        _native.verify_notification(self, expected)\n",
            notifications.expected,
            text::docstring(&notifications.verify_doc, 8)
        ),
        _ => String::new(),
    }
}

fn default(ty: &Type) -> String {
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
