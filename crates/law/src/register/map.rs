//! The column map: its file format, and its short form on one line.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_spanned::Spanned;
use tenbin_vocab::{Diagnostic, Diagnostics, FactState};

use crate::facts_input::{answer, from_value};
use crate::limits::{MAX_FILE_BYTES, MAX_REGISTER_COLUMNS, MAX_REGISTER_WORDS};
use crate::read::read;
use crate::source::{Mistakes, SourceFile, decode_text};
use crate::suggest;
use crate::vocabulary::Vocabulary;

/// How the columns of a register are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RegisterMap {
    /// The column that names a subject; none where rows are counted.
    pub subject: Option<String>,
    /// Words besides the blank that say nothing, for example `n/a`.
    pub unknown: BTreeSet<String>,
    /// Facts that are the same for every row.
    pub constants: Vec<(String, FactState)>,
    /// Columns that answer facts.
    pub columns: Vec<ColumnRule>,
    /// How rows are put into groups.
    pub groups: Vec<GroupRule>,
}

/// How one column answers one fact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnRule {
    /// The column.
    pub column: String,
    /// The fact.
    pub fact: String,
    /// What a number is multiplied by to reach the unit of the fact.
    pub scale: f64,
    /// How dates are written (strftime); none means year-month-day.
    pub date: Option<String>,
    /// What stands between the words of a cell that lists several.
    pub separator: Option<String>,
    /// What words stand for.
    pub values: BTreeMap<String, FactState>,
    /// What every word that is not among the values stands for.
    pub otherwise: Option<FactState>,
}

/// How rows are put into groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRule {
    /// The name `--by` asks for.
    pub name: String,
    /// The column.
    pub column: String,
    /// What stands between the words of a cell that lists several; the row
    /// then counts once in the group of each.
    pub separator: Option<String>,
    /// Which part of the cell counts.
    pub take: Take,
}

/// Which part of a cell names the group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Take {
    /// All of it.
    #[default]
    All,
    /// The year of a date: its first four digits.
    Year,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    subject: Option<String>,
    #[serde(default)]
    unknown: Vec<String>,
    #[serde(default)]
    constants: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    #[serde(default)]
    column: Vec<ColumnEntry>,
    #[serde(default)]
    group: Vec<GroupEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    name: String,
    fact: Spanned<String>,
    scale: Option<Spanned<f64>>,
    date: Option<Spanned<String>>,
    separator: Option<Spanned<String>>,
    #[serde(default)]
    values: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    otherwise: Option<Spanned<toml::Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupEntry {
    name: Spanned<String>,
    column: String,
    separator: Option<Spanned<String>>,
    #[serde(default)]
    take: Take,
}

/// Columns that name a subject where a map does not say.
const SUBJECT_COLUMNS: [&str; 4] = ["subject", "name", "model", "id"];

impl RegisterMap {
    /// Reads a map file.
    ///
    /// # Errors
    /// Every mistake in it, with file, line and remedy.
    pub fn parse(file: &str, bytes: &[u8], vocabulary: &Vocabulary) -> Result<Self, Diagnostics> {
        let text = decode_text(file, bytes, MAX_FILE_BYTES)?;
        let file = SourceFile { path: file, text };
        let raw: MapFile = read(file)?;
        let mut reading = Reading { file, vocabulary, mistakes: Mistakes::default() };
        let map = reading.map(raw);
        reading.mistakes.into_diagnostics().into_result(map)
    }

