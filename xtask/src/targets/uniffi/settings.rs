//! The settings of each client, and of a key exchange, as records: `ffi-uniffi/src/settings.rs` says what one is.

use super::words::{WIDTH, own_name};
use crate::doc;
use crate::model::{Form, Model, Setting, SettingKind};
use crate::targets::{header, told_in_camel_case};

/// `settings.rs`.
pub(super) fn records(model: &Model) -> String {
    let mut out = format!(
        "{}\n//! The settings by name.\n\nuse crate::settings::settings;\nuse serde::Serialize;\nuse std::fmt;\n",
        header("//")
    );
    for provider in &model.providers {
        let name = own_name(provider, "Settings");
        out.push_str(&record(
            model,
            &name,
            &provider.settings.doc,
            &model.settings_of(provider),
        ));
    }
    // The host is an argument of its own.
    let others = model
        .connection
        .rows
        .iter()
        .filter(|setting| setting.name != "base_url");
    out + &record(
        model,
        "ConnectionSettings",
        &model.connection.doc,
        &others.collect::<Vec<_>>(),
    )
}

/// Laid out here, since rustfmt leaves the inside of such a macro alone.
fn record(model: &Model, name: &str, about: &str, settings: &[&Setting]) -> String {
    let comment =
        |text: &str, indent: &str| doc::comment(&told_in_camel_case(model, text), &format!("{indent}/// "), WIDTH);
    let mut out = format!("\nsettings! {{\n{}    {name} {{\n", comment(about, "    "));
    for setting in settings {
        let ty = match setting.kind {
            SettingKind::Texts => "Vec<String>",
            SettingKind::Flag => "bool",
            SettingKind::Seconds => "f64",
            _ => "String",
        };
        for (name, form) in setting.forms() {
            let (ty, shown) = match (form, &setting.kind) {
                (Form::Direct, SettingKind::Secret) => (ty, "hidden"),
                (Form::Direct, _) => (ty, "shown"),
                _ => ("String", "shown"),
            };
            out.push_str(&comment(&setting.told(form), "        "));
            out.push_str(&format!("        {name}: {ty}, {shown};\n"));
        }
    }
    out + "    }\n}\n"
}
