use rusqlite::{OptionalExtension as _, Row, params};

use super::Store;
use super::columns::{instant, parsed, parsed_option};
use crate::{Filter, Page, RunRow, Runs, StoreError};

const COLUMNS: &str = "runs.id, subject_id, battery, target, simulation, started_at, finished_at, \
                       folder, summary_json";

const MATCHING: &str = "FROM runs LEFT JOIN subjects ON subjects.id = subject_id
    WHERE (?1 IS NULL OR subject_id = ?1)
      AND (?2 IS NULL OR instr(
          lower(concat_ws(char(10), runs.id, subject_id, name_ja, name_en, battery, target)),
          lower(?2)))";

impl Runs for Store {
    fn put_run(&self, row: &RunRow) -> Result<(), StoreError> {
        self.write("put a run", |transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO runs
                         (id, subject_id, battery, target, simulation, started_at, finished_at,
                          folder, summary_json)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                     ON CONFLICT (id) DO UPDATE SET
                         subject_id = excluded.subject_id, battery = excluded.battery,
                         target = excluded.target, simulation = excluded.simulation,
                         started_at = excluded.started_at, finished_at = excluded.finished_at,
                         folder = excluded.folder, summary_json = excluded.summary_json",
                )?
                .execute(params![
                    row.id,
                    row.subject_id,
                    row.battery,
                    row.target,
                    row.simulation,
                    instant(row.started_at),
                    row.finished_at.map(instant),
                    row.folder,
                    row.summary_json,
                ])?;
            Ok(())
        })
    }

    fn run(&self, id: &str) -> Result<Option<RunRow>, StoreError> {
        self.read("read a run", |connection| {
            connection
                .prepare_cached(&format!("SELECT {COLUMNS} FROM runs WHERE id = ?1"))?
                .query_row([id], run)
                .optional()
        })
    }

    fn list_runs(&self, filter: &Filter, page: Page) -> Result<Vec<RunRow>, StoreError> {
        let query = format!("SELECT {COLUMNS} {MATCHING} ORDER BY started_at DESC, runs.id");
        self.list("list runs", &query, filter, page, run)
    }

    fn count_runs(&self, filter: &Filter) -> Result<u64, StoreError> {
        self.count("count runs", MATCHING, filter)
    }
}

fn run(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    Ok(RunRow {
        id: row.get(0)?,
        subject_id: row.get(1)?,
        battery: row.get(2)?,
        target: row.get(3)?,
        simulation: row.get(4)?,
        started_at: parsed(row, 5)?,
        finished_at: parsed_option(row, 6)?,
        folder: row.get(7)?,
        summary_json: row.get(8)?,
    })
}
