//! The files of `policies/` as they are written, lags apart.

use serde::Deserialize;
use serde_spanned::Spanned;
use tenbin_law::EventPrecision;
use tenbin_vocab::{Bilingual, Confidence};

use super::Progress;
use crate::reading::TomlDate;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnersFile {
    #[serde(default)]
    pub(super) owner: Vec<OwnerEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnerEntry {
    pub(super) id: Spanned<String>,
    pub(super) name: Spanned<Bilingual>,
    pub(super) short: Option<Spanned<Bilingual>>,
    pub(super) jurisdiction: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanFile {
    pub(super) plan: Head,
    #[serde(default)]
    pub(super) pillar: Vec<PillarEntry>,
    #[serde(default)]
    pub(super) measure: Vec<MeasureEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<Bilingual>,
    pub(super) short: Spanned<Bilingual>,
    pub(super) jurisdiction: String,
    pub(super) owner: Spanned<String>,
    pub(super) on: Spanned<TomlDate>,
    #[serde(default)]
    pub(super) precision: EventPrecision,
    pub(super) instrument: String,
    pub(super) about: Spanned<Bilingual>,
    /// How many measures the plan or its author says it has.
    pub(super) announced: Option<Spanned<Bilingual>>,
    pub(super) gap: Option<Spanned<Bilingual>>,
    pub(super) reviewed: Spanned<TomlDate>,
    pub(super) replaced_by: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) urls: Vec<String>,
    pub(super) confidence: Confidence,
    pub(super) sources: Spanned<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PillarEntry {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<Bilingual>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasureEntry {
    pub(super) id: Spanned<String>,
    pub(super) pillar: Spanned<String>,
    pub(super) gist: Spanned<Bilingual>,
    #[serde(default)]
    pub(super) owners: Vec<Spanned<String>>,
    pub(super) due: Option<Spanned<TomlDate>>,
    pub(super) cite: Spanned<String>,
    pub(super) confidence: Confidence,
    pub(super) sources: Spanned<Vec<Spanned<String>>>,
    pub(super) status: Option<StatusEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusEntry {
    pub(super) progress: Spanned<Progress>,
    pub(super) on: Spanned<TomlDate>,
    #[serde(default)]
    pub(super) precision: EventPrecision,
    pub(super) note: Spanned<Bilingual>,
    pub(super) confidence: Confidence,
    pub(super) sources: Spanned<Vec<Spanned<String>>>,
}
