//! Reporting clocks.

use serde_spanned::Spanned;

use super::{Assembler, Filed, place};
use crate::clock::{Clock, ClockVersion, Counting, ReportingPeriod, TimeName};
use crate::limits::{MAX_ENTRIES, MAX_SHIFT};
use crate::model::{Framework, Period, Provision};
use crate::package::{ClockVersionEntry, ClocksFile, CountingEntry, WithinEntry, WithoutPeriod};
use crate::read::OneOrMore;
use crate::source::{LineIndex, SourceFile};
use crate::suggest;
use crate::vocabulary::check_bilingual;

impl Assembler<'_> {
    /// Adds the clocks of a framework; each belongs to one of its provisions.
    pub(crate) fn clocks(
        &mut self,
        file: Filed<'_, ClocksFile>,
        framework: &mut Framework,
        provisions: &[Provision],
    ) {
        let Some((file, raw)) = file else { return };
        framework.counting = raw.counting.map(|entry| self.counting(file, entry));
        let lines = LineIndex::new(file.text);
        for entry in raw.clock.into_iter().take(MAX_ENTRIES) {
            self.ids.add(file, &entry.id, &mut self.mistakes);
            check_bilingual(file, &entry.title, &mut self.mistakes);
            self.need_versions(file, &entry.id, entry.version.len());
            let wanted = entry.provision.get_ref();
            if !provisions.iter().any(|provision| provision.id == *wanted) {
                let message = format!(
                    "the framework has no provision \"{}\" for the clock",
                    wanted.escape_debug()
                );
                let known = provisions.iter().map(|provision| provision.id.as_str());
                let otherwise = "name the provision that asks for the report";
                let at = entry.provision.span().start;
                self.mistakes.misnamed(file, at, message, wanted, known, otherwise);
            }
            let mut previous = None;
            let mut versions = Vec::new();
            for version in entry.version {
                versions.push(self.clock_version(file, &lines, version, &mut previous));
            }
            framework.clocks.push(Clock {
                id: entry.id.into_inner(),
                provision: entry.provision.into_inner(),
                title: entry.title.into_inner(),
                kind: entry.kind,
                versions,
            });
        }
    }

    fn counting(&mut self, file: SourceFile<'_>, entry: CountingEntry) -> Counting {
        check_bilingual(file, &entry.about, &mut self.mistakes);
        if let Some(least) = entry.least_working_days.as_ref().filter(|least| *least.get_ref() > 31)
        {
            let at = least.span().start;
            self.mistakes.at(file, at, "more than 31 working days at least", "use fewer");
        }
        Counting {
            rest_day: entry.rest_day,
            least_working_days: entry.least_working_days.map(|least| least.into_inner().min(31)),
            cite: self.cite(file, &entry.cite),
            sources: self.sources(file, &entry.sources, entry.cite.span().start),
            about: entry.about.into_inner(),
            confidence: entry.confidence,
        }
    }

    fn clock_version(
        &mut self,
        file: SourceFile<'_>,
        lines: &LineIndex,
        entry: ClockVersionEntry,
        previous: &mut Option<Period>,
    ) -> ClockVersion {
        check_bilingual(file, &entry.trigger, &mut self.mistakes);
        check_bilingual(file, &entry.recipient, &mut self.mistakes);
        ClockVersion {
            in_force: self.period(file, &entry.from, entry.until.as_ref(), previous),
            anchor: self.anchor(file, &entry.anchor),
            within: self.within(
                file,
                entry.from.span().start,
                entry.within.as_ref(),
                entry.without.as_ref(),
            ),
            repeats: entry.repeats,
            when: entry.when.as_ref().map(|when| self.condition(file, when)),
            cite: self.cite(file, &entry.cite),
            confidence: entry.confidence,
            sources: self.sources(file, &entry.sources, entry.cite.span().start),
            note: self.optional_text(file, entry.note.as_ref()),
            place: place(file, lines, entry.from.span().start),
            amended_by: entry.amended_by,
            trigger: entry.trigger.into_inner(),
            recipient: entry.recipient.into_inner(),
        }
    }

    fn anchor(&mut self, file: SourceFile<'_>, words: &Spanned<OneOrMore>) -> Vec<TimeName> {
        let at = words.span().start;
        let mut found = Vec::new();
        for word in words.get_ref().0.iter().take(TimeName::ALL.len() + 1) {
            match TimeName::of(word) {
                Some(name) if !found.contains(&name) => found.push(name),
                Some(_) => {
                    let message = format!("the time \"{word}\" is named twice");
                    self.mistakes.at(file, at, message, "remove one");
                }
                None => {
                    let message = format!("\"{}\" is no time", word.escape_debug());
                    let hint = suggest::remedy(word, TimeName::ALL.map(TimeName::as_str), "");
                    self.mistakes.at(file, at, message, hint);
                }
            }
        }
        if words.get_ref().0.is_empty() {
            self.mistakes.at(file, at, "the clock names no time", "name what starts it");
        }
        found
    }

    fn within(
        &mut self,
        file: SourceFile<'_>,
        at: usize,
        within: Option<&Spanned<WithinEntry>>,
        without: Option<&Spanned<WithoutPeriod>>,
    ) -> ReportingPeriod {
        let remedy = "write within = { days = 15 }, without = \"delay\", or without = \"period\"";
        let (within, at) = match (within, without) {
            (Some(within), None) => (within.get_ref(), within.span().start),
            (None, Some(without)) => {
                return match without.get_ref() {
                    WithoutPeriod::Delay => ReportingPeriod::WithoutDelay,
                    WithoutPeriod::Period => ReportingPeriod::NotStated,
                };
            }
            _ => {
                let message = "a clock has either a period or says that there is none";
                self.mistakes.at(file, at, message, remedy);
                return ReportingPeriod::NotStated;
            }
        };
        let given: Vec<ReportingPeriod> = [
            within.hours.map(ReportingPeriod::Hours),
            within.days.map(ReportingPeriod::Days),
            within.working_days.map(ReportingPeriod::WorkingDays),
            within.months.map(ReportingPeriod::Months),
        ]
        .into_iter()
        .flatten()
        .collect();
        let amounts = [within.hours, within.days, within.working_days, within.months];
        let most = MAX_SHIFT.unsigned_abs();
        if amounts.into_iter().flatten().any(|amount| amount == 0 || amount > most) {
            let message = format!("a period is between 1 and {MAX_SHIFT}");
            self.mistakes.at(file, at, message, "correct the number");
        }
        match given.as_slice() {
            [only] => *only,
            _ => {
                self.mistakes.at(file, at, "a period has exactly one unit", remedy);
                ReportingPeriod::NotStated
            }
        }
    }
}
