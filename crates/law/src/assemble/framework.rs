//! A framework besides its definitions: identity, dates, terms, fines.

use tenbin_vocab::Digest;

use super::{Assembler, Filed, FrameworkParts};
use crate::load::Ids;
use crate::model::{
    Event, Framework, Penalty, Period, Provision, Schedule, ScheduleVersion, Signatory, Start,
    Status, Term, TextVersion,
};
use crate::package::{PenaltiesFile, ScheduleVersionEntry, SchedulesFile, TermEntry};
use crate::source::SourceFile;
use crate::vocabulary::check_bilingual;

impl Assembler<'_> {
    /// A framework with its provisions; none when its main file is missing.
    pub(crate) fn framework(
        &mut self,
        folder: &str,
        digest: Digest,
        parts: FrameworkParts<'_>,
    ) -> Option<(Framework, Vec<Provision>)> {
        let (main, schedules, penalties, terms, articles) = parts;
        let (file, raw) = main?;
        let entry = raw.framework;
        let at = entry.id.span().start;
        if entry.id.get_ref() != folder {
            self.mistakes.at(
                file,
                at,
                format!(
                    "the framework \"{}\" stands in the folder \"{folder}\"",
                    entry.id.get_ref()
                ),
                "give the folder the name of the id",
            );
        }
        check_bilingual(file, &entry.title, &mut self.mistakes);
        let mut previous = None;
        let mut versions = Vec::new();
        for version in raw.version {
            let from = version.from;
            let in_force = self.period(file, &from, version.until.as_ref(), &mut previous);
            versions.push(TextVersion { id: version.id.into_inner(), in_force });
        }
        if versions.is_empty() {
            self.mistakes.at(
                file,
                at,
                "the framework has no version",
                "add a [[version]] with id and from",
            );
        }
        let mut status: Vec<Status> = Vec::new();
        for step in raw.status {
            self.oldest_first(file, &step.on, status.last().map(|last| last.on));
            status.push(Status {
                on: step.on.get_ref().0,
                status: step.status,
                note: self.optional_text(file, step.note.as_ref()),
                confidence: step.confidence,
                sources: self.sources(file, &step.sources, step.on.span().start),
            });
        }
        let mut events: Vec<Event> = Vec::new();
        for event in raw.event {
            self.oldest_first(file, &event.on, events.last().map(|last| last.on));
            check_bilingual(file, &event.note, &mut self.mistakes);
            events.push(Event {
                on: event.on.get_ref().0,
                precision: event.precision,
                confidence: event.confidence,
                sources: self.sources(file, &event.sources, event.on.span().start),
                note: event.note.into_inner(),
            });
        }
        let signatories = raw
            .signatory
            .into_iter()
            .map(|entry| Signatory {
                sources: self.sources(file, &entry.sources, entry.name.span().start),
                name: entry.name.into_inner(),
                group: entry.group,
                since: entry.since.map(|since| since.0),
                confidence: entry.confidence,
            })
            .collect();
        let schedules = self.schedules(schedules);
        let penalties = self.penalties(penalties);
        let framework = Framework {
            id: folder.to_owned(),
            short: self
                .optional_text(file, entry.short.as_ref())
                .unwrap_or_else(|| entry.title.get_ref().clone()),
            title: entry.title.into_inner(),
            instrument: entry.instrument,
            jurisdiction: entry.jurisdiction,
            binding: entry.binding,
            authoritative_languages: entry.authoritative_languages,
            text_licence: entry.text_licence,
            urls: entry.urls,
            note: self.optional_text(file, entry.note.as_ref()),
            confidence: entry.confidence,
            sources: self.sources(file, &entry.sources, at),
            status,
            versions,
            events,
            signatories,
            terms: self.terms(terms),
            penalties,
            schedules,
            digest,
        };
        let mut provisions = Vec::new();
        for (file, article) in articles {
            self.article(&framework, file, article, &mut provisions);
        }
        Some((framework, provisions))
    }

    fn terms(&mut self, terms: Filed<'_, Vec<TermEntry>>) -> Vec<Term> {
        let Some((file, entries)) = terms else { return Vec::new() };
        let mut found = Vec::new();
        for entry in entries {
            self.ids.add(file, &entry.id, &mut self.mistakes);
            check_bilingual(file, &entry.term, &mut self.mistakes);
            check_bilingual(file, &entry.gist, &mut self.mistakes);
            if let (Some(from), Some(until)) = (&entry.from, &entry.until) {
                self.period(file, from, Some(until), &mut None);
            }
            found.push(Term {
                cite: self.cite(file, &entry.cite),
                sources: self.sources(file, &entry.sources, entry.id.span().start),
                id: entry.id.into_inner(),
                term: entry.term.into_inner(),
                gist: entry.gist.into_inner(),
                from: entry.from.map(|date| date.into_inner().0),
                until: entry.until.map(|date| date.into_inner().0),
                confidence: entry.confidence,
            });
        }
        found
    }

    fn schedules(&mut self, file: Filed<'_, SchedulesFile>) -> Vec<Schedule> {
        let Some((file, raw)) = file else { return Vec::new() };
        let mut ids = Ids::default();
        let mut found = Vec::new();
        for entry in raw.schedule {
            ids.add(file, &entry.id, &mut self.mistakes);
            self.need_versions(file, &entry.id, entry.version.len());
            let mut previous = None;
            let mut versions = Vec::new();
            for version in &entry.version {
                versions.push(self.schedule_version(file, version, &mut previous));
            }
            found.push(Schedule {
                title: self.optional_text(file, entry.title.as_ref()),
                id: entry.id.into_inner(),
                versions,
            });
        }
        found
    }

    fn schedule_version(
        &mut self,
        file: SourceFile<'_>,
        entry: &ScheduleVersionEntry,
        previous: &mut Option<Period>,
    ) -> ScheduleVersion {
        let starts = entry
            .start
            .iter()
            .map(|start| Start {
                when: self.condition(file, &start.when),
                date: start.date.0,
                cite: self.cite(file, &start.cite),
                confidence: start.confidence,
                sources: self.sources(file, &start.sources, start.when.span().start),
            })
            .collect();
        ScheduleVersion {
            in_force: self.period(file, &entry.from, entry.until.as_ref(), previous),
            amended_by: entry.amended_by.clone(),
            starts,
            legacy: self.legacy(file, &entry.legacy),
        }
    }

    fn penalties(&mut self, file: Filed<'_, PenaltiesFile>) -> Vec<Penalty> {
        let Some((file, raw)) = file else { return Vec::new() };
        let mut ids = Ids::default();
        let mut found = Vec::new();
        for entry in raw.penalty {
            let at = entry.id.span().start;
            ids.add(file, &entry.id, &mut self.mistakes);
            check_bilingual(file, &entry.covers, &mut self.mistakes);
            if entry.fixed_max.is_some() != entry.currency.is_some() {
                self.mistakes.at(
                    file,
                    at,
                    "a fixed amount and its currency go together",
                    "give both or neither",
                );
            }
            for figure in [entry.fixed_max, entry.turnover_percent].into_iter().flatten() {
                if !figure.is_finite() || figure < 0.0 {
                    self.mistakes.at(
                        file,
                        at,
                        format!("{figure} is no amount"),
                        "use a number from 0 up",
                    );
                }
            }
            if entry.fixed_max.is_none() && entry.turnover_percent.is_none() && entry.note.is_none()
            {
                self.mistakes.at(
                    file,
                    at,
                    "the rule has no figure and no note",
                    "say in note who sets the fine",
                );
            }
            found.push(Penalty {
                cite: self.cite(file, &entry.cite),
                sources: self.sources(file, &entry.sources, at),
                note: self.optional_text(file, entry.note.as_ref()),
                id: entry.id.into_inner(),
                covers: entry.covers.into_inner(),
                fixed_max: entry.fixed_max,
                currency: entry.currency,
                turnover_percent: entry.turnover_percent,
                rule: entry.rule,
                sme: entry.sme,
                smc: entry.smc,
                from: entry.from.map(|date| date.0),
                until: entry.until.map(|date| date.0),
                confidence: entry.confidence,
            });
        }
        found
    }
}
