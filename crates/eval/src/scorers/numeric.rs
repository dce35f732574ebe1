//! Is a given number the answer?

use std::sync::LazyLock;

use regex::Regex;
use tenbin_vocab::Bilingual;

use super::fold::fold;
use super::{Answer, Right, Score, Scorer};

/// Numbers looked at in one answer; more than anybody means to give.
const MOST_NUMBERS: usize = 1_000;
/// Without a stated answer, more different numbers than this are no answer.
const MOST_DIFFERENT: usize = 8;
/// Bytes between the words of an answer ("the answer is") and its number.
const STATED_REACH: usize = 40;

/// Labels an answer `correct` when it gives a number close enough to the
/// expected one.
///
/// Reads digits of any width, thousands separators, decimal commas, Kanji
/// numerals, the units 万/億/兆 and 만/억/조, and number words such as
/// "million". The last number stated to be the answer decides; without such
/// words any of up to eight different numbers may be it.
pub(super) struct Numeric;

impl Scorer for Numeric {
    fn name(&self) -> &'static str {
        "numeric"
    }

    fn version(&self) -> &'static str {
        "1"
    }

    fn about(&self) -> Bilingual {
        Bilingual::new(
            "正しい数値を許容差の範囲で答えているか（漢数字・全角・桁区切りを含む）",
            "Whether the answer gives the right number within its tolerance, in any way of writing it",
        )
    }

    fn labels(&self) -> &'static [&'static str] {
        super::answer::RIGHT_OR_NOT
    }

    fn score(&self, answer: &Answer<'_>) -> Option<Score> {
        let Right::Numeric { value, tolerance } = &answer.expect?.right else { return None };
        Some(super::answer::right_or_not(gives(answer.response, *value, *tolerance)))
    }
}

/// Whether `response` gives a number within `tolerance` of `value`, and why.
pub(super) fn gives(response: &str, value: f64, tolerance: f64) -> Result<String, String> {
    let text = fold(response);
    let found = numbers(&text);
    // A tolerance of 0 still allows for how decimal fractions are stored.
    let slack = tolerance.max(0.0) + 1e-9 * value.abs().max(1.0);
    let fits = |number: &&Number| (number.value - value).abs() <= slack;
    if let Some(stated) = stated(&text, &found) {
        return if fits(&stated) {
            Ok(format!("it states {}", stated.value))
        } else {
            Err(format!("it states {}, not {value}", stated.value))
        };
    }
    let mut different: Vec<u64> = found.iter().map(|number| number.value.to_bits()).collect();
    different.sort_unstable();
    different.dedup();
    if different.len() > MOST_DIFFERENT {
        return Err(format!(
            "it gives {} different numbers and states none of them",
            different.len()
        ));
    }
    match found.iter().find(fits) {
        Some(number) => Ok(format!("it gives {}", number.value)),
        None if found.is_empty() => Err("it gives no number".to_owned()),
        None => Err(format!("it does not give {value}")),
    }
}

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    pub(super) value: f64,
    start: usize,
}

static STATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b(?:answer|result|total) (?:is|was|=|:)|\banswer:|####|\\boxed\{|(?:答え|正解|結論|合計)(?:は|:)|答案(?:是|:|为)|\bréponse (?:est|:)|(?:정답|답)(?:은|:)",
    )
    .expect("the pattern is part of the source and tested")
});

/// The number after the last words that announce the answer.
fn stated<'n>(text: &str, found: &'n [Number]) -> Option<&'n Number> {
    let end = STATED.find_iter(text).last()?.end();
    found.iter().find(|number| (end..=end + STATED_REACH).contains(&number.start))
}

static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?(?:e[+-]?\d{1,3})?")
        .expect("the pattern is part of the source and tested")
});

