//! Where an answer mentions a text, and whether it asserts or denies it.

use super::fold::fold;

/// Bytes before and after a mention in which a denial may stand.
const REACH: usize = 24;

/// Denials that stand before what they deny, perhaps with an article between …
const BEFORE: [&str; 13] = [
    "not",
    "n't",
    "never",
    "rather than",
    "instead of",
    "unlike",
    "不是",
    "并非",
    "並非",
    "而非",
    "et non",
    "pas",
    "plutôt que",
];
const ARTICLES: [&str; 10] = ["the", "a", "an", "in", "le", "la", "les", "un", "une", "à"];
/// … and after it. Spaces are left out of the text that follows.
const AFTER: [&str; 17] = [
    "ではな",
    "ではあり",
    "でなく",
    "じゃな",
    "ではござ",
    "は誤り",
    "は間違",
    "は不正解",
    "isnot",
    "isn't",
    "iswrong",
    "isincorrect",
    "n'estpas",
    "이아니",
    "가아니",
    "아닙",
    "아니라",
];

/// Text in the form in which mentions are looked for: folded, punctuation as
/// single spaces, but decimal points kept.
pub(super) fn plain(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len());
    let chars: Vec<char> = folded.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let digit =
            |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
        let inside_number =
            matches!(c, '.' | ',') && digit(at.checked_sub(1)) && digit(Some(at + 1));
        if c.is_alphanumeric() || inside_number || c == '\'' || is_mark(c) {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim().to_owned()
}

/// Marks that carry meaning in short answers, such as C++ or 5 %.
fn is_mark(c: char) -> bool {
    matches!(c, '+' | '-' | '#' | '%' | '°' | '/' | '々' | 'ー')
}

/// How an answer mentions a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mention {
    /// Not at all.
    Absent,
    /// Only to deny it.
    Denied,
    /// At least once without denying it.
    Asserted,
}

/// How `text`, in [`plain`] form, mentions `needle`, in the same form.
///
/// A mention stands on word boundaries where the needle begins or ends with a
/// letter or digit of a script that sets words apart.
pub(super) fn mention(text: &str, needle: &str) -> Mention {
    if needle.is_empty() {
        return Mention::Absent;
    }
    let mut found = Mention::Absent;
    for (start, _) in text.match_indices(needle) {
        let end = start + needle.len();
        if !bounded(text, needle, start, end) {
            continue;
        }
        if !denied(text, start, end) {
            return Mention::Asserted;
        }
        found = Mention::Denied;
    }
    found
}

fn bounded(text: &str, needle: &str, start: usize, end: usize) -> bool {
    // Letters of scripts without spaces may touch anything.
    let apart = |c: char| c.is_alphanumeric() && c.len_utf8() < 3;
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let open = needle.starts_with(apart) && before.is_some_and(apart);
    let close = needle.ends_with(apart) && after.is_some_and(apart);
    !open && !close
}

fn denied(text: &str, start: usize, end: usize) -> bool {
    let from = floor_boundary(text, start.saturating_sub(REACH));
    let mut before = text[from..start].trim_end();
    if let Some(rest) = ARTICLES.iter().find_map(|word| before.strip_suffix(word))
        && (rest.is_empty() || rest.ends_with(' '))
    {
        before = rest.trim_end();
    }
    let to = floor_boundary(text, (end + REACH).min(text.len()));
    let after: String = text[end..to].chars().filter(|c| *c != ' ').collect();
    BEFORE.iter().any(|word| before.ends_with(word))
        || AFTER.iter().any(|word| after.starts_with(word))
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, needle: &str) -> Mention {
        mention(&plain(text), &plain(needle))
    }

    #[test]
    fn boundaries_depend_on_the_script() {
        assert_eq!(of("Romania", "Roma"), Mention::Absent);
        assert_eq!(of("It is Roma.", "Roma"), Mention::Asserted);
        assert_eq!(of("首都は東京です", "東京"), Mention::Asserted);
        assert_eq!(of("１０％です", "10%"), Mention::Asserted);
        assert_eq!(of("110 people", "10"), Mention::Absent);
    }

    #[test]
    fn a_denied_mention_is_not_an_answer() {
        for text in ["It is not Kyoto.", "Tokyo, not Kyoto", "It isn't the Kyoto we know"] {
            assert_eq!(of(text, "Kyoto"), Mention::Denied, "{text}");
        }
        assert_eq!(of("京都ではありません。東京です。", "京都"), Mention::Denied);
        assert_eq!(of("不是京都，是东京", "京都"), Mention::Denied);
        assert_eq!(of("교토가 아니라 도쿄입니다", "교토"), Mention::Denied);
        assert_eq!(of("Not Kyoto? Yes, Kyoto.", "Kyoto"), Mention::Asserted);
    }
}
