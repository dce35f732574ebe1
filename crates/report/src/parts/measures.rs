use std::collections::BTreeMap;

use askama::Template;
use tenbin_assess::{Criterion, EvidenceItem};
use tenbin_vocab::{Estimate, Lang, Measured, Outcome};

use crate::charts::{Dot, DotChart, DotRow, Reference, percent};
use crate::{Texts, View, render, words};

/// Measured results of one quantity in one run, ready to be drawn.
#[derive(Clone, Debug)]
pub struct MeasureGroup<'a> {
    /// Quantity.
    pub quantity: &'a str,
    /// Run.
    pub run: &'a str,
    /// Results in the order they were recorded.
    pub results: Vec<&'a Measured>,
}

/// Groups results by run and quantity, in the order they first occur.
#[must_use]
pub fn group<'a>(results: impl IntoIterator<Item = &'a Measured>) -> Vec<MeasureGroup<'a>> {
    let mut groups: Vec<MeasureGroup<'a>> = Vec::new();
    let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for measured in results {
        let (quantity, run) = (measured.quantity.as_str(), measured.method.run.as_str());
        let place = *places.entry((run, quantity)).or_insert_with(|| {
            groups.push(MeasureGroup { quantity, run, results: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.results.push(measured);
        }
    }
    groups
}

/// Names a measures page needs; an assessment carries them, a run page gives
/// its own.
pub trait MeasureNames {
    /// Name of a quantity.
    fn quantity(&self, id: &str) -> String;
    /// Name of a risk category.
    fn category(&self, id: &str) -> String;
}

#[derive(Template)]
#[template(path = "measure.html")]
struct MeasureCard {
    t: Texts,
    id: String,
    title: String,
    simulation: bool,
    chart: String,
    groups: Vec<Group>,
    criterion: bool,
    method: Vec<(String, String)>,
}

/// The results of one category, one line a language.
struct Group {
    category: String,
    overall: bool,
    rows: Vec<Row>,
}

struct Row {
    language: String,
    estimate: String,
    interval: String,
    n: u64,
    missing: u64,
    verdict: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "acceptance.html")]
struct Acceptance {
    t: Texts,
    rows: Vec<AcceptanceRow>,
}

struct AcceptanceRow {
    quantity: String,
    language: String,
    criterion: String,
    result: String,
    look: &'static str,
    word: String,
    href: String,
}

impl MeasureNames for View<'_> {
    fn quantity(&self, id: &str) -> String {
        View::quantity(self, id)
    }

    fn category(&self, id: &str) -> String {
        View::category(self, id)
    }
}

impl View<'_> {
    /// The measured results: one chart and table a quantity and run.
    #[must_use]
    pub fn measures(&self) -> String {
        let results = self.assessment.evidence.iter().filter_map(measured);
        group(results)
            .iter()
            .enumerate()
            .map(|(index, group)| {
                let criterion = self
                    .assessment
                    .acceptance
                    .iter()
                    .find(|result| result.quantity == group.quantity)
                    .map(|result| result.criterion);
                measure_card(self.t, group, self, criterion, &self.links.id(&format!("m{index}")))
            })
            .collect()
    }

    /// True when any result was measured.
    #[must_use]
    pub fn has_measures(&self) -> bool {
        self.assessment.evidence.iter().any(|item| measured(item).is_some())
    }

    /// The operator's criteria against the results; empty when none was declared.
    #[must_use]
    pub fn acceptance_table(&self) -> String {
        let rows: Vec<AcceptanceRow> = self
            .assessment
            .acceptance
            .iter()
            .map(|result| AcceptanceRow {
                quantity: View::quantity(self, &result.quantity),
                language: self.language(&result.language),
                criterion: limit_words(self.t, result.criterion),
                result: with_interval(&result.result),
                look: words::acceptance_look(result.verdict).as_str(),
                word: self.t.say(words::acceptance(result.verdict)),
                href: self.links.evidence(&result.evidence),
            })
            .collect();
        if rows.is_empty() { String::new() } else { render(&Acceptance { t: self.t, rows }) }
    }
}

fn measured(item: &EvidenceItem) -> Option<&Measured> {
    match &item.record.outcome {
        Outcome::Measured(measured) => Some(measured),
        Outcome::Document { .. } => None,
    }
}

/// An estimate with its interval, as text.
#[must_use]
pub fn with_interval(result: &Estimate) -> String {
    format!("{} {}", percent(result.estimate), interval(result))
}

fn interval(result: &Estimate) -> String {
    let [low, high] = result.interval;
    format!("[{}, {}]", percent(low), percent(high))
}

fn limit_words(t: Texts, criterion: Criterion) -> String {
    match criterion {
        Criterion::AtLeast(limit) => t.value("criterion-at-least", percent(limit)),
        Criterion::AtMost(limit) => t.value("criterion-at-most", percent(limit)),
    }
}

