//! A batch gives what single subjects give, bit for bit.

use proptest::prelude::*;
use tenbin_vocab::Facts;

use super::*;
use crate::tests::{article, date, facts, library, provision};
use crate::{Library, Selection};

const AS_OF: &str = "2026-06-01";

/// Every verdict and state, weighed one by one and as a block.
fn assert_same(library: &Library, as_of: &str, subjects: &[Facts]) {
    let prepared = library.prepare(date(as_of), &Selection::all());
    let batch = prepared.batch();
    let mut weighed = Weighed::default();
    let mut columns = batch.columns();
    for block in subjects.chunks(Columns::CAPACITY) {
        columns.clear();
        for subject in block {
            columns.push(&prepared.dense(subject).0).unwrap();
        }
        batch.weigh(&columns, &mut weighed);
        assert_eq!(weighed.len(), block.len());
        for (at, subject) in block.iter().enumerate() {
            let (dense, _) = prepared.dense(subject);
            for (place, (id, expected)) in
                batch.provision_ids().zip(prepared.verdicts(&dense)).enumerate()
            {
                assert_eq!(weighed.outcome(place, at), Some(expected), "{id} of {subject:?}");
            }
            let standing = prepared.stand(&dense);
            for (place, position) in batch.classifications().iter().enumerate() {
                let expected = standing.holdings[*position].value;
                assert_eq!(
                    weighed.classification(place, at),
                    Some(expected),
                    "{} of {subject:?}",
                    library.definitions()[*position].id
                );
            }
        }
    }
}

fn condition() -> impl Strategy<Value = String> {
    let leaf = proptest::sample::select(
        &[
            "a",
            "b",
            "a == false",
            "c",
            "size > 5",
            "size <= 3",
            "size * 2 >= 0",
            "size == 3",
            "size > other_size",
            "size * 2 <= other_size",
            "placed < 2025-01-01",
            "placed + 1 month <= 2025-03-31",
            "placed - 1 year == 2024-02-28",
            "as_of > placed + 30 days",
            "placed < met",
            "as_of >= 2026-06-01",
            "kind == x1",
            "kind in xs",
            "kind != y",
            "kind in [x1, y]",
            "kind == none",
            "big",
            "big == false",
            "deep",
            "deep == false",
            "true",
        ][..],
    )
    .prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 3, |inner| {
        let list = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            list.clone().prop_map(|parts| format!("({})", parts.join(" and "))),
            list.clone().prop_map(|parts| format!("({})", parts.join(" or "))),
            (1_usize..3, list)
                .prop_map(|(need, parts)| format!("at least {need} of ({})", parts.join(", "))),
            inner.prop_map(|part| format!("not ({part})")),
        ]
    })
}

fn plain() -> impl Strategy<Value = String> {
    condition().prop_filter("a definition uses none after it", |text| {
        !text.contains("big") && !text.contains("deep")
    })
}

