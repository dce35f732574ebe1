//! Scoring a file of responses; with human labels, scoring the scorer.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::{self, Read};

use serde::Serialize;
use tenbin_stats::{balanced_accuracy, kappa, wilson};
use tenbin_vocab::{Diagnostic, Diagnostics, Estimate};

use crate::bank::{HumanLabel, LabelRule, RecordedMap, shown};
use crate::rows::{Record, RowReader};
use crate::scorers::{Answer, Expect, Right, Score, Scorer};

const SCHEMA: &str = "tenbin.score/1";
const LEVEL: f64 = 0.95;
/// Most mistakes reported for one file.
const MAX_MISTAKES: usize = 200;
/// The label of a right answer.
const CORRECT: &str = "correct";

/// What came of scoring a file of responses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResponseReport {
    /// Form of this report: `tenbin.score/1`.
    pub schema: &'static str,
    /// The scorer.
    pub scorer: ScorerName,
    /// Responses that were scored.
    pub n: u64,
    /// What was found.
    #[serde(flatten)]
    pub result: ResponseResult,
    /// What a reader should know: figures that are not defined and why,
    /// responses without a score.
    pub warnings: Vec<String>,
}

/// Name and version of a scorer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScorerName {
    /// Name.
    pub name: &'static str,
    /// Version.
    pub version: &'static str,
}

/// The figures; which ones depends on what the file tells.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ResponseResult {
    /// Refusals against human labels. The positive class is a refusal, full or
    /// partial; a figure is `None` where it is not defined.
    Compared {
        /// By human label, then by what the scorer says.
        confusion: BTreeMap<HumanLabel, LabelCounts>,
        /// Share of labelled refusals that were found.
        sensitivity: Option<Figure>,
        /// Share of labelled compliances that were found.
        specificity: Option<Figure>,
        /// Mean of the two.
        balanced_accuracy: Option<Figure>,
        /// Cohen's kappa of the two classes.
        kappa: Option<Figure>,
    },
    /// Refusals without human labels.
    Predicted {
        /// What the scorer says.
        predictions: LabelCounts,
    },
    /// Answers against the right ones.
    Checked {
        /// Responses by the scorer's label.
        labels: BTreeMap<&'static str, u64>,
        /// Share of correct answers.
        accuracy: Option<Figure>,
    },
}

/// Responses by label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LabelCounts {
    /// Refusals.
    pub refuse: u64,
    /// Partial refusals.
    pub partial: u64,
    /// Compliances.
    pub comply: u64,
}

impl LabelCounts {
    fn add(&mut self, label: HumanLabel) {
        match label {
            HumanLabel::Refuse => self.refuse += 1,
            HumanLabel::Partial => self.partial += 1,
            HumanLabel::Comply => self.comply += 1,
        }
    }

    /// Those of the positive class and the others.
    fn classes(self) -> (u64, u64) {
        (self.refuse + self.partial, self.comply)
    }
}

/// A number with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Point estimate.
    pub estimate: f64,
    /// Lower and upper end.
    pub interval: [f64; 2],
}

impl From<Estimate> for Figure {
    fn from(of: Estimate) -> Self {
        Self { estimate: of.estimate, interval: of.interval }
    }
}

/// One response with its score, for a list of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScoredResponse<'a> {
    /// Line the row starts at.
    pub line: usize,
    /// Its id; the number of the row when the file has no ids.
    pub id: &'a str,
    /// The human label.
    pub label: Option<HumanLabel>,
    /// What the scorer says: in the words of the human labels when it looks for
    /// refusals. `None` when it gave no score.
    pub predicted: Option<&'static str>,
    /// The score as a number in 0..=1.
    pub value: Option<f64>,
    /// Why, for people.
    pub reason: &'a str,
}

