//! What the clocks of an incident come to: plain data with a versioned schema.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, Confidence, Date, Tri};

use super::model::{ClockKind, Counting, ReportingPeriod, TimeName};
use super::moment::Moment;
use crate::model::DutyState;
use crate::weighing::{Addressee, OpenFact, PackageRef};

/// Version tag of the format.
pub const CLOCKS_SCHEMA: &str = "tenbin.clocks/1";

/// Every report one incident calls for, seen from one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Clocks {
    /// Always [`CLOCKS_SCHEMA`].
    pub schema: String,
    /// The moment the states are seen from.
    pub now: Moment,
    /// What the file calls the incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// The times the file gives, in their usual order.
    pub times: Vec<GivenTime>,
    /// Offset from UTC at which a date without a time is read.
    pub utc_offset: String,
    /// What the incident was weighed against.
    pub packages: Vec<PackageRef>,
    /// How each framework's days are counted, where the collection says.
    pub counting: Vec<FrameworkCounting>,
    /// Reports that are called for, or may be.
    pub clocks: Vec<ClockAnswer>,
    /// Clocks that do not run for this incident.
    pub silent: Vec<SilentClock>,
    /// What looks odd about the times.
    pub warnings: Vec<TimeWarning>,
}

/// A time of the incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GivenTime {
    /// Which.
    pub name: TimeName,
    /// When.
    pub at: Moment,
}

/// How a framework's days are counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FrameworkCounting {
    /// Framework id.
    pub framework: String,
    /// The rule.
    #[serde(flatten)]
    pub rule: Counting,
}

/// One report and its clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClockAnswer {
    /// Clock id.
    pub id: String,
    /// Framework it belongs to.
    pub framework: String,
    /// Provision that asks for the report.
    pub provision: String,
    /// Name for people.
    pub title: Bilingual,
    /// Which report it is.
    pub kind: ClockKind,
    /// Whether the report is called for; unknown when a fact is missing.
    pub verdict: Tri,
    /// Whether it binds in law.
    pub binding: bool,
    /// Whether the duty binds on [`Self::law_as_of`].
    pub duty_state: DutyState,
    /// First day of the duty, when there is one candidate.
    pub from: Option<Date>,
    /// The day the law was read at: that of the event that starts the clock, or
    /// today when it has not come.
    pub law_as_of: Date,
    /// Who owes the report.
    pub addressee: Addressee,
    /// The event that starts the clock, as the law puts it.
    pub trigger: Bilingual,
    /// Times that can start it; the first of them counts.
    pub anchor: Vec<TimeName>,
    /// The time that was used.
    pub used: Option<GivenTime>,
    /// How long there is.
    pub within: ReportingPeriod,
    /// True when a report is due again and again until the incident is resolved.
    pub repeats: bool,
    /// By when a report is in time under any reading.
    pub due: Option<Moment>,
    /// The last moment at which it can be in time: later than `due` when the
    /// start is known to the day only, or the last day is no working day.
    pub due_latest: Option<Moment>,
    /// Where the clock stands.
    pub state: ClockState,
    /// Seconds between the report, or now, and `due`; negative when it is past.
    pub margin_seconds: Option<i64>,
    /// When the report was handed in.
    pub submitted: Option<Moment>,
    /// Who gets the report.
    pub recipient: Bilingual,
    /// Where it is written.
    pub cite: String,
    /// Weakest mark of the clock and its provision.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
    /// Facts that would settle the verdict, most telling first.
    pub open: Vec<OpenFact>,
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClockState {
    /// There is time left.
    Running,
    /// The period is over and no report is noted.
    Overdue,
    /// The report came in time.
    Met,
    /// The report came after the period.
    Late,
    /// It depends on what is not known: the hour of a date, or a rule of counting.
    Unsettled,
    /// The time that starts it is not given.
    NotStarted,
    /// No period is given; the report is due at once, or at no stated time.
    NoPeriod,
    /// The report was handed in; there is no period to hold it against.
    Reported,
    /// The duty does not bind on the day.
    NotBinding,
    /// No further report is due: the incident was resolved before.
    Closed,
}

/// A clock that does not run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SilentClock {
    /// Clock id.
    pub id: String,
    /// Framework it belongs to.
    pub framework: String,
    /// Why not.
    pub reason: SilentReason,
}

/// Why a clock does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SilentReason {
    /// The facts rule it out.
    Condition,
    /// Somebody else owes the report.
    OtherParty,
}

/// What looks odd about the times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeWarning {
    /// What it is.
    pub kind: TimeWarningKind,
    /// The time it is about.
    pub time: TimeName,
    /// The time it should not come before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<TimeName>,
}

/// Kinds of oddities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TimeWarningKind {
    /// It comes before one that usually comes first.
    OutOfOrder,
    /// It has not come yet.
    InTheFuture,
}
