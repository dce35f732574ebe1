use std::collections::BTreeSet;
use std::sync::LazyLock;

use tenbin_law::{Columns, Format, Library, Selection, SourceFile, Weighed, load, parse_facts};
use tenbin_vocab::{Date, FactState, FactValue, Facts};

use crate::package_files;

/// The project's packages, read once.
pub(crate) fn library() -> &'static Library {
    static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
        let files = package_files();
        let files: Vec<SourceFile<'_>> =
            files.iter().map(|(path, text)| SourceFile { path, text }).collect();
        load(&files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
    });
    &LIBRARY
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
        .chain(presumed(library))
        .collect();
    // Words that are definitions stand for the facts below them.
    for definition in library.definitions().iter().rev() {
        if rebutting.contains(definition.name.as_str()) {
            let texts = definition.versions.iter().map(|version| version.when.text.as_str());
            rebutting.extend(texts.flat_map(words));
        }
    }
    // All cases at once, every fact answered in every case that leaves it open.
    let batch = prepared.batch();
    let mut columns = batch.columns();
    let (mut before, mut after) = (Weighed::default(), Weighed::default());
    for cases in library.cases().chunks(Columns::CAPACITY) {
        columns.clear();
        for case in cases {
            columns.push(&prepared.dense(&case.facts).0).unwrap();
        }
        batch.weigh(&columns, &mut before);
        for fact in library.vocabulary().facts() {
            // A given answer to a definition replaces its computed value.
            let name = fact.name.as_str();
            if rebutting.contains(name) || library.definition(name).is_some() {
                continue;
            }
            let at = prepared.fact(name).unwrap();
            let answer = |state| prepared.answer(at, &state).unwrap();
            let open: Vec<usize> =
                (0..cases.len()).filter(|case| !cases[*case].facts.contains_key(name)).collect();
            for value in sample_values(&fact.kind) {
                open.iter().for_each(|case| {
                    columns.set(*case, at, answer(FactState::known(value.clone())));
                });
                batch.weigh(&columns, &mut after);
                for (place, id) in batch.provision_ids().enumerate() {
                    let words = before.verdict_words(place).zip(after.verdict_words(place));
                    for (word, ((yes, no), (still_yes, still_no))) in words.enumerate() {
                        let lost = yes & !still_yes | no & !still_no;
                        let case = word * 64 + lost.trailing_zeros() as usize;
                        assert!(
                            lost == 0,
                            "{}: {id} lost its verdict with {name} = {value}",
                            cases[case].name
                        );
                    }
                }
            }
            open.iter().for_each(|case| columns.set(*case, at, answer(FactState::Unknown)));
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

/// What every case comes to on a date.
fn weigh_cases(library: &Library, as_of: Date) -> Vec<Weighed> {
    let prepared = library.prepare(as_of, &Selection::all());
    let batch = prepared.batch();
    let mut columns = batch.columns();
    let blocks = library.cases().chunks(Columns::CAPACITY);
    blocks
        .map(|cases| {
            columns.clear();
            for case in cases {
                columns.push(&prepared.dense(&case.facts).0).unwrap();
            }
            let mut weighed = Weighed::default();
            batch.weigh(&columns, &mut weighed);
            weighed
        })
        .collect()
}

#[test]
fn the_date_alone_moves_verdicts_only_on_listed_dates() {
    let library = library();
    let clocked = clocked(library);
    let ids: Vec<&str> = library.prepare(Date::MIN, &Selection::all()).provision_ids().collect();
    let mut listed = library.listed_dates();
    listed.extend([Date::MIN, date("2100-01-01")]);
    let listed: Vec<Date> = listed.into_iter().collect();
    let mut moves = 0;
    let mut last = Vec::new();
    for days in listed.windows(2) {
        let first = weigh_cases(library, days[0]);
        moves += usize::from(!last.is_empty() && last != first);
        // Up to the eve of the next date nothing moves.
        last = weigh_cases(library, days[1].yesterday().unwrap());
        if first == last {
            continue;
        }
        for (place, id) in ids.iter().enumerate().filter(|(_, id)| !clocked.contains(**id)) {
            for (at, case) in library.cases().iter().enumerate() {
                let outcome = |weighed: &[Weighed]| {
                    weighed[at / Columns::CAPACITY].outcome(place, at % Columns::CAPACITY)
                };
                assert_eq!(
                    outcome(&first),
                    outcome(&last),
                    "{}: {id} moved between {} and {}",
                    case.name,
                    days[0],
                    days[1]
                );
            }
        }
    }
    assert!(moves > listed.len() / 4, "only {moves} moves on {} dates", listed.len());
}

/// Provisions that compare the as-of date with a date of the subject's own:
/// time alone may move them on any day.
fn clocked(library: &Library) -> BTreeSet<&str> {
    let mut names: BTreeSet<&str> = BTreeSet::from(["as_of"]);
    for definition in library.definitions() {
        let texts = definition.versions.iter().flat_map(|version| {
            let unless = version.unless_shown.iter().map(|unless| unless.text.as_str());
            unless.chain([version.when.text.as_str()])
        });
        if texts.flat_map(words).any(|word| names.contains(word)) {
            names.insert(&definition.name);
        }
    }
    let schedules = |framework: &str| {
        let schedules = &library.framework(framework).unwrap().schedules;
        schedules.iter().flat_map(|schedule| &schedule.versions).flat_map(|version| {
            let starts = version.starts.iter().map(|start| start.when.text.as_str());
            starts.chain(version.legacy.iter().map(|rule| rule.when.text.as_str()))
        })
    };
    let provisions = library.provisions().iter().filter(|provision| {
        let texts = provision.versions.iter().flat_map(|version| {
            let except = version.except.iter().map(|except| except.when.text.as_str());
            let legacy = version.legacy.iter().map(|rule| rule.when.text.as_str());
            except.chain(legacy).chain([version.when.text.as_str()])
        });
        let mut texts = texts.chain(schedules(&provision.framework));
        texts.any(|text| words(text).any(|word| names.contains(word)))
    });
    provisions.map(|provision| provision.id.as_str()).collect()
}

#[test]
fn the_order_in_which_facts_are_given_does_not_matter() {
    let library = library();
    let prepared = library.prepare(date("2026-11-21"), &Selection::all());
    let batch = prepared.batch();
    let weigh = |backwards: bool| {
        let (mut columns, mut weighed) = (batch.columns(), Weighed::default());
        for case in library.cases().iter().take(Columns::CAPACITY) {
            let subject = columns.add().unwrap();
            let mut facts: Vec<_> = case.facts.iter().collect();
            if backwards {
                facts.reverse();
            }
            for (name, state) in facts {
                let fact = prepared.fact(name).unwrap();
                columns.set(subject, fact, prepared.answer(fact, state).unwrap());
            }
        }
        batch.weigh(&columns, &mut weighed);
        weighed
    };
    assert_eq!(weigh(false), weigh(true));
    for case in library.cases() {
        let pairs = case.facts.iter().rev().map(|(name, state)| {
            format!("{}: {}", serde_json::json!(name), serde_json::json!(state))
        });
        let text = format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "));
        let read = parse_facts("f", text.as_bytes(), Format::Json, library.vocabulary()).unwrap();
        assert_eq!(read.facts, case.facts, "{}", case.name);
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
