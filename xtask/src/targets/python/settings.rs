//! What a client is made of: `_settings.py` of each provider, and `_connection.py` for the key exchange.

use super::text;
use crate::model::{Form, Model, Provider, Setting, SettingKind};

/// `_settings.py` of one provider.
pub(super) fn module(model: &Model, provider: &Provider) -> String {
    let name = &provider.name;
    let settings = model.settings_of(provider);
    let mut imports = "import os\n".to_owned();
    if settings.iter().any(|setting| setting.kind == SettingKind::Texts) {
        imports.push_str("from collections.abc import Sequence\n");
    }
    imports.push_str("\nfrom .. import _native\nfrom .._names import named\nfrom ._operations import Operations\n");
    let doc = format!("What a client of {name} is made of.");
    let head = format!(
        "class Configured(Operations):\n{}\n    __slots__ = ()\n    _provider = \"{name}\"\n",
        text::docstring(&doc, 4)
    );
    let about = format!(
        "{}\n\nThe settings are those of the `[{name}]` table, by the same names; paths are relative to the working \
         directory. Connects to nothing yet. Raises ConfigError, naming the setting or key that is wrong.",
        provider.settings.doc
    );
    text::head(&doc, &imports)
        + "\n\n"
        + &head
        + &init(
            &about,
            "",
            "_native.Client.from_settings(self._provider, settings)",
            &settings,
        )
}

/// `_connection.py`: what one host needs, which is an argument of its own.
pub(super) fn connection(model: &Model) -> String {
    let settings = model
        .connection
        .rows
        .iter()
        .filter(|setting| setting.name != "base_url");
    let doc = "What connects to one host.";
    let head = format!(
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from typing import Any\n\n\nclass Connected:\n{}\n    \
         __slots__ = (\"_native\",)\n    _native_class: Any\n    _native: Any\n",
        text::docstring(doc, 4)
    );
    let about = "The settings are a client's, by the same names; paths are relative to the working directory. Connects to \
                 nothing yet. Raises ConfigError, naming the setting that is wrong.";
    text::head(doc, "import os\n\nfrom ._names import named\n\n")
        + &head
        + &init(
            about,
            "        base_url: str,\n",
            "self._native_class.from_settings(settings)",
            &settings.collect::<Vec<_>>(),
        )
}

/// The constructor, which makes its native half by `native`.
fn init(about: &str, positional: &str, native: &str, settings: &[&Setting]) -> String {
    let mut parameters = format!("        self,\n{positional}        *,\n");
    let mut about = format!("{about}\n\n# Args\n");
    for setting in settings {
        for (name, form) in setting.forms() {
            parameters.push_str(&format!("        {name}: {} | None = None,\n", type_of(setting, form)));
        }
        let forms = if setting.forms().len() > 1 {
            " (or `…_file`, or `…_env`)"
        } else {
            ""
        };
        about.push_str(&format!(
            "- `{}`{forms}: {}\n",
            setting.name,
            setting.told(Form::Direct)
        ));
    }
    format!(
        "\n    @named\n    def __init__(\n{parameters}    ) -> None:\n{}        \
         settings = {{name: value for name, value in locals().items() if name != \"self\"}}\n        \
         self._native = {native}\n",
        text::docstring(&about, 8)
    )
}

fn type_of(setting: &Setting, form: Form) -> &'static str {
    match (form, &setting.kind) {
        (Form::File, _) | (Form::Direct, SettingKind::Path) => "str | bytes | os.PathLike[str]",
        (Form::Direct, SettingKind::Texts) => "Sequence[str]",
        (Form::Direct, SettingKind::Flag) => "bool",
        (Form::Direct, SettingKind::Seconds) => "float",
        _ => "str",
    }
}
