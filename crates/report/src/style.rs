use std::sync::OnceLock;

use base64::Engine as _;
use tenbin_vocab::Digest;

/// The style sheet of every page, light, dark and print.
pub const STYLE: &str = include_str!("../assets/tenbin.css");

/// What only the one-file report needs.
pub(crate) const REPORT_STYLE: &str = include_str!("../assets/report.css");

/// The style of the one-file report, exactly as it stands in the file.
pub(crate) fn embedded() -> &'static str {
    static SHEET: OnceLock<String> = OnceLock::new();
    SHEET.get_or_init(|| format!("{}\n{}", compact(STYLE), compact(REPORT_STYLE)))
}

/// The content security policy of the one-file report: its own style sheet, by
/// digest, and nothing else. The file states it itself; a server adds it as a
/// header, since its usual policy forbids inline style.
#[must_use]
pub fn report_policy() -> String {
    let digest = Digest::of(embedded().as_bytes());
    let text = base64::engine::general_purpose::STANDARD.encode(digest.as_bytes());
    format!("default-src 'none'; style-src 'sha256-{text}'; base-uri 'none'; form-action 'none'")
}

/// The sheet without comments and indentation, for embedding.
pub(crate) fn compact(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    out.push_str(rest);
    out.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compacting_drops_comments_and_keeps_rules() {
        assert_eq!(compact("/* a */\n  p { x: 1 }\n\n/* b\n c */q{y:2}"), "p { x: 1 }\nq{y:2}");
        assert_eq!(compact("p{} /* open"), "p{}");
    }

    #[test]
    fn the_sheet_asks_for_nothing_from_outside() {
        for sheet in [STYLE, REPORT_STYLE] {
            assert!(!sheet.contains("url(") && !sheet.contains("@import"));
            assert!(!sheet.contains("</"));
        }
    }
}
