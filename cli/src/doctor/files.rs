//! The configuration file itself: what is in it, and who can read it and the secrets it names.

use super::Report;
use std::path::{Path, PathBuf};

/// The names at the top of the file, in their order.
pub(super) fn tables(config: &Path) -> Result<Vec<String>, String> {
    let text = std::fs::read_to_string(config).map_err(|error| format!("{}: {}", config.display(), error.kind()))?;
    let file = parse(&text)?;
    match file.is_empty() {
        true => Err("it is empty: it needs a table [icash], [mypay] or [omni]".to_owned()),
        false => Ok(file.into_iter().map(|(name, _)| name).collect()),
    }
}

/// The parser's full message quotes the line, which may hold a key.
fn parse(text: &str) -> Result<toml::Table, String> {
    text.parse()
        .map_err(|error: toml::de::Error| format!("it is not TOML: {}", error.message()))
}

#[cfg(unix)]
pub(super) fn check_permissions(report: &mut Report, config: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    for path in secret_files(config) {
        let Ok(metadata) = std::fs::metadata(&path) else {
            continue;
        };
        let mode = metadata.permissions().mode() & 0o777;
        let check = format!("permissions of {}", path.display());
        match mode & 0o077 {
            0 => report.ok(&check, &format!("{mode:o}")),
            _ => report.warn(&check, &format!("{mode:o} lets other accounts read it; chmod 600 it")),
        }
    }
}

#[cfg(not(unix))]
pub(super) fn check_permissions(report: &mut Report, _: &Path) {
    report.warn(
        "permissions",
        "not checked on this system; let only the till's account read the configuration and keys",
    );
}

/// The configuration and the files it names that hold secrets.
#[cfg(unix)]
fn secret_files(config: &Path) -> Vec<PathBuf> {
    /// Everybody may read these.
    const PUBLIC: [&str; 2] = ["icash_public_key_file", "ca_file"];
    let text = std::fs::read_to_string(config).unwrap_or_default();
    let folder = config.parent().unwrap_or(Path::new("."));
    let file = parse(&text).unwrap_or_default();
    let settings = file.iter().filter_map(|(_, table)| table.as_table()).flatten();
    let named = settings.filter_map(|(name, value)| {
        let secret = name.ends_with("_file") && !PUBLIC.contains(&name.as_str());
        secret.then(|| value.as_str().map(|path| folder.join(path))).flatten()
    });
    std::iter::once(config.to_owned()).chain(named).collect()
}
