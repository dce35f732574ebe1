use serde::de::DeserializeOwned;
use serde_spanned::Spanned;
use tenbin_vocab::Diagnostic;
use toml::de::{DeTable, DeValue};

/// Largest data file that is read, in bytes.
const MAX_BYTES: usize = 4 << 20;
/// Most mistakes reported for one file; the rest would only be noise.
const MAX_MISTAKES: usize = 200;

/// One TOML file being read: its text and the mistakes found so far.
pub(crate) struct Source<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    pub(crate) mistakes: Vec<Diagnostic>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(path: &'a str, text: &'a str) -> Self {
        // Editors on some systems write a byte-order mark; it means nothing here.
        Self { path, text: text.strip_prefix('\u{feff}').unwrap_or(text), mistakes: Vec::new() }
    }

    /// The parsed document; `None` after recording why there is none.
    pub(crate) fn parse(&mut self) -> Option<Spanned<DeTable<'a>>> {
        if self.text.len() > MAX_BYTES {
            let message = format!("file is {} bytes long, more than {MAX_BYTES}", self.text.len());
            self.mistakes
                .push(Diagnostic::new(self.path, message).hint("split it into several files"));
            return None;
        }
        match DeTable::parse(self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                self.structural(&error);
                None
            }
        }
    }

    /// The top-level table `table` as `T`.
    pub(crate) fn head<T: DeserializeOwned>(&mut self, table: Spanned<DeTable<'a>>) -> Option<T> {
        match T::deserialize(toml::de::Deserializer::from(table)) {
            Ok(value) => Some(value),
            Err(error) => {
                self.structural(&error);
                None
            }
        }
    }

    /// Takes the array of tables `key` out of `table` and reads each entry on
    /// its own, so that a mistake in one does not hide those in the others.
    /// Each entry comes with the offset it starts at.
    pub(crate) fn entries<T: DeserializeOwned>(
        &mut self,
        table: &mut Spanned<DeTable<'a>>,
        key: &str,
    ) -> Vec<(usize, T)> {
        let Some(value) = table.get_mut().remove(key) else { return Vec::new() };
        let start = value.span().start;
        let DeValue::Array(array) = value.into_inner() else {
            self.mistake(
                start,
                format!("`{key}` is not a list"),
                format!("write each entry under a [[{key}]] heading"),
            );
            return Vec::new();
        };
        array
            .into_iter()
            .filter_map(|entry| {
                let start = entry.span().start;
                match T::deserialize(toml::de::ValueDeserializer::from(entry)) {
                    Ok(value) => Some((start, value)),
                    Err(error) => {
                        if error.span().is_some() {
                            self.structural(&error);
                        } else {
                            self.mistake(start, plain(error.message()), hint_of(error.message()));
                        }
                        None
                    }
                }
            })
            .collect()
    }

    /// Records a mistake at the byte `offset`.
    pub(crate) fn mistake(
        &mut self,
        offset: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        if self.mistakes.len() < MAX_MISTAKES {
            self.mistakes
                .push(Diagnostic::new(self.path, message).at_offset(self.text, offset).hint(hint));
        }
    }

    fn structural(&mut self, error: &toml::de::Error) {
        let offset = error.span().map_or(0, |span| span.start);
        self.mistake(offset, plain(error.message()), hint_of(error.message()));
    }
}

fn plain(message: &str) -> String {
    message.replace('\n', ", ").trim_end_matches('.').to_owned()
}

/// A remedy for the messages serde writes about a name it does not know.
fn hint_of(message: &str) -> String {
    let mut names = message.split('`').skip(1).step_by(2);
    if let Some(rest) = message.strip_prefix("missing field ") {
        return format!("add {rest}");
    }
    if !message.starts_with("unknown field") && !message.starts_with("unknown variant") {
        return "docs/doors/benchmark.md shows the format".to_owned();
    }
    let wrong = names.next().unwrap_or_default();
    let known: Vec<&str> = names.collect();
    nearest_hint(wrong, known.iter().copied())
}

/// "did you mean …" for a name close to `wrong`, else the list of names.
pub(crate) fn nearest_hint<'n>(wrong: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let best = known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(wrong, name), *name))
        .min()
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 3);
    match best {
        Some((_, name)) => format!("did you mean `{name}`?"),
        None if known.is_empty() => "none is defined yet".to_owned(),
        None => {
            let shown = known.iter().take(12).copied().collect::<Vec<_>>().join(", ");
            let rest = known.len().saturating_sub(12);
            if rest > 0 {
                format!("known: {shown} and {rest} more")
            } else {
                format!("known: {shown}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Entry {
        #[allow(dead_code)]
        id: String,
    }

    #[test]
    fn every_entry_is_read_and_each_mistake_named() {
        let text = "[[item]]\nid = 1\n[[item]]\nid = \"a\"\n[[item]]\nix = \"b\"\n[[item]]\n";
        let mut source = Source::new("f.toml", text);
        let mut table = source.parse().unwrap();
        let entries: Vec<(usize, Entry)> = source.entries(&mut table, "item");
        assert_eq!(entries.len(), 1);
        let lines: Vec<usize> = source.mistakes.iter().map(|m| m.line).collect();
        assert_eq!(lines, [2, 6, 7]);
        assert_eq!(source.mistakes[1].hint, "did you mean `id`?");
    }

    #[test]
    fn hostile_files_are_mistakes_not_panics() {
        for text in ["\u{0}", "a = ", &"[".repeat(5000), &format!("a = {}", "[".repeat(5000))] {
            let mut source = Source::new("f.toml", text);
            assert!(source.parse().is_none());
            assert_eq!(source.mistakes.len(), 1);
        }
        let mut source = Source::new("f.toml", "\u{feff}a = 1\r\n");
        assert!(source.parse().is_some());
    }
}
