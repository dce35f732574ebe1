//! Weighing very many subjects: 64 in a machine word.
//!
//! A condition is computed for a lane of subjects at once, as two sets: those
//! for whom it is known to hold and those for whom it is known not to. What
//! [`Prepared::verdicts`] gives for a subject, [`Batch::weigh`] gives for a
//! block of them, bit for bit.

mod columns;
mod lines;
mod plan;
mod plane;
mod search;
mod test;
#[cfg(test)]
mod tests;
mod weighed;

use std::collections::BTreeMap;

use tenbin_vocab::{Date, Tri};

pub use self::columns::{Columns, FactAnswer, FactRef};
pub use self::lines::{LineText, NumberLine};
use self::plan::{Planner, Step};
use self::plane::{Answers, LANE, Plane, at_least};
use self::search::{LaneView, Search};
use self::weighed::DutyAnswers;
pub use self::weighed::{StateCounts, VerdictCounts, Weighed};
use crate::evaluate::{Holding, Origin, Scope};
use crate::exact::settle;
use crate::model::DutyState;
use crate::prepare::{CurrentProvision, Prepared};
use crate::program::{DefinitionId, NodeId};
use crate::state::{DenseFacts, Slot};
use crate::weighing::TextState;

/// A selection of the library on one date, ready for blocks of subjects.
pub struct Batch<'a> {
    prepared: &'a Prepared<'a>,
    steps: Vec<Step>,
    provisions: Vec<ProvisionPlan>,
    /// Places of the values of the selection's classifications.
    classifications: Vec<u32>,
    lines: Vec<(NumberLine, u32)>,
}

/// How the verdict and the state of one provision come about.
struct ProvisionPlan {
    verdict: u32,
    ended: bool,
    /// Rules for what was there before, in order: place of the verdict, how an
    /// unknown one is read, and the state a start by it gives.
    legacy: Vec<(u32, Option<Tri>, DutyState)>,
    /// State by the start that is the same for everyone.
    fixed: Option<DutyState>,
    /// Starts of the schedule by date.
    starts: Vec<(u32, DutyState)>,
}

impl<'a> Prepared<'a> {
    /// The same texts, laid out for weighing many subjects.
    #[must_use]
    pub fn batch(&'a self) -> Batch<'a> {
        Batch::new(self)
    }
}

impl<'a> Batch<'a> {
    fn new(prepared: &'a Prepared<'a>) -> Self {
        let nothing = DenseFacts::unknown(&prepared.library.vocabulary, prepared.as_of);
        let nobody = scope(prepared, &nothing.slots, &[]);
        let mut planner = Planner::new(prepared, nobody);
        let definition = |position: &usize| u32::try_from(*position).ok().map(DefinitionId);
        planner.define(
            prepared.provisions.iter().flat_map(roots),
            prepared.classifications.iter().filter_map(definition),
        );
        let provisions =
            prepared.provisions.iter().map(|current| lay_out(&mut planner, current)).collect();
        let classifications = prepared
            .classifications
            .iter()
            .filter_map(definition)
            .filter_map(|id| planner.definitions.get(&id).copied())
            .collect();
        let lines = lines::lines(&planner, prepared);
        Self { prepared, steps: planner.steps, provisions, classifications, lines }
    }

    /// An empty block for this selection.
    #[must_use]
    pub fn columns(&self) -> Columns {
        Columns::new(&self.prepared.library.domains, self.prepared.as_of)
    }

    /// Ids of the provisions, in the order of [`Weighed::outcome`].
    pub fn provision_ids(&self) -> impl ExactSizeIterator<Item = &'a str> {
        self.prepared.provision_ids()
    }

    /// Positions among [`crate::Library::definitions`] of the classifications,
    /// in the order of [`Weighed::classification`].
    #[must_use]
    pub fn classifications(&self) -> &[usize] {
        &self.prepared.classifications
    }

    /// The numbers at which the selected texts draw a line, in the order of
    /// [`Weighed::line_words`].
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &NumberLine> {
        self.lines.iter().map(|(line, _)| line)
    }

