//! Everything that starts, changes or ends, and when: the calendar of the
//! packages, and what of it concerns one subject.

mod calendar;
mod subject;
#[cfg(test)]
mod tests;

pub(crate) use calendar::turning_days;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, Confidence, Date, Tri};

use crate::model::{DutyState, EventPrecision, Framework, StatusKind};

/// Version tag of the timeline format.
pub const TIMELINE_SCHEMA: &str = "tenbin.law-timeline/1";

/// Dated lines in order, seen from one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Timeline {
    /// Always [`TIMELINE_SCHEMA`].
    pub schema: String,
    /// The day it is seen from.
    pub as_of: Date,
    /// Who it is about; none for the whole calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The lines by date, framework and kind.
    pub lines: Vec<TimelineLine>,
}

/// One thing that starts, changes or ends on a date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TimelineLine {
    /// The date, as far as it is known.
    pub date: Date,
    /// How much of the date is known.
    pub precision: EventPrecision,
    /// True when it has come by the day the timeline is seen from.
    pub past: bool,
    /// True on the first date after that day.
    pub next: bool,
    /// What happens.
    pub kind: LineKind,
    /// Framework it belongs to.
    pub framework: String,
    /// Whether the framework, or the duty, binds in law.
    pub binding: bool,
    /// What it is about: id of a provision, definition, schedule, penalty, term
    /// or text version; the word `status` or `event` with its place otherwise.
    pub id: String,
    /// Name for people.
    pub title: Bilingual,
    /// What the framework became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusKind>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
    /// The condition the date hangs on, as written; empty when there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub when: String,
    /// Provisions that follow a date of a schedule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provisions: Vec<String>,
    /// True when the text that names the date was replaced before the date came.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overtaken: bool,
    /// Where it is written.
    pub cite: String,
    /// How well it is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
    /// What changes for the subject on this date; none for the whole calendar
    /// and for what happens to a framework as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
}

/// What a date changes for one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Effect {
    /// Whether the condition holds from this date on.
    pub verdict: Tri,
    /// Whether it held the day before.
    pub verdict_before: Tri,
    /// State of the duty from this date on; none for a classification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<DutyState>,
    /// State of the duty the day before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_before: Option<DutyState>,
    /// First days of the duty that are possible from this date on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<Date>,
    /// First days that were possible the day before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts_before: Vec<Date>,
}

/// What happens on a date.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// A step in the life of a framework.
    Status,
    /// A version of a framework's text begins.
    TextBegins,
    /// A framework's text ends and no other follows.
    TextEnds,
    /// Something happened around a framework.
    Event,
    /// A signature takes effect.
    Signature,
    /// A provision comes in, or its text changes.
    ProvisionBegins,
    /// A provision falls out.
    ProvisionEnds,
    /// A definition comes in, or its text changes.
    DefinitionBegins,
    /// A definition falls out.
    DefinitionEnds,
    /// Start dates that depend on the subject are set, or moved.
    ScheduleBegins,
    /// Such start dates fall out.
    ScheduleEnds,
    /// A defined term comes in.
    TermBegins,
    /// A defined term falls out.
    TermEnds,
    /// A fine rule begins.
    PenaltyBegins,
    /// A fine rule ends.
    PenaltyEnds,
    /// A condition names this date.
    ConditionTurns,
    /// A duty starts.
    DutyStarts,
    /// A duty may start: it hangs on what is not known.
    DutyMayStart,
    /// The start for what was there before.
    LegacyStarts,
    /// The start of a duty is moved.
    DutyMoves,
    /// What a provision means for the subject changes otherwise.
    DutyChanges,
    /// A duty ends.
    DutyEnds,
    /// The subject becomes, or ceases to be, what a definition says.
    ClassificationChanges,
    /// A clock that has started runs out.
    Due,
}

impl LineKind {
    /// Every kind, in order.
    pub const ALL: [Self; 24] = [
        Self::Status,
        Self::TextBegins,
        Self::TextEnds,
        Self::Event,
        Self::Signature,
        Self::ProvisionBegins,
        Self::ProvisionEnds,
        Self::DefinitionBegins,
        Self::DefinitionEnds,
        Self::ScheduleBegins,
        Self::ScheduleEnds,
        Self::TermBegins,
        Self::TermEnds,
        Self::PenaltyBegins,
        Self::PenaltyEnds,
        Self::ConditionTurns,
        Self::DutyStarts,
        Self::DutyMayStart,
        Self::LegacyStarts,
        Self::DutyMoves,
        Self::DutyChanges,
        Self::DutyEnds,
        Self::ClassificationChanges,
        Self::Due,
    ];

    /// True for what changes a duty of the subject itself: what a list of
    /// deadlines holds.
    #[must_use]
    pub fn is_deadline(self) -> bool {
        matches!(
            self,
            Self::DutyStarts
                | Self::DutyMayStart
                | Self::DutyMoves
                | Self::DutyChanges
                | Self::DutyEnds
                | Self::ProvisionBegins
                | Self::ClassificationChanges
                | Self::Due
        )
    }
}

impl TimelineLine {
    /// A line about a framework as a whole.
    fn new(framework: &Framework, date: Date, kind: LineKind, id: impl Into<String>) -> Self {
        Self {
            date,
            precision: EventPrecision::Day,
            past: false,
            next: false,
            kind,
            framework: framework.id.clone(),
            binding: framework.binding,
            id: id.into(),
            title: framework.title.clone(),
            status: None,
            note: None,
            when: String::new(),
            provisions: Vec::new(),
            overtaken: false,
            cite: framework.instrument.clone(),
            confidence: framework.confidence,
            sources: framework.sources.clone(),
            effect: None,
        }
    }
}

impl Timeline {
    /// Puts the lines in order and marks what is past and what comes next.
    fn new(as_of: Date, mut lines: Vec<TimelineLine>) -> Self {
        lines.sort_by(|a, b| {
            let [a, b] = [a, b].map(|line| {
                ((line.date, &line.framework, line.kind), &line.id, &line.when, line.overtaken)
            });
            a.cmp(&b)
        });
        // A date that several versions of a text name is one line; the text that
        // stands on it counts.
        lines.dedup_by(|other, kept| {
            (other.date, other.kind) == (kept.date, kept.kind)
                && (&other.framework, &other.id) == (&kept.framework, &kept.id)
                && other.when == kept.when
        });
        let next = lines.iter().map(|line| line.date).find(|date| *date > as_of);
        for line in &mut lines {
            line.past = line.date <= as_of;
            line.next = Some(line.date) == next;
        }
        Self { schema: TIMELINE_SCHEMA.to_owned(), as_of, subject: None, lines }
    }

    /// The lines from one day to another, both included.
    #[must_use]
    pub fn within(mut self, from: Option<Date>, to: Option<Date>) -> Self {
        self.lines.retain(|line| {
            from.is_none_or(|from| line.date >= from) && to.is_none_or(|to| line.date <= to)
        });
        self
    }

    /// What lies ahead of a subject: starts, changes and ends of its duties, and
    /// the clocks that have started, those that ran out included.
    #[must_use]
    pub fn deadlines(mut self) -> Self {
        self.lines
            .retain(|line| line.kind.is_deadline() && (!line.past || line.kind == LineKind::Due));
        self
    }
}
