//! Running the clocks of one incident.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::Offset;
use tenbin_vocab::{Confidence, Date, Facts, Tri};

use super::answer::{
    CLOCKS_SCHEMA, ClockAnswer, ClockState, Clocks, FrameworkCounting, GivenTime, SilentClock,
    SilentReason, TimeWarning, TimeWarningKind,
};
use super::count::{Due, due};
use super::model::{Clock, ClockKind, ClockVersion, ReportingPeriod, TimeName};
use super::moment::Moment;
use crate::exact::settle;
use crate::library::{Library, Selection};
use crate::model::{DutyState, Framework};
use crate::prepare::{Prepared, Standing, choose};
use crate::question::{Doubt, rank};
use crate::schedule::{duty_state, starts};
use crate::weighing::{Addressee, OpenFact};

/// An incident as a person wrote it down.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// What it is called.
    pub name: Option<String>,
    /// Facts about the incident, the model, the system and the organisation.
    pub facts: Facts,
    /// The times that are known.
    pub times: BTreeMap<TimeName, Moment>,
    /// Reports handed in, by framework id or clock id, in order of time.
    pub reports: BTreeMap<String, Vec<Moment>>,
    /// Days that are no working days besides Saturdays and Sundays.
    pub holidays: BTreeSet<Date>,
    /// Offset from UTC at which a date without a time is read.
    pub offset: Offset,
}

impl Default for Incident {
    fn default() -> Self {
        Self {
            name: None,
            facts: Facts::new(),
            times: BTreeMap::new(),
            reports: BTreeMap::new(),
            holidays: BTreeSet::new(),
            offset: Offset::UTC,
        }
    }
}

impl Incident {
    /// The first report handed in on this clock, to this framework, or to all.
    fn first_report(&self, clock: &str, framework: &str) -> Option<Moment> {
        let given = |key: &str| self.reports.get(key).and_then(|list| list.first()).copied();
        given(clock).or_else(|| given(framework)).or_else(|| self.time(TimeName::Submitted))
    }

    fn time(&self, name: TimeName) -> Option<Moment> {
        self.times.get(&name).copied()
    }

    /// The time that starts a clock: the earliest of those it names.
    fn start(&self, framework: &Framework, version: &ClockVersion) -> Option<GivenTime> {
        let at = |name: TimeName| match name {
            TimeName::Submitted => self.handed_in(framework),
            other => self.time(other),
        };
        version
            .anchor
            .iter()
            .filter_map(|name| Some(GivenTime { name: *name, at: at(*name)? }))
            .min_by_key(|given| given.at.reach(self.offset).first)
    }

    /// When the first report reached this framework's recipient.
    fn handed_in(&self, framework: &Framework) -> Option<Moment> {
        let initial = framework.clocks.iter().filter(|clock| clock.kind == ClockKind::Initial);
        let by_clock = initial.filter_map(|clock| self.reports.get(&clock.id)?.first().copied());
        by_clock
            .chain(self.reports.get(&framework.id).and_then(|list| list.first()).copied())
            .min_by_key(|at| at.reach(self.offset).first)
            .or_else(|| self.time(TimeName::Submitted))
    }

    fn warnings(&self, now: Moment) -> Vec<TimeWarning> {
        let mut found = Vec::new();
        let reach = |at: &Moment| at.reach(self.offset);
        let mut before: Option<(TimeName, &Moment)> = None;
        for (name, at) in &self.times {
            if reach(at).surely_after(reach(&now)) {
                let kind = TimeWarningKind::InTheFuture;
                found.push(TimeWarning { kind, time: *name, before: None });
            }
            // A first report may well be handed in before the cause is settled.
            if *name == TimeName::Submitted {
                continue;
            }
            if let Some((earlier, other)) = before
                && reach(other).surely_after(reach(at))
            {
                let kind = TimeWarningKind::OutOfOrder;
                found.push(TimeWarning { kind, time: *name, before: Some(earlier) });
            }
            before = Some((*name, at));
        }
        found
    }
}

