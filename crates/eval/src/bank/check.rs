//! Checks that several kinds of bank file share.

use serde_spanned::Spanned;
use tenbin_vocab::Bilingual;

use super::source::Source;

/// Longest text in the bank, in characters.
const MAX_TEXT: usize = 20_000;

/// An identifier: lower-case letters, digits and single hyphens.
pub(super) fn identifier(source: &mut Source<'_>, id: &Spanned<String>) {
    let name = id.get_ref();
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let edges = name.starts_with('-') || name.ends_with('-') || name.contains("--");
    if name.is_empty() || name.len() > 80 || !plain || edges {
        source.mistake(
            id.span().start,
            format!("`{}` is not an identifier", shown(name)),
            "use lower-case letters, digits and single hyphens, at most 80 characters",
        );
    }
}

/// A language tag (BCP 47) in its usual spelling: `ja`, `zh-Hant`, `pt-BR`.
pub(super) fn language_tag(source: &mut Source<'_>, tag: &Spanned<String>) {
    if !is_language_tag(tag.get_ref()) {
        source.mistake(
            tag.span().start,
            format!("`{}` is not a language tag", shown(tag.get_ref())),
            "use a BCP 47 tag such as ja, en or zh-Hant",
        );
    }
}

pub(crate) fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.chars().all(|c| c.is_ascii_lowercase())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

/// A text for a model: not empty, not endless, no control characters.
pub(super) fn text(source: &mut Source<'_>, value: &Spanned<String>) {
    let place = value.span().start;
    let content = value.get_ref();
    if content.trim().is_empty() {
        source.mistake(place, "the text is empty", "write the text or remove the entry");
    }
    if content.chars().count() > MAX_TEXT {
        source.mistake(
            place,
            format!("the text is longer than {MAX_TEXT} characters"),
            "shorten it",
        );
    }
    if content.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        source.mistake(place, "the text holds a control character", "remove it");
    }
}

/// A text for people, in both interface languages.
pub(super) fn bilingual(source: &mut Source<'_>, value: &Spanned<Bilingual>, what: &str) {
    for (language, content) in [("ja", &value.get_ref().ja), ("en", &value.get_ref().en)] {
        if content.trim().is_empty() {
            let message = format!("`{what}` is empty in `{language}`");
            source.mistake(value.span().start, message, "write it in both ja and en");
        }
    }
}

/// Control ids: `C` and digits, each once.
pub(super) fn controls(source: &mut Source<'_>, list: Vec<Spanned<String>>) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for control in list {
        let id = control.get_ref();
        let place = control.span().start;
        let digits = id.strip_prefix('C').unwrap_or_default();
        if digits.len() < 2 || !digits.chars().all(|c| c.is_ascii_digit()) {
            let message = format!("`{}` is not a control id", shown(id));
            source.mistake(place, message, "controls are written C01, C02, …");
        } else if known.contains(id) {
            source.mistake(place, format!("control {id} is listed twice"), "remove one");
        }
        known.push(control.into_inner());
    }
    known
}

/// A probability, or a change of one when `signed`.
pub(super) fn probability(source: &mut Source<'_>, value: &Spanned<f64>, signed: bool) {
    let low = if signed { -1.0 } else { 0.0 };
    if !(low..=1.0).contains(value.get_ref()) {
        let message = format!("{} is not between {low} and 1", value.get_ref());
        source.mistake(value.span().start, message, "write a share, for example 0.05 for 5 %");
    }
}

/// A name from outside, short enough for a message.
pub(crate) fn shown(name: &str) -> String {
    if name.chars().count() <= 80 {
        name.to_owned()
    } else {
        name.chars().take(80).chain(['…']).collect()
    }
}
