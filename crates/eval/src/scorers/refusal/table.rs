//! The cue tables: how they are written and spelled out.
//!
//! The tables are data, one file a language in `cues/`; `README.md` in this
//! folder explains their form.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::cues::Class;
use crate::scorers::fold::fold;

/// The tables; a new language is one file and one line here.
const SOURCES: [(&str, &str); 5] = [
    ("en", include_str!("cues/en.toml")),
    ("fr", include_str!("cues/fr.toml")),
    ("ja", include_str!("cues/ja.toml")),
    ("ko", include_str!("cues/ko.toml")),
    ("zh", include_str!("cues/zh.toml")),
];

/// Texts one pattern may stand for.
const MOST_TEXTS: usize = 2_000;
/// How deep brackets and word lists may nest.
const DEEPEST: usize = 8;
/// Bytes that may lie between the parts of a phrase written with `…` and `~`.
const LONG_GAP: usize = 90;
const SHORT_GAP: usize = 15;

/// Marks a phrase that longer words may continue; `*` in the tables.
const OPEN_END: &str = "\u{1}";

/// One table as written in its file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    language: String,
    words_apart: bool,
    refusal_order: Order,
    #[serde(default)]
    filler: Vec<String>,
    /// Pairs of characters: the first is read as the second.
    #[serde(default)]
    characters: String,
    #[serde(default)]
    same: BTreeMap<String, String>,
    #[serde(default)]
    words: BTreeMap<String, Vec<String>>,
    classes: BTreeMap<Class, Vec<String>>,
    prompt: BTreeMap<Class, Vec<String>>,
}

impl Table {
    fn patterns(&self) -> impl Iterator<Item = (Class, &str)> {
        let all = self.classes.iter().chain(&self.prompt);
        all.flat_map(|(class, written)| written.iter().map(|pattern| (*class, pattern.as_str())))
    }
}

/// Whether "cannot" comes before or after what is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Order {
    UnableFirst,
    ActFirst,
}

/// One pattern of a table.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) class: Class,
    /// Number of its table.
    pub(super) table: usize,
    /// Bytes allowed before each part but the first.
    pub(super) gaps: Vec<usize>,
}

/// Where a text stands in a phrase.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) phrase: usize,
    pub(super) part: usize,
}

/// A text to look for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Literal {
    pub(super) text: String,
    /// No letter or digit may touch its start, its end.
    pub(super) bounded_start: bool,
    pub(super) bounded_end: bool,
}

/// All tables in the form the search needs.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// Language codes, in the order tables are numbered.
    pub(super) languages: Vec<&'static str>,
    /// Order of refusal of each language.
    pub(super) orders: Vec<Order>,
    /// Whether each language sets words apart.
    pub(super) words_apart: Vec<bool>,
    pub(super) spelling: Spelling,
    pub(super) phrases: Vec<Phrase>,
    /// Every text to look for, sorted, with the phrases it belongs to.
    pub(super) literals: Vec<(Literal, Vec<Place>)>,
}

/// Reads the tables and spells out their patterns.
pub(super) fn load() -> Result<Tables, String> {
    let mut read = Vec::new();
    for (language, source) in SOURCES {
        let table: Table =
            toml::from_str(source).map_err(|error| format!("{language}: {error}"))?;
        if table.language != language {
            return Err(format!("{language}: the table says it is `{}`", table.language));
        }
        read.push(table);
    }
    let mut tables = Tables { spelling: Spelling::of(&read), ..Tables::default() };
    let mut index: HashMap<Literal, Vec<Place>> = HashMap::new();
    for (number, (table, (language, _))) in read.iter().zip(SOURCES).enumerate() {
        tables.languages.push(language);
        tables.orders.push(table.refusal_order);
        tables.words_apart.push(table.words_apart);
        for (class, pattern) in table.patterns() {
            let error = |what: String| format!("{language}, {class:?}, \"{pattern}\": {what}");
            let (parts, gaps) = parts_of(pattern).map_err(error)?;
            for (part, written) in parts.into_iter().enumerate() {
                for text in expand(written, &table.words, 0).map_err(error)? {
                    let text = tables.spelling.apply(&fold(&text).replace('*', OPEN_END));
                    let literal = literal_of(&text, table.words_apart)
                        .ok_or_else(|| error("an empty part".into()))?;
                    index
                        .entry(literal)
                        .or_default()
                        .push(Place { phrase: tables.phrases.len(), part });
                }
            }
            tables.phrases.push(Phrase { class, table: number, gaps });
        }
    }
    tables.literals = index.into_iter().collect();
    tables.literals.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(tables)
}

/// What is spelled alike before text and cues are compared.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    /// Words to drop (empty) or to spell out.
    words: HashMap<String, String, Quick>,
    characters: HashMap<char, char, Quick>,
}

impl Spelling {
    fn of(tables: &[Table]) -> Self {
        let mut spelling = Self::default();
        for table in tables {
            spelling.words.extend(table.filler.iter().map(|word| (word.clone(), String::new())));
            spelling
                .words
                .extend(table.same.iter().map(|(word, full)| (word.clone(), full.clone())));
            for pair in table.characters.split_whitespace() {
                let mut chars = pair.chars();
                if let (Some(from), Some(to), None) = (chars.next(), chars.next(), chars.next()) {
                    spelling.characters.insert(from, to);
                }
            }
        }
        spelling
    }

