//! Reporting clocks as the packages give them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, Confidence};

use crate::model::{Condition, Period};
use crate::source::Place;

/// A report somebody owes after an incident, and how long there is for it.
#[derive(Clone, Debug, Serialize)]
pub struct Clock {
    /// Stable id.
    pub id: String,
    /// The provision of the same framework that asks for the report.
    pub provision: String,
    /// Name for people.
    pub title: Bilingual,
    /// Which report it is.
    pub kind: ClockKind,
    /// Versions, oldest first.
    pub versions: Vec<ClockVersion>,
}

/// One dated version of a clock.
#[derive(Clone, Debug, Serialize)]
pub struct ClockVersion {
    /// When this text is in force.
    #[serde(flatten)]
    pub in_force: Period,
    /// What closed the version before.
    pub amended_by: Option<String>,
    /// The times that start it; the first of them counts.
    pub anchor: Vec<TimeName>,
    /// The event that starts it, as the law puts it.
    pub trigger: Bilingual,
    /// How long there is.
    pub within: ReportingPeriod,
    /// True when a report is due again and again until the incident is resolved.
    pub repeats: bool,
    /// A condition besides that of the provision.
    pub when: Option<Condition>,
    /// Who gets the report.
    pub recipient: Bilingual,
    /// Where it is written.
    pub cite: String,
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

/// Which report a clock is about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ClockKind {
    /// The first report.
    Initial,
    /// A report while the incident is open.
    FollowUp,
    /// The last report.
    Final,
}

/// The times an incident has. Which of them starts a clock is the law's choice.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum TimeName {
    /// It happened.
    Occurred,
    /// Somebody or something noticed it.
    Detected,
    /// The organisation knew of it, or had reason to believe it.
    Aware,
    /// The organisation settled that it is such an incident, or its cause.
    Determined,
    /// The first report was handed in.
    Submitted,
    /// The incident was over.
    Resolved,
}

impl TimeName {
    /// Every time, in the order in which they usually come.
    pub const ALL: [Self; 6] = [
        Self::Occurred,
        Self::Detected,
        Self::Aware,
        Self::Determined,
        Self::Submitted,
        Self::Resolved,
    ];

    /// The word data files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Occurred => "occurred",
            Self::Detected => "detected",
            Self::Aware => "aware",
            Self::Determined => "determined",
            Self::Submitted => "submitted",
            Self::Resolved => "resolved",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == word)
    }
}

/// How long there is for a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReportingPeriod {
    /// Hours, counted from the very moment.
    Hours(u32),
    /// Calendar days; the day of the event is not counted.
    Days(u32),
    /// Days without Saturdays, Sundays and the holidays given.
    WorkingDays(u32),
    /// Calendar months.
    Months(u32),
    /// At once: the law gives no number.
    WithoutDelay,
    /// A report is asked for and the collection gives no period.
    NotStated,
}

/// How the days of a framework's periods are counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Counting {
    /// What happens when the last day is no working day.
    pub rest_day: RestDay,
    /// Working days a period of two days or more must hold at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_working_days: Option<u32>,
    /// The rule in own words.
    pub about: Bilingual,
    /// Where it is written.
    pub cite: String,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

/// What happens when the last day of a period is no working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RestDay {
    /// The period ends on it all the same.
    Counts,
    /// The period ends with the next working day.
    Moves,
}
