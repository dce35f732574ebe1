use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;
use tenbin_vocab::Bilingual;

use super::check::{bilingual, controls, identifier, language_tag, shown};
use super::item::{Item, Kind};
use super::source::{Source, nearest_hint};

/// Most times one item may be asked.
const MAX_EPOCHS: u32 = 1000;

/// Which items are asked, how they are scored and what is counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Battery {
    /// Identifier, for example `safety-core`.
    pub id: String,
    /// Version; a change in items, scorers or measures needs a new one.
    pub version: String,
    /// Title for people.
    pub title: Bilingual,
    /// What the battery is for.
    pub about: Bilingual,
    /// Languages every item is asked in.
    pub languages: Vec<String>,
    /// Categories whose items are asked.
    pub categories: Vec<String>,
    /// The items asked; `None` for every item of the categories.
    pub items: Option<Vec<String>>,
    /// Scorer for each kind of item: a scorer's name or `judge:RUBRIC`.
    pub scorers: BTreeMap<Kind, String>,
    /// How often each item is asked.
    pub epochs: u32,
    /// What is counted.
    pub measures: Vec<Measure>,
}

impl Battery {
    /// True when the battery asks `item`.
    #[must_use]
    pub fn asks(&self, item: &Item) -> bool {
        self.categories.contains(&item.category)
            && self.items.as_ref().is_none_or(|items| items.contains(&item.id))
    }
}

/// A quantity: the share of answers to items of some kinds that count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// Name, for example `safe_response_rate`.
    pub quantity: String,
    /// Title for people.
    pub title: Bilingual,
    /// Kinds of item it is taken over.
    pub kinds: Vec<Kind>,
    /// Scorer labels that count.
    pub success: Vec<String>,
    /// Which direction is good.
    pub better: Better,
    /// Kind of evidence the result makes.
    pub evidence: String,
    /// Controls it speaks to, besides those of the category.
    pub controls: Vec<String>,
}

/// Which direction of a quantity is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBattery {
    id: Spanned<String>,
    version: Spanned<String>,
    title: Spanned<Bilingual>,
    about: Spanned<Bilingual>,
    languages: Vec<Spanned<String>>,
    categories: Vec<Spanned<String>>,
    items: Option<Vec<Spanned<String>>>,
    scorers: Spanned<BTreeMap<Kind, Spanned<String>>>,
    #[serde(default)]
    epochs: Option<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawMeasure {
    quantity: Spanned<String>,
    title: Spanned<Bilingual>,
    kinds: Vec<Spanned<Kind>>,
    success: Vec<Spanned<String>>,
    better: Better,
    evidence: Spanned<String>,
    controls: Vec<Spanned<String>>,
}

/// Answers which labels a scorer name stands for; `None` for an unknown name.
pub(crate) type ScorerLabels<'a> = &'a dyn Fn(&str) -> Option<Vec<String>>;

/// What a battery may refer to in the other files.
pub(super) struct Known<'a> {
    pub(super) categories: Vec<&'a str>,
    pub(super) scorers: Vec<String>,
    pub(super) labels: ScorerLabels<'a>,
}

/// Reads batteries/<id>.toml; gives the battery and the place of its id.
pub(super) fn read_battery(
    source: &mut Source<'_>,
    known: &Known<'_>,
    items: &[&Item],
) -> Option<(usize, Battery)> {
    let mut table = source.parse()?;
    let measures = source.entries(&mut table, "measure");
    let raw: RawBattery = source.head(table)?;
    let start = raw.id.span().start;
    identifier(source, &raw.id);
    bilingual(source, &raw.title, "title");
    bilingual(source, &raw.about, "about");
    version(source, &raw.version);
    if raw.languages.is_empty() || raw.categories.is_empty() {
        source.mistake(start, "a battery needs languages and categories", "name at least one each");
    }
    for tag in &raw.languages {
        language_tag(source, tag);
    }
    for name in &raw.categories {
        if !known.categories.contains(&name.get_ref().as_str()) {
            source.mistake(
                name.span().start,
                format!("there is no category `{}`", shown(name.get_ref())),
                nearest_hint(name.get_ref(), known.categories.iter().copied()),
            );
        }
    }
    for id in raw.items.iter().flatten() {
        let listed =
            |item: &Item| raw.categories.iter().any(|name| *name.get_ref() == item.category);
        match items.iter().find(|item| item.id == *id.get_ref()) {
            None => source.mistake(
                id.span().start,
                format!("there is no item `{}`", shown(id.get_ref())),
                nearest_hint(id.get_ref(), items.iter().map(|item| item.id.as_str())),
            ),
            Some(item) if !listed(item) => source.mistake(
                id.span().start,
                format!(
                    "item `{}` is of the category `{}`, which is not listed",
                    item.id, item.category
                ),
                "add the category to `categories` or remove the item",
            ),
            Some(_) => {}
        }
    }
    for list in
        [Some(&raw.languages), Some(&raw.categories), raw.items.as_ref()].into_iter().flatten()
    {
        for (index, name) in list.iter().enumerate() {
            if list[..index].iter().any(|before| before.get_ref() == name.get_ref()) {
                let message = format!("`{}` is listed twice", shown(name.get_ref()));
                source.mistake(name.span().start, message, "remove one");
            }
        }
    }
    let epochs = raw.epochs.map_or(1, |epochs| {
        if !(1..=MAX_EPOCHS).contains(epochs.get_ref()) {
            let message = format!("epochs {} is not between 1 and {MAX_EPOCHS}", epochs.get_ref());
            source.mistake(epochs.span().start, message, "1 asks every item once");
        }
        *epochs.get_ref()
    });
    let scorers = read_scorers(source, raw.scorers.into_inner(), known);
    let measures = read_measures(source, measures, &scorers, known.labels);
    if measures.is_empty() {
        source.mistake(start, "the battery has no measure", "add at least one [[measure]]");
    }
    let battery = Battery {
        id: raw.id.into_inner(),
        version: raw.version.into_inner(),
        title: raw.title.into_inner(),
        about: raw.about.into_inner(),
        languages: plain(raw.languages),
        categories: plain(raw.categories),
        items: raw.items.map(plain),
        scorers,
        epochs,
        measures,
    };
    Some((start, battery))
}

