//! From rows to results: every number is counted from the rows of a journal and
//! carries an interval.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use tenbin_stats::{missing_bounds, paired, proportion};
use tenbin_vocab::{Bilingual, Digest, Estimate};

use crate::bank::{Better, Category, Measure};
use crate::journal::Row;
use crate::plan::{JudgeRef, Plan};
use crate::runner::RunHead;

/// Version tag of the results of a run.
const SUMMARY_SCHEMA: &str = "tenbin.run-summary/1";
/// The word for "every category" and "every language".
pub(crate) const ALL: &str = "all";
/// Coverage the intervals aim at.
const LEVEL: f64 = 0.95;

/// The results of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunSummary {
    /// Always `tenbin.run-summary/1`.
    pub schema: String,
    /// Identifier of the run.
    pub run: String,
    /// Battery id.
    pub battery: String,
    /// Battery version.
    pub battery_version: String,
    /// Title of the battery for people.
    pub title: Bilingual,
    /// Target, without secrets.
    pub target: String,
    /// True when the answers are simulated.
    pub simulation: bool,
    /// Protocol digest.
    pub protocol: Digest,
    /// The judge, when one scored.
    pub judge: Option<JudgeRef>,
    /// Languages asked.
    pub languages: Vec<String>,
    /// How often each question was asked.
    pub epochs: u32,
    /// Categories asked.
    pub categories: Vec<SummaryCategory>,
    /// What was counted.
    pub measures: Vec<SummaryMeasure>,
    /// Calls planned.
    pub calls: u64,
    /// Calls with an answer and a score.
    pub scored: u64,
    /// Calls with an answer the scorer or judge gave no score for.
    pub unscored: u64,
    /// Calls without an answer, those not made yet included.
    pub unanswered: u64,
    /// One entry a measure, category, language and (with several epochs) epoch.
    pub results: Vec<MeasureResult>,
    /// Differences between two languages over the same items.
    pub gaps: Vec<LanguageGap>,
}

/// A category as a summary names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryCategory {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: Bilingual,
    /// Controls a measurement in it speaks to.
    pub controls: Vec<String>,
}

/// A measure as a summary names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryMeasure {
    /// Name of the quantity.
    pub quantity: String,
    /// Title for people.
    pub title: Bilingual,
    /// Which direction is good.
    pub better: Better,
    /// Kind of evidence the result makes.
    pub evidence: String,
    /// Controls it speaks to, besides those of the category.
    pub controls: Vec<String>,
    /// Scorers with their versions.
    pub scorer: String,
}

/// One result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureResult {
    /// Name of the quantity.
    pub quantity: String,
    /// Category, or `all`.
    pub category: String,
    /// Language, or `all`.
    pub language: String,
    /// Epoch; `None` for all of them.
    pub epoch: Option<u32>,
    /// Items asked.
    pub items: u64,
    /// Answers that count, of those scored.
    pub count: u64,
    /// Calls without a score.
    pub missing: u64,
    /// The share that counts; `None` when nothing was scored.
    pub result: Option<Estimate>,
    /// The share if no missing answer counted, and if every one did.
    pub bounds: [f64; 2],
}

/// The difference of one quantity between two languages, paired by item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageGap {
    /// Name of the quantity.
    pub quantity: String,
    /// Category, or `all`.
    pub category: String,
    /// The two languages.
    pub languages: [String; 2],
    /// Items with a score in both.
    pub pairs: u64,
    /// Items asked with a score in one or none.
    pub missing: u64,
    /// First language less second; `None` with fewer than two pairs.
    pub difference: Option<Estimate>,
}

impl RunSummary {
    /// The result for `category` and `language` over all epochs; `all` for either.
    #[must_use]
    pub fn result(&self, quantity: &str, category: &str, language: &str) -> Option<&MeasureResult> {
        self.results.iter().find(|result| {
            result.quantity == quantity
                && result.category == category
                && result.language == language
                && result.epoch.is_none()
        })
    }
}

/// The results of `rows` under `plan`; the order of the rows does not matter,
/// and of several rows about one call the last one counts.
pub fn summarise<'r>(
    plan: &Plan,
    head: &RunHead,
    rows: impl IntoIterator<Item = &'r Row>,
) -> RunSummary {
    let mut tally = Tally::new(plan);
    for row in rows {
        tally.add(row);
    }
    tally.finish(head)
}

/// What is known about one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Unanswered,
    Unscored,
    /// Index of the label.
    Label(u16),
}

/// Rows counted as they come; holds one mark a call and no text.
pub(crate) struct Tally<'p> {
    plan: &'p Plan,
    /// Place of each question, by item and language.
    places: HashMap<(&'p str, &'p str), usize>,
    labels: Vec<String>,
    /// By question, then epoch.
    marks: Vec<Mark>,
    scorers: HashMap<crate::bank::Kind, String>,
}

