//! The two files pages load: one style sheet, one script. Their addresses hold
//! the digest of their content, so that they may be kept for ever.

use std::sync::OnceLock;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tenbin_vocab::Digest;

/// htmx 4.0.1 (Zero-Clause BSD, `assets/htmx-LICENSE.txt`), as published to the
/// npm registry. It only saves a click where a form would do the same.
const HTMX: &str = include_str!("../assets/htmx-4.0.1.min.js");

struct Asset {
    name: String,
    media_type: &'static str,
    body: &'static str,
}

fn all() -> &'static [Asset; 2] {
    static ALL: OnceLock<[Asset; 2]> = OnceLock::new();
    ALL.get_or_init(|| {
        let asset = |stem, end, media_type, body: &'static str| Asset {
            name: format!("{stem}-{}.{end}", Digest::of(body.as_bytes()).short()),
            media_type,
            body,
        };
        [
            asset("tenbin", "css", "text/css; charset=utf-8", tenbin_report::STYLE),
            asset("htmx", "js", "text/javascript; charset=utf-8", HTMX),
        ]
    })
}

/// Address of the style sheet.
pub(crate) fn style() -> String {
    format!("/assets/{}", all()[0].name)
}

/// Address of the script.
pub(crate) fn script() -> String {
    format!("/assets/{}", all()[1].name)
}

/// The asset called `name`, or nothing.
pub(crate) fn get(name: &str) -> Option<Response> {
    let asset = all().iter().find(|asset| asset.name == name)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Some((StatusCode::OK, headers, asset.body).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendored_script_is_the_published_one() {
        let digest = "sha256:a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130";
        assert_eq!(Digest::of(HTMX.as_bytes()).to_string(), digest);
        assert!(include_str!("../assets/htmx-LICENSE.txt").starts_with("Zero-Clause BSD"));
    }

    #[test]
    fn addresses_change_with_the_content() {
        assert!(style().ends_with(".css") && style().len() > "/assets/tenbin-.css".len() + 11);
        assert!(get("tenbin.css").is_none());
        assert!(get(style().trim_start_matches("/assets/")).is_some());
    }
}