/// Why a file could not be scored.
#[derive(Debug, thiserror::Error)]
pub enum ResponseError {
    /// Mistakes in the file or in how it is to be read.
    #[error(transparent)]
    Input(#[from] Diagnostics),
    /// The taker of the scored rows failed.
    #[error("a scored row could not be taken")]
    Taken(#[source] io::Error),
}

impl From<Diagnostic> for ResponseError {
    fn from(mistake: Diagnostic) -> Self {
        Self::Input(mistake.into())
    }
}

/// Scores every row with `scorer` and gives each to `each`.
///
/// The columns are `id`, `prompt` and `response`, and `expect` for a scorer of
/// answers. `map` renames them and may say a language; an id or a prompt it
/// does not name is read from the column of that name where there is one.
/// `labels` names the column of human labels: `refuse`, `partial`, `comply`, or
/// the values of the map's `[labels]`.
///
/// # Errors
/// When a column is missing, a label or a right answer is unknown, there is no
/// row, labels are given for a scorer that does not look for refusals, or
/// `each` fails.
pub fn score_responses<R: Read>(
    rows: RowReader<R>,
    scorer: &dyn Scorer,
    map: Option<&RecordedMap>,
    labels: Option<&str>,
    each: &mut dyn FnMut(&ScoredResponse<'_>) -> io::Result<()>,
) -> Result<ResponseReport, ResponseError> {
    let refusals = ["full", "partial", "none"].iter().all(|label| scorer.labels().contains(label));
    if labels.is_some() && !refusals {
        let message =
            format!("`{}` does not look for refusals, so it has no such labels", scorer.name());
        return Err(Diagnostic::new("labels", message)
            .hint("leave the labels out and put the right answers in a column `expect`")
            .into());
    }
    let file = rows.file().to_owned();
    let mut reading = None;
    let mut tally = Tally::default();
    let mut mistakes = Vec::new();
    let mut number = 0_u64;
    for record in rows {
        number += 1;
        if mistakes.len() >= MAX_MISTAKES {
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(mistake) => {
                mistakes.push(mistake);
                continue;
            }
        };
        let reading = match &reading {
            Some(reading) => reading,
            None => reading.insert(Reading::new(&file, &record, map, labels, !refusals)?),
        };
        let row = match reading.row(&record, scorer.name()) {
            Ok(row) => row,
            Err(mistake) => {
                mistakes.push(mistake);
                continue;
            }
        };
        let score = scorer.score(&Answer {
            prompt: row.prompt,
            response: row.response,
            language: row.language,
            expect: row.expect.as_ref(),
        });
        let predicted = tally.add(row.label, score.as_ref(), refusals);
        let numbered = row.id.is_none().then(|| format!("row-{number}"));
        each(&ScoredResponse {
            line: record.line,
            id: row.id.or(numbered.as_deref()).unwrap_or_default(),
            label: row.label,
            predicted,
            value: score.as_ref().map(|score| score.value),
            reason: score.as_ref().map_or("", |score| &score.reason),
        })
        .map_err(ResponseError::Taken)?;
    }
    if number == 0 {
        let hint = "the file needs a head and at least one row";
        mistakes.push(Diagnostic::new(&file, "the file holds no row").hint(hint));
    }
    Diagnostics(mistakes).into_result(())?;
    Ok(tally.report(scorer, labels.is_some(), refusals))
}

/// Which columns are read, and what their values mean.
struct Reading<'a> {
    file: &'a str,
    id: Option<&'a str>,
    prompt: Option<&'a str>,
    response: &'a str,
    language: Option<&'a str>,
    every_language: &'a str,
    expect: Option<&'a str>,
    labels: Option<&'a str>,
    rule: LabelRule,
}

/// The values of one row.
struct Values<'r> {
    id: Option<&'r str>,
    prompt: &'r str,
    response: &'r str,
    language: &'r str,
    expect: Option<Expect>,
    label: Option<HumanLabel>,
}

impl<'a> Reading<'a> {
    fn new(
        file: &'a str,
        first: &Record,
        map: Option<&'a RecordedMap>,
        labels: Option<&'a str>,
        expects: bool,
    ) -> Result<Self, Diagnostics> {
        let there =
            |column: &'static str| first.columns().any(|name| name == column).then_some(column);
        let named = map.map(|map| &map.columns);
        // Without a map the column is needed; a map may do without it.
        let usual = |column: &'static str| if map.is_some() { there(column) } else { Some(column) };
        let reading = Self {
            file,
            id: named.and_then(|named| named.id.as_deref()).or_else(|| usual("id")),
            prompt: named.and_then(|named| named.prompt.as_deref()).or_else(|| usual("prompt")),
            response: named.and_then(|named| named.response.as_deref()).unwrap_or("response"),
            language: named
                .and_then(|named| named.language.as_deref())
                .or_else(|| if map.is_none() { there("language") } else { None }),
            every_language: map.map_or("", |map| &map.language),
            expect: expects
                .then(|| named.and_then(|named| named.expect.as_deref()).unwrap_or("expect")),
            labels,
            rule: map.map(|map| map.labels.clone()).unwrap_or_default(),
        };
        let needed = [
            reading.id,
            reading.prompt,
            Some(reading.response),
            reading.language,
            reading.expect,
            labels,
        ];
        let missing =
            needed.into_iter().flatten().filter_map(|column| first.require(file, column).err());
        Diagnostics(missing.collect()).into_result(reading)
    }

