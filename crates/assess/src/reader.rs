//! Reading what a person wrote in TOML, with every mistake named by its line.

use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_spanned::Spanned;
use tenbin_vocab::{Date, Diagnostic, Diagnostics};

/// Largest file read, in bytes.
const MAX_BYTES: usize = 1024 * 1024;

/// The file in its raw form, and its text without a byte-order mark.
pub(crate) fn read_toml<'a, T: DeserializeOwned>(
    path: &str,
    bytes: &'a [u8],
    hint: &str,
) -> Result<(T, &'a str), Diagnostics> {
    if bytes.len() > MAX_BYTES {
        let message = format!("the file has {} bytes; at most {MAX_BYTES} are read", bytes.len());
        return Err(Diagnostic::new(path, message).hint("hand documents over as files").into());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        Diagnostic::new(path, "the file is not valid UTF-8")
            .at_line(line)
            .hint("save the file as UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        Diagnostic::new(path, error.message().replace('\n', "; "))
            .at_offset(text, offset)
            .hint(hint)
    })?;
    Ok((file, text))
}

/// Collects mistakes while a file is checked.
pub(crate) struct Reader<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    pub(crate) mistakes: Diagnostics,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(path: &'a str, text: &'a str) -> Self {
        Self { path, text, mistakes: Diagnostics::default() }
    }

    pub(crate) fn say(&mut self, at: &Range<usize>, message: String, hint: String) {
        self.mistakes
            .0
            .push(Diagnostic::new(self.path, message).at_offset(self.text, at.start).hint(hint));
    }

    pub(crate) fn known(&mut self, what: &str, name: &Spanned<String>, among: &[&str]) {
        if among.contains(&name.get_ref().as_str()) {
            return;
        }
        let hint = nearest(name.get_ref(), among).map_or_else(
            || format!("known: {}", among.join(", ")),
            |near| format!("did you mean \"{near}\"?"),
        );
        let message = format!("unknown {what} \"{}\"", name.get_ref());
        self.say(&name.span(), message, hint);
    }

    pub(crate) fn date(&mut self, value: Spanned<toml::value::Datetime>) -> Option<Date> {
        let parsed = value.get_ref().to_string().parse::<Date>().ok();
        if parsed.is_none() || value.get_ref().time.is_some() {
            let hint = "write a date without a time, for example 2026-11-21".to_owned();
            self.say(&value.span(), format!("\"{}\" is not a date", value.get_ref()), hint);
        }
        parsed
    }
}

fn nearest<'a>(name: &str, among: &[&'a str]) -> Option<&'a str> {
    among
        .iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), *candidate))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
