//! The settings of a configuration, and what every language tells of them.

use crate::doc;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// A table of settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What it is, and what must be set together.
    pub doc: String,
    /// The settings, in the order in which they are told of.
    pub rows: Vec<Setting>,
}

/// One setting of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Its name in the file, such as `aes_key`.
    pub name: String,
    /// Its documentation: the first paragraph is for every language, the rest for the page alone.
    pub doc: String,
    /// How it is given.
    pub kind: SettingKind,
    /// The least and the most of a number, or of the characters of a text.
    pub limits: Option<RangeInclusive<u64>>,
    /// What it is when it is left out, as the file would have it.
    pub default: Option<String>,
    /// Whether no client can be made without it.
    pub required: bool,
}

/// How a [`Setting`] is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingKind {
    /// A text.
    Text,
    /// One of these words.
    OneOf(Vec<String>),
    /// A list of texts.
    Texts,
    /// A yes or no.
    Flag,
    /// A number of seconds, which may have decimals.
    Seconds,
    /// The path of a file.
    Path,
    /// A text or whole number; also by `…_file` or `…_env`.
    TextOrFile,
    /// As `TextOrFile`, and never shown.
    Secret,
}

/// By which of its names a [`Setting`] is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// As it is.
    Direct,
    /// `…_file`: the path of a file with it.
    File,
    /// `…_env`: the name of an environment variable that holds it.
    Variable,
}

impl Setting {
    /// Its names, and what each of them takes.
    pub fn forms(&self) -> Vec<(String, Form)> {
        let direct = (self.name.clone(), Form::Direct);
        match self.kind {
            SettingKind::TextOrFile | SettingKind::Secret => vec![
                direct,
                (format!("{}_file", self.name), Form::File),
                (format!("{}_env", self.name), Form::Variable),
            ],
            _ => vec![direct],
        }
    }

    /// The limits in words; nothing where there are none.
    pub fn limits_in_words(&self) -> String {
        let Some(limits) = &self.limits else {
            return String::new();
        };
        match (&self.kind, limits.start(), limits.end()) {
            (SettingKind::Seconds, 0, most) => format!(" At most {most} seconds."),
            (SettingKind::Seconds, least, most) => format!(" {least} to {most} seconds."),
            (_, least, most) if least == most => format!(" {most} characters."),
            (_, least, most) => format!(" {least} to {most} characters."),
        }
    }

    /// What to tell of it in a language, by one of its names.
    pub fn told(&self, form: Form) -> String {
        match form {
            Form::Direct => {
                let default = self.default.as_ref().map(|default| match self.kind {
                    SettingKind::Seconds => format!(" Default {default}."),
                    _ => format!(" Default `{default}`."),
                });
                doc::summary(&self.doc).to_owned() + &self.limits_in_words() + &default.unwrap_or_default()
            }
            Form::File => format!("The path of a file that holds `{}`.", self.name),
            Form::Variable => format!("The name of an environment variable that holds `{}`.", self.name),
        }
    }
}
