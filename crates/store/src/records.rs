use tenbin_vocab::{Date, Timestamp};

use crate::StoreError;

/// Most rows one list returns.
pub const MAX_PAGE: u32 = 1000;

/// A subject: an AI model or system that is assessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectRow {
    /// Identifier from the subject file.
    pub id: String,
    /// Japanese name.
    pub name_ja: String,
    /// English name.
    pub name_en: String,
    /// Kind of subject, for example `model`.
    pub kind: String,
    /// Version; may be empty.
    pub version: String,
    /// Digest of the subject file it was read from.
    pub file_digest: String,
    /// When it was last read.
    pub updated_at: Timestamp,
    /// The subject as JSON.
    pub json: String,
}

/// What lists show of an assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessmentHead {
    /// Identifier.
    pub id: String,
    /// The subject; it must be in the store.
    pub subject_id: String,
    /// The date the law was read at.
    pub as_of: Date,
    /// When it was made.
    pub made_at: Timestamp,
    /// Where its folder was written.
    pub folder: String,
    /// True when it rests on a simulated model.
    pub simulation: bool,
    /// How the command ended.
    pub exit_code: i32,
    /// Counts and other short figures, as JSON.
    pub summary_json: String,
}

/// An assessment with its whole document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessmentRow {
    /// What lists show.
    pub head: AssessmentHead,
    /// The assessment as JSON.
    pub json: String,
}

/// One run of a battery against a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// Identifier.
    pub id: String,
    /// The subject, when the run was made for one; it must be in the store.
    pub subject_id: Option<String>,
    /// Battery id.
    pub battery: String,
    /// Target, without secrets.
    pub target: String,
    /// True when the target is a simulated model.
    pub simulation: bool,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; absent while it runs and when it was killed.
    pub finished_at: Option<Timestamp>,
    /// Where its journal lies.
    pub folder: String,
    /// Counts and results, as JSON.
    pub summary_json: String,
}

/// What lists show of an evidence record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceHead {
    /// Digest of the record.
    pub id: String,
    /// The assessment that weighed it; it must be in the store.
    pub assessment_id: String,
    /// Kind of evidence.
    pub kind: String,
    /// True when it rests on a simulated model.
    pub simulation: bool,
    /// When it was made.
    pub made_at: Timestamp,
}

/// An evidence record with its signed envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRow {
    /// What lists show.
    pub head: EvidenceHead,
    /// The bytes of the envelope file.
    pub envelope: Vec<u8>,
}

/// Which rows a list or a count takes. The default takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only rows of this subject.
    pub subject: Option<String>,
    /// Only rows with this text in an identifier, a name or another short
    /// column; upper and lower case of a to z are alike. Blank means all.
    pub text: Option<String>,
}

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Rows at most; more than [`MAX_PAGE`] is read as [`MAX_PAGE`].
    pub limit: u32,
    /// Rows to leave out first.
    pub offset: u32,
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: 100, offset: 0 }
    }
}

/// The subjects. Lists are newest first.
pub trait Subjects {
    /// Adds the subject, or replaces the one with its id.
    ///
    /// # Errors
    /// When it could not be written; then nothing was changed.
    fn put_subject(&self, row: &SubjectRow) -> Result<(), StoreError>;

    /// The subject with this id.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn subject(&self, id: &str) -> Result<Option<SubjectRow>, StoreError>;

    /// One page of the subjects that pass `filter`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn list_subjects(&self, filter: &Filter, page: Page) -> Result<Vec<SubjectRow>, StoreError>;

    /// How many subjects pass `filter`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn count_subjects(&self, filter: &Filter) -> Result<u64, StoreError>;
}

/// The assessments. Lists are newest first.
pub trait Assessments {
    /// Adds the assessment together with all the evidence it weighed, or
    /// replaces the one with its id and its evidence: all or nothing.
    ///
    /// # Errors
    /// When it could not be written, its subject is not in the store, or a
    /// record names another assessment; then nothing was changed.
    fn put_assessment(
        &self,
        row: &AssessmentRow,
        evidence: &[EvidenceRow],
    ) -> Result<(), StoreError>;

    /// The assessment with this id.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn assessment(&self, id: &str) -> Result<Option<AssessmentRow>, StoreError>;

    /// One page of the assessments that pass `filter`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn list_assessments(
        &self,
        filter: &Filter,
        page: Page,
    ) -> Result<Vec<AssessmentHead>, StoreError>;

    /// How many assessments pass `filter`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn count_assessments(&self, filter: &Filter) -> Result<u64, StoreError>;
}

/// The runs. Lists are newest first.
pub trait Runs {
    /// Adds the run, or replaces the one with its id.
    ///
    /// # Errors
    /// When it could not be written, or its subject is not in the store; then
    /// nothing was changed.
    fn put_run(&self, row: &RunRow) -> Result<(), StoreError>;

    /// The run with this id.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn run(&self, id: &str) -> Result<Option<RunRow>, StoreError>;

    /// One page of the runs that pass `filter`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn list_runs(&self, filter: &Filter, page: Page) -> Result<Vec<RunRow>, StoreError>;

    /// How many runs pass `filter`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn count_runs(&self, filter: &Filter) -> Result<u64, StoreError>;
}

/// The signed evidence. Lists are newest first; a record that served several
/// assessments stands in them once for each.
pub trait EvidenceRecords {
    /// Adds the record to its assessment, or replaces it there.
    ///
    /// # Errors
    /// When it could not be written, or its assessment is not in the store;
    /// then nothing was changed.
    fn put_evidence(&self, row: &EvidenceRow) -> Result<(), StoreError>;

    /// The record with this id, as the assessment made last has it.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn evidence(&self, id: &str) -> Result<Option<EvidenceRow>, StoreError>;

    /// Every record of one assessment, by id.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn assessment_evidence(&self, assessment_id: &str) -> Result<Vec<EvidenceRow>, StoreError>;

    /// One page of the records that pass `filter`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn list_evidence(&self, filter: &Filter, page: Page) -> Result<Vec<EvidenceHead>, StoreError>;

    /// How many records pass `filter`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn count_evidence(&self, filter: &Filter) -> Result<u64, StoreError>;
}
