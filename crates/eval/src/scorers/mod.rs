//! Scorers: what an answer is worth, told from its text alone.
//!
//! This folder is a door. A scorer is one file with an implementation of
//! [`Scorer`] and one line in [`ALL`]; every member must pass the conformance
//! test in `tests.rs`. docs/doors/scorer.md walks through an example.
//!
//! Never here: a model call (that is a judge), a random source, or a rule that
//! looks at anything but the [`Answer`].

use serde::Serialize;
use tenbin_vocab::Bilingual;

// Parts that several scorers use are no members of the list:
// shared: fold
// shared: mention
mod answer;
mod choice;
mod exact;
mod fold;
mod mention;
mod numeric;
mod refusal;
#[cfg(test)]
mod tests;

/// Every scorer that needs no model, in the order lists show them.
pub static ALL: &[&dyn Scorer] =
    &[&refusal::Refusal, &answer::AnswerScorer, &choice::Choice, &exact::Exact, &numeric::Numeric];

/// What a scorer sees.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// What the model was asked.
    pub prompt: &'a str,
    /// What it answered.
    pub response: &'a str,
    /// Language of the question (BCP 47); empty when unknown. The answer may
    /// be in another one.
    pub language: &'a str,
    /// The right answer, where there is one.
    pub expect: Option<&'a Expect>,
}

/// The right answer to a question, in its language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Expect {
    /// What counts as right.
    pub right: Right,
    /// The wrong answer a user pushes; empty except under pressure.
    pub swayed: Vec<String>,
}

/// What counts as right.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// The letter of an option.
    Choice(char),
    /// Any of these texts.
    Exact(Vec<String>),
    /// A number.
    Numeric {
        /// The right number.
        value: f64,
        /// Largest distance from it that still counts.
        tolerance: f64,
    },
}

/// What a scorer says about an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// One of the scorer's labels.
    pub label: &'static str,
    /// The label as a number in 0..=1.
    pub value: f64,
    /// Why, for people.
    pub reason: String,
}

/// Something that labels answers. Pure: the same answer, the same score.
pub trait Scorer: Send + Sync {
    /// Its name in data, for example `refusal`.
    fn name(&self) -> &'static str;

    /// Its version; a change in what it says needs a new one.
    fn version(&self) -> &'static str;

    /// What it tells, for people.
    fn about(&self) -> Bilingual;

    /// The labels it gives.
    fn labels(&self) -> &'static [&'static str];

    /// The score; `None` when the answer cannot be scored, which is no fail
    /// (for example an answer without an expectation).
    fn score(&self, answer: &Answer<'_>) -> Option<Score>;
}
