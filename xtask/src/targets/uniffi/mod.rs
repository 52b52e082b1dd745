//! Kotlin, Java and Swift, by way of uniffi: `ffi-uniffi/src/generated` mirrors core's messages and codes and exports
//! the operations. uniffi writes Kotlin and Swift from the built library (`ffi-uniffi/bindgen`); what Kotlin's habits
//! want besides is `bindings-kotlin/library/src/main/kotlin/tw/twpos/{Operations,References}.kt`, and what Swift's do is
//! `bindings-swift/Sources/Twpos/{Operations,Codes}.swift`.

mod codes;
mod kotlin;
mod messages;
mod operations;
mod settings;
mod swift;
mod words;

use super::Output;
use crate::model::{Model, Provider};
use crate::targets::header;

/// The files of the uniffi crate, and Kotlin's.
pub(super) fn outputs(model: &Model) -> Vec<Output> {
    let output = |name: &str, content: String| Output {
        path: format!("ffi-uniffi/src/generated/{name}.rs"),
        content,
    };
    let mut outputs = vec![output("mod", top(model)), output("settings", settings::records(model))];
    outputs.extend(model.providers.iter().map(|found| output(&found.name, provider(found))));
    for (name, content) in [
        ("Operations", kotlin::operations(model)),
        ("References", kotlin::references(model)),
    ] {
        outputs.push(Output {
            path: format!("bindings-kotlin/library/src/main/kotlin/tw/twpos/{name}.kt"),
            content,
        });
    }
    for (path, content) in [
        ("Sources/Twpos/Operations", swift::operations(model)),
        ("Sources/Twpos/Codes", swift::codes(model)),
        ("Tests/ScenarioRunner/Operations", swift::scenario_runner(model)),
    ] {
        outputs.push(Output {
            path: format!("bindings-swift/{path}.swift"),
            content,
        });
    }
    outputs
}

fn top(model: &Model) -> String {
    let mut out = format!("{}\n//! What core's source says of every provider.\n\n", header("//"));
    for provider in &model.providers {
        out.push_str(&format!("pub mod {};\n", provider.name));
    }
    out.push_str("pub mod settings;\n\nuse crate::operation::Operation;\nuse std::fmt;\n\n");
    let tables: Vec<String> = model
        .providers
        .iter()
        .map(|found| format!("{}::OPERATIONS", found.name))
        .collect();
    out.push_str(&format!(
        "/// Every operation of every provider.\npub(crate) const OPERATIONS: &[&[Operation]] = &[{}];\n\n",
        tables.join(", ")
    ));
    out.push_str(&codes::text_enum(&model.error_kind, "ErrorKind", "twpos::ErrorKind"));
    out.push_str(&codes::text_enum(&model.outcome, "Outcome", "twpos::Outcome"));
    out
}

fn provider(provider: &Provider) -> String {
    let name = &provider.name;
    let mut out = format!(
        "{}\n//! The client, messages and codes of {name}.\n\n\
         use crate::operation::Operation;\n\
         use crate::client::client;\n\
         use crate::error::{{TwposError, guarded, guarded_quietly, reference}};\n\
         use crate::generated::settings::{settings};\n\
         use crate::settings::to_toml;\n\
         use std::collections::HashMap;\n\
         use std::fmt;\n\
         use std::sync::Arc;\n\
         use twpos::{{Error, {name}}};\n\
         use zeroize::Zeroizing;\n",
        header("//"),
        settings = words::own_name(provider, "Settings"),
    );
    out.push_str(&operations::client(provider));
    out.push_str(&operations::notifications(provider));
    for message in &provider.messages {
        out.push_str(&messages::message(provider, message));
    }
    for codes in &provider.codes {
        out.push_str(&codes::code_enum(provider, codes));
    }
    for meaning in &provider.meanings {
        let (own, core) = (
            words::own_name(provider, &meaning.name),
            format!("{name}::{}", meaning.name),
        );
        out.push_str(&codes::text_enum(meaning, &own, &core));
    }
    out
}
