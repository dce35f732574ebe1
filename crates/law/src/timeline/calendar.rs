//! The whole calendar: every date the packages name, for nobody in particular.

use tenbin_vocab::{Bilingual, Date};

use super::{LineKind, Timeline, TimelineLine};
use crate::cells::around;
use crate::evaluate::shift;
use crate::library::{Library, Selection};
use crate::model::{Definition, Framework, Legacy, Period, Provision, ProvisionVersion, Schedule};
use crate::program::{Atom, Node, NodeId};
use crate::vocabulary::FactIndex;

impl Library {
    /// Everything dated in the selection, in order. Every date of
    /// [`Library::listed_dates`] that belongs to it has a line.
    #[must_use]
    pub fn timeline(&self, as_of: Date, selection: &Selection) -> Timeline {
        let mut lines = Vec::new();
        for framework in self.frameworks.iter().filter(|one| selection.has(&one.id)) {
            framework_lines(framework, &mut lines);
            for schedule in &framework.schedules {
                self.schedule_lines(framework, schedule, &mut lines);
            }
            for term in &framework.terms {
                let line = |date, kind| TimelineLine {
                    title: term.term.clone(),
                    note: Some(term.gist.clone()),
                    cite: term.cite.clone(),
                    confidence: term.confidence,
                    sources: term.sources.clone(),
                    ..TimelineLine::new(framework, date, kind, &term.id)
                };
                lines.extend(term.from.map(|date| line(date, LineKind::TermBegins)));
                lines.extend(term.until.map(|date| line(date, LineKind::TermEnds)));
            }
            for penalty in &framework.penalties {
                let line = |date, kind| TimelineLine {
                    title: penalty.covers.clone(),
                    note: penalty.note.clone(),
                    cite: penalty.cite.clone(),
                    confidence: penalty.confidence,
                    sources: penalty.sources.clone(),
                    ..TimelineLine::new(framework, date, kind, &penalty.id)
                };
                lines.extend(penalty.from.map(|date| line(date, LineKind::PenaltyBegins)));
                lines.extend(penalty.until.map(|date| line(date, LineKind::PenaltyEnds)));
            }
        }
        for definition in self.definitions.iter().filter(|one| selection.has(&one.framework)) {
            self.definition_lines(definition, &mut lines);
        }
        for provision in self.provisions.iter().filter(|one| selection.has(&one.framework)) {
            self.provision_lines(provision, &mut lines);
        }
        Timeline::new(as_of, lines)
    }

    fn schedule_lines(
        &self,
        framework: &Framework,
        schedule: &Schedule,
        lines: &mut Vec<TimelineLine>,
    ) {
        let followers: Vec<String> = self
            .provisions
            .iter()
            .filter(|provision| provision.framework == framework.id)
            .filter(|provision| {
                provision.versions.iter().any(|v| v.schedule.as_deref() == Some(&schedule.id))
            })
            .map(|provision| provision.id.clone())
            .collect();
        let title = schedule.title.clone().unwrap_or_else(|| framework.title.clone());
        let periods: Vec<Period> = schedule.versions.iter().map(|v| v.in_force).collect();
        for (at, version) in schedule.versions.iter().enumerate() {
            let base = |date, kind| TimelineLine {
                title: title.clone(),
                provisions: followers.clone(),
                ..TimelineLine::new(framework, date, kind, &schedule.id)
            };
            // A schedule has no citation of its own; its first rule lends one.
            let first = version.starts.first();
            let cited = |line: TimelineLine| match first {
                Some(start) => TimelineLine {
                    cite: start.cite.clone(),
                    confidence: start.confidence,
                    sources: start.sources.clone(),
                    ..line
                },
                None => line,
            };
            let note = version.amended_by.as_ref().map(|by| Bilingual::new(by, by));
            lines.push(cited(TimelineLine {
                note,
                ..base(version.in_force.from, LineKind::ScheduleBegins)
            }));
            if let Some(end) = open_end(&periods, at) {
                lines.push(cited(base(end, LineKind::ScheduleEnds)));
            }
            for start in &version.starts {
                lines.push(TimelineLine {
                    when: start.when.text.clone(),
                    overtaken: overtaken(version.in_force, start.date),
                    cite: start.cite.clone(),
                    confidence: start.confidence,
                    sources: start.sources.clone(),
                    ..base(start.date, LineKind::DutyStarts)
                });
                self.condition_lines(start.when.root(), &base, lines);
            }
            for rule in &version.legacy {
                lines.extend(legacy_line(rule, version.in_force, &base));
                self.condition_lines(rule.when.root(), &base, lines);
            }
        }
    }

    fn definition_lines(&self, definition: &Definition, lines: &mut Vec<TimelineLine>) {
        let Some(framework) = self.framework(&definition.framework) else { return };
        let periods: Vec<Period> = definition.versions.iter().map(|v| v.in_force).collect();
        for (at, version) in definition.versions.iter().enumerate() {
            let base = |date, kind| TimelineLine {
                title: definition.title.clone(),
                note: version.note.clone(),
                cite: version.cite.clone(),
                confidence: version.confidence,
                sources: version.sources.clone(),
                ..TimelineLine::new(framework, date, kind, &definition.id)
            };
            lines.push(base(version.in_force.from, LineKind::DefinitionBegins));
            lines.extend(open_end(&periods, at).map(|end| base(end, LineKind::DefinitionEnds)));
            let roots = [Some(&version.when), version.unless_shown.as_ref()];
            for condition in roots.into_iter().flatten() {
                self.condition_lines(condition.root(), &base, lines);
            }
        }
    }

