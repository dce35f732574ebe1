//! TOML text into the raw package structs, with mistakes a person can act on.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};
use tenbin_vocab::{Date, Diagnostic};
use toml::value::Datetime;

use crate::source::SourceFile;
use crate::suggest;

/// The page that describes the files of law packages.
pub(crate) const DOOR: &str = "docs/doors/framework.md";

/// Reads one file into `T`.
pub(crate) fn read<T: DeserializeOwned>(file: SourceFile<'_>) -> Result<T, Diagnostic> {
    read_toml(file, DOOR)
}

/// Reads one TOML file that the page `door` describes into `T`.
///
/// # Errors
/// With the place of the first mistake and its remedy.
pub fn read_toml<T: DeserializeOwned>(file: SourceFile<'_>, door: &str) -> Result<T, Diagnostic> {
    toml::from_str(file.text).map_err(|error| {
        let (message, hint) = explain(error.message(), door);
        let offset = error.span().map_or(0, |span| span.start);
        Diagnostic::new(file.path, message).at_offset(file.text, offset).hint(hint)
    })
}

/// A parser's message in one line, and its remedy. Misspelt keys and words are
/// compared with the expected ones, which the parser lists between backticks.
pub(crate) fn explain(message: &str, door: &str) -> (String, String) {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
    let hint = match quoted.split_first() {
        Some((wrong, expected))
            if line.starts_with("unknown field") || line.starts_with("unknown variant") =>
        {
            suggest::remedy(
                wrong,
                expected.iter().copied(),
                &format!("known here: {}", expected.join(", ")),
            )
        }
        Some((missing, _)) if line.starts_with("missing field") => {
            format!("add the key {missing}")
        }
        Some((twice, _)) if line.starts_with("duplicate") => {
            format!("keep one {twice} and remove the other")
        }
        _ if line.starts_with("invalid type") => {
            format!("write the value in the expected form; {door} shows every key")
        }
        _ => format!("{door} shows the format"),
    };
    (line.replace('`', "\""), hint)
}

/// A TOML date without a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TomlDate(pub(crate) Date);

impl<'de> Deserialize<'de> for TomlDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let datetime = Datetime::deserialize(deserializer)?;
        date_of(&datetime).map(Self).ok_or_else(|| {
            D::Error::custom(format!("{datetime} is not a calendar date like 2026-11-21"))
        })
    }
}

/// One word, or a list of words.
#[derive(Clone, Debug)]
pub(crate) struct OneOrMore(pub(crate) Vec<String>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> serde::de::Visitor<'de> for Words {
            type Value = OneOrMore;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a word or a list of words")
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<OneOrMore, E> {
                Ok(OneOrMore(vec![word.to_owned()]))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut list: A,
            ) -> Result<OneOrMore, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = list.next_element()? {
                    words.push(word);
                }
                Ok(OneOrMore(words))
            }
        }
        deserializer.deserialize_any(Words)
    }
}

/// The date of a TOML date-time that has no time, when it is a real one.
pub(crate) fn date_of(datetime: &Datetime) -> Option<Date> {
    if datetime.time.is_some() || datetime.offset.is_some() {
        return None;
    }
    let date = datetime.date?;
    let year = i16::try_from(date.year).ok()?;
    Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Sample {
        colour: String,
        on: Option<TomlDate>,
    }

    fn mistake(text: &str) -> String {
        let file = SourceFile { path: "f.toml", text };
        read::<Sample>(file).unwrap_err().to_string()
    }

    #[test]
    fn mistakes_name_place_and_remedy() {
        assert!(mistake("color = 'a'\n").starts_with("f.toml:1:1: unknown field \"color\""));
        assert!(mistake("color = 'a'\n").contains("did you mean \"colour\"?"));
        assert!(mistake("\non = 2026-01-01\n").contains("add the key colour"));
        assert!(mistake("colour = 1\n").starts_with("f.toml:1:10: invalid type"));
        assert!(mistake("colour = 'a'\non = 2026-01-01T00:00:00Z\n").contains("f.toml:2:6"));
        assert!(mistake("colour = 'a'\ncolour = 'b'\n").starts_with("f.toml:2:1: duplicate key"));
    }
}