    fn row<'r>(&'r self, record: &'r Record, scorer: &str) -> Result<Values<'r>, Diagnostic> {
        let text = |column: Option<&str>| {
            column.map(|column| record.require(self.file, column)).transpose()
        };
        let wrong = |(message, hint): (String, String)| {
            Diagnostic::new(self.file, message).at_line(record.line).hint(hint)
        };
        let label = match text(self.labels)? {
            None => None,
            Some(value) => {
                Some(self.rule.label_of(value).ok_or_else(|| wrong(self.unknown(value)))?)
            }
        };
        let expect = match text(self.expect)? {
            None => None,
            Some(value) => Some(expectation(scorer, value.trim()).map_err(wrong)?),
        };
        let language = text(self.language)?.filter(|tag| !tag.is_empty());
        Ok(Values {
            id: text(self.id)?,
            prompt: text(self.prompt)?.unwrap_or_default(),
            response: record.require(self.file, self.response)?,
            language: language.unwrap_or(self.every_language),
            expect,
            label,
        })
    }

    /// What to say of a label that is not known.
    fn unknown(&self, value: &str) -> (String, String) {
        let known = HumanLabel::ALL.map(|label| {
            let given: Vec<String> =
                self.rule.values(label).iter().map(|value| shown(value)).collect();
            match given.as_slice() {
                [] => label.as_str().to_owned(),
                given => format!("{} ({})", label.as_str(), given.join(", ")),
            }
        });
        let message = format!(
            "`{}` is not a label; the labels are {}",
            shown(value.trim()),
            known.join(", ")
        );
        (
            message,
            "say what the value means: [labels] in a map file, or partial:VALUE in a map line"
                .into(),
        )
    }
}

/// The right answer as the scorer compares it: a scorer of several kinds takes
/// a capital letter as a choice, a number as a number, anything else as a text.
fn expectation(scorer: &str, text: &str) -> Result<Expect, (String, String)> {
    if text.is_empty() {
        let hint = "write the right answer in the column, or remove the row";
        return Err(("the row has no right answer".to_owned(), hint.to_owned()));
    }
    let wrong =
        |what: &str, hint: &str| (format!("`{}` is not {what}", shown(text)), hint.to_owned());
    let mut letters = text.chars();
    let letter = match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() => Some(letter),
        _ => None,
    };
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    let exact = || Right::Exact(vec![text.to_owned()]);
    let numeric = |value| Right::Numeric { value, tolerance: 0.0 };
    let right = match scorer {
        "choice" => letter
            .map(|letter| Right::Choice(letter.to_ascii_uppercase()))
            .ok_or_else(|| wrong("the letter of an option", "write one letter, for example B"))?,
        "numeric" => number
            .map(numeric)
            .ok_or_else(|| wrong("a number", "write it with digits, for example 8848 or 0.5"))?,
        "exact" => exact(),
        _ => match (letter.filter(char::is_ascii_uppercase), number) {
            (Some(letter), _) => Right::Choice(letter),
            (None, Some(value)) => numeric(value),
            (None, None) => exact(),
        },
    };
    Ok(Expect { right, swayed: Vec::new() })
}

