use std::path::PathBuf;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database refused a step.
    #[error("{}: could not {step}: {source}", path.display())]
    Database {
        /// The database file; `:memory:` for one in memory.
        path: PathBuf,
        /// What was being done.
        step: &'static str,
        /// What the database said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Another process kept the database locked for longer than the busy timeout.
    #[error("{}: could not {step}: another process is writing; try again", path.display())]
    Busy {
        /// The database file.
        path: PathBuf,
        /// What was being done.
        step: &'static str,
    },
    /// The row belongs to a subject or an assessment that is not in the store.
    #[error("{}: could not {step}: what it belongs to is not in the store; put that first", path.display())]
    NoParent {
        /// The database file.
        path: PathBuf,
        /// What was being done.
        step: &'static str,
    },
    /// A file or folder could not be used.
    #[error("{}: could not {step}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What was being done.
        step: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is no database and none may be made.
    #[error("{}: there is no store here", path.display())]
    Absent {
        /// Where it should be.
        path: PathBuf,
    },
    /// The file is not an SQLite database.
    #[error("{}: not a database; move the file away, or name another data folder", path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The database was made by another program.
    #[error(
        "{}: this database belongs to another program (application id {application_id}); name another data folder",
        path.display()
    )]
    OtherProgram {
        /// The database file.
        path: PathBuf,
        /// The id in its header.
        application_id: i64,
    },
    /// The database was written by a newer version of this program.
    #[error(
        "{}: the store has format {found}, this program knows up to {known}; use a newer version of the program",
        path.display()
    )]
    Newer {
        /// The database file.
        path: PathBuf,
        /// Format of the file.
        found: u32,
        /// Newest format this program knows.
        known: u32,
    },
    /// The file system cannot hold a store that several processes use.
    #[error(
        "{}: write-ahead logging is not possible here (journal mode is {mode}); use a local disk",
        path.display()
    )]
    NoWriteAheadLog {
        /// The database file.
        path: PathBuf,
        /// The mode the database stayed in.
        mode: String,
    },
    /// A backup must not overwrite a file.
    #[error("{}: exists already; a backup needs a new file", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Evidence was handed over with an assessment it does not belong to.
    #[error("evidence {evidence} belongs to assessment {found}, not to {expected}")]
    OtherAssessment {
        /// The record.
        evidence: String,
        /// The assessment it names.
        found: String,
        /// The assessment it came with.
        expected: String,
    },
}
