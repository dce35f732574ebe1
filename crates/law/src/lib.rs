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

mod assemble;
mod cases;
mod cells;
mod compile;
mod condition;
mod evaluate;
mod exact;
mod facts_input;
mod library;
mod limits;
mod load;
mod model;
mod package;
mod prepare;
mod program;
mod question;
mod read;
mod schedule;
mod source;
mod state;
mod suggest;
#[cfg(test)]
mod tests;
mod trace;
mod truth_table;
mod vocabulary;
mod weigh;
mod weighing;
// SLICE clocks
// SLICE portfolio
// SLICE timeline
// SLICE ask
// SLICE crosswalk
// SLICE declarations
// SLICE oscal
// SLICE book

pub use cases::{CaseOutcome, CaseResult, Expectation};
pub use condition::{ConditionError, ParsedCondition, Threshold, parse_condition};
pub use facts_input::{FactsInput, Format, parse_facts};
pub use library::{Library, Selection};
pub use limits::*;
pub use load::load;
pub use model::*;
pub use prepare::{Outcome, Prepared};
pub use source::{Place, SourceFile, decode_text};
pub use state::DenseFacts;
pub use vocabulary::{FactDefinition, FactKind, Subject, Vocabulary};
pub use weighing::*;