impl Library {
    /// Runs every clock of the selection for one incident, as seen from `now`.
    ///
    /// The law is read at the day of the event that starts a clock, or at the
    /// day of `now` when that has not come. A missing fact leaves the verdict
    /// unknown and the clock running as if it were called for.
    #[must_use]
    pub fn clocks(&self, incident: &Incident, now: Moment, selection: &Selection) -> Clocks {
        let mut runner = Runner { library: self, incident, now, selection, days: BTreeMap::new() };
        let today = runner.now_date();
        let mut answers = Vec::new();
        let mut silent = Vec::new();
        let mut counting = Vec::new();
        for framework in self.frameworks.iter().filter(|one| selection.has(&one.id)) {
            if let (Some(rule), false) = (&framework.counting, framework.clocks.is_empty()) {
                let framework = framework.id.clone();
                counting.push(FrameworkCounting { framework, rule: rule.clone() });
            }
            for clock in &framework.clocks {
                match runner.run(framework, clock) {
                    Some(Ran::Called(answer)) => answers.push(*answer),
                    Some(Ran::Silent(reason)) => silent.push(SilentClock {
                        id: clock.id.clone(),
                        framework: framework.id.clone(),
                        reason,
                    }),
                    None => {}
                }
            }
        }
        Clocks {
            schema: CLOCKS_SCHEMA.to_owned(),
            now,
            incident: incident.name.clone(),
            times: TimeName::ALL
                .into_iter()
                .filter_map(|name| Some(GivenTime { name, at: incident.time(name)? }))
                .collect(),
            utc_offset: offset_text(incident.offset),
            packages: self.prepare(today, selection).packages(),
            counting,
            clocks: answers,
            silent,
            warnings: incident.warnings(now),
        }
    }
}

fn offset_text(offset: Offset) -> String {
    let midnight = Moment::Instant { local: jiff::civil::DateTime::ZERO, offset }.to_string();
    midnight.chars().skip(midnight.chars().count().saturating_sub(6)).collect()
}

enum Ran {
    Called(Box<ClockAnswer>),
    Silent(SilentReason),
}

/// The texts on one day, and what the facts come to under them.
struct Day<'a> {
    prepared: Prepared<'a>,
    standing: Standing,
}

struct Runner<'a> {
    library: &'a Library,
    incident: &'a Incident,
    now: Moment,
    selection: &'a Selection,
    days: BTreeMap<Date, Day<'a>>,
}

impl<'a> Runner<'a> {
    fn now_date(&self) -> Date {
        self.now.date()
    }

    fn day(&mut self, date: Date) -> &Day<'a> {
        let (library, selection, facts) = (self.library, self.selection, &self.incident.facts);
        self.days.entry(date).or_insert_with(|| {
            let prepared = library.prepare(date, selection);
            let (dense, _) = prepared.dense(facts);
            let standing = prepared.stand(&dense);
            Day { prepared, standing }
        })
    }

    /// None when the clock's provision has no text at all.
    fn run(&mut self, framework: &'a Framework, clock: &'a Clock) -> Option<Ran> {
        let on = |date: Date| choose(&clock.versions, |version| version.in_force, date);
        // The text of today says which time starts the clock; the text of that
        // day is the one that counts.
        let (today, _) = on(self.now_date())?;
        let begun = self.incident.start(framework, today);
        let law_as_of = begun.as_ref().map_or(self.now_date(), |given| given.at.date());
        let (version, _) = on(law_as_of)?;
        let used = self.incident.start(framework, version);
        let incident = self.incident;
        let now = self.now;
        let day = self.day(law_as_of);
        let scope = day.prepared.scope(&day.standing);
        let current = day.prepared.provisions.iter().find(|p| p.provision.id == clock.provision)?;
        let provision = settle(&scope, current.version.root).verdict;
        let own = version.when.as_ref().map(|when| settle(&scope, when.root()).verdict);
        let verdict = own.map_or(provision, |own| provision.and(own));
        let addressee = settle(&scope, current.provision.addressee).verdict;
        if verdict == Tri::No {
            return Some(Ran::Silent(SilentReason::Condition));
        }
        if addressee == Tri::No {
            return Some(Ran::Silent(SilentReason::OtherParty));
        }
        let first_days = starts(&scope, current);
        let duty = duty_state(Tri::Yes, current, &first_days, law_as_of);
        let mut open = Vec::new();
        if provision == Tri::Unknown {
            open.extend(day.prepared.questions_about(&incident.facts, &[&clock.provision]));
        }
        if own == Some(Tri::Unknown)
            && let Some(when) = &version.when
        {
            let (root, weight, verdict) = (when.root(), 1.0, true);
            let doubt = Doubt { root, weight, verdict, definition: None };
            open.extend(rank(&day.prepared, &scope, &[doubt]));
        }
        let mut seen = BTreeSet::new();
        open.retain(|question| seen.insert(question.fact.clone()));
        let progress = progress(incident, framework, clock, version, used.as_ref(), now);
        let state = match duty {
            DutyState::Now | DutyState::Unknown => progress.state,
            DutyState::Later | DutyState::Ended | DutyState::Never => ClockState::NotBinding,
        };
        let marks = [current.version.confidence, version.confidence];
        Some(Ran::Called(Box::new(ClockAnswer {
            id: clock.id.clone(),
            framework: framework.id.clone(),
            provision: clock.provision.clone(),
            title: clock.title.clone(),
            kind: clock.kind,
            verdict,
            binding: current.version.duty.binding,
            duty_state: duty,
            from: first_days.only(),
            law_as_of,
            addressee: Addressee { roles: current.provision.binds.clone(), subject: addressee },
            trigger: version.trigger.clone(),
            anchor: version.anchor.clone(),
            used,
            within: version.within,
            repeats: version.repeats,
            due: progress.due.map(|due| due.first),
            due_latest: progress
                .due
                .map(|due| due.last)
                .filter(|last| progress.due.is_some_and(|due| due.first != *last)),
            state,
            margin_seconds: progress.margin.filter(|_| state != ClockState::NotBinding),
            submitted: progress.submitted,
            recipient: version.recipient.clone(),
            cite: version.cite.clone(),
            confidence: marks.into_iter().reduce(Confidence::weakest).unwrap_or(Confidence::U),
            sources: version.sources.clone(),
            note: version.note.clone(),
            open: open.into_iter().map(OpenFact::from).collect(),
        })))
    }
}

