//! One file a kind of page: what it needs from the [`crate::Source`], and its
//! template.

pub(crate) mod ask;
pub(crate) mod assessment;
pub(crate) mod assessments;
pub(crate) mod attest;
pub(crate) mod clocks;
pub(crate) mod controls;
pub(crate) mod crosswalk;
pub(crate) mod declarations;
pub(crate) mod divergences;
pub(crate) mod fines;
pub(crate) mod frameworks;
pub(crate) mod lawful;
pub(crate) mod overview;
pub(crate) mod policies;
pub(crate) mod portfolio;
pub(crate) mod provision;
pub(crate) mod runs;
pub(crate) mod subjects;
pub(crate) mod timeline;

use tenbin_law::{EventPrecision, Library};
use tenbin_vocab::Date;

use crate::failure::Failure;
use crate::query::Query;

/// Lines of a list on one page.
pub(crate) const LINES: usize = 50;

/// The way through a list of several pages.
pub(crate) struct Paging {
    pub(crate) number: usize,
    pub(crate) last: usize,
    pub(crate) before: String,
    pub(crate) after: String,
}

impl Paging {
    /// Page numbers beyond the last are not there.
    pub(crate) fn new(query: &Query, total: usize, limit: usize) -> Result<Self, Failure> {
        let number = query.number()?;
        let last = total.div_ceil(limit).max(1);
        if number > last {
            return Err(Failure::NotFound);
        }
        Ok(Self {
            number,
            last,
            before: query.with_page(number.saturating_sub(1)),
            after: query.with_page(number + 1),
        })
    }
}

/// A source as a page names it.
pub(crate) struct SourceLine<'a> {
    pub(crate) id: &'a str,
    pub(crate) what: &'a str,
    pub(crate) url: Option<&'a str>,
}

/// The sources that `ids` name, each once, in the order of the list.
pub(crate) fn source_lines<'a>(library: &'a Library, ids: &[&str]) -> Vec<SourceLine<'a>> {
    let named = library.sources().iter().filter(|source| ids.contains(&source.id.as_str()));
    named
        .map(|source| SourceLine { id: &source.id, what: &source.what, url: source.url.as_deref() })
        .collect()
}

/// As much of a date as is known.
pub(crate) fn dated(on: Date, precision: EventPrecision) -> String {
    match precision {
        EventPrecision::Day => on.to_string(),
        EventPrecision::Month => format!("{:04}-{:02}", on.year(), on.month()),
        EventPrecision::Year => format!("{:04}", on.year()),
    }
}

/// One entry of a list to choose from.
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

impl Choice {
    pub(crate) fn new(id: &str, name: String, chosen: Option<&str>) -> Self {
        Self { id: id.to_owned(), name, chosen: chosen == Some(id) }
    }
}
