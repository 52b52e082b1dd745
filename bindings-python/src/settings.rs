//! Named settings as the TOML text that core reads, so that they are judged in one place only.

use crate::characters;
use crate::convert::type_name;
use crate::errors;
use crate::text;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyList, PyString, PyTuple};
use zeroize::Zeroizing;

/// What a path setting that no text can hold is told.
const NOT_UTF8: &str =
    "is a path that is not UTF-8: rename the file or folder, or name it in a configuration file in the same folder";

/// A table, which no setting is: core says what the setting must be instead.
const NO_SETTING: &str = "{}";

/// One provider's table. Settings that are `None` are left out. The error names the setting, and quotes nothing.
pub(crate) fn to_toml(provider: &str, settings: &Bound<'_, PyDict>) -> PyResult<Zeroizing<String>> {
    let mut pieces = vec![Zeroizing::new(format!("[{provider}]\n"))];
    for (name, value) in settings.iter().filter(|(_, value)| !value.is_none()) {
        let name: String = name.extract()?;
        let written = toml_value(&name, &value)
            .map_err(|problem| errors::config(settings.py(), &format!("[{provider}] {name} {problem}"), None))?;
        pieces.extend([
            Zeroizing::new(format!("{name} = ")),
            written,
            Zeroizing::new("\n".to_owned()),
        ]);
    }
    Ok(joined(&pieces))
}

fn toml_value(name: &str, value: &Bound<'_, PyAny>) -> Result<Zeroizing<String>, String> {
    let plain = |text: String| Ok(Zeroizing::new(text));
    if let Ok(text) = value.cast::<PyString>() {
        let problem = if name.ends_with("_file") {
            NOT_UTF8
        } else {
            characters::NOT_TEXT
        };
        return Ok(quoted(&characters::read(text).ok_or(problem)?));
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return plain(flag.is_true().to_string());
    }
    if let Ok(number) = value.cast::<PyFloat>() {
        // TOML writes "nan" in small letters.
        return plain(format!("{:?}", number.value()).to_lowercase());
    }
    if let Ok(number) = value.call_method0("__index__") {
        // What no integer of TOML can be is as good as infinite.
        return plain(
            number
                .extract::<i64>()
                .map_or_else(|_| "inf".to_owned(), |number| number.to_string()),
        );
    }
    if name.ends_with("_file") {
        let path = text::decoded_path(value).ok_or_else(|| format!("must be a path, not {}", type_name(value)))?;
        return Ok(quoted(&characters::read(&path).ok_or(NOT_UTF8)?));
    }
    if is_list(value) {
        let mut pieces = vec![Zeroizing::new("[".to_owned())];
        for entry in value.try_iter().map_err(|_| "cannot be read")? {
            let entry = entry.map_err(|_| "cannot be read")?;
            let written = match is_list(&entry) {
                true => Zeroizing::new(NO_SETTING.to_owned()),
                false => toml_value(name, &entry)?,
            };
            pieces.extend([written, Zeroizing::new(",".to_owned())]);
        }
        pieces.push(Zeroizing::new("]".to_owned()));
        return Ok(joined(&pieces));
    }
    plain(NO_SETTING.to_owned())
}

fn is_list(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>()
}

/// A basic string of TOML.
fn quoted(text: &str) -> Zeroizing<String> {
    // Its largest size at once, since what grows leaves copies behind.
    let mut quoted = Zeroizing::new(String::with_capacity(2 + "\\u0000".len() * text.len()));
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if control.is_ascii_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn joined(pieces: &[Zeroizing<String>]) -> Zeroizing<String> {
    let size = pieces.iter().map(|piece| piece.len()).sum();
    let mut text = Zeroizing::new(String::with_capacity(size));
    pieces.iter().for_each(|piece| text.push_str(piece));
    text
}
