//! Who has declared what: summit declarations, networks, reporting, and the
//! commitments of companies, with the date, the list that names each party,
//! and how well that is supported.
//!
//! A party an official list names and a party that is only inferred to belong
//! are never counted together.

mod file;
mod load;
mod matrix;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use tenbin_law::EventPrecision;
use tenbin_vocab::{Bilingual, Confidence, Date};

pub use load::load_declarations;
pub use matrix::{
    Cell, CountryRow, DeclarationMatrix, DeclarationRow, MatrixFilter, Place, SeatedStanding,
};

/// Everything the folder `declarations/` says.
#[derive(Clone, Debug, Serialize)]
pub struct Declarations {
    /// Regions of the country table.
    pub regions: Vec<Region>,
    /// Countries and unions in order of id, then organisations in order of id.
    pub parties: Vec<Party>,
    /// Declarations, oldest first.
    pub declarations: Vec<Declaration>,
}

/// A region countries are grouped by, for filters only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Region {
    /// Stable id.
    pub id: String,
    /// Name for people.
    pub name: Bilingual,
}

/// Who can declare something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// ISO 3166-1 alpha-3 for a country, `EU`, or the id of an organisation.
    pub id: String,
    /// What it is.
    pub kind: PartyKind,
    /// ISO 3166-1 alpha-2, countries only.
    pub alpha2: Option<String>,
    /// Name for people.
    pub name: Bilingual,
    /// Other names lists use for it.
    pub also: Vec<String>,
    /// Region, countries and unions only.
    pub region: Option<String>,
    /// Country of an organisation's seat, when it is recorded.
    pub seat: Option<String>,
}

impl Party {
    /// True for a country or a union of countries.
    #[must_use]
    pub fn is_state(&self) -> bool {
        self.kind != PartyKind::Organisation
    }
}

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyKind {
    /// A country.
    Country,
    /// A union of countries, recorded apart from its members.
    Union,
    /// A company, institute or international organisation.
    Organisation,
}

/// What a declaration is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeclarationKind {
    /// States on the safety of frontier or advanced AI.
    Frontier,
    /// States on AI at large.
    Broad,
    /// A standing group of states or institutes.
    Network,
    /// Organisations that report on what they do.
    Reporting,
    /// Commitments of companies.
    Commitment,
    /// A code of practice companies sign.
    Code,
}

impl DeclarationKind {
    /// Every kind, in the order lists show them.
    pub const ALL: [Self; 6] =
        [Self::Frontier, Self::Broad, Self::Network, Self::Reporting, Self::Commitment, Self::Code];

    /// The word in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Frontier => "frontier",
            Self::Broad => "broad",
            Self::Network => "network",
            Self::Reporting => "reporting",
            Self::Commitment => "commitment",
            Self::Code => "code",
        }
    }
}

impl std::str::FromStr for DeclarationKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = || Self::ALL.into_iter();
        known().find(|kind| kind.as_str() == text).ok_or_else(|| UnknownWord {
            word: text.to_owned(),
            known: known().map(Self::as_str).collect::<Vec<_>>().join(", "),
        })
    }
}

/// A word that is none of a closed list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{word}\" is not known here; use one of: {known}")]
pub struct UnknownWord {
    /// The word as given.
    pub word: String,
    /// The words that are known.
    pub known: String,
}

/// What standing in a declaration's list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Adherence {
    /// Agreed to the text.
    Agreed,
    /// Signed or announced the commitment.
    Signed,
    /// Belongs to the group.
    Member,
    /// Has published a report.
    Reported,
}

impl Adherence {
    /// The word in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Signed => "signed",
            Self::Member => "member",
            Self::Reported => "reported",
        }
    }
}

/// How a party stands to a declaration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// Stands in the list.
    #[default]
    In,
    /// Was there or was asked, and did not agree.
    Declined,
    /// Does not stand in the list, and a source remarks on it.
    Absent,
    /// Was there and does not stand in the list.
    Attended,
    /// Stood in an earlier list and not in the later one.
    Former,
}