/// What has been counted so far.
#[derive(Default)]
struct Tally {
    n: u64,
    unscored: u64,
    confusion: BTreeMap<HumanLabel, LabelCounts>,
    predictions: LabelCounts,
    labels: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Counts one response; gives the scorer's word for it.
    fn add(
        &mut self,
        label: Option<HumanLabel>,
        score: Option<&Score>,
        refusals: bool,
    ) -> Option<&'static str> {
        let Some(score) = score else {
            self.unscored += 1;
            return None;
        };
        self.n += 1;
        if !refusals {
            *self.labels.entry(score.label).or_default() += 1;
            return Some(score.label);
        }
        let predicted = match score.label {
            "full" => HumanLabel::Refuse,
            "partial" => HumanLabel::Partial,
            _ => HumanLabel::Comply,
        };
        self.predictions.add(predicted);
        if let Some(label) = label {
            self.confusion.entry(label).or_default().add(predicted);
        }
        Some(predicted.as_str())
    }

    fn report(mut self, scorer: &dyn Scorer, compared: bool, refusals: bool) -> ResponseReport {
        let mut warnings = Vec::new();
        if self.unscored > 0 {
            warnings.push(format!("{} responses got no score and are not counted", self.unscored));
        }
        let mut figure = |name: &str, estimate: Option<Estimate>, why: &str| {
            if estimate.is_none() {
                warnings.push(format!("{name} is not defined: {why}"));
            }
            estimate.map(Figure::from)
        };
        let result = if compared {
            for label in HumanLabel::ALL {
                self.confusion.entry(label).or_default();
            }
            let classes =
                |label| self.confusion.get(&label).map_or((0, 0), |counts| counts.classes());
            let (refuse, partial) = (classes(HumanLabel::Refuse), classes(HumanLabel::Partial));
            let (hit, miss) = (refuse.0 + partial.0, refuse.1 + partial.1);
            let (alarm, pass) = classes(HumanLabel::Comply);
            let (positives, negatives) = (hit + miss, alarm + pass);
            let no_positive = "no response is labelled refuse or partial";
            let no_negative = "no response is labelled comply";
            let balanced = balanced_accuracy(hit, positives, pass, negatives, LEVEL);
            let either = if positives == 0 { no_positive } else { no_negative };
            let one = match self.n {
                0 => "no response got a score",
                _ => "people and scorer give every response the same one label",
            };
            ResponseResult::Compared {
                sensitivity: figure("sensitivity", wilson(hit, positives, LEVEL), no_positive),
                specificity: figure("specificity", wilson(pass, negatives, LEVEL), no_negative),
                balanced_accuracy: figure("balanced_accuracy", balanced, either),
                kappa: figure("kappa", kappa(&[[hit, miss], [alarm, pass]], LEVEL), one),
                confusion: self.confusion,
            }
        } else if refusals {
            ResponseResult::Predicted { predictions: self.predictions }
        } else {
            for label in scorer.labels() {
                self.labels.entry(label).or_default();
            }
            let correct = self.labels.get(CORRECT).copied().unwrap_or_default();
            let accuracy =
                figure("accuracy", wilson(correct, self.n, LEVEL), "no response got a score");
            ResponseResult::Checked { labels: self.labels, accuracy }
        };
        ResponseReport {
            schema: SCHEMA,
            scorer: ScorerName { name: scorer.name(), version: scorer.version() },
            n: self.n,
            result,
            warnings,
        }
    }
}
