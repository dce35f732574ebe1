use serde::Serialize;

use super::{BackMatter, Metadata, Property};
use crate::uuid::Uuid;

/// A selection of controls from catalogues.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Profile {
    /// Identifier.
    pub uuid: Uuid,
    /// Head.
    pub metadata: Metadata,
    /// What is taken from which catalogue.
    pub imports: Vec<Import>,
    /// How it is put together.
    pub merge: Merge,
    /// What is added to the controls taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modify: Option<Modify>,
    /// Sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back_matter: Option<BackMatter>,
}

/// What is taken from a catalogue: the controls named, or all but those excluded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Import {
    /// The catalogue.
    pub href: String,
    /// Everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_all: Option<Nothing>,
    /// These controls.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include_controls: Vec<SelectControls>,
    /// But not these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude_controls: Vec<SelectControls>,
}

/// An empty object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Nothing {}

/// Controls by identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SelectControls {
    /// Identifiers.
    pub with_ids: Vec<String>,
}

/// How the controls taken are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Merge {
    /// Keep the groups of the catalogues.
    pub as_is: bool,
}

/// What is changed in the controls taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Modify {
    /// One entry a control.
    pub alters: Vec<Alter>,
}

/// What is changed in one control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Alter {
    /// The control.
    pub control_id: String,
    /// What is added.
    pub adds: Vec<Add>,
}

/// What is added to a control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Add {
    /// Properties.
    pub props: Vec<Property>,
}
