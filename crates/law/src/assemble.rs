//! From raw packages to the checked model: ids, dates, citations, conditions.

use std::collections::{BTreeSet, HashMap};

use serde_spanned::Spanned;
use tenbin_vocab::{Bilingual, Date, Digest, Tri};

use crate::compile::Compiler;
use crate::limits::{MAX_ENTRIES, MAX_SHIFT};
use crate::load::{Ids, Placed, Shared, check_known, presumed};
use crate::model::{
    Condition, Deadline, Definition, DefinitionVersion, Duty, Event, Exception, Framework, Legacy,
    Penalty, Period, Provision, ProvisionVersion, Role, Schedule, ScheduleVersion, Signatory,
    Start, Status, Term, TextVersion,
};
use crate::package::{
    ArticleFile, CasesFile, DefinitionVersionEntry, DefinitionsFile, DutyEntry, FrameworkFile,
    LegacyEntry, PenaltiesFile, ProvisionEntry, ProvisionVersionEntry, RolesFile,
    ScheduleVersionEntry, SchedulesFile, TermEntry,
};
use crate::program::{DefinitionId, NodeId, ProgramBuilder};
use crate::read::TomlDate;
use crate::source::{LineIndex, Mistakes, Place, SourceFile};
use crate::suggest;
use crate::vocabulary::{FactKind, check_bilingual};

type Filed<'a, T> = Option<(SourceFile<'a>, T)>;
type Files<'a, T> = Vec<(SourceFile<'a>, T)>;

/// The raw files of one framework's folder.
pub(crate) struct FrameworkFiles<'a> {
    pub(crate) folder: &'a str,
    pub(crate) digest: Digest,
    pub(crate) framework: Filed<'a, FrameworkFile>,
    pub(crate) definitions: Filed<'a, DefinitionsFile>,
    pub(crate) schedules: Filed<'a, SchedulesFile>,
    pub(crate) penalties: Filed<'a, PenaltiesFile>,
    pub(crate) articles: Files<'a, ArticleFile>,
    pub(crate) cases: Files<'a, CasesFile>,
    /// Terms of the definitions file, moved here once definitions are made.
    pub(crate) terms: Filed<'a, Vec<TermEntry>>,
}

impl<'a> FrameworkFiles<'a> {
    pub(crate) fn new(folder: &'a str) -> Self {
        Self {
            folder,
            digest: Digest::of(b""),
            framework: None,
            definitions: None,
            schedules: None,
            penalties: None,
            articles: Vec::new(),
            cases: Vec::new(),
            terms: None,
        }
    }
}

/// What makes up a framework besides its definitions and cases.
pub(crate) type FrameworkParts<'a> = (
    Filed<'a, FrameworkFile>,
    Filed<'a, SchedulesFile>,
    Filed<'a, PenaltiesFile>,
    Filed<'a, Vec<TermEntry>>,
    Files<'a, ArticleFile>,
);

pub(crate) struct Assembler<'a> {
    compiler: Compiler<'a>,
    shared: Shared,
    mistakes: Mistakes,
    roles: Vec<Role>,
    role_nodes: HashMap<String, NodeId>,
    /// Ids of provisions, definitions and terms, across all frameworks.
    ids: Ids,
}

impl<'a> Assembler<'a> {
    pub(crate) fn new(compiler: Compiler<'a>, shared: Shared, mistakes: Mistakes) -> Self {
        Self {
            compiler,
            shared,
            mistakes,
            roles: Vec::new(),
            role_nodes: HashMap::new(),
            ids: Ids::default(),
        }
    }

    pub(crate) fn finish(self) -> (ProgramBuilder, Shared, Vec<Role>, Mistakes) {
        (self.compiler.builder, self.shared, self.roles, self.mistakes)
    }

    /// Definitions used since the last call.
    pub(crate) fn take_used(&mut self) -> BTreeSet<DefinitionId> {
        std::mem::take(&mut self.compiler.used).into_iter().collect()
    }