/// How far a clock has come.
struct Progress {
    due: Option<Due>,
    state: ClockState,
    /// Seconds from the report, or from now, to the end of the period.
    margin: Option<i64>,
    submitted: Option<Moment>,
}

fn progress(
    incident: &Incident,
    framework: &Framework,
    clock: &Clock,
    version: &ClockVersion,
    used: Option<&GivenTime>,
    now: Moment,
) -> Progress {
    let own = incident.reports.get(&clock.id).map_or(&[][..], Vec::as_slice);
    let submitted = match (clock.kind, version.repeats) {
        (ClockKind::Initial, _) => incident.first_report(&clock.id, &framework.id),
        (_, true) => own.last().copied(),
        (_, false) => own.first().copied(),
    };
    let plain = |state| Progress { due: None, state, margin: None, submitted };
    if matches!(version.within, ReportingPeriod::WithoutDelay | ReportingPeriod::NotStated) {
        let reported = submitted.is_some();
        return plain(if reported { ClockState::Reported } else { ClockState::NoPeriod });
    }
    let Some(used) = used else { return plain(ClockState::NotStarted) };
    // A repeated report is counted from the one before it.
    let start = submitted.filter(|_| version.repeats).unwrap_or(used.at);
    let counting = framework.counting.as_ref();
    let Some(due) = due(start, version.within, counting, &incident.holidays, incident.offset)
    else {
        return plain(ClockState::NoPeriod);
    };
    let end = due.reach(incident.offset);
    let resolved = incident.time(TimeName::Resolved).map(|at| at.reach(incident.offset));
    if version.repeats && resolved.is_some_and(|resolved| resolved.surely_by(end)) {
        return Progress { due: None, state: ClockState::Closed, margin: None, submitted };
    }
    let (measured, in_time, after) = match submitted.filter(|_| !version.repeats) {
        Some(report) => (report, ClockState::Met, ClockState::Late),
        None => (now, ClockState::Running, ClockState::Overdue),
    };
    let reach = measured.reach(incident.offset);
    let state = if reach.surely_by(end) {
        in_time
    } else if reach.surely_after(end) {
        after
    } else {
        ClockState::Unsettled
    };
    let margin = end.first.as_second().saturating_sub(reach.last.as_second());
    Progress { due: Some(due), state, margin: Some(margin), submitted }
}