fn subject() -> impl Strategy<Value = Facts> {
    let words: [(&str, &[&str]); 10] = [
        ("a", &["true", "false", "?", "!"]),
        ("b", &["true", "false", "!"]),
        ("c", &["true", "false", "?"]),
        ("big", &["true", "false", "?", "!"]),
        ("deep", &["true", "false", "?", "!"]),
        ("size", &["0", "2", "3", "4", "6", "?", "!"]),
        ("other_size", &["-3", "4", "9", "!"]),
        ("placed", &["2024-01-01", "2025-02-28", "2025-03-01", "2026-05-02", "2027-01-01", "!"]),
        ("met", &["2024-06-01", "2027-06-01"]),
        ("kind", &["x1", "x2", "y", "none", "x1+y", "xs", "xs+y", "?", "!"]),
    ];
    let one = |(name, answers): (&'static str, &'static [&'static str])| {
        // As often open as answered.
        let mut choices = vec![String::new(); answers.len()];
        choices.extend(answers.iter().map(|answer| format!("{name}={answer}")));
        proptest::sample::select(choices)
    };
    words.map(one).to_vec().prop_map(|words| facts(&words.join(" ")))
}

fn definition(name: &str, when: &str, unless: Option<&str>) -> String {
    let unless = unless.map_or_else(String::new, |text| format!("unless_shown = '{text}'"));
    format!(
        r#"
[[definition]]
id = "act.{name}"
name = "{name}"
classification = true
title = {{ ja = "大", en = "Big" }}
[[definition.version]]
from = 2024-01-01
when = '{when}'
{unless}
cite = "5"
confidence = "V"
sources = ["S1"]
"#
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn random_packages_give_the_same(
        big in plain(),
        unless in proptest::option::of(plain()),
        deep in condition().prop_filter("no circle", |text| !text.contains("deep")),
        when in proptest::collection::vec(condition(), 3),
        legacy in condition(),
        starts in proptest::collection::vec(condition(), 2),
        presumed in proptest::sample::select(&["", ", presumed = \"no\"", ", presumed = \"yes\""][..]),
        subjects in proptest::collection::vec(subject(), 20..40),
    ) {
        let definitions = definition("big", &big, unless.as_deref()) + &definition("deep", &deep, None);
        let rule = |when: &str, date: &str| format!(
            "{{ when = '{when}', {date}{presumed}, cite = '3', confidence = 'V', sources = ['S1'] }}"
        );
        let version = |when: &str, rest: &str| format!("from = 2024-01-01\nwhen = '{when}'\n{rest}");
        let articles = [
            provision("p", &version(&when[0], &format!(
                "applies_from = 2025-01-01\nlegacy = [{}, {}]\nexcept = [{{ when = '{}', cite = '4' }}]",
                rule(&legacy, "date = 2027-01-01"), rule(&starts[0], "never = true"), starts[1],
            ))),
            provision("q", &version(&when[1], "schedule = 'routes'\napplies_until = 2026-01-01")),
            provision("r", &version(&when[2], "schedule = 'routes'")),
            provision("s", &version(&when[2], "until = 2025-01-01\nschedule = 'routes'")),
            provision("t", &version(&when[1], "applies_from = 2025-01-01").replace("2024", "2027")),
        ];
        let start = |when: &str, date: &str| format!(
            "[[schedule.version.start]]\nwhen = '{when}'\ndate = {date}\ncite = '2'\nconfidence = 'V'\nsources = ['S1']\n"
        );
        let schedule = format!(
            "[[schedule]]\nid = 'routes'\n[[schedule.version]]\nfrom = 2020-01-01\n{}{}{}",
            start(&starts[0], "2027-02-01"),
            start(&starts[1], "2025-02-01"),
            start(&legacy, "2025-02-01"),
        );
        let library = library(&[
            ("articles/a.toml", &articles.concat()),
            ("definitions.toml", &definitions),
            ("schedules.toml", &schedule),
        ]);
        assert_same(&library, AS_OF, &subjects);
    }
}

#[test]
fn a_block_that_fills_no_lane_and_one_that_fills_several() {
    let body = article("when = 'a or (size > 5 and not b)'\napplies_from = 2025-01-01");
    let library = library(&[("articles/a.toml", &body)]);
    let words = ["a=true", "a=false", "size=9", "size=9 b=true", "b=? size=1", ""];
    for count in [0, 1, 63, 64, 65, 255, 256, 257, 1000] {
        let subjects: Vec<Facts> = words.iter().cycle().take(count).map(|w| facts(w)).collect();
        assert_same(&library, AS_OF, &subjects);
    }
}

#[test]
fn answers_replace_each_other_and_a_cleared_block_is_empty() {
    let library =
        library(&[("articles/a.toml", &article("when = 'a'\napplies_from = 2025-01-01"))]);
    let prepared = library.prepare(date(AS_OF), &Selection::all());
    let batch = prepared.batch();
    let (mut columns, mut weighed) = (batch.columns(), Weighed::default());
    let a = prepared.fact("a").unwrap();
    assert_eq!(prepared.fact("as_of"), None);
    assert_eq!(prepared.fact("nothing"), None);
    let [yes, no] =
        ["a=true", "a=false"].map(|words| prepared.answer(a, &facts(words)["a"]).unwrap());
    assert_eq!(prepared.answer(a, &facts("a=3")["a"]), None);
    let at = columns.add().unwrap();
    columns.set(at, a, yes);
    columns.set(at, a, no);
    columns.set(at + 1, a, yes);
    batch.weigh(&columns, &mut weighed);
    assert_eq!(weighed.outcome(0, 0).unwrap().verdict, Tri::No);
    assert_eq!(weighed.outcome(0, 1), None);
    assert_eq!(weighed.provision_counts(0), VerdictCounts { yes: 0, no: 1, unknown: 0 });
    columns.clear();
    columns.add().unwrap();
    batch.weigh(&columns, &mut weighed);
    assert_eq!(weighed.outcome(0, 0).unwrap().verdict, Tri::Unknown);
    assert_eq!(weighed.provision_counts(0), VerdictCounts { yes: 0, no: 0, unknown: 1 });
    while columns.add().is_some() {}
    assert_eq!(columns.len(), Columns::CAPACITY);
}

#[test]
fn lines_are_the_figures_texts_compare_with() {
    let definitions = definition("big", "size * 2 > 1e26 or c", None);
    let body =
        article("when = 'big and size >= 3 and other_size > size'\napplies_from = 2025-01-01");
    let library = library(&[("articles/a.toml", &body), ("definitions.toml", &definitions)]);
    let prepared = library.prepare(date(AS_OF), &Selection::all());
    let batch = prepared.batch();
    let lines: Vec<(&str, &str, f64, &str)> = batch
        .lines()
        .map(|line| (line.fact.as_str(), line.sign, line.limit, line.texts[0].id.as_str()))
        .collect();
    assert_eq!(lines, [("size", ">=", 3.0, "p"), ("size", ">", 5e25, "act.big")]);
    let (mut columns, mut weighed) = (batch.columns(), Weighed::default());
    for words in ["size=3", "size=5e25", "size=6e25", "", "size=!"] {
        columns.push(&prepared.dense(&facts(words)).0).unwrap();
    }
    batch.weigh(&columns, &mut weighed);
    assert_eq!(weighed.line_counts(0), VerdictCounts { yes: 3, no: 1, unknown: 1 });
    assert_eq!(weighed.line_counts(1), VerdictCounts { yes: 1, no: 3, unknown: 1 });
}
