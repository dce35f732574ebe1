//! Identifiers made from names, so that the same data gives the same file.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use tenbin_vocab::Digest;

/// An OSCAL identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uuid(String);

impl Uuid {
    /// The identifier of what these words name.
    ///
    /// OSCAL takes versions 4 and 5 only. This is laid out as version 5 of RFC
    /// 9562, section 5.5, with two differences: the digest is SHA-256 (its first
    /// 16 bytes), and the name space is part of the name. Each word is preceded
    /// by its length, so that no two lists of words give one name.
    pub(crate) fn of(words: &[&str]) -> Self {
        let mut name = crate::NAMESPACE.to_owned();
        for word in words {
            let _ = write!(name, " {}:{word}", word.len());
        }
        let digest = Digest::of(name.as_bytes());
        let mut text = String::with_capacity(36);
        for (at, byte) in digest.as_bytes().iter().take(16).enumerate() {
            let byte = match at {
                6 => (byte & 0x0f) | 0x50,
                8 => (byte & 0x3f) | 0x80,
                _ => *byte,
            };
            if [4, 6, 8, 10].contains(&at) {
                text.push('-');
            }
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// All zeros: the place of an identifier that is not known yet.
    pub(crate) fn nil() -> Self {
        Self("00000000-0000-0000-0000-000000000000".to_owned())
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A link to the resource with this identifier.
    pub(crate) fn fragment(&self) -> String {
        format!("#{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Uuid;

    #[test]
    fn names_give_version_5_identifiers_that_differ() {
        let one = Uuid::of(&["a", "b"]);
        assert_eq!(one, Uuid::of(&["a", "b"]));
        assert_ne!(one, Uuid::of(&["a b"]));
        assert_ne!(one, Uuid::of(&["ab", ""]));
        let text = one.as_str();
        assert_eq!(text.len(), 36);
        assert_eq!(&text[14..15], "5");
        assert!("89ab".contains(&text[19..20]), "{text}");
    }
}
