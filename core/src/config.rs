//! Reads one provider's table of a TOML configuration file.
//!
//! Every setting that holds a key may also be given as `…_file` (a path relative to the
//! configuration file) or `…_env` (the name of an environment variable). Unknown settings are errors.
//! No error quotes a value, since a slip puts a key into any of them: a path, the name of a variable, a URL.

use crate::crypto::Secret;
use crate::error::Error;
use crate::setting_names::{SettingNames, TABLES, problem_of_table};
use crate::text_file;
use crate::transport::{HttpConfig, Roots, Route, timeout_from_seconds};
use std::path::{Path, PathBuf};
use std::time::Duration;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};
use zeroize::{Zeroize as _, Zeroizing};

/// Which providers a configuration file's text has tables for, in the order of [`PROVIDERS`](crate::PROVIDERS).
///
/// # Errors
/// `config` if it is not TOML, naming the line, or holds anything besides those tables.
pub fn configured_providers(text: &str) -> Result<Vec<&'static str>, Error> {
    let root = parse(text)?;
    let root = root.get_ref();
    let present = TABLES.iter().map(|table| table.table);
    Ok(present.filter(|provider| root.contains_key(*provider)).collect())
}

/// One `[provider]` table, from which settings are taken until none is left.
pub(crate) struct Settings {
    provider: &'static str,
    table: Table,
    directory: PathBuf,
}

impl Settings {
    /// Reads a file; relative paths inside it are relative to its folder.
    pub(crate) fn from_file(path: &Path, names: &SettingNames) -> Result<Self, Error> {
        let text = text_file::read_configuration(path)
            .map_err(|problem| Error::config(format!("the configuration{}: {problem}", shown(path))))?;
        let directory = path.parent().unwrap_or(Path::new("."));
        Self::from_text(&Zeroizing::new(text), directory, names)
    }

    /// Reads TOML text; relative paths inside it are relative to `directory`.
    pub(crate) fn from_text(text: &str, directory: &Path, names: &SettingNames) -> Result<Self, Error> {
        let provider = names.table;
        if let Some(DeValue::Table(table)) = parse(text)?.get_ref().get(provider).map(Spanned::get_ref) {
            // First of all: a misspelt setting must be neither ignored nor told as a missing one.
            let unknown = table.keys().filter_map(|name| {
                let line = line_of(text, name.span().start);
                Some((line, names.problem(name.get_ref(), line)?))
            });
            if let Some((_, problem)) = unknown.min() {
                return Err(Error::config(problem));
            }
        }
        let mut root: Table = text.parse().map_err(|error| not_toml(text, &error))?;
        let table = root.remove(provider);
        // Other providers' keys.
        wipe(&mut root);
        let table = match table {
            Some(Value::Table(table)) => table,
            Some(_) => return Err(Error::config(format!("[{provider}] must be a table"))),
            None => return Err(Error::config(format!("the configuration has no [{provider}] table"))),
        };
        Ok(Settings {
            provider,
            table,
            directory: directory.to_owned(),
        })
    }

