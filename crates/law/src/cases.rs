//! Worked examples: they are the tests of the packages.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;
use tenbin_vocab::{Date, Diagnostic, Diagnostics, Tri};

use crate::facts_input::{answer, from_value};
use crate::library::{Library, Selection};
use crate::model::{Case, DutyState};
use crate::package::CasesFile;
use crate::prepare::Prepared;
use crate::source::{LineIndex, Mistakes, Place, SourceFile};

/// What a worked example came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CaseOutcome {
    /// Framework whose folder it stands in.
    pub framework: String,
    /// Name of the case.
    pub name: String,
    /// File it stands in.
    pub file: String,
    /// Line of its name.
    pub line: usize,
    /// The date it was weighed at.
    pub as_of: Date,
    /// One result an expectation.
    pub results: Vec<CaseResult>,
    /// True when every expectation holds.
    pub passed: bool,
}

/// What one expectation of a worked example came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CaseResult {
    /// What is expected.
    pub what: Expectation,
    /// Provision, definition or fact it is about.
    pub id: String,
    /// The expected word.
    pub expected: String,
    /// What came out.
    pub got: String,
    /// Line of the expectation.
    pub line: usize,
}

/// What a case can expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Expectation {
    /// A verdict.
    Verdict,
    /// The state of a duty.
    State,
    /// A question among the next ones.
    Ask,
}

/// The cases of a file, with facts read and ids looked up.
pub(crate) fn check(
    library: &Library,
    framework: &str,
    file: SourceFile<'_>,
    raw: CasesFile,
    mistakes: &mut Mistakes,
) -> Vec<Case> {
    let index = LineIndex::new(file.text);
    let mut found = Vec::new();
    for entry in raw.case {
        let mut lines = Vec::new();
        let mut note = |kind: &str, word: &Spanned<String>| {
            lines.push((format!("{kind} {}", word.get_ref()), index.line(word.span().start)));
        };
        let mut facts = tenbin_vocab::Facts::new();
        for (name, value) in &entry.facts {
            note("fact", name);
            let Some(fact) = library.vocabulary.get(name.get_ref()) else {
                mistakes.misnamed(
                    file,
                    name.span().start,
                    format!("unknown fact \"{}\"", name.get_ref().escape_debug()),
                    name.get_ref(),
                    library.vocabulary.names(),
                    "frameworks/facts.toml lists every fact",
                );
                continue;
            };
            let node = from_value(value.get_ref(), value.span().start);
            match answer(&fact.name, &fact.kind, &node) {
                Ok(state) => {
                    facts.insert(fact.name.clone(), state);
                }
                Err(wrong) => mistakes.at(file, wrong.offset, wrong.message, wrong.hint),
            }
        }
        let provisions = || library.provisions.iter().map(|p| p.id.as_str());
        let definitions = || library.definitions.iter().map(|d| d.id.as_str());
        for id in entry.expect.keys() {
            note("expect", id);
            if !provisions().chain(definitions()).any(|known| known == id.get_ref()) {
                mistakes.misnamed(
                    file,
                    id.span().start,
                    format!(
                        "no provision or definition is called \"{}\"",
                        id.get_ref().escape_debug()
                    ),
                    id.get_ref(),
                    provisions().chain(definitions()),
                    "check the id",
                );
            }
        }
        for id in entry.expect_state.keys() {
            note("state", id);
            if !provisions().any(|known| known == id.get_ref()) {
                mistakes.misnamed(
                    file,
                    id.span().start,
                    format!("no provision is called \"{}\"", id.get_ref().escape_debug()),
                    id.get_ref(),
                    provisions(),
                    "check the id",
                );
            }
        }
        for fact in &entry.expect_ask {
            note("ask", fact);
            if library.vocabulary.get(fact.get_ref()).is_none() {
                mistakes.misnamed(
                    file,
                    fact.span().start,
                    format!("unknown fact \"{}\"", fact.get_ref().escape_debug()),
                    fact.get_ref(),
                    library.vocabulary.names(),
                    "check the name",
                );
            }
        }
        if entry.expect.is_empty() && entry.expect_state.is_empty() && entry.expect_ask.is_empty() {
            mistakes.at(
                file,
                entry.name.span().start,
                format!("the case \"{}\" expects nothing", entry.name.get_ref()),
                "add a verdict under [case.expect]",
            );
        }
        found.push(Case {
            framework: framework.to_owned(),
            place: Place { file: file.path.to_owned(), line: index.line(entry.name.span().start) },
            name: entry.name.into_inner(),
            as_of: entry.as_of.into_inner().0,
            facts,
            expect: pairs(entry.expect),
            expect_state: pairs(entry.expect_state),
            expect_ask: entry.expect_ask.into_iter().map(Spanned::into_inner).collect(),
            lines,
        });
    }
    found
}

