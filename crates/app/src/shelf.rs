//! What was made so far: subjects, assessments, runs, evidence in the store,
//! as lists and pages show it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tenbin_assess::{Assessment, Conclusion, Tally};
use tenbin_eval::{JOURNAL_FILE, Row, RunSummary, evidence_from, read_journal};
use tenbin_store::{
    AssessmentHead, Assessments as _, EvidenceHead, EvidenceRecords as _, Filter, RunRow,
    Runs as _, SubjectRow, Subjects as _,
};
use tenbin_vocab::{Bilingual, Date, Diagnostic, Measured, Outcome, SubjectRef, Timestamp};

use crate::{App, AppError};

/// A slice of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Entries at most.
    pub limit: usize,
    /// Entries skipped.
    pub offset: usize,
}

impl From<Page> for tenbin_store::Page {
    fn from(page: Page) -> Self {
        let whole = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { limit: whole(page.limit), offset: whole(page.offset) }
    }
}

/// A slice of a list with the length of the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed<T> {
    /// How many there are in all.
    pub total: usize,
    /// This slice, newest first.
    pub items: Vec<T>,
}

impl<T> Listed<T> {
    fn new<R>(total: u64, rows: Vec<R>, line: impl Fn(R) -> T) -> Self {
        let total = usize::try_from(total).unwrap_or(usize::MAX);
        Self { total, items: rows.into_iter().map(line).collect() }
    }
}

/// A subject as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubjectLine {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: Bilingual,
    /// `model` or `system`.
    pub kind: String,
    /// Version; may be empty.
    pub version: String,
    /// When it was last assessed.
    pub updated_at: Timestamp,
}

/// An assessment as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AssessmentLine {
    /// Identifier.
    pub id: String,
    /// Subject id.
    pub subject: String,
    /// Date the law was read at.
    pub as_of: Date,
    /// When it was made.
    pub made_at: Timestamp,
    /// True when it rests on a simulated model.
    pub simulation: bool,
    /// What it comes to.
    pub conclusion: Conclusion,
    /// Counts.
    pub tally: Tally,
    /// Folder it was written to; for the terminal, never sent out.
    #[serde(skip)]
    pub folder: String,
}

/// What the store keeps of an assessment besides its columns.
#[derive(Serialize, Deserialize)]
pub(crate) struct AssessmentFigures {
    pub(crate) conclusion: Conclusion,
    pub(crate) tally: Tally,
}

/// A run as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunLine {
    /// Identifier.
    pub id: String,
    /// Subject it was made for, if any.
    pub subject: Option<String>,
    /// Battery.
    pub battery: String,
    /// Target, without secrets.
    pub target: String,
    /// True when the target is simulated.
    pub simulation: bool,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; none while it is unfinished.
    pub finished_at: Option<Timestamp>,
    /// Folder of its journal; for the terminal, never sent out.
    #[serde(skip)]
    pub folder: String,
}

/// A run with its results.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Run {
    /// The run.
    #[serde(flatten)]
    pub line: RunLine,
    /// The results.
    pub summary: RunSummary,
}

impl Run {
    /// The results as evidence records carry them.
    #[must_use]
    pub fn measured(&self) -> Vec<Measured> {
        let subject = SubjectRef { id: String::new(), name: String::new(), version: String::new() };
        let records =
            evidence_from(&self.summary, &subject, &[], &App::tool(), self.line.started_at);
        records
            .into_iter()
            .filter_map(|record| match record.outcome {
                Outcome::Measured(measured) => Some(measured),
                Outcome::Document { .. } => None,
            })
            .collect()
    }
}

/// Which answers of a run to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SampleFilter {
    /// Category id; empty for all.
    pub category: String,
    /// Language tag; empty for all.
    pub language: String,
    /// Label, or `none` for answers without a score; empty for all.
    pub label: String,
}

impl SampleFilter {
    fn takes(&self, row: &Row) -> bool {
        let label = row.score.as_ref().map_or("none", |score| score.label.as_str());
        let fits = |wanted: &str, found: &str| wanted.is_empty() || wanted == found;
        fits(&self.category, &row.category)
            && fits(&self.language, &row.language)
            && fits(&self.label, label)
    }
}

/// An evidence record as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceLine {
    /// Digest of the record, `sha256:…`.
    pub id: String,
    /// Assessment it belongs to.
    pub assessment: String,
    /// Kind of evidence.
    pub kind: String,
    /// True when it rests on a simulated model.
    pub simulation: bool,
    /// When it was made.
    pub made_at: Timestamp,
}

/// A filter by subject and text; empty text means all.
fn filter(subject: Option<&str>, text: &str) -> Filter {
    let text = (!text.is_empty()).then(|| text.to_owned());
    Filter { subject: subject.map(str::to_owned), text }
}

/// Reads JSON the store holds; it was written by this program.
fn stored<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, AppError> {
    serde_json::from_str(text).map_err(|error| {
        Diagnostic::new("the store", format!("{what} is damaged: {error}"))
            .hint("run tenbin doctor; assess the subject again")
            .into()
    })
}

