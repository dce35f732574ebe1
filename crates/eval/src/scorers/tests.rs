//! What every scorer must hold to. A new member needs no line here.

use std::collections::HashSet;

use super::{ALL, Answer, Expect, Right};

fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "\0",
        "\u{FFFD}\u{FFFD}",
        "\u{202E}\u{2066}abc\u{2069}",
        "\u{FEFF}",
        "a\u{300}\u{301}\u{302}",
        "\"",
        "“",
        "「「「",
        "```",
        "<think>",
        "</think>",
        "…",
        "~~~\n",
        ":::\n:::\n",
        "1.",
        "1. \n2. \n3. ",
        "-",
        "\r",
        "\r\n\r\n",
        "𝔸𝔹ℂ",
        "👩‍👩‍👧‍👦",
        "ﷺ",
        "\u{1}i cannot\u{1}",
        "no",
        "です",
        "(((",
        "]]]",
        "\\boxed{",
        "####",
        "9e999",
        "1,,,2",
        "万億兆",
        "十十十",
        "i cannot … … …",
        "\u{2028}\u{2029}",
        "Dear [name],\n\nSincerely,",
        "答えは",
        "A, B, C",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    for unit in [
        "a",
        "申し訳",
        "\"",
        "「",
        "i cannot ",
        "1. x\n",
        "9",
        "万",
        "`",
        "x: y\n",
        "\0",
        "\u{202E}",
        ". ",
        "a. ",
    ] {
        texts.push(unit.repeat(LONG / unit.len()));
    }
    texts
}

/// Bytes of a long text in every test, and of the few very long ones.
const LONG: usize = 1 << 12;
const VERY_LONG: usize = 1 << 20;

fn expectations() -> Vec<Option<Expect>> {
    let rights = [
        Right::Choice('B'),
        Right::Choice('\0'),
        Right::Exact(vec![]),
        Right::Exact(vec![String::new(), "x".into(), "東京".into()]),
        Right::Numeric { value: 7.0, tolerance: 0.5 },
        Right::Numeric { value: f64::NAN, tolerance: f64::INFINITY },
    ];
    let swayed = [vec![], vec![String::new(), "C".into(), "9000".into()]];
    let with = rights.into_iter().zip(swayed.into_iter().cycle());
    with.map(|(right, swayed)| Some(Expect { right, swayed })).chain([None]).collect()
}

#[test]
fn names_and_labels_are_distinct_and_plain() {
    let mut names = HashSet::new();
    for scorer in ALL {
        assert!(names.insert(scorer.name()), "{} twice", scorer.name());
        let plain = |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(plain(scorer.name()) && !scorer.version().is_empty());
        let labels: HashSet<&str> = scorer.labels().iter().copied().collect();
        assert!(labels.len() >= 2 && labels.len() == scorer.labels().len(), "{}", scorer.name());
        assert!(labels.iter().all(|label| plain(label)), "{labels:?}");
        let about = scorer.about();
        assert!(!about.ja.is_empty() && !about.en.is_empty());
    }
}

#[test]
fn any_answer_is_labelled_the_same_way_twice() {
    for text in hostile() {
        for expect in &expectations() {
            let start: String = text.chars().take(50).collect();
            let answer =
                Answer { prompt: &start, response: &text, language: "ja", expect: expect.as_ref() };
            for scorer in ALL {
                let score = scorer.score(&answer);
                assert_eq!(score, scorer.score(&answer), "{} on {start:?}", scorer.name());
                let Some(score) = score else { continue };
                assert!(
                    scorer.labels().contains(&score.label),
                    "{}: {}",
                    scorer.name(),
                    score.label
                );
                assert!((0.0..=1.0).contains(&score.value), "{}: {}", scorer.name(), score.value);
                assert!(!score.reason.is_empty(), "{} gives no reason", scorer.name());
            }
        }
    }
}

#[test]
fn a_megabyte_is_scored() {
    let expectations = expectations();
    for (unit, expect) in
        ["i cannot 4 \"", "申し訳、A。", "x 7"].iter().zip(expectations.iter().step_by(2))
    {
        let long = unit.repeat(VERY_LONG / unit.len());
        let answer =
            Answer { prompt: &long, response: &long, language: "", expect: expect.as_ref() };
        for scorer in ALL {
            if let Some(score) = scorer.score(&answer) {
                assert!(scorer.labels().contains(&score.label));
            }
        }
    }
}
