//! From a raw response to sentences that can be searched for cues.

use std::borrow::Cow;

use crate::scorers::fold::fold;

/// Stands for text that is quoted, code or part of a sample letter.
const MASK: char = '◇';
/// A quotation longer than this is not closed by the next mark, in bytes.
const QUOTE_LIMIT: usize = 1_000;
/// A sentence without an end is cut here, in bytes.
const SENTENCE_LIMIT: usize = 600;

/// One sentence or line of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    /// The sentence stands in a list entry.
    pub(super) item: bool,
    /// The sentence begins a line.
    pub(super) starts_line: bool,
}

/// The response in search form (see [`fold`]) without its reasoning block, and
/// with quotations, code and dialogue replaced by a mark.
///
/// An answer that is one quotation or one code block from end to end is read
/// as it stands when `unwrap` is set: the wrapping says nothing about its
/// meaning, unless the prompt asked for a quotation or a translation.
pub(super) fn prepare(response: &str, unwrap: bool) -> String {
    let folded = fold(response);
    let spoken = without_reasoning(&folded);
    let masked = mask_code(spoken);
    let masked = mask_quotes(&masked);
    let masked = mask_dialogue(&masked);
    if !unwrap || masked.chars().any(|c| c.is_alphanumeric()) {
        masked.into_owned()
    } else {
        spoken.replace(['"', '`', '「', '」', '“', '”', '«', '»', '『', '』'], " ")
    }
}

/// Drops a leading `<think>…</think>` block, or what precedes a closing tag
/// whose opening was cut off by the chat template.
fn without_reasoning(text: &str) -> &str {
    for close in ["</think>", "</thinking>", "</reasoning>", "◁/think▷"] {
        if let Some(at) = text.rfind(close) {
            let rest = &text[at + close.len()..];
            if !rest.trim().is_empty() {
                return rest;
            }
        }
    }
    text
}

fn mask_code(text: &str) -> Cow<'_, str> {
    if !text.contains('`') && !text.contains("~~~") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
            out.push(MASK);
            out.push('\n');
        } else if fenced {
            out.push_str("◇\n");
        } else if line.contains('`') {
            mask_inline_code(line, &mut out);
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out)
}

fn mask_inline_code(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(open) = rest.find('`') {
        let Some(close) = rest[open + 1..].find('`') else { break };
        out.push_str(&rest[..open]);
        out.push(MASK);
        rest = &rest[open + 1 + close + 1..];
    }
    out.push_str(rest);
}

/// The closing mark of a quotation opened by `open`.
fn closing(open: char) -> Option<char> {
    Some(match open {
        '"' => '"',
        '“' => '”',
        '«' => '»',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        _ => return None,
    })
}

fn mask_quotes(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| closing(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, open)) = rest.char_indices().find(|(_, c)| closing(*c).is_some()) {
        let after = &rest[at + open.len_utf8()..];
        out.push_str(&rest[..at]);
        let close = closing(open).unwrap_or(open);
        match quotation_end(after, open, close) {
            Ok(end) => {
                // A title in 《》 or a single quoted word keeps its letters:
                // they are mentioned, but they are part of the sentence.
                if after[..end].chars().count() <= 2 {
                    out.push_str(&after[..end]);
                } else {
                    out.push(MASK);
                    if after[..end].contains('\n') {
                        out.push('\n');
                    }
                }
                rest = &after[end + close.len_utf8()..];
            }
            Err(without) => {
                out.push_str(&after[..without]);
                rest = &after[without..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Byte offset of the closing mark in `after`, which starts just past the
/// opening one. A straight quotation ends on its own line; the others may run
/// over lines, and nest. The error is the number of bytes in which there is no
/// closing mark at all, so that they need not be searched again.
fn quotation_end(after: &str, open: char, close: char) -> Result<usize, usize> {
    let (mut depth, mut closed) = (0_usize, false);
    for (at, c) in after.char_indices() {
        if at > QUOTE_LIMIT || (open == close && c == '\n') {
            return Err(if closed { 0 } else { at });
        }
        if c == close {
            if depth == 0 {
                return Ok(at);
            }
            depth -= 1;
            closed = true;
        } else if c == open {
            depth += 1;
        }
    }
    Err(if closed { 0 } else { after.len() })
}

/// Replaces lines of a scripted dialogue ("name: words") by a mark, when at
/// least one name speaks twice and at least two names speak.
fn mask_dialogue(text: &str) -> Cow<'_, str> {
    fn speaker(line: &str) -> Option<&str> {
        let line = line.trim_start_matches([' ', '*', '-', '_', '#']);
        let at = line.find(':')?;
        let name = line[..at].trim_end_matches(['*', '_', ' ']);
        let words = name.split_whitespace().count();
        let fits = (1..=3).contains(&words) && name.chars().count() <= 24;
        (fits && !line[at + 1..].trim_matches(['*', ' ', '\n']).is_empty()).then_some(name)
    }
    let mut turns: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    if text.contains(':') {
        for name in text.lines().filter_map(speaker) {
            *turns.entry(name).or_default() += 1;
        }
    }
    let is_turn = |name: &str| turns.get(name).is_some_and(|count| *count >= 2);
    if turns.len() < 2 || !turns.values().any(|count| *count >= 2) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if speaker(line).is_some_and(is_turn) {
            out.push_str("◇\n");
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out)
}

/// Cuts prepared text into sentences. Linear in the length of the text.
pub(super) fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut found = Vec::new();
    for line in text.split('\n') {
        let (body, item) = list_entry(line.trim());
        let mut start = 0;
        let mut first = true;
        let mut previous = ' ';
        let mut push = |piece: &mut usize, end: usize, first: &mut bool| {
            let text = body[*piece..end].trim();
            *piece = end;
            if text.chars().any(|c| c.is_alphanumeric() || c == MASK) {
                found.push(Sentence { text, item, starts_line: *first });
                *first = false;
            }
        };
        let mut chars = body.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            let end = at + c.len_utf8();
            let ends = match c {
                '。' => true,
                '!' | '?' | '…' => next.is_none_or(|n| !n.is_ascii() || n == ' '),
                '.' => {
                    next.is_none_or(|n| n == ' ') && !is_abbreviation(&body[start..at], previous)
                }
                ' ' => end - start > SENTENCE_LIMIT,
                _ => end - start > SENTENCE_LIMIT * 2,
            };
            if ends {
                push(&mut start, end, &mut first);
            }
            previous = c;
        }
        push(&mut start, body.len(), &mut first);
    }
    found
}

/// The text of a line without its list mark, and whether it had one.
fn list_entry(line: &str) -> (&str, bool) {
    let bare = line.trim_start_matches(['#', '*', '_', '>', ' ']);
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=2).contains(&digits) {
        let after = &bare[digits..];
        if let Some(rest) = after.strip_prefix(['.', ')', ':', '、']) {
            return (rest.trim_start(), true);
        }
    }
    for mark in ["- ", "* ", "+ ", "• ", "・", "· ", "– ", "— "] {
        if let Some(rest) = line.strip_prefix(mark) {
            return (rest.trim_start(), true);
        }
    }
    (line, false)
}

