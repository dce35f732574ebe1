//! Rates of exchange a person gives beside the facts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::Diagnostics;

use super::node::{Entry, Value};
use super::{Format, read_root};
use crate::limits::MAX_FACTS_BYTES;
use crate::source::{Mistakes, SourceFile, decode_text};
use crate::suggest;

/// What amounts are converted to, and at which rates. Nothing is converted
/// unless a person gives this.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Exchange {
    /// Currency to convert to (ISO 4217).
    pub to: String,
    /// Units of `to` for one unit of each currency.
    pub rates: BTreeMap<String, f64>,
    /// Where the rates come from.
    pub source: String,
}

/// True for three capital letters.
pub(crate) fn is_currency(word: &str) -> bool {
    word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Reads the table `exchange` of a subject file; none when it has none.
///
/// # Errors
/// With file, line and remedy: an unknown key, no currency, a rate that is no
/// positive number, rates without a source.
pub fn parse_exchange(
    path: &str,
    bytes: &[u8],
    format: Format,
) -> Result<Option<Exchange>, Diagnostics> {
    let text = decode_text(path, bytes, MAX_FACTS_BYTES)?;
    let file = SourceFile { path, text };
    let root = read_root(file, format)?;
    let Value::Map(parts) = &root.value else { return Ok(None) };
    let Some(part) = parts.iter().find(|part| part.name == "exchange") else { return Ok(None) };
    let mut mistakes = Mistakes::default();
    let exchange = read(file, part, &mut mistakes);
    mistakes.into_diagnostics().into_result(Some(exchange))
}

fn read(file: SourceFile<'_>, part: &Entry, mistakes: &mut Mistakes) -> Exchange {
    let mut exchange = Exchange::default();
    let shape = "write to = \"JPY\", rates = { EUR = 163.5 }, source = \"…\"";
    let Value::Map(entries) = &part.node.value else {
        mistakes.at(file, part.node.offset, "exchange holds no table", shape);
        return exchange;
    };
    for entry in entries {
        let at = entry.node.offset;
        match (entry.name.as_str(), &entry.node.value) {
            ("to", Value::Text(word)) if is_currency(word) => exchange.to.clone_from(word),
            ("source", Value::Text(text)) => exchange.source.clone_from(text),
            ("rates", Value::Map(rates)) => {
                for rate in rates {
                    match rate.node.value {
                        Value::Number(number)
                            if is_currency(&rate.name) && number > 0.0 && number.is_finite() =>
                        {
                            exchange.rates.insert(rate.name.clone(), number);
                        }
                        _ => mistakes.at(
                            file,
                            rate.offset,
                            format!("\"{}\" has no rate", rate.name.escape_debug()),
                            "write a currency of three capital letters and a number above 0",
                        ),
                    }
                }
            }
            ("to", _) => mistakes.at(file, at, "to is no currency", "write \"JPY\""),
            ("source" | "rates", other) => {
                let message = format!("{} holds {}", entry.name, other.describe());
                mistakes.at(file, at, message, shape);
            }
            (other, _) => {
                let message = format!("unknown key \"{}\"", other.escape_debug());
                let hint = suggest::remedy(other, ["to", "rates", "source"], shape);
                mistakes.at(file, entry.offset, message, hint);
            }
        }
    }
    for (key, missing) in [
        ("to", exchange.to.is_empty()),
        ("rates", exchange.rates.is_empty()),
        ("source", exchange.source.trim().is_empty()),
    ] {
        if missing && mistakes.is_empty() {
            mistakes.at(file, part.offset, format!("exchange says no {key}"), shape);
        }
    }
    exchange
}