    /// The values of the fact `role`, and the roles a file names besides.
    pub(crate) fn add_roles(&mut self, file: Filed<'_, RolesFile>) {
        let values = match self.compiler.vocabulary.get("role").map(|fact| &fact.kind) {
            Some(FactKind::OneOf { values, .. }) => values.clone(),
            _ => Vec::new(),
        };
        for value in values {
            let quoted = format!("role == \"{value}\"");
            if let Ok(tree) = self.compiler.condition(&quoted) {
                let node = tree.node;
                let when = Some(Condition { text: quoted, tree });
                self.roles.push(Role { id: value, name: None, when, node });
            }
        }
        if let Some((file, raw)) = file {
            for (id, entry) in raw.role {
                check_bilingual(file, &entry.name, &mut self.mistakes);
                let when = entry.when.as_ref().map(|when| self.condition(file, when));
                let name = Some(entry.name.into_inner());
                let known = self.roles.iter().position(|role| role.id == *id.get_ref());
                match (known.and_then(|at| self.roles.get_mut(at)), when) {
                    (Some(_), Some(_)) => self.mistakes.at(
                        file,
                        id.span().start,
                        format!("\"{}\" is a value of the fact role", id.get_ref()),
                        "leave out when; the fact decides",
                    ),
                    (Some(role), None) => role.name = name,
                    (None, when) => {
                        let unknown = self.compiler.builder.constant(Tri::Unknown);
                        let node = when.as_ref().map_or(unknown, Condition::root);
                        self.roles.push(Role { id: id.into_inner(), name, when, node });
                    }
                }
            }
        }
        self.role_nodes = self.roles.iter().map(|role| (role.id.clone(), role.node)).collect();
        self.take_used();
    }

