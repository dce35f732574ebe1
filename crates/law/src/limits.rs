//! Bounds on what is read. They are far above what a real package needs and
//! keep a hostile or broken file from costing more than a moment.

/// Largest package file, in bytes.
pub const MAX_FILE_BYTES: usize = 1 << 20;
/// Largest facts file, in bytes.
pub const MAX_FACTS_BYTES: usize = 4 << 20;
/// Most files in one reading.
pub const MAX_FILES: usize = 20_000;
/// Longest condition, in bytes.
pub const MAX_CONDITION_BYTES: usize = 4096;
/// Deepest nesting of brackets and negations in a condition.
pub const MAX_CONDITION_DEPTH: usize = 32;
/// Most facts in a vocabulary.
pub const MAX_FACTS: usize = 10_000;
/// Most values of a one-of fact: one bit each.
pub const MAX_VALUES: usize = 64;
/// Most provisions, and most definitions, in one library.
pub const MAX_ENTRIES: usize = 20_000;
/// Deepest nesting of a facts file.
pub const MAX_FACTS_DEPTH: usize = 32;
/// Most reports noted for one clock.
pub const MAX_REPORTS: usize = 1000;
/// Most days, months or years in a date shift.
pub const MAX_SHIFT: i32 = 10_000;
/// Most mistakes reported at once.
pub const MAX_DIAGNOSTICS: usize = 200;
/// Most columns of a register that answer facts.
pub const MAX_REGISTER_COLUMNS: usize = 512;
/// Most words a column map translates for one column.
pub const MAX_REGISTER_WORDS: usize = 10_000;
/// Node visits an exact search may spend on one condition.
pub(crate) const SEARCH_BUDGET: usize = 200_000;
/// Most distinguishable answers tried for one fact.
pub(crate) const MAX_CELLS: usize = 256;
/// Bits of a truth table that is still computed exactly.
pub(crate) const MAX_TABLE_BITS: u32 = 16;
/// Most questions returned.
pub(crate) const MAX_QUESTIONS: usize = 20;
