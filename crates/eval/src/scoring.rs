//! Which scorer scores what: the pure ones of `scorers/`, or a judge.

use std::collections::BTreeMap;
use std::sync::Arc;

use tenbin_vocab::CanonicalError;

use crate::bank::{ItemExpect, Kind, RightAnswer, Rubric};
use crate::journal::{JudgeRow, RowScore};
use crate::judge::{FRAME, ask_judge};
use crate::plan::{JudgeRef, Plan, Question};
use crate::runner::RunError;
use crate::scorers;
use crate::scorers::{Answer, Expect, Right, Scorer};
use crate::targets::{Failure, Target};

/// The word before a rubric's id in the name of a scorer.
const JUDGE: &str = "judge:";

/// The pure scorer `name`.
#[must_use]
pub fn find_scorer(name: &str) -> Option<&'static dyn Scorer> {
    scorers::ALL.iter().copied().find(|scorer| scorer.name() == name)
}

fn find_rubric<'r>(name: &str, rubrics: &'r [Rubric]) -> Option<&'r Rubric> {
    let id = name.strip_prefix(JUDGE)?;
    rubrics.iter().find(|rubric| rubric.id == id)
}

/// The labels of the scorer `name`: a pure one, or `judge:RUBRIC`.
pub(crate) fn scorer_labels(name: &str, rubrics: &[Rubric]) -> Option<Vec<String>> {
    match find_scorer(name) {
        Some(scorer) => Some(scorer.labels().iter().map(|label| (*label).to_owned()).collect()),
        None => find_rubric(name, rubrics).map(|rubric| rubric.labels.clone()),
    }
}

/// Every name a scorer can be called by.
pub(crate) fn scorer_names(rubrics: &[Rubric]) -> Vec<String> {
    let pure = scorers::ALL.iter().map(|scorer| scorer.name().to_owned());
    pure.chain(rubrics.iter().map(|rubric| format!("{JUDGE}{}", rubric.id))).collect()
}

/// The version of the scorer `name`.
pub(crate) fn scorer_version(name: &str, rubrics: &[Rubric]) -> Option<String> {
    match find_scorer(name) {
        Some(scorer) => Some(scorer.version().to_owned()),
        None => find_rubric(name, rubrics).map(|rubric| rubric.version.clone()),
    }
}

impl ItemExpect {
    /// The right answer in `language`.
    #[must_use]
    pub fn in_language(&self, language: &str) -> Expect {
        let right = match &self.right {
            RightAnswer::Choice(letter) => Right::Choice(*letter),
            RightAnswer::Exact(lists) => {
                Right::Exact(lists.get(language).cloned().unwrap_or_default())
            }
            RightAnswer::Numeric { value, tolerance } => {
                Right::Numeric { value: *value, tolerance: *tolerance }
            }
        };
        Expect { right, swayed: self.swayed.get(language).cloned().unwrap_or_default() }
    }
}

/// Every scorer, in the order lists show them.
#[must_use]
pub fn all_scorers() -> &'static [&'static dyn Scorer] {
    crate::scorers::ALL
}

/// The scorers of a run, ready to score.
pub struct Scoring<'a> {
    rubrics: &'a [Rubric],
    judge: Option<Arc<dyn Target>>,
    by_kind: BTreeMap<Kind, (String, Scored<'a>)>,
}

enum Scored<'a> {
    Pure(&'static dyn Scorer),
    Judge(&'a Rubric),
}

/// What came of scoring one answer.
pub(crate) struct Outcome {
    pub(crate) score: Option<RowScore>,
    pub(crate) unscored: Option<String>,
    pub(crate) judge: Option<JudgeRow>,
}

impl<'a> Scoring<'a> {
    /// The scorers `plan` names; `judge` is asked where it names a rubric.
    ///
    /// # Errors
    /// When the plan needs a judge and none is given, or a scorer is unknown.
    pub fn new(
        plan: &Plan,
        rubrics: &'a [Rubric],
        judge: Option<Arc<dyn Target>>,
    ) -> Result<Self, RunError> {
        let mut by_kind = BTreeMap::new();
        for (kind, name) in &plan.scorers {
            let scored = match (find_scorer(name), find_rubric(name, rubrics)) {
                (Some(scorer), _) => Scored::Pure(scorer),
                (None, Some(rubric)) if judge.is_some() => Scored::Judge(rubric),
                (None, Some(_)) => {
                    return Err(RunError::Target {
                        message: format!("`{name}` needs a judge and none is named"),
                        hint: "name the target that judges, for example --judge openai:NAME".into(),
                    });
                }
                (None, None) => {
                    return Err(RunError::Broken(format!("there is no scorer `{name}`")));
                }
            };
            let version = scorer_version(name, rubrics).unwrap_or_default();
            by_kind.insert(*kind, (format!("{name}/{version}"), scored));
        }
        Ok(Self { rubrics, judge, by_kind })
    }

    pub(crate) fn rubrics(&self) -> &'a [Rubric] {
        self.rubrics
    }

    /// The scorer of `kind` with its version.
    pub(crate) fn name_of(&self, kind: Kind) -> String {
        self.by_kind.get(&kind).map_or_else(String::new, |(name, _)| name.clone())
    }

    /// The judge as part of the protocol; `None` when the plan needs none.
    pub(crate) fn judge_ref(&self, plan: &Plan) -> Result<Option<JudgeRef>, CanonicalError> {
        let mut rubrics = BTreeMap::new();
        for id in plan.rubrics() {
            if let Some(rubric) = self.rubrics.iter().find(|rubric| rubric.id == id) {
                rubrics.insert(id.to_owned(), rubric.digest()?);
            }
        }
        let judge = self.judge.as_ref().filter(|_| !rubrics.is_empty());
        Ok(judge.map(|judge| JudgeRef { target: judge.name(), rubrics, frame: FRAME.to_owned() }))
    }

    /// Scores one answer.
    pub(crate) async fn score(
        &self,
        question: &Question,
        response: &str,
    ) -> Result<Outcome, RunError> {
        match self.by_kind.get(&question.kind) {
            Some((_, Scored::Pure(scorer))) => {
                let answer = Answer {
                    prompt: &question.prompt,
                    response,
                    language: &question.language,
                    expect: question.expect.as_ref(),
                };
                let score = scorer.score(&answer).map(|score| RowScore {
                    label: score.label.to_owned(),
                    value: score.value,
                    reason: score.reason,
                });
                let unscored = score.is_none().then(|| "the scorer gave no score".to_owned());
                Ok(Outcome { score, unscored, judge: None })
            }
            Some((_, Scored::Judge(rubric))) => {
                let Some(judge) = &self.judge else {
                    return Err(RunError::Broken("there is no judge".to_owned()));
                };
                let asked =
                    ask_judge(judge, rubric, &question.language, &question.prompt, response).await;
                match asked {
                    Ok(judged) => Ok(Outcome {
                        score: judged.score,
                        unscored: judged.unscored,
                        judge: Some(judged.judge),
                    }),
                    Err(Failure::Target { message, hint }) => Err(RunError::Target {
                        message: format!("the judge cannot be asked: {message}"),
                        hint,
                    }),
                    Err(Failure::Call(why)) => Err(RunError::Broken(why)),
                }
            }
            None => {
                let unscored = Some(format!("no scorer for `{}` items", question.kind.as_str()));
                Ok(Outcome { score: None, unscored, judge: None })
            }
        }
    }
}
