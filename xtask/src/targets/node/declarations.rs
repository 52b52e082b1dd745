//! `index.d.ts`: the hand-written types of `bindings-node/types`, and everything that core's source lists.

use super::words::{WIDTH, comment, is_optional, property, quoted, type_name};
use crate::case;
use crate::model::{Answer, CodeEnum, Form, Message, Model, Operation, Provider, SettingKind, Settings, TextEnum};
use crate::targets::{header, told_in_camel_case};
use std::fmt::Write as _;

const COMMON: &str = include_str!("../../../../bindings-node/types/common.d.ts");
/// The providers whose client has more than operations.
const BY_HAND: [(&str, &str); 2] = [
    ("icash", include_str!("../../../../bindings-node/types/icash.d.ts")),
    ("mypay", include_str!("../../../../bindings-node/types/mypay.d.ts")),
];
/// Any other provider's.
const CLIENT: &str = include_str!("../../../../bindings-node/types/client.d.ts");
/// Where the operations go in the hand-written class `Client`.
const OPERATIONS: &str = "  // The operations.\n";

/// The whole file.
pub(super) fn index(model: &Model) -> String {
    let mut text = format!("{}\n{COMMON}", header("//"));
    text.push('\n');
    text.push_str(&settings(
        model,
        "export interface ConnectionSettings",
        &model.connection,
    ));
    for values in [&model.error_kind, &model.outcome] {
        text.push('\n');
        text.push_str(&text_enum(values, "export declare "));
    }
    for provider in &model.providers {
        let _ = write!(
            text,
            "\n{}export declare namespace {} {{\n{}}}\n",
            comment(&provider.doc, 0),
            provider.name,
            indented(&namespace(model, provider))
        );
    }
    text
}

fn namespace(model: &Model, provider: &Provider) -> String {
    let by_hand = BY_HAND.iter().find(|(name, _)| *name == provider.name);
    let client = by_hand.map_or(CLIENT, |(_, text)| text);
    let operations: Vec<String> = provider.operations.iter().map(operation).collect();
    let mut text = client
        .replace("PROVIDER", &provider.name)
        .replace(OPERATIONS, &operations.join("\n"));
    let mut add = |part: String| {
        text.push('\n');
        text.push_str(&part);
    };
    add(settings(
        model,
        "interface Settings extends ConnectionSettings",
        &provider.settings,
    ));
    if let Some(found) = &provider.notifications {
        let (parse, verify) = (comment(&found.parse_doc, 0), comment(&found.verify_doc, 0));
        let (message, expected) = (&found.message, &found.expected);
        add(format!(
            "{}const NOTIFICATION_ANSWER: {};\n",
            comment(&found.answer_doc, 0),
            quoted(&found.answer)
        ));
        add(format!(
            "{parse}function parseNotification(body: string | Uint8Array): {message};\n"
        ));
        add(format!(
            "{verify}function verify(notification: {message}, expected: {expected}): void;\n"
        ));
    }
    provider.messages.iter().for_each(|message| add(interface(message)));
    provider.codes.iter().for_each(|codes| add(code_enum(codes)));
    provider.meanings.iter().for_each(|meaning| add(text_enum(meaning, "")));
    text
}

fn operation(operation: &Operation) -> String {
    let name = case::camel(&operation.name);
    let (request, response) = (&operation.request, &operation.response);
    format!(
        "{}  {name}(request: {request}, options?: CallOptions<{response}>): Promise<{response}>;\n\n  \
         /** As `{name}`, on this thread: nothing else runs until it returns. */\n  \
         {name}Sync(request: {request}): {response};\n",
        comment(&operation.doc, 2)
    )
}

fn interface(message: &Message) -> String {
    let mut text = format!("{}interface {} {{\n", comment(&message.doc, 0), message.name);
    for field in &message.fields {
        let optional = if is_optional(message, field) { "?" } else { "" };
        let _ = writeln!(
            text,
            "{}  {}{optional}: {};",
            comment(&field.doc, 2),
            case::camel(&field.name),
            type_name(&field.ty)
        );
    }
    text + "}\n"
}

/// Settings by name, as an object.
fn settings(model: &Model, head: &str, settings: &Settings) -> String {
    let mut text = format!("{}{head} {{\n", comment(&told_in_camel_case(model, &settings.doc), 0));
    for setting in &settings.rows {
        let ty = match &setting.kind {
            SettingKind::OneOf(words) => words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" | "),
            SettingKind::Texts => "string[]".to_owned(),
            SettingKind::Flag => "boolean".to_owned(),
            SettingKind::Seconds => "number".to_owned(),
            _ => "string".to_owned(),
        };
        let optional = if setting.required { "" } else { "?" };
        for (name, form) in setting.forms() {
            let told = comment(&told_in_camel_case(model, &setting.told(form)), 2);
            let ty = if form == Form::Direct { &ty } else { "string" };
            let _ = writeln!(text, "{told}  {}{optional}: {ty};", case::camel(&name));
        }
    }
    text + "}\n"
}

fn code_enum(codes: &CodeEnum) -> String {
    let name = &codes.name;
    let written = codes.variants.iter().map(|variant| quoted(&variant.codes[0]));
    let values: Vec<String> = written.chain(["'unknown'".to_owned()]).collect();
    let mut text = comment(&codes.doc, 0);
    text.push_str(&union(name, &values, ""));
    let _ = writeln!(text, "const {name}: Codes<{name}> & {{");
    for variant in &codes.variants {
        let _ = writeln!(
            text,
            "{}  readonly {}: {};",
            comment(&variant.doc, 2),
            property(&variant.name),
            quoted(&variant.codes[0])
        );
    }
    text.push_str("  /** A code that this version does not know; the message still holds its text. */\n");
    text.push_str("  readonly Unknown: 'unknown';\n");
    for question in &codes.questions {
        let returns = match &question.returns {
            Answer::Flag => "boolean".to_owned(),
            Answer::Meaning(meaning) => meaning.clone(),
            Answer::Codes => format!("{name}[]"),
        };
        let _ = writeln!(
            text,
            "{}  {}(code: string): {returns};",
            comment(&question.doc, 2),
            case::camel(&question.name)
        );
    }
    text + "};\n"
}

fn text_enum(values: &TextEnum, declare: &str) -> String {
    let texts: Vec<String> = values.variants.iter().map(|variant| quoted(&variant.text)).collect();
    let mut text = comment(&values.doc, 0);
    text.push_str(&union(&values.name, &texts, &declare.replace("declare ", "")));
    let _ = writeln!(text, "{declare}const {}: {{", values.name);
    for variant in &values.variants {
        let _ = writeln!(
            text,
            "{}  readonly {}: {};",
            comment(&variant.doc, 2),
            variant.name,
            quoted(&variant.text)
        );
    }
    text + "};\n"
}

/// `type Name = 'a' | 'b';`, over several lines where one is too short.
fn union(name: &str, values: &[String], export: &str) -> String {
    let on_one_line = format!("{export}type {name} = {};\n", values.join(" | "));
    if on_one_line.len() <= WIDTH {
        return on_one_line;
    }
    format!("{export}type {name} =\n  | {};\n", values.join("\n  | "))
}

fn indented(text: &str) -> String {
    let line = |line: &str| match line.is_empty() {
        true => "\n".to_owned(),
        false => format!("  {line}\n"),
    };
    text.lines().map(line).collect()
}
