use std::collections::BTreeSet;

use tenbin_law::{DutyState, Library, Selection, SourceFile, load};
use tenbin_vocab::{Date, FactState, FactValue, Facts, Tri};

use crate::package_files;

pub(crate) fn library() -> Library {
    let files = package_files();
    let files: Vec<SourceFile<'_>> =
        files.iter().map(|(path, text)| SourceFile { path, text }).collect();
    load(&files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn packages_load_and_cases_hold() {
    let library = library();
    let mistakes = library.check_cases();
    assert!(mistakes.0.is_empty(), "{mistakes}");
    assert!(library.run_cases().len() >= 30, "only {} cases", library.cases().len());
}

#[test]
fn a_known_subject_is_never_refuted_by_more_answers() {
    let library = library();
    let as_of = date("2026-11-21");
    let all = Selection::all();
    let prepared = library.prepare(as_of, &all);
    // Presumptions may fall when something more is shown; everything else holds.
    let mut rebutting: BTreeSet<&str> = library
        .definitions()
        .iter()
        .flat_map(|definition| &definition.versions)
        .filter_map(|version| version.unless_shown.as_ref())
        .flat_map(|condition| words(&condition.text))
        .chain(presumed(&library))
        .collect();
    // Words that are definitions stand for the facts below them.
    for definition in library.definitions().iter().rev() {
        if rebutting.contains(definition.name.as_str()) {
            let texts = definition.versions.iter().map(|version| version.when.text.as_str());
            rebutting.extend(texts.flat_map(words));
        }
    }
    // Every fact is tried in some cases, not in all of them.
    for (at, case) in library.cases().iter().enumerate() {
        let (dense, _) = prepared.dense(&case.facts);
        let before = prepared.verdicts(&dense);
        for fact in library.vocabulary().facts().skip(at % 23).step_by(23) {
            if case.facts.contains_key(&fact.name) || rebutting.contains(fact.name.as_str()) {
                continue;
            }
            for value in sample_values(&fact.kind) {
                let mut more: Facts = case.facts.clone();
                more.insert(fact.name.clone(), FactState::known(value.clone()));
                let (dense, _) = prepared.dense(&more);
                let after = prepared.verdicts(&dense);
                for ((id, before), after) in prepared.provision_ids().zip(&before).zip(after) {
                    // A given answer to a definition replaces its computed value.
                    let overridden = library.definition(&fact.name).is_some();
                    assert!(
                        before.verdict == Tri::Unknown
                            || before.verdict == after.verdict
                            || overridden,
                        "{}: {id} was {:?}, became {:?} with {} = {value}",
                        case.name,
                        before.verdict,
                        after.verdict,
                        fact.name
                    );
                }
            }
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Facts of rules whose unknown condition the law presumes.
fn presumed(library: &Library) -> impl Iterator<Item = &str> {
    let provisions = library.provisions().iter().flat_map(|p| &p.versions).flat_map(|v| &v.legacy);
    let schedules = library
        .frameworks()
        .iter()
        .flat_map(|framework| &framework.schedules)
        .flat_map(|schedule| &schedule.versions)
        .flat_map(|version| &version.legacy);
    provisions
        .chain(schedules)
        .filter(|rule| rule.presumed.is_some())
        .flat_map(|rule| words(&rule.when.text))
}

fn sample_values(kind: &tenbin_law::FactKind) -> Vec<FactValue> {
    match kind {
        tenbin_law::FactKind::Bool => vec![FactValue::Bool(true), FactValue::Bool(false)],
        tenbin_law::FactKind::Number { .. } => {
            vec![FactValue::Number(0.0), FactValue::Number(1e26)]
        }
        tenbin_law::FactKind::Date => {
            vec![FactValue::Date(date("2020-01-01")), FactValue::Date(date("2029-01-01"))]
        }
        tenbin_law::FactKind::OneOf { values, .. } => {
            values.iter().take(3).map(|value| FactValue::OneOf(vec![value.clone()])).collect()
        }
    }
}

#[test]
fn the_date_alone_moves_states_only_on_listed_dates() {
    let library = library();
    let listed = library.listed_dates();
    let all = Selection::all();
    for case in library.cases().iter().step_by(17) {
        // A condition on the as-of date and a subject's own date moves elsewhere.
        let mut before: Option<Vec<(Tri, DutyState)>> = None;
        for day in date("2025-01-01").series(jiff::Span::new().days(19)).take(100) {
            let prepared = library.prepare(day, &all);
            let (dense, _) = prepared.dense(&case.facts);
            let now: Vec<_> =
                prepared.verdicts(&dense).iter().map(|o| (o.verdict, o.duty_state)).collect();
            if let Some(before) = before.filter(|before| *before != now) {
                let since = day.saturating_sub(jiff::Span::new().days(19));
                assert!(
                    listed.iter().any(|date| since < *date && *date <= day),
                    "{}: {} findings moved between {since} and {day}",
                    case.name,
                    before.iter().zip(&now).filter(|(a, b)| a != b).count()
                );
            }
            before = Some(now);
        }
    }
}

#[test]
fn an_unknown_subject_is_asked_what_settles_most() {
    let library = library();
    let weighing = library.weigh(&Facts::new(), date("2026-11-21"), &Selection::all());
    assert!(!weighing.next_questions.is_empty() && weighing.next_questions.len() <= 20);
    assert!(weighing.next_questions.is_sorted_by(|a, b| a.score >= b.score));
    assert!(weighing.next_questions[0].settles > 0);
    assert!(weighing.warnings.is_empty());
    let text = serde_json::to_string(&weighing).unwrap();
    let back: tenbin_law::Weighing = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), text);
}
