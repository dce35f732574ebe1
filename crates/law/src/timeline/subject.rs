//! What of the calendar concerns one subject, and what it changes for it.
//!
//! The subject is weighed on every date on which something can turn; what
//! differs from the date before is a line. Between those dates nothing moves.

use std::collections::BTreeSet;

use tenbin_vocab::{Bilingual, Date, FactState, FactValue, Facts, Tri};

use super::calendar::{framework_lines, provision_line};
use super::{Effect, LineKind, Timeline, TimelineLine};
use crate::cells::around;
use crate::condition::ShiftUnit;
use crate::evaluate::{add, shift};
use crate::exact::settle;
use crate::library::{Library, Selection};
use crate::model::{DutyState, Provision, ProvisionVersion};
use crate::prepare::{CurrentProvision, Prepared, Standing};
use crate::program::Atom;
use crate::schedule::{duty_state, starts};
use crate::state::{DenseFacts, Slot};
use crate::trace::Tracer;
use crate::vocabulary::FactIndex;
use crate::weighing::TextState;

/// What one provision comes to on one day.
#[derive(Clone, PartialEq)]
struct Day {
    verdict: Tri,
    state: DutyState,
    starts: Vec<Date>,
    /// First day of the text that counts, and whether it is in force.
    text: (Date, TextState),
}

impl Library {
    /// What starts, changes or ends for one subject, in order: changes of its
    /// duties and classifications, starts that are still possible, clocks that
    /// have started, and what happens to the frameworks that concern it.
    #[must_use]
    pub fn timeline_of(&self, facts: &Facts, as_of: Date, selection: &Selection) -> Timeline {
        let mut lines = Vec::new();
        let dates = self.turning_dates(facts);
        let eve = dates.first().and_then(|first| first.yesterday().ok());
        let mut before: Option<(Vec<Day>, Vec<Tri>)> = None;
        for date in eve.into_iter().chain(dates) {
            let prepared = self.prepare(date, selection);
            let (dense, _) = prepared.dense(facts);
            let standing = prepared.stand(&dense);
            let after = (prepared.days(&standing), prepared.held(&standing));
            if let Some((days, held)) = &before {
                for ((current, old), new) in prepared.provisions.iter().zip(days).zip(&after.0) {
                    self.changes(current, (old, new), date, &mut lines);
                }
                for ((position, old), new) in
                    prepared.classifications.iter().zip(held).zip(&after.1)
                {
                    if old != new {
                        lines.extend(self.classified(&prepared, *position, (*old, *new)));
                    }
                }
            }
            before = Some(after);
        }
        let prepared = self.prepare(as_of, selection);
        let (dense, _) = prepared.dense(facts);
        let standing = prepared.stand(&dense);
        let today = prepared.days(&standing);
        for (current, day) in prepared.provisions.iter().zip(&today) {
            if day.verdict != Tri::No {
                self.still_open(current, day, &mut lines);
                lines.extend(self.clock(current, day, facts));
            }
        }
        let mut concerned: BTreeSet<String> =
            lines.iter().map(|line| line.framework.clone()).collect();
        let bound =
            prepared.provisions.iter().zip(&today).filter(|(_, day)| day.verdict != Tri::No);
        concerned.extend(bound.map(|(current, _)| current.provision.framework.clone()));
        for framework in self.frameworks.iter().filter(|one| concerned.contains(&one.id)) {
            framework_lines(framework, &mut lines);
        }
        lines.retain(|line| line.kind != LineKind::Signature);
        // A line is no better supported than what the verdict rests on.
        let scope = prepared.scope(&standing);
        let tracer = Tracer::new(&prepared, scope, facts);
        for line in &mut lines {
            let of = |current: &&CurrentProvision<'_>| current.provision.id == line.id;
            let Some(current) = prepared.provisions.iter().find(of) else { continue };
            let settled = settle(&scope, current.version.root);
            let below = tracer.confidence(current.version.root, settled.searched);
            line.confidence = below.map_or(line.confidence, |mark| line.confidence.weakest(mark));
        }
        Timeline::new(as_of, lines)
    }

