//! Shows an assessment: SVG charts, HTML fragments, the one-file report, JSON.
//!
//! Never here: file or network access, a clock, a web server, or a judgement of
//! its own: everything shown stands in the assessment. The same assessment
//! gives the same bytes.
//!
//! [`report_html`] makes the whole report. [`View`] gives each part of it, so
//! that the web pages show the same thing; [`Links`] says where things are.

mod book;
pub mod calendar;
pub mod charts;
pub mod clock_words;
pub mod dated;
pub mod fine_words;
mod locale;
mod page;
mod parts;
mod style;
mod view;
pub mod words;

pub use book::{BookReview, ReviewState, ReviewTally, book_html, review_state};
pub use locale::{MISSING_MARK, Texts};
pub use page::{report_html, report_html_in};
pub use parts::findings::FindingFilter;
pub use parts::heat::cell_name;
pub use parts::measures::{MeasureGroup, MeasureNames, group, measure_card, with_interval};
pub use parts::proof::evidence_name;
pub use parts::summary::{Conclusion, simulation_banner, tally_bar};
pub use style::{STYLE, report_policy};
pub use view::{Links, View, minute};

/// A value as the JSON every room prints: indented, with a final newline.
///
/// # Errors
/// When the value cannot be written as JSON, for instance a number that is not
/// finite.
pub fn to_json<T: serde::Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Renders a template. Writing to memory cannot fail; should a value refuse to
/// be written, the page shows that instead of losing the part in silence.
pub(crate) fn render<T: askama::Template>(template: &T) -> String {
    template
        .render()
        .unwrap_or_else(|error| format!("<p>{}</p>", charts::escape(&error.to_string())))
}

#[cfg(test)]
mod tests;
