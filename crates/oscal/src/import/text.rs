//! TOML values, and the running text of a control.

use std::collections::HashMap;
use std::fmt::Write as _;

use tenbin_vocab::Bilingual;

use crate::types::{Parameter, Part};

/// Longest text of one control, in bytes.
pub(super) const MAX_TEXT: usize = 64 << 10;
/// Parameters that stand in the choices of parameters, at most so deep.
const MAX_INSERTS: usize = 3;

/// A TOML basic string.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A TOML array of strings.
pub(super) fn list<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word.as_ref())).collect();
    format!("[{}]", words.join(", "))
}

/// A bilingual text as an inline table.
pub(super) fn bilingual(text: &Bilingual) -> String {
    format!("{{ ja = {}, en = {} }}", quoted(&text.ja), quoted(&text.en))
}

/// The parameters of a catalogue by id.
pub(super) type Parameters<'a> = HashMap<&'a str, &'a Parameter>;

/// The text of a part with the items inside it, one a line, and what the
/// parameters stand for in brackets. None when it is longer than [`MAX_TEXT`].
pub(super) fn running(part: &Part, parameters: &Parameters<'_>) -> Option<String> {
    let mut out = String::new();
    add(part, parameters, &mut out)?;
    Some(out.trim().to_owned())
}

fn add(part: &Part, parameters: &Parameters<'_>, out: &mut String) -> Option<()> {
    let label = part.props.iter().find(|property| property.name == "label" && !property.is_own());
    let prose = part.prose.as_deref().unwrap_or_default();
    if label.is_some() || !prose.is_empty() {
        if let Some(label) = label {
            out.push_str(&label.value);
            out.push(' ');
        }
        out.push_str(&inserted(prose, parameters, MAX_INSERTS));
        out.push('\n');
    }
    if out.len() > MAX_TEXT {
        return None;
    }
    part.parts
        .iter()
        .filter(|inner| inner.name == "item")
        .try_for_each(|inner| add(inner, parameters, out))
}

/// The text with `{{ insert: param, ID }}` replaced by what the parameter is.
/// Stops growing beyond [`MAX_TEXT`].
fn inserted(text: &str, parameters: &Parameters<'_>, deeper: usize) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((inside, behind)) = after.split_once("}}") else { break };
        out.push_str(before);
        let id = inside.rsplit([',', ':']).next().unwrap_or_default().trim();
        match parameters.get(id) {
            Some(parameter) => {
                let _ = write!(out, "[{}]", named(parameter, parameters, deeper));
            }
            None => {
                let _ = write!(out, "[{id}]");
            }
        }
        rest = behind;
        if out.len() > MAX_TEXT {
            return out;
        }
    }
    out.push_str(rest);
    out
}

fn named(parameter: &Parameter, parameters: &Parameters<'_>, deeper: usize) -> String {
    let choices = || parameter.select.as_ref().map(|select| select.choice.join(" / "));
    let words = if parameter.values.is_empty() {
        parameter.label.clone().or_else(choices).unwrap_or_else(|| parameter.id.clone())
    } else {
        parameter.values.join(", ")
    };
    match deeper.checked_sub(1) {
        Some(deeper) => inserted(&words, parameters, deeper),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Choice;

    #[test]
    fn strings_come_back_from_toml() {
        for text in ["", "a \"b\" \\c", "一\n二\r\n\t", "\u{0}\u{1b}\u{7f}\u{85}"] {
            let read: toml::Table = toml::from_str(&format!("x = {}", quoted(text))).unwrap();
            assert_eq!(read["x"].as_str(), Some(text));
        }
    }

    #[test]
    fn parameters_are_named_and_circles_end() {
        let circle = Parameter {
            id: "p".into(),
            select: Some(Choice { choice: vec!["x {{ insert: param, p }}".into(); 2] }),
            ..Parameter::default()
        };
        let named =
            Parameter { id: "q".into(), label: Some("a period".into()), ..Parameter::default() };
        let parameters: Parameters<'_> = [("p", &circle), ("q", &named)].into();
        let part = Part {
            name: "statement".into(),
            prose: Some("Do it every {{ insert: param, q }} {{ insert: param, none }} {{".into()),
            ..Part::default()
        };
        assert_eq!(running(&part, &parameters).unwrap(), "Do it every [a period] [none] {{");
        let part = Part { prose: Some("{{ insert: param, p }}".into()), ..part };
        assert!(running(&part, &parameters).unwrap().len() < 200);
        let long = Part { prose: Some("x".repeat(MAX_TEXT + 1)), ..part };
        assert_eq!(running(&long, &parameters), None);
    }
}