    /// Reads the short form `COLUMN=FACT,COLUMN=FACT`. `subject:COLUMN` names
    /// the subjects.
    ///
    /// # Errors
    /// When a part is not of that form or names no fact.
    pub fn parse_line(line: &str, vocabulary: &Vocabulary) -> Result<Self, Diagnostics> {
        let mut map = Self::default();
        let mut mistakes = Vec::new();
        for part in line.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            if let Some(column) = part.strip_prefix("subject:") {
                map.subject = Some(column.trim().to_owned());
                continue;
            }
            let Some((column, fact)) = part.rsplit_once('=') else {
                let message = format!("\"{}\" is not COLUMN=FACT", part.escape_debug());
                mistakes.push(
                    Diagnostic::new("column map", message)
                        .hint("write for example \"Training compute=training_compute_flop\""),
                );
                continue;
            };
            let (column, fact) = (column.trim().to_owned(), fact.trim().to_owned());
            if vocabulary.get(&fact).is_none() {
                let message = format!("no fact is called \"{}\"", fact.escape_debug());
                let hint = suggest::remedy(
                    &fact,
                    vocabulary.names(),
                    "frameworks/facts.toml lists every fact",
                );
                mistakes.push(Diagnostic::new("column map", message).hint(hint));
            }
            map.columns.push(ColumnRule { column, fact, scale: 1.0, ..ColumnRule::default() });
        }
        if map.columns.len() > MAX_REGISTER_COLUMNS {
            let message = format!("more than {MAX_REGISTER_COLUMNS} columns");
            mistakes.push(Diagnostic::new("column map", message));
        }
        if mistakes.is_empty() && map.columns.is_empty() {
            mistakes.push(
                Diagnostic::new("column map", "the map names no column")
                    .hint("write COLUMN=FACT, several with commas"),
            );
        }
        Diagnostics(mistakes).into_result(map)
    }

    /// The map of a register whose columns are called as facts are; words of a
    /// one-of fact stand with `+` between them.
    #[must_use]
    pub fn of_columns(names: &[String], vocabulary: &Vocabulary) -> Self {
        let columns =
            names.iter().filter(|name| vocabulary.get(name).is_some()).map(|name| ColumnRule {
                column: name.clone(),
                fact: name.clone(),
                scale: 1.0,
                separator: Some("+".to_owned()),
                ..ColumnRule::default()
            });
        let columns = columns.take(MAX_REGISTER_COLUMNS).collect();
        Self { columns, ..Self::default() }.with_subject(names)
    }

    /// The same with a column that names the subjects, when the map has none
    /// and one is called so.
    #[must_use]
    pub fn with_subject(mut self, names: &[String]) -> Self {
        if self.subject.is_none() {
            let named = SUBJECT_COLUMNS
                .iter()
                .find_map(|wanted| names.iter().find(|name| name.eq_ignore_ascii_case(wanted)));
            self.subject = named.cloned();
        }
        self
    }
}

struct Reading<'a> {
    file: SourceFile<'a>,
    vocabulary: &'a Vocabulary,
    mistakes: Mistakes,
}

