//! The tables of `docs/configuration.md`, in a page that is otherwise written by hand.

use super::Output;
use crate::model::{Model, Setting, SettingKind, Settings};
use std::fs;
use std::path::Path;

const PAGE: &str = "docs/configuration.md";
const END: &str = "<!-- end -->";

/// The page with its tables.
pub(super) fn configuration(root: &Path, model: &Model) -> Result<Output, String> {
    let page = fs::read_to_string(root.join(PAGE)).map_err(|error| format!("{PAGE}: {error}"))?;
    let mut content = filled(&page, "every provider", &model.connection)?;
    for provider in &model.providers {
        content = filled(&content, &provider.name, &provider.settings)?;
    }
    Ok(Output {
        path: PAGE.to_owned(),
        content,
    })
}

/// The page with this table between the comment of this name and the next one.
fn filled(page: &str, name: &str, settings: &Settings) -> Result<String, String> {
    let begin = format!("<!-- settings of {name}: written by `make codegen` from core -->\n");
    let parts = page
        .split_once(&begin)
        .and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("{PAGE} lacks {begin}or {END} after it"))?;
    let doc = one_line(&settings.doc);
    let rows: String = settings.rows.iter().map(row).collect();
    Ok(format!(
        "{before}{begin}{doc}\n\n| setting | meaning | default |\n|---|---|---|\n{rows}{END}{after}"
    ))
}

fn row(setting: &Setting) -> String {
    let mark = match setting.kind {
        SettingKind::Secret => " (secret)",
        SettingKind::TextOrFile => " (or a file)",
        _ => "",
    };
    let doc = one_line(&setting.doc);
    let default = match &setting.default {
        Some(default) if setting.kind == SettingKind::Seconds => default.clone(),
        Some(default) => format!("`{default}`"),
        None if setting.required => "required".to_owned(),
        None => "–".to_owned(),
    };
    let limits = setting.limits_in_words();
    format!("| `{}`{mark} | {doc}{limits} | {default} |\n", setting.name)
}

fn one_line(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}
