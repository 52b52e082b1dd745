//! Keys and credentials on disk, readable by their owner only.

use crate::StartError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use twpos::crypto::PrivateKey;

/// The key of the host that a sandbox is: only a sandbox's directory has one.
pub(crate) const HOST_KEY: &str = "icash_private_key.pem";

/// The settings of a till of this sandbox.
pub(crate) const TILL_FILE: &str = "till.toml";

/// Locked for as long as a sandbox runs on the directory; it holds nothing.
const LOCK_FILE: &str = "sandbox.lock";

/// The directory that makes a sandbox the same one after a restart.
#[derive(Clone)]
pub(crate) struct StateDir {
    path: PathBuf,
    _lock: Arc<fs::File>,
}

impl StateDir {
    /// Makes the directory if it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self, StartError> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path).map_err(|error| StartError::state(path, error))?;
        refuse_foreign(path)?;
        Ok(StateDir {
            path: path.to_owned(),
            _lock: Arc::new(lock(path)?),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The text of a file, or `None` if there is none.
    pub(crate) fn read(&self, name: &str) -> Result<Option<String>, StartError> {
        let path = self.path.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StartError::state(&path, error)),
        }
    }

    /// Reads what [`write_json`](StateDir::write_json) wrote.
    pub(crate) fn read_json<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StartError> {
        let Some(text) = self.read(name)? else {
            return Ok(None);
        };
        let value = serde_json::from_str(&text);
        // The parser's own message could quote a key.
        let damaged = |error: serde_json::Error| {
            let place = format!("not what the sandbox wrote (line {})", error.line());
            StartError::state(&self.path.join(name), io::Error::new(io::ErrorKind::InvalidData, place))
        };
        value.map(Some).map_err(damaged)
    }

    /// Writes a file that only its owner can read; a reader sees the old text or the new, never a part.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<(), StartError> {
        let path = self.path.join(name);
        write_private(&self.path.join(format!(".{name}.new")), text.as_bytes())
            .and_then(|new| fs::rename(new, &path))
            .map_err(|error| StartError::state(&path, error))
    }

    /// Takes a file away, if it is there.
    pub(crate) fn remove(&self, name: &str) -> Result<(), StartError> {
        let path = self.path.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StartError::state(&path, error)),
            _ => Ok(()),
        }
    }

    /// Adds to the end of one of the directory's files, in one step as [`write`](StateDir::write) does.
    pub(crate) fn append(&self, name: &str, text: &str) -> Result<(), StartError> {
        let present = self.read(name)?.unwrap_or_default();
        self.write(name, &format!("{present}{text}"))
    }

    pub(crate) fn write_json(&self, name: &str, value: &impl Serialize) -> Result<(), StartError> {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        self.write(name, &text)
    }

    /// The RSA key in a file, made and saved if there is none.
    pub(crate) fn private_key(&self, name: &str) -> Result<PrivateKey, StartError> {
        let named = |error| StartError::key(&self.path.join(name), error);
        if let Some(text) = self.read(name)? {
            return PrivateKey::from_text(&text).map_err(named);
        }
        let key = PrivateKey::generate().map_err(named)?;
        self.write(name, &key.to_pem().map_err(named)?)?;
        Ok(key)
    }
}

/// A till's own folder has files of the same names, and what stands there may be its only credential.
fn refuse_foreign(path: &Path) -> Result<(), StartError> {
    let is_ours = path.join(HOST_KEY).exists();
    let foreign = [TILL_FILE, "merchant_private_key.pem"].map(|name| path.join(name));
    match foreign.into_iter().find(|path| path.exists() && !is_ours) {
        Some(path) => {
            let problem = "not the sandbox's; choose a folder of its own";
            Err(StartError::state(
                &path,
                io::Error::new(io::ErrorKind::AlreadyExists, problem),
            ))
        }
        None => Ok(()),
    }
}

/// Two sandboxes would overwrite each other's till.toml and ledger. The system lets go of the lock when its holder
/// ends, however that happens.
fn lock(path: &Path) -> Result<fs::File, StartError> {
    let file = path.join(LOCK_FILE);
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let lock = options.open(&file).map_err(|error| StartError::state(&file, error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => Err(StartError::InUse(path.to_owned())),
        Err(fs::TryLockError::Error(error)) => Err(StartError::state(&file, error)),
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    // A leftover of a crash could have other permissions, which opening would keep.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(path.to_owned())
}
