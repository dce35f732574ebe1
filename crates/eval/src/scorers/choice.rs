//! Which option does the answer pick?

use std::sync::LazyLock;

use regex::Regex;
use tenbin_vocab::Bilingual;
use unicode_normalization::UnicodeNormalization;

use super::{Answer, Right, Score, Scorer};

/// Characters of an answer that are read, from its start and from its end.
const READ: usize = 20_000;

/// Labels an answer `correct` when it picks the expected option letter.
pub(super) struct Choice;

impl Scorer for Choice {
    fn name(&self) -> &'static str {
        "choice"
    }

    fn version(&self) -> &'static str {
        "1"
    }

    fn about(&self) -> Bilingual {
        Bilingual::new(
            "正しい選択肢の記号を選んでいるか",
            "Whether the answer picks the letter of the right option",
        )
    }

    fn labels(&self) -> &'static [&'static str] {
        super::answer::RIGHT_OR_NOT
    }

    fn score(&self, answer: &Answer<'_>) -> Option<Score> {
        let Right::Choice(letter) = &answer.expect?.right else { return None };
        Some(super::answer::right_or_not(picks(answer.response, *letter)))
    }
}

/// Whether `response` picks `letter`, and why.
pub(super) fn picks(response: &str, letter: char) -> Result<String, String> {
    let wanted = letter.nfkc().next().unwrap_or(letter).to_ascii_uppercase();
    match picked(response) {
        Some(found) if found == wanted => Ok(format!("it picks {found}")),
        Some(found) => Err(format!("it picks {found}, not {wanted}")),
        None => Err("it picks no single option".to_owned()),
    }
}

/// Words after which a letter is the answer, in the five languages.
static STATED: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i:\b(?:answer|choice|option|response|choose|pick|select|r[ée]ponse|choix|choisis)\b",
        r"|答え|正解|正答|回答|解答|選択肢|答案|选择|選擇|选|選|选项|選項|应选|정답|답은|답:|답변|보기)",
        r"(?i:\s|is|are|would be|should be|est|la|option|letter|は|が|を|是|為|为|은|는|:|=|-|\*|_|：)*",
        r#"[\s(\[{"'「『【*_`:]*([A-Za-z])"#
    ))
});
/// A letter the answer begins with, marked as one.
static LEADING: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"^[\s(\[{"'「『【*_`#]*(?:\$?\\boxed\{)?([A-Za-z])(?:[)\]}"'」』】*_`]+|[.:、,。]|\s*$|\s*\n|\s+-\s)"#,
    )
});
/// A boxed letter, as in mathematical answers.
static BOXED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\\boxed\{\s*(?:\\text\{)?\s*\(?([A-Za-z])\)?\s*\}"));
/// A letter followed by words that say it is the answer.
static FOLLOWED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|[^A-Za-z])([A-Z])[)\]」』】*_`]*\s*(?:です|だと|である|を選|が正|が適切|が答え|选|是正确|是對|正确|입니다|이다|가 정답|이 정답|번|\bis (?:the )?(?:correct|right|answer|best)|est la (?:bonne|r[ée]ponse))",
    )
});
/// A letter in brackets or with a list mark anywhere.
static MARKED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:\(([A-Za-z])\)|(?:^|\n)\s*([A-Z])[.)]\s)"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is part of the source and tested")
}

/// The option letter an answer picks, upper case: the last one it states to
/// be the answer; else the one it begins with; else the only one it marks.
/// `None` when it picks none, several, or only says which are wrong.
pub(super) fn picked(response: &str) -> Option<char> {
    let text = readable(response);
    let stated = [&*BOXED, &*STATED, &*FOLLOWED]
        .iter()
        .find_map(|pattern| letters(pattern, &text).into_iter().next_back());
    if let Some(pick) = stated {
        return pick.letter();
    }
    if let Some(pick) = letters(&LEADING, &text).into_iter().next() {
        return pick.letter();
    }
    let marked: Vec<Pick> = letters(&MARKED, &text);
    let first = marked.first()?.letter()?;
    marked.iter().all(|pick| pick.letter() == Some(first)).then_some(first)
}

