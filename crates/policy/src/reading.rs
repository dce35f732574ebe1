//! TOML a person wrote: into raw structs, with mistakes that name file, line
//! and remedy.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_spanned::Spanned;
use tenbin_law::{Library, MAX_DIAGNOSTICS, MAX_FILE_BYTES, MAX_FILES, SourceFile, decode_text};
use tenbin_vocab::{Bilingual, Date, Diagnostic, Diagnostics};
use toml::value::Datetime;

/// Likeness above which a misspelt word is taken for a known one.
const LIKENESS: f64 = 0.6;

/// Mistakes collected while reading; no more than a person would read.
#[derive(Default)]
pub(crate) struct Mistakes(Vec<Diagnostic>);

impl Mistakes {
    pub(crate) fn push(&mut self, mistake: Diagnostic) {
        if self.0.len() < MAX_DIAGNOSTICS {
            self.0.push(mistake);
        }
    }

    /// A mistake at the byte `offset` of `file`.
    pub(crate) fn at(
        &mut self,
        file: SourceFile<'_>,
        offset: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let mistake = Diagnostic::new(file.path, message).at_offset(file.text, offset).hint(hint);
        self.push(mistake);
    }

    /// A word that is none of `known`; the remedy names the nearest.
    pub(crate) fn unknown<'a>(
        &mut self,
        file: SourceFile<'_>,
        word: &Spanned<String>,
        what: &str,
        known: impl IntoIterator<Item = &'a str>,
        otherwise: &str,
    ) {
        let hint = remedy(word.get_ref(), known, otherwise);
        let message = format!("unknown {what} \"{}\"", word.get_ref().escape_debug());
        self.at(file, word.span().start, message, hint);
    }

    /// `value`, or the mistakes in order of file and line.
    pub(crate) fn into_result<T>(mut self, value: T) -> Result<T, Diagnostics> {
        self.0.sort();
        self.0.dedup();
        Diagnostics(self.0).into_result(value)
    }
}

fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Long garbage is cut: the comparison is quadratic in the length.
    let word: String = word.chars().take(80).collect::<String>().to_lowercase();
    known
        .into_iter()
        .map(|near| (strsim::normalized_damerau_levenshtein(&word, &near.to_lowercase()), near))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, near)| near)
}

/// The nearest known word, or all of them when they are few.
fn remedy<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None if (1..=12).contains(&known.len()) => format!("use one of: {}", known.join(", ")),
        None => otherwise.to_owned(),
    }
}

/// The files below `folder`, as text; each that is none is a mistake.
pub(crate) fn below<'a>(
    files: &[SourceFile<'a>],
    folder: &str,
    mistakes: &mut Mistakes,
) -> Vec<SourceFile<'a>> {
    if files.len() > MAX_FILES {
        let message = format!("{} files, more than the limit of {MAX_FILES}", files.len());
        mistakes.push(Diagnostic::new(folder, message));
        return Vec::new();
    }
    let mut found: Vec<SourceFile<'a>> = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with(folder)) {
        match decode_text(file.path, file.text.as_bytes(), MAX_FILE_BYTES) {
            Ok(text) => found.push(SourceFile { path: file.path, text }),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    found.sort_by_key(|file| file.path);
    for pair in found.windows(2) {
        if let [first, second] = pair
            && first.path == second.path
        {
            mistakes.push(Diagnostic::new(first.path, "the file was given twice"));
        }
    }
    found
}

/// Reads one file into `T`; `door` is the page that shows the format.
pub(crate) fn read<T: DeserializeOwned>(
    file: SourceFile<'_>,
    door: &str,
    mistakes: &mut Mistakes,
) -> Option<T> {
    match toml::from_str(file.text) {
        Ok(raw) => Some(raw),
        Err(error) => {
            let (message, hint) = explain(error.message(), door);
            let offset = error.span().map_or(0, |span| span.start);
            mistakes.at(file, offset, message, hint);
            None
        }
    }
}

/// A parser's message on one line, and its remedy. The parser lists the words
/// it expected between backticks.
fn explain(message: &str, door: &str) -> (String, String) {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
    let hint = match quoted.split_first() {
        Some((wrong, expected))
            if line.starts_with("unknown field") || line.starts_with("unknown variant") =>
        {
            let otherwise = format!("known here: {}", expected.join(", "));
            remedy(wrong, expected.iter().copied(), &otherwise)
        }
        Some((missing, _)) if line.starts_with("missing field") => format!("add the key {missing}"),
        _ => format!("{door} shows the format"),
    };
    (line.replace('`', "\""), hint)
}

