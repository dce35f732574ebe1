//! The files of `declarations/` as they are written.

use serde::Deserialize;
use serde_spanned::Spanned;
use tenbin_law::EventPrecision;
use tenbin_vocab::{Bilingual, Confidence};

use super::{Adherence, DeclarationKind, ListBasis, Stance};
use crate::reading::TomlDate;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountriesFile {
    #[serde(default)]
    pub(super) region: Vec<RegionEntry>,
    #[serde(default)]
    pub(super) country: Vec<CountryEntry>,
    #[serde(default)]
    pub(super) union: Vec<UnionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionEntry {
    pub(super) id: Spanned<String>,
    pub(super) name: Spanned<Bilingual>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountryEntry {
    pub(super) id: Spanned<String>,
    pub(super) alpha2: Spanned<String>,
    pub(super) name: Spanned<Bilingual>,
    pub(super) region: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnionEntry {
    pub(super) id: Spanned<String>,
    pub(super) name: Spanned<Bilingual>,
    pub(super) region: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationsFile {
    #[serde(default)]
    pub(super) organisation: Vec<OrganisationEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationEntry {
    pub(super) id: Spanned<String>,
    pub(super) name: Spanned<Bilingual>,
    #[serde(default)]
    pub(super) also: Vec<Spanned<String>>,
    pub(super) seat: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclarationFile {
    pub(super) declaration: Head,
    #[serde(default)]
    pub(super) count: Vec<CountEntry>,
    pub(super) signatories: Option<LinkEntry>,
    #[serde(default)]
    pub(super) entry: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<Bilingual>,
    pub(super) short: Spanned<Bilingual>,
    pub(super) kind: DeclarationKind,
    pub(super) adherence: Adherence,
    pub(super) on: Spanned<TomlDate>,
    #[serde(default)]
    pub(super) precision: EventPrecision,
    pub(super) about: Spanned<Bilingual>,
    #[serde(default)]
    pub(super) open: bool,
    pub(super) gap: Option<Spanned<Bilingual>>,
    #[serde(default)]
    pub(super) urls: Vec<String>,
    pub(super) confidence: Confidence,
    pub(super) sources: Spanned<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountEntry {
    pub(super) on: Spanned<TomlDate>,
    #[serde(default)]
    pub(super) precision: EventPrecision,
    pub(super) parties: u32,
    pub(super) note: Option<Spanned<Bilingual>>,
    pub(super) confidence: Confidence,
    pub(super) sources: Spanned<Vec<Spanned<String>>>,
}

/// Signatories that stand in a law package and are not repeated here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkEntry {
    pub(super) framework: Spanned<String>,
    pub(super) basis: ListBasis,
    #[serde(default)]
    pub(super) former: Vec<Spanned<String>>,
    /// Said of every signatory.
    pub(super) note: Option<Spanned<Bilingual>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) parties: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    pub(super) stance: Stance,
    pub(super) basis: ListBasis,
    pub(super) since: Option<Spanned<TomlDate>>,
    #[serde(default)]
    pub(super) precision: EventPrecision,
    pub(super) note: Option<Spanned<Bilingual>>,
    pub(super) confidence: Confidence,
    pub(super) sources: Spanned<Vec<Spanned<String>>>,
}
