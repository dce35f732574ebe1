//! The checked library as plain data: what pages, the book of laws and other
//! rooms read. Everything here can be written as JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, Confidence, Date, Digest, Facts, Tri};

use crate::clock::{Clock, Counting};
use crate::compile::Branch;
use crate::fine::Penalty;
use crate::program::NodeId;
use crate::source::Place;
use crate::threshold::Threshold;

/// A framework: a law, a code of practice, a set of commitments.
#[derive(Clone, Debug, Serialize)]
pub struct Framework {
    /// Stable id, the name of its folder.
    pub id: String,
    /// Name for people.
    pub title: Bilingual,
    /// The name where room is scarce; the title when none is given.
    pub short: Bilingual,
    /// The instrument as it is cited.
    pub instrument: String,
    /// Whose law it is, for example `EU`.
    pub jurisdiction: String,
    /// True when it binds in law; false for soft law.
    pub binding: bool,
    /// Languages whose text is authentic (BCP 47).
    pub authoritative_languages: Vec<String>,
    /// Licence of the official text, when known.
    pub text_licence: Option<String>,
    /// Official addresses.
    pub urls: Vec<String>,
    /// A remark shown with the framework.
    pub note: Option<Bilingual>,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
    /// History of its status, oldest first.
    pub status: Vec<Status>,
    /// Versions of the text, half-open, oldest first.
    pub versions: Vec<TextVersion>,
    /// What happened around it, oldest first.
    pub events: Vec<Event>,
    /// Who has signed it; shown, not weighed.
    pub signatories: Vec<Signatory>,
    /// Defined terms that carry no condition.
    pub terms: Vec<Term>,
    /// Fine rules.
    pub penalties: Vec<Penalty>,
    /// Reporting clocks.
    pub clocks: Vec<Clock>,
    /// How the days of its periods are counted.
    pub counting: Option<Counting>,
    /// Start dates that depend on the subject.
    pub schedules: Vec<Schedule>,
    /// Digest over the files of its folder.
    pub digest: Digest,
}

impl Framework {
    /// The version of the text in force on `date`.
    #[must_use]
    pub fn version_on(&self, date: Date) -> Option<&TextVersion> {
        self.versions.iter().find(|version| version.in_force.holds(date))
    }

    /// The last status reached on or before `date`.
    #[must_use]
    pub fn status_on(&self, date: Date) -> Option<&Status> {
        self.status.iter().rev().find(|status| status.on <= date)
    }
}

/// A half-open period: from the first day, until the day after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// First day after it; none when it is open.
    pub until: Option<Date>,
}

impl Period {
    /// True when `date` lies in the period.
    #[must_use]
    pub fn holds(&self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|until| date < until)
    }
}

/// One step in the life of a framework.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// Date of the step.
    pub on: Date,
    /// What it became.
    pub status: StatusKind,
    /// A remark.
    pub note: Option<Bilingual>,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

/// What a framework can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StatusKind {
    /// Put forward, not yet agreed.
    Proposed,
    /// Agreed, not yet in force.
    Adopted,
    /// Part of the law.
    InForce,
    /// Its duties bind.
    Applies,
    /// Its text was changed.
    Amended,
    /// Another text took its place.
    Superseded,
    /// Taken out of the law.
    Repealed,
    /// Withdrawn by who made it.
    Rescinded,
    /// Made public; for texts that never bind.
    Published,
}

/// A version of a framework's text.
#[derive(Clone, Debug, Serialize)]
pub struct TextVersion {
    /// Id, for example `v2024`.
    pub id: String,
    /// When it is in force.
    #[serde(flatten)]
    pub in_force: Period,
}

/// Something that happened around a framework.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// The date, as far as it is known.
    pub on: Date,
    /// How much of the date is known.
    pub precision: EventPrecision,
    /// What happened.
    pub note: Bilingual,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

/// How much of a date is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EventPrecision {
    /// All of it.
    #[default]
    Day,
    /// Year and month.
    Month,
    /// The year.
    Year,
}

/// Who has signed a code or commitment.
#[derive(Clone, Debug, Serialize)]
pub struct Signatory {
    /// Name of the signatory.
    pub name: String,
    /// Which part was signed, or which list names it.
    pub group: Option<String>,
    /// The day the signature took effect, when known.
    pub since: Option<Date>,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

/// A defined term or annex that carries no condition.
#[derive(Clone, Debug, Serialize)]
pub struct Term {
    /// Stable id.
    pub id: String,
    /// The term.
    pub term: Bilingual,
    /// Where it is defined.
    pub cite: String,
    /// What it means, in own words.
    pub gist: Bilingual,
    /// First day, when it is dated.
    pub from: Option<Date>,
    /// First day after it, when it is dated.
    pub until: Option<Date>,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

/// A condition: its text as written, and its compiled form.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The text as written.
    pub text: String,
    pub(crate) tree: Branch,
}

impl Condition {
    /// True when the text says nothing of when it holds: the word `unknown`.
    #[must_use]
    pub fn is_unstated(&self) -> bool {
        self.text.trim() == "unknown"
    }

