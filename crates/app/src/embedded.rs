//! The data folders as they were when the program was built.

/// Path from the project root and content of every data file.
pub(crate) const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
