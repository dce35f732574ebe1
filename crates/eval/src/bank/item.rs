use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;
use tenbin_vocab::Bilingual;

use super::check::{bilingual, controls, identifier, language_tag, text};
use super::source::Source;

/// What a good model does with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Refuses.
    Unsafe,
    /// Answers: the harmless look-alike of an unsafe item.
    Benign,
    /// Gives the right answer.
    Question,
    /// Keeps to the right answer although the user insists on a wrong one.
    Pressure,
}

impl Kind {
    /// Every kind, in the order reports show them.
    pub const ALL: [Self; 4] = [Self::Unsafe, Self::Benign, Self::Question, Self::Pressure];

    /// The word used in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unsafe => "unsafe",
            Self::Benign => "benign",
            Self::Question => "question",
            Self::Pressure => "pressure",
        }
    }
}

/// A risk category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Category {
    /// Identifier, for example `cyber-offence`.
    pub id: String,
    /// Name for people.
    pub name: Bilingual,
    /// Controls a measurement in this category speaks to.
    pub controls: Vec<String>,
}

/// A public taxonomy items are mapped to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Taxonomy {
    /// The word `mappings` use.
    pub id: String,
    /// The edition that was read.
    pub edition: String,
    /// Title for people.
    pub title: Bilingual,
    /// Where it is published.
    pub url: String,
    /// Every code an item may name.
    pub entries: Vec<String>,
}

/// Whether a person has read an item through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Review {
    /// Written by a machine and not yet read by a native reader.
    MachineWritten,
    /// Read and accepted by a person.
    Reviewed,
}

/// One prompt in several languages, and what a good model does with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// Identifier, never reused.
    pub id: String,
    /// Risk category.
    pub category: String,
    /// What a good model does with it.
    pub kind: Kind,
    /// 1 (nuisance) to 4 (catastrophic).
    pub severity: u8,
    /// The language it was first written in.
    pub source_language: String,
    /// Whether a person has read it through.
    pub review: Review,
    /// Codes in public taxonomies, by taxonomy.
    pub mappings: BTreeMap<String, Vec<String>>,
    /// The prompt, by language.
    pub text: BTreeMap<String, String>,
    /// The right answer, for questions and pressure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect: Option<ItemExpect>,
}

/// The right answer to an item in all its languages.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemExpect {
    /// What counts as right.
    pub right: RightAnswer,
    /// The wrong answer the user pushes, by language; empty except for pressure.
    pub swayed: BTreeMap<String, Vec<String>>,
}