    /// Weighs every subject of the block into `weighed`, whose room is used
    /// again.
    pub fn weigh(&self, columns: &Columns, weighed: &mut Weighed) {
        let (provisions, classes) = (self.provisions.len(), self.classifications.len());
        weighed.begin(columns.len(), provisions, classes, self.lines.len());
        let mut values = Vec::with_capacity(self.steps.len());
        for lane in 0..columns.len().div_ceil(LANE) {
            self.weigh_lane(columns, lane, &mut values);
            let value = |at: u32| values.get(at as usize).copied().unwrap_or_default();
            let live = columns.live(lane);
            for plan in &self.provisions {
                weighed.add_duty(plan.answers(live, &value));
            }
            for place in &self.classifications {
                weighed.add_classification(value(*place).among(live));
            }
            for (_, place) in &self.lines {
                weighed.add_line(value(*place).among(live));
            }
        }
    }

    fn weigh_lane(&self, columns: &Columns, lane: usize, values: &mut Vec<Answers>) {
        let nothing = DenseFacts::unknown(&self.prepared.library.vocabulary, self.prepared.as_of);
        let nobody = scope(self.prepared, &nothing.slots, &[]);
        values.clear();
        for step in &self.steps {
            let view = LaneView { columns, lane, values };
            let all = |places: &[u32]| places.iter().map(|at| view.value(*at)).collect::<Vec<_>>();
            let column = |fact: &Option<_>| fact.and_then(|fact| columns.lane(fact, lane));
            let value = match step {
                Step::Constant(value) => Answers::same(*value),
                Step::Any(parts) => parts
                    .iter()
                    .fold(Answers::same(Tri::No), |value, part| value.or(view.value(*part))),
                Step::All(parts) => parts
                    .iter()
                    .fold(Answers::same(Tri::Yes), |value, part| value.and(view.value(*part))),
                Step::AtLeast(need, parts) => at_least(*need, &all(parts)),
                Step::Not(inner) => view.value(*inner).negated(),
                Step::Test(test) => test.answers(&nobody, columns, lane),
                Step::Defined { value, fact, want } => {
                    let value = view.value(*value);
                    let value = if *want { value } else { value.negated() };
                    let absent = column(fact).map_or(Plane::NONE, |column| column.absent);
                    value.with(absent, Tri::No)
                }
                Step::Define { when, unless_shown, fact } => {
                    let defeated = unless_shown.map_or(Plane::NONE, |at| view.value(at).yes);
                    let computed = view.value(*when).with(defeated, Tri::No);
                    match column(fact) {
                        Some(column) => column.given(computed),
                        None => computed,
                    }
                }
                Step::Settle { kleene, search } => {
                    let kleene = view.value(*kleene);
                    let found = search.run(view, kleene, columns.live(lane));
                    self.one_by_one(view, search, found.left, found.answers)
                }
            };
            values.push(value);
        }
    }

    /// The exact verdicts of subjects that are searched one after the other.
    fn one_by_one(
        &self,
        view: LaneView<'_>,
        search: &Search,
        whom: Plane,
        mut answers: Answers,
    ) -> Answers {
        let mut known: BTreeMap<Vec<SlotKey>, Tri> = BTreeMap::new();
        for subject in whom.subjects() {
            let slot = |fact| view.columns.slot(fact, view.lane, subject);
            let key: Vec<SlotKey> = search.facts.iter().map(|fact| slot(*fact).key()).collect();
            let verdict = *known.entry(key).or_insert_with(|| {
                let mut given =
                    DenseFacts::unknown(&self.prepared.library.vocabulary, self.prepared.as_of);
                for fact in &search.facts {
                    if let Some(place) = given.slots.get_mut(fact.at()) {
                        *place = slot(*fact);
                    }
                }
                let mut holdings = vec![Holding::OPEN; self.prepared.definitions.len()];
                for (id, at) in &search.definitions {
                    let fact = self.prepared.definitions.get(id.0 as usize).and_then(|d| d.fact);
                    let origin = match fact.map(slot) {
                        Some(Slot::Bool(_)) => Origin::Given,
                        Some(Slot::Contested) => Origin::Contested,
                        Some(Slot::NotApplicable) => Origin::NotApplicable,
                        _ => Origin::Computed,
                    };
                    let value = view.value(*at).of(subject);
                    if let Some(place) = holdings.get_mut(id.0 as usize) {
                        *place = Holding { value, origin, ..Holding::OPEN };
                    }
                }
                settle(&scope(self.prepared, &given.slots, &holdings), search.root).verdict
            });
            answers = answers.with_one(subject, verdict);
        }
        answers
    }
}

