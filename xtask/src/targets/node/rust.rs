//! `src/generated/mod.rs`: what a code means beyond its table is answered by core.

use super::question_function;
use crate::doc;
use crate::model::{Answer, Model, Provider};
use crate::targets::header;
use std::fmt::Write as _;

/// One function for each question that a code enum can be asked.
pub(super) fn questions(model: &Model) -> String {
    let functions: String = model.providers.iter().map(provider).collect();
    let with: Vec<&str> = model
        .providers
        .iter()
        .filter(|provider| provider.codes.iter().any(|codes| !codes.questions.is_empty()))
        .map(|provider| provider.name.as_str())
        .collect();
    format!(
        "{}//! What core is asked about codes.\n\nuse napi_derive::napi;\nuse twpos::{{{}}};\n{functions}",
        header("//"),
        with.join(", ")
    )
}

fn provider(provider: &Provider) -> String {
    let mut text = String::new();
    for codes in &provider.codes {
        for question in &codes.questions {
            let (returns, convert) = match question.returns {
                Answer::Flag => ("bool", ""),
                Answer::Meaning(_) => ("&'static str", ".as_str()"),
                Answer::Codes => ("Vec<&'static str>", ".iter().filter_map(|code| code.code()).collect()"),
            };
            let _ = write!(
                text,
                "\n{}#[napi]\npub(crate) fn {function}(code: String) -> {returns} {{\n{}::{}::from_code(&code).{}(){convert}\n}}\n",
                doc::comment(&doc::plain(&question.doc), "/// ", 110),
                provider.name,
                codes.name,
                question.name,
                function = question_function(provider, codes, question),
            );
        }
    }
    text
}