impl Reading<'_> {
    fn map(&mut self, raw: MapFile) -> RegisterMap {
        let mut map = RegisterMap {
            subject: raw.subject,
            unknown: raw.unknown.into_iter().map(|word| word.trim().to_owned()).collect(),
            ..RegisterMap::default()
        };
        if raw.column.len() > MAX_REGISTER_COLUMNS {
            let message = format!("more than {MAX_REGISTER_COLUMNS} columns");
            self.mistakes.at(self.file, 0, message, "leave out what no framework asks for");
            return map;
        }
        let mut seen = BTreeSet::new();
        for (name, value) in &raw.constants {
            if self.known(name) {
                seen.insert(name.get_ref().clone());
                let state = self.state(name.get_ref(), value);
                map.constants.extend(state.map(|state| (name.get_ref().clone(), state)));
            }
        }
        for entry in raw.column {
            if !self.known(&entry.fact) {
                continue;
            }
            if !seen.insert(entry.fact.get_ref().clone()) {
                let message = format!("{} is answered twice", entry.fact.get_ref());
                let hint = "give each fact one column or one constant";
                self.mistakes.at(self.file, entry.fact.span().start, message, hint);
            }
            let rule = self.column(entry);
            map.columns.push(rule);
        }
        for entry in raw.group {
            let name = entry.name.get_ref().clone();
            if map.groups.iter().any(|other| other.name == name) {
                let message = format!("two groups are called \"{}\"", name.escape_debug());
                self.mistakes.at(self.file, entry.name.span().start, message, "rename one");
            }
            let separator = self.separator(entry.separator);
            map.groups.push(GroupRule { name, column: entry.column, separator, take: entry.take });
        }
        map
    }

    fn known(&mut self, fact: &Spanned<String>) -> bool {
        let known = self.vocabulary.get(fact.get_ref()).is_some();
        if !known {
            self.mistakes.misnamed(
                self.file,
                fact.span().start,
                format!("unknown fact \"{}\"", fact.get_ref().escape_debug()),
                fact.get_ref(),
                self.vocabulary.names(),
                "frameworks/facts.toml lists every fact",
            );
        }
        known
    }

    fn separator(&mut self, given: Option<Spanned<String>>) -> Option<String> {
        let given = given?;
        if given.get_ref().is_empty() {
            let message = "an empty separator separates nothing";
            self.mistakes.at(self.file, given.span().start, message, "write for example \",\"");
            return None;
        }
        Some(given.into_inner())
    }

    fn column(&mut self, entry: ColumnEntry) -> ColumnRule {
        let fact = entry.fact.get_ref().clone();
        if let Some(scale) = &entry.scale {
            self.only("number", "scale", &fact, scale.span().start);
            if !scale.get_ref().is_finite() || *scale.get_ref() == 0.0 {
                let hint = "write what a cell is multiplied by, for example 1e24";
                self.mistakes.at(self.file, scale.span().start, "scale is no usable number", hint);
            }
        }
        if let Some(form) = &entry.date {
            self.only("date", "date", &fact, form.span().start);
            let day = tenbin_vocab::Date::constant(2026, 11, 21);
            let written = jiff::fmt::strtime::format(form.get_ref(), day);
            let read = written.and_then(|text| tenbin_vocab::Date::strptime(form.get_ref(), text));
            if !read.is_ok_and(|read| read == day) {
                let message = "this form does not hold year, month and day";
                let hint = "write for example \"%d.%m.%Y\" (strftime)";
                self.mistakes.at(self.file, form.span().start, message, hint);
            }
        }
        if entry.values.len() > MAX_REGISTER_WORDS {
            let message = format!("more than {MAX_REGISTER_WORDS} values");
            self.mistakes.at(self.file, entry.fact.span().start, message, "use otherwise");
        }
        let mut values = BTreeMap::new();
        for (word, value) in &entry.values {
            let state = self.state(&fact, value);
            values.extend(state.map(|state| (word.get_ref().trim().to_owned(), state)));
        }
        let otherwise = entry.otherwise.as_ref().and_then(|value| self.state(&fact, value));
        ColumnRule {
            column: entry.name,
            scale: entry.scale.map_or(1.0, Spanned::into_inner),
            date: entry.date.map(Spanned::into_inner),
            separator: self.separator(entry.separator),
            values,
            otherwise,
            fact,
        }
    }

    /// Complains of a key that is for facts of another type.
    fn only(&mut self, wanted: &str, key: &str, fact: &str, offset: usize) {
        let kind = self.vocabulary.get(fact).map(|fact| fact.kind.name()).unwrap_or_default();
        if kind != wanted {
            let message = format!("{key} is for {wanted} facts; {fact} is a {kind} fact");
            self.mistakes.at(self.file, offset, message, "remove it");
        }
    }

    /// What a value of the map says of a fact; `"unknown"` says nothing.
    fn state(&mut self, fact: &str, value: &Spanned<toml::Value>) -> Option<FactState> {
        let kind = &self.vocabulary.get(fact)?.kind;
        let node = from_value(value.get_ref(), value.span().start);
        match answer(fact, kind, &node) {
            Ok(state) => Some(state),
            Err(wrong) => {
                self.mistakes.at(self.file, wrong.offset, wrong.message, wrong.hint);
                None
            }
        }
    }
}
