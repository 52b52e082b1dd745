//! Constants: kinds, outcomes and statuses as numbers, codes as texts, the version.

use super::words::{Words, comment};
use crate::case::{screaming_snake, snake};
use crate::doc;
use crate::model::{CodeEnum, Model, Provider, TextEnum};
use std::fmt::Write as _;

/// `generated/mod.rs`: numbers for `ErrorKind` and `Outcome`. The position in core's source is the number, so
/// core adds variants at the end only; `ffi-c/tests/contract.c` pins every one.
pub(super) fn rust(model: &Model) -> String {
    let modules: String = model
        .providers
        .iter()
        .map(|provider| format!("pub mod {};\n", provider.name))
        .collect();
    let mut out = format!(
        "//! What follows from core's source: numbers here, operations and codes in a file for each provider.\n\n\
         {modules}\nuse std::ffi::CStr;\nuse twpos::{{ErrorKind, Outcome}};\n\n"
    );
    let kinds = || model.error_kind.variants.iter().zip(1..);
    for (kind, number) in kinds() {
        let text = doc::plain_with(&kind.doc, |name| name.text.to_owned());
        out += &comment(&format!("A kind of error. {text}"));
        let _ = writeln!(
            out,
            "pub const TWPOS_KIND_{}: i32 = {number};\n",
            screaming_snake(&kind.name)
        );
    }
    for (kind, number) in kinds() {
        let (name, status) = (screaming_snake(&kind.name), 100 + number);
        out += &comment(&format!("The status of a call that failed with TWPOS_KIND_{name}."));
        let _ = writeln!(out, "pub const TWPOS_ERROR_{name}: i32 = {status};\n");
    }
    for (outcome, number) in model.outcome.variants.iter().zip(1..) {
        let text = doc::plain_with(&outcome.doc, |name| name.text.to_owned());
        out += &comment(&format!("An outcome. {text}"));
        let _ = writeln!(
            out,
            "pub const TWPOS_OUTCOME_{}: i32 = {number};\n",
            screaming_snake(&outcome.name)
        );
    }
    out += &number_function(&model.error_kind, "kind_number", "TWPOS_KIND");
    out += &number_function(&model.outcome, "outcome_number", "TWPOS_OUTCOME");
    out += &name_function(&model.error_kind, "kind_name", "TWPOS_KIND", "internal");
    out += &name_function(&model.outcome, "outcome_name", "TWPOS_OUTCOME", "unknown");
    out
}

fn number_function(values: &TextEnum, function: &str, prefix: &str) -> String {
    let ty = &values.name;
    let arms: String = values
        .variants
        .iter()
        .map(|value| format!("{ty}::{} => {prefix}_{},\n", value.name, screaming_snake(&value.name)))
        .collect();
    format!("\npub(crate) fn {function}(value: {ty}) -> i32 {{\nmatch value {{\n{arms}}}\n}}\n")
}

fn name_function(values: &TextEnum, function: &str, prefix: &str, other: &str) -> String {
    let arms: String = values
        .variants
        .iter()
        .filter(|value| value.text != other)
        .map(|value| format!("{prefix}_{} => c\"{}\",\n", screaming_snake(&value.name), value.text))
        .collect();
    format!(
        "\npub(crate) fn {function}(number: i32) -> &'static CStr {{\nmatch number {{\n{arms}_ => c\"{other}\",\n}}\n}}\n"
    )
}

/// The constants that are texts: codes, and the answer to notifications. cbindgen writes none.
pub(super) fn texts(model: &Model) -> String {
    let mut parts = Vec::new();
    for provider in &model.providers {
        let upper = screaming_snake(&provider.name);
        parts.extend(provider.codes.iter().map(|codes| code_macros(model, provider, codes)));
        parts.extend(
            provider
                .meanings
                .iter()
                .map(|meanings| meaning_macros(model, provider, meanings)),
        );
        if let Some(notifications) = &provider.notifications {
            let words = words(model, provider);
            let text = block_comment(&words.plain(&notifications.answer_doc));
            let answer = &notifications.answer;
            parts.push(format!(
                "{text}#define TWPOS_{upper}_NOTIFICATION_ANSWER \"{answer}\"\n"
            ));
        }
    }
    parts.join("\n")
}

/// The macros of the version.
pub(super) fn version(version: &str) -> String {
    let mut numbers = version.split(['.', '-', '+']);
    let mut number = || numbers.next().unwrap_or("0");
    let (major, minor, patch) = (number(), number(), number());
    format!(
        "/* The version of this header; that of the library that is loaded is twpos_version(). */\n\
         #define TWPOS_VERSION \"{version}\"\n\
         #define TWPOS_VERSION_MAJOR {major}\n\
         #define TWPOS_VERSION_MINOR {minor}\n\
         #define TWPOS_VERSION_PATCH {patch}\n"
    )
}

fn code_macros(model: &Model, provider: &Provider, codes: &CodeEnum) -> String {
    let words = words(model, provider);
    let mut out = block_comment(&words.plain(&codes.doc));
    for variant in &codes.variants {
        let name = code_macro(provider, &codes.name, &variant.name);
        let code = variant.codes.first().map_or("", String::as_str);
        let _ = writeln!(
            out,
            "#define {name} \"{code}\" /* {}: {} */",
            variant.chinese, variant.english
        );
    }
    out
}

fn meaning_macros(model: &Model, provider: &Provider, meanings: &TextEnum) -> String {
    let words = words(model, provider);
    let mut out = block_comment(&words.plain(&meanings.doc));
    for meaning in &meanings.variants {
        let name = code_macro(provider, &meanings.name, &meaning.name);
        let text = words.plain(&meaning.doc).replace('\n', " ");
        let _ = writeln!(out, "#define {name} \"{}\" /* {text} */", meaning.text);
    }
    out
}

/// `TWPOS_MYPAY_PRC_PAID`
pub(super) fn code_macro(provider: &Provider, codes: &str, variant: &str) -> String {
    format!("TWPOS_{}_{}_{}", snake(&provider.name), snake(codes), snake(variant)).to_uppercase()
}

fn block_comment(text: &str) -> String {
    format!("/*\n{} */\n", doc::comment(text, " * ", super::WIDTH))
}

fn words<'a>(model: &'a Model, provider: &'a Provider) -> Words<'a> {
    Words {
        model,
        provider,
        message: None,
    }
}
