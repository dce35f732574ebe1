use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, CanonicalError, Digest, to_canonical_json};

use crate::bank::{Bank, Battery, Category, Item, Kind, Measure, Rubric};
use crate::scorers::Expect;
use crate::scoring::scorer_version;

/// How a question is put to a target: one message of the user, as it stands.
const TEMPLATE: &str = "user: {prompt}";

/// What a run asks: the questions, and how the answers are scored and counted.
///
/// A plan is made from a battery or from a file of recorded answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Id of the battery, or of the map of recorded answers.
    pub battery: String,
    /// Its version.
    pub version: String,
    /// Title for people.
    pub title: Bilingual,
    /// Languages asked, in order.
    pub languages: Vec<String>,
    /// Categories asked, in order.
    pub categories: Vec<Category>,
    /// Scorer for each kind: a scorer's name or `judge:RUBRIC`.
    pub scorers: BTreeMap<Kind, String>,
    /// How often each question is asked.
    pub epochs: u32,
    /// What is counted.
    pub measures: Vec<Measure>,
    /// The questions, in the order they are asked.
    pub questions: Vec<Question>,
}

/// One item in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Item id.
    pub item: String,
    /// Risk category.
    pub category: String,
    /// What a good model does with it.
    pub kind: Kind,
    /// Language (BCP 47).
    pub language: String,
    /// What the model is asked.
    pub prompt: String,
    /// The right answer, for questions and pressure.
    pub expect: Option<Expect>,
}

/// One question asked once.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The question.
    pub question: &'a Question,
    /// Which time it is asked, counted from 1.
    pub epoch: u32,
}

impl Call<'_> {
    /// What tells this call from every other of the plan.
    #[must_use]
    pub fn key(&self) -> CallKey {
        CallKey {
            item: self.question.item.clone(),
            language: self.question.language.clone(),
            epoch: self.epoch,
        }
    }
}

/// What tells one call of a plan from another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CallKey {
    /// Item id.
    pub item: String,
    /// Language.
    pub language: String,
    /// Which time it is asked, counted from 1.
    pub epoch: u32,
}

impl Battery {
    /// The questions the battery asks, with everything needed to score them.
    #[must_use]
    pub fn plan(&self, bank: &Bank) -> Plan {
        let mut items: Vec<&Item> = bank.items.iter().filter(|item| self.asks(item)).collect();
        if let Some(named) = &self.items {
            items.sort_by_key(|item| named.iter().position(|id| *id == item.id));
        }
        let questions = items
            .into_iter()
            .flat_map(|item| {
                self.languages.iter().filter_map(move |language| {
                    Some(Question {
                        item: item.id.clone(),
                        category: item.category.clone(),
                        kind: item.kind,
                        language: language.clone(),
                        prompt: item.text.get(language)?.clone(),
                        expect: item.expect.as_ref().map(|expect| expect.in_language(language)),
                    })
                })
            })
            .collect();
        Plan {
            battery: self.id.clone(),
            version: self.version.clone(),
            title: self.title.clone(),
            languages: self.languages.clone(),
            categories: self
                .categories
                .iter()
                .filter_map(|id| bank.category(id).cloned())
                .collect(),
            scorers: self.scorers.clone(),
            epochs: self.epochs,
            measures: self.measures.clone(),
            questions,
        }
    }
}

/// How a target is asked; part of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Sampling temperature.
    pub temperature: f64,
    /// Longest answer, in tokens.
    pub max_tokens: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { temperature: 0.0, max_tokens: 1024 }
    }
}

/// The judge of a run; part of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgeRef {
    /// Target that judges, without secrets.
    pub target: String,
    /// Digest of each rubric it is told, by rubric id.
    pub rubrics: BTreeMap<String, Digest>,
    /// Version of the frame the rubric is put in.
    pub frame: String,
}

#[derive(Serialize)]
struct Protocol<'a> {
    schema: &'static str,
    template: &'static str,
    battery: &'a str,
    version: &'a str,
    epochs: u32,
    parameters: Option<Parameters>,
    scorers: BTreeMap<Kind, String>,
    judge: Option<&'a JudgeRef>,
    measures: Vec<ProtocolMeasure<'a>>,
    questions: Vec<ProtocolQuestion<'a>>,
}

#[derive(Serialize)]
struct ProtocolMeasure<'a> {
    quantity: &'a str,
    kinds: &'a [Kind],
    success: &'a [String],
}

#[derive(Serialize)]
struct ProtocolQuestion<'a> {
    item: &'a str,
    category: &'a str,
    kind: Kind,
    language: &'a str,
    prompt: &'a str,
    expect: Option<&'a Expect>,
}

impl Plan {
    /// Every call, all questions of one epoch before the next.
    pub fn calls(&self) -> impl Iterator<Item = Call<'_>> {
        (1..=self.epochs)
            .flat_map(|epoch| self.questions.iter().map(move |question| Call { question, epoch }))
    }

    /// Number of calls.
    #[must_use]
    pub fn call_count(&self) -> usize {
        self.questions.len() * self.epochs as usize
    }

    /// The rubrics the plan's scorers need, by id.
    pub fn rubrics(&self) -> impl Iterator<Item = &str> {
        self.scorers.values().filter_map(|scorer| scorer.strip_prefix("judge:"))
    }

    /// The scorer of `kind` with its version, for example `refusal/1`.
    #[must_use]
    pub fn scorer(&self, kind: Kind, rubrics: &[Rubric]) -> Option<String> {
        let name = self.scorers.get(&kind)?;
        Some(format!("{name}/{}", scorer_version(name, rubrics)?))
    }

    /// The protocol digest: SHA-256 over the canonical JSON of the questions,
    /// the template, the scorers with their versions, what is counted, the judge
    /// and the parameters (`None` where the target does not know them). Two runs
    /// with one digest asked the same and counted the same.
    ///
    /// # Errors
    /// When a number in the plan is not finite.
    pub fn protocol(
        &self,
        parameters: Option<Parameters>,
        judge: Option<&JudgeRef>,
        rubrics: &[Rubric],
    ) -> Result<Digest, CanonicalError> {
        let protocol = Protocol {
            schema: "tenbin.protocol/1",
            template: TEMPLATE,
            battery: &self.battery,
            version: &self.version,
            epochs: self.epochs,
            parameters,
            scorers: self
                .scorers
                .keys()
                .filter_map(|kind| Some((*kind, self.scorer(*kind, rubrics)?)))
                .collect(),
            judge,
            measures: self
                .measures
                .iter()
                .map(|measure| ProtocolMeasure {
                    quantity: &measure.quantity,
                    kinds: &measure.kinds,
                    success: &measure.success,
                })
                .collect(),
            questions: self
                .questions
                .iter()
                .map(|question| ProtocolQuestion {
                    item: &question.item,
                    category: &question.category,
                    kind: question.kind,
                    language: &question.language,
                    prompt: &question.prompt,
                    expect: question.expect.as_ref(),
                })
                .collect(),
        };
        Ok(Digest::of(&to_canonical_json(&protocol)?))
    }
}
