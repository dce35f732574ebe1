use std::collections::BTreeMap;

use tenbin_assess::Assessment;
use tenbin_law::Library;
use tenbin_policy::{Crosswalk, Topic};
use tenbin_policy::{Declarations, Policies};
use tenbin_vocab::{Bilingual, Date, Lang, Measured};

pub use tenbin_app::{
    AssessmentLine, EvidenceLine, Listed, Page, RunLine, SampleFilter, SubjectLine,
};

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

    /// How the provisions of the frameworks relate.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    fn crosswalk(&self) -> Result<&Crosswalk, SourceError>;

    /// Where the same words stand for different things, in order of id.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    fn divergences(&self) -> Result<&[Topic], SourceError>;

    /// Who has declared what.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    fn declarations(&self) -> Result<&Declarations, SourceError>;

    /// Action plans, and how long rules took.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    fn policies(&self) -> Result<&Policies, SourceError>;

    /// The book of a framework, to review, print and sign; `None` when there is
    /// no such framework.
    ///
    /// # Errors
    /// When a review was tampered with or cannot be read.
    fn book(&self, framework: &str, lang: Lang) -> Result<Option<String>, SourceError>;

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
    /// Every framework against every other.
    Crosswalk,
    /// Two frameworks or provisions side by side.
    Comparison(&'a str, &'a str),
    /// The list of divergences.
    Divergences,
    /// One divergence with its figures.
    Divergence(&'a str),
    /// The whole calendar, seen from today.
    Timeline,
    /// The list of declarations.
    Declarations,
    /// One declaration with the parties it names.
    Declaration(&'a str),
    /// Countries by declarations.
    DeclarationMatrix,
    /// Everything recorded of one country.
    DeclarationCountry(&'a str),
    /// The list of action plans.
    Policies,
    /// One action plan with its measures.
    Policy(&'a str),
    /// Events and the rules that answer them.
    Lags,
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