    pub(crate) fn root(&self) -> NodeId {
        self.tree.node
    }
}

impl Serialize for Condition {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// A named condition: a helper, or a classification shown in the answer.
#[derive(Clone, Debug, Serialize)]
pub struct Definition {
    /// Stable id.
    pub id: String,
    /// Framework it belongs to.
    pub framework: String,
    /// The word conditions use.
    pub name: String,
    /// True when it is listed in the answer.
    pub classification: bool,
    /// Name for people.
    pub title: Bilingual,
    /// Versions, oldest first.
    pub versions: Vec<DefinitionVersion>,
}

/// One dated version of a definition.
#[derive(Clone, Debug, Serialize)]
pub struct DefinitionVersion {
    /// When this text is in force.
    #[serde(flatten)]
    pub in_force: Period,
    /// What closed the version before.
    pub amended_by: Option<String>,
    /// When it holds.
    pub when: Condition,
    /// Defeats it, but only when known to hold.
    pub unless_shown: Option<Condition>,
    /// Where it is written.
    pub cite: String,
    /// Numbers the text draws a line at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<Threshold>,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
    /// A remark.
    pub note: Option<Bilingual>,
    /// Where its text stands in the packages.
    #[serde(skip)]
    pub place: Place,
}

/// Start dates that depend on the subject.
#[derive(Clone, Debug, Serialize)]
pub struct Schedule {
    /// Id within the framework.
    pub id: String,
    /// Name for people.
    pub title: Option<Bilingual>,
    /// Versions, oldest first.
    pub versions: Vec<ScheduleVersion>,
}

/// The start dates as the text stood in one period.
#[derive(Clone, Debug, Serialize)]
pub struct ScheduleVersion {
    /// When this text is in force.
    #[serde(flatten)]
    pub in_force: Period,
    /// What closed the version before.
    pub amended_by: Option<String>,
    /// The earliest start whose condition holds.
    pub starts: Vec<Start>,
    /// Replace the start when they hold; the first that does wins.
    pub legacy: Vec<Legacy>,
}

/// A start date and its condition.
#[derive(Clone, Debug, Serialize)]
pub struct Start {
    /// When it counts.
    pub when: Condition,
    /// The first day.
    pub date: Date,
    /// Where it is written.
    pub cite: String,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

/// A rule for what was there before: replaces the start when it holds.
#[derive(Clone, Debug, Serialize)]
pub struct Legacy {
    /// When it counts.
    pub when: Condition,
    /// The first day; none when the duty never starts.
    pub date: Option<Date>,
    /// How an unknown condition is read; none keeps it unknown.
    pub presumed: Option<Tri>,
    /// Where it is written.
    pub cite: String,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

/// A provision: one duty, or one classification that has no other name.
#[derive(Clone, Debug, Serialize)]
pub struct Provision {
    /// Stable id.
    pub id: String,
    /// Framework it belongs to.
    pub framework: String,
    /// The article it stands in.
    pub article: String,
    /// Name of the article.
    pub article_title: Bilingual,
    /// Name for people.
    pub title: Bilingual,
    /// Roles the duty falls on.
    pub binds: Vec<String>,
    /// Shared controls it maps to.
    pub controls: Vec<String>,
    /// Versions, oldest first.
    pub versions: Vec<ProvisionVersion>,
    /// Whether the subject's organisation has one of the roles.
    #[serde(skip)]
    pub(crate) addressee: NodeId,
}

/// One dated version of a provision.
#[derive(Clone, Debug, Serialize)]
pub struct ProvisionVersion {
    /// When this text is in force.
    #[serde(flatten)]
    pub in_force: Period,
    /// What closed the version before.
    pub amended_by: Option<String>,
    /// Where it is written.
    pub cite: String,
    /// When it applies.
    pub when: Condition,
    /// When it does not apply after all.
    pub except: Vec<Exception>,
    /// First day of the duty, when it is the same for everyone.
    pub applies_from: Option<Date>,
    /// Schedule that gives the first day.
    pub schedule: Option<String>,
    /// First day after the duty.
    pub applies_until: Option<Date>,
    /// Rules for what was there before.
    pub legacy: Vec<Legacy>,
    /// Numbers the text draws a line at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<Threshold>,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
    /// A remark shown with the verdict.
    pub note: Option<Bilingual>,
    /// What is asked.
    pub duty: Duty,
    /// Where its text stands in the packages.
    #[serde(skip)]
    pub place: Place,
    /// `when` and none of the exceptions.
    #[serde(skip)]
    pub(crate) root: NodeId,
}

/// An exception to a provision.
#[derive(Clone, Debug, Serialize)]
pub struct Exception {
    /// When it counts.
    pub when: Condition,
    /// Where it is written.
    pub cite: String,
}

/// What a provision asks.
#[derive(Clone, Debug, Serialize)]
pub struct Duty {
    /// How strongly.
    pub force: Force,
    /// The gist in own words.
    pub text: Bilingual,
    /// Kinds of evidence that show it.
    pub evidence: Vec<String>,
    /// The clock, when there is one.
    pub by: Option<Deadline>,
    /// Fine rule.
    pub penalty: Option<String>,
    /// True when there is nothing to show until somebody asks.
    pub on_request: bool,
    /// Whether it binds in law.
    pub binding: bool,
}

/// How strongly a provision asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// A duty to act.
    Must,
    /// A duty not to act.
    MustNot,
    /// A recommendation.
    Should,
    /// A permission.
    May,
    /// No duty by itself: other provisions build on it.
    Classification,
}

/// A clock that starts with a dated fact.
#[derive(Clone, Debug, Serialize)]
pub struct Deadline {
    /// The dated fact.
    pub anchor: String,
    /// Days after it.
    pub offset_days: i32,
    /// Where it is written.
    pub cite: String,
}

/// Whether a duty binds on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DutyState {
    /// It binds.
    Now,
    /// It will bind.
    Later,
    /// It no longer binds.
    Ended,
    /// It does not fall on this subject.
    Never,
    /// Not settled by what is known.
    Unknown,
}

/// A shared control that provisions of many frameworks map to.
#[derive(Clone, Debug, Serialize)]
pub struct Control {
    /// Id, for example `C07`.
    pub id: String,
    /// Name for people.
    pub name: Bilingual,
    /// What it is about.
    pub about: Bilingual,
    /// Kinds of evidence that show it when a provision names none.
    pub evidence: Vec<String>,
    /// Ids in ISO/IEC 42001.
    pub iso42001: Vec<String>,
    /// Functions of the NIST AI RMF.
    pub nist: Vec<String>,
}

/// A kind of evidence.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceKind {
    /// Id, for example `evaluation-report`.
    pub id: String,
    /// Name for people.
    pub name: Bilingual,
    /// What it is about.
    pub about: Option<Bilingual>,
    /// How it comes about.
    pub made_by: MadeBy,
    /// The measuring room that can make it, or help to.
    pub room: Option<Room>,
    /// What making it takes, when a figure is published.
    pub effort: Option<Effort>,
}

/// The rooms that measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Room {
    /// Questions put to a model.
    Eval,
    /// Screening of training data.
    Screen,
    /// Marks and provenance of content.
    Media,
    /// Compute, energy and countries.
    Atlas,
}

