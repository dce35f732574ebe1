//! What no single framework says: how provisions of different frameworks relate,
//! where the same words stand for different things, who declared what, and how
//! far the measures of action plans have come.
//!
//! Never here: file or network access, a clock. Files arrive as text, dates are
//! parameters.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

mod crosswalk;
#[cfg(test)]
mod crosswalk_tests;
mod divergence;
mod read;
mod relation;

pub use crosswalk::{
    Comparison, ControlView, Coverage, CoverageCell, CoverageMatrix, CoverageRow, Crosswalk, Link,
    Party, Side, Wanted, load_crosswalk,
};
pub use divergence::{Point, Position, Report, Topic, TopicView, find_topic, load_divergences};
pub use relation::{Grade, GradeParseError, Rationale, Relation, RelationBasis};
mod declaration;
mod lag;
mod reading;
#[cfg(test)]
mod sample;
mod tracker;

pub use declaration::*;
pub use lag::*;
pub use tracker::*;
