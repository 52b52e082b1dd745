//! Kotlin, Java and Swift, by way of uniffi: `ffi-uniffi/src/generated` mirrors core's messages and codes and exports
//! the operations. uniffi writes Kotlin and Swift from the built library (`ffi-uniffi/bindgen`); what Kotlin's habits
//! want besides is `bindings-kotlin/library/src/main/kotlin/tw/twpos/{Operations,References}.kt`, and what Swift's do is
//! `bindings-swift/Sources/Twpos/{Operations,Codes}.swift`.

mod words;

use super::templates::{environment, files, render};
use crate::model::Model;
use crate::output::Output;
use minijinja::Error;

/// Each file and its template.
const FILES: &[(&str, &str)] = files! {
    "ffi-uniffi/src/generated/mod.rs" => "mod.rs.jinja",
    "ffi-uniffi/src/generated/settings.rs" => "settings.rs.jinja",
    "ffi-uniffi/src/generated/{{ provider.name }}.rs" => "provider.rs.jinja",
    "bindings-kotlin/library/src/main/kotlin/tw/twpos/Operations.kt" => "Operations.kt.jinja",
    "bindings-kotlin/library/src/main/kotlin/tw/twpos/References.kt" => "References.kt.jinja",
    "bindings-swift/Sources/Twpos/Operations.swift" => "Operations.swift.jinja",
    "bindings-swift/Sources/Twpos/Codes.swift" => "Codes.swift.jinja",
    "bindings-swift/Tests/ScenarioRunner/Operations.swift" => "ScenarioRunner.swift.jinja",
};

/// The files of the uniffi crate, Kotlin's and Swift's.
pub(super) fn outputs(model: &Model) -> Result<Vec<Output>, Error> {
    let mut environment = environment(model)?;
    environment.add_template("text_enum.jinja", include_str!("text_enum.jinja"))?;
    environment.add_template("codes.jinja", include_str!("codes.jinja"))?;
    environment.add_template("messages.jinja", include_str!("messages.jinja"))?;
    words::add_filters(&mut environment, model);
    render(&environment, FILES)
}
