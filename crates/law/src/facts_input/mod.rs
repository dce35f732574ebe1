//! A person's answers, in JSON, TOML or YAML, to facts. Pure over bytes.

mod exchange;
mod incident;
mod json;
mod node;
mod toml_text;
mod yaml;

#[cfg(test)]
mod tests;

use tenbin_vocab::{Date, Diagnostic, Diagnostics, FactState, FactValue, Facts};

pub(crate) use exchange::is_currency;
pub use exchange::{Exchange, parse_exchange};
pub use incident::parse_incident;
use node::{Node, Value};
pub(crate) use toml_text::from_value;

use crate::limits::MAX_FACTS_BYTES;
use crate::source::{Mistakes, SourceFile, decode_text};
use crate::state::choice_of;
use crate::suggest;
use crate::vocabulary::{AS_OF, FactKind, NONE_VALUE, Vocabulary};

/// How a facts file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON (RFC 8259).
    Json,
    /// TOML 1.1.
    Toml,
    /// YAML 1.2, core schema: `no` is a word, `1e25` a number.
    Yaml,
}

impl Format {
    /// The format of a file name: `.json`, `.toml`, `.yaml` or `.yml`.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let (_, extension) = path.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "toml" => Some(Self::Toml),
            "yaml" | "yml" => Some(Self::Yaml),
            _ => None,
        }
    }
}

/// What a facts file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactsInput {
    /// The facts it names; all others are unknown.
    pub facts: Facts,
    /// The date of the assessment, when the file gives one.
    pub as_of: Option<Date>,
}

/// Reads a facts file: a map from fact to answer, or a map with such a map
/// under `facts` beside other keys, which are not looked at apart from `as_of`,
/// there or under `subject`.
///
/// An answer is a plain value; `null` or `"unknown"`; or a table: `{value,
/// source}`, `{not_applicable = "why"}`, `{contested = "why"}`, or the form
/// facts are written in (`{state, value, source, reason}`). A one-of fact takes
/// one word or a list.
///
/// # Errors
/// With file, line, the nearest name and what is expected: bytes that are no
/// text, a wrong form, an unknown fact, a wrong type, a key given twice.
pub fn parse_facts(
    path: &str,
    bytes: &[u8],
    format: Format,
    vocabulary: &Vocabulary,
) -> Result<FactsInput, Diagnostics> {
    let text = decode_text(path, bytes, MAX_FACTS_BYTES)?;
    let file = SourceFile { path, text };
    let root = read_root(file, format)?;
    let mut mistakes = Mistakes::default();
    let input = read_map(file, &root, vocabulary, &mut mistakes);
    mistakes.into_diagnostics().into_result(input)
}

fn read_root(file: SourceFile<'_>, format: Format) -> Result<Node, Diagnostic> {
    match format {
        Format::Json => json::read(file),
        Format::Toml => toml_text::read(file),
        Format::Yaml => yaml::read(file),
    }
}

fn read_map(
    file: SourceFile<'_>,
    root: &Node,
    vocabulary: &Vocabulary,
    mistakes: &mut Mistakes,
) -> FactsInput {
    let mut input = FactsInput::default();
    let Value::Map(entries) = &root.value else {
        mistakes.at(
            file,
            root.offset,
            format!("the file holds {}, not a map of facts", root.value.describe()),
            "write one fact a line: name and answer",
        );
        return input;
    };
    let under_facts = entries.iter().find(|entry| entry.name == "facts").map(|entry| &entry.node);
    let nested = match under_facts {
        Some(Node { value: Value::Map(inner), .. }) => Some(inner),
        _ => None,
    };
    if nested.is_some() {
        // A subject file says it in its head.
        let head = entries.iter().find(|entry| entry.name == "subject").map(|entry| &entry.node);
        let head = match head {
            Some(Node { value: Value::Map(inner), .. }) => inner.as_slice(),
            _ => &[],
        };
        if let Some(entry) = entries.iter().chain(head).find(|entry| entry.name == AS_OF) {
            input.as_of = read_as_of(file, &entry.node, mistakes);
        }
    }
    for entry in nested.unwrap_or(entries) {
        if entry.name == AS_OF {
            input.as_of = read_as_of(file, &entry.node, mistakes);
            continue;
        }
        let Some(fact) = vocabulary.get(&entry.name) else {
            mistakes.misnamed(
                file,
                entry.offset,
                format!("unknown fact \"{}\"", entry.name.escape_debug()),
                &entry.name,
                vocabulary.names(),
                "frameworks/facts.toml lists every fact",
            );
            continue;
        };
        match answer(&fact.name, &fact.kind, &entry.node) {
            Ok(state) => {
                input.facts.insert(fact.name.clone(), state);
            }
            Err(wrong) => mistakes.at(file, wrong.offset, wrong.message, wrong.hint),
        }
    }
    input
}

