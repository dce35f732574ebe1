//! One answer as a person types it, and answers as a facts file.

use std::fmt::Write as _;

use tenbin_vocab::{Diagnostic, FactState, FactValue, Facts, Lang};

use crate::facts_input::parse_date;
use crate::state::choice_of;
use crate::suggest;
use crate::vocabulary::{FactDefinition, FactKind, Vocabulary};

/// Longest answer that is read, in characters.
const MAX_ANSWER: usize = 4096;

/// Reads one answer to a fact as a person types it: `yes`, `8e24 FLOP`,
/// `2026-03-02`, `provider`, `2` for the second word of a list, several words
/// with commas, `?` or `unknown` for "I do not know".
///
/// # Errors
/// What is wrong with it and what is expected. `file` names where it stood.
pub fn read_answer(file: &str, fact: &FactDefinition, text: &str) -> Result<FactState, Diagnostic> {
    let text = text.trim();
    let wrong = |message: String, hint: String| {
        Err(Diagnostic::new(file, format!("{}: {message}", fact.name)).hint(hint))
    };
    let expected = || {
        let kind = match fact.kind {
            FactKind::Bool => "yes or no".to_owned(),
            _ => fact.kind.expected(),
        };
        format!("expected {kind}, or ? when you do not know")
    };
    if text.is_empty() || text.chars().count() > MAX_ANSWER {
        return wrong("the answer is empty or too long".to_owned(), expected());
    }
    if text == "?" || text == "？" || (text == "unknown" && fact.kind.value_bit(text).is_none()) {
        return Ok(FactState::Unknown);
    }
    let shown = text.escape_debug();
    let value = match &fact.kind {
        FactKind::Bool => match text.to_lowercase().as_str() {
            "yes" | "y" | "true" | "はい" => Some(FactValue::Bool(true)),
            "no" | "n" | "false" | "いいえ" => Some(FactValue::Bool(false)),
            _ => None,
        },
        FactKind::Number { unit, min } => {
            let number = number_of(text, unit.as_deref());
            if let (Some(number), Some(min)) = (number, min)
                && number < *min
            {
                let message = format!("{number} is less than the least possible value {min}");
                return wrong(message, "check the sign and the unit".to_owned());
            }
            number.map(FactValue::Number)
        }
        FactKind::Date => parse_date(text).map(FactValue::Date),
        FactKind::OneOf { values, groups } => {
            let mut words: Vec<String> = Vec::new();
            for part in text.split([',', '、']).map(str::trim).filter(|part| !part.is_empty()) {
                let Some(word) = word_of(part, values, groups) else {
                    let known = values.iter().chain(groups.iter().map(|(group, _)| group));
                    return wrong(
                        format!("\"{}\" is not one of its values", part.escape_debug()),
                        suggest::remedy(part, known.map(String::as_str), &expected()),
                    );
                };
                if !words.contains(&word) {
                    words.push(word);
                }
            }
            if choice_of(&fact.kind, words.iter().map(String::as_str)).is_none() {
                return wrong(
                    format!("\"{shown}\" do not go together"),
                    "none stands alone, and at most one group is named".to_owned(),
                );
            }
            Some(FactValue::OneOf(words))
        }
    };
    match value {
        Some(value) => Ok(FactState::known(value)),
        None => wrong(format!("\"{shown}\" does not answer it"), expected()),
    }
}

/// A number with its unit, or with its digits in groups.
fn number_of(text: &str, unit: Option<&str>) -> Option<f64> {
    let mut text = text.to_owned();
    if let Some(unit) = unit {
        let cut = text.len().saturating_sub(unit.len());
        if text.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(unit)) {
            text.truncate(cut);
        }
    }
    let digits: String = text.trim().chars().filter(|c| !matches!(c, ',' | '_')).collect();
    let plain =
        digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'));
    digits.parse::<f64>().ok().filter(|number| plain && number.is_finite())
}

/// The value or group a word names; a number counts through the values.
fn word_of(part: &str, values: &[String], groups: &[(String, Vec<String>)]) -> Option<String> {
    let known = values.iter().chain(groups.iter().map(|(group, _)| group));
    if let Some(word) = known.into_iter().find(|word| *word == part) {
        return Some(word.clone());
    }
    let place = part.parse::<usize>().ok()?.checked_sub(1)?;
    values.get(place).cloned()
}

/// The facts as a TOML file that [`crate::parse_facts`] reads back, the question
/// above each answer. `head` is written first, as a comment.
#[must_use]
pub fn facts_toml(vocabulary: &Vocabulary, facts: &Facts, head: &str, lang: Lang) -> String {
    let mut text = String::new();
    for line in head.lines() {
        let _ = writeln!(text, "{}", format!("# {line}").trim_end());
    }
    text.push_str("\n[facts]\n");
    for (name, state) in facts {
        if let Some(fact) = vocabulary.get(name) {
            let question: String =
                fact.question.get(lang).split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(text, "# {question}");
        }
        let _ = writeln!(text, "{name} = {}", written(vocabulary, name, state));
    }
    text
}