/// A TOML date without a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TomlDate(pub(crate) Date);

impl<'de> Deserialize<'de> for TomlDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let datetime = Datetime::deserialize(deserializer)?;
        let date = datetime.date.filter(|_| datetime.time.is_none() && datetime.offset.is_none());
        date.and_then(|date| {
            let year = i16::try_from(date.year).ok()?;
            Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
        })
        .map(Self)
        .ok_or_else(|| {
            D::Error::custom(format!("{datetime} is not a calendar date like 2026-11-21"))
        })
    }
}

/// Ids met so far, with the place of each.
#[derive(Default)]
pub(crate) struct Ids(HashMap<String, String>);

impl Ids {
    pub(crate) fn add(
        &mut self,
        file: SourceFile<'_>,
        id: &Spanned<String>,
        mistakes: &mut Mistakes,
    ) {
        let (word, offset) = (id.get_ref(), id.span().start);
        let shaped = !word.is_empty()
            && word.len() <= 80
            && word.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        if !shaped {
            let message = format!("\"{}\" is not an id", word.escape_debug());
            mistakes.at(file, offset, message, "use letters, digits, dots and hyphens");
            return;
        }
        let here = Diagnostic::new(file.path, "").at_offset(file.text, offset);
        let here = format!("{}:{}", here.file, here.line);
        if let Some(first) = self.0.insert(word.clone(), here) {
            let message = format!("the id \"{word}\" is used twice");
            mistakes.at(file, offset, message, format!("it first stands at {first}; rename one"));
        }
    }
}

/// The id of a file that holds one thing must be its name.
pub(crate) fn check_name(file: SourceFile<'_>, id: &Spanned<String>, mistakes: &mut Mistakes) {
    let name = file.path.rsplit('/').next().and_then(|name| name.strip_suffix(".toml"));
    if name != Some(id.get_ref()) {
        let message = format!("the id \"{}\" is not the name of the file", id.get_ref());
        mistakes.at(file, id.span().start, message, "give both the same name");
    }
}

/// Both languages must say something.
pub(crate) fn check_text(
    file: SourceFile<'_>,
    text: &Spanned<Bilingual>,
    mistakes: &mut Mistakes,
) -> Bilingual {
    let Bilingual { ja, en } = text.get_ref();
    for (tag, words) in [("ja", ja), ("en", en)] {
        if words.trim().is_empty() {
            let message = format!("the {tag} text is empty");
            mistakes.at(file, text.span().start, message, "write it in both languages");
        }
    }
    text.get_ref().clone()
}

/// As [`check_text`], for a text that may be left out.
pub(crate) fn check_optional(
    file: SourceFile<'_>,
    text: Option<&Spanned<Bilingual>>,
    mistakes: &mut Mistakes,
) -> Option<Bilingual> {
    text.map(|text| check_text(file, text, mistakes))
}

/// The place in the text that an entry rests on.
pub(crate) fn check_cite(
    file: SourceFile<'_>,
    cite: &Spanned<String>,
    mistakes: &mut Mistakes,
) -> String {
    if cite.get_ref().trim().is_empty() {
        mistakes.at(file, cite.span().start, "the citation is empty", "say where it is written");
    }
    cite.get_ref().clone()
}

/// Source ids: at least one, each listed in `frameworks/sources.toml`.
pub(crate) fn check_sources(
    file: SourceFile<'_>,
    sources: &Spanned<Vec<Spanned<String>>>,
    library: &Library,
    mistakes: &mut Mistakes,
) -> Vec<String> {
    if sources.get_ref().is_empty() {
        let hint = "name an id of frameworks/sources.toml";
        mistakes.at(file, sources.span().start, "the entry names no source", hint);
    }
    let known = || library.sources().iter().map(|source| source.id.as_str());
    for id in sources.get_ref() {
        if !known().any(|known| known == id.get_ref()) {
            mistakes.unknown(file, id, "source", known(), "list it in frameworks/sources.toml");
        }
    }
    sources.get_ref().iter().map(|id| id.get_ref().clone()).collect()
}