fn read_as_of(file: SourceFile<'_>, node: &Node, mistakes: &mut Mistakes) -> Option<Date> {
    match value_of(AS_OF, &FactKind::Date, node) {
        Ok(FactValue::Date(date)) => Some(date),
        Ok(_) => None,
        Err(wrong) => {
            mistakes.at(file, wrong.offset, wrong.message, wrong.hint);
            None
        }
    }
}

/// A wrong answer and its place.
pub(crate) struct Wrong {
    pub(crate) offset: usize,
    pub(crate) message: String,
    pub(crate) hint: String,
}

fn wrong<T>(node: &Node, message: String, hint: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { offset: node.offset, message, hint: hint.into() })
}

/// The state an answer gives the fact `name`.
pub(crate) fn answer(name: &str, kind: &FactKind, node: &Node) -> Result<FactState, Wrong> {
    match &node.value {
        Value::Null => Ok(FactState::Unknown),
        Value::Text(word) if word == "unknown" && kind.value_bit(word).is_none() => {
            Ok(FactState::Unknown)
        }
        Value::Map(_) => answer_table(name, kind, node),
        _ => value_of(name, kind, node).map(FactState::known),
    }
}

fn answer_table(name: &str, kind: &FactKind, node: &Node) -> Result<FactState, Wrong> {
    const KEYS: [&str; 6] = ["value", "source", "not_applicable", "contested", "state", "reason"];
    let Value::Map(entries) = &node.value else { return Ok(FactState::Unknown) };
    for entry in entries {
        if !KEYS.contains(&entry.name.as_str()) {
            return Err(Wrong {
                offset: entry.offset,
                message: format!("{name}: unknown key \"{}\"", entry.name.escape_debug()),
                hint: suggest::remedy(&entry.name, KEYS, ""),
            });
        }
    }
    let get = |key: &str| entries.iter().find(|entry| entry.name == key).map(|e| &e.node);
    let text = |key: &str| match get(key) {
        None => Ok(String::new()),
        Some(Node { value: Value::Text(text), .. }) => Ok(text.clone()),
        Some(other) => wrong(
            other,
            format!("{name}: {key} holds {}, not text", other.value.describe()),
            "say it in words",
        ),
    };
    let shape = "use { value = …, source = \"…\" }, { not_applicable = \"why\" } or { contested = \"why\" }";
    let state = match get("state") {
        None => None,
        Some(_) => Some(text("state")?),
    };
    let forms = ["value", "not_applicable", "contested"];
    let given: Vec<&str> = forms.into_iter().filter(|key| get(key).is_some()).collect();
    match (state.as_deref(), given.as_slice()) {
        (None | Some("known"), ["value"]) => {
            let Some(value) = get("value") else { return Ok(FactState::Unknown) };
            if matches!(value.value, Value::Null)
                || matches!(&value.value, Value::Text(word) if word == "unknown")
            {
                return Ok(FactState::Unknown);
            }
            Ok(FactState::Known { value: value_of(name, kind, value)?, source: text("source")? })
        }
        (None, ["not_applicable"]) => {
            Ok(FactState::NotApplicable { reason: text("not_applicable")? })
        }
        (None, ["contested"]) => Ok(FactState::Contested { reason: text("contested")? }),
        (Some("unknown"), []) => Ok(FactState::Unknown),
        (Some("not-applicable"), []) => Ok(FactState::NotApplicable { reason: text("reason")? }),
        (Some("contested"), []) => Ok(FactState::Contested { reason: text("reason")? }),
        (Some(other), _)
            if !["known", "unknown", "not-applicable", "contested"].contains(&other) =>
        {
            wrong(node, format!("{name}: unknown state \"{}\"", other.escape_debug()), shape)
        }
        (_, []) => wrong(node, format!("{name}: the table gives no answer"), shape),
        _ => wrong(node, format!("{name}: the table gives more than one answer"), shape),
    }
}