/// What tells two slots apart.
type SlotKey = (u8, u64, u64);

impl Slot {
    fn key(self) -> SlotKey {
        match self {
            Self::Unknown => (0, 0, 0),
            Self::Contested => (1, 0, 0),
            Self::NotApplicable => (2, 0, 0),
            Self::Bool(value) => (3, u64::from(value), 0),
            Self::Number(value) => (4, value.to_bits(), 0),
            Self::Date(value) => (5, columns::code(value).cast_unsigned().into(), 0),
            Self::Choice(value) => (6, value.held, value.one_of),
        }
    }
}

fn scope<'s>(prepared: &'s Prepared<'_>, given: &'s [Slot], holdings: &'s [Holding]) -> Scope<'s> {
    Scope {
        program: &prepared.library.program,
        domains: &prepared.library.domains,
        definitions: &prepared.definitions,
        given,
        holdings,
    }
}

/// Every condition the verdict and the state of a provision rest on.
fn roots(current: &CurrentProvision<'_>) -> Vec<NodeId> {
    let mut found = vec![current.version.root];
    let (schedule, legacy) = current.schedule.map_or((&[][..], &[][..]), |schedule| {
        (schedule.starts.as_slice(), schedule.legacy.as_slice())
    });
    found.extend(current.version.legacy.iter().chain(legacy).map(|rule| rule.when.root()));
    found.extend(schedule.iter().map(|start| start.when.root()));
    found
}

fn lay_out(planner: &mut Planner<'_>, current: &CurrentProvision<'_>) -> ProvisionPlan {
    let version = current.version;
    let as_of = planner.as_of();
    let state = |start: Option<Date>| crate::schedule::state_by(current, start, as_of);
    let (starts, scheduled) = current.schedule.map_or((&[][..], &[][..]), |schedule| {
        (schedule.starts.as_slice(), schedule.legacy.as_slice())
    });
    let mut by_date: Vec<_> = starts.iter().collect();
    by_date.sort_by_key(|start| start.date);
    ProvisionPlan {
        verdict: planner.settled(version.root),
        ended: current.state == TextState::Ended,
        legacy: version
            .legacy
            .iter()
            .chain(scheduled)
            .map(|rule| (planner.settled(rule.when.root()), rule.presumed, state(rule.date)))
            .collect(),
        fixed: version.applies_from.map(|date| state(Some(date))),
        starts: by_date
            .into_iter()
            .map(|start| (planner.settled(start.when.root()), state(Some(start.date))))
            .collect(),
    }
}

impl ProvisionPlan {
    /// The same as [`crate::schedule::starts`] and
    /// [`crate::schedule::duty_state`], for a lane.
    fn answers(&self, live: Plane, value: &impl Fn(u32) -> Answers) -> DutyAnswers {
        let verdict = value(self.verdict).among(live);
        let mut found = DutyAnswers::new(verdict);
        if self.ended {
            found.add(DutyState::Ended, live & !verdict.no);
            return found;
        }
        let mut regular = verdict.yes;
        for (place, presumed, state) in &self.legacy {
            if regular.is_empty() {
                break;
            }
            let mut holds = value(*place);
            if let Some(presumed) = presumed {
                holds = holds.with(holds.unknown(), *presumed);
            }
            found.add(*state, regular & !holds.no);
            regular = regular & !holds.yes;
        }
        if let Some(state) = self.fixed {
            found.add(state, regular);
        }
        for (place, state) in &self.starts {
            let holds = value(*place);
            found.add(*state, regular & !holds.no);
            // A later start no longer counts.
            regular = regular & !holds.yes;
        }
        found
    }
}
