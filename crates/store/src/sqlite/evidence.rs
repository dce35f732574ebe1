use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use super::Store;
use super::columns::{instant, parsed};
use crate::{EvidenceHead, EvidenceRecords, EvidenceRow, Filter, Page, StoreError};

const COLUMNS: &str = "evidence.id, assessment_id, evidence.kind, evidence.simulation, \
                       evidence.made_at";

const MATCHING: &str = "FROM evidence
    JOIN assessments ON assessments.id = assessment_id
    JOIN subjects ON subjects.id = subject_id
    WHERE (?1 IS NULL OR subject_id = ?1)
      AND (?2 IS NULL OR instr(
          lower(concat_ws(char(10), evidence.id, assessment_id, evidence.kind, subject_id,
                          name_ja, name_en)),
          lower(?2)))";

impl EvidenceRecords for Store {
    fn put_evidence(&self, row: &EvidenceRow) -> Result<(), StoreError> {
        self.write("put evidence", |transaction| insert(transaction, row))
    }

    fn evidence(&self, id: &str) -> Result<Option<EvidenceRow>, StoreError> {
        self.read("read evidence", |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {COLUMNS}, envelope FROM evidence
                     JOIN assessments ON assessments.id = assessment_id
                     WHERE evidence.id = ?1
                     ORDER BY assessments.made_at DESC, assessment_id LIMIT 1"
                ))?
                .query_row([id], record)
                .optional()
        })
    }

    fn assessment_evidence(&self, assessment_id: &str) -> Result<Vec<EvidenceRow>, StoreError> {
        self.read("read the evidence of an assessment", |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {COLUMNS}, envelope FROM evidence
                     WHERE assessment_id = ?1 ORDER BY evidence.id"
                ))?
                .query_map([assessment_id], record)?
                .collect()
        })
    }

    fn list_evidence(&self, filter: &Filter, page: Page) -> Result<Vec<EvidenceHead>, StoreError> {
        let query = format!(
            "SELECT {COLUMNS} {MATCHING} ORDER BY evidence.made_at DESC, evidence.id, assessment_id"
        );
        self.list("list evidence", &query, filter, page, head)
    }

    fn count_evidence(&self, filter: &Filter) -> Result<u64, StoreError> {
        self.count("count evidence", MATCHING, filter)
    }
}

/// Adds one record, or replaces it in its assessment.
pub(super) fn insert(transaction: &Transaction<'_>, row: &EvidenceRow) -> rusqlite::Result<()> {
    let head = &row.head;
    transaction
        .prepare_cached(
            "INSERT INTO evidence (id, assessment_id, kind, simulation, made_at, envelope)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (assessment_id, id) DO UPDATE SET
                 kind = excluded.kind, simulation = excluded.simulation,
                 made_at = excluded.made_at, envelope = excluded.envelope",
        )?
        .execute(params![
            head.id,
            head.assessment_id,
            head.kind,
            head.simulation,
            instant(head.made_at),
            row.envelope,
        ])?;
    Ok(())
}

fn record(row: &Row<'_>) -> rusqlite::Result<EvidenceRow> {
    Ok(EvidenceRow { head: head(row)?, envelope: row.get(5)? })
}

fn head(row: &Row<'_>) -> rusqlite::Result<EvidenceHead> {
    Ok(EvidenceHead {
        id: row.get(0)?,
        assessment_id: row.get(1)?,
        kind: row.get(2)?,
        simulation: row.get(3)?,
        made_at: parsed(row, 4)?,
    })
}
