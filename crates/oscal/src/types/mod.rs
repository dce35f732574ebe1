//! The parts of OSCAL 1.2 that Tenbin writes and reads.
//!
//! Structure and names follow the OSCAL 1.2.1 JSON format of NIST. Only what is
//! written or read here is modelled; a reader leaves out every other field.

mod assessment;
mod catalog;
mod mapping;
mod metadata;
mod profile;

pub use assessment::*;
pub use catalog::*;
pub use mapping::*;
pub use metadata::*;
pub use profile::*;

use serde::Serialize;
use tenbin_vocab::{CanonicalError, Digest, to_canonical_json};

use crate::uuid::Uuid;

/// The OSCAL release the documents keep to: the newest that compliance-trestle
/// reads.
pub const OSCAL_VERSION: &str = "1.2.1";

/// One OSCAL file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    /// Controls of one text version of a framework.
    Catalog(Box<Catalog>),
    /// The controls that bind a subject on a date.
    Profile(Box<Profile>),
    /// What an assessment looks at.
    AssessmentPlan(Box<AssessmentPlan>),
    /// What an assessment found.
    AssessmentResults(Box<AssessmentResults>),
    /// How controls of two catalogues relate.
    MappingCollection(Box<MappingCollection>),
}

impl Document {
    /// The name of the model, as OSCAL spells it.
    #[must_use]
    pub fn model(&self) -> &'static str {
        match self {
            Self::Catalog(_) => "catalog",
            Self::Profile(_) => "profile",
            Self::AssessmentPlan(_) => "assessment-plan",
            Self::AssessmentResults(_) => "assessment-results",
            Self::MappingCollection(_) => "mapping-collection",
        }
    }

    /// The document's identifier.
    #[must_use]
    pub fn uuid(&self) -> &Uuid {
        match self {
            Self::Catalog(document) => &document.uuid,
            Self::Profile(document) => &document.uuid,
            Self::AssessmentPlan(document) => &document.uuid,
            Self::AssessmentResults(document) => &document.uuid,
            Self::MappingCollection(document) => &document.uuid,
        }
    }

    fn uuid_mut(&mut self) -> &mut Uuid {
        match self {
            Self::Catalog(document) => &mut document.uuid,
            Self::Profile(document) => &mut document.uuid,
            Self::AssessmentPlan(document) => &mut document.uuid,
            Self::AssessmentResults(document) => &mut document.uuid,
            Self::MappingCollection(document) => &mut document.uuid,
        }
    }

    /// The document with an identifier made from its content: the same content
    /// has the same one, and any change gives another, as OSCAL asks.
    ///
    /// # Errors
    /// When a number in it is not finite.
    pub fn identified(mut self) -> Result<Self, CanonicalError> {
        *self.uuid_mut() = Uuid::nil();
        let digest = Digest::of(&to_canonical_json(&self)?);
        *self.uuid_mut() = Uuid::of(&[self.model(), &digest.to_string()]);
        Ok(self)
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// When a number in it is not finite.
    pub fn to_json(&self) -> Result<Vec<u8>, CanonicalError> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