    /// The dates the packages name, and those that hang on the subject's own.
    fn turning_dates(&self, facts: &Facts) -> BTreeSet<Date> {
        let mut found = self.listed_dates();
        let (dense, _) = DenseFacts::new(&self.vocabulary, facts, Date::default());
        for atom in self.program.atoms() {
            let Atom::Dates { left, right, .. } = atom else { continue };
            for (own, other) in [(left, right), (right, left)] {
                let fact = other.fact.filter(|_| own.fact == Some(FactIndex::AS_OF));
                if let Some(Slot::Date(date)) = fact.map(|fact| dense.slot(fact)) {
                    found.extend(around(shift(date, &other.shifts), &own.shifts));
                }
            }
        }
        found
    }

    /// The lines for what a date changes about one provision.
    fn changes(
        &self,
        current: &CurrentProvision<'_>,
        (old, new): (&Day, &Day),
        date: Date,
        lines: &mut Vec<TimelineLine>,
    ) {
        if old == new || (old.verdict == Tri::No && new.verdict == Tri::No) {
            return;
        }
        let line = |kind| self.line(current, date, kind, Some((old, new)));
        let first_text = self
            .framework(&current.provision.framework)
            .and_then(|framework| framework.versions.first())
            .map(|version| version.in_force.from);
        let begins = new.text.1 == TextState::InForce && old.text != new.text;
        // The first texts of a framework begin with it, which its own line says.
        if begins && first_text != Some(date) {
            lines.extend(line(LineKind::ProvisionBegins));
        }
        let kind = match (old.state, new.state) {
            (old_state, DutyState::Now) if old_state != DutyState::Now => LineKind::DutyStarts,
            (old_state, DutyState::Ended) if old_state != DutyState::Ended => LineKind::DutyEnds,
            _ if new.verdict == Tri::No => LineKind::DutyEnds,
            _ if (old.verdict, old.state) != (new.verdict, new.state) => {
                if old.verdict == new.verdict && new.state == DutyState::Later {
                    LineKind::DutyMoves
                } else {
                    LineKind::DutyChanges
                }
            }
            _ if old.starts != new.starts => LineKind::DutyMoves,
            _ => return,
        };
        lines.extend(line(kind));
    }

    /// Starts that are possible and, as far as is known, not certain; and the end
    /// of a duty that may bind.
    fn still_open(&self, current: &CurrentProvision<'_>, day: &Day, lines: &mut Vec<TimelineLine>) {
        if day.verdict == Tri::Yes && day.starts.len() < 2 {
            return;
        }
        for date in &day.starts {
            lines.extend(self.line(current, *date, LineKind::DutyMayStart, Some((day, day))));
        }
        if let (Tri::Unknown, Some(until)) = (day.verdict, current.version.applies_until) {
            lines.extend(self.line(current, until, LineKind::DutyEnds, Some((day, day))));
        }
    }

    /// The day a clock runs out, when the dated fact is known.
    fn clock(
        &self,
        current: &CurrentProvision<'_>,
        day: &Day,
        facts: &Facts,
    ) -> Option<TimelineLine> {
        let by = current.version.duty.by.as_ref()?;
        let Some(FactValue::Date(anchor)) = facts.get(&by.anchor).and_then(FactState::value) else {
            return None;
        };
        let date = add(*anchor, by.offset_days, ShiftUnit::Days);
        let line = self.line(current, date, LineKind::Due, Some((day, day)))?;
        Some(TimelineLine { when: by.anchor.clone(), cite: by.cite.clone(), ..line })
    }