fn pairs<T>(entries: BTreeMap<Spanned<String>, Spanned<T>>) -> Vec<(String, T)> {
    entries.into_iter().map(|(id, value)| (id.into_inner(), value.into_inner())).collect()
}

fn line_of(case: &Case, kind: &str, word: &str) -> usize {
    let key = format!("{kind} {word}");
    case.lines.iter().find(|(known, _)| *known == key).map_or(case.place.line, |(_, line)| *line)
}

fn state_word(state: DutyState) -> &'static str {
    match state {
        DutyState::Now => "now",
        DutyState::Later => "later",
        DutyState::Ended => "ended",
        DutyState::Never => "never",
        DutyState::Unknown => "unknown",
    }
}

impl Library {
    /// Weighs every worked example.
    #[must_use]
    pub fn run_cases(&self) -> Vec<CaseOutcome> {
        let mut prepared: BTreeMap<Date, Prepared<'_>> = BTreeMap::new();
        let mut outcomes = Vec::with_capacity(self.cases.len());
        for case in &self.cases {
            let texts = prepared
                .entry(case.as_of)
                .or_insert_with(|| self.prepare(case.as_of, &Selection::all()));
            outcomes.push(run(texts, case));
        }
        outcomes
    }

    /// Every mistake in the worked examples: expectations that do not hold,
    /// versions without a yes, a no and an unknown, facts nothing looks at.
    #[must_use]
    pub fn check_cases(&self) -> Diagnostics {
        let mut mistakes = Mistakes::default();
        for outcome in self.run_cases() {
            for result in outcome.results.iter().filter(|result| result.expected != result.got) {
                let message = match result.what {
                    Expectation::Verdict => format!(
                        "case \"{}\": the verdict on {} is {}, not {}",
                        outcome.name, result.id, result.got, result.expected
                    ),
                    Expectation::State => format!(
                        "case \"{}\": the duty {} is {}, not {}",
                        outcome.name, result.id, result.got, result.expected
                    ),
                    Expectation::Ask => format!(
                        "case \"{}\": {} is not among the next questions",
                        outcome.name, result.id
                    ),
                };
                mistakes.push(
                    Diagnostic::new(&outcome.file, message)
                        .at_line(result.line)
                        .hint("correct the expectation, or the condition it is about"),
                );
            }
        }
        for case in &self.cases {
            self.check_unused(case, &mut mistakes);
        }
        self.check_coverage(&mut mistakes);
        mistakes.into_diagnostics()
    }

    fn check_unused(&self, case: &Case, mistakes: &mut Mistakes) {
        let ids = case.expect.iter().map(|(id, _)| id);
        let ids: BTreeSet<&String> =
            ids.chain(case.expect_state.iter().map(|(id, _)| id)).collect();
        let mut looked_at = BTreeSet::new();
        for id in ids {
            looked_at.extend(self.facts_behind(id));
        }
        for name in case.facts.keys() {
            let index = self.vocabulary.index(name);
            if index.is_none_or(|index| !looked_at.contains(&index)) {
                mistakes.push(
                    Diagnostic::new(
                        &case.place.file,
                        format!("case \"{}\": nothing expected here looks at {name}", case.name),
                    )
                    .at_line(line_of(case, "fact", name))
                    .hint("remove the fact, or expect a provision that depends on it"),
                );
            }
        }
    }

