//! Addresses of pages, in one place.

use std::fmt::Write as _;

use tenbin_vocab::Lang;

/// Text made safe as one segment of a path or one value of a query (RFC 3986:
/// everything but the unreserved characters).
pub(crate) fn encode(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            safe.push(char::from(byte));
        } else {
            let _ = write!(safe, "%{byte:02X}");
        }
    }
    safe
}

/// `/ja/assessments/…`
pub(crate) fn assessment(lang: Lang, id: &str) -> String {
    format!("/{}/assessments/{}", lang.tag(), encode(id))
}

/// The page of one provision within an assessment.
pub(crate) fn finding(lang: Lang, assessment_id: &str, provision: &str) -> String {
    format!("{}/provisions/{}", assessment(lang, assessment_id), encode(provision))
}

/// The page of one evidence record, by the hexadecimal digits of its digest.
pub(crate) fn evidence(lang: Lang, assessment_id: &str, digest: &str) -> String {
    let hex = digest.strip_prefix("sha256:").unwrap_or(digest);
    format!("{}/evidence/{}", assessment(lang, assessment_id), encode(hex))
}

/// `/ja/subjects/…`
pub(crate) fn subject(lang: Lang, id: &str) -> String {
    format!("/{}/subjects/{}", lang.tag(), encode(id))
}

/// `/ja/runs/…`
pub(crate) fn run(lang: Lang, id: &str) -> String {
    format!("/{}/runs/{}", lang.tag(), encode(id))
}

/// `/ja/frameworks/…`
pub(crate) fn framework(lang: Lang, id: &str) -> String {
    format!("/{}/frameworks/{}", lang.tag(), encode(id))
}

/// `/ja/provisions/…`
pub(crate) fn provision(lang: Lang, id: &str) -> String {
    format!("/{}/provisions/{}", lang.tag(), encode(id))
}

/// `/ja/crosswalk/…/…`
pub(crate) fn comparison(lang: Lang, a: &str, b: &str) -> String {
    format!("/{}/crosswalk/{}/{}", lang.tag(), encode(a), encode(b))
}

/// `/ja/divergences/…`
pub(crate) fn divergence(lang: Lang, id: &str) -> String {
    format!("/{}/divergences/{}", lang.tag(), encode(id))
}

/// `/ja/declarations/…`
pub(crate) fn declaration(lang: Lang, id: &str) -> String {
    format!("/{}/declarations/{}", lang.tag(), encode(id))
}

/// `/ja/declarations/country/…`
pub(crate) fn country(lang: Lang, code: &str) -> String {
    format!("/{}/declarations/country/{}", lang.tag(), encode(code))
}

/// `/ja/policies/…`
pub(crate) fn policy(lang: Lang, id: &str) -> String {
    format!("/{}/policies/{}", lang.tag(), encode(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(encode("euaia.53.1.a"), "euaia.53.1.a");
        assert_eq!(encode("a/b?c#d é"), "a%2Fb%3Fc%23d%20%C3%A9");
        assert_eq!(evidence(Lang::Ja, "x", "sha256:ab"), "/ja/assessments/x/evidence/ab");
    }
}
