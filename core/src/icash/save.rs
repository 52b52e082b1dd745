//! Credentials on disk: two key files and a `till.toml` that a client loads as it is.

use super::config::host;
use super::credential::Credentials;
use crate::config;
use crate::crypto::{on_wiped_stack, random_bytes};
use crate::error::{Error, ErrorKind};
use crate::text_file;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const PRIVATE_KEY_FILE: &str = "merchant_private_key.pem";
const PUBLIC_KEY_FILE: &str = "icash_public_key.pem";
const CONFIG_FILE: &str = "till.toml";
/// Empty, and never removed: whoever waits for it must wait for the same file.
const LOCK_FILE: &str = ".twpos.lock";
/// How the name of a file ends that is not whole yet.
const UNFINISHED: &str = ".unfinished";

impl Credentials {
    /// Makes `directory` and finds out whether [`save`](Credentials::save) with the same arguments could put
    /// credentials there that do not exist yet: ask before a key exchange, since keys that cannot be saved are lost.
    ///
    /// # Errors
    /// `config`, naming the file or folder in the way, or what of the URL or the CA is wrong.
    pub fn check_save(directory: &Path, base_url: &str, ca_file: Option<&str>) -> Result<(), Error> {
        check_host(directory, base_url, ca_file)?;
        let folder = Folder::lock(directory)?;
        for name in [PRIVATE_KEY_FILE, PUBLIC_KEY_FILE] {
            let path = directory.join(name);
            if present(&path)?.is_some() {
                return Err(another_key(&path));
            }
        }
        check_config(&directory.join(CONFIG_FILE))?;
        folder.begin("").map(drop)
    }

    /// Writes `merchant_private_key.pem`, `icash_public_key.pem` and `till.toml` into `directory`
    /// (created if missing, for its owner only), each readable by its owner only, and returns the path of `till.toml`.
    ///
    /// The key files must be absent or hold the same keys: a key is never overwritten. A `till.toml` with nothing but
    /// `[icash]` is replaced; one with other tables is left alone. Any number of threads and processes may save into
    /// one folder: they take turns. A crash leaves the old files or the new ones, or, if it comes between, the new
    /// `till.toml` without its keys: never one credential's key beside another's `till.toml`.
    /// `base_url` is the payment host, and `ca_file` the path of an extra CA, relative to `directory`: what a client
    /// would refuse is refused here, before anything is written.
    ///
    /// # Errors
    /// `config`, naming the file that could not be written, or that holds another key or other tables, or what of the
    /// URL or the CA is wrong. These credentials are as good as before: save them elsewhere.
    pub fn save(&self, directory: &Path, base_url: &str, ca_file: Option<&str>) -> Result<PathBuf, Error> {
        on_wiped_stack(|| self.write(directory, base_url, ca_file))
    }

    fn write(&self, directory: &Path, base_url: &str, ca_file: Option<&str>) -> Result<PathBuf, Error> {
        check_host(directory, base_url, ca_file)?;
        let folder = Folder::lock(directory)?;
        let private_key = self.merchant_private_key.to_pem()?;
        let keys = [
            (PRIVATE_KEY_FILE, private_key.as_str()),
            (PUBLIC_KEY_FILE, self.icash_public_key.to_pem()),
        ];
        // Everything is looked at, and everything new is on the disk, before the first name changes.
        let mut missing = Vec::new();
        for (name, text) in keys {
            let path = directory.join(name);
            match present(&path)? {
                Some(present) if *present == text => make_private(&path)?,
                Some(_) => return Err(another_key(&path)),
                None => missing.push((path, text)),
            }
        }
        let path = directory.join(CONFIG_FILE);
        check_config(&path)?;
        let config = folder.begin(&self.config_text(base_url, ca_file))?;
        let keys = missing.into_iter().map(|(path, text)| Ok((path, folder.begin(text)?)));
        let keys = keys.collect::<Result<Vec<_>, Error>>()?;
        // First, since an earlier till.toml of another credential must not stand beside these keys.
        config.become_file(&path)?;
        folder.sync()?;
        for (path, key) in keys {
            key.become_file(&path)?;
        }
        folder.sync()?;
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
        if let Some(expires) = &self.icash_public_key_expires {
            set("icash_public_key_expires", expires);
        }
        if let Some(ca_file) = ca_file {
            set("ca_file", ca_file);
        }
        let text = Zeroizing::new(format!(
            "# Holds keys: keep it readable by the till's account only.\n[icash]\n{table}"
        ));
        config::wipe(&mut table);
        text
    }
}

/// Refuses what would make a till.toml that does not load.
fn check_host(directory: &Path, base_url: &str, ca_file: Option<&str>) -> Result<(), Error> {
    let mut settings = toml::Table::new();
    settings.insert("base_url".to_owned(), base_url.into());
    if let Some(ca_file) = ca_file {
        settings.insert("ca_file".to_owned(), ca_file.into());
    }
    host(&format!("[icash]\n{settings}"), directory).map(drop)
}

