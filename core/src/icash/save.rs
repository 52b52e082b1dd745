//! Credentials on disk: two key files and a `till.toml` that a client loads as it is.

use super::credential::Credentials;
use crate::error::{Error, ErrorKind};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const PRIVATE_KEY_FILE: &str = "merchant_private_key.pem";
const PUBLIC_KEY_FILE: &str = "icash_public_key.pem";
const CONFIG_FILE: &str = "till.toml";

impl Credentials {
    /// Makes `directory` and finds out whether [`save`](Credentials::save) could put credentials there that do
    /// not exist yet: ask before a key exchange, since keys that cannot be saved are lost.
    ///
    /// # Errors
    /// `config`, naming the file or folder in the way.
    pub fn check_folder(directory: &Path) -> Result<(), Error> {
        std::fs::create_dir_all(directory).map_err(|error| file_error(directory, &error))?;
        for name in [PRIVATE_KEY_FILE, PUBLIC_KEY_FILE] {
            let path = directory.join(name);
            match std::fs::symlink_metadata(&path) {
                Ok(_) => return Err(another_key(&path)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(file_error(&path, &error)),
            }
        }
        check_config(&directory.join(CONFIG_FILE))?;
        let probe = directory.join(CONFIG_FILE).with_extension("unfinished");
        create_private(&probe)
            .and_then(|_| std::fs::remove_file(&probe))
            .map_err(|error| file_error(&probe, &error))
    }

    /// Writes `merchant_private_key.pem`, `icash_public_key.pem` and `till.toml` into `directory`
    /// (created if missing), each readable by its owner only, and returns the path of `till.toml`.
    ///
    /// The key files must be absent or hold the same keys: a key is never overwritten. A `till.toml`
    /// with nothing but `[icash]` is replaced in one step, so a crash leaves either the old one or the new one;
    /// one with other tables is left alone.
    /// `ca_file` is the path of an extra CA, relative to `directory`.
    ///
    /// # Errors
    /// `config`, naming the file that could not be written, or that holds another key or other tables.
    pub fn save(&self, directory: &Path, base_url: &str, ca_file: Option<&str>) -> Result<PathBuf, Error> {
        std::fs::create_dir_all(directory).map_err(|error| file_error(directory, &error))?;
        check_config(&directory.join(CONFIG_FILE))?;
        write_key(&directory.join(PRIVATE_KEY_FILE), &self.merchant_private_key.to_pem()?)?;
        write_key(&directory.join(PUBLIC_KEY_FILE), self.icash_public_key.to_pem())?;
        let path = directory.join(CONFIG_FILE);
        replace(&path, &self.config_text(base_url, ca_file))?;
        Ok(path)
    }

    fn config_text(&self, base_url: &str, ca_file: Option<&str>) -> Zeroizing<String> {
        let (aes_key, aes_iv) = self.aes.expose_texts();
        let mut table = toml::Table::new();
        let mut set = |name: &str, value: &str| table.insert(name.to_owned(), toml::Value::String(value.to_owned()));
        set("base_url", base_url);
        set("merchant_private_key_file", PRIVATE_KEY_FILE);
        set("icash_public_key_file", PUBLIC_KEY_FILE);
        set("enc_key_id", self.aes.enc_key_id());
        set("aes_key", aes_key);
        set("aes_iv", aes_iv);
        if let Some(ca_file) = ca_file {
            set("ca_file", ca_file);
        }
        Zeroizing::new(format!(
            "# Holds keys: keep it readable by the till's account only.\n[icash]\n{table}"
        ))
    }
}

fn write_key(path: &Path, text: &str) -> Result<(), Error> {
    match std::fs::read_to_string(path) {
        Ok(present) if present == text => Ok(()),
        Ok(_) => Err(another_key(path)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => replace(path, text),
        Err(error) => Err(file_error(path, &error)),
    }
}

fn another_key(path: &Path) -> Error {
    in_the_way(path, "holds another key")
}

/// Refuses to lose what somebody wrote by hand: the settings of other providers.
fn check_config(path: &Path) -> Result<(), Error> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(file_error(path, &error)),
    };
    match text.parse::<toml::Table>() {
        Ok(tables) if tables.keys().all(|name| name == "icash") => Ok(()),
        Ok(_) => Err(in_the_way(path, "holds more than [icash]")),
        Err(_) => Err(in_the_way(path, "is not TOML")),
    }
}

fn in_the_way(path: &Path, why: &str) -> Error {
    let detail = format!(
        "{} {why}, and is not overwritten; choose an empty folder",
        path.display()
    );
    Error::new(ErrorKind::Config, detail)
}

/// Writes beside the target and renames over it.
fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let unfinished = path.with_extension("unfinished");
    let write = || {
        let mut file = create_private(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&unfinished, path)
    };
    write().map_err(|error| file_error(path, &error))
}

fn create_private(path: &Path) -> std::io::Result<std::fs::File> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn file_error(path: &Path, error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Config, format!("{}: {}", path.display(), error.kind()))
}
