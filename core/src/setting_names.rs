//! Which settings there are, and what may be said of one that is none of them.
//!
//! A name that nobody knows may be a key in the wrong place, so that it is quoted only if it is, but for a slip
//! of the finger or two, a name of ours. Any other is told by its line.

use crate::each_provider;

/// The settings of one table.
pub(crate) struct SettingNames {
    /// The table's name.
    pub(crate) table: &'static str,
    /// Its own, beside those of [`CONNECTION`].
    pub(crate) own: &'static [Setting],
}

pub(crate) struct Setting {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

/// How a setting is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// One of some words.
    OneOf,
    /// A list.
    Texts,
    /// Yes or no.
    Flag,
    Seconds,
    /// The path of a file.
    Path,
    /// Text or a whole number, also as `…_file` or `…_env`.
    TextOrFile,
    /// As `TextOrFile`, and never shown.
    Secret,
}

/// Declares the settings of a table, from which `cargo xtask codegen` also writes each language's settings and the
/// tables of docs/configuration.md. Of a row that is the kind; in parentheses the words of a `OneOf`, or the limits of
/// a number or of a text's length; the default; and whether it must be there. What is not a name or a kind is for the
/// generator alone, and its tests hold the readers to it.
macro_rules! settings {
    ($(#[doc = $about:literal])* $list:ident of $table:ident {
        $(
            $(#[doc = $doc:literal])*
            $name:ident: $kind:ident $(($($of:tt)*))? $(= $default:literal)? $(, $required:ident)?;
        )*
    }) => {
        pub(crate) const $list: $crate::setting_names::SettingNames = $crate::setting_names::SettingNames {
            table: stringify!($table),
            own: &[$(
                $crate::setting_names::Setting {
                    name: stringify!($name),
                    kind: $crate::setting_names::Kind::$kind,
                },
            )*],
        };
    };
}
pub(crate) use settings;

settings! {
    /// How a provider's host is reached.
    CONNECTION of every_provider {
        /// Which host. HTTPS only, except to this machine; may carry a port (1 to 65535) and a path.
        base_url: Text;
        /// The whole call, name lookup included.
        timeout_seconds: Seconds(..=3600) = 30;
        /// Connecting, TLS included.
        connect_timeout_seconds: Seconds(..=3600) = 5;
        /// The file of a CA to trust besides the public ones (PEM).
        ca_file: Path;
        /// Which public authorities are trusted: `built-in` (Mozilla's, compiled in), or `system` (the operating system's
        /// store, for shops whose antivirus looks into TLS).
        roots: OneOf("built-in", "system") = "built-in";
        /// An HTTP proxy, `http://HOST:PORT`, that is asked to CONNECT; or `environment`, for what `HTTPS_PROXY`, else
        /// `ALL_PROXY`, and `NO_PROXY` say.
        ///
        /// Names in small letters come first; a proxy there that is none is an error; `HTTP_PROXY` is not for HTTPS and is
        /// not looked at; `NO_PROXY` names hosts, with or without a port, and the domains above them. Without the setting
        /// the environment is not looked at. Plain HTTP to this machine never goes through a proxy.
        proxy: Text;
        /// `USER:PASSWORD` for the proxy (Basic), in one line.
        proxy_credentials: Secret;
        /// The User-Agent header.
        user_agent: Text = "twpos/VERSION";
    }
}

macro_rules! tables {
    ($($provider:ident $Name:ident,)*) => {
        /// The tables that one file may hold side by side.
        pub(crate) const TABLES: &[&SettingNames] = &[$(&crate::$provider::SETTINGS),*];
    };
}
each_provider!(tables);

impl Setting {
    fn has_forms(&self) -> bool {
        matches!(self.kind, Kind::TextOrFile | Kind::Secret)
    }

    /// Every name by which it is given.
    fn names(&'static self) -> impl Iterator<Item = String> {
        let endings: &[&str] = if self.has_forms() {
            &["", "_file", "_env"]
        } else {
            &[""]
        };
        endings.iter().map(|ending| format!("{}{ending}", self.name))
    }
}

impl SettingNames {
    /// Every setting that the table may hold. One of its own may stand in place of a connection's.
    fn all(&self) -> impl Iterator<Item = &'static Setting> {
        let own = self.own.iter();
        let is_own = move |name| own.clone().any(|own| own.name == name);
        let others = CONNECTION.own.iter().filter(move |other| !is_own(other.name));
        self.own.iter().chain(others)
    }

    /// Every name that the table may hold.
    fn names(&self) -> impl Iterator<Item = String> {
        self.all().flat_map(Setting::names)
    }

    fn has(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    /// Why this is no setting of the table; `None` if it is one.
    pub(crate) fn problem(&self, name: &str, line: usize) -> Option<String> {
        if self.has(name) {
            return None;
        }
        let table = self.table;
        if let Some(other) = TABLES.iter().find(|other| other.has(name)) {
            // The same table's: it is read for something that takes fewer.
            let whose = match other.table == table {
                true => "a client's".to_owned(),
                false => format!("one of [{}]", other.table),
            };
            return Some(format!(
                "[{table}] {name} is not a known setting here, but {whose} (line {line})"
            ));
        }
        Some(match nearest(name, self.names()) {
            Some(known) => {
                format!("[{table}] {name} is not a known setting (line {line}); did you mean {known}?")
            }
            None => {
                let (with_forms, plain): (Vec<_>, Vec<_>) = self.all().partition(|setting| setting.has_forms());
                let names = |found: &[&Setting]| found.iter().map(|found| found.name).collect::<Vec<_>>().join(", ");
                format!(
                    "[{table}] line {line} is not a known setting; known are {} (also as …_file or …_env), {}",
                    names(&with_forms),
                    names(&plain)
                )
            }
        })
    }
}

/// Why this, which stands outside of the known tables, is no known table.
pub(crate) fn problem_of_table(name: &str, line: usize) -> String {
    if let Some(table) = TABLES.iter().find(|table| table.has(name)) {
        let table = table.table;
        return format!("{name} stands outside of a table (line {line}); write it below the line [{table}]");
    }
    let tables = || TABLES.iter().map(|table| table.table.to_owned());
    match nearest(name, tables()) {
        Some(known) => format!("unknown setting or table: {name} (line {line}); did you mean [{known}]?"),
        None => {
            let known: Vec<String> = tables().map(|table| format!("[{table}]")).collect();
            format!(
                "unknown setting or table in line {line}; known are {}",
                known.join(", ")
            )
        }
    }
}

/// The name that was meant, if it is so near that nothing but a slip is between.
fn nearest(name: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let plain = |name: &str| name.replace(['_', '-', ' '], "").to_lowercase();
    // However it is written, what is quoted is no longer than what we know.
    let distances = known
        .filter(|known| name.chars().count() <= known.len() + 2)
        .map(|known| {
            let distance = strsim::osa_distance(&plain(name), &plain(&known));
            (distance, known)
        });
    let near = distances.filter(|(distance, known)| *distance <= 2 && distance * 3 < known.len());
    near.min().map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_named_and_anything_else_is_not_quoted() {
        let problem = |name: &str| crate::icash::SETTINGS.problem(name, 7);
        for name in ["aes_iv", "aes_key_file", "enc_key_id_env", "ca_file", "environment"] {
            assert_eq!(problem(name), None, "{name}");
        }
        for (slip, meant) in [
            ("aes_vi", "aes_iv"),
            ("aesKey", "aes_key"),
            ("AES_KEY", "aes_key"),
            ("aes-iv", "aes_iv"),
            ("tiemout_seconds", "timeout_seconds"),
            ("merchant_private_keyfile", "merchant_private_key_file"),
            ("enviroment", "environment"),
        ] {
            let problem = problem(slip).unwrap();
            assert!(
                problem.contains(&format!(
                    "[icash] {slip} is not a known setting (line 7); did you mean {meant}?"
                )),
                "{problem}"
            );
        }
        for secret in [
            "CANARY0123456789abcdef0123456789",
            "CANARY",
            "hunter2",
            "aes_key_0123456789abcdef",
            "aes_iv_CANARY",
        ] {
            let problem = problem(secret).unwrap();
            assert!(
                problem.contains("line 7 is not a known setting; known are"),
                "{problem}"
            );
            assert!(!problem.contains(secret), "{problem}");
        }
        let elsewhere = problem("client_secret").unwrap();
        assert!(elsewhere.contains("but one of [omni]"), "{elsewhere}");
    }

    #[test]
    fn what_stands_outside_of_a_table_is_told_where_it_belongs() {
        assert!(problem_of_table("aes_key", 1).contains("write it below the line [icash]"));
        assert!(problem_of_table("icsah", 2).contains("icsah (line 2); did you mean [icash]?"));
        let problem = problem_of_table("CANARY", 3);
        assert_eq!(
            problem,
            format!(
                "unknown setting or table in line 3; known are {}",
                crate::PROVIDERS.map(|provider| format!("[{provider}]")).join(", ")
            )
        );
    }
}
