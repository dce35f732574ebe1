//! Ids as OSCAL writes them.

use std::fmt::Write as _;

/// The id as an OSCAL token: a letter or `_` first, then letters, digits, `.`,
/// `-` and `_`. Ids of the packages may hold `+` and `/` besides and may begin
/// with a digit; such an id changes, and its own form is kept in a property.
pub(crate) fn token(id: &str) -> String {
    let mut text = String::with_capacity(id.len() + 1);
    if !id.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        text.push('_');
    }
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || "._-".contains(c) {
            text.push(c);
        } else {
            let _ = write!(text, "_x{:X}_", u32::from(c));
        }
    }
    text
}

/// The id of the statement of a control.
pub(crate) fn statement(control: &str) -> String {
    format!("{}_smt", token(control))
}

/// Some words as an id of a package: letters, digits, `.`, `-` and `_`, at most
/// 120 characters. Empty when nothing is left.
pub(crate) fn package_id(words: &str) -> String {
    let mut id = String::new();
    for c in words.trim().chars() {
        if c.is_ascii_alphanumeric() || "._".contains(c) {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
        if id.len() >= 120 {
            break;
        }
    }
    id.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{package_id, token};

    #[test]
    fn tokens_and_ids_keep_to_their_alphabets() {
        assert_eq!(token("euaia.53.1.a"), "euaia.53.1.a");
        assert_eq!(token("42/a+b"), "_42_x2F_a_x2B_b");
        assert_eq!(package_id(" NIST SP 800-53, rev. 5 "), "NIST-SP-800-53-rev.-5");
        assert_eq!(package_id("日本"), "");
        assert_eq!(package_id(&"a".repeat(300)).len(), 120);
    }
}