    /// Compiles the definitions in the order given.
    pub(crate) fn definitions(
        &mut self,
        order: &[Placed],
        parts: &mut [FrameworkFiles<'_>],
    ) -> Vec<Definition> {
        if order.len() > MAX_ENTRIES {
            self.mistakes.push(tenbin_vocab::Diagnostic::new(
                "frameworks",
                format!("{} definitions, more than the limit of {MAX_ENTRIES}", order.len()),
            ));
            return Vec::new();
        }
        let mut found = Vec::with_capacity(order.len());
        for (part, inside, _) in order {
            let Some(part) = parts.get(*part) else { continue };
            let Some((file, raw)) = &part.definitions else { continue };
            let Some(entry) = raw.definition.get(*inside) else { continue };
            self.ids.add(*file, &entry.id, &mut self.mistakes);
            check_bilingual(*file, &entry.title, &mut self.mistakes);
            self.need_versions(*file, &entry.id, entry.version.len());
            let lines = LineIndex::new(file.text);
            let mut previous = None;
            let mut versions = Vec::new();
            for version in &entry.version {
                let made = self.definition_version(*file, &lines, version, &mut previous);
                versions.push(made);
            }
            found.push(Definition {
                id: entry.id.get_ref().clone(),
                framework: part.folder.to_owned(),
                name: entry.name.get_ref().clone(),
                classification: entry.classification,
                title: entry.title.get_ref().clone(),
                versions,
            });
        }
        for part in parts {
            if let Some((file, raw)) = part.definitions.take() {
                part.terms = Some((file, raw.term));
            }
        }
        // Which framework uses which definition is counted below the articles.
        self.take_used();
        found
    }

    fn definition_version(
        &mut self,
        file: SourceFile<'_>,
        lines: &LineIndex,
        entry: &DefinitionVersionEntry,
        previous: &mut Option<Period>,
    ) -> DefinitionVersion {
        DefinitionVersion {
            in_force: self.period(file, &entry.from, entry.until.as_ref(), previous),
            amended_by: entry.amended_by.clone(),
            when: self.condition(file, &entry.when),
            unless_shown: entry.unless_shown.as_ref().map(|text| self.condition(file, text)),
            cite: self.cite(file, &entry.cite),
            confidence: entry.confidence,
            sources: self.sources(file, &entry.sources, entry.cite.span().start),
            note: self.optional_text(file, entry.note.as_ref()),
            place: place(file, lines, entry.from.span().start),
        }
    }

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
                format!("the framework \"{}\" stands in the folder \"{folder}\"", entry.id.get_ref()),
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
            self.mistakes.at(file, at, "the framework has no version", "add a [[version]] with id and from");
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

    fn legacy(&mut self, file: SourceFile<'_>, entries: &[LegacyEntry]) -> Vec<Legacy> {
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

    fn penalties(&mut self, file: Filed<'_, PenaltiesFile>) -> Vec<Penalty> {
        let Some((file, raw)) = file else { return Vec::new() };
        let mut ids = Ids::default();
        let mut found = Vec::new();
        for entry in raw.penalty {
            let at = entry.id.span().start;
            ids.add(file, &entry.id, &mut self.mistakes);
            check_bilingual(file, &entry.covers, &mut self.mistakes);
            if entry.fixed_max.is_some() != entry.currency.is_some() {
                self.mistakes.at(file, at, "a fixed amount and its currency go together", "give both or neither");
            }
            for figure in [entry.fixed_max, entry.turnover_percent].into_iter().flatten() {
                if !figure.is_finite() || figure < 0.0 {
                    self.mistakes.at(file, at, format!("{figure} is no amount"), "use a number from 0 up");
                }
            }
            if entry.fixed_max.is_none() && entry.turnover_percent.is_none() && entry.note.is_none() {
                self.mistakes.at(file, at, "the rule has no figure and no note", "say in note who sets the fine");
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

    fn article(
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
            let made = self.provision(framework, file, &lines, &raw.article, raw.title.get_ref(), entry);
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
            self.mistakes.at(file, entry.id.span().start, "binds names nobody", "name the roles the duty falls on");
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
                self.mistakes.at(file, at, "applies_from and schedule exclude each other", "keep one of them");
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

    /// A compiled condition; a wrong one is reported and stays unknown.
    fn condition(&mut self, file: SourceFile<'_>, text: &Spanned<String>) -> Condition {
        let tree = self.compiler.condition(text.get_ref()).unwrap_or_else(|error| {
            let offset = content_offset(file, text, error.span.start);
            self.mistakes.at(file, offset, error.message, error.hint);
            let node = self.compiler.builder.constant(Tri::Unknown);
            crate::compile::Branch { node, span: 0..text.get_ref().len(), parts: Vec::new() }
        });
        Condition { text: text.get_ref().clone(), tree }
    }

    fn need_versions(&mut self, file: SourceFile<'_>, id: &Spanned<String>, count: usize) {
        if count == 0 {
            self.mistakes.at(
                file,
                id.span().start,
                format!("\"{}\" has no version", id.get_ref()),
                "add a version with the date it is in force from",
            );
        }
    }

    /// A half-open period that follows the one before.
    fn period(
        &mut self,
        file: SourceFile<'_>,
        from: &Spanned<TomlDate>,
        until: Option<&Spanned<TomlDate>>,
        previous: &mut Option<Period>,
    ) -> Period {
        let period = Period { from: from.get_ref().0, until: until.map(|date| date.get_ref().0) };
        if let Some(until) = until
            && until.get_ref().0 <= period.from
        {
            self.mistakes.at(
                file,
                until.span().start,
                "the version ends before it starts",
                "until is the first day after the version",
            );
        }
        if let Some(before) = previous {
            let end = before.until.map_or("has no end".into(), |until| format!("ends on {until}"));
            if before.until.is_none_or(|until| until > period.from) {
                self.mistakes.at(
                    file,
                    from.span().start,
                    format!("the version overlaps the one before, which {end}"),
                    "close the version before with until = the day this one starts; the oldest comes first",
                );
            }
        }
        *previous = Some(period);
        period
    }

    fn oldest_first(&mut self, file: SourceFile<'_>, on: &Spanned<TomlDate>, last: Option<Date>) {
        if last.is_some_and(|last| last > on.get_ref().0) {
            self.mistakes.at(file, on.span().start, "the entry is older than the one before", "put the oldest first");
        }
    }

    fn cite(&mut self, file: SourceFile<'_>, cite: &Spanned<String>) -> String {
        if cite.get_ref().trim().is_empty() {
            self.mistakes.at(file, cite.span().start, "the citation is empty", "say where it is written");
        }
        cite.get_ref().clone()
    }

    fn sources(
        &mut self,
        file: SourceFile<'_>,
        sources: &[Spanned<String>],
        at: usize,
    ) -> Vec<String> {
        if sources.is_empty() {
            self.mistakes.at(file, at, "the entry names no source", "name an id of sources.toml");
        }
        let known = self.shared.sources.iter().map(|source| source.id.as_str());
        check_known(file, sources, known, "source", &mut self.mistakes);
        sources.iter().map(|source| source.get_ref().clone()).collect()
    }

    fn optional_text(
        &mut self,
        file: SourceFile<'_>,
        text: Option<&Spanned<Bilingual>>,
    ) -> Option<Bilingual> {
        let text = text?;
        check_bilingual(file, text, &mut self.mistakes);
        Some(text.get_ref().clone())
    }
}

fn place(file: SourceFile<'_>, lines: &LineIndex, offset: usize) -> Place {
    Place { file: file.path.to_owned(), line: lines.line(offset) }
}

/// Byte of the file at which byte `inside` of a text value stands. When the
/// value is written with escapes, the start of the value.
fn content_offset(file: SourceFile<'_>, text: &Spanned<String>, inside: usize) -> usize {
    let start = text.span().start;
    let raw = file.text.get(text.span()).unwrap_or_default();
    let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    let mut content = raw.get(quotes..).unwrap_or_default();
    let mut skipped = quotes;
    if quotes == 3 {
        for newline in ["\r\n", "\n"] {
            if let Some(rest) = content.strip_prefix(newline) {
                content = rest;
                skipped += newline.len();
                break;
            }
        }
    }
    if content.starts_with(text.get_ref()) { start + skipped + inside } else { start }
}