impl<'p> Tally<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        let places = plan
            .questions
            .iter()
            .enumerate()
            .map(|(at, question)| ((question.item.as_str(), question.language.as_str()), at))
            .collect();
        let marks = vec![Mark::Unanswered; plan.call_count()];
        Self { plan, places, labels: Vec::new(), marks, scorers: HashMap::new() }
    }

    pub(crate) fn add(&mut self, row: &Row) {
        let place = self.places.get(&(row.item.as_str(), row.language.as_str()));
        let (Some(&place), 1..) = (place, row.epoch) else { return };
        if row.epoch > self.plan.epochs {
            return;
        }
        let mark = match (&row.score, &row.response) {
            (Some(score), _) => Mark::Label(self.label(&score.label)),
            (None, Some(_)) => Mark::Unscored,
            (None, None) => Mark::Unanswered,
        };
        self.marks[place * self.plan.epochs as usize + row.epoch as usize - 1] = mark;
        self.scorers.entry(row.kind).or_insert_with(|| row.scorer.clone());
    }

    fn label(&mut self, label: &str) -> u16 {
        let at = self.labels.iter().position(|known| known == label).unwrap_or_else(|| {
            self.labels.push(label.to_owned());
            self.labels.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    pub(crate) fn finish(self, head: &RunHead) -> RunSummary {
        let plan = self.plan;
        let count = |wanted: fn(&Mark) -> bool| {
            self.marks.iter().filter(|mark| wanted(mark)).count() as u64
        };
        let mut results = Vec::new();
        let mut gaps = Vec::new();
        for measure in &plan.measures {
            let cells = self.cells(measure);
            self.results(measure, &cells, &mut results);
            self.gaps(measure, &cells, &mut gaps);
        }
        RunSummary {
            schema: SUMMARY_SCHEMA.to_owned(),
            run: head.run.clone(),
            battery: plan.battery.clone(),
            battery_version: plan.version.clone(),
            title: plan.title.clone(),
            target: head.target.clone(),
            simulation: head.simulation,
            protocol: head.protocol,
            judge: head.judge.clone(),
            languages: plan.languages.clone(),
            epochs: plan.epochs,
            categories: plan.categories.iter().map(summary_category).collect(),
            measures: plan.measures.iter().map(|measure| self.summary_measure(measure)).collect(),
            calls: self.marks.len() as u64,
            scored: count(|mark| matches!(mark, Mark::Label(_))),
            unscored: count(|mark| matches!(mark, Mark::Unscored)),
            unanswered: count(|mark| matches!(mark, Mark::Unanswered)),
            results,
            gaps,
        }
    }

    fn summary_measure(&self, measure: &Measure) -> SummaryMeasure {
        let mut scorers: Vec<&str> = Vec::new();
        for kind in &measure.kinds {
            if let Some(scorer) = self.scorers.get(kind)
                && !scorers.contains(&scorer.as_str())
            {
                scorers.push(scorer);
            }
        }
        SummaryMeasure {
            quantity: measure.quantity.clone(),
            title: measure.title.clone(),
            better: measure.better,
            evidence: measure.evidence.clone(),
            controls: measure.controls.clone(),
            scorer: scorers.join("+"),
        }
    }

    /// Every call the measure is taken over, in the order of the plan.
    fn cells(&self, measure: &Measure) -> Vec<Cell> {
        let counts: Vec<bool> =
            self.labels.iter().map(|label| measure.success.contains(label)).collect();
        let place_of = |found: Option<usize>| found.unwrap_or(usize::MAX);
        let epochs = self.plan.epochs as usize;
        let mut clusters: HashMap<&str, u32> = HashMap::new();
        let mut cells = Vec::new();
        for (place, question) in self.plan.questions.iter().enumerate() {
            if !measure.kinds.contains(&question.kind) {
                continue;
            }
            let next = clusters.len() as u32;
            let cluster = *clusters.entry(question.item.as_str()).or_insert(next);
            let categories = &self.plan.categories;
            let category = place_of(categories.iter().position(|c| c.id == question.category));
            let languages = &self.plan.languages;
            let language = place_of(languages.iter().position(|tag| *tag == question.language));
            for epoch in 0..epochs {
                let score = match self.marks[place * epochs + epoch] {
                    Mark::Label(label) => Some(counts[usize::from(label)]),
                    Mark::Unscored | Mark::Unanswered => None,
                };
                cells.push(Cell { category, language, cluster, epoch: epoch as u32 + 1, score });
            }
        }
        cells
    }

    fn results(&self, measure: &Measure, cells: &[Cell], results: &mut Vec<MeasureResult>) {
        let epochs = if self.plan.epochs > 1 { self.plan.epochs } else { 0 };
        let languages = 0..self.plan.languages.len();
        for category in self.categories_of(cells) {
            for language in std::iter::once(None).chain(languages.clone().map(Some)) {
                for epoch in std::iter::once(None).chain((1..=epochs).map(Some)) {
                    let chosen: Vec<&Cell> = cells
                        .iter()
                        .filter(|cell| category.is_none_or(|category| cell.category == category))
                        .filter(|cell| language.is_none_or(|language| cell.language == language))
                        .filter(|cell| epoch.is_none_or(|epoch| cell.epoch == epoch))
                        .collect();
                    if chosen.is_empty() {
                        continue;
                    }
                    results.push(MeasureResult {
                        quantity: measure.quantity.clone(),
                        category: self.category_name(category),
                        language: language
                            .map_or(ALL, |language| &self.plan.languages[language])
                            .to_owned(),
                        epoch,
                        ..count_cells(&chosen)
                    });
                }
            }
        }
    }

    fn gaps(&self, measure: &Measure, cells: &[Cell], gaps: &mut Vec<LanguageGap>) {
        let languages = &self.plan.languages;
        for category in self.categories_of(cells) {
            let chosen: Vec<&Cell> = cells
                .iter()
                .filter(|cell| category.is_none_or(|category| cell.category == category))
                .collect();
            for first in 0..languages.len() {
                for second in first + 1..languages.len() {
                    let (pairs, missing) = pair_cells(&chosen, [first, second]);
                    if pairs.is_empty() && missing == 0 {
                        continue;
                    }
                    gaps.push(LanguageGap {
                        quantity: measure.quantity.clone(),
                        category: self.category_name(category),
                        languages: [languages[first].clone(), languages[second].clone()],
                        pairs: pairs.len() as u64,
                        missing,
                        difference: paired(&pairs, LEVEL),
                    });
                }
            }
        }
    }

    fn category_name(&self, category: Option<usize>) -> String {
        category.map_or(ALL, |category| &self.plan.categories[category].id).to_owned()
    }

    /// All (`None`), then each category that has a cell.
    fn categories_of(&self, cells: &[Cell]) -> Vec<Option<usize>> {
        let asked = 0..self.plan.categories.len();
        let present = asked.filter(|place| cells.iter().any(|cell| cell.category == *place));
        std::iter::once(None).chain(present.map(Some)).collect()
    }
}

/// One call a measure is taken over.
struct Cell {
    /// Place of the category and of the language in the plan.
    category: usize,
    language: usize,
    /// Number of the item: its calls are not independent of one another.
    cluster: u32,
    epoch: u32,
    /// Whether it counts; `None` without a score.
    score: Option<bool>,
}

fn summary_category(category: &Category) -> SummaryCategory {
    SummaryCategory {
        id: category.id.clone(),
        name: category.name.clone(),
        controls: category.controls.clone(),
    }
}

fn count_cells(cells: &[&Cell]) -> MeasureResult {
    // One pair (counted, scored) a cluster.
    let mut clusters: Vec<Option<(u64, u64)>> = vec![None; cluster_count(cells)];
    let mut missing = 0;
    for cell in cells {
        let (count, scored) = clusters[cell.cluster as usize].get_or_insert_default();
        match cell.score {
            Some(counts) => {
                *count += u64::from(counts);
                *scored += 1;
            }
            None => missing += 1,
        }
    }
    let asked = || clusters.iter().flatten();
    let items = asked().count() as u64;
    let scored: Vec<(u64, u64)> = asked().filter(|(_, n)| *n > 0).copied().collect();
    let count: u64 = scored.iter().map(|(count, _)| count).sum();
    let n: u64 = scored.iter().map(|(_, n)| n).sum();
    MeasureResult {
        quantity: String::new(),
        category: String::new(),
        language: String::new(),
        epoch: None,
        items,
        count,
        missing,
        // Answers to one item are one cluster.
        result: proportion(&scored, LEVEL),
        bounds: missing_bounds(count, n, missing).unwrap_or([0.0, 1.0]),
    }
}

/// One more than the highest number of a cluster.
fn cluster_count(cells: &[&Cell]) -> usize {
    cells.iter().map(|cell| cell.cluster as usize + 1).max().unwrap_or(0)
}

/// For each item with a score in both languages the difference of its means.
fn pair_cells(cells: &[&Cell], languages: [usize; 2]) -> (Vec<f64>, u64) {
    #[derive(Clone, Default)]
    struct Side {
        count: u64,
        n: u64,
    }
    let mut items: Vec<Option<[Side; 2]>> = vec![None; cluster_count(cells)];
    for cell in cells {
        let Some(side) = languages.iter().position(|tag| *tag == cell.language) else { continue };
        let sides = items[cell.cluster as usize].get_or_insert_default();
        if let Some(counts) = cell.score {
            sides[side].count += u64::from(counts);
            sides[side].n += 1;
        }
    }
    let asked = items.iter().flatten().count();
    let mean = |side: &Side| (side.n > 0).then(|| side.count as f64 / side.n as f64);
    let pairs: Vec<f64> = items
        .iter()
        .flatten()
        .filter_map(|[first, second]| Some(mean(first)? - mean(second)?))
        .collect();
    let missing = (asked - pairs.len()) as u64;
    (pairs, missing)
}