impl App {
    /// The subjects assessed so far whose id or name holds `text`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn subjects(&self, text: &str, page: Page) -> Result<Listed<SubjectLine>, AppError> {
        let (store, filter) = (self.store()?, filter(None, text));
        let rows = store.list_subjects(&filter, page.into())?;
        Ok(Listed::new(store.count_subjects(&filter)?, rows, subject_line))
    }

    /// One subject.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn subject(&self, id: &str) -> Result<Option<SubjectLine>, AppError> {
        Ok(self.store()?.subject(id)?.map(subject_line))
    }

    /// One subject's JSON as it was last assessed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn subject_json(&self, id: &str) -> Result<Option<String>, AppError> {
        Ok(self.store()?.subject(id)?.map(|row| row.json))
    }

    /// The assessments made so far, of one subject when it is named.
    ///
    /// # Errors
    /// When the store cannot be read or is damaged.
    pub fn assessments(
        &self,
        subject: Option<&str>,
        text: &str,
        page: Page,
    ) -> Result<Listed<AssessmentLine>, AppError> {
        let (store, filter) = (self.store()?, filter(subject, text));
        let heads = store.list_assessments(&filter, page.into())?;
        let total = usize::try_from(store.count_assessments(&filter)?).unwrap_or(usize::MAX);
        let items = heads.into_iter().map(assessment_line).collect::<Result<_, _>>()?;
        Ok(Listed { total, items })
    }

    /// One assessment.
    ///
    /// # Errors
    /// When the store cannot be read or is damaged.
    pub fn assessment(&self, id: &str) -> Result<Option<Assessment>, AppError> {
        self.assessment_json(id)?.map(|json| stored("the assessment", &json)).transpose()
    }

    /// One assessment's JSON, byte for byte the file in its folder.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn assessment_json(&self, id: &str) -> Result<Option<String>, AppError> {
        Ok(self.store()?.assessment(id)?.map(|row| row.json))
    }

    /// The runs made so far, of one subject when it is named.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn runs(
        &self,
        subject: Option<&str>,
        text: &str,
        page: Page,
    ) -> Result<Listed<RunLine>, AppError> {
        let (store, filter) = (self.store()?, filter(subject, text));
        let rows = store.list_runs(&filter, page.into())?;
        Ok(Listed::new(store.count_runs(&filter)?, rows, |row| run_line(&row)))
    }

    /// One run with its results.
    ///
    /// # Errors
    /// When the store cannot be read or is damaged.
    pub fn run(&self, id: &str) -> Result<Option<Run>, AppError> {
        let Some(row) = self.store()?.run(id)? else { return Ok(None) };
        let summary = stored("the run", &row.summary_json)?;
        Ok(Some(Run { line: run_line(&row), summary }))
    }

    /// The rows of a run's journal that pass `wanted`; none when there is no
    /// such run.
    ///
    /// # Errors
    /// When the journal cannot be read or is damaged.
    pub fn samples(
        &self,
        run: &str,
        wanted: &SampleFilter,
        page: Page,
    ) -> Result<Listed<Row>, AppError> {
        let Some(row) = self.store()?.run(run)? else {
            return Ok(Listed { total: 0, items: Vec::new() });
        };
        let mut rows: BTreeMap<_, Row> = BTreeMap::new();
        // A call that was asked again replaces what it had answered before.
        read_journal(&Path::new(&row.folder).join(JOURNAL_FILE), |row| {
            rows.insert(row.key(), row);
        })
        .map_err(tenbin_eval::RunError::from)?;
        rows.retain(|_, row| wanted.takes(row));
        let total = rows.len();
        let items = rows.into_values().skip(page.offset).take(page.limit).collect();
        Ok(Listed { total, items })
    }

    /// The evidence records made so far, of one subject when it is named.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn evidence(
        &self,
        subject: Option<&str>,
        page: Page,
    ) -> Result<Listed<EvidenceLine>, AppError> {
        let (store, filter) = (self.store()?, filter(subject, ""));
        let heads = store.list_evidence(&filter, page.into())?;
        Ok(Listed::new(store.count_evidence(&filter)?, heads, evidence_line))
    }

    /// One signed envelope, byte for byte the file it was written to.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn envelope(&self, id: &str) -> Result<Option<Vec<u8>>, AppError> {
        Ok(self.store()?.evidence(id)?.map(|row| row.envelope))
    }
}

fn subject_line(row: SubjectRow) -> SubjectLine {
    SubjectLine {
        id: row.id,
        name: Bilingual::new(row.name_ja, row.name_en),
        kind: row.kind,
        version: row.version,
        updated_at: row.updated_at,
    }
}

fn assessment_line(head: AssessmentHead) -> Result<AssessmentLine, AppError> {
    let figures: AssessmentFigures = stored("an assessment", &head.summary_json)?;
    Ok(AssessmentLine {
        id: head.id,
        subject: head.subject_id,
        as_of: head.as_of,
        made_at: head.made_at,
        simulation: head.simulation,
        conclusion: figures.conclusion,
        tally: figures.tally,
        folder: head.folder,
    })
}

fn run_line(row: &RunRow) -> RunLine {
    RunLine {
        id: row.id.clone(),
        subject: row.subject_id.clone(),
        battery: row.battery.clone(),
        target: row.target.clone(),
        simulation: row.simulation,
        started_at: row.started_at,
        finished_at: row.finished_at,
        folder: row.folder.clone(),
    }
}

fn evidence_line(head: EvidenceHead) -> EvidenceLine {
    EvidenceLine {
        id: head.id,
        assessment: head.assessment_id,
        kind: head.kind,
        simulation: head.simulation,
        made_at: head.made_at,
    }
}
