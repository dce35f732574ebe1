use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{SCHEMA_VERSION, Store, connect, failure, lock};
use crate::StoreError;

/// What `tenbin doctor` shows about the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// What is wrong, in the database's words; empty when nothing is.
    pub problems: Vec<String>,
    /// Format of the file.
    pub schema_version: u32,
    /// Newest format this program knows.
    pub known_version: u32,
    /// Version of the SQLite library in this program.
    pub sqlite_version: String,
    /// Journal mode; `wal` for a store in a file.
    pub journal_mode: String,
    /// Size of the database in bytes, without the write-ahead log.
    pub bytes: u64,
    /// Rows in each table, by name; a table too damaged to count is left out.
    pub rows: Vec<(String, u64)>,
}

impl Store {
    /// Reads every page of the database and checks it: structure, constraints
    /// and references. Takes time in proportion to its size.
    ///
    /// # Errors
    /// When the database cannot be read at all. Damage that could be read
    /// stands in [`Health::problems`].
    pub fn health(&self) -> Result<Health, StoreError> {
        self.read("check the store", |connection| {
            let mut problems = Vec::new();
            integrity(connection, &mut problems)?;
            dangling(connection, &mut problems)?;
            let pages: i64 = pragma(connection, "page_count")?;
            let page_bytes: i64 = pragma(connection, "page_size")?;
            let mut rows = Vec::new();
            for table in ["subjects", "assessments", "runs", "evidence"] {
                let count = format!("SELECT count(*) FROM {table}");
                let count = connection.query_row(&count, [], |row| row.get(0));
                if let Some(count) = unless_damaged(count, &mut problems)? {
                    rows.push((table.to_owned(), i64::unsigned_abs(count)));
                }
            }
            Ok(Health {
                problems,
                schema_version: pragma(connection, "user_version")?,
                known_version: SCHEMA_VERSION,
                sqlite_version: rusqlite::version().to_owned(),
                journal_mode: pragma(connection, "journal_mode")?,
                bytes: pages.saturating_mul(page_bytes).unsigned_abs(),
                rows,
            })
        })
    }

    /// Writes a copy of the store as it is now to the new file `to`. Others
    /// may go on reading and writing meanwhile.
    ///
    /// # Errors
    /// When `to` exists or cannot be written; then nothing is left behind
    /// under its name.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let file = |step: &'static str, path: &Path| {
            let path = path.to_path_buf();
            move |source| StoreError::File { path, step, source }
        };
        if to.try_exists().map_err(file("look for the backup", to))? {
            return Err(StoreError::Exists { path: to.to_path_buf() });
        }
        let mut partial = to.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        // Left over from a backup that was killed.
        if partial.try_exists().map_err(file("look for the backup", &partial))? {
            fs::remove_file(&partial).map_err(file("remove an unfinished backup", &partial))?;
        }
        let step = "write the backup";
        let Some(name) = partial.to_str() else {
            let source = std::io::Error::other("the name is not valid Unicode");
            return Err(StoreError::File { path: to.to_path_buf(), step, source });
        };
        let vacuum = |connection: &Connection| connection.execute("VACUUM INTO ?1", [name]);
        if self.readers.is_some() {
            // Its own connection: a reader may not write, the writer should not wait.
            vacuum(&connect(&self.path, OpenFlags::empty(), self.busy_timeout)?)
        } else {
            vacuum(&lock(&self.writer))
        }
        .map_err(|error| failure(&partial, step, error))?;
        // SQLite does not wait for the disk here.
        File::options()
            .write(true)
            .open(&partial)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&partial, to))
            .and_then(|()| sync_folder(to))
            .map_err(file(step, to))
    }
}

/// Makes a rename durable, where the system lets a folder be opened.
fn sync_folder(file: &Path) -> std::io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn pragma<T: rusqlite::types::FromSql>(connection: &Connection, name: &str) -> rusqlite::Result<T> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

/// The value, or a note among the problems when the database is damaged there.
fn unless_damaged<T>(
    result: rusqlite::Result<T>,
    problems: &mut Vec<String>,
) -> rusqlite::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
            problems.push(error.to_string());
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn integrity(connection: &Connection, problems: &mut Vec<String>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    // Badly damaged, the check itself ends with an error after some lines.
    for line in statement.query_map([], |row| row.get::<_, String>(0))? {
        if let Some(line) = unless_damaged(line, problems)?.filter(|line| line != "ok") {
            problems.push(line);
        }
    }
    Ok(())
}

fn dangling(connection: &Connection, problems: &mut Vec<String>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let lines = statement.query_map([], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        let row: Option<i64> = row.get(1)?;
        Ok(format!("row {} of {table} refers to no row of {parent}", row.unwrap_or_default()))
    })?;
    for line in lines {
        if let Some(line) = unless_damaged(line, problems)? {
            problems.push(line);
        }
    }
    Ok(())
}
