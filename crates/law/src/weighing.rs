//! What weighing a subject gives: plain data with a versioned schema.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, Confidence, Date, Digest, FactState, Tri};

use crate::model::{DutyState, Force, Period};

/// Version tag of the weighing format.
pub const WEIGHING_SCHEMA: &str = "tenbin.weighing/1";

/// One subject weighed against a selection of frameworks on a date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Weighing {
    /// Always [`WEIGHING_SCHEMA`].
    pub schema: String,
    /// The date it is weighed at.
    pub as_of: Date,
    /// What it was weighed against.
    pub packages: Vec<PackageRef>,
    /// What the subject is in the words of each framework.
    pub classifications: Vec<Classification>,
    /// One finding a provision.
    pub provisions: Vec<ProvisionAnswer>,
    /// What to find out next, best first; at most 20.
    pub next_questions: Vec<NextQuestion>,
    /// What a reader must know besides.
    pub warnings: Vec<Warning>,
}

/// A framework's package as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PackageRef {
    /// Framework id; `vocabulary` for the shared facts and sources, `controls`
    /// for the shared controls and kinds of evidence.
    pub id: String,
    /// Version of the text in force on the as-of date, when there is one.
    pub version: Option<String>,
    /// Digest over the package's files.
    pub digest: Digest,
}

/// Whether a text is in force on the as-of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextState {
    /// It will be: the next version was weighed.
    NotYet,
    /// It is.
    InForce,
    /// It no longer is: the last version was weighed.
    Ended,
}

/// The version of a text that was weighed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WeighedText {
    /// When it is in force.
    #[serde(flatten)]
    pub in_force: Period,
    /// Whether that is so on the as-of date.
    pub state: TextState,
    /// What closed the version before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amended_by: Option<String>,
}

/// Whether the subject is what a definition says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Classification {
    /// Definition id.
    pub id: String,
    /// Framework it belongs to.
    pub framework: String,
    /// The word conditions use.
    pub name: String,
    /// Name for people.
    pub title: Bilingual,
    /// Whether the subject is it.
    pub verdict: Tri,
    /// Whether it was answered directly.
    pub source: ValueSource,
    /// Weakest mark the verdict rests on.
    pub confidence: Confidence,
    /// Where it is written.
    pub cite: String,
    /// The version weighed.
    pub text: WeighedText,
    /// The deciding facts in one line.
    pub because: String,
    /// How the verdict came about.
    pub trace: Trace,
}

/// Where a classification comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ValueSource {
    /// Answered directly.
    Given,
    /// Computed from other facts.
    Computed,
}

/// What a provision means for the subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProvisionAnswer {
    /// Provision id.
    pub id: String,
    /// Framework it belongs to.
    pub framework: String,
    /// Name for people.
    pub title: Bilingual,
    /// Where it is written.
    pub cite: String,
    /// Whether its condition holds for the subject.
    pub verdict: Tri,
    /// Whether the duty binds on the as-of date.
    pub duty_state: DutyState,
    /// First day of the duty, when it is the one candidate.
    pub from: Option<Date>,
    /// First day after the duty.
    pub until: Option<Date>,
    /// Every first day that is still possible.
    pub from_candidates: Vec<Date>,
    /// The version weighed.
    pub text: WeighedText,
    /// Weakest mark the verdict and the state rest on.
    pub confidence: Confidence,
    /// Source ids of the version weighed.
    pub sources: Vec<String>,
    /// The deciding facts in one line.
    pub because: String,
    /// Who the duty falls on.
    pub addressee: Addressee,
    /// Whether it binds in law.
    pub binding: bool,
    /// How strongly it asks.
    pub force: Force,
    /// The gist.
    pub duty: Bilingual,
    /// Kinds of evidence that show it.
    pub evidence: Vec<String>,
    /// Shared controls it maps to.
    pub controls: Vec<String>,
    /// Deadline, when its clock has started.
    pub due: Option<Date>,
    /// Fine rule of the framework.
    pub penalty: Option<String>,
    /// True when there is nothing to show until somebody asks, for example an
    /// authority for documents.
    #[serde(default, skip_serializing_if = "is_false")]
    pub on_request: bool,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
    /// How the verdict came about.
    pub trace: Trace,
}

/// Who a duty falls on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Addressee {
    /// The roles the provision names.
    pub roles: Vec<String>,
    /// Whether the subject's organisation has one of them.
    pub subject: Tri,
}

/// A step of the way to a verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trace {
    /// What kind of step it is.
    pub kind: TraceKind,
    /// The condition as written.
    pub text: String,
    /// What it comes to.
    pub verdict: Tri,
    /// False when the verdict above does not depend on this step.
    pub needed: bool,
    /// True when the steps below leave it open, and only trying every possible
    /// answer settled it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub every_answer: bool,
    /// The facts it looked at, with what was known of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<TraceFact>,
    /// Where it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// The definition it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<TraceDefinition>,
    /// The steps it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Trace>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// The kinds of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TraceKind {
    /// The condition of a provision without its exceptions.
    Provision,
    /// All parts must hold.
    All,
    /// One part must hold.
    Any,
    /// A number of parts must hold.
    AtLeast,
    /// The part must not hold.
    Not,
    /// A comparison of facts.
    Fact,
    /// A named condition.
    Definition,
    /// An exception: yes when it takes the case out.
    Exception,
    /// Defeats a presumption: counts only when it is known to hold.
    UnlessShown,
    /// Always the same.
    Constant,
}

/// A fact where it was looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TraceFact {
    /// The fact.
    pub name: String,
    /// What was known of it.
    #[serde(flatten)]
    pub state: FactState,
}

/// A definition where it was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TraceDefinition {
    /// Definition id.
    pub id: String,
    /// Name for people.
    pub title: Bilingual,
    /// Whether it was answered directly.
    pub source: ValueSource,
    /// How well its text is supported.
    pub confidence: Confidence,
}

/// A fact worth finding out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NextQuestion {
    /// The fact.
    pub fact: String,
    /// The question that settles it.
    pub question: Bilingual,
    /// What to consider when answering.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Bilingual>,
    /// Severity times expected drop of entropy in bits, over all undecided
    /// provisions, divided by the cost of the answer.
    pub score: f64,
    /// Severity times share of situations in which the answer turns the
    /// verdict, summed likewise; breaks ties.
    pub influence: f64,
    /// Undecided provisions that one answer can settle.
    pub settles: usize,
    /// Type of the fact.
    #[serde(rename = "type")]
    pub kind: String,
    /// Words to choose from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    /// Unit of the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A fact that would settle something, with the question to ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OpenFact {
    /// The fact.
    pub fact: String,
    /// The question that settles it.
    pub question: Bilingual,
}

impl From<NextQuestion> for OpenFact {
    fn from(question: NextQuestion) -> Self {
        Self { fact: question.fact, question: question.question }
    }
}

/// What a reader must know besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// What kind of warning.
    pub kind: WarningKind,
    /// The fact it is about.
    pub fact: String,
    /// In words.
    pub message: String,
}

/// Kinds of warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WarningKind {
    /// A given answer and the one computed from other facts differ.
    Contradiction,
    /// A fact was left out of the weighing.
    IgnoredFact,
}
