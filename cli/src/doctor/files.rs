//! Who can read the configuration and the secrets it names.

use super::Report;
use std::path::Path;

#[cfg(unix)]
pub(super) fn check_permissions(report: &mut Report, config: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    for path in secret_files(config, text) {
        let Ok(metadata) = std::fs::metadata(&path) else {
            continue;
        };
        let mode = metadata.permissions().mode() & 0o777;
        let check = format!("permissions of {}", path.display());
        match mode & 0o077 {
            0 => report.ok(&check, &format!("{mode:o}")),
            _ => report.warn(&check, &format!("{mode:o} lets other accounts read it"), "chmod 600 it"),
        }
    }
}

#[cfg(not(unix))]
pub(super) fn check_permissions(report: &mut Report, _: &Path, _: &str) {
    report.warn(
        "permissions",
        "not checked on this system",
        "let only the till's account read the configuration and keys",
    );
}

/// The configuration and the files it names that hold secrets. A path that leads to no file is not among them when
/// it is shown: it may be a key in the wrong place.
#[cfg(unix)]
fn secret_files(config: &Path, text: &str) -> Vec<std::path::PathBuf> {
    /// Everybody may read these.
    const PUBLIC: [&str; 2] = ["icash_public_key_file", "ca_file"];
    let folder = config.parent().unwrap_or(Path::new("."));
    let file: toml::Table = text.parse().unwrap_or_default();
    let settings = file.iter().filter_map(|(_, table)| table.as_table()).flatten();
    let named = settings.filter_map(|(name, value)| {
        let secret = name.ends_with("_file") && !PUBLIC.contains(&name.as_str());
        secret.then(|| value.as_str().map(|path| folder.join(path))).flatten()
    });
    std::iter::once(config.to_owned()).chain(named).collect()
}
