//! Runs from the bank to the evidence, on banks made here and on the project's.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests fail by panicking")]

mod bank;
mod conformance;
mod coverage;
mod evidence;
mod fixture;
mod http;
mod judging;
mod recorded;
mod resume;
mod server;
