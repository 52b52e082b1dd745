//! Parity: every message, field, enum value and operation of core is in Python's classes and stubs, with its type.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;
use xtask::model::{Model, Type};
use xtask::{case, parse};

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn model() -> Model {
    parse::read(&root()).unwrap_or_else(|problem| panic!("{problem}"))
}

fn module(name: &str) -> String {
    fs::read_to_string(root().join("bindings-python/python/twpos").join(name)).unwrap()
}

/// The body of a class, or a panic that names it.
fn class<'a>(text: &'a str, name: &str) -> &'a str {
    let at = text
        .find(&format!("\nclass {name}("))
        .unwrap_or_else(|| panic!("no class {name}"));
    let body = &text[at + 1..];
    body.find("\nclass ").map_or(body, |end| &body[..end])
}

#[test]
fn every_message_and_field() {
    for provider in model().providers {
        let text = module(&format!("{}/_messages.py", provider.name));
        for message in &provider.messages {
            let body = class(&text, &message.name);
            for field in &message.fields {
                let ty = match &field.ty {
                    Type::Text => "str",
                    Type::I32 | Type::I64 => "int",
                    Type::Bool => "bool",
                    Type::Extra => "Mapping[str, str]",
                    Type::Message(name) => name,
                    Type::Option(inner) if **inner == Type::Text => "str | None",
                    Type::Option(_) => "",
                    Type::List(_) => "Listed[",
                };
                let start = format!("    {}: {ty}", field.name);
                let line = body.lines().find(|line| line.starts_with(&start));
                assert!(
                    line.is_some_and(|line| line.contains(" = ") != field.required),
                    "{}.{} {}",
                    provider.name,
                    message.name,
                    field.name
                );
            }
        }
    }
}

#[test]
fn every_code_and_its_questions() {
    let member = |name: &str, value: &str| format!("    {} = \"{value}\"\n", case::screaming_snake(name));
    let model = model();
    for provider in &model.providers {
        let text = module(&format!("{}/_codes.pyi", provider.name));
        for codes in &provider.codes {
            let body = class(&text, &codes.name);
            for variant in &codes.variants {
                assert!(
                    body.contains(&member(&variant.name, &variant.codes[0])),
                    "{}",
                    variant.name
                );
            }
            assert!(body.contains(&member("Unknown", "unknown")), "{}", codes.name);
            for question in &codes.questions {
                assert!(
                    body.contains(&format!("    def {}", question.name)),
                    "{}",
                    question.name
                );
            }
        }
        for meaning in &provider.meanings {
            let body = class(&text, &meaning.name);
            assert!(
                meaning
                    .variants
                    .iter()
                    .all(|variant| body.contains(&member(&variant.name, &variant.text)))
            );
        }
    }
    let kinds = module("_kinds.py");
    for text_enum in [&model.error_kind, &model.outcome] {
        let body = class(&kinds, &text_enum.name);
        assert!(
            text_enum
                .variants
                .iter()
                .all(|variant| body.contains(&member(&variant.name, &variant.text)))
        );
    }
}

#[test]
fn every_operation_blocking_and_awaited() {
    let awaited = module("aio/_operations.py");
    for provider in model().providers {
        let blocking = module(&format!("{}/_operations.py", provider.name));
        let body = class(&awaited, &format!("{}Operations", case::pascal(&provider.name)));
        for operation in &provider.operations {
            let (name, request, response) = (&operation.name, &operation.request, &operation.response);
            let module = &provider.name;
            assert!(
                class(&blocking, "Operations")
                    .contains(&format!("    def {name}(self, request: {request}) -> {response}:\n")),
                "{name}"
            );
            assert!(
                body.contains(&format!(
                    "    async def {name}(self, request: {module}.{request}) -> {module}.{response}:\n"
                )),
                "{name}"
            );
        }
        if provider.notifications.is_some() {
            let messages = module(&format!("{}/_messages.py", provider.name));
            for part in [
                "def parse_notification(body: bytes | str) -> ",
                "    def verify(self, expected: ",
                "NOTIFICATION_ANSWER: Final",
            ] {
                assert!(messages.contains(part), "{part}");
            }
        }
    }
}
