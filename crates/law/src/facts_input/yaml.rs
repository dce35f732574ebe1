//! YAML events to nodes. Plain scalars are read by the core schema of YAML 1.2
//! (section 10.3.2), so that `no` stays a word and `1e25` is a number.

use std::collections::HashSet;

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, Span};
use tenbin_vocab::Diagnostic;

use super::node::{Entry, Node, Value};
use super::syntax;
use crate::limits::MAX_FACTS_DEPTH;
use crate::source::SourceFile;

pub(super) fn read(file: SourceFile<'_>) -> Result<Node, Diagnostic> {
    let mut reader = Reader { file, parser: Parser::new_from_str(file.text) };
    let mut root = None;
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamEnd => break,
            Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
            _ if root.is_some() => {
                return Err(reader.wrong(
                    &span,
                    "a second document begins here",
                    "put all facts into one document",
                ));
            }
            event => root = Some(reader.node(event, &span, 0)?),
        }
    }
    Ok(root.unwrap_or(Node { offset: 0, value: Value::Map(Vec::new()) }))
}

struct Reader<'a> {
    file: SourceFile<'a>,
    parser: Parser<'a, serde_saphyr::granit_parser::StrInput<'a>>,
}

impl<'a> Reader<'a> {
    fn wrong(&self, span: &Span, message: impl Into<String>, hint: &str) -> Diagnostic {
        syntax(self.file, offset(span), message, hint)
    }

    /// The next event that is no comment.
    fn next(&mut self) -> Result<(Event<'a>, Span), Diagnostic> {
        loop {
            match self.parser.next() {
                Some(Ok((Event::Comment(..), _))) => {}
                Some(Ok(found)) => return Ok(found),
                Some(Err(error)) => {
                    let at = error.marker();
                    let mut mistake = Diagnostic::new(self.file.path, error.info())
                        .at_line(at.line())
                        .hint("check indentation, colons and quotation marks");
                    mistake.column = at.col() + 1;
                    return Err(mistake);
                }
                None => return Ok((Event::StreamEnd, Span::default())),
            }
        }
    }

    fn node(&mut self, event: Event<'a>, span: &Span, depth: usize) -> Result<Node, Diagnostic> {
        if depth > MAX_FACTS_DEPTH {
            return Err(self.wrong(
                span,
                format!("nested deeper than {MAX_FACTS_DEPTH} levels"),
                "a facts file is a map of plain answers",
            ));
        }
        let value = match event {
            Event::Scalar(text, style, _, tag) => {
                if let Some(tag) = tag.filter(|tag| tag.suffix() != "str") {
                    return Err(self.wrong(
                        span,
                        format!("the tag \"{}\" is not read here", tag.suffix()),
                        "write the value without a tag",
                    ));
                }
                match style {
                    ScalarStyle::Plain => plain(&text),
                    _ => Value::Text(text.into_owned()),
                }
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::SequenceEnd | Event::StreamEnd) {
                        break;
                    }
                    items.push(self.node(event, &span, depth + 1)?);
                }
                Value::List(items)
            }
            Event::MappingStart(..) => Value::Map(self.entries(depth)?),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                return Err(self.wrong(
                    span,
                    "an alias (*name) is not read here",
                    "write the value out",
                ));
            }
            _ => return Err(self.wrong(span, "a value is expected here", "write one")),
        };
        Ok(Node { offset: offset(span), value })
    }

    fn entries(&mut self, depth: usize) -> Result<Vec<Entry>, Diagnostic> {
        let mut seen = HashSet::new();
        let mut entries = Vec::new();
        loop {
            let (event, span) = self.next()?;
            let name = match event {
                Event::MappingEnd | Event::StreamEnd => return Ok(entries),
                Event::Scalar(text, ..) => text.into_owned(),
                _ => {
                    return Err(self.wrong(
                        &span,
                        "a key must be a word",
                        "write name: answer, one a line",
                    ));
                }
            };
            if !seen.insert(name.clone()) {
                return Err(self.wrong(
                    &span,
                    format!("the key \"{}\" is given twice", name.escape_debug()),
                    "keep one of them",
                ));
            }
            let (event, value_span) = self.next()?;
            let node = self.node(event, &value_span, depth + 1)?;
            entries.push(Entry { name, offset: offset(&span), node });
        }
    }
}

fn offset(span: &Span) -> usize {
    span.byte_range().map_or(0, |range| range.start)
}

/// A plain scalar by the core schema.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Value::Number(f64::NAN),
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Value::Number(f64::INFINITY);
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix)
            && let Ok(number) = u64::from_str_radix(digits, radix)
            && !digits.starts_with('+')
        {
            return Value::Number(number as f64);
        }
    }
    // Digits, at most one point, an exponent: what the schema calls a number
    // is what Rust reads, once words such as "inf" are left out.
    let shaped = unsigned.bytes().all(|b| b.is_ascii_digit() || b".eE+-".contains(&b))
        && unsigned.bytes().any(|b| b.is_ascii_digit());
    match text.parse() {
        Ok(number) if shaped => Value::Number(number),
        _ => Value::Text(text.to_owned()),
    }
}
