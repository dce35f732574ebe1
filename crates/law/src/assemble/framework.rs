//! A framework besides its definitions: identity, dates, terms, fines.

use tenbin_vocab::Digest;

use super::{Assembler, Filed, FrameworkParts};
use crate::load::Ids;
use crate::model::{
    Event, Framework, Period, Provision, Schedule, ScheduleVersion, Signatory, Start, Status, Term,
    TextVersion,
};
use crate::package::{ScheduleVersionEntry, SchedulesFile, TermEntry};
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
            clocks: Vec::new(),
            counting: None,
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
}