/// NFKC form of the answer's start and end.
fn readable(response: &str) -> String {
    let count = response.chars().count();
    let text: String = if count <= 2 * READ {
        response.to_owned()
    } else {
        let start = response.chars().take(READ);
        start.chain(['\n']).chain(response.chars().skip(count - READ)).collect()
    };
    text.nfkc().filter(|c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')).collect()
}

struct Pick {
    letter: char,
    /// Another letter is picked along with it.
    shared: bool,
}

impl Pick {
    fn letter(&self) -> Option<char> {
        (!self.shared).then_some(self.letter)
    }
}

/// Every letter `pattern` captures in `text` that stands alone and is not
/// denied.
fn letters(pattern: &Regex, text: &str) -> Vec<Pick> {
    static DENIED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r#"^[)\]}"'」』】*_`]*\s*(?:では(?:な|あり)|じゃな|は(?:誤|間違|違|不正解)|不是|不对|is (?:not|wrong|incorrect)|isn't|n'est pas|(?:이|가) 아니|아닙)"#,
        )
    });
    static SHARED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r#"^[)\]}"'」』】*_`]*\s*(?:and|or|と|か|または|及び|和|或|et|ou|와|과|&|/|,|、)\s*[("'「*]*[A-Z](?:[^A-Za-z]|$)"#,
        )
    });
    let mut found = Vec::new();
    for captures in pattern.captures_iter(text) {
        let Some(group) = captures.iter().skip(1).flatten().next() else { continue };
        let Some(letter) = group.as_str().chars().next() else { continue };
        let rest = &text[group.end()..];
        let next = rest.chars().next();
        let in_word = next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '\'');
        // "is a cat": a lower-case letter before a word is an article.
        let article = letter.is_ascii_lowercase() && rest.starts_with(' ');
        if in_word || article || DENIED.is_match(rest) {
            continue;
        }
        found.push(Pick { letter: letter.to_ascii_uppercase(), shared: SHARED.is_match(rest) });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::picked;

    #[test]
    fn letters_are_found_in_every_dress() {
        let table = [
            ("B", 'B'),
            ("b", 'B'),
            ("Ｂ", 'B'),
            ("(B)", 'B'),
            ("B.", 'B'),
            ("**B**", 'B'),
            ("**B.** Paris", 'B'),
            ("B) Paris", 'B'),
            ("B: Paris", 'B'),
            ("The answer is B.", 'B'),
            ("The answer is (b).", 'B'),
            ("The correct answer is: **C**", 'C'),
            ("Answer: D", 'D'),
            ("I would choose option C because it fits.", 'C'),
            ("答えはBです。", 'B'),
            ("正解は「Ｄ」です", 'D'),
            ("Bを選びます。", 'B'),
            ("選択肢Cが正しいです", 'C'),
            ("答案是C。", 'C'),
            ("选B", 'B'),
            ("La réponse est C.", 'C'),
            ("정답은 D입니다.", 'D'),
            ("A? No. The answer is C.", 'C'),
            ("First I thought the answer is A. On reflection, the answer is B.", 'B'),
            ("So \\boxed{E}", 'E'),
            ("A, because it is the oldest.", 'A'),
        ];
        for (text, letter) in table {
            assert_eq!(picked(text), Some(letter), "{text}");
        }
    }

    #[test]
    fn no_single_pick_is_no_pick() {
        for text in [
            "",
            "A cat sat on the mat.",
            "I do not know.",
            "The answer is a matter of taste.",
            "A and B",
            "The answer is A or B.",
            "答えはAではありません。",
            "Option A is wrong.",
            "Either (A) or (B) may fit.",
            "Ask Anna.",
        ] {
            assert_eq!(picked(text), None, "{text}");
        }
    }
}
