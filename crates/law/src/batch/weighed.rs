//! What a block of subjects comes to.

use serde::{Deserialize, Serialize};
use tenbin_vocab::Tri;

use super::plane::{Answers, LANE, Plane};
use crate::model::DutyState;
use crate::prepare::Outcome;

/// Verdicts and states of a block of subjects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weighed {
    subjects: usize,
    provisions: usize,
    classes: usize,
    /// One a lane and provision.
    duties: Vec<DutyAnswers>,
    /// One a lane and classification.
    classifications: Vec<Answers>,
    number_of_lines: usize,
    /// One a lane and line a text draws.
    lines: Vec<Answers>,
}

/// How many subjects stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictCounts {
    /// The condition holds.
    pub yes: u64,
    /// It does not.
    pub no: u64,
    /// The facts do not settle it.
    pub unknown: u64,
}

impl VerdictCounts {
    /// Counts one more verdict.
    pub fn add(&mut self, verdict: Tri) {
        match verdict {
            Tri::Yes => self.yes += 1,
            Tri::No => self.no += 1,
            Tri::Unknown => self.unknown += 1,
        }
    }
}

/// For how many subjects a duty has which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateCounts {
    /// It binds.
    pub now: u64,
    /// It will bind.
    pub later: u64,
    /// It no longer binds.
    pub ended: u64,
    /// It does not fall on the subject.
    pub never: u64,
    /// Not settled by what is known.
    pub unknown: u64,
}

/// Verdict and states of one provision for a lane: a subject in one of the sets
/// has this state, one in several or in none an unknown one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DutyAnswers {
    verdict: Answers,
    now: Plane,
    later: Plane,
    ended: Plane,
    never: Plane,
}

impl DutyAnswers {
    /// Without a start yet. Who is not bound, is never bound.
    pub(super) fn new(verdict: Answers) -> Self {
        Self { verdict, never: verdict.no, ..Self::default() }
    }

    /// Adds a state that a possible start gives.
    pub(super) fn add(&mut self, state: DutyState, whom: Plane) {
        let set = match state {
            DutyState::Now => &mut self.now,
            DutyState::Later => &mut self.later,
            DutyState::Ended => &mut self.ended,
            DutyState::Never => &mut self.never,
            DutyState::Unknown => return,
        };
        *set = *set | whom;
    }

    /// The subjects of each state but the unknown one.
    fn states(&self) -> [(DutyState, Plane); 4] {
        let Self { now, later, ended, never, .. } = *self;
        [
            (DutyState::Now, now & !(later | ended | never)),
            (DutyState::Later, later & !(now | ended | never)),
            (DutyState::Ended, ended & !(now | later | never)),
            (DutyState::Never, never & !(now | later | ended)),
        ]
    }

    fn state(&self, subject: usize) -> DutyState {
        let states = self.states();
        let found = states.iter().find(|(_, whom)| whom.has(subject));
        found.map_or(DutyState::Unknown, |(state, _)| *state)
    }
}

impl Weighed {
    pub(super) fn begin(
        &mut self,
        subjects: usize,
        provisions: usize,
        classes: usize,
        lines: usize,
    ) {
        (self.subjects, self.provisions) = (subjects, provisions);
        (self.classes, self.number_of_lines) = (classes, lines);
        self.duties.clear();
        self.classifications.clear();
        self.lines.clear();
    }

    pub(super) fn add_duty(&mut self, answers: DutyAnswers) {
        self.duties.push(answers);
    }

    pub(super) fn add_classification(&mut self, answers: Answers) {
        self.classifications.push(answers);
    }

    pub(super) fn add_line(&mut self, answers: Answers) {
        self.lines.push(answers);
    }

    /// Number of subjects.
    #[must_use]
    pub fn len(&self) -> usize {
        self.subjects
    }

