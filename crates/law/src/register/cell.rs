//! Cells of a register as answers to facts.

use std::collections::{BTreeSet, HashMap};

use tenbin_vocab::{Date, FactState, FactValue};

use super::map::{ColumnRule, GroupRule, RegisterMap, Take};
use crate::batch::{Columns, FactAnswer, FactRef};
use crate::prepare::Prepared;
use crate::suggest;
use crate::vocabulary::FactKind;

/// Most words remembered for one column.
const MAX_REMEMBERED: usize = 4096;
/// Words that are looked through one by one; hashing costs more than comparing
/// a few.
const MAX_FEW: usize = 8;

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellMistake {
    /// The column.
    pub column: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// Enters the rows of a register into columns of facts. Words met once are
/// remembered.
#[derive(Clone)]
pub struct RegisterReader<'a> {
    prepared: &'a Prepared<'a>,
    unknown: BTreeSet<String>,
    wanted: Vec<String>,
    subject: Option<usize>,
    constants: Vec<(FactRef, FactAnswer)>,
    rules: Vec<Rule<'a>>,
}

#[derive(Clone)]
struct Rule<'a> {
    place: usize,
    fact: FactRef,
    kind: &'a FactKind,
    rule: ColumnRule,
    remembered: Remembered,
}

/// Answers by the word that gave them.
#[derive(Clone, Default)]
struct Remembered {
    few: Vec<(String, Option<FactAnswer>)>,
    many: HashMap<String, Option<FactAnswer>>,
}

impl Remembered {
    fn get(&self, text: &str) -> Option<Option<FactAnswer>> {
        let few = self.few.iter().find(|(word, _)| word == text).map(|(_, answer)| *answer);
        few.or_else(|| self.many.get(text).copied())
    }

    fn insert(&mut self, text: &str, answer: Option<FactAnswer>) {
        if self.few.len() < MAX_FEW {
            self.few.push((text.to_owned(), answer));
        } else if self.many.len() < MAX_REMEMBERED {
            self.many.insert(text.to_owned(), answer);
        }
    }
}

/// Message and remedy.
type Wrong = (String, String);

impl<'a> RegisterReader<'a> {
    /// A reader of rows by `map`; what names no fact of the vocabulary is left
    /// out.
    #[must_use]
    pub fn new(prepared: &'a Prepared<'a>, map: RegisterMap) -> Self {
        let mut reader = Self {
            prepared,
            unknown: map.unknown,
            wanted: Vec::new(),
            subject: None,
            constants: Vec::new(),
            rules: Vec::new(),
        };
        reader.subject = map.subject.as_deref().map(|column| reader.want(column));
        for (name, state) in &map.constants {
            let fact = prepared.fact(name);
            let answer = fact.and_then(|fact| prepared.answer(fact, state));
            reader.constants.extend(fact.zip(answer));
        }
        for rule in map.columns {
            let kind = prepared.library.vocabulary.get(&rule.fact).map(|fact| &fact.kind);
            if let (Some(fact), Some(kind)) = (prepared.fact(&rule.fact), kind) {
                let place = reader.want(&rule.column);
                reader.rules.push(Rule {
                    place,
                    fact,
                    kind,
                    rule,
                    remembered: Remembered::default(),
                });
            }
        }
        reader
    }

    /// Names of the columns that are read.
    #[must_use]
    pub fn wanted(&self) -> &[String] {
        &self.wanted
    }

    /// Reads `column` too and gives its position.
    pub fn want(&mut self, column: &str) -> usize {
        let known = self.wanted.iter().position(|name| name == column);
        known.unwrap_or_else(|| {
            self.wanted.push(column.to_owned());
            self.wanted.len() - 1
        })
    }

    /// Position of the column that names the subject.
    #[must_use]
    pub fn subject(&self) -> Option<usize> {
        self.subject
    }

    /// Enters one row, whose `cell` gives the text at a position, empty where
    /// there is none.
    ///
    /// # Errors
    /// Every cell that cannot be read; the others are entered.
    pub fn enter<'c>(
        &mut self,
        columns: &mut Columns,
        subject: usize,
        cell: &dyn Fn(usize) -> &'c str,
    ) -> Result<(), Vec<CellMistake>> {
        for (fact, answer) in &self.constants {
            columns.set(subject, *fact, *answer);
        }
        let mut mistakes = Vec::new();
        for rule in &mut self.rules {
            let text = cell(rule.place).trim();
            if text.is_empty() {
                continue;
            }
            match rule.answer(self.prepared, &self.unknown, text) {
                Ok(Some(answer)) => columns.set(subject, rule.fact, answer),
                Ok(None) => {}
                Err((message, hint)) => {
                    mistakes.push(CellMistake { column: rule.rule.column.clone(), message, hint });
                }
            }
        }
        if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
    }
}