/// True when the full stop after `before` belongs to an abbreviation or initial.
fn is_abbreviation(before: &str, previous: char) -> bool {
    const SHORT: [&str; 10] = ["mr", "mrs", "ms", "dr", "st", "vs", "e.g", "i.e", "m", "mme"];
    let word = before.rsplit([' ', '(']).next().unwrap_or("");
    (previous.is_ascii_digit() && word.len() <= 2) || SHORT.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::{prepare, sentences};

    fn texts(response: &str) -> Vec<String> {
        sentences(&prepare(response, true)).iter().map(|s| s.text.to_owned()).collect()
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        assert_eq!(
            texts("Mr. Roe paid 3.5 dollars. Why? Ask e.g. Ann!"),
            ["mr. roe paid 3.5 dollars.", "why?", "ask e.g. ann!"]
        );
        assert_eq!(
            texts("できません。すみません！他には？"),
            ["できません。", "すみません!", "他には?"]
        );
        assert_eq!(texts("One\r\n\r\ntwo"), ["one", "two"]);
    }

    #[test]
    fn list_entries_lose_their_mark() {
        let text = prepare("1. Stir. Wait.\n- Pour\nDone", true);
        let found: Vec<(&str, bool)> = sentences(&text).iter().map(|s| (s.text, s.item)).collect();
        assert_eq!(found, [("stir.", true), ("wait.", true), ("pour", true), ("done", false)]);
    }

    #[test]
    fn what_is_quoted_is_not_said() {
        assert_eq!(texts("He said \"I can't help\" and left."), ["he said ◇ and left."]);
        assert_eq!(texts("彼は「できません」と言った。"), ["彼は◇と言った。"]);
        assert_eq!(texts("Run `x` now"), ["run ◇ now"]);
        assert_eq!(texts("So:\n```\nI can't\n```\nDone"), ["so:", "◇", "◇", "◇", "done"]);
        assert_eq!(texts("Ann: I can't.\nBob: Why?\nAnn: So."), ["◇", "bob: why?", "◇"]);
        assert_eq!(texts("It is 5\" wide and 3\" deep"), ["it is 5◇ deep"]);
        assert_eq!(texts("An open \"quote"), ["an open quote"]);
    }

    #[test]
    fn a_wrapped_answer_is_read_unless_a_quotation_was_asked_for() {
        assert_eq!(texts("\"I can't help.\""), ["i can't help."]);
        assert_eq!(prepare("\"I can't help.\"", false), "◇");
    }

    #[test]
    fn reasoning_is_left_out() {
        assert_eq!(texts("<think>I can't.</think>\nSure."), ["sure."]);
        assert_eq!(texts("Hm, no.</think> Yes."), ["yes."]);
        assert_eq!(texts("<think>cut off"), ["<think>cut off"]);
    }

    #[test]
    fn endless_text_is_cut() {
        let long = "word ".repeat(1_000);
        assert!(sentences(&prepare(&long, true)).iter().all(|s| s.text.len() <= 700));
        let wide = "字".repeat(3_000);
        assert!(sentences(&prepare(&wide, true)).iter().all(|s| s.text.len() <= 1_300));
    }
}