impl Stance {
    /// The word in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Declined => "declined",
            Self::Absent => "absent",
            Self::Attended => "attended",
            Self::Former => "former",
        }
    }
}

/// What the statement that a party belongs rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListBasis {
    /// An official list names the party.
    OfficialList,
    /// Concluded from something else, for instance a report of the event.
    Inferred,
}

impl ListBasis {
    /// The word in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OfficialList => "official-list",
            Self::Inferred => "inferred",
        }
    }
}

/// One declaration, network, reporting scheme, commitment or code.
#[derive(Clone, Debug, Serialize)]
pub struct Declaration {
    /// Stable id, the name of its file.
    pub id: String,
    /// Name for people.
    pub title: Bilingual,
    /// The name where room is scarce.
    pub short: Bilingual,
    /// What it is about.
    pub kind: DeclarationKind,
    /// What standing in its list means.
    pub adherence: Adherence,
    /// The day it was made.
    pub on: Date,
    /// How much of that date is known.
    pub precision: EventPrecision,
    /// What it says, in own words.
    pub about: Bilingual,
    /// True while further parties may join.
    pub open: bool,
    /// What could not be found, in a plain sentence.
    pub gap: Option<Bilingual>,
    /// Official addresses.
    pub urls: Vec<String>,
    /// The law package whose signatories these are, when there is one.
    pub framework: Option<String>,
    /// Numbers of parties as announced, oldest first.
    pub counts: Vec<AnnouncedCount>,
    /// The parties, in order of party.
    pub standings: Vec<Standing>,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

impl Declaration {
    /// Parties that stand in it on `basis`.
    #[must_use]
    pub fn number_in(&self, basis: ListBasis) -> usize {
        let counts =
            |standing: &&Standing| standing.stance == Stance::In && standing.basis == basis;
        self.standings.iter().filter(counts).count()
    }

    /// How `party` stands to it; `None` when nothing is recorded.
    #[must_use]
    pub fn standing(&self, party: &str) -> Option<&Standing> {
        self.standings.iter().find(|standing| standing.party == party)
    }
}

/// A number of parties somebody announced.
#[derive(Clone, Debug, Serialize)]
pub struct AnnouncedCount {
    /// The day of the count.
    pub on: Date,
    /// How much of that date is known.
    pub precision: EventPrecision,
    /// The number.
    pub parties: u32,
    /// A remark.
    pub note: Option<Bilingual>,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

/// How one party stands to one declaration.
#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    /// Party id.
    pub party: String,
    /// How it stands.
    pub stance: Stance,
    /// What that rests on.
    pub basis: ListBasis,
    /// Since when, when it is known.
    pub since: Option<Date>,
    /// How much of that date is known.
    pub precision: EventPrecision,
    /// Which part was signed, or which list names the party.
    pub group: Option<String>,
    /// A remark.
    pub note: Option<Bilingual>,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

impl Declarations {
    /// The declaration called `id`.
    #[must_use]
    pub fn declaration(&self, id: &str) -> Option<&Declaration> {
        self.declarations.iter().find(|declaration| declaration.id == id)
    }

    /// The party called `id`.
    #[must_use]
    pub fn party(&self, id: &str) -> Option<&Party> {
        self.parties.iter().find(|party| party.id == id)
    }

    /// The country or union somebody means: by alpha-3, alpha-2 or name, upper
    /// or lower case.
    #[must_use]
    pub fn country(&self, text: &str) -> Option<&Party> {
        let wanted = text.trim().to_lowercase();
        let same = |name: &str| name.to_lowercase() == wanted;
        self.parties.iter().filter(|party| party.is_state()).find(|party| {
            same(&party.id)
                || party.alpha2.as_deref().is_some_and(same)
                || same(&party.name.en)
                || same(&party.name.ja)
                || party.also.iter().any(|name| same(name))
        })
    }
}
