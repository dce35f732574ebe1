//! The parts of an assessment, each an HTML fragment of [`crate::View`].

pub(crate) mod dates;
pub(crate) mod findings;
pub(crate) mod heat;
pub(crate) mod measures;
pub(crate) mod proof;
pub(crate) mod summary;
pub(crate) mod trace;
