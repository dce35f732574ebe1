use serde_spanned::Spanned;
use tenbin_vocab::Diagnostic;
use toml::de::{DeTable, DeValue};

use super::node::{Entry, Node, Value};
use super::syntax;
use crate::limits::MAX_FACTS_DEPTH;
use crate::read::{date_of, explain};
use crate::source::SourceFile;

pub(super) fn read(file: SourceFile<'_>) -> Result<Node, Diagnostic> {
    let table = DeTable::parse(file.text).map_err(|error| {
        let (message, hint) = explain(error.message(), crate::read::DOOR);
        let offset = error.span().map_or(0, |span| span.start);
        syntax(file, offset, message, &hint)
    })?;
    let value = Value::Map(entries(file, table.get_ref(), 0)?);
    Ok(Node { offset: 0, value })
}

fn entries(
    file: SourceFile<'_>,
    table: &DeTable<'_>,
    depth: usize,
) -> Result<Vec<Entry>, Diagnostic> {
    let one = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let name: &std::borrow::Cow<'_, str> = key.get_ref();
        Ok(Entry {
            name: name.to_string(),
            offset: key.span().start,
            node: node(file, value, depth + 1)?,
        })
    };
    table.iter().map(one).collect()
}

fn node(
    file: SourceFile<'_>,
    value: &Spanned<DeValue<'_>>,
    depth: usize,
) -> Result<Node, Diagnostic> {
    let offset = value.span().start;
    if depth > MAX_FACTS_DEPTH {
        return Err(syntax(
            file,
            offset,
            format!("nested deeper than {MAX_FACTS_DEPTH} levels"),
            "a facts file is a map of plain answers",
        ));
    }
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        // Kept as text by the parser, so that no size is too large to read.
        DeValue::Integer(number) if number.radix() == 10 => {
            number.as_str().parse().map_or(Value::Other("no number"), Value::Number)
        }
        DeValue::Integer(number) => i128::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other("a number that is too large"), |n| Value::Number(n as f64)),
        DeValue::Float(number) => {
            number.as_str().parse().map_or(Value::Other("no number"), Value::Number)
        }
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(datetime) => {
            date_of(datetime).map_or_else(|| Value::Time(datetime.to_string()), Value::Date)
        }
        DeValue::Array(items) => {
            let items = items.iter().map(|item| node(file, item, depth + 1));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => Value::Map(entries(file, table, depth)?),
    };
    Ok(Node { offset, value })
}

/// A value inside a package file, where only the place of the whole is known.
pub(crate) fn from_value(value: &toml::Value, offset: usize) -> Node {
    let value = match value {
        toml::Value::String(text) => Value::Text(text.clone()),
        toml::Value::Integer(number) => Value::Number(*number as f64),
        toml::Value::Float(number) => Value::Number(*number),
        toml::Value::Boolean(value) => Value::Bool(*value),
        toml::Value::Datetime(datetime) => {
            date_of(datetime).map_or_else(|| Value::Time(datetime.to_string()), Value::Date)
        }
        toml::Value::Array(items) => {
            Value::List(items.iter().map(|item| from_value(item, offset)).collect())
        }
        toml::Value::Table(table) => Value::Map(
            table
                .iter()
                .map(|(name, value)| Entry {
                    name: name.clone(),
                    offset,
                    node: from_value(value, offset),
                })
                .collect(),
        ),
    };
    Node { offset, value }
}
