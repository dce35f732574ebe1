//! What is asked next.

use super::*;
use crate::NextQuestion;

fn asked(library: &Library, words: &str) -> Vec<NextQuestion> {
    weigh(library, words, "2026-06-01").next_questions
}

fn names(library: &Library, words: &str) -> Vec<String> {
    asked(library, words).into_iter().map(|question| question.fact).collect()
}

fn close(got: f64, expected: f64) -> bool {
    (got - expected).abs() < 1e-5
}

#[test]
fn a_settled_subject_is_asked_nothing_about_verdicts() {
    assert!(names(&under("a"), "a=true role=provider").is_empty());
    assert_eq!(names(&under("a"), "a=false"), Vec::<String>::new());
}

#[test]
fn the_score_is_severity_times_gain_over_cost() {
    // One bit over a binding duty: 3 x 1 / 1.
    let questions = asked(&under("a"), "");
    assert_eq!(questions[0].fact, "a");
    assert!(close(questions[0].score, 3.0));
    assert_eq!(questions[0].settles, 1);
    assert_eq!(questions[0].question.en, "a?");
    // P(yes) = 1/4, H = 0.811278; after one answer 1/2 on average: 0.311278.
    let questions = asked(&under("a and c"), "");
    assert!(close(questions[0].score, 3.0 * 0.311_278), "{questions:?}");
    // The same gain at twice the cost.
    assert_eq!(questions[1].fact, "c");
    assert!(close(questions[1].score, 3.0 * 0.311_278 / 2.0));
    assert_eq!((questions[0].settles, questions[1].settles), (1, 1));
}

#[test]
fn severity_follows_force_and_binding() {
    let score = |from: &str, to: &str| {
        let text = article("when = 'a'").replace(from, to);
        asked(&library(&[("articles/a.toml", &text)]), "")[0].score
    };
    assert!(close(score("\"must\"", "\"must-not\""), 3.0));
    assert!(close(score("\"must\"", "\"must\"\nbinding = false"), 2.0));
    assert!(close(score("\"must\"", "\"should\""), 1.5));
    assert!(close(score("\"must\"", "\"may\""), 1.0));
    assert!(close(score("\"must\"", "\"classification\""), 1.0));
}

#[test]
fn a_pair_that_only_counts_together_is_found_by_influence() {
    let questions = asked(&under("(a and not b) or (b and not a)"), "");
    assert_eq!(questions.len(), 2);
    assert!(questions.iter().all(|q| q.score == 0.0 && close(q.influence, 3.0)), "{questions:?}");
    assert_eq!(questions[0].settles, 0);
}

#[test]
fn numbers_dates_and_words_are_cut_into_cells() {
    // Below or at the threshold, or above: one bit each.
    let questions = asked(&under("size > 5"), "");
    assert!(close(questions[0].score, 3.0 / 4.0), "{questions:?}");
    assert_eq!(
        (questions[0].kind.as_str(), questions[0].unit.as_deref()),
        ("number", Some("FLOP"))
    );
    // Three ranges, one of them yes: H(1/3) = 0.918296.
    let questions = asked(&under("size > 5 and size < 9"), "");
    assert!(close(questions[0].score, 3.0 * 0.918_296 / 4.0), "{questions:?}");
    let questions = asked(&under("placed < 2025-01-01"), "");
    assert!(close(questions[0].score, 3.0));
    // The word named, or any other.
    let questions = asked(&under("kind == x1"), "");
    assert!(close(questions[0].score, 3.0));
    assert_eq!(questions[0].values.as_ref().unwrap().len(), 4);
    // A group leaves its members.
    let questions = asked(&under("kind == x1"), "kind=xs");
    assert!(close(questions[0].score, 3.0));
}

#[test]
fn contested_and_idle_facts_are_not_asked() {
    let library = under("a and b and (c or not c)");
    assert_eq!(names(&library, "a=?"), ["b"]);
    assert_eq!(names(&library, "a=!"), Vec::<String>::new());
    assert_eq!(names(&under("a and b"), "a=true"), ["b"]);
}

#[test]
fn two_compared_facts_share_the_worth() {
    let questions = asked(&under("size > other_size"), "");
    let names: Vec<_> = questions.iter().map(|q| q.fact.as_str()).collect();
    assert_eq!(names, ["other_size", "size"]);
    assert!(questions.iter().all(|q| close(q.score, 3.0 * 0.5 / 4.0)), "{questions:?}");
    assert!(close(asked(&under("size > other_size"), "size=3")[0].score, 3.0 / 4.0));
}