/// A folder that is ours alone until this is dropped.
struct Folder<'a> {
    path: &'a Path,
    _lock: File,
}

impl<'a> Folder<'a> {
    /// Makes the folder if it is missing, waits for whoever saves into it, and removes what they left when they died.
    fn lock(path: &'a Path) -> Result<Self, Error> {
        create_folder(path).map_err(|error| file_error(path, &error))?;
        let lock_path = path.join(LOCK_FILE);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let locked = options.open(&lock_path).and_then(|file| {
            loop {
                match file.lock() {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    result => break result.map(|()| file),
                }
            }
        });
        let folder = Folder {
            path,
            _lock: locked.map_err(|error| file_error(&lock_path, &error))?,
        };
        folder.remove_leftovers().map_err(|error| file_error(path, &error))?;
        Ok(folder)
    }

    /// Copies of keys that a killed process left: nobody else writes while this holds the lock.
    fn remove_leftovers(&self) -> io::Result<()> {
        for entry in fs::read_dir(self.path)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(".twpos-") && name.ends_with(UNFINISHED) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// A new file with this text on the disk, under a name that no other file has.
    fn begin(&self, text: &str) -> Result<Unfinished, Error> {
        let number = u64::from_ne_bytes(random_bytes()?);
        let path = self.path.join(format!(".twpos-{number:016x}{UNFINISHED}"));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(|error| file_error(&path, &error))?;
        let unfinished = Unfinished(path);
        // The umask may have taken the owner's own rights.
        let written = for_owner_only(&unfinished.0)
            .and_then(|()| file.write_all(text.as_bytes()))
            .and_then(|()| file.sync_all());
        match written {
            Ok(()) => Ok(unfinished),
            Err(error) => Err(file_error(&unfinished.0, &error)),
        }
    }

    /// Makes the names in the folder last through a power cut.
    fn sync(&self) -> Result<(), Error> {
        sync_folder(self.path).map_err(|error| file_error(self.path, &error))
    }
}

/// A file that goes away again unless it gets its name.
struct Unfinished(PathBuf);

impl Unfinished {
    fn become_file(self, path: &Path) -> Result<(), Error> {
        fs::rename(&self.0, path).map_err(|error| file_error(path, &error))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After a rename there is nothing to remove.
        let _ = fs::remove_file(&self.0);
    }
}

/// Each folder that is missing, for its owner only whatever the umask.
fn create_folder(path: &Path) -> io::Result<()> {
    if path.as_os_str().is_empty() {
        // Joined to a name, it would be the folder that the program runs in.
        return Err(io::ErrorKind::NotFound.into());
    }
    // Without a dot at the end, which is the name of no folder that could be made.
    let path: PathBuf = path.components().collect();
    let missing = path
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
    let missing: Vec<&Path> = missing.collect();
    missing.into_iter().rev().try_for_each(create_one)
}

fn create_one(path: &Path) -> io::Result<()> {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "the mode is Unix's"))]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        // Somebody was faster, or it is the parent's own name, as in a/..
        Err(_) if path.is_dir() => Ok(()),
        Err(error) => Err(error),
        Ok(()) => {
            #[cfg(unix)]
            fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
            match path.parent() {
                Some(parent) if parent != Path::new("") => sync_folder(parent),
                _ => sync_folder(Path::new(".")),
            }
        }
    }
}

fn sync_folder(path: &Path) -> io::Result<()> {
    // Elsewhere a folder cannot be opened as a file.
    #[cfg(unix)]
    match File::open(path)?.sync_all() {
        // Some network file systems have no such thing.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {}
        result => result?,
    }
    let _ = path;
    Ok(())
}

fn for_owner_only(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let _ = path;
    Ok(())
}

/// Takes an earlier file from everybody but its owner.
fn make_private(path: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).map(|metadata| metadata.permissions().mode());
        if mode.is_ok_and(|mode| mode & 0o077 == 0) {
            return Ok(());
        }
    }
    for_owner_only(path).map_err(|error| file_error(path, &error))
}

/// The text of a file, if there is any file of this name.
fn present(path: &Path) -> Result<Option<Zeroizing<String>>, Error> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(file_error(path, &error)),
        Ok(_) => {}
    }
    match text_file::read_regular(path) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(problem) => Err(in_the_way(path, &format!("cannot be read: {problem}"))),
    }
}

fn another_key(path: &Path) -> Error {
    in_the_way(path, "holds another key")
}

/// Refuses to lose what somebody wrote by hand: the settings of other providers.
fn check_config(path: &Path) -> Result<(), Error> {
    let Some(text) = present(path)? else { return Ok(()) };
    let tables = text.parse::<toml::Table>().map(|mut tables| {
        config::wipe(&mut tables);
        tables
    });
    match tables {
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

fn file_error(path: &Path, error: &io::Error) -> Error {
    Error::new(ErrorKind::Config, format!("{}: {}", path.display(), error.kind()))
}
