//! TOML values, and the running text of a control.

use std::collections::HashMap;
use std::fmt::Write as _;

use tenbin_vocab::Bilingual;

use crate::types::{Parameter, Part};

/// Longest text of one control, in bytes.
pub(super) const MAX_TEXT: usize = 64 << 10;
/// Most parameters named in the text of one control.
const MAX_INSERTS: usize = 2_000;
/// Parameters may stand in the choices of parameters, so deep.
const MAX_DEPTH: usize = 3;

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
/// parameters stand for in brackets. None when that is more than [`MAX_TEXT`]
/// bytes or [`MAX_INSERTS`] parameters.
pub(super) fn running(part: &Part, parameters: &Parameters<'_>) -> Option<String> {
    let mut writer = Writer { parameters, out: String::new(), left: MAX_INSERTS };
    writer.part(part)?;
    Some(writer.out.trim().to_owned())
}

struct Writer<'a> {
    parameters: &'a Parameters<'a>,
    out: String,
    /// Parameters that may still be named.
    left: usize,
}

impl Writer<'_> {
    /// JSON is nested at most 128 levels deep, so this is too.
    fn part(&mut self, part: &Part) -> Option<()> {
        let label = part.props.iter().find(|p| p.name == "label" && !p.is_own());
        let prose = part.prose.as_deref().unwrap_or_default();
        if label.is_some() || !prose.is_empty() {
            if let Some(label) = label {
                self.add(&label.value)?;
                self.add(" ")?;
            }
            self.prose(prose, MAX_DEPTH)?;
            self.add("\n")?;
        }
        let items = part.parts.iter().filter(|inner| inner.name == "item");
        items.into_iter().try_for_each(|inner| self.part(inner))
    }

    fn add(&mut self, text: &str) -> Option<()> {
        self.out.push_str(text);
        (self.out.len() <= MAX_TEXT).then_some(())
    }

    /// The text with `{{ insert: param, ID }}` replaced by what the parameter is.
    fn prose(&mut self, text: &str, depth: usize) -> Option<()> {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((inside, behind)) = after.split_once("}}") else { break };
            self.add(before)?;
            let id = inside.rsplit([',', ':']).next().unwrap_or_default().trim();
            self.left = self.left.checked_sub(1)?;
            self.add("[")?;
            match (self.parameters.get(id).copied(), depth.checked_sub(1)) {
                (Some(parameter), Some(depth)) => self.parameter(parameter, depth)?,
                _ => self.add(id)?,
            }
            self.add("]")?;
            rest = behind;
        }
        self.add(rest)
    }

    fn parameter(&mut self, parameter: &Parameter, depth: usize) -> Option<()> {
        let choices = parameter.select.as_ref().map_or(&[][..], |select| &select.choice);
        match (parameter.values.as_slice(), &parameter.label, choices) {
            ([], Some(label), _) => self.prose(label, depth),
            ([], None, []) => self.add(&parameter.id),
            ([], None, choices) => self.prose(&choices.join(" / "), depth),
            (values, _, _) => self.prose(&values.join(", "), depth),
        }
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
        let text = running(&part, &parameters).unwrap();
        assert_eq!(text.matches("[p]").count(), 8, "three levels of two choices: {text}");
        let many = Part { prose: Some("{{p}}".repeat(MAX_INSERTS)), ..part.clone() };
        assert_eq!(running(&many, &parameters), None);
        let long = Part { prose: Some("x".repeat(MAX_TEXT + 1)), ..part };
        assert_eq!(running(&long, &parameters), None);
    }
}
