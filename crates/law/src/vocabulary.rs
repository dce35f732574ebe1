//! The shared vocabulary: every fact conditions may speak of, with its type.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, Diagnostic};

use crate::limits::{MAX_FACTS, MAX_VALUES};
use crate::package::{FactEntry, FactType, FactsFile};
use crate::source::{Mistakes, SourceFile};
use crate::suggest;

/// The built-in date every condition may use.
pub(crate) const AS_OF: &str = "as_of";
/// The value of a one-of fact that stands alone: it excludes every other.
pub(crate) const NONE_VALUE: &str = "none";
/// Words of the condition language, which no fact or definition may be called.
pub(crate) const KEYWORDS: [&str; 14] = [
    "and", "or", "not", "in", "at", "least", "of", "true", "false", "as_of", "unknown", "days",
    "months", "years",
];

/// Position of a fact in the vocabulary; 0 is the as-of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FactIndex(pub(crate) u32);

impl FactIndex {
    pub(crate) const AS_OF: Self = Self(0);

    pub(crate) fn at(self) -> usize {
        self.0 as usize
    }
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// A model.
    Model,
    /// A system built on a model.
    System,
    /// The organisation that makes or uses it.
    Organisation,
    /// Something that went wrong.
    Incident,
}

/// The type of a fact, with what its values may be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum FactKind {
    /// Yes or no.
    Bool,
    /// A finite number.
    Number {
        /// Unit of the number, when it has one.
        unit: Option<String>,
        /// Least possible value.
        min: Option<f64>,
    },
    /// A calendar date.
    Date,
    /// One or more words of a list.
    OneOf {
        /// The words. `none` excludes every other.
        values: Vec<String>,
        /// Names that stand for "one of these, not said which".
        groups: Vec<(String, Vec<String>)>,
    },
}

impl FactKind {
    /// The type as written in `facts.toml`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Number { .. } => "number",
            Self::Date => "date",
            Self::OneOf { .. } => "one-of",
        }
    }

    /// What an answer looks like, for messages.
    pub(crate) fn expected(&self) -> String {
        match self {
            Self::Bool => "true or false".into(),
            Self::Number { unit: Some(unit), .. } => format!("a number, in {unit}"),
            Self::Number { unit: None, .. } => "a number".into(),
            Self::Date => "a date like 2026-11-21".into(),
            Self::OneOf { values, .. } if values.len() <= 12 => {
                format!("one of: {}", values.join(", "))
            }
            Self::OneOf { values, .. } => {
                let first: Vec<&str> = values.iter().take(5).map(String::as_str).collect();
                format!("one of {} words: {}, …", values.len(), first.join(", "))
            }
        }
    }

    /// The bit of a value, when the kind has it.
    pub(crate) fn value_bit(&self, word: &str) -> Option<u64> {
        let Self::OneOf { values, .. } = self else { return None };
        values.iter().position(|value| value == word).map(|position| 1 << position)
    }

    /// The bits of a group, when the kind has it.
    pub(crate) fn group_bits(&self, word: &str) -> Option<u64> {
        let Self::OneOf { groups, .. } = self else { return None };
        let (_, members) = groups.iter().find(|(name, _)| name == word)?;
        Some(members.iter().filter_map(|member| self.value_bit(member)).fold(0, |a, b| a | b))
    }

    /// The bits of every value, and of the value that stands alone.
    pub(crate) fn all_bits(&self) -> (u64, u64) {
        let Self::OneOf { values, .. } = self else { return (0, 0) };
        let all = values.iter().enumerate().fold(0, |bits, (position, _)| bits | 1 << position);
        (all, self.value_bit(NONE_VALUE).unwrap_or(0))
    }
}

