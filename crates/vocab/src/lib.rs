//! The words every other room uses: bilingual text, three-valued logic,
//! facts, confidence marks, digests, estimates, evidence, diagnostics.
//!
//! Never here: file or network access, a clock, a random source, or any rule
//! of law or statistics. Everything is plain data that can be written as JSON
//! and read back unchanged.

mod canonical;
mod confidence;
mod diagnostic;
mod digest;
mod estimate;
mod evidence;
mod fact;
mod text;
mod tri;

pub use canonical::{CanonicalError, to_canonical_json};
pub use confidence::Confidence;
pub use diagnostic::{Diagnostic, Diagnostics};
pub use digest::{Digest, DigestParseError, Hasher};
pub use estimate::Estimate;
pub use evidence::{
    Artefact, EVIDENCE_SCHEMA, Evidence, Measured, Method, Outcome, SubjectRef, Tool,
};
pub use fact::{FactState, FactValue, Facts};
pub use text::{Bilingual, Lang, LangParseError};
pub use tri::Tri;

/// An instant, written in UTC as RFC 3339.
pub use jiff::Timestamp;
/// A calendar date without a time zone, `2026-11-21` in every text format.
pub use jiff::civil::Date;
