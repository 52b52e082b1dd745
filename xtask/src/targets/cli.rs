//! How the command line reaches a host without a configuration: `twpos keys exchange`.

use super::{Output, header};
use crate::doc;
use crate::model::{Form, Model, SettingKind};

/// The options by which a host is reached, beside its base URL.
pub(super) fn outputs(model: &Model) -> Result<Vec<Output>, minijinja::Error> {
    let mut content = format!(
        "{}\n//! The settings of a connection, as options.\n\n\
         /// How a host is reached.\n#[derive(clap::Args, serde::Serialize)]\npub(crate) struct Connection {{\n",
        header("//")
    );
    for setting in model
        .connection
        .rows
        .iter()
        .filter(|setting| setting.name != "base_url")
    {
        for (name, form) in setting.forms() {
            // What others see of a command line holds no secret.
            if setting.kind == SettingKind::Secret && form == Form::Direct {
                continue;
            }
            let ty = match setting.kind {
                SettingKind::Seconds => "f64",
                _ => "String",
            };
            let told = doc::plain_with(&setting.told(form), |name| name.text.to_owned());
            content.push_str(&doc::comment(&told, "/// ", 116));
            content.push_str(&format!("#[arg(long)]\npub(crate) {name}: Option<{ty}>,\n"));
        }
    }
    Ok(vec![Output {
        path: "cli/src/generated.rs".to_owned(),
        content: content + "}\n",
    }])
}
