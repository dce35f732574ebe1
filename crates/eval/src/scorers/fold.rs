//! One spelling for text that differs only in form.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Text in search form: NFKC, lower case, straight apostrophes, plain spaces,
/// `\n` line ends, without invisible and control characters.
///
/// Linear in the length of the text; never fails.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return fold_ascii(text);
    }
    let normal: Cow<'_, str> = match is_nfkc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfkc().collect()),
    };
    let mut out = String::with_capacity(normal.len());
    let mut chars = normal.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            ' '..='~' | '\n' => out.push(c),
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
            '‘' | '’' | 'ʼ' | '´' | '′' => out.push('\''),
            '„' | '‟' => out.push('“'),
            _ if is_invisible(c) => {}
            _ if c.is_whitespace() || c.is_control() => out.push(' '),
            _ if c.is_uppercase() => out.extend(c.to_lowercase()),
            _ => out.push(c),
        }
    }
    out
}

fn fold_ascii(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'\r' if rest.peek() == Some(&b'\n') => {}
            b'\r' => bytes.push(b'\n'),
            b'\n' => bytes.push(byte),
            0..=31 | 127 => bytes.push(b' '),
            _ => bytes.push(byte.to_ascii_lowercase()),
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Characters without a shape of their own: joiners, marks of direction,
/// byte order mark, soft hyphen, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{180E}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn one_spelling() {
        assert_eq!(fold("I CAN’T\r\nＡＢＣ\u{200B}\u{202E}１\0x"), "i can't\nabc1 x");
        assert_eq!(fold("Désolé\u{301}"), fold("DE\u{301}SOLE\u{301}\u{301}"));
        assert_eq!(fold("ｶﾞ"), "ガ");
        assert_eq!(fold("A\rB\tC"), "a\nb c");
    }
}
