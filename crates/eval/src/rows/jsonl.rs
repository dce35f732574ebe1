//! JSON Lines: one object a line.

use std::fmt;
use std::io::Read;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use tenbin_vocab::Diagnostic;

use super::{COLUMN_LIMIT, Cell, DEPTH_LIMIT, Lines, Next, Record, repeated, short, utf8};

pub(super) struct Parser;

impl Parser {
    pub(super) fn next<R: Read>(&mut self, file: &str, lines: &mut Lines<R>) -> Next {
        let mut row = Vec::new();
        loop {
            let line = lines.line + 1;
            row.clear();
            if !lines.append(file, line, &mut row)? {
                return Ok(None);
            }
            if !row.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(record(file, line, &row)));
            }
        }
    }
}

fn record(file: &str, line: usize, row: &[u8]) -> Result<Record, Diagnostic> {
    let wrong =
        |message: String, hint: &str| Diagnostic::new(file, message).at_line(line).hint(hint);
    let text = utf8(file, line, row)?;
    if depth(text) > DEPTH_LIMIT {
        return Err(wrong(
            format!("the JSON is nested deeper than {DEPTH_LIMIT} levels"),
            "flatten the row",
        ));
    }
    let object: Object = serde_json::from_str(text).map_err(|error| {
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or("").to_owned();
        let hint = "write one JSON object a line, with all of it on that line";
        let mut mistake = wrong(format!("the line is no JSON object: {what}"), hint);
        mistake.column = column(text, error.column());
        mistake
    })?;
    if object.0.len() > COLUMN_LIMIT {
        let message = format!("the row has more than {COLUMN_LIMIT} columns");
        return Err(wrong(message, "leave out columns that are not needed"));
    }
    let names: Vec<String> = object.0.iter().map(|(name, _)| name.clone()).collect();
    if let Some(name) = repeated(&names) {
        return Err(wrong(
            format!("column `{}` occurs twice", short(name)),
            "give each column its own name",
        ));
    }
    let cells = object.0.into_iter().map(|(name, value)| (name, cell(value))).collect();
    Ok(Record { line, cells })
}

fn cell(value: Value) -> Cell {
    match value {
        Value::String(text) => Cell::Text(text),
        Value::Number(number) => Cell::Text(number.to_string()),
        Value::Bool(truth) => Cell::Text(truth.to_string()),
        Value::Null => Cell::Null,
        Value::Array(_) => Cell::Other("an array"),
        Value::Object(_) => Cell::Other("an object"),
    }
}

/// serde_json counts bytes; people count characters.
fn column(text: &str, bytes: usize) -> usize {
    let mut end = bytes.saturating_sub(1).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].chars().count() + 1
}

/// Deepest nesting of arrays and objects, counted without building anything.
fn depth(text: &str) -> usize {
    let (mut now, mut deepest, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                now += 1;
                deepest = deepest.max(now);
            }
            b'}' | b']' if !quoted => now = now.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// An object with its members in order, repeated names kept.
struct Object(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "an object such as {\"id\": \"1\", \"prompt\": \"…\", \"response\": \"…\"}",
                )
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Object(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}