    /// A text setting.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.table.remove(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.error(name, "must be text in quotes")),
        }
    }

    /// A yes or no.
    pub(crate) fn flag(&mut self, name: &str) -> Result<Option<bool>, Error> {
        match self.table.remove(name) {
            None => Ok(None),
            Some(Value::Boolean(flag)) => Ok(Some(flag)),
            Some(_) => Err(self.error(name, "must be true or false")),
        }
    }

    /// A list of texts; missing is empty.
    pub(crate) fn texts(&mut self, name: &str) -> Result<Vec<String>, Error> {
        let entries = match self.table.remove(name) {
            None => Vec::new(),
            Some(Value::Array(entries)) => entries,
            Some(_) => return Err(self.error(name, "must be a list of texts in quotes")),
        };
        let texts = entries.into_iter().map(|entry| match entry {
            Value::String(text) => Ok(text),
            _ => Err(self.error(name, "must be a list of texts in quotes")),
        });
        texts.collect()
    }

    /// A file's text, named by a path setting.
    pub(crate) fn file(&mut self, name: &str) -> Result<Option<String>, Error> {
        let Some(path) = self.text(name)? else { return Ok(None) };
        let path = Zeroizing::new(path);
        if path.contains("-----BEGIN") || path.contains('\n') {
            return Err(self.error(name, "must be the path of a file, not what the file would hold"));
        }
        text_file::read_regular(&self.directory.join(path.as_str()))
            .map(Some)
            .map_err(|problem| {
                let problem = format!(
                    "names a file that cannot be used: {problem}. A path begins at the configuration's folder; what \
                     stands there is not shown, since it might be a key"
                );
                self.error(name, problem)
            })
    }

    /// A key: given as it is, or as `…_file`, or as `…_env`; never two of them.
    pub(crate) fn secret(&mut self, name: &str) -> Result<Secret<String>, Error> {
        match self.optional_secret(name)? {
            Some(secret) => Ok(secret),
            None => Err(self.error(name, format!("is missing (or {name}_file, or {name}_env)"))),
        }
    }

    /// As [`secret`](Settings::secret), but it may be missing.
    pub(crate) fn optional_secret(&mut self, name: &str) -> Result<Option<Secret<String>>, Error> {
        let direct = match self.table.remove(name) {
            // An unquoted key id is a number in TOML.
            Some(Value::Integer(number)) => Some(number.to_string()),
            Some(Value::String(text)) => Some(text),
            Some(_) => return Err(self.error(name, "must be text in quotes")),
            None => None,
        };
        let from_file = self.file(&format!("{name}_file"))?;
        let from_env = match self.text(&format!("{name}_env"))? {
            None => None,
            // Who puts the secret itself there must not find it in an error.
            Some(variable) => Some(std::env::var(&variable).map_err(|_| {
                let problem = "names an environment variable that is not set, or that is not UTF-8";
                self.error(&format!("{name}_env"), problem)
            })?),
        };
        let mut given = [direct, from_file, from_env].into_iter().flatten().map(Zeroizing::new);
        match (given.next(), given.next()) {
            (Some(text), None) => Ok(Some(Secret::new(text.trim_start_matches('\u{feff}').trim().to_owned()))),
            (None, _) => Ok(None),
            (Some(_), Some(_)) => Err(self.error(name, "is given more than once")),
        }
    }

    /// What every table has: see docs/configuration.md, "For every provider". What it lacks stays as in `http`.
    pub(crate) fn http(&mut self, mut http: HttpConfig) -> Result<HttpConfig, Error> {
        if let Some(timeout) = self.seconds("timeout_seconds")? {
            http.timeout = timeout;
        }
        if let Some(timeout) = self.seconds("connect_timeout_seconds")? {
            http.connect_timeout = timeout;
        }
        if let Some(user_agent) = self.text("user_agent")? {
            http.user_agent = user_agent;
        }
        http.extra_ca_pem = self.file("ca_file")?;
        http.roots = match self.text("roots")?.as_deref() {
            None | Some("built-in") => Roots::BuiltIn,
            Some("system") => Roots::System,
            Some(_) => return Err(self.error("roots", "must be built-in or system")),
        };
        http.route = self.route()?;
        Ok(http)
    }

    fn route(&mut self) -> Result<Route, Error> {
        let credentials = self.optional_secret("proxy_credentials")?;
        match (self.text("proxy")?, credentials) {
            (Some(url), credentials) if url != "environment" => Ok(Route::Proxy { url, credentials }),
            (_, Some(_)) => Err(self.error("proxy_credentials", "needs a proxy with its address beside it")),
            (Some(_), None) => Ok(Route::Environment),
            (None, None) => Ok(Route::Direct),
        }
    }

    /// `base_url`, or the host that `environment` names; exactly one of the two.
    pub(crate) fn base_url(&mut self, environments: &[(&str, &str)]) -> Result<String, Error> {
        match (self.text("base_url")?, self.text("environment")?) {
            (Some(url), None) => Ok(url),
            (None, Some(name)) => match environments.iter().find(|(known, _)| *known == name) {
                Some((_, url)) => Ok((*url).to_owned()),
                None => {
                    let known: Vec<&str> = environments.iter().map(|(known, _)| *known).collect();
                    Err(self.error("environment", format!("must be one of {}", known.join(", "))))
                }
            },
            _ => Err(Error::config(format!(
                "[{}] needs either base_url or environment",
                self.provider
            ))),
        }
    }

    /// Refuses a known setting that nobody took: none may be silently ignored.
    pub(crate) fn finish(self) -> Result<(), Error> {
        match self.table.keys().next() {
            Some(name) => Err(self.error(name, "is not used")),
            None => Ok(()),
        }
    }

    fn seconds(&mut self, name: &str) -> Result<Option<Duration>, Error> {
        let seconds = match self.table.remove(name) {
            None => return Ok(None),
            Some(Value::Integer(seconds)) => seconds as f64,
            Some(Value::Float(seconds)) => seconds,
            Some(_) => f64::NAN,
        };
        timeout_from_seconds(&self.full_name(name), seconds).map(Some)
    }

    fn full_name(&self, name: &str) -> String {
        format!("[{}] {name}", self.provider)
    }

    fn error(&self, name: &str, problem: impl std::fmt::Display) -> Error {
        Error::config(format!("{} {problem}", self.full_name(name)))
    }
}

impl Drop for Settings {
    fn drop(&mut self) {
        wipe(&mut self.table);
    }
}

/// Wipes every text of a table: any of them may be a key.
pub(crate) fn wipe(table: &mut Table) {
    fn wipe_value(value: &mut Value) {
        match value {
            Value::String(text) => text.zeroize(),
            Value::Array(entries) => entries.iter_mut().for_each(wipe_value),
            Value::Table(table) => wipe(table),
            _ => {}
        }
    }
    table.iter_mut().for_each(|(_, value)| wipe_value(value));
}

/// A configuration's tables, each of them a known one.
fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, Error> {
    let root = DeTable::parse(text).map_err(|error| not_toml(text, &error))?;
    let is_known = |name: &str| TABLES.iter().any(|table| table.table == name);
    let unknown = root.get_ref().keys().filter(|name| !is_known(name.get_ref()));
    match unknown.min_by_key(|name| name.span().start) {
        Some(name) => {
            let line = line_of(text, name.span().start);
            Err(Error::config(problem_of_table(name.get_ref(), line)))
        }
        None => Ok(root),
    }
}

/// The parser's message tells its grammar only; its full text would quote the line, which may hold a key.
fn not_toml(text: &str, error: &toml::de::Error) -> Error {
    let line = line_of(text, error.span().map_or(0, |span| span.start));
    Error::config(format!(
        "the configuration is not TOML: {} (line {line})",
        error.message()
    ))
}

fn line_of(text: &str, position: usize) -> usize {
    let before = text.bytes().take(position);
    before.filter(|byte| *byte == b'\n').count() + 1
}

/// A configuration's path, unless it might be something else that was given in its place, such as its text.
fn shown(path: &Path) -> String {
    let shown = path.display().to_string();
    let is_path = shown.ends_with(".toml") && !shown.contains(['\n', '\r', '"', '\'', '=']);
    match is_path {
        true => format!(" {shown}"),
        false => String::new(),
    }
}