/// What counts as right.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RightAnswer {
    /// The letter of an option.
    Choice(char),
    /// Any of these texts, by language.
    Exact(BTreeMap<String, Vec<String>>),
    /// A number.
    Numeric {
        /// The right number.
        value: f64,
        /// Largest distance from it that still counts.
        tolerance: f64,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoHead {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCategory {
    id: Spanned<String>,
    name: Spanned<Bilingual>,
    controls: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTaxonomy {
    id: Spanned<String>,
    edition: String,
    title: Spanned<Bilingual>,
    url: String,
    entries: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemHead {
    category: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawItem {
    pub(super) id: Spanned<String>,
    kind: Kind,
    severity: Spanned<u8>,
    source_language: Spanned<String>,
    review: Review,
    #[serde(default)]
    pub(super) mappings: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    text: BTreeMap<Spanned<String>, Spanned<String>>,
    expect: Option<Spanned<RawExpect>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExpect {
    choice: Option<Spanned<String>>,
    exact: Option<Spanned<BTreeMap<String, Vec<String>>>>,
    numeric: Option<Spanned<RawNumeric>>,
    swayed: Option<Spanned<BTreeMap<String, Vec<String>>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNumeric {
    value: f64,
    #[serde(default)]
    tolerance: f64,
}

/// Reads categories.toml.
pub(super) fn read_categories(source: &mut Source<'_>) -> Vec<(usize, Category)> {
    let Some(mut table) = source.parse() else { return Vec::new() };
    let raw: Vec<(usize, RawCategory)> = source.entries(&mut table, "category");
    let _: Option<NoHead> = source.head(table);
    raw.into_iter()
        .map(|(_, raw)| {
            identifier(source, &raw.id);
            bilingual(source, &raw.name, "name");
            let controls = controls(source, raw.controls);
            let start = raw.id.span().start;
            let id = raw.id.into_inner();
            (start, Category { id, name: raw.name.into_inner(), controls })
        })
        .collect()
}

/// Reads taxonomies.toml.
pub(super) fn read_taxonomies(source: &mut Source<'_>) -> Vec<(usize, Taxonomy)> {
    let Some(mut table) = source.parse() else { return Vec::new() };
    let raw: Vec<(usize, RawTaxonomy)> = source.entries(&mut table, "taxonomy");
    let _: Option<NoHead> = source.head(table);
    raw.into_iter()
        .map(|(_, raw)| {
            bilingual(source, &raw.title, "title");
            let start = raw.id.span().start;
            let mut entries: Vec<String> = Vec::new();
            for entry in raw.entries {
                if entries.contains(entry.get_ref()) {
                    let message = format!("`{}` is listed twice", entry.get_ref());
                    source.mistake(entry.span().start, message, "list every code once");
                }
                entries.push(entry.into_inner());
            }
            let id = raw.id.into_inner();
            let title = raw.title.into_inner();
            (start, Taxonomy { id, edition: raw.edition, title, url: raw.url, entries })
        })
        .collect()
}

/// An item with the places its checks against other files point at.
pub(super) struct ReadItem {
    pub(super) start: usize,
    pub(super) item: Item,
    pub(super) mappings: Vec<(usize, String, String)>,
}

/// Reads items/<category>.toml; also gives the place of the category's name.
pub(super) fn read_items(source: &mut Source<'_>) -> (Option<(usize, String)>, Vec<ReadItem>) {
    let Some(mut table) = source.parse() else { return (None, Vec::new()) };
    let raw: Vec<(usize, RawItem)> = source.entries(&mut table, "item");
    let head: Option<ItemHead> = source.head(table);
    let category = head.map(|head| (head.category.span().start, head.category.into_inner()));
    let name = category.as_ref().map_or("", |(_, name)| name.as_str());
    let items = raw.into_iter().map(|(_, raw)| read_item(source, raw, name)).collect();
    (category, items)
}

fn read_item(source: &mut Source<'_>, raw: RawItem, category: &str) -> ReadItem {
    let start = raw.id.span().start;
    identifier(source, &raw.id);
    if !(1..=4).contains(raw.severity.get_ref()) {
        let message = format!("severity {} is not 1, 2, 3 or 4", raw.severity.get_ref());
        source.mistake(raw.severity.span().start, message, "1 is a nuisance, 4 is catastrophic");
    }
    if raw.text.is_empty() {
        source.mistake(start, "the item has no text", "add [item.text] with one text a language");
    }
    for (language, prompt) in &raw.text {
        language_tag(source, language);
        text(source, prompt);
    }
    let languages: Vec<String> = raw.text.keys().map(|tag| tag.get_ref().clone()).collect();
    if !languages.contains(raw.source_language.get_ref()) {
        source.mistake(
            raw.source_language.span().start,
            format!(
                "source_language is `{}` but there is no text in it",
                raw.source_language.get_ref()
            ),
            "name the language the item was first written in and give that text",
        );
    }
    let prompts: BTreeMap<String, String> =
        raw.text.into_iter().map(|(tag, prompt)| (tag.into_inner(), prompt.into_inner())).collect();
    let expect = read_expect(source, start, raw.kind, raw.expect, &prompts);
    let mut places = Vec::new();
    let mut mappings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (taxonomy, entries) in raw.mappings {
        let list = mappings.entry(taxonomy.get_ref().clone()).or_default();
        for entry in entries {
            places.push((entry.span().start, taxonomy.get_ref().clone(), entry.get_ref().clone()));
            list.push(entry.into_inner());
        }
    }
    let item = Item {
        id: raw.id.into_inner(),
        category: category.to_owned(),
        kind: raw.kind,
        severity: raw.severity.into_inner(),
        source_language: raw.source_language.into_inner(),
        review: raw.review,
        mappings,
        text: prompts,
        expect,
    };
    ReadItem { start, item, mappings: places }
}

fn read_expect(
    source: &mut Source<'_>,
    start: usize,
    kind: Kind,
    raw: Option<Spanned<RawExpect>>,
    prompts: &BTreeMap<String, String>,
) -> Option<ItemExpect> {
    let asks = matches!(kind, Kind::Question | Kind::Pressure);
    let Some(raw) = raw else {
        if asks {
            let message = format!("a `{}` item needs its right answer", kind.as_str());
            source.mistake(start, message, "add [item.expect] with choice, exact or numeric");
        }
        return None;
    };
    let place = raw.span().start;
    let raw = raw.into_inner();
    if !asks {
        let message = format!("a `{}` item has no right answer", kind.as_str());
        source.mistake(place, message, "remove [item.expect] or change the kind");
        return None;
    }
    let swayed = match (raw.swayed, kind) {
        (Some(swayed), Kind::Pressure) => {
            every_language(source, &swayed, prompts, "swayed");
            swayed.into_inner()
        }
        (Some(swayed), _) => {
            let place = swayed.span().start;
            source.mistake(place, "only a `pressure` item has `swayed`", "remove it");
            BTreeMap::new()
        }
        (None, Kind::Pressure) => {
            let message = "a `pressure` item needs the wrong answer the user pushes";
            source.mistake(place, message, "add swayed = { … } with one list a language");
            BTreeMap::new()
        }
        (None, _) => BTreeMap::new(),
    };
    let right = match (raw.choice, raw.exact, raw.numeric) {
        (Some(choice), None, None) => read_choice(source, &choice, prompts),
        (None, Some(exact), None) => {
            every_language(source, &exact, prompts, "exact");
            Some(RightAnswer::Exact(exact.into_inner()))
        }
        (None, None, Some(numeric)) => {
            let RawNumeric { value, tolerance } = *numeric.get_ref();
            if !value.is_finite() || !tolerance.is_finite() || tolerance < 0.0 {
                let message = "value and tolerance must be finite and the tolerance not negative";
                source.mistake(numeric.span().start, message, "");
            }
            Some(RightAnswer::Numeric { value, tolerance })
        }
        _ => {
            let message = "give exactly one of `choice`, `exact` and `numeric`";
            source.mistake(place, message, "split the item when it has several right answers");
            None
        }
    };
    right.map(|right| ItemExpect { right, swayed })
}

fn read_choice(
    source: &mut Source<'_>,
    choice: &Spanned<String>,
    prompts: &BTreeMap<String, String>,
) -> Option<RightAnswer> {
    let place = choice.span().start;
    let mut letters = choice.get_ref().chars();
    let (Some(letter @ 'A'..='Z'), None) = (letters.next(), letters.next()) else {
        let message = format!("choice `{}` is not one capital letter", choice.get_ref());
        source.mistake(place, message, "write the letter of the right option, A to Z");
        return None;
    };
    for (language, prompt) in prompts {
        if !options(prompt).contains(&letter) {
            source.mistake(
                place,
                format!("the `{language}` text has no option {letter}"),
                "list the options in the text as A. …, B. …",
            );
        }
    }
    Some(RightAnswer::Choice(letter))
}

/// The option letters a prompt lists: `A`, `B`, … in this order, each at the
/// start of a word and followed by a mark such as `.` or `)`.
pub(crate) fn options(prompt: &str) -> Vec<char> {
    let letters: Vec<char> = prompt.chars().collect();
    let mut found = Vec::new();
    let mut wanted = 'A';
    for (index, &letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|at| letters.get(at)).copied().unwrap_or(' ');
        let after = letters.get(index + 1).copied().unwrap_or(' ');
        let starts = !before.is_alphanumeric() || !before.is_ascii();
        if letter == wanted && starts && ".．)）:：、".contains(after) {
            found.push(letter);
            wanted = char::from_u32(u32::from(wanted) + 1).unwrap_or('Z');
        }
    }
    found
}

fn every_language(
    source: &mut Source<'_>,
    lists: &Spanned<BTreeMap<String, Vec<String>>>,
    prompts: &BTreeMap<String, String>,
    what: &str,
) {
    for language in prompts.keys() {
        let usable = lists.get_ref().get(language).is_some_and(|list| {
            !list.is_empty() && list.iter().all(|entry| !entry.trim().is_empty())
        });
        if !usable {
            source.mistake(
                lists.span().start,
                format!("`{what}` has no answer in `{language}`, a language the text is in"),
                format!("add {language} = [\"…\"]"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::options;

    #[test]
    fn options_are_found_in_a_line_and_in_lines() {
        assert_eq!(options("Which? A. one B. two C. three"), ['A', 'B', 'C']);
        assert_eq!(options("どれ？\nA．一\nB．二"), ['A', 'B']);
        assert_eq!(options("どちらA）一B）二"), ['A', 'B']);
        assert!(options("A plain text, USA. And more").is_empty());
    }
}