fn value_of(name: &str, kind: &FactKind, node: &Node) -> Result<FactValue, Wrong> {
    let mismatch = |hint: String| {
        wrong(
            node,
            format!(
                "{name} is a {} fact, but {} is given; expected {}",
                kind.name(),
                node.value.describe(),
                kind.expected()
            ),
            hint,
        )
    };
    match (kind, &node.value) {
        (FactKind::Bool, Value::Bool(value)) => Ok(FactValue::Bool(*value)),
        (FactKind::Bool, Value::Text(word))
            if ["yes", "no", "true", "false", "on", "off"]
                .contains(&word.to_ascii_lowercase().as_str()) =>
        {
            mismatch("write true or false, without quotation marks".into())
        }
        (FactKind::Number { min, .. }, Value::Number(number)) => {
            if !number.is_finite() {
                return wrong(
                    node,
                    format!("{name}: the number is not finite, or too large to hold"),
                    "write a number below 1.7e308",
                );
            }
            match min {
                Some(min) if number < min => wrong(
                    node,
                    format!("{name} is {number}, less than its least possible value {min}"),
                    "check the sign and the unit",
                ),
                _ => Ok(FactValue::Number(*number)),
            }
        }
        (FactKind::Number { .. }, Value::Text(word)) if word.parse::<f64>().is_ok() => {
            mismatch("remove the quotation marks".into())
        }
        (FactKind::Date, Value::Date(date)) => Ok(FactValue::Date(*date)),
        (FactKind::Date, Value::Text(word)) => match parse_date(word) {
            Some(date) => Ok(FactValue::Date(date)),
            None => wrong(
                node,
                format!("{name}: \"{}\" is not a calendar date", word.escape_debug()),
                "write dates as 2026-11-21",
            ),
        },
        (FactKind::OneOf { .. }, Value::Text(word)) => {
            words_of(name, kind, node, vec![(word, node)])
        }
        (FactKind::OneOf { .. }, Value::List(items)) => {
            let mut words = Vec::new();
            for item in items {
                match &item.value {
                    Value::Text(word) => words.push((word, item)),
                    other => {
                        return wrong(
                            item,
                            format!("{name}: the list holds {}, not a word", other.describe()),
                            format!("expected {}", kind.expected()),
                        );
                    }
                }
            }
            words_of(name, kind, node, words)
        }
        _ => mismatch(format!("write {}", kind.expected())),
    }
}

/// A date written as exactly `YYYY-MM-DD`.
pub(crate) fn parse_date(word: &str) -> Option<Date> {
    let shape = word.len() == 10
        && word.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shape.then(|| word.parse().ok()).flatten()
}

fn words_of(
    name: &str,
    kind: &FactKind,
    node: &Node,
    words: Vec<(&String, &Node)>,
) -> Result<FactValue, Wrong> {
    let FactKind::OneOf { values, groups } = kind else {
        return wrong(node, format!("{name} takes no words"), kind.expected());
    };
    let mut found: Vec<String> = Vec::new();
    for (word, node) in words {
        if kind.value_bit(word).is_none() && kind.group_bits(word).is_none() {
            let known = values.iter().chain(groups.iter().map(|(group, _)| group));
            return wrong(
                node,
                format!(
                    "\"{}\" is not a value of {name}; expected {}",
                    word.escape_debug(),
                    kind.expected()
                ),
                suggest::remedy(
                    word,
                    known.map(String::as_str),
                    "frameworks/facts.toml lists every value",
                ),
            );
        }
        if !found.contains(word) {
            found.push(word.clone());
        }
    }
    if found.is_empty() {
        return wrong(
            node,
            format!("{name}: the list is empty"),
            "name a value, or leave the fact out when it is not known",
        );
    }
    if choice_of(kind, found.iter().map(String::as_str)).is_none() {
        let hint = if found.iter().any(|word| word == NONE_VALUE) {
            "none stands alone: remove it, or the other values"
        } else {
            "name at most one group"
        };
        return wrong(node, format!("{name}: {} do not go together", found.join(", ")), hint);
    }
    Ok(FactValue::OneOf(found))
}

/// A mistake of a parser at a byte of the file.
fn syntax(
    file: SourceFile<'_>,
    offset: usize,
    message: impl Into<String>,
    hint: &str,
) -> Diagnostic {
    Diagnostic::new(file.path, message).at_offset(file.text, offset).hint(hint)
}
