//! OSCAL 1.2: law packages and assessments as catalogues, profiles, plans,
//! results and mappings, and catalogues back into law packages.
//!
//! What OSCAL has no word for (conditions, start dates, marks of confidence,
//! the third verdict) stands in properties of our own namespace, so that
//! nothing is lost on the way out and back. docs/oscal.md says what maps to
//! what.
//!
//! Never here: file or network access, a clock, a random source. Dates come
//! from the data, identifiers are made from content: the same input gives the
//! same bytes.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

mod export;
mod import;
mod token;
mod types;
mod uuid;

pub use export::{
    Attachment, Catalogs, Grade, Relation, SubjectName, assessment_plan, assessment_results,
    catalog_file, mapping_collection, profile, profile_file, text_version,
};
pub use import::{Imported, MAX_CATALOG_BYTES, MAX_CATALOGS, import_catalogs};
pub use types::*;
pub use uuid::Uuid;

/// Namespace of our own properties.
pub const NAMESPACE: &str = "urn:x-tenbin:oscal:1";
