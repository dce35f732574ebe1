//! Law as data: framework packages are parsed, checked and weighed against the
//! facts of a subject at a given date.
//!
//! Never here: file or network access, a clock, a random source that is not
//! seeded by a constant. The as-of date is a parameter, files arrive as text.
//!
//! The way through the crate: [`load`] turns files into a [`Library`];
//! [`parse_facts`] turns a person's answers into facts; [`Library::weigh`]
//! gives every provision a three-valued verdict, the state of its duty, a
//! trace, and the questions that would settle most; [`Library::check_cases`]
//! holds the packages to their own worked examples.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

mod answer;
mod assemble;
mod batch;
mod cases;
mod cells;
mod citation;
mod clock;
mod comparison;
mod compile;
mod condition;
mod diff;
mod evaluate;
mod exact;
mod exposure;
mod facts_input;
mod fine;
mod inquiry;
mod library;
mod limits;
mod load;
mod model;
mod package;
mod prepare;
mod program;
mod question;
mod read;
mod register;
mod review;
mod schedule;
mod source;
mod state;
mod suggest;
#[cfg(test)]
mod tests;
mod threshold;
mod timeline;
mod trace;
mod truth_table;
mod vocabulary;
mod weigh;
mod weighing;

pub use batch::{
    Batch, Columns, FactAnswer, FactRef, LineText, NumberLine, StateCounts, VerdictCounts, Weighed,
};
pub use cases::{CaseOutcome, CaseResult, Expectation};
pub use citation::CitationCount;
pub use clock::*;
pub use comparison::Figure;
pub use condition::{ConditionError, ParsedCondition, parse_condition};
pub use exposure::*;
pub use facts_input::{Exchange, FactsInput, Format, parse_exchange, parse_facts, parse_incident};
pub use fine::*;
pub use library::{Library, Selection};
pub use limits::*;
pub use load::load;
pub use model::*;
pub use prepare::{Outcome, Prepared};
pub use register::{CellMistake, ColumnRule, GroupRule, RegisterMap, RegisterReader, Take};
pub use review::{DatedRule, Rule};
pub use source::{Place, SourceFile, decode_text};
pub use state::DenseFacts;
pub use threshold::*;
pub use vocabulary::{FactDefinition, FactKind, Subject, Vocabulary};
pub use weighing::*;
// Reading files a person wrote, for rooms with data folders of their own.
pub use answer::{facts_toml, read_answer};
pub use diff::*;
pub use inquiry::*;
pub use load::{Ids, check_known};
pub use read::read_toml;
pub use source::Mistakes;
pub use suggest::remedy;
pub use timeline::*;
pub use vocabulary::check_bilingual;