    fn line(
        &self,
        current: &CurrentProvision<'_>,
        date: Date,
        kind: LineKind,
        days: Option<(&Day, &Day)>,
    ) -> Option<TimelineLine> {
        let CurrentProvision { provision, version, .. } = *current;
        let framework = self.framework(&provision.framework)?;
        let mut line = provision_line(framework, provision, version, date, kind);
        if matches!(kind, LineKind::DutyStarts | LineKind::DutyMayStart | LineKind::DutyMoves) {
            cite_start(&mut line, current, days.map_or(&[], |(_, new)| &new.starts));
        }
        if kind == LineKind::ProvisionBegins {
            line.note = amended(provision, version).or(line.note);
        }
        line.effect = days.map(|(old, new)| Effect {
            verdict: new.verdict,
            verdict_before: old.verdict,
            state: Some(new.state),
            state_before: Some(old.state),
            starts: new.starts.clone(),
            starts_before: old.starts.clone(),
        });
        Some(line)
    }

    fn classified(
        &self,
        prepared: &Prepared<'_>,
        position: usize,
        (old, new): (Tri, Tri),
    ) -> Option<TimelineLine> {
        let definition = self.definitions.get(position)?;
        let framework = self.framework(&definition.framework)?;
        let (version, _) = prepared.texts.get(position).copied().flatten()?;
        Some(TimelineLine {
            title: definition.title.clone(),
            note: version.note.clone(),
            cite: version.cite.clone(),
            confidence: version.confidence,
            sources: version.sources.clone(),
            effect: Some(Effect {
                verdict: new,
                verdict_before: old,
                state: None,
                state_before: None,
                starts: Vec::new(),
                starts_before: Vec::new(),
            }),
            ..TimelineLine::new(
                framework,
                prepared.as_of,
                LineKind::ClassificationChanges,
                &definition.id,
            )
        })
    }
}

/// The rule that gives a start is cited beside the duty, with its own support.
fn cite_start(line: &mut TimelineLine, current: &CurrentProvision<'_>, possible: &[Date]) {
    let CurrentProvision { version, schedule, .. } = *current;
    let named = |date: Date| date == line.date || possible.contains(&date);
    let starts = schedule.map_or(&[][..], |schedule| &schedule.starts);
    let legacy = schedule.map_or(&[][..], |schedule| &schedule.legacy);
    let start = starts
        .iter()
        .find(|start| named(start.date))
        .map(|start| (&start.cite, &start.when.text, start.confidence, &start.sources));
    let rule = version
        .legacy
        .iter()
        .chain(legacy)
        .find(|rule| rule.date.is_some_and(named))
        .map(|rule| (&rule.cite, &rule.when.text, rule.confidence, &rule.sources));
    let certain = version.applies_from.is_some_and(named);
    let Some((cite, when, confidence, sources)) = start.or(rule.filter(|_| !certain)) else {
        return;
    };
    if !line.cite.contains(cite.as_str()) {
        line.cite = format!("{}; {cite}", line.cite);
    }
    line.when.clone_from(when);
    line.confidence = line.confidence.weakest(confidence);
    for source in sources {
        if !line.sources.contains(source) {
            line.sources.push(source.clone());
        }
    }
}

/// What brought the text, when it replaced another.
fn amended(provision: &Provision, version: &ProvisionVersion) -> Option<Bilingual> {
    let replaced =
        provision.versions.iter().any(|v| v.in_force.until == Some(version.in_force.from));
    let by = version.amended_by.as_ref().filter(|_| replaced)?;
    Some(Bilingual::new(by, by))
}

impl Prepared<'_> {
    /// What every provision of the selection comes to.
    fn days(&self, standing: &Standing) -> Vec<Day> {
        let scope = self.scope(standing);
        let one = |current: &CurrentProvision<'_>| {
            let verdict = settle(&scope, current.version.root).verdict;
            let found = match verdict {
                Tri::No => Default::default(),
                _ => starts(&scope, current),
            };
            Day {
                verdict,
                state: duty_state(verdict, current, &found, self.as_of),
                starts: found.dates(),
                text: (current.version.in_force.from, current.state),
            }
        };
        self.provisions.iter().map(one).collect()
    }

    /// Whether the subject is what each classification of the selection says.
    fn held(&self, standing: &Standing) -> Vec<Tri> {
        let value = |position: &usize| standing.holdings.get(*position).map(|one| one.value);
        self.classifications.iter().map(|at| value(at).unwrap_or(Tri::Unknown)).collect()
    }
}
