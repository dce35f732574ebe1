//! What no single framework says: how provisions of different frameworks relate,
//! where the same words stand for different things, who declared what, and how
//! far the measures of action plans have come.
//!
//! Never here: file or network access, a clock. Files arrive as text, dates are
//! parameters.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

// SLICE crosswalk
mod crosswalk;
mod divergence;
mod read;
mod relation;
// SLICE declarations

pub use crosswalk::{
    Comparison, ControlView, Coverage, Crosswalk, Link, Matrix, MatrixCell, MatrixRow, Party, Side,
    Wanted, load_crosswalk,
};
pub use divergence::{Point, Position, Report, Topic, TopicView, find_topic, load_divergences};
pub use relation::{Basis, Grade, GradeParseError, Rationale, Relation};