#[test]
fn start_dates_and_addressees_count_half() {
    let body = "when = 'a'\napplies_from = 2025-01-01\nlegacy = [{ when = 'placed < 2025-01-01', date = 2027-01-01, cite = '1', confidence = 'V', sources = ['S1'] }]";
    let library = library(&[("articles/a.toml", &article(body))]);
    let questions = asked(&library, "a=true");
    let names: Vec<_> = questions.iter().map(|q| (q.fact.as_str(), q.score, q.settles)).collect();
    assert_eq!(names, [("placed", 0.5, 0), ("role", 0.5, 0)]);
    assert_eq!(asked(&library, "a=true role=provider placed=2026-01-01"), []);
}

const DEFINITION: &str = r#"
[[definition]]
id = "act.big"
name = "big"
classification = true
title = { ja = "大", en = "Big" }
[[definition.version]]
from = 2024-01-01
when = "size > 1e25 or d"
cite = "5"
confidence = "V"
sources = ["S1"]
"#;

#[test]
fn a_definition_can_be_asked_directly() {
    let library = library(&[
        ("articles/a.toml", &article("when = 'big'\napplies_from = 2025-01-01")),
        ("definitions.toml", DEFINITION),
    ]);
    let questions = asked(&library, "");
    let names: Vec<_> = questions.iter().map(|q| q.fact.as_str()).collect();
    assert_eq!(names, ["d", "big", "size"]);
    // H(3/4) over the duty (3) and the classification (1), at cost 3.
    assert!(close(questions[1].score, 4.0 * 0.811_278 / 3.0), "{questions:?}");
    assert_eq!(questions[1].settles, 1, "the duty, not the classification");
}

#[test]
fn provisions_add_up_and_ended_ones_do_not_count() {
    let two = article("when = 'a'") + &article("when = 'a and b'").replace("\"p\"", "\"q\"");
    let library = library(&[("articles/a.toml", &two)]);
    let questions = asked(&library, "");
    assert!(close(questions[0].score, 3.0 + 3.0 * 0.311_278), "{questions:?}");
    assert_eq!(questions[0].settles, 2);
    let ended = provision("p", "from = 2024-01-01\nuntil = 2025-01-01\nwhen = 'a'");
    assert!(names(&super::library(&[("articles/a.toml", &ended)]), "").is_empty());
}

/// A condition over more facts than an exact table holds.
fn wide(count: usize) -> (Library, Vec<String>) {
    let names: Vec<String> = (0..count).map(|at| format!("w{at}")).collect();
    let facts: String = names
        .iter()
        .map(|name| {
            format!("[fact.{name}]\nsubject = \"model\"\ntype = \"bool\"\ncost = 1\nquestion = {{ ja = \"?\", en = \"?\" }}\n")
        })
        .collect();
    let pairs: Vec<String> =
        names.chunks(2).map(|pair| format!("({})", pair.join(" and "))).collect();
    let vocabulary = format!("{FACTS}\n{facts}");
    let text = article(&format!("when = '{}'", pairs.join(" or ")));
    let library = library(&[("frameworks/facts.toml", &vocabulary), ("articles/a.toml", &text)]);
    (library, names)
}

#[test]
fn a_sample_stands_for_tables_that_are_too_large() {
    // P(yes) of the exact table is 1 - (3/4)^n for n pairs; both ways agree.
    let (exact, _) = wide(16);
    let (sampled, names) = wide(20);
    let first = asked(&exact, "");
    assert_eq!(first.len(), 16);
    let gain = |pairs: i32| {
        let entropy = |p: f64| -p * p.log2() - (1.0 - p) * (1.0 - p).log2();
        let no = |pairs: i32| 0.75_f64.powi(pairs);
        let with_yes = no(pairs - 1) * 0.5;
        entropy(no(pairs)) - 0.5 * (entropy(with_yes) + entropy(no(pairs - 1)))
    };
    assert!(close(first[0].score, 3.0 * gain(8)), "{} {}", first[0].score, gain(8));
    let second = asked(&sampled, "");
    assert_eq!(second.len(), names.len());
    for question in &second {
        assert!((question.score / 3.0 - gain(10)).abs() < 0.01, "{question:?} {}", gain(10));
        // Turned when its partner holds and no other pair does: 1/2 (3/4)^9.
        assert!((question.influence / 3.0 - 0.5 * 0.75_f64.powi(9)).abs() < 0.02, "{question:?}");
    }
    // The seed is fixed.
    assert_eq!(asked(&sampled, ""), second);
    let (many, _) = wide(60);
    assert_eq!(asked(&many, "").len(), 20);
}
