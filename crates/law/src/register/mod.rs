//! Registers of many subjects: how the columns of a table are read as facts.
//!
//! A column map is data: which column answers which fact, in which unit, date
//! form or words. A blank cell answers nothing. Reading the table itself is
//! somebody else's work; here cells arrive as text.

mod cell;
mod map;
#[cfg(test)]
mod tests;

pub use self::cell::{CellMistake, RegisterReader};
pub use self::map::{ColumnRule, GroupRule, RegisterMap, Take};
