use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{
    Connection, ErrorCode, OpenFlags, Row, Transaction, TransactionBehavior, ffi, params,
};

use crate::{Filter, MAX_PAGE, Page, StoreError};

mod assessments;
mod columns;
mod evidence;
mod health;
mod migrations;
mod runs;
mod subjects;

pub use health::Health;
pub use migrations::{APPLICATION_ID, SCHEMA_VERSION};

/// Reading connections kept open between uses.
const IDLE_READERS: usize = 4;

/// How a store is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How long to wait while another process writes.
    pub busy_timeout: Duration,
    /// Make the file, and its folder, when there is none.
    pub create: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { busy_timeout: Duration::from_secs(10), create: true }
    }
}

/// The store in one SQLite file, for use by several threads and processes.
///
/// One connection writes, one after the other; others read what was committed
/// last and do not wait for the writer (write-ahead logging).
pub struct Store {
    path: PathBuf,
    busy_timeout: Duration,
    writer: Mutex<Connection>,
    /// `None` in memory, where the writer also reads.
    readers: Option<Mutex<Vec<Connection>>>,
}

impl Store {
    /// Opens the store at `path` with the default options, makes it when there
    /// is none, and brings an older format up to date.
    ///
    /// # Errors
    /// As [`Self::open_with`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, &Options::default())
    }

    /// Opens the store at `path` and brings an older format up to date.
    ///
    /// # Errors
    /// When the file cannot be used, is no database, belongs to another
    /// program, or has a newer format.
    pub fn open_with(path: &Path, options: &Options) -> Result<Self, StoreError> {
        let exists = path.try_exists().map_err(|source| StoreError::File {
            path: path.to_path_buf(),
            step: "look for the store",
            source,
        })?;
        if !exists && !options.create {
            return Err(StoreError::Absent { path: path.to_path_buf() });
        }
        if let Some(folder) = path.parent().filter(|_| !exists) {
            fs::create_dir_all(folder).map_err(|source| StoreError::File {
                path: folder.to_path_buf(),
                step: "make the data folder",
                source,
            })?;
        }
        let flags = if options.create { OpenFlags::SQLITE_OPEN_CREATE } else { OpenFlags::empty() };
        let store = Self {
            path: path.to_path_buf(),
            busy_timeout: options.busy_timeout,
            writer: Mutex::new(connect(path, flags, options.busy_timeout)?),
            readers: Some(Mutex::new(Vec::new())),
        };
        {
            let mut writer = lock(&store.writer);
            migrations::identify(&mut writer, path)?;
            use_write_ahead_log(&writer, path, options.busy_timeout)?;
            migrations::migrate(&mut writer, path)?;
        }
        Ok(store)
    }

    /// An empty store in memory, gone when it is dropped.
    ///
    /// # Errors
    /// When memory is short.
    pub fn open_in_memory() -> Result<Self, StoreError> {
        let path = Path::new(":memory:");
        let mut writer = Connection::open_in_memory()
            .and_then(|connection| prepare(connection, Duration::ZERO))
            .map_err(|error| failure(path, "open the store", error))?;
        migrations::migrate(&mut writer, path)?;
        Ok(Self {
            path: path.to_path_buf(),
            busy_timeout: Duration::ZERO,
            writer: Mutex::new(writer),
            readers: None,
        })
    }

    /// The file of the store; `:memory:` for one in memory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `work` in a write transaction; when this returns without an error,
    /// the changes are on the disk.
    fn write<T>(
        &self,
        step: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let mut writer = lock(&self.writer);
        let run = || {
            // Immediate, so that the wait for another writer is at the start.
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        run().map_err(|error| failure(&self.path, step, error))
    }

    /// Runs `work` on a connection that sees what was committed last.
    fn read<T>(
        &self,
        step: &'static str,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let fail = |error| failure(&self.path, step, error);
        let Some(readers) = &self.readers else {
            return work(&lock(&self.writer)).map_err(fail);
        };
        let idle = lock(readers).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => {
                let reader = connect(&self.path, OpenFlags::empty(), self.busy_timeout)?;
                reader.pragma_update(None, "query_only", true).map_err(fail)?;
                reader
            }
        };
        let value = work(&reader).map_err(fail)?;
        let mut idle = lock(readers);
        if idle.len() < IDLE_READERS {
            idle.push(reader);
        }
        Ok(value)
    }

    /// One page of `query`, which takes the filter as `?1` (subject) and `?2`
    /// (text) and ends with its order.
    fn list<T>(
        &self,
        step: &'static str,
        query: &str,
        filter: &Filter,
        page: Page,
        row: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let (subject, text) = wanted(filter);
        let limit = page.limit.min(MAX_PAGE);
        self.read(step, |connection| {
            connection
                .prepare_cached(&format!("{query} LIMIT ?3 OFFSET ?4"))?
                .query_map(params![subject, text, limit, page.offset], row)?
                .collect()
        })
    }

    /// How many rows `source` (tables and condition) has under `filter`.
    fn count(&self, step: &'static str, source: &str, filter: &Filter) -> Result<u64, StoreError> {
        let (subject, text) = wanted(filter);
        self.read(step, |connection| {
            connection
                .prepare_cached(&format!("SELECT count(*) {source}"))?
                .query_row(params![subject, text], |row| row.get(0))
                .map(i64::unsigned_abs)
        })
    }
}

/// The filter as the parameters `?1` and `?2`; blank text asks for nothing.
fn wanted(filter: &Filter) -> (Option<&str>, Option<&str>) {
    let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    (filter.subject.as_deref(), text)
}

/// A panic while the lock was held leaves no half-made change: SQLite rolls
/// the open transaction back when it is dropped.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(
    path: &Path,
    extra: OpenFlags,
    busy_timeout: Duration,
) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | extra;
    Connection::open_with_flags(path, flags)
        .and_then(|connection| prepare(connection, busy_timeout))
        .map_err(|error| failure(path, "open the store", error))
}

/// Settings that SQLite keeps per connection. None of them touches the file.
fn prepare(connection: Connection, busy_timeout: Duration) -> rusqlite::Result<Connection> {
    connection.busy_timeout(busy_timeout)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

fn use_write_ahead_log(
    connection: &Connection,
    path: &Path,
    patience: Duration,
) -> Result<(), StoreError> {
    let step = "turn on write-ahead logging";
    let start = Instant::now();
    loop {
        let mode =
            connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
        match mode {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                return Err(StoreError::NoWriteAheadLog { path: path.to_path_buf(), mode });
            }
            // SQLite does not wait here when two processes make a store at once.
            Err(error) if is_busy(&error) && start.elapsed() < patience => {
                thread::sleep(Duration::from_millis(5));
            }
            Err(error) => return Err(failure(path, step, error)),
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn failure(path: &Path, step: &'static str, error: rusqlite::Error) -> StoreError {
    let path = path.to_path_buf();
    if is_busy(&error) {
        return StoreError::Busy { path, step };
    }
    if let Some(inner) = error.sqlite_error() {
        if inner.code == ErrorCode::NotADatabase {
            return StoreError::NotADatabase { path };
        }
        if inner.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY {
            return StoreError::NoParent { path, step };
        }
    }
    StoreError::Database { path, step, source: Box::new(error) }
}

#[cfg(test)]
mod tests;
