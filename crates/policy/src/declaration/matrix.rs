//! Countries by declarations, and one country's row.

use serde::Serialize;
use tenbin_law::EventPrecision;
use tenbin_vocab::{Bilingual, Confidence, Date};

use super::{
    Declaration, DeclarationKind, Declarations, ListBasis, Party, PartyKind, Stance, Standing,
};

/// Which part of the matrix is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatrixFilter {
    /// Only countries of this region.
    pub region: Option<String>,
    /// Only declarations of this kind.
    pub kind: Option<DeclarationKind>,
    /// Only countries whose name or code holds this text.
    pub text: Option<String>,
}

impl MatrixFilter {
    fn takes(&self, party: &Party) -> bool {
        let region = self.region.is_none() || self.region == party.region;
        let text = self.text.as_deref().map(str::to_lowercase).is_none_or(|text| {
            let names = [&party.id, &party.name.ja, &party.name.en];
            names.iter().any(|name| name.to_lowercase().contains(&text))
                || party.alpha2.as_deref().is_some_and(|code| code.to_lowercase() == text)
        });
        party.is_state() && region && text
    }
}

/// Countries by the declarations that name at least one country.
#[derive(Clone, Debug, Serialize)]
pub struct DeclarationMatrix<'a> {
    /// The columns, oldest first.
    pub declarations: Vec<Place<'a>>,
    /// The rows in order of country code; countries nothing is recorded of are
    /// left out.
    pub rows: Vec<DeclarationRow<'a>>,
}

/// A declaration as the head of a column.
#[derive(Clone, Debug, Serialize)]
pub struct Place<'a> {
    /// Declaration id.
    pub id: &'a str,
    /// The name where room is scarce.
    pub short: &'a Bilingual,
    /// What it is about.
    pub kind: DeclarationKind,
    /// The day it was made.
    pub on: Date,
    /// How much of that date is known.
    pub precision: EventPrecision,
}

impl<'a> From<&'a Declaration> for Place<'a> {
    fn from(declaration: &'a Declaration) -> Self {
        Self {
            id: &declaration.id,
            short: &declaration.short,
            kind: declaration.kind,
            on: declaration.on,
            precision: declaration.precision,
        }
    }
}

/// One country and how it stands to every declaration of the matrix.
#[derive(Clone, Debug, Serialize)]
pub struct DeclarationRow<'a> {
    /// Country or union id.
    pub party: &'a str,
    /// Name for people.
    pub name: &'a Bilingual,
    /// True for a union of countries.
    pub union: bool,
    /// Declarations an official list names it in.
    pub official: usize,
    /// Declarations it is only inferred to have joined.
    pub inferred: usize,
    /// One entry a column; `None` where nothing is recorded.
    pub cells: Vec<Option<Cell>>,
}

/// How a country stands to a declaration, in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// How it stands.
    pub stance: Stance,
    /// What that rests on.
    pub basis: ListBasis,
    /// Since when, when it is not the day of the declaration.
    pub since: Option<Date>,
    /// How well that is supported.
    pub confidence: Confidence,
}

impl From<&Standing> for Cell {
    fn from(standing: &Standing) -> Self {
        Self {
            stance: standing.stance,
            basis: standing.basis,
            since: standing.since,
            confidence: standing.confidence,
        }
    }
}

/// Everything recorded of one country.
#[derive(Clone, Debug, Serialize)]
pub struct CountryRow<'a> {
    /// The country.
    pub country: &'a Party,
    /// Declarations an official list names it in.
    pub official: usize,
    /// Declarations it is only inferred to have joined.
    pub inferred: usize,
    /// Every declaration of states, oldest first, with the country's standing.
    pub declarations: Vec<CountryEntry<'a>>,
    /// Organisations with their seat there, and what they have signed.
    pub organisations: Vec<SeatedStanding<'a>>,
}

/// One declaration and how the country stands to it.
#[derive(Clone, Debug, Serialize)]
pub struct CountryEntry<'a> {
    /// The declaration.
    pub declaration: Place<'a>,
    /// The country's standing; `None` when nothing is recorded.
    pub standing: Option<&'a Standing>,
}

/// What an organisation seated in the country has signed.
#[derive(Clone, Debug, Serialize)]
pub struct SeatedStanding<'a> {
    /// The organisation.
    pub organisation: &'a Party,
    /// The declaration.
    pub declaration: Place<'a>,
    /// The organisation's standing.
    pub standing: &'a Standing,
}

impl Declarations {
    /// The declarations that name at least one country.
    fn of_states(&self) -> impl Iterator<Item = &Declaration> {
        self.declarations.iter().filter(|declaration| {
            declaration
                .standings
                .iter()
                .any(|standing| self.party(&standing.party).is_some_and(Party::is_state))
        })
    }

    /// True when a declaration of this kind names a country.
    #[must_use]
    pub fn has_states(&self, kind: DeclarationKind) -> bool {
        self.of_states().any(|declaration| declaration.kind == kind)
    }

    /// Countries by declarations.
    #[must_use]
    pub fn matrix(&self, filter: &MatrixFilter) -> DeclarationMatrix<'_> {
        let columns: Vec<&Declaration> = self
            .of_states()
            .filter(|declaration| filter.kind.is_none_or(|kind| kind == declaration.kind))
            .collect();
        let rows = self
            .parties
            .iter()
            .filter(|party| filter.takes(party))
            .map(|party| {
                let cells: Vec<Option<Cell>> = columns
                    .iter()
                    .map(|declaration| declaration.standing(&party.id).map(Cell::from))
                    .collect();
                let number = |basis| {
                    let counts = |cell: &&Cell| cell.stance == Stance::In && cell.basis == basis;
                    cells.iter().flatten().filter(counts).count()
                };
                DeclarationRow {
                    party: &party.id,
                    name: &party.name,
                    union: party.kind == PartyKind::Union,
                    official: number(ListBasis::OfficialList),
                    inferred: number(ListBasis::Inferred),
                    cells,
                }
            })
            .filter(|row| row.cells.iter().any(Option::is_some))
            .collect();
        DeclarationMatrix { declarations: columns.into_iter().map(Place::from).collect(), rows }
    }

    /// Everything recorded of `country`, one of [`Declarations::parties`].
    #[must_use]
    pub fn country_row<'a>(&'a self, country: &'a Party) -> CountryRow<'a> {
        let declarations: Vec<CountryEntry<'a>> = self
            .of_states()
            .map(|declaration| CountryEntry {
                declaration: declaration.into(),
                standing: declaration.standing(&country.id),
            })
            .collect();
        let number = |basis| {
            let standings = declarations.iter().filter_map(|entry| entry.standing);
            standings.filter(|s| s.stance == Stance::In && s.basis == basis).count()
        };
        let seated = |id: &str| {
            self.party(id).filter(|party| party.seat.as_deref() == Some(country.id.as_str()))
        };
        let organisations = self
            .declarations
            .iter()
            .flat_map(|declaration| {
                declaration.standings.iter().filter_map(move |standing| {
                    Some(SeatedStanding {
                        organisation: seated(&standing.party)?,
                        declaration: declaration.into(),
                        standing,
                    })
                })
            })
            .collect();
        CountryRow {
            country,
            official: number(ListBasis::OfficialList),
            inferred: number(ListBasis::Inferred),
            declarations,
            organisations,
        }
    }
}