/// Every number in folded `text`, in order.
fn numbers(text: &str) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut rest = 0;
    for digits in DIGITS.find_iter(text).take(MOST_NUMBERS) {
        kanji_numbers(text, rest, digits.start(), &mut found);
        if digits.start() < rest {
            continue;
        }
        let before = text[..digits.start()].chars().next_back();
        let Some(mut value) = parse_digits(digits.as_str()) else { continue };
        let (scaled, end) = with_units(value, text, digits.end());
        value = scaled;
        rest = end;
        // A minus sign, unless it joins two numbers or words.
        let minus = matches!(before, Some('-' | '−'))
            && !text[..digits.start()]
                .trim_end_matches(['-', '−'])
                .ends_with(char::is_alphanumeric);
        let in_word = before.is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
        if !in_word {
            found.push(Number { value: if minus { -value } else { value }, start: digits.start() });
        }
    }
    kanji_numbers(text, rest, text.len(), &mut found);
    word_numbers(text, &mut found);
    found.sort_by_key(|number| number.start);
    found.truncate(MOST_NUMBERS);
    found
}

fn parse_digits(digits: &str) -> Option<f64> {
    let bare: String = digits.chars().filter(|c| *c != ' ').collect();
    let groups: Vec<&str> = bare.split(',').collect();
    let thousands = groups.len() > 1
        && groups[1..].iter().all(|group| group.split('.').next().is_some_and(|g| g.len() == 3));
    let text = if thousands { bare.replace(',', "") } else { bare.replace(',', ".") };
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Multiplies by units that follow at `end`, as in 3億2000万 or "5 million".
fn with_units(value: f64, text: &str, end: usize) -> (f64, usize) {
    let rest = &text[end..];
    for (word, factor) in [
        ("thousand", 1e3),
        ("million", 1e6),
        ("billion", 1e9),
        ("trillion", 1e12),
        ("milliard", 1e9),
        ("mille", 1e3),
    ] {
        let trimmed = rest.trim_start_matches(' ');
        if let Some(after) = trimmed.strip_prefix(word) {
            return (value * factor, text.len() - after.len());
        }
    }
    let (mut total, mut current, mut at, mut had_unit) = (0.0, value, end, false);
    while let Some(c) = text[at..].chars().next() {
        let Some(factor) = unit(c) else { break };
        had_unit = true;
        at += c.len_utf8();
        if factor >= 1e4 {
            total += current * factor;
            current = 0.0;
        } else {
            current *= factor;
        }
        // Further digits belong to the same number: 3億 2000 万.
        let trimmed = text[at..].trim_start_matches(' ');
        let next = DIGITS.find(trimmed).filter(|digits| digits.start() == 0);
        if let Some(digits) = next
            && let Some(more) = parse_digits(digits.as_str())
        {
            current += more;
            at = text.len() - trimmed.len() + digits.end();
        }
    }
    if had_unit { (total + current, at) } else { (value, end) }
}

fn unit(c: char) -> Option<f64> {
    Some(match c {
        '十' | '십' => 1e1,
        '百' | '백' => 1e2,
        '千' | '천' => 1e3,
        '万' | '萬' | '만' => 1e4,
        '億' | '亿' | '억' => 1e8,
        '兆' | '조' => 1e12,
        _ => return None,
    })
}

fn kanji_digit(c: char) -> Option<f64> {
    "〇一二三四五六七八九".chars().position(|digit| digit == c).map(|at| at as f64).or(match c {
        '零' => Some(0.0),
        '两' | '兩' => Some(2.0),
        _ => None,
    })
}

/// Kanji numerals in `text[from..to]`: runs of digits and units, two or more
/// characters long, or a single one that is the whole answer or is counted.
fn kanji_numbers(text: &str, from: usize, to: usize, found: &mut Vec<Number>) {
    if from >= to {
        return;
    }
    let mut run: Vec<char> = Vec::new();
    let mut start = from;
    for (at, c) in text[from..to].char_indices().chain([(to - from, ' ')]) {
        if kanji_digit(c).is_some()
            || unit(c).is_some_and(|_| c as u32 >= 0x4E00 && (c as u32) < 0xAC00)
        {
            if run.is_empty() {
                start = from + at;
            }
            run.push(c);
            continue;
        }
        let alone = run.len() == 1
            && (is_counter(c)
                || text.trim_matches(|c: char| !c.is_alphanumeric()).chars().count() == 1);
        if (run.len() >= 2 || alone)
            && let Some(value) = parse_kanji(&run)
        {
            found.push(Number { value, start });
        }
        run.clear();
    }
}

fn is_counter(c: char) -> bool {
    "つ個人本枚回度年月日時分秒円冊台匹杯階才歳名か国条号点件組羽頭章位番个只张條次名".contains(c)
}

/// 千二百三十四 by units, 二〇二五 by place.
fn parse_kanji(run: &[char]) -> Option<f64> {
    if run.iter().all(|c| kanji_digit(*c).is_some()) {
        return Some(
            run.iter().fold(0.0, |value, c| value * 10.0 + kanji_digit(*c).unwrap_or(0.0)),
        );
    }
    let (mut total, mut section, mut digit) = (0.0, 0.0, None);
    for c in run {
        if let Some(value) = kanji_digit(*c) {
            digit = Some(digit.unwrap_or(0.0) * 10.0 + value);
        } else if let Some(factor) = unit(*c) {
            if factor >= 1e4 {
                let below = section + digit.take().unwrap_or(0.0);
                total += if below == 0.0 { factor } else { below * factor };
                section = 0.0;
            } else {
                section += digit.take().unwrap_or(1.0) * factor;
            }
        }
    }
    let value = total + section + digit.unwrap_or(0.0);
    value.is_finite().then_some(value)
}

/// English number words up to twelve, as in "There are seven".
fn word_numbers(text: &str, found: &mut Vec<Number>) {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(r"\b(?:{})\b", WORDS[2..].join("|"))).expect("made of plain words")
    });
    for word in PATTERN.find_iter(text).take(MOST_NUMBERS) {
        if let Some(value) = WORDS.iter().position(|known| *known == word.as_str()) {
            found.push(Number { value: value as f64, start: word.start() });
        }
    }
    // "one" and "zero" are too common as other words to count inside a text.
    let whole = text.trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(value) = WORDS[..2].iter().position(|known| *known == whole) {
        found.push(Number { value: value as f64, start: 0 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<f64> {
        numbers(&fold(text)).iter().map(|number| number.value).collect()
    }

    #[test]
    fn every_way_of_writing_a_number() {
        let table: [(&str, &[f64]); 26] = [
            ("42", &[42.0]),
            ("４２", &[42.0]),
            ("-7 °C", &[-7.0]),
            ("8,848.86 m", &[8848.86]),
            ("8 848,86 mètres", &[8848.86]),
            ("1,000,000", &[1e6]),
            ("3,5 kg", &[3.5]),
            ("1.5 million", &[1.5e6]),
            ("2e3", &[2000.0]),
            ("三十七", &[37.0]),
            ("千二百三十四", &[1234.0]),
            ("二〇二五年", &[2025.0]),
            ("一億二千万人", &[1.2e8]),
            ("3億2000万円", &[3.2e8]),
            ("1万5千", &[15000.0]),
            ("약 5만 명", &[5e4]),
            ("三つ", &[3.0]),
            ("七", &[7.0]),
            ("一般に", &[]),
            ("2020-2021", &[2020.0, 2021.0]),
            ("There are seven of them.", &[7.0]),
            ("one", &[1.0]),
            ("no one knows", &[]),
            ("H2O", &[]),
            ("百", &[100.0]),
            ("", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(values(text), expected, "{text}");
        }
    }

    #[test]
    fn the_stated_number_decides() {
        assert!(gives("12 + 30 makes 42. The answer is 42.", 42.0, 0.0).is_ok());
        assert!(gives("It could be 42, but the answer is 43.", 42.0, 0.0).is_err());
        assert!(gives("答えは四十二です。", 42.0, 0.0).is_ok());
        assert!(gives("About 8,850 metres", 8848.0, 5.0).is_ok());
        assert!(gives("About 8,850 metres", 8848.0, 1.0).is_err());
        assert!(gives("0.1", 0.1, 0.0).is_ok());
    }

    #[test]
    fn a_flood_of_numbers_is_no_answer() {
        let many = (1..200).map(|n| n.to_string()).collect::<Vec<_>>().join(" / ");
        assert!(gives(&many, 42.0, 0.0).is_err());
    }
}
