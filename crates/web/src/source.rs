use std::collections::BTreeMap;

use tenbin_assess::{Assessment, Conclusion, Tally};
use tenbin_law::Library;
use tenbin_vocab::{Bilingual, Date, Measured, Timestamp};

/// What the pages show, and where it comes from. Calls may block: the pages
/// make them on threads of their own.
pub trait Source: Send + Sync + 'static {
    /// The law packages.
    ///
    /// # Errors
    /// When they cannot be loaded.
    fn library(&self) -> Result<&Library, SourceError>;

    /// Today, for the state of laws; assessments carry their own date.
    fn today(&self) -> Date;

    /// Subjects whose id or name holds `text`, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn subjects(&self, text: &str, page: Page) -> Result<Listed<SubjectLine>, SourceError>;

    /// One subject.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn subject(&self, id: &str) -> Result<Option<SubjectLine>, SourceError>;

    /// Assessments, of one subject when it is named, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn assessments(
        &self,
        subject: Option<&str>,
        text: &str,
        page: Page,
    ) -> Result<Listed<AssessmentLine>, SourceError>;

    /// One assessment.
    ///
    /// # Errors
    /// When the store cannot be read or what it holds is damaged.
    fn assessment(&self, id: &str) -> Result<Option<Assessment>, SourceError>;

    /// Runs, of one subject when it is named, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn runs(
        &self,
        subject: Option<&str>,
        text: &str,
        page: Page,
    ) -> Result<Listed<RunLine>, SourceError>;

    /// One run with its results.
    ///
    /// # Errors
    /// When the store cannot be read or what it holds is damaged.
    fn run(&self, id: &str) -> Result<Option<Run>, SourceError>;

    /// The answers of a run, in the order they were asked.
    ///
    /// # Errors
    /// When the journal cannot be read or is damaged.
    fn samples(
        &self,
        run: &str,
        wanted: &SampleFilter,
        page: Page,
    ) -> Result<Listed<Sample>, SourceError>;

    /// Evidence records, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn evidence(&self, page: Page) -> Result<Listed<EvidenceLine>, SourceError>;

    /// Exactly the bytes the command line prints for the same thing.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn json(&self, resource: Resource<'_>) -> Result<Option<Vec<u8>>, SourceError>;
}

/// Something went wrong behind the pages. The text is for the operator; the
/// page says only that it happened.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SourceError(pub String);

impl SourceError {
    /// The error of another room, as text.
    #[must_use]
    pub fn of(error: &dyn std::error::Error) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            text.push_str(": ");
            text.push_str(&inner.to_string());
            cause = inner.source();
        }
        Self(text)
    }
}

/// What the API gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource<'a> {
    /// The list of subjects.
    Subjects(Page),
    /// One subject.
    Subject(&'a str),
    /// The list of assessments.
    Assessments(Page),
    /// One assessment, byte for byte the file in its folder.
    Assessment(&'a str),
    /// The list of runs.
    Runs(Page),
    /// One run.
    Run(&'a str),
    /// The list of evidence records.
    Evidence(Page),
    /// One signed envelope, byte for byte its file.
    Envelope(&'a str),
    /// The list of frameworks.
    Frameworks,
    /// A framework, provision, definition, control or fact.
    Law(&'a str),
}

/// A slice of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Entries at most.
    pub limit: usize,
    /// Entries skipped.
    pub offset: usize,
}

/// A slice of a list with the length of the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed<T> {
    /// How many there are in all.
    pub total: usize,
    /// This slice.
    pub items: Vec<T>,
}

/// A subject as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
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
}

/// A run as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
}

/// A run with its results.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The run.
    pub line: RunLine,
    /// Title of the battery.
    pub title: Bilingual,
    /// Calls planned.
    pub calls: u64,
    /// Calls with an answer and a score.
    pub scored: u64,
    /// Calls with an answer but no score.
    pub unscored: u64,
    /// Calls without an answer.
    pub unanswered: u64,
    /// Results by quantity, category and language.
    pub measures: Vec<Measured>,
    /// Names of quantities.
    pub quantities: BTreeMap<String, Bilingual>,
    /// Names of categories.
    pub categories: BTreeMap<String, Bilingual>,
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

/// One answer of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Item id.
    pub item: String,
    /// Risk category.
    pub category: String,
    /// Language.
    pub language: String,
    /// Which time it was asked, counted from 1.
    pub epoch: u32,
    /// Kind of the item: `unsafe`, `benign`, `question`, `pressure`.
    pub kind: String,
    /// The answer; none when there is none.
    pub response: Option<String>,
    /// The scorer's label; none when there is no score.
    pub label: Option<String>,
    /// Why the label, or why there is none.
    pub reason: String,
}

/// An evidence record as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
