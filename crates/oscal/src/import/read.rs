//! JSON bytes to a catalogue, within limits.

use serde::Deserialize;
use tenbin_law::decode_text;
use tenbin_vocab::{Date, Diagnostic};

use super::own::text_of;
use crate::types::Catalog;

/// Largest catalogue read, in bytes. The catalogue of NIST SP 800-53 has about
/// ten million. JSON is nested at most 128 levels deep.
pub const MAX_CATALOG_BYTES: usize = 64 << 20;

/// The models of OSCAL besides the catalogue.
const OTHER_MODELS: [&str; 7] = [
    "profile",
    "mapping-collection",
    "component-definition",
    "system-security-plan",
    "assessment-plan",
    "assessment-results",
    "plan-of-action-and-milestones",
];

#[derive(Deserialize)]
struct File {
    catalog: Option<Catalog>,
    #[serde(flatten)]
    rest: serde_json::Map<String, serde_json::Value>,
}

/// A catalogue, and the first day of its text version.
pub(super) fn read(path: &str, bytes: &[u8]) -> Result<(Catalog, Date), Diagnostic> {
    let text = decode_text(path, bytes, MAX_CATALOG_BYTES)?;
    let file: File = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        Diagnostic { column: error.column(), ..Diagnostic::new(path, message) }
            .at_line(error.line())
            .hint("import reads OSCAL catalogues in JSON")
    })?;
    let catalog = file.catalog.ok_or_else(|| {
        let found = OTHER_MODELS.iter().find(|model| file.rest.contains_key(**model));
        match found {
            Some(model) => Diagnostic::new(path, format!("the file holds an OSCAL {model}"))
                .hint("import takes a catalogue; resolve a profile into one first"),
            None => Diagnostic::new(path, "the file holds no OSCAL catalogue")
                .hint("its first key must be \"catalog\""),
        }
    })?;
    let from = first_day(&catalog).ok_or_else(|| {
        Diagnostic::new(path, "the catalogue bears no date")
            .hint("give metadata.published or metadata.last-modified")
    })?;
    Ok((catalog, from))
}

/// Our own property, else the day it was published, else last changed.
fn first_day(catalog: &Catalog) -> Option<Date> {
    let head = &catalog.metadata;
    let own = text_of(&head.props, "from");
    let dates = [own.as_deref(), head.published.as_deref(), Some(head.last_modified.as_str())];
    dates.into_iter().flatten().find_map(|text| text.get(..10)?.parse().ok())
}