/// Published hours of work for one piece of evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effort {
    /// Fewest hours.
    pub low: f64,
    /// Most hours.
    pub high: f64,
    /// How well the figure is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

impl Effort {
    /// The middle of the range, in hours.
    #[must_use]
    pub fn typical(&self) -> f64 {
        f64::midpoint(self.low, self.high)
    }
}

/// How a kind of evidence comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MadeBy {
    /// By a run against the subject's target.
    Measurement,
    /// Handed over by the subject's operator.
    Document,
}

/// What a source id stands for.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// Id, for example `S01`.
    pub id: String,
    /// What it is.
    pub what: String,
    /// Where it is.
    pub url: Option<String>,
    /// CELEX number, for texts of the EU.
    pub celex: Option<String>,
    /// How close it is to the official text.
    pub kind: SourceKind,
}

/// How close a source is to the official text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// The official text or a faithful copy.
    PrimaryCopy,
    /// Cites the official text.
    Secondary,
    /// Not looked up.
    Memory,
}

/// A role a duty can fall on.
#[derive(Clone, Debug, Serialize)]
pub struct Role {
    /// The word `binds` uses.
    pub id: String,
    /// Name for people; the word itself when no file names it.
    pub name: Option<Bilingual>,
    /// When the subject's organisation has it; none when no fact speaks of it.
    pub when: Option<Condition>,
    #[serde(skip)]
    pub(crate) node: NodeId,
}

/// A worked example: facts and what must come out.
#[derive(Clone, Debug, Serialize)]
pub struct Case {
    /// Framework whose folder it stands in.
    pub framework: String,
    /// Name for people.
    pub name: String,
    /// The date it is weighed at.
    pub as_of: Date,
    /// The facts.
    pub facts: Facts,
    /// Verdicts by provision or definition id.
    pub expect: Vec<(String, Tri)>,
    /// States by provision id.
    pub expect_state: Vec<(String, DutyState)>,
    /// Facts that must be among the next questions.
    pub expect_ask: Vec<String>,
    /// Where its text stands in the packages.
    #[serde(skip)]
    pub place: Place,
    /// Line of each fact, expectation and question.
    #[serde(skip)]
    pub(crate) lines: Vec<(String, usize)>,
}