/// One fact conditions may speak of.
#[derive(Clone, Debug, Serialize)]
pub struct FactDefinition {
    /// The word conditions use.
    pub name: String,
    /// What it is about.
    pub subject: Subject,
    /// Its type.
    #[serde(flatten)]
    pub kind: FactKind,
    /// From 1 (anyone knows) to 10 (a study is needed).
    pub cost: u8,
    /// The question that settles it.
    pub question: Bilingual,
    /// What to consider when answering.
    pub help: Option<Bilingual>,
}

/// Every fact, by position and by name.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    facts: Vec<FactDefinition>,
    by_name: HashMap<String, FactIndex>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        let as_of = FactDefinition {
            name: AS_OF.into(),
            subject: Subject::Organisation,
            kind: FactKind::Date,
            cost: 1,
            question: Bilingual::default(),
            help: None,
        };
        Self { by_name: HashMap::from([(AS_OF.to_owned(), FactIndex::AS_OF)]), facts: vec![as_of] }
    }
}

impl Vocabulary {
    /// Every fact in order of name, without the built-in `as_of`.
    pub fn facts(&self) -> impl ExactSizeIterator<Item = &FactDefinition> {
        self.facts.iter().skip(1)
    }

    /// The fact called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&FactDefinition> {
        self.index(name).and_then(|index| self.fact(index))
    }

    pub(crate) fn index(&self, name: &str) -> Option<FactIndex> {
        self.by_name.get(name).copied()
    }

    pub(crate) fn fact(&self, index: FactIndex) -> Option<&FactDefinition> {
        self.facts.get(index.at())
    }

    pub(crate) fn name(&self, index: FactIndex) -> &str {
        self.fact(index).map_or("", |fact| &fact.name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.facts.iter().map(|fact| fact.name.as_str())
    }

    /// Number of facts, the built-in one included.
    pub(crate) fn len(&self) -> usize {
        self.facts.len()
    }

    pub(crate) fn from_file(file: SourceFile<'_>, raw: FactsFile, mistakes: &mut Mistakes) -> Self {
        let mut vocabulary = Self::default();
        if raw.fact.len() > MAX_FACTS {
            mistakes.push(Diagnostic::new(
                file.path,
                format!("{} facts, more than the limit of {MAX_FACTS}", raw.fact.len()),
            ));
            return vocabulary;
        }
        for (name, entry) in raw.fact {
            let offset = name.span().start;
            let name = name.into_inner();
            if !is_name(&name) {
                mistakes.at(
                    file,
                    offset,
                    format!("\"{name}\" is not a fact name"),
                    "use lower-case letters, digits and underscores, a letter first, and no word of the condition language",
                );
                continue;
            }
            let fact = check_fact(file, &name, entry, mistakes);
            let index = FactIndex(u32::try_from(vocabulary.facts.len()).unwrap_or(u32::MAX));
            vocabulary.by_name.insert(name, index);
            vocabulary.facts.push(fact);
        }
        vocabulary
    }
}

/// True for a word that a fact or a definition may be called.
pub(crate) fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && word.len() <= 80
        && !KEYWORDS.contains(&word)
}