    fn provision_lines(&self, provision: &Provision, lines: &mut Vec<TimelineLine>) {
        let Some(framework) = self.framework(&provision.framework) else { return };
        let periods: Vec<Period> = provision.versions.iter().map(|v| v.in_force).collect();
        for (at, version) in provision.versions.iter().enumerate() {
            let base = |date, kind| provision_line(framework, provision, version, date, kind);
            lines.push(base(version.in_force.from, LineKind::ProvisionBegins));
            lines.extend(open_end(&periods, at).map(|end| base(end, LineKind::ProvisionEnds)));
            lines.extend(version.applies_from.map(|date| TimelineLine {
                overtaken: overtaken(version.in_force, date),
                ..base(date, LineKind::DutyStarts)
            }));
            lines.extend(version.applies_until.map(|date| base(date, LineKind::DutyEnds)));
            for rule in &version.legacy {
                lines.extend(legacy_line(rule, version.in_force, &base));
                self.condition_lines(rule.when.root(), &base, lines);
            }
            self.condition_lines(version.root, &base, lines);
            self.condition_lines(provision.addressee, &base, lines);
        }
    }

    /// A line for every date below `root` on which the as-of date turns it.
    fn condition_lines(
        &self,
        root: NodeId,
        base: &impl Fn(Date, LineKind) -> TimelineLine,
        lines: &mut Vec<TimelineLine>,
    ) {
        self.program.walk(root, &mut |node| {
            let Node::Atom(id) = node else { return };
            let days = self.program.atom(id).map(turning_days).unwrap_or_default();
            lines.extend(days.into_iter().map(|day| base(day, LineKind::ConditionTurns)));
        });
    }
}

/// A line about one version of a provision.
pub(super) fn provision_line(
    framework: &Framework,
    provision: &Provision,
    version: &ProvisionVersion,
    date: Date,
    kind: LineKind,
) -> TimelineLine {
    TimelineLine {
        binding: version.duty.binding,
        title: provision.title.clone(),
        note: version.note.clone(),
        cite: version.cite.clone(),
        confidence: version.confidence,
        sources: version.sources.clone(),
        ..TimelineLine::new(framework, date, kind, &provision.id)
    }
}

/// What happens to a framework as a whole.
pub(super) fn framework_lines(framework: &Framework, lines: &mut Vec<TimelineLine>) {
    for (at, status) in framework.status.iter().enumerate() {
        lines.push(TimelineLine {
            status: Some(status.status),
            note: status.note.clone(),
            confidence: status.confidence,
            sources: status.sources.clone(),
            ..TimelineLine::new(
                framework,
                status.on,
                LineKind::Status,
                format!("status-{}", at + 1),
            )
        });
    }
    for (at, event) in framework.events.iter().enumerate() {
        lines.push(TimelineLine {
            precision: event.precision,
            note: Some(event.note.clone()),
            confidence: event.confidence,
            sources: event.sources.clone(),
            ..TimelineLine::new(framework, event.on, LineKind::Event, format!("event-{}", at + 1))
        });
    }
    for (at, signatory) in framework.signatories.iter().enumerate() {
        let id = format!("signatory-{}", at + 1);
        lines.extend(signatory.since.map(|since| TimelineLine {
            note: Some(Bilingual::new(&signatory.name, &signatory.name)),
            confidence: signatory.confidence,
            sources: signatory.sources.clone(),
            ..TimelineLine::new(framework, since, LineKind::Signature, id)
        }));
    }
    let periods: Vec<Period> = framework.versions.iter().map(|v| v.in_force).collect();
    for (at, version) in framework.versions.iter().enumerate() {
        let line = |date, kind| TimelineLine::new(framework, date, kind, &version.id);
        lines.push(line(version.in_force.from, LineKind::TextBegins));
        lines.extend(open_end(&periods, at).map(|end| line(end, LineKind::TextEnds)));
    }
}

fn legacy_line(
    rule: &Legacy,
    text: Period,
    base: &impl Fn(Date, LineKind) -> TimelineLine,
) -> Option<TimelineLine> {
    let date = rule.date?;
    Some(TimelineLine {
        when: rule.when.text.clone(),
        overtaken: overtaken(text, date),
        cite: rule.cite.clone(),
        confidence: rule.confidence,
        sources: rule.sources.clone(),
        ..base(date, LineKind::LegacyStarts)
    })
}

/// True when the text was replaced before the date it names.
fn overtaken(text: Period, date: Date) -> bool {
    text.until.is_some_and(|until| until < date)
}

/// The end of a period, unless another begins there.
fn open_end(periods: &[Period], at: usize) -> Option<Date> {
    let end = periods.get(at)?.until?;
    periods.iter().all(|other| other.from != end).then_some(end)
}

/// The days on which a comparison of the as-of date with a fixed date comes out
/// otherwise than the day before.
pub(crate) fn turning_days(atom: &Atom) -> Vec<Date> {
    let Atom::Dates { left, sign, right } = atom else { return Vec::new() };
    let is_as_of = |fact: Option<FactIndex>| fact == Some(FactIndex::AS_OF);
    let holds = |day: Date| {
        let side = |term: &crate::program::DateTerm| {
            shift(if is_as_of(term.fact) { day } else { term.literal }, &term.shifts)
        };
        sign.holds(&side(left), &side(right))
    };
    let mut found = Vec::new();
    for (own, other) in [(left, right), (right, left)] {
        if is_as_of(own.fact) && other.fact.is_none() {
            let days = around(shift(other.literal, &other.shifts), &own.shifts);
            found.extend(
                days.filter(|day| day.yesterday().is_ok_and(|eve| holds(eve) != holds(*day))),
            );
        }
    }
    found
}
