//! From raw packages to the checked model: ids, dates, citations, conditions.

mod clocks;
mod fines;
mod framework;
mod provision;
mod thresholds;

use std::collections::{BTreeSet, HashMap};

use serde_spanned::Spanned;
use tenbin_vocab::{Bilingual, Date, Digest, Tri};

use crate::citation::literals;
use crate::compile::Compiler;
use crate::limits::MAX_ENTRIES;
use crate::load::{Ids, Placed, Shared, check_known};
use crate::model::{Condition, Definition, DefinitionVersion, Period, Role};
use crate::package::{
    ArticleFile, CasesFile, ClocksFile, DefinitionVersionEntry, DefinitionsFile, FrameworkFile,
    PenaltiesFile, RolesFile, SchedulesFile, TermEntry,
};
use crate::program::{DefinitionId, NodeId, ProgramBuilder};
use crate::read::TomlDate;
use crate::source::{LineIndex, Mistakes, Place, SourceFile};
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
    pub(crate) clocks: Filed<'a, ClocksFile>,
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
            clocks: None,
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
                match (&entry.cite, &when) {
                    (Some(cite), _) => drop(self.cite(file, cite)),
                    (None, Some(when)) if literals(&when.text).any() => self.mistakes.at(
                        file,
                        id.span().start,
                        "the condition of the role holds a date or a number and has no citation",
                        "add cite = \"…\": where the figure is written",
                    ),
                    (None, _) => {}
                }
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
            thresholds: self.thresholds(file, &entry.threshold, (entry.confidence, &entry.sources)),
            confidence: entry.confidence,
            sources: self.sources(file, &entry.sources, entry.cite.span().start),
            note: self.optional_text(file, entry.note.as_ref()),
            place: place(file, lines, entry.from.span().start),
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
            self.mistakes.at(
                file,
                on.span().start,
                "the entry is older than the one before",
                "put the oldest first",
            );
        }
    }

    fn cite(&mut self, file: SourceFile<'_>, cite: &Spanned<String>) -> String {
        if cite.get_ref().trim().is_empty() {
            self.mistakes.at(
                file,
                cite.span().start,
                "the citation is empty",
                "say where it is written",
            );
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
