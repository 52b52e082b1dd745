//! The ledgers on disk: lists of records that only grow or change in place, in one SQLite file.
//!
//! The ledgers work in memory. What a call changes there is written here before its reply leaves, so that what a till
//! was told is still in the books after a restart, or after the sandbox was killed.

use crate::StartError;
use crate::state_dir::StateDir;
use rusqlite::{Connection, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

const FILE: &str = "ledger.sqlite";
/// SQLite's files beside it.
const COMPANIONS: [&str; 2] = ["ledger.sqlite-wal", "ledger.sqlite-shm"];
/// Raised whenever a record changes its form.
const FORM: i64 = 1;

/// The open file.
pub(crate) struct Books {
    path: PathBuf,
    connection: Mutex<Connection>,
    problem: OnceLock<String>,
}

/// One entry of a list, as JSON.
pub(crate) struct Record {
    list: &'static str,
    number: i64,
    body: String,
}

impl Record {
    /// Entry `number`, counted from 0, of a list such as `mypay.orders`.
    pub(crate) fn new(list: &'static str, number: usize, entry: &impl Serialize) -> Self {
        Record {
            list,
            number: i64::try_from(number).unwrap_or(i64::MAX),
            body: serde_json::to_string(entry).unwrap_or_default(),
        }
    }
}

impl Books {
    /// Opens what the last run left, or begins anew.
    pub(crate) fn open(state_dir: &StateDir, fresh: bool) -> Result<Self, StartError> {
        let path = state_dir.path().join(FILE);
        if fresh || !path.exists() {
            for name in COMPANIONS {
                state_dir.remove(name)?;
            }
            // SQLite would make it readable for everybody; it keeps the permissions that it finds.
            state_dir.write(FILE, "")?;
        }
        let connection = open(&path).map_err(|error| unusable(&path, &error))?;
        Ok(Books {
            path,
            connection: Mutex::new(connection),
            problem: OnceLock::new(),
        })
    }

    /// Every entry of a list, in its order.
    pub(crate) fn read<T: DeserializeOwned>(&self, list: &str) -> Result<Vec<T>, StartError> {
        let bodies = read(&self.lock(), list).map_err(|error| unusable(&self.path, &error))?;
        let entries = bodies.iter().map(|body| serde_json::from_str(body));
        // The parser's own message could quote an order's key.
        entries
            .collect::<Result<_, _>>()
            .map_err(|_| not_ours(&self.path, &format!("an entry of {list} cannot be read")))
    }

    /// Writes all of them or none. After a failure no answer of the sandbox is worth anything: see
    /// [`problem`](Books::problem).
    pub(crate) fn write(&self, records: &[Record]) {
        if records.is_empty() {
            return;
        }
        if let Err(error) = write(&mut self.lock(), records) {
            let _ = self.problem.set(format!("{}: {error}", self.path.display()));
        }
    }

    /// Why the file no longer holds what the sandbox says.
    pub(crate) fn problem(&self) -> Option<&str> {
        self.problem.get().map(String::as_str)
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    // A commit survives the death of the process; only a power failure may take the last ones, whole.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    match connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))? {
        FORM => {}
        0 => {
            connection.execute_batch(
                "CREATE TABLE record (list TEXT, number INTEGER, body TEXT, PRIMARY KEY (list, number)) WITHOUT ROWID",
            )?;
            connection.pragma_update(None, "user_version", FORM)?;
        }
        _ => return Err(rusqlite::Error::InvalidQuery),
    }
    Ok(connection)
}

fn read(connection: &Connection, list: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT body FROM record WHERE list = ? ORDER BY number")?;
    statement.query_map([list], |row| row.get(0))?.collect()
}

fn write(connection: &mut Connection, records: &[Record]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    {
        let mut statement = transaction.prepare("INSERT OR REPLACE INTO record VALUES (?, ?, ?)")?;
        for Record { list, number, body } in records {
            statement.execute(params![list, number, body])?;
        }
    }
    transaction.commit()
}

/// A file that cannot be written, or is kept by another program, is none to begin anew.
fn unusable(path: &Path, error: &rusqlite::Error) -> StartError {
    use rusqlite::ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure,
    };
    let of_the_system = matches!(
        error.sqlite_error_code(),
        Some(CannotOpen | DatabaseBusy | DatabaseLocked | DiskFull | PermissionDenied | ReadOnly | SystemIoFailure)
    );
    match of_the_system {
        true => StartError::state(path, io::Error::other(format!("cannot be used: {error}"))),
        false => not_ours(path, &error.to_string()),
    }
}

fn not_ours(path: &Path, problem: &str) -> StartError {
    let text = format!("not a ledger of this version of the sandbox ({problem}); --fresh begins a new one");
    StartError::state(path, io::Error::new(io::ErrorKind::InvalidData, text))
}

#[cfg(test)]
mod tests {
    use super::unusable;
    use rusqlite::{Connection, OpenFlags};

    #[test]
    fn what_cannot_be_written_is_not_told_as_a_wrong_ledger() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        let told = |error: rusqlite::Error| unusable(&path, &error).to_string();
        let missing = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap_err();
        std::fs::write(&path, "").unwrap();
        let connection = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let read_only = connection.execute_batch("CREATE TABLE x (y)").unwrap_err();
        for told in [told(missing), told(read_only)] {
            assert!(told.contains("cannot be used") && !told.contains("--fresh"), "{told}");
        }
        std::fs::write(&path, "somebody's text, which is longer than a header").unwrap();
        let connection = Connection::open(&path).unwrap();
        let foreign = connection.execute_batch("CREATE TABLE x (y)").unwrap_err();
        assert!(told(foreign).contains("--fresh begins a new one"));
    }
}
