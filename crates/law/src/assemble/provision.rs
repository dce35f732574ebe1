//! Articles, provisions and their duties.

use serde_spanned::Spanned;
use tenbin_vocab::Bilingual;

use super::{Assembler, place};
use crate::limits::{MAX_ENTRIES, MAX_SHIFT};
use crate::load::{check_known, presumed};
use crate::model::{
    Deadline, Duty, Exception, Framework, Legacy, Period, Provision, ProvisionVersion,
};
use crate::package::{ArticleFile, DutyEntry, LegacyEntry, ProvisionEntry, ProvisionVersionEntry};
use crate::source::{LineIndex, SourceFile};
use crate::suggest;
use crate::vocabulary::check_bilingual;

impl Assembler<'_> {
    pub(super) fn legacy(&mut self, file: SourceFile<'_>, entries: &[LegacyEntry]) -> Vec<Legacy> {
        let mut found = Vec::new();
        for entry in entries {
            if entry.date.is_some() == entry.never {
                self.mistakes.at(
                    file,
                    entry.when.span().start,
                    "a rule for what was there before needs either a date or never = true",
                    "give one of them",
                );
            }
            found.push(Legacy {
                when: self.condition(file, &entry.when),
                date: entry.date.map(|date| date.0),
                presumed: entry.presumed.as_ref().map(|word| presumed(*word.get_ref())),
                cite: self.cite(file, &entry.cite),
                confidence: entry.confidence,
                sources: self.sources(file, &entry.sources, entry.when.span().start),
            });
        }
        found
    }

    pub(super) fn article(
        &mut self,
        framework: &Framework,
        file: SourceFile<'_>,
        raw: ArticleFile,
        provisions: &mut Vec<Provision>,
    ) {
        check_bilingual(file, &raw.title, &mut self.mistakes);
        let lines = LineIndex::new(file.text);
        for entry in raw.provision {
            if provisions.len() >= MAX_ENTRIES {
                self.mistakes.at(
                    file,
                    entry.id.span().start,
                    format!("more than {MAX_ENTRIES} provisions"),
                    "split the framework",
                );
                return;
            }
            let made =
                self.provision(framework, file, &lines, &raw.article, raw.title.get_ref(), entry);
            provisions.push(made);
        }
    }

    fn provision(
        &mut self,
        framework: &Framework,
        file: SourceFile<'_>,
        lines: &LineIndex,
        article: &str,
        article_title: &Bilingual,
        entry: ProvisionEntry,
    ) -> Provision {
        self.ids.add(file, &entry.id, &mut self.mistakes);
        check_bilingual(file, &entry.title, &mut self.mistakes);
        self.need_versions(file, &entry.id, entry.version.len());
        if entry.binds.is_empty() {
            self.mistakes.at(
                file,
                entry.id.span().start,
                "binds names nobody",
                "name the roles the duty falls on",
            );
        }
        let roles = self.roles.iter().map(|role| role.id.as_str());
        check_known(file, &entry.binds, roles, "role", &mut self.mistakes);
        let controls = self.shared.controls.iter().map(|control| control.id.as_str());
        check_known(file, &entry.controls, controls, "control", &mut self.mistakes);
        let nodes =
            entry.binds.iter().filter_map(|b| self.role_nodes.get(b.get_ref()).copied()).collect();
        let addressee = self.compiler.builder.any(nodes);
        let mut previous = None;
        let mut versions = Vec::new();
        for version in entry.version {
            versions.push(self.provision_version(framework, file, lines, version, &mut previous));
        }
        Provision {
            id: entry.id.into_inner(),
            framework: framework.id.clone(),
            article: article.to_owned(),
            article_title: article_title.clone(),
            title: entry.title.into_inner(),
            binds: entry.binds.into_iter().map(Spanned::into_inner).collect(),
            controls: entry.controls.into_iter().map(Spanned::into_inner).collect(),
            versions,
            addressee,
        }
    }

    fn provision_version(
        &mut self,
        framework: &Framework,
        file: SourceFile<'_>,
        lines: &LineIndex,
        entry: ProvisionVersionEntry,
        previous: &mut Option<Period>,
    ) -> ProvisionVersion {
        let when = self.condition(file, &entry.when);
        let mut except = Vec::new();
        let mut parts = vec![when.root()];
        for exception in &entry.except {
            let condition = self.condition(file, &exception.when);
            parts.push(self.compiler.builder.not(condition.root()));
            except.push(Exception { when: condition, cite: self.cite(file, &exception.cite) });
        }
        let root = self.compiler.builder.all(parts);
        if let Some(schedule) = &entry.schedule {
            let at = schedule.span().start;
            if entry.applies_from.is_some() {
                self.mistakes.at(
                    file,
                    at,
                    "applies_from and schedule exclude each other",
                    "keep one of them",
                );
            }
            let known = framework.schedules.iter().map(|schedule| schedule.id.as_str());
            if !known.clone().any(|known| known == schedule.get_ref()) {
                let hint = suggest::remedy(schedule.get_ref(), known, "add it to schedules.toml");
                let message = format!("unknown schedule \"{}\"", schedule.get_ref());
                self.mistakes.at(file, at, message, hint);
            }
        }
        if let (Some(from), Some(until)) = (&entry.applies_from, &entry.applies_until)
            && from.get_ref().0 >= until.get_ref().0
        {
            self.mistakes.at(
                file,
                until.span().start,
                "the duty ends before it starts",
                "applies_until is the first day after the duty",
            );
        }
        ProvisionVersion {
            in_force: self.period(file, &entry.from, entry.until.as_ref(), previous),
            amended_by: entry.amended_by,
            cite: self.cite(file, &entry.cite),
            when,
            except,
            applies_from: entry.applies_from.map(|date| date.into_inner().0),
            schedule: entry.schedule.map(Spanned::into_inner),
            applies_until: entry.applies_until.map(|date| date.into_inner().0),
            legacy: self.legacy(file, &entry.legacy),
            thresholds: self.thresholds(file, &entry.threshold, (entry.confidence, &entry.sources)),
            confidence: entry.confidence,
            sources: self.sources(file, &entry.sources, entry.cite.span().start),
            note: self.optional_text(file, entry.note.as_ref()),
            duty: self.duty(framework, file, entry.duty),
            place: place(file, lines, entry.from.span().start),
            root,
        }
    }

    fn duty(&mut self, framework: &Framework, file: SourceFile<'_>, entry: DutyEntry) -> Duty {
        check_bilingual(file, &entry.text, &mut self.mistakes);
        let kinds = self.shared.kinds.iter().map(|kind| kind.id.as_str());
        check_known(file, &entry.evidence, kinds, "kind of evidence", &mut self.mistakes);
        if let Some(penalty) = &entry.penalty {
            let known = framework.penalties.iter().map(|penalty| penalty.id.as_str());
            if !known.clone().any(|known| known == penalty.get_ref()) {
                let hint = suggest::remedy(penalty.get_ref(), known, "add it to penalties.toml");
                let message = format!("unknown penalty \"{}\"", penalty.get_ref());
                self.mistakes.at(file, penalty.span().start, message, hint);
            }
        }
        let by = entry.by.map(|by| {
            let anchor = by.anchor.get_ref();
            let kind = self.compiler.vocabulary.get(anchor).map(|fact| fact.kind.name());
            if kind != Some("date") {
                let dates = self.compiler.vocabulary.facts().filter(|f| f.kind.name() == "date");
                let names: Vec<&str> = dates.map(|fact| fact.name.as_str()).collect();
                let hint = suggest::remedy(anchor, names, "add a fact of type date to facts.toml");
                let what = kind.map_or("no fact".into(), |kind| format!("a {kind} fact"));
                let message = format!("the anchor \"{anchor}\" is {what}, not a date");
                self.mistakes.at(file, by.anchor.span().start, message, hint);
            }
            if by.offset_days.get_ref().abs() > MAX_SHIFT {
                let message = format!("a clock of more than {MAX_SHIFT} days");
                self.mistakes.at(file, by.offset_days.span().start, message, "use fewer days");
            }
            Deadline {
                cite: self.cite(file, &by.cite),
                anchor: by.anchor.into_inner(),
                offset_days: by.offset_days.into_inner().clamp(-MAX_SHIFT, MAX_SHIFT),
            }
        });
        Duty {
            force: entry.force,
            text: entry.text.into_inner(),
            evidence: entry.evidence.into_iter().map(Spanned::into_inner).collect(),
            by,
            penalty: entry.penalty.map(Spanned::into_inner),
            on_request: entry.on_request,
            binding: entry.binding.unwrap_or(framework.binding),
        }
    }
}
