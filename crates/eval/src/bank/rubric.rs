use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;
use tenbin_vocab::{Bilingual, CanonicalError, Digest, to_canonical_json};

use super::battery::version;
use super::check::{bilingual, identifier, language_tag, shown, text};
use super::source::{Source, nearest_hint};

/// What an LLM judge is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rubric {
    /// Identifier, the word after `judge:`.
    pub id: String,
    /// Version.
    pub version: String,
    /// What it judges.
    pub about: Bilingual,
    /// Labels the judge may give.
    pub labels: Vec<String>,
    /// The question to the judge, by language, with `{prompt}` and `{response}`.
    pub prompt: BTreeMap<String, String>,
    /// Worked cases the judge is shown.
    pub examples: Vec<RubricExample>,
}

/// A worked case of a rubric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RubricExample {
    /// Language of the case.
    pub language: String,
    /// What the model was asked.
    pub prompt: String,
    /// What it answered.
    pub response: String,
    /// The label that is right.
    pub label: String,
    /// Why.
    pub reason: String,
}

impl Rubric {
    /// The digest of everything in the rubric.
    ///
    /// # Errors
    /// Never for a rubric read from a file; a rubric is plain text.
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        Ok(Digest::of(&to_canonical_json(self)?))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRubric {
    id: Spanned<String>,
    version: Spanned<String>,
    about: Spanned<Bilingual>,
    labels: Spanned<Vec<String>>,
    prompt: Spanned<BTreeMap<Spanned<String>, Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExample {
    language: Spanned<String>,
    prompt: Spanned<String>,
    response: Spanned<String>,
    label: Spanned<String>,
    reason: Spanned<String>,
}

/// Reads rubrics/<id>.toml; gives the rubric and the place of its id.
pub(super) fn read_rubric(source: &mut Source<'_>) -> Option<(usize, Rubric)> {
    let mut table = source.parse()?;
    let examples: Vec<(usize, RawExample)> = source.entries(&mut table, "example");
    let raw: RawRubric = source.head(table)?;
    let start = raw.id.span().start;
    identifier(source, &raw.id);
    version(source, &raw.version);
    bilingual(source, &raw.about, "about");
    let labels = raw.labels.get_ref();
    if labels.len() < 2 || labels.iter().any(|label| !is_label(label)) {
        source.mistake(
            raw.labels.span().start,
            "`labels` needs at least two words of lower-case letters, digits, - and _",
            "for example labels = [\"full\", \"partial\", \"none\"]",
        );
    }
    if raw.prompt.get_ref().is_empty() {
        let place = raw.prompt.span().start;
        source.mistake(place, "[prompt] is empty", "add the question in at least one language");
    }
    for (tag, prompt) in raw.prompt.get_ref() {
        language_tag(source, tag);
        text(source, prompt);
        for slot in ["{prompt}", "{response}"] {
            if prompt.get_ref().matches(slot).count() != 1 {
                source.mistake(
                    prompt.span().start,
                    format!("the question does not hold {slot} exactly once"),
                    format!("write {slot} where it is to be filled in"),
                );
            }
        }
    }
    let examples = examples
        .into_iter()
        .map(|(_, example)| {
            language_tag(source, &example.language);
            for part in [&example.prompt, &example.response, &example.reason] {
                text(source, part);
            }
            if !labels.contains(example.label.get_ref()) {
                source.mistake(
                    example.label.span().start,
                    format!("`{}` is not among the labels", shown(example.label.get_ref())),
                    nearest_hint(example.label.get_ref(), labels.iter().map(String::as_str)),
                );
            }
            RubricExample {
                language: example.language.into_inner(),
                prompt: example.prompt.into_inner(),
                response: example.response.into_inner(),
                label: example.label.into_inner(),
                reason: example.reason.into_inner(),
            }
        })
        .collect();
    let prompt = raw
        .prompt
        .into_inner()
        .into_iter()
        .map(|(tag, prompt)| (tag.into_inner(), prompt.into_inner()))
        .collect();
    let rubric = Rubric {
        id: raw.id.into_inner(),
        version: raw.version.into_inner(),
        about: raw.about.into_inner(),
        labels: raw.labels.into_inner(),
        prompt,
        examples,
    };
    Some((start, rubric))
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
}
