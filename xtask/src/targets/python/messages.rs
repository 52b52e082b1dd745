//! `_messages.py` and `_messages.pyi`: one frozen class for each message.

use super::text;
use crate::model::{Field, Message, Notifications, Provider, Type};

/// The module: constructor, field documentation and secrets of every message.
pub(super) fn module(provider: &Provider) -> String {
    let native = if provider.notifications.is_some() {
        "from .. import _native\n"
    } else {
        ""
    };
    let listed = if has_lists(provider) { ", listed" } else { "" };
    let base = format!("from .._message import NOTHING, Message, frozen{listed}\n");
    let mut out = text::head(&doc(provider), &format!("{}\n{native}{base}", collections(provider)));
    out.push_str(&all(provider));
    out.push_str(&secrets(provider));
    for message in parts_first(provider) {
        out.push_str(&class(provider, message));
    }
    if let Some(notifications) = &provider.notifications {
        let answer = text::literal(&notifications.answer);
        out.push_str(&format!("\n\nNOTIFICATION_ANSWER = {answer}\n"));
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

/// The stub: the same classes with the type of every field.
pub(super) fn stub(provider: &Provider) -> String {
    let typing = if provider.notifications.is_some() {
        "from typing import Final\n"
    } else {
        ""
    };
    let imports = format!("{}{typing}\nfrom .._message import Message\n", collections(provider));
    let mut out = text::head(&doc(provider), &imports);
    out.push_str(&all(provider));
    for message in parts_first(provider) {
        out.push_str(&format!(
            "\nclass {}(Message):\n{}\n",
            message.name,
            text::docstring(&message.doc, 4)
        ));
        out.push_str(&format!(
            "    def __init__(\n        self,\n        *,\n{}    ) -> None: ...\n",
            parameters(message, true)
        ));
        for field in &message.fields {
            out.push_str(&format!(
                "    @property\n    def {}(self) -> {}:\n{}",
                field.name,
                read_type(&field.ty),
                text::docstring(&text::field_doc(field), 8)
            ));
        }
        out.push_str(&verify(provider, message, true));
    }
    if let Some(notifications) = &provider.notifications {
        out.push_str("\nNOTIFICATION_ANSWER: Final = ");
        out.push_str(&format!("{}\n", text::literal(&notifications.answer)));
        out.push_str(&format!(
            "{}\n{}",
            text::docstring(&notifications.answer_doc, 0),
            parse(notifications)
        ));
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

/// The abstract types of lists and of further fields.
fn collections(provider: &Provider) -> &'static str {
    match has_lists(provider) {
        true => "from collections.abc import Iterable, Mapping\n",
        false => "from collections.abc import Mapping\n",
    }
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
        "\n\nclass {}(Message):\n{}\n",
        message.name,
        text::docstring(&message.doc, 4)
    );
    out.push_str(&format!(
        "    __module__ = \"twpos.{}\"\n    __slots__ = {{\n",
        provider.name
    ));
    for field in &message.fields {
        out.push_str(&text::entry(&field.name, &text::field_doc(field), 8));
    }
    out.push_str("    }\n    _secrets = _SECRETS\n");
    let part = |field: &Field| {
        Some(format!(
            "        {}: {},\n",
            text::literal(&field.name),
            field.ty.message()?
        ))
    };
    let parts: String = message.fields.iter().filter_map(part).collect();
    if !parts.is_empty() {
        out.push_str(&format!("    _parts = {{\n{parts}    }}\n"));
    }
    out.push_str(&format!(
        "\n    def __init__(\n        self,\n        *,\n{}    ) -> None:\n        put = object.__setattr__\n",
        parameters(message, false)
    ));
    for field in &message.fields {
        let value = match field.ty {
            Type::List(_) => format!("listed({})", field.name),
            Type::Extra => format!("frozen({})", field.name),
            _ => field.name.clone(),
        };
        out.push_str(&format!("        put(self, {}, {value})\n", text::literal(&field.name)));
    }
    out + &verify(provider, message, false)
}

/// `verify` of a notification, with its documentation.
fn verify(provider: &Provider, message: &Message, is_stub: bool) -> String {
    let Some(notifications) = provider
        .notifications
        .as_ref()
        .filter(|found| found.message == message.name)
    else {
        return String::new();
    };
    let head = format!("    def verify(self, expected: {}) -> None:\n", notifications.expected);
    let doc = text::docstring(&notifications.verify_doc, 8);
    match is_stub {
        true => head + &doc,
        false => format!("\n{head}{doc}        _native.verify_notification(self, expected)\n"),
    }
}

fn parameters(message: &Message, is_stub: bool) -> String {
    let parameter = |field: &Field| {
        let default = match (field.required, is_stub) {
            (true, _) => String::new(),
            (false, true) => " = ...".to_owned(),
            (false, false) => format!(" = {}", default(&field.ty)),
        };
        format!("        {}: {}{default},\n", field.name, given_type(&field.ty))
    };
    message.fields.iter().map(parameter).collect()
}

fn default(ty: &Type) -> String {
    match ty {
        Type::Text => "\"\"".to_owned(),
        Type::Bool => "False".to_owned(),
        Type::I32 | Type::I64 => "0".to_owned(),
        Type::Message(name) => format!("{name}()"),
        Type::Option(_) => "None".to_owned(),
        Type::List(_) => "()".to_owned(),
        Type::Extra => "NOTHING".to_owned(),
    }
}

/// What the constructor takes.
fn given_type(ty: &Type) -> String {
    match ty {
        Type::List(inner) => format!("Iterable[{}]", read_type(inner)),
        ty => read_type(ty),
    }
}

/// What a field gives.
fn read_type(ty: &Type) -> String {
    match ty {
        Type::Text => "str".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::I32 | Type::I64 => "int".to_owned(),
        Type::Message(name) => name.clone(),
        Type::Option(inner) => format!("{} | None", read_type(inner)),
        Type::List(inner) => format!("tuple[{}, ...]", read_type(inner)),
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