fn plain(list: Vec<Spanned<String>>) -> Vec<String> {
    list.into_iter().map(Spanned::into_inner).collect()
}

/// A version: any short text.
pub(super) fn version(source: &mut Source<'_>, version: &Spanned<String>) {
    if version.get_ref().trim().is_empty() || version.get_ref().len() > 40 {
        source.mistake(version.span().start, "the version is empty or too long", "write \"1\"");
    }
}

/// The scorer of each kind, with unknown names recorded as mistakes.
pub(super) fn read_scorers(
    source: &mut Source<'_>,
    raw: BTreeMap<Kind, Spanned<String>>,
    known: &Known<'_>,
) -> BTreeMap<Kind, String> {
    raw.into_iter()
        .map(|(kind, name)| {
            if (known.labels)(name.get_ref()).is_none() {
                source.mistake(
                    name.span().start,
                    format!("there is no scorer `{}`", shown(name.get_ref())),
                    nearest_hint(name.get_ref(), known.scorers.iter().map(String::as_str)),
                );
            }
            (kind, name.into_inner())
        })
        .collect()
}

/// The measures of a battery or of a map of recorded answers.
pub(super) fn read_measures(
    source: &mut Source<'_>,
    raw: Vec<(usize, RawMeasure)>,
    scorers: &BTreeMap<Kind, String>,
    labels: ScorerLabels<'_>,
) -> Vec<Measure> {
    let mut measures: Vec<Measure> = Vec::new();
    for (_, raw) in raw {
        let place = raw.quantity.span().start;
        let quantity = raw.quantity.get_ref();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if quantity.is_empty() || !quantity.chars().all(plain) {
            let message = format!("`{}` is not a name of a quantity", shown(quantity));
            source.mistake(place, message, "use lower-case letters, digits and underscores");
        }
        if measures.iter().any(|before| before.quantity == *quantity) {
            let message = format!("quantity `{quantity}` is measured twice");
            source.mistake(place, message, "rename or remove one");
        }
        bilingual(source, &raw.title, "title");
        if raw.kinds.is_empty() || raw.success.is_empty() {
            source.mistake(place, "`kinds` or `success` is empty", "name at least one each");
        }
        if raw.evidence.get_ref().trim().is_empty() {
            let hint = "name a kind from the evidence vocabulary, for example evaluation-report";
            source.mistake(raw.evidence.span().start, "`evidence` is empty", hint);
        }
        let mut known: Vec<String> = Vec::new();
        for kind in &raw.kinds {
            match scorers.get(kind.get_ref()) {
                Some(scorer) => known.extend(labels(scorer).unwrap_or_default()),
                None => source.mistake(
                    kind.span().start,
                    format!("no scorer is named for `{}` items", kind.get_ref().as_str()),
                    "add the kind to `scorers`",
                ),
            }
        }
        for label in &raw.success {
            // With no known scorer the missing scorer is the mistake, not the label.
            if !known.is_empty() && !known.contains(label.get_ref()) {
                source.mistake(
                    label.span().start,
                    format!(
                        "no scorer of these kinds gives the label `{}`",
                        shown(label.get_ref())
                    ),
                    nearest_hint(label.get_ref(), known.iter().map(String::as_str)),
                );
            }
        }
        let controls = controls(source, raw.controls);
        measures.push(Measure {
            quantity: raw.quantity.into_inner(),
            title: raw.title.into_inner(),
            kinds: raw.kinds.into_iter().map(Spanned::into_inner).collect(),
            success: raw.success.into_iter().map(Spanned::into_inner).collect(),
            better: raw.better,
            evidence: raw.evidence.into_inner(),
            controls,
        });
    }
    measures
}
