//! Shows structured data as an indented outline in one language.

use serde_json::Value;

use crate::failure::Failure;
use crate::output::Output;

/// Prints `value`; a bilingual text shows only `lang`.
pub(crate) fn print(output: &mut Output<'_>, value: &Value, lang: &str) -> Result<(), Failure> {
    walk(output, value, lang, 0)
}

fn walk(output: &mut Output<'_>, value: &Value, lang: &str, depth: usize) -> Result<(), Failure> {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match plain(value, lang) {
                    Some(text) if text.is_empty() => {}
                    Some(text) => output.line(format!("{indent}{key}: {text}"))?,
                    None => {
                        output.line(format!("{indent}{key}:"))?;
                        walk(output, value, lang, depth + 1)?;
                    }
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                match plain(item, lang) {
                    Some(text) => output.line(format!("{indent}- {text}"))?,
                    None => {
                        output.line(format!("{indent}-"))?;
                        walk(output, item, lang, depth + 1)?;
                    }
                }
            }
        }
        scalar => output.line(format!("{indent}{}", plain(scalar, lang).unwrap_or_default()))?,
    }
    Ok(())
}

/// The value on one line, when it fits on one.
fn plain(value: &Value, lang: &str) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Array(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            texts
                .filter(|texts| texts.iter().map(|t| t.len()).sum::<usize>() < 100)
                .map(|texts| texts.join(", "))
        }
        Value::Object(map)
            if map.len() == 2 && map.contains_key("ja") && map.contains_key("en") =>
        {
            map.get(lang).and_then(Value::as_str).map(str::to_owned)
        }
        Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::print;
    use crate::output::Output;

    #[test]
    fn one_language_is_shown_and_lists_stay_short() {
        let value = serde_json::json!({
            "title": {"ja": "題", "en": "Title"}, "list": ["a", "b"], "none": null,
            "deep": [{"x": 1}],
        });
        let mut bytes = Vec::new();
        let mut output = Output { stream: &mut bytes, color: false, json: false };
        print(&mut output, &value, "ja").unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "deep:\n  -\n    x: 1\nlist: a, b\ntitle: 題\n");
    }
}
