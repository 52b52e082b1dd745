//! `lib/generated/*.js`: what `lib/convert.js`, `lib/client.js` and `lib/codes.js` work from.

use super::question_function;
use super::words::{property, quoted};
use crate::case;
use crate::model::{CodeEnum, Field, Message, Model, Provider, TextEnum, Type};
use crate::targets::header;
use std::fmt::Write as _;

/// `ErrorKind` and `Outcome`.
pub(super) fn errors(model: &Model) -> String {
    let mut text = format!("{}'use strict';\n", header("//"));
    for values in [&model.error_kind, &model.outcome] {
        let _ = write!(text, "\nexports.{} = {};\n", values.name, frozen(values, 0));
    }
    text
}

/// A provider's messages, operations and codes.
pub(super) fn provider(provider: &Provider) -> String {
    let mut text = format!("{}'use strict';\n", header("//"));
    text.push_str("\n// What no text form shows, by its name in JSON in lower case: of fields, and of further ones.\n");
    let hidden = provider
        .never_logged
        .iter()
        .map(|name| format!("  {},\n", quoted(&name.to_lowercase())));
    let _ = write!(
        text,
        "const NEVER_LOGGED = new Set([\n{}]);\n",
        hidden.collect::<String>()
    );
    let references = provider
        .reference_fields()
        .map(|field| quoted(&case::camel(&field.name)));
    let _ = write!(
        text,
        "\n// What names the transaction of a request, the preferred first.\nexports.references = [{}];\n",
        references.collect::<Vec<_>>().join(", ")
    );
    text.push_str("\n// Each field of each message: its name in JSON, and its type where that is not text.\n");
    text.push_str("exports.messages = {\n");
    text.extend(provider.messages.iter().map(message));
    text.push_str("};\n\nexports.operations = {\n");
    for operation in &provider.operations {
        let _ = writeln!(
            text,
            "  {}: {{ name: '{}', request: '{}', response: '{}' }},",
            case::camel(&operation.name),
            operation.name,
            operation.request,
            operation.response
        );
    }
    text.push_str("};\n\nexports.codes = {\n");
    text.extend(provider.codes.iter().map(|codes| code_table(provider, codes)));
    text.push_str("};\n\nexports.meanings = {");
    for meaning in &provider.meanings {
        let _ = write!(text, "\n  {}: {},", meaning.name, frozen(meaning, 2));
    }
    text.push_str(if provider.meanings.is_empty() { "};\n" } else { "\n};\n" });
    if let Some(notifications) = &provider.notifications {
        let _ = write!(
            text,
            "\nexports.notifications = {{ message: '{}', expected: '{}', answer: {} }};\n",
            notifications.message,
            notifications.expected,
            quoted(&notifications.answer)
        );
    }
    text
}

fn message(message: &Message) -> String {
    let fields: String = message.fields.iter().map(field).collect();
    format!("  {}: {{\n{fields}  }},\n", message.name)
}

fn field(field: &Field) -> String {
    let mut facts = vec![format!("wire: {}", quoted(&field.wire_name))];
    if field.ty == Type::Extra {
        facts = match field.flattened {
            true => vec!["extra: 'beside', hides: NEVER_LOGGED".to_owned()],
            false => vec!["extra: 'inside'".to_owned()],
        };
    }
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
    format!("    {}: {{ {} }},\n", case::camel(&field.name), facts.join(", "))
}

fn code_table(provider: &Provider, codes: &CodeEnum) -> String {
    let mut text = format!("  {}: {{\n    variants: {{\n", codes.name);
    for variant in &codes.variants {
        let wire: Vec<String> = variant.codes.iter().map(|code| quoted(code)).collect();
        let number = variant
            .number
            .map(|number| format!("number: {number}, "))
            .unwrap_or_default();
        let _ = writeln!(
            text,
            "      {}: {{ codes: [{}], {number}chinese: {}, english: {} }},",
            property(&variant.name),
            wire.join(", "),
            quoted(&variant.chinese),
            quoted(&variant.english)
        );
    }
    text.push_str("    },\n");
    if !codes.questions.is_empty() {
        text.push_str("    // Asked of the addon, by the name of its function.\n    questions: {\n");
        for question in &codes.questions {
            let function = case::camel(&question_function(provider, codes, question));
            let _ = writeln!(text, "      {}: '{function}',", case::camel(&question.name));
        }
        text.push_str("    },\n");
    }
    text + "  },\n"
}

fn frozen(values: &TextEnum, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let line = |name: &str, value: &str| format!("{pad}  {name}: '{value}',\n");
    let lines: String = values
        .variants
        .iter()
        .map(|variant| line(&variant.name, &variant.text))
        .collect();
    format!("Object.freeze({{\n{lines}{pad}}})")
}