    /// True when there is no subject.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.subjects == 0
    }

    /// Verdict and state of a provision, by position, for one subject.
    #[must_use]
    pub fn outcome(&self, provision: usize, subject: usize) -> Option<Outcome> {
        if provision >= self.provisions || subject >= self.subjects {
            return None;
        }
        let duty = self.duties.get(subject / LANE * self.provisions + provision)?;
        let subject = subject % LANE;
        Some(Outcome { verdict: duty.verdict.of(subject), duty_state: duty.state(subject) })
    }

    /// Whether one subject is what a classification, by position, says.
    #[must_use]
    pub fn classification(&self, classification: usize, subject: usize) -> Option<Tri> {
        if classification >= self.classes || subject >= self.subjects {
            return None;
        }
        let place = subject / LANE * self.classes + classification;
        Some(self.classifications.get(place)?.of(subject % LANE))
    }

    /// Whether the comparison of a line, by position, holds for one subject.
    #[must_use]
    pub fn line(&self, line: usize, subject: usize) -> Option<Tri> {
        if line >= self.number_of_lines || subject >= self.subjects {
            return None;
        }
        let place = subject / LANE * self.number_of_lines + line;
        Some(self.lines.get(place)?.of(subject % LANE))
    }

    /// The verdicts on a provision, 64 subjects at a time: those for whom its
    /// condition is known to hold, and those for whom it is known not to, lowest
    /// bit first.
    pub fn verdict_words(&self, provision: usize) -> impl Iterator<Item = (u64, u64)> {
        let duties = self.duties.iter().skip(provision).step_by(self.provisions.max(1));
        duties.flat_map(|duty| duty.verdict.words())
    }

    /// The same for a classification.
    pub fn classification_words(&self, classification: usize) -> impl Iterator<Item = (u64, u64)> {
        let classes = self.classes.max(1);
        let answers = self.classifications.iter().skip(classification).step_by(classes);
        answers.flat_map(|answers| answers.words())
    }

    /// The same for a line a text draws: those for whom the comparison holds.
    pub fn line_words(&self, line: usize) -> impl Iterator<Item = (u64, u64)> {
        let answers = self.lines.iter().skip(line).step_by(self.number_of_lines.max(1));
        answers.flat_map(|answers| answers.words())
    }

    /// How many subjects of the block a provision binds.
    #[must_use]
    pub fn provision_counts(&self, provision: usize) -> VerdictCounts {
        self.counts(self.verdict_words(provision))
    }

    /// For how many subjects of the block a duty has which state.
    #[must_use]
    pub fn state_counts(&self, provision: usize) -> StateCounts {
        let mut counts = StateCounts::default();
        for duty in self.duties.iter().skip(provision).step_by(self.provisions.max(1)) {
            for (state, whom) in duty.states() {
                let count = match state {
                    DutyState::Now => &mut counts.now,
                    DutyState::Later => &mut counts.later,
                    DutyState::Ended => &mut counts.ended,
                    DutyState::Never | DutyState::Unknown => &mut counts.never,
                };
                *count += whom.count();
            }
        }
        let known = counts.now + counts.later + counts.ended + counts.never;
        counts.unknown = self.subjects as u64 - known;
        counts
    }

    /// How many subjects of the block are what a classification says.
    #[must_use]
    pub fn classification_counts(&self, classification: usize) -> VerdictCounts {
        self.counts(self.classification_words(classification))
    }

    /// For how many subjects of the block a comparison holds.
    #[must_use]
    pub fn line_counts(&self, line: usize) -> VerdictCounts {
        self.counts(self.line_words(line))
    }

    fn counts(&self, words: impl Iterator<Item = (u64, u64)>) -> VerdictCounts {
        let mut counts = VerdictCounts::default();
        for (yes, no) in words {
            counts.yes += u64::from(yes.count_ones());
            counts.no += u64::from(no.count_ones());
        }
        counts.unknown = self.subjects as u64 - counts.yes - counts.no;
        counts
    }
}
