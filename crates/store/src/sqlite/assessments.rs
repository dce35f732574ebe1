use rusqlite::{OptionalExtension as _, Row, params};

use super::Store;
use super::columns::{instant, parsed};
use super::evidence::insert;
use crate::{AssessmentHead, AssessmentRow, Assessments, EvidenceRow, Filter, Page, StoreError};

const COLUMNS: &str = "assessments.id, subject_id, as_of, made_at, folder, simulation, exit_code, \
                       summary_json";

const MATCHING: &str = "FROM assessments JOIN subjects ON subjects.id = subject_id
    WHERE (?1 IS NULL OR subject_id = ?1)
      AND (?2 IS NULL OR instr(
          lower(concat_ws(char(10), assessments.id, subject_id, name_ja, name_en, as_of)),
          lower(?2)))";

impl Assessments for Store {
    fn put_assessment(
        &self,
        row: &AssessmentRow,
        evidence: &[EvidenceRow],
    ) -> Result<(), StoreError> {
        let head = &row.head;
        if let Some(stray) = evidence.iter().find(|record| record.head.assessment_id != head.id) {
            return Err(StoreError::OtherAssessment {
                evidence: stray.head.id.clone(),
                found: stray.head.assessment_id.clone(),
                expected: head.id.clone(),
            });
        }
        self.write("put an assessment", |transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO assessments
                         (id, subject_id, as_of, made_at, folder, simulation, exit_code,
                          summary_json, json)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                     ON CONFLICT (id) DO UPDATE SET
                         subject_id = excluded.subject_id, as_of = excluded.as_of,
                         made_at = excluded.made_at, folder = excluded.folder,
                         simulation = excluded.simulation, exit_code = excluded.exit_code,
                         summary_json = excluded.summary_json, json = excluded.json",
                )?
                .execute(params![
                    head.id,
                    head.subject_id,
                    head.as_of.to_string(),
                    instant(head.made_at),
                    head.folder,
                    head.simulation,
                    head.exit_code,
                    head.summary_json,
                    row.json,
                ])?;
            transaction
                .prepare_cached("DELETE FROM evidence WHERE assessment_id = ?1")?
                .execute([&head.id])?;
            evidence.iter().try_for_each(|record| insert(transaction, record))
        })
    }

    fn assessment(&self, id: &str) -> Result<Option<AssessmentRow>, StoreError> {
        self.read("read an assessment", |connection| {
            connection
                .prepare_cached(&format!("SELECT {COLUMNS}, json FROM assessments WHERE id = ?1"))?
                .query_row([id], |row| Ok(AssessmentRow { head: head(row)?, json: row.get(8)? }))
                .optional()
        })
    }

    fn list_assessments(
        &self,
        filter: &Filter,
        page: Page,
    ) -> Result<Vec<AssessmentHead>, StoreError> {
        let query = format!("SELECT {COLUMNS} {MATCHING} ORDER BY made_at DESC, assessments.id");
        self.list("list assessments", &query, filter, page, head)
    }

    fn count_assessments(&self, filter: &Filter) -> Result<u64, StoreError> {
        self.count("count assessments", MATCHING, filter)
    }
}

fn head(row: &Row<'_>) -> rusqlite::Result<AssessmentHead> {
    Ok(AssessmentHead {
        id: row.get(0)?,
        subject_id: row.get(1)?,
        as_of: parsed(row, 2)?,
        made_at: parsed(row, 3)?,
        folder: row.get(4)?,
        simulation: row.get(5)?,
        exit_code: row.get(6)?,
        summary_json: row.get(7)?,
    })
}