/// Chart and table of one quantity in one run. Categories are rows, languages
/// are series; what covers all categories stands in the table and, first, in
/// the chart.
#[must_use]
pub fn measure_card(
    t: Texts,
    group: &MeasureGroup<'_>,
    names: &dyn MeasureNames,
    criterion: Option<Criterion>,
    id: &str,
) -> String {
    let mut languages: Vec<&str> = Vec::new();
    let mut categories: Vec<&str> = Vec::new();
    for measured in &group.results {
        if !languages.contains(&measured.language.as_str()) {
            languages.push(&measured.language);
        }
        if !categories.contains(&measured.category.as_str()) {
            categories.push(&measured.category);
        }
    }
    // All languages together only when nothing is known of each.
    if languages.len() > 1 {
        languages.retain(|tag| *tag != "all");
    }
    // The same order, and so the same mark, whatever language the page is in.
    languages.sort_by_key(|tag| (*tag != Lang::Ja.tag(), *tag != Lang::En.tag(), *tag));
    categories.sort_by_key(|category| *category != "all");
    let dot = |category: &str, tag: &str| {
        let found = group
            .results
            .iter()
            .find(|measured| measured.category == category && measured.language == tag)?;
        let [low, high] = found.result.interval;
        Some(Dot { estimate: found.result.estimate, low, high })
    };
    let title = names.quantity(group.quantity);
    let level = group.results.first().map_or(0.95, |measured| measured.result.level);
    let chart = DotChart {
        title: t.value("measure-chart-title", &title),
        desc: t.part("measure-chart-desc", languages.len(), categories.len()),
        row_head: t.say("col-category"),
        series: languages.iter().map(|tag| language(t, tag)).collect(),
        rows: categories
            .iter()
            .map(|category| DotRow {
                label: names.category(category),
                dots: languages.iter().map(|tag| dot(category, tag)).collect(),
            })
            .filter(|row| row.dots.iter().any(Option::is_some))
            .collect(),
        reference: criterion.map(|criterion| {
            let (Criterion::AtLeast(value) | Criterion::AtMost(value)) = criterion;
            Reference { value, label: limit_words(t, criterion) }
        }),
    };
    let groups = categories
        .iter()
        .map(|category| Group {
            category: names.category(category),
            overall: *category == "all",
            rows: rows_of(t, group, category, &languages, criterion),
        })
        .collect();
    let method =
        group.results.first().map(|first| method_lines(t, first, level)).unwrap_or_default();
    render(&MeasureCard {
        t,
        id: id.to_owned(),
        title,
        simulation: group.results.iter().any(|measured| measured.method.simulation),
        chart: chart.svg(&format!("{id}-chart")),
        groups,
        criterion: criterion.is_some(),
        method,
    })
}

/// The lines of one category in the order of the chart; what covers all
/// languages, or one the chart leaves out, comes last.
fn rows_of(
    t: Texts,
    group: &MeasureGroup<'_>,
    category: &str,
    languages: &[&str],
    criterion: Option<Criterion>,
) -> Vec<Row> {
    let mut found: Vec<&Measured> =
        group.results.iter().filter(|measured| measured.category == category).copied().collect();
    found.sort_by_key(|measured| {
        languages.iter().position(|tag| *tag == measured.language).unwrap_or(usize::MAX)
    });
    found.into_iter().map(|measured| row(t, measured, criterion)).collect()
}

/// One line of the table. The criterion is held against the results over all
/// categories only.
fn row(t: Texts, measured: &Measured, criterion: Option<Criterion>) -> Row {
    let verdict = criterion.filter(|_| measured.category == "all").map(|criterion| {
        let verdict = criterion.judge(&measured.result);
        (words::acceptance_look(verdict).as_str(), t.say(words::acceptance(verdict)))
    });
    Row {
        language: language(t, &measured.language),
        estimate: percent(measured.result.estimate),
        interval: interval(&measured.result),
        n: measured.result.n,
        missing: measured.missing,
        verdict,
    }
}

fn language(t: Texts, tag: &str) -> String {
    words::language(tag).map_or_else(|| tag.to_owned(), |key| t.say(key))
}

/// How the numbers were made, as label and value.
fn method_lines(t: Texts, measured: &Measured, level: f64) -> Vec<(String, String)> {
    let method = &measured.method;
    let mut lines = vec![
        (t.say("method-target"), method.target.clone()),
        (t.say("method-battery"), format!("{} {}", method.battery, method.battery_version)),
        (t.say("method-scorer"), method.scorer.clone()),
    ];
    if let Some(judge) = &method.judge {
        lines.push((t.say("method-judge"), judge.clone()));
    }
    lines.push((
        t.say("method-interval"),
        format!("{}, {}", percent(level), measured.result.method),
    ));
    lines.push((t.say("method-protocol"), method.protocol.to_string()));
    lines.push((t.say("method-run"), method.run.clone()));
    lines
}
