use serde::Serialize;

use super::{BackMatter, Metadata, Property};
use crate::uuid::Uuid;

/// How controls of catalogues relate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MappingCollection {
    /// Identifier.
    pub uuid: Uuid,
    /// Head.
    pub metadata: Metadata,
    /// How the relations were found.
    pub provenance: Provenance,
    /// One entry a pair of catalogues.
    pub mappings: Vec<Mapping>,
    /// Sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back_matter: Option<BackMatter>,
}

/// How relations were found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Provenance {
    /// `human`, `automation` or `hybrid`.
    pub method: String,
    /// `syntactic`, `semantic` or `functional` (NIST IR 8477, section 4.3).
    pub matching_rationale: String,
    /// `complete`, `not-complete`, `draft`, `deprecated` or `superseded`.
    pub status: String,
    /// In words.
    pub mapping_description: String,
}

/// The relations of one pair of catalogues.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Mapping {
    /// Identifier.
    pub uuid: Uuid,
    /// The first catalogue.
    pub source_resource: MappedResource,
    /// The second.
    pub target_resource: MappedResource,
    /// The relations.
    pub maps: Vec<Map>,
}

/// A catalogue a mapping is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MappedResource {
    /// `catalog`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where it is.
    pub href: String,
}

/// One relation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Map {
    /// Identifier.
    pub uuid: Uuid,
    /// What it was judged by.
    pub matching_rationale: String,
    /// How the source relates to the target.
    pub relationship: String,
    /// Controls of the first catalogue.
    pub sources: Vec<MappedItem>,
    /// Controls of the second.
    pub targets: Vec<MappedItem>,
    /// Properties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub props: Vec<Property>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
}

/// A control a relation is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MappedItem {
    /// `control`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The control.
    pub id_ref: String,
}
