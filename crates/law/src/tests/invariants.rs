//! What must hold for every condition and every subject.

use proptest::prelude::*;
use tenbin_vocab::Tri;

use super::*;
use crate::exact::settle;
use crate::{DutyState, Format, parse_facts};

const AS_OF: &str = "2026-06-01";

/// Comparisons of one fact, over few enough facts to try every answer.
const ATOMS: [&str; 16] = [
    "a",
    "b",
    "a == false",
    "size > 5",
    "size <= 3",
    "size == 3",
    "size >= 0",
    "placed < 2025-01-01",
    "placed + 1 month <= 2025-03-31",
    "as_of > placed + 30 days",
    "kind == x1",
    "kind in xs",
    "kind != y",
    "kind in [x1, y]",
    "kind == none",
    "true",
];

/// Answers that meet every range of every atom above.
fn grid(fact: &str) -> Vec<&'static str> {
    match fact {
        "a" | "b" => vec!["true", "false"],
        "size" => vec!["0", "3", "4", "5", "6"],
        "placed" => vec![
            "2024-01-01",
            "2024-12-31",
            "2025-01-01",
            "2025-02-27",
            "2025-02-28",
            "2025-03-01",
            "2026-05-01",
            "2026-05-02",
            "2027-01-01",
        ],
        "kind" => vec!["x1", "x2", "y", "none", "x1+x2", "x1+y", "x2+y", "x1+x2+y"],
        _ => unreachable!(),
    }
}

const NAMES: [&str; 5] = ["a", "b", "size", "placed", "kind"];

fn condition(atoms: &'static [&'static str]) -> impl Strategy<Value = String> {
    let leaf = proptest::sample::select(atoms).prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 3, |inner| {
        let list = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            list.clone().prop_map(|parts| format!("({})", parts.join(" and "))),
            list.clone().prop_map(|parts| format!("({})", parts.join(" or "))),
            (1_usize..3, list)
                .prop_map(|(need, parts)| { format!("at least {need} of ({})", parts.join(", ")) }),
            inner.prop_map(|part| format!("not ({part})")),
        ]
    })
}

/// For each fact: an answer, unknown, contested, or a group.
fn subject() -> impl Strategy<Value = Vec<String>> {
    let one = |name: &'static str| {
        let mut answers: Vec<String> =
            grid(name).into_iter().map(|answer| format!("{name}={answer}")).collect();
        let open = answers.len();
        answers.extend(std::iter::repeat_n(String::new(), open));
        answers.push(format!("{name}=?"));
        if name == "kind" {
            answers.extend(["kind=xs".into(), "kind=xs+y".into()]);
        }
        proptest::sample::select(answers)
    };
    NAMES.map(one).to_vec()
}

/// The answers a word leaves possible.
fn answers(name: &str, word: &str) -> Vec<String> {
    let named = |list: &[&str]| list.iter().map(|answer| format!("{name}={answer}")).collect();
    match word.split_once('=').map(|(_, value)| value) {
        None | Some("?") => named(&grid(name)),
        Some("xs") => named(&["x1", "x2", "x1+x2"]),
        Some("xs+y") => named(&["x1+y", "x2+y", "x1+x2+y"]),
        Some(_) => vec![word.to_owned()],
    }
}

