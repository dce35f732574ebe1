use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::failure;
use crate::StoreError;

/// The number in the header of every store: "TNBN".
pub const APPLICATION_ID: i64 = 0x544e_424e;

/// The format this program writes.
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// Format n is reached by the nth of these. A migration that was released is
/// never edited; a change is a new one.
const MIGRATIONS: [&str; 2] = [
    include_str!("../../migrations/0001_documents.sql"),
    include_str!("../../migrations/0002_listing.sql"),
];

/// Refuses a database that is not ours or too new, without changing it.
pub(super) fn identify(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    // One transaction: another process may be making the store right now.
    let read = |connection: &mut Connection| {
        let transaction = connection.transaction()?;
        let application_id: i64 =
            transaction.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let version: u32 =
            transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let objects: i64 =
            transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((application_id, version, objects))
    };
    let (application_id, version, objects) =
        read(connection).map_err(|error| failure(path, "read the header", error))?;
    let empty = application_id == 0 && version == 0 && objects == 0;
    if application_id != APPLICATION_ID && !empty {
        return Err(StoreError::OtherProgram { path: path.to_path_buf(), application_id });
    }
    check_version(path, version)
}

fn check_version(path: &Path, found: u32) -> Result<(), StoreError> {
    if found > SCHEMA_VERSION {
        return Err(StoreError::Newer { path: path.to_path_buf(), found, known: SCHEMA_VERSION });
    }
    Ok(())
}

/// Applies the migrations that are missing, each in one transaction: after a
/// crash between two, the next opening goes on.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    loop {
        let step = |connection: &mut Connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Read under the write lock: another process may have just migrated.
            let version: u32 =
                transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            let Some(sql) = MIGRATIONS.get(version as usize) else {
                return Ok(version);
            };
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", version + 1)?;
            transaction.commit()?;
            Ok(version + 1)
        };
        let version =
            step(connection).map_err(|error| failure(path, "bring the store up to date", error))?;
        check_version(path, version)?;
        if version == SCHEMA_VERSION {
            return Ok(());
        }
    }
}
