use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use tenbin_vocab::Diagnostic;

use super::node::{Entry, Node, Value};
use super::syntax;
use crate::limits::MAX_FACTS_DEPTH;
use crate::source::SourceFile;

pub(super) fn read(file: SourceFile<'_>) -> Result<Node, Diagnostic> {
    let raw: &RawValue = serde_json::from_str(file.text).map_err(|error| {
        // The parser's message ends with its own line and column.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        let mut mistake = Diagnostic::new(file.path, message)
            .at_line(error.line())
            .hint("the file must be one JSON value; no comments, no trailing commas");
        mistake.column = error.column();
        mistake
    })?;
    Reader { file }.node(raw, 0)
}

struct Reader<'a> {
    file: SourceFile<'a>,
}

/// Keys in order, doubles included; `serde_json`'s own map would drop them.
struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairVisitor;
        impl<'de> Visitor<'de> for PairVisitor {
            type Value = Pairs<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, &'de RawValue>()? {
                    pairs.push((Cow::Owned(key), value));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(PairVisitor)
    }
}

struct Items<'a>(Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Items<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ItemVisitor;
        impl<'de> Visitor<'de> for ItemVisitor {
            type Value = Items<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element::<&'de RawValue>()? {
                    items.push(item);
                }
                Ok(Items(items))
            }
        }
        deserializer.deserialize_seq(ItemVisitor)
    }
}

impl Reader<'_> {
    /// Byte a part of the text starts at. The part borrows from the text, so
    /// that the distance of their addresses is its place.
    fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize)
            .saturating_sub(self.file.text.as_ptr() as usize)
            .min(self.file.text.len())
    }

    fn node(&self, raw: &RawValue, depth: usize) -> Result<Node, Diagnostic> {
        let text = raw.get();
        let offset = self.offset(text);
        if depth > MAX_FACTS_DEPTH {
            return Err(syntax(
                self.file,
                offset,
                format!("nested deeper than {MAX_FACTS_DEPTH} levels"),
                "a facts file is a map of plain answers",
            ));
        }
        let broken = |error: serde_json::Error| {
            syntax(self.file, offset, error.to_string(), "the value cannot be read as JSON")
        };
        let value = match text.bytes().next() {
            Some(b'{') => Value::Map(self.entries(text, offset, depth)?),
            Some(b'[') => {
                let Items(items) = serde_json::from_str(text).map_err(broken)?;
                let items = items.into_iter().map(|item| self.node(item, depth + 1));
                Value::List(items.collect::<Result<_, _>>()?)
            }
            Some(b'"') => Value::Text(serde_json::from_str(text).map_err(broken)?),
            Some(b't') => Value::Bool(true),
            Some(b'f') => Value::Bool(false),
            Some(b'n') => Value::Null,
            // Any size of integer is read; what is too large becomes infinite
            // and is refused where a number is expected.
            _ => text.parse().map_or(Value::Other("no value"), Value::Number),
        };
        Ok(Node { offset, value })
    }

    fn entries(&self, text: &str, offset: usize, depth: usize) -> Result<Vec<Entry>, Diagnostic> {
        let Pairs(pairs) = serde_json::from_str(text).map_err(|error| {
            syntax(self.file, offset, error.to_string(), "the value cannot be read as JSON")
        })?;
        let mut seen = HashSet::new();
        let mut entries = Vec::with_capacity(pairs.len());
        // The key stands between the value before and its own value.
        let mut end = offset + 1;
        for (name, raw) in pairs {
            let start = self.offset(raw.get());
            let between = self.file.text.get(end..start).unwrap_or_default();
            let at = end + between.find('"').unwrap_or(0);
            end = start + raw.get().len();
            if !seen.insert(name.to_string()) {
                return Err(syntax(
                    self.file,
                    at,
                    format!("the key \"{}\" is given twice", name.escape_debug()),
                    "keep one of them",
                ));
            }
            entries.push(Entry {
                name: name.into_owned(),
                offset: at,
                node: self.node(raw, depth + 1)?,
            });
        }
        Ok(entries)
    }
}