fn check_fact(
    file: SourceFile<'_>,
    name: &str,
    entry: FactEntry,
    mistakes: &mut Mistakes,
) -> FactDefinition {
    let kind_at = entry.kind.span().start;
    let kind = *entry.kind.get_ref();
    if !(1..=10).contains(entry.cost.get_ref()) {
        mistakes.at(
            file,
            entry.cost.span().start,
            format!("{name}: the cost is {}", entry.cost.get_ref()),
            "use 1 (anyone knows) to 10 (a study is needed)",
        );
    }
    for text in std::iter::once(&entry.question).chain(&entry.help) {
        check_bilingual(file, text, mistakes);
    }
    let unit_at = entry.unit.as_ref().map(|unit| unit.span().start);
    let min_at = entry.min.as_ref().map(|min| min.span().start);
    for (given, key) in [(unit_at, "unit"), (min_at, "min")] {
        if let (Some(offset), true) = (given, kind != FactType::Number) {
            let message = format!("{name}: only a number has a {key}");
            mistakes.at(file, offset, message, format!("remove {key}, or set type = \"number\""));
        }
    }
    if kind != FactType::OneOf && !(entry.values.is_empty() && entry.groups.is_empty()) {
        mistakes.at(
            file,
            kind_at,
            format!("{name}: only a one-of fact has values"),
            "remove values and groups, or set type = \"one-of\"",
        );
    }
    let kind = match kind {
        FactType::Bool => FactKind::Bool,
        FactType::Date => FactKind::Date,
        FactType::Number => FactKind::Number {
            unit: entry.unit.map(serde_spanned::Spanned::into_inner),
            min: entry.min.map(serde_spanned::Spanned::into_inner).filter(|min| min.is_finite()),
        },
        FactType::OneOf => check_values(file, name, kind_at, &entry, mistakes),
    };
    FactDefinition {
        name: name.to_owned(),
        subject: entry.subject,
        kind,
        cost: entry.cost.into_inner().clamp(1, 10),
        question: entry.question.into_inner(),
        help: entry.help.map(serde_spanned::Spanned::into_inner),
    }
}

fn check_values(
    file: SourceFile<'_>,
    name: &str,
    kind_at: usize,
    entry: &FactEntry,
    mistakes: &mut Mistakes,
) -> FactKind {
    let mut values: Vec<String> = Vec::new();
    for value in entry.values.iter().take(MAX_VALUES + 1) {
        let offset = value.span().start;
        let word = value.get_ref();
        if word.trim().is_empty() || word != word.trim() {
            mistakes.at(
                file,
                offset,
                format!("{name}: an empty or padded value"),
                "name the value",
            );
        } else if values.contains(word) {
            mistakes.at(file, offset, format!("{name}: \"{word}\" is listed twice"), "remove one");
        } else {
            values.push(word.clone());
        }
    }
    if values.is_empty() || values.len() > MAX_VALUES {
        mistakes.at(
            file,
            kind_at,
            format!(
                "{name}: a one-of fact has between 1 and {MAX_VALUES} values, not {}",
                entry.values.len()
            ),
            "list them in values",
        );
        values.truncate(MAX_VALUES);
    }
    let mut groups = Vec::new();
    for (group, members) in &entry.groups {
        let offset = group.span().start;
        if values.contains(group.get_ref()) {
            mistakes.at(
                file,
                offset,
                format!("{name}: \"{}\" is both a value and a group", group.get_ref()),
                "rename one of them",
            );
        }
        if members.is_empty() {
            mistakes.at(file, offset, format!("{name}: the group is empty"), "list its members");
        }
        for member in members {
            if member.get_ref() == NONE_VALUE {
                mistakes.at(
                    file,
                    member.span().start,
                    format!("{name}: \"{NONE_VALUE}\" stands alone and belongs to no group"),
                    "remove it from the group",
                );
            }
            if !values.contains(member.get_ref()) {
                mistakes.at(
                    file,
                    member.span().start,
                    format!("{name}: the group names an unknown value \"{}\"", member.get_ref()),
                    suggest::remedy(
                        member.get_ref(),
                        values.iter().map(String::as_str),
                        "use words of the list of values",
                    ),
                );
            }
        }
        groups.push((
            group.get_ref().clone(),
            members.iter().map(|member| member.get_ref().clone()).collect(),
        ));
    }
    FactKind::OneOf { values, groups }
}

/// Reports a bilingual text that is empty in a language.
pub fn check_bilingual(
    file: SourceFile<'_>,
    text: &serde_spanned::Spanned<Bilingual>,
    mistakes: &mut Mistakes,
) {
    for (lang, words) in [("ja", &text.get_ref().ja), ("en", &text.get_ref().en)] {
        if words.trim().is_empty() {
            mistakes.at(
                file,
                text.span().start,
                format!("the text in {lang} is empty"),
                "write both languages",
            );
        }
    }
}
