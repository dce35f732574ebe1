//! Action plans as data: each measure with its owner, due date, status and
//! source. A measure no source speaks of has the status `unknown`.

mod file;
mod load;
mod select;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use tenbin_law::EventPrecision;
use tenbin_vocab::{Bilingual, Confidence, Date};

pub use load::load_policies;
pub use select::{MeasureFilter, MeasureLine};

use crate::UnknownWord;
use crate::lag::Lag;

/// Everything the folder `policies/` says.
#[derive(Clone, Debug, Serialize)]
pub struct Policies {
    /// Who measures are given to, in order of id.
    pub owners: Vec<Owner>,
    /// Plans, oldest first.
    pub plans: Vec<Plan>,
    /// Events and the rules that answer them, in order of event.
    pub lags: Vec<Lag>,
}

/// Who a measure is given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// Stable id.
    pub id: String,
    /// Name for people.
    pub name: Bilingual,
    /// The name where room is scarce.
    pub short: Bilingual,
    /// Whose authority it is, for example `USA`.
    pub jurisdiction: String,
}

/// An action plan.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// Stable id, the name of its file.
    pub id: String,
    /// Name for people.
    pub title: Bilingual,
    /// The name where room is scarce.
    pub short: Bilingual,
    /// Whose plan it is: a country code, `EU`, or a part of a country.
    pub jurisdiction: String,
    /// Owner id of who made it.
    pub owner: String,
    /// The day it was made.
    pub on: Date,
    /// How much of that date is known.
    pub precision: EventPrecision,
    /// The instrument as it is cited.
    pub instrument: String,
    /// What it is, in own words.
    pub about: Bilingual,
    /// How many measures it is said to have.
    pub announced: Option<Bilingual>,
    /// What could not be found, in a plain sentence.
    pub gap: Option<Bilingual>,
    /// The day the statuses were last looked at.
    pub reviewed: Date,
    /// The plan that took its place.
    pub replaced_by: Option<String>,
    /// Official addresses.
    pub urls: Vec<String>,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
    /// Parts of the plan, in its order.
    pub pillars: Vec<Pillar>,
    /// Measures, in the plan's order.
    pub measures: Vec<Measure>,
}

impl Plan {
    /// Measures with this progress.
    #[must_use]
    pub fn number(&self, progress: Progress) -> usize {
        self.measures.iter().filter(|measure| measure.progress() == progress).count()
    }
}

/// A part of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pillar {
    /// Id within the plan.
    pub id: String,
    /// Name for people.
    pub title: Bilingual,
}

/// One measure of a plan.
#[derive(Clone, Debug, Serialize)]
pub struct Measure {
    /// Stable id.
    pub id: String,
    /// Pillar it stands in.
    pub pillar: String,
    /// What is to be done, in own words.
    pub gist: Bilingual,
    /// Owner ids; empty when the plan names nobody.
    pub owners: Vec<String>,
    /// The day by which it is to be done, when the plan or a later act says so.
    pub due: Option<Date>,
    /// Where it stands.
    pub cite: String,
    /// How well the measure itself is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
    /// How far it has come; `None` when no source says.
    pub status: Option<MeasureStatus>,
}

impl Measure {
    /// How far it has come, `unknown` when no source says.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.status.as_ref().map_or(Progress::Unknown, |status| status.progress)
    }

    /// True when its due date lies before `today` and no source says that it was
    /// done or given up. That is less than to say it is overdue.
    #[must_use]
    pub fn due_passed(&self, today: Date) -> bool {
        let open = !matches!(self.progress(), Progress::Done | Progress::Dropped);
        open && self.due.is_some_and(|due| due < today)
    }
}

/// What a source says of a measure.
#[derive(Clone, Debug, Serialize)]
pub struct MeasureStatus {
    /// How far it has come.
    pub progress: Progress,
    /// The day of what the source reports.
    pub on: Date,
    /// How much of that date is known.
    pub precision: EventPrecision,
    /// What happened, in own words.
    pub note: Bilingual,
    /// How well that is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

/// How far a measure has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// A source says that it was done.
    Done,
    /// A source says that work on it began.
    UnderWay,
    /// A source says when or how it is to begin.
    Planned,
    /// A source says that it was not done by its due date.
    Overdue,
    /// A source says that it was given up.
    Dropped,
    /// No source says.
    Unknown,
}

impl Progress {
    /// Every word, in the order tables and bars show them.
    pub const ALL: [Self; 6] =
        [Self::Done, Self::UnderWay, Self::Planned, Self::Overdue, Self::Dropped, Self::Unknown];

    /// The word in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::UnderWay => "under-way",
            Self::Planned => "planned",
            Self::Overdue => "overdue",
            Self::Dropped => "dropped",
            Self::Unknown => "unknown",
        }
    }
}

impl std::str::FromStr for Progress {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|word| word.as_str() == text).ok_or_else(|| UnknownWord {
            word: text.to_owned(),
            known: Self::ALL.map(Self::as_str).join(", "),
        })
    }
}

impl Policies {
    /// The plan called `id`.
    #[must_use]
    pub fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == id)
    }

    /// The owner called `id`.
    #[must_use]
    pub fn owner(&self, id: &str) -> Option<&Owner> {
        self.owners.iter().find(|owner| owner.id == id)
    }
}