fn written(vocabulary: &Vocabulary, name: &str, state: &FactState) -> String {
    match state {
        FactState::Unknown => {
            // A fact may have a value of this name.
            let taken = vocabulary.get(name).is_some_and(|f| f.kind.value_bit("unknown").is_some());
            if taken { "{ state = \"unknown\" }".to_owned() } else { "\"unknown\"".to_owned() }
        }
        FactState::NotApplicable { reason } => format!("{{ not_applicable = {} }}", quoted(reason)),
        FactState::Contested { reason } => format!("{{ contested = {} }}", quoted(reason)),
        FactState::Known { value, source } => {
            let value = match value {
                FactValue::Bool(value) => value.to_string(),
                FactValue::Number(number) => number_text(*number),
                FactValue::Date(date) => date.to_string(),
                FactValue::OneOf(words) => match words.as_slice() {
                    [one] => quoted(one),
                    many => {
                        let many: Vec<String> = many.iter().map(|word| quoted(word)).collect();
                        format!("[{}]", many.join(", "))
                    }
                },
            };
            if source.is_empty() {
                value
            } else {
                format!("{{ value = {value}, source = {} }}", quoted(source))
            }
        }
    }
}

/// A number that TOML reads as the same number.
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{number:.0}")
    } else {
        format!("{number:e}")
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tenbin_vocab::Date;

    use super::*;
    use crate::tests::under;
    use crate::{Format, parse_facts};

    fn read(name: &str, text: &str) -> Result<FactState, Diagnostic> {
        read_answer("test", under("a").vocabulary().get(name).unwrap(), text)
    }

    fn value(name: &str, text: &str) -> FactValue {
        read(name, text).unwrap().value().unwrap().clone()
    }

    #[test]
    fn answers_are_read_as_people_type_them() {
        for yes in ["yes", "Y", "true", "はい", " yes "] {
            assert_eq!(value("a", yes), FactValue::Bool(true));
        }
        assert_eq!(value("a", "いいえ"), FactValue::Bool(false));
        for number in ["8e24", "8e24 FLOP", "8E24flop"] {
            assert_eq!(value("size", number), FactValue::Number(8e24));
        }
        assert_eq!(value("size", "310,000,000"), FactValue::Number(3.1e8));
        assert_eq!(value("placed", "2026-03-02"), FactValue::Date(Date::constant(2026, 3, 2)));
        assert_eq!(value("kind", "2"), FactValue::OneOf(vec!["x2".into()]));
        assert_eq!(value("kind", "x1, y"), FactValue::OneOf(vec!["x1".into(), "y".into()]));
        assert_eq!(value("kind", "xs"), FactValue::OneOf(vec!["xs".into()]));
        for unknown in ["?", "？", "unknown"] {
            assert_eq!(read("a", unknown).unwrap(), FactState::Unknown);
        }
    }

    #[test]
    fn what_is_no_answer_is_refused_with_what_is_expected() {
        for (name, text) in [
            ("a", "maybe"),
            ("a", ""),
            ("size", "-1"),
            ("size", "many"),
            ("size", "inf"),
            ("size", "1e999"),
            ("placed", "2026-02-30"),
            ("placed", "tomorrow"),
            ("kind", "0"),
            ("kind", "9"),
            ("kind", "z"),
            ("kind", "none, y"),
        ] {
            let mistake = read(name, text).unwrap_err();
            assert!(!mistake.hint.is_empty(), "{name} {text}: {mistake}");
        }
    }

    fn any_state() -> impl Strategy<Value = (String, FactState)> {
        let reason = "[ -~あ-ん\"\\\\\n\t]{0,12}";
        prop_oneof![
            any::<bool>().prop_map(|b| ("a".to_owned(), FactState::known(FactValue::Bool(b)))),
            (0.0..1e30_f64, reason).prop_map(|(n, source)| {
                ("size".to_owned(), FactState::Known { value: FactValue::Number(n), source })
            }),
            (0i32..20_000).prop_map(|days| {
                let date = crate::evaluate::add(
                    Date::constant(1990, 1, 1),
                    days,
                    crate::condition::ShiftUnit::Days,
                );
                ("placed".to_owned(), FactState::known(FactValue::Date(date)))
            }),
            Just((
                "kind".to_owned(),
                FactState::known(FactValue::OneOf(vec!["x1".into(), "y".into()]))
            )),
            Just(("b".to_owned(), FactState::Unknown)),
            reason.prop_map(|reason| ("c".to_owned(), FactState::Contested { reason })),
            reason.prop_map(|reason| ("d".to_owned(), FactState::NotApplicable { reason })),
        ]
    }

    proptest! {
        #[test]
        fn a_written_file_is_read_back(states in prop::collection::vec(any_state(), 0..8)) {
            let library = under("a");
            let facts: Facts = states.into_iter().collect();
            let text = facts_toml(library.vocabulary(), &facts, "answers\nof a test", Lang::En);
            let read = parse_facts("t.toml", text.as_bytes(), Format::Toml, library.vocabulary());
            prop_assert_eq!(read.unwrap().facts, facts, "{}", text);
        }

        #[test]
        fn any_text_is_an_answer_or_a_mistake(text in ".{0,40}") {
            for name in ["a", "size", "placed", "kind"] {
                let _ = read(name, &text);
            }
        }
    }
}
