use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;
use tenbin_vocab::{Bilingual, Date, Diagnostic, Diagnostics};

use crate::Criterion;
use crate::reader::{Reader, read_toml};

/// Most documents one subject may list.
const MAX_DOCUMENTS: usize = 10_000;

/// What is being assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    /// A model, on its own.
    Model,
    /// A system built with one or more models.
    System,
}

/// A subject file, read and checked; its facts are read by `tenbin_law`.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Identifier: lower-case letters, digits, `-` and `.`.
    pub id: String,
    /// Name for people.
    pub name: Bilingual,
    /// Version of the model or system.
    pub version: String,
    /// Model or system.
    pub kind: SubjectKind,
    /// Who provides or operates it.
    pub provider: Bilingual,
    /// What it is.
    pub about: Bilingual,
    /// Target the battery is run against when the command names none.
    pub target: Option<String>,
    /// Battery to run when the command names none.
    pub battery: Option<String>,
    /// Frameworks to weigh; empty means all.
    pub frameworks: Vec<String>,
    /// As-of date to use when the command names none.
    pub as_of: Option<Date>,
    /// The operator's own criteria by quantity.
    pub acceptance: Vec<(String, Criterion)>,
    /// Documents handed over as evidence.
    pub documents: Vec<DocumentRef>,
}

/// A document named in a subject file.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRef {
    /// Kind of evidence, from `controls/evidence.toml`.
    pub kind: String,
    /// Title.
    pub title: Bilingual,
    /// Path relative to the subject file.
    pub file: String,
    /// Controls it speaks to.
    pub controls: Vec<String>,
    /// Date the document bears.
    pub dated: Option<Date>,
    /// Line of the entry, for messages.
    pub line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    subject: Head,
    #[serde(default)]
    acceptance: BTreeMap<String, Spanned<RawCriterion>>,
    // Read by tenbin_law, which knows the vocabulary and its types.
    #[serde(default)]
    #[allow(dead_code)]
    facts: toml::Table,
    // Read by tenbin_law, for what a breach could cost.
    #[serde(default)]
    #[allow(dead_code)]
    exchange: toml::Table,
    #[serde(default)]
    document: Vec<Spanned<RawDocument>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: Spanned<String>,
    name: Bilingual,
    #[serde(default)]
    version: String,
    kind: SubjectKind,
    provider: Bilingual,
    about: Bilingual,
    target: Option<String>,
    battery: Option<String>,
    #[serde(default)]
    frameworks: Vec<Spanned<String>>,
    as_of: Option<Spanned<toml::value::Datetime>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCriterion {
    at_least: Option<f64>,
    at_most: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDocument {
    kind: Spanned<String>,
    title: Bilingual,
    file: Spanned<String>,
    #[serde(default)]
    controls: Vec<Spanned<String>>,
    dated: Option<Spanned<toml::value::Datetime>>,
}

/// What a subject file may refer to: the ids that exist.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Framework ids.
    pub frameworks: &'a [&'a str],
    /// Control ids.
    pub controls: &'a [&'a str],
    /// Kinds of evidence.
    pub kinds: &'a [&'a str],
    /// Quantities of the measures that batteries declare.
    pub quantities: &'a [&'a str],
}

/// Reads a subject file. `path` is used in messages only.
///
/// # Errors
/// Every mistake found, each with line, column and remedy.
pub fn parse_subject(path: &str, bytes: &[u8], known: Known<'_>) -> Result<Subject, Diagnostics> {
    let format = "the format is described in examples/README.md";
    let (file, text) = read_toml(path, bytes, format)?;
    let mut reader = Reader::new(path, text);
    let subject = check(file, known, &mut reader);
    reader.mistakes.into_result(subject)
}

fn check(file: File, known: Known<'_>, reader: &mut Reader<'_>) -> Subject {
    let head = file.subject;
    let id = head.id.get_ref();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    if id.is_empty() || id.len() > 64 || !id.chars().all(plain) || id.starts_with(['.', '-']) {
        let hint = "use 1 to 64 of a-z, 0-9, - and ., not beginning with - or .".to_owned();
        reader.say(&head.id.span(), format!("\"{id}\" is not a subject id"), hint);
    }
    for framework in &head.frameworks {
        reader.known("framework", framework, known.frameworks);
    }
    let mut acceptance = Vec::new();
    for (quantity, criterion) in file.acceptance {
        let span = criterion.span();
        reader.known("quantity", &Spanned::new(span.clone(), quantity.clone()), known.quantities);
        let limit = match criterion.get_ref() {
            RawCriterion { at_least: Some(limit), at_most: None } => Criterion::AtLeast(*limit),
            RawCriterion { at_least: None, at_most: Some(limit) } => Criterion::AtMost(*limit),
            _ => {
                let hint = format!("{quantity} = {{ at_least = 0.9 }}");
                let message = "a criterion has exactly one of at_least and at_most".to_owned();
                reader.say(&span, message, hint);
                continue;
            }
        };
        let (Criterion::AtLeast(number) | Criterion::AtMost(number)) = limit;
        if !(0.0..=1.0).contains(&number) {
            let hint = "rates are proportions: write 0.9 for 90 %".to_owned();
            reader.say(&span, format!("the limit {number} is outside 0..=1"), hint);
        }
        acceptance.push((quantity, limit));
    }
    if file.document.len() > MAX_DOCUMENTS {
        let message = format!("more than {MAX_DOCUMENTS} documents");
        reader.mistakes.0.push(Diagnostic::new(reader.path, message));
    }
    let documents = file
        .document
        .into_iter()
        .take(MAX_DOCUMENTS)
        .map(|entry| document(entry, known, reader))
        .collect();
    Subject {
        id: head.id.into_inner(),
        name: head.name,
        version: head.version,
        kind: head.kind,
        provider: head.provider,
        about: head.about,
        target: head.target,
        battery: head.battery,
        frameworks: head.frameworks.into_iter().map(Spanned::into_inner).collect(),
        as_of: head.as_of.and_then(|value| reader.date(value)),
        acceptance,
        documents,
    }
}

fn document(entry: Spanned<RawDocument>, known: Known<'_>, reader: &mut Reader<'_>) -> DocumentRef {
    let line = Diagnostic::new("", "").at_offset(reader.text, entry.span().start).line;
    let raw = entry.into_inner();
    reader.known("kind of evidence", &raw.kind, known.kinds);
    for control in &raw.controls {
        reader.known("control", control, known.controls);
    }
    let file = raw.file.get_ref();
    let inside = !file.is_empty()
        && !file.starts_with(['/', '\\'])
        && !file.contains(':')
        && file.split(['/', '\\']).all(|part| !["", ".", ".."].contains(&part));
    if !inside {
        let hint = "give a path below the folder of the subject file".to_owned();
        reader.say(&raw.file.span(), format!("\"{file}\" is not a path below this file"), hint);
    }
    DocumentRef {
        kind: raw.kind.into_inner(),
        title: raw.title,
        file: raw.file.into_inner(),
        controls: raw.controls.into_iter().map(Spanned::into_inner).collect(),
        dated: raw.dated.and_then(|value| reader.date(value)),
        line,
    }
}
