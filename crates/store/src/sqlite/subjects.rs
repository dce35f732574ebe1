use rusqlite::{OptionalExtension as _, Row, params};

use super::Store;
use super::columns::{instant, parsed};
use crate::{Filter, Page, StoreError, SubjectRow, Subjects};

const COLUMNS: &str = "id, name_ja, name_en, kind, version, file_digest, updated_at, json";

const MATCHING: &str = "FROM subjects
    WHERE (?1 IS NULL OR id = ?1)
      AND (?2 IS NULL OR instr(
          lower(concat_ws(char(10), id, name_ja, name_en, kind, version)), lower(?2)))";

impl Subjects for Store {
    fn put_subject(&self, row: &SubjectRow) -> Result<(), StoreError> {
        self.write("put a subject", |transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO subjects
                         (id, name_ja, name_en, kind, version, file_digest, updated_at, json)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                     ON CONFLICT (id) DO UPDATE SET
                         name_ja = excluded.name_ja, name_en = excluded.name_en,
                         kind = excluded.kind, version = excluded.version,
                         file_digest = excluded.file_digest,
                         updated_at = excluded.updated_at, json = excluded.json",
                )?
                .execute(params![
                    row.id,
                    row.name_ja,
                    row.name_en,
                    row.kind,
                    row.version,
                    row.file_digest,
                    instant(row.updated_at),
                    row.json,
                ])?;
            Ok(())
        })
    }

    fn subject(&self, id: &str) -> Result<Option<SubjectRow>, StoreError> {
        self.read("read a subject", |connection| {
            connection
                .prepare_cached(&format!("SELECT {COLUMNS} FROM subjects WHERE id = ?1"))?
                .query_row([id], subject)
                .optional()
        })
    }

    fn list_subjects(&self, filter: &Filter, page: Page) -> Result<Vec<SubjectRow>, StoreError> {
        let query = format!("SELECT {COLUMNS} {MATCHING} ORDER BY updated_at DESC, id");
        self.list("list subjects", &query, filter, page, subject)
    }

    fn count_subjects(&self, filter: &Filter) -> Result<u64, StoreError> {
        self.count("count subjects", MATCHING, filter)
    }
}

fn subject(row: &Row<'_>) -> rusqlite::Result<SubjectRow> {
    Ok(SubjectRow {
        id: row.get(0)?,
        name_ja: row.get(1)?,
        name_en: row.get(2)?,
        kind: row.get(3)?,
        version: row.get(4)?,
        file_digest: row.get(5)?,
        updated_at: parsed(row, 6)?,
        json: row.get(7)?,
    })
}