impl Rule<'_> {
    fn answer(
        &mut self,
        prepared: &Prepared<'_>,
        unknown: &BTreeSet<String>,
        text: &str,
    ) -> Result<Option<FactAnswer>, Wrong> {
        if let Some(known) = self.remembered.get(text) {
            return Ok(known);
        }
        let state = self.cell(unknown, text)?;
        let answer = match &state {
            FactState::Unknown => None,
            state => Some(prepared.answer(self.fact, state).ok_or_else(|| {
                let message = format!("{} cannot be {}", self.rule.fact, quoted(text));
                (message, format!("expected {}", self.kind.expected()))
            })?),
        };
        if !matches!(self.kind, FactKind::Number { .. }) {
            self.remembered.insert(text, answer);
        }
        Ok(answer)
    }

    fn cell(&self, unknown: &BTreeSet<String>, text: &str) -> Result<FactState, Wrong> {
        if unknown.contains(text) {
            return Ok(FactState::Unknown);
        }
        if let Some(state) = self.rule.values.get(text) {
            return Ok(state.clone());
        }
        let Some(separator) = &self.rule.separator else { return self.word(text) };
        let parts = text.split(separator.as_str()).map(str::trim).filter(|part| !part.is_empty());
        let states = parts.map(|part| {
            if unknown.contains(part) { Ok(FactState::Unknown) } else { self.word(part) }
        });
        self.together(states.collect::<Result<Vec<_>, _>>()?, text)
    }

    /// What several words of one cell say together: of a yes-or-no fact yes when
    /// one of them does, of a one-of fact all of them.
    fn together(&self, mut states: Vec<FactState>, text: &str) -> Result<FactState, Wrong> {
        if states.len() <= 1 {
            return Ok(states.pop().unwrap_or_default());
        }
        let yes = FactState::known(FactValue::Bool(true));
        match self.kind {
            FactKind::Bool if states.contains(&yes) => Ok(yes),
            FactKind::Bool => {
                let open = states.iter().find(|state| state.value().is_none()).cloned();
                Ok(open.or(states.pop()).unwrap_or_default())
            }
            FactKind::OneOf { .. } => {
                let mut words: Vec<String> = Vec::new();
                for state in states {
                    let Some(FactValue::OneOf(more)) = state.value() else { return Ok(state) };
                    words.extend(
                        more.iter()
                            .filter(|word| !words.contains(word))
                            .cloned()
                            .collect::<Vec<_>>(),
                    );
                }
                Ok(FactState::known(FactValue::OneOf(words)))
            }
            _ => Err((
                format!("{} lists several values; {} holds one", quoted(text), self.rule.fact),
                "give the cell one value".to_owned(),
            )),
        }
    }

    fn word(&self, text: &str) -> Result<FactState, Wrong> {
        if let Some(state) = self.rule.values.get(text) {
            return Ok(state.clone());
        }
        if let Some(state) = &self.rule.otherwise {
            return Ok(state.clone());
        }
        let value = match self.kind {
            FactKind::Bool => truth(text).map(FactValue::Bool),
            FactKind::Number { .. } => {
                let number = text.parse::<f64>().map(|number| number * self.rule.scale);
                number.ok().filter(|number| number.is_finite()).map(FactValue::Number)
            }
            FactKind::Date => match &self.rule.date {
                Some(form) => Date::strptime(form, text).ok(),
                None => text.parse().ok(),
            }
            .map(FactValue::Date),
            FactKind::OneOf { .. } => {
                let known =
                    self.kind.value_bit(text).is_some() || self.kind.group_bits(text).is_some();
                known.then(|| FactValue::OneOf(vec![text.to_owned()]))
            }
        };
        value.map(FactState::known).ok_or_else(|| self.unreadable(text))
    }

    fn unreadable(&self, text: &str) -> Wrong {
        let message = format!("{} is no answer to {}", quoted(text), self.rule.fact);
        let translate = "translate it under values in the column map, or list it under unknown";
        let expected = match (self.kind, &self.rule.date) {
            (FactKind::Date, Some(form)) => format!("a date in the form {form}"),
            (FactKind::OneOf { values, .. }, _) => {
                let known = values.iter().map(String::as_str);
                return (
                    message,
                    format!(
                        "{}; or {translate}",
                        suggest::remedy(text, known, &self.kind.expected())
                    ),
                );
            }
            _ => self.kind.expected(),
        };
        (message, format!("write {expected}, or {translate}"))
    }
}

fn truth(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") || is("yes") || text == "1" {
        Some(true)
    } else if is("false") || is("no") || text == "0" {
        Some(false)
    } else {
        None
    }
}

/// Text of a cell for a message, cut short.
fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    let shown: String = text.chars().take(SHOWN).collect();
    let more = if text.chars().nth(SHOWN).is_some() { "…" } else { "" };
    format!("\"{}{more}\"", shown.escape_debug())
}

impl GroupRule {
    /// The groups of a cell, each once; a blank cell is the group called "".
    #[must_use]
    pub fn groups<'c>(&self, cell: &'c str) -> Vec<&'c str> {
        let take = |text: &'c str| match self.take {
            Take::All => text,
            Take::Year => {
                let year = text.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()));
                year.unwrap_or("")
            }
        };
        let mut found: Vec<&str> = Vec::new();
        let parts: Box<dyn Iterator<Item = &str>> = match &self.separator {
            Some(separator) => Box::new(cell.split(separator.as_str())),
            None => Box::new(std::iter::once(cell)),
        };
        for part in parts.map(str::trim).filter(|part| !part.is_empty()).map(take) {
            if !found.contains(&part) {
                found.push(part);
            }
        }
        if found.is_empty() {
            found.push("");
        }
        found
    }
}
