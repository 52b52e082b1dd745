use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::{fmt, io};

/// Why a sandbox could not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// A file of the state directory cannot be read or written, or is damaged.
    StateDir {
        /// Which file.
        path: PathBuf,
        /// What happened.
        error: io::Error,
    },
    /// Another sandbox runs on this state directory.
    InUse(PathBuf),
    /// A key or credential cannot be used.
    Key {
        /// The file or directory that holds it.
        file: PathBuf,
        /// What is wrong with it.
        error: Box<twpos::Error>,
    },
    /// The address cannot be listened on.
    Listen {
        /// Which address.
        address: SocketAddr,
        /// What happened.
        error: io::Error,
    },
    /// The address for notifications cannot be posted to.
    NotifyUrl(String),
    /// The certificates could not be made.
    Tls(String),
    /// The operating system gave no thread.
    Thread(io::Error),
}

impl StartError {
    pub(crate) fn state(path: &Path, error: io::Error) -> Self {
        StartError::StateDir {
            path: path.to_owned(),
            error,
        }
    }

    pub(crate) fn key(file: &Path, error: twpos::Error) -> Self {
        StartError::Key {
            file: file.to_owned(),
            error: Box::new(error),
        }
    }

    pub(crate) fn listen(address: SocketAddr, error: io::Error) -> Self {
        StartError::Listen { address, error }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StartError::StateDir { path, error } => write!(f, "state directory: {}: {error}", path.display()),
            StartError::InUse(path) => write!(
                f,
                "state directory: {}: another sandbox runs on it; stop that one or choose another folder",
                path.display()
            ),
            StartError::Key { file, error } => write!(f, "{}: {}", file.display(), error.detail),
            StartError::Listen { address, error } => write!(f, "cannot listen on {address}: {error}"),
            StartError::NotifyUrl(problem) => write!(f, "address for notifications: {problem}"),
            StartError::Tls(problem) => write!(f, "cannot set up TLS: {problem}"),
            StartError::Thread(error) => write!(f, "cannot start a thread: {error}"),
        }
    }
}

impl std::error::Error for StartError {}