fn outcome(prepared: &crate::Prepared<'_>, words: &[String]) -> Tri {
    let (dense, warnings) = prepared.dense(&facts(&words.join(" ")));
    assert!(warnings.is_empty(), "{warnings:?}");
    prepared.verdicts(&dense)[0].verdict
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Sound and complete: the verdict is yes or no exactly when every answer
    /// to the open facts gives it.
    #[test]
    fn the_verdict_is_what_every_answer_gives(when in condition(&ATOMS), words in subject()) {
        let library = under(&when);
        let prepared = library.prepare(date(AS_OF), &Selection::all());
        let got = outcome(&prepared, &words);
        let (mut yes, mut no) = (false, false);
        let choices: Vec<Vec<String>> =
            NAMES.iter().zip(&words).map(|(name, word)| answers(name, word)).collect();
        // Facts the condition does not name are left at one answer.
        let choices: Vec<Vec<String>> = choices
            .into_iter()
            .zip(NAMES)
            .map(|(list, name)| if when.contains(name) { list } else { list[..1].to_vec() })
            .collect();
        let total: usize = choices.iter().map(Vec::len).product();
        for mut at in 0..total {
            let full: Vec<String> = choices
                .iter()
                .map(|list| {
                    let answer = list[at % list.len()].clone();
                    at /= list.len();
                    answer
                })
                .collect();
            match outcome(&prepared, &full) {
                Tri::Yes => yes = true,
                Tri::No => no = true,
                Tri::Unknown => prop_assert!(false, "open although answered: {full:?}"),
            }
            if yes && no {
                break;
            }
        }
        let expected = match (yes, no) {
            (true, true) => Tri::Unknown,
            (true, false) => Tri::Yes,
            _ => Tri::No,
        };
        prop_assert_eq!(got, expected, "{} under {:?}", when, words);
    }

    /// Answering an open fact never takes back a yes or a no.
    #[test]
    fn an_answer_never_takes_a_verdict_back(
        when in condition(&[
            "a", "b", "size > 5", "size > other_size", "size * 2 <= other_size", "kind == x1",
            "kind in xs", "placed < met", "placed < 2025-01-01", "big", "big == false",
        ]),
        words in subject(),
        which in 0_usize..8,
        answer in 0_usize..8,
    ) {
        let library = with_definition(&when);
        let prepared = library.prepare(date(AS_OF), &Selection::all());
        let before = outcome(&prepared, &words);
        let mut words = words;
        let more = match which {
            5 => vec!["other_size=4", "other_size=100"],
            6 => vec!["met=2020-01-01", "met=2028-01-01"],
            7 => vec!["d=true", "d=false"],
            _ => vec![],
        };
        match NAMES.get(which) {
            Some(name) => {
                let choices = answers(name, &words[which]);
                words[which] = choices[answer % choices.len()].clone();
            }
            None => words.push(more[answer % more.len()].to_owned()),
        }
        let after = outcome(&prepared, &words);
        if before.is_known() {
            prop_assert_eq!(before, after, "{} under {:?}", when, words);
        }
    }

    /// Kleene logic knows less than the exact verdict, never something else.
    #[test]
    fn kleene_lies_below_the_exact_verdict(when in condition(&ATOMS), words in subject()) {
        let library = under(&when);
        let prepared = library.prepare(date(AS_OF), &Selection::all());
        let (dense, _) = prepared.dense(&facts(&words.join(" ")));
        let standing = prepared.stand(&dense);
        let scope = prepared.scope(&standing);
        let root = library.provision("p").unwrap().versions[0].root;
        let kleene = scope.value(root);
        if kleene.is_known() {
            prop_assert_eq!(kleene, settle(&scope, root).verdict);
        }
    }

    #[test]
    fn a_condition_or_its_contrary_always_holds(when in condition(&ATOMS)) {
        prop_assert_eq!(verdict(&format!("({when}) or not ({when})"), ""), Tri::Yes);
        prop_assert_eq!(verdict(&format!("({when}) and not ({when})"), ""), Tri::No);
    }

    /// A question always names an open fact, and settles as many as it says.
    #[test]
    fn questions_are_about_open_facts(when in condition(&ATOMS), words in subject()) {
        let library = under(&when);
        let words = words.join(" ");
        let known = facts(&words);
        for question in weigh(&library, &words, AS_OF).next_questions {
            let state = known.get(&question.fact).cloned().unwrap_or_default();
            let group = words.contains("kind=xs") && question.fact == "kind";
            prop_assert!(state == FactState::Unknown || group, "{question:?}");
            prop_assert!(question.score >= 0.0 && question.score.is_finite());
        }
    }

    #[test]
    fn the_order_of_facts_does_not_matter(words in subject(), swap in 0_usize..5) {
        let library = under("(a and size > 5) or (b and kind in xs) or placed < 2025-01-01");
        let given = facts(&words.join(" "));
        let mut lines: Vec<String> = given
            .iter()
            .map(|(name, state)| {
                format!("{}: {}", serde_json::json!(name), serde_json::to_string(state).unwrap())
            })
            .collect();
        let count = lines.len();
        lines.rotate_left(if count == 0 { 0 } else { swap % count });
        let text = format!("{{{}}}", lines.join(", "));
        let read = parse_facts("f", text.as_bytes(), Format::Json, library.vocabulary()).unwrap();
        prop_assert_eq!(&read.facts, &given);
        let weigh = |facts| library.weigh(facts, date(AS_OF), &Selection::all());
        prop_assert_eq!(weigh(&read.facts), weigh(&given));
    }
}

fn with_definition(when: &str) -> Library {
    let definition = r#"
[[definition]]
id = "act.big"
name = "big"
title = { ja = "大", en = "Big" }
[[definition.version]]
from = 2024-01-01
when = "size > 3 or d"
cite = "5"
confidence = "V"
sources = ["S1"]
"#;
    let body = article(&format!("when = '{when}'\napplies_from = 2025-01-01"));
    library(&[("articles/a.toml", &body), ("definitions.toml", definition)])
}

/// Dates of every kind: versions, starts, ends, rules for what was there
/// before, and a condition on the as-of date itself.
fn dated() -> Library {
    let schedule = r#"
[[schedule]]
id = "routes"
[[schedule.version]]
from = 2020-01-01
until = 2024-05-01
[[schedule.version.start]]
when = "a"
date = 2023-02-01
cite = "2"
confidence = "V"
sources = ["S1"]
[[schedule.version]]
from = 2024-05-01
[[schedule.version.start]]
when = "a or b"
date = 2025-03-01
cite = "2"
confidence = "V"
sources = ["S1"]
[[schedule.version.legacy]]
when = "c"
date = 2026-04-01
cite = "2"
confidence = "V"
sources = ["S1"]
"#;
    let later =
        provision("p", "from = 2021-01-01\nuntil = 2025-12-01\nwhen = 'a'\nschedule = 'routes'\n");
    let plain = provision(
        "q",
        "from = 2022-07-01\nwhen = 'b or as_of + 1 month > 2024-03-31'\napplies_from = 2023-08-01\napplies_until = 2026-09-01",
    );
    library(&[("articles/a.toml", &(later + &plain)), ("schedules.toml", schedule)])
}

#[test]
fn the_date_moves_verdicts_only_where_the_law_names_one() {
    let library = dated();
    let listed = library.listed_dates();
    let mut moved = 0;
    for words in ["", "a=true", "a=true c=true", "b=true a=false", "a=false b=false c=false"] {
        let given = facts(words);
        let mut before: Option<Vec<(Tri, DutyState)>> = None;
        for day in date("2019-06-01").series(jiff::Span::new().days(1)).take(3000) {
            let prepared = library.prepare(day, &Selection::all());
            let (dense, _) = prepared.dense(&given);
            let now: Vec<_> =
                prepared.verdicts(&dense).iter().map(|o| (o.verdict, o.duty_state)).collect();
            if before.as_ref().is_some_and(|before| *before != now) {
                assert!(listed.contains(&day), "{words}: {before:?} became {now:?} on {day}");
                moved += 1;
            }
            before = Some(now);
        }
    }
    assert!(moved >= 10, "only {moved} moves");
}
