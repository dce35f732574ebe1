//! When a duty starts: fixed dates, schedules, and rules for what was there
//! before.

use tenbin_vocab::{Confidence, Date, Tri};

use crate::evaluate::Scope;
use crate::exact::settle;
use crate::model::{DutyState, Legacy};
use crate::prepare::CurrentProvision;
use crate::program::NodeId;
use crate::weighing::TextState;

/// The first days that are still possible.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Starts {
    /// In order, each once; none stands for "never".
    pub(crate) candidates: Vec<Option<Date>>,
    /// Weakest mark of the rules that gave a candidate.
    pub(crate) confidence: Option<Confidence>,
    /// Unknown conditions that decide between them.
    pub(crate) open: Vec<NodeId>,
}

impl Starts {
    fn add(&mut self, date: Option<Date>, confidence: Option<Confidence>) {
        self.candidates.push(date);
        self.confidence = match (self.confidence, confidence) {
            (Some(a), Some(b)) => Some(a.weakest(b)),
            (a, b) => a.or(b),
        };
    }

    /// The dates among the candidates.
    pub(crate) fn dates(&self) -> Vec<Date> {
        self.candidates.iter().flatten().copied().collect()
    }

    /// The one candidate, when there is only one and it is a date.
    pub(crate) fn only(&self) -> Option<Date> {
        match self.candidates.as_slice() {
            [only] => *only,
            _ => None,
        }
    }
}

/// The first days of a provision for one subject. The first rule for what was
/// there before that holds replaces the start; an unknown one adds a candidate,
/// unless the law presumes how it comes out.
pub(crate) fn starts(scope: &Scope<'_>, current: &CurrentProvision<'_>) -> Starts {
    let mut found = Starts::default();
    let scheduled = current.schedule.map_or(&[][..], |schedule| &schedule.legacy);
    let mut replaced = false;
    for rule in current.version.legacy.iter().chain(scheduled) {
        match holds(scope, rule) {
            Tri::No => {}
            Tri::Unknown => {
                found.add(rule.date, Some(rule.confidence));
                found.open.push(rule.when.root());
            }
            Tri::Yes => {
                found.add(rule.date, Some(rule.confidence));
                replaced = true;
                break;
            }
        }
    }
    if !replaced {
        add_regular(scope, current, &mut found);
    }
    found.candidates.sort();
    found.candidates.dedup();
    found
}

fn holds(scope: &Scope<'_>, rule: &Legacy) -> Tri {
    match settle(scope, rule.when.root()).verdict {
        Tri::Unknown => rule.presumed.unwrap_or(Tri::Unknown),
        known => known,
    }
}

/// The earliest start whose condition holds; an unknown one stays a candidate
/// as long as it is earlier.
fn add_regular(scope: &Scope<'_>, current: &CurrentProvision<'_>, found: &mut Starts) {
    if let Some(date) = current.version.applies_from {
        found.add(Some(date), None);
    }
    let Some(schedule) = current.schedule else { return };
    let weighed: Vec<_> = schedule
        .starts
        .iter()
        .map(|start| (start, settle(scope, start.when.root()).verdict))
        .collect();
    let sure =
        weighed.iter().filter(|(_, verdict)| *verdict == Tri::Yes).map(|(s, _)| s.date).min();
    for (start, verdict) in weighed {
        let earlier = sure.is_none_or(|sure| start.date < sure);
        match verdict {
            Tri::Yes if Some(start.date) == sure => {
                found.add(Some(start.date), Some(start.confidence));
            }
            Tri::Unknown if earlier => {
                found.add(Some(start.date), Some(start.confidence));
                found.open.push(start.when.root());
            }
            _ => {}
        }
    }
}

/// Whether a duty binds on `as_of`. A text that no longer is in force binds
/// nobody; one that is not yet in force starts no earlier than it.
pub(crate) fn duty_state(
    verdict: Tri,
    current: &CurrentProvision<'_>,
    starts: &Starts,
    as_of: Date,
) -> DutyState {
    match (verdict, current.state) {
        (Tri::No, _) => return DutyState::Never,
        (_, TextState::Ended) => return DutyState::Ended,
        (Tri::Unknown, _) => return DutyState::Unknown,
        (Tri::Yes, _) => {}
    }
    let mut states = starts.candidates.iter().map(|start| state_by(current, *start, as_of));
    match states.next() {
        Some(first) if states.all(|other| other == first) => first,
        _ => DutyState::Unknown,
    }
}

/// The state of a duty whose condition holds, by its first day; none stands
/// for "never".
pub(crate) fn state_by(
    current: &CurrentProvision<'_>,
    start: Option<Date>,
    as_of: Date,
) -> DutyState {
    let ended = current.version.applies_until.is_some_and(|until| until <= as_of);
    match start {
        None => DutyState::Never,
        Some(date) if date > as_of || current.state == TextState::NotYet => DutyState::Later,
        Some(_) if ended => DutyState::Ended,
        Some(_) => DutyState::Now,
    }
}