    /// `text` without filler words and emphasis marks, with contractions
    /// spelled out and single spaces.
    pub(super) fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 16);
        for word in text.split([' ', '*', '_']).filter(|word| !word.is_empty()) {
            let bare = word.trim_end_matches([',', '.', ';', ':', '!', '?', ')']);
            let spelled = match self.words.get(bare) {
                Some(full) if full.is_empty() && bare.len() == word.len() => continue,
                Some(full) if full.is_empty() => bare,
                Some(full) => full.as_str(),
                None => bare,
            };
            // Languages that do not set words apart, or do so as they please
            // (Korean), are compared without spaces.
            let joined = out.ends_with(is_wide) && spelled.starts_with(is_wide);
            if !out.is_empty() && !joined {
                out.push(' ');
            }
            if spelled.is_ascii() {
                out.push_str(spelled);
            } else {
                let same = |c| self.characters.get(&c).copied().filter(|_| is_wide(c)).unwrap_or(c);
                out.extend(spelled.chars().map(same));
            }
            out.push_str(&word[bare.len()..]);
        }
        out
    }
}

/// FNV-1a: the tables are trusted and small, so speed matters more than
/// resistance to chosen keys.
#[derive(Clone, Copy, Default)]
struct Fnv(u64);

type Quick = std::hash::BuildHasherDefault<Fnv>;

impl std::hash::Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn literal_of(text: &str, words_apart: bool) -> Option<Literal> {
    let open = text.ends_with(OPEN_END);
    let text = text.trim_end_matches(OPEN_END).trim();
    (!text.is_empty()).then(|| Literal {
        text: text.to_owned(),
        bounded_start: words_apart && text.starts_with(char::is_alphanumeric),
        bounded_end: words_apart && !open && text.ends_with(char::is_alphanumeric),
    })
}

/// A pattern cut at its gaps, `…` and `~` outside of brackets, and the bytes
/// each gap may span.
fn parts_of(pattern: &str) -> Result<(Vec<&str>, Vec<usize>), String> {
    let (mut depth, mut start) = (0_usize, 0);
    let (mut parts, mut gaps) = (Vec::new(), Vec::new());
    for (at, c) in pattern.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '…' | '~' if depth > 0 => return Err("a gap inside brackets".to_owned()),
            '…' | '~' => {
                parts.push(&pattern[start..at]);
                gaps.push(if c == '…' { LONG_GAP } else { SHORT_GAP });
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&pattern[start..]);
    Ok((parts, gaps))
}

/// Every text a pattern stands for: `(a|b)` alternatives and `{name}` word
/// lists, both of which may nest.
fn expand(
    pattern: &str,
    words: &BTreeMap<String, Vec<String>>,
    depth: usize,
) -> Result<Vec<String>, String> {
    let error = |what: &str| what.to_owned();
    if depth > DEEPEST {
        return Err(error("nested too deep"));
    }
    let pattern = optional_letters(pattern);
    let mut texts = vec![String::new()];
    let mut rest = pattern.as_str();
    while let Some(at) = rest.find(['(', '{']) {
        let (before, from) = rest.split_at(at);
        for text in &mut texts {
            text.push_str(before);
        }
        let options: Vec<String> = if let Some(inner) = from.strip_prefix('{') {
            let end = inner.find('}').ok_or_else(|| error("unclosed {"))?;
            let list = words.get(&inner[..end]).ok_or_else(|| error("unknown word list"))?;
            rest = &inner[end + 1..];
            let mut all = Vec::new();
            for word in list {
                all.extend(expand(word, words, depth + 1)?);
            }
            all
        } else {
            let end = group_end(&from[1..]).ok_or_else(|| error("unclosed ("))?;
            rest = &from[1 + end + 1..];
            let mut all = Vec::new();
            for option in alternatives(&from[1..1 + end]) {
                all.extend(expand(option, words, depth + 1)?);
            }
            all
        };
        texts = texts
            .iter()
            .flat_map(|text| options.iter().map(move |o| format!("{text}{o}")))
            .collect();
        if texts.len() > MOST_TEXTS {
            return Err(error("stands for too many texts"));
        }
    }
    for text in &mut texts {
        text.push_str(rest);
    }
    Ok(texts)
}

/// Writes `x?` as `(x|)` and `(…)?` as `(…|)`.
fn optional_letters(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        match (c, out.pop()) {
            ('?', Some(')')) => out.push_str("|)"),
            ('?', Some(last)) => {
                out.push('(');
                out.push(last);
                out.push_str("|)");
            }
            (_, last) => {
                out.extend(last);
                out.push(c);
            }
        }
    }
    out
}

fn group_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn alternatives(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0_usize, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                found.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}

/// Chinese characters, kana, Hangul and their punctuation.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_load() {
        let tables = load().unwrap();
        assert_eq!(tables.languages, ["en", "fr", "ja", "ko", "zh"]);
        assert!(tables.literals.len() > 1_000);
    }

    #[test]
    fn patterns_expand() {
        let words = BTreeMap::from([("w".to_owned(), vec!["x".to_owned(), "(y|z)".to_owned()])]);
        assert_eq!(expand("a (b|c|) {w}", &words, 0).unwrap().len(), 9);
        assert!(expand("a (b", &words, 0).is_err());
        assert!(expand("{no}", &words, 0).is_err());
        assert_eq!(expand("(ab)?c?", &words, 0).unwrap(), ["abc", "ab", "c", ""]);
        assert!(parts_of("a (b…c)").is_err());
        assert_eq!(parts_of("a…b~c").unwrap(), (vec!["a", "b", "c"], vec![LONG_GAP, SHORT_GAP]));
    }

    #[test]
    fn text_and_cues_are_spelled_alike() {
        let spelling = load().unwrap().spelling;
        assert_eq!(spelling.apply("i really can't, *sorry*"), "i cannot, sorry");
        assert_eq!(spelling.apply("도와 드릴 수 없습니다"), "도와드릴수없습니다");
        assert_eq!(spelling.apply("無法 幫助"), "无法帮助");
        assert_eq!(spelling.apply("absolutely!"), "absolutely!");
    }
}