    fn check_coverage(&self, mistakes: &mut Mistakes) {
        let mut seen: BTreeMap<&str, Vec<(Date, Tri)>> = BTreeMap::new();
        for case in &self.cases {
            for (id, verdict) in &case.expect {
                seen.entry(id).or_default().push((case.as_of, *verdict));
            }
        }
        for provision in &self.provisions {
            let cases = seen.get(provision.id.as_str()).map_or(&[][..], Vec::as_slice);
            for version in &provision.versions {
                // Where applicability is not stated, no facts can settle it.
                let wanted: &[Tri] = if version.when.is_unstated() {
                    &[Tri::Unknown]
                } else {
                    &[Tri::Yes, Tri::No, Tri::Unknown]
                };
                let missing: Vec<&str> = wanted
                    .iter()
                    .copied()
                    .filter(|wanted| {
                        !cases
                            .iter()
                            .any(|(date, got)| got == wanted && version.in_force.holds(*date))
                    })
                    .map(Tri::as_str)
                    .collect();
                if !missing.is_empty() {
                    mistakes.push(
                        Diagnostic::new(
                            &version.place.file,
                            format!(
                                "{}: the version from {} has no case that says {}",
                                provision.id,
                                version.in_force.from,
                                missing.join(", ")
                            ),
                        )
                        .at_line(version.place.line)
                        .hint("add a case under cases/ with an as_of date inside the version"),
                    );
                }
            }
        }
    }
}

fn run(texts: &Prepared<'_>, case: &Case) -> CaseOutcome {
    let (dense, _) = texts.dense(&case.facts);
    let verdicts = texts.verdicts(&dense);
    let standing = texts.stand(&dense);
    let outcomes: BTreeMap<&str, _> = texts.provision_ids().zip(verdicts).collect();
    let mut results = Vec::new();
    for (id, expected) in &case.expect {
        let definition = texts.library.definitions.iter().position(|d| d.id == *id);
        let got = match (outcomes.get(id.as_str()), definition) {
            (Some(outcome), _) => Some(outcome.verdict),
            (None, Some(at)) => standing.holdings.get(at).map(|holding| holding.value),
            (None, None) => None,
        };
        results.push(CaseResult {
            what: Expectation::Verdict,
            id: id.clone(),
            expected: expected.as_str().to_owned(),
            got: got.map_or("missing", Tri::as_str).to_owned(),
            line: line_of(case, "expect", id),
        });
    }
    for (id, expected) in &case.expect_state {
        let got = outcomes.get(id.as_str()).map_or("missing", |o| state_word(o.duty_state));
        results.push(CaseResult {
            what: Expectation::State,
            id: id.clone(),
            expected: state_word(*expected).to_owned(),
            got: got.to_owned(),
            line: line_of(case, "state", id),
        });
    }
    if !case.expect_ask.is_empty() {
        // Asked about what is expected here, so that a new framework with more
        // to ask does not push the question out.
        let states = case.expect_state.iter().map(|(id, _)| id.as_str());
        let ids: Vec<&str> = case.expect.iter().map(|(id, _)| id.as_str()).chain(states).collect();
        let asked = texts.questions_about(&case.facts, &ids);
        for fact in &case.expect_ask {
            let got = asked.iter().any(|question| question.fact == *fact);
            results.push(CaseResult {
                what: Expectation::Ask,
                id: fact.clone(),
                expected: "asked".to_owned(),
                got: if got { "asked" } else { "not asked" }.to_owned(),
                line: line_of(case, "ask", fact),
            });
        }
    }
    CaseOutcome {
        framework: case.framework.clone(),
        name: case.name.clone(),
        file: case.place.file.clone(),
        line: case.place.line,
        as_of: case.as_of,
        passed: results.iter().all(|result| result.expected == result.got),
        results,
    }
}
